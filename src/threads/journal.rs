//! Threads of one process on one journal.

use std::cell::Cell;

use cloudpayments_money::intent::{Lesson, Moment};
use cloudpayments_money::outcome::{Money, Outcome};

use super::*;
use crate::journal::in_memory::{Disk, Process};
use crate::journal::{Begin, Entry, Journal, Place};
use crate::sync::schedule::{Time, play};

/// A shop with a journal.
fn shop() -> (Shop, Disk, Process) {
    let disk = Disk::new(1);
    let process = disk.start("/till");
    (Shop::with(r#","journal":"/till""#), disk, process)
}

impl Shop {
    fn recover(&self) -> Value {
        self.call("journal_recover", &json!({"timeout_ms": 60_000}))
    }
}

#[test]
fn clients_of_one_place_share_its_journal_while_any_has_it() {
    play(Time::StandsStill, || {
        let place = || Place {
            path: "till".to_owned(),
            allow_network: false,
            shop: "pk".to_owned(),
        };
        let of = || thread::spawn(move || Journal::of(&place()));
        let passing = thread::spawn(move || drop(Journal::of(&place())));
        let (first, second) = (of(), of());
        assert!(Arc::ptr_eq(&join(first), &join(second)));
        join(passing);
    });
}

#[test]
fn what_is_asked_about_while_it_is_under_way_ends_as_the_gateway_has_it() {
    play(Time::Passes, || {
        let (shop, disk, _process) = shop();
        shop.gateway.fated("r", [Fate::AnswerLost]);
        let charge = shop.spawn(|shop| shop.charge("r", "A"));
        let recover = shop.spawn(Shop::recover);
        let same = shop.spawn(|shop| shop.charge("r", "A"));
        assert_eq!(join(charge)["money"], "moved");
        assert_eq!(join(same)["money"], "moved");
        join(recover);
        assert_eq!(shop.gateway.payments("A"), 1);
        let intents = disk.intents();
        assert!(intents.iter().all(|intent| intent.money == Money::Moved));
        assert_eq!(intents.len(), 1);
    });
}

#[test]
fn what_is_to_be_undone_when_it_turns_up_is_undone_by_one_thread_however_many_ask() {
    play(Time::Passes, || {
        let (shop, _disk, _process) = shop();
        shop.gateway.fated("r", [Fate::AnswerLost]);
        let charge = shop.spawn(|shop| shop.charge("r", "A"));
        let reverse = shop
            .spawn(|shop| shop.call("reverse", &json!({"request_id": "r", "timeout_ms": 30_000})));
        let recover = [(); 2].map(|()| shop.spawn(Shop::recover));
        join(charge);
        let reversed = join(reverse);
        for recover in recover {
            join(recover);
        }
        // What was still under way turns up now.
        shop.recover();
        if reversed["outcome"] == "reversed" || reversed["outcome"] == "reversing" {
            assert_eq!(shop.gateway.undone(), 1, "{reversed}");
        }
    });
}

std::thread_local! {
    /// Whether the gateway has processed a payment that nobody knows of.
    static ON_THE_BOOKS: Cell<bool> = const { Cell::new(false) };
}

fn begin(journal: &Journal, id: &str) -> Entry {
    // The next moment: what begins anew begins later.
    schedule::sleep(Duration::from_millis(1));
    let now = Moment {
        wall_ms: wall_ms(),
        ..Moment::default()
    };
    let begin = Begin {
        request_id: id,
        till: None,
        method: "charge",
        content: [1; 16],
        invoice_id: Some("A"),
        pays: true,
        transaction_id: None,
        amount: None,
        currency: None,
        finishes: None,
        undoes: false,
        now,
        sent: now,
    };
    journal.until(far()).begin(&begin).expect("it works")
}

fn far() -> Instant {
    schedule::now() + Duration::from_hours(1)
}

/// An order of which "r" was the first payment. While somebody asks about it, "r" is sent again; now
/// it is processed, and the answer is lost. Until that is known the order takes no other payment.
fn who_asks_while_it_is_sent_again(first: Outcome, ask: fn(&Journal), repeat: fn(&Journal)) {
    ON_THE_BOOKS.set(false);
    let (shop, _disk, _process) = shop();
    let journal = shop.client.journal.clone().expect("a journal");
    let spawn = |work: Box<dyn FnOnce(&Journal) + Send>| {
        let (journal, gateway) = (Arc::clone(&journal), Arc::clone(&shop.gateway));
        thread::spawn(move || in_world(Till::of(&gateway), || work(&journal)))
    };
    join(spawn(Box::new(move |journal| {
        assert!(matches!(begin(journal, "r"), Entry::Begun));
        learn(journal, "r", first);
    })));
    let threads = [
        spawn(Box::new(ask)),
        spawn(Box::new(move |journal| {
            repeat(journal);
            if matches!(begin(journal, "r"), Entry::Begun) {
                ON_THE_BOOKS.set(true);
                learn(journal, "r", Outcome::Unknown);
            }
        })),
        spawn(Box::new(|journal| {
            if matches!(begin(journal, "other"), Entry::Begun) {
                assert!(!ON_THE_BOOKS.get(), "sent although the order is in doubt");
            }
        })),
    ];
    for thread in threads {
        join(thread);
    }
}

fn learn(journal: &Journal, id: &str, outcome: Outcome) {
    let learnt = journal
        .until(far())
        .learn(id, &Lesson::of(outcome), wall_ms());
    assert!(learnt.is_ok());
}

#[test]
fn who_asked_before_it_was_sent_again_does_not_end_what_the_journal_has_open() {
    /// Asks, and finds nothing: so what was sent before was not processed.
    fn ask(journal: &Journal) {
        let asked = journal.until(far()).find("r");
        let asked = asked.expect("it works").expect("it is there");
        if !asked.is_final() && !ON_THE_BOOKS.get() {
            pause();
            let absent = Lesson::of(Outcome::NotProcessed);
            let journal = journal.until(far());
            let learnt = journal.learn_by_asking(&asked, &absent, wall_ms());
            assert!(learnt.is_ok());
        }
    }
    play(Time::Passes, || {
        who_asks_while_it_is_sent_again(Outcome::Unknown, ask, ask);
    });
}

#[test]
fn who_asks_about_what_had_ended_does_not_end_what_began_anew() {
    /// Asks, and finds nothing: so what had ended was not processed.
    fn ask(journal: &Journal) {
        if !ON_THE_BOOKS.get() {
            pause();
            let absent = Lesson::of(Outcome::NotProcessed);
            let learnt = journal.until(far()).learn_of_ended("r", &absent, wall_ms());
            assert!(learnt.is_ok());
        }
    }
    play(Time::Passes, || {
        who_asks_while_it_is_sent_again(Outcome::NotSent, ask, |_| {});
    });
}
