//! What happens after the judgement: doubt is ended by asking, a refusal is checked against the
//! state, a contradiction is read again. Nothing here sends a payment.

mod asking;

use std::time::Instant;

use cloudpayments_money::answer::{State, Transaction};
use cloudpayments_money::ask::{Absence, Finding, already, conclude, settle_time, wait_before};
use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::outcome::Outcome;
use cloudpayments_money::request_id::RequestId;
use cloudpayments_money::verdict::{
    Effect, Expected, Judgement, Operation, Rule, Verdict, conflict, contradiction, declined,
};

use crate::call::{Call, milliseconds};
use crate::look_up::{Lists, get, says_not_found, transaction};
use crate::reply::Source;
use crate::world;

pub(crate) use self::asking::Trail;
use self::asking::{Asking, First};

/// Ends what the judgement left open.
pub(crate) fn settle(
    call: &mut Call<'_>,
    operation: Operation<'_>,
    judgement: Judgement,
) -> Verdict {
    match judgement {
        Judgement::Settled(verdict) => follow_up(call, operation, verdict),
        Judgement::NotSent(verdict, _) => verdict,
        Judgement::Doubt(fault) => {
            let settle = settle_time(operation.rule, call.client.config.settle_ms);
            let mut trail = Trail::new(Absence::new(call.sent_at_ms, settle));
            Asking::new(call, operation, &mut trail, &Lists::default())
                .run(fault, First::AfterAWhile)
        }
        Judgement::Refused(verdict) => check(call, operation, verdict),
        Judgement::Contradiction(fault, number) => read_again(call, operation, fault, number),
    }
}

/// Asks about an operation that an earlier call left in doubt. Absence stays unproven: only the
/// caller or a journal knows the time of sending well enough.
pub(crate) fn ask_again(call: &mut Call<'_>, operation: Operation<'_>) -> Verdict {
    let absence = Absence::new(None, call.client.config.settle_ms);
    resolve(call, operation, &mut Trail::new(absence))
}

/// Asks about an operation in doubt, from now on.
pub(crate) fn resolve(call: &mut Call<'_>, operation: Operation<'_>, trail: &mut Trail) -> Verdict {
    Asking::new(call, operation, trail, &Lists::default()).run(not_shown(), First::AtOnce)
}

/// Asks one question about an operation in doubt, which is one of several.
pub(crate) fn ask_once(
    call: &mut Call<'_>,
    operation: Operation<'_>,
    trail: &mut Trail,
    lists: &Lists,
) -> Verdict {
    Asking::new(call, operation, trail, lists).run(not_shown(), First::AndLast)
}

fn not_shown() -> Fault {
    let why = "the gateway does not show the operation (yet)";
    Fault::new(ErrorCode::NotFound, why)
}

fn follow_up(call: &mut Call<'_>, operation: Operation<'_>, verdict: Verdict) -> Verdict {
    if operation.rule != Rule::Refund {
        return verdict;
    }
    match (verdict.outcome, verdict.transaction_id) {
        (Outcome::Refunded, Some(number)) => {
            let id = call.request_id.clone();
            let id = id.as_ref().map(RequestId::as_str);
            call.client.memory.note_refund(number, id);
            let until = call.deadline;
            let answer = get(call, number, until);
            let refund = answer.as_ref().and_then(transaction);
            match refund.filter(|refund| refund.state.is_some()) {
                Some(refund) => match refund_verdict(operation.expected, &refund) {
                    made if made.outcome == Outcome::ManualReview => made,
                    // Some refunds (those of a fast-payment system) become final later.
                    _ if refund.state != Some(State::Completed) => {
                        Verdict::of(Outcome::Pending, operation.effect).about(Some(number))
                    }
                    _ => verdict,
                },
                None => verdict,
            }
        }
        (Outcome::Rejected, _) => unless_in_doubt(call, operation, verdict),
        _ => verdict,
    }
}

/// A refusal proves nothing while another operation of the same kind on the same payment is open:
/// it may be the reason for the refusal, and still take effect.
fn unless_in_doubt(call: &Call<'_>, operation: Operation<'_>, refused: Verdict) -> Verdict {
    let number = operation.expected.transaction_id;
    let own = call.request_id.as_ref().map_or("", RequestId::as_str);
    let client = call.client;
    // A reversal sends commands that are operations of their own.
    let method = match operation.rule {
        Rule::Void => "void",
        Rule::Refund => "refund",
        _ => call.row.name,
    };
    let open = number.is_some_and(|number| {
        let by_journal = || {
            let journal = call.journal();
            // What cannot be read may say so.
            journal.is_some_and(|journal| {
                let open = journal.is_in_doubt(method, number, own);
                open.unwrap_or(true)
            })
        };
        client.memory.is_open(method, number, own) || by_journal()
    });
    if !open {
        return refused;
    }
    let mut unknown = Verdict::of(Outcome::Unknown, operation.effect).about(number);
    unknown.fault = refused.fault;
    unknown
}

