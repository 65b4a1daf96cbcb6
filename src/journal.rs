//! The journal: what this till has begun, written down before it leaves and after it ends.
//!
//! Everything here is the logic above a [`Store`]: whether an operation may begin, what is learnt
//! of it, and what the till has still to take note of. How rows get to a disk is the store's part.

mod adopt;
mod begin;
pub(crate) mod boot;
#[cfg(any(test, feature = "testing"))]
pub(crate) mod in_memory;
mod keep;
mod learn;
pub(crate) mod methods;
pub(crate) mod pursue;
mod rebuild;
pub(crate) mod recorded;
mod recover;
#[cfg(feature = "journal")]
mod sqlite;
#[cfg_attr(
    not(feature = "journal"),
    expect(dead_code, reason = "there is no store that reads it")
)]
mod store;
#[cfg(test)]
mod suite;
mod withdrawn;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::intent::{Intent, Lesson};
use cloudpayments_money::outcome::{Money, Outcome};
use cloudpayments_money::verdict::Rule;
use ring::hmac;

use crate::catalog;
use crate::settle::Trail;
use crate::sync::{Mutex, PerProcess, Turn, Turns, lock};
use crate::world;

use self::begin::Context;
use self::store::{Rows, Select, Store, Till, Trouble, find};
use self::withdrawn::Withdrawn;

pub(crate) use self::begin::{Begin, Entry};
pub(crate) use self::keep::kept;
pub(crate) use self::store::Notification;

/// Where a journal is, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    pub(crate) path: String,
    pub(crate) allow_network: bool,
    /// The gateway and the terminal: a journal serves one shop.
    pub(crate) shop: String,
}

/// How long to wait for another process that writes.
const MOST_PATIENT: Duration = Duration::from_secs(5);

/// So many are remembered; a journal that fails longer has written nothing of the rest.
const MOST_WITHDRAWN: usize = 1000;

/// What the questions about an intent have shown so far, and since when nothing.
type Asked = (Trail, Option<Instant>);

/// One journal, shared by the clients of this process.
pub(crate) struct Journal {
    pub(crate) place: Place,
    /// Empty until it is needed, and after it has failed: then it is opened anew.
    store: Turns<Option<Box<dyn Store>>>,
    /// What the questions about open intents have shown so far.
    trails: Mutex<HashMap<Arc<str>, Asked>>,
    /// What was not sent because the journal failed as it was written down.
    withdrawn: Mutex<Vec<Withdrawn>>,
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Journal")
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

static JOURNALS: PerProcess<Mutex<HashMap<Place, Weak<Journal>>>> = PerProcess::new();

impl Journal {
    /// The journal at a place; opened when it is first needed.
    pub(crate) fn of(place: &Place) -> Arc<Self> {
        let mut journals = lock(JOURNALS.get());
        if let Some(journal) = journals.get(place).and_then(Weak::upgrade) {
            return journal;
        }
        let journal = Arc::new(Self {
            place: place.clone(),
            store: Turns::default(),
            trails: Mutex::default(),
            withdrawn: Mutex::default(),
        });
        journals.retain(|_, journal| journal.strong_count() > 0);
        journals.insert(place.clone(), Arc::downgrade(&journal));
        journal
    }

    /// The same, for a call that waits for it until then.
    pub(crate) fn until(&self, until: Instant) -> Access<'_> {
        Access {
            journal: self,
            until,
        }
    }
}

/// A journal, as a call has it that can wait for other threads and processes until then and no
/// longer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Access<'a> {
    journal: &'a Journal,
    until: Instant,
}

