//! The settings of notifications, and what they make of webhooks.

#![expect(
    clippy::indexing_slicing,
    reason = "a missing field fails the test, as it should"
)]

mod common;

use std::sync::mpsc::Receiver;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{PAYS, Sandbox, merchant, merchant_of_bytes, order};
use ring::hmac;
use serde_json::{Value, json};

/// A purpose in two alphabets with everything that has to be escaped.
const PURPOSE: &str = "Оплата №7: a+b & c/d=100% «ё»";

fn update(sandbox: &Sandbox, kind: &str, setting: &Value) -> Value {
    let path = format!("site/notifications/{kind}/update");
    sandbox.call(&path, setting).json()
}

fn get(sandbox: &Sandbox, kind: &str) -> Value {
    let path = format!("site/notifications/{kind}/get");
    let answer = sandbox.call(&path, &json!({})).json();
    assert_eq!(answer["Success"], true, "{answer}");
    answer["Model"].clone()
}

fn accepted() -> Value {
    json!({"Success": true, "Message": null})
}

#[test]
fn the_command_line_gives_the_first_settings_and_a_reset_gives_them_back() {
    let sandbox = Sandbox::start(&["--webhook-url", "http://127.0.0.1:1/hook/{type}"]);
    let first = json!({"IsEnabled": true, "Address": "http://127.0.0.1:1/hook/refund",
        "HttpMethod": "POST", "Encoding": "UTF8", "Format": "CloudPayments"});
    assert_eq!(get(&sandbox, "refund"), first);
    // What is not named gets its default.
    assert_eq!(
        update(&sandbox, "Refund", &json!({"Address": "http://[::1]/r"})),
        accepted()
    );
    let replaced = json!({"IsEnabled": false, "Address": "http://[::1]/r",
        "HttpMethod": "GET", "Encoding": "UTF8", "Format": "CloudPayments"});
    assert_eq!(get(&sandbox, "REFUND"), replaced);
    sandbox.control("reset", &json!({}));
    assert_eq!(get(&sandbox, "refund"), first);

    let none = json!({"IsEnabled": false, "Address": null,
        "HttpMethod": "GET", "Encoding": "UTF8", "Format": "CloudPayments"});
    assert_eq!(get(&Sandbox::start(&[]), "receipt"), none);
}

#[test]
fn what_is_wrong_with_a_setting_is_named_and_changes_nothing() {
    let sandbox = Sandbox::start(&[]);
    let before = get(&sandbox, "pay");
    for (kind, setting, message) in [
        ("pay", json!({"IsEnabled": true}), "Address is required"),
        ("pay", json!({"IsEnabled": "on"}), "Invalid IsEnabled value"),
        (
            "pay",
            json!({"Address": "http://example.com/"}),
            "Invalid Address value",
        ),
        (
            "pay",
            json!({"Address": "https://127.0.0.1/"}),
            "Invalid Address value",
        ),
        (
            "pay",
            json!({"HttpMethod": "PUT"}),
            "Invalid HttpMethod value",
        ),
        (
            "pay",
            json!({"Encoding": "KOI8-R"}),
            "Invalid Encoding value",
        ),
        ("pay", json!({"Format": "JSON"}), "Invalid Format value"),
        ("check", json!({}), "Check notification cannot be changed"),
        ("paid", json!({}), "Invalid Type value"),
    ] {
        let refused = json!({"Success": false, "Message": message});
        assert_eq!(update(&sandbox, kind, &setting), refused, "{setting}");
    }
    assert_eq!(get(&sandbox, "pay"), before);
    assert_eq!(
        sandbox.call("site/notifications/pay", &json!({})).status,
        404
    );
}

#[test]
fn every_type_has_settings_of_its_own() {
    let sandbox = Sandbox::start(&[]);
    let kinds = [
        "pay",
        "fail",
        "confirm",
        "refund",
        "recurrent",
        "cancel",
        "receipt",
    ];
    for kind in kinds {
        for format in ["CloudPayments", "QIWI", "RT"] {
            let address = format!("http://localhost:9/{kind}");
            let setting = json!({"IsEnabled": true, "Address": address, "HttpMethod": "POST",
                "Encoding": "Windows1251", "Format": format});
            assert_eq!(update(&sandbox, kind, &setting), accepted());
            assert_eq!(get(&sandbox, kind), setting);
        }
    }
    assert_eq!(get(&sandbox, "check")["IsEnabled"], false);
}

/// A notification as the merchant got it.
struct Told {
    method: String,
    path: String,
    query: String,
    head: String,
    body: Vec<u8>,
}

