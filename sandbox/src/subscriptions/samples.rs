//! Subscriptions for unit tests.

use super::schedule::{Every, Interval};
use super::subscription::{Payer, Subscription, Terms};
use crate::values::amount::Amount;
use crate::values::currency::Currency;

/// 399 roubles at the end of each month, from 31 January 2027 on.
pub(crate) fn monthly(max_periods: Option<u32>) -> Subscription {
    let payer = Payer {
        token: "success_1".to_owned(),
        account_id: "user_x".to_owned(),
        email: None,
    };
    let terms = Terms {
        description: Some("Плата за месяц".to_owned()),
        amount: Amount::parse("399").expect("a sum"),
        currency: Currency::RUB,
        require_confirmation: false,
        start_ms: 1_801_353_600_000,
        every: Every::new(Interval::Month, 1).expect("a gap"),
        max_periods,
        receipt: None,
        culture: "ru-RU".to_owned(),
    };
    Subscription::new(2, "sc_1".to_owned(), payer, terms)
}
