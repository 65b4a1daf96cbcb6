//! The time zones that the gateway knows, and the day in each of them.

use crate::instant;

const A_DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// The codes of the gateway and their hours from UTC, whatever the civil clocks do today.
const ZONES: &[(&str, &[&str])] = &[
    ("-10:00", &["HST"]),
    ("-09:00", &["AKST"]),
    ("-08:00", &["PST"]),
    ("-07:00", &["MST"]),
    ("-06:00", &["CST"]),
    ("-05:00", &["EST"]),
    ("-04:00", &["AST"]),
    ("-03:00", &["BRT"]),
    ("+00:00", &["UTC", "GMT"]),
    ("+01:00", &["CET"]),
    ("+02:00", &["EET"]),
    ("+03:00", &["MSK"]),
    ("+04:00", &["AZT", "AMT", "SAMT", "GET"]),
    ("+05:00", &["TJT", "YEKT"]),
    ("+06:00", &["ALMT", "NOVT"]),
    ("+07:00", &["KRAT"]),
    ("+08:00", &["HKT", "IRKT", "SGT", "ULAT"]),
    ("+09:00", &["YAKT"]),
    ("+10:00", &["VLAT"]),
    ("+11:00", &["SAKT"]),
    ("+12:00", &["ANAT"]),
];

/// The offset of a zone from UTC, as `+03:00`, by its code in any case.
#[must_use]
pub fn offset(code: &str) -> Option<&'static str> {
    ZONES
        .iter()
        .find(|(_, codes)| codes.iter().any(|known| known.eq_ignore_ascii_case(code)))
        .map(|(offset, _)| *offset)
}

/// Every code.
pub fn codes() -> impl Iterator<Item = &'static str> {
    ZONES.iter().flat_map(|(_, codes)| codes.iter().copied())
}

/// The first and the last millisecond of a day, as `2026-11-24`, at an offset.
#[must_use]
pub fn day(date: &str, offset: &str) -> Option<(u64, u64)> {
    let first = instant::from_iso(&format!("{date}T00:00:00{offset}"))?;
    Some((first, first + A_DAY_MS - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_thirty_codes_have_an_offset() {
        assert_eq!(codes().count(), 30);
        assert_eq!(offset("msk"), Some("+03:00"));
        assert_eq!(offset("HST"), Some("-10:00"));
        assert_eq!(offset("XYZ"), None);
    }

    #[test]
    fn a_day_begins_where_its_zone_says() {
        let first = |date, offset| day(date, offset).map(|(first, _)| instant::to_iso(first));
        let last = |date, offset| day(date, offset).map(|(_, last)| instant::to_iso(last));
        assert_eq!(
            first("2026-11-24", "+03:00").as_deref(),
            Some("2026-11-23T21:00:00.000Z")
        );
        assert_eq!(
            last("2026-11-24", "+03:00").as_deref(),
            Some("2026-11-24T20:59:59.999Z")
        );
        for wrong in [
            "",
            "24.11.2026",
            "2026-11-24T00:00:00Z",
            "2026-02-29",
            "2026-13-01",
        ] {
            assert_eq!(day(wrong, "+00:00"), None, "{wrong}");
        }
    }
}
