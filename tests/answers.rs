//! Every answer that the gateway's documentation shows, and what the library makes of it; and every
//! request that it shows, in the library's spelling. `published/answers` holds the bodies, named
//! after the method and the case; `published/requests` what is asked, named after the method.

#![allow(clippy::indexing_slicing, reason = "a test that panics says where")]

#[path = "support/gateway.rs"]
mod gateway;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use cloudpayments::catalog::{self, ROWS, Via};
use gateway::Gateway;
use serde_json::{Value, json};

/// Status, outcome, money, next.
type Wanted = (i64, &'static str, &'static str, &'static str);

const COMPLETED: Wanted = (0, "completed", "moved", "finish_sale");
const CONFIRMED: Wanted = (0, "confirmed", "moved", "finish_sale");
const PAID_OUT: Wanted = (0, "paid_out", "moved", "finish_sale");
const HELD: Wanted = (0, "authorized", "held", "confirm_or_void");
const VOIDED: Wanted = (0, "voided", "returned", "none");
const REFUNDED: Wanted = (0, "refunded", "returned", "none");
const REQUIRES_3DS: Wanted = (1, "requires_3ds", "not_moved", "show_3ds");
const LINK: Wanted = (1, "requires_payer", "unknown", "show_link");
const PENDING: Wanted = (2, "pending", "unknown", "wait");
const REJECTED: Wanted = (11, "rejected", "not_moved", "fix_request");
const UNAUTHORIZED: Wanted = (12, "unauthorized", "not_moved", "fix_config");
const TOO_MANY: Wanted = (20, "not_sent", "not_moved", "retry");
const UNKNOWN: Wanted = (21, "unknown", "unknown", "resolve");
// What moves no money says nothing about money.
const OK: Wanted = (0, "ok", "none", "none");
const CREATED: Wanted = (0, "created", "none", "none");
const UPDATED: Wanted = (0, "updated", "none", "none");
const CANCELLED: Wanted = (0, "cancelled", "none", "none");
const QUEUED: Wanted = (2, "pending", "none", "wait");
const REFUSED: Wanted = (11, "rejected", "none", "fix_request");
const KEYS_REFUSED: Wanted = (12, "unauthorized", "none", "fix_config");
const NOT_FOUND: Wanted = (13, "not_found", "none", "none");

const fn declined(next: &'static str) -> Wanted {
    (10, "declined", "not_moved", next)
}

/// One answer and what is expected of it.
struct Row {
    /// The file of the answer, without its ending if that is `.json`.
    answer: &'static str,
    http_status: u16,
    /// The file of the request; that of the method if there is none.
    request: Option<&'static str>,
    /// Fields of the request that are other ones here.
    other: Value,
    /// The file of the record that a look-up after the answer finds; none if it finds nothing.
    record: Option<&'static str>,
    wanted: Wanted,
    /// What the reply shows besides.
    shown: Value,
}

const fn row(answer: &'static str, wanted: Wanted) -> Row {
    Row {
        answer,
        http_status: 200,
        request: None,
        other: Value::Null,
        record: None,
        wanted,
        shown: Value::Null,
    }
}

impl Row {
    fn http(mut self, status: u16) -> Self {
        self.http_status = status;
        self
    }

    fn request(mut self, file: &'static str) -> Self {
        self.request = Some(file);
        self
    }

    fn with(mut self, other: Value) -> Self {
        self.other = other;
        self
    }

    fn record(mut self, file: &'static str) -> Self {
        self.record = Some(file);
        self
    }

    fn shows(mut self, shown: Value) -> Self {
        self.shown = shown;
        self
    }

    fn number(self, transaction_id: i64) -> Self {
        self.shows(json!({"transaction_id": transaction_id}))
    }

    /// What a look-up says of its payment.
    fn payment(self, outcome: &str, money: &str) -> Self {
        self.shows(json!({"payment": {"outcome": outcome, "money": money}}))
    }

    fn method(&self) -> &'static str {
        method_of(self.answer)
    }

    fn body(&self) -> String {
        answer(self.answer)
    }
}