impl Access<'_> {
    /// Where it is.
    pub(crate) fn path(&self) -> &str {
        &self.journal.place.path
    }

    fn left(&self) -> Duration {
        self.until.saturating_duration_since(world::now())
    }

    /// The store, while no other thread uses it.
    fn slot(&self) -> Result<Turn<'_, Option<Box<dyn Store>>>, Trouble> {
        self.journal.store.take(|| self.left()).ok_or_else(|| {
            let why = "the journal is in use by other calls for longer than this one may take";
            Trouble::Unavailable(why.to_owned())
        })
    }

    /// Runs `work` in one transaction.
    ///
    /// After a failure the store is opened anew the next time: what a failed write has left behind
    /// is only known to who reads it again.
    fn with<T>(
        &self,
        mut work: impl FnMut(&mut dyn Rows, &Context) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        let mut slot = self.slot()?;
        let patience = self.left().min(MOST_PATIENT);
        let store = match &mut *slot {
            Some(store) => store,
            empty => empty.insert(opened(&self.journal.place, patience)?),
        };
        store.wait_at_most(patience);
        let context = Context {
            key: hmac::Key::new(hmac::HMAC_SHA256, store.key()),
            owner: store.owner().into(),
        };
        let mut result = None;
        let withdrawn = std::mem::take(&mut *lock(&self.journal.withdrawn));
        let done = store.transact(&mut |rows| {
            for begun in &withdrawn {
                begun.end(rows)?;
            }
            result = Some(work(rows, &context)?);
            Ok(())
        });
        if done.is_err() {
            lock(&self.journal.withdrawn).extend(withdrawn);
        }
        match (done, result) {
            (Ok(()), Some(result)) => Ok(result),
            (Err(trouble), _) => {
                *slot = None;
                Err(trouble)
            }
            (Ok(()), None) => {
                *slot = None;
                Err(Trouble::Unavailable("the journal did no work".to_owned()))
            }
        }
    }

    /// Writes an operation down before it is sent, or finds out that it has begun before.
    pub(crate) fn begin(&self, begin: &Begin<'_>) -> Result<Entry, Trouble> {
        let entry = self.with(|rows, context| context.begin(rows, begin));
        if entry.is_err() {
            self.withdraw(begin);
        }
        Ok(match entry? {
            Entry::Open(intent) if self.is_elsewhere(&intent) => Entry::Elsewhere,
            Entry::Open(intent) => {
                let intent = Box::new(self.adopt(&intent, &begin.now)?);
                if intent.is_final() {
                    Entry::Ended(intent)
                } else {
                    Entry::Open(intent)
                }
            }
            entry => entry,
        })
    }

    /// The journal has failed, and so the operation is not sent. It may have been written down all
    /// the same: then the next transaction ends it, before anybody asks what became of it.
    fn withdraw(&self, begin: &Begin<'_>) {
        let mut withdrawn = lock(&self.journal.withdrawn);
        if withdrawn.len() < MOST_WITHDRAWN {
            withdrawn.push(Withdrawn::of(begin));
        }
    }

    /// The intent with this id.
    pub(crate) fn find(&self, request_id: &str) -> Result<Option<Intent>, Trouble> {
        self.with(|rows, _| find(rows, request_id))
    }

    /// The numbers of the refunds of a payment, and whose they are.
    pub(crate) fn refunds(&self, number: i64) -> Result<Vec<(Arc<str>, i64)>, Trouble> {
        let about = self.with(|rows, _| rows.select(Select::Transaction(number)))?;
        let refunds = about.into_iter().filter(|intent| !intent.pays);
        Ok(refunds
            .filter_map(|intent| Some((intent.request_id, intent.made_id?)))
            .collect())
    }

    /// Whether the payer's answer is on its way for the payment with this number.
    fn is_ending(&self, number: i64) -> Result<bool, Trouble> {
        let about = self.with(|rows, _| rows.select(Select::Transaction(number)))?;
        Ok(about
            .iter()
            .any(|intent| ends_3ds(&intent.method) && intent.is_open()))
    }

    /// Whether another operation of this method about a payment has no result yet.
    pub(crate) fn is_in_doubt(
        &self,
        method: &str,
        number: i64,
        except: &str,
    ) -> Result<bool, Trouble> {
        let about = self.with(|rows, _| rows.select(Select::Transaction(number)))?;
        Ok(about.iter().any(|other| {
            *other.method == *method
                && *other.request_id != *except
                && other.money == Money::Unknown
        }))
    }

    /// The payment with this number.
    pub(crate) fn payment(&self, number: i64) -> Result<Option<Intent>, Trouble> {
        self.with(|rows, _| payment(rows, number))
    }

    /// The payment that holds this order.
    pub(crate) fn holder(&self, invoice_id: &str) -> Result<Option<Intent>, Trouble> {
        self.with(|rows, _| {
            let holders = rows.select(Select::Holder(invoice_id))?;
            Ok(holders.into_iter().next())
        })
    }

    /// The cashier takes the money otherwise: when the payment turns up, it is undone. False if it
    /// is not open any more.
    pub(crate) fn reverse_later(&self, request_id: &str, now_ms: u64) -> Result<bool, Trouble> {
        self.with(|rows, _| {
            let Some(mut intent) = find(rows, request_id)? else {
                return Ok(false);
            };
            if !intent.pays || intent.is_final() {
                return Ok(false);
            }
            intent.reverses = true;
            intent.learn(&Lesson::of(Outcome::Reversing), now_ms);
            rows.put(&intent)?;
            Ok(true)
        })
    }

    /// The till has the result. `None` if there is no such intent; false if it has no result yet.
    fn acknowledge(&self, request_id: &str) -> Result<Option<bool>, Trouble> {
        self.with(|rows, _| {
            let Some(mut intent) = find(rows, request_id)? else {
                return Ok(None);
            };
            if !intent.is_final() {
                return Ok(Some(false));
            }
            if intent.acknowledge() {
                rows.put(&intent)?;
            }
            Ok(Some(true))
        })
    }

    /// The result of an operation goes to who has asked for it by its name.
    fn tell(&self, request_id: &str) -> Result<(), Trouble> {
        self.with(|rows, _| {
            if let Some(mut intent) = find(rows, request_id)?
                && intent.tell()
            {
                rows.put(&intent)?;
            }
            Ok(())
        })
    }

    /// How many operations of all tills are open.
    pub(crate) fn open_count(&self) -> Result<usize, Trouble> {
        let pending = self.pending(Till::Any)?;
        Ok(pending.iter().filter(|intent| !intent.is_final()).count())
    }

    /// The intents that are wanted.
    fn select(&self, wanted: Select<'_>) -> Result<Vec<Intent>, Trouble> {
        self.with(|rows, _| rows.select(wanted))
    }

    /// Moves a damaged file out of the way; where it is now.
    fn set_aside(&self) -> Result<String, Trouble> {
        let mut slot = self.slot()?;
        *slot = None;
        set_aside(&self.journal.place).map_err(|error| Trouble::Unavailable(error.to_string()))
    }

    /// What the till must still take note of or wait for.
    fn pending(&self, till: Till<'_>) -> Result<Vec<Intent>, Trouble> {
        self.with(|rows, _| rows.select(Select::Pending(till)))
    }

    /// Notes a genuine notification; whether it has been seen before. The payment that it tells of
    /// is known by its number from now on.
    pub(crate) fn note(
        &self,
        notification: Notification<'_>,
        stamp: Option<&str>,
        now_ms: u64,
    ) -> Result<bool, Trouble> {
        self.with(|rows, _| {
            let seen = rows.note(notification, now_ms)?;
            if let Some(mut intent) = stamp.map(|id| find(rows, id)).transpose()?.flatten()
                && intent.pays
                && intent.is_open()
                && intent.transaction_id.is_none()
            {
                intent.transaction_id = Some(notification.transaction_id);
                intent.changed_ms = now_ms;
                rows.put(&intent)?;
            }
            Ok(seen)
        })
    }
}

