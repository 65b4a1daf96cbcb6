//! Subscriptions over real sockets, charged by the virtual clock and judged by the ledger.
//!
//! A seeded sandbox begins at 2026-01-15 10:00:00 UTC, and its dates stand still between jumps.

#![expect(
    clippy::indexing_slicing,
    reason = "a missing field fails the test, as it should"
)]

mod common;

use std::collections::HashMap;
use std::time::{Duration, Instant};

use common::{PAYS, PAYS_AFTER_3DS, POOR, Sandbox, merchant, order};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A card that pays once, and never by token.
const PAYS_ONCE: &str = "014111111111301204AAAA";

const DAY_MS: u64 = 86_400_000;

fn seeded() -> Sandbox {
    Sandbox::start(&["--seed", "7"])
}

fn days(sandbox: &Sandbox, days: u64) {
    let done = sandbox.control("clock", &json!({"advance_ms": days * DAY_MS}));
    assert_eq!(done.status, 204);
}

/// The token of a payer who has paid once by this card.
fn token(sandbox: &Sandbox, packet: &str) -> Value {
    let paid = sandbox.call("payments/cards/auth", &order("SET-UP", packet));
    let model = &paid.json()["Model"];
    sandbox.call(
        "payments/void",
        &json!({"TransactionId": model["TransactionId"]}),
    );
    model["Token"].clone()
}

/// 399 roubles a month, from 31 January on.
fn monthly(token: &Value) -> Value {
    json!({"token": token, "accountId": "user_x", "description": "Подписка", "email": "a@b.c",
        "amount": 399, "currency": "RUB", "requireConfirmation": false,
        "startDate": "2026-01-31T09:00:00", "interval": "Month", "period": 1})
}

fn create(sandbox: &Sandbox, body: &Value) -> Value {
    let created = sandbox.call("subscriptions/create", body).json();
    assert_eq!(created["Success"], true, "{created}");
    created["Model"].clone()
}

fn get(sandbox: &Sandbox, plan: &Value) -> Value {
    let body = json!({"Id": plan["Id"]});
    sandbox.call("subscriptions/get", &body).json()["Model"].clone()
}

/// The charges of a subscription, in the order of their numbers.
fn charges(sandbox: &Sandbox, plan: &Value) -> Vec<Value> {
    let ledger = sandbox.read("ledger");
    let all = ledger["transactions"].as_array().expect("a list");
    all.iter()
        .filter(|charge| charge["SubscriptionId"] == plan["Id"])
        .cloned()
        .collect()
}

fn dates(charges: &[Value]) -> Vec<&str> {
    charges
        .iter()
        .map(|charge| charge["CreatedDateIso"].as_str().expect("a date"))
        .collect()
}

#[test]
fn a_subscription_charges_at_the_ends_of_its_months() {
    let sandbox = seeded();
    let plan = create(&sandbox, &monthly(&token(&sandbox, PAYS)));
    assert!(plan["Id"].as_str().is_some_and(|id| id.len() == 32));
    assert_eq!(plan["NextTransactionDateIso"], "2026-01-31T09:00:00");
    days(&sandbox, 15);
    assert!(charges(&sandbox, &plan).is_empty());

    days(&sandbox, 61);
    let made = charges(&sandbox, &plan);
    let want = [
        "2026-01-31T09:00:00",
        "2026-02-28T09:00:00",
        "2026-03-31T09:00:00",
    ];
    assert_eq!(dates(&made), want);
    for charge in &made {
        assert_eq!(charge["Status"], "Completed");
        assert_eq!(
            (&charge["AccountId"], &charge["Email"], &charge["InvoiceId"]),
            (&json!("user_x"), &json!("a@b.c"), &Value::Null)
        );
        assert_eq!(charge["TrInitiatorCode"], 0);
        assert_eq!(charge["AuthDateIso"], charge["CreatedDateIso"]);
    }
    let now = get(&sandbox, &plan);
    assert_eq!(
        (&now["Status"], &now["StatusCode"]),
        (&json!("Active"), &json!(0))
    );
    assert_eq!(now["SuccessfulTransactionsNumber"], 3);
    assert_eq!(now["LastTransactionDate"], "/Date(1774947600000)/");
    assert_eq!(now["LastTransactionDateIso"], "2026-03-31T09:00:00");
    assert_eq!(now["NextTransactionDateIso"], "2026-04-30T09:00:00");
    assert_eq!(sandbox.read("ledger")["totals"]["captured"], "1197.00");

    // It is an ordinary payment: it can be found and given back.
    let body = json!({"TransactionId": made[0]["TransactionId"], "Amount": 399});
    assert_eq!(
        sandbox.call("payments/refund", &body).json()["Success"],
        true
    );
    let found = sandbox.call("payments/get", &body).json();
    assert_eq!(found["Model"]["SubscriptionId"], plan["Id"]);
}

