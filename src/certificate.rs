//! What a certificate says of itself, for people to read.
//!
//! Nobody is trusted by what is read here: rustls checks certificates, also those that cannot be
//! read here. So a walk over the few fields that are shown is enough, and no library is needed.

use std::fmt::Write as _;

/// The longest name that is shown: a server that is not trusted chooses it.
const LONGEST_NAME: usize = 300;

/// What is shown of a certificate.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Certificate {
    /// Whom it names, as `CN=…, O=…`.
    pub(crate) subject: String,
    /// Who has issued it.
    pub(crate) issuer: String,
    /// From when it is valid, as `2026-11-24T10:00:00Z`.
    pub(crate) not_before: String,
    /// Until when.
    pub(crate) not_after: String,
}

impl Certificate {
    /// Reads a certificate in DER form; `None` if it is none.
    pub(crate) fn read(der: &[u8]) -> Option<Self> {
        let mut signed = Reader(Reader(der).take(SEQUENCE)?);
        let mut fields = Reader(signed.take(SEQUENCE)?);
        // Version 1 does not say its version.
        let _ = fields.take(VERSION);
        fields.take(INTEGER)?;
        fields.take(SEQUENCE)?;
        let issuer = name(fields.take(SEQUENCE)?)?;
        let mut validity = Reader(fields.take(SEQUENCE)?);
        Some(Self {
            issuer,
            not_before: time(&mut validity)?,
            not_after: time(&mut validity)?,
            subject: name(fields.take(SEQUENCE)?)?,
        })
    }
}

/// Whom a chain, its own certificate first, leaves to be trusted: the issuer at its end.
pub(crate) fn last_issuer(chain: &[Certificate]) -> Option<&str> {
    let mut at = chain.first()?;
    for _ in chain {
        let above = chain.iter().find(|above| above.subject == at.issuer);
        match above {
            Some(above) if above != at => at = above,
            _ => break,
        }
    }
    Some(&at.issuer)
}

const INTEGER: u8 = 0x02;
const OBJECT_IDENTIFIER: u8 = 0x06;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const BMP_STRING: u8 = 0x1e;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const VERSION: u8 = 0xa0;

/// A walk over the elements of a DER text.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// The content of the next element if it has this tag; else nothing is taken.
    fn take(&mut self, tag: u8) -> Option<&'a [u8]> {
        (self.0.first() == Some(&tag)).then_some(())?;
        Some(self.any()?.1)
    }

    /// The tag and the content of the next element.
    fn any(&mut self) -> Option<(u8, &'a [u8])> {
        let (tag, rest) = self.0.split_first()?;
        let (first, rest) = rest.split_first()?;
        let (length, rest) = match usize::from(*first) {
            short @ ..0x80 => (short, rest),
            long => {
                let (bytes, rest) = rest.split_at_checked(long - 0x80)?;
                let fits = (1..=3).contains(&bytes.len());
                let length = bytes
                    .iter()
                    .fold(0, |length, byte| length << 8 | usize::from(*byte));
                (fits.then_some(length)?, rest)
            }
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((*tag, content))
    }
}

/// A distinguished name.
fn name(content: &[u8]) -> Option<String> {
    let mut out = String::new();
    let mut parts = Reader(content);
    while !parts.0.is_empty() {
        let mut part = Reader(parts.take(SET)?);
        while !part.0.is_empty() {
            let mut pair = Reader(part.take(SEQUENCE)?);
            let kind = pair.take(OBJECT_IDENTIFIER)?;
            let (tag, value) = pair.any()?;
            if !out.is_empty() {
                out.push_str(", ");
            }
            match kind {
                [0x55, 0x04, 3] => out.push_str("CN"),
                [0x55, 0x04, 6] => out.push('C'),
                [0x55, 0x04, 7] => out.push('L'),
                [0x55, 0x04, 8] => out.push_str("ST"),
                [0x55, 0x04, 10] => out.push('O'),
                [0x55, 0x04, 11] => out.push_str("OU"),
                [0x55, 0x04, other] => {
                    let _ = write!(out, "2.5.4.{other}");
                }
                _ => out.push('?'),
            }
            out.push('=');
            let plain = |symbol: char| if symbol.is_control() { ' ' } else { symbol };
            out.extend(text(tag, value).chars().map(plain));
        }
    }
    if out.chars().count() > LONGEST_NAME {
        out = out.chars().take(LONGEST_NAME).chain(['…']).collect();
    }
    Some(out)
}

