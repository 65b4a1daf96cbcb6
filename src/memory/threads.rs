//! What the memory promises to threads that begin operations at once.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use cloudpayments_money::status::Status;

use super::*;
use crate::sync::atomic::{AtomicBool, Ordering};
use crate::sync::schedule::{Time, now, pause, play};
use crate::sync::thread;

std::thread_local! {
    /// What is on its way to the gateway, by id and order; all threads of a play share it.
    static ON_ITS_WAY: RefCell<Vec<(&'static str, &'static str)>> = RefCell::default();
}

std::thread_local! {
    /// Whether the gateway has processed a payment that nobody knows of.
    static ON_THE_BOOKS: Cell<bool> = const { Cell::new(false) };
}

const ORDER: &str = "A-1";

fn reply(text: &str) -> Reply {
    Reply {
        status: Status::Ok,
        json: text.to_owned(),
    }
}

fn begin<'a>(memory: &'a Memory, id: &str) -> Begin<'a> {
    let deadline = now() + Duration::from_mins(10);
    memory.begin(id, [1; 16], Some(ORDER), ("charge", None), deadline, || {
        false
    })
}

/// Sends: nothing else of this id or this order may be on its way meanwhile.
fn send(id: &'static str) {
    ON_ITS_WAY.with_borrow_mut(|way| {
        let alone = way
            .iter()
            .all(|(other, order)| *other != id && *order != ORDER);
        assert!(alone, "{id} is sent beside {way:?}");
        way.push((id, ORDER));
    });
    pause();
    ON_ITS_WAY.with_borrow_mut(|way| way.retain(|(other, _)| *other != id));
}

/// Runs each on a thread of its own, with one memory, until all have ended.
fn together<T: Send + 'static>(
    memory: &Arc<Memory>,
    work: impl IntoIterator<Item = fn(&Memory) -> T>,
) -> Vec<T> {
    let threads: Vec<_> = work
        .into_iter()
        .map(|work| {
            let memory = Arc::clone(memory);
            thread::spawn(move || work(&memory))
        })
        .collect();
    let ended = threads.into_iter().map(thread::JoinHandle::join);
    ended.map(|ended| ended.expect("no panic")).collect()
}

fn fresh() -> Arc<Memory> {
    ON_ITS_WAY.take();
    Arc::default()
}

#[test]
fn the_same_request_is_on_its_way_once_and_all_who_come_meanwhile_get_its_answer() {
    fn charge(memory: &Memory) {
        match begin(memory, "r") {
            Begin::Go(mut operating) => {
                operating.may_be_sent(Doubt::default());
                send("r");
                operating.ended(Money::Moved);
                operating.finish(&reply("r"));
            }
            Begin::Shared(shared) => assert_eq!(shared.json, "r"),
            _ => panic!("neither sent nor shared"),
        }
    }
    play(Time::StandsStill, || {
        together(&fresh(), [charge as fn(&Memory); 4]);
    });
}

#[test]
fn of_two_payments_of_an_order_one_is_on_its_way_and_the_other_is_busy() {
    fn charge(memory: &Memory, id: &'static str, other: &str) -> bool {
        match begin(memory, id) {
            Begin::Go(mut operating) => {
                operating.may_be_sent(Doubt::default());
                send(id);
                operating.ended(Money::Moved);
                operating.finish(&reply(id));
                true
            }
            Begin::Busy(holder) => {
                assert_eq!(&*holder, other);
                false
            }
            _ => panic!("neither sent nor busy"),
        }
    }
    play(Time::StandsStill, || {
        let sent = together(
            &fresh(),
            [
                (|memory| charge(memory, "a", "b")) as fn(&Memory) -> bool,
                |memory| charge(memory, "b", "a"),
            ],
        );
        assert!(sent.contains(&true), "both were busy");
    });
}

#[test]
fn an_order_in_doubt_takes_no_other_payment_whoever_comes_when() {
    /// Its answer is lost.
    fn lost(memory: &Memory) -> bool {
        let Begin::Go(mut operating) = begin(memory, "lost") else {
            return false;
        };
        operating.may_be_sent(Doubt::default());
        send("lost");
        drop(operating);
        true
    }
    fn charge(memory: &Memory) -> bool {
        let Begin::Go(mut operating) = begin(memory, "other") else {
            return false;
        };
        let open = memory.doubt("lost").is_some() || memory.is_in_flight("lost");
        assert!(!open, "sent although the order is in doubt");
        send("other");
        operating.ended(Money::NotMoved);
        operating.finish(&reply("other"));
        true
    }
    play(Time::StandsStill, || {
        let memory = fresh();
        together(&memory, [lost as fn(&Memory) -> bool, charge, charge]);
        if memory.doubt("lost").is_some() {
            assert!(matches!(begin(&memory, "third"), Begin::Busy(_)));
        }
    });
}

#[test]
fn an_order_is_held_while_the_end_of_a_3ds_payment_is_in_doubt_also_beside_another_payment() {
    const NUMBER: i64 = 7;
    /// The payer comes back from the issuer's page, and the answer to that is lost.
    fn finish(memory: &Memory) {
        memory.passing_3ds(NUMBER);
        pause();
    }
    fn charge(memory: &Memory) {
        if let Begin::Go(mut operating) = begin(memory, "other") {
            operating.may_be_sent(Doubt::default());
            pause();
            operating.ended(Money::NotMoved);
            operating.finish(&reply("other"));
        }
    }
    play(Time::StandsStill, || {
        let memory = fresh();
        at_issuer(&memory, NUMBER);
        together(&memory, [finish as fn(&Memory), charge]);
        assert!(memory.doubt("began").is_some());
        assert!(matches!(begin(&memory, "third"), Begin::Busy(_)));
    });
}

