//! The store behind `X-Request-ID`.
//!
//! Only successes are kept, for one hour of the virtual clock, one store for the whole terminal:
//! the same id on another path or with another body gets the stored answer as it is. A request whose
//! id is in progress waits for the other one's end.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use tokio::sync::watch;

use crate::clock::Clock;
use crate::sync::lock;

/// How long a success is kept.
const KEEP_MS: i64 = 3_600_000;

/// What is known about an id.
#[derive(Debug)]
enum Entry {
    /// Somebody works on it; the channel closes at the end.
    InProgress(watch::Receiver<()>),
    /// It ended well.
    Done { answer: Arc<str>, until: i64 },
}

/// What a request with an id may do.
#[derive(Debug)]
pub(crate) enum Claim {
    /// Send this answer; process nothing.
    Stored(Arc<str>),
    /// Process, then report the end.
    Process(Ticket),
    /// Another request with the id is in progress: wait for its end, then look again.
    Wait(Running),
}

/// Another request in progress.
#[derive(Debug)]
pub(crate) struct Running(watch::Receiver<()>);

impl Running {
    /// Wait for its end.
    pub(crate) async fn end(mut self) {
        // The sender is only ever dropped: this ends with an error, and that is the signal.
        while self.0.changed().await.is_ok() {}
    }
}

/// The right to process an id. Dropping it without a success frees the id.
#[derive(Debug)]
pub(crate) struct Ticket {
    store: Arc<Shared>,
    id: String,
    /// Of the store when the ticket was given out.
    generation: u64,
    /// Wakes the waiting ones when it is dropped. A duplicate has none: it owns no entry.
    done: Option<watch::Sender<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    entries: HashMap<String, Entry>,
    /// Ids in the order of their end, to forget them in time.
    ends: VecDeque<(i64, String)>,
    /// Counts how often the store was emptied: older tickets are void.
    generation: u64,
}

/// The store.
#[derive(Debug, Default, Clone)]
pub(crate) struct IdStore {
    shared: Arc<Shared>,
}

impl IdStore {
    /// Ask for an id. To be done as soon as the request is here: with `duplicates_run` requests
    /// that overlap are all processed, however the tasks are scheduled afterwards.
    pub(crate) fn look(&self, id: &str, clock: &Clock, duplicates_run: bool) -> Claim {
        let mut inner = lock(&self.shared.inner);
        inner.forget(clock.elapsed_ms());
        let mut ticket = Ticket {
            store: Arc::clone(&self.shared),
            id: id.to_owned(),
            generation: inner.generation,
            done: None,
        };
        match inner.entries.get(id) {
            Some(Entry::Done { answer, .. }) => Claim::Stored(Arc::clone(answer)),
            Some(Entry::InProgress(_)) if duplicates_run => Claim::Process(ticket),
            Some(Entry::InProgress(running)) => Claim::Wait(Running(running.clone())),
            None => {
                let (done, running) = watch::channel(());
                inner
                    .entries
                    .insert(id.to_owned(), Entry::InProgress(running));
                ticket.done = Some(done);
                Claim::Process(ticket)
            }
        }
    }

    /// Forget everything.
    pub(crate) fn clear(&self) {
        let mut inner = lock(&self.shared.inner);
        *inner = Inner {
            generation: inner.generation + 1,
            ..Inner::default()
        };
    }
}

impl Inner {
    fn forget(&mut self, moment: i64) {
        while self.ends.front().is_some_and(|(until, _)| *until <= moment) {
            let Some((_, id)) = self.ends.pop_front() else {
                return;
            };
            // A later success of the same id may have taken the place.
            if let Some(Entry::Done { until, .. }) = self.entries.get(&id)
                && *until <= moment
            {
                self.entries.remove(&id);
            }
        }
    }
}

impl Ticket {
    /// It ended well: keep the answer.
    pub(crate) fn keep(self, answer: Arc<str>, clock: &Clock) {
        let until = clock.elapsed_ms() + KEEP_MS;
        let mut inner = lock(&self.store.inner);
        if inner.generation == self.generation {
            let entry = Entry::Done { answer, until };
            inner.ends.push_back((until, self.id.clone()));
            inner.entries.insert(self.id.clone(), entry);
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if self.done.is_none() {
            return;
        }
        let mut inner = lock(&self.store.inner);
        if inner.generation == self.generation
            && let Some(Entry::InProgress(_)) = inner.entries.get(&self.id)
        {
            inner.entries.remove(&self.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Claim, IdStore, Ticket};
    use crate::clock::Clock;

    fn ticket(claim: Claim) -> Ticket {
        match claim {
            Claim::Process(ticket) => ticket,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_success_is_answered_again_for_one_hour() {
        let (store, clock) = (IdStore::default(), Clock::new(false));
        ticket(store.look("a", &clock, false)).keep(Arc::from("yes"), &clock);
        assert!(
            matches!(store.look("a", &clock, false), Claim::Stored(answer) if &*answer == "yes")
        );
        clock.advance(3_600_000);
        assert!(matches!(store.look("a", &clock, false), Claim::Process(_)));
    }

    #[test]
    fn a_failure_is_not_kept() {
        let (store, clock) = (IdStore::default(), Clock::new(false));
        drop(ticket(store.look("a", &clock, false)));
        assert!(matches!(store.look("a", &clock, false), Claim::Process(_)));
    }

    #[tokio::test]
    async fn a_parallel_repeat_waits_for_the_first_answer() {
        let (store, clock) = (IdStore::default(), Clock::new(false));
        let first = ticket(store.look("a", &clock, false));
        let Claim::Wait(running) = store.look("a", &clock, false) else {
            panic!("processed twice");
        };
        let waiting = tokio::spawn(running.end());
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        first.keep(Arc::from("once"), &clock);
        waiting.await.expect("no panic");
        assert!(
            matches!(store.look("a", &clock, false), Claim::Stored(answer) if &*answer == "once")
        );
    }

    #[test]
    fn what_ends_after_the_store_was_emptied_is_not_kept() {
        let (store, clock) = (IdStore::default(), Clock::new(false));
        let old = ticket(store.look("a", &clock, false));
        store.clear();
        let fresh = ticket(store.look("a", &clock, false));
        old.keep(Arc::from("old"), &clock);
        assert!(matches!(store.look("a", &clock, false), Claim::Wait(_)));
        fresh.keep(Arc::from("new"), &clock);
        let again = store.look("a", &clock, false);
        assert!(matches!(again, Claim::Stored(answer) if &*answer == "new"));
    }

    #[test]
    fn when_duplicates_run_both_are_processed() {
        let (store, clock) = (IdStore::default(), Clock::new(false));
        let _first = ticket(store.look("a", &clock, true));
        assert!(matches!(store.look("a", &clock, true), Claim::Process(_)));
    }
}
