//! Every method of the API with a full request: the path, the fields and the state are those of
//! the reference, and the outcome is the one that a till can rely on.

#![allow(clippy::indexing_slicing, reason = "a test that panics says where")]

mod support;

use std::collections::BTreeSet;

use cloudpayments::Client;
use cloudpayments::catalog::ROWS;
use serde_json::{Value, json};
use support::{APPROVED, Sandbox, assert_verdict, charge, json_of, packet};

const MINUTE_MS: u64 = 60_000;
const DAY_MS: u64 = 24 * 60 * MINUTE_MS;

/// One call whose verdict is known.
#[track_caller]
fn call(client: &Client, method: &str, request: &Value, wanted: (i32, &str, &str)) -> Value {
    let reply = client.call(method, &request.to_string());
    assert_verdict(&reply, wanted.0, wanted.1, wanted.2);
    json_of(&reply)
}

const OK: (i32, &str, &str) = (0, "ok", "none");
const CREATED: (i32, &str, &str) = (0, "created", "none");
const UPDATED: (i32, &str, &str) = (0, "updated", "none");
const CANCELLED: (i32, &str, &str) = (0, "cancelled", "none");
const NOT_FOUND: (i32, &str, &str) = (13, "not_found", "none");
const QUEUED: (i32, &str, &str) = (2, "pending", "none");
const PAYER: (i32, &str, &str) = (1, "requires_payer", "unknown");

/// What the gateway got last for a path.
fn sent(sandbox: &Sandbox, path: &str) -> Value {
    let requests = sandbox.get("requests");
    let all = requests.as_array().expect("a list");
    let last = all.iter().rev().find(|request| request["path"] == path);
    let body = last.unwrap_or_else(|| panic!("nothing was sent to {path}"))["body"].clone();
    serde_json::from_str(body.as_str().expect("a text")).unwrap_or(Value::Null)
}

fn advance(sandbox: &Sandbox, ms: u64) {
    sandbox.post("clock", &json!({"advance_ms": ms}));
}

/// A card that pays by its token as well.
const PAYS_BY_TOKEN: (&str, &str) = ("400000", "3055");

/// A token of a card that pays.
fn token(client: &Client) -> Value {
    let paid = client.call("charge", &charge("1", "for-a-token", PAYS_BY_TOKEN));
    assert_verdict(&paid, 0, "completed", "moved");
    json_of(&paid)["Model"]["Token"].clone()
}

#[test]
fn payouts_end_at_once_or_later() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let paid_out = (0, "paid_out", "moved");
    let card = json!({"CardCryptogramPacket": packet(APPROVED), "Amount": "10.50", "Currency": "RUB",
        "AccountId": "user-1", "Receiver": {"FirstName": "Ivan"}, "request_id": "p-1"});
    let answer = call(&client, "card_payout", &card, paid_out);
    assert_eq!(answer["Model"]["Type"], 2);
    let body = sent(&sandbox, "payments/cards/topup");
    assert_eq!(
        (&body["InvoiceId"], &body["JsonData"]["cp_request_id"]),
        (&json!("p-1"), &json!("p-1"))
    );

    let token = token(&client);
    let saved = json!({"Token": token, "Amount": 5, "Currency": "RUB", "AccountId": "user-1"});
    call(&client, "token_payout", &saved, paid_out);

    let phone = json!({"Amount": "7", "Currency": "RUB", "MemberId": "100000000111",
        "Receiver": {"Phone": "+79990000000"}, "InvoiceId": "P-3"});
    let answer = client.call("sbp_payout", &phone.to_string());
    let (status, ..) = support::verdict(&answer);
    let number = json_of(&answer)["transaction_id"].clone();
    if status == 2 {
        // Accepted, final later: no order may take a second payout meanwhile.
        let again = call(
            &client,
            "sbp_payout",
            &phone,
            (35, "invoice_busy", "unknown"),
        );
        assert_eq!(again["next"], "resolve");
        advance(&sandbox, 61 * MINUTE_MS);
    }
    let ask = json!({"method": "sbp_payout", "TransactionId": number});
    call(&client, "resolve", &ask, paid_out);
}

