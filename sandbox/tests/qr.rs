//! Links and QR codes: made without credentials, paid on their pages or by `POST /sandbox/payer`.

#![expect(
    clippy::indexing_slicing,
    reason = "a missing field fails the test, as it should"
)]

mod common;

use std::io::Cursor;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{Answer, Sandbox, merchant, post};
use serde_json::{Value, json};

const PUBLIC_ID: &str = "test_api_00000000000000000000001";
const SBP: &str = "payments/qr/sbp/link";
const MINUTE_MS: i64 = 60_000;

fn wish(scheme: &str) -> Value {
    json!({"PublicId": PUBLIC_ID, "Amount": "12.30", "Currency": "RUB", "Scheme": scheme,
        "InvoiceId": "Q", "AccountId": "user_x", "Description": "<Tea>", "Os": "iOS",
        "Browser": "Safari", "Device": "Mobile", "Webview": false,
        "SuccessRedirectUrl": "https://shop.example/ok", "FailRedirectUrl": "https://shop.example/no"})
}

/// A call as a browser makes it: without credentials.
fn ask(sandbox: &Sandbox, path: &str, body: &Value) -> Value {
    sandbox
        .send(&post(path, "application/json", "", &body.to_string()))
        .expect("an answer")
        .json()
}

fn link(sandbox: &Sandbox, path: &str, scheme: &str) -> Value {
    let made = ask(sandbox, path, &wish(scheme));
    assert_eq!(made["Success"], true, "{made}");
    made["Model"].clone()
}

fn page(url: &Value) -> String {
    let url = url.as_str().expect("a text");
    url.splitn(4, '/').nth(3).expect("a path").to_owned()
}

