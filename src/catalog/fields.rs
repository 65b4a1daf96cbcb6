//! The fields of the methods, for the rows of the catalogue.

use super::{Field, Kind, optional, required};

/// Fields of ours that every method takes.
pub const COMMON: &[Field] = &[
    optional("request_id", Kind::Text, "Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.").max(128),
    optional("timeout_ms", Kind::Integer, "The whole of this call in milliseconds, instead of the configured one.").max(86_400_000),
    optional("resolve_ms", Kind::Integer, "How long this call goes on asking when in doubt, in milliseconds.").max(86_400_000),
];

/// `amount_minor`, which every method with an `Amount` takes, and `extra` for methods of the API.
pub const COMMON_API: &[Field] = &[
    optional(
        "amount_minor",
        Kind::Integer,
        "The amount in hundredths, whatever the currency, instead of `Amount`.",
    )
    .max(99_999_999_999_999),
    optional(
        "extra",
        Kind::Object,
        "Fields that are newer than this library; merged into the request.",
    ),
];

/// Why a charge may carry no address: wallets need none, and the gateway accepts it without.
pub(super) const IP_ADDRESS: Field = optional(
    "IpAddress",
    Kind::Text,
    "IP address of the payer; the gateway wants it for every card that is not in a wallet.",
)
.max(45);

pub(super) const CARD_PAYMENT: &[Field] = &[
    required(
        "Amount",
        Kind::Amount,
        "The sum, from 0.01, at most two decimals.",
    ),
    required(
        "CardCryptogramPacket",
        Kind::Cryptogram,
        "The card cryptogram made by the checkout script, or the token of a wallet. Never kept, never logged.",
    ),
    optional(
        "Currency",
        Kind::Text,
        "RUB (the default), USD, EUR, GBP, …",
    )
    .max(3),
    IP_ADDRESS,
    optional("Name", Kind::Text, "Card holder in Latin letters."),
    optional(
        "PaymentUrl",
        Kind::Text,
        "The page that called the checkout script.",
    ),
    optional(
        "InvoiceId",
        Kind::Text,
        "Order number; the request id if missing, so that every charge can be found.",
    ),
    optional("Description", Kind::Text, "What is paid for, in free text."),
    optional(
        "CultureName",
        Kind::Text,
        "Language of messages to the payer: ru-RU, en-US, …",
    ),
    optional(
        "AccountId",
        Kind::Text,
        "Who pays, in your own numbering; needed to get a token.",
    ),
    optional("Email", Kind::Text, "Where the payment slip is sent."),
    optional(
        "Payer",
        Kind::Object,
        "Name, address and phone of the payer.",
    ),
    optional(
        "JsonData",
        Kind::Json,
        "Any data kept with the payment; receipt and subscription instructions go here.",
    ),
    RECEIPT,
    optional("SaveCard", Kind::Boolean, "Ask for a token of the card."),
    optional(
        "Escrow",
        Kind::Object,
        "Safe deal: StartAccumulation, EscrowType, AccumulationId.",
    ),
    optional("AirlineAddendum", Kind::Object, "Air ticket data."),
];

pub(super) const TOKEN_PAYMENT: &[Field] = &[
    required(
        "Amount",
        Kind::Amount,
        "The sum, from 0.01, at most two decimals.",
    ),
    required(
        "AccountId",
        Kind::Text,
        "The payer for whom the token was issued.",
    ),
    required("Token", Kind::Text, "The token of the card. Never logged."),
    required(
        "TrInitiatorCode",
        Kind::Integer,
        "Who starts the payment: 0 the merchant, 1 the card holder.",
    )
    .max(1),
    optional(
        "PaymentScheduled",
        Kind::Integer,
        "With TrInitiatorCode 0: 1 if the payment follows a schedule, else 0.",
    )
    .max(1),
    optional(
        "Currency",
        Kind::Text,
        "RUB (the default), USD, EUR, GBP, …",
    )
    .max(3),
    optional(
        "InvoiceId",
        Kind::Text,
        "Order number; the request id if missing, so that every charge can be found.",
    ),
    optional("Description", Kind::Text, "What is paid for, in free text."),
    IP_ADDRESS,
    optional("Email", Kind::Text, "Where the payment slip is sent."),
    optional(
        "Payer",
        Kind::Object,
        "Name, address and phone of the payer.",
    ),
    optional(
        "JsonData",
        Kind::Json,
        "Any data kept with the payment; receipt and subscription instructions go here.",
    ),
    RECEIPT,
];