fn text(tag: u8, value: &[u8]) -> String {
    if tag == BMP_STRING {
        let units = value.chunks_exact(2).map(|pair| {
            pair.iter()
                .fold(0, |unit, byte| unit << 8 | u16::from(*byte))
        });
        return char::decode_utf16(units)
            .map(|symbol| symbol.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
    }
    String::from_utf8_lossy(value).into_owned()
}

/// `261124100000Z` or `20261124100000Z`.
fn time(reader: &mut Reader<'_>) -> Option<String> {
    let (tag, digits) = reader.any()?;
    let digits = std::str::from_utf8(digits).ok()?.strip_suffix('Z')?;
    let (century, digits) = match (tag, digits.len()) {
        // Two digits of a year mean 1950 to 2049.
        (UTC_TIME, 12) if digits >= "5" => ("19", digits),
        (UTC_TIME, 12) => ("20", digits),
        (GENERALIZED_TIME, 14) => digits.split_at_checked(2)?,
        _ => return None,
    };
    let part = |at: usize| digits.get(at..at + 2);
    Some(format!(
        "{century}{}-{}-{}T{}:{}:{}Z",
        part(0)?,
        part(2)?,
        part(4)?,
        part(6)?,
        part(8)?,
        part(10)?
    ))
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;

    use super::*;

    /// Signed by itself, with letters beyond ASCII and an end beyond 2049.
    const SELF_SIGNED: &[&str] = &[
        "MIICIDCCAcWgAwIBAgIUeYQte5JurCGwGQBrYrFmTX3vtv0wCgYIKoZIzj0EAwIwZDELMAkGA1UEBhMCUlUxHDAaBg",
        "NVBAoME9Cc0LDQs9Cw0LfQuNC9IOKEljExEzARBgNVBAsMCtCa0LDRgdGB0LAxFTATBgNVBAMMDHRpbGwuZXhhbXBs",
        "ZTELMAkGA1UEBRMCMTcwIBcNMjYxMTI0MDg1MzE4WhgPMjA1MTA3MTYwODUzMThaMGQxCzAJBgNVBAYTAlJVMRwwGg",
        "YDVQQKDBPQnNCw0LPQsNC30LjQvSDihJYxMRMwEQYDVQQLDArQmtCw0YHRgdCwMRUwEwYDVQQDDAx0aWxsLmV4YW1w",
        "bGUxCzAJBgNVBAUTAjE3MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEX4lSLTzI2zVGaI4Zt2J4lGf3vHwMtRufl",
        "a9auCSbfW5TCbFhIpHbDj8tnefhxRWgilwxzNoZaODvNu4+PCzRqNTMFEwHQYDVR0OBBYEFMIqOu0mpW/c8IuS+qbr",
        "U6eOlyJXMB8GA1UdIwQYMBaAFMIqOu0mpW/c8IuS+qbrU6eOlyJXMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAw",
        "IDSQAwRgIhAOyMjpAowJLuaskZmamrYgH9vcenJWHDi+3UmMnDI5FUAiEAwuCU6mgXRnQkiIpgxl5EwZcupqUCmQ0/",
        "IhK0oumyHHQ=",
    ];

    fn der() -> Vec<u8> {
        BASE64_STANDARD
            .decode(SELF_SIGNED.concat())
            .expect("base64")
    }

    #[test]
    fn names_and_times_are_read() {
        let read = Certificate::read(&der()).expect("a certificate");
        let name = "C=RU, O=Магазин №1, OU=Касса, CN=till.example, 2.5.4.5=17";
        assert_eq!((read.subject.as_str(), read.issuer.as_str()), (name, name));
        assert_eq!(read.not_before, "2026-11-24T08:53:18Z");
        assert_eq!(read.not_after, "2051-07-16T08:53:18Z");
    }

    #[test]
    fn what_is_cut_or_garbled_is_no_certificate_and_no_panic() {
        let whole = der();
        for length in 0..whole.len() {
            let cut = whole.get(..length).expect("a part");
            assert_eq!(Certificate::read(cut), None, "{length}");
        }
        for place in 0..whole.len() {
            for byte in [0, 0x7f, 0x80, 0x84, 0xff] {
                let mut garbled = whole.clone();
                if let Some(at) = garbled.get_mut(place) {
                    *at = byte;
                }
                let _ = Certificate::read(&garbled);
            }
        }
    }

    #[test]
    fn the_missing_issuer_is_that_at_the_end_of_the_chain() {
        let certificate = |subject: &str, issuer: &str| Certificate {
            subject: subject.to_owned(),
            issuer: issuer.to_owned(),
            not_before: String::new(),
            not_after: String::new(),
        };
        for (chain, wanted) in [
            (vec![], None),
            (vec![certificate("leaf", "A")], Some("A")),
            (
                vec![
                    certificate("leaf", "A"),
                    certificate("B", "root"),
                    certificate("A", "B"),
                ],
                Some("root"),
            ),
            (
                vec![certificate("leaf", "root"), certificate("root", "root")],
                Some("root"),
            ),
            (
                vec![certificate("A", "B"), certificate("B", "A")],
                Some("B"),
            ),
        ] {
            assert_eq!(last_issuer(&chain), wanted, "{chain:?}");
        }
    }
}
