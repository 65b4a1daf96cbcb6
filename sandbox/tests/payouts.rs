//! Payouts over real sockets, judged by the ledger.

#![expect(
    clippy::indexing_slicing,
    reason = "a missing field fails the test, as it should"
)]

mod common;

use std::time::Duration;

use common::{LOGIN, PAYS, PAYS_AFTER_3DS, POOR, Sandbox, merchant, order, post};
use serde_json::{Value, json};

/// A card that wants 3-D Secure when it pays, and has no money.
const POOR_AFTER_3DS: &str = "014012881881301204AAAA";

fn to_card(invoice: &str, packet: &str) -> Value {
    let mut payout = order(invoice, packet);
    payout["Currency"] = json!("RUB");
    payout
}

fn to_phone(phone: &str) -> Value {
    json!({"Amount": "7.50", "Currency": "RUB", "MemberId": "100000000111", "InvoiceId": "S",
        "Receiver": {"Phone": phone, "LastName": "Иванов"}})
}

fn get(sandbox: &Sandbox, id: &Value) -> Value {
    sandbox
        .call("payments/get", &json!({"TransactionId": id}))
        .json()
}

#[test]
fn a_card_is_paid_at_once_and_it_is_no_charge() {
    let sandbox = Sandbox::start(&[]);
    let paid = sandbox
        .call("payments/cards/topup", &to_card("P", PAYS))
        .json();
    let model = &paid["Model"];
    assert_eq!(
        (&paid["Success"], &model["Status"], &model["Type"]),
        (&json!(true), &json!("Completed"), &json!(2))
    );
    assert_eq!(
        (&model["TransactionIsInProcess"], &model["Token"]),
        (&json!(false), &Value::Null)
    );
    let ledger = sandbox.read("ledger");
    assert_eq!(ledger["by_invoice"], json!({}));
    assert_eq!(
        ledger["totals"],
        json!({"captured": "0.00", "held": "0.00", "refunded": "0.00", "paid_out": "10.00"})
    );
    let found = |path| sandbox.call(path, &json!({"InvoiceId": "P"})).json()["Success"].clone();
    assert_eq!(
        (found("payments/find"), found("v2/payments/find")),
        (json!(false), json!(true))
    );
    for (path, message) in [
        ("confirm", "cannot be confirmed"),
        ("void", "cannot be voided"),
        ("refund", "cannot be refunded"),
    ] {
        let body = json!({"TransactionId": model["TransactionId"], "Amount": 1});
        let refused = sandbox.call(&format!("payments/{path}"), &body).json();
        let words = format!("Transaction {message}: its state is Payout");
        assert_eq!(refused, json!({"Success": false, "Message": words}));
    }
}

#[test]
fn a_refused_payout_is_failed_and_moves_nothing() {
    let sandbox = Sandbox::start(&[]);
    let refused = sandbox
        .call("payments/cards/topup", &to_card("P", POOR))
        .json();
    let model = &refused["Model"];
    assert_eq!(
        (&refused["Success"], &model["Status"], &model["ReasonCode"]),
        (&json!(false), &json!("Failed"), &json!(5051))
    );
    assert_eq!(get(&sandbox, &model["TransactionId"])["Success"], false);
    assert_eq!(sandbox.read("ledger")["totals"]["paid_out"], "0.00");
}

