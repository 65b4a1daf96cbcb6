//! What belongs to one process and must not be inherited by its children.
//!
//! A child made by `fork` gets copies of locks that other threads of the parent may have held, of
//! connections that the parent goes on using, and of counters that are not its own. So everything
//! process-wide lives in a [`PerProcess`]: the child finds a fresh value and never touches the
//! parent's, not even its lock. Processes are told apart by an epoch that the fork handler of the
//! C boundary advances in the child; reading it costs no system call.

use std::sync::atomic::{AtomicU32, Ordering};

use once_cell::race::OnceBox;

/// How many forks lie between the process that loaded the library and this one.
static EPOCH: AtomicU32 = AtomicU32::new(0);

/// The epoch of this process.
pub(crate) fn epoch() -> u32 {
    EPOCH.load(Ordering::Relaxed)
}

/// Tells this module that it runs in a forked child. Safe to call from a fork handler: it touches
/// one atomic and nothing else.
pub(crate) fn entered_child() {
    EPOCH.fetch_add(1, Ordering::Relaxed);
}

/// A value of which each process has its own, made when first asked for.
pub(crate) struct PerProcess<T: 'static> {
    first: OnceBox<Generation<T>>,
}

struct Generation<T> {
    epoch: u32,
    value: T,
    next: OnceBox<Generation<T>>,
}

impl<T: Default> PerProcess<T> {
    pub(crate) const fn new() -> Self {
        Self {
            first: OnceBox::new(),
        }
    }

    /// The value of this process. Lock-free, because a lock could have been held at the fork.
    pub(crate) fn get(&'static self) -> &'static T {
        let epoch = epoch();
        let mut generation = self.first.get_or_init(|| Box::new(Generation::new(epoch)));
        while generation.epoch != epoch {
            generation = generation
                .next
                .get_or_init(|| Box::new(Generation::new(epoch)));
        }
        &generation.value
    }
}

impl<T: Default> Generation<T> {
    fn new(epoch: u32) -> Self {
        Self {
            epoch,
            value: T::default(),
            next: OnceBox::new(),
        }
    }
}
