//! Exact sums of money.
//!
//! An amount is read from the digits themselves and kept as hundredths beside the caller's own
//! spelling. No binary float is involved at any point.

use std::borrow::Cow;
use std::fmt;

/// Why a text is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnAmount;

impl fmt::Display for NotAnAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("must be above zero with at most 12 digits before and 2 after the dot, like 10 or 10.50")
    }
}

/// A positive sum with at most two decimals. Holding one is proof that the text was well formed.
#[derive(Clone, PartialEq, Eq)]
pub struct Amount<'a> {
    digits: Cow<'a, str>,
    hundredths: u64,
}

impl<'a> Amount<'a> {
    /// Reads `(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?`, above zero: what a caller may send.
    ///
    /// # Errors
    /// [`NotAnAmount`] for anything else: a third decimal, an exponent, a comma, a sign, zero.
    pub fn parse(text: &'a str) -> Result<Self, NotAnAmount> {
        let (whole, fraction) = match text.split_once('.') {
            Some((whole, fraction)) if (1..=2).contains(&fraction.len()) => (whole, fraction),
            Some(_) => return Err(NotAnAmount),
            None => (text, ""),
        };
        let leading_zero = whole.len() > 1 && whole.starts_with('0');
        if whole.is_empty() || whole.len() > 12 || leading_zero {
            return Err(NotAnAmount);
        }
        let hundredths = hundredths(whole, fraction).ok_or(NotAnAmount)?;
        if hundredths == 0 {
            return Err(NotAnAmount);
        }
        Ok(Self {
            digits: Cow::Borrowed(text),
            hundredths,
        })
    }

    /// The amount of a number of hundredths, as tills that count in kopecks have it.
    ///
    /// # Errors
    /// [`NotAnAmount`] for zero and for more than 12 digits of whole units.
    pub fn from_hundredths(hundredths: u64) -> Result<Self, NotAnAmount> {
        let digits = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        Amount::parse(&digits)?;
        Ok(Self {
            digits: Cow::Owned(digits),
            hundredths,
        })
    }

    /// Hundredths of the currency unit.
    #[must_use]
    pub const fn hundredths(&self) -> u64 {
        self.hundredths
    }

    /// The digits as the caller wrote them; a valid JSON number.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.digits
    }
}

impl fmt::Debug for Amount<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.digits)
    }
}

/// Hundredths of an amount in an answer, which the API writes as `10`, `10.0`, `"10.50"` or
/// `10.00000`. `None` when it is no such number or has a third decimal other than zero.
#[must_use]
pub fn read_hundredths(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() || whole.len() > 15 || (text.contains('.') && fraction.is_empty()) {
        return None;
    }
    let (kept, rest) = fraction.split_at_checked(2).unwrap_or((fraction, ""));
    if rest.bytes().any(|digit| digit != b'0') {
        return None;
    }
    hundredths(whole, kept)
}

fn hundredths(whole: &str, fraction: &str) -> Option<u64> {
    let mut sum = 0_u64;
    for byte in whole.bytes().chain(fraction.bytes()) {
        if !byte.is_ascii_digit() {
            return None;
        }
        sum = sum.checked_mul(10)?.checked_add(u64::from(byte - b'0'))?;
    }
    match fraction.len() {
        0 => sum.checked_mul(100),
        1 => sum.checked_mul(10),
        _ => Some(sum),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact() {
        for (text, hundredths) in [
            ("0.1", 10),
            ("0.01", 1),
            ("10", 1000),
            ("10.5", 1050),
            ("999999999999.99", 99_999_999_999_999),
        ] {
            let amount = Amount::parse(text).expect(text);
            assert_eq!((amount.hundredths(), amount.digits()), (hundredths, text));
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "0",
            "0.0",
            "0.00",
            "10.001",
            "1e2",
            "1E2",
            "10,50",
            "-1",
            "+1",
            "NaN",
            "1.",
            ".5",
            "00.5",
            "01",
            "1000000000000",
            " 1",
            "1 ",
            "1.2.3",
            "١",
            "0x10",
            "Infinity",
        ] {
            assert!(Amount::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn kopecks_become_an_amount() {
        let amount = Amount::from_hundredths(1005).expect("a sum");
        assert_eq!(amount.digits(), "10.05");
        assert!(Amount::from_hundredths(0).is_err());
        assert!(Amount::from_hundredths(u64::MAX).is_err());
    }

    #[test]
    fn the_api_may_write_trailing_zeros() {
        assert_eq!(read_hundredths("10.00000"), Some(1000));
        assert_eq!(read_hundredths("10.5"), Some(1050));
        assert_eq!(read_hundredths("0"), Some(0));
        for text in ["10.001", "1e1", "", "-5", "10.", "99999999999999999999"] {
            assert_eq!(read_hundredths(text), None, "{text}");
        }
    }

    #[test]
    fn an_answer_shows_at_most_fifteen_digits_before_the_dot() {
        assert_eq!(
            read_hundredths("999999999999999.99"),
            Some(99_999_999_999_999_999)
        );
        assert_eq!(read_hundredths("1000000000000000"), None);
    }

    #[test]
    fn an_amount_is_shown_as_it_was_written_and_a_refusal_says_how_to_write_one() {
        let amount = Amount::parse("10.50").expect("a sum");
        assert_eq!(format!("{amount:?}"), "10.50");
        assert!(NotAnAmount.to_string().contains("like 10 or 10.50"));
    }
}
