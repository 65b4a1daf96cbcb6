//! `subscriptions/cancel`: charge no more.

use std::sync::Arc;

use crate::api::fields::Fields;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::sandbox::Sandbox;
use crate::subscriptions::subscription::Status;

/// Cancelling twice is fine, and told once.
pub(in crate::api::methods) fn run(
    sandbox: &Arc<Sandbox>,
    fields: &Fields,
) -> Result<Reply, Refusal> {
    let id = fields.required_text("Id")?;
    let mut was = Status::Cancelled;
    let cancelled = sandbox.subscriptions.change(&id, |known| {
        was = known.status;
        known.cancel()
    });
    let Some(cancelled) = cancelled else {
        return Ok(Reply::NotFound);
    };
    let cancelled = cancelled?;
    if was != cancelled.status {
        sandbox.webhooks.status_changed(sandbox, &cancelled);
    }
    Ok(Reply::Accepted)
}