#[test]
fn a_signed_payout_is_sent_as_it_was_given() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let request = json!({"Token": "unknown", "Amount": 5, "Currency": "RUB", "AccountId": "u",
        "x_signature": "c2lnbmF0dXJl"});
    call(
        &client,
        "token_payout",
        &request,
        (11, "rejected", "not_moved"),
    );
    let body = sent(&sandbox, "payments/token/topup");
    assert_eq!(
        body,
        json!({"Token": "unknown", "Amount": 5, "Currency": "RUB", "AccountId": "u"})
    );
    assert_eq!(sandbox.get("requests")[0]["signed"], true);
}

#[test]
fn a_lost_payout_is_found_and_never_repeated() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let request = json!({"CardCryptogramPacket": packet(APPROVED), "Amount": "10", "Currency": "RUB",
        "request_id": "lost"});
    sandbox.fault("payments/cards/topup", "drop_after", &json!({}));
    let answer = call(&client, "card_payout", &request, (0, "paid_out", "moved"));
    assert_eq!(answer["evidence"]["source"], "look_up");
    assert_eq!(sandbox.count("payments/cards/topup"), 1);
}

#[test]
fn subscriptions_live() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let request = json!({"Token": token(&client), "AccountId": "user-1", "Description": "Monthly",
        "Email": "user@example.com", "Amount": "399.90", "Currency": "RUB", "RequireConfirmation": false,
        "StartDate": "2099-01-31T10:00:00", "Interval": "Month", "Period": 1, "MaxPeriods": 12});
    let made = call(&client, "subscription_create", &request, CREATED);
    let id = &made["Model"]["Id"];
    let found = call(&client, "subscription_get", &json!({"Id": id}), OK);
    assert_eq!(found["Model"]["Status"], "Active");
    let all = call(
        &client,
        "subscription_find",
        &json!({"AccountId": "user-1"}),
        OK,
    );
    assert_eq!(all["Model"].as_array().map(Vec::len), Some(1));
    call(
        &client,
        "subscription_find",
        &json!({"AccountId": "nobody"}),
        NOT_FOUND,
    );
    call(
        &client,
        "subscription_get",
        &json!({"Id": "sc_none"}),
        NOT_FOUND,
    );
    let update = json!({"Id": id, "Amount": "500", "Description": "Dearer"});
    let updated = call(&client, "subscription_update", &update, UPDATED);
    assert_eq!(updated["Model"]["Description"], "Dearer");
    call(
        &client,
        "subscription_cancel",
        &json!({"Id": id}),
        CANCELLED,
    );
    let gone = call(&client, "subscription_get", &json!({"Id": id}), OK);
    assert_eq!(gone["Model"]["Status"], "Cancelled");
}

