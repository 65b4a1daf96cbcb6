//! `payments/refund`: give captured money back.

use std::sync::Arc;

use crate::api::fields::Fields;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::ledger::transaction::{Kind, Status, Transaction};
use crate::rules::reasons::APPROVED;
use crate::sandbox::Sandbox;
use crate::values::amount::Amount;
use crate::webhooks::Event;

/// All of it or a part, as often as there is a rest. Answers the number of the refund, which is a
/// transaction of its own.
pub(super) fn run(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let id = fields.transaction_id()?;
    let amount = fields.amount("Amount")?;
    let json_data = fields.json("JsonData");

    let mut ledger = sandbox.ledger();
    let moment = sandbox.clock.elapsed_ms();
    let refunded = ledger.change(id, moment, |payment| {
        payment.refund(amount, moment).map(|()| payment.clone())
    });
    let Some(payment) = refunded else {
        return Ok(Reply::NotFound);
    };
    let refund = refund_of(
        payment?,
        ledger.take_id(),
        amount,
        sandbox.clock.stamp_ms(),
        moment,
        json_data,
    );
    ledger.enter(refund.clone(), moment);
    drop(ledger);
    sandbox.webhooks.notify(sandbox, Event::Refund, &refund);
    Ok(Reply::Model {
        success: true,
        json: format!(r#"{{"TransactionId":{}}}"#, refund.id),
    })
}

/// The refund of a payment as a transaction.
fn refund_of(
    payment: Transaction,
    id: u64,
    amount: Amount,
    now_ms: i64,
    moment: i64,
    json_data: Option<String>,
) -> Transaction {
    Transaction {
        id,
        kind: Kind::Refund,
        status: Status::Completed,
        reason: Some(APPROVED),
        amount,
        created_ms: now_ms,
        created_at: moment,
        authorized_ms: Some(now_ms),
        confirmed_ms: Some(now_ms),
        original_id: Some(payment.id),
        declined_twin: None,
        refunded: Amount::ZERO,
        token: None,
        initiator: None,
        details: crate::ledger::transaction::Details {
            json_data,
            ..payment.details.clone()
        },
        ..payment
    }
}
