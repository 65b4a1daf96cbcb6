//! What belongs to one process and must not be inherited by its children.
//!
//! A child made by `fork` gets copies of locks that other threads of the parent may have held, of
//! connections that the parent goes on using, and of counters that are not its own. So everything
//! process-wide lives in a [`PerProcess`]: the child finds a fresh value and never touches the
//! parent's, not even its lock.
//!
//! Each process takes a number, larger than that of any process that it descends from. It finds
//! its own by a mark that the kernel wipes in a child, however the child was made; reading it costs
//! no system call. Where there is no such mark, the process id tells.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use once_cell::race::{OnceBox, OnceRef};

/// The number of this process in memory that a child finds wiped. The C boundary provides it.
static MARK: OnceRef<'static, AtomicU32> = OnceRef::new();

/// Without a mark: the id of a process in the upper half, and its number.
static OWNER: AtomicU64 = AtomicU64::new(0);

/// The largest number taken so far. A child inherits it.
static TAKEN: AtomicU32 = AtomicU32::new(0);

/// Whether there is a mark.
pub(crate) fn is_marked() -> bool {
    MARK.get().is_some()
}

/// Takes zeroed memory that a child finds wiped. False if another thread was faster.
#[cfg_attr(
    not(any(target_os = "linux", target_os = "android")),
    expect(dead_code, reason = "only Linux wipes memory in a child")
)]
pub(crate) fn mark_by(mark: &'static AtomicU32) -> bool {
    // Who has worked without a mark so far remains who it is.
    mark.store(number(), Ordering::Relaxed);
    MARK.set(mark).is_ok()
}

/// The number of this process; never 0.
pub(crate) fn number() -> u32 {
    match MARK.get() {
        Some(mark) => number_by_mark(mark),
        None => number_by_id(std::process::id()),
    }
}

fn number_by_mark(mark: &AtomicU32) -> u32 {
    match mark.load(Ordering::Relaxed) {
        0 => {
            let mine = take();
            match mark.compare_exchange(0, mine, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => mine,
                Err(faster) => faster,
            }
        }
        mine => mine,
    }
}

fn number_by_id(id: u32) -> u32 {
    let owner = OWNER.load(Ordering::Relaxed);
    let id = u64::from(id) << 32;
    if owner & !u64::from(u32::MAX) == id {
        return number_of(owner);
    }
    let mine = id | u64::from(take());
    match OWNER.compare_exchange(owner, mine, Ordering::Relaxed, Ordering::Relaxed) {
        Ok(_) => number_of(mine),
        Err(faster) => number_of(faster),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is meant")]
fn number_of(owner: u64) -> u32 {
    owner as u32
}

/// Takes the next number. It counts as taken before it is used, so that a child born in between
/// takes a larger one.
fn take() -> u32 {
    TAKEN.fetch_add(1, Ordering::Relaxed) + 1
}

/// A value of which each process has its own, made when first asked for.
pub(crate) struct PerProcess<T: 'static> {
    first: OnceBox<Own<T>>,
}

struct Own<T> {
    process: u32,
    value: T,
    next: OnceBox<Own<T>>,
}

impl<T: Default> PerProcess<T> {
    pub(crate) const fn new() -> Self {
        Self {
            first: OnceBox::new(),
        }
    }

    /// The value of this process. Lock-free, because a lock could have been held at the fork.
    pub(crate) fn get(&'static self) -> &'static T {
        let process = number();
        let mut own = self.first.get_or_init(|| Box::new(Own::new(process)));
        while own.process != process {
            own = own.next.get_or_init(|| Box::new(Own::new(process)));
        }
        &own.value
    }
}

impl<T: Default> Own<T> {
    fn new(process: u32) -> Self {
        Self {
            process,
            value: T::default(),
            next: OnceBox::new(),
        }
    }
}

#[cfg(all(test, shuttle))]
mod threads;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wiped_mark_gives_a_larger_number() {
        let mark = AtomicU32::new(0);
        let parent = number_by_mark(&mark);
        assert_eq!(number_by_mark(&mark), parent);
        mark.store(0, Ordering::Relaxed);
        assert!(number_by_mark(&mark) > parent);
    }

    #[test]
    fn another_process_id_gives_a_larger_number() {
        let parent = number_by_id(7);
        assert_eq!(number_by_id(7), parent);
        assert!(number_by_id(8) > parent);
    }
}