#[test]
fn a_subscription_lives_three_years_to_the_kopeck() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let token = token(&client);
    let tomorrow = json_of(&client.call("payment_find", r#"{"InvoiceId":"for-a-token"}"#));
    let created = tomorrow["Model"]["CreatedDateIso"]
        .as_str()
        .expect("a date")
        .to_owned();
    // The day after it was made, at the same time.
    let start = format!("{}-01T{}", next_month(&created), &created[11..]);
    let request = json!({"Token": token, "AccountId": "user-1", "Description": "Monthly", "Amount": "0.33",
        "Currency": "RUB", "RequireConfirmation": false, "StartDate": start, "Interval": "Month", "Period": 1,
        "MaxPeriods": 36});
    let made = call(&client, "subscription_create", &request, CREATED);
    advance(&sandbox, 3 * 366 * DAY_MS + 31 * DAY_MS);
    let ended = call(
        &client,
        "subscription_get",
        &json!({"Id": made["Model"]["Id"]}),
        OK,
    );
    assert_eq!(ended["Model"]["Status"], "Expired");
    assert_eq!(ended["Model"]["SuccessfulTransactionsNumber"], 36);
    // 1.00 for the token, 36 times 0.33.
    assert_eq!(sandbox.get("ledger")["totals"]["captured"], "12.88");
}

/// `2026-12` for any time of November 2026.
fn next_month(iso: &str) -> String {
    let number = |text: &str| text.parse::<u32>().expect("a number");
    let (year, month) = (number(&iso[..4]), number(&iso[5..7]));
    let month = year * 12 + month;
    format!("{}-{:02}", month / 12, month % 12 + 1)
}

#[test]
fn an_order_is_paid_on_its_page_and_found_by_its_stamp() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let request = json!({"Amount": "100", "Currency": "RUB", "Description": "Goods", "Email": "user@example.com",
        "RequireConfirmation": false, "InvoiceId": "O-1", "AccountId": "user-1", "request_id": "order"});
    let made = call(&client, "order_create", &request, CREATED);
    let page = made["Model"]["Url"].as_str().expect("an address");
    let asked = json!({"request_id": "order", "InvoiceId": "O-1", "resolve_ms": 0});
    call(&client, "resolve", &asked, (21, "unknown", "unknown"));
    assert_eq!(post_form(page, "decision=pay"), 200);
    call(&client, "resolve", &asked, (0, "completed", "moved"));
    let other = json!({"Amount": "1", "Description": "Nothing"});
    let other = call(&client, "order_create", &other, CREATED);
    call(
        &client,
        "order_cancel",
        &json!({"Id": other["Model"]["Id"]}),
        CANCELLED,
    );
    let paid = json!({"Id": made["Model"]["Id"]});
    call(&client, "order_cancel", &paid, (11, "rejected", "none"));
}

fn post_form(url: &str, form: &str) -> u16 {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .proxy(None)
        .max_redirects(0)
        .http_status_as_error(false)
        .build()
        .into();
    let answer = agent
        .post(url)
        .header("content-type", "application/x-www-form-urlencoded")
        .send(form)
        .expect("the page answers");
    answer.status().as_u16()
}

/// Every method that makes a link: its name, its path, a full request, and where the link is.
fn links() -> Vec<(&'static str, &'static str, Value, &'static str)> {
    let device = json!({"Os": "Android", "Browser": "Chrome", "Webview": false, "Device": "Mobile",
        "SuccessRedirectUrl": "https://example.com/yes", "FailRedirectUrl": "https://example.com/no"});
    let with = |scheme: &str, more: &Value| {
        let mut request = json!({"Amount": "10", "Currency": "RUB", "Scheme": scheme});
        for (key, value) in more.as_object().expect("an object") {
            request[key] = value.clone();
        }
        request
    };
    let mut sberpay = device.clone();
    sberpay
        .as_object_mut()
        .expect("an object")
        .remove("FailRedirectUrl");
    let dolyami = json!({"AltPayType": "TcsBnplDolyame", "Amount": "10", "Scheme": "0"});
    vec![
        (
            "sbp_link",
            "sbp/link",
            with("charge", &json!({"TtlMinutes": 5})),
            "/Model/QrUrl",
        ),
        (
            "sbp_image",
            "sbp/image",
            with("charge", &json!({})),
            "/Model/QrImage",
        ),
        (
            "tpay_link",
            "tinkoffpay/link",
            with("0", &device),
            "/Model/QrUrl",
        ),
        (
            "tpay_image",
            "tinkoffpay/image",
            with("0", &device),
            "/Model/QrImage",
        ),
        (
            "sberpay_link",
            "sberpay/link",
            with("charge", &sberpay),
            "/Model/QrUrl",
        ),
        (
            "sberpay_image",
            "sberpay/image",
            with("charge", &sberpay),
            "/Model/QrImage",
        ),
        ("dolyami_pay", "", dolyami, "/ExtensionData/Link"),
    ]
}

