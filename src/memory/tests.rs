//! What the memory of a process does with one operation, and with the next of its name.

use super::*;

fn begin<'a>(memory: &'a Memory, id: &str, content: u8, invoice: &str) -> Begin<'a> {
    memory.begin(
        id,
        [content; 16],
        Some(invoice),
        ("charge", None),
        Instant::now(),
        || false,
    )
}

fn go<'a>(memory: &'a Memory, id: &str) -> Operating<'a> {
    match begin(memory, id, 1, "A-1") {
        Begin::Go(operating) => operating,
        _ => panic!("not the first"),
    }
}

#[test]
fn an_ended_operation_may_be_sent_again_with_the_same_content_only() {
    let memory = Memory::default();
    go(&memory, "r").ended(Money::Moved);
    assert!(matches!(
        begin(&memory, "r", 2, "A-1"),
        Begin::Mismatch(Money::Moved)
    ));
    assert!(matches!(begin(&memory, "r", 1, "A-1"), Begin::Go(_)));
}

#[test]
fn what_the_gateway_may_have_forgotten_is_not_sent_again() {
    let memory = Memory::default();
    for (money, is_sent) in [(Money::NotMoved, true), (Money::Moved, false)] {
        go(&memory, "r").ended(money);
        // A repeat within the hour must not make the id look younger.
        go(&memory, "r").ended(money);
        let mut operations = lock(&memory.operations);
        let known = operations.by_id.get_mut("r").expect("it was just begun");
        let since = known.kept_since.expect("it was sent");
        known.kept_since = since.checked_sub(GATEWAY_KEEPS);
        drop(operations);
        match begin(&memory, "r", 1, "A-1") {
            Begin::Go(_) => assert!(is_sent),
            Begin::LongEnded(_) => assert!(!is_sent),
            _ => panic!("neither sent nor asked about"),
        }
    }
}

#[test]
fn a_repeat_that_did_not_get_through_undoes_nothing() {
    let memory = Memory::default();
    go(&memory, "r").ended(Money::Moved);
    go(&memory, "r").ended(Money::NotMoved);
    assert!(matches!(
        begin(&memory, "r", 2, "A-1"),
        Begin::Mismatch(Money::Moved)
    ));
}

#[test]
fn an_operation_in_doubt_is_asked_about_and_holds_its_invoice() {
    let memory = Memory::default();
    go(&memory, "r").may_be_sent(Doubt::default());
    assert!(matches!(begin(&memory, "r", 1, "A-1"), Begin::InDoubt(_)));
    assert!(matches!(begin(&memory, "other", 1, "A-1"), Begin::Busy(holder) if &*holder == "r"));
    assert!(matches!(begin(&memory, "other", 1, "A-2"), Begin::Go(_)));
    memory.ended("r", Money::NotMoved, Instant::now());
    assert!(matches!(begin(&memory, "third", 1, "A-1"), Begin::Go(_)));
}

#[test]
fn an_order_in_doubt_stays_held_when_an_earlier_payment_passes_3ds() {
    let memory = Memory::default();
    let mut first = go(&memory, "first");
    first.is_at_issuer(Doubt {
        method: "charge",
        invoice_id: Some("A-1".into()),
        transaction_id: Some(7),
        ..Doubt::default()
    });
    drop(first);
    go(&memory, "second").may_be_sent(Doubt::default());
    memory.passing_3ds(7);
    assert!(matches!(begin(&memory, "third", 1, "A-1"), Begin::Busy(_)));
    memory.passed_3ds(7, Some(Money::NotMoved));
    assert!(
        matches!(begin(&memory, "third", 1, "A-1"), Begin::Busy(holder) if &*holder == "second")
    );
    memory.ended("second", Money::NotMoved, Instant::now());
    assert!(matches!(begin(&memory, "third", 1, "A-1"), Begin::Go(_)));
}

#[test]
fn who_asked_before_it_was_sent_again_does_not_end_its_doubt() {
    let memory = Memory::default();
    let asked_since = Instant::now();
    go(&memory, "r").may_be_sent(Doubt::default());
    memory.ended("r", Money::NotMoved, asked_since);
    assert!(memory.doubt("r").is_some());
    // What moved did move, whenever that was asked.
    memory.ended("r", Money::Moved, asked_since);
    assert!(memory.doubt("r").is_none());
}

#[test]
fn whoever_comes_during_the_flight_gets_its_answer() {
    let memory = Memory::default();
    let reply = Reply {
        status: cloudpayments_money::status::Status::Ok,
        json: "{}".into(),
    };
    let operating = go(&memory, "r");
    let later = Instant::now() + Duration::from_secs(30);
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let begin = memory.begin("r", [1; 16], Some("A-1"), ("charge", None), later, || false);
            matches!(begin, Begin::Shared(shared) if shared == reply)
        });
        while Arc::strong_count(&operating.flight) < 3 {
            std::thread::yield_now();
        }
        operating.finish(&reply);
        assert!(waiting.join().expect("no panic"));
    });
}

#[test]
fn whoever_waits_for_a_call_that_panicked_does_not_wait_for_ever() {
    let memory = Memory::default();
    let operating = go(&memory, "r");
    let later = Instant::now() + Duration::from_mins(10);
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let begin = memory.begin("r", [1; 16], Some("A-1"), ("charge", None), later, || false);
            matches!(begin, Begin::StillInFlight)
        });
        while Arc::strong_count(&operating.flight) < 3 {
            std::thread::yield_now();
        }
        drop(operating);
        assert!(waiting.join().expect("no panic"));
    });
}
