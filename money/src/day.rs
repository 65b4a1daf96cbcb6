//! Days of the calendar, as a cash register counts them.

use std::fmt;

use crate::instant::{from_iso, to_iso};

/// Moscow is three hours ahead of UTC all year round.
const MOSCOW_MS: u64 = 3 * 3_600_000;

/// A day, without a zone; later days are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(u32);

impl Day {
    /// The day with these numbers.
    #[must_use]
    pub const fn new(year: u32, month: u32, day: u32) -> Self {
        Self(year * 10_000 + month * 100 + day)
    }

    /// The day in Moscow at an instant in milliseconds since 1970.
    #[must_use]
    pub fn in_moscow(unix_ms: u64) -> Self {
        let shifted = to_iso(unix_ms.saturating_add(MOSCOW_MS));
        // A clock beyond the year 9999 is a broken one; it is in the era of the latest rules.
        Self::from_numbers(&shifted).unwrap_or(Self(u32::MAX))
    }

    /// Reads `2024-12-31`, also with a time behind it; one with a zone is brought to Moscow.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        from_iso(text)
            .map(Self::in_moscow)
            .or_else(|| Self::from_numbers(text))
    }

    fn from_numbers(text: &str) -> Option<Self> {
        let (date, time) = text.split_at_checked(10)?;
        if !time.is_empty() && !time.starts_with('T') {
            return None;
        }
        let mut parts = date.split('-');
        let mut part = |length| {
            let part = parts.next().filter(|part: &&str| part.len() == length)?;
            let plain = part.bytes().all(|b| b.is_ascii_digit());
            part.parse().ok().filter(|_| plain)
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        ((1..=12).contains(&month) && (1..=31).contains(&day)).then(|| Self::new(year, month, day))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.0 / 10_000, self.0 / 100 % 100, self.0 % 100);
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_in_moscow_three_hours_before_utc() {
        let at = |text| Day::in_moscow(from_iso(text).expect("an instant"));
        assert_eq!(at("2025-12-31T20:59:59.999Z"), Day::new(2025, 12, 31));
        assert_eq!(at("2025-12-31T21:00:00.000Z"), Day::new(2026, 1, 1));
        assert_eq!(Day::new(2026, 1, 1).to_string(), "2026-01-01");
    }

    #[test]
    fn a_day_is_read_with_and_without_its_time() {
        for (text, day) in [
            ("2024-12-31", Day::new(2024, 12, 31)),
            ("2024-12-31T23:00:00", Day::new(2024, 12, 31)),
            ("2024-12-31T21:00:00Z", Day::new(2025, 1, 1)),
            ("2025-01-01T00:00:00+05:00", Day::new(2024, 12, 31)),
        ] {
            assert_eq!(Day::parse(text), Some(day), "{text}");
        }
        for text in [
            "",
            "31.12.2024",
            "2024-13-01",
            "2024-1-001",
            "+024-12-31",
            "2024-12-31x",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }
}
