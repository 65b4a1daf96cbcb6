//! `payments/list` and `v2/payments/list`: the transactions of a day or of a period.

use std::sync::Arc;

use time::UtcOffset;

use crate::api::fields::Fields;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::ledger::model::{self, Shape};
use crate::ledger::transaction::Transaction;
use crate::sandbox::Sandbox;
use crate::values::dates::{self, DAY_MS};
use crate::values::zones;

/// Entries a page of v2 has at most.
pub(super) const PAGE: usize = 100;

/// The statuses that v2 can be asked for.
const STATUSES: [&str; 4] = ["Authorized", "Completed", "Cancelled", "Declined"];

/// v1: one day, all at once.
pub(super) fn day(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let date = fields.required_text("Date")?;
    let start = dates::day_start(&date, zone(fields)?).ok_or_else(|| Refusal::invalid("Date"))?;
    let wanted =
        |transaction: &Transaction| (start..start + DAY_MS).contains(&transaction.created_ms);
    Ok(page(sandbox, wanted, 0, usize::MAX))
}

/// v2: any period, 100 a page.
pub(super) fn period(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let zone = zone(fields)?;
    let (from, to) = span(fields, zone)?;
    let skip = skipped(fields)?;
    let statuses = fields.list("Statuses")?;
    let known = |status: &String| {
        STATUSES
            .iter()
            .any(|known| known.eq_ignore_ascii_case(status))
    };
    if !statuses.iter().all(known) {
        return Err(Refusal::invalid("Statuses"));
    }
    let wanted = |transaction: &Transaction| {
        let status = transaction.status.name();
        (from..=to).contains(&transaction.created_ms)
            && (statuses.is_empty()
                || statuses
                    .iter()
                    .any(|wanted| wanted.eq_ignore_ascii_case(status)))
    };
    Ok(page(sandbox, wanted, skip, PAGE))
}

/// `CreatedDateGte` and `CreatedDateLte`, both of which belong to the period.
pub(super) fn span(fields: &Fields, zone: UtcOffset) -> Result<(i64, i64), Refusal> {
    let instant = |name| {
        let text = fields.required_text(name)?;
        dates::instant(&text, zone).ok_or_else(|| Refusal::invalid(name))
    };
    Ok((instant("CreatedDateGte")?, instant("CreatedDateLte")?))
}

/// How many entries the pages before `PageNumber` have.
pub(super) fn skipped(fields: &Fields) -> Result<usize, Refusal> {
    let number = fields
        .integer("PageNumber")?
        .ok_or_else(|| Refusal::required("PageNumber"))?;
    before_page(number)
}

/// The same for a list whose pages were not always numbered.
pub(super) fn skipped_if_any(fields: &Fields) -> Result<usize, Refusal> {
    before_page(fields.integer("PageNumber")?.unwrap_or(1))
}

fn before_page(number: i64) -> Result<usize, Refusal> {
    usize::try_from(number)
        .ok()
        .and_then(|number| number.checked_sub(1))
        .map(|before| before.saturating_mul(PAGE))
        .ok_or_else(|| Refusal::invalid("PageNumber"))
}

fn zone(fields: &Fields) -> Result<UtcOffset, Refusal> {
    match fields.text("TimeZone")? {
        None => Ok(UtcOffset::UTC),
        Some(code) => zones::offset(&code).ok_or_else(|| Refusal::invalid("TimeZone")),
    }
}

