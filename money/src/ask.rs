//! How doubt is ended: by asking, and by drawing only the conclusions that the evidence bears.

use crate::answer::{State, Transaction};
use crate::error::{ErrorCode, Fault};
use crate::outcome::Outcome;
use crate::patience::Back;
use crate::verdict::{Effect, Expected, Rule, Verdict, contradiction, declined, disagreement};

/// How long a charge that was sent may still appear out of nowhere: the gateway's own time-out of
/// five minutes and a reserve.
pub const SETTLE_MS: u64 = 330_000;

/// The same for a payout, which may take an hour.
const PAYOUT_SETTLE_MS: u64 = 65 * 60_000;

/// How long the absence of an operation proves nothing, where that of a payment does for
/// `settle_ms`.
#[must_use]
pub const fn settle_time(rule: Rule, settle_ms: u64) -> u64 {
    match rule {
        Rule::Payout => settle_ms.saturating_mul(PAYOUT_SETTLE_MS) / SETTLE_MS,
        _ => settle_ms,
    }
}

/// How far apart two empty look-ups must be to prove absence, for [`SETTLE_MS`].
const EMPTY_GAP_MS: u64 = 30_000;

/// What one look-up says about an operation in doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The doubt has ended.
    Settled(Verdict),
    /// The operation left no trace (yet).
    Nothing,
    /// A record may be ours and bears no proof of it: neither is the operation found, nor can its
    /// absence be proven.
    Unproven,
    /// Something was found that is not what was asked for.
    Contradiction(Fault, Option<i64>),
}

/// The first steps.
const SECONDS: [u64; 6] = [1, 2, 3, 5, 8, 13];

/// How long to wait before look-up number `made` (from 0): 1, 2, 3, 5, 8, 13 seconds, then every
/// 15, each ± 20 %.
#[must_use]
pub fn wait_before(made: u32, dice: u64) -> u64 {
    let wait = usize::try_from(made)
        .ok()
        .and_then(|at| SECONDS.get(at))
        .map_or(15_000, |seconds| seconds * 1_000);
    wait * 4 / 5 + dice % (wait * 2 / 5 + 1)
}

/// How many look-ups there have been about an operation of this age, if it was asked about all the
/// time: who comes back to an old one need not begin with short steps again.
#[must_use]
pub fn made_by(age_ms: u64) -> u32 {
    let mut until_ms = 0;
    let made = SECONDS.iter().take_while(|seconds| {
        until_ms += **seconds * 1_000;
        until_ms <= age_ms
    });
    u32::try_from(made.count()).unwrap_or(0)
}

