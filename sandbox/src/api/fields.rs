//! The fields of a request, whatever way they came in.
//!
//! JSON and forms end as one list of names and values; names are compared without case, unknown
//! ones are ignored. Numbers stay text until a field asks for a type, so no digit is lost.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::refusal::Refusal;
use crate::values::amount::Amount;
use crate::values::decimal::Decimal;

/// One value as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    /// A form value or a JSON string.
    Text(String),
    /// Any other JSON, digit for digit.
    Json(String),
}

/// The fields of one request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Vec<(String, Value)>);

impl Fields {
    /// Read a body. Nothing at all, `null` and `{}` have no fields.
    pub(crate) fn read(content_type: Option<&str>, body: &[u8]) -> Result<Self, Refusal> {
        let text = str::from_utf8(body).map_err(|_| Refusal::new("Request body is not UTF-8"))?;
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            return Ok(Self::default());
        }
        if is_json(content_type, text) {
            Self::from_json(text)
        } else {
            Ok(Self::from_form(text))
        }
    }

    fn from_json(text: &str) -> Result<Self, Refusal> {
        if text == "null" {
            return Ok(Self::default());
        }
        let mut json = serde_json::Deserializer::from_str(text);
        json.deserialize_map(TopLevel)
            .and_then(|fields| json.end().map(|()| fields))
            .map_err(|_| Refusal::new("Request body is not valid JSON"))
    }

    fn from_form(text: &str) -> Self {
        let pairs = form_urlencoded::parse(text.as_bytes());
        Self(
            pairs
                .map(|(name, value)| {
                    // `Statuses[]` and `Statuses[0]` are how frameworks write lists.
                    let name = name.split('[').next().unwrap_or_default().trim();
                    (name.to_ascii_lowercase(), Value::Text(value.into_owned()))
                })
                .collect(),
        )
    }

    /// The same with a field more, which came in the path.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.0
            .push((name.to_owned(), Value::Text(value.to_owned())));
        self
    }

    /// A text field; numbers are taken as their digits. Empty is as good as absent.
    pub(crate) fn text(&self, name: &'static str) -> Result<Option<String>, Refusal> {
        match self.find(name) {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text.clone()).filter(|text| !text.is_empty())),
            Some(Value::Json(json)) if is_number(json) => Ok(Some(json.clone())),
            Some(Value::Json(_)) => Err(Refusal::invalid(name)),
        }
    }

    /// A text field that must be there.
    pub(crate) fn required_text(&self, name: &'static str) -> Result<String, Refusal> {
        self.text(name)?.ok_or_else(|| Refusal::required(name))
    }

    /// A sum that must be there: at least 0.01, exact in hundredths, a number or a string of one.
    pub(crate) fn amount(&self, name: &'static str) -> Result<Amount, Refusal> {
        let text = self.required_text(name)?;
        Amount::parse(&text).ok_or_else(|| Refusal::invalid(name))
    }

    /// A whole number; fractions are rounded in silence, as the API does.
    pub(crate) fn integer(&self, name: &'static str) -> Result<Option<i64>, Refusal> {
        let Some(text) = self.text(name)? else {
            return Ok(None);
        };
        Decimal::parse(&text)
            .and_then(Decimal::rounded)
            .map(Some)
            .ok_or_else(|| Refusal::invalid(name))
    }

    /// The number of a transaction, which must be there.
    pub(crate) fn transaction_id(&self) -> Result<u64, Refusal> {
        let number = self
            .integer("TransactionId")?
            .ok_or_else(|| Refusal::required("TransactionId"))?;
        // A negative number names no transaction; zero names none either.
        Ok(u64::try_from(number).unwrap_or(0))
    }

    /// `true` or `false`, as JSON or as text; the API does not understand `1` and `0`.
    pub(crate) fn boolean(&self, name: &'static str) -> Result<Option<bool>, Refusal> {
        let text = match self.find(name) {
            None => return Ok(None),
            Some(Value::Text(text) | Value::Json(text)) => text,
        };
        match text.as_str() {
            "" => Ok(None),
            _ if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
            _ if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
            _ => Err(Refusal::invalid(name)),
        }
    }

    /// JSON that travels with the payment, character for character: the text of an object, or
    /// what a string holds.
    pub(crate) fn json(&self, name: &'static str) -> Option<String> {
        match self.find(name)? {
            Value::Text(text) | Value::Json(text) => Some(text.clone()),
        }
    }

    /// An object whose content the sandbox does not use: only its type is looked at.
    pub(crate) fn object(&self, name: &'static str) -> Result<(), Refusal> {
        match self.find(name) {
            Some(Value::Json(json)) if !json.starts_with('{') => Err(Refusal::invalid(name)),
            _ => Ok(()),
        }
    }

    /// An object as fields of its own; a form carries it as the text of one.
    pub(crate) fn nested(&self, name: &'static str) -> Result<Option<Self>, Refusal> {
        match self.find(name) {
            None => Ok(None),
            Some(Value::Text(text)) if text.is_empty() => Ok(None),
            Some(Value::Text(text) | Value::Json(text)) => Self::from_json(text)
                .map(Some)
                .map_err(|_| Refusal::invalid(name)),
        }
    }

    /// A list of texts or numbers: a JSON array, a repeated form field, or one value with commas.
    pub(crate) fn list(&self, name: &'static str) -> Result<Vec<String>, Refusal> {
        let mut all = Vec::new();
        for (_, value) in self
            .0
            .iter()
            .filter(|(key, _)| key.eq_ignore_ascii_case(name))
        {
            match value {
                Value::Text(text) => all.extend(text.split(',').map(|part| part.trim().to_owned())),
                Value::Json(json) if json == "null" => {}
                Value::Json(json) => {
                    let part: Vec<serde_json::Value> =
                        serde_json::from_str(json).map_err(|_| Refusal::invalid(name))?;
                    for entry in part {
                        all.push(match entry {
                            serde_json::Value::String(text) => text,
                            serde_json::Value::Number(number) => number.to_string(),
                            _ => return Err(Refusal::invalid(name)),
                        });
                    }
                }
            }
        }
        all.retain(|text| !text.is_empty());
        Ok(all)
    }

    /// The value of a field; of a repeated one the last. `null` is as good as absent.
    fn find(&self, name: &str) -> Option<&Value> {
        self.0
            .iter()
            .rev()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
            .filter(|value| **value != Value::Json("null".to_owned()))
    }
}

