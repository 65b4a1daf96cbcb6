//! Receipts of 54-FZ, from a request to the cash register of the sandbox.

#![allow(clippy::indexing_slicing, reason = "a test that panics says where")]

mod support;

use serde_json::{Value, json};
use support::{APPROVED, Sandbox, assert_verdict, charge_with, json_of};

const INN: &str = "7701234560";

/// Two cups of tea for 10.50 in all, as a till writes it that lets the library compute.
const TEA: &str = r#"{"Items":[{"Label":"Tea","Price":"5.25","Quantity":2,"Vat":22}],"Email":"user@example.com"}"#;

/// What the cash registers have: kind, sum and status of each receipt.
fn printed(sandbox: &Sandbox) -> Vec<(String, String, String)> {
    let kkt = sandbox.get("kkt");
    let text = |entry: &Value, key: &str| match &entry[key] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let receipts = kkt["receipts"].as_array().expect("a list");
    receipts
        .iter()
        .map(|entry| {
            (
                text(entry, "Type"),
                text(entry, "Amount"),
                text(entry, "Status"),
            )
        })
        .collect()
}

fn of(kind: &str, amount: &str) -> (String, String, String) {
    (kind.to_owned(), amount.to_owned(), "Processed".to_owned())
}

/// A sandbox whose registers print at once.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::start();
    sandbox.post("kkt", &json!({"print_ms": 0}));
    sandbox
}

