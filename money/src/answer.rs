//! The API's answer, read for what judging needs and otherwise left as it came.

use std::borrow::Cow;

use crate::amount::read_hundredths;
use crate::document::Document;
use crate::instant;
use crate::json::{self, JsonError, Member, Value};

/// The name under which our request id stands in `JsonData`.
pub const STAMP_KEY: &str = "cp_request_id";

/// The envelope of an answer: `Success`, `Message`, `Model`.
#[derive(Debug, Clone)]
pub struct Envelope<'a> {
    /// `Success`: the *request* succeeded; it says nothing about the payment.
    pub success: bool,
    /// `Message`, if it is a text.
    pub message: Option<Cow<'a, str>>,
    /// `Model`, unless it is absent or null.
    pub model: Option<Value<'a>>,
}

/// Why a body is no envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAnEnvelope {
    /// Not JSON, or not acceptable as JSON.
    Json(JsonError),
    /// JSON without a boolean `Success` at the top.
    Shape,
}

impl<'a> Envelope<'a> {
    /// Reads a body.
    ///
    /// # Errors
    /// [`NotAnEnvelope`] when the text is no JSON object with a boolean `Success`.
    pub fn read(body: &'a Document) -> Result<Self, NotAnEnvelope> {
        let value = body.value().map_err(NotAnEnvelope::Json)?;
        let (mut success, mut message, mut model) = (None, None, None);
        for Member { key, value } in value.members().ok_or(NotAnEnvelope::Shape)? {
            match &*key {
                "Success" => success = value.as_bool(),
                "Message" => message = value.as_str(),
                "Model" => model = Some(value).filter(|model| !model.is_null()),
                _ => {}
            }
        }
        Ok(Self {
            success: success.ok_or(NotAnEnvelope::Shape)?,
            message,
            model,
        })
    }

    /// The transaction of `Model`; older answers wrap it in an array of one.
    #[must_use]
    pub fn transaction(&self) -> Option<Transaction<'a>> {
        let model = self.model?;
        if model.is_array() {
            return match model.elements()?.as_slice() {
                [only] => Transaction::read(*only),
                _ => None,
            };
        }
        Transaction::read(model)
    }

    /// Whether a look-up says that there is no such record. Any other refusal says nothing.
    #[must_use]
    pub fn says_not_found(&self) -> bool {
        let message = self.message.as_deref().unwrap_or_default();
        !self.success && self.model.is_none() && message.eq_ignore_ascii_case("not found")
    }

    /// The transactions of a list.
    #[must_use]
    pub fn transactions(&self) -> Option<Vec<Transaction<'a>>> {
        let elements = self.model?.elements()?;
        Some(elements.into_iter().filter_map(Transaction::read).collect())
    }
}

/// The state of a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The payer is at the issuer's page.
    AwaitingAuthentication,
    /// Held.
    Authorized,
    /// Captured.
    Completed,
    /// The hold was released.
    Cancelled,
    /// Refused.
    Declined,
    /// A payout that failed.
    Failed,
    /// Created, pending, or anything that this library does not know yet.
    InProgress,
}

/// What judging needs to know of a transaction.
#[derive(Debug, Clone, Default)]
pub struct Transaction<'a> {
    /// `TransactionId`.
    pub id: Option<i64>,
    /// `Status`, else `StatusCode`; `None` when the model has neither.
    pub state: Option<State>,
    /// `Amount` in hundredths.
    pub amount: Option<u64>,
    /// `Currency`.
    pub currency: Option<Cow<'a, str>>,
    /// `InvoiceId`, which the API writes as text or as a number.
    pub invoice_id: Option<Cow<'a, str>>,
    /// Our request id out of `JsonData`.
    pub stamp: Option<String>,
    /// `ReasonCode`; 0 is an approval.
    pub reason_code: Option<i64>,
    /// `Reason`.
    pub reason: Option<Cow<'a, str>>,
    /// `CardHolderMessage`.
    pub cardholder_message: Option<Cow<'a, str>>,
    /// Whether the model asks for 3-D Secure.
    pub wants_3ds: bool,
    /// `TransactionIsInProcess`: a payout that is not finished.
    pub in_process: bool,
    /// `OriginalTransactionId`: for a refund, the number of the payment.
    pub original_id: Option<i64>,
    /// `FallBackScenarioDeclinedTransactionId`: the declined payment in whose place a second bank
    /// was asked for this one.
    pub instead_of: Option<i64>,
    /// `Refunded`: a refund exists, of a part or of all.
    pub refunded: bool,
    /// `Type`: 0 payment, 1 refund, 2 payout.
    pub kind: Option<i64>,
    /// `CreatedDate` in milliseconds.
    pub created_ms: Option<u64>,
}

