//! Exact decimals, read from the digits themselves.
//!
//! JSON allows `1e1` and `10.00000` for ten. Both must arrive as exactly ten, so numbers are taken
//! apart as text; no binary float is involved anywhere.

/// More digits than any amount or number of ours can have; longer texts are refused.
const MAX_DIGITS: usize = 34;

/// A number as it was written: `digits` × 10^-`scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decimal {
    digits: i128,
    scale: i32,
}

impl Decimal {
    /// Read `-12.340e5`; anything else (signs in front, commas, blanks, NaN) is `None`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.is_empty() || mantissa.ends_with('.') || mantissa.len() > MAX_DIGITS {
            return None;
        }
        let mut digits: i128 = 0;
        for digit in whole.bytes().chain(fraction.bytes()) {
            if !digit.is_ascii_digit() {
                return None;
            }
            digits = digits
                .checked_mul(10)?
                .checked_add(i128::from(digit - b'0'))?;
        }
        let scale = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
        Some(Self {
            digits: if negative { -digits } else { digits },
            scale,
        })
    }

    /// The same value in units of 10^-`places`, if that is exact and fits.
    pub(crate) fn exactly(self, places: i32) -> Option<i64> {
        let (quotient, remainder, _) = self.divided(places)?;
        if remainder == 0 {
            i64::try_from(quotient).ok()
        } else {
            None
        }
    }

    /// The nearest whole number, halves away from zero: what the API makes of a fraction that is
    /// sent to an integer field.
    pub(crate) fn rounded(self) -> Option<i64> {
        let (quotient, remainder, divisor) = self.divided(0)?;
        let away = if remainder.abs().checked_mul(2)? >= divisor && remainder != 0 {
            remainder.signum()
        } else {
            0
        };
        i64::try_from(quotient.checked_add(away)?).ok()
    }

    /// Quotient, remainder and divisor of the value in units of 10^-`places`.
    fn divided(self, places: i32) -> Option<(i128, i128, i128)> {
        if self.digits == 0 {
            return Some((0, 0, 1));
        }
        let shift = places.checked_sub(self.scale)?;
        let power = 10_i128.checked_pow(shift.unsigned_abs());
        if shift >= 0 {
            return Some((self.digits.checked_mul(power?)?, 0, 1));
        }
        match power {
            Some(power) => Some((self.digits / power, self.digits % power, power)),
            // Far below one: nothing but a remainder.
            None => Some((0, self.digits, i128::MAX)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    fn hundredths(text: &str) -> Option<i64> {
        Decimal::parse(text)?.exactly(2)
    }

    #[test]
    fn ten_is_ten_however_it_is_written() {
        for text in ["10", "10.0", "10.00000", "1e1", "1E+1", "100e-1"] {
            assert_eq!(hundredths(text), Some(1000), "{text}");
        }
    }

    #[test]
    fn a_third_decimal_is_not_exact() {
        assert_eq!(hundredths("0.001"), None);
        assert_eq!(hundredths("1e-400"), None);
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", ".5", "5.", "+1", "1,5", " 1", "NaN", "1e", "--1", "0x1"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_fraction_in_an_integer_field_is_rounded_mathematically() {
        let round = |text| Decimal::parse(text).and_then(Decimal::rounded);
        assert_eq!(round("504.4"), Some(504));
        assert_eq!(round("504.5"), Some(505));
        assert_eq!(round("-0.5"), Some(-1));
        assert_eq!(round("5e2"), Some(500));
        assert_eq!(round("9223372036854775808"), None);
    }
}
