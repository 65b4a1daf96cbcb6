//! What this process remembers of its operations, so that none is made twice.
//!
//! The same `request_id` again shares the answer of the call in flight, is refused when its
//! content differs, and becomes a question when the first call is in doubt. While the payer is at
//! the issuer's page it gives that page again. An invoice in flight or in doubt takes no second
//! payment. Kept for two hours and for the last 100,000 operations;
//! what must outlive the process is the journal's part.

mod operating;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use cloudpayments_money::intent::Intent;
use cloudpayments_money::outcome::Money;
use cloudpayments_money::patience::{Back, Patience};

use crate::call::milliseconds;
use crate::catalog;
use crate::config::BaseUrl;
use crate::reply::Reply;
use crate::sync::{Condvar, Mutex, PerProcess, lock, wait};
use crate::world;

pub(crate) use self::operating::Operating;

const KEPT_FOR: Duration = Duration::from_hours(2);

/// The gateway answers a repeated id from its own store for an hour; less a reserve.
const GATEWAY_KEEPS: Duration = Duration::from_mins(50);

const KEPT_AT_MOST: usize = 100_000;

/// The answers with an issuer's page that are kept to be given again.
const PAGES_KEPT: usize = 1000;

/// The longest time between two looks at whether a waiting call was interrupted.
const LOOK_AROUND: Duration = Duration::from_millis(50);

/// One memory for each terminal (its gateway and its public id).
type Memories = HashMap<(String, String), Arc<Memory>>;

static MEMORIES: PerProcess<Mutex<Memories>> = PerProcess::new();

/// The method of an operation and the transaction that it is about, if any.
pub(crate) type Subject = (&'static str, Option<i64>);

/// Names the content of a request.
pub(crate) type Fingerprint = [u8; 16];

#[derive(Debug)]
pub(crate) struct Memory {
    operations: Mutex<Operations>,
    patience: Mutex<Patience>,
    /// Since when the patience counts its time.
    since: Instant,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            operations: Mutex::default(),
            patience: Mutex::default(),
            since: world::now(),
        }
    }
}

#[derive(Debug, Default)]
struct Operations {
    by_id: HashMap<Arc<str>, Operation>,
    /// In the order in which they began.
    order: VecDeque<(Instant, Arc<str>)>,
    /// The operations that hold an invoice: more than one when the payer of an earlier payment
    /// comes back from the issuer's page.
    invoices: HashMap<Arc<str>, Vec<Arc<str>>>,
    /// The operations whose answer with the issuer's page is kept, in the order in which it came.
    pages: VecDeque<Arc<str>>,
    /// Payments that were called not processed while the payer could still be at the issuer's page.
    given_up: VecDeque<i64>,
    /// Refunds that have been answered, with the operation that each belongs to: it is no other
    /// one's lost refund.
    refunds: VecDeque<(i64, Option<Arc<str>>)>,
}

#[derive(Debug)]
struct Operation {
    fingerprint: Fingerprint,
    subject: Subject,
    state: State,
    /// Tells this operation from an older one of the same name in `order`.
    began: Instant,
    /// Since when the gateway keeps its success under this id; nobody knows of what ended
    /// otherwise than by its answer.
    kept_since: Option<Instant>,
}

#[derive(Debug)]
enum State {
    InFlight(Arc<Flight>),
    InDoubt(Arc<Doubt>),
    /// The payer must pass 3-D Secure; with the answer that says so, if it is kept.
    AtIssuer(Arc<Doubt>, Option<Reply>),
    Ended(Money),
}

/// A call in flight, for those who wait for its answer.
#[derive(Debug, Default)]
struct Flight {
    landing: Mutex<Landing>,
    landed: Condvar,
}

#[derive(Debug, Default)]
enum Landing {
    #[default]
    InTheAir,
    Landed(Reply),
    /// The call panicked; it has no answer to share.
    Lost,
}

