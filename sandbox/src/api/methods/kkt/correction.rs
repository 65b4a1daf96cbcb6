//! `kkt/correction-receipt` and what became of it.

use std::sync::Arc;

use super::{answers, receipt};
use crate::api::fields::Fields;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::kkt::Kkt;
use crate::kkt::correction::Order;
use crate::kkt::model;
use crate::kkt::receipt::{Draft, Receipt};
use crate::kkt::trouble::Trouble;
use crate::sandbox::Sandbox;

/// Queue a correction.
#[expect(clippy::unnecessary_wraps, reason = "all methods share one signature")]
pub(super) fn make(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    Ok(match draft(sandbox, fields) {
        Ok(draft) => receipt::print(sandbox, draft),
        Err(trouble) => answers::refused(&trouble),
    })
}

fn draft(sandbox: &Sandbox, fields: &Fields) -> Result<Draft, Trouble> {
    let data = fields
        .nested("CorrectionReceiptData")?
        .ok_or_else(|| Trouble::missing("CorrectionReceiptData"))?;
    let order = Order::read(&data)?;
    receipt::check_owner(&sandbox.kkt(), &order.inn)?;
    Ok(Draft {
        inn: order.inn,
        kind: order.kind,
        content: order.content,
        correction: Some(order.correction),
        invoice_id: None,
        account_id: None,
        transaction_id: None,
    })
}

/// Where a correction stands.
pub(super) fn status(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let id = fields.required_text("Id")?;
    let kkt = sandbox.kkt();
    Ok(answers::status(&kkt, find(sandbox, &kkt, &id)))
}

/// A correction, printed or not: its Model has a status.
pub(super) fn get(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let id = fields.required_text("Id")?;
    let kkt = sandbox.kkt();
    find(sandbox, &kkt, &id)
        .and_then(|receipt| model::correction(receipt, sandbox.url()))
        .map(|json| answers::model(&json))
        .ok_or_else(|| Refusal::new("Receipt not found"))
}

fn find<'a>(sandbox: &Sandbox, kkt: &'a Kkt, id: &str) -> Option<&'a Receipt> {
    let sight = sandbox.sight();
    kkt.receipt(id)
        .filter(|receipt| receipt.draft.correction.is_some() && sight.sees_since(receipt.queued_at))
}
