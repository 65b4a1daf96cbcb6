//! Notifications: the genuine ones are read, and no other verifies.

#![allow(clippy::indexing_slicing, reason = "a test that panics says where")]

mod support;

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use cloudpayments::Client;
use ring::{digest, hmac};
use serde_json::{Value, json};
use support::{APPROVED, DECLINED, Sandbox, assert_verdict, charge_with, json_of};

const SECRET: &str = "test_secret";

/// The test vector of the reference.
const BODY: &str = "TransactionId=1001&Amount=10.50&Currency=RUB&InvoiceId=A%2f1\
    &Email=user%40example.com&Name=IVAN+PETROV&Description=%d0%a2%d0%b5%d1%81%d1%82\
    &TestMode=1&Status=Completed";
const CONTENT: &str = "NnSSH797uOdZ//1qGJN0Bj8o1+Ew9bGF70s1lrErwjk=";
const X_CONTENT: &str = "IGB4efyk5tVTECnunoFRTmVH1MQDgpxPP7umPDaUj6o=";

/// A client that never speaks to anybody.
fn merchant() -> Client {
    Client::new(&json!({"public_id": "test_api_1", "api_secret": SECRET}).to_string())
        .expect("a client")
}

fn verify(client: &Client, request: &Value) -> cloudpayments::Reply {
    client.call("webhook_verify", &request.to_string())
}

fn signed_with(algorithm: hmac::Algorithm, key: &str, message: &[u8]) -> String {
    STANDARD.encode(hmac::sign(
        &hmac::Key::new(algorithm, key.as_bytes()),
        message,
    ))
}

fn sign(message: &[u8]) -> String {
    signed_with(hmac::HMAC_SHA256, SECRET, message)
}

/// A genuine notification with this body.
fn genuine(body: &str) -> Value {
    json!({"type": "pay", "body": body, "headers": {"Content-HMAC": sign(body.as_bytes())}})
}

#[test]
fn the_test_vector_is_read() {
    let headers = json!({"content-hmac": CONTENT, "X-CONTENT-HMAC": X_CONTENT, "Host": ["x"],
        "Content-Type": "application/x-www-form-urlencoded"});
    for (field, body) in [
        ("body", BODY.to_owned()),
        ("body_base64", STANDARD.encode(BODY)),
        ("query", BODY.to_owned()),
        ("query", format!("?{BODY}")),
    ] {
        let request = json!({"type": "pay", field: body, "headers": headers});
        let reply = verify(&merchant(), &request);
        assert_verdict(&reply, 0, "ok", "none");
        let answer = json_of(&reply);
        assert_eq!(
            answer["fields"],
            json!({"TransactionId": "1001", "Amount": "10.50", "Currency": "RUB",
                "InvoiceId": "A/1", "Email": "user@example.com", "Name": "IVAN PETROV",
                "Description": "Тест", "TestMode": "1", "Status": "Completed"})
        );
        assert_eq!(answer["transaction_id"], 1001);
        assert_eq!(answer["invoice_id"], "A/1");
        assert_eq!(answer["data"], Value::Null);
        assert_eq!(answer["mismatch"], Value::Null);
        assert_eq!(answer["reply"], json!({"code": 0}));
    }
    let x_only = json!({"type": "pay", "body": BODY, "headers": {"X-Content-HMAC": X_CONTENT}});
    assert_verdict(&verify(&merchant(), &x_only), 0, "ok", "none");
}

