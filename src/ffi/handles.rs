//! Handles are numbers in a table, not addresses.
//!
//! A handle holds the slot, the generation of the slot, and the epoch of the process. A freed
//! client's slot gets the next generation, so that the old number names nothing; a slot whose
//! generation would wrap is retired.

use std::sync::{Arc, PoisonError, RwLock};

use cloudpayments_money::error::{ErrorCode, Fault};

use crate::client::Client;
use crate::process::{self, PerProcess};

const SLOT_BITS: u32 = if usize::BITS == 64 { 24 } else { 12 };
const GENERATION_BITS: u32 = if usize::BITS == 64 { 24 } else { 16 };
const EPOCH_BITS: u32 = usize::BITS - SLOT_BITS - GENERATION_BITS;

const MAX_SLOTS: usize = 1 << SLOT_BITS;
const LAST_GENERATION: usize = (1 << GENERATION_BITS) - 1;

static TABLE: PerProcess<RwLock<Table>> = PerProcess::new();

#[derive(Default)]
struct Table {
    slots: Vec<Slot>,
    free: Vec<usize>,
}

struct Slot {
    generation: usize,
    client: Option<Arc<Client>>,
}

/// A number that names a client in one process; never zero, because generations begin at 1.
fn handle(slot: usize, generation: usize) -> usize {
    (epoch() << (SLOT_BITS + GENERATION_BITS)) | (generation << SLOT_BITS) | slot
}

/// The epoch of this process as far as a handle holds it.
fn epoch() -> usize {
    process::epoch() as usize & ((1 << EPOCH_BITS) - 1)
}

fn parts(handle: usize) -> (usize, usize, usize) {
    let slot = handle & (MAX_SLOTS - 1);
    let generation = (handle >> SLOT_BITS) & LAST_GENERATION;
    let epoch = handle >> (SLOT_BITS + GENERATION_BITS);
    (slot, generation, epoch)
}

/// Enters a client; `None` when there are more clients than the table can ever hold.
pub(super) fn enter(client: Client) -> Option<usize> {
    let mut table = TABLE.get().write().unwrap_or_else(PoisonError::into_inner);
    let client = Some(Arc::new(client));
    if let Some(at) = table.free.pop() {
        let slot = table.slots.get_mut(at)?;
        slot.client = client;
        return Some(handle(at, slot.generation));
    }
    let at = table.slots.len();
    if at == MAX_SLOTS {
        return None;
    }
    table.slots.push(Slot {
        generation: 1,
        client,
    });
    Some(handle(at, 1))
}

/// The client that a handle names.
pub(super) fn get(handle: usize) -> Result<Arc<Client>, Fault> {
    if handle == 0 {
        return Err(Fault::new(ErrorCode::NullArgument, "`client` is NULL"));
    }
    let (slot, generation, epoch_of_handle) = parts(handle);
    // Before any lock: a lock of the parent may be held for ever in this process.
    if epoch_of_handle < epoch() {
        return Err(Fault::new(
            ErrorCode::ForkedProcess,
            "this client was made before the process forked; make a new one in the child",
        ));
    }
    let table = TABLE.get().read().unwrap_or_else(PoisonError::into_inner);
    table
        .slots
        .get(slot)
        .filter(|found| found.generation == generation && epoch_of_handle == epoch())
        .and_then(|found| found.client.clone())
        .ok_or_else(|| {
            Fault::new(
                ErrorCode::BadHandle,
                "`client` is freed or was never a client",
            )
        })
}

/// Forgets a client. Calls that run in other threads hold it until they end.
pub(super) fn leave(handle: usize) {
    let (at, generation, epoch_of_handle) = parts(handle);
    if handle == 0 || epoch_of_handle != epoch() {
        return;
    }
    let mut table = TABLE.get().write().unwrap_or_else(PoisonError::into_inner);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_holds_its_parts() {
        let made = handle(MAX_SLOTS - 1, LAST_GENERATION);
        assert_eq!(parts(made), (MAX_SLOTS - 1, LAST_GENERATION, epoch()));
    }

    #[test]
    fn a_freed_handle_names_nothing_even_when_its_slot_is_used_again() {
        let client =
            || Client::new(r#"{"public_id":"handles","api_secret":"s"}"#).expect("a client");
        let first = enter(client()).expect("a handle");
        assert!(get(first).is_ok());
        leave(first);
        leave(first);
        let second = enter(client()).expect("a handle");
        assert_ne!(first, second);
        assert_eq!(get(first).expect_err("freed").code, ErrorCode::BadHandle);
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
}
