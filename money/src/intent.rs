//! What a journal keeps of one operation that moves money, and how that may change.
//!
//! An intent is written before its first byte leaves. From then on it only learns: doubt ends by
//! evidence, what has moved is never called unmoved again, and what is final stays with the till
//! until the till says that it has it. No body, card, cryptogram or token is ever part of it.

use std::sync::Arc;

use crate::outcome::{Money, Next, Outcome, words};

/// Names the content of a request, by a key that only the journal has.
pub type Fingerprint = [u8; 16];

/// One operation that moves money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// Its name.
    pub request_id: Arc<str>,
    /// The till that began it.
    pub till: Option<Arc<str>>,
    /// The method that was called.
    pub method: Arc<str>,
    /// Names the content of the request.
    pub fingerprint: Fingerprint,
    /// The order that it pays for.
    pub invoice_id: Option<Arc<str>>,
    /// Whether it is a payment of its own, which takes its order while it is open; not a command
    /// about another one.
    pub pays: bool,
    /// The number at the gateway: its own once it is known, or that of the payment that a command
    /// is about.
    pub transaction_id: Option<i64>,
    /// The number of what a command has made: of a refund.
    pub made_id: Option<i64>,
    /// Hundredths.
    pub amount: Option<u64>,
    /// The currency that was sent.
    pub currency: Option<Arc<str>>,
    /// When it was first written down.
    pub began_ms: u64,
    /// When the last byte of its request had left at the latest.
    pub sent: Moment,
    /// The process that works on it, if one does.
    pub owner: Option<Arc<str>>,
    /// What became of it, as far as is known.
    pub outcome: Outcome,
    /// Where its money is, as far as is known.
    pub money: Money,
    /// What the till was told to do.
    pub next: Next,
    /// The cashier has taken the money otherwise: when the payment turns up, it is to be undone.
    pub reverses: bool,
    /// The answer as the till had it, without what must not be kept.
    pub answer: Option<Arc<str>>,
    /// When it last changed.
    pub changed_ms: u64,
    /// How far the result has got.
    pub delivery: Delivery,
}

words! {
    /// How far a result has got on its way to the till.
    Delivery {
        /// A recovery has found it, and nobody has asked for it by its name since: the till that
        /// sells may not know that the order is paid.
        Found "found";
        /// Who asked was told, or will be as soon as there is a result.
        Told "told";
        /// The till has said that it has it.
        Acknowledged "acknowledged";
    }
}

/// What is learnt of an intent.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// What became of it.
    pub outcome: Outcome,
    /// Where its money is.
    pub money: Money,
    /// What the till is told to do.
    pub next: Next,
    /// Its number at the gateway, or that of what it has made, where it is known.
    pub transaction_id: Option<i64>,
    /// The answer as the till gets it, without what must not be kept.
    pub answer: Option<Arc<str>>,
    /// When the last byte left, where that is known by now.
    pub sent: Option<Moment>,
    /// Whether a recovery has found it, of which the till that waits for it need not hear.
    pub by_recovery: bool,
}

impl Lesson {
    /// The usual lesson of an outcome.
    #[must_use]
    pub fn of(outcome: Outcome) -> Self {
        let (_, money, next) = outcome.usual();
        Self {
            outcome,
            money,
            next,
            transaction_id: None,
            answer: None,
            sent: None,
            by_recovery: false,
        }
    }
}

