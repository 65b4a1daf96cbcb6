//! Everything by which threads of this library meet, and locks that a caught panic does not poison.
//!
//! Every critical section in this library leaves its data whole at each step, so a panic in
//! another call is no reason to refuse this one.
//!
//! Locks, signals, atomics and threads come from here and not from std: with `--cfg shuttle` the
//! library's own tests get those of a scheduler that decides at each of them which thread goes on.

#[cfg(all(test, shuttle))]
pub(crate) mod schedule;
#[cfg(not(all(test, shuttle)))]
mod system;

mod turns;

use std::sync::PoisonError;

#[cfg(all(test, shuttle))]
pub(crate) use self::schedule::*;
#[cfg(not(all(test, shuttle)))]
pub(crate) use self::system::*;
pub(crate) use self::turns::{Turn, Turns};

/// Locks, whatever happened to the last holder.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
