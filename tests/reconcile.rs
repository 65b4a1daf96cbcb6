//! A till's day beside the gateway's. The rules of the comparison have table tests of their own;
//! here the day is a real one, and the ledger says what is true.

#![allow(clippy::indexing_slicing, reason = "a test that panics says where")]

mod support;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use cloudpayments::{Client, Reply};
use serde_json::{Value, json};
use support::{APPROVED, DECLINED, Sandbox, WITH_3DS, assert_verdict, charge, json_of};

/// A sandbox at noon, so that no test runs into the next day; and its day.
fn at_noon() -> (Sandbox, Client, String) {
    const DAY_MS: u128 = 24 * 60 * 60 * 1000;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("now");
    let sandbox = Sandbox::start();
    let advance = DAY_MS - now.as_millis() % DAY_MS + DAY_MS / 2;
    sandbox.post(
        "clock",
        &json!({"advance_ms": u64::try_from(advance).expect("two days")}),
    );
    let client = sandbox.client();
    let probe = json_of(&client.call("charge", &charge("1", "probe", DECLINED)));
    let day = probe["Model"]["CreatedDateIso"].as_str().expect("a date")[..10].to_owned();
    (sandbox, client, day)
}

/// What a till notes of an answer.
fn noted(reply: &Reply, invoice: &str, amount: &str) -> Value {
    let answer = json_of(reply);
    json!({"InvoiceId": invoice, "Amount": amount, "outcome": answer["outcome"], "TransactionId": answer["transaction_id"]})
}

fn reconcile(client: &Client, day: &str, operations: &Value) -> Value {
    let request = json!({"date": day, "operations": operations});
    let reply = client.call("reconcile", &request.to_string());
    assert_verdict(&reply, 0, "ok", "none");
    json_of(&reply)
}

fn places(answer: &Value, list: &str, name: &str) -> Vec<Value> {
    let entries = answer[list].as_array().expect("a list");
    entries.iter().map(|entry| entry[name].clone()).collect()
}

#[test]
fn a_day_that_was_noted_truly_agrees_to_the_kopeck() {
    let (sandbox, client, day) = at_noon();
    let mut till = Vec::new();
    let number = |operation: &Value| operation["TransactionId"].clone();
    let mut call = |method: &str, request: String, invoice: &str, amount: &str| {
        let operation = noted(&client.call(method, &request), invoice, amount);
        till.push(operation.clone());
        operation
    };
    call("charge", charge("0.10", "A", APPROVED), "A", "0.10");
    call("charge", charge("0.20", "A", APPROVED), "A", "0.20");
    call("charge", charge("7", "B", DECLINED), "B", "7");
    let paid = call("charge", charge("7", "B", APPROVED), "B", "7");
    call("charge", charge("9", "C", WITH_3DS), "C", "9");
    let id = number(&paid);
    for part in ["2.50", "1.05"] {
        let refund = json!({"TransactionId": id, "Amount": part});
        call("refund", refund.to_string(), "B", part);
    }
    let hold = call("auth", charge("30", "D", APPROVED), "D", "30");
    let confirm = json!({"TransactionId": number(&hold), "Amount": "25"});
    call("confirm", confirm.to_string(), "D", "25");
    let hold = call("auth", charge("40", "E", APPROVED), "E", "40");
    call(
        "void",
        json!({"TransactionId": number(&hold)}).to_string(),
        "E",
        "40",
    );
    call("auth", charge("50", "F", APPROVED), "F", "50");
    let sale = call("charge", charge("60", "G", APPROVED), "G", "60");
    call(
        "reverse",
        json!({"TransactionId": number(&sale)}).to_string(),
        "G",
        "60",
    );

    let answer = reconcile(&client, &day, &json!(till));
    for list in ["missing_here", "missing_there", "different"] {
        assert_eq!(answer[list], json!([]), "{answer}");
    }
    assert!(answer["Model"].is_null(), "a page is a part only: {answer}");
    let rub = &answer["totals"]["there"]["RUB"];
    assert_eq!(rub["payments"], json!({"count": 5, "sum": "92.30"}));
    assert_eq!(rub["refunds"], json!({"count": 3, "sum": "63.55"}));
    assert_eq!(rub["holds"], json!({"count": 1, "sum": "50.00"}));
    assert_eq!(rub["open"], json!({"count": 0, "sum": "0.00"}));
    assert_eq!(&answer["totals"]["here"]["RUB"], rub);
    let ledger = &sandbox.get("ledger")["totals"];
    assert_eq!(ledger["captured"], "92.30");
    assert_eq!(ledger["refunded"], "63.55");
    assert_eq!(ledger["held"], "50.00");
}

