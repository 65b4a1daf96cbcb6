//! Lists and facts: saved cards, claims, banks, keys, safe deals.

#![expect(
    clippy::indexing_slicing,
    reason = "a missing field fails the test, as it should"
)]

mod common;

use common::{PAYS, PAYS_AFTER_3DS, POOR, Sandbox, order};
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

/// A payment of ten roubles for a safe deal.
fn safe(sandbox: &Sandbox, path: &str, packet: &str, escrow: &Value) -> Value {
    let mut order = order("E", packet);
    order["Escrow"] = escrow.clone();
    sandbox
        .call(&format!("payments/cards/{path}"), &order)
        .json()
}

fn pay_out(sandbox: &Sandbox, amount: &str, token: &Value, escrow: &Value) -> Value {
    let body = json!({"Amount": amount, "Currency": "RUB", "AccountId": "user_x", "Token": token,
        "Escrow": escrow});
    sandbox.call("payments/token/topup", &body).json()
}

fn deal(sandbox: &Sandbox, id: &Value) -> Value {
    let body = json!({"EscrowAccumulationIds": [id, "00000000-0000-4000-8000-000000000000"]});
    let info = sandbox.call("Escrow/GetEscrowInfo", &body).json();
    assert_eq!(info["Model"].as_array().map(Vec::len), Some(1));
    info["Model"][0].clone()
}

#[test]
fn many_payments_of_a_safe_deal_are_paid_out_once_and_the_others_go_back() {
    let sandbox = Sandbox::start(&[]);
    let first = safe(
        &sandbox,
        "charge",
        PAYS,
        &json!({"StartAccumulation": true, "EscrowType": "NToOne"}),
    );
    let (id, token) = (
        &first["Model"]["EscrowAccumulationId"],
        &first["Model"]["Token"],
    );
    assert!(id.is_string(), "{first}");
    let more = json!({"StartAccumulation": false, "EscrowType": 0, "AccumulationId": id});
    // After 3-D Secure it belongs to the deal as well; a declined one does not.
    let asked = safe(&sandbox, "charge", PAYS_AFTER_3DS, &more);
    let back = sandbox
        .control(
            "payer",
            &json!({"TransactionId": asked["Model"]["TransactionId"], "action": "confirm_3ds"}),
        )
        .json();
    let second = sandbox
        .call(
            "payments/cards/post3ds",
            &json!({"TransactionId": back["MD"], "PaRes": back["PaRes"]}),
        )
        .json();
    assert_eq!(&second["Model"]["EscrowAccumulationId"], id);
    let poor = safe(&sandbox, "charge", POOR, &more);
    assert_eq!(poor["Model"]["EscrowAccumulationId"], Value::Null);
    let number = |answer: &Value| answer["Model"]["TransactionId"].clone();
    let open = deal(&sandbox, id);
    assert_eq!(
        (&open["Status"], open["Balance"].to_string()),
        (&json!("Open"), "20.00".to_owned())
    );
    assert_eq!(
        (&open["PaidoutTransactions"], &open["RefundedTransactions"]),
        (&Value::Null, &Value::Null)
    );

    let share =
        json!({"AccumulationId": id, "TransactionIds": [number(&first)], "EscrowType": "NToOne"});
    let above = pay_out(&sandbox, "10.01", token, &share);
    assert_eq!(
        above["Message"],
        "Amount is above the rest of the deal of 10.00"
    );
    let paid = pay_out(&sandbox, "9", token, &share);
    assert_eq!(&paid["Model"]["EscrowAccumulationId"], id);
    let closed = deal(&sandbox, id);
    assert_eq!(
        (&closed["Status"], closed["Balance"].to_string()),
        (&json!("Closed"), "1.00".to_owned())
    );
    assert_eq!(closed["PaidoutTransactions"][0]["Id"], number(&first));
    assert_eq!(closed["NotPaidoutTransactions"][0]["Id"], number(&second));
    assert_eq!(closed["RefundedTransactions"][0]["Status"], "Completed");
    assert_eq!(
        pay_out(&sandbox, "1", token, &share)["Message"],
        "Escrow deal is closed"
    );
    let late = safe(&sandbox, "charge", PAYS, &more);
    assert_eq!(late["Model"]["ReasonCode"], 5204);
    assert_eq!(
        sandbox.read("ledger")["totals"],
        json!({"captured": "20.00", "held": "0.00", "refunded": "10.00", "paid_out": "9.00"})
    );
}

#[test]
fn one_payment_of_a_safe_deal_is_paid_out_to_many_when_it_is_captured() {
    let sandbox = Sandbox::start(&[]);
    let held = safe(
        &sandbox,
        "auth",
        PAYS,
        &json!({"StartAccumulation": true, "EscrowType": 1}),
    );
    let (id, token) = (
        &held["Model"]["EscrowAccumulationId"],
        &held["Model"]["Token"],
    );
    let number = &held["Model"]["TransactionId"];
    let share = json!({"AccumulationId": id, "TransactionIds": [number], "EscrowType": "OneToN"});
    let early = pay_out(&sandbox, "4", token, &share);
    assert_eq!(early["Success"], false);
    sandbox.call(
        "payments/confirm",
        &json!({"TransactionId": number, "Amount": 10}),
    );
    pay_out(&sandbox, "4", token, &share);
    // What the bank of the receiver refuses takes nothing out of the deal.
    let mut once = order("O", "014111111111301204AAAA");
    once["InvoiceId"] = json!("other");
    let refused = charge(&sandbox, &once)["Token"].clone();
    assert_eq!(
        pay_out(&sandbox, "1", &refused, &share)["Model"]["Status"],
        "Failed"
    );
    let mut last = share.clone();
    last["FinalPayout"] = json!(true);
    pay_out(&sandbox, "5", token, &last);
    let closed = deal(&sandbox, id);
    assert_eq!(closed["Status"], "Closed");
    let payouts: Vec<_> = closed["PayoutTransactions"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|payout| payout["IsFinalPayout"].clone())
        .collect();
    assert_eq!(payouts, [false, true]);
    assert_eq!(sandbox.read("ledger")["totals"]["paid_out"], "9.00");
}

#[test]
fn what_a_safe_deal_lacks_is_named() {
    let sandbox = Sandbox::start(&[]);
    for (escrow, message) in [
        (json!(1), "Invalid Escrow value"),
        (json!({}), "Escrow.AccumulationId is required"),
        (
            json!({"StartAccumulation": true, "EscrowType": "NToN"}),
            "Invalid Escrow.EscrowType value",
        ),
    ] {
        let refused = safe(&sandbox, "charge", PAYS, &escrow);
        assert_eq!(refused, json!({"Success": false, "Message": message}));
    }
    let token = json!("success_1");
    for (escrow, message) in [
        (
            json!({"AccumulationId": "x"}),
            "Escrow.TransactionIds is required",
        ),
        (
            json!({"AccumulationId": "x", "TransactionIds": ["y"]}),
            "Invalid Escrow.TransactionIds value",
        ),
        (
            json!({"AccumulationId": "x", "TransactionIds": [1]}),
            "Escrow deal not found",
        ),
    ] {
        let refused = pay_out(&sandbox, "1", &token, &escrow);
        assert_eq!(refused, json!({"Success": false, "Message": message}));
    }
    let nothing = sandbox.call("Escrow/GetEscrowInfo", &json!({})).json();
    assert_eq!(nothing["Message"], "EscrowAccumulationIds is required");
}
