//! `payments/get`: a transaction by its number.

use std::sync::Arc;

use crate::api::fields::Fields;
use crate::api::payment;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::sandbox::Sandbox;

/// Payments and refunds. A declined one is found with `Success` false.
pub(super) fn run(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let id = fields.transaction_id()?;
    let sight = sandbox.sight();
    let ledger = sandbox.ledger();
    let found = ledger.get(id).filter(|transaction| sight.sees(transaction));
    Ok(found.map_or(Reply::NotFound, |found| payment::outcome(sandbox, found)))
}
