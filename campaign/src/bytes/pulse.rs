//! Whether the machine lets threads run in time: what it did not let happen proves nothing.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

const BEAT: Duration = Duration::from_millis(5);

/// A beat that comes so late makes every time that was measured around it worthless.
const LATE: Duration = Duration::from_millis(50);

/// Beats as long as it lives.
#[derive(Debug)]
pub struct Pulse(Arc<Mutex<Option<Instant>>>);

impl Pulse {
    /// Begins to beat.
    #[must_use]
    pub fn new() -> Self {
        let faltered = Arc::<Mutex<Option<Instant>>>::default();
        let watched = Arc::downgrade(&faltered);
        thread::spawn(move || {
            let mut last = Instant::now();
            while let Some(faltered) = watched.upgrade() {
                thread::sleep(BEAT);
                let now = Instant::now();
                if now.duration_since(last) > LATE {
                    *faltered.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
                }
                last = now;
            }
        });
        Self(faltered)
    }

    /// Whether a beat came late since then.
    #[must_use]
    pub fn faltered_since(&self, then: Instant) -> bool {
        let faltered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        faltered.is_some_and(|when| when > then)
    }
}

impl Default for Pulse {
    fn default() -> Self {
        Self::new()
    }
}