#[test]
fn an_order_in_doubt_stays_held_when_a_3ds_payment_of_it_ends() {
    const NUMBER: i64 = 7;
    fn finish(memory: &Memory) {
        memory.passing_3ds(NUMBER);
        pause();
        memory.passed_3ds(NUMBER, Some(Money::NotMoved));
    }
    /// Its answer is lost.
    fn charge(memory: &Memory) {
        if let Begin::Go(mut operating) = begin(memory, "other") {
            operating.may_be_sent(Doubt::default());
            pause();
        }
    }
    play(Time::StandsStill, || {
        let memory = fresh();
        at_issuer(&memory, NUMBER);
        together(&memory, [finish as fn(&Memory), charge]);
        if memory.doubt("other").is_some() {
            assert!(matches!(begin(&memory, "third"), Begin::Busy(_)));
        }
    });
}

#[test]
fn who_asked_before_it_was_sent_again_does_not_end_its_doubt() {
    /// Asks, and finds nothing: so what was sent before was not processed.
    fn ask(memory: &Memory) {
        let asked_since = now();
        if memory.doubt("r").is_some() && !ON_THE_BOOKS.get() {
            pause();
            memory.ended("r", Money::NotMoved, asked_since);
        }
    }
    /// Asks as well, and sends it again; this time it is processed, and the answer is lost.
    fn repeat(memory: &Memory) {
        ask(memory);
        if let Begin::Go(mut operating) = begin(memory, "r") {
            operating.may_be_sent(Doubt::default());
            ON_THE_BOOKS.set(true);
        }
    }
    fn charge(memory: &Memory) {
        if let Begin::Go(_operating) = begin(memory, "other") {
            assert!(!ON_THE_BOOKS.get(), "sent although the order is in doubt");
        }
    }
    play(Time::StandsStill, || {
        ON_THE_BOOKS.set(false);
        let memory = fresh();
        let Begin::Go(mut lost) = begin(&memory, "r") else {
            panic!("not the first");
        };
        lost.may_be_sent(Doubt::default());
        drop(lost);
        together(&memory, [ask as fn(&Memory), repeat, charge]);
    });
}

/// A payment of the order whose payer is at the issuer's page.
fn at_issuer(memory: &Memory, number: i64) {
    let Begin::Go(mut operating) = begin(memory, "began") else {
        panic!("not the first");
    };
    operating.is_at_issuer(Doubt {
        method: "charge",
        invoice_id: Some(ORDER.into()),
        transaction_id: Some(number),
        ..Doubt::default()
    });
    operating.finish(&reply("page"));
}

#[test]
fn nobody_waits_for_ever_for_a_call_that_panicked() {
    fn panicking(memory: &Memory) {
        // Without the hook, which would print.
        let caught = catch_unwind(AssertUnwindSafe(|| {
            if let Begin::Go(mut operating) = begin(memory, "r") {
                operating.may_be_sent(Doubt::default());
                pause();
                resume_unwind(Box::new(()));
            }
        }));
        drop(caught);
    }
    fn charge(memory: &Memory) {
        match begin(memory, "r") {
            Begin::Go(_) | Begin::InDoubt(_) | Begin::StillInFlight => {}
            _ => panic!("there is no answer to share"),
        }
    }
    play(Time::StandsStill, || {
        let memory = fresh();
        together(&memory, [panicking as fn(&Memory), charge, charge]);
        assert!(!memory.is_in_flight("r"));
    });
}

#[test]
fn who_waits_for_what_the_journal_has_gets_the_answer_of_the_journal() {
    fn charge(memory: &Memory) {
        match begin(memory, "r") {
            Begin::Go(mut operating) => {
                pause();
                operating.forget();
                operating.finish(&reply("of the journal"));
            }
            Begin::Shared(shared) => assert_eq!(shared.json, "of the journal"),
            _ => panic!("it is as if it had not begun"),
        }
    }
    play(Time::StandsStill, || {
        let memory = fresh();
        together(&memory, [charge as fn(&Memory); 3]);
        // Nothing holds its order, and nothing is in flight.
        assert!(matches!(begin(&memory, "another"), Begin::Go(_)));
        assert!(matches!(begin(&memory, "r"), Begin::Go(_)));
    });
}

#[test]
fn an_interrupted_waiting_ends_while_the_flight_goes_on() {
    play(Time::Passes, || {
        let memory = fresh();
        let Begin::Go(flight) = begin(&memory, "r") else {
            panic!("not the first");
        };
        let interrupted = Arc::new(AtomicBool::new(false));
        let (shared, stop) = (Arc::clone(&memory), Arc::clone(&interrupted));
        let waiting = thread::spawn(move || {
            let deadline = now() + Duration::from_secs(10);
            let stop = || stop.load(Ordering::SeqCst);
            let begin = shared.begin("r", [1; 16], Some(ORDER), ("charge", None), deadline, stop);
            assert!(matches!(begin, Begin::StillInFlight));
            assert!(now() < deadline, "it waited until its time was up");
        });
        interrupted.store(true, Ordering::SeqCst);
        waiting.join().expect("no panic");
        flight.finish(&reply("r"));
    });
}