/// What is known of an operation in doubt.
#[derive(Debug, Clone, Default)]
pub(crate) struct Doubt {
    pub(crate) method: &'static str,
    pub(crate) invoice_id: Option<Arc<str>>,
    pub(crate) transaction_id: Option<i64>,
    pub(crate) amount: Option<u64>,
    pub(crate) currency: Option<Arc<str>>,
    pub(crate) sent_at_ms: Option<u64>,
}

impl Doubt {
    /// What the journal knows of an operation.
    pub(crate) fn of(intent: &Intent) -> Self {
        Self {
            method: catalog::find(&intent.method).map_or("charge", |row| row.name),
            invoice_id: intent.invoice_id.clone(),
            transaction_id: intent.transaction_id,
            amount: intent.amount,
            currency: intent.currency.clone(),
            sent_at_ms: Some(intent.sent.wall_ms.min(intent.changed_ms)),
        }
    }

    /// The doubt about a payment, if it is the one with this number: not one about a command.
    fn filter_number(self: Arc<Self>, number: i64) -> Option<Arc<Self>> {
        let begins = crate::catalog::find(self.method).is_some_and(crate::catalog::Row::is_payment);
        (begins && self.transaction_id == Some(number)).then_some(self)
    }
}

/// How a call with a request id may go on.
pub(crate) enum Begin<'a> {
    /// It is the first: make it, and tell how it ended.
    Go(Operating<'a>),
    /// The same is in flight, and this was its answer.
    Shared(Reply),
    /// The same was in flight, and its answer did not come in time.
    StillInFlight,
    /// The same was sent before and is in doubt: ask, do not send.
    InDoubt(Arc<Doubt>),
    /// The same succeeded so long ago that the gateway may have forgotten its id: ask, do not send.
    LongEnded(Duration),
    /// The same was answered with the issuer's page, and this was the answer.
    AtIssuer(Reply),
    /// The same id was used with other content; where the money of that call is.
    Mismatch(Money),
    /// Another operation holds the invoice.
    Busy(Arc<str>),
}

impl Memory {
    /// The memory of a terminal.
    pub(crate) fn of(gateway: &BaseUrl, public_id: &str) -> Arc<Self> {
        #[cfg(feature = "testing")]
        if crate::testing::world().is_some() {
            return Arc::default();
        }
        let key = (gateway.identity(), public_id.to_owned());
        Arc::clone(lock(MEMORIES.get()).entry(key).or_default())
    }

    /// How long to wait before the next question, in milliseconds: the gateway has not answered the
    /// last ones.
    pub(crate) fn patience_ms(&self) -> u64 {
        lock(&self.patience).wait_ms(milliseconds(world::since(self.since)))
    }

    /// A question is being asked: while the gateway does not answer, it is the only one for a while.
    pub(crate) fn asking(&self, pause_ms: u64, dice: u64) {
        lock(&self.patience).asking(milliseconds(world::since(self.since)), pause_ms, dice);
    }

    /// A question was answered, or not.
    pub(crate) fn asked(&self, answered: bool, pause_ms: u64, dice: u64) {
        let now = milliseconds(world::since(self.since));
        let mut patience = lock(&self.patience);
        if answered {
            patience.answered(now);
        } else {
            patience.failed(now, pause_ms, dice);
        }
    }

    /// The end of the latest time in which the gateway did not answer.
    pub(crate) fn back(&self) -> Option<Back> {
        lock(&self.patience).back(milliseconds(world::since(self.since)))
    }

