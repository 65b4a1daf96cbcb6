//! The fields of a notification, and the ways to write them.

use std::fmt::{Display, Write};

use super::settings::Encoding;
use crate::json::Object;
use crate::values::windows1251;

/// Names and values, in the order seen on the wire.
#[derive(Debug, Default)]
pub(crate) struct Form(Vec<(&'static str, Value)>);

#[derive(Debug)]
enum Value {
    /// In a form an empty value rather than none, in JSON null.
    Nothing,
    /// Digits.
    Number(String),
    /// Anything else.
    Text(String),
}

impl Form {
    /// A text.
    pub(crate) fn add(&mut self, name: &'static str, value: impl Display) -> &mut Self {
        self.push(name, Value::Text(value.to_string()))
    }

    /// A number.
    pub(crate) fn number(&mut self, name: &'static str, value: impl Display) -> &mut Self {
        self.push(name, Value::Number(value.to_string()))
    }

    /// A text that may be missing.
    pub(crate) fn optional<T: Display>(
        &mut self,
        name: &'static str,
        value: Option<T>,
    ) -> &mut Self {
        match value {
            Some(value) => self.add(name, value),
            None => self.nothing(name),
        }
    }

    /// A number that may be missing.
    pub(crate) fn optional_number<T: Display>(
        &mut self,
        name: &'static str,
        value: Option<T>,
    ) -> &mut Self {
        match value {
            Some(value) => self.number(name, value),
            None => self.nothing(name),
        }
    }

    /// Something that the sandbox never has.
    pub(crate) fn nothing(&mut self, name: &'static str) -> &mut Self {
        self.push(name, Value::Nothing)
    }

    fn push(&mut self, name: &'static str, value: Value) -> &mut Self {
        self.0.push((name, value));
        self
    }

    /// As the API writes a form: escapes in small letters and `+` for a blank.
    pub(crate) fn urlencoded(&self, encoding: Encoding) -> String {
        let mut form = String::with_capacity(1024);
        for (name, value) in &self.0 {
            if !form.is_empty() {
                form.push('&');
            }
            form.push_str(name);
            form.push('=');
            match value {
                Value::Nothing => {}
                Value::Number(text) | Value::Text(text) => {
                    escape(&mut form, &encoding.bytes(text));
                }
            }
        }
        form
    }

    /// As JSON.
    pub(crate) fn json(&self) -> String {
        let mut json = Object::new();
        for (name, value) in &self.0 {
            match value {
                Value::Nothing => json.null(name),
                Value::Number(digits) => json.raw(name, digits),
                Value::Text(text) => json.text(name, text),
            };
        }
        json.finish()
    }
}

fn escape(form: &mut String, bytes: &[u8]) {
    for byte in bytes {
        match byte {
            b' ' => form.push('+'),
            b'-' | b'_' | b'.' | b'!' | b'*' | b'(' | b')' => form.push(char::from(*byte)),
            _ if byte.is_ascii_alphanumeric() => form.push(char::from(*byte)),
            _ => {
                // Writing to a String cannot fail.
                let _ = write!(form, "%{byte:02x}");
            }
        }
    }
}

impl Encoding {
    /// The bytes of a text.
    pub(crate) fn bytes(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Windows1251 => windows1251::encoded(text),
        }
    }

    /// The text that bytes stand for.
    pub(crate) fn text(self, bytes: &[u8]) -> String {
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            Self::Windows1251 => windows1251::decoded(bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Encoding, Form};

    #[test]
    fn one_form_is_written_in_three_ways() {
        let mut form = Form::default();
        form.number("Amount", "10.50")
            .add("Name", "A Ж")
            .optional("Email", None::<&str>);
        assert_eq!(
            form.urlencoded(Encoding::Utf8),
            "Amount=10.50&Name=A+%d0%96&Email="
        );
        assert_eq!(
            form.urlencoded(Encoding::Windows1251),
            "Amount=10.50&Name=A+%c6&Email="
        );
        assert_eq!(form.json(), r#"{"Amount":10.50,"Name":"A Ж","Email":null}"#);
    }
}
