//! The catalogue: one row per method.
//!
//! The C function with its header comment, the validation of requests, `cp_methods()` and the
//! bindings' methods follow from a row. Adding a method is adding a row; neither the C boundary
//! nor a binding is touched. `build.rs` compiles this very file, so it knows nothing but the rules
//! of the money crate.

use cloudpayments_money::outcome::Outcome;
use cloudpayments_money::verdict::{Effect, Rule};

// By its path, because the build script has this file under a path of its own.
#[path = "catalog/fields.rs"]
mod fields;

pub use self::fields::{COMMON, COMMON_API};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A sum of money: above zero, at most two decimals, as number or text.
    Amount,
    /// A whole number up to 2^63 - 1, as number or text of digits.
    Integer,
    /// Text.
    Text,
    /// Text that stands for a card. The number of a card itself is refused.
    Cryptogram,
    /// `true` or `false`.
    Boolean,
    /// A JSON object, passed on as it is.
    Object,
    /// A JSON array, passed on as it is.
    Array,
    /// Any JSON value, passed on as it is.
    Json,
}

impl Kind {
    /// The word as it stands in `cp_methods()`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Amount => "amount",
            Self::Integer => "integer",
            Self::Text | Self::Cryptogram => "string",
            Self::Boolean => "boolean",
            Self::Object => "object",
            Self::Array => "array",
            Self::Json => "json",
        }
    }
}

/// One field of a request.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The exact name: a capital letter for the API's own, lower case for ours.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether a request without it is refused.
    pub required: bool,
    /// The longest text in characters, or the greatest number.
    pub max: Option<u64>,
    /// One line of meaning.
    pub summary: &'static str,
}

impl Field {
    const fn new(name: &'static str, kind: Kind, required: bool, summary: &'static str) -> Self {
        Self {
            name,
            kind,
            required,
            max: None,
            summary,
        }
    }

    const fn max(mut self, max: u64) -> Self {
        self.max = Some(max);
        self
    }
}

const fn required(name: &'static str, kind: Kind, summary: &'static str) -> Field {
    Field::new(name, kind, true, summary)
}

const fn optional(name: &'static str, kind: Kind, summary: &'static str) -> Field {
    Field::new(name, kind, false, summary)
}

/// How a method reaches the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// One POST to [`Row::path`], judged by this rule.
    Api(Rule),
    /// One GET to [`Row::path`], judged by this rule.
    Get(Rule),
    /// Our own method: it makes its requests itself, or none.
    Own,
}

/// One method.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The name for `cp_call`; the C function is `cp_` and this.
    pub name: &'static str,
    /// The path at the gateway; empty for our own methods. `{Type}` stands for the field `Type`.
    pub path: &'static str,
    /// What it does to the world.
    pub effect: Effect,
    /// How it reaches the gateway.
    pub via: Via,
    /// The fields of a request, beside [`COMMON`].
    pub fields: &'static [Field],
    /// One line of meaning.
    pub summary: &'static str,
}

impl Row {
    /// The field with this exact name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Whether it may wait for the gateway. Some of our own methods change nothing anywhere and
    /// ask all the same.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.effect != Effect::Local
            || matches!(
                self.name,
                "self_test" | "reconcile" | "journal_recover" | "journal_rebuild"
            )
    }

    /// How the answers of the gateway are read; our own methods have no rule.
    #[must_use]
    pub const fn rule(&self) -> Option<Rule> {
        match self.via {
            Via::Api(rule) | Via::Get(rule) => Some(rule),
            Via::Own => None,
        }
    }

    /// Whether a request of this row is one payment or payout of its own, so that an order takes
    /// no second one while it is open.
    #[must_use]
    pub fn is_payment(&self) -> bool {
        matches!(self.rule(), Some(Rule::Payment | Rule::Payout))
    }

    /// Whether our `request_id` goes into `JsonData`, by which the payment is found again without
    /// doubt. A command about a payment bears no stamp: its `JsonData` is its own.
    #[must_use]
    pub fn is_stamped(&self) -> bool {
        let begins_a_payment = match self.rule() {
            Some(Rule::Payment | Rule::Payout | Rule::Link) => true,
            Some(Rule::Plain(_)) => self.effect == Effect::Changes,
            _ => false,
        };
        begins_a_payment && self.field("JsonData").is_some()
    }
}

