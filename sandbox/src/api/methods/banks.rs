//! `sbp/v2/banks/info`: the banks that a payer can choose from.

use std::sync::Arc;

use crate::api::fields::Fields;
use crate::api::order;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::json::Object;
use crate::rules::banks::{self, Bank};
use crate::sandbox::Sandbox;

/// Where the payer may be.
const PLATFORMS: [&str; 4] = ["desktop", "ios", "android", "mobile"];

/// The same list for everybody.
pub(super) fn list(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    order::of_this_terminal(sandbox, fields, "PublicTerminalId")?;
    let platform = fields.text("Platform")?;
    if platform.is_some_and(|platform| !PLATFORMS.contains(&platform.as_str())) {
        return Err(Refusal::invalid("Platform"));
    }
    let members: Vec<_> = banks::ALL.iter().map(entry).collect();
    let mut source = Object::new();
    source
        .text("Source", "widget")
        .text("Version", "2.0")
        .raw("Members", format!("[{}]", members.join(",")));
    Ok(Reply::Model {
        success: true,
        json: format!("[{}]", source.finish()),
    })
}

fn entry(bank: &Bank) -> String {
    let logo = format!("https://qr.nspk.ru/proxyapp/logo/bank{}.png", bank.id);
    let mut json = Object::new();
    json.text("id", bank.id)
        .text("logo", &logo)
        .text("name", bank.name)
        .text("url", bank.url);
    json.finish()
}
