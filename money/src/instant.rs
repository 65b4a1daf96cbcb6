//! Points in time as the API and our answers write them; all are milliseconds since 1970, UTC.

use time::OffsetDateTime;
use time::format_description::well_known::{Rfc2822, Rfc3339};

/// `2026-11-24T10:00:00.123Z`.
#[must_use]
pub fn to_iso(unix_ms: u64) -> String {
    let mut out = String::with_capacity(24);
    push_iso(&mut out, unix_ms);
    out
}

/// Appends an instant as [`to_iso`] writes it.
pub fn push_iso(out: &mut String, unix_ms: u64) {
    let at = i128::from(unix_ms) * 1_000_000;
    let Ok(at) = OffsetDateTime::from_unix_timestamp_nanos(at) else {
        return;
    };
    let (year, month) = (at.year().unsigned_abs(), u8::from(at.month()));
    for (number, first_digit, after) in [
        (year, 1000, '-'),
        (month.into(), 10, '-'),
        (at.day().into(), 10, 'T'),
        (at.hour().into(), 10, ':'),
        (at.minute().into(), 10, ':'),
        (at.second().into(), 10, '.'),
        (at.millisecond().into(), 100, 'Z'),
    ] {
        let mut place = first_digit;
        while place > 0 {
            let digit = (number / place % 10) as u8;
            out.push(char::from(b'0' + digit));
            place /= 10;
        }
        out.push(after);
    }
}

/// Reads an instant with its zone, as in `sent_at`.
#[must_use]
pub fn from_iso(text: &str) -> Option<u64> {
    milliseconds(OffsetDateTime::parse(text, &Rfc3339).ok()?)
}

/// Reads the `Date` header of an answer.
#[must_use]
pub fn from_http_date(text: &str) -> Option<u64> {
    milliseconds(OffsetDateTime::parse(text, &Rfc2822).ok()?)
}

/// Reads `/Date(1635150224630)/`.
#[must_use]
pub fn from_api_date(text: &str) -> Option<u64> {
    text.strip_prefix("/Date(")?
        .strip_suffix(")/")?
        .parse()
        .ok()
}

fn milliseconds(at: OffsetDateTime) -> Option<u64> {
    u64::try_from(at.unix_timestamp_nanos() / 1_000_000).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_go_there_and_back() {
        let at = 1_635_150_224_630;
        assert_eq!(to_iso(at), "2021-10-25T08:23:44.630Z");
        assert_eq!(from_iso(&to_iso(at)), Some(at));
        assert_eq!(from_iso("2021-10-25T11:23:44.630+03:00"), Some(at));
        assert_eq!(from_api_date("/Date(1635150224630)/"), Some(at));
    }

    #[test]
    fn a_date_header_is_read_to_the_second() {
        let read = from_http_date("Mon, 25 Oct 2021 08:23:44 GMT");
        assert_eq!(read, Some(1_635_150_224_000));
    }

    #[test]
    fn other_texts_are_no_instants() {
        for text in ["", "2021-10-25", "yesterday", "2021-10-25T08:23:44"] {
            assert_eq!(from_iso(text), None, "{text}");
        }
        assert_eq!(from_api_date("/Date(x)/"), None);
    }
}
