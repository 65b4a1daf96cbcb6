//! `applepay/startsession`: Apple's word that the shop may show its button.

use std::sync::Arc;

use hyper::Uri;

use crate::api::fields::Fields;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::json::Object;
use crate::sandbox::Sandbox;

/// How long Apple's sessions live.
const SESSION_MS: i64 = 5 * 60_000;

/// A session as Apple's servers write it; they are not asked, so no Apple device believes it.
pub(super) fn start(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let url = fields.required_text("ValidationUrl")?;
    if !is_apples(&url) {
        return Err(Refusal::invalid("ValidationUrl"));
    }
    fields.text("PaymentUrl")?;
    let now_ms = sandbox.clock.stamp_ms();
    let seed = sandbox.seed;
    let index = now_ms.unsigned_abs();
    let mut json = Object::new();
    json.raw("epochTimestamp", now_ms)
        .raw("expiresAt", now_ms + SESSION_MS)
        .text(
            "merchantSessionIdentifier",
            &format!("SSH{}", seed.hex("apple session", index, 64).to_uppercase()),
        )
        .text("nonce", &seed.hex("apple nonce", index, 8))
        .text(
            "merchantIdentifier",
            &seed.hex("apple merchant", 0, 64).to_uppercase(),
        )
        .text("domainName", "test.test")
        .text("displayName", "test.test")
        .text("signature", &seed.hex("apple signature", index, 128));
    Ok(Reply::Model {
        success: true,
        json: json.finish(),
    })
}

/// Whether Apple's script could have named this address: nobody else may be asked for sessions.
fn is_apples(url: &str) -> bool {
    url.parse::<Uri>().is_ok_and(|uri| {
        uri.scheme_str() == Some("https")
            && uri.host().is_some_and(|host| host.ends_with(".apple.com"))
    })
}