    /// Begins an operation, or finds out that it has begun before.
    pub(crate) fn begin(
        &self,
        id: &str,
        fingerprint: Fingerprint,
        invoice: Option<&str>,
        subject: Subject,
        deadline: Instant,
        stop: impl Fn() -> bool,
    ) -> Begin<'_> {
        let mut operations = lock(&self.operations);
        operations.forget_old();
        let (id, began): (Arc<str>, _) = (id.into(), world::now());
        let mut kept_since = Some(began);
        let mut before = None;
        if let Some(known) = operations.by_id.get(&id) {
            if known.fingerprint != fingerprint {
                return Begin::Mismatch(match known.state {
                    State::Ended(money) => money,
                    State::AtIssuer(..) => Money::NotMoved,
                    State::InFlight(_) | State::InDoubt(_) => Money::Unknown,
                });
            }
            match &known.state {
                State::InFlight(flight) => {
                    let flight = Arc::clone(flight);
                    drop(operations);
                    return Self::share(&flight, deadline, stop);
                }
                State::AtIssuer(_, Some(reply)) => return Begin::AtIssuer(reply.clone()),
                State::InDoubt(doubt) | State::AtIssuer(doubt, None) => {
                    return Begin::InDoubt(Arc::clone(doubt));
                }
                State::Ended(Money::NotMoved | Money::None) => {}
                State::Ended(money) => match known.kept_since {
                    Some(since) if world::since(since) < GATEWAY_KEEPS => {
                        kept_since = Some(since);
                        before = Some(*money);
                    }
                    _ => return Begin::LongEnded(world::since(known.began)),
                },
            }
        }
        let holders = invoice.and_then(|invoice| operations.invoices.get(invoice));
        let mut holders = holders.into_iter().flatten();
        if let Some(other) = holders.find(|holder| **holder != id) {
            return Begin::Busy(Arc::clone(other));
        }
        let flight = Arc::new(Flight::default());
        operations.by_id.insert(
            Arc::clone(&id),
            Operation {
                fingerprint,
                subject,
                state: State::InFlight(Arc::clone(&flight)),
                began,
                kept_since,
            },
        );
        operations.order.push_back((began, Arc::clone(&id)));
        let invoice: Option<Arc<str>> = invoice.map(Arc::from);
        if let Some(invoice) = &invoice {
            operations.hold(invoice, &id);
        }
        Begin::Go(Operating::new(self, id, invoice, flight, before))
    }

    fn share<'a>(flight: &Flight, deadline: Instant, stop: impl Fn() -> bool) -> Begin<'a> {
        let mut landing = lock(&flight.landing);
        loop {
            match &*landing {
                Landing::Landed(reply) => return Begin::Shared(reply.clone()),
                Landing::Lost => return Begin::StillInFlight,
                Landing::InTheAir => {}
            }
            let left = deadline.saturating_duration_since(world::now());
            if left.is_zero() || stop() {
                return Begin::StillInFlight;
            }
            landing = wait(&flight.landed, landing, left.min(LOOK_AROUND));
        }
    }

    /// What is known of an operation in doubt.
    pub(crate) fn doubt(&self, id: &str) -> Option<Arc<Doubt>> {
        match &lock(&self.operations).by_id.get(id)?.state {
            State::InDoubt(doubt) | State::AtIssuer(doubt, _) => Some(Arc::clone(doubt)),
            _ => None,
        }
    }

    /// Whether a call with this id is under way in another thread.
    pub(crate) fn is_in_flight(&self, id: &str) -> bool {
        let operations = lock(&self.operations);
        let operation = operations.by_id.get(id);
        operation.is_some_and(|operation| matches!(operation.state, State::InFlight(_)))
    }

    /// Whether a call with this id was begun after this moment.
    pub(crate) fn has_begun_since(&self, id: &str, moment: Instant) -> bool {
        let operations = lock(&self.operations);
        let operation = operations.by_id.get(id);
        operation.is_some_and(|operation| operation.began > moment)
    }

    /// Whether a payment of this order is in flight, or in doubt and was begun after this moment.
    pub(crate) fn is_taken(&self, invoice: &str, moment: Instant) -> bool {
        lock(&self.operations)
            .holders(invoice)
            .any(|operation| match operation.state {
                State::InFlight(_) => true,
                _ => operation.began > moment,
            })
    }

    /// When the latest payment of this order that is in doubt was sent.
    pub(crate) fn sent_at_ms(&self, invoice: &str) -> Option<u64> {
        lock(&self.operations)
            .holders(invoice)
            .filter_map(|operation| match &operation.state {
                State::InDoubt(doubt) => doubt.sent_at_ms,
                _ => None,
            })
            .max()
    }

    /// Whether another operation of this method on this transaction is in flight or in doubt.
    pub(crate) fn is_open(&self, method: &'static str, transaction_id: i64, except: &str) -> bool {
        let operations = lock(&self.operations);
        operations.by_id.iter().any(|(id, operation)| {
            &**id != except
                && operation.subject == (method, Some(transaction_id))
                && !matches!(operation.state, State::Ended(_))
        })
    }

    /// A refund of this number has been answered to this operation.
    pub(crate) fn note_refund(&self, number: i64, id: Option<&str>) {
        let refunds = &mut lock(&self.operations).refunds;
        if refunds.iter().any(|(known, _)| *known == number) {
            return;
        }
        if refunds.len() == KEPT_AT_MOST / 100 {
            refunds.pop_front();
        }
        refunds.push_back((number, id.map(Arc::from)));
    }

    /// The number of the refund that was answered to this operation.
    pub(crate) fn refund_of(&self, id: &str) -> Option<i64> {
        let operations = lock(&self.operations);
        let mut refunds = operations.refunds.iter();
        refunds
            .find(|(_, owner)| owner.as_deref() == Some(id))
            .map(|(number, _)| *number)
    }

    /// Whether a refund of this number belongs to another operation.
    pub(crate) fn is_anothers_refund(&self, number: i64, id: Option<&str>) -> bool {
        let operations = lock(&self.operations);
        operations
            .refunds
            .iter()
            .any(|(known, owner)| *known == number && (owner.as_deref() != id || id.is_none()))
    }

    /// The end of a 3-D Secure payment is on its way: until it is known, so is the operation that
    /// began the payment, and its order takes no other one.
    pub(crate) fn passing_3ds(&self, number: i64) {
        let mut operations = lock(&self.operations);
        let began = operations.by_id.iter_mut().find_map(|(id, operation)| {
            let State::AtIssuer(doubt, _) = &operation.state else {
                return None;
            };
            let doubt = Arc::clone(doubt).filter_number(number)?;
            operation.state = State::InDoubt(Arc::clone(&doubt));
            Some((Arc::clone(id), doubt))
        });
        if let Some((id, doubt)) = began
            && let Some(invoice) = &doubt.invoice_id
        {
            operations.hold(invoice, &id);
        }
    }

    /// It has ended: with this money, or without having reached the gateway, so that the payer's
    /// page still counts. Gives the id of the operation that began the payment.
    pub(crate) fn passed_3ds(&self, number: i64, money: Option<Money>) -> Option<Arc<str>> {
        let mut operations = lock(&self.operations);
        let (id, doubt) = operations.by_id.iter().find_map(|(id, operation)| {
            let State::InDoubt(doubt) = &operation.state else {
                return None;
            };
            Some((Arc::clone(id), Arc::clone(doubt).filter_number(number)?))
        })?;
        if let Some(operation) = operations.by_id.get_mut(&id) {
            operation.state = match money {
                Some(money) => State::Ended(money),
                None => State::AtIssuer(doubt, None),
            };
            operation.kept_since = None;
        }
        operations.release_all(&id);
        Some(id)
    }

    /// Whether the payer of this payment was sent to the issuer's page by this process.
    pub(crate) fn is_at_issuer(&self, number: i64) -> bool {
        let operations = lock(&self.operations);
        operations.by_id.values().any(|operation| {
            matches!(&operation.state, State::AtIssuer(doubt, _)
                if doubt.transaction_id == Some(number))
        })
    }

    /// Nothing that was sent for this order until then was processed: the operations that hold the
    /// order have ended, unless they were sent later.
    pub(crate) fn absent_until(&self, invoice: &str, sent_at_ms: u64) {
        let mut operations = lock(&self.operations);
        let holders = operations.invoices.get(invoice).cloned();
        for holder in holders.into_iter().flatten() {
            if let Some(operation) = operations.by_id.get_mut(&holder)
                && let State::InDoubt(doubt) = &operation.state
                && doubt.sent_at_ms.is_some_and(|sent| sent <= sent_at_ms)
            {
                operation.state = State::Ended(Money::NotMoved);
                operations.release(invoice, &holder);
            }
        }
    }

    /// A payment was called not processed, although its payer may be at the issuer's page yet. Who
    /// repeats the call that began it gets a new payment, and not the page of this one.
    pub(crate) fn give_up(&self, number: i64) {
        let mut operations = lock(&self.operations);
        for operation in operations.by_id.values_mut() {
            let is_its = matches!(&operation.state, State::AtIssuer(doubt, _)
                if doubt.transaction_id == Some(number));
            if is_its {
                operation.state = State::Ended(Money::NotMoved);
            }
        }
        let given_up = &mut operations.given_up;
        if given_up.len() == PAGES_KEPT {
            given_up.pop_front();
        }
        given_up.push_back(number);
    }

    /// Whether a payment was called not processed: it must not be finished any more.
    pub(crate) fn is_given_up(&self, number: i64) -> bool {
        lock(&self.operations).given_up.contains(&number)
    }

    /// An operation that was open has ended: by asking, or because the payer passed 3-D Secure.
    /// Who has asked since then knows nothing of what was sent later under the same id.
    pub(crate) fn ended(&self, id: &str, money: Money, asked_since: Instant) {
        let mut operations = lock(&self.operations);
        let Some(operation) = operations.by_id.get_mut(id) else {
            return;
        };
        let is_later = money == Money::NotMoved && operation.began > asked_since;
        if matches!(operation.state, State::InDoubt(_) | State::AtIssuer(..)) && !is_later {
            operation.state = State::Ended(money);
            operation.kept_since = None;
            operations.release_all(id);
        }
    }
}