/// After a refusal without a record: the asked state may have been reached before.
fn check(call: &mut Call<'_>, operation: Operation<'_>, refused: Verdict) -> Verdict {
    let Some(number) = operation.expected.transaction_id else {
        return refused;
    };
    let until = asking_until(call);
    let mut made = 0;
    loop {
        let answer = get(call, number, until).filter(|answer| {
            // A record without a state, or another refusal, tells nothing about the state.
            says_not_found(answer) || transaction(answer).is_some_and(|found| found.state.is_some())
        });
        if let Some(answer) = answer {
            let found = transaction(&answer)
                .and_then(|found| already(operation.rule, operation.expected, &found));
            return match found {
                Some(verdict) => {
                    call.source = Source::LookUp;
                    call.theirs = Some(answer);
                    verdict
                }
                None => unless_in_doubt(call, operation, refused),
            };
        }
        if !wait(call, made, until) {
            let mut unknown = Verdict::of(Outcome::Unknown, operation.effect).about(Some(number));
            unknown.fault = refused.fault;
            return unknown;
        }
        made += 1;
    }
}

/// An answer that contradicts the request is read again by its number; if the record still
/// differs, a person must look.
fn read_again(
    call: &mut Call<'_>,
    operation: Operation<'_>,
    fault: Fault,
    number: Option<i64>,
) -> Verdict {
    let effect = operation.effect;
    let review = |fault| {
        Verdict::of(Outcome::ManualReview, effect)
            .with(fault)
            .about(number)
    };
    let Some(number) = number else {
        return review(fault);
    };
    let expected = Expected {
        transaction_id: Some(number),
        ..operation.expected.clone()
    };
    let until = asking_until(call);
    let mut made = 0;
    loop {
        let answer = get(call, number, until).filter(|answer| transaction(answer).is_some());
        if let Some(answer) = answer {
            let found: Vec<_> = transaction(&answer).into_iter().collect();
            let differs = found
                .iter()
                .any(|found| conflict(&expected, found).is_some());
            let verdict = match conclude(operation.rule, &expected, &found) {
                _ if differs => review(fault),
                // The gateway has said yes and says no now: nobody can tell which is true.
                Finding::Settled(verdict) if verdict.outcome != Outcome::Declined => verdict,
                Finding::Contradiction(fault, _) => review(fault),
                Finding::Settled(_) | Finding::Nothing | Finding::Unproven => review(fault),
            };
            drop(found);
            call.source = Source::LookUp;
            call.theirs = Some(answer);
            return verdict;
        }
        if !wait(call, made, until) {
            return Verdict::of(Outcome::Unknown, effect)
                .with(fault)
                .about(Some(number));
        }
        made += 1;
    }
}

fn asking_until(call: &Call<'_>) -> Instant {
    (world::now() + call.resolve_for).min(call.deadline)
}

/// Waits before the next look-up; false if there is no time for one, or nobody waits any more.
pub(crate) fn wait(call: &Call<'_>, made: u32, until: Instant) -> bool {
    let left = milliseconds(until.saturating_duration_since(world::now()));
    let time = wait_before(made, call.dice()).max(call.client.memory.patience_ms());
    if time >= left || call.is_stopped() {
        return false;
    }
    call.sleep(time);
    !call.is_stopped()
}

/// What became of a refund. The gateway's answer to it shows its number only: that it gave back
/// something else than was asked shows in its record.
fn refund_verdict(expected: &Expected, refund: &Transaction<'_>) -> Verdict {
    let verdict = |outcome| Verdict::of(outcome, Effect::MovesMoney).about(refund.id);
    let other_sum =
        matches!((expected.amount, refund.amount), (Some(wanted), Some(made)) if wanted != made);
    let other_payment =
        refund.original_id.is_some() && refund.original_id != expected.transaction_id;
    if other_sum || other_payment {
        let field = if other_sum { "Amount" } else { "TransactionId" };
        return verdict(Outcome::ManualReview).with(contradiction(field));
    }
    match refund.state {
        Some(State::Completed) => verdict(Outcome::Refunded),
        Some(State::Declined | State::Failed) => declined(Effect::MovesMoney, refund),
        _ => verdict(Outcome::Pending),
    }
}
