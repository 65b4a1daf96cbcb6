//! Threads that run one at a time, in an order that is chosen.
//!
//! A model is a few threads of this library and what must hold of them. It is played many times:
//! at every lock, signal and atomic a scheduler says who goes on, at random or with few changes
//! between threads (PCT). All of it happens on one thread of the system, so that the same choices
//! give the same play. Who waits although nobody is left to wake him is found: it is a deadlock.
//!
//! `SCHEDULES` says how many plays each model gets, `SHUTTLE_RANDOM_SEED` which; `SCHEDULE` is one
//! that was printed and is to be played again.

#![expect(
    clippy::print_stdout,
    reason = "that is where `tools/threads` reads the figures"
)]

use std::cell::Cell;
use std::ops::{Deref, DerefMut};
use std::sync::{LazyLock, LockResult, PoisonError};
use std::time::{Duration, Instant};

use shuttle::lazy_static::Lazy;
use shuttle::scheduler::{DfsScheduler, PctScheduler, RandomScheduler, ReplayScheduler, Scheduler};
use shuttle::{Config, Runner};

pub(crate) use shuttle::sync::{Condvar, RwLock, RwLockReadGuard, RwLockWriteGuard, atomic};
pub(crate) use shuttle::{thread, thread_local};

/// How many plays a model gets unless `SCHEDULES` says.
const FEW: usize = 200;

/// The changes between threads that PCT makes; faults that need more are left to chance.
const CHANGES: usize = 3;

/// Unless `SHUTTLE_RANDOM_SEED` says.
const SEED: u64 = 0;

/// What the time of a model does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Time {
    /// It stands still: no waiting ends by itself, and who is not woken is found.
    StandsStill,
    /// Every waiting ends after its time, woken or not.
    Passes,
}

std::thread_local! {
    static TIME: Cell<Time> = const { Cell::new(Time::StandsStill) };
    static PASSED: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

/// How much time has passed in this play.
pub(crate) fn passed() -> Duration {
    PASSED.get()
}

/// Now, in this play. No two moments are the same, also while the time stands still.
pub(crate) fn now() -> Instant {
    static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);
    PASSED.set(passed() + Duration::from_nanos(1));
    *BEGAN + passed()
}

/// Lets time pass, and others go on.
pub(crate) fn sleep(time: Duration) {
    PASSED.set(passed() + time);
    thread::yield_now();
}

/// A place where others may go on.
pub(crate) fn pause() {
    thread::sleep(Duration::ZERO);
}

/// Waits for a signal, and for the time to pass if it does.
pub(crate) fn wait<'a, T>(
    signal: &Condvar,
    guard: MutexGuard<'a, T>,
    time: Duration,
) -> MutexGuard<'a, T> {
    let MutexGuard { mutex, guard } = guard;
    if TIME.get() == Time::StandsStill {
        let guard = signal.wait(guard).unwrap_or_else(PoisonError::into_inner);
        return MutexGuard { mutex, guard };
    }
    drop(guard);
    sleep(time);
    super::lock(mutex)
}

/// A lock whose guard knows it, so that a waiting can end without a signal.
#[derive(Debug, Default)]
pub(crate) struct Mutex<T>(shuttle::sync::Mutex<T>);

pub(crate) struct MutexGuard<'a, T> {
    mutex: &'a Mutex<T>,
    guard: shuttle::sync::MutexGuard<'a, T>,
}

impl<T> Mutex<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(shuttle::sync::Mutex::new(value))
    }

    #[expect(clippy::unnecessary_wraps, reason = "as that of std")]
    pub(crate) fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        // A panic poisons the lock of std below, which nobody asks.
        let guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(MutexGuard { mutex: self, guard })
    }
}

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.guard
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.guard
    }
}

/// A value of which each play has its own.
pub(crate) struct PerProcess<T: Sync + 'static>(Lazy<T>);

impl<T: Default + Sync> PerProcess<T> {
    pub(crate) const fn new() -> Self {
        Self(Lazy::new(T::default))
    }

    /// The value of this play.
    pub(crate) fn get(&'static self) -> &'static T {
        self.0.get()
    }
}

/// Plays a model by many schedules, half of them at random.
pub(crate) fn play(time: Time, model: fn()) {
    let count = std::env::var("SCHEDULES").map_or(FEW, |count| count.parse().expect("a number"));
    let half = count.div_ceil(2);
    if let Ok(schedule) = std::env::var("SCHEDULE") {
        run(ReplayScheduler::new_from_encoded(&schedule), time, model);
        return;
    }
    let mut played = run(RandomScheduler::new_from_seed(SEED, half), time, model);
    played += run(
        PctScheduler::new_from_seed(SEED, CHANGES, half),
        time,
        model,
    );
    println!("schedules: {played}");
}

/// Plays a small model by every schedule that there is.
pub(crate) fn play_all(model: fn()) {
    let played = run(DfsScheduler::new(None, false), Time::StandsStill, model);
    println!("schedules: {played}");
}

fn run(scheduler: impl Scheduler + 'static, time: Time, model: fn()) -> usize {
    let mut config = Config::new();
    // A whole call has digests and texts on its stack.
    config.stack_size = 512 * 1024;
    config.silence_warnings = true;
    Runner::new(scheduler, config).run(move || {
        TIME.set(time);
        PASSED.set(Duration::ZERO);
        model();
    })
}
