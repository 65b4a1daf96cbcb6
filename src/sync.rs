//! Locks that a caught panic does not poison.
//!
//! Every critical section in this library leaves its data whole at each step, so a panic in
//! another call is no reason to refuse this one.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

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
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOOK_AGAIN),
        }
    }
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