pub(super) const PAYMENT_NUMBER: Field =
    required("TransactionId", Kind::Integer, "Number of the payment.");

pub(super) const RECEIPT_DATA: Field = optional(
    "JsonData",
    Kind::Json,
    "Receipt instructions for this operation.",
);

/// Ours: what the API wants inside of `JsonData`.
const RECEIPT: Field = optional(
    "receipt",
    Kind::Object,
    "The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`.",
);

pub(super) const FIND: &[Field] = &[required("InvoiceId", Kind::Text, "Order number.")];

pub(super) const NUMBER: &[Field] = &[PAYMENT_NUMBER];

pub(super) const POST3DS: &[Field] = &[
    required(
        "TransactionId",
        Kind::Integer,
        "Number of the payment: the MD that came back from the issuer's page.",
    ),
    required(
        "PaRes",
        Kind::Text,
        "The PaRes that came back from the issuer's page. Never kept, never logged.",
    ),
    optional(
        "ThreeDsCallbackId",
        Kind::Text,
        "Only for payments that a mobile SDK began.",
    ),
];

pub(super) const CONFIRM: &[Field] = &[
    PAYMENT_NUMBER,
    required(
        "Amount",
        Kind::Amount,
        "The sum to take, at most the hold; the rest is released.",
    ),
    RECEIPT_DATA,
    RECEIPT,
];

pub(super) const REFUND: &[Field] = &[
    PAYMENT_NUMBER,
    required(
        "Amount",
        Kind::Amount,
        "The sum to give back, at most what is left of the payment.",
    ),
    RECEIPT_DATA,
    RECEIPT,
];

pub(super) const PAYMENT_LIST: &[Field] = &[
    required("Date", Kind::Text, "The day, as 2026-11-24.").max(10),
    optional(
        "TimeZone",
        Kind::Text,
        "Code of the zone that defines the day: UTC (the default), MSK, …",
    ),
];

pub(super) const PAYMENT_LIST_V2: &[Field] = &[
    required(
        "CreatedDateGte",
        Kind::Text,
        "From, inclusive, as 2026-11-24T00:00:00+03:00.",
    ),
    required("CreatedDateLte", Kind::Text, "To, inclusive."),
    required(
        "PageNumber",
        Kind::Integer,
        "Page, from 1; a page has 100 operations, the last one fewer.",
    ),
    optional(
        "TimeZone",
        Kind::Text,
        "Code of the zone of the dates in the answer: UTC (the default), MSK, …",
    ),
    optional(
        "Statuses",
        Kind::Array,
        "Only these states: Authorized, Completed, Cancelled, Declined.",
    ),
];

pub(super) const RAW: &[Field] = &[
    required(
        "path",
        Kind::Text,
        "Path at the gateway, relative, without a leading slash. A path that has a method of its own is refused.",
    ),
    optional("http_method", Kind::Text, "POST (the default) or GET."),
    optional("body", Kind::Object, "The request as the API wants it."),
    optional(
        "effect",
        Kind::Text,
        "What it does: reads, changes or moves_money (the default).",
    ),
];

