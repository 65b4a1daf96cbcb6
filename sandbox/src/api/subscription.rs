//! Reading what a merchant says about a subscription.

use time::UtcOffset;

use super::fields::Fields;
use super::refusal::Refusal;
use crate::subscriptions::recurrent::Recurrent;
use crate::subscriptions::schedule::{Every, Interval};
use crate::subscriptions::subscription::{Changes, Payer, Terms};
use crate::values::amount::Amount;
use crate::values::currency::Currency;
use crate::values::dates;

/// What `CultureName` is if nobody says.
pub(crate) const CULTURE: &str = "ru-RU";

/// Who pays; that he may is to be seen elsewhere.
pub(super) fn payer(fields: &Fields) -> Result<Payer, Refusal> {
    Ok(Payer {
        token: fields.required_text("Token")?,
        account_id: fields.required_text("AccountId")?,
        email: fields.text("Email")?,
    })
}

/// All terms of `subscriptions/create`.
pub(super) fn terms(fields: &Fields, now_ms: i64) -> Result<Terms, Refusal> {
    Ok(Terms {
        description: Some(fields.required_text("Description")?),
        amount: fields.amount("Amount")?,
        currency: required(currency(fields)?, "Currency")?,
        // A published client misspells it, and gets charges that take the money at once.
        require_confirmation: fields.boolean("RequireConfirmation")?.unwrap_or(false),
        start_ms: required(future(fields, now_ms)?, "StartDate")?,
        every: every(fields)?,
        max_periods: max_periods(fields)?,
        receipt: receipt(fields, "CustomerReceipt")?,
        culture: fields
            .text("CultureName")?
            .unwrap_or_else(|| CULTURE.to_owned()),
    })
}

/// What `subscriptions/update` names. Half of a gap is completed by what it `was`.
pub(super) fn changes(fields: &Fields, was: Every, now_ms: i64) -> Result<Changes, Refusal> {
    let (interval, period) = (interval(fields)?, fields.integer("Period")?);
    let every = if interval.is_none() && period.is_none() {
        None
    } else {
        let period = period.unwrap_or(i64::from(was.period));
        Some(gap(interval.unwrap_or(was.interval), period)?)
    };
    Ok(Changes {
        description: fields.text("Description")?,
        amount: amount(fields)?,
        currency: currency(fields)?,
        require_confirmation: fields.boolean("RequireConfirmation")?,
        start_ms: future(fields, now_ms)?,
        every: every.filter(|every| *every != was),
        max_periods: max_periods(fields)?,
        receipt: receipt(fields, "CustomerReceipt")?,
        culture: fields.text("CultureName")?,
    })
}

/// The subscription that `JsonData` asks for, if it does. `JsonData` may be anything at all; only
/// what stands at `cloudpayments.recurrent` must make sense.
pub(super) fn recurrent(
    json_data: Option<&str>,
    account_id: Option<&str>,
    now_ms: i64,
) -> Result<Option<Recurrent>, Refusal> {
    let Some(fields) = json_data
        .and_then(object)
        .and_then(|data| object(&data.json("cloudpayments")?))
        .and_then(|data| object(&data.json("recurrent")?))
    else {
        return Ok(None);
    };
    required(account_id, "AccountId")?;
    Ok(Some(Recurrent {
        every: every(&fields)?,
        max_periods: max_periods(&fields)?,
        amount: amount(&fields)?,
        start_ms: future(&fields, now_ms)?,
        // The widget has a shorter name for it.
        receipt: match receipt(&fields, "CustomerReceipt")? {
            Some(receipt) => Some(receipt),
            None => receipt(&fields, "Receipt")?,
        },
    }))
}

fn object(json: &str) -> Option<Fields> {
    Fields::read(Some("application/json"), json.as_bytes()).ok()
}

fn required<T>(value: Option<T>, name: &str) -> Result<T, Refusal> {
    value.ok_or_else(|| Refusal::required(name))
}

fn amount(fields: &Fields) -> Result<Option<Amount>, Refusal> {
    let given = fields.text("Amount")?;
    given.map(|_| fields.amount("Amount")).transpose()
}

fn currency(fields: &Fields) -> Result<Option<Currency>, Refusal> {
    let known = |code: String| Currency::parse(&code).ok_or_else(|| Refusal::invalid("Currency"));
    fields.text("Currency")?.map(known).transpose()
}

