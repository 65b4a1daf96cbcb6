//! A store without a disk, for tests: several processes on one journal, failures on demand.
//!
//! A simulation makes a [`Disk`], starts a [`Process`] of it under a path, and gives its client
//! that path as `journal`. All of that is the business of one thread.

#![cfg_attr(
    not(feature = "testing"),
    allow(
        unreachable_pub,
        reason = "public for simulations, which need that feature"
    )
)]

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use cloudpayments_money::intent::Intent;

use super::Place;
use super::store::{Notification, Rows, Select, Store, Till, Trouble};
use crate::sync::{Mutex, lock};

thread_local! {
    static MOUNTED: RefCell<HashMap<String, Mount>> = RefCell::default();
    static HOOK: RefCell<Option<Hook>> = const { RefCell::new(None) };
}

/// Says whether a step succeeds. It may unwind: that is how a process dies.
pub type Hook = Rc<dyn Fn(Step) -> bool>;

/// Where a store can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// It is opened.
    Open,
    /// A transaction begins; if it fails nothing of it is written.
    Before,
    /// A transaction is written; if it fails nobody is told so.
    After,
}

/// Asks before each step of the stores of this thread, until another hook is set.
pub fn at_each_step(hook: Option<Hook>) {
    HOOK.set(hook);
}

fn passes(step: Step) -> Result<(), Trouble> {
    let hook = HOOK.with_borrow(Clone::clone);
    if hook.is_none_or(|hook| hook(step)) {
        return Ok(());
    }
    Err(unavailable(&format!("it fails at {step:?}")))
}

/// A journal's rows, which outlive every process.
#[derive(Clone)]
pub struct Disk(Arc<Mutex<State>>);

impl fmt::Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Disk").finish_non_exhaustive()
    }
}

#[derive(Default)]
struct State {
    key: [u8; 32],
    /// In the order in which they began.
    intents: Vec<Intent>,
    places: HashMap<Arc<str>, usize>,
    noted: HashSet<(String, i64, String)>,
    started: usize,
    alive: HashSet<String>,
}

struct Mount {
    disk: Disk,
    owner: String,
}

impl Disk {
    /// An empty one; its key follows from the seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut state = State::default();
        for (to, from) in state.key.iter_mut().zip(seed.to_le_bytes()) {
            *to = from;
        }
        Self(Arc::new(Mutex::new(state)))
    }

    /// A process whose journal at `path` is here. What was at that path before is dead.
    #[must_use = "it dies when it is dropped"]
    pub fn start(&self, path: &str) -> Process {
        let mut state = lock(&self.0);
        state.started += 1;
        let owner = format!("process-{}", state.started);
        state.alive.insert(owner.clone());
        drop(state);
        let mount = Mount {
            disk: self.clone(),
            owner: owner.clone(),
        };
        let before = MOUNTED.with_borrow_mut(|mounted| mounted.insert(path.to_owned(), mount));
        if let Some(before) = before {
            before.disk.kill(&before.owner);
        }
        Process {
            disk: self.clone(),
            path: path.to_owned(),
            owner,
        }
    }

    /// What is on it.
    #[must_use]
    pub fn intents(&self) -> Vec<Intent> {
        lock(&self.0).intents.clone()
    }

    fn kill(&self, owner: &str) {
        lock(&self.0).alive.remove(owner);
    }
}

/// A process that runs until this is dropped. Then its stores do nothing any more, and what it
/// worked on is nobody's.
#[derive(Debug)]
pub struct Process {
    disk: Disk,
    path: String,
    owner: String,
}

impl Drop for Process {
    fn drop(&mut self) {
        self.disk.kill(&self.owner);
        MOUNTED.with_borrow_mut(|mounted| {
            if mounted
                .get(&self.path)
                .is_some_and(|mount| mount.owner == self.owner)
            {
                mounted.remove(&self.path);
            }
        });
    }
}

/// The store at a place, if a process of a [`Disk`] was started there.
pub(super) fn open(place: &Place) -> Option<Result<Box<dyn Store>, Trouble>> {
    let (disk, owner) = MOUNTED.with_borrow(|mounted| {
        let mount = mounted.get(&place.path)?;
        Some((mount.disk.clone(), mount.owner.clone()))
    })?;
    let key = lock(&disk.0).key;
    let store = InMemory { disk, owner, key };
    Some(passes(Step::Open).map(|()| Box::new(store) as Box<dyn Store>))
}

struct InMemory {
    disk: Disk,
    owner: String,
    key: [u8; 32],
}

impl Store for InMemory {
    fn key(&self) -> &[u8] {
        &self.key
    }

    fn owner(&self) -> &str {
        &self.owner
    }

    fn is_alive(&mut self, owner: &str) -> bool {
        lock(&self.disk.0).alive.contains(owner)
    }

    /// Its processes take turns.
    fn wait_at_most(&mut self, _: Duration) {}

    fn transact(
        &mut self,
        work: &mut dyn FnMut(&mut dyn Rows) -> Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        passes(Step::Before)?;
        let mut state = lock(&self.disk.0);
        if !state.alive.contains(&self.owner) {
            return Err(unavailable("its process is dead"));
        }
        let mut transaction = Transaction {
            state: &mut state,
            undo: Vec::new(),
        };
        work(&mut transaction)?;
        transaction.undo.clear();
        drop(transaction);
        drop(state);
        passes(Step::After)
    }
}

