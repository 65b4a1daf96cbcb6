//! The dashboard, asked without a browser; `tests/browser` clicks on it.

#![expect(
    clippy::indexing_slicing,
    reason = "a missing field fails the test, as it should"
)]

mod common;

use std::io::{Read, Write};

use common::{PAYS, Sandbox, merchant, order, post};
use serde_json::json;

const FORM: &str = "application/x-www-form-urlencoded";

fn get(sandbox: &Sandbox, target: &str) -> common::Answer {
    let request = format!(
        "GET {target} HTTP/1.1\r\nHost: x\r\nAccept-Language: ru, en\r\nConnection: close\r\n\r\n"
    );
    sandbox.send(&request).expect("an answer")
}

fn click(sandbox: &Sandbox, part: &str, form: &str) -> common::Answer {
    let request = post(&format!("board/{part}?lang=en"), FORM, "", form);
    sandbox.send(&request).expect("an answer")
}

/// The address from which the page on show would ask for news.
fn news(page: &str) -> String {
    let rest = page.split_once("id=\"live\" hx-get=\"").expect("live").1;
    rest.split_once('"')
        .expect("its end")
        .0
        .replace("&amp;", "&")
}

#[test]
fn a_payment_is_shown_with_what_was_asked_and_answered_and_all_of_it_is_escaped() {
    let sandbox = Sandbox::start(&[]);
    let mut order = order("<A&B>", PAYS);
    order["Description"] = json!("<script>alert('1')</script>");
    order["Name"] = json!("</pre><img src=x>");
    let paid = sandbox.call_with_id("payments/cards/charge", "<id>", &order);
    let paid = paid.expect("paid").json();
    let page = get(&sandbox, "/").body;
    for shown in [
        "&lt;A&amp;B&gt;",
        "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;",
        "X-Request-ID: &lt;id&gt;",
        "&quot;CardCryptogramPacket&quot;:",
        "&quot;AuthCode&quot;:&quot;A1B2C3&quot;",
        "<i class=\"done\">подтверждён</i>",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    for hidden in ["<A&B>", "<script>alert", "</pre><img", "<id>"] {
        assert!(!page.contains(hidden), "{hidden}");
    }
    // Once with the payment, once among the requests.
    let id = format!("id=\"t{}-0\"", paid["Model"]["TransactionId"]);
    assert!(page.contains(&id) && page.contains("id=\"r-0\""));
}

#[test]
fn what_a_fault_kept_from_the_client_is_shown_with_its_payment() {
    let sandbox = Sandbox::start(&[]);
    let armed = click(
        &sandbox,
        "faults",
        "kind=drop_after&path=payments%2Fcards%2Fcharge&times%3Anumber=1&retry_after%3Anumber=",
    );
    assert!(
        armed
            .body
            .contains("drop_after</span> <code>payments/cards/charge</code> × 1")
    );
    let charge = post(
        "payments/cards/charge",
        "application/json",
        common::LOGIN,
        &order("INV-1", PAYS).to_string(),
    );
    assert!(sandbox.send(&charge).is_err());
    let page = get(&sandbox, "/?lang=en").body;
    let raw = page.split_once("<details class=\"raw\"").expect("raw").1;
    let raw = raw.split_once("</details>").expect("its end").0;
    assert!(raw.contains("drop_after") && raw.contains("no answer"));
    assert!(raw.contains("Processed, but not sent") && raw.contains("&quot;Completed&quot;"));
}

#[test]
fn looking_is_no_request_and_meets_no_fault() {
    let sandbox = Sandbox::start(&[]);
    for kind in ["status", "close_after"] {
        sandbox.arm(&json!({"path": "*", "kind": kind}));
    }
    let page = get(&sandbox, "/");
    assert_eq!(page.status, 200);
    for target in [
        "/board/live",
        "/board/htmx-4.0.1.min.js",
        "/favicon.ico",
        "/sandbox/ledger",
    ] {
        assert!(get(&sandbox, target).status < 300, "{target}");
    }
    assert_eq!(
        click(&sandbox, "clock", "advance_ms%3Anumber=3600000").status,
        200
    );
    assert_eq!(sandbox.read("requests"), json!([]));
    let armed = sandbox.read("faults");
    assert_eq!(armed.as_array().map(Vec::len), Some(2));
}

#[test]
fn nothing_is_sent_as_long_as_nothing_is_new() {
    // Seeded, for otherwise a minute might pass.
    let sandbox = Sandbox::start(&["--seed", "1"]);
    let address = news(&get(&sandbox, "/").body);
    assert_eq!(get(&sandbox, &address).status, 204);
    sandbox.call("payments/cards/charge", &order("INV-1", PAYS));
    let live = get(&sandbox, &address);
    assert!(live.status == 200 && live.body.contains("INV-1"));
    assert_eq!(get(&sandbox, &news(&live.body)).status, 204);
}

#[test]
fn an_open_dashboard_does_not_catch_the_fault_of_a_connection() {
    let sandbox = Sandbox::start(&[]);
    let mut dashboard = sandbox.connect();
    let mut look = || {
        dashboard
            .write_all(b"GET /board/live HTTP/1.1\r\nHost: x\r\n\r\n")
            .expect("sent");
        let mut start = [0; 15];
        dashboard.read_exact(&mut start).expect("answered");
        assert_eq!(&start, b"HTTP/1.1 200 OK");
        let mut rest = Vec::new();
        let mut byte = [0];
        while !rest.ends_with(b"</main>") {
            dashboard.read_exact(&mut byte).expect("a page");
            rest.extend(byte);
        }
    };
    look();
    sandbox.arm(&json!({"kind": "close_on_accept"}));
    look();
    assert!(
        sandbox
            .send("GET /test HTTP/1.1\r\nHost: x\r\n\r\n")
            .is_err()
    );
}

#[test]
fn a_mistake_is_said_and_changes_nothing() {
    let sandbox = Sandbox::start(&[]);
    let said = click(&sandbox, "faults", "kind=status&path=*&times%3Anumber=many");
    assert_eq!(
        said.body,
        "<p id=\"notice\" role=\"alert\" hx-swap-oob=\"true\">times must be a whole number in range</p>"
    );
    assert_eq!(sandbox.read("faults"), json!([]));
    assert!(
        click(&sandbox, "nowhere", "")
            .body
            .contains("there is no such route")
    );
}

#[test]
fn both_languages_are_there() {
    let sandbox = Sandbox::start(&[]);
    let russian = get(&sandbox, "/").body;
    assert!(russian.contains("<html lang=\"ru\">") && russian.contains("Платежи"));
    let english = get(&sandbox, "/?lang=en").body;
    assert!(english.contains("<html lang=\"en\">") && english.contains("Payments"));
}

#[test]
fn a_webhook_is_sent_again_by_a_button() {
    let (url, told) = merchant("{\"code\":0}");
    let sandbox = Sandbox::start(&["--webhook-url", &url]);
    sandbox.call("payments/cards/charge", &order("INV-1", PAYS));
    let wait = std::time::Duration::from_secs(5);
    for _ in ["check", "pay"] {
        told.recv_timeout(wait).expect("told");
    }
    click(&sandbox, "webhooks", "id%3Anumber=2");
    let again = told.recv_timeout(wait).expect("told again");
    assert!(again.starts_with("POST /pay "), "{again}");
}

#[test]
fn the_page_may_ask_this_server_and_nobody_else() {
    let sandbox = Sandbox::start(&[]);
    let page = get(&sandbox, "/");
    assert!(page.head.contains("default-src 'none'"));
    assert!(page.head.contains("connect-src 'self'"));
    let elsewhere = page
        .body
        .replace(sandbox.ready["url"].as_str().expect("a URL"), "");
    assert!(!elsewhere.contains("://"));
}