/// What is wrong, what came, and with which headers.
type Forged = (&'static str, String, Value);

/// The signed notification, altered.
fn altered() -> Vec<Forged> {
    let headers = json!({"Content-HMAC": CONTENT, "X-Content-HMAC": X_CONTENT});
    let decoded = BODY
        .replace("%2f", "/")
        .replace("%40", "@")
        .replace('+', " ")
        .replace("%d0%a2%d0%b5%d1%81%d1%82", "Тест");
    let serialized: String = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form_urlencoded::parse(BODY.as_bytes()))
        .finish();
    let as_json: serde_json::Map<String, Value> = form_urlencoded::parse(BODY.as_bytes())
        .map(|(name, value)| (name.into_owned(), json!(value)))
        .collect();
    let half = &BODY[..BODY.len() / 2];
    let moved = format!("Status=Completed&{}", BODY.replace("&Status=Completed", ""));
    [
        ("a larger sum", BODY.replace("10.50", "99.50")),
        ("a smaller sum", BODY.replace("10.50", "1.50")),
        (
            "the same sum written otherwise",
            BODY.replace("10.50", "10.5"),
        ),
        ("another currency", BODY.replace("RUB", "USD")),
        ("a currency in small letters", BODY.replace("RUB", "rub")),
        ("another order", BODY.replace("A%2f1", "A%2f2")),
        ("another transaction", BODY.replace("1001", "1002")),
        ("another status", BODY.replace("Completed", "Authorized")),
        ("no longer a test", BODY.replace("TestMode=1", "TestMode=0")),
        ("another letter", BODY.replace("%82", "%83")),
        ("a name in other letters", BODY.replace("Amount", "amount")),
        ("a field less", BODY.replace("&TestMode=1", "")),
        ("a field more at the end", format!("{BODY}&AccountId=u")),
        (
            "a field more at the beginning",
            format!("AccountId=u&{BODY}"),
        ),
        ("an empty field more", format!("{BODY}&Email=")),
        ("a field twice", format!("{BODY}&Amount=10.50")),
        ("fields in another order", moved),
        ("two fields made one", BODY.replace("&Status", "%26Status")),
        ("other separators", BODY.replace('&', ";")),
        ("a separator too many", format!("{BODY}&")),
        ("a question mark before a body", format!("?{BODY}")),
        ("a byte short", BODY[..BODY.len() - 1].to_owned()),
        ("without its first byte", BODY[1..].to_owned()),
        ("half of it", half.to_owned()),
        ("nothing at all", String::new()),
        ("twice", format!("{BODY}&{BODY}")),
        ("a line break at the end", format!("{BODY}\n")),
        ("a blank at the end", format!("{BODY} ")),
        ("a zero byte at the end", format!("{BODY}\0")),
        ("a byte order mark", format!("\u{feff}{BODY}")),
        ("escapes in capital letters", BODY.replace("%2f", "%2F")),
        ("blanks as escapes", BODY.replace('+', "%20")),
        ("a needless escape", BODY.replace("IVAN", "%49VAN")),
        ("an escape less", BODY.replace("%40", "@")),
        ("decoded by a framework", decoded),
        ("encoded anew by a framework", serialized),
        (
            "made JSON by a framework",
            Value::Object(as_json).to_string(),
        ),
        (
            "in Windows-1251",
            BODY.replace("%d0%a2%d0%b5%d1%81%d1%82", "%d2%e5%f1%f2"),
        ),
    ]
    .into_iter()
    .map(|(why, body)| (why, body, headers.clone()))
    .collect()
}