/// Undoes what it has written, unless that was forgotten.
struct Transaction<'a> {
    state: &'a mut State,
    undo: Vec<Undo>,
}

enum Undo {
    Begun,
    Changed(usize, Box<Intent>),
    Noted((String, i64, String)),
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        while let Some(undo) = self.undo.pop() {
            match undo {
                Undo::Begun => {
                    if let Some(intent) = self.state.intents.pop() {
                        self.state.places.remove(&intent.request_id);
                    }
                }
                Undo::Changed(place, before) => {
                    if let Some(intent) = self.state.intents.get_mut(place) {
                        *intent = *before;
                    }
                }
                Undo::Noted(noted) => {
                    self.state.noted.remove(&noted);
                }
            }
        }
    }
}

impl Rows for Transaction<'_> {
    fn select(&mut self, wanted: Select<'_>) -> Result<Vec<Intent>, Trouble> {
        let all = self.state.intents.iter();
        let found: Vec<&Intent> = match wanted {
            Select::Id(id) => {
                let place = self.state.places.get(id);
                place
                    .and_then(|place| self.state.intents.get(*place))
                    .into_iter()
                    .collect()
            }
            Select::Invoice(invoice) => all
                .filter(|intent| intent.pays && intent.invoice_id.as_deref() == Some(invoice))
                .collect(),
            Select::Holder(invoice) => all
                .filter(|intent| {
                    intent.holds_invoice() && intent.invoice_id.as_deref() == Some(invoice)
                })
                .collect(),
            Select::Transaction(number) => all
                .filter(|intent| intent.transaction_id == Some(number))
                .collect(),
            Select::Pending(till) => all
                .filter(|intent| intent.is_pending() && is_of(intent, till))
                .collect(),
            Select::Last(till) => all
                .rev()
                .find(|intent| is_of(intent, till))
                .into_iter()
                .collect(),
            Select::All => all.collect(),
        };
        Ok(found.into_iter().cloned().collect())
    }

    fn put(&mut self, intent: &Intent) -> Result<(), Trouble> {
        let place = self.state.places.get(&intent.request_id).copied();
        let known = place.and_then(|place| Some((place, self.state.intents.get_mut(place)?)));
        match known {
            Some((place, known)) => {
                let before = std::mem::replace(known, intent.clone());
                self.undo.push(Undo::Changed(place, Box::new(before)));
            }
            None => {
                let place = self.state.intents.len();
                let id = Arc::clone(&intent.request_id);
                self.state.places.insert(id, place);
                self.state.intents.push(intent.clone());
                self.undo.push(Undo::Begun);
            }
        }
        Ok(())
    }

    fn note(&mut self, notification: Notification<'_>, _: u64) -> Result<bool, Trouble> {
        let noted = (
            notification.kind.to_owned(),
            notification.transaction_id,
            notification.status.to_owned(),
        );
        let is_new = self.state.noted.insert(noted.clone());
        if is_new {
            self.undo.push(Undo::Noted(noted));
        }
        Ok(!is_new)
    }
}

fn is_of(intent: &Intent, till: Till<'_>) -> bool {
    match till {
        Till::Any => true,
        Till::One(name) => intent.till.as_deref() == name,
    }
}

fn unavailable(why: &str) -> Trouble {
    Trouble::Unavailable(format!("journal in memory: {why}"))
}

#[cfg(test)]
mod tests {
    use super::super::store::find;
    use super::super::suite;
    use super::*;

    fn place() -> Place {
        Place {
            path: "till".to_owned(),
            allow_network: false,
            shop: String::new(),
        }
    }

    fn opened() -> Box<dyn Store> {
        open(&place()).expect("a process").expect("no fault")
    }

    #[test]
    fn it_is_a_store() {
        let mut processes = Vec::new();
        suite::run(&mut || {
            processes.push(Disk::new(1).start("till"));
            opened()
        });
    }

    #[test]
    fn a_process_dies_and_its_rows_stay() {
        let disk = Disk::new(1);
        let first = disk.start("till");
        let mut of_first = opened();
        let owner = of_first.owner().to_owned();
        suite::put(&mut *of_first, &suite::sending("a")).expect("room");
        // Opened anew it is the same process.
        assert_eq!(opened().owner(), owner);
        drop(first);
        assert!(suite::put(&mut *of_first, &suite::sending("b")).is_err());
        assert!(open(&place()).is_none());
        let _second = disk.start("till");
        let mut of_second = opened();
        assert!(!of_second.is_alive(&owner));
        assert_eq!(suite::ids(&mut *of_second, Select::All), ["a"]);
    }

    #[test]
    fn a_step_fails_before_or_after_it_was_taken() {
        let disk = Disk::new(1);
        let _process = disk.start("till");
        let mut store = opened();
        let fails = |at: Step| at_each_step(Some(Rc::new(move |step| step != at)));
        fails(Step::Open);
        assert!(open(&place()).expect("a process").is_err());
        fails(Step::Before);
        assert!(suite::put(&mut *store, &suite::sending("a")).is_err());
        assert_eq!(disk.intents(), []);
        fails(Step::After);
        assert!(suite::put(&mut *store, &suite::sending("a")).is_err());
        at_each_step(None);
        let found = suite::within(&mut *store, |rows| find(rows, "a"));
        assert_eq!(found, Ok(Some(suite::sending("a"))));
    }
}
