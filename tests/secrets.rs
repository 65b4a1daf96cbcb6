//! Card data and secrets stay where they belong.

#![allow(clippy::indexing_slicing, reason = "a test that panics says where")]

mod support;

use std::fs;

use cloudpayments::Client;
use serde_json::{Value, json};
use support::{Sandbox, json_of};

/// What must never be seen again once it was given to the library.
const CANARY: &str = "CANARYcanary0000";

fn without_their_answer(answer: &Value) -> String {
    let ours = answer.as_object().expect("an object").iter();
    let ours = ours.filter(|(key, _)| key.starts_with(|c: char| c.is_ascii_lowercase()));
    ours.map(|(key, value)| format!("{key}:{value}\n"))
        .collect::<Vec<_>>()
        .concat()
}

#[test]
fn no_answer_and_no_log_line_shows_a_secret() {
    let sandbox = Sandbox::with(&["--api-secret", CANARY]);
    let log =
        std::env::temp_dir().join(format!("cloudpayments-secrets-{}.log", std::process::id()));
    let _ = fs::remove_file(&log);
    let client = sandbox.client_with(&json!({"resolve_ms": 1000,
        "log": {"path": log.to_str().expect("UTF-8"), "level": "debug"}}));
    assert!(!format!("{client:?}").contains(CANARY));

    let packet = format!("01411111111130120{CANARY}");
    let card = |more: Value| {
        let mut request = json!({"Amount": 1, "CardCryptogramPacket": packet});
        for (key, value) in more.as_object().into_iter().flatten() {
            request[key] = value.clone();
        }
        request.to_string()
    };
    for kind in [
        "drop_before",
        "drop_after",
        "reset",
        "garbage",
        "status",
        "redirect",
        "close_after",
        "truncate",
    ] {
        sandbox.fault(
            "payments/cards/charge",
            kind,
            &json!({"status": 500, "bytes": 40}),
        );
        let reply = client.call("charge", &card(json!({})));
        assert!(!reply.json.contains(CANARY), "{kind}: {}", reply.json);
    }
    for (method, request) in [
        ("charge", card(json!({"Amount": CANARY}))),
        ("charge", card(json!({"Amout": CANARY}))),
        ("charge", json!({"Amount": 1, "CardCryptogramPaket": packet}).to_string()),
        ("charge", json!({"Amount": 1, "CardCryptogramPacket": {"a": packet}}).to_string()),
        ("charge", format!("{{\"CardCryptogramPacket\":\"{packet}\"")),
        ("charge", json!({"Amount": 1, "CardCryptogramPacket": packet, "request_id": format!("{CANARY} x")}).to_string()),
        ("post3ds", json!({"TransactionId": 1, "PaRes": CANARY}).to_string()),
        ("token_charge", json!({"Amount": 1, "AccountId": "a", "Token": CANARY, "TrInitiatorCode": 1}).to_string()),
        ("three_ds_parse", json!({"body": format!("PaRes={CANARY}")}).to_string()),
        ("three_ds_form", json!({"Model": {"PaReq": CANARY}, "term_url": "x"}).to_string()),
        ("webhook_verify", json!({"type": "pay", "body": CANARY, "headers": {"Content-HMAC": CANARY}}).to_string()),
        (CANARY, "{}".to_owned()),
    ] {
        let reply = client.call(method, &request);
        let ours = without_their_answer(&json_of(&reply));
        assert!(!ours.contains(CANARY), "{method} {request}: {ours}");
    }
    let lines = fs::read_to_string(&log).expect("a log");
    assert!(lines.lines().count() > 10);
    assert!(!lines.contains(CANARY), "{lines}");
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).expect("a line of JSON");
        assert!(line["at"].is_string() && line["event"].is_string());
    }
    let _ = fs::remove_file(&log);
}

#[test]
fn a_log_that_is_full_is_begun_anew() {
    let sandbox = Sandbox::start();
    let log =
        std::env::temp_dir().join(format!("cloudpayments-rotated-{}.log", std::process::id()));
    let old = log.with_extension("log.1");
    let client = sandbox
        .client_with(&json!({"log": {"path": log.to_str().expect("UTF-8"), "max_bytes": 4096}}));
    for _ in 0..40 {
        let _ = client.call("test", "{}");
    }
    let length = |path| fs::metadata(path).expect("a file").len();
    assert!(length(&log) <= 4096 && length(&old) <= 4096);
    let _ = fs::remove_file(&log);
    let _ = fs::remove_file(&old);
}

#[cfg(unix)]
#[test]
fn two_that_share_a_log_begin_it_anew_once() {
    let sandbox = Sandbox::start();
    let log = std::env::temp_dir().join(format!("cloudpayments-shared-{}.log", std::process::id()));
    let old = log.with_extension("log.1");
    let more = json!({"log": {"path": log.to_str().expect("UTF-8"), "max_bytes": 4096}});
    let (one, other) = (sandbox.client_with(&more), sandbox.client_with(&more));
    let call = |client: &Client| client.call("interrupt", r#"{"request_id":"none"}"#);
    while !old.exists() {
        let _ = call(&one);
    }
    let full = fs::metadata(&old).expect("a file").len();
    let _ = call(&other);
    assert_eq!(fs::metadata(&old).expect("a file").len(), full);
    let lines = fs::read_to_string(&log).expect("a log").lines().count();
    assert_eq!(lines, 2);
    let _ = fs::remove_file(&log);
    let _ = fs::remove_file(&old);
}

#[cfg(unix)]
#[test]
fn only_a_regular_file_can_be_the_log() {
    use std::path::Path;

    use cloudpayments_money::error::ErrorCode;

    let folder = std::env::temp_dir().join(format!("cloudpayments-log-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let pipe = folder.join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()));
    let refused = |path: &Path| {
        let config = json!({"public_id": "pk", "api_secret": "s", "log": {"path": path}});
        let fault = Client::new(&config.to_string()).expect_err("no log");
        assert_eq!(fault.code, ErrorCode::BadConfig, "{path:?}");
        assert_eq!(fault.field.as_deref(), Some("log.path"), "{path:?}");
    };
    for path in [&pipe, &folder, Path::new("/dev/null")] {
        refused(path);
    }
    // With a reader it can be opened; a reader that goes away would break the pipe.
    let reader = fs::OpenOptions::new().read(true).write(true).open(&pipe);
    refused(&pipe);
    drop(reader);
    let _ = fs::remove_dir_all(&folder);
}
