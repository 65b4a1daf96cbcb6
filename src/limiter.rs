//! How many calls may be in progress at once.
//!
//! The gateway refuses what goes above its limit, and it counts by terminal, so all clients of
//! one `public_id` in this process share one limiter; the smallest configured limit wins. A few
//! places are kept for look-ups, so that a queue of sales never keeps a doubt from being ended.

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Instant;

use crate::sync::{Condvar, Mutex, PerProcess, lock, wait};
use crate::world;

/// The longest time between two looks at whether a waiting call was interrupted.
const LOOK_AROUND: std::time::Duration = std::time::Duration::from_millis(50);

static LIMITERS: PerProcess<Mutex<HashMap<String, Weak<Limiter>>>> = PerProcess::new();

/// What a place is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// Reading: may take the last place.
    LookUp,
    /// Everything else: leaves the reserve alone.
    Change,
}

#[derive(Debug)]
pub(crate) struct Limiter {
    places: Mutex<Places>,
    freed: Condvar,
}

#[derive(Debug)]
struct Places {
    max: u32,
    in_use: u32,
    waiting: u32,
}

impl Places {
    /// 4 of 28 and 1 of 4, never all of them.
    fn free_for(&self, wanted: Use) -> bool {
        let reserve = match wanted {
            Use::LookUp => 0,
            Use::Change => self.max.div_ceil(7).min(self.max.saturating_sub(1)),
        };
        self.in_use + reserve < self.max
    }
}

/// A place among the calls in progress, given back when dropped.
#[derive(Debug)]
pub(crate) struct Place<'a>(&'a Limiter);

impl Limiter {
    /// The limiter of a terminal, with its limit lowered to `max` if it was higher.
    pub(crate) fn of(public_id: &str, max: u32) -> Arc<Self> {
        #[cfg(feature = "testing")]
        if crate::testing::world().is_some() {
            return Arc::new(Self::new(max));
        }
        let mut limiters = lock(LIMITERS.get());
        if let Some(limiter) = limiters.get(public_id).and_then(Weak::upgrade) {
            let mut places = lock(&limiter.places);
            places.max = places.max.min(max);
            drop(places);
            return limiter;
        }
        let limiter = Arc::new(Self::new(max));
        limiters.retain(|_, limiter| limiter.strong_count() > 0);
        limiters.insert(public_id.to_owned(), Arc::downgrade(&limiter));
        limiter
    }

    fn new(max: u32) -> Self {
        Self {
            places: Mutex::new(Places {
                max,
                in_use: 0,
                waiting: 0,
            }),
            freed: Condvar::new(),
        }
    }

    /// Waits for a place until `deadline`, or until `stop` says so.
    pub(crate) fn enter(
        &self,
        wanted: Use,
        deadline: Instant,
        stop: impl Fn() -> bool,
    ) -> Option<Place<'_>> {
        let mut places = lock(&self.places);
        while !places.free_for(wanted) {
            let left = deadline.saturating_duration_since(world::now());
            if left.is_zero() || stop() {
                return None;
            }
            places.waiting += 1;
            places = wait(&self.freed, places, left.min(LOOK_AROUND));
            places.waiting -= 1;
        }
        places.in_use += 1;
        Some(Place(self))
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut places = lock(&self.0.places);
        places.in_use -= 1;
        // Waking costs a system call even when nobody waits. All are woken, because the first in
        // line may be a change that must leave this place to a look-up.
        let wake = places.waiting > 0;
        drop(places);
        if wake {
            self.0.freed.notify_all();
        }
    }
}

#[cfg(all(test, shuttle))]
mod threads;

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Instant {
        Instant::now()
    }

    #[test]
    fn a_reserve_is_kept_for_look_ups() {
        for (max, for_changes) in [(28, 24), (4, 3), (2, 1), (1, 1), (30, 25)] {
            let limiter = Limiter::of(&format!("reserve-{max}"), max);
            let changes: Vec<_> = (0..max)
                .map_while(|_| limiter.enter(Use::Change, now(), || false))
                .collect();
            assert_eq!(changes.len(), for_changes, "of {max}");
            let look_ups: Vec<_> = (0..=max)
                .map_while(|_| limiter.enter(Use::LookUp, now(), || false))
                .collect();
            assert_eq!(changes.len() + look_ups.len(), max as usize);
        }
    }

    #[test]
    fn the_smallest_limit_of_a_terminal_wins() {
        let first = Limiter::of("shared", 5);
        let second = Limiter::of("shared", 2);
        assert!(Arc::ptr_eq(&first, &second));
        let _one = first.enter(Use::LookUp, now(), || false).expect("a place");
        let _two = second.enter(Use::LookUp, now(), || false).expect("a place");
        assert!(first.enter(Use::LookUp, now(), || false).is_none());
    }

    #[test]
    fn a_place_given_back_wakes_whoever_waits() {
        let limiter = Limiter::of("waking", 1);
        let place = limiter
            .enter(Use::LookUp, now(), || false)
            .expect("a place");
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| {
                let deadline = now() + std::time::Duration::from_secs(30);
                limiter.enter(Use::LookUp, deadline, || false).is_some()
            });
            drop(place);
            assert!(waiting.join().expect("no panic"));
        });
    }
}
