//! Asking about an operation that the journal has open, until it has ended.

use std::time::{Duration, Instant};

use cloudpayments_money::ask::{Absence, settle_time};
use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::intent::{Intent, Lesson, REVIEW_AFTER_MS};
use cloudpayments_money::outcome::{Money, Outcome};
use cloudpayments_money::verdict::{Effect, Expected, Operation, Verdict};

use crate::call::{Call, milliseconds};
use crate::flow::in_doubt;
use crate::look_up::Lists;
use crate::methods::Asked;
use crate::reverse;
use crate::settle::{self, Trail};
use crate::sync::lock;
use crate::world;

use super::Access;
use super::recorded::{lesson, note};

/// How long to go on asking.
#[derive(Clone, Copy)]
pub(crate) enum Long<'a> {
    /// One question of a recovery, about one of several operations that these lists tell of.
    Once(&'a Lists),
    /// As long as the call allows.
    UntilItEnds,
}

/// Asks about an open intent, notes what was learnt, and undoes it if the cashier has taken the
/// money otherwise.
pub(crate) fn pursue(
    call: &mut Call<'_>,
    journal: Access<'_>,
    intent: &Intent,
    long: Long<'_>,
) -> Verdict {
    let verdict = concluded(call, journal, intent, long);
    let verdict = unless_ending(journal, intent, verdict);
    let verdict = undone(call, intent, verdict);
    let verdict = given_to_people(call, intent, verdict);
    let now_ms = call.now_ms();
    let lesson = Lesson {
        by_recovery: matches!(long, Long::Once(_)),
        ..lesson(call, &verdict, &[])
    };
    let learnt = journal.learn_by_asking(intent, &lesson, now_ms);
    let verdict = note(call, learnt, verdict);
    if !in_doubt(&verdict) && verdict.outcome != Outcome::Requires3ds {
        let memory = &call.client.memory;
        memory.ended(&intent.request_id, verdict.money, call.started);
    }
    verdict
}

fn concluded(call: &mut Call<'_>, journal: Access<'_>, intent: &Intent, long: Long<'_>) -> Verdict {
    let asked = match Asked::of(&intent.method) {
        Ok(asked) => asked,
        Err(fault) => return Verdict::of(Outcome::Unknown, Effect::MovesMoney).with(fault),
    };
    let expected = Expected {
        amount: intent.amount,
        currency: intent.currency.clone(),
        invoice_id: intent.invoice_id.clone(),
        stamp: asked.bears_id().then(|| intent.request_id.clone()),
        transaction_id: intent.transaction_id,
        invoice_is_ours: asked.by_word,
        invoice_is_guessed: false,
    };
    let operation = Operation {
        rule: asked.rule,
        effect: Effect::MovesMoney,
        form: false,
        expected: &expected,
    };
    call.invoice_id.clone_from(&intent.invoice_id);
    call.transaction_id = intent.transaction_id;
    // A list is read from when it was sent; the clocks need not agree for that. If ours was set since,
    // so is that time, for the gateway tells the age of what it shows by its own.
    let seen_ms = intent.sent.seen_from(&call.moment());
    let set_by = seen_ms.map_or(0, |seen| {
        seen.cast_signed() - intent.sent.wall_ms.cast_signed()
    });
    call.sent_at_ms = Some(intent.began_ms.saturating_add_signed(set_by));
    let settle = settle_time(asked.rule, call.client.config.settle_ms);
    let mut trail = journal.trail(call, intent, settle);
    let verdict = match long {
        Long::Once(lists) => settle::ask_once(call, operation, &mut trail, lists),
        Long::UntilItEnds => settle::resolve(call, operation, &mut trail),
    };
    journal.keep_trail(call, intent, trail);
    if verdict.outcome == Outcome::Completed {
        return reverse::unless_given_back(call, verdict);
    }
    verdict
}

