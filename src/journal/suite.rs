//! What every store must do, whatever it keeps its rows in.

pub(crate) use cloudpayments_money::intent::Intent;
use cloudpayments_money::intent::{BootTime, Delivery, Moment};
use cloudpayments_money::outcome::{Money, Next, Outcome};

use super::store::{Notification, Rows, Select, Store, Till, Trouble, find};

/// A payment that is on its way.
pub(crate) fn sending(id: &str) -> Intent {
    Intent {
        request_id: id.into(),
        till: Some("till-1".into()),
        method: "charge".into(),
        fingerprint: *b"0123456789abcdef",
        invoice_id: Some(format!("order-{id}").into()),
        pays: true,
        transaction_id: None,
        made_id: None,
        amount: Some(1_000),
        currency: Some("RUB".into()),
        began_ms: 1,
        sent: Moment::default(),
        owner: Some("somebody".into()),
        outcome: Outcome::Unknown,
        money: Money::Unknown,
        next: Next::Resolve,
        reverses: false,
        answer: None,
        changed_ms: 1,
        delivery: Delivery::Told,
    }
}

/// The same, done.
pub(crate) fn completed(id: &str) -> Intent {
    let (_, money, next) = Outcome::Completed.usual();
    Intent {
        transaction_id: Some(504),
        owner: None,
        outcome: Outcome::Completed,
        money,
        next,
        answer: Some("{\"status\":0}".into()),
        ..sending(id)
    }
}

/// The same, and the till has it.
pub(crate) fn acknowledged(intent: Intent) -> Intent {
    Intent {
        delivery: Delivery::Acknowledged,
        ..intent
    }
}

/// The same, in the hands of a process.
pub(crate) fn owned_by(intent: Intent, owner: &str) -> Intent {
    Intent {
        owner: Some(owner.into()),
        ..intent
    }
}

/// What one transaction gives back.
pub(crate) fn within<T>(
    store: &mut dyn Store,
    mut work: impl FnMut(&mut dyn Rows) -> Result<T, Trouble>,
) -> Result<T, Trouble> {
    let mut result = None;
    store.transact(&mut |rows| {
        result = Some(work(rows)?);
        Ok(())
    })?;
    Ok(result.expect("work was done"))
}

pub(crate) fn put(store: &mut dyn Store, intent: &Intent) -> Result<(), Trouble> {
    within(store, |rows| rows.put(intent))
}

pub(crate) fn ids(store: &mut dyn Store, wanted: Select<'_>) -> Vec<String> {
    let found = within(store, |rows| rows.select(wanted)).expect("a store that works");
    let ids = found.iter().map(|intent| intent.request_id.to_string());
    ids.collect()
}

/// Everything, on stores that `fresh` gives: each empty.
pub(crate) fn run(fresh: &mut dyn FnMut() -> Box<dyn Store>) {
    let tests: &[fn(&mut dyn Store)] = &[
        every_field_comes_back,
        a_change_replaces_and_keeps_the_place,
        lists_are_those_that_were_asked_for,
        what_fails_leaves_nothing,
        a_panic_leaves_nothing,
        a_notification_is_new_once,
        it_knows_who_lives,
    ];
    for test in tests {
        test(&mut *fresh());
    }
}

fn every_field_comes_back(store: &mut dyn Store) {
    let full = Intent {
        pays: false,
        transaction_id: Some(i64::MAX),
        made_id: Some(i64::MIN),
        amount: Some(u64::MAX),
        began_ms: u64::MAX,
        sent: Moment {
            wall_ms: 7,
            boot: Some(BootTime {
                boot: u64::MAX,
                since_ms: 9,
            }),
            offset_ms: Some(-3),
        },
        reverses: true,
        answer: Some("{\"Ответ\":\"'\u{0}\"}".into()),
        ..sending("full")
    };
    let bare = Intent {
        till: None,
        invoice_id: None,
        amount: None,
        currency: None,
        owner: None,
        ..sending("bare")
    };
    for intent in [&full, &bare, &acknowledged(completed("done"))] {
        put(store, intent).expect("room");
        let found = within(store, |rows| find(rows, &intent.request_id));
        assert_eq!(found.expect("it is there").as_ref(), Some(intent));
    }
    for outcome in Outcome::ALL {
        let (_, money, next) = outcome.usual();
        let id = outcome.as_str();
        let intent = Intent {
            outcome: *outcome,
            money,
            next,
            ..sending(id)
        };
        put(store, &intent).expect("room");
        let found = within(store, |rows| find(rows, id)).expect("it is there");
        assert_eq!(found, Some(intent));
    }
    let none = within(store, |rows| find(rows, "none"));
    assert_eq!(none.expect("a look"), None);
}

