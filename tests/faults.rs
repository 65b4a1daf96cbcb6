//! Every way in which the gateway can fail, and the rows of the decision table: the status that
//! the till gets, and what the ledger says of it.

#![allow(clippy::indexing_slicing, reason = "a test that panics says where")]

mod support;

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use cloudpayments::{Client, Reply};
use serde_json::{Value, json};
use support::{
    APPROVED, DECLINED, Sandbox, WITH_3DS, assert_verdict, charge, charge_with, json_of, verdict,
};

const CHARGE: &str = "payments/cards/charge";

/// `money` and the ledger must tell the same story.
#[track_caller]
fn assert_honest(sandbox: &Sandbox, invoice: &str, reply: &Reply) {
    let (charges, held, net) = sandbox.invoice(invoice);
    assert!(charges <= 1, "charged {charges} times: {}", reply.json);
    let there = (held.as_str(), net.as_str()) != ("0.00", "0.00");
    match verdict(reply).2.as_str() {
        "moved" | "held" => assert!(there, "nothing on the ledger: {}", reply.json),
        "not_moved" | "returned" => assert!(!there, "money on the ledger: {}", reply.json),
        "unknown" => {}
        other => panic!("{other}: {}", reply.json),
    }
}

#[test]
fn a_lost_answer_is_settled_by_asking_and_charged_once() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    for (kind, more) in [
        ("drop_after", json!({})),
        ("reset", json!({})),
        ("status_after", json!({"status": 500})),
        ("status_after", json!({"status": 502})),
        ("status_after", json!({"status": 409})),
        ("status_after", json!({"status": 408})),
        ("truncate", json!({"bytes": 0})),
        ("truncate", json!({"bytes": 10})),
        ("truncate", json!({"bytes": 400})),
        ("garbage", json!({})),
        ("wrong_amount", json!({"amount": "1.00"})),
        ("process_late", json!({"delay_ms": 300})),
    ] {
        let invoice = format!("{kind}-{more}").replace(|c: char| !c.is_ascii_alphanumeric(), "-");
        sandbox.fault(CHARGE, kind, &more);
        let reply = client.call("charge", &charge("10", &invoice, APPROVED));
        assert_verdict(&reply, 0, "completed", "moved");
        assert_eq!(
            json_of(&reply)["evidence"]["source"],
            "look_up",
            "{kind} {more}"
        );
        assert_eq!(
            sandbox.invoice(&invoice),
            (1, "0.00".into(), "10.00".into()),
            "{kind} {more}"
        );
    }
    assert_eq!(sandbox.count(CHARGE), 12, "no charge was sent twice");
}

#[test]
fn what_was_not_processed_stays_in_doubt_until_absence_is_proven() {
    let sandbox = Sandbox::start();
    let client = sandbox.client_with(&json!({"resolve_ms": 1200}));
    for (kind, more, code) in [
        ("drop_before", json!({}), "connection_lost"),
        ("status", json!({"status": 500}), "http_status"),
        ("status", json!({"status": 504}), "http_status"),
        ("redirect", json!({}), "redirect_refused"),
    ] {
        let invoice = format!("{kind}-{}", more["status"]);
        sandbox.fault(CHARGE, kind, &more);
        let reply = client.call("charge", &charge("10", &invoice, APPROVED));
        assert_verdict(&reply, 21, "unknown", "unknown");
        let answer = json_of(&reply);
        assert_eq!(answer["error"]["code"], code, "{kind}");
        assert_eq!(answer["next"], "resolve");
        assert_eq!(answer["final"], false);
        assert!(answer["sent_at"].is_string());
        assert_honest(&sandbox, &invoice, &reply);
    }
    let quick = sandbox.client_with(&json!({"settle_ms": 600, "resolve_ms": 3000}));
    sandbox.fault(CHARGE, "drop_before", &json!({}));
    let reply = quick.call("charge", &charge("10", "absent", APPROVED));
    assert_verdict(&reply, 22, "not_processed", "not_moved");
    assert_eq!(json_of(&reply)["next"], "retry");
    assert_honest(&sandbox, "absent", &reply);
}

