//! Every fault, as the contract describes it.

#![expect(
    clippy::indexing_slicing,
    reason = "a missing field fails the test, as it should"
)]

mod common;

use std::io::{ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use common::{Answer, LOGIN, PAYS, Sandbox, order, post};
use serde_json::{Value, json};

const CHARGE: &str = "payments/cards/charge";

fn request(invoice: &str) -> String {
    post(
        CHARGE,
        "application/json",
        LOGIN,
        &order(invoice, PAYS).to_string(),
    )
}

/// Arm a fault for charges, charge once, and say what came back.
fn struck(sandbox: &Sandbox, kind: &str, more: &Value) -> std::io::Result<Vec<u8>> {
    let mut fault = json!({"path": CHARGE, "kind": kind});
    for (name, value) in more.as_object().expect("fields") {
        fault[name] = value.clone();
    }
    sandbox.arm(&fault);
    sandbox.exchange(&request(kind))
}

fn is_silent(answer: &std::io::Result<Vec<u8>>) -> bool {
    match answer {
        Ok(bytes) => bytes.is_empty(),
        // Closing with bytes unread makes the kernel send RST.
        Err(problem) => problem.kind() == ErrorKind::ConnectionReset,
    }
}

#[test]
fn faults_that_drop_say_nothing_and_the_ledger_knows_which_were_processed() {
    let sandbox = Sandbox::start(&[]);
    for (kind, charges) in [
        ("close_after", 0),
        ("drop_before", 0),
        ("drop_after", 1),
        ("reset", 1),
    ] {
        let answer = struck(&sandbox, kind, &json!({"bytes": 100}));
        assert!(is_silent(&answer), "{kind}: {answer:?}");
        assert_eq!(sandbox.charges(kind), charges, "{kind}");
    }
    let paths: Vec<_> = sandbox.read("requests").as_array().expect("a list").clone();
    assert_eq!(paths.len(), 4);
    assert!(paths.iter().all(|seen| seen["path"] == CHARGE));
}

#[test]
fn a_reset_is_a_reset() {
    let sandbox = Sandbox::start(&[]);
    let answer = struck(&sandbox, "reset", &json!({}));
    assert_eq!(
        answer.expect_err("reset").kind(),
        ErrorKind::ConnectionReset
    );
}

#[test]
fn the_log_keeps_exactly_what_was_read() {
    let sandbox = Sandbox::start(&[]);
    let whole = request("close_after");
    let bytes = whole.len() - 3;
    let answer = struck(&sandbox, "close_after", &json!({"bytes": bytes}));
    assert!(is_silent(&answer));
    let body = sandbox.read("requests")[0]["body"]
        .as_str()
        .expect("a text")
        .to_owned();
    assert!(whole[..bytes].ends_with(&body) && body.starts_with('{'));
}

#[test]
fn a_delay_delays_and_a_late_charge_comes_late() {
    let sandbox = Sandbox::start(&[]);
    let start = Instant::now();
    let answer = struck(&sandbox, "delay", &json!({"delay_ms": 200})).expect("answered");
    assert!(Answer::parse(&answer).is_some_and(|answer| answer.status == 200));
    assert!(start.elapsed() >= Duration::from_millis(200));

    let answer = struck(&sandbox, "process_late", &json!({"delay_ms": 299_000}));
    assert!(is_silent(&answer));
    assert_eq!(sandbox.charges("process_late"), 0);
    sandbox.control("clock", &json!({"advance_ms": 299_000}));
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(sandbox.charges("process_late"), 1);
}

#[test]
fn faults_that_spoil_the_answer_leave_the_ledger_as_it_should_be() {
    let sandbox = Sandbox::start(&[]);
    let parse = |answer: std::io::Result<Vec<u8>>| {
        Answer::parse(&answer.expect("bytes")).expect("an answer")
    };

    let status = parse(struck(
        &sandbox,
        "status",
        &json!({"status": 502, "retry_after": 7}),
    ));
    assert_eq!(
        (status.status, status.head.contains("retry-after: 7")),
        (502, true)
    );
    let status = parse(struck(&sandbox, "status_after", &json!({"status": 500})));
    assert_eq!(
        (status.status, status.head.contains("retry-after")),
        (500, false)
    );
    let garbage = parse(struck(&sandbox, "garbage", &json!({})));
    assert_eq!(
        (garbage.status, garbage.body.starts_with("<!DOCTYPE")),
        (200, true)
    );
    let redirect = parse(struck(&sandbox, "redirect", &json!({})));
    assert_eq!(
        (
            redirect.status,
            redirect.head.contains("location: http://localhost:")
        ),
        (307, true)
    );
    let wrong = parse(struck(&sandbox, "wrong_amount", &json!({"amount": "1.00"})));
    assert!(wrong.body.contains(r#""Amount":1.00,"#), "{}", wrong.body);

    let charged = |kinds: [&str; 5]| kinds.map(|kind| sandbox.charges(kind));
    let kinds = [
        "status",
        "status_after",
        "garbage",
        "redirect",
        "wrong_amount",
    ];
    assert_eq!(charged(kinds), [0, 1, 1, 0, 1]);
}

#[test]
fn an_answer_is_cut_after_exactly_so_many_bytes() {
    let sandbox = Sandbox::start(&[]);
    let whole = sandbox.exchange(&request("whole")).expect("answered").len();
    for bytes in [0, 1, 17, 200, whole - 1, whole, whole + 100] {
        let answer =
            struck(&sandbox, "truncate", &json!({"bytes": bytes})).expect("closed in peace");
        // Ids and dates have the same length in every answer of this test, amounts have not.
        assert!(
            answer.len() == bytes.min(answer.len()) && answer.len() + 12 > bytes.min(whole),
            "{bytes}: {}",
            answer.len()
        );
    }
    assert_eq!(sandbox.charges("truncate"), 7);
}

#[test]
fn a_kept_connection_is_closed_after_a_cut_answer_even_if_nothing_was_cut() {
    let sandbox = Sandbox::start(&[]);
    sandbox.arm(&json!({"path": "test", "kind": "truncate", "bytes": 100_000}));
    let mut stream = sandbox.connect();
    let kept = post("test", "application/json", LOGIN, "{}").replace("Connection: close\r\n", "");
    stream.write_all(kept.as_bytes()).expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("closed");
    assert!(Answer::parse(&answer).is_some_and(|answer| answer.json()["Success"] == true));
}

#[test]
fn a_trickle_comes_byte_by_byte_and_the_connection_lives_on() {
    let sandbox = Sandbox::start(&[]);
    sandbox.arm(&json!({"path": "test", "kind": "trickle", "delay_ms": 1}));
    let mut stream = sandbox.connect();
    let kept = post("test", "application/json", LOGIN, "{}").replace("Connection: close\r\n", "");
    let start = Instant::now();
    stream.write_all(kept.as_bytes()).expect("sent");
    let mut reads = 0;
    let mut answer = Vec::new();
    let mut buffer = [0; 4096];
    while !answer.ends_with(b"}") {
        let count = stream.read(&mut buffer).expect("bytes");
        answer.extend_from_slice(&buffer[..count]);
        reads += 1;
    }
    assert!(reads > 50, "{reads}");
    assert!(start.elapsed() > Duration::from_millis(100));
    stream.write_all(kept.as_bytes()).expect("sent");
    assert!(stream.read(&mut buffer).expect("bytes") > 100);
}

#[test]
fn closing_at_accept_closes_idle_connections_and_the_next_new_one() {
    let sandbox = Sandbox::start(&[]);
    let mut idle = sandbox.connect();
    let kept = post("test", "application/json", LOGIN, "{}").replace("Connection: close\r\n", "");
    idle.write_all(kept.as_bytes()).expect("sent");
    let mut buffer = [0; 4096];
    assert!(idle.read(&mut buffer).expect("bytes") > 0);
    sandbox.arm(&json!({"kind": "close_on_accept"}));
    assert_eq!(idle.read(&mut buffer).expect("closed in peace"), 0);
    assert!(is_silent(&sandbox.exchange(&request("accept"))));
    assert!(sandbox.send(&request("accept")).is_ok());
    assert_eq!(sandbox.charges("accept"), 1);
}

#[test]
fn mistakes_in_control_requests_are_named() {
    let sandbox = Sandbox::start(&[]);
    for (route, body, field) in [
        ("faults", json!({"path": "*"}), "kind"),
        ("faults", json!({"path": "*", "kind": "boom"}), "kind"),
        ("faults", json!({"kind": "delay"}), "path"),
        ("faults", json!({"path": "charge", "kind": "delay"}), "path"),
        (
            "faults",
            json!({"path": "*", "kind": "delay", "delay": 5}),
            "delay",
        ),
        ("modes", json!({"storm_429": 1.5}), "storm_429"),
        ("clock", json!({"advance_ms": -1}), "advance_ms"),
        (
            "payer",
            json!({"TransactionId": 1, "action": "confirm_3ds"}),
            "TransactionId",
        ),
        ("webhooks", json!({"id": 1}), "id"),
    ] {
        let answer = sandbox.control(route, &body);
        assert_eq!(
            (answer.status, &answer.json()["field"]),
            (400, &json!(field)),
            "{body}"
        );
    }
}

#[test]
fn modes_make_the_whole_api_mean() {
    let sandbox = Sandbox::start(&[]);
    let find = |invoice: &str| {
        sandbox
            .call("payments/find", &json!({"InvoiceId": invoice}))
            .json()
    };

    sandbox.control("modes", &json!({"find_lag_ms": 60_000}));
    sandbox.call(CHARGE, &order("lag", PAYS));
    assert_eq!(find("lag")["Message"], "Not found");
    sandbox.control("clock", &json!({"advance_ms": 60_000}));
    assert_eq!(find("lag")["Success"], true);

    sandbox.control(
        "modes",
        &json!({"find_lag_ms": 0, "cascade_declines": true}),
    );
    let paid = sandbox.call(CHARGE, &order("cascade", PAYS)).json();
    let twin = &paid["Model"]["FallBackScenarioDeclinedTransactionId"];
    let twin = sandbox
        .call("payments/get", &json!({"TransactionId": twin}))
        .json();
    assert_eq!(
        (&twin["Model"]["Status"], &twin["Model"]["InvoiceId"]),
        (&json!("Declined"), &json!("cascade"))
    );
    assert_eq!(sandbox.charges("cascade"), 1);

    sandbox.control(
        "modes",
        &json!({"cascade_declines": false, "id_store_lost": true}),
    );
    for _ in 0..2 {
        sandbox
            .call_with_id(CHARGE, "lost", &order("lost", PAYS))
            .expect("answered");
    }
    assert_eq!(sandbox.charges("lost"), 2);

    sandbox.control(
        "modes",
        &json!({"id_store_lost": false, "late_success_ms": 299_000}),
    );
    assert!(is_silent(&sandbox.exchange(&request("late"))));
    assert_eq!(find("late")["Message"], "Not found");
    sandbox.control("clock", &json!({"advance_ms": 299_000}));
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(find("late")["Success"], true);

    sandbox.control("modes", &json!({"late_success_ms": 0, "storm_429": 1}));
    assert_eq!(sandbox.call("test", &json!({})).status, 429);
    sandbox.control("reset", &json!({}));
    assert_eq!(sandbox.call("test", &json!({})).status, 200);
    assert_eq!(sandbox.read("ledger")["totals"]["captured"], "0.00");
}

#[test]
fn after_hundreds_of_broken_charges_the_ledger_is_as_it_should_be() {
    let sandbox = Sandbox::start(&[]);
    let kinds = [
        ("close_after", 0),
        ("drop_before", 0),
        ("drop_after", 1),
        ("reset", 1),
        ("delay", 1),
        ("process_late", 1),
        ("status", 0),
        ("status_after", 1),
        ("truncate", 1),
        ("garbage", 1),
        ("trickle", 1),
        ("redirect", 0),
        ("wrong_amount", 1),
    ];
    let expected: Vec<_> = (0..20_u64)
        .flat_map(|round| kinds.map(|(kind, charges)| (round, kind, charges)))
        .map(|(round, kind, charges)| {
            let invoice = format!("{kind}-{round}");
            sandbox.arm(&json!({"path": CHARGE, "kind": kind, "bytes": round * 31}));
            // Whatever comes back, or does not, is of no interest here.
            let _ = sandbox.exchange(&request(&invoice));
            (invoice, charges)
        })
        .collect();
    std::thread::sleep(Duration::from_millis(100));
    let ledger = sandbox.read("ledger");
    for (invoice, charges) in expected {
        let found = ledger["by_invoice"][&invoice]["charges"]
            .as_u64()
            .unwrap_or(0);
        assert_eq!(found, charges, "{invoice}");
    }
    assert_eq!(sandbox.read("faults"), json!([]));
    assert_eq!(
        sandbox.read("requests").as_array().map(Vec::len),
        Some(20 * kinds.len())
    );
}