fn ends_3ds(method: &str) -> bool {
    catalog::find(method).is_some_and(|row| row.rule() == Some(Rule::Finish3ds))
}

fn payment(rows: &mut dyn Rows, number: i64) -> Result<Option<Intent>, Trouble> {
    let intents = rows.select(Select::Transaction(number))?;
    Ok(intents.into_iter().rev().find(|intent| intent.pays))
}

/// The store at a place.
fn opened(place: &Place, patience: Duration) -> Result<Box<dyn Store>, Trouble> {
    #[cfg(any(test, feature = "testing"))]
    if let Some(store) = in_memory::open(place) {
        return store;
    }
    open(place, patience)
}

#[cfg(feature = "journal")]
use self::sqlite::{open, set_aside};

/// Without the feature `journal` the configuration accepts no journal either.
#[cfg(not(feature = "journal"))]
fn open(_: &Place, _: Duration) -> Result<Box<dyn Store>, Trouble> {
    let why = "this library was built without the feature `journal`";
    Err(Trouble::Unavailable(why.to_owned()))
}

#[cfg(not(feature = "journal"))]
fn set_aside(_: &Place) -> std::io::Result<String> {
    Err(std::io::ErrorKind::Unsupported.into())
}

impl From<Trouble> for Fault {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Unavailable(why) => Self::new(ErrorCode::JournalUnavailable, why),
            Trouble::Corrupt(why) => Self::new(ErrorCode::JournalCorrupt, why),
        }
    }
}
