//! One call and its entry in the journal.

use cloudpayments_money::intent::{Delivery, Intent, Lesson};
use cloudpayments_money::outcome::{Money, Outcome};
use cloudpayments_money::request_id::RequestId;
use cloudpayments_money::verdict::{Effect, Operation, Rule, Verdict};

use crate::call::Call;
use crate::catalog;
use crate::flow::{begun_before, given_up, in_doubt};
use crate::look_up;
use crate::memory;
use crate::reply::{Facts, Reply};
use crate::request::Parsed;

use super::pursue::{Long, pursue};
use super::store::Trouble;
use super::{Access, Begin, Entry};

/// How often an operation that another process works on is looked at.
const LOOK_AGAIN_MS: u64 = 100;

/// An operation that is to be written down.
pub(crate) struct Record<'a> {
    pub(crate) request_id: &'a str,
    pub(crate) method: &'static str,
    pub(crate) pays: bool,
    /// Whether it undoes a payment: then an end without effect does not keep it from being made
    /// again.
    pub(crate) undoes: bool,
    pub(crate) operation: Operation<'a>,
    pub(crate) content: [u8; 16],
}

/// Writes an operation down, or finds out that it may not be sent; waits for another process that
/// works on it.
pub(crate) fn enter(
    call: &Call<'_>,
    journal: Access<'_>,
    record: &Record<'_>,
) -> Result<Entry, Trouble> {
    let expected = record.operation.expected;
    loop {
        let now = call.moment();
        let entry = journal.begin(&Begin {
            request_id: record.request_id,
            till: call.client.config.till.as_deref(),
            method: record.method,
            content: record.content,
            invoice_id: call.invoice_id.as_deref(),
            pays: record.pays,
            transaction_id: expected.transaction_id,
            amount: expected.amount,
            currency: expected.currency.as_deref(),
            finishes: expected
                .transaction_id
                .filter(|_| record.operation.rule == Rule::Finish3ds),
            undoes: record.undoes,
            now,
            sent: now.later_by(call.answer_within_ms()),
        })?;
        if !matches!(entry, Entry::Elsewhere) || call.is_over() {
            return Ok(entry);
        }
        call.sleep(LOOK_AGAIN_MS);
    }
}

/// Writes the operation of a call down. If it may not be sent, this is the answer.
pub(crate) fn begin(
    call: &mut Call<'_>,
    journal: Access<'_>,
    record: &Record<'_>,
) -> Result<(), Box<Reply>> {
    let begun = |call: &mut Call<'_>, begin| begun_before(call, record.operation, begin);
    let reply = match enter(call, journal, record) {
        Ok(Entry::Begun) => return Ok(()),
        Ok(Entry::Ended(intent)) => told_again(journal, &intent),
        Ok(Entry::Open(intent)) => asked(call, journal, &intent),
        Ok(Entry::Elsewhere) => begun(call, memory::Begin::StillInFlight),
        Ok(Entry::Mismatch(money)) => begun(call, memory::Begin::Mismatch(money)),
        Ok(Entry::Busy(holder)) => begun(call, memory::Begin::Busy(holder)),
        Ok(Entry::GivenUp) => given_up(call, record.operation),
        Err(trouble) => unavailable(call, trouble),
    };
    Err(Box::new(reply))
}

/// What the journal says of an operation that this process knows to be in doubt or long ended.
pub(crate) fn known(
    call: &mut Call<'_>,
    journal: Access<'_>,
    begin: &memory::Begin<'_>,
) -> Option<Reply> {
    if !matches!(
        begin,
        memory::Begin::InDoubt(_) | memory::Begin::LongEnded(_) | memory::Begin::AtIssuer(_)
    ) {
        return None;
    }
    let id = call.request_id.clone()?;
    let Ok(found) = journal.find(id.as_str()) else {
        // What is found out now is true, and not written down.
        call.durable = Some(false);
        return None;
    };
    let intent = found?;
    if matches!(begin, memory::Begin::AtIssuer(_)) && intent.is_at_issuer() {
        return None;
    }
    if intent.is_final() {
        let memory = &call.client.memory;
        memory.ended(id.as_str(), intent.money, call.started);
        return Some(told_again(journal, &intent));
    }
    Some(asked(call, journal, &intent))
}

/// Whether the operation that this process knows to hold an order does not hold it any more: it has
/// ended in another process, or a person has looked at it.
pub(crate) fn is_released(call: &Call<'_>, journal: Access<'_>, holder: &str) -> bool {
    let Ok(Some(intent)) = journal.find(holder) else {
        return false;
    };
    let is_over = intent.is_final() && !intent.holds_invoice();
    if is_over {
        call.client.memory.ended(holder, intent.money, call.started);
    }
    is_over
}

/// The answer to an operation that is open: what asking has brought.
fn asked(call: &mut Call<'_>, journal: Access<'_>, intent: &Intent) -> Reply {
    let verdict = pursue(call, journal, intent, Long::UntilItEnds);
    call.reply(&verdict)
}