#[test]
fn a_charge_with_a_receipt_prints_it() {
    let sandbox = sandbox();
    let more = format!(r#""receipt":{TEA},"JsonData":{{"name":"Ann"}},"request_id":"sale-1""#);
    let reply = sandbox
        .client()
        .call("charge", &charge_with("10.50", "A", APPROVED, &more));
    assert_verdict(&reply, 0, "completed", "moved");
    assert_eq!(printed(&sandbox), [of("Income", "10.50")]);

    // The receipt, the caller's own data and our stamp share their place.
    let answer = json_of(&reply);
    let data = answer["Model"]["JsonData"].as_str().expect("text");
    let data: Value = serde_json::from_str(data).expect("JSON");
    assert_eq!(data["name"], "Ann");
    assert_eq!(data["cp_request_id"], "sale-1");
    let receipt = &data["cloudpayments"]["CustomerReceipt"];
    assert_eq!(receipt["Items"][0]["Amount"].as_f64(), Some(10.5));
    assert_eq!(receipt["Amounts"]["Electronic"].as_f64(), Some(10.5));
}

#[test]
fn a_wrong_receipt_is_refused_and_nothing_is_sent() {
    let sandbox = sandbox();
    let client = sandbox.client();
    for (receipt, place) in [
        (TEA.replace("22", "20"), "receipt.Items[0].Vat"),
        (TEA.replace("5.25", "5.255"), "receipt.Items[0].Price"),
        (TEA.replace("5.25", "5.20"), "receipt.Items"),
        (
            TEA.replace("\"Vat\"", "\"Amount\":10.49,\"Vat\""),
            "receipt.Items[0].Amount",
        ),
        (
            TEA.replace("\"Email\"", "\"Amounts\":{\"Electronic\":10},\"Email\""),
            "receipt.Amounts",
        ),
    ] {
        let more = format!(r#""receipt":{receipt}"#);
        let request = charge_with("10.50", "A", APPROVED, &more);
        let reply = client.call("charge", &request);
        assert_verdict(&reply, 31, "invalid_request", "not_moved");
        let error = &json_of(&reply)["error"];
        assert_eq!(error["code"], "bad_field");
        assert_eq!(error["field"], place);
    }
    assert_eq!(sandbox.get("requests"), json!([]));
    assert_eq!(printed(&sandbox), []);
}

#[test]
fn a_confirm_and_a_refund_have_receipts_of_their_own() {
    let sandbox = sandbox();
    let client = sandbox.client();
    let more = format!(r#""receipt":{TEA}"#);
    let hold = client.call("auth", &charge_with("10.50", "A", APPROVED, &more));
    assert_verdict(&hold, 0, "authorized", "held");
    let number = json_of(&hold)["transaction_id"].clone();
    let one = TEA.replace("\"Quantity\":2", "\"Quantity\":1");
    let request = format!(r#"{{"TransactionId":{number},"Amount":"5.25","receipt":{one}}}"#);
    assert_verdict(&client.call("confirm", &request), 0, "confirmed", "moved");
    assert_verdict(&client.call("refund", &request), 0, "refunded", "returned");
    assert_eq!(
        printed(&sandbox),
        [of("Income", "5.25"), of("IncomeReturn", "5.25")]
    );
}

#[test]
fn a_receipt_travels_in_a_form_too() {
    let sandbox = sandbox();
    let client = sandbox.client_with(&json!({"content_type": "form"}));
    let more = format!(r#""receipt":{TEA}"#);
    let reply = client.call("charge", &charge_with("10.50", "A", APPROVED, &more));
    assert_verdict(&reply, 0, "completed", "moved");
    assert_eq!(printed(&sandbox), [of("Income", "10.50")]);
}

#[test]
fn an_order_and_a_link_carry_a_receipt() {
    let sandbox = sandbox();
    let client = sandbox.client();
    for (method, more) in [
        ("order_create", r#""Description":"Tea""#),
        ("sbp_link", r#""Currency":"RUB","Scheme":"charge""#),
    ] {
        let request = |amount| format!(r#"{{"Amount":"{amount}",{more},"receipt":{TEA}}}"#);
        let wrong = client.call(method, &request("10.51"));
        assert_eq!(json_of(&wrong)["error"]["field"], "receipt.Items");
        let right = client.call(method, &request("10.50"));
        assert!(right.status.number() < 10, "{}", right.json);
    }
    let sent = sandbox.get("requests");
    let bodies = sent.as_array().expect("a list").iter();
    let bodies: Vec<_> = bodies.map(|request| request["body"].to_string()).collect();
    assert_eq!(bodies.len(), 2);
    for body in bodies {
        assert!(
            body.contains("CustomerReceipt") && !body.contains("receipt\\\":"),
            "{body}"
        );
    }
}

#[test]
fn receipts_of_their_own_and_corrections_are_checked_alike() {
    let sandbox = sandbox();
    let client = sandbox.client();
    let receipt = |items: &str| {
        format!(r#"{{"Inn":"{INN}","Type":"Income","CustomerReceipt":{{"Items":[{items}]}}}}"#)
    };
    let tea = r#"{"label":"Tea","price":5,"quantity":2}"#;
    let reply = client.call("receipt_create", &receipt(tea));
    assert_verdict(&reply, 2, "pending", "none");
    let wrong = client.call("receipt_create", &receipt(&tea.replace("label", "labl")));
    assert_verdict(&wrong, 31, "invalid_request", "none");
    assert_eq!(
        json_of(&wrong)["error"]["field"],
        "CustomerReceipt.Items[0].Label"
    );

    let correction = |items: &str| {
        format!(
            r#"{{"CorrectionReceiptData":{{"OrganizationInn":"{INN}","TaxationSystem":0,"VatRate":20,"CorrectionReceiptType":1,"CauseCorrection":{{"CorrectionDate":"2025-12-31","CorrectionNumber":"1"}},"Items":[{items}]}}}}"#
        )
    };
    let old = r#"{"label":"Tea","price":5,"quantity":2,"vat":20}"#;
    let reply = client.call("correction_create", &correction(old));
    assert_verdict(&reply, 2, "pending", "none");
    let wrong = client.call("correction_create", &correction(&old.replace("20}", "22}")));
    assert_eq!(
        json_of(&wrong)["error"]["field"],
        "CorrectionReceiptData.Items[0].Vat"
    );
    assert_eq!(sandbox.get("requests").as_array().map(Vec::len), Some(2));
}

#[test]
fn a_subscription_has_a_receipt_of_its_charges() {
    let sandbox = Sandbox::start();
    let wrong = sandbox.client().call(
        "subscription_update",
        r#"{"Id":"sc_1","Amount":11,"CustomerReceipt":{"items":[{"label":"Tea","price":10,"quantity":1}]}}"#,
    );
    assert_verdict(&wrong, 31, "invalid_request", "none");
    assert_eq!(json_of(&wrong)["error"]["field"], "CustomerReceipt.Items");
    assert_eq!(sandbox.count("subscriptions/update"), 0);
}