pub(super) const RESOLVE: &[Field] = &[
    optional(
        "InvoiceId",
        Kind::Text,
        "Order number of the payment in doubt.",
    ),
    optional(
        "TransactionId",
        Kind::Integer,
        "Number of the payment, where known.",
    ),
    optional(
        "method",
        Kind::Text,
        "The method in doubt: charge (the default), auth, post3ds, confirm, void, refund, …",
    ),
    optional(
        "sent_at",
        Kind::Text,
        "When it was sent: `sent_at` of the answer in doubt. Without it absence is never proven.",
    ),
    optional(
        "Amount",
        Kind::Amount,
        "The sum that was sent, where known.",
    ),
    optional(
        "Currency",
        Kind::Text,
        "The currency that was sent, where known.",
    )
    .max(3),
];

pub(super) const REVERSE: &[Field] = &[
    optional("InvoiceId", Kind::Text, "Order number of the payment."),
    optional("TransactionId", Kind::Integer, "Number of the payment."),
];

pub(super) const JOURNAL_OF_TILL: &[Field] = &[optional(
    "all",
    Kind::Boolean,
    "Those of all tills that share the journal; usually only those of this `till`.",
)];

pub(super) const JOURNAL_EXPORT: &[Field] = &[required(
    "path",
    Kind::Text,
    "The file to be written; one that exists already is refused.",
)
.max(4096)];

pub(super) const JOURNAL_REBUILD: &[Field] = &[optional(
    "days",
    Kind::Integer,
    "How many days back the gateway is asked, today included; 2 unless told.",
)
.max(400)];

pub(super) const THREE_DS_FORM: &[Field] = &[
    required("Model", Kind::Object, "`Model` of the 3-D Secure answer."),
    required(
        "term_url",
        Kind::Text,
        "Where the issuer sends the payer back to: an http or https address.",
    ),
    optional(
        "auto_submit",
        Kind::Boolean,
        "Whether the page submits itself (the default).",
    ),
];

pub(super) const THREE_DS_PARSE: &[Field] = &[
    required(
        "body",
        Kind::Text,
        "The form body that the browser posted to `term_url`.",
    ),
    optional(
        "TransactionId",
        Kind::Integer,
        "The payment that is expected; another one is refused.",
    ),
];

pub(super) const WEBHOOK_VERIFY: &[Field] = &[
    required(
        "type",
        Kind::Text,
        "check, pay, fail, confirm, refund, cancel, recurrent or receipt: by the address at which it came.",
    ),
    optional(
        "body",
        Kind::Text,
        "The body exactly as it came; nothing decoded, nothing written anew.",
    ),
    optional("body_base64", Kind::Text, "The same bytes in base64."),
    optional(
        "query",
        Kind::Text,
        "The query of a GET, exactly as it came, without the question mark.",
    ),
    required(
        "headers",
        Kind::Object,
        "The headers: Content-HMAC, X-Content-HMAC, Content-Type; names in any case.",
    ),
    optional(
        "expected",
        Kind::Object,
        "What the order says: Amount, Currency, InvoiceId, AccountId, any of them.",
    ),
];

pub(super) const RECONCILE: &[Field] = &[
    required("date", Kind::Text, "The day, as 2026-11-24.").max(10),
    optional(
        "time_zone",
        Kind::Text,
        "Code of the zone that defines the day: UTC (the default), MSK, …",
    ),
    required(
        "operations",
        Kind::Array,
        "The till's list: objects with `InvoiceId`, `Amount`, and where known `Currency`, `TransactionId`, `outcome`.",
    ),
];

pub(super) const CRYPTOGRAM_TEST: &[Field] = &[
    required(
        "card",
        Kind::Text,
        "Number of a test card, 14 to 19 digits; blanks may stand between.",
    ),
    required("expiry", Kind::Text, "MM/YY or MMYY."),
    optional(
        "form",
        Kind::Text,
        "`new` (the default): base64 of JSON. `old`: digits and base64.",
    ),
];

/// The order number of everything that can be paid.
const INVOICE_ID: Field = optional(
    "InvoiceId",
    Kind::Text,
    "Order number; the request id if missing, so that the payment can be found.",
);

/// What is paid out is in roubles.
const ROUBLES: Field = required("Currency", Kind::Text, "RUB.").max(3);