#[test]
fn a_slow_payout_is_created_and_becomes_final_with_the_clock() {
    let (url, told) = merchant(r#"{"code":0}"#);
    let sandbox = Sandbox::start(&["--webhook-url", &url]);
    for (packet, status, hook, paid_out) in [
        (PAYS_AFTER_3DS, "Completed", "POST /pay ", "10.00"),
        (POOR_AFTER_3DS, "Failed", "POST /fail ", "10.00"),
    ] {
        let begun = sandbox
            .call("payments/cards/topup", &to_card("P", packet))
            .json();
        let model = &begun["Model"];
        assert_eq!(
            (&begun["Success"], &model["Status"]),
            (&json!(true), &json!("Created"))
        );
        assert_eq!(model["TransactionIsInProcess"], true);
        sandbox.control("clock", &json!({"advance_ms": 60_000}));
        let ended = get(&sandbox, &model["TransactionId"]);
        assert_eq!(ended["Model"]["Status"], status);
        assert_eq!(ended["Model"]["TransactionIsInProcess"], false);
        let notice = told.recv_timeout(Duration::from_secs(5)).expect("told");
        assert!(notice.starts_with(hook), "{notice}");
        assert!(notice.contains("&OperationType=CardPayout&"), "{notice}");
        // A clock that jumps before the answer is read makes it a time-out.
        while sandbox
            .read("webhooks")
            .to_string()
            .contains(r#""delivered":false"#)
        {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(sandbox.read("ledger")["totals"]["paid_out"], paid_out);
    }
    assert!(told.recv_timeout(Duration::from_millis(100)).is_err());
}

#[test]
fn a_saved_card_is_paid_or_not_as_the_table_says() {
    let sandbox = Sandbox::start(&[]);
    let once = "014111111111301204AAAA";
    for (packet, status) in [(PAYS, "Completed"), (once, "Failed")] {
        let token = sandbox
            .call("payments/cards/charge", &order("T", packet))
            .json()["Model"]["Token"]
            .clone();
        let body = json!({"Amount": 5, "Currency": "RUB", "AccountId": "user_x", "Token": token});
        let paid = sandbox.call("payments/token/topup", &body).json();
        assert_eq!(paid["Model"]["Status"], status);
    }
    assert_eq!(sandbox.charges("T"), 2);
    let foreign = json!({"Amount": 5, "Currency": "RUB", "AccountId": "user_x", "Token": "st_sbp"});
    assert_eq!(
        sandbox.call("payments/token/topup", &foreign).json(),
        json!({"Success": false, "Message": "Token not found"})
    );
}

#[test]
fn a_phone_is_paid_later_and_its_end_says_how_it_goes() {
    let sandbox = Sandbox::start(&[]);
    for (phone, status, code) in [
        ("+79990000001", "Completed", 0),
        ("+79990006021", "Failed", 6021),
        ("+79990006022", "Failed", 6022),
    ] {
        let headers = format!("{LOGIN}X-Signature: abc\r\n");
        let body = to_phone(phone).to_string();
        let begun = sandbox
            .send(&post(
                "payments/alt/topup",
                "application/json",
                &headers,
                &body,
            ))
            .expect("answered")
            .json();
        assert_eq!(begun["Model"]["Status"], "Created");
        assert_eq!(begun["Model"]["Receiver"]["LastName"], "Иванов");
        assert_eq!(begun["ErrorCode"], Value::Null);
        sandbox.control("clock", &json!({"advance_ms": 60_000}));
        let model = get(&sandbox, &begun["Model"]["TransactionId"])["Model"].clone();
        assert_eq!(
            (&model["Status"], &model["ReasonCode"]),
            (&json!(status), &json!(code))
        );
        assert_eq!(model["CardFirstSix"], "");
    }
    assert_eq!(sandbox.read("ledger")["totals"]["paid_out"], "7.50");
}

#[test]
fn the_receiving_bank_can_be_told_what_to_say() {
    let sandbox = Sandbox::start(&[]);
    for (action, status) in [("pay", "Completed"), ("refuse", "Failed")] {
        let begun = sandbox
            .call("payments/alt/topup", &to_phone("+79990000001"))
            .json();
        let id = &begun["Model"]["TransactionId"];
        let act = || sandbox.control("payer", &json!({"TransactionId": id, "action": action}));
        assert_eq!(act().json(), json!({"TransactionId": id, "Status": status}));
        assert_eq!(act().status, 400);
    }
}

#[test]
fn what_a_payout_lacks_is_named() {
    let sandbox = Sandbox::start(&[]);
    let mut dollars = to_card("P", PAYS);
    dollars["Currency"] = json!("USD");
    let mut no_phone = to_phone("1");
    no_phone["Receiver"] = json!({});
    let mut words = to_phone("1");
    words["MemberId"] = json!("bank100");
    for (path, body, message) in [
        ("cards", order("P", PAYS), "Currency is required"),
        ("cards", dollars, "Invalid Currency value"),
        ("token", json!({"Currency": "RUB"}), "Amount is required"),
        (
            "alt",
            json!({"Currency": "RUB", "Amount": 1}),
            "Receiver is required",
        ),
        ("alt", no_phone, "Receiver.Phone is required"),
        ("alt", words, "Invalid MemberId value"),
    ] {
        let refused = sandbox.call(&format!("payments/{path}/topup"), &body);
        assert_eq!(
            refused.json(),
            json!({"Success": false, "Message": message})
        );
    }
}

#[test]
fn a_repeat_with_the_same_id_pays_out_once_and_a_lost_answer_is_found() {
    let sandbox = Sandbox::start(&[]);
    sandbox.arm(&json!({"path": "payments/cards/topup", "kind": "drop_after"}));
    let pay = || sandbox.call_with_id("payments/cards/topup", "r1", &to_card("R", PAYS));
    assert!(pay().is_err());
    let again = pay().expect("answered").json();
    let found = sandbox
        .call("v2/payments/find", &json!({"InvoiceId": "R"}))
        .json();
    assert_eq!(
        found["Model"]["TransactionId"],
        again["Model"]["TransactionId"]
    );
    assert_eq!(sandbox.read("ledger")["totals"]["paid_out"], "10.00");
}

#[test]
fn the_log_says_that_a_payout_was_signed_and_never_how() {
    let sandbox = Sandbox::start(&[]);
    let path = "payments/cards/topup";
    let headers = format!("{LOGIN}X-Signature: c2VjcmV0\r\n");
    let body = to_card("P", PAYS).to_string();
    let signed = post(path, "application/json", &headers, &body);
    sandbox.send(&signed).expect("an answer");
    sandbox.call(path, &to_card("Q", PAYS));
    let requests = sandbox.read("requests");
    let seen = [&requests[0]["signed"], &requests[1]["signed"]];
    assert_eq!(seen, [&json!(true), &json!(false)]);
    let page = "GET /?lang=en HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let page = sandbox.send(page).expect("a page").body;
    assert!(page.contains("with an X-Signature"));
    assert!(!(page + &requests.to_string()).contains("c2VjcmV0"));
}
