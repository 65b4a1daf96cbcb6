//! What a field may be called, and what it may hold.

use std::borrow::Cow;

use cloudpayments_money::amount::Amount;
use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::json::Value;

use crate::catalog::{COMMON, COMMON_API, Field, Kind, Row, Via};
use crate::nearest::nearest;
use crate::text::Text;

/// A field that is not of the gateway's API, if this method takes it.
pub(super) fn common(row: &Row, name: &str) -> Option<&'static Field> {
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

/// The error of a field that this method does not take.
pub(super) fn unknown(row: &Row, name: &str) -> Fault {
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
pub(super) fn shown(name: &str) -> String {
    let name: String = name.chars().take(64).collect();
    if name.bytes().filter(u8::is_ascii_digit).count() > 6 {
        "…".to_owned()
    } else {
        name
    }
}

pub(super) fn bad(field: &str, why: impl std::fmt::Display) -> Fault {
    Fault::field(
        ErrorCode::BadField,
        field,
        format!("the field `{field}` {why}"),
    )
}

/// Checks a value and returns it as it goes over the wire.
pub(super) fn check<'r>(field: &Field, value: Value<'r>) -> Result<Cow<'r, str>, Fault> {
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