/// Every method, in the order of the documentation.
pub const ROWS: &[Row] = &[
    Row {
        name: "test",
        path: "test",
        effect: Effect::Reads,
        via: Via::Api(Rule::Plain(Outcome::Ok)),
        fields: &[],
        summary: "Check the connection and the keys.",
    },
    Row {
        name: "charge",
        path: "payments/cards/charge",
        effect: Effect::MovesMoney,
        via: Via::Api(Rule::Payment),
        fields: fields::CARD_PAYMENT,
        summary: "Charge a card in one step.",
    },
    Row {
        name: "auth",
        path: "payments/cards/auth",
        effect: Effect::MovesMoney,
        via: Via::Api(Rule::Payment),
        fields: fields::CARD_PAYMENT,
        summary: "Hold a sum on a card; confirm or void it later.",
    },
    Row {
        name: "post3ds",
        path: "payments/cards/post3ds",
        effect: Effect::MovesMoney,
        via: Via::Api(Rule::Finish3ds),
        fields: fields::POST3DS,
        summary: "Finish a payment after 3-D Secure.",
    },
    Row {
        name: "token_charge",
        path: "payments/tokens/charge",
        effect: Effect::MovesMoney,
        via: Via::Api(Rule::Payment),
        fields: fields::TOKEN_PAYMENT,
        summary: "Charge a saved card in one step.",
    },
    Row {
        name: "token_auth",
        path: "payments/tokens/auth",
        effect: Effect::MovesMoney,
        via: Via::Api(Rule::Payment),
        fields: fields::TOKEN_PAYMENT,
        summary: "Hold a sum on a saved card; confirm or void it later.",
    },
    Row {
        name: "confirm",
        path: "payments/confirm",
        effect: Effect::MovesMoney,
        via: Via::Api(Rule::Confirm),
        fields: fields::CONFIRM,
        summary: "Take the money of a hold, or a part of it.",
    },
    Row {
        name: "void",
        path: "payments/void",
        effect: Effect::MovesMoney,
        via: Via::Api(Rule::Void),
        fields: fields::NUMBER,
        summary: "Release a hold.",
    },
    Row {
        name: "refund",
        path: "payments/refund",
        effect: Effect::MovesMoney,
        via: Via::Api(Rule::Refund),
        fields: fields::REFUND,
        summary: "Give money back, all or a part, up to a year later.",
    },
    Row {
        name: "card_payout",
        path: "payments/cards/topup",
        effect: Effect::MovesMoney,
        via: Via::Api(Rule::Payout),
        fields: fields::CARD_PAYOUT,
        summary: "Pay out to a card.",
    },
    Row {
        name: "token_payout",
        path: "payments/token/topup",
        effect: Effect::MovesMoney,
        via: Via::Api(Rule::Payout),
        fields: fields::TOKEN_PAYOUT,
        summary: "Pay out to a saved card.",
    },
    Row {
        name: "sbp_payout",
        path: "payments/alt/topup",
        effect: Effect::MovesMoney,
        via: Via::Api(Rule::Payout),
        fields: fields::SBP_PAYOUT,
        summary: "Pay out by phone number through the fast payment system.",
    },
    Row {
        name: "payment_get",
        path: "payments/get",
        effect: Effect::Reads,
        via: Via::Api(Rule::LookUp),
        fields: fields::NUMBER,
        summary: "Look a payment up by its number.",
    },
    Row {
        name: "payment_find",
        path: "payments/find",
        effect: Effect::Reads,
        via: Via::Api(Rule::LookUp),
        fields: fields::FIND,
        summary: "Look up the latest payment of an order.",
    },
    Row {
        name: "payment_find_v2",
        path: "v2/payments/find",
        effect: Effect::Reads,
        via: Via::Api(Rule::LookUp),
        fields: fields::FIND,
        summary: "Look up the latest operation of an order, refunds and payouts included.",
    },
    Row {
        name: "payment_list",
        path: "payments/list",
        effect: Effect::Reads,
        via: Via::Api(Rule::Plain(Outcome::Ok)),
        fields: fields::PAYMENT_LIST,
        summary: "List the operations of one day.",
    },
    Row {
        name: "payment_list_v2",
        path: "v2/payments/list",
        effect: Effect::Reads,
        via: Via::Api(Rule::Plain(Outcome::Ok)),
        fields: fields::PAYMENT_LIST_V2,
        summary: "List the operations of a period, page by page.",
    },
    Row {
        name: "token_list",
        path: "payments/tokens/list",
        effect: Effect::Reads,
        via: Via::Api(Rule::Plain(Outcome::Ok)),
        fields: fields::PAGE,
        summary: "List the saved cards of the terminal, page by page.",
    },
    Row {
        name: "chargeback_list",
        path: "chargebacks/list",
        effect: Effect::Reads,
        via: Via::Api(Rule::Plain(Outcome::Ok)),
        fields: fields::CHARGEBACK_LIST,
        summary: "List the claims of card holders in a period, page by page.",
    },
    Row {
        name: "subscription_create",
        path: "subscriptions/create",
        effect: Effect::Changes,
        via: Via::Api(Rule::Plain(Outcome::Created)),
        fields: fields::SUBSCRIPTION_CREATE,
        summary: "Charge a saved card regularly from now on.",
    },
    Row {
        name: "subscription_get",
        path: "subscriptions/get",
        effect: Effect::Reads,
        via: Via::Api(Rule::Record),
        fields: fields::SUBSCRIPTION_ID,
        summary: "Look a subscription up by its id.",
    },
    Row {
        name: "subscription_find",
        path: "subscriptions/find",
        effect: Effect::Reads,
        via: Via::Api(Rule::Record),
        fields: fields::SUBSCRIPTION_FIND,
        summary: "Look up all subscriptions of a payer.",
    },
    Row {
        name: "subscription_update",
        path: "subscriptions/update",
        effect: Effect::Changes,
        via: Via::Api(Rule::Plain(Outcome::Updated)),
        fields: fields::SUBSCRIPTION_UPDATE,
        summary: "Change a subscription; one that has ended runs again.",
    },
    Row {
        name: "subscription_cancel",
        path: "subscriptions/cancel",
        effect: Effect::Changes,
        via: Via::Api(Rule::Plain(Outcome::Cancelled)),
        fields: fields::SUBSCRIPTION_ID,
        summary: "End a subscription.",
    },
    Row {
        name: "order_create",
        path: "orders/create",
        effect: Effect::Changes,
        via: Via::Api(Rule::Plain(Outcome::Created)),
        fields: fields::ORDER_CREATE,
        summary: "Make a page where an order is paid, and send its address if wanted.",
    },
    Row {
        name: "order_cancel",
        path: "orders/cancel",
        effect: Effect::Changes,
        via: Via::Api(Rule::Plain(Outcome::Cancelled)),
        fields: fields::ORDER_ID,
        summary: "Cancel an order that is not paid yet.",
    },
    Row {
        name: "notification_get",
        path: "site/notifications/{Type}/get",
        effect: Effect::Reads,
        via: Via::Api(Rule::Record),
        fields: fields::NOTIFICATION_GET,
        summary: "Read where notifications of one type are sent.",
    },
    Row {
        name: "notification_update",
        path: "site/notifications/{Type}/update",
        effect: Effect::Changes,
        via: Via::Api(Rule::Plain(Outcome::Updated)),
        fields: fields::NOTIFICATION_UPDATE,
        summary: "Say where notifications of one type are sent. What is left out gets its default.",
    },
    Row {
        name: "sbp_link",
        path: "payments/qr/sbp/link",
        effect: Effect::Changes,
        via: Via::Api(Rule::Link),
        fields: fields::SBP_LINK,
        summary: "Make a link for a payment through the fast payment system.",
    },
    Row {
        name: "sbp_image",
        path: "payments/qr/sbp/image",
        effect: Effect::Changes,
        via: Via::Api(Rule::Link),
        fields: fields::SBP_LINK,
        summary: "Make a QR code (PNG in base64) for a payment through the fast payment system.",
    },
    Row {
        name: "tpay_link",
        path: "payments/qr/tinkoffpay/link",
        effect: Effect::Changes,
        via: Via::Api(Rule::Link),
        fields: fields::TPAY_LINK,
        summary: "Make a link for a payment with T-Pay.",
    },
    Row {
        name: "tpay_image",
        path: "payments/qr/tinkoffpay/image",
        effect: Effect::Changes,
        via: Via::Api(Rule::Link),
        fields: fields::TPAY_LINK,
        summary: "Make a QR code (SVG in base64) for a payment with T-Pay.",
    },
    Row {
        name: "sberpay_link",
        path: "payments/qr/sberpay/link",
        effect: Effect::Changes,
        via: Via::Api(Rule::Link),
        fields: fields::SBERPAY_LINK,
        summary: "Make a link for a payment with SberPay.",
    },
    Row {
        name: "sberpay_image",
        path: "payments/qr/sberpay/image",
        effect: Effect::Changes,
        via: Via::Api(Rule::Link),
        fields: fields::SBERPAY_LINK,
        summary: "Make a QR code (SVG in base64) for a payment with SberPay.",
    },
    Row {
        name: "dolyami_pay",
        path: "payments/altpay/pay",
        effect: Effect::Changes,
        via: Via::Api(Rule::Link),
        fields: fields::DOLYAMI_PAY,
        summary: "Make a link for a payment in parts with Dolyami.",
    },
    Row {
        name: "sbp_banks",
        path: "sbp/v2/banks/info",
        effect: Effect::Reads,
        via: Via::Api(Rule::Plain(Outcome::Ok)),
        fields: fields::SBP_BANKS,
        summary: "List the banks of the fast payment system.",
    },
    Row {
        name: "qr_status",
        path: "payments/qr/status/get",
        effect: Effect::Reads,
        via: Via::Api(Rule::LookUp),
        fields: fields::QR_STATUS,
        summary: "Ask how far the payment of a link or QR code is.",
    },
    Row {
        name: "qr_wait",
        path: "payments/qr/status/wait",
        effect: Effect::Reads,
        via: Via::Api(Rule::LookUp),
        fields: fields::QR_STATUS,
        summary: "Wait until the payment of a link or QR code changes, or for a while.",
    },
    Row {
        name: "applepay_session",
        path: "applepay/startsession",
        effect: Effect::Reads,
        via: Via::Api(Rule::Plain(Outcome::Ok)),
        fields: fields::APPLEPAY_SESSION,
        summary: "Open a session of Apple Pay on the web.",
    },
    Row {
        name: "escrow_info",
        path: "Escrow/GetEscrowInfo",
        effect: Effect::Reads,
        via: Via::Api(Rule::Plain(Outcome::Ok)),
        fields: fields::ESCROW_INFO,
        summary: "Ask for the state of safe deals.",
    },
    Row {
        name: "public_key",
        path: "payments/publickey",
        effect: Effect::Reads,
        via: Via::Get(Rule::Bare),
        fields: &[],
        summary: "Get the key with which card cryptograms are made.",
    },
    Row {
        name: "bin_info",
        path: "bins/info/{digits}",
        effect: Effect::Reads,
        via: Via::Get(Rule::Record),
        fields: fields::BIN_INFO,
        summary: "Ask which bank has issued a card, by its first six digits.",
    },
    Row {
        name: "receipt_create",
        path: "kkt/receipt",
        effect: Effect::Changes,
        via: Via::Api(Rule::Plain(Outcome::Pending)),
        fields: fields::RECEIPT_CREATE,
        summary: "Print a receipt on the cash register.",
    },
    Row {
        name: "receipt_status",
        path: "kkt/receipt/status/get",
        effect: Effect::Reads,
        via: Via::Api(Rule::Record),
        fields: fields::RECEIPT_ID,
        summary: "Ask whether a receipt is printed.",
    },
    Row {
        name: "receipt_get",
        path: "kkt/receipt/get",
        effect: Effect::Reads,
        via: Via::Api(Rule::Record),
        fields: fields::RECEIPT_ID,
        summary: "Look a printed receipt up.",
    },
    Row {
        name: "correction_create",
        path: "kkt/correction-receipt",
        effect: Effect::Changes,
        via: Via::Api(Rule::Plain(Outcome::Pending)),
        fields: fields::CORRECTION_CREATE,
        summary: "Print a correction receipt.",
    },
    Row {
        name: "correction_status",
        path: "kkt/correction-receipt/status/get",
        effect: Effect::Reads,
        via: Via::Api(Rule::Record),
        fields: fields::RECEIPT_ID,
        summary: "Ask whether a correction receipt is printed.",
    },
    Row {
        name: "correction_get",
        path: "kkt/correction-receipt/get",
        effect: Effect::Reads,
        via: Via::Api(Rule::Record),
        fields: fields::RECEIPT_ID,
        summary: "Look a printed correction receipt up.",
    },
    Row {
        name: "kkt_fiscalize",
        path: "kkt/fiscalize",
        effect: Effect::Changes,
        via: Via::Api(Rule::Plain(Outcome::Pending)),
        fields: fields::KKT_FISCALIZE,
        summary: "Register a cash register with the tax service.",
    },
    Row {
        name: "kkt_state_change",
        path: "kkt/state",
        effect: Effect::Changes,
        via: Via::Api(Rule::Plain(Outcome::Updated)),
        fields: fields::KKT_STATE_CHANGE,
        summary: "Take a cash register out of service, or back into it.",
    },
    Row {
        name: "kkt_state",
        path: "kkt/state/get",
        effect: Effect::Reads,
        via: Via::Api(Rule::Record),
        fields: fields::KKT_STATE,
        summary: "Ask for the state of a cash register.",
    },
    Row {
        name: "kkt_warnings",
        path: "kkt/merchant-devices-warnings",
        effect: Effect::Reads,
        via: Via::Api(Rule::Bare),
        fields: &[],
        summary: "List the warnings of all cash registers.",
    },
    Row {
        name: "mark_check",
        path: "kkt/validate-mark-code",
        effect: Effect::Reads,
        via: Via::Api(Rule::Plain(Outcome::Ok)),
        fields: fields::MARK_CHECK,
        summary: "Ask whether a marked item may be sold.",
    },
    Row {
        name: "mark_check_many",
        path: "kkt/validate-mark-codes",
        effect: Effect::Reads,
        via: Via::Api(Rule::Plain(Outcome::Ok)),
        fields: fields::MARK_CHECK_MANY,
        summary: "Ask whether marked items may be sold.",
    },
    Row {
        name: "raw",
        path: "",
        effect: Effect::MovesMoney,
        via: Via::Own,
        fields: fields::RAW,
        summary: "Call a path of the API that this library does not know.",
    },
    Row {
        name: "resolve",
        path: "",
        effect: Effect::MovesMoney,
        via: Via::Own,
        fields: fields::RESOLVE,
        summary: "Ask what became of an operation in doubt. Only asks, never pays.",
    },
    Row {
        name: "reverse",
        path: "",
        effect: Effect::MovesMoney,
        via: Via::Own,
        fields: fields::REVERSE,
        summary: "Undo a payment: void a hold, refund the rest of a capture. Safe to repeat.",
    },
    Row {
        name: "interrupt",
        path: "",
        effect: Effect::Local,
        via: Via::Own,
        fields: &[],
        summary: "Make the call with this `request_id`, running in another thread, return at once. Stops the waiting, never the payment.",
    },
    Row {
        name: "three_ds_form",
        path: "",
        effect: Effect::Local,
        via: Via::Own,
        fields: fields::THREE_DS_FORM,
        summary: "Make the HTML page that takes the payer to the issuer.",
    },
    Row {
        name: "three_ds_parse",
        path: "",
        effect: Effect::Local,
        via: Via::Own,
        fields: fields::THREE_DS_PARSE,
        summary: "Read what the issuer's page posted back; gives the request for post3ds.",
    },
    Row {
        name: "webhook_verify",
        path: "",
        effect: Effect::Local,
        via: Via::Own,
        fields: fields::WEBHOOK_VERIFY,
        summary: "Check that a notification is genuine, read it, and say what to answer.",
    },
    Row {
        name: "self_test",
        path: "",
        effect: Effect::Local,
        via: Via::Own,
        fields: &[],
        summary: "Look at the way to the gateway step by step: name, connection, certificate, keys, clock, limit. Sends only `test`.",
    },
    Row {
        name: "reconcile",
        path: "",
        effect: Effect::Local,
        via: Via::Own,
        fields: fields::RECONCILE,
        summary: "Compare the till's operations of a day with the gateway's.",
    },
    Row {
        name: "cryptogram_test",
        path: "",
        effect: Effect::Local,
        via: Via::Own,
        fields: fields::CRYPTOGRAM_TEST,
        summary: "Make the cryptogram of a test card for a sandbox on this machine; never for a real gateway.",
    },
    Row {
        name: "journal_pending",
        path: "",
        effect: Effect::Local,
        via: Via::Own,
        fields: fields::JOURNAL_OF_TILL,
        summary: "List the operations of this till that are open, and those whose result it has not acknowledged.",
    },
    Row {
        name: "journal_recover",
        path: "",
        effect: Effect::Local,
        via: Via::Own,
        fields: fields::JOURNAL_OF_TILL,
        summary: "Ask about every open operation of this till until it has ended or `timeout_ms` is up; undo what was left to be undone. Never pays.",
    },
    Row {
        name: "journal_ack",
        path: "",
        effect: Effect::Local,
        via: Via::Own,
        fields: &[],
        summary: "Say that this till has the result of this `request_id`: it is not handed out again.",
    },
    Row {
        name: "journal_last",
        path: "",
        effect: Effect::Local,
        via: Via::Own,
        fields: &[],
        summary: "Give the answer to the last operation of this till again.",
    },
    Row {
        name: "journal_export",
        path: "",
        effect: Effect::Local,
        via: Via::Own,
        fields: fields::JOURNAL_EXPORT,
        summary: "Write the journal into a new file as JSON lines, for support and for other programs.",
    },
    Row {
        name: "journal_rebuild",
        path: "",
        effect: Effect::Local,
        via: Via::Own,
        fields: fields::JOURNAL_REBUILD,
        summary: "Put a damaged journal aside and begin a new one with the payments that the gateway shows of the last days.",
    },
];

/// The row with this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.name == name)
}

/// The row with this path at the gateway, whatever the case of its letters.
#[must_use]
pub fn find_path(path: &str) -> Option<&'static Row> {
    ROWS.iter()
        .find(|row| !row.path.is_empty() && row.path.eq_ignore_ascii_case(path))
}