fn method_of(file: &str) -> &str {
    file.split('-').next().unwrap_or_default()
}

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/published")
        .join(name)
}

fn files(folder_name: &str) -> BTreeSet<String> {
    fs::read_dir(folder(folder_name))
        .expect("a folder")
        .map(|file| file.expect("a file").file_name())
        .map(|name| name.into_string().expect("a plain name"))
        .map(|name| name.trim_end_matches(".json").to_owned())
        .collect()
}

fn read(folder_name: &str, file: &str) -> String {
    let ending = if file.contains('.') { "" } else { ".json" };
    let path = folder(folder_name).join(format!("{file}{ending}"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn answer(file: &str) -> String {
    read("answers", file)
}

fn request(file: &str) -> Value {
    serde_json::from_str(&read("requests", file)).expect(file)
}

fn errors(code: &str, message: &str) -> Value {
    json!({"error": {"code": code, "message": message}})
}

fn refused_with(message: &str) -> Value {
    errors(
        "refused",
        &format!("the API refused the request: {message}"),
    )
}

fn declined_by(transaction_id: i64, code: u32, reason: &str) -> Value {
    json!({"transaction_id": transaction_id,
        "error": {"code": "declined", "reason": reason, "reason_code": code}})
}

/// Payments with a card or a token, and what can be done with them.
fn payments() -> Vec<Row> {
    vec![
        row("test-ok", OK),
        row("test-unauthorized.txt", KEYS_REFUSED).http(401),
        row("charge-unauthorized.txt", UNAUTHORIZED).http(401),
        row("charge-too-many.txt", TOO_MANY)
            .http(429)
            .shows(json!({"error": {"code": "busy"}})),
        row("charge-amount-missing", REJECTED).shows(refused_with("Amount is required")),
        row("charge-amount-invalid", REJECTED).shows(refused_with("Invalid Amount value")),
        row("charge-3ds", REQUIRES_3DS).number(4_301_000_002),
        row("charge-3ds-older", REQUIRES_3DS).number(504),
        row("charge-declined", declined("ask_other_card")).shows(declined_by(
            4_301_000_003,
            5051,
            "InsufficientFunds",
        )),
        row("charge-declined-older", declined("ask_other_card"))
            .request("charge-older")
            .shows(declined_by(504, 5051, "InsufficientFunds")),
        // The names of these reasons are others on the wire than in the directory.
        row("charge-declined-by-check", declined("stop")).shows(declined_by(
            4_301_000_004,
            3002,
            "CheckResponseInvalidAccountId",
        )),
        row("charge-declined-without-check", declined("retry_later")).shows(declined_by(
            4_301_000_005,
            3006,
            "CheckResponseServiceUnavailable",
        )),
        row("charge-approved", COMPLETED).number(4_301_000_001),
        row("charge-approved-older", COMPLETED)
            .request("charge-older")
            .number(504),
        // A charge that the terminal turned into a hold.
        row("charge-escrow-one-to-n", HELD)
            .request("charge-escrow")
            .number(4_301_000_006),
        row("charge-escrow-n-to-one", HELD)
            .request("charge-escrow")
            .number(4_301_000_007),
        row("charge-escrow-n-to-one-more", HELD)
            .request("charge-escrow-more")
            .number(4_301_000_008),
        row("auth-amount-missing", REJECTED).shows(refused_with("Amount is required")),
        row("auth-3ds", REQUIRES_3DS).number(4_301_000_028),
        row("auth-declined", declined("ask_other_card")).shows(declined_by(
            4_301_000_029,
            5051,
            "InsufficientFunds",
        )),
        row("auth-approved", HELD).number(4_301_000_009),
        row("post3ds-approved", COMPLETED).number(4_301_000_002),
        row("post3ds-held", HELD).number(4_301_000_002),
        row("post3ds-declined", declined("ask_other_card")).shows(declined_by(
            4_301_000_002,
            5206,
            "AuthenticationFailed",
        )),
        row("token_charge-amount-missing", REJECTED).shows(refused_with("Amount is required")),
        row("token_charge-declined", declined("ask_other_card"))
            .with(json!({"InvoiceId": "A-17"}))
            .shows(declined_by(4_301_000_010, 5051, "InsufficientFunds")),
        // The number of the order is a bare number in the answer.
        row("token_charge-approved", COMPLETED).number(4_301_000_011),
        // A token of an account in the fast payment system: final later.
        row("token_charge-sbp", PENDING)
            .with(json!({"InvoiceId": "A-17"}))
            .number(4_301_000_012),
        row("token_auth-declined", declined("ask_other_card"))
            .with(json!({"InvoiceId": "A-17"}))
            .shows(declined_by(4_301_000_030, 5051, "InsufficientFunds")),
        row("token_auth-approved", HELD)
            .with(json!({"InvoiceId": "A-17"}))
            .number(4_301_000_013),
        row("confirm-done", CONFIRMED).number(4_301_000_009),
        row("confirm-refused", REJECTED)
            .with(json!({"TransactionId": 4_301_000_022_u64}))
            .record("payment_get-cancelled")
            .shows(refused_with("Платёж уже отменён")),
        // Refused because it was confirmed before: the payment is as it was asked to be.
        row("confirm-refused-silently", CONFIRMED)
            .with(json!({"TransactionId": 4_301_000_001_u64}))
            .record("charge-approved")
            .shows(json!({"already": true, "evidence": {"source": "look_up"}})),
        row("void-done", VOIDED).number(4_301_000_001),
        row("void-refused", REJECTED)
            .record("charge-approved")
            .shows(refused_with("Платёж уже подтверждён")),
        row("void-refused-silently", VOIDED)
            .with(json!({"TransactionId": 4_301_000_022_u64}))
            .record("payment_get-cancelled")
            .shows(json!({"already": true, "evidence": {"source": "look_up"}})),
        row("refund-done", REFUNDED).number(4_301_000_014),
        row("refund-done-older", REFUNDED),
        // A refund in the fast payment system: accepted, final later.
        row("refund-done-later", PENDING)
            .record("payment_get-refund-in-process")
            .number(4_301_000_027),
        row("refund-refused", REJECTED).shows(refused_with("Сумма возврата больше остатка")),
    ]
}

fn payouts() -> Vec<Row> {
    vec![
        row("card_payout-done", PAID_OUT).number(4_301_000_015),
        row("card_payout-in-process", PENDING).number(4_301_000_016),
        row("card_payout-failed", declined("ask_other_card")).shows(declined_by(
            4_301_000_017,
            5204,
            "UnableToProcess",
        )),
        row("card_payout-live", PAID_OUT).number(4_301_000_018),
        row("token_payout-done", PAID_OUT).number(4_301_000_019),
        row("sbp_payout-done", PAID_OUT).number(4_301_000_020),
        row("sbp_payout-declined", declined("stop")).shows(declined_by(
            4_301_000_021,
            6021,
            "ReceiverAccountError",
        )),
    ]
}

/// Questions about payments.
fn look_ups() -> Vec<Row> {
    vec![
        row("payment_get-found", OK).payment("completed", "moved"),
        row("payment_get-found-older", OK).payment("completed", "moved"),
        // `Success` is false, and yet the payment is found.
        row("payment_get-declined", OK).payment("declined", "not_moved"),
        row("payment_get-waiting", OK).payment("requires_3ds", "not_moved"),
        row("payment_get-cancelled", OK).payment("voided", "returned"),
        row("payment_get-refund-in-process", OK)
            .with(json!({"TransactionId": 4_301_000_027_u64}))
            .payment("pending", "unknown"),
        row("payment_get-not-found", NOT_FOUND).request("payment_get-quoted"),
        row("payment_find-found", OK).payment("authorized", "held"),
        row("payment_find-declined", OK).payment("declined", "not_moved"),
        row("payment_find-not-found", NOT_FOUND),
        row("payment_find_v2-declined", OK).payment("declined", "not_moved"),
        row("payment_find_v2-refund", OK).payment("refunded", "returned"),
        // An older model says only whose refund it is.
        row("payment_find_v2-refund-older", OK).payment("refunded", "returned"),
        row("payment_find_v2-payout", OK).payment("paid_out", "moved"),
        row("payment_find_v2-not-found", NOT_FOUND),
        row("payment_list-one", OK),
        row("payment_list-older", OK),
        row("payment_list_v2-one", OK),
        row("chargeback_list-one", OK),
        row("token_list-three", OK),
        row("qr_status-created", OK).payment("pending", "unknown"),
        row("qr_status-pending", OK).payment("pending", "unknown"),
        row("qr_status-authorized", OK).payment("authorized", "held"),
        row("qr_status-completed", OK).payment("completed", "moved"),
        row("qr_status-cancelled", OK).payment("voided", "returned"),
        row("qr_status-declined", OK).payment("declined", "not_moved"),
        row("qr_wait-completed", OK).payment("completed", "moved"),
    ]
}

/// What is made to be paid later, and where news of it are sent.
fn arrangements() -> Vec<Row> {
    vec![
        row("subscription_create-made", CREATED),
        row("subscription_create-made-older", CREATED),
        row("subscription_get-found", OK),
        row("subscription_get-not-found", NOT_FOUND),
        row("subscription_find-two", OK),
        row("subscription_find-none", NOT_FOUND),
        row("subscription_update-done", UPDATED),
        row("subscription_cancel-done", CANCELLED),
        row("subscription_cancel-not-found", REFUSED).shows(refused_with("no reason given")),
        row("order_create-made", CREATED),
        row("order_create-made-older", CREATED),
        row("order_cancel-done", CANCELLED),
        row("notification_get-on", OK),
        row("notification_update-done", UPDATED),
        row("tpay_link-made", LINK).number(11_122_233_344),
        row("tpay_link-malformed", REFUSED).shows(refused_with("Amount is required")),
        row("tpay_image-made", LINK).number(11_122_233_344),
        row("sbp_link-made", LINK).number(11_122_233_344),
        row("sbp_link-declined", (10, "declined", "none", "stop")).shows(declined_by(
            11_122_233_345,
            6009,
            "InvalidTtl",
        )),
        row("sbp_image-made", LINK).number(11_122_233_344),
        row("sberpay_link-made", LINK).number(11_122_233_346),
        row("sberpay_image-made", LINK).number(11_122_233_346),
        row("dolyami_pay-made", LINK).number(183_930_901),
        row("dolyami_pay-made-link-inside", LINK).number(183_930_901),
        row(
            "dolyami_pay-not-opened",
            (10, "declined", "none", "ask_other_card"),
        )
        .shows(json!({"error": {"code": "declined", "reason_code": 5204}})),
        row("sbp_banks-three", OK),
    ]
}

fn helpers() -> Vec<Row> {
    vec![
        row("applepay_session-opened", OK),
        row("escrow_info-closed", OK),
        row("public_key-current", OK),
        row("bin_info-found", OK),
        row("raw-configuration", OK).request("raw-configuration"),
        // Where it leads is for a browser: the result is asked for.
        row("raw-three-ds-callback.txt", UNKNOWN)
            .http(302)
            .request("raw-three-ds-callback")
            .shows(json!({"error": {"code": "redirect_refused"}})),
    ]
}

/// Cash registers.
fn registers() -> Vec<Row> {
    vec![
        row("kkt_fiscalize-queued", QUEUED),
        row("receipt_create-queued", QUEUED),
        row("receipt_create-queued-with-warning", QUEUED),
        row("receipt_create-refused", REFUSED)
            .shows(refused_with("Компания с ИНН 7700000000 не найдена")),
        // A status is a record too, whatever it says of its receipt.
        row("receipt_status-queued", OK),
        row("receipt_status-queued-with-warnings", OK),
        row("receipt_status-processed", OK),
        row("receipt_status-error", OK),
        row("receipt_status-not-found", NOT_FOUND),
        row("receipt_get-found", OK),
        row("receipt_get-not-found", NOT_FOUND),
        row("correction_create-queued", QUEUED),
        row("correction_status-queued", OK),
        row("correction_status-processed", OK),
        row("correction_status-error", OK),
        row("correction_status-not-found", NOT_FOUND),
        row("correction_get-found", OK),
        row("kkt_state_change-done", UPDATED),
        row("kkt_state_change-already-on", UPDATED),
        row("kkt_state_change-already-off", UPDATED),
        row("kkt_state_change-refused", REFUSED).shows(refused_with(
            "Cannot set online status, kkm has specific Maintenance reason code",
        )),
        row("kkt_state-online", OK),
        row("kkt_warnings-all", OK),
        // The warnings of the only register come without an envelope.
        row("kkt_warnings-bare", OK),
        row("mark_check-valid", OK),
        // The question was answered; whether the item may be sold is in the answer.
        row("mark_check-invalid", OK),
        row("mark_check-no-access", REFUSED).shows(refused_with(
            "Терминал pk_0 не имеет доступа к ИНН 7700000000",
        )),
        row("mark_check_many-two", OK),
    ]
}

fn rows() -> Vec<Row> {
    let groups = [
        payments(),
        payouts(),
        look_ups(),
        arrangements(),
        helpers(),
        registers(),
    ];
    groups.into_iter().flatten().collect()
}

/// Asserts that a reply shows all of this.
fn assert_shows(shown: &Value, reply: &Value, of: &str) {
    match shown {
        Value::Object(members) => {
            for (key, value) in members {
                assert_shows(value, &reply[key], &format!("{of}: {key}"));
            }
        }
        Value::Null => {}
        other => assert_eq!(other, reply, "{of}"),
    }
}

fn verdict(reply: &Value) -> (i64, &str, &str, &str) {
    let text = |key: &str| reply[key].as_str().unwrap_or_default();
    let status = reply["status"].as_i64().unwrap_or(-1);
    (status, text("outcome"), text("money"), text("next"))
}

fn merged(mut request: Value, other: &Value) -> Value {
    for (key, value) in other.as_object().into_iter().flatten() {
        request[key] = value.clone();
    }
    request
}

/// The members of a body, as they stand between its braces.
fn inside(body: &str) -> Option<&str> {
    Some(body.trim().strip_prefix('{')?.strip_suffix('}')?.trim())
}

#[test]
fn every_published_answer_ends_as_it_means() {
    for row in rows() {
        let file = row.answer;
        let nothing = r#"{"Success":false,"Message":"Not found"}"#;
        let record = row.record.map_or_else(|| nothing.to_owned(), answer);
        let gateway = Gateway::answering(row.http_status, &row.body(), &record);
        let asked = request(row.request.unwrap_or(row.method()));
        let asked = merged(asked, &row.other).to_string();
        let text = gateway.client(file).call(row.method(), &asked).json;
        let reply: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(verdict(&reply), row.wanted, "{file}: {text}");
        assert_eq!(reply["http_status"], row.http_status, "{file}");
        assert_shows(&row.shown, &reply, file);
        // What the last answer said stands at the end, word for word; a page is not shown.
        let by_look_up = reply["evidence"]["source"] == "look_up";
        let theirs = if by_look_up { record } else { row.body() };
        let theirs = inside(&theirs).unwrap_or_default();
        assert!(text.ends_with(&format!("{theirs}}}")), "{file}: {text}");
    }
}

#[test]
fn every_answer_has_its_row_and_every_method_an_answer() {
    let all = rows();
    let named: BTreeSet<_> = all.iter().map(|row| row.answer.to_owned()).collect();
    assert_eq!(named.len(), all.len(), "a row twice");
    assert_eq!(named, files("answers"));
    let answered: BTreeSet<_> = all.iter().map(Row::method).collect();
    let of_the_api = |row: &&catalog::Row| row.via != Via::Own;
    for method in ROWS.iter().filter(of_the_api).map(|row| row.name) {
        assert!(answered.contains(method), "{method} has no answer");
    }
}

/// What a till does after each `ReasonCode` of the directory.
const REASONS: [(&str, &[u32]); 3] = [
    (
        "ask_other_card",
        &[
            5001, 5003, 5005, 5006, 5012, 5014, 5015, 5017, 5019, 5031, 5036, 5051, 5054, 5055,
            5057, 5058, 5061, 5062, 5063, 5082, 5113, 5204, 5206, 5207, 5300, 5303, 5761, 5762,
            5763,
        ],
    ),
    (
        "stop",
        &[
            3001, 3002, 3003, 3004, 3005, 3008, 5004, 5007, 5013, 5033, 5034, 5041, 5043, 5059,
            6001, 6002, 6003, 6004, 6005, 6006, 6007, 6008, 6009, 6010, 6011, 6013, 6014, 6015,
            6016, 6017, 6021, 6022, 6025,
        ],
    ),
    ("retry_later", &[3006, 3007, 5030, 5065, 5091, 5092, 5096]),
];

#[test]
fn every_reason_is_a_decline_with_its_advice() {
    let body = answer("charge-declined");
    let asked = request("charge").to_string();
    // 61 of payments, 8 of Check; one that is not in the directory is as good as 5204.
    let known = REASONS.iter().map(|(_, codes)| codes.len()).sum::<usize>();
    assert_eq!(known, 61 + 8);
    let mut all: Vec<_> = REASONS
        .iter()
        .flat_map(|(next, codes)| codes.iter().map(|code| (*next, *code)))
        .collect();
    all.push(("ask_other_card", 5999));
    for (next, code) in all {
        let body = body.replace("\"ReasonCode\": 5051", &format!("\"ReasonCode\": {code}"));
        let gateway = Gateway::answering(200, &body, "");
        let reply = gateway.client(&format!("pk_{code}")).call("charge", &asked);
        let reply: Value = serde_json::from_str(&reply.json).expect("JSON");
        assert_eq!(verdict(&reply), declined(next), "{code}: {reply}");
        assert_eq!(reply["error"]["reason_code"], code);
        assert!(
            reply["cashier"]["ru"]
                .as_str()
                .is_some_and(|words| !words.is_empty())
        );
    }
}

/// Whether all of a request arrived. A text may become the number that it spells, and null is as
/// good as nothing.
fn arrived(given: &Value, sent: &Value) -> bool {
    match (given, sent) {
        (Value::Object(given), Value::Object(_)) => {
            given.iter().all(|(key, value)| arrived(value, &sent[key]))
        }
        (Value::Array(given), Value::Array(sent)) => {
            given.len() == sent.len() && given.iter().zip(sent).all(|(a, b)| arrived(a, b))
        }
        (Value::String(digits), Value::Number(number)) => *digits == number.to_string(),
        _ => given == sent,
    }
}

#[test]
fn every_published_request_is_sent() {
    for file in files("requests") {
        let method = method_of(&file);
        let text = read("requests", &file);
        let gateway = Gateway::answering(200, r#"{"Success":false,"Message":"Not found"}"#, "{}");
        let reply = gateway.client(&file).call(method, &text).json;
        let sent = gateway.asked();
        let sent = sent.unwrap_or_else(|| panic!("{file} was not sent: {reply}"));
        let row = catalog::find(method).expect("a method");
        if row.via != Via::Own {
            let in_path = |name: &str| row.path.contains(&format!("{{{name}}}"));
            let mut given = request(&file);
            given
                .as_object_mut()
                .expect("an object")
                .retain(|name, _| !in_path(name));
            let body = serde_json::from_str(&sent.body).unwrap_or(json!({}));
            assert!(arrived(&given, &body), "{file}: {}", sent.body);
        }
    }
}

#[test]
fn every_method_has_a_request() {
    let all = files("requests");
    for row in ROWS.iter().filter(|row| row.via != Via::Own) {
        assert!(all.contains(row.name), "{} has no request", row.name);
    }
}

/// What a method was asked, what the gateway answered, and the record that it shows afterwards.
const OTHER_THAN_ASKED: [(&str, &str, &str, &str); 5] = [
    (
        "refund",
        r#"{"TransactionId": 455, "Amount": "3.25"}"#,
        r#"{"Model":{"TransactionId":568},"Success":true,"Message":null}"#,
        r#"{"Model":{"TransactionId":568,"OriginalTransactionId":455,"Type":1,"Amount":3.23,"Status":"Completed"},"Success":true}"#,
    ),
    (
        "refund",
        r#"{"TransactionId": 455, "Amount": "3.25"}"#,
        r#"{"Model":{"TransactionId":568},"Success":true,"Message":null}"#,
        r#"{"Model":{"TransactionId":568,"OriginalTransactionId":454,"Type":1,"Amount":3.25,"Status":"Completed"},"Success":true}"#,
    ),
    (
        "order_create",
        r#"{"Amount": "10.50", "Currency": "RUB", "Description": "Two coffees"}"#,
        r#"{"Model":{"Id":"f2K8LV6reGE9WBFn","Number":61,"Amount":30.5,"Currency":"RUB","Url":"https://pay.example/1"},"Success":true}"#,
        r#"{"Success":false,"Message":"Not found"}"#,
    ),
    (
        "sbp_link",
        r#"{"Amount": "10.50", "Currency": "RUB", "Scheme": "charge", "InvoiceId": "A-17"}"#,
        r#"{"Model":{"QrUrl":"https://qr.example/1","TransactionId":504,"MerchantOrderId":"A-17","Amount":10.53},"Success":true}"#,
        r#"{"Model":{"TransactionId":504,"InvoiceId":"A-17","Amount":10.53,"Status":"Created"},"Success":true}"#,
    ),
    (
        "charge",
        r#"{"Amount": "10.50", "Currency": "RUB", "InvoiceId": "A-17", "CardCryptogramPacket": "014111111111301204c2FuZGJveA=="}"#,
        r#"{"Model":{"TransactionId":504,"InvoiceId":"A-17","Amount":10.58,"Status":"Completed"},"Success":true}"#,
        r#"{"Model":{"TransactionId":504,"InvoiceId":"A-17","Amount":10.58,"Status":"Pending"},"Success":true}"#,
    ),
];

#[test]
fn who_did_something_else_than_was_asked_is_shown_to_a_person() {
    for (index, (method, request, answer, record)) in OTHER_THAN_ASKED.into_iter().enumerate() {
        let gateway = Gateway::answering(200, answer, record);
        let client = gateway.client(&format!("pk_other_{index}"));
        let reply: Value =
            serde_json::from_str(&client.call(method, request).json).expect("a JSON answer");
        let told = (&reply["outcome"], &reply["error"]["code"]);
        assert_eq!(
            told,
            (&json!("manual_review"), &json!("mismatch")),
            "{method}: {reply}"
        );
    }
}

#[test]
fn a_refusal_by_status_is_none_if_its_body_tells_of_success() {
    let paid = r#"{"Model":{"TransactionId":504,"InvoiceId":"A-17","Amount":10.50,"Status":"Completed",
        "JsonData":"{\"cp_request_id\":\"r-1\"}"},"Success":true}"#;
    let request = r#"{"request_id": "r-1", "Amount": "10.50", "Currency": "RUB", "InvoiceId": "A-17",
        "CardCryptogramPacket": "014111111111301204c2FuZGJveA=="}"#;
    for status in [400, 401, 404, 425, 429] {
        let gateway = Gateway::answering(status, paid, paid);
        let client = gateway.client(&format!("pk_status_{status}"));
        let reply: Value =
            serde_json::from_str(&client.call("charge", request).json).expect("a JSON answer");
        let told = verdict(&reply);
        assert_eq!(told, COMPLETED, "HTTP {status}: {reply}");
        assert_eq!(reply["attempts"], 1, "HTTP {status}");
    }
}