impl Intent {
    /// Whether nobody can say yet where the money is, and asking may tell.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.money == Money::Unknown && self.outcome != Outcome::ManualReview
    }

    /// Whether the payer is at the issuer's page, or may be.
    #[must_use]
    pub fn is_at_issuer(&self) -> bool {
        self.outcome == Outcome::Requires3ds
    }

    /// Whether the result will not change by asking.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.outcome.is_final()
    }

    /// Whether the till must still take note of the result, or wait for it.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        !self.is_final() || !self.is_acknowledged()
    }

    /// Whether another payment of its order must wait: while nobody knows where the money is, until
    /// a person has looked at what contradicts itself, and until the till has been told of money
    /// that a recovery has found.
    #[must_use]
    pub fn holds_invoice(&self) -> bool {
        let reviewed = self.outcome == Outcome::ManualReview && self.is_acknowledged();
        self.pays
            && match self.money {
                Money::Unknown => !reviewed,
                Money::Moved | Money::Held => self.delivery == Delivery::Found,
                _ => false,
            }
    }

    /// Whether the till has said that it has the result.
    #[must_use]
    pub fn is_acknowledged(&self) -> bool {
        self.delivery == Delivery::Acknowledged
    }

    /// Its result goes to who asked for it by its name. False if that is nothing new.
    pub fn tell(&mut self) -> bool {
        let is_news = self.delivery == Delivery::Found;
        if is_news {
            self.delivery = Delivery::Told;
        }
        is_news
    }

    /// The till has the result. False if that is nothing new.
    pub fn acknowledge(&mut self) -> bool {
        let before = std::mem::replace(&mut self.delivery, Delivery::Acknowledged);
        before != Delivery::Acknowledged
    }

    /// Whether the same call may be made again: nothing moved, and the till was told so.
    #[must_use]
    pub fn may_be_repeated(&self) -> bool {
        self.next == Next::Retry && self.money == Money::NotMoved
    }

    /// Takes in what was learnt. False if it is nothing new, or less than what is known: money that
    /// has moved does not become unmoved, nor a result become doubt.
    pub fn learn(&mut self, lesson: &Lesson, now_ms: u64) -> bool {
        if self.reverses && matches!(lesson.money, Money::Moved | Money::Held) {
            return self.is_to_be_undone(lesson, now_ms);
        }
        if !self.is_moved_on_by(lesson) {
            return false;
        }
        self.take_in(lesson, now_ms);
        true
    }

    /// It has turned up after the till was told to take cash: that is no end, whatever was believed
    /// of it, but what is to be undone.
    fn is_to_be_undone(&mut self, lesson: &Lesson, now_ms: u64) -> bool {
        let number = lesson.transaction_id;
        let is_known = self.outcome == Outcome::Reversing
            && (number.is_none() || number == self.transaction_id)
            && self.owner.is_none();
        if is_known || self.money == Money::Returned {
            return false;
        }
        let undo = Lesson {
            transaction_id: number,
            sent: lesson.sent,
            by_recovery: lesson.by_recovery,
            ..Lesson::of(Outcome::Reversing)
        };
        self.take_in(&undo, now_ms);
        true
    }

    fn take_in(&mut self, lesson: &Lesson, now_ms: u64) {
        let is_news = !self.is_final() || self.outcome != lesson.outcome;
        self.outcome = lesson.outcome;
        self.money = lesson.money;
        self.next = lesson.next;
        if self.pays {
            self.transaction_id = lesson.transaction_id.or(self.transaction_id);
        } else if lesson.transaction_id != self.transaction_id {
            self.made_id = lesson.transaction_id.or(self.made_id);
        }
        // An answer that tells something else is none any more.
        self.answer.clone_from(&lesson.answer);
        self.sent = lesson.sent.unwrap_or(self.sent);
        self.changed_ms = now_ms;
        self.owner = None;
        // Another result than the one that the till has taken note of is to be told again.
        if is_news {
            self.delivery = if lesson.by_recovery {
                Delivery::Found
            } else {
                Delivery::Told
            };
        }
    }

    fn is_moved_on_by(&self, lesson: &Lesson) -> bool {
        // That the payer is at the issuer's page is known; a question in vain makes it no doubt.
        if self.is_at_issuer() && lesson.outcome == Outcome::Unknown {
            return false;
        }
        if !self.is_final() {
            let is_same = (self.outcome, self.money) == (lesson.outcome, lesson.money)
                && (lesson.transaction_id.is_none()
                    || lesson.transaction_id == self.transaction_id);
            if is_same && self.owner.is_none() && lesson.sent.is_none() {
                return false;
            }
            // Who was told to take cash goes on being told so until the truth is known, or a person
            // must look.
            return !self.reverses
                || lesson.outcome == Outcome::Reversing
                || lesson.outcome.is_final();
        }
        match (self.money, lesson.money) {
            // What one source calls unmoved another may show moved: that is worse, and so it counts.
            (Money::NotMoved | Money::None, Money::Moved | Money::Held | Money::Returned)
            | (Money::Held, Money::Moved | Money::Returned)
            | (Money::Moved, Money::Returned) => true,
            (Money::Unknown, told) => told != Money::Unknown && lesson.outcome.is_final(),
            _ => false,
        }
    }
}

/// A moment as several clocks saw it, so that none of them has to be believed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moment {
    /// Our wall clock, in milliseconds since 1970.
    pub wall_ms: u64,
    /// The clock that has run evenly since the machine was started, if there is one.
    pub boot: Option<BootTime>,
    /// The gateway's clock minus our wall clock, as of its last answer.
    pub offset_ms: Option<i64>,
}

