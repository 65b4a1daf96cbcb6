//! Doubt after the call: `resolve`, the same request id again, and invoices that are taken.

#![allow(clippy::indexing_slicing, reason = "a test that panics says where")]

mod support;

use std::time::Duration;

use serde_json::json;
use support::{
    APPROVED, DECLINED, Sandbox, WITH_3DS, assert_verdict, charge, charge_with, json_of,
};

const CHARGE: &str = "payments/cards/charge";

fn with_id(id: &str, invoice: &str) -> String {
    charge_with("10", invoice, APPROVED, &format!(r#""request_id":"{id}""#))
}

#[test]
fn what_was_in_doubt_is_resolved_later_from_the_answer_alone() {
    let sandbox = Sandbox::start();
    let hasty = sandbox.client_with(&json!({"resolve_ms": 0, "timeout_ms": 1000}));
    sandbox.fault(CHARGE, "process_late", &json!({"delay_ms": 1500}));
    let reply = hasty.call("charge", &with_id("late", "A"));
    assert_verdict(&reply, 21, "unknown", "unknown");
    let doubt = json_of(&reply);
    // A program that was restarted knows no more than what it wrote down.
    let request = json!({"request_id": doubt["request_id"], "InvoiceId": doubt["invoice_id"], "sent_at": doubt["sent_at"],
        "Amount": "10.00", "Currency": "RUB"});
    let resolved = sandbox.client().call("resolve", &request.to_string());
    assert_verdict(&resolved, 0, "completed", "moved");
    assert_eq!(json_of(&resolved)["next"], "finish_sale");
    assert_eq!(sandbox.count(CHARGE), 1);
}

#[test]
fn absence_is_proven_by_a_time_of_sending_and_never_without() {
    let sandbox = Sandbox::start();
    let client = sandbox.client_with(&json!({"settle_ms": 500, "resolve_ms": 1500}));
    let absent = json!({"request_id": "never-sent", "InvoiceId": "A"});
    assert_verdict(
        &client.call("resolve", &absent.to_string()),
        21,
        "unknown",
        "unknown",
    );
    let mut sent = absent;
    sent["sent_at"] = json!("2026-01-01T00:00:00.000Z");
    assert_verdict(
        &client.call("resolve", &sent.to_string()),
        22,
        "not_processed",
        "not_moved",
    );
    let strict = sandbox.client_with(&json!({"resolve_ms": 300, "timeout_ms": 2000}));
    assert_verdict(
        &strict.call("resolve", &sent.to_string()),
        21,
        "unknown",
        "unknown",
    );
}

#[test]
fn another_payment_of_the_same_order_is_not_taken_for_ours() {
    let sandbox = Sandbox::start();
    let client = sandbox.client_with(&json!({"settle_ms": 500, "resolve_ms": 1500}));
    assert_verdict(
        &client.call("charge", &with_id("other-till", "A")),
        0,
        "completed",
        "moved",
    );
    let request =
        json!({"request_id": "mine", "InvoiceId": "A", "sent_at": "2026-01-01T00:00:00Z"});
    assert_verdict(
        &client.call("resolve", &request.to_string()),
        22,
        "not_processed",
        "not_moved",
    );
    let by_invoice = client.call("resolve", r#"{"InvoiceId":"A"}"#);
    assert_verdict(&by_invoice, 0, "completed", "moved");
}

#[test]
fn a_later_decline_does_not_hide_an_approved_payment() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let first = client.call("charge", &with_id("first", "A"));
    assert_verdict(&first, 0, "completed", "moved");
    let second = client.call("charge", &charge("10", "A", DECLINED));
    assert_verdict(&second, 10, "declined", "not_moved");
    let request =
        json!({"request_id": "first", "InvoiceId": "A", "sent_at": json_of(&first)["sent_at"]});
    assert_verdict(
        &client.call("resolve", &request.to_string()),
        0,
        "completed",
        "moved",
    );
}

#[test]
fn other_sums_than_were_asked_for_need_a_person() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let reply = client.call("charge", &with_id("r", "A"));
    let request = json!({"request_id": "r", "InvoiceId": "A", "Amount": "11"});
    let resolved = client.call("resolve", &request.to_string());
    assert_verdict(&resolved, 24, "manual_review", "unknown");
    assert_eq!(json_of(&resolved)["error"]["code"], "mismatch");
    let number = json_of(&reply)["transaction_id"].clone();
    let by_number = json!({"TransactionId": number, "Amount": "10"});
    assert_verdict(
        &client.call("resolve", &by_number.to_string()),
        0,
        "completed",
        "moved",
    );
}

#[test]
fn a_payment_that_was_given_back_is_reversed_and_a_part_of_it_is_not() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let number = json_of(&client.call("charge", &with_id("r", "A")))["transaction_id"].clone();
    let resolve = r#"{"request_id":"r","InvoiceId":"A"}"#;
    for (amount, status, outcome, money) in [
        ("4", 0, "completed", "moved"),
        ("6", 23, "reversed", "returned"),
    ] {
        let refund = json!({"TransactionId": number, "Amount": amount}).to_string();
        assert_verdict(&client.call("refund", &refund), 0, "refunded", "returned");
        assert_verdict(&client.call("resolve", resolve), status, outcome, money);
    }
}

