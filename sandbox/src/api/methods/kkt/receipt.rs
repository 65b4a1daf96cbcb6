//! `kkt/receipt` and what became of it: `kkt/receipt/status/get`, `kkt/receipt/get`.

use std::sync::Arc;

use super::answers;
use crate::api::fields::Fields;
use crate::api::receipts;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::kkt::Kkt;
use crate::kkt::content::Content;
use crate::kkt::model;
use crate::kkt::receipt::{Draft, Kind, Receipt};
use crate::kkt::trouble::{NO_INN, Trouble, UNKNOWN};
use crate::sandbox::Sandbox;

/// Queue a receipt.
#[expect(clippy::unnecessary_wraps, reason = "all methods share one signature")]
pub(super) fn make(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    Ok(match draft(sandbox, fields) {
        Ok(draft) => print(sandbox, draft),
        Err(trouble) => answers::refused(&trouble),
    })
}

/// Queue what was found well formed.
pub(super) fn print(sandbox: &Arc<Sandbox>, draft: Draft) -> Reply {
    let moment = sandbox.clock.elapsed_ms();
    let receipt = receipts::queue(sandbox, draft);
    answers::queued(&sandbox.kkt(), &receipt, moment, sandbox.url())
}

fn draft(sandbox: &Sandbox, fields: &Fields) -> Result<Draft, Trouble> {
    let inn = fields.text("Inn")?.unwrap_or_default();
    check_owner(&sandbox.kkt(), &inn)?;
    let kind = fields
        .text("Type")?
        .ok_or_else(|| Trouble::missing("Type"))?;
    let kind = Kind::of_name(&kind).ok_or_else(|| Trouble::wrong("Type"))?;
    let content = fields
        .nested("CustomerReceipt")?
        .ok_or_else(|| Trouble::missing("CustomerReceipt"))?;
    let transaction_id = fields.integer("TransactionId")?.map(u64::try_from);
    Ok(Draft {
        inn,
        kind,
        content: Content::read(&content)?,
        correction: None,
        invoice_id: fields.text("InvoiceId")?,
        account_id: fields.text("AccountId")?,
        transaction_id: transaction_id
            .transpose()
            .map_err(|_| Trouble::wrong("TransactionId"))?,
    })
}

/// Whether there is anything to print on.
pub(super) fn check_owner(kkt: &Kkt, inn: &str) -> Result<(), Trouble> {
    if inn.is_empty() {
        Err(Trouble::at(NO_INN, "Inn"))
    } else if kkt.knows(inn) {
        Ok(())
    } else {
        let words = format!("Компания с ИНН {inn} не найдена");
        Err(Trouble::new(UNKNOWN, words))
    }
}

/// Where a receipt stands.
pub(super) fn status(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let id = fields.required_text("Id")?;
    let kkt = sandbox.kkt();
    Ok(answers::status(&kkt, find(sandbox, &kkt, &id)))
}

/// A printed receipt. One that is not printed has nothing to show.
pub(super) fn get(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let id = fields.required_text("Id")?;
    let kkt = sandbox.kkt();
    let printed = find(sandbox, &kkt, &id)
        .and_then(|receipt| receipt.fiscal().map(|fiscal| (receipt, fiscal)));
    match printed {
        Some((receipt, fiscal)) => Ok(answers::model(&model::receipt(
            receipt,
            fiscal,
            sandbox.url(),
        ))),
        None => Err(Refusal::new("Receipt not found")),
    }
}

fn find<'a>(sandbox: &Sandbox, kkt: &'a Kkt, id: &str) -> Option<&'a Receipt> {
    let sight = sandbox.sight();
    kkt.receipt(id)
        .filter(|receipt| receipt.draft.correction.is_none() && sight.sees_since(receipt.queued_at))
}
