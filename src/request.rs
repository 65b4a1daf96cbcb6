//! A request, read once at the edge: after [`parse`] nobody checks a field twice.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Deref;
use std::sync::Arc;

use cloudpayments_money::amount::{Amount, read_hundredths};
use cloudpayments_money::answer::STAMP_KEY;
use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::json::{self, JsonError, Value};
use cloudpayments_money::request_id::RequestId;
use zeroize::Zeroize as _;

use crate::catalog::{COMMON, COMMON_API, Field, Kind, Row, Via};
use crate::nearest::nearest;
use crate::text::Text;

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

/// The body of a request; it may be card data, and is wiped in the end. Not `Zeroizing`, which
/// wipes a vector byte by byte.
pub(crate) struct Body(Vec<u8>);

impl Deref for Body {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        self.0.as_mut_slice().zeroize();
    }
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

fn common(row: &Row, name: &str) -> Option<&'static Field> {
    let is_taken = |field: &&Field| match field.name {
        "amount_minor" => row.field("Amount").is_some(),
        "extra" => matches!(row.via, Via::Api(_)),
        _ => true,
    };
    COMMON
        .iter()
        .chain(COMMON_API)
        .filter(is_taken)
        .find(|field| field.name == name)
}

fn unknown(row: &Row, name: &str) -> Fault {
    let ours = COMMON.iter().chain(COMMON_API);
    let ours = ours.filter(|field| common(row, field.name).is_some());
    let known: Vec<_> = row
        .fields
        .iter()
        .chain(ours)
        .map(|field| field.name)
        .collect();
    let hint = nearest(name, known.iter().copied()).map_or_else(
        || format!("; `{}` takes {}", row.name, known.join(", ")),
        |near| format!("; did you mean `{near}`?"),
    );
    let shown = shown(name);
    let message = format!("unknown field `{shown}`{hint}");
    Fault::field(ErrorCode::UnknownField, shown, message)
}

/// A name as it may be repeated. It is the caller's text: a card number put in the wrong place is
/// not shown, and a megabyte neither.
fn shown(name: &str) -> String {
    let name: String = name.chars().take(64).collect();
    if name.bytes().filter(u8::is_ascii_digit).count() > 6 {
        "…".to_owned()
    } else {
        name
    }
}

fn bad(field: &str, why: impl std::fmt::Display) -> Fault {
    Fault::field(
        ErrorCode::BadField,
        field,
        format!("the field `{field}` {why}"),
    )
}

/// Checks a value and returns it as it goes over the wire.
fn check<'r>(field: &Field, value: Value<'r>) -> Result<Cow<'r, str>, Fault> {
    let as_it_is = Cow::Borrowed(value.text());
    let wrong = |why: &str| Err(bad(field.name, why));
    match field.kind {
        Kind::Amount => {
            let Some(digits) = value.as_scalar() else {
                return wrong("must be an amount");
            };
            Amount::parse(&digits).map_err(|why| bad(field.name, why))?;
            Ok(digits)
        }
        Kind::Integer => {
            let Some(digits) = value.as_scalar() else {
                return wrong("must be a whole number");
            };
            let plain = digits.bytes().all(|b| b.is_ascii_digit())
                && !(digits.len() > 1 && digits.starts_with('0'));
            let number = digits.parse::<i64>().ok().filter(|_| plain);
            let Some(number) = number.and_then(|number| u64::try_from(number).ok()) else {
                return wrong(&whole_number(field));
            };
            match field.max {
                Some(max) if number > max => wrong(&whole_number(field)),
                _ => Ok(digits),
            }
        }
        Kind::Text | Kind::Cryptogram => {
            let Some(text) = value.as_str().map(Text) else {
                return wrong("must be a string");
            };
            if field.required && text.is_empty() {
                return wrong("must not be empty");
            }
            if field.kind == Kind::Cryptogram && is_card_number(&text) {
                return wrong(
                    "must be the cryptogram that the checkout script made, never the number of a card",
                );
            }
            match field.max {
                Some(max) if text.chars().count() as u64 > max => Err(bad(
                    field.name,
                    format!("must have at most {max} characters"),
                )),
                _ => Ok(as_it_is),
            }
        }
        Kind::Boolean if value.as_bool().is_none() => wrong("must be true or false"),
        Kind::Object if !value.is_object() => wrong("must be an object"),
        Kind::Array if !value.is_array() => wrong("must be an array"),
        Kind::Boolean | Kind::Object | Kind::Array | Kind::Json => Ok(as_it_is),
    }
}