#[test]
fn whoever_knows_the_number_can_still_finish_3d_secure() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let begun = json_of(&client.call("charge", &charge("10", "A", WITH_3DS)));
    let request = json!({"TransactionId": begun["transaction_id"]});
    assert_verdict(
        &client.call("resolve", &request.to_string()),
        1,
        "requires_3ds",
        "not_moved",
    );
}

#[test]
fn the_same_request_in_flight_shares_one_answer() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    sandbox.fault(CHARGE, "delay", &json!({"delay_ms": 500}));
    let replies: Vec<_> = std::thread::scope(|scope| {
        let calls: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| client.call("charge", &with_id("same", "A"))))
            .collect();
        calls
            .into_iter()
            .map(|call| call.join().expect("no panic"))
            .collect()
    });
    for reply in &replies {
        assert_verdict(reply, 0, "completed", "moved");
        assert_eq!(
            json_of(reply)["transaction_id"],
            json_of(&replies[0])["transaction_id"]
        );
    }
    assert_eq!(sandbox.count(CHARGE), 1);
    assert_eq!(sandbox.invoice("A").0, 1);
}

#[test]
fn the_same_id_with_other_content_sends_nothing() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    assert_verdict(
        &client.call("charge", &with_id("r", "A")),
        0,
        "completed",
        "moved",
    );
    let other = charge_with("11", "A", APPROVED, r#""request_id":"r""#);
    let reply = client.call("charge", &other);
    assert_verdict(&reply, 34, "idempotency_mismatch", "moved");
    // Another client of the same terminal in this process knows it too.
    assert_verdict(
        &sandbox.client().call("charge", &other),
        34,
        "idempotency_mismatch",
        "moved",
    );
    assert_eq!(sandbox.count(CHARGE), 1);
}

#[test]
fn the_same_id_with_the_same_content_is_charged_once_by_the_servers_own_store() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let first = client.call("charge", &with_id("r", "A"));
    let second = client.call("charge", &with_id("r", "A"));
    assert_verdict(&second, 0, "completed", "moved");
    assert_eq!(
        json_of(&first)["transaction_id"],
        json_of(&second)["transaction_id"]
    );
    assert_eq!(sandbox.invoice("A").0, 1);
}