/// How long this machine had been running, and which run of it that was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BootTime {
    /// Tells one start of the machine from all others.
    pub boot: u64,
    /// Milliseconds since then, sleep included.
    pub since_ms: u64,
}

/// How far two readings of the difference to the gateway's clock may lie apart, if nobody has set
/// ours in between.
const OFFSET_SLACK_MS: u64 = 120_000;

impl Moment {
    /// When this moment was by the wall clock of `now`; `None` if the clocks do not agree about it.
    /// Then nobody may conclude anything from the time that has passed.
    #[must_use]
    pub fn seen_from(&self, now: &Self) -> Option<u64> {
        if let (Some(then), Some(here)) = (self.boot, now.boot)
            && then.boot == here.boot
        {
            // What was to be sent until then at the latest may lie ahead.
            let ahead = then.since_ms.cast_signed() - here.since_ms.cast_signed();
            return now.wall_ms.checked_add_signed(ahead);
        }
        let (then, here) = (self.offset_ms?, now.offset_ms?);
        let is_steady = then.abs_diff(here) <= OFFSET_SLACK_MS && self.wall_ms <= now.wall_ms;
        is_steady.then(|| {
            let by_gateway = self.wall_ms.saturating_add_signed(then);
            by_gateway.saturating_add_signed(-here)
        })
    }

    /// The same moment, earlier by this much.
    #[must_use]
    pub fn earlier_by(mut self, milliseconds: u64) -> Self {
        self.wall_ms = self.wall_ms.saturating_sub(milliseconds);
        if let Some(boot) = &mut self.boot {
            boot.since_ms = boot.since_ms.saturating_sub(milliseconds);
        }
        self
    }

    /// The same moment, later by this much.
    #[must_use]
    pub fn later_by(mut self, milliseconds: u64) -> Self {
        self.wall_ms = self.wall_ms.saturating_add(milliseconds);
        if let Some(boot) = &mut self.boot {
            boot.since_ms = boot.since_ms.saturating_add(milliseconds);
        }
        self
    }
}

/// After this time a person must look.
pub const REVIEW_AFTER_MS: u64 = 24 * 60 * 60 * 1000;

#[cfg(test)]
mod tests {
    use super::*;

    fn sending() -> Intent {
        Intent {
            request_id: "r".into(),
            till: None,
            method: "charge".into(),
            fingerprint: [0; 16],
            invoice_id: Some("A-1".into()),
            pays: true,
            transaction_id: None,
            made_id: None,
            amount: Some(100),
            currency: None,
            began_ms: 0,
            sent: Moment::default(),
            owner: Some("me".into()),
            outcome: Outcome::Unknown,
            money: Money::Unknown,
            next: Next::Resolve,
            reverses: false,
            answer: None,
            changed_ms: 0,
            delivery: Delivery::Told,
        }
    }

    fn after(outcomes: &[Outcome]) -> Intent {
        let mut intent = sending();
        for outcome in outcomes {
            intent.learn(&Lesson::of(*outcome), 1);
        }
        intent
    }

    #[test]
    fn an_order_is_held_until_its_money_is_known() {
        assert!(sending().holds_invoice());
        assert!(after(&[Outcome::Pending]).holds_invoice());
        assert!(!after(&[Outcome::Completed]).holds_invoice());
        assert!(!after(&[Outcome::NotProcessed]).holds_invoice());
        let mut review = after(&[Outcome::ManualReview]);
        assert!(review.holds_invoice());
        review.acknowledge();
        assert!(!review.holds_invoice());
    }

    #[test]
    fn what_a_recovery_has_found_holds_its_order_until_it_is_told_by_name() {
        let found = |outcome| Lesson {
            by_recovery: true,
            ..Lesson::of(outcome)
        };
        for outcome in [Outcome::Completed, Outcome::Authorized] {
            let mut intent = sending();
            intent.learn(&found(outcome), 1);
            assert!(intent.holds_invoice(), "{outcome:?}");
            assert!(intent.clone().tell());
            let mut told = intent.clone();
            told.tell();
            assert!(!told.holds_invoice() && !told.is_acknowledged());
            assert!(!told.tell());
            // Who has it already is not told anew.
            told.learn(&found(outcome), 2);
            assert!(!told.holds_invoice());
            assert!(intent.acknowledge());
            assert!(!intent.holds_invoice());
            assert!(!intent.acknowledge());
        }
        for outcome in [Outcome::Declined, Outcome::NotProcessed, Outcome::Reversed] {
            let mut intent = sending();
            intent.learn(&found(outcome), 1);
            assert!(!intent.holds_invoice(), "{outcome:?}");
        }
    }

