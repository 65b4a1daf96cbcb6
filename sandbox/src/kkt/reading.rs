//! Reading a field of a receipt, and saying with the right code what is wrong with it.

use super::trouble::{DECIMALS, Trouble};
use crate::api::fields::Fields;
use crate::values::amount::Amount;
use crate::values::decimal::Decimal;

/// A text that must be there.
pub(super) fn required(fields: &Fields, name: &'static str) -> Result<String, Trouble> {
    fields.text(name)?.ok_or_else(|| Trouble::missing(name))
}

/// A text of at most `max` characters.
pub(super) fn short(
    fields: &Fields,
    name: &'static str,
    max: usize,
) -> Result<Option<String>, Trouble> {
    let text = fields.text(name)?;
    if text.as_ref().is_some_and(|text| text.chars().count() > max) {
        return Err(Trouble::wrong(name));
    }
    Ok(text)
}

/// A number that stands in a directory.
pub(super) fn code(
    fields: &Fields,
    name: &'static str,
    directory: &[u8],
) -> Result<Option<u8>, Trouble> {
    let Some(number) = fields.integer(name)? else {
        return Ok(None);
    };
    u8::try_from(number)
        .ok()
        .filter(|code| directory.contains(code))
        .map(Some)
        .ok_or_else(|| Trouble::wrong(name))
}

/// A sum of two decimals at most, nothing included.
pub(super) fn sum(fields: &Fields, name: &'static str) -> Result<Option<Amount>, Trouble> {
    let Some(text) = fields.text(name)? else {
        return Ok(None);
    };
    let decimal = Decimal::parse(&text).ok_or_else(|| Trouble::wrong(name))?;
    if decimal.exactly(2).is_none() {
        return Err(Trouble::at(DECIMALS, name));
    }
    Amount::or_zero(&text)
        .map(Some)
        .ok_or_else(|| Trouble::wrong(name))
}

/// A number of ten or twelve digits.
pub(crate) fn is_inn(text: &str) -> bool {
    matches!(text.len(), 10 | 12) && is_digits(text)
}

/// A plus, perhaps, and digits.
pub(crate) fn is_phone(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    (6..=19).contains(&digits.len()) && is_digits(digits)
}

/// Digits only, at least one.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
