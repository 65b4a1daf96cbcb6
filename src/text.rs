//! The text encodings at the border: UTF-8, Windows-1251, and pure ASCII answers.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::ops::Deref;

use yore::code_pages::CP1251;
use zeroize::Zeroize as _;

/// How a client's requests are read and its answers written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Encoding {
    /// Windows-1251 instead of UTF-8.
    pub windows_1251: bool,
    /// Answers in pure ASCII, everything else as `\u` escapes.
    pub ascii: bool,
}

impl Encoding {
    /// What is written when no client is there to say: it is right in every encoding.
    pub const ASCII: Self = Self {
        windows_1251: false,
        ascii: true,
    };

    /// Reads a text; `None` if it is not in this encoding. In Windows-1251 every byte is a letter.
    #[must_use]
    pub fn read(self, bytes: &[u8]) -> Option<Text<'_>> {
        if self.windows_1251 {
            Some(read_1251(bytes))
        } else {
            let text = std::str::from_utf8(bytes).ok()?;
            Some(Text(Cow::Borrowed(text)))
        }
    }

    /// Writes JSON text; what does not fit becomes `\u` escapes.
    #[must_use]
    pub fn write(self, mut json: String) -> Vec<u8> {
        if json.is_ascii() || !(self.ascii || self.windows_1251) {
            return json.into_bytes();
        }
        // An escape is three times as long as its symbol at most; and the zero of a C text.
        let mut out = Vec::with_capacity(json.len() * 3 + 1);
        let mut one = [0_u8; 4];
        for symbol in json.chars() {
            let text = &*symbol.encode_utf8(&mut one);
            if symbol.is_ascii() {
                out.extend_from_slice(text.as_bytes());
            } else if !self.ascii
                && let Ok(bytes) = CP1251.encode(text)
            {
                out.extend_from_slice(&bytes);
            } else {
                out.extend_from_slice(escape(symbol).as_bytes());
            }
        }
        json.zeroize();
        out
    }
}

/// A text of the caller as it was read. If that took a copy, the copy is wiped when dropped: it may
/// be a secret or card data.
#[derive(PartialEq, Eq)]
pub struct Text<'a>(pub(crate) Cow<'a, str>);

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Drop for Text<'_> {
    fn drop(&mut self) {
        if let Cow::Owned(copy) = &mut self.0 {
            copy.zeroize();
        }
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes of text>", self.len())
    }
}

/// Runs of ASCII, of which secrets and card data are made, go straight to where they stay: the
/// decoder would leave a copy behind in memory that it gives back.
fn read_1251(bytes: &[u8]) -> Text<'_> {
    let letters = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    if letters == 0 {
        return Text(CP1251.decode(bytes));
    }
    // A letter takes three bytes at most.
    let mut text = String::with_capacity(bytes.len() + 2 * letters);
    for run in bytes.chunk_by(|one, next| one.is_ascii() == next.is_ascii()) {
        text.push_str(&CP1251.decode(run));
    }
    Text(Cow::Owned(text))
}

/// `\u` escapes of one symbol; two for those beyond the basic plane.
fn escape(symbol: char) -> String {
    let mut units = [0_u16; 2];
    let mut out = String::with_capacity(12);
    for unit in symbol.encode_utf16(&mut units) {
        let _ = write!(out, "\\u{unit:04x}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const CP: Encoding = Encoding {
        windows_1251: true,
        ascii: false,
    };

    #[test]
    fn windows_1251_goes_there_and_back() {
        let bytes = CP.write("\"Оплата №1\"".to_owned());
        assert_eq!(bytes.first_chunk(), Some(&[b'"', 0xce, 0xef]));
        assert_eq!(CP.read(&bytes).as_deref(), Some("\"Оплата №1\""));
    }

    #[test]
    fn what_does_not_fit_is_escaped() {
        assert_eq!(CP.write("\"₸😀\"".to_owned()), br#""\u20b8\ud83d\ude00""#);
        assert_eq!(Encoding::ASCII.write("\"я\"".to_owned()), br#""\u044f""#);
    }

    #[test]
    fn bytes_outside_the_encoding_are_refused() {
        assert_eq!(Encoding::default().read(&[0xff]), None);
    }
}
