//! What the gateway's clock shows, by its last answer and a clock that nobody sets.

use std::time::Instant;

use crate::call::milliseconds;
use crate::sync::atomic::{AtomicI64, Ordering};
use crate::world;

/// The gateway has not told its time yet.
const NOT_KNOWN: i64 = i64::MIN;

/// The gateway's clock. What is kept is not how far ours is off, for that changes when somebody sets
/// ours, and no answer may come between that and the next conclusion.
pub(crate) struct GatewayClock {
    /// Where the machine has no clock that goes on while it sleeps: time counts from here.
    since: Option<Instant>,
    /// The gateway's clock minus the even one, in milliseconds.
    ahead_ms: AtomicI64,
}

impl GatewayClock {
    pub(crate) fn new() -> Self {
        Self {
            since: world::boot_time().is_none().then(world::now),
            ahead_ms: AtomicI64::new(NOT_KNOWN),
        }
    }

    /// An answer that came just now bears this date.
    pub(crate) fn shows(&self, date_ms: u64) {
        if let Some(even_ms) = self.even_ms() {
            let ahead_ms = date_ms.cast_signed().wrapping_sub(even_ms);
            self.ahead_ms.store(ahead_ms, Ordering::Relaxed);
        }
    }

    /// How far it is ahead of ours, which shows `our_ms` now; `None` as long as no answer has told.
    pub(crate) fn offset_ms(&self, our_ms: u64) -> Option<i64> {
        let ahead_ms = self.ahead_ms.load(Ordering::Relaxed);
        if ahead_ms == NOT_KNOWN {
            return None;
        }
        let there = ahead_ms.checked_add(self.even_ms()?)?;
        there.checked_sub(our_ms.cast_signed())
    }

    fn even_ms(&self) -> Option<i64> {
        let even_ms = match self.since {
            Some(since) => milliseconds(world::since(since)),
            None => world::boot_time()?.since_ms,
        };
        i64::try_from(even_ms).ok()
    }
}