/// A payment that waits for its payer waits no more when his answer has been sent: until it is known
/// what became of that, nobody can say where the money is.
fn unless_ending(journal: Access<'_>, intent: &Intent, verdict: Verdict) -> Verdict {
    let number = intent.transaction_id.or(verdict.transaction_id);
    let waits = verdict.outcome == Outcome::Requires3ds && intent.pays;
    match number.filter(|_| waits) {
        Some(number) if journal.is_ending(number).unwrap_or(true) => {
            let why = "the answer of the payer has been sent, and its result is not known yet";
            let fault = Fault::new(ErrorCode::NotFound, why);
            Verdict::of(Outcome::Unknown, Effect::MovesMoney)
                .with(fault)
                .about(Some(number))
        }
        _ => verdict,
    }
}

/// The payment has turned up after the cashier has taken the money otherwise: it is undone, once.
fn undone(call: &mut Call<'_>, intent: &Intent, verdict: Verdict) -> Verdict {
    if !intent.reverses {
        return verdict;
    }
    if verdict.outcome == Outcome::Requires3ds {
        // The payer cannot finish it any more: the journal lets nobody.
        return Verdict::of(Outcome::NotProcessed, Effect::MovesMoney)
            .about(verdict.transaction_id);
    }
    let verdict = match (verdict.money, verdict.transaction_id) {
        (Money::Moved | Money::Held, Some(number)) => reverse::by_number(call, number),
        _ => verdict,
    };
    match verdict.outcome {
        Outcome::Reversed => verdict,
        _ if verdict.money == Money::NotMoved && verdict.outcome != Outcome::Requires3ds => verdict,
        _ => {
            let number = verdict.transaction_id;
            let mut reversing = Verdict::of(Outcome::Reversing, Effect::MovesMoney).about(number);
            reversing.fault = verdict.fault;
            reversing
        }
    }
}

/// What nobody could find out in a day, a person must look at; a payer who did not come back from
/// the issuer's page in a day does not pay any more.
fn given_to_people(call: &Call<'_>, intent: &Intent, verdict: Verdict) -> Verdict {
    // Not by when it was begun: our clock may have been set since.
    let now = call.moment();
    let age = intent
        .sent
        .seen_from(&now)
        .map(|sent_ms| now.wall_ms.saturating_sub(sent_ms));
    if age.is_none_or(|age| age < REVIEW_AFTER_MS) {
        return verdict;
    }
    let number = verdict.transaction_id.or(intent.transaction_id);
    if verdict.outcome == Outcome::Requires3ds && intent.is_at_issuer() {
        return Verdict::of(Outcome::NotProcessed, Effect::MovesMoney).about(number);
    }
    if !in_doubt(&verdict) || verdict.outcome.is_final() {
        return verdict;
    }
    let why = "nobody could find out in 24 hours what became of this operation";
    let fault = Fault::new(ErrorCode::Timeout, why);
    Verdict::of(Outcome::ManualReview, Effect::MovesMoney)
        .with(fault)
        .about(number)
}

impl Access<'_> {
    /// What is known from earlier questions about an intent. Absence can be proven where all clocks
    /// agree since when it has been absent.
    fn trail(&self, call: &Call<'_>, intent: &Intent, settle_ms: u64) -> Trail {
        let sent_ms = intent.sent.seen_from(&call.moment());
        let Some((mut trail, empty_at)) = lock(&self.journal.trails).remove(&intent.request_id)
        else {
            return Trail::new(Absence::new(sent_ms, settle_ms));
        };
        let ago = |at: Instant| call.now_ms().saturating_sub(milliseconds(world::since(at)));
        trail.absence = Absence::resumed(sent_ms, settle_ms, empty_at.map(ago));
        trail
    }

    /// How long an answer about an intent could end nothing, by what earlier ones have shown; `None` if
    /// the usual steps are worth their while.
    pub(super) fn spared_ms(&self, request_id: &str) -> Option<u64> {
        lock(&self.journal.trails).get(request_id)?.0.spared_ms()
    }

    /// Keeps it for the next question, by the even clock: ours may be set until then.
    fn keep_trail(&self, call: &Call<'_>, intent: &Intent, trail: Trail) {
        let empty_at = trail.absence.empty_since_ms().map(|empty_ms| {
            let ago = Duration::from_millis(call.now_ms().saturating_sub(empty_ms));
            let now = world::now();
            now.checked_sub(ago).unwrap_or(now)
        });
        lock(&self.journal.trails).insert(intent.request_id.clone(), (trail, empty_at));
    }
}
