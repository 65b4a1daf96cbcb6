//! One subscription and what may become of it.

use super::schedule::{Every, Schedule};
use crate::api::refusal::Refusal;
use crate::values::amount::Amount;
use crate::values::currency::Currency;
use crate::values::dates::DAY_MS;

/// So many failures in a row end a subscription.
const FAILURES: u32 = 3;

/// After a failure it is tried again this much later.
const AGAIN_MS: i64 = DAY_MS;

/// `Status` of the Model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// All is well.
    Active,
    /// The last charge failed; it will be tried again.
    PastDue,
    /// Too many charges failed in a row.
    Rejected,
    /// Somebody wanted no more of it.
    Cancelled,
    /// All charges were made.
    Expired,
}

impl Status {
    /// The word in the Model.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::PastDue => "PastDue",
            Self::Rejected => "Rejected",
            Self::Cancelled => "Cancelled",
            Self::Expired => "Expired",
        }
    }

    /// The number in the Model. Only 0 and 3 are published.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Active => 0,
            Self::PastDue => 1,
            Self::Rejected => 2,
            Self::Cancelled => 3,
            Self::Expired => 4,
        }
    }

    /// Nothing will be charged any more.
    fn is_final(self) -> bool {
        matches!(self, Self::Rejected | Self::Cancelled | Self::Expired)
    }
}

/// What is charged, and when.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    /// Purpose of each charge.
    pub(crate) description: Option<String>,
    /// Sum of each charge.
    pub(crate) amount: Amount,
    /// Its currency.
    pub(crate) currency: Currency,
    /// Each charge is a hold.
    pub(crate) require_confirmation: bool,
    /// Date of the first charge, or of the one that an update named.
    pub(crate) start_ms: i64,
    /// The gap between charges.
    pub(crate) every: Every,
    /// How many charges; endless if it does not say.
    pub(crate) max_periods: Option<u32>,
    /// Receipt of each charge, a JSON object.
    pub(crate) receipt: Option<String>,
    /// Language.
    pub(crate) culture: String,
}

/// Who pays, and with what. An update cannot change it.
#[derive(Debug, Clone)]
pub(crate) struct Payer {
    /// The saved card.
    pub(crate) token: String,
    /// Whose it is.
    pub(crate) account_id: String,
    /// His address.
    pub(crate) email: Option<String>,
}

/// What `subscriptions/update` names; the rest stays.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    pub(crate) description: Option<String>,
    pub(crate) amount: Option<Amount>,
    pub(crate) currency: Option<Currency>,
    pub(crate) require_confirmation: Option<bool>,
    pub(crate) start_ms: Option<i64>,
    pub(crate) every: Option<Every>,
    pub(crate) max_periods: Option<u32>,
    pub(crate) receipt: Option<String>,
    pub(crate) culture: Option<String>,
}

/// A subscription.
#[derive(Debug, Clone)]
pub(crate) struct Subscription {
    /// In the order of creation.
    pub(crate) number: u64,
    /// `sc_…`.
    pub(crate) id: String,
    /// Who pays.
    pub(crate) payer: Payer,
    /// What, and when.
    pub(crate) terms: Terms,
    /// Where it stands.
    pub(crate) status: Status,
    /// Charges that went well, ever.
    pub(crate) successes: u32,
    /// Charges that failed since the last one that went well.
    pub(crate) failures: u32,
    /// Date of the last charge that went well.
    pub(crate) last_success_ms: Option<i64>,
    /// Date of the next charge; none at the end.
    pub(crate) next_ms: Option<i64>,
    /// Where the dates come from: a change of the interval counts from the next charge on.
    schedule: Schedule,
    /// Successes that `MaxPeriods` does not count, for they were before it began anew.
    not_counted: u32,
}

impl Subscription {
    /// A new one, whose first charge is at its start.
    pub(crate) fn new(number: u64, id: String, payer: Payer, terms: Terms) -> Self {
        Self {
            number,
            id,
            payer,
            status: Status::Active,
            successes: 0,
            failures: 0,
            last_success_ms: None,
            next_ms: Some(terms.start_ms),
            schedule: Schedule {
                first_ms: terms.start_ms,
                every: terms.every,
            },
            not_counted: 0,
            terms,
        }
    }

    /// The charge of `date_ms` went well.
    pub(crate) fn succeeded(&mut self, date_ms: i64) {
        self.successes += 1;
        self.failures = 0;
        self.last_success_ms = Some(date_ms);
        if self.is_used_up() {
            self.end(Status::Expired);
        } else {
            self.status = Status::Active;
            self.next_ms = self.schedule.after(date_ms);
        }
    }

    /// The charge of `date_ms` failed.
    pub(crate) fn failed(&mut self, date_ms: i64) {
        self.failures += 1;
        if self.failures == FAILURES {
            self.end(Status::Rejected);
        } else {
            self.status = Status::PastDue;
            self.next_ms = Some(date_ms + AGAIN_MS);
        }
    }

    /// Charge no more.
    pub(crate) fn cancel(&mut self) -> Result<(), Refusal> {
        if self.status.is_final() && self.status != Status::Cancelled {
            return Err(Refusal::new(format!(
                "Subscription cannot be cancelled: its status is {}",
                self.status.name()
            )));
        }
        self.end(Status::Cancelled);
        Ok(())
    }

