//! The dates on which a subscription charges.

use crate::values::dates::{self, DAY_MS};

/// What a period is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Interval {
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
}

impl Interval {
    /// Find one by its name, in any case.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Day, Self::Week, Self::Month]
            .into_iter()
            .find(|interval| interval.name().eq_ignore_ascii_case(text))
    }

    /// The word in the Model.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Day => "Day",
            Self::Week => "Week",
            Self::Month => "Month",
        }
    }

    /// The number in the Model.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Week => 0,
            Self::Month => 1,
            Self::Day => 2,
        }
    }

    /// The gap between two charges is a year at most.
    fn in_a_year(self) -> u16 {
        match self {
            Self::Day => 366,
            Self::Week => 52,
            Self::Month => 12,
        }
    }
}

/// So many intervals; at least one, at most a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Every {
    /// Of what.
    pub(crate) interval: Interval,
    /// How many.
    pub(crate) period: u16,
}

impl Every {
    /// `None`: no gap at all, or too long a one.
    pub(crate) fn new(interval: Interval, period: i64) -> Option<Self> {
        let period = u16::try_from(period).ok()?;
        (1..=interval.in_a_year())
            .contains(&period)
            .then_some(Self { interval, period })
    }
}

/// All dates that follow from a first one. In a month that is too short for its day the last day
/// stands in, and the next month has the day again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Schedule {
    /// The first date.
    pub(crate) first_ms: i64,
    /// The gap to the next.
    pub(crate) every: Every,
}

impl Schedule {
    /// The first of the dates that is later than `ms`. `None` is beyond the year 9999.
    pub(crate) fn after(self, ms: i64) -> Option<i64> {
        if ms < self.first_ms {
            return Some(self.first_ms);
        }
        let period = i64::from(self.every.period);
        match self.every.interval {
            Interval::Day => self.in_steps_of(period * DAY_MS, ms),
            Interval::Week => self.in_steps_of(period * 7 * DAY_MS, ms),
            Interval::Month => {
                let months = dates::months_between(self.first_ms, ms)?;
                // A date of the same month may still be ahead.
                let months = months - months % period;
                let date = dates::months_later(self.first_ms, months)?;
                if date > ms {
                    Some(date)
                } else {
                    dates::months_later(self.first_ms, months + period)
                }
            }
        }
    }

    fn in_steps_of(self, step_ms: i64, ms: i64) -> Option<i64> {
        let steps = (ms - self.first_ms) / step_ms + 1;
        self.first_ms.checked_add(steps.checked_mul(step_ms)?)
    }
}

#[cfg(test)]
mod tests {
    use time::UtcOffset;

    use super::{Every, Interval, Schedule};
    use crate::values::dates;

    fn dates_of(first: &str, interval: Interval, period: i64, count: usize) -> Vec<String> {
        let first_ms = dates::instant(first, UtcOffset::UTC).expect("a date");
        let schedule = Schedule {
            first_ms,
            every: Every::new(interval, period).expect("a gap"),
        };
        std::iter::successors(Some(first_ms), |ms| schedule.after(*ms))
            .take(count)
            .map(dates::iso)
            .collect()
    }

    #[test]
    fn a_short_month_has_its_last_day_and_the_next_one_the_day_again() {
        let ends = dates_of("2027-01-31T09:00:00", Interval::Month, 1, 5);
        let want = [
            "2027-01-31T09:00:00",
            "2027-02-28T09:00:00",
            "2027-03-31T09:00:00",
            "2027-04-30T09:00:00",
            "2027-05-31T09:00:00",
        ];
        assert_eq!(ends, want);
        let leap = dates_of("2027-12-30", Interval::Month, 2, 3);
        let want = [
            "2027-12-30T00:00:00",
            "2028-02-29T00:00:00",
            "2028-04-30T00:00:00",
        ];
        assert_eq!(leap, want);
    }

    #[test]
    fn days_and_weeks_are_counted_from_the_first_date() {
        let days = dates_of("2027-02-27", Interval::Day, 5, 3);
        let want = [
            "2027-02-27T00:00:00",
            "2027-03-04T00:00:00",
            "2027-03-09T00:00:00",
        ];
        assert_eq!(days, want);
        let weeks = dates_of("2027-12-27", Interval::Week, 2, 2);
        assert_eq!(weeks, ["2027-12-27T00:00:00", "2028-01-10T00:00:00"]);
    }

    #[test]
    fn a_date_between_two_leads_to_the_second() {
        let at = |text| dates::instant(text, UtcOffset::UTC).expect("a date");
        let schedule = Schedule {
            first_ms: at("2027-01-31"),
            every: Every::new(Interval::Month, 1).expect("a gap"),
        };
        for (between, next) in [
            ("2020-01-01", "2027-01-31"),
            ("2027-02-01", "2027-02-28"),
            ("2027-03-30T23:59:59", "2027-03-31"),
            ("2030-07-31", "2030-08-31"),
        ] {
            assert_eq!(schedule.after(at(between)), Some(at(next)), "{between}");
        }
    }

    #[test]
    fn a_gap_is_at_least_one_and_at_most_a_year() {
        for (interval, period) in [
            (Interval::Day, 0),
            (Interval::Day, 367),
            (Interval::Week, 53),
            (Interval::Month, 13),
            (Interval::Month, -1),
            (Interval::Week, 65_537),
        ] {
            assert_eq!(Every::new(interval, period), None);
        }
        assert!(Every::new(Interval::Month, 12).is_some());
    }
}