/// What the journal knows of an operation.
fn verdict_of(intent: &Intent) -> Verdict {
    let verdict = Verdict {
        money: intent.money,
        next: intent.next,
        ..Verdict::of(intent.outcome, Effect::MovesMoney)
    };
    verdict.about(intent.made_id.or(intent.transaction_id))
}

/// What the till is told: what the journal knows, where that is not what this call has found. Then
/// another call has learnt more of the same operation, or the till was told to take cash for it.
fn told(verdict: Verdict, learnt: &Intent) -> Verdict {
    if (verdict.outcome, verdict.money) == (learnt.outcome, learnt.money) {
        return verdict;
    }
    let mut told = verdict_of(learnt);
    told.fault = verdict.fault.filter(|_| !learnt.is_final());
    told
}

/// The answer that was given before, to who has asked for it by its name.
pub(crate) fn told_again(journal: Access<'_>, intent: &Intent) -> Reply {
    if intent.delivery == Delivery::Found {
        // What cannot be written now leaves its order taken: asking once more frees it.
        let _ = journal.tell(&intent.request_id);
    }
    again(intent)
}

/// The answer that was given before.
pub(super) fn again(intent: &Intent) -> Reply {
    let (status, _, _) = intent.outcome.usual();
    let ack_required = intent.is_final() && !intent.is_acknowledged();
    if let Some(answer) = &intent.answer {
        return Reply::kept(status, answer, ack_required);
    }
    let header = Reply::of(
        &verdict_of(intent),
        &Facts {
            method: catalog::find(&intent.method).map(|row| row.name),
            request_id: Some(&intent.request_id),
            invoice_id: intent.invoice_id.as_deref(),
            sent_at_ms: Some(intent.sent.wall_ms),
            ..Facts::NONE
        },
    );
    Reply::kept(header.status, &header.json, ack_required)
}

/// Writes down what became of an operation; what the till is told of it. If it cannot be written, the
/// answer says so: asking will find the result again.
pub(crate) fn learn(
    call: &mut Call<'_>,
    journal: Access<'_>,
    request_id: &str,
    verdict: Verdict,
    own: &[(&'static str, String)],
) -> Verdict {
    let now = call.moment();
    let sent = call
        .sent_at_ms
        .map(|sent| now.earlier_by(now.wall_ms.saturating_sub(sent)));
    let lesson = Lesson {
        sent,
        ..lesson(call, &verdict, own)
    };
    note(
        call,
        journal.learn(request_id, &lesson, now.wall_ms),
        verdict,
    )
}

/// Takes over what the journal says after it has learnt a verdict.
pub(super) fn note(
    call: &mut Call<'_>,
    learnt: Result<Option<Intent>, Trouble>,
    verdict: Verdict,
) -> Verdict {
    call.durable = Some(matches!(learnt, Ok(Some(_))));
    match learnt {
        Ok(Some(intent)) => told(verdict, &intent),
        Ok(None) | Err(_) => verdict,
    }
}

/// What a verdict teaches.
pub(super) fn lesson(call: &Call<'_>, verdict: &Verdict, own: &[(&'static str, String)]) -> Lesson {
    Lesson {
        outcome: verdict.outcome,
        money: verdict.money,
        next: verdict.next,
        transaction_id: verdict.transaction_id,
        answer: Some(call.kept(verdict, own.to_vec()).into()),
        sent: None,
        by_recovery: false,
    }
}

/// The open payment that a request names: by its id, its order, or its number.
pub(crate) fn named(call: &Call<'_>, parsed: &Parsed<'_>) -> Option<Intent> {
    let journal = call.journal()?;
    let found = if let Some(id) = &call.request_id {
        journal.find(id.as_str())
    } else if let Some(invoice) = parsed.text("InvoiceId") {
        journal.holder(&invoice)
    } else {
        journal.payment(parsed.integer("TransactionId")?)
    };
    // Asking needs no journal: without one it is as for who has none.
    found.ok().flatten()
}

/// What asking brings about an operation that the journal has open; `None` if it has none such.
pub(crate) fn resolve(call: &mut Call<'_>, parsed: &Parsed<'_>) -> Option<Reply> {
    let intent = named(call, parsed).filter(|intent| !intent.is_final())?;
    let journal = call.journal()?;
    call.request_id = id_of(&intent);
    if is_in_flight(call, &intent.request_id) {
        return None;
    }
    Some(asked(call, journal, &intent))
}

/// The answer to an operation with this id that has ended, as the journal has it.
pub(crate) fn ended(call: &Call<'_>) -> Option<Reply> {
    let journal = call.journal()?;
    let intent = journal.find(call.request_id.as_ref()?.as_str()).ok()??;
    let is_final = intent.is_final();
    is_final.then(|| told_again(journal, &intent))
}

