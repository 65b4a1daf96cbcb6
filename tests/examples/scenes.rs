//! What is asked in the examples, and what must have happened before.
//!
//! `$path` stands for the value at this path of an answer that came before.

/// One method with an example.
pub(crate) struct Scene {
    pub(crate) method: &'static str,
    pub(crate) before: &'static [Step],
    pub(crate) request: &'static str,
}

/// One thing that happened before.
pub(crate) enum Step {
    /// A call of a method.
    Call(&'static str, &'static str),
    /// A control route of the sandbox with its body.
    Control(&'static str, &'static str),
    /// A fault of a path; what it delays comes ten minutes later.
    Fault(&'static str, &'static str),
    /// A call that has reached the sandbox and waits for its answer.
    InAnotherThread(&'static str, &'static str),
}

use Step::{Call, Control, Fault, InAnotherThread};

/// A charge of 10.50 that is captured, with a token.
const PAID: Step = Call(
    "charge",
    r#"{"request_id": "sale-1", "Amount": "10.50", "Currency": "RUB", "InvoiceId": "A-17", "AccountId": "user-1",
        "Email": "user@example.com", "CardCryptogramPacket": "014000003055301204c2FuZGJveA=="}"#,
);

/// A hold of 10.50.
const HELD: Step = Call(
    "auth",
    r#"{"request_id": "hold-1", "Amount": "10.50", "Currency": "RUB", "InvoiceId": "A-17",
        "CardCryptogramPacket": "014111111111301204c2FuZGJveA=="}"#,
);

/// A charge that waits for 3-D Secure.
const AT_THE_BANK: Step = Call(
    "charge",
    r#"{"request_id": "sale-1", "Amount": "10.50", "Currency": "RUB", "InvoiceId": "A-17",
        "CardCryptogramPacket": "014242424242301204c2FuZGJveA=="}"#,
);

/// A link that waits for its payer.
const LINK: Step = Call(
    "sbp_link",
    r#"{"request_id": "link-1", "Amount": "10.50", "Currency": "RUB", "Scheme": "charge", "InvoiceId": "A-17"}"#,
);

const SUBSCRIBED: Step = Call(
    "subscription_create",
    r#"{"request_id": "subscribe-1", "Token": $Model.Token, "AccountId": "user-1", "Description": "Coffee every month",
        "Amount": "399.90", "Currency": "RUB", "RequireConfirmation": false, "StartDate": "2026-02-01T10:00:00",
        "Interval": "Month", "Period": 1}"#,
);

const ORDERED: Step = Call(
    "order_create",
    r#"{"request_id": "order-1", "Amount": "10.50", "Currency": "RUB", "Description": "Two coffees", "InvoiceId": "A-17"}"#,
);

const QUEUED: Step = Call("receipt_create", RECEIPT);
const RECEIPT: &str = r#"{"request_id": "receipt-1", "Inn": "7701234560", "Type": "Income", "InvoiceId": "A-17",
    "CustomerReceipt": {"Items": [{"Label": "Coffee", "Price": 5.25, "Quantity": 2, "Amount": 10.50, "Vat": 22, "Method": 4, "Object": 1}],
    "TaxationSystem": 0, "Email": "user@example.com", "Amounts": {"Electronic": 10.50}}}"#;

const CORRECTED: Step = Call("correction_create", CORRECTION);
const CORRECTION: &str = r#"{"request_id": "correction-1", "CorrectionReceiptData": {"OrganizationInn": "7701234560", "TaxationSystem": 0,
    "CorrectionReceiptType": 1, "VatRate": 22, "CauseCorrection": {"CorrectionDate": "2026-01-14", "CorrectionNumber": "1"},
    "Amounts": {"Electronic": 10.50}}}"#;