    #[test]
    fn what_has_moved_is_never_called_unmoved() {
        for told in Outcome::ALL {
            let intent = after(&[Outcome::Completed, *told]);
            assert!(
                matches!(intent.money, Money::Moved | Money::Returned),
                "{told:?}"
            );
        }
    }

    #[test]
    fn a_result_does_not_become_doubt() {
        for first in Outcome::ALL.iter().filter(|outcome| outcome.is_final()) {
            for told in [Outcome::Unknown, Outcome::Pending, Outcome::Requires3ds] {
                assert_eq!(after(&[*first, told]).outcome, *first, "{first:?} {told:?}");
            }
        }
    }

    #[test]
    fn a_question_in_vain_is_nothing_new() {
        let mut intent = sending();
        // The first time it says that nobody works on it any more.
        assert!(intent.learn(&Lesson::of(Outcome::Unknown), 1));
        assert!(!intent.learn(&Lesson::of(Outcome::Unknown), 2));
        let by_number = Lesson {
            transaction_id: Some(5),
            ..Lesson::of(Outcome::Unknown)
        };
        assert!(intent.learn(&by_number, 3));
    }

    #[test]
    fn a_question_in_vain_leaves_the_payer_at_the_issuer() {
        let intent = after(&[Outcome::Requires3ds, Outcome::Unknown]);
        assert_eq!(intent.outcome, Outcome::Requires3ds);
        assert!(!intent.holds_invoice());
        assert!(after(&[Outcome::Requires3ds, Outcome::Completed]).is_final());
    }

    #[test]
    fn a_decline_whose_twin_was_approved_is_news() {
        let mut intent = after(&[Outcome::Declined]);
        intent.acknowledge();
        assert!(intent.learn(&Lesson::of(Outcome::Completed), 2));
        assert!(!intent.is_acknowledged());
    }

    #[test]
    fn what_turns_up_after_cash_was_taken_is_not_paid_but_to_be_undone() {
        for before in [Outcome::Reversing, Outcome::NotProcessed] {
            let mut intent = sending();
            intent.reverses = true;
            intent.learn(&Lesson::of(before), 1);
            let found = Lesson {
                transaction_id: Some(5),
                ..Lesson::of(Outcome::Completed)
            };
            assert!(intent.learn(&found, 2));
            assert_eq!(intent.outcome, Outcome::Reversing, "{before:?}");
            assert_eq!(intent.transaction_id, Some(5));
            assert!(intent.learn(&Lesson::of(Outcome::Reversed), 3));
            assert!(!intent.learn(&found, 4));
        }
    }

    #[test]
    fn who_took_cash_is_not_told_to_wait_again() {
        let mut intent = sending();
        intent.reverses = true;
        assert!(intent.learn(&Lesson::of(Outcome::Reversing), 1));
        assert!(!intent.learn(&Lesson::of(Outcome::Unknown), 2));
        assert!(!intent.learn(&Lesson::of(Outcome::Requires3ds), 2));
        assert_eq!(intent.outcome, Outcome::Reversing);
        assert!(intent.clone().learn(&Lesson::of(Outcome::ManualReview), 3));
        assert!(intent.learn(&Lesson::of(Outcome::Reversed), 3));
    }

    const BOOT: Moment = Moment {
        wall_ms: 1_000_000,
        boot: Some(BootTime {
            boot: 7,
            since_ms: 50_000,
        }),
        offset_ms: Some(300),
    };

    #[test]
    fn within_one_boot_only_the_even_clock_counts() {
        let now = Moment {
            wall_ms: 5,
            ..BOOT.later_by(400_000)
        };
        // The wall clock was set back to 1970: what passed cannot be told on it.
        assert_eq!(BOOT.seen_from(&now), None);
        let ahead = BOOT.later_by(90_000);
        assert_eq!(ahead.seen_from(&BOOT), Some(1_090_000));
        let set_forward = Moment {
            wall_ms: 90_000_000,
            ..BOOT.later_by(10_000)
        };
        assert_eq!(BOOT.seen_from(&set_forward), Some(90_000_000 - 10_000));
    }

