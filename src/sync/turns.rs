//! What one thread at a time may use, and nobody waits for longer than he may.

use std::ops::{Deref, DerefMut};
use std::time::Duration;

use super::{Condvar, Mutex, MutexGuard, lock, wait};

/// How long a thread sleeps at most before it looks by itself.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// A lock that can be waited for with a deadline, which those of the system cannot. Who waits sleeps:
/// hundreds that tried again and again would leave no processor to the one that has it.
#[derive(Debug, Default)]
pub(crate) struct Turns<T> {
    is_taken: Mutex<bool>,
    freed: Condvar,
    inside: Mutex<T>,
}

impl<T> Turns<T> {
    /// A turn, unless none comes in the time that is left.
    pub(crate) fn take(&self, left: impl Fn() -> Duration) -> Option<Turn<'_, T>> {
        let mut is_taken = lock(&self.is_taken);
        while *is_taken {
            let left = left();
            if left.is_zero() {
                return None;
            }
            is_taken = wait(&self.freed, is_taken, left.min(LOOK_AGAIN));
        }
        *is_taken = true;
        drop(is_taken);
        Some(Turn {
            turns: self,
            inside: lock(&self.inside),
        })
    }
}

/// Ends when it is dropped.
pub(crate) struct Turn<'a, T> {
    turns: &'a Turns<T>,
    inside: MutexGuard<'a, T>,
}

impl<T> Deref for Turn<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.inside
    }
}

impl<T> DerefMut for Turn<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.inside
    }
}

impl<T> Drop for Turn<'_, T> {
    fn drop(&mut self) {
        *lock(&self.turns.is_taken) = false;
        self.turns.freed.notify_one();
    }
}
