//! What the limiter promises to threads that want places at once.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Duration;

use super::*;
use crate::sync::atomic::{AtomicBool, Ordering};
use crate::sync::schedule::{Time, now, pause, play};
use crate::sync::thread::{self, JoinHandle};

std::thread_local! {
    /// Calls in progress, and the changes among them; all threads of a play share it.
    static IN_PROGRESS: Cell<(u32, u32)> = const { Cell::new((0, 0)) };
}

const MAX: u32 = 2;

fn fresh() -> Arc<Limiter> {
    IN_PROGRESS.take();
    Limiter::of("terminal", MAX)
}

fn far() -> Instant {
    now() + Duration::from_hours(1)
}

/// Makes a call with its place.
fn call(limiter: &Limiter, wanted: Use) {
    let place = limiter.enter(wanted, far(), || false);
    assert!(place.is_some(), "the time stands still");
    let change = u32::from(wanted == Use::Change);
    let (all, changes) = IN_PROGRESS.get();
    IN_PROGRESS.set((all + 1, changes + change));
    assert!(all < MAX, "more calls than there are places");
    assert!(changes + change < MAX, "the place of the look-ups is taken");
    pause();
    let (all, changes) = IN_PROGRESS.get();
    IN_PROGRESS.set((all - 1, changes - change));
}

fn spawn(limiter: &Arc<Limiter>, work: impl FnOnce(&Limiter) + Send + 'static) -> JoinHandle<()> {
    let limiter = Arc::clone(limiter);
    thread::spawn(move || work(&limiter))
}

fn join(threads: impl IntoIterator<Item = JoinHandle<()>>) {
    for thread in threads {
        thread.join().expect("no panic");
    }
}

#[test]
fn there_are_never_more_calls_than_places_and_everyone_gets_one() {
    play(Time::StandsStill, || {
        let limiter = fresh();
        let wanted = [Use::Change, Use::Change, Use::LookUp, Use::LookUp];
        join(wanted.map(|wanted| spawn(&limiter, move |limiter| call(limiter, wanted))));
    });
}

#[test]
fn a_place_is_given_back_by_a_call_that_panics() {
    play(Time::StandsStill, || {
        let limiter = fresh();
        let panicking = spawn(&limiter, |limiter| {
            // Without the hook, which would print.
            let caught = catch_unwind(AssertUnwindSafe(|| {
                let _place = limiter.enter(Use::Change, far(), || false);
                pause();
                resume_unwind(Box::new(()));
            }));
            assert!(caught.is_err());
        });
        let others = [Use::Change, Use::LookUp];
        join(others.map(|wanted| spawn(&limiter, move |limiter| call(limiter, wanted))));
        join([panicking]);
        call(&limiter, Use::Change);
    });
}

#[test]
fn a_place_that_a_change_may_not_take_wakes_the_look_up_behind_it() {
    play(Time::StandsStill, || {
        let limiter = fresh();
        let change = limiter.enter(Use::Change, far(), || false);
        let look_up = limiter.enter(Use::LookUp, far(), || false);
        let other_change = spawn(&limiter, |limiter| {
            assert!(limiter.enter(Use::Change, far(), || false).is_some());
        });
        let other_look_up = spawn(&limiter, |limiter| {
            assert!(limiter.enter(Use::LookUp, far(), || false).is_some());
        });
        drop(look_up);
        // The change may be in doubt, and wait for this very look-up.
        join([other_look_up]);
        drop(change);
        join([other_change]);
    });
}

#[test]
fn an_interrupted_call_does_not_wait_for_a_place() {
    play(Time::Passes, || {
        let limiter = fresh();
        let taken = [(); 2].map(|()| limiter.enter(Use::LookUp, now(), || false));
        assert!(taken.iter().all(Option::is_some));
        let interrupted = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&interrupted);
        let waiting = spawn(&limiter, move |limiter| {
            let deadline = now() + Duration::from_secs(10);
            let stop = || stop.load(Ordering::SeqCst);
            assert!(limiter.enter(Use::LookUp, deadline, stop).is_none());
            assert!(now() < deadline, "it waited until its time was up");
        });
        interrupted.store(true, Ordering::SeqCst);
        join([waiting]);
    });
}

#[test]
fn all_clients_of_a_terminal_share_its_limiter_while_any_has_it() {
    play(Time::StandsStill, || {
        let of = |max| thread::spawn(move || Limiter::of("terminal", max));
        let passing = thread::spawn(|| drop(Limiter::of("terminal", 9)));
        let (first, second) = (of(3), of(2));
        let first = first.join().expect("no panic");
        let second = second.join().expect("no panic");
        assert!(Arc::ptr_eq(&first, &second));
        assert_eq!(lock(&first.places).max, 2);
        passing.join().expect("no panic");
    });
}

#[test]
fn a_limit_that_is_lowered_meanwhile_holds_for_whoever_comes_then() {
    play(Time::StandsStill, || {
        let limiter = fresh();
        let calls = [(); 3].map(|()| {
            spawn(&limiter, |limiter| {
                let place = limiter.enter(Use::LookUp, far(), || false);
                assert!(place.is_some());
                let places = lock(&limiter.places);
                assert!(places.in_use <= MAX);
            })
        });
        let lowered = thread::spawn(|| {
            Limiter::of("terminal", 1);
        });
        join(calls);
        join([lowered]);
        let one = limiter.enter(Use::LookUp, now(), || false);
        assert!(one.is_some());
        assert!(limiter.enter(Use::LookUp, now(), || true).is_none());
    });
}