#[test]
fn refusals_of_the_server_move_nothing_and_are_not_repeated() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    for (status, number, outcome) in [
        (400, 11, "rejected"),
        (404, 11, "rejected"),
        (405, 11, "rejected"),
        (413, 11, "rejected"),
        (415, 11, "rejected"),
        (422, 11, "rejected"),
        (431, 11, "rejected"),
        (401, 12, "unauthorized"),
        (403, 12, "unauthorized"),
    ] {
        let invoice = format!("S-{status}");
        sandbox.fault(CHARGE, "status", &json!({"status": status}));
        let before = sandbox.count(CHARGE);
        let reply = client.call("charge", &charge("10", &invoice, APPROVED));
        assert_verdict(&reply, number, outcome, "not_moved");
        assert_eq!(json_of(&reply)["http_status"], status);
        assert_eq!(sandbox.count(CHARGE), before + 1);
        assert_honest(&sandbox, &invoice, &reply);
    }
}

#[test]
fn a_busy_gateway_is_asked_again_as_it_wishes() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    sandbox.fault(CHARGE, "status", &json!({"status": 429, "retry_after": 1}));
    let reply = client.call("charge", &charge("10", "A", APPROVED));
    assert_verdict(&reply, 0, "completed", "moved");
    assert_eq!(json_of(&reply)["attempts"], 2);
    sandbox.fault(CHARGE, "status", &json!({"status": 425}));
    let reply = client.call("charge", &charge("10", "B", APPROVED));
    assert_eq!(json_of(&reply)["attempts"], 2);
    sandbox.fault(CHARGE, "status", &json!({"status": 429, "times": 9}));
    let reply = client.call(
        "charge",
        &charge_with("10", "C", APPROVED, r#""timeout_ms":900"#),
    );
    assert_verdict(&reply, 20, "not_sent", "not_moved");
    assert_eq!(json_of(&reply)["error"]["code"], "busy");
    assert_honest(&sandbox, "C", &reply);
}

#[test]
fn slow_answers_are_waited_for_and_the_deadline_is_kept() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    sandbox.fault(CHARGE, "delay", &json!({"delay_ms": 700}));
    let reply = client.call("charge", &charge("10", "slow", APPROVED));
    assert_verdict(&reply, 0, "completed", "moved");
    sandbox.fault(CHARGE, "trickle", &json!({"delay_ms": 1}));
    let reply = client.call("charge", &charge("10", "trickle", APPROVED));
    assert_verdict(&reply, 0, "completed", "moved");
    assert_honest(&sandbox, "trickle", &reply);

    sandbox.fault(CHARGE, "delay", &json!({"delay_ms": 8000}));
    let more = r#""timeout_ms":1600,"resolve_ms":0"#;
    let reply = client.call("charge", &charge_with("10", "late", APPROVED, more));
    assert_verdict(&reply, 21, "unknown", "unknown");
    assert_eq!(json_of(&reply)["error"]["code"], "timeout");
    let elapsed = json_of(&reply)["elapsed_ms"].as_u64().expect("a number");
    assert!((1600..=1850).contains(&elapsed), "{elapsed} ms");

    // With time to ask, the same is settled: the gateway has processed it meanwhile.
    sandbox.fault(CHARGE, "delay", &json!({"delay_ms": 8000}));
    let more = r#""timeout_ms":6000,"resolve_ms":4000"#;
    let reply = client.call("charge", &charge_with("10", "asked", APPROVED, more));
    assert_verdict(&reply, 0, "completed", "moved");
    assert_eq!(json_of(&reply)["evidence"]["source"], "look_up");
}

