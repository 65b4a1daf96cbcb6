//! Asking about one operation until its doubt ends or the time is up.

use std::cell::Ref;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cloudpayments_money::answer::{State, Transaction};
use cloudpayments_money::ask::{Absence, Finding, conclude, wait_before};
use cloudpayments_money::document::Document;
use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::json;
use cloudpayments_money::outcome::Outcome;
use cloudpayments_money::request_id::RequestId;
use cloudpayments_money::verdict::{Effect, Expected, Operation, Rule, Verdict};

use crate::call::{Call, milliseconds};
use crate::look_up::{List, Lists, get, look_up, says_not_found, transaction};
use crate::reply::Source;
use crate::world;

use super::{asking_until, read_again, refund_verdict};

/// The gateway's `Date` header counts whole seconds, and its clock may be read a moment late.
const CLOCK_SLACK_MS: u64 = 1500;

/// What the questions about an operation have shown so far.
#[derive(Debug, Clone)]
pub(crate) struct Trail {
    pub(crate) absence: Absence,
    /// When the latest of them was answered.
    asked_at: Option<Instant>,
    /// Until when an answer could end nothing.
    spared_until: Option<Instant>,
    /// The payment that was seen declined.
    declined: Option<i64>,
}

impl Trail {
    pub(crate) const fn new(absence: Absence) -> Self {
        Self {
            absence,
            asked_at: None,
            spared_until: None,
            declined: None,
        }
    }

    /// How long an answer could end nothing; `None` if the usual steps are worth their while.
    pub(crate) fn spared_ms(&self) -> Option<u64> {
        let until = self.spared_until?;
        Some(milliseconds(until.saturating_duration_since(world::now())))
    }
}

/// When the first look-up is made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum First {
    AtOnce,
    AfterAWhile,
    /// At once, and no other one after it.
    AndLast,
}

/// What one round of look-ups brought.
enum Round {
    /// They worked, and this is what they say; with the answer that says it.
    Found(Finding, Option<Box<Document>>),
    /// They did not work: nothing is known more than before.
    Failed,
}

/// Asking about one operation until its doubt ends or the time is up.
pub(super) struct Asking<'a, 'c> {
    call: &'a mut Call<'c>,
    operation: Operation<'a>,
    trail: &'a mut Trail,
    lists: &'a Lists,
    until: Instant,
    /// When the list of the latest round was read, which may have been for another operation.
    listed_ms: u64,
    /// Whether the last round of look-ups worked.
    works: bool,
    /// Whether something was found that may be ours: then there is no absence to wait for.
    unproven: bool,
}

impl<'a, 'c> Asking<'a, 'c> {
    pub(super) fn new(
        call: &'a mut Call<'c>,
        operation: Operation<'a>,
        trail: &'a mut Trail,
        lists: &'a Lists,
    ) -> Self {
        Self {
            until: asking_until(call),
            listed_ms: u64::MAX,
            call,
            operation,
            trail,
            lists,
            works: false,
            unproven: false,
        }
    }

    pub(super) fn run(mut self, fault: Fault, first: First) -> Verdict {
        let effect = self.operation.effect;
        let unknown = |fault| Verdict::of(Outcome::Unknown, effect).with(fault);
        if !self.can_be_asked() {
            return unknown(fault);
        }
        let mut made = 0;
        let mut at_once = first != First::AfterAWhile;
        loop {
            let ends = made > 0 && first == First::AndLast;
            if ends || (!at_once && !self.wait(made)) {
                let fault = match first {
                    First::AtOnce | First::AndLast => {
                        self.call.asked_in_vain.take().unwrap_or(fault)
                    }
                    First::AfterAWhile => fault,
                };
                return unknown(fault).about(self.operation.expected.transaction_id);
            }
            made += 1;
            let until = self.until;
            if at_once {
                // Whoever calls to ask gets one question asked, however short `resolve_ms` is.
                self.until = self.call.deadline;
            }
            self.listed_ms = u64::MAX;
            let round = self.round();
            self.until = until;
            at_once = false;
            self.works = !matches!(round, Round::Failed);
            self.trail.spared_until = None;
            let Round::Found(finding, answer) = round else {
                continue;
            };
            self.trail.asked_at = Some(world::now());
            if !matches!(finding, Finding::Nothing | Finding::Unproven) {
                self.call.source = Source::LookUp;
                // What a list showed is not shown again: it is not one record's answer.
                self.call.theirs = answer.map(|answer| *answer);
            }
            match finding {
                // The gateway may be trying a second bank just now: a decline must be seen twice.
                Finding::Settled(verdict)
                    if verdict.outcome == Outcome::Declined
                        && matches!(self.operation.rule, Rule::Payment | Rule::Finish3ds)
                        && self.trail.declined != verdict.transaction_id =>
                {
                    self.trail.declined = verdict.transaction_id;
                }
                Finding::Settled(verdict) => return verdict,
                Finding::Contradiction(fault, number) => {
                    return read_again(self.call, self.operation, fault, number);
                }
                Finding::Unproven => {
                    self.trail.absence.something_found();
                    self.unproven = true;
                }
                Finding::Nothing => {
                    let now_ms = self.call.now_ms();
                    let since_ms = self.listed_ms.min(now_ms);
                    if self.trail.absence.nothing_found(since_ms, now_ms) {
                        self.call.source = Source::LookUp;
                        return Verdict::of(Outcome::NotProcessed, effect)
                            .about(self.operation.expected.transaction_id);
                    }
                    self.spare(now_ms);
                }
            }
        }
    }