    #[test]
    fn across_boots_the_gateway_vouches_for_the_wall_clock() {
        let other_boot = Some(BootTime {
            boot: 8,
            since_ms: 1_000,
        });
        let now = |wall_ms, offset_ms| Moment {
            wall_ms,
            boot: other_boot,
            offset_ms,
        };
        assert_eq!(BOOT.seen_from(&now(1_400_000, Some(300))), Some(1_000_000));
        // Ours runs a second late now.
        assert_eq!(
            BOOT.seen_from(&now(1_400_000, Some(1_300))),
            Some(1_000_000 - 1_000)
        );
        // It was set by an hour, or back, or nobody knows.
        assert_eq!(BOOT.seen_from(&now(4_000_000, Some(-3_600_000))), None);
        assert_eq!(BOOT.seen_from(&now(999_999, Some(300))), None);
        assert_eq!(BOOT.seen_from(&now(1_400_000, None)), None);
    }

    #[test]
    fn clocks_that_differ_by_two_minutes_are_steady_and_by_more_were_set() {
        let across = |offset_ms| {
            let now = Moment {
                wall_ms: 1_400_000,
                boot: None,
                offset_ms: Some(offset_ms),
            };
            BOOT.seen_from(&now)
        };
        assert_eq!(across(300 + 120_000), Some(1_000_000 - 120_000));
        assert_eq!(across(300 + 120_001), None);
        assert_eq!(across(300 - 120_000), Some(1_000_000 + 120_000));
        assert_eq!(across(300 - 120_001), None);
    }

    #[test]
    fn a_moment_is_moved_on_both_of_its_clocks() {
        let at = |moment: Moment| (moment.wall_ms, moment.boot.map(|boot| boot.since_ms));
        assert_eq!(at(BOOT.earlier_by(20_000)), (980_000, Some(30_000)));
        assert_eq!(at(BOOT.later_by(20_000)), (1_020_000, Some(70_000)));
        // What lies before the start of the machine cannot be told on its even clock.
        assert_eq!(at(BOOT.earlier_by(60_000)), (940_000, Some(0)));
        assert_eq!(BOOT.earlier_by(1).offset_ms, Some(300));
        assert_eq!(
            BOOT.earlier_by(1).boot.map(|boot| boot.boot),
            BOOT.boot.map(|boot| boot.boot)
        );
    }

    #[test]
    fn a_person_must_look_after_a_day() {
        assert_eq!(REVIEW_AFTER_MS, 86_400_000);
    }

    #[test]
    fn money_that_is_known_only_goes_on() {
        let far = |money| match money {
            Money::NotMoved | Money::None => Some(0),
            Money::Held => Some(1),
            Money::Moved => Some(2),
            Money::Returned => Some(3),
            Money::Unknown => None,
        };
        for first in Outcome::ALL.iter().filter(|outcome| outcome.is_final()) {
            for told in Outcome::ALL {
                let before = after(&[*first]);
                let is_news = match (far(before.money), far(Lesson::of(*told).money)) {
                    (Some(known), Some(shown)) => shown > known,
                    // What contradicted itself is settled by any result.
                    (None, Some(_)) => told.is_final(),
                    (_, None) => false,
                };
                let mut intent = before.clone();
                assert_eq!(
                    intent.learn(&Lesson::of(*told), 2),
                    is_news,
                    "{first:?} {told:?}"
                );
                assert_eq!(intent == before, !is_news, "{first:?} {told:?}");
            }
        }
    }

    #[test]
    fn an_open_intent_is_worth_asking_about() {
        for (outcome, is_open) in [
            (Outcome::Unknown, true),
            (Outcome::Pending, true),
            (Outcome::Reversing, true),
            (Outcome::Requires3ds, false),
            (Outcome::Completed, false),
            (Outcome::NotProcessed, false),
            // Asking has told what it can.
            (Outcome::ManualReview, false),
        ] {
            assert_eq!(after(&[outcome]).is_open(), is_open, "{outcome:?}");
        }
    }

    #[test]
    fn the_till_is_reminded_until_it_has_taken_note_of_the_end() {
        for (outcome, acknowledged, is_pending) in [
            (Outcome::Unknown, false, true),
            (Outcome::Unknown, true, true),
            (Outcome::Completed, false, true),
            (Outcome::Completed, true, false),
        ] {
            let mut intent = after(&[outcome]);
            if acknowledged {
                intent.acknowledge();
            }
            assert_eq!(
                intent.is_pending(),
                is_pending,
                "{outcome:?} {acknowledged}"
            );
        }
    }

