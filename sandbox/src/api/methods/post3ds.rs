//! `payments/cards/post3ds`: the payer is back from the page of the bank.

use std::sync::Arc;

use crate::api::fields::Fields;
use crate::api::payment;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::rules::three_ds::{self, Decision};
use crate::sandbox::Sandbox;

/// Finish the payment. A `PaRes` that is damaged or about something else has not passed.
pub(super) fn run(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let id = fields.transaction_id()?;
    let pa_res = fields.required_text("PaRes")?;
    let passed = three_ds::decision(&pa_res, id) == Some(Decision::Confirmed);

    let mut ledger = sandbox.ledger();
    let now_ms = sandbox.clock.stamp_ms();
    let unwanted = ledger
        .get(id)
        .and_then(|payment| ledger.deals.refusal(payment));
    let finished = ledger.change(id, sandbox.clock.elapsed_ms(), |payment| {
        payment.refusal_ahead = payment.refusal_ahead.or(unwanted);
        payment
            .finish_three_ds(passed, now_ms)
            .map(|()| payment.clone())
    });
    let Some(finished) = finished else {
        return Ok(Reply::NotFound);
    };
    let mut payment = finished?;
    payment::follow_up_later(sandbox, &mut ledger, &mut payment);
    drop(ledger);
    payment::announce(sandbox, &payment);
    Ok(payment::outcome(sandbox, &payment))
}