    /// Change it. One that had ended is Active again.
    pub(crate) fn update(&mut self, changes: Changes, now_ms: i64) -> Result<(), Refusal> {
        let begins_anew = self.status.is_final();
        self.count_anew(begins_anew, changes.max_periods)?;
        self.move_dates(begins_anew, changes.start_ms, changes.every, now_ms);
        if begins_anew {
            self.status = Status::Active;
            self.failures = 0;
        }
        let terms = &mut self.terms;
        terms.description = changes.description.or(terms.description.take());
        terms.amount = changes.amount.unwrap_or(terms.amount);
        terms.currency = changes.currency.unwrap_or(terms.currency);
        terms.require_confirmation = changes
            .require_confirmation
            .unwrap_or(terms.require_confirmation);
        terms.receipt = changes.receipt.or(terms.receipt.take());
        if let Some(culture) = changes.culture {
            terms.culture = culture;
        }
        Ok(())
    }

    /// A limit that leaves no charge is refused. One that is given to a subscription that had ended
    /// includes all charges made; without one, a used up subscription gets its old limit once more.
    fn count_anew(&mut self, begins_anew: bool, given: Option<u32>) -> Result<(), Refusal> {
        let Some(given) = given else {
            if self.is_used_up() {
                self.not_counted = self.successes;
            }
            return Ok(());
        };
        let made = if begins_anew {
            self.successes
        } else {
            self.counted()
        };
        let left = given.saturating_sub(made);
        if left == 0 {
            return Err(Refusal::invalid("MaxPeriods"));
        }
        if begins_anew {
            self.terms.max_periods = Some(left);
            self.not_counted = self.successes;
        } else {
            self.terms.max_periods = Some(given);
        }
        Ok(())
    }

    fn move_dates(
        &mut self,
        begins_anew: bool,
        start_ms: Option<i64>,
        every: Option<Every>,
        now_ms: i64,
    ) {
        if let Some(every) = every {
            self.terms.every = every;
            self.schedule.every = every;
        }
        if let Some(start_ms) = start_ms {
            self.terms.start_ms = start_ms;
            self.schedule.first_ms = start_ms;
            self.next_ms = Some(start_ms);
        } else if begins_anew {
            self.next_ms = self.schedule.after(now_ms);
        } else if let (Some(_), Some(next_ms)) = (every, self.next_ms) {
            self.schedule.first_ms = next_ms;
        }
    }

    fn counted(&self) -> u32 {
        self.successes - self.not_counted
    }

    fn is_used_up(&self) -> bool {
        self.terms
            .max_periods
            .is_some_and(|max_periods| self.counted() >= max_periods)
    }

    fn end(&mut self, status: Status) {
        self.status = status;
        self.next_ms = None;
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::monthly;
    use super::super::schedule::{Every, Interval};
    use super::{Changes, DAY_MS, Status};

    #[test]
    fn three_failures_in_a_row_reject_and_a_success_forgets_two() {
        let mut plan = monthly(None);
        let start = plan.terms.start_ms;
        plan.failed(start);
        plan.failed(start + DAY_MS);
        assert_eq!((plan.status, plan.failures), (Status::PastDue, 2));
        plan.succeeded(start + 2 * DAY_MS);
        assert_eq!((plan.status, plan.failures), (Status::Active, 0));
        let next = plan.next_ms.expect("a date");
        for days in 0..3 {
            assert_eq!(plan.next_ms, Some(next + days * DAY_MS));
            plan.failed(next + days * DAY_MS);
        }
        assert_eq!((plan.status, plan.next_ms), (Status::Rejected, None));
    }

    #[test]
    fn a_limit_given_to_an_ended_one_includes_what_was_charged() {
        let mut plan = monthly(Some(2));
        let start = plan.terms.start_ms;
        plan.succeeded(start);
        plan.succeeded(start + 31 * DAY_MS);
        assert_eq!(plan.status, Status::Expired);
        let limit = |max_periods| Changes {
            max_periods: Some(max_periods),
            ..Changes::default()
        };
        assert!(plan.update(limit(2), start).is_err());
        assert_eq!(plan.status, Status::Expired);
        plan.update(limit(3), start + 40 * DAY_MS).expect("updated");
        assert_eq!(
            (plan.status, plan.terms.max_periods),
            (Status::Active, Some(1))
        );
        plan.succeeded(plan.next_ms.expect("a date"));
        assert_eq!((plan.status, plan.successes), (Status::Expired, 3));
        // Without a limit the old one counts anew.
        plan.update(Changes::default(), start).expect("updated");
        assert_eq!(
            (plan.status, plan.terms.max_periods),
            (Status::Active, Some(1))
        );
    }

    #[test]
    fn a_new_interval_counts_from_the_next_charge_on() {
        let mut plan = monthly(None);
        let start = plan.terms.start_ms;
        plan.succeeded(start);
        let next = plan.next_ms.expect("a date");
        let weekly = Changes {
            every: Every::new(Interval::Week, 1),
            ..Changes::default()
        };
        plan.update(weekly, start + DAY_MS).expect("updated");
        assert_eq!((plan.next_ms, plan.terms.start_ms), (Some(next), start));
        plan.succeeded(next);
        assert_eq!(plan.next_ms, Some(next + 7 * DAY_MS));
    }

    #[test]
    fn what_had_ended_goes_on_with_the_first_date_that_is_not_over() {
        let mut plan = monthly(None);
        let start = plan.terms.start_ms;
        plan.cancel().expect("cancelled");
        assert_eq!((plan.status, plan.next_ms), (Status::Cancelled, None));
        plan.cancel().expect("still cancelled");
        plan.update(Changes::default(), start - DAY_MS)
            .expect("updated");
        assert_eq!((plan.status, plan.next_ms), (Status::Active, Some(start)));
    }
}