#[test]
fn a_decline_is_never_sent_again() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let reply = client.call("charge", &charge("10", "A", DECLINED));
    assert_verdict(&reply, 10, "declined", "not_moved");
    sandbox.fault(CHARGE, "drop_after", &json!({}));
    let reply = client.call("charge", &charge("10", "B", DECLINED));
    assert_verdict(&reply, 10, "declined", "not_moved");
    assert_eq!(json_of(&reply)["error"]["reason_code"], 5051);
    assert_eq!(sandbox.count(CHARGE), 2);
}

#[test]
fn a_3d_secure_answer_that_was_lost_cannot_be_finished_by_anybody() {
    let sandbox = Sandbox::start();
    sandbox.fault(CHARGE, "drop_after", &json!({}));
    let reply = sandbox
        .client()
        .call("charge", &charge("10", "A", WITH_3DS));
    assert_verdict(&reply, 22, "not_processed", "not_moved");
}

#[test]
fn a_lost_end_of_3d_secure_is_settled() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let begun = json_of(&client.call("charge", &charge("10", "A", WITH_3DS)));
    let back = sandbox.post(
        "payer",
        &json!({"TransactionId": begun["transaction_id"], "action": "confirm_3ds"}),
    );
    let finish =
        json!({"TransactionId": begun["transaction_id"], "PaRes": back["PaRes"]}).to_string();
    sandbox.fault("payments/cards/post3ds", "drop_after", &json!({}));
    let reply = client.call("post3ds", &finish);
    assert_verdict(&reply, 0, "completed", "moved");
    assert_eq!(sandbox.invoice("A"), (1, "0.00".into(), "10.00".into()));
    let again = client.call("post3ds", &finish);
    assert_eq!(verdict(&again).2, "moved", "{}", again.json);
    assert_eq!(sandbox.invoice("A").0, 1);
}

#[test]
fn lost_confirmations_releases_and_refunds_are_settled() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let number = |method: &str, invoice: &str| {
        json_of(&client.call(method, &charge("10", invoice, APPROVED)))["transaction_id"].clone()
    };
    let (a, b, c) = (
        number("auth", "A"),
        number("auth", "B"),
        number("charge", "C"),
    );
    for (method, path, request, outcome, money) in [
        (
            "confirm",
            "payments/confirm",
            json!({"TransactionId": a, "Amount": 7}),
            "confirmed",
            "moved",
        ),
        (
            "void",
            "payments/void",
            json!({"TransactionId": b}),
            "voided",
            "returned",
        ),
        (
            "refund",
            "payments/refund",
            json!({"TransactionId": c, "Amount": 3}),
            "refunded",
            "returned",
        ),
        (
            "refund",
            "payments/refund",
            json!({"TransactionId": c, "Amount": 3}),
            "refunded",
            "returned",
        ),
    ] {
        sandbox.fault(path, "drop_after", &json!({}));
        let reply = client.call(method, &request.to_string());
        assert_verdict(&reply, 0, outcome, money);
        assert_eq!(json_of(&reply)["evidence"]["source"], "look_up", "{method}");
    }
    assert_eq!(sandbox.invoice("A").2, "7.00");
    assert_eq!(sandbox.invoice("B"), (1, "0.00".into(), "0.00".into()));
    assert_eq!(sandbox.invoice("C").2, "4.00");
}

#[test]
fn a_refund_that_did_not_happen_is_not_taken_for_an_earlier_one() {
    let sandbox = Sandbox::start();
    let client = sandbox.client_with(&json!({"resolve_ms": 1500}));
    let paid =
        json_of(&client.call("charge", &charge("10", "A", APPROVED)))["transaction_id"].clone();
    let refund = json!({"TransactionId": paid, "Amount": 3}).to_string();
    assert_verdict(&client.call("refund", &refund), 0, "refunded", "returned");
    sandbox.fault("payments/refund", "drop_before", &json!({}));
    assert_verdict(&client.call("refund", &refund), 21, "unknown", "unknown");
    assert_eq!(sandbox.invoice("A").2, "7.00");
    // Too much, and one is in doubt: the refusal proves nothing about that one.
    let rest = json!({"TransactionId": paid, "Amount": 10}).to_string();
    assert_verdict(&client.call("refund", &rest), 21, "unknown", "unknown");
}