    fn can_be_asked(&self) -> bool {
        let expected = self.operation.expected;
        match self.operation.rule {
            Rule::Payment | Rule::Payout => {
                expected.invoice_id.is_some() || expected.transaction_id.is_some()
            }
            Rule::Finish3ds | Rule::Confirm | Rule::Void | Rule::Refund => {
                expected.transaction_id.is_some()
            }
            _ => false,
        }
    }

    /// Asks no earlier than an answer could end the doubt, where that is known.
    fn spare(&mut self, now_ms: u64) {
        let back = self.call.client.memory.back();
        let absence = Some(self.trail.absence).filter(|_| !self.unproven);
        let spared = absence.and_then(|absence| absence.spared_ms(now_ms, back));
        // The milliseconds of two calls may differ by one.
        let until = |spared| world::now().checked_add(Duration::from_millis(spared + 2));
        self.trail.spared_until = spared.and_then(until);
    }

    /// Waits for the next round; false if there will be none.
    fn wait(&mut self, made: u32) -> bool {
        if self.call.is_stopped() || self.call.is_locked_out() {
            return false;
        }
        let now = self.call.now_ms();
        let left = |until: Instant| milliseconds(until.saturating_duration_since(world::now()));
        // A proof of absence that is in reach is worth the whole of the call.
        let absence = Some(self.trail.absence).filter(|_| !self.unproven);
        if absence.is_some_and(|absence| absence.provable_within(now, left(self.call.deadline))) {
            self.until = self.call.deadline;
        }
        let left = left(self.until);
        let mut time = wait_before(made, self.call.dice());
        let absence = absence.filter(|_| self.works);
        if let Some(absence) = absence {
            // A look-up that can prove something need not wait longer than that.
            let back = self.call.client.memory.back();
            time = absence.next_in_ms(now, time, back).max(20);
        }
        let patience = self.call.client.memory.patience_ms();
        time = time.max(patience);
        if time >= left {
            // However short the time, one look-up is made, unless the gateway has answered none of
            // the last ones.
            if made > 0 || patience > 0 {
                return false;
            }
            time = left / 2;
        }
        self.call.sleep(time);
        !self.call.is_stopped() && world::now() < self.until
    }

    fn round(&mut self) -> Round {
        let expected = self.operation.expected;
        match (self.operation.rule, expected.transaction_id) {
            (Rule::Refund, Some(payment)) => self.find_refund(payment),
            // A number that we know and the gateway does not proves nothing.
            (_, Some(number)) => match get(self.call, number, self.until) {
                Some(answer) if transaction(&answer).is_some() => self.unless_in_its_place(answer),
                _ => Round::Failed,
            },
            (_, None) => self.find_payment(),
        }
    }

