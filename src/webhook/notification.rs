//! A notification as it came over the wire, and the fields that it carries.

use std::borrow::Cow;
use std::collections::HashSet;

use cloudpayments_money::json::{self, JsonError, Value};
use percent_encoding::percent_decode;

use crate::members::Members;
use crate::text::Encoding;

/// How the bytes of a notification stand for letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charset {
    Utf8,
    Windows1251,
    /// One that no notification has.
    Other,
}

impl Charset {
    /// The one that a `Content-Type` names.
    pub(super) fn of_content_type(value: &str) -> Option<Self> {
        let mut parameters = value.split(';').skip(1);
        let name = parameters.find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            let value = value.trim().trim_matches('"');
            name.trim().eq_ignore_ascii_case("charset").then_some(value)
        })?;
        Some(match &*name.to_ascii_lowercase() {
            "utf-8" | "utf8" => Self::Utf8,
            "windows-1251" | "windows1251" | "cp1251" => Self::Windows1251,
            _ => Self::Other,
        })
    }

    fn read(self, bytes: &[u8]) -> Option<String> {
        let windows_1251 = match self {
            Self::Utf8 => false,
            Self::Windows1251 => true,
            Self::Other => return None,
        };
        let encoding = Encoding {
            windows_1251,
            ascii: false,
        };
        encoding.read(bytes).map(|text| text.to_owned())
    }
}

/// Why a notification cannot be read, genuine or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unreadable {
    Charset,
    Json,
    Twice,
    Empty,
}

impl Unreadable {
    /// The end of a sentence that begins with the name of a field.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Charset => "is not in the charset that `Content-Type` names",
            Self::Json => "begins like JSON and is none",
            Self::Twice => "has one name twice: which value counts, nobody can say",
            Self::Empty => "has no fields",
        }
    }
}

/// Bytes as they came. Whether they are a form or JSON they tell themselves: they are signed, and
/// `Content-Type` is not.
pub(super) struct Notification {
    bytes: Vec<u8>,
    json: bool,
    charset: Charset,
}

impl Notification {
    /// Takes the bytes of a body or a query. If no charset is told, what is not UTF-8 is
    /// Windows-1251, the only other one: a query has no `Content-Type`.
    pub(super) fn new(bytes: Vec<u8>, told: Option<Charset>) -> Self {
        let json = bytes.trim_ascii_start().starts_with(b"{");
        let guessed = || {
            let all = if json {
                Cow::Borrowed(&*bytes)
            } else {
                Cow::Owned(unescaped(&bytes))
            };
            match str::from_utf8(&all) {
                Ok(_) => Charset::Utf8,
                Err(_) => Charset::Windows1251,
            }
        };
        Self {
            charset: told.unwrap_or_else(guessed),
            json,
            bytes,
        }
    }

