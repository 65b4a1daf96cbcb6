//! `subscriptions/update`: change it, and begin it anew if it had ended.

use std::sync::Arc;

use super::shown;
use crate::api::fields::Fields;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::api::subscription;
use crate::sandbox::Sandbox;

/// What is not named stays. The merchant is not told: it was his own wish.
pub(in crate::api::methods) fn run(
    sandbox: &Arc<Sandbox>,
    fields: &Fields,
) -> Result<Reply, Refusal> {
    let id = fields.required_text("Id")?;
    let now_ms = sandbox.clock.now_ms();
    let updated = sandbox.subscriptions.change(&id, |known| {
        let changes = subscription::changes(fields, known.terms.every, now_ms)?;
        known.update(changes, now_ms)
    });
    match updated {
        Some(updated) => Ok(shown(&updated?)),
        None => Ok(Reply::NotFound),
    }
}
