//! Lists and facts: saved cards, claims, banks, keys, safe deals.

#![expect(
    clippy::indexing_slicing,
    reason = "a missing field fails the test, as it should"
)]

mod common;

use common::{PAYS, POOR, Sandbox, order};
use serde_json::{Value, json};

fn charge(sandbox: &Sandbox, order: &Value) -> Value {
    sandbox.call("payments/cards/charge", order).json()["Model"].clone()
}

#[test]
fn saved_cards_are_listed_a_hundred_a_page() {
    let sandbox = Sandbox::start(&[]);
    let list = |body: Value| {
        let answer = sandbox.call("payments/tokens/list", &body).json();
        assert_eq!(answer["Success"], true, "{answer}");
        answer["Model"].as_array().expect("a list").clone()
    };
    let token = charge(&sandbox, &order("T", PAYS))["Token"].clone();
    // The same card of the same payer is saved once, and a declined one not at all.
    charge(&sandbox, &order("T", PAYS));
    charge(&sandbox, &order("T", POOR));
    assert_eq!(
        list(json!({})),
        [
            json!({"Token": token, "AccountId": "user_x", "CardMask": "4000 00****** 3055",
            "ExpirationDateMonth": 12, "ExpirationDateYear": 2030})
        ]
    );
    for payer in 0..100 {
        let mut order = order("T", PAYS);
        order["AccountId"] = json!(payer);
        charge(&sandbox, &order);
    }
    let pages: Vec<_> = (1..=3)
        .map(|page| list(json!({"PageNumber": page})).len())
        .collect();
    assert_eq!(pages, [100, 1, 0]);
    assert_eq!(list(json!({"PageNumber": 2}))[0]["AccountId"], "99");
    let refused = sandbox.call("payments/tokens/list", &json!({"PageNumber": 0}));
    assert_eq!(refused.json()["Message"], "Invalid PageNumber value");
}

#[test]
fn a_claim_against_a_payment_is_listed() {
    let sandbox = Sandbox::start(&["--seed", "7"]);
    let paid = charge(&sandbox, &order("C", PAYS));
    let id = &paid["TransactionId"];
    let claims = [
        json!({"TransactionId": id}),
        json!({"TransactionId": id, "Type": "Fee", "Amount": "1.50"}),
        json!({"TransactionId": id, "Operation": "Representment"}),
    ];
    let ids: Vec<_> = claims
        .iter()
        .map(|claim| sandbox.control("chargebacks", claim).json()["ChargeBackId"].clone())
        .collect();
    let period = |body: Value| {
        let mut all = json!({"CreatedDateGte": "2026-01-15", "CreatedDateLte": "2026-01-16", "PageNumber": 1});
        for (name, value) in body.as_object().expect("an object") {
            all[name] = value.clone();
        }
        sandbox.call("chargebacks/list", &all).json()
    };
    let listed = period(json!({}));
    assert_eq!(listed["ErrorCode"], Value::Null);
    let model = listed["Model"].as_array().expect("a list");
    let of = |name: &str| -> Vec<_> { model.iter().map(|claim| claim[name].clone()).collect() };
    assert_eq!(of("ChargeBackId"), ids);
    assert_eq!(of("Type"), ["Chargeback", "Fee", "Chargeback"]);
    assert_eq!(
        of("Operation"),
        ["Presentment", "Presentment", "Representment"]
    );
    assert_eq!(model[0]["Card"], "400000*******3055");
    assert_eq!(&model[0]["TransactionId"], id);
    // A claim is between the banks: the ledger of payments stays as it is.
    assert_eq!(sandbox.read("ledger")["totals"]["captured"], "10.00");
    assert_eq!(period(json!({"PageNumber": 2}))["Model"], json!([]));
    assert_eq!(
        period(json!({"CreatedDateLte": "2026-01-15"}))["Model"],
        json!([])
    );
    for (body, message) in [
        (
            json!({"CreatedDateGte": "2025-01-01"}),
            "The period must not be longer than one year",
        ),
        (json!({"PageNumber": null}), "PageNumber is required"),
    ] {
        assert_eq!(period(body)["Message"], message);
    }
    sandbox.control("modes", &json!({"find_lag_ms": 3_600_000}));
    assert_eq!(period(json!({}))["Model"], json!([]));
}

#[test]
fn only_a_captured_payment_can_be_claimed() {
    let sandbox = Sandbox::start(&[]);
    let held = sandbox
        .call("payments/cards/auth", &order("C", PAYS))
        .json();
    let id = &held["Model"]["TransactionId"];
    for (claim, field) in [
        (json!({"TransactionId": id}), "TransactionId"),
        (json!({"TransactionId": id, "Type": "Gift"}), "Type"),
        (json!({"TransactionId": id, "Amount": 0}), "Amount"),
        (json!({"TransactionId": id, "type": "Fee"}), "type"),
    ] {
        let refused = sandbox.control("chargebacks", &claim);
        assert_eq!(
            (refused.status, &refused.json()["field"]),
            (400, &json!(field))
        );
    }
}

/// A GET without credentials.
fn get(sandbox: &Sandbox, path: &str) -> Value {
    let request = format!("GET /{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    sandbox.send(&request).expect("answered").json()
}

#[test]
fn the_key_for_cards_is_public_and_has_no_envelope() {
    let sandbox = Sandbox::start(&[]);
    let key = get(&sandbox, "payments/publickey");
    let pem = key["Pem"].as_str().expect("a text");
    assert!(pem.starts_with("-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOC"));
    assert!(pem.ends_with("\n-----END PUBLIC KEY-----"));
    assert_eq!(key["Version"], 4);
    assert!(key.get("Success").is_none());
}

#[test]
fn the_bank_of_a_card_is_told_by_its_first_digits() {
    let sandbox = Sandbox::start(&[]);
    for (digits, bank) in [("424242", "CloudPayments"), ("400005", "ITS Bank")] {
        let info = get(&sandbox, &format!("bins/info/{digits}"));
        let want =
            json!({"Model": {"LogoUrl": null, "BankName": bank}, "Success": true, "Message": null});
        assert_eq!(info, want);
    }
    for (digits, message) in [
        ("000000", "Not found"),
        ("4242", "Invalid Digits value"),
        ("42424x", "Invalid Digits value"),
    ] {
        let info = get(&sandbox, &format!("bins/info/{digits}"));
        assert_eq!(info, json!({"Success": false, "Message": message}));
    }
    let request = "GET /bins/info HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    assert_eq!(sandbox.send(request).expect("answered").status, 404);
}

#[test]
fn an_apple_pay_session_is_asked_of_apple_only() {
    let sandbox = Sandbox::start(&[]);
    let start = |url: &str| {
        let body = json!({"ValidationUrl": url});
        sandbox.call("applepay/startsession", &body).json()
    };
    let session = start("https://apple-pay-gateway.apple.com/paymentservices/startSession");
    let session = session["Model"].as_object().expect("an object").clone();
    let names: Vec<_> = session.keys().collect();
    assert_eq!(
        names,
        [
            "epochTimestamp",
            "expiresAt",
            "merchantSessionIdentifier",
            "nonce",
            "merchantIdentifier",
            "domainName",
            "displayName",
            "signature"
        ]
    );
    for url in [
        "http://apple-pay-gateway.apple.com/x",
        "https://evil.example/x",
        "https://evilapple.com/",
    ] {
        assert_eq!(start(url)["Message"], "Invalid ValidationUrl value");
    }
    assert_eq!(start("")["Message"], "ValidationUrl is required");
}