fn look(sandbox: &Sandbox, url: &Value) -> Answer {
    let path = page(url);
    let request = format!("GET /{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    sandbox.send(&request).expect("a page")
}

fn click(sandbox: &Sandbox, url: &Value, decision: &str) -> Answer {
    let path = page(url).split('?').next().expect("a path").to_owned();
    let body = format!("decision={decision}");
    sandbox
        .send(&post(&path, "application/x-www-form-urlencoded", "", &body))
        .expect("a page")
}

fn payer(sandbox: &Sandbox, id: &Value, action: &str) -> Answer {
    sandbox.control("payer", &json!({"TransactionId": id, "action": action}))
}

fn status(sandbox: &Sandbox, id: &Value) -> Value {
    let body = json!({"PublicId": PUBLIC_ID, "TransactionId": id});
    ask(sandbox, "payments/qr/status/get", &body)["Model"]["Status"].clone()
}

#[test]
fn an_sbp_link_is_paid_on_its_page_and_told_to_the_merchant() {
    let (url, told) = merchant(r#"{"code":0}"#);
    let sandbox = Sandbox::start(&["--webhook-url", &url]);
    let made = link(&sandbox, SBP, "charge");
    let wait = || told.recv_timeout(Duration::from_secs(5)).expect("told");
    // Check comes before the link is made, not before it is paid.
    assert!(wait().starts_with("POST /check "));
    let id = &made["TransactionId"];
    let code = made["ProviderQrId"].as_str().expect("a text");
    assert!(code.starts_with("BB1S") && code.len() == 28, "{code}");
    assert!(page(&made["QrUrl"]).starts_with(&format!(
        "qr/{code}?type=02&bank=100000000111&sum=1230&cur=RUB&crc="
    )));
    assert_eq!(
        (&made["MerchantOrderId"], &made["Message"], &made["QrImage"]),
        (&json!("Q"), &json!("Created"), &Value::Null)
    );
    assert_eq!(status(&sandbox, id), "Created");
    assert_eq!(sandbox.charges("Q"), 0);
    let found = sandbox
        .call("payments/get", &json!({"TransactionId": id}))
        .json();
    assert_eq!(
        (&found["Success"], &found["Model"]["Status"]),
        (&json!(true), &json!("Created"))
    );

    let html = look(&sandbox, &made["QrUrl"]).body;
    assert!(html.contains("12,30") && html.contains("&lt;Tea&gt;"));
    let html = click(&sandbox, &made["QrUrl"], "pay").body;
    assert!(html.contains("href=\"https://shop.example/ok\""));
    let pay = wait();
    assert!(
        pay.starts_with("POST /pay ") && pay.contains("&PaymentMethod=Sbp&"),
        "{pay}"
    );
    assert!(
        pay.contains("&CardFirstSix=&CardLastFour=&CardType=&"),
        "{pay}"
    );
    assert_eq!(status(&sandbox, id), "Completed");
    assert_eq!(sandbox.charges("Q"), 1);
}

#[test]
fn an_sbp_link_can_be_paid_again_and_every_payment_is_one_of_its_own() {
    let sandbox = Sandbox::start(&[]);
    let made = link(&sandbox, SBP, "charge");
    let id = &made["TransactionId"];
    let first = payer(&sandbox, id, "pay").json();
    let second = payer(&sandbox, id, "pay").json();
    assert_eq!(&first["TransactionId"], id);
    assert_ne!(second["TransactionId"], first["TransactionId"]);
    assert_eq!(sandbox.charges("Q"), 2);
    sandbox.control("clock", &json!({"advance_ms": 72 * 60 * MINUTE_MS}));
    assert_eq!(payer(&sandbox, id, "pay").status, 400);
    assert_eq!(click(&sandbox, &made["QrUrl"], "pay").status, 409);
    assert_eq!(sandbox.charges("Q"), 2);
}

#[test]
fn other_links_are_paid_once_in_one_stage_or_two() {
    let sandbox = Sandbox::start(&[]);
    for (path, scheme, status) in [
        ("payments/qr/tinkoffpay/link", "0", "Completed"),
        ("payments/qr/tinkoffpay/link", "1", "Authorized"),
        ("payments/qr/sberpay/link", "charge", "Completed"),
        ("payments/qr/sberpay/link", "auth", "Authorized"),
    ] {
        sandbox.control("reset", &json!({}));
        let made = link(&sandbox, path, scheme);
        let id = &made["TransactionId"];
        let paid = payer(&sandbox, id, "pay").json();
        assert_eq!(paid, json!({"TransactionId": id, "Status": status}));
        assert_eq!(payer(&sandbox, id, "pay").status, 400);
        assert_eq!(click(&sandbox, &made["QrUrl"], "pay").status, 409);
        assert!(!look(&sandbox, &made["QrUrl"]).body.contains("<button"));
        assert_eq!(sandbox.charges("Q"), 1);
    }
}

fn get(sandbox: &Sandbox, id: &Value) -> Value {
    let found = sandbox.call("payments/get", &json!({"TransactionId": id}));
    found.json()["Model"].clone()
}

fn by_token(token: &Value, more: &Value) -> Value {
    let mut request = json!({"Amount": 5, "Currency": "RUB", "AccountId": "user_x", "Token": token,
        "TrInitiatorCode": 0, "InvoiceId": "T"});
    for (name, value) in more.as_object().expect("an object") {
        request[name] = value.clone();
    }
    request
}

#[test]
fn what_was_paid_by_a_link_is_paid_by_its_token_from_then_on() {
    let (url, told) = merchant(r#"{"code":0}"#);
    let sandbox = Sandbox::start(&["--webhook-url", &url]);
    let told = |event: &str| {
        let told = || told.recv_timeout(Duration::from_secs(5)).expect("told");
        std::iter::repeat_with(told).find(|told| told.starts_with(&format!("POST /{event} ")))
    };
    let mut tokens = Vec::new();
    for (path, scheme) in [
        ("sbp", "charge"),
        ("tinkoffpay", "0"),
        ("sberpay", "charge"),
    ] {
        let made = link(&sandbox, &format!("payments/qr/{path}/link"), scheme);
        let id = &made["TransactionId"];
        assert_eq!(get(&sandbox, id)["Token"], Value::Null);
        click(&sandbox, &made["QrUrl"], "pay");
        let token = get(&sandbox, id)["Token"].clone();
        let pay = told("pay").expect("told");
        let shown = format!("&Token={}&", token.as_str().expect("a token"));
        assert!(pay.contains(&shown), "{pay}");
        tokens.push(token);
    }
    let listed = sandbox.call("payments/tokens/list", &json!({"PageNumber": 1}));
    let listed = listed.json()["Model"].clone();
    let names: Vec<_> = (0..3).map(|at| listed[at]["Token"].clone()).collect();
    assert_eq!(names, tokens);
    assert_eq!(listed[0]["CardMask"], Value::Null);

    // T-Pay answers at once, the system of fast payments later.
    let charge = |token: &Value| {
        let request = by_token(token, &json!({}));
        sandbox.call("payments/tokens/charge", &request).json()
    };
    assert_eq!(charge(&tokens[1])["Model"]["Status"], "Completed");
    assert!(told("pay").expect("told").contains("&PaymentMethod=T-Pay&"));
    let slow = charge(&tokens[0]);
    assert_eq!(
        (&slow["Success"], &slow["Model"]["Status"]),
        (&json!(true), &json!("Created"))
    );
    sandbox.control("clock", &json!({"advance_ms": MINUTE_MS}));
    assert!(told("pay").expect("told").contains("&PaymentMethod=Sbp&"));
    let paid = get(&sandbox, &slow["Model"]["TransactionId"]);
    assert_eq!(
        (&paid["Status"], &paid["Token"]),
        (&json!("Completed"), &tokens[0])
    );
    assert_eq!(sandbox.charges("T"), 2);
    let decided = charge(&tokens[0])["Model"]["TransactionId"].clone();
    assert_eq!(
        payer(&sandbox, &decided, "refuse").json()["Status"],
        "Declined"
    );

    // Money goes out to cards only.
    let payout = by_token(&tokens[1], &json!({}));
    let refused = sandbox.call("payments/token/topup", &payout).json();
    assert_eq!(
        (&refused["Success"], &refused["Model"]),
        (&json!(false), &Value::Null)
    );
}

#[test]
fn neither_an_unnamed_payer_nor_instalments_leave_a_token() {
    let sandbox = Sandbox::start(&[]);
    let mut unnamed = wish("charge");
    unnamed["AccountId"] = Value::Null;
    let mut parts = wish("0");
    parts["AltPayType"] = json!("TcsBnplDolyame");
    for (path, wish) in [(SBP, unnamed), ("payments/altpay/pay", parts)] {
        let id = ask(&sandbox, path, &wish)["Model"]["TransactionId"].clone();
        payer(&sandbox, &id, "pay");
        let paid = get(&sandbox, &id);
        assert_eq!(
            (&paid["Status"], &paid["Token"]),
            (&json!("Completed"), &Value::Null)
        );
    }
}

#[test]
fn a_link_begins_the_subscription_that_it_asks_for_once() {
    let sandbox = Sandbox::start(&[]);
    let mut wish = wish("charge");
    wish["JsonData"] =
        json!({"cloudpayments": {"recurrent": {"interval": "Day", "period": 1, "amount": 7}}});
    let id = ask(&sandbox, SBP, &wish)["Model"]["TransactionId"].clone();
    let all = || {
        let found = sandbox.call("subscriptions/find", &json!({"accountId": "user_x"}));
        found.json()["Model"].as_array().cloned().expect("a list")
    };
    assert!(all().is_empty());
    payer(&sandbox, &id, "pay");
    let again = payer(&sandbox, &id, "pay").json()["TransactionId"].clone();
    let begun = all();
    assert_eq!(begun.len(), 1);
    assert_eq!(get(&sandbox, &id)["SubscriptionId"], begun[0]["Id"]);
    assert_eq!(get(&sandbox, &again)["SubscriptionId"], Value::Null);
    sandbox.control("clock", &json!({"advance_ms": 24 * 60 * MINUTE_MS}));
    assert_eq!(all()[0]["SuccessfulTransactionsNumber"], 1);

    wish["AccountId"] = Value::Null;
    assert_eq!(
        ask(&sandbox, SBP, &wish)["Message"],
        "AccountId is required"
    );
}

#[test]
fn a_payer_who_refuses_is_a_decline() {
    let (url, told) = merchant(r#"{"code":0}"#);
    let sandbox = Sandbox::start(&["--webhook-url", &url]);
    let made = link(&sandbox, "payments/qr/sberpay/link", "charge");
    let names: Vec<_> = made.as_object().expect("an object").keys().collect();
    assert_eq!(names, ["QrUrl", "QrImage", "TransactionId", "Amount"]);
    let html = click(&sandbox, &made["QrUrl"], "refuse").body;
    assert!(html.contains("href=\"https://shop.example/no\""));
    let wait = || told.recv_timeout(Duration::from_secs(5)).expect("told");
    assert!(wait().starts_with("POST /check "));
    let fail = wait();
    assert!(
        fail.starts_with("POST /fail ") && fail.contains("&ReasonCode=5017&"),
        "{fail}"
    );
    assert_eq!(status(&sandbox, &made["TransactionId"]), "Declined");
    assert_eq!(sandbox.charges("Q"), 0);
}

#[test]
fn a_check_handler_that_refuses_leaves_no_link() {
    let (url, _told) = merchant(r#"{"code":10}"#);
    let sandbox = Sandbox::start(&["--webhook-url", &url]);
    for (path, scheme) in [(SBP, "charge"), ("payments/altpay/pay", "0")] {
        let mut wish = wish(scheme);
        wish["AltPayType"] = json!("TcsBnplDolyame");
        let refused = ask(&sandbox, path, &wish);
        assert_eq!(
            (&refused["Success"], &refused["Model"]["ReasonCode"]),
            (&json!(false), &json!(3001))
        );
        assert_eq!(refused["Model"]["Status"], "Declined");
        let id = &refused["Model"]["TransactionId"];
        assert_eq!(payer(&sandbox, id, "pay").status, 400);
    }
}

#[test]
fn a_link_gets_too_old_by_the_virtual_clock() {
    let sandbox = Sandbox::start(&[]);
    let mut short = wish("charge");
    short["TtlMinutes"] = json!(5);
    let made = ask(&sandbox, SBP, &short)["Model"].clone();
    let id = &made["TransactionId"];
    sandbox.control("clock", &json!({"advance_ms": 4 * MINUTE_MS}));
    assert_eq!(status(&sandbox, id), "Created");
    sandbox.control("clock", &json!({"advance_ms": MINUTE_MS}));
    assert_eq!(status(&sandbox, id), "Cancelled");
    assert_eq!(payer(&sandbox, id, "pay").status, 400);
    assert_eq!(click(&sandbox, &made["QrUrl"], "pay").status, 409);
    assert_eq!(sandbox.charges("Q"), 0);
}

#[test]
fn wait_answers_when_the_payer_has_decided_when_the_link_is_old_or_when_its_time_is_over() {
    let sandbox = Sandbox::start(&[]);
    let mut short = wish("charge");
    short["TtlMinutes"] = json!(1);
    let old = ask(&sandbox, SBP, &short)["Model"]["TransactionId"].clone();
    let paid = link(&sandbox, SBP, "charge")["TransactionId"].clone();
    let left = link(&sandbox, SBP, "charge")["TransactionId"].clone();
    let wait = |id: &Value| {
        let body = json!({"PublicId": PUBLIC_ID, "TransactionId": id});
        ask(&sandbox, "payments/qr/status/wait", &body)["Model"]["Status"].clone()
    };
    let begun = || sandbox.read("requests").as_array().map_or(0, Vec::len);
    let before = begun();
    std::thread::scope(|scope| {
        let waiting: Vec<_> = [&old, &paid, &left]
            .map(|id| scope.spawn(|| wait(id)))
            .into();
        while begun() < before + 3 {
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_millis(50));
        assert!(waiting.iter().all(|waiting| !waiting.is_finished()));
        payer(&sandbox, &paid, "pay");
        while !waiting[1].is_finished() {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(!waiting[0].is_finished() && !waiting[2].is_finished());
        sandbox.control("clock", &json!({"advance_ms": MINUTE_MS}));
        let ends: Vec<_> = waiting
            .into_iter()
            .map(|waiting| waiting.join().expect("answered"))
            .collect();
        assert_eq!(ends, ["Cancelled", "Completed", "Created"]);
    });
    // What is decided is not waited for.
    assert_eq!(wait(&paid), "Completed");
}

#[test]
fn pictures_are_qr_codes_of_the_link() {
    let sandbox = Sandbox::start(&[]);
    let model = link(&sandbox, "payments/qr/sbp/image", "charge");
    let code = qrcode::QrCode::new(model["QrUrl"].as_str().expect("a text")).expect("a code");
    let picture = STANDARD
        .decode(model["QrImage"].as_str().expect("a text"))
        .expect("base64");
    let mut reader = png::Decoder::new(Cursor::new(picture))
        .read_info()
        .expect("a PNG");
    let mut bytes = vec![0; reader.output_buffer_size().expect("small")];
    let frame = reader.next_frame(&mut bytes).expect("pixels");
    let modules = code.width() + 8;
    let scale = frame.width as usize / modules;
    assert_eq!(frame.width as usize, modules * scale);
    let is_dark = |x: usize, y: usize| {
        let (x, y) = (x * scale + scale / 2, y * scale + scale / 2);
        bytes[y * frame.line_size + x / 8] >> (7 - x % 8) & 1 == 0
    };
    for y in 0..modules {
        for x in 0..modules {
            let inside = (4..modules - 4).contains(&x) && (4..modules - 4).contains(&y);
            let dark = inside && code[(x - 4, y - 4)] == qrcode::Color::Dark;
            assert_eq!(is_dark(x, y), dark, "{x}, {y}");
        }
    }
    for (path, scheme) in [("tinkoffpay", "0"), ("sberpay", "auth")] {
        let model = link(&sandbox, &format!("payments/qr/{path}/image"), scheme);
        let picture = STANDARD
            .decode(model["QrImage"].as_str().expect("a text"))
            .expect("base64");
        let picture = String::from_utf8(picture).expect("a text");
        assert!(picture.contains("<svg"), "{picture}");
    }
}

#[test]
fn dolyami_leads_to_a_form_of_its_bank() {
    let sandbox = Sandbox::start(&[]);
    let body = json!({"PublicId": PUBLIC_ID, "AltPayType": "TcsBnplDolyame", "Amount": 1000,
        "Scheme": 0, "InvoiceId": "D"});
    let made = ask(&sandbox, "payments/altpay/pay", &body);
    let names: Vec<_> = made.as_object().expect("an object").keys().collect();
    assert_eq!(
        names,
        ["Model", "ExtensionData", "Success", "Message", "ErrorCode"]
    );
    let url = &made["ExtensionData"]["Link"];
    assert!(look(&sandbox, url).body.contains("Долями"));
    click(&sandbox, url, "pay");
    assert_eq!(
        status(&sandbox, &made["Model"]["TransactionId"]),
        "Completed"
    );
    assert_eq!(sandbox.charges("D"), 1);
}

#[test]
fn a_refund_through_sbp_is_done_later_or_not_at_all() {
    let (url, told) = merchant(r#"{"code":0}"#);
    let sandbox = Sandbox::start(&["--webhook-url", &url]);
    let id = link(&sandbox, SBP, "charge")["TransactionId"].clone();
    payer(&sandbox, &id, "pay");
    let wait = || {
        let told = told.recv_timeout(Duration::from_secs(5)).expect("told");
        told.split(' ').nth(1).expect("a path").to_owned()
    };
    assert_eq!((wait(), wait()), ("/check".to_owned(), "/pay".to_owned()));
    let refund = |amount: &str| {
        let body = json!({"TransactionId": id, "Amount": amount});
        sandbox.call("payments/refund", &body).json()
    };
    let state = |id: &Value| {
        sandbox
            .call("payments/get", &json!({"TransactionId": id}))
            .json()["Model"]["Status"]
            .clone()
    };
    let slow = refund("12.30")["Model"]["TransactionId"].clone();
    assert_eq!(state(&slow), "Created");
    assert_eq!(refund("0.01")["Success"], false);
    assert!(told.recv_timeout(Duration::from_millis(100)).is_err());
    // The bank refuses: the sum can be refunded again.
    assert_eq!(
        payer(&sandbox, &slow, "refuse").json()["Status"],
        "Declined"
    );
    assert_eq!(sandbox.read("ledger")["by_invoice"]["Q"]["net"], "12.30");
    let again = refund("12.30")["Model"]["TransactionId"].clone();
    sandbox.control("clock", &json!({"advance_ms": MINUTE_MS}));
    assert_eq!(
        (state(&slow), state(&again)),
        (json!("Declined"), json!("Completed"))
    );
    assert_eq!(wait(), "/refund");
    assert_eq!(sandbox.read("ledger")["by_invoice"]["Q"]["net"], "0.00");
}

#[test]
fn what_a_link_lacks_is_named() {
    let sandbox = Sandbox::start(&[]);
    let with = |name: &str, value: Value| {
        let mut wish = wish("charge");
        wish[name] = value;
        wish
    };
    let nothing = Value::Null;
    let long = format!("https://shop.example/{}", "x".repeat(1024));
    for (body, message) in [
        (with("PublicId", nothing.clone()), "PublicId is required"),
        (with("PublicId", json!("other")), "Invalid PublicId value"),
        (with("Scheme", json!("auth")), "Invalid Scheme value"),
        (with("Scheme", nothing.clone()), "Scheme is required"),
        (with("Amount", nothing.clone()), "Amount is required"),
        (with("Currency", json!("USD")), "Invalid Currency value"),
        (with("TtlMinutes", json!(0)), "Invalid TtlMinutes value"),
        (
            with("TtlMinutes", json!(129_601)),
            "Invalid TtlMinutes value",
        ),
        (with("Device", json!("Fridge")), "Invalid Device value"),
        (
            with("SuccessRedirectUrl", json!(long)),
            "Invalid SuccessRedirectUrl value",
        ),
    ] {
        let refused = ask(&sandbox, SBP, &body);
        assert_eq!(refused, json!({"Success": false, "Message": message}));
    }
    let payer = ["Os", "Browser", "Device", "Webview"];
    let redirects = ["SuccessRedirectUrl", "FailRedirectUrl"];
    for (path, scheme, names) in [
        ("tinkoffpay", "0", [payer.as_slice(), &redirects].concat()),
        ("sberpay", "charge", payer.to_vec()),
    ] {
        for name in names {
            let mut lacking = wish(scheme);
            lacking[name] = Value::Null;
            let refused = ask(&sandbox, &format!("payments/qr/{path}/link"), &lacking);
            let message = format!("{name} is required");
            assert_eq!(refused, json!({"Success": false, "Message": message}));
        }
    }
    let unknown = json!({"PublicId": PUBLIC_ID, "TransactionId": 1});
    for path in ["get", "wait"] {
        let nothing = ask(&sandbox, &format!("payments/qr/status/{path}"), &unknown);
        assert_eq!(nothing, json!({"Success": false, "Message": "Not found"}));
    }
    let other = json!({"PublicId": PUBLIC_ID, "AltPayType": "Other", "Amount": 1, "Scheme": "0"});
    let refused = ask(&sandbox, "payments/altpay/pay", &other);
    assert_eq!(refused["Message"], "Invalid AltPayType value");
}

#[test]
fn a_repeat_with_the_same_id_makes_one_link_and_status_may_lag() {
    let sandbox = Sandbox::start(&[]);
    sandbox.arm(&json!({"path": SBP, "kind": "drop_after"}));
    let make = || sandbox.call_with_id(SBP, "l1", &wish("charge"));
    assert!(make().is_err());
    let id = make().expect("answered").json()["Model"]["TransactionId"].clone();
    let transactions = sandbox.read("ledger")["transactions"].clone();
    assert_eq!(transactions.as_array().map(Vec::len), Some(1));
    sandbox.control("modes", &json!({"find_lag_ms": 60_000}));
    assert_eq!(status(&sandbox, &id), Value::Null);
    sandbox.control("clock", &json!({"advance_ms": 60_000}));
    assert_eq!(status(&sandbox, &id), "Created");
}

#[test]
fn the_banks_of_sbp_are_listed() {
    let sandbox = Sandbox::start(&[]);
    let body = json!({"PublicTerminalId": PUBLIC_ID, "Platform": "desktop"});
    let sources = ask(&sandbox, "sbp/v2/banks/info", &body)["Model"].clone();
    assert_eq!(sources[0]["Source"], "widget");
    assert_eq!(
        sources[0]["Members"][0],
        json!({"id": "100000000111", "logo": "https://qr.nspk.ru/proxyapp/logo/bank100000000111.png",
            "name": "Сбербанк", "url": "bank100000000111://qr.nspk.ru/{QRC_ID}{QUERY_STRING}"})
    );
    let refused = ask(&sandbox, "sbp/v2/banks/info", &json!({}));
    assert_eq!(refused["Message"], "PublicTerminalId is required");
}
