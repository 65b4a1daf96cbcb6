//! Handles are numbers in a table, not addresses.
//!
//! A handle holds the slot and the generation of the slot. A freed client's slot gets the next
//! generation, so that the old number names nothing; a slot whose generation would wrap is
//! retired. A forked child begins with a generation that no process before it has given out:
//! whatever is older was made before the fork, and no number ever names two clients.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError};

use cloudpayments_money::error::{ErrorCode, Fault};

use crate::client::Client;
use crate::sync::{PerProcess, RwLock, RwLockReadGuard, RwLockWriteGuard};

const SLOT_BITS: u32 = if usize::BITS == 64 { 24 } else { 10 };
const GENERATION_BITS: u32 = usize::BITS - SLOT_BITS;

const MAX_SLOTS: usize = 1 << SLOT_BITS;
const LAST_GENERATION: usize = (1 << GENERATION_BITS) - 1;

static HANDLES: PerProcess<Handles> = PerProcess::new();

/// The largest generation that this process or one that it descends from has given out.
static GIVEN_OUT: AtomicUsize = AtomicUsize::new(0);

/// The handles of one process.
struct Handles {
    /// What is older was made before the fork.
    first_generation: usize,
    table: RwLock<Table>,
}

#[derive(Default)]
struct Table {
    slots: Vec<Slot>,
    free: Vec<usize>,
}

struct Slot {
    generation: usize,
    client: Option<Arc<Client>>,
}

impl Default for Handles {
    fn default() -> Self {
        Self {
            first_generation: GIVEN_OUT.load(Ordering::Relaxed) + 1,
            table: RwLock::default(),
        }
    }
}

impl Handles {
    fn read(&self) -> RwLockReadGuard<'_, Table> {
        self.table.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Table> {
        self.table.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Enters a client; `None` when there are more clients than the table can ever hold.
    fn enter(&self, client: Client) -> Option<usize> {
        let client = Some(Arc::new(client));
        let mut table = self.write();
        let (at, generation) = if let Some(at) = table.free.pop() {
            let slot = table.slots.get_mut(at)?;
            slot.client = client;
            (at, slot.generation)
        } else {
            let at = table.slots.len();
            let generation = self.first_generation;
            if at == MAX_SLOTS || generation > LAST_GENERATION {
                return None;
            }
            table.slots.push(Slot { generation, client });
            (at, generation)
        };
        // Before anybody has the handle, so that a child knows of every handle that it inherits.
        GIVEN_OUT.fetch_max(generation, Ordering::Relaxed);
        Some(handle(at, generation))
    }

    fn get(&self, handle: usize) -> Result<Arc<Client>, Fault> {
        let (at, generation) = parts(handle);
        // Before any lock: this answer must not depend on one.
        if (1..self.first_generation).contains(&generation) {
            return Err(Fault::new(
                ErrorCode::ForkedProcess,
                "this client was made before the process forked; make a new one in the child",
            ));
        }
        self.read()
            .slots
            .get(at)
            .filter(|slot| slot.generation == generation)
            .and_then(|slot| slot.client.clone())
            .ok_or_else(|| {
                Fault::new(
                    ErrorCode::BadHandle,
                    "`client` is freed or was never a client",
                )
            })
    }

    fn leave(&self, handle: usize) {
        let (at, generation) = parts(handle);
        let mut table = self.write();
        let Some(slot) = table.slots.get_mut(at) else {
            return;
        };
        if slot.generation != generation || slot.client.is_none() {
            return;
        }
        let client = slot.client.take();
        if slot.generation < LAST_GENERATION {
            slot.generation += 1;
            table.free.push(at);
        }
        drop(table);
        // Closing connections takes time that no other call should wait for.
        drop(client);
    }
}

/// A number that names a client; never zero, because generations begin at 1.
fn handle(slot: usize, generation: usize) -> usize {
    (generation << SLOT_BITS) | slot
}

fn parts(handle: usize) -> (usize, usize) {
    (handle & (MAX_SLOTS - 1), handle >> SLOT_BITS)
}

/// Enters a client of this process; `None` when there are more than there can ever be handles.
pub(super) fn enter(client: Client) -> Option<usize> {
    HANDLES.get().enter(client)
}

/// The client that a handle names.
pub(super) fn get(handle: usize) -> Result<Arc<Client>, Fault> {
    if handle == 0 {
        return Err(Fault::new(ErrorCode::NullArgument, "`client` is NULL"));
    }
    HANDLES.get().get(handle)
}

/// Forgets a client. Calls that run in other threads hold it until they end.
pub(super) fn leave(handle: usize) {
    HANDLES.get().leave(handle);
}

#[cfg(all(test, shuttle))]
mod threads;

#[cfg(test)]
mod tests {
    use super::*;

    fn client() -> Client {
        Client::new(r#"{"public_id":"handles","api_secret":"s"}"#).expect("a client")
    }

    fn code(result: Result<Arc<Client>, Fault>) -> ErrorCode {
        result.expect_err("no client").code
    }

    #[test]
    fn a_handle_holds_its_parts() {
        let made = handle(MAX_SLOTS - 1, LAST_GENERATION);
        assert_eq!(parts(made), (MAX_SLOTS - 1, LAST_GENERATION));
    }

    #[test]
    fn a_freed_handle_names_nothing_even_when_its_slot_is_used_again() {
        let first = enter(client()).expect("a handle");
        assert!(get(first).is_ok());
        leave(first);
        leave(first);
        let second = enter(client()).expect("a handle");
        assert_ne!(first, second);
        assert_eq!(code(get(first)), ErrorCode::BadHandle);
        assert!(get(second).is_ok());
        leave(second);
    }

    #[test]
    fn foreign_handles_are_refused() {
        for handle in [1, 7, usize::MAX, 0x7fff_ffff] {
            assert!(get(handle).is_err(), "{handle}");
            leave(handle);
        }
    }

    #[test]
    fn a_child_of_many_generations_knows_every_handle_before_it() {
        let mut older = Vec::new();
        for _ in 0..100 {
            let process = Handles::default();
            for handle in &older {
                assert_eq!(code(process.get(*handle)), ErrorCode::ForkedProcess);
                process.leave(*handle);
            }
            let made = process.enter(client()).expect("a handle");
            assert!(process.get(made).is_ok());
            older.push(made);
        }
    }

    #[test]
    fn when_all_numbers_are_given_out_there_are_no_more_clients() {
        let last = Handles {
            first_generation: LAST_GENERATION,
            table: RwLock::default(),
        };
        let slots = |handles: &Handles| handles.read().slots.len();
        // Not through `enter`: what is given out is given out for the other tests too.
        last.write().slots.push(Slot {
            generation: LAST_GENERATION,
            client: Some(Arc::new(client())),
        });
        let made = handle(0, LAST_GENERATION);
        last.leave(made);
        assert_eq!(code(last.get(made)), ErrorCode::BadHandle);
        assert!(last.read().free.is_empty());

        let none_left = Handles {
            first_generation: LAST_GENERATION + 1,
            table: RwLock::default(),
        };
        assert!(none_left.enter(client()).is_none());
        assert_eq!(code(none_left.get(made)), ErrorCode::ForkedProcess);
        assert_eq!((slots(&last), slots(&none_left)), (1, 0));
    }
}
