//! Locks that a caught panic does not poison.
//!
//! Every critical section in this library leaves its data whole at each step, so a panic in
//! another call is no reason to refuse this one.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Locks, whatever happened to the last holder.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits for a signal for at most `time`.
pub(crate) fn wait<'a, T>(
    signal: &Condvar,
    guard: MutexGuard<'a, T>,
    time: Duration,
) -> MutexGuard<'a, T> {
    #[cfg(feature = "testing")]
    if let Some(world) = crate::testing::world() {
        world.sleep(time);
        return guard;
    }
    signal
        .wait_timeout(guard, time)
        .unwrap_or_else(PoisonError::into_inner)
        .0
}