/// Old clients misspell the form's type (`…urlencode`) or send none: then the text itself tells.
fn is_json(content_type: Option<&str>, text: &str) -> bool {
    let kind = content_type.unwrap_or_default().to_ascii_lowercase();
    if kind.contains("json") {
        true
    } else if kind.contains("x-www-form-urlencode") {
        false
    } else {
        text.starts_with(['{', '[']) || text == "null"
    }
}

fn is_number(json: &str) -> bool {
    json.starts_with(|first: char| first == '-' || first.is_ascii_digit())
}

/// The top level of a JSON body. Deeper levels stay text.
struct TopLevel;

impl<'de> Visitor<'de> for TopLevel {
    type Value = Fields;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Vec::new();
        while let Some((name, raw)) = map.next_entry::<Cow<'_, str>, &RawValue>()? {
            let raw = raw.get();
            let value = if raw.starts_with('"') {
                Value::Text(serde_json::from_str(raw).map_err(serde::de::Error::custom)?)
            } else {
                Value::Json(raw.to_owned())
            };
            fields.push((name.into_owned(), value));
        }
        Ok(Fields(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::Fields;

    fn json(body: &str) -> Fields {
        Fields::read(Some("application/json"), body.as_bytes()).expect("readable")
    }

    #[test]
    fn nothing_null_and_an_empty_object_have_no_fields() {
        for body in ["", "null", "{}", "  "] {
            assert_eq!(json(body).text("Amount"), Ok(None), "{body:?}");
        }
    }

    #[test]
    fn names_are_found_in_any_case() {
        assert_eq!(
            json(r#"{"invoiceid":"7"}"#).text("InvoiceId"),
            Ok(Some("7".to_owned()))
        );
        let form = Fields::read(
            Some("application/x-www-form-urlencoded"),
            b"amount=10&Name=A+B%2f",
        )
        .expect("form");
        assert_eq!(form.text("Name"), Ok(Some("A B/".to_owned())));
        assert!(form.amount("Amount").is_ok());
    }

    #[test]
    fn a_wrong_type_is_refused_in_the_words_of_the_api() {
        let body = json(r#"{"Amount":{},"TransactionId":"x","SaveCard":1}"#);
        assert_eq!(
            body.amount("Amount").expect_err("refused").message(),
            "Invalid Amount value"
        );
        assert_eq!(
            body.transaction_id().expect_err("refused").message(),
            "Invalid TransactionId value"
        );
        assert!(body.boolean("SaveCard").is_err());
        assert_eq!(
            json("{}").amount("Amount").expect_err("refused").message(),
            "Amount is required"
        );
    }

    #[test]
    fn json_data_is_kept_character_for_character() {
        let body = json(r#"{"JsonData": {"a" : 1.00, "b":"\u0416"} }"#);
        assert_eq!(
            body.json("JsonData").as_deref(),
            Some(r#"{"a" : 1.00, "b":"\u0416"}"#)
        );
        let text = json(r#"{"JsonData":"{\"a\":1}"}"#);
        assert_eq!(text.json("JsonData").as_deref(), Some(r#"{"a":1}"#));
    }

    #[test]
    fn lists_come_as_arrays_repeats_and_indexes() {
        let want = ["Completed", "Declined"];
        assert_eq!(
            json(r#"{"Statuses":["Completed","Declined"]}"#)
                .list("Statuses")
                .expect("list"),
            want
        );
        for form in [
            "Statuses=Completed&Statuses=Declined",
            "Statuses%5B0%5D=Completed&Statuses[1]=Declined",
        ] {
            let form = Fields::read(None, form.as_bytes()).expect("form");
            assert_eq!(form.list("Statuses").expect("list"), want);
        }
    }

    #[test]
    fn a_body_that_is_no_object_is_refused_and_never_a_crash() {
        for body in ["[1]", "{", "7", "\"x\"", "{\"a\":1}x", "{\"a\":[[[[", "nul"] {
            assert!(
                Fields::read(Some("application/json"), body.as_bytes()).is_err(),
                "{body}"
            );
        }
        assert!(Fields::read(None, &[0xff, 0xfe]).is_err());
    }
}
