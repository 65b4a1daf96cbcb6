//! Invoices: made and cancelled by the API, paid and refused on their pages.

#![expect(
    clippy::indexing_slicing,
    reason = "a missing field fails the test, as it should"
)]

mod common;

use std::time::Duration;

use common::{Answer, LOGIN, Sandbox, merchant, post};
use serde_json::{Value, json};

const FORM: &str = "application/x-www-form-urlencoded";

fn wish() -> Value {
    json!({"Amount": "10.50", "Description": "Tea & <b>cake</b>", "Email": "a@b.example",
        "AccountId": "user_x", "InvoiceId": "O-1", "Phone": "+7 (123) 456", "SendEmail": true,
        "SendSms": true, "SendViber": false, "OfferUri": "https://shop.example/terms?a=1&b=2",
        "SuccessRedirectUrl": "https://shop.example/ok", "FailRedirectUrl": "javascript:alert(1)",
        "CultureName": "en-US",
        "JsonData": {"cloudpayments": {}}})
}

fn create(sandbox: &Sandbox, wish: &Value) -> Value {
    let made = sandbox.call("orders/create", wish).json();
    assert_eq!(made["Success"], true, "{made}");
    made["Model"].clone()
}

fn path(order: &Value) -> &str {
    let url = order["Url"].as_str().expect("a text");
    url.splitn(4, '/').nth(3).expect("a path")
}

