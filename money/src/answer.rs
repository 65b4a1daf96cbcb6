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

    /// What a transaction with these members shows.
    fn shown<T>(model: &str, of: impl Fn(&Transaction<'_>) -> T) -> T {
        let document = document(&format!(r#"{{"Success":true,"Model":{{{model}}}}}"#));
        let envelope = Envelope::read(&document).expect("envelope");
        of(&envelope.transaction().expect("transaction"))
    }

    #[test]
    fn the_code_of_the_status_stands_in_for_its_word() {
        for (model, state) in [
            (r#""StatusCode":1"#, Some(State::AwaitingAuthentication)),
            (r#""StatusCode":2"#, Some(State::Authorized)),
            (r#""StatusCode":3"#, Some(State::Completed)),
            (r#""StatusCode":4"#, Some(State::Cancelled)),
            (r#""StatusCode":5"#, Some(State::Declined)),
            (r#""StatusCode":0"#, None),
            (r#""StatusCode":6"#, None),
            (r#""Amount":1"#, None),
            (
                r#""StatusCode":5,"Status":"Completed""#,
                Some(State::Completed),
            ),
            (
                r#""Status":"Completed","StatusCode":5"#,
                Some(State::Completed),
            ),
            (r#""Status":null,"StatusCode":5"#, Some(State::Declined)),
        ] {
            assert_eq!(shown(model, |found| found.state), state, "{model}");
        }
    }

    #[test]
    fn only_an_error_that_says_so_means_that_there_is_no_record() {
        for (body, is_absent) in [
            (r#"{"Success":false,"Message":"Not found"}"#, true),
            (
                r#"{"Success":false,"Message":"not found","Model":null}"#,
                true,
            ),
            (r#"{"Success":true,"Message":"Not found"}"#, false),
            (
                r#"{"Success":false,"Message":"Not found","Model":{}}"#,
                false,
            ),
            (r#"{"Success":false,"Message":"Not found yet"}"#, false),
            (r#"{"Success":false,"Message":"Access denied"}"#, false),
            (r#"{"Success":false}"#, false),
        ] {
            let document = document(body);
            let envelope = Envelope::read(&document).expect("envelope");
            assert_eq!(envelope.says_not_found(), is_absent, "{body}");
        }
    }

    #[test]
    fn a_list_is_no_transaction_and_each_of_its_records_is_one() {
        for (model, numbers) in [
            ("[]", Some(vec![])),
            (
                r#"[{"TransactionId":1},{"TransactionId":2}]"#,
                Some(vec![Some(1), Some(2)]),
            ),
            (r#"[{"TransactionId":1},7]"#, Some(vec![Some(1)])),
            (r#"{"TransactionId":1}"#, None),
            ("null", None),
        ] {
            let document = document(&format!(r#"{{"Success":true,"Model":{model}}}"#));
            let envelope = Envelope::read(&document).expect("envelope");
            let found = envelope.transactions();
            let found = found.map(|all| all.iter().map(|one| one.id).collect::<Vec<_>>());
            assert_eq!(found, numbers, "{model}");
            if model.starts_with('[') {
                assert!(envelope.transaction().is_none(), "{model}");
            }
        }
    }

    #[test]
    fn payment_refund_and_payout_are_told_apart() {
        for (model, is_payment, is_refund, is_payout) in [
            (r#""Amount":1"#, true, false, false),
            (r#""Type":0"#, true, false, false),
            (r#""Type":0,"OriginalTransactionId":0"#, true, false, false),
            (r#""Type":1"#, false, true, false),
            (r#""OriginalTransactionId":5"#, false, true, false),
            (r#""Type":0,"OriginalTransactionId":5"#, false, false, false),
            (r#""Type":2"#, false, false, true),
            (r#""Type":3"#, false, false, false),
        ] {
            let kinds = shown(model, |found| {
                (found.is_payment(), found.is_refund(), found.is_payout())
            });
            assert_eq!(kinds, (is_payment, is_refund, is_payout), "{model}");
        }
    }

    #[test]
    fn a_flag_is_set_only_by_true() {
        for (value, is_set) in [
            ("true", true),
            ("false", false),
            ("1", false),
            ("null", false),
        ] {
            let model = format!(r#""Refunded":{value},"TransactionIsInProcess":{value}"#);
            let flags = shown(&model, |found| (found.refunded, found.in_process));
            assert_eq!(flags, (is_set, is_set), "{value}");
        }
    }

    #[test]
    fn an_empty_order_number_is_none() {
        let invoice = |model: &str| {
            shown(model, |found| {
                found.invoice_id.as_deref().map(str::to_owned)
            })
        };
        assert_eq!(invoice(r#""InvoiceId":"""#), None);
        assert_eq!(invoice(r#""InvoiceId":null"#), None);
        assert_eq!(invoice(r#""InvoiceId":"A""#).as_deref(), Some("A"));
    }

    #[test]
    fn the_second_bank_names_the_decline_in_whose_place_it_was_asked() {
        let model = r#""TransactionId":8,"FallBackScenarioDeclinedTransactionId":7"#;
        assert_eq!(shown(model, |found| found.instead_of), Some(7));
        let refund = r#""TransactionId":8,"OriginalTransactionId":7"#;
        assert_eq!(
            shown(refund, |found| (found.original_id, found.instead_of)),
            (Some(7), None)
        );
    }

    #[test]
    fn a_stamp_is_ours_only_under_its_name() {
        let stamp = |json: &str| {
            shown(&format!(r#""JsonData":{json}"#), |found| {
                found.stamp.clone()
            })
        };
        assert_eq!(
            stamp(r#"{"cp_request_id":"r","other":1}"#).as_deref(),
            Some("r")
        );
        assert_eq!(
            stamp(r#""{\"cp_request_id\":\"r\"}""#).as_deref(),
            Some("r")
        );
        assert_eq!(stamp(r#"{"request_id":"r"}"#), None);
        assert_eq!(stamp(r#"{"cp_request_id":7}"#), None);
        assert_eq!(stamp(r#""cp_request_id""#), None);
    }
}