/// The receiver of a payout.
const RECEIVER: Field = optional(
    "Receiver",
    Kind::Object,
    "Name, address and phone of who receives the money.",
);

const PAYER: Field = optional(
    "Payer",
    Kind::Object,
    "Name, address and phone of the payer.",
);

/// A signature of the exact body, so nothing is added to a body that has one.
const X_SIGNATURE: Field = optional(
    "x_signature",
    Kind::Text,
    "Value of the header `X-Signature`: the signature of the body, which is then sent as it was given: no order number and no stamp are added.",
);

/// The terminal, where a method does not take it from the credentials.
const PUBLIC_ID: Field = optional(
    "PublicId",
    Kind::Text,
    "The terminal; the configured one if missing.",
);

const IP_ADDRESS_OF_LINK: Field =
    optional("IpAddress", Kind::Text, "IP address of the payer.").max(45);

const LINK_DATA: Field = optional(
    "JsonData",
    Kind::Json,
    "Any data kept with the payment; receipt and subscription instructions go here.",
);

pub(super) const CARD_PAYOUT: &[Field] = &[
    required(
        "CardCryptogramPacket",
        Kind::Cryptogram,
        "The card cryptogram made by the checkout script. Never kept, never logged.",
    ),
    required(
        "Amount",
        Kind::Amount,
        "The sum, from 0.01, at most two decimals.",
    ),
    ROUBLES,
    optional("Name", Kind::Text, "Card holder in Latin letters."),
    optional(
        "AccountId",
        Kind::Text,
        "Who receives, in your own numbering.",
    ),
    optional("Email", Kind::Text, "E-mail of the receiver."),
    INVOICE_ID,
    optional("Description", Kind::Text, "What is paid for, in free text."),
    PAYER,
    RECEIVER,
    LINK_DATA,
    X_SIGNATURE,
];

pub(super) const TOKEN_PAYOUT: &[Field] = &[
    required("Token", Kind::Text, "The token of the card. Never logged."),
    required(
        "Amount",
        Kind::Amount,
        "The sum, from 0.01, at most two decimals.",
    ),
    required(
        "AccountId",
        Kind::Text,
        "The payer for whom the token was issued.",
    ),
    ROUBLES,
    INVOICE_ID,
    PAYER,
    RECEIVER,
    optional(
        "Escrow",
        Kind::Object,
        "Safe deal: AccumulationId, TransactionIds, EscrowType, FinalPayout.",
    ),
    X_SIGNATURE,
];

pub(super) const SBP_PAYOUT: &[Field] = &[
    optional(
        "MemberId",
        Kind::Text,
        "The receiver's bank: the digits of its schema in the list of banks. Needed with `Receiver.Phone`.",
    ),
    required(
        "Amount",
        Kind::Amount,
        "The sum, from 0.01, at most two decimals.",
    ),
    ROUBLES,
    required("Receiver", Kind::Object, "Who receives: `Phone` is needed."),
    PAYER,
    optional(
        "AccountId",
        Kind::Text,
        "Who receives, in your own numbering.",
    ),
    optional("Email", Kind::Text, "E-mail of the receiver."),
    optional(
        "CultureName",
        Kind::Text,
        "Language of messages: ru-RU, en-US, …",
    ),
    INVOICE_ID,
    optional("Description", Kind::Text, "What is paid for, in free text."),
    X_SIGNATURE,
];

pub(super) const PAGE: &[Field] = &[required("PageNumber", Kind::Integer, "Page, from 1.")];

pub(super) const CHARGEBACK_LIST: &[Field] = &[
    required(
        "CreatedDateGte",
        Kind::Text,
        "From, inclusive, as 2026-11-24T00:00:00+03:00.",
    ),
    required(
        "CreatedDateLte",
        Kind::Text,
        "To, inclusive; at most a year later.",
    ),
    required(
        "PageNumber",
        Kind::Integer,
        "Page, from 1; a page has 100 claims, the last one fewer.",
    ),
];

