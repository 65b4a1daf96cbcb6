//! `payments/refund`: give captured money back.

use std::sync::Arc;

use crate::api::fields::Fields;
use crate::api::payment;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::ledger::life_cycle::ON_ITS_WAY_MS;
use crate::ledger::transaction::{Kind, Status, Transaction, Via};
use crate::rules::reasons::APPROVED;
use crate::sandbox::Sandbox;
use crate::values::amount::Amount;

/// All of it or a part, as often as there is a rest. Answers the number of the refund, which is a
/// transaction of its own; one through SBP is not yet done then.
pub(super) fn run(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let id = fields.transaction_id()?;
    let amount = fields.amount("Amount")?;
    Ok(
        match give_back(sandbox, id, amount, fields.json("JsonData")) {
            None => Reply::NotFound,
            Some(refund) => Reply::Model {
                success: true,
                json: format!(r#"{{"TransactionId":{}}}"#, refund?),
            },
        },
    )
}

/// Refund a payment; answers the number of the refund. `None`: there is no such payment.
pub(super) fn give_back(
    sandbox: &Arc<Sandbox>,
    id: u64,
    amount: Amount,
    json_data: Option<String>,
) -> Option<Result<u64, Refusal>> {
    let mut ledger = sandbox.ledger();
    let moment = sandbox.clock.elapsed_ms();
    let refunded = ledger.change(id, moment, |payment| {
        payment.refund(amount, moment).map(|()| payment.clone())
    });
    let payment = match refunded? {
        Ok(payment) => payment,
        Err(refusal) => return Some(Err(refusal)),
    };
    let refund = refund_of(
        payment,
        ledger.take_id(),
        amount,
        sandbox.clock.stamp_ms(),
        moment,
        json_data,
    );
    ledger.enter(refund.clone(), moment);
    drop(ledger);
    match refund.ends_at {
        Some(end) => payment::announce_end(sandbox, refund.id, end),
        None => payment::announce(sandbox, &refund),
    }
    Some(Ok(refund.id))
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
    let later = payment.via == Via::Sbp;
    let done_ms = (!later).then_some(now_ms);
    Transaction {
        id,
        kind: Kind::Refund,
        status: if later {
            Status::Created
        } else {
            Status::Completed
        },
        reason: (!later).then_some(APPROVED),
        ends_at: later.then_some(moment + ON_ITS_WAY_MS),
        amount,
        created_ms: now_ms,
        created_at: moment,
        authorized_ms: done_ms,
        confirmed_ms: done_ms,
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
