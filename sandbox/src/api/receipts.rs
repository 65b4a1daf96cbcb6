//! Receipts: from the merchant's wish to the paper, and to the merchant who is told of it.

use std::sync::Arc;

use super::fields::Fields;
use crate::kkt;
use crate::kkt::content::Content;
use crate::kkt::receipt::{Draft, Kind, Receipt};
use crate::kkt::trouble::Trouble;
use crate::ledger::transaction::{Kind as Operation, Status, Transaction};
use crate::sandbox::Sandbox;

/// Queue a receipt. Answers it, or the first of them if it takes several.
pub(crate) fn queue(sandbox: &Arc<Sandbox>, draft: Draft) -> Receipt {
    let mut kkt = sandbox.kkt();
    let moment = sandbox.clock.elapsed_ms();
    let print_ms = kkt.print_ms;
    let queued = kkt.enter(draft, moment, sandbox.clock.stamp_ms());
    drop(kkt);
    tell_printed_at(sandbox, moment + print_ms);
    queued
}

/// Tell the merchant of everything that is printed by then.
pub(crate) fn tell_printed_at(sandbox: &Arc<Sandbox>, moment: i64) {
    let own = Arc::clone(sandbox);
    sandbox.tasks.spawn(async move {
        own.clock.sleep_until(moment).await;
        tell_printed(&own);
    });
}

/// Tell the merchant of everything that was printed and that he does not know of.
pub(crate) fn tell_printed(sandbox: &Arc<Sandbox>) {
    let printed = sandbox.kkt().take_untold();
    for receipt in printed {
        sandbox.webhooks.receipt_made(sandbox, &receipt);
    }
}

/// The receipt of money that was taken at once or given back, if there is to be one.
pub(crate) fn of_operation(sandbox: &Arc<Sandbox>, operation: &Transaction) {
    let of_payment = operation
        .original_id
        .and_then(|id| sandbox.ledger().get(id)?.details.json_data.clone());
    let own = operation.details.json_data.as_deref();
    // A payout has no receipt.
    if operation.status == Status::Completed && operation.kind != Operation::Payout {
        make(sandbox, operation, own, of_payment.as_deref());
    }
}

/// The receipt of a hold that was taken, if there is to be one.
pub(crate) fn of_confirm(sandbox: &Arc<Sandbox>, payment: &Transaction, json_data: Option<&str>) {
    let of_payment = payment.details.json_data.as_deref();
    make(sandbox, payment, json_data, of_payment);
}

/// The content stands in the `JsonData` of the request that moved the money. If it does not, that
/// of the payment will do for a confirm or refund of the same sum: about another sum it would lie.
fn make(
    sandbox: &Arc<Sandbox>,
    operation: &Transaction,
    own: Option<&str>,
    of_payment: Option<&str>,
) {
    let own = own
        .and_then(instructions)
        .map(|fields| Content::read(&fields));
    let content = own.or_else(|| {
        let content = Content::read(&instructions(of_payment?)?).ok()?;
        (content.total() == operation.amount).then_some(Ok(content))
    });
    match content {
        None => {}
        Some(Ok(content)) => {
            queue(sandbox, draft(operation, content));
        }
        Some(Err(trouble)) => note_failure(sandbox, operation, trouble),
    }
}

fn note_failure(sandbox: &Arc<Sandbox>, operation: &Transaction, trouble: Trouble) {
    let draft = draft(operation, Content::default());
    let moment = sandbox.clock.elapsed_ms();
    let now_ms = sandbox.clock.stamp_ms();
    sandbox.kkt().enter_failed(draft, trouble, moment, now_ms);
}

fn draft(operation: &Transaction, content: Content) -> Draft {
    Draft {
        inn: kkt::INN.to_owned(),
        kind: match operation.kind {
            Operation::Payment => Kind::Income,
            Operation::Refund | Operation::Payout => Kind::IncomeReturn,
        },
        content,
        correction: None,
        invoice_id: operation.details.invoice_id.clone(),
        account_id: operation.details.account_id.clone(),
        transaction_id: Some(operation.id),
    }
}

/// `CloudPayments.CustomerReceipt` of a `JsonData`, in any case.
fn instructions(json_data: &str) -> Option<Fields> {
    let data = Fields::read(Some("application/json"), json_data.as_bytes()).ok()?;
    let instructions = data.nested("CloudPayments").ok()??;
    instructions.nested("CustomerReceipt").ok()?
}