#[test]
fn three_years_in_one_jump_are_charged_in_order_and_to_the_kopeck() {
    let sandbox = seeded();
    let token = token(&sandbox, PAYS);
    let plans: Vec<_> = [
        ("Day", 1, "0.10", 1096_u64),
        ("Week", 2, "33.33", 79),
        ("Month", 1, "399.99", 36),
        ("Month", 12, "1000000.01", 3),
    ]
    .into_iter()
    .map(|(interval, period, amount, count)| {
        let mut body = monthly(&token);
        body["interval"] = json!(interval);
        body["period"] = json!(period);
        body["amount"] = json!(amount);
        body["startDate"] = json!("2026-01-15T10:01:00Z");
        (create(&sandbox, &body), count)
    })
    .collect();
    // The last minute before the fourth year; 2028 has a day more.
    sandbox.control("clock", &json!({"advance_ms": 1096 * DAY_MS}));

    let ledger = sandbox.read("ledger");
    let all = ledger["transactions"].as_array().expect("a list");
    let mut made = HashMap::new();
    let mut last = String::new();
    for charge in all
        .iter()
        .filter(|charge| charge["SubscriptionId"].is_string())
    {
        let date = charge["CreatedDateIso"].as_str().expect("a date");
        assert!(last.as_str() <= date, "{last} before {date}");
        date.clone_into(&mut last);
        *made.entry(charge["SubscriptionId"].clone()).or_insert(0) += 1;
    }
    for (plan, count) in &plans {
        assert_eq!(made.get(&plan["Id"]), Some(count), "{plan}");
        assert_eq!(get(&sandbox, plan)["SuccessfulTransactionsNumber"], *count);
    }
    // 109.60 + 2633.07 + 14399.64 + 3000000.03
    assert_eq!(ledger["totals"]["captured"], "3017142.34");
}