pub(super) const SUBSCRIPTION_CREATE: &[Field] = &[
    required("Token", Kind::Text, "The token of the card. Never logged."),
    required(
        "AccountId",
        Kind::Text,
        "The payer for whom the token was issued.",
    ),
    required("Description", Kind::Text, "What is paid for, in free text."),
    optional("Email", Kind::Text, "Where the payment slips are sent."),
    required("Amount", Kind::Amount, "The sum of each charge."),
    required("Currency", Kind::Text, "RUB, USD, EUR, GBP.").max(3),
    required(
        "RequireConfirmation",
        Kind::Boolean,
        "Whether each charge is only a hold that must be confirmed.",
    ),
    required(
        "StartDate",
        Kind::Text,
        "When the first charge is made, UTC, as 2026-12-01T10:00:00; in the future.",
    ),
    required("Interval", Kind::Text, "Day, Week or Month."),
    required(
        "Period",
        Kind::Integer,
        "How many intervals lie between two charges.",
    ),
    optional(
        "MaxPeriods",
        Kind::Integer,
        "How many charges are made; without end if missing.",
    ),
    optional(
        "CustomerReceipt",
        Kind::Object,
        "The receipt of each charge.",
    ),
];

pub(super) const SUBSCRIPTION_ID: &[Field] =
    &[required("Id", Kind::Text, "Id of the subscription: sc_…")];

pub(super) const SUBSCRIPTION_FIND: &[Field] = &[required(
    "AccountId",
    Kind::Text,
    "The payer, in your own numbering.",
)];

pub(super) const SUBSCRIPTION_UPDATE: &[Field] = &[
    required("Id", Kind::Text, "Id of the subscription: sc_…"),
    optional("Description", Kind::Text, "What is paid for, in free text."),
    optional("Amount", Kind::Amount, "The sum of each charge."),
    optional("Currency", Kind::Text, "RUB, USD, EUR, GBP.").max(3),
    optional(
        "RequireConfirmation",
        Kind::Boolean,
        "Whether each charge is only a hold that must be confirmed.",
    ),
    optional(
        "StartDate",
        Kind::Text,
        "When the next charge is made, UTC; a later date is a pause.",
    ),
    optional("Interval", Kind::Text, "Day, Week or Month."),
    optional(
        "Period",
        Kind::Integer,
        "How many intervals lie between two charges.",
    ),
    optional(
        "MaxPeriods",
        Kind::Integer,
        "How many charges are made in all.",
    ),
    optional(
        "CustomerReceipt",
        Kind::Object,
        "The receipt of each charge.",
    ),
    optional(
        "CultureName",
        Kind::Text,
        "Language of messages to the payer: ru-RU, en-US, …",
    ),
];

pub(super) const ORDER_CREATE: &[Field] = &[
    required(
        "Amount",
        Kind::Amount,
        "The sum, from 0.01, at most two decimals.",
    ),
    optional(
        "Currency",
        Kind::Text,
        "RUB (the default), USD, EUR, GBP, …",
    )
    .max(3),
    required("Description", Kind::Text, "What is paid for, in free text."),
    optional("Email", Kind::Text, "E-mail of the payer."),
    optional(
        "RequireConfirmation",
        Kind::Boolean,
        "Whether the payment is only a hold that must be confirmed.",
    ),
    optional(
        "SendEmail",
        Kind::Boolean,
        "Send the address of the page by e-mail.",
    ),
    INVOICE_ID,
    optional("AccountId", Kind::Text, "Who pays, in your own numbering."),
    optional(
        "OfferUri",
        Kind::Text,
        "Address of the offer that the page shows.",
    ),
    optional("Phone", Kind::Text, "Phone of the payer."),
    optional(
        "SendSms",
        Kind::Boolean,
        "Send the address of the page by SMS.",
    ),
    optional(
        "SendViber",
        Kind::Boolean,
        "Send the address of the page by Viber; not together with SMS.",
    ),
    optional(
        "CultureName",
        Kind::Text,
        "Language of the page: ru-RU, en-US.",
    ),
    optional(
        "SubscriptionBehavior",
        Kind::Text,
        "CreateWeekly or CreateMonthly: begin a subscription with the payment.",
    ),
    optional(
        "SuccessRedirectUrl",
        Kind::Text,
        "Where the payer goes after a payment.",
    ),
    optional(
        "FailRedirectUrl",
        Kind::Text,
        "Where the payer goes after a decline.",
    ),
    LINK_DATA,
    RECEIPT,
];