#[test]
fn links_and_qr_codes_wait_for_their_payer() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    for (method, path, request, field) in links() {
        let link = call(&client, method, &request, PAYER);
        assert_eq!(link["next"], "show_link", "{method}");
        assert!(
            link.pointer(field).is_some_and(Value::is_string),
            "{method}: {link}"
        );
        let path = if path.is_empty() {
            "payments/altpay/pay".to_owned()
        } else {
            format!("payments/qr/{path}")
        };
        let body = sent(&sandbox, &path);
        assert_eq!(body["PublicId"], sandbox.public_id.as_str());
        assert_eq!(body["JsonData"]["cp_request_id"], link["request_id"]);

        let number = &link["transaction_id"];
        let waiting = call(&client, "qr_status", &json!({"TransactionId": number}), OK);
        assert_eq!(
            waiting["payment"],
            json!({"outcome": "pending", "money": "unknown"}),
            "{method}"
        );
        let ask = json!({"request_id": link["request_id"], "method": method});
        let open = json_of(
            &client.call(
                "resolve",
                &json!({"request_id": link["request_id"], "method": method,
            "resolve_ms": 0, "sent_at": "2026-01-01T00:00:00Z"})
                .to_string(),
            ),
        );
        assert_eq!(open["money"], "unknown", "{open}");
        sandbox.post("payer", &json!({"TransactionId": number, "action": "pay"}));
        let paid = call(
            &client,
            "qr_wait",
            &json!({"TransactionId": number, "timeout_ms": 10_000}),
            OK,
        );
        assert_eq!(
            paid["payment"],
            json!({"outcome": "completed", "money": "moved"}),
            "{method}"
        );
        call(&client, "resolve", &ask, (0, "completed", "moved"));
    }
    call(
        &client,
        "qr_status",
        &json!({"TransactionId": 1}),
        NOT_FOUND,
    );
}

#[test]
fn a_refund_through_the_fast_payment_system_is_final_later() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let link = json!({"Amount": "10", "Currency": "RUB", "Scheme": "charge"});
    let link = call(&client, "sbp_link", &link, PAYER);
    let number = &link["transaction_id"];
    sandbox.post("payer", &json!({"TransactionId": number, "action": "pay"}));
    let refund = json!({"TransactionId": number, "Amount": "4", "request_id": "back"});
    let pending = call(&client, "refund", &refund, (2, "pending", "unknown"));
    assert_eq!(pending["next"], "wait");
    advance(&sandbox, 61 * MINUTE_MS);
    let ask =
        json!({"request_id": "back", "method": "refund", "TransactionId": number, "Amount": "4"});
    call(&client, "resolve", &ask, (0, "refunded", "returned"));
}

#[test]
fn a_payment_by_a_token_of_the_fast_payment_system_is_final_later() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let link = json!({"Amount": "10", "Currency": "RUB", "Scheme": "charge", "AccountId": "user-1",
        "SaveCard": true});
    let link = call(&client, "sbp_link", &link, PAYER);
    let number = &link["transaction_id"];
    sandbox.post("payer", &json!({"TransactionId": number, "action": "pay"}));
    let paid = call(
        &client,
        "payment_get",
        &json!({"TransactionId": number}),
        OK,
    );
    let again = json!({"Amount": "4", "Currency": "RUB", "AccountId": "user-1", "TrInitiatorCode": 1,
        "Token": paid["Model"]["Token"], "InvoiceId": "again", "request_id": "again"});
    let pending = call(&client, "token_charge", &again, (2, "pending", "unknown"));
    assert_eq!(pending["next"], "wait");
    // Its order takes no second payment meanwhile.
    let mut other = again.clone();
    other["request_id"] = json!("other");
    call(
        &client,
        "token_charge",
        &other,
        (35, "invoice_busy", "unknown"),
    );
    advance(&sandbox, MINUTE_MS);
    let ask = json!({"request_id": "again", "method": "token_charge", "InvoiceId": "again"});
    call(&client, "resolve", &ask, (0, "completed", "moved"));
    assert_eq!(sandbox.count("payments/tokens/charge"), 1);
}