#[test]
fn a_look_up_without_an_answer_says_nothing_about_money() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    sandbox.fault("payments/get", "drop_after", &json!({}));
    assert_verdict(
        &client.call("payment_get", r#"{"TransactionId":1}"#),
        25,
        "no_answer",
        "none",
    );
    sandbox.fault("payments/get", "garbage", &json!({}));
    assert_verdict(
        &client.call("payment_get", r#"{"TransactionId":1}"#),
        25,
        "no_answer",
        "none",
    );
}

/// A client of a port on which a thread plays the server.
fn against(serve: impl Fn(std::net::TcpStream) + Send + 'static, more: &Value) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            serve(stream);
        }
    });
    client_of(&format!("http://{address}"), more)
}

fn client_of(url: &str, more: &Value) -> Client {
    let mut config =
        json!({"public_id": "pk_faults", "api_secret": "s", "base_url": url, "resolve_ms": 0});
    for (key, value) in more.as_object().into_iter().flatten() {
        config[key] = value.clone();
    }
    Client::new(&config.to_string()).expect("a client")
}

#[test]
fn what_never_reached_a_server_was_not_sent() {
    let closed = {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.local_addr().expect("an address")
    };
    let refused = client_of(&format!("http://{closed}"), &json!({}));
    let reply = refused.call("charge", &charge("10", "A", APPROVED));
    assert_verdict(&reply, 20, "not_sent", "not_moved");
    let answer = json_of(&reply);
    assert_eq!(
        (&answer["error"]["code"], &answer["attempts"]),
        (&json!("connect"), &json!(3))
    );
    assert_eq!(answer["evidence"]["phase"], "connecting");
    assert_verdict(&refused.call("test", ""), 20, "not_sent", "none");

    let unknown = client_of("https://no-such-host.invalid", &json!({"timeout_ms": 8000}));
    let reply = unknown.call("charge", &charge("10", "A", APPROVED));
    assert_verdict(&reply, 20, "not_sent", "not_moved");
    assert_eq!(json_of(&reply)["error"]["code"], "dns");
}

#[test]
fn a_server_that_is_not_the_gateway_gets_nothing() {
    let sandbox = Sandbox::with(&["--tls"]);
    let trusting = sandbox.client();
    assert_verdict(
        &trusting.call("charge", &charge("10", "A", APPROVED)),
        0,
        "completed",
        "moved",
    );
    let strict = sandbox.client_with(&json!({"extra_ca_file": null}));
    let reply = strict.call("charge", &charge("10", "B", APPROVED));
    assert_verdict(&reply, 20, "not_sent", "not_moved");
    let answer = json_of(&reply);
    assert_eq!(
        (&answer["error"]["code"], &answer["next"]),
        (&json!("tls_untrusted"), &json!("fix_config"))
    );
    assert_eq!(
        (&answer["attempts"], &answer["evidence"]["bytes_sent"]),
        (&json!(1), &json!(0))
    );

    let plain = against(drop, &json!({}));
    let url = "https://127.0.0.1:1";
    drop(plain);
    let broken = client_of(url, &json!({"timeout_ms": 3000}));
    assert_verdict(
        &broken.call("charge", &charge("10", "C", APPROVED)),
        20,
        "not_sent",
        "not_moved",
    );
}