impl Told {
    fn next(requests: &Receiver<Vec<u8>>) -> Self {
        let request = requests.recv_timeout(Duration::from_secs(5)).expect("told");
        let end = request.windows(4).position(|four| four == b"\r\n\r\n");
        let (head, body) = request.split_at(end.expect("a head") + 4);
        let head = String::from_utf8(head.to_vec()).expect("ASCII");
        let mut line = head.split(' ');
        let method = line.next().expect("a method").to_owned();
        let target = line.next().expect("a target");
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self {
            method,
            path: path.to_owned(),
            query: query.to_owned(),
            body: body.to_vec(),
            head,
        }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    /// Compare both signatures with those of what was received.
    fn check_signatures(&self, raw: &[u8], decoded: &str) {
        assert_eq!(self.header("Content-HMAC"), Some(&*signature(raw)));
        assert_eq!(
            self.header("X-Content-HMAC"),
            Some(&*signature(decoded.as_bytes()))
        );
    }
}

fn signature(message: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, b"sandbox");
    STANDARD.encode(hmac::sign(&key, message))
}

/// A form with its escapes resolved, as bytes.
fn resolved(form: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = form.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next().expect("a digit"), rest.next().expect("a digit")];
                let digits = str::from_utf8(&digits).expect("ASCII");
                u8::from_str_radix(digits, 16).expect("hexadecimal")
            }
            byte => byte,
        });
    }
    bytes
}

/// The Cyrillic and the signs that the purpose has.
fn from_windows_1251(bytes: &[u8]) -> String {
    let letter = |byte: &u8| match byte {
        0..=0x7f => char::from(*byte),
        0xab => '«',
        0xb8 => 'ё',
        0xb9 => '№',
        0xbb => '»',
        0xc0.. => char::from_u32(0x350 + u32::from(*byte)).expect("a letter"),
        other => panic!("{other:#x} is not in the purpose"),
    };
    bytes.iter().map(letter).collect()
}

#[test]
fn get_and_post_in_both_encodings_as_form_and_as_json_are_signed_as_they_are_sent() {
    for http_method in ["GET", "POST"] {
        for encoding in ["UTF8", "Windows1251"] {
            for body in ["form", "json"] {
                told_in(http_method, encoding, body);
            }
        }
    }
}