/// The notification as it came, under signatures that are none.
fn wrongly_signed() -> Vec<Forged> {
    let bytes = BODY.as_bytes();
    let tag = STANDARD.decode(CONTENT).expect("base64");
    let hex: String = tag
        .iter()
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    let keyed = |key: &str| json!({"Content-HMAC": signed_with(hmac::HMAC_SHA256, key, bytes)});
    let only = |signature: &str| json!({"Content-HMAC": signature});
    let beside = |signature: &str| json!({"Content-HMAC": signature, "X-Content-HMAC": X_CONTENT});
    let x_only = |signature: &str| json!({"X-Content-HMAC": signature});
    [
        ("no header", json!({})),
        (
            "other headers only",
            json!({"Content-Type": "text/plain", "HMAC": CONTENT}),
        ),
        ("null for a signature", json!({"Content-HMAC": null})),
        (
            "null, a wrong signature and a right one of the text",
            json!({"Content-HMAC": null, "content-hmac": sign(b"other"), "X-Content-HMAC": X_CONTENT}),
        ),
        ("an empty signature", only("")),
        ("an empty signature beside a right one", beside("")),
        (
            "a wrong signature beside a right one",
            beside(&sign(b"other")),
        ),
        (
            "the signature of the text as that of the bytes",
            only(X_CONTENT),
        ),
        (
            "the signature of the bytes as that of the text",
            x_only(CONTENT),
        ),
        (
            "the signature of another notification",
            only(&sign(b"TransactionId=1002")),
        ),
        ("the signature of nothing", only(&sign(b""))),
        ("another byte", only(&CONTENT.replacen('N', "M", 1))),
        ("a letter less", only(&CONTENT[1..])),
        ("no padding", only(CONTENT.trim_end_matches('='))),
        ("too much padding", only(&format!("{CONTENT}="))),
        (
            "bits beyond the last byte",
            only(&CONTENT.replace("k=", "l=")),
        ),
        ("a blank before it", only(&format!(" {CONTENT}"))),
        ("a line break after it", only(&format!("{CONTENT}\r\n"))),
        ("in quotes", only(&format!("\"{CONTENT}\""))),
        (
            "the name of the algorithm before it",
            only(&format!("sha256={CONTENT}")),
        ),
        ("two at once", only(&format!("{CONTENT}, {CONTENT}"))),
        ("in hex", only(&hex)),
        ("base64 for addresses", only(&URL_SAFE.encode(&tag))),
        ("base64 of base64", only(&STANDARD.encode(CONTENT))),
        ("the first half", only(&STANDARD.encode(&tag[..16]))),
        (
            "one byte too many",
            only(&STANDARD.encode([tag.as_slice(), &[0]].concat())),
        ),
        ("32 zero bytes", only(&STANDARD.encode([0; 32]))),
        (
            "a hash without a key",
            only(&STANDARD.encode(digest::digest(&digest::SHA256, bytes))),
        ),
        (
            "SHA-1",
            only(&signed_with(
                hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
                SECRET,
                bytes,
            )),
        ),
        (
            "SHA-512",
            only(&signed_with(hmac::HMAC_SHA512, SECRET, bytes)),
        ),
        ("another secret", keyed("test_secre7")),
        ("no secret", keyed("")),
        ("the secret in capital letters", keyed("TEST_SECRET")),
        ("the secret with a line break", keyed("test_secret\n")),
        ("the secret in base64", keyed(&STANDARD.encode(SECRET))),
        ("the name of the terminal", keyed("test_api_1")),
    ]
    .into_iter()
    .map(|(why, headers)| (why, BODY.to_owned(), headers))
    .collect()
}

/// A notification in JSON, altered as JSON tools do.
fn altered_json() -> Vec<Forged> {
    let body = r#"{"TransactionId":1001,"Amount":10.50,"Name":"Иван","Email":null}"#;
    let signature = sign(body.as_bytes());
    [
        ("digits lost", body.replace("10.50", "10.5")),
        ("blanks between", body.replace(',', ", ")),
        ("letters as escapes", body.replace("И", "\\u0418")),
        ("null left out", body.replace(",\"Email\":null", "")),
        ("a number as text", body.replace("1001", "\"1001\"")),
        ("a bracket short", body[..body.len() - 1].to_owned()),
        ("something behind", format!("{body}{{}}")),
    ]
    .into_iter()
    .flat_map(|(why, body)| {
        ["Content-HMAC", "X-Content-HMAC"].map(|name| {
            let headers = json!({name: signature, "Content-Type": "application/json"});
            (why, body.clone(), headers)
        })
    })
    .collect()
}

#[test]
fn nothing_but_the_signed_bytes_verifies() {
    let client = merchant();
    let forged = [altered(), wrongly_signed(), altered_json()].concat();
    assert!(forged.len() > 80);
    for (why, body, headers) in forged {
        for field in ["body", "query", "body_base64"] {
            // There it is not the question mark of a query.
            if field == "query" && body.starts_with('?') {
                continue;
            }
            let text = if field == "body_base64" {
                STANDARD.encode(&body)
            } else {
                body.clone()
            };
            let request = json!({"type": "check", field: text, "headers": headers,
                "expected": {"InvoiceId": "A/1"}});
            let reply = verify(&client, &request);
            let answer = json_of(&reply);
            assert_eq!(answer["status"], 40, "{why}: {answer}");
            assert_eq!(answer["outcome"], "bad_signature", "{why}");
            assert_eq!(answer["money"], "none", "{why}");
            assert_eq!(answer["next"], "ignore", "{why}");
            assert_eq!(answer["error"]["code"], "bad_signature", "{why}");
            // Nothing of what an unknown sender says is repeated.
            for name in ["fields", "data", "mismatch", "reply"] {
                assert_eq!(answer.get(name), None, "{why}");
            }
            assert_eq!(answer["transaction_id"], Value::Null, "{why}");
            assert_eq!(answer["invoice_id"], Value::Null, "{why}");
            for said in ["1001", "1002", "PETROV", "Иван", "example.com", SECRET] {
                assert!(!reply.json.contains(said), "{why}: {}", reply.json);
            }
        }
    }
}