#[test]
fn notifications_go_where_they_are_told() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let wanted = json!({"Type": "pay", "IsEnabled": true, "Address": "http://127.0.0.1:9/pay", "HttpMethod": "POST",
        "Encoding": "UTF8", "Format": "CloudPayments"});
    call(&client, "notification_update", &wanted, UPDATED);
    let read = call(&client, "notification_get", &json!({"Type": "pay"}), OK);
    assert_eq!(read["Model"]["Address"], "http://127.0.0.1:9/pay");
    assert_eq!(sandbox.count("site/notifications/pay/get"), 1);
    let sneaky = json!({"Type": "pay/../../payments"});
    let refused = call(
        &client,
        "notification_get",
        &sneaky,
        (31, "invalid_request", "none"),
    );
    assert_eq!(refused["error"]["field"], "Type");
}

#[test]
fn lists_and_helpers_are_read() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let paid = json_of(&client.call("charge", &charge("10", "A", APPROVED)));
    let number = &paid["transaction_id"];
    let tokens = call(&client, "token_list", &json!({"PageNumber": 1}), OK);
    assert_eq!(tokens["Model"][0]["AccountId"], "user-1");
    sandbox.post(
        "chargebacks",
        &json!({"TransactionId": number, "Type": "Chargeback", "Operation": "Presentment",
        "Amount": 10}),
    );
    let period = json!({"CreatedDateGte": "2026-01-01T00:00:00Z", "CreatedDateLte": "2026-12-31T23:59:59Z",
        "PageNumber": 1});
    let claims = client.call("chargeback_list", &period.to_string());
    assert_verdict(&claims, 0, "ok", "none");
    let banks = call(&client, "sbp_banks", &json!({"Platform": "android"}), OK);
    assert!(banks["Model"].as_array().is_some_and(|all| !all.is_empty()));
    assert_eq!(
        sent(&sandbox, "sbp/v2/banks/info")["PublicTerminalId"],
        sandbox.public_id.as_str()
    );
    let session = json!({"ValidationUrl": "https://apple-pay-gateway.apple.com/paymentservices/startSession"});
    call(&client, "applepay_session", &session, OK);
    let key = call(&client, "public_key", &json!({}), OK);
    assert!(
        key["Pem"]
            .as_str()
            .is_some_and(|pem| pem.contains("PUBLIC KEY")),
        "{key}"
    );
    let bank = call(&client, "bin_info", &json!({"digits": "411111"}), OK);
    assert!(bank["Model"]["BankName"].is_string(), "{bank}");
    let too_long = json!({"digits": "4111111111111111"});
    call(
        &client,
        "bin_info",
        &too_long,
        (31, "invalid_request", "none"),
    );
    let day = json!({"Date": "2026-11-24", "TimeZone": "MSK"});
    call(&client, "payment_list", &day, OK);
    call(&client, "payment_list_v2", &period, OK);
    call(&client, "payment_find_v2", &json!({"InvoiceId": "A"}), OK);
}

#[test]
fn a_safe_deal_is_shown() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let request = support::charge_with(
        "10",
        "A",
        APPROVED,
        r#""Escrow":{"StartAccumulation":true,"EscrowType":0}"#,
    );
    let paid = json_of(&client.call("charge", &request));
    let deal = &paid["Model"]["EscrowAccumulationId"];
    let shown = call(
        &client,
        "escrow_info",
        &json!({"EscrowAccumulationIds": [deal]}),
        OK,
    );
    assert_eq!(shown["Model"][0]["Status"], "Open", "{shown}");
}

const INN: &str = "7701234560";
const REGISTER: &str = "00100000000000000001";

/// The number of the fiscal storage of the first register.
fn storage(sandbox: &Sandbox) -> Value {
    let registers = sandbox.get("kkt")["registers"].clone();
    registers[0]["FiscalNumber"].clone()
}

fn receipt() -> Value {
    json!({"Items": [{"Label": "Tea", "Price": 100.50, "Quantity": 1, "Amount": 100.50, "Vat": 22, "Method": 4,
        "Object": 1}], "TaxationSystem": 0, "Email": "user@example.com", "Amounts": {"Electronic": 100.50}})
}