#[test]
fn the_same_id_after_doubt_is_asked_about_and_not_sent_again() {
    let sandbox = Sandbox::start();
    sandbox.post(
        "modes",
        &json!({"duplicates_run": true, "id_store_lost": true}),
    );
    let client = sandbox.client_with(&json!({"resolve_ms": 0}));
    sandbox.fault(CHARGE, "process_late", &json!({"delay_ms": 400}));
    assert_verdict(
        &client.call("charge", &with_id("r", "A")),
        21,
        "unknown",
        "unknown",
    );
    std::thread::sleep(Duration::from_millis(600));
    let again = charge_with("10", "A", APPROVED, r#""request_id":"r","resolve_ms":3000"#);
    assert_verdict(&client.call("charge", &again), 0, "completed", "moved");
    assert_eq!(sandbox.count(CHARGE), 1);
    assert_eq!(sandbox.invoice("A").0, 1);
}

#[test]
fn an_invoice_in_doubt_takes_no_other_payment() {
    let sandbox = Sandbox::start();
    let client = sandbox.client_with(&json!({"resolve_ms": 0}));
    sandbox.fault(CHARGE, "drop_after", &json!({}));
    assert_verdict(
        &client.call("charge", &with_id("first", "A")),
        21,
        "unknown",
        "unknown",
    );
    let busy = client.call("charge", &with_id("second", "A"));
    assert_verdict(&busy, 35, "invoice_busy", "unknown");
    assert_eq!(json_of(&busy)["error"]["other_request_id"], "first");
    assert_verdict(
        &client.call("charge", &with_id("third", "B")),
        0,
        "completed",
        "moved",
    );
    let resolve = r#"{"request_id":"first","resolve_ms":3000}"#;
    assert_verdict(&client.call("resolve", resolve), 0, "completed", "moved");
    // Doubt has ended; a second payment of this order is the till's own decision.
    assert_verdict(
        &client.call("charge", &with_id("second", "A")),
        0,
        "completed",
        "moved",
    );
}

#[test]
fn every_evil_mode_at_once_charges_nobody_twice() {
    let sandbox = Sandbox::with(&["--limit", "40"]);
    sandbox.post(
        "modes",
        &json!({"duplicates_run": true, "id_store_lost": true, "find_lag_ms": 800, "storm_429": 0.2,
            "cascade_declines": true, "clock_skew_ms": 93_600_000}),
    );
    let client = sandbox.client_with(&json!({"max_concurrency": 30, "resolve_ms": 12_000}));
    std::thread::scope(|scope| {
        for (at, kind) in [
            "drop_after",
            "reset",
            "status_after",
            "garbage",
            "drop_before",
            "truncate",
            "none",
            "none",
        ]
        .into_iter()
        .enumerate()
        {
            if kind != "none" {
                sandbox.fault(CHARGE, kind, &json!({"status": 500, "bytes": 5}));
            }
            let client = &client;
            scope.spawn(move || {
                let invoice = format!("E{at}");
                let reply = client.call("charge", &with_id(&format!("id-{at}"), &invoice));
                let answer = json_of(&reply);
                let money = answer["money"].as_str().expect("money");
                assert!(
                    matches!(money, "moved" | "unknown" | "not_moved"),
                    "{}",
                    reply.json
                );
            });
        }
    });
    let ledger = sandbox.get("ledger");
    for (invoice, found) in ledger["by_invoice"].as_object().expect("invoices") {
        assert!(found["charges"].as_u64() <= Some(1), "{invoice}: {found}");
    }
}

#[test]
fn a_charge_without_a_readable_stamp_is_never_called_absent() {
    let sandbox = Sandbox::start();
    let quick = json!({"settle_ms": 400, "resolve_ms": 1500, "timeout_ms": 3000});
    let mut unstamped = quick.clone();
    unstamped["stamp"] = json!(false);
    for (at, client, data) in [
        (0, sandbox.client_with(&unstamped), "null"),
        (1, sandbox.client_with(&quick), "\"free text\""),
        (2, sandbox.client_with(&quick), "[1]"),
    ] {
        let invoice = format!("U{at}");
        let request = charge_with(
            "10",
            &invoice,
            APPROVED,
            &format!(r#""request_id":"u{at}","JsonData":{data}"#),
        );
        sandbox.fault(CHARGE, "drop_after", &json!({}));
        assert_verdict(&client.call("charge", &request), 21, "unknown", "unknown");
        let later = json!({"request_id": format!("u{at}"), "InvoiceId": invoice, "sent_at": "2026-01-01T00:00:00Z"});
        let resolved = client.call("resolve", &later.to_string());
        assert_verdict(&resolved, 21, "unknown", "unknown");
        assert_eq!(sandbox.invoice(&invoice).0, 1);
    }
}

#[test]
fn an_error_of_the_gateway_is_no_empty_look_up() {
    let sandbox = Sandbox::start();
    let client =
        sandbox.client_with(&json!({"settle_ms": 300, "resolve_ms": 1500, "timeout_ms": 5000}));
    let request = json!({"method": "void", "TransactionId": 1, "request_id": "v", "sent_at": "2026-01-01T00:00:00Z"});
    // A number that we know and the gateway does not proves nothing about a release.
    assert_verdict(
        &client.call("resolve", &request.to_string()),
        21,
        "unknown",
        "unknown",
    );
}

#[test]
fn a_refund_is_found_again_and_without_its_sum() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let number = json_of(&client.call("charge", &with_id("r", "A")))["transaction_id"].clone();
    sandbox.fault("payments/refund", "drop_after", &json!({}));
    let refund =
        json!({"TransactionId": number, "Amount": 4, "request_id": "back", "resolve_ms": 0});
    let reply = client.call("refund", &refund.to_string());
    assert_verdict(&reply, 21, "unknown", "unknown");
    let ask = json!({"method": "refund", "TransactionId": number, "request_id": "back",
        "sent_at": json_of(&reply)["sent_at"]});
    for _ in 0..2 {
        assert_verdict(
            &client.call("resolve", &ask.to_string()),
            0,
            "refunded",
            "returned",
        );
    }
    // Who does not say which refund is meant is not told that there was none.
    let quick =
        sandbox.client_with(&json!({"settle_ms": 300, "resolve_ms": 1000, "timeout_ms": 4000}));
    let nameless =
        json!({"method": "refund", "TransactionId": number, "sent_at": "2026-01-01T00:00:00Z"});
    assert_verdict(
        &quick.call("resolve", &nameless.to_string()),
        21,
        "unknown",
        "unknown",
    );
}

#[test]
fn a_command_in_doubt_is_resolved_by_its_own_id() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let held = json_of(&client.call("auth", &with_id("hold", "A")));
    sandbox.fault("payments/confirm", "drop_after", &json!({}));
    let confirm = json!({"TransactionId": held["transaction_id"], "Amount": 10, "request_id": "c", "resolve_ms": 0});
    assert_verdict(
        &client.call("confirm", &confirm.to_string()),
        21,
        "unknown",
        "unknown",
    );
    assert_verdict(
        &client.call("resolve", r#"{"request_id":"c"}"#),
        0,
        "confirmed",
        "moved",
    );
}

#[test]
fn a_later_decline_hides_nothing_from_who_asks_by_invoice() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    assert_verdict(
        &client.call("charge", &with_id("first", "A")),
        0,
        "completed",
        "moved",
    );
    assert_verdict(
        &client.call("charge", &charge("10", "A", DECLINED)),
        10,
        "declined",
        "not_moved",
    );
    assert_verdict(
        &client.call("resolve", r#"{"InvoiceId":"A"}"#),
        0,
        "completed",
        "moved",
    );
    assert_verdict(
        &client.call("reverse", r#"{"InvoiceId":"A"}"#),
        23,
        "reversed",
        "returned",
    );
    assert_eq!(sandbox.invoice("A").2, "0.00");
}

#[test]
fn a_request_id_is_enough_to_ask_about_a_payment_of_today() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    assert_verdict(
        &client.call("charge", &with_id("r", "A")),
        0,
        "completed",
        "moved",
    );
    assert_verdict(
        &client.call("resolve", r#"{"request_id":"r"}"#),
        0,
        "completed",
        "moved",
    );
    let kopecks = client.call("resolve", r#"{"request_id":"r","amount_minor":1000}"#);
    assert_verdict(&kopecks, 0, "completed", "moved");
    assert_verdict(
        &client.call("reverse", r#"{"request_id":"r"}"#),
        23,
        "reversed",
        "returned",
    );
}

#[test]
fn an_order_whose_payment_is_pending_takes_no_other_payment() {
    let sandbox = Sandbox::start();
    let client = sandbox.client_with(&json!({"resolve_ms": 0}));
    sandbox.fault(CHARGE, "drop_after", &json!({}));
    assert_verdict(
        &client.call("charge", &with_id("first", "A")),
        21,
        "unknown",
        "unknown",
    );
    let wrong_sum = r#"{"request_id":"first","InvoiceId":"A","Amount":"11","resolve_ms":3000}"#;
    assert_verdict(
        &client.call("resolve", wrong_sum),
        24,
        "manual_review",
        "unknown",
    );
    // Nobody knows yet, and so nothing has ended.
    assert_verdict(
        &client.call("charge", &with_id("second", "A")),
        35,
        "invoice_busy",
        "unknown",
    );
    assert_eq!(sandbox.count(CHARGE), 1);
}

#[test]
fn an_error_names_its_operation_and_a_failed_question_claims_nothing() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let refused = client.call("charge", r#"{"request_id":"r","Amout":1}"#);
    assert_verdict(&refused, 31, "invalid_request", "not_moved");
    assert_eq!(json_of(&refused)["request_id"], "r");
    let refused = client.call("resolve", r#"{"request_id":"r","sent_at":"yesterday"}"#);
    assert_verdict(&refused, 31, "invalid_request", "unknown");
}
