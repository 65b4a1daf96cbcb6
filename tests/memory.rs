//! What a process remembers of its operations, seen from outside.

#![allow(clippy::indexing_slicing, reason = "a test that panics says where")]

mod support;

use std::io::Read as _;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use cloudpayments::Reply;
use serde_json::{Value, json};
use support::{
    APPROVED, DECLINED, Sandbox, WITH_3DS, assert_verdict, charge, charge_with, json_of,
};

const CHARGE: &str = "payments/cards/charge";

fn with_id(id: &str, invoice: &str) -> String {
    charge_with("10", invoice, APPROVED, &format!(r#""request_id":"{id}""#))
}

#[test]
fn a_payment_under_way_cannot_be_proven_absent() {
    let sandbox = Sandbox::start();
    let client = sandbox.client_with(&json!({"settle_ms": 200}));
    sandbox.fault(CHARGE, "process_late", &json!({"delay_ms": 4000}));
    let request = json!({"request_id": "r", "sent_at": "2026-01-01T00:00:00Z", "resolve_ms": 1500});
    std::thread::scope(|scope| {
        let charging = scope.spawn(|| client.call("charge", &with_id("r", "A")));
        while sandbox.count(CHARGE) == 0 {
            std::thread::sleep(Duration::from_millis(10));
        }
        let resolved = client.call("resolve", &request.to_string());
        assert_verdict(&resolved, 21, "unknown", "unknown");
        let charged = charging.join().expect("no panic");
        assert_eq!(json_of(&charged)["request_id"], "r");
    });
}

#[test]
fn whoever_is_interrupted_while_sharing_is_told_so() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    sandbox.fault(CHARGE, "delay", &json!({"delay_ms": 60_000}));
    std::thread::scope(|scope| {
        let calls = [0, 1].map(|_| scope.spawn(|| client.call("charge", &with_id("r", "A"))));
        while sandbox.count(CHARGE) == 0 {
            std::thread::sleep(Duration::from_millis(10));
        }
        // The second one has nothing to show that it waits.
        std::thread::sleep(Duration::from_millis(200));
        let stopped = client.call("interrupt", r#"{"request_id":"r"}"#);
        assert_verdict(&stopped, 0, "ok", "none");
        for call in calls {
            let reply = call.join().expect("no panic");
            assert_verdict(&reply, 21, "unknown", "unknown");
            assert_eq!(json_of(&reply)["error"]["code"], "interrupted");
        }
    });
    assert_eq!(sandbox.count(CHARGE), 1);
}

#[test]
fn doubt_ends_also_when_the_caller_asks_by_number() {
    let sandbox = Sandbox::start();
    let client = sandbox.client_with(&json!({"resolve_ms": 0, "timeout_ms": 500}));
    sandbox.fault(CHARGE, "drop_after", &json!({}));
    let doubt = client.call("charge", &with_id("r", "A"));
    assert_verdict(&doubt, 21, "unknown", "unknown");
    let busy = client.call("charge", &with_id("other", "A"));
    assert_verdict(&busy, 35, "invoice_busy", "unknown");
    let number = sandbox.get("ledger")["transactions"][0]["TransactionId"].clone();
    let resolved = client.call("resolve", &json!({"TransactionId": number}).to_string());
    assert_verdict(&resolved, 0, "completed", "moved");
    let next = client.call("charge", &with_id("other", "A"));
    assert_verdict(&next, 0, "completed", "moved");
}

#[test]
fn one_gateway_has_one_memory_however_its_address_is_spelt() {
    let sandbox = Sandbox::start();
    let port = sandbox.url.rsplit(':').next().expect("a port");
    let named =
        |host: &str| sandbox.client_with(&json!({"base_url": format!("http://{host}:{port}/")}));
    let (one, other) = (named("localhost"), named("LocalHost"));
    assert_verdict(
        &one.call("charge", &with_id("r", "A")),
        0,
        "completed",
        "moved",
    );
    let request = charge_with("11", "A", APPROVED, r#""request_id":"r""#);
    let reply = other.call("charge", &request);
    assert_verdict(&reply, 34, "idempotency_mismatch", "moved");
}

/// A gateway that reads each request and answers none; how many it has read.
fn silent_gateway() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let read = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&read);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            // The library writes a request at once, so that one read brings it whole.
            if stream.read(&mut [0; 4096]).is_ok_and(|length| length > 0) {
                count.fetch_add(1, Ordering::SeqCst);
            }
        }
    });
    (url, read)
}

