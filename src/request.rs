//! A request, read once at the edge: after [`parse`] nobody checks a field twice.

mod body;
mod fields;
mod json_data;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use cloudpayments_money::amount::{Amount, read_hundredths};
use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::json::{self, JsonError, Value};
use cloudpayments_money::request_id::RequestId;

use crate::catalog::{COMMON, COMMON_API, Row};

use self::fields::{bad, check, common, shown, unknown};

/// The largest request, in bytes.
pub(crate) const MAX_REQUEST: usize = 1 << 20;

/// A request whose fields are all known and well formed.
#[derive(Default)]
pub(crate) struct Parsed<'r> {
    pub(crate) request_id: Option<RequestId>,
    pub(crate) timeout_ms: Option<u64>,
    pub(crate) resolve_ms: Option<u64>,
    fields: Vec<Entry<'r>>,
}

/// One field with its value as JSON text, ready for the wire.
struct Entry<'r> {
    name: Cow<'r, str>,
    json: Cow<'r, str>,
}

/// Reads a request of a method.
pub(crate) fn parse<'r>(row: &Row, text: &'r str) -> Result<Parsed<'r>, Fault> {
    if text.len() > MAX_REQUEST {
        return Err(too_large());
    }
    let text = if text.is_empty() { "{}" } else { text };
    let value = json::parse(text).map_err(|why| match why {
        JsonError::Duplicate(key) => {
            let key = shown(&key);
            let message = format!("the field `{key}` occurs twice");
            Fault::field(ErrorCode::DuplicateField, key, message)
        }
        _ if text.starts_with('\u{feff}') => {
            let why = "the request begins with a byte order mark; leave it out";
            Fault::new(ErrorCode::BadJson, why)
        }
        other => Fault::new(ErrorCode::BadJson, format!("the request is {other}")),
    })?;
    let members = value
        .members()
        .ok_or_else(|| Fault::new(ErrorCode::BadJson, "the request must be a JSON object"))?;

    let mut parsed = Parsed {
        // Up to two may be filled in.
        fields: Vec::with_capacity(row.fields.len() + 2),
        ..Parsed::default()
    };
    let mut extra = None;
    for member in members {
        let (name, value) = (member.key, member.value);
        let known = row.field(&name).or_else(|| common(row, &name));
        let Some(field) = known else {
            return Err(unknown(row, &name));
        };
        // Many languages write null for what was not set.
        if value.is_null() {
            continue;
        }
        let json = check(field, value)?;
        match field.name {
            "request_id" => parsed.request_id = Some(request_id(value)?),
            "timeout_ms" => {
                parsed.timeout_ms = value.as_i64().and_then(|ms| ms.try_into().ok());
                if parsed.timeout_ms == Some(0) {
                    return Err(bad("timeout_ms", "must be at least 1"));
                }
            }
            "resolve_ms" => parsed.resolve_ms = value.as_i64().and_then(|ms| ms.try_into().ok()),
            "amount_minor" => parsed.fields.push(minor(&json)?),
            "extra" => extra = Some(value),
            _ => parsed.fields.push(Entry { name, json }),
        }
    }
    if parsed
        .fields
        .iter()
        .filter(|entry| entry.name == "Amount")
        .count()
        > 1
    {
        return Err(bad("amount_minor", "may not stand beside `Amount`"));
    }
    for field in row.fields {
        if field.required && parsed.get(field.name).is_none() {
            let message = format!("the field `{}` is required", field.name);
            return Err(Fault::field(ErrorCode::MissingField, field.name, message));
        }
    }
    if let Some(extra) = extra {
        parsed.merge(row, extra)?;
    }
    Ok(parsed)
}

/// The id of a request that is wrong in another place: an error names its operation too.
pub(crate) fn id_of(text: &str) -> Option<RequestId> {
    let id = json::parse(text).ok()?.get("request_id")?.as_str()?;
    RequestId::parse(&id).ok()
}

/// The error of a request above [`MAX_REQUEST`].
pub(crate) fn too_large() -> Fault {
    Fault::new(
        ErrorCode::TooLarge,
        format!("the JSON text is larger than {MAX_REQUEST} bytes"),
    )
}

fn request_id(value: Value<'_>) -> Result<RequestId, Fault> {
    let text = value.as_str().unwrap_or_default();
    RequestId::parse(&text).map_err(|why| bad("request_id", why))
}

