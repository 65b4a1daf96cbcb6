//! The catalogue: one row per method.
//!
//! The C function with its header comment, the validation of requests, `cp_methods()` and the
//! bindings' methods follow from a row. Adding a method is adding a row; no unsafe code and no
//! binding is touched. `build.rs` compiles this very file, so it knows nothing but the rules of
//! the money crate.

use cloudpayments_money::outcome::Outcome;
use cloudpayments_money::verdict::{Effect, Rule};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A sum of money: above zero, at most two decimals, as number or text.
    Amount,
    /// A whole number up to 2^63 - 1, as number or text of digits.
    Integer,
    /// Text.
    Text,
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
            Self::Text => "string",
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
    /// One request to [`Row::path`], judged by this rule.
    Api(Rule),
    /// Our own method: it makes its requests itself, or none.
    Own,
}

/// One method.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The name for `cp_call`; the C function is `cp_` and this.
    pub name: &'static str,
    /// The path at the gateway; empty for our own methods.
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

    /// Whether a request of this row is one payment of its own, which can be found again by an
    /// order number and a stamp.
    #[must_use]
    pub fn is_payment(&self) -> bool {
        self.via == Via::Api(Rule::Payment)
    }
}

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
        "The amount in hundredths, instead of `Amount`.",
    )
    .max(99_999_999_999_999),
    optional(
        "extra",
        Kind::Object,
        "Fields that are newer than this library; merged into the request.",
    ),
];

/// Why a charge may carry no address: wallets need none, and the gateway accepts it without.
const IP_ADDRESS: Field = optional(
    "IpAddress",
    Kind::Text,
    "IP address of the payer; the gateway wants it for every card that is not in a wallet.",
)
.max(45);

const CARD_PAYMENT: &[Field] = &[
    required(
        "Amount",
        Kind::Amount,
        "The sum, from 0.01, at most two decimals.",
    ),
    required(
        "CardCryptogramPacket",
        Kind::Text,
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
    optional("SaveCard", Kind::Boolean, "Ask for a token of the card."),
    optional(
        "Escrow",
        Kind::Object,
        "Safe deal: StartAccumulation, EscrowType, AccumulationId.",
    ),
    optional("AirlineAddendum", Kind::Object, "Air ticket data."),
];

const TOKEN_PAYMENT: &[Field] = &[
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
];

const PAYMENT_NUMBER: Field = required("TransactionId", Kind::Integer, "Number of the payment.");

const RECEIPT_DATA: Field = optional(
    "JsonData",
    Kind::Json,
    "Receipt instructions for this operation.",
);

const FIND: &[Field] = &[required("InvoiceId", Kind::Text, "Order number.")];

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
        fields: CARD_PAYMENT,
        summary: "Charge a card in one step.",
    },
    Row {
        name: "auth",
        path: "payments/cards/auth",
        effect: Effect::MovesMoney,
        via: Via::Api(Rule::Payment),
        fields: CARD_PAYMENT,
        summary: "Hold a sum on a card; confirm or void it later.",
    },
    Row {
        name: "post3ds",
        path: "payments/cards/post3ds",
        effect: Effect::MovesMoney,
        via: Via::Api(Rule::Finish3ds),
        fields: &[
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
        ],
        summary: "Finish a payment after 3-D Secure.",
    },
    Row {
        name: "token_charge",
        path: "payments/tokens/charge",
        effect: Effect::MovesMoney,
        via: Via::Api(Rule::Payment),
        fields: TOKEN_PAYMENT,
        summary: "Charge a saved card in one step.",
    },
    Row {
        name: "token_auth",
        path: "payments/tokens/auth",
        effect: Effect::MovesMoney,
        via: Via::Api(Rule::Payment),
        fields: TOKEN_PAYMENT,
        summary: "Hold a sum on a saved card; confirm or void it later.",
    },
    Row {
        name: "confirm",
        path: "payments/confirm",
        effect: Effect::MovesMoney,
        via: Via::Api(Rule::Confirm),
        fields: &[
            PAYMENT_NUMBER,
            required(
                "Amount",
                Kind::Amount,
                "The sum to take, at most the hold; the rest is released.",
            ),
            RECEIPT_DATA,
        ],
        summary: "Take the money of a hold, or a part of it.",
    },
    Row {
        name: "void",
        path: "payments/void",
        effect: Effect::MovesMoney,
        via: Via::Api(Rule::Void),
        fields: &[PAYMENT_NUMBER],
        summary: "Release a hold.",
    },
    Row {
        name: "refund",
        path: "payments/refund",
        effect: Effect::MovesMoney,
        via: Via::Api(Rule::Refund),
        fields: &[
            PAYMENT_NUMBER,
            required(
                "Amount",
                Kind::Amount,
                "The sum to give back, at most what is left of the payment.",
            ),
            RECEIPT_DATA,
        ],
        summary: "Give money back, all or a part, up to a year later.",
    },
    Row {
        name: "payment_get",
        path: "payments/get",
        effect: Effect::Reads,
        via: Via::Api(Rule::LookUp),
        fields: &[PAYMENT_NUMBER],
        summary: "Look a payment up by its number.",
    },
    Row {
        name: "payment_find",
        path: "payments/find",
        effect: Effect::Reads,
        via: Via::Api(Rule::LookUp),
        fields: FIND,
        summary: "Look up the latest payment of an order.",
    },
    Row {
        name: "payment_find_v2",
        path: "v2/payments/find",
        effect: Effect::Reads,
        via: Via::Api(Rule::LookUp),
        fields: FIND,
        summary: "Look up the latest operation of an order, refunds and payouts included.",
    },
    Row {
        name: "payment_list",
        path: "payments/list",
        effect: Effect::Reads,
        via: Via::Api(Rule::Plain(Outcome::Ok)),
        fields: &[
            required("Date", Kind::Text, "The day, as 2026-11-24.").max(10),
            optional(
                "TimeZone",
                Kind::Text,
                "Code of the zone that defines the day: UTC (the default), MSK, …",
            ),
        ],
        summary: "List the operations of one day.",
    },
    Row {
        name: "payment_list_v2",
        path: "v2/payments/list",
        effect: Effect::Reads,
        via: Via::Api(Rule::Plain(Outcome::Ok)),
        fields: &[
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
        ],
        summary: "List the operations of a period, page by page.",
    },
    Row {
        name: "raw",
        path: "",
        effect: Effect::MovesMoney,
        via: Via::Own,
        fields: &[
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
        ],
        summary: "Call a path of the API that this library does not know.",
    },
    Row {
        name: "resolve",
        path: "",
        effect: Effect::MovesMoney,
        via: Via::Own,
        fields: &[
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
        ],
        summary: "Ask what became of an operation in doubt. Only asks, never pays.",
    },
    Row {
        name: "reverse",
        path: "",
        effect: Effect::MovesMoney,
        via: Via::Own,
        fields: &[
            optional("InvoiceId", Kind::Text, "Order number of the payment."),
            optional("TransactionId", Kind::Integer, "Number of the payment."),
        ],
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
        fields: &[
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
        ],
        summary: "Make the HTML page that takes the payer to the issuer.",
    },
    Row {
        name: "three_ds_parse",
        path: "",
        effect: Effect::Local,
        via: Via::Own,
        fields: &[
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
        ],
        summary: "Read what the issuer's page posted back; gives the request for post3ds.",
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