#[test]
fn what_is_missing_or_different_is_named_with_both_sides() {
    let (_sandbox, client, day) = at_noon();
    for invoice in ["A", "B", "C"] {
        assert_verdict(
            &client.call("charge", &charge("10", invoice, APPROVED)),
            0,
            "completed",
            "moved",
        );
    }
    let till = json!([
        {"InvoiceId": "A", "Amount": 10.01},
        {"InvoiceId": "B", "Amount": "10", "outcome": "unknown"},
        {"InvoiceId": "X", "Amount": 10},
        {"InvoiceId": "probe", "Amount": 1, "outcome": "declined"},
    ]);
    let answer = reconcile(&client, &day, &till);
    assert_eq!(places(&answer, "missing_here", "InvoiceId"), ["C"]);
    assert_eq!(places(&answer, "missing_here", "Amount"), ["10.00"]);
    assert_eq!(places(&answer, "missing_there", "InvoiceId"), ["X"]);
    assert_eq!(places(&answer, "missing_there", "index"), [2]);
    assert_eq!(places(&answer, "different", "index"), [0, 1]);
    assert_eq!(places(&answer, "different", "field"), ["Amount", "outcome"]);
    assert_eq!(places(&answer, "different", "here"), ["10.01", "unknown"]);
    assert_eq!(
        places(&answer, "different", "there"),
        ["10.00", "completed"]
    );
}

#[test]
fn all_pages_of_a_day_are_read() {
    let (sandbox, client, day) = at_noon();
    let till: Vec<_> = (0..205)
        .map(|place| {
            let invoice = format!("A-{place}");
            noted(
                &client.call("charge", &charge("1.01", &invoice, APPROVED)),
                &invoice,
                "1.01",
            )
        })
        .collect();
    let answer = reconcile(&client, &day, &json!(till[..204]));
    assert_eq!(places(&answer, "missing_here", "InvoiceId"), ["A-204"]);
    assert_eq!(
        answer["totals"]["there"]["RUB"]["payments"],
        json!({"count": 205, "sum": "207.05"})
    );
    assert_eq!(sandbox.count("v2/payments/list"), 3);
}

#[test]
fn the_day_is_that_of_the_zone() {
    let (sandbox, client, _) = at_noon();
    let request = json!({"date": "2026-11-24", "time_zone": "MSK", "operations": []});
    assert_verdict(
        &client.call("reconcile", &request.to_string()),
        0,
        "ok",
        "none",
    );
    let requests = sandbox.get("requests").to_string();
    assert!(requests.contains("2026-11-23T21:00:00.000Z"), "{requests}");
    assert!(requests.contains("2026-11-24T20:59:59.999Z"), "{requests}");
}

