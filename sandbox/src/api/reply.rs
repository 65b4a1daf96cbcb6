//! What an API method answers: the envelopes A to G.

use serde_json::value::to_raw_value;

use super::refusal::Refusal;

/// One answer of a method; HTTP 200 in every case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reply {
    /// A and F: the request was malformed, or the command is not possible.
    Refused(Refusal),
    /// B, C, D and all look-ups: a Model, as JSON text.
    Model {
        /// `Success` of the request.
        success: bool,
        /// The Model, ready to send.
        json: String,
    },
    /// An answer whose envelope has fields of its own, or none at all.
    Whole {
        /// `Success` of the request.
        success: bool,
        /// The body.
        json: String,
    },
    /// E: done, nothing to show.
    Accepted,
    /// `test`: done, with a payload in `Message`.
    Message(String),
    /// G: a look-up found nothing.
    NotFound,
}

impl Reply {
    /// `Success`; only such answers are kept in the id store.
    pub(crate) fn success(&self) -> bool {
        match self {
            Self::Model { success, .. } | Self::Whole { success, .. } => *success,
            Self::Accepted | Self::Message(_) => true,
            Self::Refused(_) | Self::NotFound => false,
        }
    }

    /// The body.
    pub(crate) fn to_json(&self) -> String {
        match self {
            Self::Refused(refusal) => {
                format!(
                    r#"{{"Success":false,"Message":{}}}"#,
                    quoted(refusal.message())
                )
            }
            Self::Model { success, json } => {
                format!(r#"{{"Model":{json},"Success":{success},"Message":null}}"#)
            }
            Self::Whole { json, .. } => json.clone(),
            Self::Accepted => r#"{"Success":true,"Message":null}"#.to_owned(),
            Self::Message(text) => format!(r#"{{"Success":true,"Message":{}}}"#, quoted(text)),
            Self::NotFound => r#"{"Success":false,"Message":"Not found"}"#.to_owned(),
        }
    }
}

impl From<Result<Self, Refusal>> for Reply {
    fn from(result: Result<Self, Refusal>) -> Self {
        result.unwrap_or_else(Self::Refused)
    }
}

/// A text as a JSON string.
fn quoted(text: &str) -> String {
    to_raw_value(text).map_or_else(|_| "null".to_owned(), |json| json.get().to_owned())
}
