//! `GET` and `POST /sandbox/notifications`: what is set in the personal account, Check and JSON
//! bodies included, for which the API has no method.

use std::sync::Arc;

use super::Mistake;
use super::input::Input;
use crate::json::Object;
use crate::net::answer::Answer;
use crate::sandbox::Sandbox;
use crate::webhooks::Event;
use crate::webhooks::settings::{Address, Named};

/// The settings of all types.
pub(super) fn list(sandbox: &Arc<Sandbox>) -> Answer {
    let entries = Event::ALL.map(|event| entry(sandbox, event));
    Answer::json(format!("[{}]", entries.join(",")))
}

/// Set what is named; the rest stays.
pub(super) fn set(sandbox: &Arc<Sandbox>, body: &[u8]) -> Result<Answer, Mistake> {
    let mut input = Input::read(body)?;
    let event = input
        .text("type")?
        .ok_or_else(|| Mistake::field("type", "type is required"))?;
    let event = Event::parse(&event)
        .ok_or_else(|| Mistake::field("type", "there is no such type of notification"))?;
    let mut setting = sandbox.webhooks.setting(event);
    if let Some(is_enabled) = input.boolean("is_enabled")? {
        setting.is_enabled = is_enabled;
    }
    if let Some(text) = input.text("address")? {
        let address = Address::parse(&text).ok_or_else(|| {
            Mistake::field("address", "address must be http:// and a loopback address")
        })?;
        setting.address = Some(address);
    }
    named(&mut input, "http_method", &mut setting.http_method)?;
    named(&mut input, "encoding", &mut setting.encoding)?;
    named(&mut input, "format", &mut setting.format)?;
    named(&mut input, "body", &mut setting.body)?;
    input.finish()?;
    if setting.is_enabled && setting.address.is_none() {
        return Err(Mistake::field("address", "address is required"));
    }
    sandbox.webhooks.set(event, setting);
    Ok(Answer::nothing())
}

fn named<T: Named>(input: &mut Input, name: &str, place: &mut T) -> Result<(), Mistake> {
    if let Some(text) = input.text(name)? {
        *place = T::parse(&text).ok_or_else(|| {
            let names: Vec<_> = T::NAMES.iter().map(|(name, _)| *name).collect();
            Mistake::field(name, format!("{name} must be one of {}", names.join(", ")))
        })?;
    }
    Ok(())
}

fn entry(sandbox: &Sandbox, event: Event) -> String {
    let setting = sandbox.webhooks.setting(event);
    let mut json = Object::new();
    json.text("type", event.name())
        .raw("is_enabled", setting.is_enabled)
        .optional("address", setting.address.as_ref().map(Address::as_str))
        .text("http_method", setting.http_method.name())
        .text("encoding", setting.encoding.name())
        .text("format", setting.format.name())
        .text("body", setting.body.name());
    json.finish()
}
