//! `payments/void`: give a hold up.

use std::sync::Arc;

use crate::api::fields::Fields;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::sandbox::Sandbox;
use crate::webhooks::Event;

/// Always the whole of it.
pub(super) fn run(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let id = fields.transaction_id()?;
    let voided = sandbox
        .ledger()
        .change(id, sandbox.clock.elapsed_ms(), |payment| {
            payment.void().map(|()| payment.clone())
        });
    let Some(voided) = voided else {
        return Ok(Reply::NotFound);
    };
    sandbox.webhooks.notify(sandbox, Event::Cancel, &voided?);
    Ok(Reply::Accepted)
}