fn told_in(http_method: &str, encoding: &str, body: &str) {
    let case = format!("{http_method} {encoding} {body}");
    let text = |bytes: &[u8]| match encoding {
        "UTF8" => String::from_utf8(bytes.to_vec()).expect("UTF-8"),
        _ => from_windows_1251(bytes),
    };
    let (url, requests) = merchant_of_bytes(r#"{"code":0}"#);
    let sandbox = Sandbox::start(&[]);
    let setting = json!({"IsEnabled": true, "Address": url.replace("{type}", "paid"),
        "HttpMethod": http_method, "Encoding": encoding});
    assert_eq!(update(&sandbox, "pay", &setting), accepted());
    sandbox.control("notifications", &json!({"type": "pay", "body": body}));
    let mut payment = order("INV/1", PAYS);
    payment["Description"] = json!(PURPOSE);
    payment["JsonData"] = json!({"a": "б"});
    sandbox.call("payments/cards/charge", &payment);

    let told = Told::next(&requests);
    assert_eq!(
        (&*told.method, &*told.path),
        (http_method, "/paid"),
        "{case}"
    );
    let charset = told
        .header("Content-Type")
        .map(|kind| kind.contains("windows-1251"));
    if http_method == "POST" && body == "json" {
        assert_eq!(charset, Some(encoding == "Windows1251"), "{case}");
        assert_eq!(told.header("Content-HMAC"), Some(&*signature(&told.body)));
        assert_eq!(told.header("X-Content-HMAC"), told.header("Content-HMAC"));
        let json: Value = serde_json::from_str(&text(&told.body)).expect("JSON");
        assert_eq!(json["Description"], PURPOSE, "{case}");
        assert_eq!(json["Data"], r#"{"a":"б"}"#, "{case}");
        assert_eq!(json["Amount"].to_string(), "10.00", "{case}");
        assert_eq!(json["Email"], Value::Null, "{case}");
        return;
    }
    let form = if http_method == "GET" {
        assert_eq!((charset, &*told.body), (None, &b""[..]), "{case}");
        told.query.clone()
    } else {
        assert_eq!(charset, Some(encoding == "Windows1251"), "{case}");
        assert_eq!(told.query, "", "{case}");
        String::from_utf8(told.body.clone()).expect("ASCII")
    };
    told.check_signatures(form.as_bytes(), &text(&resolved(&form)));
    let purpose = form
        .split('&')
        .find_map(|field| field.strip_prefix("Description="))
        .expect("a purpose");
    assert_eq!(text(&resolved(purpose)), PURPOSE, "{case}");
    assert!(form.contains("&InvoiceId=INV%2f1&"), "{case}: {form}");
}

#[test]
fn a_query_of_the_address_stays_and_is_signed_with_the_rest() {
    let (url, requests) = merchant_of_bytes(r#"{"code":0}"#);
    let sandbox = Sandbox::start(&[]);
    let address = format!("{}?shop=7", url.replace("{type}", "pay"));
    update(
        &sandbox,
        "pay",
        &json!({"IsEnabled": true, "Address": address}),
    );
    sandbox.call("payments/cards/charge", &order("Q", PAYS));
    let told = Told::next(&requests);
    assert!(
        told.query.starts_with("shop=7&TransactionId="),
        "{}",
        told.query
    );
    told.check_signatures(
        told.query.as_bytes(),
        &String::from_utf8(resolved(&told.query)).expect("UTF-8"),
    );

    let sent = &sandbox.read("webhooks")[0];
    assert_eq!(
        (&sent["method"], &sent["body"]),
        (&json!("GET"), &json!(""))
    );
    assert_eq!(
        sent["url"].as_str(),
        Some(&*format!("{address}&{}", &told.query[7..]))
    );
    assert_eq!(
        sent["headers"]["Content-HMAC"].as_str(),
        told.header("Content-HMAC")
    );
}

#[test]
fn a_type_that_is_switched_off_is_not_told_and_the_others_are() {
    let (url, told) = merchant(r#"{"code":0}"#);
    let sandbox = Sandbox::start(&["--webhook-url", &url]);
    let address = url.replace("{type}", "pay");
    // Everything is named but the switch.
    let setting = json!({"Address": address, "HttpMethod": "POST"});
    assert_eq!(update(&sandbox, "pay", &setting), accepted());
    let paid = sandbox
        .call("payments/cards/charge", &order("O", PAYS))
        .json();
    let body = json!({"TransactionId": paid["Model"]["TransactionId"], "Amount": 10});
    sandbox.call("payments/refund", &body);
    let mut lines = Vec::new();
    while let Ok(request) = told.recv_timeout(Duration::from_millis(300)) {
        lines.push(request.lines().next().unwrap_or_default().to_owned());
    }
    assert_eq!(lines, ["POST /check HTTP/1.1", "POST /refund HTTP/1.1"]);
}

#[test]
fn a_jump_of_the_clock_lets_what_is_on_its_way_arrive() {
    let (url, _told) = merchant(r#"{"code":0}"#);
    let sandbox = Sandbox::start(&["--webhook-url", &url]);
    for number in 0..10 {
        sandbox.call("payments/cards/charge", &order(&format!("J{number}"), PAYS));
        sandbox.control("clock", &json!({"advance_ms": 86_400_000}));
    }
    let sent = sandbox.read("webhooks");
    let sent = sent.as_array().expect("a list");
    assert_eq!(sent.len(), 20, "ten of Check and ten of Pay");
    for sent in sent {
        assert_eq!(sent["tries"].as_array().map(Vec::len), Some(1), "{sent}");
    }
}

#[test]
fn the_personal_account_sets_check_too() {
    let (url, told) = merchant(r#"{"code":10}"#);
    let sandbox = Sandbox::start(&[]);
    let address = url.replace("{type}", "may-i");
    let setting = json!({"type": "Check", "is_enabled": true, "address": address});
    assert_eq!(sandbox.control("notifications", &setting).status, 204);
    assert_eq!(get(&sandbox, "check")["Address"], address);
    let paid = sandbox
        .call("payments/cards/charge", &order("C", PAYS))
        .json();
    assert_eq!(paid["Model"]["ReasonCode"], 3001);
    let asked = told.recv_timeout(Duration::from_secs(5)).expect("asked");
    assert!(asked.starts_with("GET /may-i?TransactionId="), "{asked}");

    let all = sandbox.read("notifications");
    assert_eq!(all.as_array().map(Vec::len), Some(8));
    assert_eq!(
        all[0],
        json!({"type": "check", "is_enabled": true, "address": address, "http_method": "GET",
            "encoding": "UTF8", "format": "CloudPayments", "body": "form"})
    );
    for (mistake, field) in [
        (json!({}), "type"),
        (json!({"type": "paid"}), "type"),
        (json!({"type": "pay", "is_enabled": true}), "address"),
        (
            json!({"type": "pay", "address": "http://10.0.0.1/"}),
            "address",
        ),
        (json!({"type": "pay", "body": "xml"}), "body"),
        (json!({"type": "pay", "enabled": true}), "enabled"),
    ] {
        let answer = sandbox.control("notifications", &mistake);
        assert_eq!(
            (answer.status, &answer.json()["field"]),
            (400, &json!(field))
        );
    }
}
