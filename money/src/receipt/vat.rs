//! Which code of a VAT rate is valid on which day.

use super::wrong;
use crate::day::Day;
use crate::error::Fault;

/// The days whose rates a receipt may bear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rates {
    /// Those of this day: something is sold.
    On(Day),
    /// Those of this day, and those that have ended before: something comes back, at the rate at
    /// which it was sold.
    UpTo(Day),
}

/// One code, and what took its place or what it took the place of.
struct Rate {
    code: u64,
    from: Day,
    until: Day,
    instead: Option<u64>,
}

const ALWAYS: Day = Day::new(0, 0, 0);
const FOR_EVER: Day = Day::new(9999, 12, 31);
/// The simplified taxation systems pay VAT, at rates of their own.
const SIMPLIFIED: Day = Day::new(2025, 1, 1);
const LAST_DAY_OF_20: Day = Day::new(2025, 12, 31);
const FIRST_DAY_OF_22: Day = Day::new(2026, 1, 1);

const RATES: &[Rate] = &[
    rate(0, ALWAYS, FOR_EVER, None),
    rate(5, SIMPLIFIED, FOR_EVER, None),
    rate(7, SIMPLIFIED, FOR_EVER, None),
    rate(10, ALWAYS, FOR_EVER, None),
    rate(20, ALWAYS, LAST_DAY_OF_20, Some(22)),
    rate(22, FIRST_DAY_OF_22, FOR_EVER, Some(20)),
    rate(105, SIMPLIFIED, FOR_EVER, None),
    rate(107, SIMPLIFIED, FOR_EVER, None),
    rate(110, ALWAYS, FOR_EVER, None),
    rate(120, ALWAYS, LAST_DAY_OF_20, Some(122)),
    rate(122, FIRST_DAY_OF_22, FOR_EVER, Some(120)),
];

const fn rate(code: u64, from: Day, until: Day, instead: Option<u64>) -> Rate {
    Rate {
        code,
        from,
        until,
        instead,
    }
}

/// Checks a code; no code at all is "no VAT" and always right.
pub(super) fn check(code: u64, rates: Rates, place: &str) -> Result<(), Fault> {
    let (day, ended_too) = match rates {
        Rates::On(day) => (day, false),
        Rates::UpTo(day) => (day, true),
    };
    let Some(rate) = RATES.iter().find(|rate| rate.code == code) else {
        let valid = RATES
            .iter()
            .filter(|rate| (rate.from..=rate.until).contains(&day))
            .map(|rate| rate.code.to_string())
            .collect::<Vec<_>>();
        let valid = valid.join(", ");
        let why = format!("must be one of {valid}; leave it out where there is no VAT");
        return Err(wrong(place, why));
    };
    let Rate { from, until, .. } = rate;
    let right = rate.instead.map_or_else(String::new, |instead| {
        format!("; for {day} it is {instead}")
    });
    let why = if day < *from {
        format!("is a code that begins on {from}{right}")
    } else if day > *until && !ended_too {
        format!("is a code that ended on {until}{right}")
    } else {
        return Ok(());
    };
    Err(wrong(place, why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_valid_in_its_time() {
        let days = [
            Day::new(2024, 12, 31),
            Day::new(2025, 1, 1),
            Day::new(2025, 12, 31),
            Day::new(2026, 1, 1),
        ];
        for (code, valid) in [
            (0, [true, true, true, true]),
            (10, [true, true, true, true]),
            (110, [true, true, true, true]),
            (5, [false, true, true, true]),
            (7, [false, true, true, true]),
            (105, [false, true, true, true]),
            (107, [false, true, true, true]),
            (20, [true, true, true, false]),
            (120, [true, true, true, false]),
            (22, [false, false, false, true]),
            (122, [false, false, false, true]),
            (6, [false; 4]),
            (18, [false; 4]),
        ] {
            let on = days.map(|day| check(code, Rates::On(day), "Vat").is_ok());
            assert_eq!(on, valid, "{code}");
        }
    }

    #[test]
    fn what_comes_back_may_bear_the_rate_at_which_it_was_sold() {
        let day = Rates::UpTo(Day::new(2026, 3, 1));
        assert!(check(20, day, "Vat").is_ok());
        assert!(check(22, day, "Vat").is_ok());
        assert!(check(22, Rates::UpTo(LAST_DAY_OF_20), "Vat").is_err());
        assert!(check(18, day, "Vat").is_err());
    }

    #[test]
    fn the_message_names_the_right_code() {
        let message = |code, day| {
            let fault = check(code, Rates::On(day), "Vat").expect_err("wrong");
            fault.message
        };
        assert_eq!(
            message(20, FIRST_DAY_OF_22),
            "the field `Vat` is a code that ended on 2025-12-31; for 2026-01-01 it is 22"
        );
        assert_eq!(
            message(122, LAST_DAY_OF_20),
            "the field `Vat` is a code that begins on 2026-01-01; for 2025-12-31 it is 120"
        );
        assert_eq!(
            message(18, FIRST_DAY_OF_22),
            "the field `Vat` must be one of 0, 5, 7, 10, 22, 105, 107, 110, 122; leave it out where there is no VAT"
        );
    }
}