    /// The bytes as they came.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The text without escapes, as bytes of UTF-8; JSON has no such escapes and stays as it came.
    /// `None` if the text does not tell where its fields end, because one has an `&` of its own.
    pub(super) fn decoded(&self) -> Option<Cow<'_, [u8]>> {
        if self.json {
            return Some(Cow::Borrowed(&self.bytes));
        }
        let lossless = |(name, value): (&[u8], &[u8])| {
            let (name, value) = (unescaped(name), unescaped(value));
            !name.contains(&b'&') && !name.contains(&b'=') && !value.contains(&b'&')
        };
        if !self.pairs().all(lossless) {
            return None;
        }
        let text = unescaped(&self.bytes);
        // A notification in JSON is signed as it came: written as a form it would pass for another.
        if text.trim_ascii_start().starts_with(b"{") {
            return None;
        }
        let text = self.charset.read(&text)?;
        Some(Cow::Owned(text.into_bytes()))
    }

    /// All fields, in the order in which they came.
    pub(super) fn fields(&self) -> Result<Fields, Unreadable> {
        let fields = if self.json {
            self.json_fields()?
        } else {
            self.form_fields()?
        };
        let mut names = HashSet::with_capacity(fields.len());
        if !fields.iter().all(|(name, _)| names.insert(name)) {
            return Err(Unreadable::Twice);
        }
        if fields.is_empty() {
            return Err(Unreadable::Empty);
        }
        Ok(Fields(fields))
    }

    fn form_fields(&self) -> Result<Vec<(String, String)>, Unreadable> {
        let text = |bytes| self.charset.read(&unescaped(bytes));
        let read = |(name, value)| Some((text(name)?, text(value)?));
        self.pairs()
            .map(|pair| read(pair).ok_or(Unreadable::Charset))
            .collect()
    }

    /// Names and values of a form, with their escapes.
    fn pairs(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        let parts = self.bytes.split(|byte| *byte == b'&');
        parts.filter(|part| !part.is_empty()).map(|part| {
            let equals = part.iter().position(|byte| *byte == b'=');
            let (name, value) = part.split_at(equals.unwrap_or(part.len()));
            (name, value.strip_prefix(b"=").unwrap_or(value))
        })
    }

    fn json_fields(&self) -> Result<Vec<(String, String)>, Unreadable> {
        let text = self.charset.read(&self.bytes).ok_or(Unreadable::Charset)?;
        let value = json::parse(&text).map_err(|why| match why {
            JsonError::Duplicate(_) => Unreadable::Twice,
            _ => Unreadable::Json,
        })?;
        let members = value.members().ok_or(Unreadable::Json)?;
        Ok(members
            .map(|member| (member.key.into_owned(), exact(member.value)))
            .collect())
    }
}

/// The text that a form would have carried: every digit, and nothing for null.
fn exact(value: Value<'_>) -> String {
    match value.as_str() {
        Some(text) => text.into_owned(),
        None if value.is_null() => String::new(),
        None => value.text().to_owned(),
    }
}

/// The bytes behind the escapes of a form. An escape that is none stays as it is.
fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let blank = |byte: &u8| if *byte == b'+' { b' ' } else { *byte };
    let bytes: Vec<u8> = bytes.iter().map(blank).collect();
    percent_decode(&bytes).collect()
}

