//! The time zone codes of the API: fixed offsets, whatever the civil clocks do today.

use time::UtcOffset;

const ZONES: [(&str, i8); 30] = [
    ("HST", -10),
    ("AKST", -9),
    ("PST", -8),
    ("MST", -7),
    ("CST", -6),
    ("EST", -5),
    ("AST", -4),
    ("BRT", -3),
    ("UTC", 0),
    ("GMT", 0),
    ("CET", 1),
    ("EET", 2),
    ("MSK", 3),
    ("AZT", 4),
    ("AMT", 4),
    ("SAMT", 4),
    ("GET", 4),
    ("TJT", 5),
    ("YEKT", 5),
    ("ALMT", 6),
    ("NOVT", 6),
    ("KRAT", 7),
    ("HKT", 8),
    ("IRKT", 8),
    ("SGT", 8),
    ("ULAT", 8),
    ("YAKT", 9),
    ("VLAT", 10),
    ("SAKT", 11),
    ("ANAT", 12),
];

/// The offset of a zone code, in any case.
pub(crate) fn offset(code: &str) -> Option<UtcOffset> {
    let (_, hours) = ZONES
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(code))?;
    UtcOffset::from_hms(*hours, 0, 0).ok()
}