/// The date of a charge: UTC unless it says otherwise, and not over yet.
fn future(fields: &Fields, now_ms: i64) -> Result<Option<i64>, Refusal> {
    let ahead = |text: String| {
        dates::instant(&text, UtcOffset::UTC)
            .filter(|date_ms| *date_ms > now_ms)
            .ok_or_else(|| Refusal::invalid("StartDate"))
    };
    fields.text("StartDate")?.map(ahead).transpose()
}

fn every(fields: &Fields) -> Result<Every, Refusal> {
    let interval = required(interval(fields)?, "Interval")?;
    let period = required(fields.integer("Period")?, "Period")?;
    gap(interval, period)
}

fn gap(interval: Interval, period: i64) -> Result<Every, Refusal> {
    Every::new(interval, period).ok_or_else(|| Refusal::invalid("Period"))
}

fn interval(fields: &Fields) -> Result<Option<Interval>, Refusal> {
    let known = |name: String| Interval::parse(&name).ok_or_else(|| Refusal::invalid("Interval"));
    fields.text("Interval")?.map(known).transpose()
}

fn max_periods(fields: &Fields) -> Result<Option<u32>, Refusal> {
    let positive = |number: i64| {
        u32::try_from(number)
            .ok()
            .filter(|number| *number > 0)
            .ok_or_else(|| Refusal::invalid("MaxPeriods"))
    };
    fields.integer("MaxPeriods")?.map(positive).transpose()
}

/// A receipt is an object, or a text that holds one.
fn receipt(fields: &Fields, name: &'static str) -> Result<Option<String>, Refusal> {
    let Some(json) = fields.json(name).filter(|json| !json.is_empty()) else {
        return Ok(None);
    };
    let is_object = json.trim_start().starts_with('{')
        && serde_json::from_str::<serde_json::Value>(&json).is_ok();
    is_object
        .then_some(Some(json))
        .ok_or_else(|| Refusal::invalid(name))
}

#[cfg(test)]
mod tests {
    use super::{Interval, object, recurrent, terms};

    #[test]
    fn json_data_may_be_anything_and_only_a_recurrent_object_counts() {
        for data in [
            "",
            "some text",
            "[1]",
            r#"{"cloudpayments":1}"#,
            r#"{"cloudpayments":{"recurrent":"x"}}"#,
            r#"{"recurrent":{"interval":"Month","period":1}}"#,
        ] {
            assert_eq!(
                recurrent(Some(data), None, 0).map(|found| found.is_none()),
                Ok(true),
                "{data}"
            );
        }
    }

    #[test]
    fn all_three_spellings_of_the_wrapper_are_read() {
        for name in ["cloudpayments", "cloudPayments", "CloudPayments"] {
            let data = format!(
                r#"{{"a":1,"{name}":{{"recurrent":{{"interval":"month","period":2,"amount":1.50}}}}}}"#
            );
            let found = recurrent(Some(&data), Some("user_x"), 0)
                .expect("read")
                .expect("found");
            assert_eq!(
                (found.every.interval, found.every.period),
                (Interval::Month, 2)
            );
            let refused = recurrent(Some(&data), None, 0).expect_err("nobody would pay");
            assert_eq!(refused.message(), "AccountId is required");
        }
    }

    #[test]
    fn what_a_subscription_lacks_is_named() {
        let good = r#"{"description":"d","amount":1,"currency":"RUB","requireConfirmation":false,
            "startDate":"2027-01-31T09:00:00","interval":"Day","period":1,"maxPeriods":1}"#;
        let read = |json: &str, now_ms| terms(&object(json).expect("an object"), now_ms);
        assert!(read(good, 0).is_ok());
        for (name, value, message) in [
            ("description", "null", "Description is required"),
            ("amount", "0", "Invalid Amount value"),
            ("currency", "\"\"", "Currency is required"),
            (
                "requireConfirmation",
                "1",
                "Invalid RequireConfirmation value",
            ),
            ("startDate", "null", "StartDate is required"),
            ("startDate", "\"31.01.2027\"", "Invalid StartDate value"),
            ("interval", "\"Year\"", "Invalid Interval value"),
            ("period", "0", "Invalid Period value"),
            ("maxPeriods", "0", "Invalid MaxPeriods value"),
            ("customerReceipt", "[]", "Invalid CustomerReceipt value"),
        ] {
            // Of a repeated name the last counts.
            let bad = format!(r#"{},"{name}":{value}}}"#, good.trim_end_matches('}'));
            assert_eq!(read(&bad, 0).expect_err("refused").message(), message);
        }
        let over = read(good, 1_801_386_000_000).expect_err("its first date is over");
        assert_eq!(over.message(), "Invalid StartDate value");
    }
}
