//! `site/notifications/{Type}/get` and `site/notifications/{Type}/update`.

use std::sync::Arc;

use crate::api::fields::Fields;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::json::Object;
use crate::sandbox::Sandbox;
use crate::webhooks::Event;
use crate::webhooks::settings::{Address, Encoding, Format, HttpMethod, Named, Setting};

/// The setting of a type.
pub(super) fn get(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let setting = sandbox.webhooks.setting(event(fields)?);
    let mut json = Object::new();
    json.raw("IsEnabled", setting.is_enabled)
        .optional("Address", setting.address.as_ref().map(Address::as_str))
        .text("HttpMethod", setting.http_method.name())
        .text("Encoding", setting.encoding.name())
        .text("Format", setting.format.name());
    Ok(Reply::Model {
        success: true,
        json: json.finish(),
    })
}

/// Replace it: what is not named gets its default, which for `IsEnabled` is false.
pub(super) fn update(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let event = event(fields)?;
    if event == Event::Check {
        return Err(Refusal::new("Check notification cannot be changed"));
    }
    let is_enabled = fields.boolean("IsEnabled")?.unwrap_or(false);
    let address = fields
        .text("Address")?
        .map(|text| Address::parse(&text).ok_or_else(|| Refusal::invalid("Address")))
        .transpose()?;
    if is_enabled && address.is_none() {
        return Err(Refusal::required("Address"));
    }
    let setting = Setting {
        is_enabled,
        address,
        http_method: named(fields, "HttpMethod", HttpMethod::Get)?,
        encoding: named(fields, "Encoding", Encoding::Utf8)?,
        format: named(fields, "Format", Format::CloudPayments)?,
        // The API has no word for it.
        body: sandbox.webhooks.setting(event).body,
    };
    sandbox.webhooks.set(event, setting);
    Ok(Reply::Accepted)
}

/// The type in the path.
fn event(fields: &Fields) -> Result<Event, Refusal> {
    let name = fields.required_text("Type")?;
    Event::parse(&name).ok_or_else(|| Refusal::invalid("Type"))
}

fn named<T: Named>(fields: &Fields, name: &'static str, default: T) -> Result<T, Refusal> {
    match fields.text(name)? {
        None => Ok(default),
        Some(text) => T::parse(&text).ok_or_else(|| Refusal::invalid(name)),
    }
}
