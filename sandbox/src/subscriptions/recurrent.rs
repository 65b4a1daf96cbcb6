//! The subscription that a payment's `JsonData` asks for.

use super::schedule::{Every, Schedule};
use super::subscription::{Payer, Terms};
use crate::api::subscription::CULTURE;
use crate::ledger::transaction::Transaction;
use crate::values::amount::Amount;

/// What `cloudpayments.recurrent` says.
#[derive(Debug, Clone)]
pub(crate) struct Recurrent {
    /// The gap between charges.
    pub(crate) every: Every,
    /// How many charges.
    pub(crate) max_periods: Option<u32>,
    /// Sum of each charge; that of the payment if it does not say.
    pub(crate) amount: Option<Amount>,
    /// Date of the first charge; one gap after the payment if it does not say.
    pub(crate) start_ms: Option<i64>,
    /// Receipt of each charge, a JSON object.
    pub(crate) receipt: Option<String>,
}

impl Recurrent {
    /// The subscription that an approved payment begins. `None`: it has no payer, or no date.
    pub(crate) fn of(&self, payment: &Transaction) -> Option<(Payer, Terms)> {
        let details = &payment.details;
        let payer = Payer {
            token: payment.token.clone()?,
            account_id: details.account_id.clone()?,
            email: details.email.clone(),
        };
        let schedule = Schedule {
            first_ms: payment.created_ms,
            every: self.every,
        };
        let terms = Terms {
            description: details.description.clone(),
            amount: self.amount.unwrap_or(payment.amount),
            currency: payment.currency,
            require_confirmation: false,
            start_ms: self
                .start_ms
                .or_else(|| schedule.after(payment.created_ms))?,
            every: self.every,
            max_periods: self.max_periods,
            receipt: self.receipt.clone(),
            culture: details
                .culture
                .clone()
                .unwrap_or_else(|| CULTURE.to_owned()),
        };
        Some((payer, terms))
    }
}
