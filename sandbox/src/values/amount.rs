//! Sums of money: whole hundredths, never anything else.

use std::fmt;
use std::ops::{Add, AddAssign, Sub, SubAssign};

use super::decimal::Decimal;

/// The largest sum the sandbox takes: twelve digits before the point.
const MAX_HUNDREDTHS: i64 = 99_999_999_999_999;

/// An exact sum. `Display` writes it with two decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Amount(i64);

impl Amount {
    /// Nothing at all.
    pub(crate) const ZERO: Self = Self(0);

    /// So many hundredths.
    pub(crate) fn hundredths(self) -> i64 {
        self.0
    }

    /// Read a sum that can be paid: at least 0.01, at most two decimals that matter.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let hundredths = Decimal::parse(text)?.exactly(2)?;
        (1..=MAX_HUNDREDTHS)
            .contains(&hundredths)
            .then_some(Self(hundredths))
    }

    /// Read a sum that may be nothing: a price, a part of what a receipt was paid with.
    pub(crate) fn or_zero(text: &str) -> Option<Self> {
        let hundredths = Decimal::parse(text)?.exactly(2)?;
        (0..=MAX_HUNDREDTHS)
            .contains(&hundredths)
            .then_some(Self(hundredths))
    }

    /// The sum of sums, unless it is above the largest one.
    pub(crate) fn total(parts: impl IntoIterator<Item = Self>) -> Option<Self> {
        parts.into_iter().try_fold(Self::ZERO, |total, part| {
            Some(total + part).filter(|total| total.0 <= MAX_HUNDREDTHS)
        })
    }

    /// This price for so many millionths of a piece, rounded to the nearest hundredth, halves up.
    pub(crate) fn times(self, millionths: i64) -> Option<Self> {
        let exact = i128::from(self.0) * i128::from(millionths);
        let hundredths = i64::try_from((exact + 500_000) / 1_000_000).ok()?;
        (0..=MAX_HUNDREDTHS)
            .contains(&hundredths)
            .then_some(Self(hundredths))
    }

    /// The JSON number for the answer about transaction `id`.
    ///
    /// The API has been seen to write ten as `10`, as `10.0` and as `10.00000`. Which one goes out
    /// follows from the number of the transaction, so that a client meets all three and recorded
    /// answers do not change.
    pub(crate) fn on_the_wire(self, id: u64) -> String {
        let (whole, cents) = (self.0 / 100, self.0 % 100);
        match (id % 3, cents) {
            (0, _) => format!("{whole}.{cents:02}000"),
            (1, 0) => format!("{whole}.0"),
            (_, 0) => whole.to_string(),
            (_, cents) if cents % 10 == 0 => format!("{whole}.{}", cents / 10),
            (_, cents) => format!("{whole}.{cents:02}"),
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let hundredths = self.0.unsigned_abs();
        write!(out, "{sign}{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

impl Add for Amount {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Amount {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl SubAssign for Amount {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

#[cfg(test)]
mod tests {
    use super::Amount;

    #[test]
    fn sums_below_one_kopeck_or_with_fractions_of_it_are_refused() {
        for text in ["0", "0.00", "-1", "0.001", "1000000000000"] {
            assert_eq!(Amount::parse(text), None, "{text}");
        }
        assert_eq!(
            Amount::parse("0.01").map(|sum| sum.to_string()).as_deref(),
            Some("0.01")
        );
    }

    #[test]
    fn a_price_times_a_quantity_is_rounded_to_the_nearest_hundredth() {
        let price = Amount::or_zero("33.33").expect("a price");
        let lines = [(3_000_000, "99.99"), (1_500, "0.05"), (0, "0.00")];
        for (millionths, line) in lines {
            let sum = price.times(millionths).map(|sum| sum.to_string());
            assert_eq!(sum.as_deref(), Some(line));
        }
        assert_eq!(price.times(i64::MAX), None);
    }

    #[test]
    fn a_total_above_the_largest_sum_is_none() {
        let large = Amount::parse("999999999999.99").expect("a sum");
        assert_eq!(Amount::total([large]), Some(large));
        assert_eq!(Amount::total([large, large]), None);
        assert_eq!(Amount::total([]), Some(Amount::ZERO));
    }

    #[test]
    fn all_three_ways_of_writing_ten_are_met() {
        let ten = Amount::parse("10").expect("a sum");
        let written: Vec<_> = (0..3).map(|id| ten.on_the_wire(id)).collect();
        assert_eq!(written, ["10.00000", "10.0", "10"]);
        let odd = Amount::parse("10.50").expect("a sum");
        let written: Vec<_> = (0..3).map(|id| odd.on_the_wire(id)).collect();
        assert_eq!(written, ["10.50000", "10.5", "10.5"]);
    }
}