impl Operations {
    /// From now on the invoice takes no other operation.
    fn hold(&mut self, invoice: &Arc<str>, id: &Arc<str>) {
        let holders = self.invoices.entry(Arc::clone(invoice)).or_default();
        if !holders.contains(id) {
            holders.push(Arc::clone(id));
        }
    }

    /// The operations that hold an invoice.
    fn holders(&self, invoice: &str) -> impl Iterator<Item = &Operation> {
        let ids = self.invoices.get(invoice).into_iter().flatten();
        ids.filter_map(|id| self.by_id.get(id))
    }

    /// An operation does not hold this invoice any more.
    fn release(&mut self, invoice: &str, id: &str) {
        if let Some(holders) = self.invoices.get_mut(invoice) {
            holders.retain(|holder| &**holder != id);
            if holders.is_empty() {
                self.invoices.remove(invoice);
            }
        }
    }

    /// An operation holds no invoice any more.
    fn release_all(&mut self, id: &str) {
        self.invoices.retain(|_, holders| {
            holders.retain(|holder| &**holder != id);
            !holders.is_empty()
        });
    }

    /// Keeps an answer with the issuer's page, and lets an old one go.
    fn keep_page(&mut self, id: &Arc<str>) {
        self.pages.push_back(Arc::clone(id));
        if self.pages.len() > PAGES_KEPT
            && let Some(oldest) = self.pages.pop_front()
            && let Some(operation) = self.by_id.get_mut(&oldest)
            && let State::AtIssuer(_, reply) = &mut operation.state
        {
            *reply = None;
        }
    }

    fn forget_old(&mut self) {
        while let Some((began, id)) = self.order.front() {
            if self.order.len() < KEPT_AT_MOST && world::since(*began) < KEPT_FOR {
                return;
            }
            let known = self
                .by_id
                .get(id)
                .filter(|operation| operation.began == *began);
            if let Some(operation) = known {
                if matches!(operation.state, State::InFlight(_)) {
                    return;
                }
                let id = Arc::clone(id);
                self.by_id.remove(&id);
                self.release_all(&id);
            }
            self.order.pop_front();
        }
    }
}

#[cfg(all(test, shuttle))]
mod threads;

#[cfg(test)]
mod tests;