/// Concludes from the transactions that look-ups brought.
///
/// A transaction is ours only by its stamp or by a number that we know. A missing stamp proves
/// nothing, and neither does an `InvoiceId`, which another till may have used.
#[must_use]
pub fn conclude(rule: Rule, expected: &Expected, found: &[Transaction<'_>]) -> Finding {
    let knows_number = expected.transaction_id.is_some();
    let mut ours: Vec<&Transaction<'_>> = found
        .iter()
        .filter(|found| is_kind(rule, expected, found) && is_ours(expected, found))
        .collect();
    ours.sort_by_key(|found| std::cmp::Reverse(weight(found.state)));
    let approved: Vec<_> = ours
        .iter()
        .filter(|found| weight(found.state) >= APPROVED)
        .collect();
    if let [first, second, ..] = approved.as_slice()
        && first.id != second.id
    {
        let fault = Fault::new(
            ErrorCode::Mismatch,
            "the gateway shows two approved payments for one request",
        );
        return Finding::Contradiction(fault, first.id);
    }
    match ours.first() {
        Some(best) => read(rule, expected, best, knows_number),
        None if found.iter().any(|found| may_be_ours(rule, expected, found)) => Finding::Unproven,
        None => Finding::Nothing,
    }
}

/// A record of our order without a readable stamp, or one with our stamp that is no payment: money
/// may have moved by it. A refusal is no such record.
fn may_be_ours(rule: Rule, expected: &Expected, found: &Transaction<'_>) -> bool {
    let same_invoice = expected.invoice_id.is_some()
        && expected.invoice_id.as_deref() == found.invoice_id.as_deref();
    let refused = matches!(found.state, Some(State::Declined | State::Failed));
    let other_kind = found.kind.is_some() && !is_kind(rule, expected, found);
    is_ours(expected, found) || (same_invoice && found.stamp.is_none() && !refused && !other_kind)
}

/// Whether a record is of the kind that the operation makes. Older records do not show their kind:
/// then its number tells whether it is the payout.
fn is_kind(rule: Rule, expected: &Expected, found: &Transaction<'_>) -> bool {
    match rule {
        Rule::Payout if found.kind.is_none() => expected.transaction_id == found.id,
        Rule::Payout => found.is_payout(),
        _ => found.is_payment(),
    }
}

fn is_ours(expected: &Expected, found: &Transaction<'_>) -> bool {
    let by_number = expected.transaction_id.is_some() && expected.transaction_id == found.id;
    let by_stamp = expected.stamp.is_some() && expected.stamp.as_deref() == found.stamp.as_deref();
    let by_invoice = expected.invoice_is_ours
        && expected.invoice_id.is_some()
        && expected.invoice_id.as_deref() == found.invoice_id.as_deref();
    by_number || by_stamp || by_invoice
}

/// From here on a state means that the issuer said yes.
const APPROVED: u8 = 4;

/// A decline may have an approved twin, because the gateway itself tries a second bank: the
/// strongest state wins.
const fn weight(state: Option<State>) -> u8 {
    match state {
        Some(State::Completed) => 5,
        Some(State::Authorized) => APPROVED,
        Some(State::Cancelled) => 3,
        Some(State::InProgress) | None => 2,
        Some(State::AwaitingAuthentication) => 1,
        Some(State::Declined | State::Failed) => 0,
    }
}

fn read(rule: Rule, expected: &Expected, found: &Transaction<'_>, knows_number: bool) -> Finding {
    let settled =
        |outcome| Finding::Settled(Verdict::of(outcome, Effect::MovesMoney).about(found.id));
    let agreed = |outcome| match disagreement(expected, found) {
        Some(field) => Finding::Contradiction(contradiction(field), found.id),
        None => settled(outcome),
    };
    let Some(state) = found.state else {
        return settled(Outcome::Pending);
    };
    match (rule, state) {
        (Rule::Confirm, State::Completed) => agreed(Outcome::Confirmed),
        (Rule::Void, State::Cancelled) => settled(Outcome::Voided),
        // The operation has not happened (yet): the same as not being found.
        (Rule::Confirm | Rule::Void, State::Authorized)
        | (Rule::Finish3ds, State::AwaitingAuthentication) => Finding::Nothing,
        // The hold is gone in another way: this operation can no longer happen.
        (Rule::Confirm, State::Cancelled | State::Declined | State::Failed)
        | (Rule::Void, State::Completed | State::Declined | State::Failed) => {
            settled(Outcome::NotProcessed)
        }
        (Rule::Payout, State::Completed) => agreed(Outcome::PaidOut),
        (_, State::Completed) => agreed(Outcome::Completed),
        (_, State::Authorized) => agreed(Outcome::Authorized),
        (_, State::Cancelled) => settled(Outcome::Reversed),
        (_, State::Declined | State::Failed) => {
            Finding::Settled(declined(Effect::MovesMoney, found))
        }
        (_, State::InProgress) => settled(Outcome::Pending),
        // Whoever knows the number has the 3-D Secure answer and can still finish it. If that
        // answer was lost, nobody can.
        (_, State::AwaitingAuthentication) if knows_number => settled(Outcome::Requires3ds),
        (_, State::AwaitingAuthentication) => settled(Outcome::NotProcessed),
    }
}

/// After a refusal without a record: whether the asked state had been reached before.
#[must_use]
pub fn already(rule: Rule, expected: &Expected, found: &Transaction<'_>) -> Option<Verdict> {
    let outcome = match (rule, found.state?) {
        (Rule::Confirm, State::Completed) => Outcome::Confirmed,
        (Rule::Void, State::Cancelled) => Outcome::Voided,
        (Rule::Finish3ds, State::Completed) => Outcome::Completed,
        (Rule::Finish3ds, State::Authorized) => Outcome::Authorized,
        (Rule::Finish3ds, State::Declined) => {
            return Some(declined(Effect::MovesMoney, found));
        }
        _ => return None,
    };
    if disagreement(expected, found).is_some() {
        return None;
    }
    let mut verdict = Verdict::of(outcome, Effect::MovesMoney).about(found.id);
    verdict.already = true;
    Some(verdict)
}

/// Proof of absence: the settle time has passed since the last byte was sent, and two look-ups
/// after that found nothing, far enough apart. All times in milliseconds.
#[derive(Debug, Clone, Copy)]
pub struct Absence {
    sent_at: Option<u64>,
    settle: u64,
    first_empty_at: Option<u64>,
}

impl Absence {
    /// `sent_ms` is when the request was sent; without it absence is never proven.
    #[must_use]
    pub const fn new(sent_ms: Option<u64>, settle_ms: u64) -> Self {
        Self {
            sent_at: sent_ms,
            settle: settle_ms,
            first_empty_at: None,
        }
    }

    /// The same, where an earlier look-up after the settle time found nothing at `empty_ms`.
    #[must_use]
    pub const fn resumed(sent_ms: Option<u64>, settle_ms: u64, empty_ms: Option<u64>) -> Self {
        Self {
            sent_at: sent_ms,
            settle: settle_ms,
            first_empty_at: empty_ms,
        }
    }

    /// When a look-up after the settle time first found nothing.
    #[must_use]
    pub const fn empty_since_ms(&self) -> Option<u64> {
        self.first_empty_at
    }

    /// Notes a look-up that found nothing, with answers that came from `since_ms` to `now_ms`;
    /// whether absence is proven by it.
    pub fn nothing_found(&mut self, since_ms: u64, now_ms: u64) -> bool {
        let Some(settled_ms) = self.settled_ms() else {
            return false;
        };
        if since_ms < settled_ms {
            return false;
        }
        let first = *self.first_empty_at.get_or_insert(now_ms);
        since_ms.saturating_sub(first) >= self.gap_ms()
    }

    /// Notes a look-up that found something: the proof begins anew.
    pub fn something_found(&mut self) {
        self.first_empty_at = None;
    }

    /// How long until the next look-up could prove absence; `None` when none can.
    #[must_use]
    pub fn provable_in_ms(&self, now_ms: u64) -> Option<u64> {
        let next = match self.first_empty_at {
            Some(first) => first + self.gap_ms(),
            None => self.settled_ms()?,
        };
        Some(next.saturating_sub(now_ms))
    }

    /// How long to wait before the next look-up, after one that found nothing; somebody waits for
    /// it. `usual_ms` is the usual step, `back` tells of the silence that ended last.
    #[must_use]
    pub fn next_in_ms(&self, now_ms: u64, usual_ms: u64, back: Option<Back>) -> u64 {
        match self.provable_in_ms(now_ms) {
            Some(provable) if self.is_old(now_ms, back) => provable.min(SETTLE_MS),
            Some(provable) => usual_ms.min(provable),
            None => usual_ms,
        }
    }

    /// The same where nobody waits: how long no look-up is made; `None` if the usual steps are worth
    /// their while.
    #[must_use]
    pub fn spared_ms(&self, now_ms: u64, back: Option<Back>) -> Option<u64> {
        // A payout is asked about more than once in its hour.
        let provable = self.provable_in_ms(now_ms)?.min(SETTLE_MS);
        // The tills that a silence held up shall not all come when the settle time is over.
        let late = match (self.first_empty_at, back) {
            (None, Some(back)) => back.late_ms,
            _ => 0,
        };
        self.is_old(now_ms, back)
            .then(|| provable.saturating_add(late))
    }

    /// What was sent before the gateway came back, and is not there then, will hardly appear any
    /// more, and so it is with what is older than the settle time: what is left is to prove its
    /// absence, and no look-up can before its time.
    fn is_old(&self, now_ms: u64, back: Option<Back>) -> bool {
        let age = self.sent_at.and_then(|sent| now_ms.checked_sub(sent));
        age.is_some_and(|age| age >= self.settle || back.is_some_and(|back| back.for_ms <= age))
    }

    /// Whether two look-ups within `left_ms` can prove absence.
    #[must_use]
    pub fn provable_within(&self, now_ms: u64, left_ms: u64) -> bool {
        let gap = match self.first_empty_at {
            Some(_) => 0,
            None => self.gap_ms(),
        };
        self.provable_in_ms(now_ms)
            .is_some_and(|wait| wait.saturating_add(gap) <= left_ms)
    }

    fn settled_ms(&self) -> Option<u64> {
        Some(self.sent_at?.saturating_add(self.settle))
    }

    /// In proportion when a test lowers the settle time.
    const fn gap_ms(&self) -> u64 {
        if self.settle >= SETTLE_MS {
            EMPTY_GAP_MS
        } else {
            EMPTY_GAP_MS * self.settle / SETTLE_MS
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_vary_by_a_fifth() {
        for (made, seconds) in [(0, 1), (1, 2), (5, 13), (6, 15), (60, 15)] {
            let waits: Vec<u64> = (0..20_000).map(|dice| wait_before(made, dice)).collect();
            assert_eq!(waits.iter().min(), Some(&(seconds * 800)));
            assert_eq!(waits.iter().max(), Some(&(seconds * 1200)));
        }
    }

    #[test]
    fn an_old_doubt_is_asked_about_in_long_steps_from_the_beginning() {
        let made: Vec<u32> = [0, 999, 1_000, 3_000, 31_999, 32_000, u64::MAX / 2]
            .into_iter()
            .map(made_by)
            .collect();
        assert_eq!(made, [0, 0, 1, 2, 5, 6, 6]);
    }

    #[test]
    fn absence_needs_the_settle_time_and_two_look_ups_apart() {
        let mut absence = Absence::new(Some(1_000), SETTLE_MS);
        assert!(!absence.nothing_found(1_000 + SETTLE_MS - 1, 1_000 + SETTLE_MS - 1));
        assert!(!absence.nothing_found(1_000 + SETTLE_MS, 1_000 + SETTLE_MS));
        assert!(!absence.nothing_found(1_000 + SETTLE_MS + 29_999, 1_000 + SETTLE_MS + 29_999));
        assert!(absence.nothing_found(1_000 + SETTLE_MS + 30_000, 1_000 + SETTLE_MS + 30_000));
    }

    #[test]
    fn the_older_answer_of_a_look_up_counts() {
        let mut absence = Absence::new(Some(0), SETTLE_MS);
        assert!(!absence.nothing_found(SETTLE_MS - 1, SETTLE_MS + 5));
        assert_eq!(absence.empty_since_ms(), None);
        assert!(!absence.nothing_found(SETTLE_MS, SETTLE_MS + 5));
        assert!(!absence.nothing_found(SETTLE_MS + 30_004, SETTLE_MS + 30_010));
        assert!(absence.nothing_found(SETTLE_MS + 30_005, SETTLE_MS + 30_010));
    }

    #[test]
    fn what_an_answer_cannot_end_is_not_asked_about() {
        let mut absence = Absence::new(Some(1_000), SETTLE_MS);
        let after = 1_000 + SETTLE_MS;
        let back = |for_ms| Some(Back { for_ms, late_ms: 7 });
        // Sent after the gateway came back, or there was no silence: the usual steps.
        assert_eq!(absence.next_in_ms(61_000, 15_000, None), 15_000);
        assert_eq!(absence.next_in_ms(61_000, 15_000, back(60_001)), 15_000);
        assert_eq!(absence.spared_ms(61_000, back(60_001)), None);
        // Sent before: not earlier than the settle time.
        let left = SETTLE_MS - 60_000;
        assert_eq!(absence.next_in_ms(61_000, 15_000, back(60_000)), left);
        assert_eq!(absence.spared_ms(61_000, back(60_000)), Some(left + 7));
        // Near the settle time not later either.
        assert_eq!(absence.next_in_ms(after - 5, 15_000, None), 5);
        // After it two look-ups 30 s apart are what is needed.
        assert!(!absence.nothing_found(after, after));
        assert_eq!(absence.next_in_ms(after + 1, 15_000, None), 29_999);
        assert_eq!(absence.spared_ms(after + 1, back(60_000)), Some(29_999));
        let unknown = Absence::new(None, SETTLE_MS);
        assert_eq!(unknown.next_in_ms(after, 15_000, back(0)), 15_000);
        let payout = Absence::new(Some(1_000), settle_time(Rule::Payout, SETTLE_MS));
        assert_eq!(payout.next_in_ms(61_000, 15_000, back(0)), SETTLE_MS);
    }

    #[test]
    fn without_a_time_of_sending_absence_is_never_proven() {
        let mut absence = Absence::new(None, SETTLE_MS);
        assert!(!absence.nothing_found(u64::MAX / 2, u64::MAX / 2));
        assert!(!absence.nothing_found(u64::MAX, u64::MAX));
        assert_eq!(absence.provable_in_ms(0), None);
    }

    #[test]
    fn a_payout_takes_longer_to_be_absent() {
        assert_eq!(settle_time(Rule::Payout, SETTLE_MS), 65 * 60 * 1000);
        assert_eq!(settle_time(Rule::Payment, SETTLE_MS), SETTLE_MS);
    }

    #[test]
    fn the_gap_shrinks_with_a_lowered_settle_time() {
        let mut absence = Absence::new(Some(0), 1_100);
        assert!(!absence.nothing_found(1_100, 1_100));
        assert!(!absence.nothing_found(1_199, 1_199));
        assert!(absence.nothing_found(1_200, 1_200));
    }

    #[test]
    fn a_longer_settle_time_leaves_the_gap_as_it_is() {
        let settle_ms = 10 * SETTLE_MS;
        let mut absence = Absence::new(Some(0), settle_ms);
        assert!(!absence.nothing_found(settle_ms, settle_ms));
        assert!(!absence.nothing_found(settle_ms + 29_999, settle_ms + 29_999));
        assert!(absence.nothing_found(settle_ms + 30_000, settle_ms + 30_000));
    }

    #[test]
    fn a_trace_begins_the_proof_anew() {
        let mut absence = Absence::new(Some(0), SETTLE_MS);
        assert!(!absence.nothing_found(SETTLE_MS, SETTLE_MS));
        absence.something_found();
        assert_eq!(absence.empty_since_ms(), None);
        assert!(!absence.nothing_found(SETTLE_MS + 30_000, SETTLE_MS + 30_000));
        assert!(absence.nothing_found(SETTLE_MS + 60_000, SETTLE_MS + 60_000));
    }

    #[test]
    fn a_proof_goes_on_where_an_earlier_call_left_it() {
        let mut absence = Absence::new(Some(0), SETTLE_MS);
        assert_eq!(absence.empty_since_ms(), None);
        assert!(!absence.nothing_found(SETTLE_MS - 1, SETTLE_MS - 1));
        assert_eq!(absence.empty_since_ms(), None, "it was too early to count");
        assert!(!absence.nothing_found(SETTLE_MS + 5, SETTLE_MS + 5));
        assert_eq!(absence.empty_since_ms(), Some(SETTLE_MS + 5));
        let again = || Absence::resumed(Some(0), SETTLE_MS, absence.empty_since_ms());
        assert!(!again().nothing_found(SETTLE_MS + 30_004, SETTLE_MS + 30_004));
        assert!(again().nothing_found(SETTLE_MS + 30_005, SETTLE_MS + 30_005));
    }

    #[test]
    fn the_next_question_is_put_when_it_can_prove_something() {
        let mut absence = Absence::new(Some(1_000), SETTLE_MS);
        assert_eq!(absence.provable_in_ms(1_000), Some(SETTLE_MS));
        assert_eq!(absence.provable_in_ms(SETTLE_MS), Some(1_000));
        assert_eq!(absence.provable_in_ms(SETTLE_MS + 2_000), Some(0));
        let empty_ms = SETTLE_MS + 2_000;
        assert!(!absence.nothing_found(empty_ms, empty_ms));
        assert_eq!(absence.provable_in_ms(empty_ms), Some(30_000));
        assert_eq!(absence.provable_in_ms(empty_ms + 30_000), Some(0));
    }

    #[test]
    fn a_call_waits_for_the_proof_only_if_it_can_live_to_see_both_questions() {
        let mut absence = Absence::new(Some(0), SETTLE_MS);
        assert!(absence.provable_within(0, SETTLE_MS + 30_000));
        assert!(!absence.provable_within(0, SETTLE_MS + 29_999));
        assert!(!absence.nothing_found(SETTLE_MS, SETTLE_MS));
        assert!(absence.provable_within(SETTLE_MS, 30_000));
        assert!(!absence.provable_within(SETTLE_MS, 29_999));
        let never = Absence::new(None, SETTLE_MS);
        assert!(!never.provable_within(u64::MAX / 2, u64::MAX));
    }
}