pub(super) const ORDER_ID: &[Field] = &[required(
    "Id",
    Kind::Text,
    "Id of the order, from the answer of `order_create`.",
)];

pub(super) const NOTIFICATION_GET: &[Field] = &[required(
    "Type",
    Kind::Text,
    "pay, fail, confirm, refund, recurrent, cancel, receipt or check.",
)
.max(20)];

pub(super) const NOTIFICATION_UPDATE: &[Field] = &[
    required(
        "Type",
        Kind::Text,
        "pay, fail, confirm, refund, recurrent, cancel, receipt or check.",
    )
    .max(20),
    optional(
        "IsEnabled",
        Kind::Boolean,
        "Whether these notifications are sent; off if missing.",
    ),
    optional(
        "Address",
        Kind::Text,
        "Where they are sent; needed to switch them on.",
    ),
    optional("HttpMethod", Kind::Text, "GET (the default) or POST."),
    optional("Encoding", Kind::Text, "UTF8 (the default) or Windows1251."),
    optional(
        "Format",
        Kind::Text,
        "CloudPayments (the default), QIWI or RT.",
    ),
];

pub(super) const SBP_LINK: &[Field] = &[
    PUBLIC_ID,
    required(
        "Amount",
        Kind::Amount,
        "The sum, from 0.01, at most two decimals.",
    ),
    ROUBLES,
    required(
        "Scheme",
        Kind::Text,
        "charge: the only scheme of the fast payment system.",
    ),
    optional("Description", Kind::Text, "What is paid for, in free text."),
    optional("AccountId", Kind::Text, "Who pays, in your own numbering."),
    optional("Email", Kind::Text, "Where the payment slip is sent."),
    INVOICE_ID,
    LINK_DATA,
    RECEIPT,
    optional(
        "SuccessRedirectUrl",
        Kind::Text,
        "Where the payer goes after a payment.",
    )
    .max(1024),
    IP_ADDRESS_OF_LINK,
    optional(
        "Os",
        Kind::Text,
        "Operating system of the payer: Android, iOS, Windows, …",
    ),
    optional(
        "Browser",
        Kind::Text,
        "Browser of the payer: Chrome, Firefox, …",
    ),
    optional(
        "Webview",
        Kind::Boolean,
        "Whether the page is shown inside an app.",
    ),
    optional("Device", Kind::Text, "MobileApp, DesktopWeb or Mobile."),
    optional(
        "TtlMinutes",
        Kind::Integer,
        "How long it can be paid, 1 to 129600 minutes; three days if missing.",
    )
    .max(129_600),
    optional("SaveCard", Kind::Boolean, "Ask for a token of the account."),
    optional("IsTest", Kind::Boolean, "Test mode."),
];

pub(super) const TPAY_LINK: &[Field] = &[
    PUBLIC_ID,
    required(
        "Amount",
        Kind::Amount,
        "The sum, from 0.01, at most two decimals.",
    ),
    ROUBLES,
    required(
        "Scheme",
        Kind::Text,
        "0: one step; 1: a hold that must be confirmed.",
    ),
    required(
        "Os",
        Kind::Text,
        "Operating system of the payer: Android, iOS, Windows, …",
    ),
    required(
        "Browser",
        Kind::Text,
        "Browser of the payer: Chrome, Firefox, …",
    ),
    required(
        "Webview",
        Kind::Boolean,
        "Whether the page is shown inside an app.",
    ),
    required("Device", Kind::Text, "MobileApp, DesktopWeb or Mobile."),
    required(
        "SuccessRedirectUrl",
        Kind::Text,
        "Where the payer goes after a payment.",
    ),
    required(
        "FailRedirectUrl",
        Kind::Text,
        "Where the payer goes after a decline.",
    ),
    IP_ADDRESS_OF_LINK,
    optional("Description", Kind::Text, "What is paid for, in free text."),
    optional("AccountId", Kind::Text, "Who pays, in your own numbering."),
    optional("Email", Kind::Text, "Where the payment slip is sent."),
    INVOICE_ID,
    LINK_DATA,
    RECEIPT,
    optional(
        "TtlMinutes",
        Kind::Integer,
        "How long it can be paid, in minutes; a day if missing.",
    ),
    optional("SaveCard", Kind::Boolean, "Ask for a token."),
];