#[test]
fn a_wrong_list_is_refused_with_the_place_of_the_mistake() {
    let client =
        Client::new(r#"{"public_id":"pk","api_secret":"s","base_url":"http://127.0.0.1:1"}"#);
    let client = client.expect("a client");
    let entry = |entry: Value| json!({"date": "2026-11-24", "operations": [{"InvoiceId": "A", "Amount": 1}, entry]});
    for (request, field) in [
        (json!({"date": "24.11.2026", "operations": []}), "date"),
        (
            json!({"date": "2026-11-24", "time_zone": "MOSCOW", "operations": []}),
            "time_zone",
        ),
        (json!({"date": "2026-11-24"}), "operations"),
        (entry(json!(17)), "operations.1"),
        (entry(json!({"InvoiceId": "A", "Amout": 1})), "operations.1"),
        (entry(json!({"InvoiceId": "A"})), "operations.1.Amount"),
        (entry(json!({"Amount": 1})), "operations.1.InvoiceId"),
        (
            entry(json!({"InvoiceId": "A", "Amount": 1.005})),
            "operations.1.Amount",
        ),
        (
            entry(json!({"InvoiceId": 5, "Amount": 1})),
            "operations.1.InvoiceId",
        ),
        (
            entry(json!({"TransactionId": "x", "Amount": 1})),
            "operations.1.TransactionId",
        ),
        (
            entry(json!({"InvoiceId": "A", "Amount": 1, "outcome": "paid"})),
            "operations.1.outcome",
        ),
    ] {
        let reply = client.call("reconcile", &request.to_string());
        assert_verdict(&reply, 31, "invalid_request", "none");
        assert_eq!(json_of(&reply)["error"]["field"], field, "{}", reply.json);
    }
}

/// A gateway that answers each request with the next of these bodies, and then no more.
fn answering(bodies: Vec<String>) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        let mut bodies = bodies.into_iter();
        for stream in listener.incoming().flatten() {
            while read_request(&stream).is_some() {
                let Some(body) = bodies.next() else { break };
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
                let _ = (&stream).write_all((head + &body).as_bytes());
            }
        }
    });
    let config = json!({"public_id": "pk_reconcile", "api_secret": "s", "base_url": url, "timeout_ms": 5000});
    Client::new(&config.to_string()).expect("a client")
}

fn read_request(stream: &TcpStream) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim().to_ascii_lowercase();
        if let Some(announced) = line.strip_prefix("content-length:") {
            length = announced.trim().parse().ok()?;
        }
        if line.is_empty() {
            break;
        }
    }
    reader.read_exact(&mut vec![0; length]).ok()
}

fn page(numbers: std::ops::Range<u64>) -> String {
    let entries: Vec<_> = numbers
        .map(|number| json!({"TransactionId": number, "Amount": 1, "Currency": "RUB", "Status": "Completed"}))
        .collect();
    json!({"Success": true, "Message": null, "Model": entries}).to_string()
}

#[test]
fn when_a_page_fails_nothing_half_compared_is_shown() {
    let nameless = r#"{"Success":true,"Model":[{"Amount":1,"Status":"Completed"}]}"#.to_owned();
    for (bodies, code) in [
        (vec![page(1..101)], "connection_lost"),
        (
            vec![page(1..101), "<html>".to_owned()],
            "malformed_response",
        ),
        (vec![page(1..101), page(1..101)], "malformed_response"),
        (vec![page(1..101), nameless], "malformed_response"),
    ] {
        let client = answering(bodies);
        let reply = client.call("reconcile", r#"{"date":"2026-11-24","operations":[]}"#);
        assert_verdict(&reply, 25, "no_answer", "none");
        let answer = json_of(&reply);
        assert_eq!(answer["error"]["code"], code, "{answer}");
        for name in [
            "missing_here",
            "missing_there",
            "different",
            "totals",
            "Model",
        ] {
            assert!(answer.get(name).is_none(), "{name}: {answer}");
        }
    }
}

#[test]
fn wrong_keys_and_no_gateway_say_so() {
    let sandbox = Sandbox::start();
    let request = r#"{"date":"2026-11-24","operations":[]}"#;
    let stranger = sandbox.client_with(&json!({"api_secret": "wrong"}));
    assert_verdict(
        &stranger.call("reconcile", request),
        12,
        "unauthorized",
        "none",
    );
    let nowhere =
        sandbox.client_with(&json!({"base_url": "http://127.0.0.1:1", "timeout_ms": 500}));
    assert_verdict(&nowhere.call("reconcile", request), 20, "not_sent", "none");
}
