//! What the library tells a till, as far as a till looks at it.

use cloudpayments::Reply;
use cloudpayments_money::json::{self, Value};

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The number to switch on.
    pub status: i32,
    /// `outcome`.
    pub outcome: String,
    /// `money`.
    pub money: String,
    /// `next`.
    pub next: String,
    /// `final`.
    pub is_final: bool,
    /// `transaction_id`.
    pub number: Option<i64>,
    /// `sent_at`.
    pub sent_at: Option<String>,
    /// `request_id`.
    pub request_id: Option<String>,
    /// `method`.
    pub method: String,
    /// `error.other_request_id`.
    pub other: Option<String>,
    /// `error.code`.
    pub error: Option<String>,
    /// `durable`; true where the journal has nothing to do with it.
    pub durable: bool,
    /// Whether the journal has it.
    pub is_noted: bool,
}

impl Told {
    /// Reads an answer.
    #[must_use]
    pub fn of(reply: &Reply) -> Option<Self> {
        Self::read(json::parse(&reply.json).ok()?)
    }

    /// Reads an answer, or one that is part of another. The entries of a list have no status.
    #[must_use]
    pub fn read(answer: Value<'_>) -> Option<Self> {
        let text = |path: &str| answer.at(path)?.as_str().map(std::borrow::Cow::into_owned);
        let status = answer.get("status").and_then(Value::as_i64).unwrap_or(0);
        let durable = answer.get("durable").and_then(Value::as_bool);
        Some(Self {
            status: i32::try_from(status).ok()?,
            outcome: text("outcome")?,
            money: text("money")?,
            next: text("next")?,
            is_final: answer.get("final")?.as_bool()?,
            number: answer.get("transaction_id").and_then(Value::as_i64),
            sent_at: text("sent_at"),
            request_id: text("request_id"),
            method: text("method")?,
            other: text("error.other_request_id"),
            error: text("error.code"),
            durable: durable != Some(false),
            is_noted: durable == Some(true),
        })
    }

    /// Whether nobody can say where the money is, and asking may tell.
    #[must_use]
    pub fn is_doubt(&self) -> bool {
        self.money == "unknown" && self.outcome != "manual_review"
    }
}

/// The answers in a list of an answer.
#[must_use]
pub fn list(reply: &Reply, name: &str) -> Vec<Told> {
    let Ok(answer) = json::parse(&reply.json) else {
        return Vec::new();
    };
    let elements = answer.get(name).and_then(Value::elements);
    elements
        .unwrap_or_default()
        .into_iter()
        .filter_map(Told::read)
        .collect()
}
