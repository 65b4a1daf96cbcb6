//! The journal: what was begun is known after a restart, and nothing is made twice.
//!
//! A process remembers; only another process shows what the journal knows. So a till that was
//! restarted is this same program, run again as a child.

#![cfg(feature = "journal")]
#![allow(clippy::indexing_slicing, reason = "a test that panics says where")]

mod support;

use std::io::Read as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use cloudpayments::Client;
use serde_json::{Value, json};
use support::{
    APPROVED, DECLINED, Sandbox, WITH_3DS, assert_verdict, charge, charge_with, json_of, packet,
};
use tempfile::TempDir;

const CHARGE: &str = "payments/cards/charge";
const JOB: &str = "CLOUDPAYMENTS_TEST_JOB";

/// A sandbox, and a folder for a journal.
struct Shop {
    sandbox: Sandbox,
    folder: TempDir,
}

impl Shop {
    fn open() -> Self {
        Self {
            sandbox: Sandbox::start(),
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    fn journal(&self) -> PathBuf {
        self.folder.path().join("till.db")
    }

    fn config(&self, more: &Value) -> String {
        let mut all = json!({"journal": self.journal(), "till": "till-1"});
        for (key, value) in more.as_object().into_iter().flatten() {
            all[key] = value.clone();
        }
        self.sandbox.config(&all)
    }

    fn till_with(&self, more: &Value) -> Client {
        Client::new(&self.config(more)).expect("a client")
    }

    fn till(&self) -> Client {
        self.till_with(&json!({}))
    }

    /// Calls in a process that was started for that, and ends after them.
    fn restarted(&self, more: &Value, calls: &[(&str, Value)]) -> Vec<Value> {
        let mut child = self.start(more, calls);
        let mut out = String::new();
        let mut stdout = child.stdout.take().expect("it was piped");
        stdout.read_to_string(&mut out).expect("text");
        assert!(child.wait().expect("it ends").success(), "{out}");
        out.lines()
            .filter_map(|line| line.split_once("ANSWER "))
            .map(|(_, json)| serde_json::from_str(json).expect("JSON"))
            .collect()
    }

    fn start(&self, more: &Value, calls: &[(&str, Value)]) -> Child {
        let job = json!({"config": self.config(more), "calls": calls});
        Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "another_process", "--ignored", "--nocapture"])
            .env(JOB, job.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts")
    }

    /// A till that is killed while its charge is at the gateway.
    fn killed_while_charging(&self, request: &Value) {
        let before = self.sandbox.count(CHARGE);
        let mut child = self.start(&json!({}), &[("charge", request.clone())]);
        while self.sandbox.count(CHARGE) == before {
            std::thread::sleep(Duration::from_millis(5));
        }
        child.kill().expect("it was running");
        child.wait().expect("it ends");
    }
}

/// What [`Shop::restarted`] runs in the child.
#[test]
#[ignore = "only as a child of the other tests"]
fn another_process() {
    let job = std::env::var(JOB).expect("a job");
    let job: Value = serde_json::from_str(&job).expect("JSON");
    let client = Client::new(job["config"].as_str().expect("text")).expect("a client");
    for call in job["calls"].as_array().expect("a list") {
        let method = call[0].as_str().expect("a name");
        println!("ANSWER {}", client.call(method, &call[1].to_string()).json);
    }
}

fn sale(id: &str, invoice: &str) -> Value {
    json!({"request_id": id, "Amount": "10.00", "Currency": "RUB", "InvoiceId": invoice,
        "CardCryptogramPacket": packet(APPROVED)})
}

/// What the till has still to take note of.
fn pending(client: &Client) -> Vec<Value> {
    let reply = client.call("journal_pending", "{}");
    assert_verdict(&reply, 0, "ok", "none");
    json_of(&reply)["intents"]
        .as_array()
        .expect("a list")
        .clone()
}

#[track_caller]
fn assert_answer(answer: &Value, status: i32, outcome: &str, money: &str) {
    let told = (&answer["status"], &answer["outcome"], &answer["money"]);
    assert_eq!(
        told,
        (&json!(status), &json!(outcome), &json!(money)),
        "{answer}"
    );
}

#[test]
fn a_result_is_handed_out_until_the_till_has_it() {
    let shop = Shop::open();
    let till = shop.till();
    let paid = till.call("charge", &sale("s-1", "A").to_string());
    assert_verdict(&paid, 0, "completed", "moved");
    let answer = json_of(&paid);
    assert_eq!(
        (&answer["durable"], &answer["ack_required"]),
        (&json!(true), &json!(true))
    );

    let [intent] = pending(&till).try_into().expect("one intent");
    assert_eq!(
        (
            &intent["request_id"],
            &intent["method"],
            &intent["InvoiceId"]
        ),
        (&json!("s-1"), &json!("charge"), &json!("A"))
    );
    assert_eq!(
        (&intent["outcome"], &intent["money"], &intent["currency"]),
        (&json!("completed"), &json!("moved"), &json!("RUB"))
    );
    assert_eq!(intent["amount"].as_f64(), Some(10.0));
    assert!(intent["age_ms"].as_u64().is_some() && intent["sent_at"].is_string());

    let last = json_of(&till.call("journal_last", "{}"));
    assert_answer(&last, 0, "completed", "moved");
    assert_eq!(
        last["Model"]["TransactionId"],
        answer["Model"]["TransactionId"]
    );

    let ack = till.call("journal_ack", r#"{"request_id":"s-1"}"#);
    assert_verdict(&ack, 0, "ok", "none");
    assert!(pending(&till).is_empty());
    let again = till.call("journal_ack", r#"{"request_id":"s-1"}"#);
    assert_verdict(&again, 0, "ok", "none");
    let nobody = till.call("journal_ack", r#"{"request_id":"s-2"}"#);
    assert_verdict(&nobody, 13, "not_found", "none");
}

#[test]
fn the_same_request_again_is_answered_from_the_journal() {
    let shop = Shop::open();
    let first = json_of(&shop.till().call("charge", &sale("s-1", "A").to_string()));
    // In this process, and in one that remembers nothing.
    let again = json_of(&shop.till().call("charge", &sale("s-1", "A").to_string()));
    let [restarted] = shop
        .restarted(&json!({}), &[("charge", sale("s-1", "A"))])
        .try_into()
        .expect("one answer");
    for answer in [again, restarted] {
        assert_answer(&answer, 0, "completed", "moved");
        assert_eq!(answer["replayed"], json!(true));
        assert_eq!(answer["transaction_id"], first["transaction_id"]);
        assert_eq!(answer["Model"]["AuthCode"], first["Model"]["AuthCode"]);
        assert!(answer["Model"]["Token"].is_null(), "a token was kept");
    }
    assert_eq!(shop.sandbox.count(CHARGE), 1);

    let mut other = sale("s-1", "A");
    other["Amount"] = json!("11.00");
    let [mismatch] = shop
        .restarted(&json!({}), &[("charge", other)])
        .try_into()
        .expect("one answer");
    assert_answer(&mismatch, 34, "idempotency_mismatch", "moved");
    assert_eq!(shop.sandbox.count(CHARGE), 1);
}

#[test]
fn a_decline_is_not_tried_again_and_what_was_not_sent_is() {
    let shop = Shop::open();
    let mut declined = sale("s-1", "A");
    declined["CardCryptogramPacket"] = json!(packet(DECLINED));
    for _ in 0..2 {
        let [answer] = shop
            .restarted(&json!({}), &[("charge", declined.clone())])
            .try_into()
            .expect("one answer");
        assert_answer(&answer, 10, "declined", "not_moved");
    }
    assert_eq!(shop.sandbox.count(CHARGE), 1);

    // Nobody listens there.
    let hasty = json!({"timeout_ms": 500, "base_url": "http://127.0.0.1:9"});
    let calls = [("charge", sale("s-2", "B"))];
    let [not_sent] = shop
        .restarted(&hasty, &calls)
        .try_into()
        .expect("one answer");
    assert_answer(&not_sent, 20, "not_sent", "not_moved");
    let [sent] = shop
        .restarted(&json!({}), &calls)
        .try_into()
        .expect("one answer");
    assert_answer(&sent, 0, "completed", "moved");
}

#[test]
fn a_till_that_was_killed_finds_its_charge_again() {
    let shop = Shop::open();
    shop.sandbox
        .fault(CHARGE, "delay", &json!({"delay_ms": 600_000}));
    shop.killed_while_charging(&sale("s-1", "A"));

    let till = shop.till();
    let [intent] = pending(&till).try_into().expect("one intent");
    assert_eq!(
        (&intent["outcome"], &intent["final"]),
        (&json!("unknown"), &json!(false))
    );
    let ack = till.call("journal_ack", r#"{"request_id":"s-1"}"#);
    assert_verdict(&ack, 31, "invalid_request", "none");
    let busy = till.call("charge", &sale("s-2", "A").to_string());
    assert_verdict(&busy, 35, "invoice_busy", "unknown");
    assert_eq!(json_of(&busy)["error"]["other_request_id"], json!("s-1"));

    let recovered = json_of(&till.call("journal_recover", "{}"));
    assert_answer(&recovered, 0, "ok", "none");
    assert_eq!(recovered["open"], json!([]));
    assert_answer(&recovered["resolved"][0], 0, "completed", "moved");
    assert_eq!(recovered["resolved"][0]["request_id"], json!("s-1"));
    assert_eq!(shop.sandbox.count(CHARGE), 1);
    assert_eq!(shop.sandbox.invoice("A").0, 1);
    let [intent] = pending(&till).try_into().expect("it is not acknowledged");
    assert_eq!(intent["outcome"], json!("completed"));
}

#[test]
fn the_same_charge_after_a_restart_is_asked_about_and_not_sent() {
    let shop = Shop::open();
    shop.sandbox
        .fault(CHARGE, "delay", &json!({"delay_ms": 600_000}));
    shop.killed_while_charging(&sale("s-1", "A"));
    let till = shop.till();
    let paid = till.call("charge", &sale("s-1", "A").to_string());
    assert_verdict(&paid, 0, "completed", "moved");
    assert_eq!(shop.sandbox.count(CHARGE), 1);
}

#[test]
fn absence_is_proven_without_a_word_of_the_caller() {
    let shop = Shop::open();
    shop.sandbox.fault(CHARGE, "drop_before", &json!({}));
    let till = shop.till_with(&json!({"resolve_ms": 0, "timeout_ms": 3_000}));
    let doubt = till.call("charge", &sale("s-1", "A").to_string());
    assert_verdict(&doubt, 21, "unknown", "unknown");
    let [resolved] = shop
        .restarted(
            &json!({"settle_ms": 500}),
            &[("resolve", json!({"request_id": "s-1", "resolve_ms": 5_000}))],
        )
        .try_into()
        .expect("one answer");
    assert_answer(&resolved, 22, "not_processed", "not_moved");
    // Nothing of it is there: it may be made again, under the same name.
    let [paid] = shop
        .restarted(&json!({}), &[("charge", sale("s-1", "A"))])
        .try_into()
        .expect("one answer");
    assert_answer(&paid, 0, "completed", "moved");
}

#[test]
fn one_list_tells_about_all_that_is_open() {
    const LIST: &str = "v2/payments/list";
    let shop = Shop::open();
    let till = shop.till_with(&json!({"resolve_ms": 0}));
    for invoice in ["A", "B", "C"] {
        shop.sandbox.fault(CHARGE, "drop_before", &json!({}));
        let doubt = till.call(
            "charge",
            &sale(&format!("s-{invoice}"), invoice).to_string(),
        );
        assert_verdict(&doubt, 21, "unknown", "unknown");
    }
    let asked = || {
        (
            shop.sandbox.count("payments/find"),
            shop.sandbox.count(LIST),
        )
    };
    let before = asked();
    // Shorter than the first step: each is asked about once.
    let recover = || json_of(&till.call("journal_recover", r#"{"timeout_ms":700}"#));
    assert_eq!(recover()["open"].as_array().map(Vec::len), Some(3));
    assert_eq!(asked(), (before.0 + 3, before.1 + 1));
    // And it is read anew for the next question about them.
    recover();
    assert_eq!(asked(), (before.0 + 6, before.1 + 2));
}

#[test]
fn what_a_killed_till_left_behind_is_absent_since_it_was_taken_over() {
    let shop = Shop::open();
    // It takes the request and does nothing, and is not the gateway.
    let nobody = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", nobody.local_addr().expect("an address"));
    // The call could go on for ten minutes: absence need not be waited for until then.
    let patient = json!({"base_url": url, "timeout_ms": 600_000});
    let mut child = shop.start(&patient, &[("charge", sale("s-1", "A"))]);
    let (mut connection, _) = nobody.accept().expect("it connects");
    connection.read_exact(&mut [0; 100]).expect("it sends");
    child.kill().expect("it was running");
    child.wait().expect("it ends");

    let till = shop.till_with(&json!({"settle_ms": 500}));
    let recovered = json_of(&till.call("journal_recover", r#"{"timeout_ms":10000}"#));
    assert_answer(&recovered["resolved"][0], 22, "not_processed", "not_moved");
}

#[test]
fn who_takes_cash_instead_is_not_charged_by_a_late_success() {
    let shop = Shop::open();
    let till = shop.till_with(&json!({"resolve_ms": 0, "timeout_ms": 1_500}));
    shop.sandbox
        .fault(CHARGE, "process_late", &json!({"delay_ms": 2_000}));
    let doubt = till.call("charge", &sale("s-1", "A").to_string());
    assert_verdict(&doubt, 21, "unknown", "unknown");
    let reversing = till.call("reverse", r#"{"request_id":"s-1"}"#);
    assert_verdict(&reversing, 3, "reversing", "unknown");
    assert_eq!(json_of(&reversing)["next"], json!("take_cash"));
    let [intent] = pending(&till).try_into().expect("one intent");
    assert_eq!(intent["outcome"], json!("reversing"));

    let [recovered] = shop
        .restarted(
            &json!({}),
            &[("journal_recover", json!({"timeout_ms": 20_000}))],
        )
        .try_into()
        .expect("one answer");
    assert_answer(&recovered["resolved"][0], 23, "reversed", "returned");
    let (charges, held, net) = shop.sandbox.invoice("A");
    assert_eq!((charges, held.as_str(), net.as_str()), (1, "0.00", "0.00"));
}

#[test]
fn a_payer_comes_back_from_the_issuer_after_a_restart() {
    let shop = Shop::open();
    let mut request = sale("s-1", "A");
    request["CardCryptogramPacket"] = json!(packet(WITH_3DS));
    let [page] = shop
        .restarted(&json!({}), &[("charge", request)])
        .try_into()
        .expect("one answer");
    assert_answer(&page, 1, "requires_3ds", "not_moved");
    let confirm = json!({"TransactionId": page["transaction_id"], "action": "confirm_3ds"});
    let payer = shop.sandbox.post("payer", &confirm);
    let finish = json!({"request_id": "f-1", "TransactionId": page["transaction_id"], "PaRes": payer["PaRes"]});
    let [paid] = shop
        .restarted(&json!({}), &[("post3ds", finish)])
        .try_into()
        .expect("one answer");
    assert_answer(&paid, 0, "completed", "moved");
    assert_eq!(paid["origin_request_id"], json!("s-1"));
    let till = shop.till();
    let outcomes: Vec<_> = pending(&till)
        .iter()
        .map(|intent| (intent["request_id"].clone(), intent["outcome"].clone()))
        .collect();
    assert_eq!(
        outcomes,
        [
            (json!("s-1"), json!("completed")),
            (json!("f-1"), json!("completed"))
        ]
    );
}

#[test]
fn of_two_pages_of_one_order_only_one_can_be_finished() {
    let shop = Shop::open();
    let till = shop.till();
    let mut pages = Vec::new();
    for id in ["s-1", "s-2"] {
        let mut request = sale(id, "A");
        request["CardCryptogramPacket"] = json!(packet(WITH_3DS));
        let page = json_of(&till.call("charge", &request.to_string()));
        assert_answer(&page, 1, "requires_3ds", "not_moved");
        let confirm = json!({"TransactionId": page["transaction_id"], "action": "confirm_3ds"});
        pages.push((
            page["transaction_id"].clone(),
            shop.sandbox.post("payer", &confirm),
        ));
    }
    let finish = |(number, payer): &(Value, Value)| {
        let request = json!({"TransactionId": number, "PaRes": payer["PaRes"]});
        json_of(&till.call("post3ds", &request.to_string()))
    };
    assert_answer(&finish(&pages[1]), 0, "completed", "moved");
    assert_answer(&finish(&pages[0]), 22, "not_processed", "not_moved");
    assert_eq!(shop.sandbox.invoice("A").2, "10.00");
}

#[test]
fn each_till_has_its_own_list() {
    let shop = Shop::open();
    let other = shop.till_with(&json!({"till": "till-2"}));
    let _ = other.call("charge", &sale("s-1", "A").to_string());
    let till = shop.till();
    assert!(pending(&till).is_empty());
    let all = json_of(&till.call("journal_pending", r#"{"all":true}"#));
    assert_eq!(all["intents"][0]["till"], json!("till-2"));
    let last = till.call("journal_last", "{}");
    assert_verdict(&last, 13, "not_found", "none");
}

#[test]
fn what_must_not_be_kept_is_not() {
    let shop = Shop::open();
    let till = shop.till();
    let request = charge_with("10", "A", WITH_3DS, r#""request_id":"s-1","Name":"CANARY"#);
    let request = request.replace("CANARY", "CANARY\"");
    let page = json_of(&till.call("charge", &request));
    assert_answer(&page, 1, "requires_3ds", "not_moved");
    let paid = json_of(&till.call("charge", &charge("10", "B", APPROVED)));
    assert_answer(&paid, 0, "completed", "moved");
    let token = paid["Model"]["Token"].as_str().expect("a token").to_owned();
    let pa_req = page["Model"]["PaReq"].as_str().expect("PaReq").to_owned();
    for secret in [
        &shop.sandbox.api_secret,
        &token,
        &pa_req,
        &packet(APPROVED),
        &packet(WITH_3DS),
    ] {
        for file in files(shop.folder.path()) {
            let bytes = std::fs::read(&file).expect("it can be read");
            let found = bytes
                .windows(secret.len())
                .any(|part| part == secret.as_bytes());
            assert!(!found, "{} has `{secret}`", file.display());
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

#[test]
fn without_a_journal_no_money_moves() {
    let shop = Shop::open();
    let missing = shop.folder.path().join("no-such-folder").join("till.db");
    let till = shop.till_with(&json!({"journal": missing}));
    let refused = till.call("charge", &sale("s-1", "A").to_string());
    assert_verdict(&refused, 50, "journal_unavailable", "not_moved");
    let error = &json_of(&refused)["error"];
    assert_eq!(error["code"], json!("journal_unavailable"));
    let message = error["message"].as_str().expect("a message");
    assert!(message.contains("no-such-folder"), "{message}");
    assert_eq!(shop.sandbox.count(CHARGE), 0);
    // What moves no money works as ever.
    assert_verdict(&till.call("test", "{}"), 0, "ok", "none");
    // When the disk is there again, so is the journal.
    std::fs::create_dir(missing.parent().expect("a folder")).expect("it can be made");
    let paid = till.call("charge", &sale("s-1", "A").to_string());
    assert_verdict(&paid, 0, "completed", "moved");
}

#[test]
fn a_damaged_journal_is_put_aside_and_built_anew() {
    let shop = Shop::open();
    let [paid] = shop
        .restarted(&json!({}), &[("charge", sale("s-1", "A"))])
        .try_into()
        .expect("one answer");
    assert_answer(&paid, 0, "completed", "moved");
    let bytes = std::fs::read(shop.journal()).expect("it is there");
    std::fs::write(shop.journal(), &bytes[..bytes.len() / 2]).expect("it can be cut");

    let till = shop.till();
    let refused = till.call("charge", &sale("s-2", "B").to_string());
    assert_verdict(&refused, 50, "journal_unavailable", "not_moved");
    assert_eq!(json_of(&refused)["error"]["code"], json!("journal_corrupt"));
    assert_eq!(shop.sandbox.count(CHARGE), 1);

    let rebuilt = json_of(&till.call("journal_rebuild", r#"{"days":1}"#));
    assert_answer(&rebuilt, 0, "ok", "none");
    assert_eq!(rebuilt["counts"]["imported"], json!(1));
    let aside = rebuilt["text"].as_str().expect("where the old one is");
    assert!(Path::new(aside).exists());
    let [intent] = pending(&till).try_into().expect("one intent");
    assert_eq!(
        (&intent["request_id"], &intent["outcome"]),
        (&json!("s-1"), &json!("completed"))
    );
    // Its content is not known any more, so it is not sent.
    let again = till.call("charge", &sale("s-1", "A").to_string());
    assert_verdict(&again, 34, "idempotency_mismatch", "moved");
}

#[test]
fn one_damaged_row_is_damage() {
    let shop = Shop::open();
    let _ = shop.restarted(&json!({}), &[("charge", sale("s-1", "A"))]);
    let mut bytes = std::fs::read(shop.journal()).expect("it is there");
    for at in 0..bytes.len() - 3 {
        if &bytes[at..at + 3] == b"RUB" {
            bytes[at..at + 3].copy_from_slice(b"EUR");
        }
    }
    std::fs::write(shop.journal(), &bytes).expect("it can be changed");

    let till = shop.till();
    let refused = json_of(&till.call("journal_pending", "{}"));
    assert_eq!(refused["error"]["code"], json!("journal_corrupt"));
    let rebuilt = json_of(&till.call("journal_rebuild", "{}"));
    assert_answer(&rebuilt, 0, "ok", "none");
    assert!(rebuilt["text"].is_string(), "{rebuilt}");
    assert_eq!(pending(&till).len(), 1);
}

#[test]
fn the_journal_can_be_read_elsewhere() {
    let shop = Shop::open();
    let till = shop.till();
    let _ = till.call("charge", &sale("s-1", "A").to_string());
    let path = shop.folder.path().join("export.jsonl");
    let request = json!({"path": path}).to_string();
    let reply = json_of(&till.call("journal_export", &request));
    assert_eq!(reply["counts"]["exported"], json!(1));
    let text = std::fs::read_to_string(&path).expect("it was written");
    let line: Value = serde_json::from_str(text.trim()).expect("JSON");
    assert_eq!(
        (&line["request_id"], &line["acknowledged"]),
        (&json!("s-1"), &json!(false))
    );
    let twice = till.call("journal_export", &request);
    assert_verdict(&twice, 31, "invalid_request", "none");
}

#[test]
fn a_notification_is_seen_once() {
    let shop = Shop::open();
    let till = shop.till();
    let body = "TransactionId=4624817377&Amount=10.50&Currency=RUB&InvoiceId=A-17&AccountId=user-1&Status=Completed&TestMode=1";
    let request = json!({"type": "pay", "body": body,
        "headers": {"Content-HMAC": "HcuwzWhA+koEr4KCPVIbvzRPgEkc/01KjXO/puul8/0="}});
    for seen in [false, true] {
        let reply = json_of(&till.call("webhook_verify", &request.to_string()));
        assert_eq!(
            (&reply["status"], &reply["seen_before"]),
            (&json!(0), &json!(seen)),
            "{reply}"
        );
    }
}

#[test]
fn who_has_no_journal_is_told_so() {
    let sandbox = Sandbox::start();
    for method in ["journal_pending", "journal_recover", "journal_last"] {
        let reply = sandbox.client().call(method, "{}");
        assert_verdict(&reply, 50, "journal_unavailable", "none");
        assert_eq!(json_of(&reply)["error"]["code"], json!("journal_off"));
    }
}

#[test]
fn the_self_test_looks_at_the_journal() {
    let shop = Shop::open();
    let step = |client: &Client| {
        let reply = json_of(&client.call("self_test", "{}"));
        let report = reply["report"].as_array().expect("a list").clone();
        let step = report
            .into_iter()
            .find(|step| step["name"] == json!("journal"));
        step.expect("a step")["verdict"].clone()
    };
    assert_eq!(step(&shop.till()), json!("ok"));
    let missing = shop.folder.path().join("no-such-folder").join("till.db");
    let broken = shop.till_with(&json!({"journal": missing}));
    assert_eq!(step(&broken), json!("failed"));
}

/// A page of the issuer, and the answer of a payer who has confirmed there.
fn page(shop: &Shop, till: &Client, id: &str, invoice: &str) -> (Value, Value) {
    let mut request = sale(id, invoice);
    request["CardCryptogramPacket"] = json!(packet(WITH_3DS));
    let page = json_of(&till.call("charge", &request.to_string()));
    assert_answer(&page, 1, "requires_3ds", "not_moved");
    let number = page["transaction_id"].clone();
    let confirm = json!({"TransactionId": number, "action": "confirm_3ds"});
    let payer = shop.sandbox.post("payer", &confirm);
    let finish = json!({"request_id": format!("f-{id}"), "TransactionId": number,
        "PaRes": payer["PaRes"]});
    (page, finish)
}

#[test]
fn who_finishes_the_older_page_of_an_order_cannot_finish_the_newer_one() {
    let shop = Shop::open();
    let till = shop.till();
    let (_, older) = page(&shop, &till, "s-1", "A");
    let (_, newer) = page(&shop, &till, "s-2", "A");
    let paid = till.call("post3ds", &older.to_string());
    assert_verdict(&paid, 0, "completed", "moved");
    let refused = till.call("post3ds", &newer.to_string());
    assert_verdict(&refused, 22, "not_processed", "not_moved");
    assert_eq!(shop.sandbox.invoice("A").2, "10.00");
}

#[test]
fn an_order_whose_3ds_is_being_finished_takes_no_other_payment() {
    let shop = Shop::open();
    let hasty = json!({"resolve_ms": 0, "timeout_ms": 1_500});
    let till = shop.till_with(&hasty);
    let (_, finish) = page(&shop, &till, "s-1", "A");
    let late = json!({"delay_ms": 5_000});
    shop.sandbox
        .fault("payments/cards/post3ds", "process_late", &late);
    let doubt = till.call("post3ds", &finish.to_string());
    assert_verdict(&doubt, 21, "unknown", "unknown");
    // The gateway shows the payer at the issuer's page until then.
    let answers = shop.restarted(
        &json!({}),
        &[
            ("journal_recover", json!({"timeout_ms": 1_500})),
            ("charge", sale("s-2", "A")),
            ("journal_recover", json!({"timeout_ms": 20_000})),
        ],
    );
    assert_eq!(answers[0]["open"][0]["outcome"], json!("unknown"));
    assert_answer(&answers[1], 35, "invoice_busy", "unknown");
    assert_eq!(answers[2]["open"], json!([]), "{}", answers[2]);
    assert_eq!(shop.sandbox.invoice("A").2, "10.00");
}

#[test]
fn a_charge_that_was_finished_is_not_said_to_wait_for_its_payer() {
    let shop = Shop::open();
    let till = shop.till();
    let mut request = sale("s-1", "A");
    request["CardCryptogramPacket"] = json!(packet(WITH_3DS));
    let (_, finish) = page(&shop, &till, "s-1", "A");
    let again = [("charge", request.clone())];
    let calls = [("post3ds", finish), again[0].clone()];
    let answers = shop.restarted(&json!({}), &calls);
    assert_answer(&answers[1], 0, "completed", "moved");
    // Nor by this process, which remembers the page.
    let answer = till.call("charge", &request.to_string());
    assert_verdict(&answer, 0, "completed", "moved");
    assert_answer(&json_of(&answer), 0, "completed", "moved");
}

#[test]
fn who_was_told_to_take_cash_is_not_told_of_a_sale_by_another_thread() {
    let shop = Shop::open();
    let till = shop.till();
    let lag = |ms: u64| shop.sandbox.post("modes", &json!({"find_lag_ms": ms}));
    lag(60_000);
    shop.sandbox
        .fault(CHARGE, "delay", &json!({"delay_ms": 3_500}));
    std::thread::scope(|scope| {
        let charging = scope.spawn(|| till.call("charge", &sale("s-1", "A").to_string()));
        while shop.sandbox.count(CHARGE) == 0 {
            std::thread::sleep(Duration::from_millis(5));
        }
        let request = r#"{"request_id":"s-1","timeout_ms":1000}"#;
        let reversing = till.call("reverse", request);
        assert_verdict(&reversing, 3, "reversing", "unknown");
        lag(0);
        let found = till.call("resolve", r#"{"request_id":"s-1"}"#);
        assert_verdict(&found, 3, "reversing", "unknown");
        let answer = charging.join().expect("no panic");
        assert_verdict(&answer, 3, "reversing", "unknown");
        assert_eq!(json_of(&answer)["next"], json!("take_cash"));
    });
    let recovered = json_of(&till.call("journal_recover", "{}"));
    assert_answer(&recovered["resolved"][0], 23, "reversed", "returned");
    assert_eq!(shop.sandbox.invoice("A").2, "0.00");
}

#[test]
fn what_was_reversed_while_its_answer_was_on_the_way_is_no_sale() {
    let shop = Shop::open();
    let till = shop.till();
    shop.sandbox
        .fault(CHARGE, "delay", &json!({"delay_ms": 2_500}));
    std::thread::scope(|scope| {
        let charging = scope.spawn(|| till.call("charge", &sale("s-1", "A").to_string()));
        while shop.sandbox.invoice("A").0 == 0 {
            std::thread::sleep(Duration::from_millis(5));
        }
        let reversed = till.call("reverse", r#"{"request_id":"s-1"}"#);
        assert_verdict(&reversed, 23, "reversed", "returned");
        let answer = charging.join().expect("no panic");
        assert_verdict(&answer, 23, "reversed", "returned");
    });
    assert_eq!(shop.sandbox.invoice("A").2, "0.00");
}

#[test]
fn an_order_that_another_process_has_released_is_free_here() {
    let shop = Shop::open();
    let till = shop.till_with(&json!({"resolve_ms": 0, "timeout_ms": 3_000}));
    shop.sandbox.fault(CHARGE, "drop_before", &json!({}));
    let doubt = till.call("charge", &sale("s-1", "A").to_string());
    assert_verdict(&doubt, 21, "unknown", "unknown");
    let busy = till.call("charge", &sale("s-2", "A").to_string());
    assert_verdict(&busy, 35, "invoice_busy", "unknown");
    let calls = [("resolve", json!({"request_id": "s-1", "resolve_ms": 5_000}))];
    let [resolved] = shop
        .restarted(&json!({"settle_ms": 500}), &calls)
        .try_into()
        .expect("one answer");
    assert_answer(&resolved, 22, "not_processed", "not_moved");
    let paid = till.call("charge", &sale("s-2", "A").to_string());
    assert_verdict(&paid, 0, "completed", "moved");
}

/// A till was killed, another one's recovery has found its payment, and it sells the order again
/// although it was told of none.
#[test]
fn an_order_that_a_recovery_has_found_paid_is_not_sold_again_unasked() {
    let shop = Shop::open();
    shop.sandbox
        .fault(CHARGE, "delay", &json!({"delay_ms": 600_000}));
    shop.killed_while_charging(&sale("charge-1", "order-1"));
    let found = shop.restarted(
        &json!({"till": "till-2"}),
        &[("journal_recover", json!({"all": true}))],
    );
    assert_eq!(found[0]["resolved"][0]["outcome"], "completed");
    let till = shop.till();
    let again = |id| till.call("charge", &sale(id, "order-1").to_string());
    let busy = again("charge-2");
    assert_verdict(&busy, 35, "invoice_busy", "unknown");
    assert_eq!(json_of(&busy)["error"]["other_request_id"], "charge-1");
    assert_eq!(shop.sandbox.count(CHARGE), 1);
    let asked = till.call("resolve", r#"{"request_id":"charge-1"}"#);
    assert_verdict(&asked, 0, "completed", "moved");
    // Who knows that it is paid may take a second payment for it.
    assert_verdict(&again("charge-2"), 0, "completed", "moved");
}

/// Who gives back what a recovery has found knows of it, and may sell the order again.
#[test]
fn what_was_given_back_after_a_recovery_holds_no_order() {
    let shop = Shop::open();
    shop.sandbox
        .fault(CHARGE, "delay", &json!({"delay_ms": 600_000}));
    shop.killed_while_charging(&sale("charge-1", "order-1"));
    let till = shop.till();
    let found = json_of(&till.call("journal_recover", "{}"));
    let number = &found["resolved"][0]["transaction_id"];
    let refund = json!({"request_id": "refund-1", "TransactionId": number, "Amount": "10.00"});
    let refunded = till.call("refund", &refund.to_string());
    assert_verdict(&refunded, 0, "refunded", "returned");
    let again = till.call("charge", &sale("charge-2", "order-1").to_string());
    assert_verdict(&again, 0, "completed", "moved");
}

#[test]
fn a_refused_refund_proves_nothing_while_an_earlier_one_is_in_doubt() {
    let shop = Shop::open();
    let till = shop.till();
    let paid = json_of(&till.call("charge", &sale("s-1", "A").to_string()));
    let refund = |id: &str| {
        let request = json!({"request_id": id, "TransactionId": paid["transaction_id"],
            "Amount": "10.00"});
        ("refund", request)
    };
    shop.sandbox
        .fault("payments/refund", "drop_after", &json!({}));
    let hasty = json!({"resolve_ms": 0, "timeout_ms": 3_000});
    let first = shop.restarted(&hasty, &[refund("r-1")]);
    assert_answer(&first[0], 21, "unknown", "unknown");
    let second = shop.restarted(&json!({}), &[refund("r-2")]);
    assert_answer(&second[0], 21, "unknown", "unknown");
}

#[test]
fn the_id_of_a_refund_names_no_payment_to_undo() {
    let shop = Shop::open();
    let till = shop.till();
    let paid = json_of(&till.call("charge", &sale("s-1", "A").to_string()));
    let part = json!({"request_id": "r-1", "TransactionId": paid["transaction_id"],
        "Amount": "4.00"});
    let refunded = till.call("refund", &part.to_string());
    assert_verdict(&refunded, 0, "refunded", "returned");
    let reply = till.call("reverse", r#"{"request_id":"r-1","timeout_ms":2000}"#);
    assert_verdict(&reply, 21, "unknown", "unknown");
    assert_eq!(shop.sandbox.invoice("A").2, "6.00");
}

#[test]
fn a_sale_that_was_undone_by_its_order_or_number_is_not_handed_out_as_one() {
    let shop = Shop::open();
    let till = shop.till();
    for (id, by_number) in [("s-1", false), ("s-2", true)] {
        let paid = json_of(&till.call("charge", &sale(id, id).to_string()));
        let request = if by_number {
            json!({"TransactionId": paid["transaction_id"]})
        } else {
            json!({"InvoiceId": id})
        };
        let reversed = till.call("reverse", &request.to_string());
        assert_verdict(&reversed, 23, "reversed", "returned");
        let intents = pending(&till);
        let intent = intents.iter().find(|intent| intent["request_id"] == id);
        assert_eq!(intent.expect("it is there")["outcome"], json!("reversed"));
    }
}

#[test]
fn what_is_open_needs_no_acknowledgement_yet() {
    let shop = Shop::open();
    shop.sandbox.fault(CHARGE, "drop_before", &json!({}));
    let till = shop.till_with(&json!({"resolve_ms": 0, "timeout_ms": 1_500}));
    let doubt = till.call("charge", &sale("s-1", "A").to_string());
    assert_verdict(&doubt, 21, "unknown", "unknown");
    let last = json_of(&till.call("journal_last", "{}"));
    assert_eq!(last["ack_required"], json!(false), "{last}");
}

#[test]
fn a_payer_who_was_left_at_the_issuer_does_not_keep_the_order() {
    let shop = Shop::open();
    let till = shop.till();
    let (_, finish) = page(&shop, &till, "s-1", "A");
    let reversing = till.call("reverse", r#"{"request_id":"s-1"}"#);
    assert_verdict(&reversing, 3, "reversing", "unknown");
    let recovered = json_of(&till.call("journal_recover", r#"{"timeout_ms":5000}"#));
    assert_answer(&recovered["resolved"][0], 22, "not_processed", "not_moved");
    let paid = till.call("charge", &sale("s-2", "A").to_string());
    assert_verdict(&paid, 0, "completed", "moved");
    let refused = till.call("post3ds", &finish.to_string());
    assert_verdict(&refused, 22, "not_processed", "not_moved");
    assert_eq!(shop.sandbox.invoice("A").2, "10.00");
}

#[test]
fn a_journal_with_one_damaged_row_can_be_built_anew() {
    let shop = Shop::open();
    let calls = [("charge", sale("s-1", "ORDER-ROT"))];
    let [paid] = shop
        .restarted(&json!({}), &calls)
        .try_into()
        .expect("one answer");
    assert_answer(&paid, 0, "completed", "moved");
    let mut bytes = std::fs::read(shop.journal()).expect("it is there");
    for at in 0..bytes.len() - 9 {
        if &bytes[at..at + 9] == b"ORDER-ROT" {
            bytes[at + 8] = b'X';
        }
    }
    std::fs::write(shop.journal(), &bytes).expect("it can be written");
    let till = shop.till();
    let refused = json_of(&till.call("journal_pending", "{}"));
    assert_eq!(refused["error"]["code"], json!("journal_corrupt"));
    let rebuilt = json_of(&till.call("journal_rebuild", r#"{"days":1}"#));
    assert_answer(&rebuilt, 0, "ok", "none");
    assert_eq!(rebuilt["counts"]["imported"], json!(1));
    let [intent] = pending(&till).try_into().expect("one intent");
    assert_eq!(intent["InvoiceId"], json!("ORDER-ROT"));
}

#[test]
fn who_finds_the_journal_locked_keeps_the_deadline() {
    let shop = Shop::open();
    let till = shop.till();
    assert!(pending(&till).is_empty());
    // Another program that writes and does not end.
    let script = "import sqlite3, sys, time\n\
        db = sqlite3.connect(sys.argv[1], isolation_level=None)\n\
        db.execute('begin immediate')\n\
        print('locked', flush=True)\n\
        time.sleep(60)";
    let mut other = Command::new("python3")
        .args(["-c", script])
        .arg(shop.journal())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python");
    let mut locked = [0; 6];
    let stdout = other.stdout.as_mut().expect("it was piped");
    stdout.read_exact(&mut locked).expect("it has the lock");
    let ack = json!({"request_id": "s-0"});
    let calls = [
        ("charge", sale("s-1", "A"), "not_moved"),
        ("charge", sale("s-2", "B"), "not_moved"),
        ("journal_pending", json!({}), "none"),
        ("journal_last", json!({}), "none"),
        ("journal_ack", ack, "none"),
        ("journal_recover", json!({}), "none"),
    ];
    std::thread::scope(|scope| {
        for (method, mut request, money) in calls {
            request["timeout_ms"] = json!(500);
            let till = &till;
            scope.spawn(move || {
                let since = std::time::Instant::now();
                let refused = till.call(method, &request.to_string());
                // Not as long as another program may be waited for, which is five seconds.
                assert!(since.elapsed() < Duration::from_secs(4), "{method}");
                assert_verdict(&refused, 50, "journal_unavailable", money);
            });
        }
    });
    other.kill().expect("it was running");
    other.wait().expect("it ends");
    assert_eq!(shop.sandbox.count(CHARGE), 0);
    let paid = till.call("charge", &sale("s-1", "A").to_string());
    assert_verdict(&paid, 0, "completed", "moved");
}

#[test]
fn what_has_ended_is_not_in_doubt_because_nobody_can_be_asked() {
    let shop = Shop::open();
    let paid = shop.till().call("charge", &sale("s-1", "A").to_string());
    assert_verdict(&paid, 0, "completed", "moved");
    // Nobody listens there.
    let cut_off = json!({"base_url": "http://127.0.0.1:9", "timeout_ms": 500});
    let [resolved] = shop
        .restarted(&cut_off, &[("resolve", json!({"request_id": "s-1"}))])
        .try_into()
        .expect("one answer");
    assert_answer(&resolved, 0, "completed", "moved");
    assert_eq!(resolved["replayed"], json!(true));
}