#[test]
fn half_a_request_is_no_request() {
    // A server that reads a little and resets, while the request is too large for the buffers.
    let client = against(
        |mut stream| {
            let _ = stream.read(&mut [0; 100]);
            std::thread::sleep(Duration::from_millis(100));
            drop(stream);
        },
        &json!({"timeout_ms": 5000}),
    );
    let large = "x".repeat(900_000);
    let request = charge_with("10", "A", APPROVED, &format!(r#""Description":"{large}""#));
    let reply = client.call("charge", &request);
    let answer = json_of(&reply);
    let (sent, total) = (
        answer["evidence"]["bytes_sent"].as_u64(),
        answer["evidence"]["bytes_total"].as_u64(),
    );
    // The kernel may take it all; then nothing is proven.
    if sent < total {
        assert_verdict(&reply, 20, "not_sent", "not_moved");
        assert_eq!(answer["error"]["code"], "incomplete_request");
        assert_eq!(answer["attempts"], 2);
    } else {
        assert_verdict(&reply, 21, "unknown", "unknown");
    }
}

#[test]
fn answers_that_cannot_be_read_prove_nothing() {
    let deep = format!(
        "{{\"Success\":true,\"Model\":{}{}}}",
        "[".repeat(200),
        "]".repeat(200)
    );
    let large = format!(
        "{{\"Success\":true,\"Message\":\"{}\"}}",
        "x".repeat(20_000)
    );
    for (body, code) in [
        ("", "malformed_response"),
        ("null", "malformed_response"),
        ("[]", "malformed_response"),
        ("{\"Success\":true", "malformed_response"),
        ("{\"Success\":true,\"Success\":false}", "malformed_response"),
        ("{\"Success\":\"yes\"}", "malformed_response"),
        ("{\"Success\":true}", "malformed_response"),
        (
            "{\"Success\":true,\"Model\":{\"TransactionId\":1}}",
            "malformed_response",
        ),
        ("<html>Welcome to the Wi-Fi</html>", "malformed_response"),
        (deep.as_str(), "malformed_response"),
        (large.as_str(), "malformed_response"),
    ] {
        let answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        let client = against(
            move |mut stream| {
                let _ = stream.read(&mut [0; 4096]);
                let _ = stream.write_all(answer.as_bytes());
            },
            &json!({"max_response_bytes": 8192, "timeout_ms": 3000}),
        );
        let reply = client.call("charge", &charge("10", "A", APPROVED));
        assert_verdict(&reply, 21, "unknown", "unknown");
        assert_eq!(json_of(&reply)["error"]["code"], code, "{body:.40}");
    }
}

#[test]
fn a_server_that_says_nothing_is_left_on_time() {
    let client = against(std::mem::forget, &json!({}));
    for timeout in [300, 1000] {
        let started = Instant::now();
        let more = format!(r#""timeout_ms":{timeout}"#);
        let reply = client.call(
            "charge",
            &charge_with("10", &format!("T{timeout}"), APPROVED, &more),
        );
        assert_verdict(&reply, 21, "unknown", "unknown");
        let over = started
            .elapsed()
            .saturating_sub(Duration::from_millis(timeout));
        assert!(over <= Duration::from_millis(250), "{over:?}");
    }
}

#[test]
fn an_interrupted_call_returns_at_once() {
    let client = against(std::mem::forget, &json!({}));
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            client.call(
                "charge",
                &charge_with("10", "A", APPROVED, r#""request_id":"r-1""#),
            )
        });
        while client
            .call("interrupt", r#"{"request_id":"r-1"}"#)
            .status
            .number()
            == 13
        {
            std::thread::yield_now();
        }
        let reply = waiting.join().expect("no panic");
        let answer = json_of(&reply);
        assert_eq!(answer["error"]["code"], "interrupted", "{}", reply.json);
        assert!(matches!(reply.status.number(), 20 | 21));
        assert!(answer["elapsed_ms"].as_u64().expect("a number") < 30_000);
    });
    assert_verdict(
        &client.call("interrupt", r#"{"request_id":"r-1"}"#),
        13,
        "not_found",
        "none",
    );
}
