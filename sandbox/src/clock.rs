//! The virtual clock.
//!
//! Two questions, two answers. *How long has it been?* (`elapsed_ms`) runs with real time and jumps
//! when `POST /sandbox/clock` says so; holds, the id store and retries of webhooks live by it.
//! *What is the date?* (`now_ms`, `stamp_ms`) is what answers show; with `--seed` it stands still
//! between stamps so that recorded answers do not drift, and `clock_skew_ms` puts it wrong.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::sync::watch;

use crate::sync::lock;

/// Where a seeded clock begins: 2026-01-15 10:00:00 UTC.
const SEEDED_EPOCH_MS: i64 = 1_768_471_200_000;

/// How far a seeded clock moves with each stamp.
const SEEDED_TICK_MS: i64 = 137;

/// See the description of the module.
#[derive(Debug)]
pub(crate) struct Clock {
    /// Where real time began to count; it does not where only jumps move the clock.
    origin: Option<Instant>,
    /// Where only jumps move it: when those who wait want to be woken.
    ends: Mutex<BTreeSet<i64>>,
    epoch_ms: i64,
    seeded: bool,
    jumps_ms: AtomicI64,
    /// The part of the jumps that dates show; a seeded clock forgets it on reset.
    date_jumps_ms: AtomicI64,
    ticks: AtomicI64,
    skew_ms: AtomicI64,
    jumped: watch::Sender<()>,
}

impl Clock {
    /// A clock that shows the real time, or, if `seeded`, a fixed one.
    pub(crate) fn new(seeded: bool) -> Self {
        let real = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Self {
            origin: Some(Instant::now()),
            ends: Mutex::default(),
            epoch_ms: if seeded {
                SEEDED_EPOCH_MS
            } else {
                i64::try_from(real.as_millis()).unwrap_or(i64::MAX)
            },
            seeded,
            jumps_ms: AtomicI64::new(0),
            date_jumps_ms: AtomicI64::new(0),
            ticks: AtomicI64::new(0),
            skew_ms: AtomicI64::new(0),
            jumped: watch::channel(()).0,
        }
    }

    /// A clock that only jumps; its first date, in Unix milliseconds.
    pub(crate) fn that_jumps(epoch_ms: i64) -> Self {
        Self {
            origin: None,
            epoch_ms,
            ..Self::new(false)
        }
    }

    /// Milliseconds since the start, jumps included. Never goes back.
    pub(crate) fn elapsed_ms(&self) -> i64 {
        self.real_ms() + self.jumps_ms.load(Ordering::Relaxed)
    }

    /// Unix milliseconds of the unskewed clock, for the log of requests.
    pub(crate) fn log_ms(&self) -> i64 {
        self.epoch_ms + self.elapsed_ms()
    }

    /// The date that answers show now, as Unix milliseconds.
    pub(crate) fn now_ms(&self) -> i64 {
        let run = if self.seeded {
            self.ticks.load(Ordering::Relaxed) * SEEDED_TICK_MS
        } else {
            self.real_ms()
        };
        self.epoch_ms
            + run
            + self.date_jumps_ms.load(Ordering::Relaxed)
            + self.skew_ms.load(Ordering::Relaxed)
    }

    /// The date to write into a record. A seeded clock moves on with it.
    pub(crate) fn stamp_ms(&self) -> i64 {
        if self.seeded {
            self.ticks.fetch_add(1, Ordering::Relaxed);
        }
        self.now_ms()
    }

    /// When somebody wants to be woken first, until then at the latest.
    pub(crate) fn next_end(&self, latest: i64) -> i64 {
        let mut ends = lock(&self.ends);
        match ends.first().copied().filter(|end| *end <= latest) {
            Some(end) => {
                ends.remove(&end);
                end
            }
            None => latest,
        }
    }

    /// Jump ahead and wake everything that waits.
    pub(crate) fn advance(&self, ms: i64) {
        self.jumps_ms.fetch_add(ms, Ordering::Relaxed);
        self.date_jumps_ms.fetch_add(ms, Ordering::Relaxed);
        self.jumped.send_replace(());
    }

    /// Show all dates this much too late (or too early).
    pub(crate) fn skew(&self, ms: i64) {
        self.skew_ms.store(ms, Ordering::Relaxed);
        self.jumped.send_replace(());
    }

    /// Hears of every jump of the dates.
    pub(crate) fn jumps(&self) -> watch::Receiver<()> {
        self.jumped.subscribe()
    }

    /// A seeded clock shows its first date again. What waits is not touched.
    pub(crate) fn reset(&self) {
        self.skew(0);
        if self.seeded {
            self.ticks.store(0, Ordering::Relaxed);
            self.date_jumps_ms.store(0, Ordering::Relaxed);
        }
    }

    /// Wait `ms` of virtual time: real time passes, or the clock jumps.
    pub(crate) async fn sleep(&self, ms: i64) {
        self.sleep_until(self.elapsed_ms().saturating_add(ms)).await;
    }

    /// Wait until `elapsed_ms` is `end`. To be preferred where the waiting begins in another task:
    /// a jump before that task runs must count.
    pub(crate) async fn sleep_until(&self, end: i64) {
        let mut jumped = self.jumped.subscribe();
        loop {
            let Ok(left @ 1..) = u64::try_from(end - self.elapsed_ms()) else {
                return;
            };
            if self.origin.is_none() {
                lock(&self.ends).insert(end);
                // An error cannot be: the sender is part of the clock.
                let _ = jumped.changed().await;
                continue;
            }
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(left)) => {}
                _ = jumped.changed() => {}
            }
        }
    }

    fn real_ms(&self) -> i64 {
        let real = self.origin.map(|origin| origin.elapsed());
        i64::try_from(real.unwrap_or_default().as_millis()).unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::Clock;

    #[test]
    fn a_seeded_clock_stands_still_between_stamps() {
        let clock = Clock::new(true);
        let first = clock.stamp_ms();
        assert_eq!(clock.now_ms(), first);
        assert_eq!(clock.stamp_ms(), first + 137);
        clock.reset();
        assert_eq!(clock.stamp_ms(), first);
    }

    #[test]
    fn skew_moves_dates_and_not_durations() {
        let clock = Clock::new(true);
        let (date, run) = (clock.now_ms(), clock.elapsed_ms());
        clock.skew(93_600_000);
        assert_eq!(clock.now_ms(), date + 93_600_000);
        assert!(clock.elapsed_ms() < run + 1000);
    }

    #[tokio::test]
    async fn a_jump_wakes_what_waits() {
        let clock = std::sync::Arc::new(Clock::new(false));
        let waiting = {
            let clock = std::sync::Arc::clone(&clock);
            tokio::spawn(async move { clock.sleep(3_600_000).await })
        };
        tokio::task::yield_now().await;
        clock.advance(3_600_000);
        waiting.await.expect("woken");
    }
}