#[test]
fn what_raw_sent_can_be_asked_about_by_its_order() {
    let (url, _) = silent_gateway();
    let sandbox = Sandbox::start();
    let silent = sandbox.client_with(&json!({"base_url": url}));
    let body = json!({"InvoiceId": "A", "TransactionId": "7", "Amount": 10});
    let request = json!({"path": "payments/new", "body": body, "request_id": "raw"}).to_string();
    let doubt = silent.call("raw", &request);
    assert_verdict(&doubt, 21, "unknown", "unknown");
    let doubt = json_of(&doubt);
    assert_eq!(
        (&doubt["next"], &doubt["invoice_id"]),
        (&json!("resolve"), &json!("A"))
    );
    assert_eq!(doubt["transaction_id"], 7);
    let by_id = silent.call("resolve", r#"{"request_id":"raw"}"#);
    assert_verdict(&by_id, 31, "invalid_request", "unknown");
    assert_eq!(json_of(&by_id)["error"]["field"], "InvoiceId");
    // It turns out to have been paid; the record bears no mark of ours.
    let client = sandbox.client_with(&json!({"stamp": false}));
    assert_verdict(
        &client.call("charge", &with_id("x", "A")),
        0,
        "completed",
        "moved",
    );
    let request = r#"{"request_id":"raw","method":"raw","InvoiceId":"A"}"#;
    assert_verdict(&client.call("resolve", request), 0, "completed", "moved");
}

#[test]
fn what_moves_no_money_is_repeated_with_its_id() {
    let (url, read) = silent_gateway();
    let client = Sandbox::start().client_with(&json!({"base_url": url}));
    let request = json!({"path": "site/new", "effect": "changes", "request_id": "c"}).to_string();
    for sent in 1..=2 {
        assert_verdict(&client.call("raw", &request), 21, "unknown", "none");
        assert_eq!(read.load(Ordering::SeqCst), sent);
    }
}

#[test]
fn a_decline_must_be_seen_twice_before_there_is_nothing_to_reverse() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let declined = client.call("charge", &charge("10", "A", DECLINED));
    assert_verdict(&declined, 10, "declined", "not_moved");
    let hurried = client.call("reverse", r#"{"InvoiceId":"A","timeout_ms":300}"#);
    assert_verdict(&hurried, 21, "unknown", "unknown");
    // A second bank says yes while the first look-up is still on its way back.
    let hasty = sandbox.client_with(&json!({"resolve_ms": 0, "timeout_ms": 300}));
    sandbox.fault(CHARGE, "process_late", &json!({"delay_ms": 400}));
    let late = hasty.call("charge", &with_id("late", "A"));
    assert_verdict(&late, 21, "unknown", "unknown");
    let reversed = client.call("reverse", r#"{"InvoiceId":"A"}"#);
    assert_verdict(&reversed, 23, "reversed", "returned");
    assert_eq!(sandbox.invoice("A"), (1, "0.00".into(), "0.00".into()));
}

/// Takes the payer through the issuer's page.
fn post3ds(sandbox: &Sandbox, client: &cloudpayments::Client, number: &Value) -> Reply {
    let payer = json!({"TransactionId": number, "action": "confirm_3ds"});
    let pa_res = sandbox.post("payer", &payer)["PaRes"].clone();
    let request = json!({"TransactionId": number, "PaRes": pa_res});
    client.call("post3ds", &request.to_string())
}

#[test]
fn one_id_is_one_charge_also_through_3d_secure() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let request = charge_with("10", "A", WITH_3DS, r#""request_id":"r""#);
    let first = client.call("charge", &request);
    assert_verdict(&first, 1, "requires_3ds", "not_moved");
    let again = json_of(&client.call("charge", &request));
    assert_eq!(again["replayed"], true);
    assert_eq!(again["Model"], json_of(&first)["Model"]);
    let number = again["transaction_id"].clone();
    assert_verdict(
        &post3ds(&sandbox, &client, &number),
        0,
        "completed",
        "moved",
    );
    let later = client.call("charge", &request);
    assert_verdict(&later, 0, "completed", "moved");
    assert_eq!(sandbox.count(CHARGE), 1);
    assert_eq!(sandbox.invoice("A"), (1, "0.00".into(), "10.00".into()));
}

#[test]
fn a_payer_who_was_refused_may_try_again_under_the_same_id() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let request = charge_with("10", "A", WITH_3DS, r#""request_id":"r""#);
    let number = json_of(&client.call("charge", &request))["transaction_id"].clone();
    let refused = json!({"TransactionId": number, "PaRes": "wrong"}).to_string();
    assert_verdict(
        &client.call("post3ds", &refused),
        10,
        "declined",
        "not_moved",
    );
    let again = client.call("charge", &request);
    assert_verdict(&again, 1, "requires_3ds", "not_moved");
    assert_ne!(json_of(&again)["transaction_id"], number);
}

#[test]
fn whose_answer_was_received_can_be_finished_and_whose_was_lost_cannot() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let request = charge_with("10", "A", WITH_3DS, r#""request_id":"r""#);
    let number = json_of(&client.call("charge", &request))["transaction_id"].clone();
    let ask = r#"{"request_id":"r","InvoiceId":"A"}"#;
    // This process has the answer.
    assert_verdict(&client.call("resolve", ask), 1, "requires_3ds", "not_moved");
    // To one that lost it nobody can show the page any more, so nothing may be finished by it.
    let restarted =
        sandbox.client_with(&json!({"base_url": sandbox.url.replace("127.0.0.1", "localhost")}));
    let lost = restarted.call("resolve", ask);
    assert_verdict(&lost, 22, "not_processed", "not_moved");
    let late = post3ds(&sandbox, &restarted, &number);
    assert_verdict(&late, 22, "not_processed", "not_moved");
    assert_eq!(json_of(&late)["error"]["code"], "refused");
    assert_eq!(sandbox.invoice("A").0, 0);
}

#[test]
fn a_payment_that_was_given_up_is_made_anew_under_the_same_id() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let request = charge_with("10", "A", WITH_3DS, r#""request_id":"r""#);
    let given_up = json_of(&client.call("charge", &request))["transaction_id"].clone();
    let reversed = client.call("reverse", r#"{"request_id":"r","InvoiceId":"A"}"#);
    assert_verdict(&reversed, 22, "not_processed", "not_moved");
    let again = client.call("charge", &request);
    assert_verdict(&again, 1, "requires_3ds", "not_moved");
    let number = json_of(&again)["transaction_id"].clone();
    assert_ne!(number, given_up);
    let paid = post3ds(&sandbox, &client, &number);
    assert_verdict(&paid, 0, "completed", "moved");
    let late = post3ds(&sandbox, &client, &given_up);
    assert_verdict(&late, 22, "not_processed", "not_moved");
    assert_eq!(sandbox.invoice("A"), (1, "0.00".into(), "10.00".into()));
}

#[test]
fn a_currency_may_be_written_in_any_case() {
    let sandbox = Sandbox::start();
    let request = charge("10", "A", APPROVED).replace("RUB", "rub");
    let reply = sandbox.client().call("charge", &request);
    assert_verdict(&reply, 0, "completed", "moved");
}

#[test]
fn a_question_that_cannot_be_asked_says_why() {
    let sandbox = Sandbox::start();
    let request = json!({"request_id": "r", "InvoiceId": "A"}).to_string();
    let nothing = sandbox
        .client_with(&json!({"resolve_ms": 0}))
        .call("resolve", &request);
    assert_verdict(&nothing, 21, "unknown", "unknown");
    assert_eq!(json_of(&nothing)["error"]["code"], "not_found");
    let stranger = sandbox.client_with(&json!({"api_secret": "wrong"}));
    let dead = sandbox.client_with(&json!({"base_url": "http://127.0.0.1:9", "resolve_ms": 0}));
    for (client, code) in [(stranger, "unauthorized"), (dead, "connect")] {
        for method in ["resolve", "reverse"] {
            let reply = client.call(method, &request);
            assert_verdict(&reply, 21, "unknown", "unknown");
            assert_eq!(json_of(&reply)["error"]["code"], code, "{method}");
        }
    }
    // Once is enough to know that the keys are wrong.
    assert_eq!(sandbox.count("payments/find"), 3);
}

#[test]
fn a_time_of_sending_is_not_in_the_future() {
    let sandbox = Sandbox::start();
    let request = r#"{"request_id":"r","sent_at":"2999-01-01T00:00:00Z"}"#;
    let reply = sandbox.client().call("resolve", request);
    assert_verdict(&reply, 31, "invalid_request", "unknown");
    assert_eq!(json_of(&reply)["error"]["field"], "sent_at");
}

#[test]
fn what_ended_by_asking_is_asked_about_again_and_not_sent() {
    let sandbox = Sandbox::start();
    let client = sandbox.client_with(&json!({"resolve_ms": 0, "timeout_ms": 500}));
    let request = charge_with("10", "A", WITH_3DS, r#""request_id":"r""#);
    let number = json_of(&client.call("charge", &request))["transaction_id"].clone();
    sandbox.fault("payments/cards/post3ds", "drop_after", &json!({}));
    let lost = post3ds(&sandbox, &client, &number);
    assert_verdict(&lost, 21, "unknown", "unknown");
    let resolved = client.call("resolve", r#"{"request_id":"r","InvoiceId":"A"}"#);
    assert_verdict(&resolved, 0, "completed", "moved");
    // Neither the page again nor another payment.
    assert_verdict(&client.call("charge", &request), 0, "completed", "moved");
    assert_eq!(sandbox.count(CHARGE), 1);
}

#[test]
fn while_the_payers_answer_is_on_its_way_its_order_takes_no_other_payment() {
    let sandbox = Sandbox::start();
    // Without a stamp the charge is known by its number alone.
    let client = sandbox.client_with(&json!({"resolve_ms": 0, "timeout_ms": 500, "stamp": false}));
    let request = charge_with("10", "A", WITH_3DS, r#""request_id":"r""#);
    let number = json_of(&client.call("charge", &request))["transaction_id"].clone();
    sandbox.fault(
        "payments/cards/post3ds",
        "process_late",
        &json!({"delay_ms": 700}),
    );
    let lost = post3ds(&sandbox, &client, &number);
    assert_verdict(&lost, 21, "unknown", "unknown");
    let other = client.call("charge", &with_id("other", "A"));
    assert_verdict(&other, 35, "invoice_busy", "unknown");
    std::thread::sleep(Duration::from_millis(800));
    assert_verdict(&client.call("charge", &request), 0, "completed", "moved");
    assert_eq!(sandbox.invoice("A"), (1, "0.00".into(), "10.00".into()));
}

#[test]
fn a_payers_answer_that_was_not_sent_may_be_sent_again() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let request = charge_with("10", "A", WITH_3DS, r#""request_id":"r""#);
    let number = json_of(&client.call("charge", &request))["transaction_id"].clone();
    let path = "payments/cards/post3ds";
    sandbox.fault(path, "status", &json!({"status": 403}));
    let refused = post3ds(&sandbox, &client, &number);
    assert_verdict(&refused, 12, "unauthorized", "not_moved");
    let asked = client.call("resolve", r#"{"request_id":"r","resolve_ms":0}"#);
    assert_verdict(&asked, 1, "requires_3ds", "not_moved");
    let finished = post3ds(&sandbox, &client, &number);
    assert_verdict(&finished, 0, "completed", "moved");
    assert_eq!(json_of(&finished)["origin_request_id"], "r");
}

#[test]
fn what_this_process_sent_later_is_not_proven_absent_by_an_earlier_time() {
    let sandbox = Sandbox::start();
    let client =
        sandbox.client_with(&json!({"settle_ms": 5000, "resolve_ms": 0, "timeout_ms": 500}));
    sandbox.fault(CHARGE, "process_late", &json!({"delay_ms": 3000}));
    let lost = client.call("charge", &with_id("r", "A"));
    assert_verdict(&lost, 21, "unknown", "unknown");
    let request = json!({"request_id": "r", "InvoiceId": "A", "sent_at": "2026-01-01T00:00:00Z", "resolve_ms": 1000,
        "timeout_ms": 2000});
    let asked = client.call("resolve", &request.to_string());
    assert_verdict(&asked, 21, "unknown", "unknown");
}

#[test]
fn a_second_bank_is_found_behind_the_number_of_a_decline() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    sandbox.post("modes", &json!({"cascade_declines": true}));
    let paid = json_of(&client.call("charge", &with_id("r", "A")));
    let declined = paid["Model"]["FallBackScenarioDeclinedTransactionId"].clone();
    assert!(declined.is_number(), "{paid}");
    let by_number = client.call("resolve", &json!({"TransactionId": declined}).to_string());
    assert_verdict(&by_number, 0, "completed", "moved");
    assert_eq!(
        json_of(&by_number)["transaction_id"],
        paid["transaction_id"]
    );
}

#[test]
fn a_question_about_an_order_does_not_give_up_its_payer() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let request = charge_with("10", "A", WITH_3DS, r#""request_id":"r""#);
    let number = json_of(&client.call("charge", &request))["transaction_id"].clone();
    let asked = client.call("resolve", r#"{"InvoiceId":"A"}"#);
    assert_verdict(&asked, 1, "requires_3ds", "not_moved");
    assert_eq!(json_of(&asked)["transaction_id"], number);
    assert_verdict(
        &post3ds(&sandbox, &client, &number),
        0,
        "completed",
        "moved",
    );
}

#[test]
fn an_order_proven_absent_is_free_again() {
    let sandbox = Sandbox::start();
    let client =
        sandbox.client_with(&json!({"settle_ms": 2000, "resolve_ms": 0, "timeout_ms": 200}));
    sandbox.fault(CHARGE, "drop_before", &json!({}));
    let lost = client.call("charge", &with_id("r", "A"));
    assert_verdict(&lost, 21, "unknown", "unknown");
    // What was sent later may be on its way, whatever the caller remembers.
    let mut asked = json!({"InvoiceId": "A", "sent_at": "2026-01-01T00:00:00Z", "resolve_ms": 900,
        "timeout_ms": 900});
    let early = client.call("resolve", &asked.to_string());
    assert_verdict(&early, 21, "unknown", "unknown");
    let busy = client.call("charge", &with_id("other", "A"));
    assert_verdict(&busy, 35, "invoice_busy", "unknown");
    asked["resolve_ms"] = json!(5000);
    asked["timeout_ms"] = json!(9000);
    let absent = client.call("resolve", &asked.to_string());
    assert_verdict(&absent, 22, "not_processed", "not_moved");
    assert_verdict(
        &sandbox.client().call("charge", &with_id("other", "A")),
        0,
        "completed",
        "moved",
    );
}

#[test]
fn an_order_is_not_called_absent_when_it_was_sent_while_the_gateway_was_asked() {
    let sandbox = Sandbox::start();
    let client = sandbox.client_with(&json!({"settle_ms": 3300}));
    sandbox.post("modes", &json!({"find_lag_ms": 600_000}));
    sandbox.fault(CHARGE, "drop_after", &json!({}));
    let asked = json!({"InvoiceId": "A", "sent_at": "2026-01-01T00:00:00Z", "resolve_ms": 5000,
        "timeout_ms": 6000});
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| client.call("resolve", &asked.to_string()));
        while sandbox.count("payments/find") == 0 {
            std::thread::yield_now();
        }
        let mut charge: Value = serde_json::from_str(&with_id("r", "A")).expect("JSON");
        charge["timeout_ms"] = json!(300);
        let lost = client.call("charge", &charge.to_string());
        assert_verdict(&lost, 21, "unknown", "unknown");
        let asked = asking.join().expect("no panic");
        assert_verdict(&asked, 21, "unknown", "unknown");
    });
    assert_eq!(sandbox.invoice("A").0, 1);
}

#[test]
fn a_refund_beside_a_reversal_in_doubt_is_not_called_refused() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let number = json_of(&client.call("charge", &with_id("r", "A")))["transaction_id"].clone();
    sandbox.fault("payments/refund", "drop_after", &json!({}));
    sandbox.fault("v2/payments/list", "status", &json!({"times": 100}));
    let request =
        json!({"TransactionId": number, "timeout_ms": 3000, "resolve_ms": 500}).to_string();
    assert_verdict(&client.call("reverse", &request), 21, "unknown", "unknown");
    let refund = json!({"TransactionId": number, "Amount": "10"}).to_string();
    assert_verdict(&client.call("refund", &refund), 21, "unknown", "unknown");
    // Asked again it is found, and not sent a second time.
    sandbox.disarm();
    let again = json!({"TransactionId": number}).to_string();
    assert_verdict(&client.call("reverse", &again), 23, "reversed", "returned");
    assert_eq!(sandbox.invoice("A"), (1, "0.00".into(), "0.00".into()));
}

#[test]
fn a_reversal_that_is_refused_beside_a_refund_in_doubt_is_in_doubt() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let number = json_of(&client.call("charge", &with_id("r", "A")))["transaction_id"].clone();
    // A refund that is lost, and made after the reversal has read that nothing was given back.
    sandbox.fault(
        "payments/refund",
        "process_late",
        &json!({"delay_ms": 10_000}),
    );
    let refund = json!({"request_id": "x", "TransactionId": number, "Amount": "10",
        "timeout_ms": 1000, "resolve_ms": 0});
    let lost = client.call("refund", &refund.to_string());
    assert_verdict(&lost, 21, "unknown", "unknown");
    let asked = sandbox.count("payments/get");
    sandbox.fault("payments/get", "delay", &json!({"delay_ms": 20_000}));
    let reversal = json!({"TransactionId": number, "resolve_ms": 300}).to_string();
    std::thread::scope(|scope| {
        let reversing = scope.spawn(|| client.call("reverse", &reversal));
        while sandbox.count("payments/get") == asked {
            std::thread::yield_now();
        }
        sandbox.post("clock", &json!({"advance_ms": 11_000}));
        while sandbox.invoice("A").2 != "0.00" {
            std::thread::yield_now();
        }
        sandbox.post("clock", &json!({"advance_ms": 20_000}));
        let refused = reversing.join().expect("no panic");
        assert_verdict(&refused, 21, "unknown", "unknown");
        assert_eq!(json_of(&refused)["error"]["code"], "refused");
    });
    assert_eq!(sandbox.count("payments/refund"), 2);
    let again = client.call("reverse", &reversal);
    assert_verdict(&again, 23, "reversed", "returned");
    assert_eq!(sandbox.invoice("A"), (1, "0.00".into(), "0.00".into()));
}
