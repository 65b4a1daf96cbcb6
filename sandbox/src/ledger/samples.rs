//! Transactions for unit tests.

use super::transaction::{Details, Kind, Stages, Status, Transaction, Via};
use crate::rules::cards::Card;
use crate::values::amount::Amount;
use crate::values::currency::Currency;

/// A payment of order INV-1 whose payer is at the page of the bank.
pub(crate) fn payment(id: u64, amount: &str, stages: Stages) -> Transaction {
    Transaction {
        id,
        kind: Kind::Payment,
        via: Via::Card,
        stages,
        status: Status::AwaitingAuthentication,
        reason: None,
        amount: Amount::parse(amount).expect("a sum"),
        currency: Currency::RUB,
        details: Details {
            invoice_id: Some("INV-1".to_owned()),
            ..Details::default()
        },
        card: Card::unreadable(),
        token: None,
        initiator: None,
        created_ms: 1_635_150_224_630,
        created_at: 0,
        authorized_ms: None,
        confirmed_ms: None,
        original_id: None,
        declined_twin: None,
        refunded: Amount::ZERO,
        three_ds_wanted: true,
        refusal_ahead: None,
        ends_at: None,
    }
}