fn whole_number(field: &Field) -> String {
    let max = field.max.unwrap_or(i64::MAX.unsigned_abs());
    format!("must be a whole number of plain digits, at most {max}")
}

/// Whether a text is nothing but a card number, which must not leave this machine.
fn is_card_number(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let plain = |b: u8| b.is_ascii_digit() || b == b' ' || b == b'-';
    (12..=19).contains(&digits) && text.bytes().all(plain)
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

    /// `JsonData` as JSON text, also if it is a string with such a text; `{}` if it is absent.
    pub(crate) fn data(&self) -> Cow<'_, str> {
        let data = self.get("JsonData").unwrap_or("{}");
        if data.starts_with('"') {
            self.text("JsonData").unwrap_or_default()
        } else {
            Cow::Borrowed(data)
        }
    }

    /// Sets `JsonData`, which stays a string if it was one.
    pub(crate) fn set_data(&mut self, data: String) {
        let is_text = self
            .get("JsonData")
            .is_some_and(|data| data.starts_with('"'));
        let data = if is_text { json::quoted(&data) } else { data };
        self.set("JsonData", data);
    }

    /// Puts our mark into `JsonData`, if that is absent, an object, or text that is one. Tells
    /// whether it could.
    pub(crate) fn stamp(&mut self, id: &RequestId) -> bool {
        let mark = ["\"", STAMP_KEY, "\":\"", id.as_str(), "\""].concat();
        let stamped = {
            let data = self.data();
            json::parse(&data).ok().and_then(|data| marked(data, &mark))
        };
        let could = stamped.is_some();
        if let Some(data) = stamped {
            self.set_data(data);
        }
        could
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

    /// Room for a whole body: a text that grows leaves its beginning behind, which may be card data.
    fn length(&self) -> usize {
        let of_fields = self.fields.iter();
        let of_fields = of_fields.map(|entry| entry.name.len() + entry.json.len() + 8);
        of_fields.sum::<usize>() + 2
    }

    /// The body as JSON.
    pub(crate) fn to_json(&self) -> Body {
        let mut out = String::with_capacity(self.length());
        for entry in &self.fields {
            out.push(if out.is_empty() { '{' } else { ',' });
            json::push_quoted(&mut out, &entry.name);
            out.push(':');
            out.push_str(&entry.json);
        }
        out.push_str(if out.is_empty() { "{}" } else { "}" });
        Body(out.into_bytes())
    }

    /// The body as a form.
    pub(crate) fn to_form(&self) -> Result<Body, Fault> {
        // An escape takes three bytes.
        let mut form = form_urlencoded::Serializer::new(String::with_capacity(3 * self.length()));
        for entry in &self.fields {
            let nested = entry.json.starts_with(['{', '[']);
            if nested && entry.name != "JsonData" {
                return Err(bad(
                    &entry.name,
                    "cannot be sent in a form; use content_type json",
                ));
            }
            let text = json::checked(&entry.json).as_str().map(Text);
            let text = text.as_deref().unwrap_or(&entry.json);
            form.append_pair(&entry.name, text);
        }
        Ok(Body(form.finish().into_bytes()))
    }
}

/// The text of an object with our mark in it; `None` if it is no object.
fn marked(value: Value<'_>, mark: &str) -> Option<String> {
    if value.get(STAMP_KEY).is_none() {
        let inner = value.inner()?;
        let comma = if inner.is_empty() { "" } else { "," };
        return Some(["{", inner, comma, mark, "}"].concat());
    }
    let mut out = String::from("{");
    for member in value.members()?.filter(|member| member.key != STAMP_KEY) {
        json::push_quoted(&mut out, &member.key);
        out.push(':');
        out.push_str(member.value.text());
        out.push(',');
    }
    out.push_str(mark);
    out.push('}');
    Some(out)
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
