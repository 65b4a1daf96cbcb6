//! `payments/confirm`: take a hold.

use std::sync::Arc;

use crate::api::fields::Fields;
use crate::api::receipts;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::sandbox::Sandbox;
use crate::webhooks::Event;

/// All of it or a part; once.
pub(super) fn run(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let id = fields.transaction_id()?;
    let amount = fields.amount("Amount")?;
    let now_ms = sandbox.clock.stamp_ms();
    let confirmed = sandbox
        .ledger()
        .change(id, sandbox.clock.elapsed_ms(), |payment| {
            payment.confirm(amount, now_ms).map(|()| payment.clone())
        });
    let Some(confirmed) = confirmed else {
        return Ok(Reply::NotFound);
    };
    let payment = confirmed?;
    sandbox.webhooks.notify(sandbox, Event::Confirm, &payment);
    receipts::of_confirm(sandbox, &payment, fields.json("JsonData").as_deref());
    Ok(Reply::Accepted)
}