#[test]
fn what_the_order_says_is_compared() {
    let client = merchant();
    let body = "TransactionId=1&Amount=10.00&Currency=RUB&InvoiceId=A-17&AccountId=user_x";
    for (expected, mismatch, code) in [
        (json!({}), json!(null), 0),
        (
            json!({"Amount": "10", "Currency": "rub", "InvoiceId": "A-17", "AccountId": "user_x"}),
            json!(null),
            0,
        ),
        (json!({"Amount": 10.0, "AccountId": null}), json!(null), 0),
        (json!({"Amount": "10.01"}), json!("Amount"), 12),
        (json!({"Amount": 100}), json!("Amount"), 12),
        (json!({"Currency": "USD"}), json!("Currency"), 12),
        (json!({"InvoiceId": "a-17"}), json!("InvoiceId"), 10),
        (json!({"InvoiceId": ""}), json!("InvoiceId"), 10),
        (json!({"AccountId": "user_x "}), json!("AccountId"), 11),
        (
            json!({"AccountId": "y", "InvoiceId": "y"}),
            json!("InvoiceId"),
            10,
        ),
        (
            json!({"AccountId": "y", "InvoiceId": "y", "Amount": 1}),
            json!("Amount"),
            12,
        ),
    ] {
        for (kind, code) in [("check", code), ("Check", code), ("pay", 0), ("refund", 0)] {
            let mut request = genuine(body);
            request["type"] = json!(kind);
            request["expected"] = expected.clone();
            let reply = verify(&client, &request);
            assert_verdict(&reply, 0, "ok", "none");
            let answer = json_of(&reply);
            assert_eq!(answer["mismatch"], mismatch, "{kind} {expected}");
            assert_eq!(answer["reply"], json!({"code": code}), "{kind} {expected}");
        }
    }
    let mut without = genuine("TransactionId=1&Amount=");
    without["type"] = json!("check");
    for name in ["Amount", "Currency", "InvoiceId"] {
        without["expected"] = json!({name: "10"});
        assert_eq!(json_of(&verify(&client, &without))["mismatch"], name);
    }
}

#[test]
fn a_genuine_one_that_has_two_meanings_is_refused() {
    let client = merchant();
    for body in [
        "Amount=1&Amount=1",
        r#"{"Amount":1,"Amount":1}"#,
        r#"{"Amount":1"#,
        "",
    ] {
        let reply = verify(&client, &genuine(body));
        assert_verdict(&reply, 31, "invalid_request", "none");
        assert_eq!(json_of(&reply)["error"]["field"], "body", "{body}");
    }
    let mut foreign = genuine("Name=%c8");
    foreign["headers"]["Content-Type"] = json!("text/plain; charset=utf-8");
    assert_verdict(&verify(&client, &foreign), 31, "invalid_request", "none");
}

#[test]
fn a_request_that_is_wrong_names_its_field() {
    let client = merchant();
    for (more, code, field) in [
        (json!({"type": null}), "missing_field", "type"),
        (json!({"type": "paid"}), "bad_field", "type"),
        (json!({"type": "sbptoken"}), "bad_field", "type"),
        (json!({"headers": null}), "missing_field", "headers"),
        (
            json!({"headers": "Content-HMAC: x"}),
            "bad_field",
            "headers",
        ),
        (
            json!({"headers": {"Content-HMAC": ["x"]}}),
            "bad_field",
            "headers",
        ),
        (
            json!({"headers": {"Content-HMAC": "x", "content-hmac": "y"}}),
            "bad_field",
            "headers",
        ),
        (json!({"body": null}), "missing_field", "body"),
        (json!({"query": "A=1"}), "bad_field", "query"),
        (
            json!({"body": null, "body_base64": "A=1"}),
            "bad_field",
            "body_base64",
        ),
        (
            json!({"expected": {"Status": "Completed"}}),
            "unknown_field",
            "expected",
        ),
        (
            json!({"expected": {"Amount": "10,00"}}),
            "bad_field",
            "expected.Amount",
        ),
        (
            json!({"expected": {"InvoiceId": 17}}),
            "bad_field",
            "expected.InvoiceId",
        ),
    ] {
        let mut request = genuine(BODY);
        for (name, value) in more.as_object().into_iter().flatten() {
            request[name] = value.clone();
        }
        let answer = json_of(&verify(&client, &request));
        assert_eq!(answer["error"]["code"], code, "{more}: {answer}");
        assert_eq!(answer["error"]["field"], field, "{more}: {answer}");
        assert_eq!(answer.get("fields"), None);
    }
}