/// What a notification says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The text of a field; empty and missing is the same, for what is not known is sent empty.
    pub(super) fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// A JSON object of texts.
    pub(super) fn to_json(&self) -> String {
        let members = Members::default();
        let all = self.0.iter();
        all.fold(members, |members, (name, value)| {
            members.text(name, Some(value))
        })
        .finish()
    }

    /// What the shop gave with the payment, as JSON; `null` if it is none.
    pub(super) fn data(&self) -> &str {
        let given = ["Data", "JsonData"].map(|name| self.get(name));
        let given = given.iter().find(|text| !text.is_empty());
        // In the answer it stands one level deeper.
        let is_json = |text: &&str| {
            json::parse(text).is_ok() && json::parse(&["[", text, "]"].concat()).is_ok()
        };
        given
            .map(|text| text.trim_matches([' ', '\t', '\r', '\n']))
            .filter(is_json)
            .unwrap_or("null")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8], told: Option<Charset>) -> Result<Fields, Unreadable> {
        Notification::new(text.to_vec(), told).fields()
    }

    fn field(text: &[u8], told: Option<Charset>, name: &str) -> String {
        read(text, told).expect("readable").get(name).to_owned()
    }

    #[test]
    fn a_charset_is_found_in_a_content_type() {
        for (value, charset) in [
            ("application/json", None),
            ("charset=utf-8", None),
            ("application/json; charset=\"UTF-8\"", Some(Charset::Utf8)),
            ("a/b;q=1;Charset=Windows-1251", Some(Charset::Windows1251)),
            ("a/b; charset = cp1251", Some(Charset::Windows1251)),
            ("a/b; charset=koi8-r", Some(Charset::Other)),
        ] {
            assert_eq!(Charset::of_content_type(value), charset, "{value}");
        }
    }

    #[test]
    fn a_form_and_json_say_the_same() {
        let form = b"Amount=10.50&Name=A+%d0%96&Email=&TestMode=1";
        let json = r#"{"Amount":10.50,"Name":"A Ж","Email":null,"TestMode":1}"#;
        assert_eq!(read(form, None), read(json.as_bytes(), None));
    }

    #[test]
    fn letters_are_read_in_their_charset() {
        let old: &[u8] = b"Name=%c8%e2%e0%ed&Raw=\xc8";
        assert_eq!(field(old, Some(Charset::Windows1251), "Name"), "Иван");
        assert_eq!(field(old, None, "Name"), "Иван", "what is not UTF-8");
        assert_eq!(field(old, None, "Raw"), "И");
        assert_eq!(field("Name=Ж".as_bytes(), None, "Name"), "Ж");
        let old_json: &[u8] = b"{\"Name\":\"\xc8\xe2\xe0\xed\"}";
        assert_eq!(field(old_json, None, "Name"), "Иван");
        for told in [Charset::Utf8, Charset::Other] {
            assert_eq!(read(old, Some(told)), Err(Unreadable::Charset));
            assert_eq!(read(old_json, Some(told)), Err(Unreadable::Charset));
        }
    }

    #[test]
    fn values_keep_every_sign() {
        let form = b"&A=a%26b%3dc=d&&B=%2B+&C&D=100%&E=%zz&";
        for (name, value) in [
            ("A", "a&b=c=d"),
            ("B", "+ "),
            ("C", ""),
            ("D", "100%"),
            ("E", "%zz"),
        ] {
            assert_eq!(field(form, None, name), value);
        }
        let json = br#" {"Inn":0077012345678901234567,"Sum":1.50E2,"List":[1, 2],"Yes":true}"#;
        assert_eq!(read(json, None), Err(Unreadable::Json), "a leading zero");
        let json =
            br#" {"Sum":1.50E2,"Big":123456789012345678901234567890,"List":[1, 2],"Yes":true}"#;
        for (name, value) in [
            ("Sum", "1.50E2"),
            ("Big", "123456789012345678901234567890"),
            ("List", "[1, 2]"),
            ("Yes", "true"),
        ] {
            assert_eq!(field(json, None, name), value);
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_not_read() {
        for (text, why) in [
            ("Amount=1&Amount=2", Unreadable::Twice),
            ("Amount=1&%41mount=1", Unreadable::Twice),
            (r#"{"Amount":1,"\u0041mount":1}"#, Unreadable::Twice),
            (r#"{"Amount":1"#, Unreadable::Json),
            ("{}", Unreadable::Empty),
            ("", Unreadable::Empty),
            ("&&", Unreadable::Empty),
        ] {
            assert_eq!(read(text.as_bytes(), None), Err(why), "{text}");
        }
    }

    #[test]
    fn an_escaped_separator_has_no_decoded_text() {
        let decoded = |text: &str| {
            let notification = Notification::new(text.as_bytes().to_vec(), None);
            notification.decoded().map(Cow::into_owned)
        };
        assert_eq!(
            decoded("A=x+%3d%2b&B=%d0%96").as_deref(),
            Some("A=x =+&B=Ж".as_bytes())
        );
        for text in ["A=x%26B%3d1", "A%26B=1", "A%3dB=1", "%7b\"A\":1}"] {
            assert_eq!(decoded(text), None, "{text}");
        }
        let json = r#"{"A":"%26&"}"#;
        assert_eq!(decoded(json).as_deref(), Some(json.as_bytes()));
    }

    #[test]
    fn data_is_json_or_null() {
        let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        for (value, data) in [
            (r#" {"a":1.50} "#, r#"{"a":1.50}"#),
            ("5", "5"),
            ("1,2", "null"),
            ("hello", "null"),
            ("", "null"),
            (r#"{"a":1,"a":2}"#, "null"),
            (&deep(json::MAX_DEPTH - 1), &deep(json::MAX_DEPTH - 1)),
            (&deep(json::MAX_DEPTH), "null"),
        ] {
            let fields = Fields(vec![("Data".to_owned(), value.to_owned())]);
            assert_eq!(fields.data(), data, "{value}");
        }
        let older = Fields(vec![("JsonData".to_owned(), "{}".to_owned())]);
        assert_eq!(older.data(), "{}");
    }
}
