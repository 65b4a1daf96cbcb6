//! What may become of a transaction, and what may not.

use super::transaction::{Kind, Stages, Status, Transaction};
use crate::api::refusal::Refusal;
use crate::rules::reasons::{APPROVED, AUTHENTICATION_FAILED, Reason};
use crate::values::amount::Amount;
use crate::values::dates::DAY_MS;

/// A hold that nobody confirms is cancelled after this long.
pub(crate) const HOLD_MS: i64 = 7 * DAY_MS;

/// A payer who does not come back from the bank's page is declined after this long.
pub(crate) const AUTHENTICATION_MS: i64 = 30 * 60_000;

/// What goes through SBP, and a payout that does not arrive at once, is on its way so long.
pub(crate) const ON_ITS_WAY_MS: i64 = 60_000;

/// Older payments cannot be refunded.
const REFUND_MS: i64 = 365 * DAY_MS;

impl Transaction {
    /// The bank says yes: held or captured, by the number of stages.
    pub(crate) fn approve(&mut self, now_ms: i64) {
        self.reason = Some(APPROVED);
        self.authorized_ms = Some(now_ms);
        match self.stages {
            Stages::One => {
                self.status = Status::Completed;
                self.confirmed_ms = Some(now_ms);
            }
            Stages::Two => self.status = Status::Authorized,
        }
    }

    /// The bank says no; this is final.
    pub(crate) fn decline(&mut self, reason: Reason) {
        self.status = match self.kind {
            Kind::Payment | Kind::Refund => Status::Declined,
            Kind::Payout => Status::Failed,
        };
        self.reason = Some(reason);
    }

    /// The payer is back from the bank's page, with or without having passed.
    pub(crate) fn finish_three_ds(&mut self, passed: bool, now_ms: i64) -> Result<(), Refusal> {
        if self.status != Status::AwaitingAuthentication {
            return Err(self.wrong_state("is not awaiting authentication"));
        }
        match (passed, self.refusal_ahead) {
            (false, _) => self.decline(AUTHENTICATION_FAILED),
            (true, Some(reason)) => self.decline(reason),
            (true, None) => self.approve(now_ms),
        }
        Ok(())
    }

    /// Take a hold, all of it or a part; the rest is released.
    pub(crate) fn confirm(&mut self, amount: Amount, now_ms: i64) -> Result<(), Refusal> {
        if self.kind != Kind::Payment || self.status != Status::Authorized {
            return Err(self.wrong_state("cannot be confirmed"));
        }
        if amount > self.amount {
            return Err(Refusal::new(format!(
                "Amount is above the hold of {}",
                self.amount
            )));
        }
        self.amount = amount;
        self.status = Status::Completed;
        self.confirmed_ms = Some(now_ms);
        Ok(())
    }

    /// Give a hold up.
    pub(crate) fn void(&mut self) -> Result<(), Refusal> {
        if self.kind != Kind::Payment || self.status != Status::Authorized {
            return Err(self.wrong_state("cannot be voided"));
        }
        self.status = Status::Cancelled;
        Ok(())
    }

    /// Give captured money back, as far as there is any left.
    pub(crate) fn refund(&mut self, amount: Amount, moment: i64) -> Result<(), Refusal> {
        if self.kind != Kind::Payment || self.status != Status::Completed {
            return Err(self.wrong_state("cannot be refunded"));
        }
        if moment - self.created_at > REFUND_MS {
            return Err(Refusal::new(
                "Payments older than one year cannot be refunded",
            ));
        }
        let rest = self.net();
        if amount > rest {
            return Err(Refusal::new(format!("Amount is above the rest of {rest}")));
        }
        self.refunded += amount;
        Ok(())
    }

    /// Nobody confirmed in time, or the payer never came back.
    pub(crate) fn expire(&mut self) {
        match self.status {
            Status::Authorized => self.status = Status::Cancelled,
            Status::AwaitingAuthentication => self.decline(AUTHENTICATION_FAILED),
            Status::Created
            | Status::Completed
            | Status::Cancelled
            | Status::Declined
            | Status::Failed => {}
        }
    }

    /// The time of `Created` is over: a link is too old to be paid, whatever is on its way arrives.
    pub(crate) fn come_to_end(&mut self) {
        let Some(end) = self.ends_at.filter(|_| self.status == Status::Created) else {
            return;
        };
        // A payment that has a token from the beginning waits for no payer.
        let is_link = self.kind == Kind::Payment && self.token.is_none();
        match self.refusal_ahead {
            _ if is_link => self.status = Status::Cancelled,
            Some(reason) => self.decline(reason),
            None => self.approve(self.created_ms + (end - self.created_at)),
        }
    }