/// One request as the merchant's server gets it.
struct Delivered {
    kind: String,
    query: Option<String>,
    headers: serde_json::Map<String, Value>,
    body: Vec<u8>,
}

/// A merchant's server that accepts everything.
fn listen() -> (String, Receiver<Delivered>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // The test is over.
            if sender.send(serve(stream)).is_err() {
                break;
            }
        }
    });
    (format!("http://{address}/{{type}}"), receiver)
}

fn serve(stream: TcpStream) -> Delivered {
    let mut reader = BufReader::new(stream);
    let mut line = || {
        let mut line = String::new();
        reader.read_line(&mut line).expect("a line");
        line.trim_end().to_owned()
    };
    let first = line();
    let target = first.split(' ').nth(1).expect("a target");
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (target, None),
    };
    let headers: serde_json::Map<_, _> = std::iter::from_fn(|| {
        let line = line();
        let (name, value) = line.split_once(": ")?;
        Some((name.to_ascii_lowercase(), json!(value)))
    })
    .collect();
    let length = headers.get("content-length").and_then(Value::as_str);
    let length = length.map_or(0, |length| length.parse().expect("a number"));
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\nconnection: close\r\n\r\n{\"code\":0}";
    reader
        .into_inner()
        .write_all(answer.as_bytes())
        .expect("a reader");
    Delivered {
        kind: path.trim_start_matches('/').to_owned(),
        query,
        headers,
        body,
    }
}

const TYPES: [&str; 8] = [
    "check",
    "pay",
    "fail",
    "confirm",
    "refund",
    "cancel",
    "recurrent",
    "receipt",
];

/// Lets a shop have a day of which all types of notifications tell.
fn live(client: &Client) {
    let done = |method: &str, request: &str, status: i32| {
        let reply = client.call(method, request);
        assert_eq!(reply.status.number(), status, "{method}: {}", reply.json);
        json_of(&reply)
    };
    let more = r#""Description":"Чай & кофе, 100% = №1","JsonData":{"стол":"у окна & тихий"}"#;
    let pay = |method: &str, card, status| {
        done(method, &charge_with("10.50", "Заказ/1", card, more), status)
    };
    let by_number = |answer: &Value, more: Value| {
        let mut request = more;
        request["TransactionId"] = answer["transaction_id"].clone();
        request.to_string()
    };
    let paid = pay("charge", APPROVED, 0);
    done("refund", &by_number(&paid, json!({"Amount": "4.20"})), 0);
    pay("charge", DECLINED, 10);
    let held = pay("auth", APPROVED, 0);
    done("confirm", &by_number(&held, json!({"Amount": 10})), 0);
    let held = pay("auth", APPROVED, 0);
    done("void", &by_number(&held, json!({})), 0);
    let subscription = json!({"Token": paid["Model"]["Token"], "AccountId": "user-1",
        "Description": "Чай & кофе", "Amount": 1, "Currency": "RUB", "RequireConfirmation": false,
        "StartDate": "2099-01-01T10:00:00", "Interval": "Month", "Period": 1});
    let subscription = done("subscription_create", &subscription.to_string(), 0);
    let id = json!({"Id": subscription["Model"]["Id"]});
    done("subscription_cancel", &id.to_string(), 0);
    let item = json!({"label": "Чай & кофе", "price": 10, "quantity": 1, "amount": 10, "vat": 22,
        "method": 4, "object": 1});
    let receipt = json!({"Inn": "7701234560", "Type": "Income", "InvoiceId": "Заказ/1",
        "CustomerReceipt": {"Items": [item], "TaxationSystem": 0, "Email": "user@example.com",
        "Amounts": {"Electronic": 10}}});
    done("receipt_create", &receipt.to_string(), 2);
}