/// Whether the operation with this id, or a payment of this order, is under way in this process or in
/// another one with this journal, or has begun since the call began. What was open then was asked
/// about.
pub(crate) fn is_under_way(call: &Call<'_>, id: Option<&str>, order: Option<&str>) -> bool {
    let memory = &call.client.memory;
    let holds = |order| {
        let holder = call.journal()?.holder(order).ok()??;
        Some(holder.is_open())
    };
    id.is_some_and(|id| is_in_flight(call, id) || memory.has_begun_since(id, call.started))
        || order.is_some_and(|order| {
            memory.is_taken(order, call.started) || holds(order).unwrap_or(false)
        })
}

/// Whether a call with this id is under way in this process, or in another one with this journal.
fn is_in_flight(call: &Call<'_>, request_id: &str) -> bool {
    let client = call.client;
    client.memory.is_in_flight(request_id)
        || call.journal().is_some_and(|journal| {
            let intent = journal.find(request_id).ok().flatten();
            intent.is_some_and(|intent| intent.is_open() && journal.is_elsewhere(&intent))
        })
}

/// Notes what `resolve` has found of an operation that had ended before, or of another one that
/// bears its stamp. The till is told of a payment for which it took cash that it will be undone.
pub(crate) fn learn_found(call: &mut Call<'_>, verdict: Verdict) -> Verdict {
    let Some(journal) = call.journal() else {
        return verdict;
    };
    if in_doubt(&verdict) || verdict.outcome == Outcome::Requires3ds {
        return verdict;
    }
    let shown = call.theirs.as_ref().and_then(look_up::transaction);
    let stamp = shown.and_then(|record| record.stamp);
    let own = call.request_id.as_ref().map(RequestId::as_str);
    let is_own = own.is_some();
    let Some(id) = own.map(str::to_owned).or(stamp) else {
        return verdict;
    };
    let lesson = lesson(call, &verdict, &[]);
    // What cannot be written now is found again by the next question.
    let Ok(Some(intent)) = journal.learn_of_ended(&id, &lesson, call.now_ms()) else {
        return verdict;
    };
    if intent.outcome == Outcome::Reversing {
        call.durable = Some(true);
        return told(verdict, &intent);
    }
    let verdict = if is_own {
        unless_anew(verdict, &intent)
    } else {
        verdict
    };
    let is_written = intent.outcome == verdict.outcome;
    call.durable = (is_own || is_written).then_some(is_written);
    verdict
}

/// Where nothing moved and the operation is open all the same, it has begun anew since somebody
/// began to ask: nothing is known of that.
fn unless_anew(verdict: Verdict, intent: &Intent) -> Verdict {
    if verdict.money == Money::NotMoved && !intent.is_final() {
        return told(verdict, intent);
    }
    verdict
}

/// What a reversal means for the payment in the journal. What has not turned up yet is undone when
/// it does: the cashier may take the money otherwise.
pub(crate) fn reversal(call: &mut Call<'_>, intent: Option<Intent>, verdict: Verdict) -> Verdict {
    let Some(journal) = call.journal() else {
        return verdict;
    };
    // The journal may be readable now and not have been at first.
    let own = call.request_id.as_ref().map(RequestId::as_str);
    let by_id = || journal.find(own?).ok().flatten();
    // What has ended holds no order any more; then the number tells which payment it was.
    let by_number = || journal.payment(verdict.transaction_id?).ok().flatten();
    let before = intent.filter(|intent| intent.pays);
    let since = || by_id().filter(|intent| intent.pays).or_else(by_number);
    let Some(payment) = before.clone().or_else(since) else {
        return verdict;
    };
    let now_ms = call.now_ms();
    if !in_doubt(&verdict) && verdict.outcome != Outcome::Requires3ds {
        let lesson = lesson(call, &verdict, &[]);
        let learnt = match &before {
            Some(before) => journal.learn_by_asking(before, &lesson, now_ms),
            None => journal.learn_of_ended(&payment.request_id, &lesson, now_ms),
        };
        call.durable = Some(learnt.is_ok());
        return match learnt {
            Ok(Some(intent)) => unless_anew(verdict, &intent),
            _ => verdict,
        };
    }
    match journal.reverse_later(&payment.request_id, now_ms) {
        Ok(true) => {
            call.durable = Some(true);
            let mut reversing = Verdict::of(Outcome::Reversing, Effect::MovesMoney);
            reversing.fault = verdict.fault;
            reversing.about(verdict.transaction_id)
        }
        Ok(false) => verdict,
        Err(trouble) => {
            let mut verdict = verdict;
            verdict.fault = Some(trouble.into());
            verdict
        }
    }
}

fn unavailable(call: &Call<'_>, trouble: Trouble) -> Reply {
    let verdict = Verdict::of(Outcome::JournalUnavailable, call.row.effect);
    call.reply(&verdict.with(trouble.into()))
}

/// The id of an intent, as a call bears it.
pub(crate) fn id_of(intent: &Intent) -> Option<RequestId> {
    RequestId::parse(&intent.request_id).ok()
}