fn page(
    sandbox: &Sandbox,
    wanted: impl Fn(&Transaction) -> bool,
    skip: usize,
    take: usize,
) -> Reply {
    let sight = sandbox.sight();
    let ledger = sandbox.ledger();
    let mut found: Vec<_> = ledger
        .all()
        .filter(|transaction| sight.sees(transaction) && wanted(transaction))
        .collect();
    // A clock that was put back gives later numbers earlier dates.
    found.sort_by_key(|transaction| transaction.created_ms);
    let entries: Vec<_> = found
        .into_iter()
        .skip(skip)
        .take(take)
        .map(|transaction| model::transaction(transaction, &sandbox.config.public_id, Shape::Entry))
        .collect();
    Reply::Model {
        success: true,
        json: format!("[{}]", entries.join(",")),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use clap::Parser;
    use serde_json::Value;

    use super::{day, period};
    use crate::api::fields::Fields;
    use crate::config::Config;
    use crate::ledger::samples::payment;
    use crate::ledger::transaction::Stages;
    use crate::rules::reasons::INSUFFICIENT_FUNDS;
    use crate::sandbox::Sandbox;

    /// `count` payments, one a minute from 2021-10-25 08:23:44 UTC on, entered newest first; every
    /// third is declined.
    fn sandbox(count: u64) -> Arc<Sandbox> {
        let sandbox = Arc::new(Sandbox::new(Config::parse_from(["sandbox"])));
        for id in (0..count).rev() {
            let mut sample = payment(id, "10", Stages::One);
            sample.created_ms += i64::try_from(count - id).expect("small") * 60_000;
            if id % 3 == 0 {
                sample.decline(INSUFFICIENT_FUNDS);
            } else {
                sample.approve(0);
            }
            sandbox.ledger().enter(sample, 0);
        }
        sandbox
    }

    fn fields(json: &str) -> Fields {
        Fields::read(Some("application/json"), json.as_bytes()).expect("readable")
    }

    fn entries(sandbox: &Arc<Sandbox>, json: &str) -> Vec<Value> {
        let reply = period(sandbox, &fields(json)).expect("a list").to_json();
        let reply: Value = serde_json::from_str(&reply).expect("JSON");
        reply
            .get("Model")
            .and_then(Value::as_array)
            .expect("a list")
            .clone()
    }

    #[test]
    fn pages_have_a_hundred_entries_in_the_order_of_creation() {
        let sandbox = sandbox(250);
        let ask = |page| {
            entries(
                &sandbox,
                &format!(
                    r#"{{"PageNumber":{page},"CreatedDateGte":"2021-10-25","CreatedDateLte":"2021-10-26"}}"#
                ),
            )
        };
        let pages: Vec<_> = (1..=4).map(|page| ask(page).len()).collect();
        assert_eq!(pages, [100, 100, 50, 0]);
        let dates: Vec<_> = ask(1)
            .iter()
            .map(|entry| entry["CreatedDateIso"].to_string())
            .collect();
        assert!(dates.is_sorted());
    }

    #[test]
    fn both_ends_of_a_period_are_inside_and_statuses_filter() {
        let sandbox = sandbox(3);
        let exact = r#"{"PageNumber":"1","CreatedDateGte":"2021-10-25T08:24:44.630Z","CreatedDateLte":"2021-10-25T11:25:44.630+03:00"}"#;
        assert_eq!(entries(&sandbox, exact).len(), 2);
        let declined = r#"{"PageNumber":1,"CreatedDateGte":"2021-10-25","CreatedDateLte":"2021-10-26","Statuses":["declined"]}"#;
        assert_eq!(entries(&sandbox, declined).len(), 1);
    }

    #[test]
    fn a_day_is_the_day_of_its_zone() {
        let sandbox = sandbox(3);
        let count = |json: &str| {
            let reply = day(&sandbox, &fields(json)).expect("a list").to_json();
            let reply: Value = serde_json::from_str(&reply).expect("JSON");
            reply.get("Model").and_then(Value::as_array).map(Vec::len)
        };
        assert_eq!(count(r#"{"Date":"2021-10-25"}"#), Some(3));
        assert_eq!(count(r#"{"Date":"2021-10-24","TimeZone":"HST"}"#), Some(3));
        assert_eq!(count(r#"{"Date":"2021-10-25","TimeZone":"HST"}"#), Some(0));
    }

    #[test]
    fn what_a_list_lacks_is_named() {
        let sandbox = sandbox(0);
        for (json, message) in [
            ("{}", "CreatedDateGte is required"),
            (r#"{"CreatedDateGte":"x"}"#, "Invalid CreatedDateGte value"),
            (
                r#"{"CreatedDateGte":"2021-10-25","CreatedDateLte":"2021-10-25","PageNumber":0}"#,
                "Invalid PageNumber value",
            ),
            (r#"{"TimeZone":"XXX"}"#, "Invalid TimeZone value"),
        ] {
            let refusal = period(&sandbox, &fields(json)).expect_err("refused");
            assert_eq!(refusal.message(), message);
        }
    }
}