#[test]
fn a_card_without_money_makes_it_past_due_then_rejected_and_an_update_begins_anew() {
    let (url, _told) = merchant(r#"{"code":0}"#);
    let sandbox = Sandbox::start(&["--seed", "7", "--webhook-url", &url]);
    let plan = create(&sandbox, &monthly(&token(&sandbox, PAYS_ONCE)));
    quiet(&sandbox);
    let state = || {
        let plan = get(&sandbox, &plan);
        (
            plan["Status"].as_str().expect("a status").to_owned(),
            plan["FailedTransactionsNumber"].as_u64().expect("a number"),
            plan["NextTransactionDateIso"].as_str().map(str::to_owned),
        )
    };
    let past_due = |failures, next: &str| ("PastDue".to_owned(), failures, Some(next.to_owned()));
    days(&sandbox, 16);
    assert_eq!(state(), past_due(1, "2026-02-01T09:00:00"));
    days(&sandbox, 1);
    assert_eq!(state(), past_due(2, "2026-02-02T09:00:00"));
    days(&sandbox, 1);
    assert_eq!(state(), ("Rejected".to_owned(), 3, None));
    days(&sandbox, 365);

    let failed = charges(&sandbox, &plan);
    let want = [
        "2026-01-31T09:00:00",
        "2026-02-01T09:00:00",
        "2026-02-02T09:00:00",
    ];
    assert_eq!(dates(&failed), want);
    assert!(failed.iter().all(|charge| charge["ReasonCode"] == 5051));
    assert_eq!(sandbox.read("ledger")["totals"]["captured"], "0.00");
    assert_eq!(get(&sandbox, &plan)["LastTransactionDate"], Value::Null);

    let mut told = vec!["Active", "PastDue", "Rejected"];
    assert_eq!(told_statuses(&sandbox), told);

    let updated = sandbox
        .call("subscriptions/update", &json!({"Id": plan["Id"]}))
        .json();
    assert_eq!(updated["Success"], true);
    assert_eq!(
        state(),
        (
            "Active".to_owned(),
            0,
            Some("2027-02-28T09:00:00".to_owned())
        )
    );
    days(&sandbox, 26);
    assert_eq!(state(), past_due(1, "2027-03-01T09:00:00"));
    // The update itself was not told.
    told.push("PastDue");
    assert_eq!(told_statuses(&sandbox), told);
}

/// The statuses that Recurrent notifications have told so far, in their order.
fn told_statuses(sandbox: &Sandbox) -> Vec<String> {
    let sent = quiet(sandbox);
    let recurrent = sent.iter().filter(|sent| sent["type"] == "recurrent");
    recurrent
        .map(|sent| value(sent["body"].as_str().expect("a text"), "Status"))
        .collect()
}

/// All notifications, once the merchant has understood them: a jump of the clock would make those
/// under way time out.
fn quiet(sandbox: &Sandbox) -> Vec<Value> {
    for _ in 0..500 {
        let sent = sandbox.read("webhooks");
        let sent = sent.as_array().expect("a list");
        if sent.iter().all(|sent| sent["delivered"] == true) {
            return sent.clone();
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("the merchant does not understand");
}

fn field(request: &str, name: &str) -> String {
    let (_, body) = request.split_once("\r\n\r\n").expect("a body");
    value(body, name)
}

fn value(form: &str, name: &str) -> String {
    form_urlencoded::parse(form.as_bytes())
        .find(|(key, _)| key == name)
        .unwrap_or_else(|| panic!("{name} in {form}"))
        .1
        .into_owned()
}

#[test]
fn each_charge_passes_check_and_is_told() {
    let (url, told) = merchant(r#"{"code":0}"#);
    let sandbox = Sandbox::start(&["--seed", "7"]);
    let token = token(&sandbox, PAYS);
    for kind in ["check", "pay", "recurrent"] {
        let address = url.replace("{type}", kind);
        let setting = json!({"type": kind, "is_enabled": true, "address": address,
            "http_method": "POST"});
        assert_eq!(sandbox.control("notifications", &setting).status, 204);
    }
    let next = || told.recv_timeout(Duration::from_secs(5)).expect("told");
    let plan = create(&sandbox, &monthly(&token));
    let id = plan["Id"].as_str().expect("an id");

    let begun = next();
    assert!(begun.starts_with("POST /recurrent "));
    for (name, value) in [
        ("Id", id),
        ("AccountId", "user_x"),
        ("Description", "Подписка"),
        ("Email", "a@b.c"),
        ("Amount", "399.00"),
        ("Currency", "RUB"),
        ("RequireConfirmation", "0"),
        ("StartDate", "2026-01-31 09:00:00"),
        ("Interval", "Month"),
        ("Period", "1"),
        ("Status", "Active"),
        ("SuccessfulTransactionsNumber", "0"),
        ("FailedTransactionsNumber", "0"),
        ("MaxPeriods", ""),
        ("LastTransactionDate", ""),
        ("NextTransactionDate", "2026-01-31 09:00:00"),
    ] {
        assert_eq!(field(&begun, name), value, "{name}");
    }

    quiet(&sandbox);
    days(&sandbox, 16);
    for kind in ["check", "pay"] {
        let request = next();
        assert!(request.starts_with(&format!("POST /{kind} ")), "{request}");
        assert_eq!(field(&request, "SubscriptionId"), id);
        assert_eq!(field(&request, "DateTime"), "2026-01-31 09:00:00");
        assert_eq!(field(&request, "Amount"), "399.00");
    }

    let cancel = || {
        sandbox
            .call("subscriptions/cancel", &json!({"Id": id}))
            .json()
    };
    assert_eq!(cancel(), json!({"Success": true, "Message": null}));
    let ended = next();
    assert_eq!(field(&ended, "Status"), "Cancelled");
    assert_eq!(field(&ended, "LastTransactionDate"), "2026-01-31 09:00:00");
    assert_eq!(field(&ended, "NextTransactionDate"), "");
    // Once more is fine, and not told.
    assert_eq!(cancel()["Success"], true);
    assert!(told.recv_timeout(Duration::from_millis(100)).is_err());
}

#[test]
fn a_check_handler_that_refuses_fails_the_charge_and_the_next_success_forgets_it() {
    let (url, _told) = merchant(r#"{"code":13}"#);
    let sandbox = seeded();
    let plan = create(&sandbox, &monthly(&token(&sandbox, PAYS)));
    let setting =
        json!({"type": "check", "is_enabled": true, "address": url.replace("{type}", "c")});
    assert_eq!(sandbox.control("notifications", &setting).status, 204);
    days(&sandbox, 17);
    let now = get(&sandbox, &plan);
    assert_eq!(
        (
            &now["Status"],
            &now["StatusCode"],
            &now["FailedTransactionsNumber"]
        ),
        (&json!("PastDue"), &json!(1), &json!(2))
    );
    sandbox.control(
        "notifications",
        &json!({"type": "check", "is_enabled": false}),
    );
    days(&sandbox, 1);
    let now = get(&sandbox, &plan);
    assert_eq!(
        (&now["Status"], &now["FailedTransactionsNumber"]),
        (&json!("Active"), &json!(0))
    );
    assert_eq!(now["LastTransactionDateIso"], "2026-02-02T09:00:00");
    // The plan keeps its own dates.
    assert_eq!(now["NextTransactionDateIso"], "2026-02-28T09:00:00");
    let codes: Vec<_> = charges(&sandbox, &plan)
        .iter()
        .map(|charge| charge["ReasonCode"].clone())
        .collect();
    assert_eq!(codes, [3008, 3008, 0]);
}

#[test]
fn so_many_periods_and_no_more() {
    let sandbox = seeded();
    let mut body = monthly(&token(&sandbox, PAYS));
    body["maxPeriods"] = json!(3);
    let plan = create(&sandbox, &body);
    days(&sandbox, 400);
    let now = get(&sandbox, &plan);
    assert_eq!(
        (
            &now["Status"],
            &now["NextTransactionDate"],
            &now["NextTransactionDateIso"]
        ),
        (&json!("Expired"), &Value::Null, &Value::Null)
    );
    assert_eq!(charges(&sandbox, &plan).len(), 3);
    let refused = sandbox
        .call("subscriptions/cancel", &json!({"Id": plan["Id"]}))
        .json();
    assert_eq!(refused["Success"], false);

    // Five in all: two are left.
    let update = json!({"Id": plan["Id"], "MaxPeriods": 5, "Amount": "100.5"});
    let updated = sandbox.call("subscriptions/update", &update).json()["Model"].clone();
    assert_eq!(
        (&updated["Status"], &updated["MaxPeriods"]),
        (&json!("Active"), &json!(2))
    );
    days(&sandbox, 400);
    assert_eq!(get(&sandbox, &plan)["Status"], "Expired");
    let sums: Vec<_> = charges(&sandbox, &plan)
        .iter()
        .map(|charge| charge["Amount"].clone())
        .collect();
    assert_eq!(sums, ["399.00", "399.00", "399.00", "100.50", "100.50"]);
}

#[test]
fn what_is_cancelled_charges_no_more_until_an_update_says_so() {
    let sandbox = seeded();
    let plan = create(&sandbox, &monthly(&token(&sandbox, PAYS)));
    days(&sandbox, 20);
    sandbox.call("subscriptions/cancel", &json!({"Id": plan["Id"]}));
    days(&sandbox, 100);
    let now = get(&sandbox, &plan);
    assert_eq!(
        (
            &now["Status"],
            &now["StatusCode"],
            &now["NextTransactionDate"]
        ),
        (&json!("Cancelled"), &json!(3), &Value::Null)
    );
    assert_eq!(charges(&sandbox, &plan).len(), 1);

    let update = json!({"Id": plan["Id"], "Description": "again", "StartDate": "2026-06-15T00:00:00",
        "Interval": "Week", "Period": 2, "RequireConfirmation": true, "CultureName": "en-US"});
    let updated = sandbox.call("subscriptions/update", &update).json()["Model"].clone();
    for (name, value) in [
        ("Status", json!("Active")),
        ("Description", json!("again")),
        ("StartDateIso", json!("2026-06-15T00:00:00")),
        ("NextTransactionDateIso", json!("2026-06-15T00:00:00")),
        ("IntervalCode", json!(0)),
        ("Period", json!(2)),
        ("RequireConfirmation", json!(true)),
        ("CultureName", json!("en-US")),
        ("AccountId", json!("user_x")),
        ("SuccessfulTransactionsNumber", json!(1)),
    ] {
        assert_eq!(updated[name], value, "{name}");
    }
    days(&sandbox, 50);
    let made = charges(&sandbox, &plan);
    let want = [
        "2026-01-31T09:00:00",
        "2026-06-15T00:00:00",
        "2026-06-29T00:00:00",
    ];
    assert_eq!(dates(&made), want);
    // Nobody confirmed the first of the two holds within its week.
    assert_eq!(
        (&made[1]["Status"], &made[2]["Status"]),
        (&json!("Cancelled"), &json!("Authorized"))
    );
}

#[test]
fn a_payer_has_his_subscriptions_and_an_unknown_one_none() {
    let sandbox = seeded();
    let token = token(&sandbox, PAYS);
    let first = create(&sandbox, &monthly(&token));
    let second = create(&sandbox, &monthly(&token));
    sandbox.call("subscriptions/cancel", &json!({"Id": first["Id"]}));
    let find = |account: &str| {
        let found = sandbox.call("subscriptions/find", &json!({"accountId": account}));
        assert_eq!(found.json()["Success"], true);
        let entries = found.json()["Model"].as_array().expect("a list").clone();
        entries
            .into_iter()
            .map(|plan| plan["Id"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(find("user_x"), [first["Id"].clone(), second["Id"].clone()]);
    assert!(find("nobody").is_empty());
    for path in [
        "subscriptions/get",
        "subscriptions/update",
        "subscriptions/cancel",
    ] {
        let answer = sandbox.call(path, &json!({"Id": "sc_unknown"})).json();
        assert_eq!(
            answer,
            json!({"Success": false, "Message": "Not found"}),
            "{path}"
        );
    }
    sandbox.control("reset", &json!({}));
    assert!(find("user_x").is_empty());
}

#[test]
fn a_token_must_be_the_payers_and_a_start_ahead() {
    let sandbox = seeded();
    let good = monthly(&token(&sandbox, PAYS));
    for (name, value, message) in [
        ("token", json!("tk_unknown"), "Token not found"),
        ("accountId", json!("user_y"), "Token not found"),
        (
            "startDate",
            json!("2026-01-15T09:59:59"),
            "Invalid StartDate value",
        ),
        ("period", json!(13), "Invalid Period value"),
        ("amount", json!(0.001), "Invalid Amount value"),
        ("description", Value::Null, "Description is required"),
    ] {
        let mut bad = good.clone();
        bad[name] = value;
        let answer = sandbox.call("subscriptions/create", &bad).json();
        assert_eq!(answer, json!({"Success": false, "Message": message}));
    }
    // One request, one subscription, however often it is sent.
    let twice: Vec<_> = (0..2)
        .map(|_| {
            let sent = sandbox.call_with_id("subscriptions/create", "once", &good);
            sent.expect("answered").json()["Model"]["Id"].clone()
        })
        .collect();
    assert_eq!(twice[0], twice[1]);
}

#[test]
fn a_payment_begins_the_subscription_that_its_data_asks_for() {
    let sandbox = seeded();
    let pay = |packet: &str, data: Value| {
        let mut body = order("FIRST", packet);
        body["JsonData"] = json!({"cloudPayments": {"recurrent": data}});
        sandbox.call("payments/cards/charge", &body).json()
    };
    let paid = pay(PAYS, json!({"interval": "Week", "period": 1}));
    let plan = get(&sandbox, &json!({"Id": paid["Model"]["SubscriptionId"]}));
    assert_eq!(
        (
            &plan["Amount"].to_string()[..2],
            &plan["NextTransactionDateIso"]
        ),
        ("10", &json!("2026-01-22T10:00:00"))
    );
    days(&sandbox, 14);
    assert_eq!(
        charges(&sandbox, &plan).len(),
        3,
        "the first payment and two charges"
    );
    // The charges are not the order's.
    assert_eq!(sandbox.charges("FIRST"), 1);
    assert_eq!(get(&sandbox, &plan)["SuccessfulTransactionsNumber"], 2);

    // After 3-D Secure, and with everything said.
    let receipt = json!({"Items": [], "taxationSystem": 0});
    let data = json!({"interval": "Month", "period": 1, "maxPeriods": 2, "amount": 399.5,
        "startDate": "2030-04-15T00:00:00Z", "customerReceipt": receipt});
    let asked = pay(PAYS_AFTER_3DS, data);
    let id = &asked["Model"]["TransactionId"];
    let back = sandbox.control(
        "payer",
        &json!({"TransactionId": id, "action": "confirm_3ds"}),
    );
    let body = json!({"TransactionId": id, "PaRes": back.json()["PaRes"]});
    let done = sandbox.call("payments/cards/post3ds", &body).json();
    let plan = get(&sandbox, &json!({"Id": done["Model"]["SubscriptionId"]}));
    assert_eq!(
        (&plan["MaxPeriods"], &plan["StartDateIso"], &plan["Receipt"]),
        (&json!(2), &json!("2030-04-15T00:00:00"), &receipt)
    );
    days(&sandbox, 5 * 365);
    let made = charges(&sandbox, &plan);
    assert_eq!(made[2]["Amount"], "399.50");
    let data: Value =
        serde_json::from_str(made[2]["JsonData"].as_str().expect("a text")).expect("JSON");
    assert_eq!(data["cloudpayments"]["customerReceipt"], receipt);
    assert_eq!(get(&sandbox, &plan)["Status"], "Expired");
}

#[test]
fn a_payment_that_fails_or_makes_no_sense_begins_no_subscription() {
    let sandbox = seeded();
    let data = |period: i64| json!({"cloudpayments": {"recurrent": {"interval": "Day", "period": period}}});
    let mut body = order("F", POOR);
    body["JsonData"] = data(1);
    let declined = sandbox.call("payments/cards/charge", &body).json();
    assert_eq!(declined["Model"]["SubscriptionId"], Value::Null);
    for (account, period, message) in [
        (json!("user_x"), 0, "Invalid Period value"),
        (Value::Null, 1, "AccountId is required"),
    ] {
        let mut body = order("F", PAYS);
        body["AccountId"] = account;
        body["JsonData"] = data(period);
        let refused = sandbox.call("payments/cards/charge", &body).json();
        assert_eq!(refused, json!({"Success": false, "Message": message}));
    }
    let found = sandbox
        .call("subscriptions/find", &json!({"AccountId": "user_x"}))
        .json();
    assert_eq!(found["Model"], json!([]));
    assert_eq!(sandbox.charges("F"), 0);
}

#[test]
fn what_becomes_due_while_nobody_looks_is_charged_and_told() {
    let (url, told) = merchant(r#"{"code":0}"#);
    let sandbox = Sandbox::start(&[]);
    let token = token(&sandbox, PAYS);
    let setting =
        json!({"type": "pay", "is_enabled": true, "address": url.replace("{type}", "pay")});
    sandbox.control("notifications", &setting);
    let soon = OffsetDateTime::now_utc() + Duration::from_millis(1500);
    let mut body = monthly(&token);
    body["startDate"] = json!(soon.format(&Rfc3339).expect("written"));
    let plan = create(&sandbox, &body);
    assert!(charges(&sandbox, &plan).is_empty());
    let deadline = Instant::now() + Duration::from_secs(20);
    let request = told.recv_timeout(Duration::from_secs(20)).expect("told");
    assert!(request.contains(plan["Id"].as_str().expect("an id")));
    assert!(Instant::now() < deadline);
    assert_eq!(charges(&sandbox, &plan).len(), 1);
}
