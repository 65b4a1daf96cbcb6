//! The form of what stands in a receipt, one field at a time.
//!
//! The API takes names in any case; here they are written out as its reference has them, and so
//! the checks that follow look for one spelling only. What the reference does not name passes.

use std::borrow::Cow;

use super::number::{hundredths, millionths};
use super::wrong;
use crate::error::Fault;
use crate::json::{ObjectWriter, Value};

/// What a field holds.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// A sum, zero included, with at most two decimals.
    Sum,
    /// A quantity with at most six decimals.
    Quantity,
    /// A whole number.
    Whole,
    /// A number that stands in a directory.
    Code(&'static [u64]),
    /// `true` or `false`.
    Flag,
    /// Text, which may be empty.
    Text,
    /// Text of one to so many characters.
    Line(usize),
    /// Text that is exactly so long.
    Exactly(usize),
    /// A tax number.
    Inn,
    /// A phone number; an empty one is none.
    Phone,
    /// An e-mail address; an empty one is none.
    Email,
    /// Hexadecimal digits.
    Hex,
    /// An object with these fields.
    Object(&'static [Field]),
    /// An array of objects with these fields.
    List(&'static [Field]),
    /// An array of anything.
    Array,
}

/// One field.
#[derive(Clone, Copy)]
pub(super) struct Field {
    name: &'static str,
    form: Form,
    required: bool,
}

pub(super) const fn required(name: &'static str, form: Form) -> Field {
    Field {
        name,
        form,
        required: true,
    }
}

pub(super) const fn optional(name: &'static str, form: Form) -> Field {
    Field {
        name,
        form,
        required: false,
    }
}

impl Field {
    pub(super) const fn name(&self) -> &'static str {
        self.name
    }
}

/// Checks an object and writes it out with the names of the reference.
pub(super) fn object(value: Value<'_>, place: &str, fields: &[Field]) -> Result<String, Fault> {
    let members = value
        .members()
        .ok_or_else(|| wrong(place, "must be an object"))?;
    let mut out = ObjectWriter::default();
    let mut seen = Vec::new();
    let mut given = Vec::new();
    for member in members {
        let is_named = |field: &&Field| field.name.eq_ignore_ascii_case(&member.key);
        let Some(field) = fields.iter().find(is_named) else {
            out.put(&member.key, member.value.text());
            continue;
        };
        let place = inside(place, field.name);
        if seen.contains(&field.name) {
            return Err(wrong(&place, "occurs twice, in two spellings"));
        }
        seen.push(field.name);
        if !member.value.is_null() {
            given.push(field.name);
            out.put(field.name, &field.form.read(member.value, &place)?);
        }
    }
    let missing = |field: &&Field| field.required && !given.contains(&field.name);
    match fields.iter().find(missing) {
        Some(field) => Err(wrong(&inside(place, field.name), "is required")),
        None => Ok(out.finish()),
    }
}

/// The place of a field in an object.
pub(super) fn inside(place: &str, name: &str) -> String {
    format!("{place}.{name}")
}

/// The place of an element in an array, counted from 0 as `cp_json_get` does.
pub(super) fn element(place: &str, index: usize) -> String {
    format!("{place}[{index}]")
}

/// Checks an array of objects.
fn list(value: Value<'_>, place: &str, fields: &[Field]) -> Result<String, Fault> {
    let elements = value
        .elements()
        .ok_or_else(|| wrong(place, "must be an array"))?;
    let elements = elements.into_iter().enumerate();
    let elements = elements
        .map(|(index, value)| object(value, &element(place, index), fields))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(format!("[{}]", elements.join(",")))
}

impl Form {
    /// Checks a value and returns it as it goes to the API: numbers without quotes, with their
    /// own digits.
    fn read(self, value: Value<'_>, place: &str) -> Result<String, Fault> {
        let as_it_is = || value.text().to_owned();
        let read = match self {
            Self::Object(fields) => return object(value, place, fields),
            Self::List(fields) => return list(value, place, fields),
            Self::Array => value.is_array().then(as_it_is),
            Self::Flag => value.as_bool().map(|_| as_it_is()),
            Self::Sum | Self::Quantity | Self::Whole | Self::Code(_) => value
                .as_scalar()
                .filter(|digits| self.takes(digits))
                .map(Cow::into_owned),
            _ => value
                .as_str()
                .filter(|text| self.takes(text))
                .map(|_| as_it_is()),
        };
        read.ok_or_else(|| wrong(place, self.rule()))
    }

    /// Whether the text of a string, or the digits of a number, are what this holds.
    fn takes(self, text: &str) -> bool {
        let is_short = |max| (1..=max).contains(&text.chars().count());
        let is_made_of = |is: fn(&u8) -> bool| !text.is_empty() && text.as_bytes().iter().all(is);
        match self {
            Self::Sum => hundredths(text).is_some(),
            Self::Quantity => millionths(text).is_some(),
            Self::Whole => whole(text).is_some(),
            Self::Code(codes) => whole(text).is_some_and(|code| codes.contains(&code)),
            Self::Line(max) => is_short(max),
            Self::Exactly(length) => text.chars().count() == length,
            Self::Inn => matches!(text.len(), 10 | 12) && is_made_of(u8::is_ascii_digit),
            Self::Phone => {
                let digits = text.strip_prefix('+').unwrap_or(text);
                text.is_empty()
                    || (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
            }
            Self::Email => text.is_empty() || is_email(text),
            Self::Hex => is_made_of(u8::is_ascii_hexdigit),
            Self::Text | Self::Flag | Self::Array | Self::Object(_) | Self::List(_) => true,
        }
    }

    /// What a value must be, for people.
    fn rule(self) -> String {
        let rule = match self {
            Self::Sum => {
                "must be a sum of at most 12 digits before and 2 after the dot, like 10 or 10.50"
            }
            Self::Quantity => {
                "must be above zero with at most 12 digits before and 6 after the dot"
            }
            Self::Whole => "must be a whole number of plain digits",
            Self::Flag => "must be true or false",
            Self::Text => "must be a string",
            Self::Inn => "must be a string of 10 or 12 digits",
            Self::Phone => "must be a string of digits, a plus before them or not",
            Self::Email => "must be an e-mail address",
            Self::Hex => "must be a string of hexadecimal digits",
            Self::Object(_) => "must be an object",
            Self::List(_) | Self::Array => "must be an array",
            Self::Line(usize::MAX) => "must be a string that is not empty",
            Self::Line(max) => return format!("must be a string of 1 to {max} characters"),
            Self::Exactly(length) => return format!("must be a string of {length} characters"),
            Self::Code(codes) => {
                let codes: Vec<_> = codes.iter().map(u64::to_string).collect();
                return format!("must be one of {}", codes.join(", "));
            }
        };
        rule.to_owned()
    }
}

/// Plain digits.
pub(super) fn whole(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|b| b.is_ascii_digit());
    let leading_zero = text.len() > 1 && text.starts_with('0');
    text.parse().ok().filter(|_| plain && !leading_zero)
}

/// Something before and something behind its one `@`; the rest is between the mail servers.
fn is_email(text: &str) -> bool {
    let plain = !text.contains(|c: char| c.is_whitespace() || c.is_control());
    let parts = text.split_once('@');
    plain
        && parts
            .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
}
