//! One line of a receipt.

use super::number::{ONE, Product, digits, hundredths, millionths};
use super::shape::{inside, whole};
use super::vat::{self, Rates};
use super::wrong;
use crate::error::Fault;
use crate::json::{ObjectWriter, Value};

/// What separates the parts of a marking code.
const GROUP_SEPARATOR: &str = "\u{1d}";

/// Kinds of thing that are marked and bear their code, and those that have none.
const WITH_A_MARK: [u64; 2] = [31, 33];
const WITHOUT_A_MARK: [u64; 2] = [30, 32];

/// What an agent must tell of himself, and with which signs.
const AGENT_DATA: [(&str, &[u64]); 7] = [
    ("AgentOperationName", &[0, 1]),
    ("PaymentAgentPhone", &[0, 1, 2, 3]),
    ("PaymentReceiverOperatorPhone", &[2, 3]),
    ("TransferOperatorPhone", &[0, 1]),
    ("TransferOperatorName", &[0, 1]),
    ("TransferOperatorAddress", &[0, 1]),
    ("TransferOperatorInn", &[0, 1]),
];

/// The signs with which the phone of the purveyor is needed too.
const WITH_PURVEYOR_PHONE: [u64; 4] = [0, 1, 2, 3];

/// A line that is right.
pub(super) struct Line {
    /// As it goes to the API.
    pub(super) json: String,
    /// Hundredths.
    pub(super) amount: u64,
}

/// Checks what the fields of a line, each well formed, say together.
pub(super) fn check(item: Value<'_>, place: &str, rates: Rates) -> Result<Line, Fault> {
    if let Some(code) = number(item, "Vat") {
        vat::check(code, rates, &inside(place, "Vat"))?;
    }
    agent(item, place)?;
    mark(item, place)?;
    part(item, place)?;
    let product = product(item, place)?;
    match item.get("Amount") {
        None => {
            let amount = product.rounded();
            let json = with(item, "Amount", &digits(amount));
            Ok(Line { json, amount })
        }
        Some(given) => {
            let amount = hundredths(given.text()).filter(|amount| product.is(*amount));
            let why = "must be Price × Quantity, rounded to hundredths; a discount belongs into the Price";
            Ok(Line {
                json: item.text().to_owned(),
                amount: amount.ok_or_else(|| wrong(&inside(place, "Amount"), why))?,
            })
        }
    }
}

/// An object with one member more.
pub(super) fn with(object: Value<'_>, name: &str, json: &str) -> String {
    let mut out = ObjectWriter::default();
    for member in object.members().into_iter().flatten() {
        out.put(&member.key, member.value.text());
    }
    out.put(name, json);
    out.finish()
}

/// A whole number that is known to be well formed.
fn number(object: Value<'_>, name: &str) -> Option<u64> {
    whole(object.get(name)?.text())
}

fn product(item: Value<'_>, place: &str) -> Result<Product, Fault> {
    let price = item.get("Price").and_then(|price| hundredths(price.text()));
    let quantity = item.get("Quantity");
    let quantity = quantity.and_then(|quantity| millionths(quantity.text()));
    let product = price.zip(quantity);
    let product = product.and_then(|(price, quantity)| Product::of(price, quantity));
    let why = "makes the line more than a sum can be";
    product.ok_or_else(|| wrong(&inside(place, "Quantity"), why))
}

fn agent(item: Value<'_>, place: &str) -> Result<(), Fault> {
    let Some(sign) = number(item, "AgentSign") else {
        return Ok(());
    };
    let needed = "is required with this AgentSign";
    for (name, signs) in AGENT_DATA {
        if signs.contains(&sign) && item.at(&inside("AgentData", name)).is_none() {
            let place = inside(&inside(place, "AgentData"), name);
            return Err(wrong(&place, needed));
        }
    }
    if let Some(purveyor) = item.get("PurveyorData")
        && purveyor.get("Phone").is_none()
        && WITH_PURVEYOR_PHONE.contains(&sign)
    {
        return Err(wrong(&inside(place, "PurveyorData.Phone"), needed));
    }
    Ok(())
}

/// A marking code is what the scanner read, with the separators that many scanners leave out.
fn mark(item: Value<'_>, place: &str) -> Result<(), Fault> {
    let code = item.get("RawMarkCode");
    let object = number(item, "Object");
    if object.is_some_and(|object| WITH_A_MARK.contains(&object))
        && code.or(item.get("ProductCodeData")).is_none()
    {
        return Err(wrong(
            &inside(place, "RawMarkCode"),
            "is required with this Object",
        ));
    }
    let Some(code) = code.and_then(Value::as_str) else {
        return Ok(());
    };
    let place = inside(place, "RawMarkCode");
    if object.is_some_and(|object| WITHOUT_A_MARK.contains(&object)) {
        return Err(wrong(
            &place,
            "may not stand beside an Object without a code",
        ));
    }
    let instead = item.get("GroupSeparator").and_then(Value::as_str);
    let separated = code.contains(instead.as_deref().unwrap_or(GROUP_SEPARATOR));
    // A pack of tobacco has a code without prefixes and without parts to separate.
    if separated || !has_prefixes(&code) {
        Ok(())
    } else {
        let why = "has no group separator: \\u001d, or what GroupSeparator names";
        Err(wrong(&place, why))
    }
}

/// Whether a code begins with the number of an article and that of an item, each with its prefix.
fn has_prefixes(code: &str) -> bool {
    let article = code
        .strip_prefix("01")
        .and_then(|rest| rest.split_at_checked(14));
    article.is_some_and(|(number, rest)| {
        number.bytes().all(|b| b.is_ascii_digit()) && rest.starts_with("21")
    })
}

/// A part of a marked thing is one line of its own.
fn part(item: Value<'_>, place: &str) -> Result<(), Fault> {
    let Some(part) = item.get("MarkPartQuantity") else {
        return Ok(());
    };
    let numerator = number(part, "Numerator").unwrap_or(0);
    let denominator = number(part, "Denominator").unwrap_or(0);
    let quantity = item.get("Quantity");
    let quantity = quantity.and_then(|quantity| millionths(quantity.text()));
    let (name, why) = if numerator == 0 || numerator >= denominator {
        let why = "must be above zero and below the Denominator";
        ("MarkPartQuantity.Numerator", why)
    } else if quantity != Some(ONE) {
        ("Quantity", "must be 1 beside MarkPartQuantity")
    } else if number(item, "UnitCode") != Some(0) {
        ("UnitCode", "must be 0 beside MarkPartQuantity")
    } else {
        return Ok(());
    };
    Err(wrong(&inside(place, name), why))
}