impl<'a> Transaction<'a> {
    /// Reads a model; `None` when it is no object.
    #[must_use]
    pub fn read(model: Value<'a>) -> Option<Self> {
        let mut found = Self::default();
        let (mut by_code, mut acs_url, mut pa_req) = (None, false, false);
        for Member { key, value } in model.members()? {
            if value.is_null() {
                continue;
            }
            match &*key {
                "TransactionId" => found.id = value.as_i64(),
                "Status" => found.state = value.as_str().map(|status| state_of(&status)),
                "StatusCode" => by_code = value.as_i64().and_then(state_of_code),
                "Amount" => {
                    found.amount = value
                        .as_scalar()
                        .and_then(|amount| read_hundredths(&amount));
                }
                "Currency" => found.currency = value.as_str(),
                "InvoiceId" => found.invoice_id = value.as_scalar().filter(|id| !id.is_empty()),
                "JsonData" => {
                    found.stamp = stamp_of(&value.as_str().unwrap_or(value.text().into()));
                }
                "ReasonCode" => found.reason_code = value.as_i64(),
                "Reason" => found.reason = value.as_str(),
                "CardHolderMessage" => {
                    found.cardholder_message = value.as_str().filter(|words| !words.is_empty());
                }
                "AcsUrl" => acs_url = value.as_str().is_some_and(|url| !url.is_empty()),
                "PaReq" => pa_req = value.as_str().is_some_and(|text| !text.is_empty()),
                "TransactionIsInProcess" => found.in_process = value.as_bool() == Some(true),
                "OriginalTransactionId" => found.original_id = value.as_i64().filter(|id| *id != 0),
                "FallBackScenarioDeclinedTransactionId" => found.instead_of = value.as_i64(),
                "Refunded" => found.refunded = value.as_bool() == Some(true),
                "Type" => found.kind = value.as_i64(),
                "CreatedDate" => {
                    found.created_ms = value
                        .as_str()
                        .and_then(|date| instant::from_api_date(&date));
                }
                _ => {}
            }
        }
        found.state = found.state.or(by_code);
        found.wants_3ds = acs_url && pa_req;
        Some(found)
    }

    /// Whether this is a payment, not a refund and not a payout.
    #[must_use]
    pub fn is_payment(&self) -> bool {
        matches!(self.kind, None | Some(0)) && self.original_id.is_none()
    }

    /// Whether this is a refund; older records have no type, and name the payment only.
    #[must_use]
    pub fn is_refund(&self) -> bool {
        match self.kind {
            Some(kind) => kind == 1,
            None => self.original_id.is_some(),
        }
    }

    /// Whether this is a payout.
    #[must_use]
    pub fn is_payout(&self) -> bool {
        self.kind == Some(2)
    }
}

/// Our request id in the text of a `JsonData`.
fn stamp_of(json_data: &str) -> Option<String> {
    let value = json::parse(json_data).ok()?;
    value.get(STAMP_KEY)?.as_str().map(Cow::into_owned)
}

fn state_of(status: &str) -> State {
    match status {
        "AwaitingAuthentication" => State::AwaitingAuthentication,
        "Authorized" => State::Authorized,
        "Completed" => State::Completed,
        "Cancelled" => State::Cancelled,
        "Declined" => State::Declined,
        "Failed" => State::Failed,
        _ => State::InProgress,
    }
}

const fn state_of_code(code: i64) -> Option<State> {
    match code {
        1 => Some(State::AwaitingAuthentication),
        2 => Some(State::Authorized),
        3 => Some(State::Completed),
        4 => Some(State::Cancelled),
        5 => Some(State::Declined),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Document {
        Document::new(text.to_owned())
    }

    #[test]
    fn an_envelope_needs_a_boolean_success() {
        for body in [
            "[]",
            "{}",
            r#"{"Success":1}"#,
            r#"{"Success":"true"}"#,
            "true",
        ] {
            assert_eq!(
                Envelope::read(&document(body)).err(),
                Some(NotAnEnvelope::Shape),
                "{body}"
            );
        }
        assert!(matches!(
            Envelope::read(&document("<html>")),
            Err(NotAnEnvelope::Json(_))
        ));
    }

    #[test]
    fn a_transaction_is_read_in_both_styles() {
        let body = r#"{"Model":{"TransactionId":"4294967297","Amount":10.00000,"InvoiceId":17,"Status":"Completed",
            "JsonData":"{\"cp_request_id\":\"r-1\"}","CreatedDate":"\/Date(1635150224630)\/"},"Success":true}"#;
        let document = document(body);
        let envelope = Envelope::read(&document).expect("envelope");
        let found = envelope.transaction().expect("transaction");
        assert_eq!(found.id, Some(4_294_967_297));
        assert_eq!(found.amount, Some(1000));
        assert_eq!(found.invoice_id.as_deref(), Some("17"));
        assert_eq!(found.state, Some(State::Completed));
        assert_eq!(found.stamp.as_deref(), Some("r-1"));
        assert_eq!(found.created_ms, Some(1_635_150_224_630));
    }

    #[test]
    fn an_old_answer_wraps_the_transaction_in_an_array() {
        let document = document(r#"{"Model":[{"TransactionId":1}],"Success":true}"#);
        let envelope = Envelope::read(&document).expect("envelope");
        assert_eq!(envelope.transaction().and_then(|t| t.id), Some(1));
    }

    #[test]
    fn an_unknown_status_is_not_final() {
        let document = document(r#"{"Model":{"Status":"Teleported"},"Success":true}"#);
        let envelope = Envelope::read(&document).expect("envelope");
        let state = envelope.transaction().and_then(|t| t.state);
        assert_eq!(state, Some(State::InProgress));
    }
}
