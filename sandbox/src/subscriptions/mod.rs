//! Subscriptions: plans by which payers are charged again and again.

pub(crate) mod collect;
pub(crate) mod model;
pub(crate) mod recurrent;
pub(crate) mod schedule;
pub(crate) mod subscription;

#[cfg(test)]
pub(crate) mod samples;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Mutex;

use tokio::sync::Notify;

use crate::sync::lock;
use crate::values::seed::Seed;
use subscription::{Payer, Subscription, Terms};

/// All subscriptions of the terminal.
#[derive(Debug, Default)]
pub(crate) struct Subscriptions {
    book: Mutex<Book>,
    /// Charges are made one after the other: whoever makes them has the turn.
    turn: tokio::sync::Mutex<()>,
    /// The next charge may be another one now.
    changed: Notify,
}

#[derive(Debug, Default)]
struct Book {
    /// Number of the last one.
    last: u64,
    all: BTreeMap<u64, Subscription>,
    by_id: HashMap<String, u64>,
    /// Dates of the next charges, with the numbers of the subscriptions.
    next: BTreeSet<(i64, u64)>,
}

impl Book {
    fn change<E>(
        &mut self,
        number: u64,
        change: impl FnOnce(&mut Subscription) -> Result<(), E>,
    ) -> Option<Result<Subscription, E>> {
        let subscription = self.all.get_mut(&number)?;
        let before = subscription.next_ms;
        let done = change(subscription);
        let (after, subscription) = (subscription.next_ms, subscription.clone());
        if let Some(date_ms) = before {
            self.next.remove(&(date_ms, number));
        }
        if let Some(date_ms) = after {
            self.next.insert((date_ms, number));
        }
        Some(done.map(|()| subscription))
    }
}

impl Subscriptions {
    /// Begin one.
    pub(crate) fn begin(&self, seed: Seed, payer: Payer, terms: Terms) -> Subscription {
        let mut book = lock(&self.book);
        book.last += 1;
        let number = book.last;
        let id = format!("sc_{}", seed.hex("subscription", number, 29));
        let subscription = Subscription::new(number, id, payer, terms);
        book.next.insert((subscription.terms.start_ms, number));
        book.by_id.insert(subscription.id.clone(), number);
        book.all.insert(number, subscription.clone());
        drop(book);
        self.changed.notify_one();
        subscription
    }

    /// One by its id.
    pub(crate) fn get(&self, id: &str) -> Option<Subscription> {
        let book = lock(&self.book);
        book.all.get(book.by_id.get(id)?).cloned()
    }

    /// The last `count`, latest first.
    pub(crate) fn last(&self, count: usize) -> Vec<Subscription> {
        let book = lock(&self.book);
        book.all.values().rev().take(count).cloned().collect()
    }

    /// Those of a payer, oldest first.
    pub(crate) fn of_account(&self, account_id: &str) -> Vec<Subscription> {
        let book = lock(&self.book);
        let all = book.all.values();
        all.filter(|known| known.payer.account_id == account_id)
            .cloned()
            .collect()
    }

    /// Change one; answers what it is then.
    pub(crate) fn change<E>(
        &self,
        id: &str,
        change: impl FnOnce(&mut Subscription) -> Result<(), E>,
    ) -> Option<Result<Subscription, E>> {
        let mut book = lock(&self.book);
        let number = *book.by_id.get(id)?;
        let done = book.change(number, change);
        self.changed.notify_one();
        done
    }

    /// Forget all. Ids are not given out twice, unless `anew`.
    pub(crate) fn clear(&self, anew: bool) {
        let mut book = lock(&self.book);
        let last = if anew { 0 } else { book.last };
        *book = Book {
            last,
            ..Book::default()
        };
    }

    /// Date of the next charge of all.
    fn next_ms(&self) -> Option<i64> {
        lock(&self.book).next.first().map(|(date_ms, _)| *date_ms)
    }

    /// The one whose charge is next, and its date, if that is over.
    fn due(&self, now_ms: i64) -> Option<(i64, Subscription)> {
        let book = lock(&self.book);
        let (date_ms, number) = *book
            .next
            .first()
            .filter(|(date_ms, _)| *date_ms <= now_ms)?;
        Some((date_ms, book.all.get(&number)?.clone()))
    }

    /// Note how a charge ended. `None`: in the meantime it was cancelled or moved.
    fn charged(&self, number: u64, date_ms: i64, went_well: bool) -> Option<Subscription> {
        let mut book = lock(&self.book);
        if !book.next.contains(&(date_ms, number)) {
            return None;
        }
        let charged = book.change(number, |subscription| {
            if went_well {
                subscription.succeeded(date_ms);
            } else {
                subscription.failed(date_ms);
            }
            Ok::<(), std::convert::Infallible>(())
        })?;
        charged.ok()
    }
}
