//! `payments/publickey`: the key with which cards are encrypted.

use std::sync::Arc;

use crate::api::fields::Fields;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::json::Object;
use crate::sandbox::Sandbox;

/// RSA, 2048 bits. Nobody has the private half: the sandbox reads the open head of a cryptogram.
const PEM: &str = include_str!("../../rules/public_key.pem");

/// The key version of the packets in the documentation.
const VERSION: u8 = 4;

/// An answer without an envelope.
#[expect(clippy::unnecessary_wraps, reason = "all methods share one signature")]
pub(super) fn show(_sandbox: &Arc<Sandbox>, _fields: &Fields) -> Result<Reply, Refusal> {
    let mut json = Object::new();
    json.text("Pem", PEM.trim_end()).raw("Version", VERSION);
    Ok(Reply::Whole {
        success: true,
        json: json.finish(),
    })
}
