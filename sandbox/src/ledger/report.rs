//! What `GET /sandbox/ledger` tells: every transaction, and the sums that judge a test.

use std::collections::BTreeMap;

use super::Ledger;
use super::model::{self, Shape};
use super::transaction::{Kind, Transaction};
use crate::json::Object;
use crate::values::amount::Amount;

/// The sums of one order.
#[derive(Debug, Default, PartialEq, Eq)]
struct Order {
    /// Payments that the bank approved, later reversed ones included: two of them are a double
    /// charge, whatever happened afterwards.
    charges: u32,
    held: Amount,
    net: Amount,
}

/// The whole report as JSON.
pub(crate) fn report(ledger: &Ledger, public_id: &str) -> String {
    let transactions: Vec<_> = ledger
        .all()
        .map(|transaction| model::transaction(transaction, public_id, Shape::Ledger))
        .collect();
    let mut orders = Object::new();
    for (invoice, order) in by_invoice(ledger) {
        let mut entry = Object::new();
        entry
            .raw("charges", order.charges)
            .text("held", &order.held.to_string())
            .text("net", &order.net.to_string());
        orders.raw(&escaped(invoice), entry.finish());
    }
    let totals = totals(ledger);
    let mut sums = Object::new();
    sums.text("captured", &totals.captured.to_string())
        .text("held", &totals.held.to_string())
        .text("refunded", &totals.refunded.to_string())
        .text("paid_out", &totals.paid_out.to_string());
    format!(
        r#"{{"transactions":[{}],"by_invoice":{},"totals":{}}}"#,
        transactions.join(","),
        orders.finish(),
        sums.finish()
    )
}

/// An order number inside the quotes of a JSON name.
fn escaped(invoice: &str) -> String {
    let quoted = serde_json::to_string(invoice).unwrap_or_default();
    let inner = quoted
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    inner.unwrap_or_default().to_owned()
}

fn by_invoice(ledger: &Ledger) -> BTreeMap<&str, Order> {
    let mut orders = BTreeMap::<&str, Order>::new();
    for payment in ledger.all().filter(|found| found.kind == Kind::Payment) {
        if let Some(invoice) = &payment.details.invoice_id {
            let order = orders.entry(invoice).or_default();
            order.charges += u32::from(payment.was_approved());
            order.held += payment.held();
            order.net += payment.net();
        }
    }
    orders
}

/// The sums over everything.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    /// Taken from payers, before refunds.
    pub(crate) captured: Amount,
    /// Held now.
    pub(crate) held: Amount,
    /// Given back to payers.
    pub(crate) refunded: Amount,
    /// Paid to others, what is on its way included.
    pub(crate) paid_out: Amount,
}

/// Add everything up.
pub(crate) fn totals(ledger: &Ledger) -> Totals {
    let mut sums = Totals::default();
    for transaction in ledger.all() {
        sums.captured += transaction.captured();
        sums.held += transaction.held();
        sums.refunded += refunded(transaction);
        sums.paid_out += transaction.paid_out();
    }
    sums
}

fn refunded(transaction: &Transaction) -> Amount {
    match transaction.kind {
        Kind::Payment => transaction.refunded,
        Kind::Refund | Kind::Payout => Amount::ZERO,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::report;
    use crate::ledger::Ledger;
    use crate::ledger::samples::payment;
    use crate::ledger::transaction::Stages;
    use crate::rules::reasons::INSUFFICIENT_FUNDS;
    use crate::values::amount::Amount;

    #[test]
    fn a_double_charge_shows_even_when_one_of_the_two_was_given_back() {
        let mut ledger = Ledger::new(1);
        for id in 1..=2 {
            let mut hold = payment(id, "10", Stages::Two);
            hold.approve(0);
            if id == 1 {
                hold.void().expect("voided");
            }
            ledger.enter(hold, 0);
        }
        let mut declined = payment(3, "10", Stages::One);
        declined.decline(INSUFFICIENT_FUNDS);
        ledger.enter(declined, 0);
        ledger.enter(payment(4, "10", Stages::One), 0);
        let json: Value = serde_json::from_str(&report(&ledger, "pk")).expect("JSON");
        let order = json
            .pointer("/by_invoice/INV-1")
            .expect("the order")
            .to_string();
        assert_eq!(order, r#"{"charges":2,"held":"10.00","net":"0.00"}"#);
    }

    #[test]
    fn refunds_lower_the_net_and_not_the_captured_sum() {
        let mut ledger = Ledger::new(1);
        let mut paid = payment(1, "10", Stages::One);
        paid.details.invoice_id = Some("a\"b\"".to_owned());
        paid.approve(0);
        paid.refund(Amount::parse("2.50").expect("a sum"), 0)
            .expect("refunded");
        ledger.enter(paid, 0);
        let json: Value = serde_json::from_str(&report(&ledger, "pk")).expect("JSON");
        let totals = json.get("totals").expect("totals").to_string();
        assert_eq!(
            totals,
            r#"{"captured":"10.00","held":"0.00","refunded":"2.50","paid_out":"0.00"}"#
        );
        let net = json
            .pointer("/by_invoice/a\"b\"/net")
            .and_then(Value::as_str);
        assert_eq!(net, Some("7.50"));
    }
}