    /// A payment that was declined may have been taken by a second bank under another number, which
    /// names the declined one.
    fn unless_in_its_place(&self, answer: Document) -> Round {
        let declined = transaction(&answer)
            .filter(|record| record.state == Some(State::Declined))
            .and_then(|record| Some((record.id?, record.invoice_id?.into_owned())));
        let Some((number, invoice)) = declined else {
            return self.concluded(answer);
        };
        let body = format!(r#"{{"InvoiceId":{}}}"#, json::quoted(&invoice));
        let Some(latest) = look_up(self.call, "payments/find", &body, self.until) else {
            return Round::Failed;
        };
        let in_its_place = transaction(&latest)
            .filter(|record| record.instead_of == Some(number))
            .and_then(|record| record.id);
        let Some(in_its_place) = in_its_place else {
            return self.concluded(answer);
        };
        let expected = Expected {
            transaction_id: Some(in_its_place),
            ..self.operation.expected.clone()
        };
        self.concluded_for(&expected, latest)
    }

    fn concluded(&self, answer: Document) -> Round {
        self.concluded_for(self.operation.expected, answer)
    }

    fn concluded_for(&self, expected: &Expected, answer: Document) -> Round {
        let found: Vec<_> = transaction(&answer).into_iter().collect();
        let finding = conclude(self.operation.rule, expected, &found);
        drop(found);
        let tells = !matches!(finding, Finding::Nothing | Finding::Unproven);
        Round::Found(finding, tells.then(|| Box::new(answer)))
    }

    /// Looks for a payment by its order number, and in the list of the time around its sending:
    /// the first shows the latest operation only, which may hide an earlier one.
    fn find_payment(&mut self) -> Round {
        let Some(invoice) = &self.operation.expected.invoice_id else {
            return Round::Failed;
        };
        let body = format!(r#"{{"InvoiceId":{}}}"#, json::quoted(invoice));
        // Only the newer one of the two methods shows payouts.
        let path = match self.operation.rule {
            Rule::Payout => "v2/payments/find",
            _ => "payments/find",
        };
        let Some(answer) = look_up(self.call, path, &body, self.until) else {
            return Round::Failed;
        };
        if transaction(&answer).is_none() && !says_not_found(&answer) {
            return Round::Failed;
        }
        let by_number = self.concluded(answer);
        if let Round::Found(Finding::Settled(verdict), _) = &by_number
            // A decline may have an approved twin, and an abandoned 3-D Secure may too.
            && !matches!(verdict.outcome, Outcome::Declined | Outcome::NotProcessed)
        {
            return by_number;
        }
        let Some(listed) = self.listed() else {
            return Round::Failed;
        };
        let found = listed.transactions().collect::<Vec<_>>();
        match conclude(self.operation.rule, self.operation.expected, &found) {
            Finding::Nothing => by_number,
            finding => Round::Found(finding, None),
        }
    }

    /// The list since the sending; nothing if it could not be read.
    fn listed(&mut self) -> Option<Ref<'a, List>> {
        let listed = self
            .lists
            .since_sending(self.call, self.trail.asked_at, self.until)?;
        self.listed_ms = listed.read_ms;
        Some(listed)
    }

    /// The number of the refund, if the operation was answered with one before.
    fn known_refund(&self, kept: &[(Arc<str>, i64)]) -> Option<i64> {
        let id = self.call.request_id.as_ref()?;
        let by_journal = || {
            let own = kept.iter().find(|(owner, _)| **owner == *id.as_str());
            own.map(|(_, number)| *number)
        };
        self.call
            .client
            .memory
            .refund_of(id.as_str())
            .or_else(by_journal)
    }

    /// Looks for a refund of a payment that began with this call: of the same amount, not older
    /// than the sending by the gateway's own clock, and not one that belongs to another operation.
    fn find_refund(&mut self, payment: i64) -> Round {
        let journal = self.call.journal();
        // A journal that cannot be read knows of no refund; others are told apart by their time.
        let kept = journal.and_then(|journal| journal.refunds(payment).ok());
        let kept = kept.unwrap_or_default();
        if let Some(number) = self.known_refund(&kept) {
            return match get(self.call, number, self.until) {
                Some(answer) => match transaction(&answer) {
                    Some(refund) => {
                        let verdict = refund_verdict(self.operation.expected, &refund);
                        Round::Found(Finding::Settled(verdict), None)
                    }
                    None => Round::Failed,
                },
                None => Round::Failed,
            };
        }
        let Some(sent_at_ms) = self.call.sent_at_ms else {
            return Round::Failed;
        };
        let Some(listed) = self.listed() else {
            return Round::Failed;
        };
        let client = self.call.client;
        let id = self.call.request_id.as_ref().map(RequestId::as_str);
        let since = self
            .call
            .earliest_at_gateway(sent_at_ms)
            .saturating_sub(CLOCK_SLACK_MS);
        let amount = self.operation.expected.amount;
        let all: Vec<_> = listed
            .transactions()
            .filter(|refund| refund.original_id == Some(payment))
            .filter(|refund| amount.is_none() || refund.amount == amount)
            .collect();
        let anothers = |refund: &&Transaction<'_>| {
            refund.id.is_some_and(|number| {
                let is_anothers = |(owner, made): &(Arc<str>, i64)| {
                    *made == number && id.is_none_or(|id| **owner != *id)
                };
                client.memory.is_anothers_refund(number, id) || kept.iter().any(is_anothers)
            })
        };
        let (older, ours): (Vec<_>, Vec<_>) = all
            .iter()
            .filter(|refund| !anothers(refund))
            .partition(|refund| refund.created_ms.is_some_and(|created| created < since));
        let verdict = |outcome| Verdict::of(outcome, Effect::MovesMoney);
        let finding = match ours.as_slice() {
            // Who does not say which refund is meant may mean one that was answered, and a clock
            // that was set may have made ours look old.
            [] if !older.is_empty() || (id.is_none() && !all.is_empty()) => Finding::Unproven,
            [] => Finding::Nothing,
            [refund] => {
                if let Some(number) = refund.id {
                    client.memory.note_refund(number, id);
                }
                Finding::Settled(refund_verdict(self.operation.expected, refund))
            }
            [first, ..] => {
                let why =
                    "the gateway shows several refunds of this payment that could be this one";
                let fault = Fault::new(ErrorCode::Mismatch, why);
                Finding::Settled(verdict(Outcome::ManualReview).with(fault).about(first.id))
            }
        };
        Round::Found(finding, None)
    }
}
