//! Reading a control request. Unknown fields are mistakes: a misspelt fault must not arm nothing.

use serde_json::{Map, Value};

use super::Mistake;

/// The fields of a control request; what is asked for is taken out, what is left is unknown.
#[derive(Debug)]
pub(crate) struct Input(Map<String, Value>);

impl Input {
    /// Read the body.
    pub(crate) fn read(body: &[u8]) -> Result<Self, Mistake> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(fields)) => Ok(Self(fields)),
            _ => Err(Mistake {
                field: None,
                message: "the body must be a JSON object".to_owned(),
            }),
        }
    }

    /// Take a field out; null is as good as absent.
    pub(crate) fn take(&mut self, name: &str) -> Option<Value> {
        self.0.shift_remove(name).filter(|value| !value.is_null())
    }

    /// A text.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, Mistake> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Mistake::field(name, format!("{name} must be a text"))),
        }
    }

    /// A whole number that fits its place.
    pub(crate) fn number<T: TryFrom<i64>>(&mut self, name: &str) -> Result<Option<T>, Mistake> {
        let Some(value) = self.take(name) else {
            return Ok(None);
        };
        value
            .as_i64()
            .and_then(|number| T::try_from(number).ok())
            .map(Some)
            .ok_or_else(|| Mistake::field(name, format!("{name} must be a whole number in range")))
    }

    /// `TransactionId`, which must be there.
    pub(crate) fn transaction_id(&mut self) -> Result<u64, Mistake> {
        match self.take("TransactionId") {
            // Old clients keep numbers as texts.
            Some(Value::String(text)) => text.parse().ok(),
            Some(value) => value.as_u64(),
            None => None,
        }
        .ok_or_else(|| Mistake::field("TransactionId", "TransactionId is required"))
    }

    /// Yes or no.
    pub(crate) fn boolean(&mut self, name: &str) -> Result<Option<bool>, Mistake> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Bool(value)) => Ok(Some(value)),
            Some(_) => Err(Mistake::field(
                name,
                format!("{name} must be true or false"),
            )),
        }
    }

    /// All fields must have been asked for.
    pub(crate) fn finish(self) -> Result<(), Mistake> {
        match self.0.keys().next() {
            None => Ok(()),
            Some(name) => Err(Mistake::field(name, format!("unknown field {name}"))),
        }
    }
}
