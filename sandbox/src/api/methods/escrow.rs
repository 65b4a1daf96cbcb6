//! `Escrow/GetEscrowInfo`: how safe deals stand.

use std::sync::Arc;

use crate::api::fields::Fields;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::json::Object;
use crate::ledger::Ledger;
use crate::ledger::escrow::{Deal, Scheme};
use crate::ledger::transaction::Transaction;
use crate::sandbox::Sandbox;

/// Those of the deals that there are.
pub(super) fn info(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let ids = fields.list("EscrowAccumulationIds")?;
    if ids.is_empty() {
        return Err(Refusal::required("EscrowAccumulationIds"));
    }
    let ledger = sandbox.ledger();
    let deals: Vec<_> = ids
        .iter()
        .filter_map(|id| ledger.deals.get(id))
        .map(|deal| entry(&ledger, deal))
        .collect();
    Ok(Reply::Model {
        success: true,
        json: format!("[{}]", deals.join(",")),
    })
}

fn entry(ledger: &Ledger, deal: &Deal) -> String {
    let payments = |paid_out: bool| -> Vec<String> {
        deal.payments
            .iter()
            .filter(|id| deal.paid_out.contains(id) == paid_out)
            .filter_map(|id| ledger.get(*id))
            .map(|payment| brief(payment).finish())
            .collect()
    };
    let refunds: Vec<_> = ledger
        .refunds_of(deal)
        .into_iter()
        .map(|refund| brief(refund).finish())
        .collect();
    let payouts = match deal.scheme {
        Scheme::NToOne => Vec::new(),
        Scheme::OneToN => payouts(ledger, deal),
    };
    let mut json = Object::new();
    json.text("EscrowAccumulationId", &deal.id)
        .text("Status", if deal.closed { "Closed" } else { "Open" })
        .raw("Balance", ledger.balance_of(deal))
        .raw("PaidoutTransactions", list(&payments(true)))
        .raw("NotPaidoutTransactions", list(&payments(false)))
        .raw("RefundedTransactions", list(&refunds))
        .raw("PayoutTransactions", list(&payouts));
    json.finish()
}

fn payouts(ledger: &Ledger, deal: &Deal) -> Vec<String> {
    deal.payouts
        .iter()
        .filter_map(|(id, is_final)| Some((ledger.get(*id)?, is_final)))
        .map(|(payout, is_final)| {
            let mut json = brief(payout);
            json.raw("IsFinalPayout", is_final);
            json.finish()
        })
        .collect()
}

fn brief(transaction: &Transaction) -> Object {
    let mut json = Object::new();
    json.raw("Id", transaction.id)
        .text("Status", transaction.status.name())
        .raw("Amount", transaction.amount.on_the_wire(transaction.id));
    json
}

/// A list; one without entries is null.
fn list(entries: &[String]) -> String {
    if entries.is_empty() {
        "null".to_owned()
    } else {
        format!("[{}]", entries.join(","))
    }
}