pub(super) const SBERPAY_LINK: &[Field] = &[
    PUBLIC_ID,
    required(
        "Amount",
        Kind::Amount,
        "The sum, from 0.01, at most two decimals.",
    ),
    ROUBLES,
    required(
        "Scheme",
        Kind::Text,
        "charge: one step; auth: a hold that must be confirmed.",
    ),
    required(
        "Os",
        Kind::Text,
        "Operating system of the payer: Android, iOS, Windows, …",
    ),
    required(
        "Browser",
        Kind::Text,
        "Browser of the payer: Chrome, Firefox, …",
    ),
    required(
        "Webview",
        Kind::Boolean,
        "Whether the page is shown inside an app.",
    ),
    required("Device", Kind::Text, "MobileApp, DesktopWeb or Mobile."),
    optional(
        "SuccessRedirectUrl",
        Kind::Text,
        "Where the payer goes after a payment.",
    ),
    IP_ADDRESS_OF_LINK,
    optional("Description", Kind::Text, "What is paid for, in free text."),
    optional("AccountId", Kind::Text, "Who pays, in your own numbering."),
    optional("Email", Kind::Text, "Where the payment slip is sent."),
    INVOICE_ID,
    LINK_DATA,
    RECEIPT,
];

pub(super) const DOLYAMI_PAY: &[Field] = &[
    PUBLIC_ID,
    required("AltPayType", Kind::Text, "TcsBnplDolyame."),
    required(
        "Amount",
        Kind::Amount,
        "The sum, from 0.01, at most two decimals.",
    ),
    required(
        "Scheme",
        Kind::Text,
        "0: one step; 1: a hold that must be confirmed.",
    ),
    optional("Description", Kind::Text, "What is paid for, in free text."),
    optional("AccountId", Kind::Text, "Who pays, in your own numbering."),
    optional("Email", Kind::Text, "Where the payment slip is sent."),
    INVOICE_ID,
    LINK_DATA,
    RECEIPT,
    optional(
        "SuccessRedirectUrl",
        Kind::Text,
        "Where the payer goes after a payment.",
    ),
    optional(
        "FailRedirectUrl",
        Kind::Text,
        "Where the payer goes after a decline.",
    ),
    optional(
        "CultureName",
        Kind::Text,
        "Language of the page: ru-RU (the default), en-US.",
    ),
];

pub(super) const SBP_BANKS: &[Field] = &[
    optional(
        "PublicTerminalId",
        Kind::Text,
        "The terminal; the configured one if missing.",
    ),
    optional("Platform", Kind::Text, "desktop, ios or android."),
    optional("AccountId", Kind::Text, "Who pays, in your own numbering."),
    optional("JsonData", Kind::Json, "Any data."),
    optional("Token", Kind::Text, "The token of a card. Never logged."),
    optional(
        "IsRenewSubscription",
        Kind::Boolean,
        "Whether a subscription is renewed.",
    ),
    optional("SaveCard", Kind::Boolean, "Ask for a token of the account."),
];

pub(super) const QR_STATUS: &[Field] = &[
    required(
        "TransactionId",
        Kind::Integer,
        "Number of the payment, from the answer with the link.",
    ),
    PUBLIC_ID,
];