    #[test]
    fn taking_note_of_a_doubt_does_not_free_the_order() {
        let mut intent = sending();
        intent.acknowledge();
        assert!(intent.holds_invoice());
        // A command about another payment never holds an order.
        intent.pays = false;
        assert!(!intent.holds_invoice());
    }

    #[test]
    fn only_what_moved_nothing_and_was_called_repeatable_may_be_repeated() {
        for outcome in Outcome::ALL {
            let is_repeatable = matches!(outcome, Outcome::NotSent | Outcome::NotProcessed);
            assert_eq!(
                after(&[*outcome]).may_be_repeated(),
                is_repeatable,
                "{outcome:?}"
            );
        }
        let mut read = after(&[Outcome::NotSent]);
        read.money = Money::None;
        assert!(!read.may_be_repeated());
    }

    #[test]
    fn what_is_found_again_while_it_waits_to_be_undone_is_nothing_new() {
        let found = |transaction_id| Lesson {
            transaction_id,
            ..Lesson::of(Outcome::Authorized)
        };
        let mut intent = sending();
        intent.reverses = true;
        assert!(intent.learn(&found(Some(5)), 1));
        assert!(!intent.learn(&found(Some(5)), 2));
        assert!(!intent.learn(&found(None), 2));
        // Another number is; and so is that nobody works on it any more.
        assert!(intent.learn(&found(Some(6)), 3));
        intent.owner = Some("me".into());
        assert!(intent.learn(&found(Some(6)), 4));
        assert_eq!(intent.owner, None);
        assert_eq!(intent.outcome, Outcome::Reversing);
    }

    #[test]
    fn what_turns_up_after_cash_was_taken_bears_what_was_found_of_it() {
        let mut intent = sending();
        intent.reverses = true;
        let found = Lesson {
            sent: Some(BOOT),
            by_recovery: true,
            ..Lesson::of(Outcome::Completed)
        };
        assert!(intent.learn(&found, 1));
        assert_eq!(intent.sent, BOOT);
        assert_eq!(intent.delivery, Delivery::Found);
    }

    #[test]
    fn who_took_cash_hears_of_every_end_but_that_it_was_paid() {
        for told in Outcome::ALL.iter().filter(|outcome| outcome.is_final()) {
            let mut intent = sending();
            intent.reverses = true;
            assert!(intent.learn(&Lesson::of(*told), 1), "{told:?}");
            let is_paid = matches!(Lesson::of(*told).money, Money::Moved | Money::Held);
            let wanted = if is_paid { Outcome::Reversing } else { *told };
            assert_eq!(intent.outcome, wanted, "{told:?}");
        }
    }

    #[test]
    fn an_open_intent_learns_whatever_is_new() {
        let mut intent = sending();
        intent.owner = None;
        intent.transaction_id = Some(5);
        let told = |transaction_id, sent| Lesson {
            transaction_id,
            sent,
            ..Lesson::of(Outcome::Unknown)
        };
        for nothing_new in [told(None, None), told(Some(5), None)] {
            assert!(!intent.learn(&nothing_new, 1), "{nothing_new:?}");
        }
        assert!(intent.clone().learn(&told(Some(6), None), 2));
        assert!(intent.clone().learn(&told(None, Some(BOOT)), 2));
        assert!(intent.learn(&Lesson::of(Outcome::Pending), 2));
        assert_eq!((intent.outcome, intent.changed_ms), (Outcome::Pending, 2));
    }

    #[test]
    fn a_command_keeps_the_number_of_its_payment_beside_that_of_what_it_made() {
        let refunded = |transaction_id| Lesson {
            transaction_id,
            ..Lesson::of(Outcome::Refunded)
        };
        let refund = || Intent {
            pays: false,
            transaction_id: Some(5),
            ..sending()
        };
        for (told, made) in [(Some(9), Some(9)), (Some(5), None), (None, None)] {
            let mut intent = refund();
            assert!(intent.learn(&refunded(told), 1));
            assert_eq!((intent.transaction_id, intent.made_id), (Some(5), made));
        }
    }

    #[test]
    fn more_about_a_result_that_was_taken_note_of_is_no_news() {
        let mut intent = sending();
        let held = Lesson {
            money: Money::Held,
            ..Lesson::of(Outcome::Completed)
        };
        assert!(intent.learn(&held, 1));
        intent.acknowledge();
        let by_recovery = Lesson {
            by_recovery: true,
            ..Lesson::of(Outcome::Completed)
        };
        assert!(intent.learn(&by_recovery, 2));
        assert_eq!(intent.money, Money::Moved);
        assert!(intent.is_acknowledged());
    }
}