fn look(sandbox: &Sandbox, order: &Value) -> Answer {
    let path = path(order);
    let request = format!("GET /{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    sandbox.send(&request).expect("a page")
}

fn click(sandbox: &Sandbox, order: &Value, decision: &str) -> Answer {
    let body = format!("decision={decision}");
    sandbox
        .send(&post(path(order), FORM, "", &body))
        .expect("a page")
}

fn cancel(sandbox: &Sandbox, id: &Value) -> Value {
    sandbox.call("orders/cancel", &json!({"Id": id})).json()
}

fn status(sandbox: &Sandbox) -> Value {
    sandbox.read("orders")[0]["Status"].clone()
}

#[test]
fn an_invoice_shows_all_documented_fields_in_order() {
    let sandbox = Sandbox::start(&["--seed", "7"]);
    let order = create(&sandbox, &wish());
    let names: Vec<_> = order.as_object().expect("an object").keys().collect();
    assert_eq!(
        names,
        [
            "Id",
            "Number",
            "Amount",
            "Currency",
            "CurrencyCode",
            "Email",
            "Phone",
            "Description",
            "RequireConfirmation",
            "Url",
            "CultureName",
            "CreatedDate",
            "CreatedDateIso",
            "PaymentDate",
            "PaymentDateIso",
            "StatusCode",
            "Status",
            "InternalId"
        ]
    );
    assert_eq!(
        (&order["Status"], &order["StatusCode"], &order["Number"]),
        (&json!("Created"), &json!(0), &json!(1))
    );
    assert_eq!(order["Id"].as_str().map(str::len), Some(16));
    // Its readable date is Moscow's, as in the sample of the documentation.
    assert_eq!(order["CreatedDate"], "/Date(1768471200137)/");
    assert_eq!(order["CreatedDateIso"], "2026-01-15T13:00:00");
}

#[test]
fn a_person_pays_once_and_it_is_a_real_payment() {
    let (url, told) = merchant(r#"{"code":0}"#);
    let sandbox = Sandbox::start(&["--webhook-url", &url]);
    let order = create(&sandbox, &wish());
    let page = look(&sandbox, &order).body;
    assert!(page.contains("10,50") && page.contains("Tea &amp; &lt;b&gt;cake"));
    assert!(page.contains("https://shop.example/terms?a=1&amp;b=2"));
    assert_eq!(sandbox.charges("O-1"), 0);

    let paid = click(&sandbox, &order, "pay");
    assert!(paid.status == 200 && paid.body.contains("href=\"https://shop.example/ok\""));
    let wait = || told.recv_timeout(Duration::from_secs(5)).expect("told");
    let (check, pay) = (wait(), wait());
    assert!(check.starts_with("POST /check "), "{check}");
    assert!(pay.starts_with("POST /pay ") && pay.contains("&InvoiceId=O-1&AccountId=user_x&"));

    let listed = sandbox.read("orders")[0].clone();
    assert_eq!(
        (&listed["Status"], &listed["InvoiceId"]),
        (&json!("Paid"), &json!("O-1"))
    );
    assert_ne!(listed["PaymentDate"], Value::Null);
    let found = sandbox
        .call(
            "payments/get",
            &json!({"TransactionId": listed["TransactionId"]}),
        )
        .json();
    assert_eq!(found["Model"]["Status"], "Completed");
    assert_eq!(found["Model"]["JsonData"], r#"{"cloudpayments":{}}"#);

    assert_eq!(click(&sandbox, &order, "pay").status, 409);
    assert!(!look(&sandbox, &order).body.contains("<button"));
    assert_eq!(
        cancel(&sandbox, &order["Id"]),
        json!({"Success": false, "Message": "The order is paid already"})
    );
    assert_eq!(sandbox.charges("O-1"), 1);
}

#[test]
fn a_refused_card_leaves_the_invoice_to_be_paid() {
    let sandbox = Sandbox::start(&[]);
    let order = create(&sandbox, &wish());
    let page = click(&sandbox, &order, "refuse").body;
    assert!(page.contains("Insufficient funds") && page.contains("<button"));
    assert!(!page.contains("javascript:"));
    assert_eq!(status(&sandbox), "Created");
    assert_eq!(sandbox.charges("O-1"), 0);
    click(&sandbox, &order, "pay");
    assert_eq!(status(&sandbox), "Paid");
    assert_eq!(sandbox.charges("O-1"), 1);
}

#[test]
fn an_invoice_with_confirmation_is_held() {
    let sandbox = Sandbox::start(&[]);
    let order = create(
        &sandbox,
        &json!({"Amount": 3, "Description": "x", "RequireConfirmation": true}),
    );
    click(&sandbox, &order, "pay");
    // Without an order number of its own it has that of the invoice.
    assert_eq!(sandbox.read("ledger")["by_invoice"]["1"]["held"], "3.00");
    let id = &sandbox.read("orders")[0]["TransactionId"];
    let confirm = json!({"TransactionId": id, "Amount": 3});
    assert_eq!(
        sandbox.call("payments/confirm", &confirm).json()["Success"],
        true
    );
}

#[test]
fn a_cancelled_invoice_cannot_be_paid() {
    let sandbox = Sandbox::start(&[]);
    let order = create(&sandbox, &wish());
    let id = order["Id"].as_str().expect("a text");
    let nothing = json!({"Success": false, "Message": "Not found"});
    let swapped: String = id
        .chars()
        .map(|letter| {
            if letter.is_ascii_lowercase() {
                letter.to_ascii_uppercase()
            } else {
                letter.to_ascii_lowercase()
            }
        })
        .collect();
    assert_eq!(cancel(&sandbox, &json!(swapped)), nothing);
    assert_eq!(
        cancel(&sandbox, &order["Id"]),
        json!({"Success": true, "Message": null})
    );
    assert_eq!(cancel(&sandbox, &order["Id"])["Success"], false);
    assert_eq!(click(&sandbox, &order, "pay").status, 409);
    assert_eq!(status(&sandbox), "Cancelled");
    assert_eq!(sandbox.charges("O-1"), 0);
    sandbox.control("reset", &json!({}));
    assert_eq!(look(&sandbox, &order).status, 404);
}

#[test]
fn an_invoice_begins_a_subscription_when_it_is_paid() {
    let sandbox = Sandbox::start(&[]);
    for (behaviour, days) in [("CreateWeekly", 7_i64), ("CreateMonthly", 31)] {
        sandbox.control("reset", &json!({}));
        let mut wish = wish();
        wish["SubscriptionBehavior"] = json!(behaviour);
        let order = create(&sandbox, &wish);
        let plans = || {
            let found = sandbox.call("subscriptions/find", &json!({"AccountId": "user_x"}));
            found.json()["Model"].clone()
        };
        click(&sandbox, &order, "refuse");
        assert_eq!(plans(), json!([]));
        click(&sandbox, &order, "pay");
        assert_eq!(
            plans()[0]["Interval"],
            behaviour["Create".len()..].trim_end_matches("ly")
        );
        let id = &sandbox.read("orders")[0]["TransactionId"];
        let paid = sandbox.call("payments/get", &json!({"TransactionId": id}));
        assert_eq!(paid.json()["Model"]["SubscriptionId"], plans()[0]["Id"]);
        sandbox.control("clock", &json!({"advance_ms": days * 86_400_000}));
        assert_eq!(sandbox.read("ledger")["totals"]["captured"], "21.00");
    }
}

#[test]
fn what_an_order_lacks_is_named() {
    let sandbox = Sandbox::start(&[]);
    let both = json!({"Amount": 1, "Description": "x", "SendSms": true, "SendViber": true});
    let weekly = json!({"Amount": 1, "Description": "x", "SubscriptionBehavior": "Weekly"});
    let nobody = json!({"Amount": 1, "Description": "x", "SubscriptionBehavior": "CreateWeekly"});
    let word = json!({"Amount": 1, "Description": "x", "RequireConfirmation": 1});
    for (body, message) in [
        (json!({}), "Amount is required"),
        (json!({"Amount": 1}), "Description is required"),
        (both, "Only one of SendSms and SendViber can be used"),
        (weekly, "Invalid SubscriptionBehavior value"),
        (nobody, "AccountId is required"),
        (word, "Invalid RequireConfirmation value"),
    ] {
        let refused = sandbox.call("orders/create", &body).json();
        assert_eq!(refused, json!({"Success": false, "Message": message}));
    }
}

#[test]
fn a_repeat_with_the_same_id_makes_one_invoice() {
    let sandbox = Sandbox::start(&[]);
    sandbox.arm(&json!({"path": "orders/create", "kind": "drop_after"}));
    let headers = format!("{LOGIN}X-Request-ID: o1\r\n");
    let body = "amount=10&description=x&requireconfirmation=true";
    let make = || sandbox.send(&post("orders/create", FORM, &headers, body));
    assert!(make().is_err());
    assert_eq!(make().expect("answered").json()["Model"]["Number"], 1);
    assert_eq!(sandbox.read("orders").as_array().map(Vec::len), Some(1));
}
