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

use std::sync::{PoisonError, TryLockError};
use std::time::Duration;

#[cfg(all(test, shuttle))]
pub(crate) use self::schedule::*;
#[cfg(not(all(test, shuttle)))]
pub(crate) use self::system::*;

/// How often a lock is tried.
const LOOK_AGAIN: Duration = Duration::from_micros(200);

/// Locks, whatever happened to the last holder.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Locks, unless nobody lets go of it in the time that is left.
pub(crate) fn lock_within<T>(
    mutex: &Mutex<T>,
    left: impl Fn() -> Duration,
) -> Option<MutexGuard<'_, T>> {
    loop {
        match mutex.try_lock() {
            Ok(guard) => return Some(guard),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) if left().is_zero() => return None,
            Err(TryLockError::WouldBlock) => sleep(LOOK_AGAIN),
        }
    }
}