/// What the library must read of a notification, whichever way it came.
fn check_read(kind: &str, answer: &Value) {
    let fields = &answer["fields"];
    let is = |name: &str, value: &str| assert_eq!(fields[name], value, "{kind} {name}: {answer}");
    assert_eq!(answer["reply"], json!({"code": 0}), "{kind}: {answer}");
    match kind {
        "recurrent" => {
            is("Description", "Чай & кофе");
            is("Amount", "1.00");
        }
        "receipt" => {
            is("Amount", "10.00");
            is("InvoiceId", "Заказ/1");
            assert!(fields["Receipt"].as_str().expect("text").starts_with('{'));
        }
        _ => {
            is("InvoiceId", "Заказ/1");
            is("AccountId", "user-1");
            assert_eq!(answer["invoice_id"], "Заказ/1");
            assert_eq!(
                fields["TransactionId"],
                answer["transaction_id"].to_string()
            );
            // A refund has data of its own, and this one has none.
            if kind == "refund" {
                is("Amount", "4.20");
                assert_eq!(answer["data"], Value::Null);
            } else {
                assert_eq!(answer["data"]["стол"], "у окна & тихий", "{answer}");
            }
        }
    }
    if matches!(kind, "check" | "pay" | "fail" | "confirm") {
        is("Description", "Чай & кофе, 100% = №1");
    }
}

/// The request with which a host would ask about what it got.
fn ask_about(delivered: &Delivered) -> Value {
    let mut request = json!({"type": delivered.kind, "headers": delivered.headers});
    match &delivered.query {
        Some(query) => request["query"] = json!(query),
        None => request["body_base64"] = json!(STANDARD.encode(&delivered.body)),
    }
    request
}

#[test]
fn all_that_the_gateway_sends_is_read_whichever_way_it_comes() {
    for (http_method, body) in [("POST", "form"), ("POST", "json"), ("GET", "form")] {
        for encoding in ["UTF8", "Windows1251"] {
            let (url, inbox) = listen();
            let sandbox = Sandbox::with(&["--webhook-url", &url]);
            let client = sandbox.client();
            sandbox.post("kkt", &json!({"print_ms": 0}));
            for kind in TYPES {
                sandbox.post(
                    "notifications",
                    &json!({"type": kind, "http_method": http_method, "body": body,
                        "encoding": encoding}),
                );
            }
            live(&client);
            let mut seen = BTreeSet::new();
            while seen.len() < TYPES.len() {
                let delivered = inbox
                    .recv_timeout(Duration::from_secs(20))
                    .unwrap_or_else(|_| panic!("{http_method} {body} {encoding}: only {seen:?}"));
                let request = ask_about(&delivered);
                let reply = verify(&client, &request);
                assert_verdict(&reply, 0, "ok", "none");
                check_read(&delivered.kind, &json_of(&reply));
                take_away(&client, &request);
                seen.insert(delivered.kind);
            }
        }
    }
}

/// The same notification with the signature of its text only, without a byte of it, and without a
/// signature.
fn take_away(client: &Client, request: &Value) {
    let without = |names: &[&str]| {
        let mut request = request.clone();
        let headers = request["headers"].as_object_mut().expect("headers");
        for name in names {
            headers.remove(*name).expect("a signature");
        }
        request
    };
    let query = request["query"].as_str();
    let body = request["body_base64"].as_str().unwrap_or_default();
    let body = STANDARD.decode(body).expect("base64");
    let bytes = query.map_or(&*body, str::as_bytes);
    // The text of a form does not tell an escaped separator from another.
    let ambiguous = !bytes.starts_with(b"{") && bytes.windows(3).any(|escape| escape == b"%26");
    let by_text = without(&["content-hmac"]);
    let status = if ambiguous { 40 } else { 0 };
    assert_eq!(
        verify(client, &by_text).status.number(),
        status,
        "{by_text}"
    );

    let mut shorter = request.clone();
    match query {
        Some(query) => shorter["query"] = json!(query[..query.len() - 1]),
        None => shorter["body_base64"] = json!(STANDARD.encode(&body[..body.len() - 1])),
    }
    for request in [shorter, without(&["content-hmac", "x-content-hmac"])] {
        assert_verdict(&verify(client, &request), 40, "bad_signature", "none");
    }
}