    /// Somebody decides what is `Created`, before its time is over.
    pub(crate) fn decide(&mut self, refusal: Option<Reason>, now_ms: i64) -> Result<(), Refusal> {
        if self.status != Status::Created {
            return Err(self.wrong_state("is decided already"));
        }
        self.ends_at = None;
        match refusal {
            Some(reason) => self.decline(reason),
            None => self.approve(now_ms),
        }
        Ok(())
    }

    fn wrong_state(&self, what: &str) -> Refusal {
        let name = match self.kind {
            Kind::Payment => self.status.name(),
            Kind::Refund => "Refund",
            Kind::Payout => "Payout",
        };
        Refusal::new(format!("Transaction {what}: its state is {name}"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Amount, Kind, Stages, Status, Transaction};
    use crate::ledger::samples::payment;
    use crate::rules::reasons::INSUFFICIENT_FUNDS;

    fn sum(text: &str) -> Amount {
        Amount::parse(text).expect("a sum")
    }

    fn hold() -> Transaction {
        let mut payment = payment(1, "10", Stages::Two);
        payment.approve(5);
        payment
    }

    #[test]
    fn one_stage_captures_and_two_stages_hold() {
        let mut one = payment(1, "10", Stages::One);
        one.approve(5);
        assert_eq!((one.status, one.confirmed_ms), (Status::Completed, Some(5)));
        assert_eq!(
            (hold().status, hold().confirmed_ms),
            (Status::Authorized, None)
        );
    }

    #[test]
    fn a_hold_is_confirmed_once_and_never_above_its_sum() {
        let mut hold = hold();
        assert!(hold.confirm(sum("10.01"), 6).is_err());
        assert_eq!(hold.confirm(sum("4"), 6), Ok(()));
        assert_eq!(hold.captured(), sum("4"));
        assert!(hold.confirm(sum("4"), 7).is_err());
        assert!(hold.void().is_err());
    }

    #[test]
    fn only_a_hold_can_be_voided_and_only_once() {
        let mut one = payment(1, "10", Stages::One);
        one.approve(5);
        assert!(one.void().is_err());
        let mut hold = hold();
        assert_eq!(hold.void(), Ok(()));
        assert!(hold.void().is_err());
        assert!(hold.confirm(sum("1"), 6).is_err());
        assert!(hold.was_approved());
    }

    #[test]
    fn refunds_go_on_until_the_rest_is_used_up() {
        let mut hold = hold();
        assert!(hold.refund(sum("1"), 0).is_err());
        hold.confirm(sum("10"), 6).expect("confirmed");
        assert_eq!(hold.refund(sum("4"), 0), Ok(()));
        assert!(hold.refund(sum("6.01"), 0).is_err());
        assert_eq!(hold.refund(sum("6"), 0), Ok(()));
        assert!(hold.refund(sum("0.01"), 0).is_err());
        assert_eq!(hold.net(), Amount::ZERO);
    }

    #[test]
    fn a_payment_older_than_a_year_is_not_refunded() {
        let mut one = payment(1, "10", Stages::One);
        one.approve(5);
        assert!(one.refund(sum("1"), 366 * super::DAY_MS).is_err());
        assert!(one.refund(sum("1"), 364 * super::DAY_MS).is_ok());
    }

    #[test]
    fn a_payout_on_its_way_arrives_or_fails_and_a_link_gets_old() {
        for (kind, refusal, status) in [
            (Kind::Payout, None, Status::Completed),
            (Kind::Payout, Some(INSUFFICIENT_FUNDS), Status::Failed),
            (Kind::Refund, None, Status::Completed),
            (Kind::Payment, None, Status::Cancelled),
        ] {
            let mut begun = payment(1, "10", Stages::One);
            (begun.kind, begun.status) = (kind, Status::Created);
            (begun.refusal_ahead, begun.ends_at) = (refusal, Some(60_000));
            begun.come_to_end();
            assert_eq!(begun.status, status, "{kind:?}");
            assert!(begun.decide(None, 0).is_err());
            let arrived = (status == Status::Completed).then_some(begun.created_ms + 60_000);
            assert_eq!(begun.confirmed_ms, arrived);
        }
    }

    #[test]
    fn three_ds_ends_once_and_as_the_card_says() {
        let mut poor = payment(1, "10", Stages::One);
        poor.refusal_ahead = Some(INSUFFICIENT_FUNDS);
        poor.finish_three_ds(true, 5).expect("finished");
        assert_eq!(poor.reason.map(|reason| reason.code), Some(5051));
        assert!(poor.finish_three_ds(true, 6).is_err());
        let mut refused = payment(2, "10", Stages::Two);
        refused.finish_three_ds(false, 5).expect("finished");
        assert_eq!(refused.reason.map(|reason| reason.code), Some(5206));
        assert!(!refused.was_approved());
    }
}