const A_MINUTE_LATER: Step = Control("clock", r#"{"advance_ms": 60000}"#);

/// A scene that begins with nothing.
const fn at_once(method: &'static str, request: &'static str) -> Scene {
    after(&[], method, request)
}

const fn after(before: &'static [Step], method: &'static str, request: &'static str) -> Scene {
    Scene {
        method,
        before,
        request,
    }
}

/// The scenes, in the order of the catalogue.
pub(crate) const SCENES: &[Scene] = &[
    at_once("test", "{}"),
    at_once(
        "charge",
        r#"{"request_id": "sale-1", "Amount": "10.50", "Currency": "RUB", "InvoiceId": "A-17",
            "Description": "Two coffees", "AccountId": "user-1", "IpAddress": "127.0.0.1",
            "CardCryptogramPacket": "014000003055301204c2FuZGJveA=="}"#,
    ),
    at_once(
        "auth",
        r#"{"request_id": "hold-1", "Amount": "10.50", "Currency": "RUB", "InvoiceId": "A-17",
            "IpAddress": "127.0.0.1", "CardCryptogramPacket": "014111111111301204c2FuZGJveA=="}"#,
    ),
    after(
        &[
            AT_THE_BANK,
            Control(
                "payer",
                r#"{"TransactionId": $transaction_id, "action": "confirm_3ds"}"#,
            ),
        ],
        "post3ds",
        r#"{"request_id": "sale-1-3ds", "TransactionId": $MD, "PaRes": $PaRes}"#,
    ),
    after(
        &[PAID],
        "token_charge",
        r#"{"request_id": "sale-2", "Amount": "10.50", "Currency": "RUB", "InvoiceId": "A-18", "AccountId": "user-1",
            "Token": $Model.Token, "TrInitiatorCode": 1}"#,
    ),
    after(
        &[PAID],
        "token_auth",
        r#"{"request_id": "hold-2", "Amount": "10.50", "Currency": "RUB", "InvoiceId": "A-18", "AccountId": "user-1",
            "Token": $Model.Token, "TrInitiatorCode": 0, "PaymentScheduled": 0}"#,
    ),
    after(
        &[HELD],
        "confirm",
        r#"{"request_id": "hold-1-confirm", "TransactionId": $transaction_id, "Amount": "8.00"}"#,
    ),
    after(
        &[HELD],
        "void",
        r#"{"request_id": "hold-1-void", "TransactionId": $transaction_id}"#,
    ),
    after(
        &[PAID],
        "refund",
        r#"{"request_id": "sale-1-refund", "TransactionId": $transaction_id, "Amount": "5.25"}"#,
    ),
    at_once(
        "card_payout",
        r#"{"request_id": "payout-1", "Amount": "100.00", "Currency": "RUB", "InvoiceId": "P-1", "Name": "IVAN IVANOV",
            "CardCryptogramPacket": "014111111111301204c2FuZGJveA=="}"#,
    ),
    after(
        &[PAID],
        "token_payout",
        r#"{"request_id": "payout-1", "Amount": "100.00", "Currency": "RUB", "InvoiceId": "P-1", "AccountId": "user-1",
            "Token": $Model.Token}"#,
    ),
    at_once(
        "sbp_payout",
        r#"{"request_id": "payout-1", "Amount": "100.00", "Currency": "RUB", "InvoiceId": "P-1",
            "MemberId": "100000000111", "Receiver": {"Phone": "+79990000000"}}"#,
    ),
    after(
        &[PAID],
        "payment_get",
        r#"{"TransactionId": $transaction_id}"#,
    ),
    after(&[PAID], "payment_find", r#"{"InvoiceId": "A-17"}"#),
    after(
        &[
            PAID,
            Call(
                "refund",
                r#"{"TransactionId": $transaction_id, "Amount": "5.25", "request_id": "sale-1-refund"}"#,
            ),
        ],
        "payment_find_v2",
        r#"{"InvoiceId": "A-17"}"#,
    ),
    after(
        &[PAID],
        "payment_list",
        r#"{"Date": "2026-01-15", "TimeZone": "MSK"}"#,
    ),
    after(
        &[PAID],
        "payment_list_v2",
        r#"{"CreatedDateGte": "2026-01-15T00:00:00+03:00", "CreatedDateLte": "2026-01-16T00:00:00+03:00",
            "PageNumber": 1, "TimeZone": "MSK", "Statuses": ["Completed"]}"#,
    ),
    after(&[PAID], "token_list", r#"{"PageNumber": 1}"#),
    after(
        &[
            PAID,
            Control(
                "chargebacks",
                r#"{"TransactionId": $transaction_id, "Type": "Chargeback", "Operation": "Presentment"}"#,
            ),
        ],
        "chargeback_list",
        r#"{"CreatedDateGte": "2026-01-01T00:00:00+03:00", "CreatedDateLte": "2026-02-01T00:00:00+03:00",
            "PageNumber": 1}"#,
    ),
    after(
        &[PAID],
        "subscription_create",
        r#"{"request_id": "subscribe-1", "Token": $Model.Token, "AccountId": "user-1",
            "Description": "Coffee every month", "Email": "user@example.com", "Amount": "399.90", "Currency": "RUB",
            "RequireConfirmation": false, "StartDate": "2026-02-01T10:00:00", "Interval": "Month", "Period": 1,
            "MaxPeriods": 12}"#,
    ),
    after(
        &[PAID, SUBSCRIBED],
        "subscription_get",
        r#"{"Id": $Model.Id}"#,
    ),
    after(
        &[PAID, SUBSCRIBED],
        "subscription_find",
        r#"{"AccountId": "user-1"}"#,
    ),
    after(
        &[PAID, SUBSCRIBED],
        "subscription_update",
        r#"{"request_id": "subscribe-1-dearer", "Id": $Model.Id, "Amount": "449.90", "Description": "More coffee"}"#,
    ),
    after(
        &[PAID, SUBSCRIBED],
        "subscription_cancel",
        r#"{"request_id": "subscribe-1-end", "Id": $Model.Id}"#,
    ),
    at_once(
        "order_create",
        r#"{"request_id": "order-1", "Amount": "10.50", "Currency": "RUB", "Description": "Two coffees",
            "InvoiceId": "A-17", "Email": "user@example.com", "SendEmail": true}"#,
    ),
    after(
        &[ORDERED],
        "order_cancel",
        r#"{"request_id": "order-1-cancel", "Id": $Model.Id}"#,
    ),
    at_once("notification_get", r#"{"Type": "pay"}"#),
    at_once(
        "notification_update",
        r#"{"request_id": "settings-1", "Type": "pay", "IsEnabled": true, "Address": "http://127.0.0.1:9000/pay",
            "HttpMethod": "POST", "Encoding": "UTF8", "Format": "CloudPayments"}"#,
    ),
    at_once(
        "sbp_link",
        r#"{"request_id": "link-1", "Amount": "10.50", "Currency": "RUB", "Scheme": "charge", "InvoiceId": "A-17",
            "TtlMinutes": 15}"#,
    ),
    at_once(
        "sbp_image",
        r#"{"request_id": "link-1", "Amount": "10.50", "Currency": "RUB", "Scheme": "charge", "InvoiceId": "A-17"}"#,
    ),
    at_once(
        "tpay_link",
        r#"{"request_id": "link-1", "Amount": "10.50", "Currency": "RUB", "Scheme": "0", "InvoiceId": "A-17",
            "Os": "Android", "Browser": "Chrome", "Webview": false, "Device": "Mobile",
            "SuccessRedirectUrl": "https://shop.example/yes", "FailRedirectUrl": "https://shop.example/no"}"#,
    ),
    at_once(
        "tpay_image",
        r#"{"request_id": "link-1", "Amount": "10.50", "Currency": "RUB", "Scheme": "1", "InvoiceId": "A-17",
            "Os": "Windows", "Browser": "Firefox", "Webview": false, "Device": "DesktopWeb",
            "SuccessRedirectUrl": "https://shop.example/yes", "FailRedirectUrl": "https://shop.example/no"}"#,
    ),
    at_once(
        "sberpay_link",
        r#"{"request_id": "link-1", "Amount": "10.50", "Currency": "RUB", "Scheme": "charge", "InvoiceId": "A-17",
            "Os": "iOS", "Browser": "Safari", "Webview": false, "Device": "Mobile"}"#,
    ),
    at_once(
        "sberpay_image",
        r#"{"request_id": "link-1", "Amount": "10.50", "Currency": "RUB", "Scheme": "auth", "InvoiceId": "A-17",
            "Os": "Windows", "Browser": "Firefox", "Webview": false, "Device": "DesktopWeb"}"#,
    ),
    at_once(
        "dolyami_pay",
        r#"{"request_id": "link-1", "AltPayType": "TcsBnplDolyame", "Amount": "10.50", "Scheme": "0",
            "InvoiceId": "A-17", "SuccessRedirectUrl": "https://shop.example/yes"}"#,
    ),
    at_once("sbp_banks", r#"{"Platform": "android"}"#),
    after(
        &[LINK],
        "qr_status",
        r#"{"TransactionId": $transaction_id}"#,
    ),
    after(
        &[
            LINK,
            Control(
                "payer",
                r#"{"TransactionId": $transaction_id, "action": "pay"}"#,
            ),
        ],
        "qr_wait",
        r#"{"TransactionId": $transaction_id, "timeout_ms": 60000}"#,
    ),
    at_once(
        "applepay_session",
        r#"{"ValidationUrl": "https://apple-pay-gateway.apple.com/paymentservices/startSession"}"#,
    ),
    after(
        &[Call(
            "charge",
            r#"{"request_id": "sale-1", "Amount": "10.50", "Currency": "RUB", "InvoiceId": "A-17",
                "Escrow": {"StartAccumulation": true, "EscrowType": 0},
                "CardCryptogramPacket": "014111111111301204c2FuZGJveA=="}"#,
        )],
        "escrow_info",
        r#"{"EscrowAccumulationIds": [$Model.EscrowAccumulationId]}"#,
    ),
    at_once("public_key", "{}"),
    at_once("bin_info", r#"{"digits": "411111"}"#),
    at_once("receipt_create", RECEIPT),
    after(&[QUEUED], "receipt_status", r#"{"Id": $Model.Id}"#),
    after(
        &[QUEUED, A_MINUTE_LATER],
        "receipt_get",
        r#"{"Id": $Model.Id}"#,
    ),
    at_once("correction_create", CORRECTION),
    after(
        &[CORRECTED, A_MINUTE_LATER],
        "correction_status",
        r#"{"Id": $Model.Id}"#,
    ),
    after(
        &[CORRECTED, A_MINUTE_LATER],
        "correction_get",
        r#"{"Id": $Model.Id}"#,
    ),
    at_once(
        "kkt_fiscalize",
        r#"{"request_id": "register-9", "Inn": "7701234560", "DeviceNumber": "00100000000000000009",
            "FiscalNumber": "9280440300000009", "RegNumber": "0000000001000009", "Url": "https://shop.example",
            "Ofd": "TaxCom", "TaxationSystem": [0], "MerchantEmail": "shop@example.com",
            "MerchantPhone": "+79999999999"}"#,
    ),
    at_once(
        "kkt_state_change",
        r#"{"request_id": "register-1-off", "Inn": "7701234560", "DeviceNumber": "00100000000000000001",
            "FiscalNumber": "9999078900000001", "OnMaintenance": true}"#,
    ),
    at_once(
        "kkt_state",
        r#"{"DeviceNumber": "00100000000000000001", "FiscalNumber": "9999078900000001"}"#,
    ),
    after(
        &[Control(
            "kkt",
            r#"{"DeviceNumber": "00100000000000000001", "ofd_queue": 100}"#,
        )],
        "kkt_warnings",
        "{}",
    ),
    at_once(
        "mark_check",
        r#"{"Inn": "7701234560", "MarkCode": "0104601234567890215abc\u001d91EE11\u001d92abcd"}"#,
    ),
    at_once(
        "mark_check_many",
        r#"{"Inn": "7701234560", "MarkCodes": ["0104601234567890215abc\u001d91EE11\u001d92abcd",
            "0104601234567890215SOLD\u001d91EE11\u001d92abcd"]}"#,
    ),
    at_once(
        "raw",
        r#"{"request_id": "raw-1", "path": "payments/brand-new", "body": {"InvoiceId": "A-17"}, "effect": "changes"}"#,
    ),
    after(
        &[
            Fault("payments/cards/charge", "drop_after"),
            Call(
                "charge",
                r#"{"request_id": "sale-1", "Amount": "10.50", "InvoiceId": "A-17", "resolve_ms": 0,
                    "CardCryptogramPacket": "014111111111301204c2FuZGJveA=="}"#,
            ),
        ],
        "resolve",
        r#"{"request_id": "sale-1", "InvoiceId": "A-17", "sent_at": "2026-01-15T10:00:00Z", "Amount": "10.50"}"#,
    ),
    after(&[PAID], "reverse", r#"{"TransactionId": $transaction_id}"#),
    after(
        &[
            Fault("payments/cards/charge", "delay"),
            InAnotherThread(
                "charge",
                r#"{"request_id": "sale-1", "Amount": "10.50", "InvoiceId": "A-17",
                    "CardCryptogramPacket": "014111111111301204c2FuZGJveA=="}"#,
            ),
        ],
        "interrupt",
        r#"{"request_id": "sale-1"}"#,
    ),
    after(
        &[AT_THE_BANK],
        "three_ds_form",
        r#"{"Model": $Model, "term_url": "https://shop.example/3ds/A-17"}"#,
    ),
    at_once(
        "three_ds_parse",
        r#"{"body": "MD=4899394366&PaRes=%2B%2FeyJUcmFuc2FjdGlvbiI6MX0%3D", "TransactionId": 4899394366}"#,
    ),
    at_once(
        "webhook_verify",
        r#"{"type": "pay",
            "body": "TransactionId=4624817377&Amount=10.50&Currency=RUB&InvoiceId=A-17&AccountId=user-1&Status=Completed&TestMode=1",
            "headers": {"Content-HMAC": "HcuwzWhA+koEr4KCPVIbvzRPgEkc/01KjXO/puul8/0="},
            "expected": {"Amount": "10.50", "Currency": "RUB", "InvoiceId": "A-17"}}"#,
    ),
    after(
        &[PAID],
        "reconcile",
        r#"{"date": "2026-01-15", "time_zone": "MSK", "operations": [
            {"InvoiceId": "A-17", "Amount": "10.00", "Currency": "RUB", "outcome": "completed"},
            {"InvoiceId": "A-18", "Amount": "7.00", "Currency": "RUB", "outcome": "completed"}]}"#,
    ),
    at_once(
        "cryptogram_test",
        r#"{"card": "4111 1111 1111 1111", "expiry": "12/30", "form": "old"}"#,
    ),
    after(&[PAID], "journal_pending", "{}"),
    after(
        &[
            Fault("payments/cards/charge", "drop_after"),
            Call(
                "charge",
                r#"{"request_id": "sale-1", "Amount": "10.50", "Currency": "RUB", "InvoiceId": "A-17", "resolve_ms": 0,
                    "CardCryptogramPacket": "014111111111301204c2FuZGJveA=="}"#,
            ),
        ],
        "journal_recover",
        r#"{"timeout_ms": 30000}"#,
    ),
    after(&[PAID], "journal_ack", r#"{"request_id": "sale-1"}"#),
    after(&[PAID], "journal_last", "{}"),
    after(&[PAID], "journal_rebuild", r#"{"days": 1}"#),
];
