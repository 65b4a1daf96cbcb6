//! `GET /sandbox/orders`: the API has no method that reads an invoice.

use std::sync::Arc;

use crate::api::invoice;
use crate::invoices::{Invoice, State};
use crate::json::{self, Object};
use crate::net::answer::Answer;
use crate::sandbox::Sandbox;

/// All invoices: their Models, whose order they are, and the transaction that paid them.
pub(super) fn list(sandbox: &Arc<Sandbox>) -> Answer {
    let entries: Vec<_> = sandbox
        .invoices
        .all()
        .iter()
        .map(|invoice| entry(invoice, sandbox.url()))
        .collect();
    Answer::json(format!("[{}]", entries.join(",")))
}

fn entry(invoice: &Invoice, base_url: &str) -> String {
    let details = &invoice.wish.details;
    let mut more = Object::new();
    more.optional("InvoiceId", details.invoice_id.as_deref())
        .optional("AccountId", details.account_id.as_deref());
    match invoice.state {
        State::Paid { transaction_id, .. } => more.raw("TransactionId", transaction_id),
        State::Open | State::Busy | State::Cancelled => more.null("TransactionId"),
    };
    json::extended(&invoice::model(invoice, base_url), more)
}
