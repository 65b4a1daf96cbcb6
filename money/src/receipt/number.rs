//! The exact numbers of a receipt: sums of hundredths and quantities of millionths.

/// The greatest sum: twelve digits before the dot, as for every amount.
const MAX: u128 = 99_999_999_999_999;

/// Millionths in one: a register counts no finer.
pub(super) const ONE: u64 = 1_000_000;

/// Hundredths of `(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?`; zero is a sum as well.
pub(super) fn hundredths(text: &str) -> Option<u64> {
    fixed(text, 2)
}

/// Millionths of `(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?`, above zero.
pub(super) fn millionths(text: &str) -> Option<u64> {
    fixed(text, 6).filter(|millionths| *millionths > 0)
}

fn fixed(text: &str, decimals: usize) -> Option<u64> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return None,
        None => (text, ""),
    };
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    let missing = decimals.checked_sub(fraction.len())?;
    if !(1..=12).contains(&whole.len()) || leading_zero {
        return None;
    }
    let mut sum = 0_u64;
    for byte in whole.bytes().chain(fraction.bytes()) {
        if !byte.is_ascii_digit() {
            return None;
        }
        sum = sum * 10 + u64::from(byte - b'0');
    }
    (0..missing).try_fold(sum, |sum, _| sum.checked_mul(10))
}

/// Hundredths as the API reads them.
pub(super) fn digits(hundredths: u64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// All together; `None` beyond what a sum can be.
pub(super) fn total(sums: impl IntoIterator<Item = u64>) -> Option<u64> {
    let total = sums.into_iter().map(u128::from).sum();
    in_range(total)
}

/// Price × quantity, exactly.
#[derive(Debug, Clone, Copy)]
pub(super) struct Product {
    /// Whole hundredths, rounded down.
    down: u64,
    /// Millionths of a hundredth beyond them.
    rest: u64,
}

impl Product {
    /// `None` beyond what a sum can be.
    pub(super) fn of(price: u64, millionths: u64) -> Option<Self> {
        let exact = u128::from(price) * u128::from(millionths);
        let one = u128::from(ONE);
        Some(Self {
            down: in_range(exact / one)?,
            rest: u64::try_from(exact % one).ok()?,
        })
    }

    /// Rounded to a hundredth, a half upwards.
    pub(super) const fn rounded(self) -> u64 {
        if self.rest * 2 >= ONE {
            self.down + 1
        } else {
            self.down
        }
    }

    /// Whether a sum is the product, or one of its two neighbours if it is no whole hundredth:
    /// tills round upwards, downwards and to even, and a register takes all of them.
    pub(super) const fn is(self, sum: u64) -> bool {
        sum == self.down || (self.rest > 0 && sum == self.down + 1)
    }
}

fn in_range(hundredths: u128) -> Option<u64> {
    u64::try_from(hundredths).ok().filter(|_| hundredths <= MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact() {
        assert_eq!(hundredths("0"), Some(0));
        assert_eq!(hundredths("33.3"), Some(3330));
        assert_eq!(hundredths("999999999999.99"), Some(99_999_999_999_999));
        assert_eq!(millionths("0.000001"), Some(1));
        assert_eq!(
            millionths("999999999999.999999"),
            Some(999_999_999_999_999_999)
        );
        for text in [
            "",
            ".",
            "1.",
            ".5",
            "01",
            "1.001",
            "1e2",
            "-1",
            "+1",
            "1,5",
            "1000000000000",
        ] {
            assert_eq!(hundredths(text), None, "{text}");
        }
        for text in ["0", "0.000000", "1.0000001", "1e0"] {
            assert_eq!(millionths(text), None, "{text}");
        }
    }

    #[test]
    fn a_product_is_rounded_half_up_and_known_either_way() {
        // Price, quantity, ours, and what else is taken.
        for (price, quantity, ours, other) in [
            ("33.33", "3", "99.99", None),
            ("10.01", "1.5", "15.02", Some("15.01")),
            ("0.01", "0.4", "0.00", Some("0.01")),
            ("99.90", "0.333333", "33.30", Some("33.29")),
            ("0", "7", "0.00", None),
        ] {
            let product = Product::of(
                hundredths(price).expect(price),
                millionths(quantity).expect(quantity),
            )
            .expect("a sum");
            assert_eq!(digits(product.rounded()), ours, "{price} x {quantity}");
            let near = product.rounded().saturating_sub(2)..=product.rounded() + 2;
            let taken: Vec<_> = near.filter(|sum| product.is(*sum)).map(digits).collect();
            let mut wanted: Vec<_> = other.into_iter().chain([ours]).collect();
            wanted.sort_unstable();
            assert_eq!(taken, wanted, "{price} x {quantity}");
        }
        assert!(Product::of(99_999_999_999_999, 2 * ONE).is_none());
    }
}