fn minor<'r>(digits: &str) -> Result<Entry<'r>, Fault> {
    let amount = digits
        .parse()
        .ok()
        .and_then(|hundredths| Amount::from_hundredths(hundredths).ok())
        .ok_or_else(|| bad("amount_minor", "must be a number of hundredths above zero"))?;
    Ok(Entry {
        name: Cow::Borrowed("Amount"),
        json: Cow::Owned(amount.digits().to_owned()),
    })
}

impl<'r> Parsed<'r> {
    /// The JSON text of a field.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|entry| entry.name == name)
            .map(|entry| &*entry.json)
    }

    /// The value of a text field.
    pub(crate) fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        json::checked(self.get(name)?).as_str()
    }

    /// The same, to be kept.
    pub(crate) fn shared_text(&self, name: &str) -> Option<Arc<str>> {
        self.text(name).map(Arc::from)
    }

    /// The value of a text field, which is taken out of the request.
    pub(crate) fn take_text(&mut self, name: &str) -> Option<String> {
        let text = self.text(name)?.into_owned();
        self.remove(name);
        Some(text)
    }

    /// The value of an integer field.
    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        self.get(name)?.parse().ok()
    }

    /// The value of an amount field in hundredths.
    pub(crate) fn hundredths(&self, name: &str) -> Option<u64> {
        read_hundredths(self.get(name)?)
    }

    /// Sets a text field that the caller left out.
    pub(crate) fn set_text(&mut self, name: &'static str, text: &str) {
        self.fields.push(Entry {
            name: Cow::Borrowed(name),
            json: Cow::Owned(json::quoted(text)),
        });
    }

    /// Gives a field another JSON text, or adds it.
    pub(crate) fn set(&mut self, name: &'static str, json: String) {
        let json = Cow::Owned(json);
        match self.fields.iter_mut().find(|entry| entry.name == name) {
            Some(entry) => entry.json = json,
            None => self.fields.push(Entry {
                name: Cow::Borrowed(name),
                json,
            }),
        }
    }

    /// Takes a field out of the request.
    pub(crate) fn remove(&mut self, name: &str) {
        self.fields.retain(|entry| entry.name != name);
    }

    fn merge(&mut self, row: &Row, extra: Value<'r>) -> Result<(), Fault> {
        let known = row.fields.iter().chain(COMMON).chain(COMMON_API);
        let mut taken: HashSet<String> = known.map(|field| field.name.to_lowercase()).collect();
        for member in extra.members().into_iter().flatten() {
            if !taken.insert(member.key.to_lowercase()) {
                let name = shown(&member.key);
                let message = format!("`extra` may not name the known field `{name}`");
                let name = format!("extra.{name}");
                return Err(Fault::field(ErrorCode::BadField, name, message));
            }
            self.fields.push(Entry {
                name: member.key,
                json: Cow::Borrowed(member.value.text()),
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::find;

    fn charge(text: &str) -> Result<Parsed<'_>, Fault> {
        parse(find("charge").expect("a row"), text)
    }

    const CARD: &str = r#""CardCryptogramPacket":"p""#;

    fn fault(text: &str) -> (ErrorCode, Option<String>) {
        let fault = charge(text)
            .err()
            .unwrap_or_else(|| panic!("accepted: {text}"));
        (fault.code, fault.field)
    }

    #[test]
    fn the_callers_digits_go_over_the_wire() {
        for (amount, wire) in [("0.1", "0.1"), ("\"10.50\"", "10.50"), ("10", "10")] {
            let text = format!(r#"{{"Amount":{amount},{CARD}}}"#);
            let body = charge(&text).expect("a request").to_json();
            let body = String::from_utf8(body.to_vec()).expect("UTF-8");
            assert_eq!(
                body,
                format!(r#"{{"Amount":{wire},"CardCryptogramPacket":"p"}}"#)
            );
        }
    }

    #[test]
    fn kopecks_become_an_amount() {
        let text = format!(r#"{{"amount_minor":1005,{CARD}}}"#);
        assert_eq!(
            charge(&text).expect("a request").get("Amount"),
            Some("10.05")
        );
    }

    #[test]
    fn a_wrong_field_is_named() {
        use ErrorCode::{BadField, BadJson, DuplicateField, MissingField, UnknownField};
        for (text, code, field) in [
            (r#"{"Amount":10.001}"#, BadField, Some("Amount")),
            (r#"{"Amount":1e2}"#, BadField, Some("Amount")),
            (r#"{"Amount":true}"#, BadField, Some("Amount")),
            (
                r#"{"Amount":10}"#,
                MissingField,
                Some("CardCryptogramPacket"),
            ),
            (r#"{"Amout":10}"#, UnknownField, Some("Amout")),
            (r#"{"amount":10}"#, UnknownField, Some("amount")),
            (
                r#"{"Amount":10,"Amount":11}"#,
                DuplicateField,
                Some("Amount"),
            ),
            (
                r#"{"Amount":1,"amount_minor":100,"CardCryptogramPacket":"p"}"#,
                BadField,
                Some("amount_minor"),
            ),
            (
                r#"{"Amount":1,"CardCryptogramPacket":"p","extra":{"invoiceid":"x"}}"#,
                BadField,
                Some("extra.invoiceid"),
            ),
            (r#"{"request_id":"a b"}"#, BadField, Some("request_id")),
            (r#"{"timeout_ms":0}"#, BadField, Some("timeout_ms")),
            (
                r#"{"CardCryptogramPacket":"4111 1111 1111 1111"}"#,
                BadField,
                Some("CardCryptogramPacket"),
            ),
            (r#"{"Payer":"x"}"#, BadField, Some("Payer")),
            ("[]", BadJson, None),
            ("{", BadJson, None),
        ] {
            assert_eq!(fault(text), (code, field.map(str::to_owned)), "{text}");
        }
    }

    #[test]
    fn a_misspelt_field_gets_a_hint() {
        let Err(fault) = charge(r#"{"Amout":10}"#) else {
            panic!("accepted");
        };
        assert_eq!(
            fault.message,
            "unknown field `Amout`; did you mean `Amount`?"
        );
    }

    #[test]
    fn a_fraction_is_no_number_of_a_transaction() {
        let row = find("void").expect("a row");
        for text in [
            "504.0",
            "5e2",
            "-1",
            "\"0504\"",
            "9223372036854775808",
            "true",
        ] {
            let request = format!(r#"{{"TransactionId":{text}}}"#);
            assert!(parse(row, &request).is_err(), "{text}");
        }
        let parsed = parse(row, r#"{"TransactionId":"9223372036854775807"}"#).expect("a request");
        assert_eq!(parsed.integer("TransactionId"), Some(i64::MAX));
    }

    #[test]
    fn the_stamp_finds_its_place() {
        let id = RequestId::parse("r-1").expect("an id");
        for (data, stamped) in [
            ("", r#"{"cp_request_id":"r-1"}"#),
            (r#","JsonData":{}"#, r#"{"cp_request_id":"r-1"}"#),
            (
                r#","JsonData":{ "a" : 1.50 }"#,
                r#"{"a" : 1.50,"cp_request_id":"r-1"}"#,
            ),
            (
                r#","JsonData":"{\"a\":1}""#,
                r#""{\"a\":1,\"cp_request_id\":\"r-1\"}""#,
            ),
            (
                r#","JsonData":{"cp_request_id":"old","b":2}"#,
                r#"{"b":2,"cp_request_id":"r-1"}"#,
            ),
        ] {
            let text = format!(r#"{{"Amount":1,{CARD}{data}}}"#);
            let mut parsed = charge(&text).expect("a request");
            assert!(parsed.stamp(&id));
            assert_eq!(parsed.get("JsonData"), Some(stamped));
        }
        for data in ["[1]", "\"text\"", "5"] {
            let text = format!(r#"{{"Amount":1,{CARD},"JsonData":{data}}}"#);
            let mut parsed = charge(&text).expect("a request");
            assert!(!parsed.stamp(&id));
            assert_eq!(parsed.get("JsonData"), Some(data));
        }
    }

    #[test]
    fn a_form_escapes_and_carries_json_data_as_text() {
        let text =
            r#"{"Amount":"1.50","CardCryptogramPacket":"a+/=","SaveCard":true,"JsonData":{"a":1}}"#;
        let form = charge(text).expect("a request").to_form().expect("a form");
        let form = String::from_utf8(form.to_vec()).expect("UTF-8");
        assert_eq!(
            form,
            "Amount=1.50&CardCryptogramPacket=a%2B%2F%3D&SaveCard=true&JsonData=%7B%22a%22%3A1%7D"
        );
        let nested = r#"{"Amount":1,"CardCryptogramPacket":"p","Payer":{"Phone":"+7"}}"#;
        let Err(fault) = charge(nested).expect("a request").to_form() else {
            panic!("accepted");
        };
        assert_eq!(fault.field.as_deref(), Some("Payer"));
    }
}
