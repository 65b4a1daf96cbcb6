//! The locks, signals, atomics and threads of the system.

use std::sync::PoisonError;
use std::time::{Duration, Instant};

pub(crate) use std::sync::{
    Condvar, Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard, atomic,
};
pub(crate) use std::thread;
#[cfg(feature = "testing")]
pub(crate) use std::thread_local;

pub(crate) use crate::process::PerProcess;

/// Now.
pub(crate) fn now() -> Instant {
    Instant::now()
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
