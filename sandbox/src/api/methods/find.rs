//! `payments/find` and `v2/payments/find`: the latest operation of an order.

use std::sync::Arc;

use crate::api::fields::Fields;
use crate::api::payment;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::ledger::{is_payment, transaction::Transaction};
use crate::sandbox::Sandbox;

/// v1: payments only.
pub(super) fn payments(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    find(sandbox, fields, is_payment)
}

/// v2: refunds as well.
pub(super) fn everything(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    find(sandbox, fields, |_| true)
}

fn find(
    sandbox: &Arc<Sandbox>,
    fields: &Fields,
    wanted: fn(&Transaction) -> bool,
) -> Result<Reply, Refusal> {
    let invoice = fields.required_text("InvoiceId")?;
    let sight = sandbox.sight();
    let ledger = sandbox.ledger();
    let found = ledger.latest(&invoice, |transaction| {
        wanted(transaction) && sight.sees(transaction)
    });
    Ok(found.map_or(Reply::NotFound, |found| payment::outcome(sandbox, found)))
}