#[test]
fn receipts_are_queued_and_printed_later() {
    let sandbox = Sandbox::start();
    let client = sandbox.client_with(&json!({"content_type": "form"}));
    let request =
        json!({"Inn": INN, "Type": "Income", "InvoiceId": "A", "CustomerReceipt": receipt()});
    let queued = call(&client, "receipt_create", &request, QUEUED);
    let id = json!({"Id": queued["Model"]["Id"]});
    assert_eq!(call(&client, "receipt_status", &id, OK)["Model"], "Queued");
    advance(&sandbox, MINUTE_MS);
    assert_eq!(
        call(&client, "receipt_status", &id, OK)["Model"],
        "Processed"
    );
    call(&client, "receipt_status", &json!({"Id": "none"}), NOT_FOUND);
    call(&client, "receipt_get", &json!({"Id": "none"}), NOT_FOUND);
    let printed = call(&client, "receipt_get", &id, OK);
    assert_eq!(printed["Model"]["AdditionalData"]["InvoiceId"], "A");

    let data = json!({"OrganizationInn": INN, "VatRate": 22, "TaxationSystem": 0, "CorrectionReceiptType": 1,
        "CauseCorrection": {"CorrectionDate": "2026-11-20", "CorrectionNumber": "1"},
        "Amounts": {"Electronic": 10}});
    let correction = json!({"CorrectionReceiptData": data});
    let queued = call(&client, "correction_create", &correction, QUEUED);
    let id = json!({"Id": queued["Model"]["Id"]});
    advance(&sandbox, MINUTE_MS);
    assert_eq!(
        call(&client, "correction_status", &id, OK)["Model"],
        "Processed"
    );
    call(&client, "correction_get", &id, OK);
}

#[test]
fn cash_registers_are_asked_and_changed() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let storage = storage(&sandbox);
    let register = json!({"DeviceNumber": REGISTER, "FiscalNumber": storage});
    let shown = call(&client, "kkt_state", &register, OK);
    assert_eq!(shown["Model"]["Status"], 1, "{shown}");
    let off = json!({"Inn": INN, "DeviceNumber": REGISTER, "FiscalNumber": storage, "OnMaintenance": true});
    call(&client, "kkt_state_change", &off, UPDATED);
    let shown = call(&client, "kkt_state", &register, OK);
    assert_ne!(shown["Model"]["Status"], 1, "{shown}");
    call(&client, "kkt_warnings", &json!({}), OK);
    let new = json!({"Inn": INN, "DeviceNumber": "00100000000000000009", "FiscalNumber": "9280440300000009",
        "RegNumber": "0000000001000009", "Url": "https://example.com", "Ofd": "TaxCom", "TaxationSystem": [0],
        "MerchantEmail": "shop@example.com", "MerchantPhone": "+79999999999"});
    call(&client, "kkt_fiscalize", &new, QUEUED);
    let code = "0104601234567890215abc\u{1d}91EE11\u{1d}92abcd";
    let valid = call(
        &client,
        "mark_check",
        &json!({"Inn": INN, "MarkCode": code}),
        OK,
    );
    assert!(valid["IsValid"].is_boolean(), "{valid}");
    let many = call(
        &client,
        "mark_check_many",
        &json!({"Inn": INN, "MarkCodes": [code]}),
        OK,
    );
    assert_eq!(many["Results"].as_array().map(Vec::len), Some(1));
}

/// The methods that the other tests of this file and of the payments call, so that a new row cannot
/// come without a test.
#[test]
fn no_row_is_without_a_test() {
    let tests = [
        include_str!("methods.rs"),
        include_str!("payments.rs"),
        include_str!("doubt.rs"),
    ]
    .concat();
    let missing: BTreeSet<_> = ROWS
        .iter()
        .filter(|row| row.rule().is_some() && !tests.contains(&format!("\"{}\"", row.name)))
        .map(|row| row.name)
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
