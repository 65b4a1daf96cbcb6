//! Receipts of 54-FZ, checked before anything is sent.
//!
//! The gateway prints a receipt after the money was taken, so one that is wrong fails when it is
//! too late: the payment stands, and the shop owes a receipt. Whatever can be known before is
//! checked here, exactly, and the place at fault is named: `CustomerReceipt.Items[2].Amount`.
//!
//! - A line is Price × Quantity. One that is no whole hundredth may be rounded either way; an
//!   `Amount` that is left out is rounded half up.
//! - The kinds of payment are together the sum of the lines. `Amounts` that are left out are all
//!   of it `Electronic`.
//! - Codes are those of the reference, and those of VAT are valid on the day.
//!
//! Numbers go out with the digits in which they came, names in the spelling of the reference, and
//! fields that it does not have as they are.

mod fields;
mod item;
mod number;
mod shape;
mod vat;

use std::fmt;

use self::item::with;
use self::number::{digits, hundredths, total};
use self::shape::{element, inside};
pub use self::vat::Rates;
use crate::day::Day;
use crate::error::{ErrorCode, Fault};
use crate::json::{self, ObjectWriter, Value};

/// A receipt that is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    json: String,
    /// Hundredths of what is paid by card and the like.
    electronic: u64,
    /// Whether the caller said so himself.
    is_split: bool,
}

impl Receipt {
    /// Checks a `CustomerReceipt` that stands at `place` in a request.
    ///
    /// # Errors
    /// A [`Fault`] that names the place at fault.
    pub fn check(receipt: Value<'_>, place: &str, rates: Rates) -> Result<Self, Fault> {
        let text = shape::object(receipt, place, fields::RECEIPT)?;
        let receipt = reread(&text);
        one_agent(receipt, place)?;
        let checked = Lines::check(receipt, place, rates)?;
        Ok(Self {
            electronic: checked.electronic,
            is_split: receipt.get("Amounts").is_some(),
            json: checked.json,
        })
    }

    /// The receipt as it goes to the API.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.json
    }

    /// Compares it with the hundredths that are paid electronically by the request in which it
    /// stands. What is paid in other ways, an advance or a credit, is not part of that payment.
    ///
    /// # Errors
    /// A [`Fault`] that names the kinds of payment, or the lines if these are all there is.
    pub fn pays(&self, amount: u64, place: &str) -> Result<(), Fault> {
        if self.electronic == amount {
            Ok(())
        } else if self.is_split {
            let place = inside(place, "Amounts.Electronic");
            Err(wrong(&place, "must be the Amount of the request"))
        } else {
            let place = inside(place, "Items");
            Err(wrong(&place, "must add up to the Amount of the request"))
        }
    }
}

/// Checks the lines and payments of a `CorrectionReceiptData` and returns it as it goes to the
/// API. Its VAT codes are those of the day that is corrected, or of `today` if it names none.
///
/// # Errors
/// A [`Fault`] that names the place at fault.
pub fn check_correction(data: Value<'_>, place: &str, today: Day) -> Result<String, Fault> {
    let text = shape::object(data, place, fields::CORRECTION)?;
    let data = reread(&text);
    let corrected = data.at("CauseCorrection.CorrectionDate");
    let corrected = corrected.and_then(Value::as_str);
    let day = corrected.and_then(|text| Day::parse(&text));
    let day = day.unwrap_or(today);
    let is_return = |kind: Value<'_>| matches!(kind.text(), "2" | "4");
    let rates = if data.get("CorrectionReceiptType").is_some_and(is_return) {
        Rates::UpTo(day)
    } else {
        Rates::On(day)
    };
    if data.get("Items").is_some() {
        return Ok(Lines::check(data, place, rates)?.json);
    }
    let place = inside(place, "Amounts");
    let amounts = data
        .get("Amounts")
        .ok_or_else(|| wrong(&place, "is required where there are no Items"))?;
    if total(kinds(amounts)).unwrap_or(0) == 0 {
        return Err(wrong(&place, "must add up to more than zero"));
    }
    Ok(text)
}

/// The lines of a receipt, and what pays for them.
struct Lines {
    /// The whole receipt, with what was left out.
    json: String,
    electronic: u64,
}

impl Lines {
    fn check(receipt: Value<'_>, place: &str, rates: Rates) -> Result<Self, Fault> {
        let items_place = inside(place, "Items");
        let items = receipt.get("Items").and_then(Value::elements);
        let lines = items
            .unwrap_or_default()
            .into_iter()
            .enumerate()
            .map(|(index, item)| item::check(item, &element(&items_place, index), rates))
            .collect::<Result<Vec<_>, _>>()?;
        if lines.is_empty() {
            return Err(wrong(&items_place, "must have at least one item"));
        }
        let sum = total(lines.iter().map(|line| line.amount))
            .ok_or_else(|| wrong(&items_place, "add up to more than a sum can be"))?;
        if sum == 0 {
            return Err(wrong(&items_place, "must add up to more than zero"));
        }
        let json = with_items(receipt, &lines);
        let Some(amounts) = receipt.get("Amounts") else {
            let amounts = format!("{{\"Electronic\":{}}}", digits(sum));
            return Ok(Self {
                json: with(reread(&json), "Amounts", &amounts),
                electronic: sum,
            });
        };
        if total(kinds(amounts)) != Some(sum) {
            let why = "must add up to the sum of all Items";
            return Err(wrong(&inside(place, "Amounts"), why));
        }
        let electronic = amounts.get("Electronic");
        let electronic = electronic.and_then(|sum| hundredths(sum.text()));
        Ok(Self {
            json,
            electronic: electronic.unwrap_or(0),
        })
    }
}

/// The receipt with its lines as they were checked.
fn with_items(receipt: Value<'_>, lines: &[item::Line]) -> String {
    let items: Vec<_> = lines.iter().map(|line| &*line.json).collect();
    let items = format!("[{}]", items.join(","));
    let mut out = ObjectWriter::default();
    for member in receipt.members().into_iter().flatten() {
        let is_items = member.key == "Items";
        out.put(
            &member.key,
            if is_items {
                &items
            } else {
                member.value.text()
            },
        );
    }
    out.finish()
}

/// The agent is that of the whole receipt, or each line has its own.
fn one_agent(receipt: Value<'_>, place: &str) -> Result<(), Fault> {
    let items = receipt.get("Items").and_then(Value::elements);
    let has_sign = |item: &Value<'_>| item.get("AgentSign").is_some();
    if receipt.get("AgentSign").is_some() && items.unwrap_or_default().iter().any(has_sign) {
        let why = "may not stand beside the AgentSign of an item";
        return Err(wrong(&inside(place, "AgentSign"), why));
    }
    Ok(())
}

/// The sums of the kinds of payment.
fn kinds(amounts: Value<'_>) -> impl Iterator<Item = u64> {
    let known = fields::AMOUNTS.iter();
    known.filter_map(move |kind| hundredths(amounts.get(kind.name())?.text()))
}

/// A text that was written here is read again.
fn reread(text: &str) -> Value<'_> {
    json::parse(text).expect("it is made of values that were checked, and its keys differ")
}

fn wrong(place: &str, why: impl fmt::Display) -> Fault {
    Fault::field(
        ErrorCode::BadField,
        place,
        format!("the field `{place}` {why}"),
    )
}