pub(super) const APPLEPAY_SESSION: &[Field] = &[
    required(
        "ValidationUrl",
        Kind::Text,
        "The address that Apple's script gave.",
    ),
    optional(
        "PaymentUrl",
        Kind::Text,
        "The page that asks for the payment.",
    ),
];

pub(super) const ESCROW_INFO: &[Field] = &[required(
    "EscrowAccumulationIds",
    Kind::Array,
    "Ids of the deals.",
)];

pub(super) const BIN_INFO: &[Field] =
    &[required("digits", Kind::Text, "The first six digits of the card.").max(6)];

pub(super) const RECEIPT_CREATE: &[Field] = &[
    required(
        "Inn",
        Kind::Text,
        "Tax number of the owner of the cash register.",
    )
    .max(12),
    required(
        "Type",
        Kind::Text,
        "Income, IncomeReturn, Expense or ExpenseReturn.",
    ),
    required(
        "CustomerReceipt",
        Kind::Object,
        "The receipt: Items, Amounts, TaxationSystem, Email, Phone, …",
    ),
    optional("InvoiceId", Kind::Text, "Order number."),
    optional("AccountId", Kind::Text, "Who pays, in your own numbering."),
    optional("TransactionId", Kind::Integer, "Number of the payment."),
];

pub(super) const RECEIPT_ID: &[Field] = &[required(
    "Id",
    Kind::Text,
    "Id of the receipt, from the answer that queued it.",
)];

pub(super) const CORRECTION_CREATE: &[Field] = &[required(
    "CorrectionReceiptData",
    Kind::Object,
    "The correction: OrganizationInn, TaxationSystem, CorrectionReceiptType, CauseCorrection, Amounts, …",
)];

pub(super) const KKT_FISCALIZE: &[Field] = &[
    required(
        "Inn",
        Kind::Text,
        "Tax number of the owner of the cash register.",
    )
    .max(12),
    required(
        "DeviceNumber",
        Kind::Text,
        "Factory number of the cash register.",
    ),
    required("FiscalNumber", Kind::Text, "Number of its fiscal storage."),
    required(
        "RegNumber",
        Kind::Text,
        "Registration number at the tax service.",
    ),
    required("Url", Kind::Text, "The site where payments are taken."),
    required("Ofd", Kind::Text, "The operator of fiscal data."),
    required(
        "TaxationSystem",
        Kind::Array,
        "Numbers of the taxation systems.",
    ),
    required("MerchantEmail", Kind::Text, "E-mail of the shop."),
    required("MerchantPhone", Kind::Text, "Phone of the shop."),
    optional(
        "IsBso",
        Kind::Boolean,
        "Whether it prints strict-reporting forms.",
    ),
];

pub(super) const KKT_STATE_CHANGE: &[Field] = &[
    required(
        "Inn",
        Kind::Text,
        "Tax number of the owner of the cash register.",
    )
    .max(12),
    required(
        "DeviceNumber",
        Kind::Text,
        "Factory number of the cash register.",
    ),
    required("FiscalNumber", Kind::Text, "Number of its fiscal storage."),
    required(
        "OnMaintenance",
        Kind::Boolean,
        "true takes it out of service.",
    ),
];

pub(super) const KKT_STATE: &[Field] = &[
    required(
        "DeviceNumber",
        Kind::Text,
        "Factory number of the cash register.",
    ),
    required("FiscalNumber", Kind::Text, "Number of its fiscal storage."),
];

pub(super) const MARK_CHECK: &[Field] = &[
    required(
        "Inn",
        Kind::Text,
        "Tax number of the owner of the cash register.",
    )
    .max(12),
    required(
        "MarkCode",
        Kind::Text,
        "The marking code, with its group separators.",
    ),
];

pub(super) const MARK_CHECK_MANY: &[Field] = &[
    required(
        "Inn",
        Kind::Text,
        "Tax number of the owner of the cash register.",
    )
    .max(12),
    required("MarkCodes", Kind::Array, "The marking codes."),
];
