//! One operation while it is in flight.

use std::sync::Arc;

use cloudpayments_money::outcome::Money;

use crate::reply::Reply;
use crate::sync::lock;

use super::{Doubt, Flight, Landing, Memory, State};

/// How an operation ended, as far as the memory cares.
enum Ending {
    Ended(Money),
    InDoubt(Doubt),
    AtIssuer(Doubt),
    Forgotten,
}

/// An operation in flight. If it is dropped without an answer (the call panicked), it counts as
/// what was last said of it.
pub(crate) struct Operating<'a> {
    memory: &'a Memory,
    id: Arc<str>,
    invoice: Option<Arc<str>>,
    pub(super) flight: Arc<Flight>,
    /// Where the money is already, if this is a repeat of what succeeded.
    before: Option<Money>,
    ending: Option<Ending>,
}

impl<'a> Operating<'a> {
    /// Unless something else is said of it, nothing has moved.
    pub(super) const fn new(
        memory: &'a Memory,
        id: Arc<str>,
        invoice: Option<Arc<str>>,
        flight: Arc<Flight>,
        before: Option<Money>,
    ) -> Self {
        Self {
            memory,
            id,
            invoice,
            flight,
            before,
            ending: Some(Ending::Ended(Money::NotMoved)),
        }
    }

    /// From here on it may have reached the gateway: until it ends, it is in doubt.
    pub(crate) fn may_be_sent(&mut self, doubt: Doubt) {
        self.ending = Some(Ending::InDoubt(doubt));
    }

    /// The payer must pass 3-D Secure.
    pub(crate) fn is_at_issuer(&mut self, doubt: Doubt) {
        self.ending = Some(Ending::AtIssuer(doubt));
    }

    /// The journal knows better: as if it had not begun here.
    pub(crate) fn forget(&mut self) {
        self.ending = Some(Ending::Forgotten);
    }

    /// It has ended.
    pub(crate) fn ended(&mut self, money: Money) {
        self.ending = Some(Ending::Ended(money));
    }

    /// Ends the operation and hands its answer to those who wait for it.
    pub(crate) fn finish(mut self, reply: &Reply) {
        self.close(Some(reply));
    }

    /// Sets the state first, so that nobody begins to wait for an answer that was handed out.
    fn close(&mut self, reply: Option<&Reply>) {
        let Some(ending) = self.ending.take() else {
            return;
        };
        let mut operations = lock(&self.memory.operations);
        let state = match ending {
            Ending::InDoubt(doubt) => Some(State::InDoubt(Arc::new(doubt))),
            Ending::AtIssuer(doubt) => {
                operations.keep_page(&self.id);
                Some(State::AtIssuer(Arc::new(doubt), reply.cloned()))
            }
            // A repeat that did not get through undoes nothing.
            Ending::Ended(Money::NotMoved) => {
                Some(State::Ended(self.before.unwrap_or(Money::NotMoved)))
            }
            Ending::Ended(money) => Some(State::Ended(money)),
            Ending::Forgotten => None,
        };
        if !matches!(state, Some(State::InDoubt(_)))
            && let Some(invoice) = &self.invoice
        {
            operations.release(invoice, &self.id);
        }
        match (operations.by_id.get_mut(&self.id), state) {
            (Some(operation), Some(state)) => operation.state = state,
            (Some(_), None) => {
                operations.by_id.remove(&self.id);
            }
            (None, _) => {}
        }
        drop(operations);
        // Copying the answer and waking cost something even when nobody waits.
        if Arc::strong_count(&self.flight) > 1 {
            *lock(&self.flight.landing) =
                reply.map_or(Landing::Lost, |reply| Landing::Landed(reply.clone()));
            self.flight.landed.notify_all();
        }
    }
}

impl Drop for Operating<'_> {
    fn drop(&mut self) {
        self.close(None);
    }
}