fn a_change_replaces_and_keeps_the_place(store: &mut dyn Store) {
    for id in ["a", "b"] {
        put(store, &sending(id)).expect("room");
    }
    put(store, &completed("a")).expect("room");
    put(store, &completed("a")).expect("room");
    assert_eq!(ids(store, Select::All), ["a", "b"]);
    let found = within(store, |rows| find(rows, "a")).expect("a look");
    assert_eq!(found, Some(completed("a")));
    // In one transaction what was written is read.
    let seen = within(store, |rows| {
        rows.put(&acknowledged(completed("a")))?;
        find(rows, "a")
    });
    assert!(seen.expect("room").expect("it is there").is_acknowledged());
}

fn lists_are_those_that_were_asked_for(store: &mut dyn Store) {
    let of = |till: Option<&str>, intent: Intent| Intent {
        till: till.map(Into::into),
        ..intent
    };
    let confirm = Intent {
        pays: false,
        ..completed("confirm")
    };
    let again = Intent {
        invoice_id: Some("order-done".into()),
        transaction_id: Some(505),
        ..sending("again")
    };
    for intent in [
        sending("open"),
        completed("done"),
        of(None, sending("nameless")),
        acknowledged(completed("over")),
        of(Some("till-2"), sending("other")),
        Intent {
            invoice_id: Some("order-done".into()),
            ..confirm
        },
        again,
    ] {
        put(store, &intent).expect("room");
    }
    let one = |till| Select::Pending(Till::One(till));
    assert_eq!(
        ids(store, Select::Pending(Till::Any)),
        ["open", "done", "nameless", "other", "confirm", "again"]
    );
    assert_eq!(
        ids(store, one(Some("till-1"))),
        ["open", "done", "confirm", "again"]
    );
    assert_eq!(ids(store, one(None)), ["nameless"]);
    assert_eq!(ids(store, one(Some("till-3"))), [""; 0]);
    assert_eq!(ids(store, Select::Invoice("order-done")), ["done", "again"]);
    assert_eq!(ids(store, Select::Holder("order-done")), ["again"]);
    assert_eq!(ids(store, Select::Holder("order-over")), [""; 0]);
    let found = Intent {
        delivery: Delivery::Found,
        ..completed("over")
    };
    put(store, &found).expect("room");
    assert_eq!(ids(store, Select::Holder("order-over")), ["over"]);
    put(store, &acknowledged(found)).expect("room");
    assert_eq!(ids(store, Select::Holder("order-over")), [""; 0]);
    assert_eq!(
        ids(store, Select::Transaction(504)),
        ["done", "over", "confirm"]
    );
    assert_eq!(ids(store, Select::Last(Till::Any)), ["again"]);
    assert_eq!(
        ids(store, Select::Last(Till::One(Some("till-2")))),
        ["other"]
    );
    assert_eq!(ids(store, Select::Last(Till::One(None))), ["nameless"]);
    assert_eq!(ids(store, Select::All).len(), 7);
    // What was taken note of and is news again is pending again.
    put(store, &completed("over")).expect("room");
    assert_eq!(ids(store, Select::Pending(Till::Any)).len(), 7);
}

fn what_fails_leaves_nothing(store: &mut dyn Store) {
    put(store, &sending("a")).expect("room");
    let no = Trouble::Unavailable("no".to_owned());
    let failed: Result<(), Trouble> = within(store, |rows| {
        rows.put(&completed("a"))?;
        rows.put(&sending("b"))?;
        let noted = Notification {
            kind: "pay",
            transaction_id: 1,
            status: "Completed",
        };
        rows.note(noted, 1)?;
        Err(no.clone())
    });
    assert_eq!(failed, Err(no));
    assert_eq!(ids(store, Select::All), ["a"]);
    let found = within(store, |rows| find(rows, "a")).expect("a look");
    assert_eq!(found, Some(sending("a")));
    a_notification_is_new_once(store);
}

fn a_panic_leaves_nothing(store: &mut dyn Store) {
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _ = store.transact(&mut |rows| {
            rows.put(&sending("a"))?;
            panic!("planted")
        });
    }));
    assert!(caught.is_err());
    assert_eq!(ids(store, Select::All), [""; 0]);
    put(store, &sending("a")).expect("it works on");
}

fn a_notification_is_new_once(store: &mut dyn Store) {
    let noted = Notification {
        kind: "pay",
        transaction_id: 1,
        status: "Completed",
    };
    let note = |store: &mut dyn Store, noted| within(store, |rows| rows.note(noted, 1));
    assert_eq!(note(store, noted), Ok(false));
    assert_eq!(note(store, noted), Ok(true));
    let others = [
        Notification {
            kind: "confirm",
            ..noted
        },
        Notification {
            transaction_id: 2,
            ..noted
        },
        Notification {
            status: "Authorized",
            ..noted
        },
    ];
    for other in others {
        assert_eq!(note(store, other), Ok(false));
    }
}

fn it_knows_who_lives(store: &mut dyn Store) {
    let me = store.owner().to_owned();
    assert!(store.is_alive(&me));
    assert!(!store.is_alive("nobody"));
    assert!(!store.is_alive("../../etc/passwd"));
    assert!(store.key().len() >= 32);
}
