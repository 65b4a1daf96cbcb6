//! Instants as the API writes and reads them.
//!
//! Everything is kept as milliseconds since the epoch, UTC.

use time::format_description::BorrowedFormatItem;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, UtcOffset};

const ISO: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]");
const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
const WEBHOOK: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
const HTTP: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
);

/// One day in milliseconds.
pub(crate) const DAY_MS: i64 = 86_400_000;

/// `2021-10-25T08:23:44`: UTC, no zone, truncated to seconds.
pub(crate) fn iso(ms: i64) -> String {
    written(ms, ISO)
}

/// `/Date(1635150224630)/`.
pub(crate) fn ticks(ms: i64) -> String {
    format!("/Date({ms})/")
}

/// `2021-10-25 08:23:44`, the form of the webhooks.
pub(crate) fn webhook(ms: i64) -> String {
    written(ms, WEBHOOK)
}

/// `Mon, 25 Oct 2021 08:23:44 GMT`, the form of the `Date` header.
pub(crate) fn http(ms: i64) -> String {
    written(ms, HTTP)
}

/// Start of the day `yyyy-MM-dd` in the zone `offset`.
pub(crate) fn day_start(text: &str, offset: UtcOffset) -> Option<i64> {
    let day = text.get(..10).unwrap_or(text);
    let rest = text.get(10..).unwrap_or("");
    // Clients send `2014-08-09T00:00:00` here too: the day is what counts.
    if !(rest.is_empty() || rest.starts_with('T')) {
        return None;
    }
    let day = Date::parse(day, DAY).ok()?;
    Some(millis(day.midnight().assume_offset(offset)))
}

/// An instant: with a zone of its own, without one (then in `offset`), or a bare day.
pub(crate) fn instant(text: &str, offset: UtcOffset) -> Option<i64> {
    if let Ok(zoned) = OffsetDateTime::parse(text, &Rfc3339) {
        return Some(millis(zoned));
    }
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if let Ok(local) = PrimitiveDateTime::parse(seconds, ISO) {
        return Some(millis(local.assume_offset(offset)) + thousandths(fraction)?);
    }
    (text.len() == 10).then(|| day_start(text, offset))?
}

/// The same time of day so many months later; where the month is too short, on its last day. `None`
/// is beyond the year 9999.
pub(crate) fn months_later(ms: i64, months: i64) -> Option<i64> {
    let start = OffsetDateTime::from_unix_timestamp(ms.div_euclid(1000)).ok()?;
    let month = month_number(start).checked_add(months)?;
    let year = i32::try_from(month.div_euclid(12)).ok()?;
    let month = Month::try_from(u8::try_from(month.rem_euclid(12)).ok()? + 1).ok()?;
    let day = start.day().min(month.length(year));
    let date = Date::from_calendar_date(year, month, day).ok()?;
    Some(millis(start.replace_date(date)) + ms.rem_euclid(1000))
}

/// Months from the one of the first date to the one of the second, whatever the days.
pub(crate) fn months_between(from_ms: i64, to_ms: i64) -> Option<i64> {
    let month = |ms: i64| {
        OffsetDateTime::from_unix_timestamp(ms.div_euclid(1000))
            .ok()
            .map(month_number)
    };
    Some(month(to_ms)? - month(from_ms)?)
}

fn month_number(date: OffsetDateTime) -> i64 {
    i64::from(date.year()) * 12 + i64::from(u8::from(date.month())) - 1
}

/// The first three digits after the point of a second.
fn thousandths(fraction: &str) -> Option<i64> {
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    format!("{fraction:0<3}").get(..3)?.parse().ok()
}

fn millis(instant: OffsetDateTime) -> i64 {
    i64::try_from(instant.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}

fn written(ms: i64, format: &[BorrowedFormatItem<'_>]) -> String {
    OffsetDateTime::from_unix_timestamp(ms.div_euclid(1000))
        .ok()
        .and_then(|instant| instant.format(format).ok())
        // Only a clock that was moved beyond the year 9999 gets here.
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use time::UtcOffset;

    use super::{day_start, http, instant, iso, ticks, webhook};

    const MOSCOW: UtcOffset = match UtcOffset::from_hms(3, 0, 0) {
        Ok(offset) => offset,
        Err(_) => UtcOffset::UTC,
    };

    #[test]
    fn both_forms_of_a_date_agree_and_seconds_are_cut_off() {
        assert_eq!(ticks(1_635_150_224_739), "/Date(1635150224739)/");
        assert_eq!(iso(1_635_150_224_739), "2021-10-25T08:23:44");
        assert_eq!(webhook(1_635_150_224_739), "2021-10-25 08:23:44");
        assert_eq!(http(1_635_150_224_739), "Mon, 25 Oct 2021 08:23:44 GMT");
    }

    #[test]
    fn a_day_begins_where_its_zone_says() {
        let utc = day_start("2021-10-25", UtcOffset::UTC).expect("a day");
        assert_eq!(day_start("2021-10-25", MOSCOW), Some(utc - 3 * 3_600_000));
        assert_eq!(day_start("25.10.2021", MOSCOW), None);
    }

    #[test]
    fn an_instant_keeps_its_own_zone_and_borrows_one_only_if_it_has_none() {
        let zoned = instant("2021-03-09T00:00:00+03:00", UtcOffset::UTC);
        assert_eq!(zoned, instant("2021-03-09T00:00:00", MOSCOW));
        assert_eq!(zoned, instant("2021-03-08T21:00:00Z", MOSCOW));
        assert_eq!(zoned, instant("2021-03-09", MOSCOW));
        let half = instant("2021-03-09T00:00:00.5", MOSCOW);
        assert_eq!(half, zoned.map(|ms| ms + 500));
        assert_eq!(instant("2021-03-09T00:00:00.x", MOSCOW), None);
    }
}
