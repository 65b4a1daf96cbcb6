//! A till's day beside the gateway's: reads all operations of the day, and tells where they
//! differ. What differs is decided in [`cloudpayments_money::reconcile`].

use std::borrow::Cow;
use std::collections::HashSet;

use cloudpayments_money::amount::Amount;
use cloudpayments_money::answer::{Envelope, Transaction};
use cloudpayments_money::document::Document;
use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::instant;
use cloudpayments_money::json::{self, Value};
use cloudpayments_money::outcome::Outcome;
use cloudpayments_money::reconcile::{
    Comparison, Difference, Field, Here, Sum, There, Totals, compare,
};
use cloudpayments_money::verdict::{Effect, Expected, Operation, Rule, Verdict};
use cloudpayments_money::zone;

use crate::call::Call;
use crate::http::Message;
use crate::look_up::{FULL_PAGE, page_body};
use crate::members::{Members, list};
use crate::methods::bad;
use crate::nearest::nearest;
use crate::reply::Reply;
use crate::request::Parsed;
use crate::settle;

/// Reads the day, compares, and tells.
pub(crate) fn reconcile(call: &mut Call<'_>, parsed: &Parsed<'_>) -> Result<Reply, Fault> {
    let (from_ms, to_ms) = day(parsed)?;
    let here = till_list(parsed.get("operations").unwrap_or("[]"))?;
    let there = match gateway_list(call, from_ms, to_ms) {
        Ok(there) => there,
        Err(verdict) => return Ok(call.reply(&verdict)),
    };
    let found = compare(&here, &there);
    let own = vec![
        (
            "missing_here",
            list(found.missing_here.iter().filter_map(|place| {
                let record = there.get(*place)?;
                Some(of_gateway(record))
            })),
        ),
        (
            "missing_there",
            list(found.missing_there.iter().filter_map(|place| {
                let operation = here.get(*place)?;
                Some(of_till(*place, operation))
            })),
        ),
        (
            "different",
            list(found.different.iter().filter_map(|difference| {
                let (operation, record) =
                    (here.get(difference.here)?, there.get(difference.there)?);
                Some(of_both(difference, operation, record))
            })),
        ),
        ("totals", totals(&found)),
    ];
    Ok(call.reply_with(&Verdict::of(Outcome::Ok, Effect::Reads), own))
}

/// The first and the last millisecond of the day that is meant.
fn day(parsed: &Parsed<'_>) -> Result<(u64, u64), Fault> {
    let code = parsed.text("time_zone").unwrap_or(Cow::Borrowed("UTC"));
    let offset = zone::offset(&code).ok_or_else(|| {
        let hint = nearest(&code, zone::codes())
            .map_or_else(String::new, |code| format!("; did you mean `{code}`?"));
        bad(
            "time_zone",
            &format!("must be a code like UTC or MSK{hint}"),
        )
    })?;
    zone::day(&parsed.text("date").unwrap_or_default(), offset)
        .ok_or_else(|| bad("date", "must be a day like 2026-11-24"))
}

/// Reads the till's list.
fn till_list(text: &str) -> Result<Vec<Here>, Fault> {
    let elements = json::parse(text).ok().and_then(Value::elements);
    elements
        .unwrap_or_default()
        .into_iter()
        .enumerate()
        .map(|(place, element)| till_entry(place, element))
        .collect()
}

const NAMES: [&str; 5] = [
    "InvoiceId",
    "Amount",
    "Currency",
    "TransactionId",
    "outcome",
];

fn till_entry(place: usize, element: Value<'_>) -> Result<Here, Fault> {
    let wrong = |name: &str, why: &str| {
        let dot = if name.is_empty() { "" } else { "." };
        bad(&format!("operations.{place}{dot}{name}"), why)
    };
    let members = element
        .members()
        .ok_or_else(|| wrong("", "must be an object"))?;
    let (mut invoice_id, mut currency, mut transaction_id, mut amount) = (None, None, None, None);
    let mut outcome = Outcome::Completed;
    for member in members {
        let (name, value) = (&*member.key, member.value);
        // The name may be anything, so that only a known one is repeated.
        let Some(name) = NAMES.into_iter().find(|known| *known == name) else {
            let hint = nearest(name, NAMES).map_or_else(
                || format!("it takes {}", NAMES.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            return Err(wrong("", &format!("has an unknown field; {hint}")));
        };
        if value.is_null() {
            continue;
        }
        let text = || {
            let text = value.as_str().filter(|text| !text.is_empty());
            text.ok_or_else(|| wrong(name, "must be a string that is not empty"))
        };
        match name {
            "InvoiceId" => invoice_id = Some(text()?.into_owned()),
            "Currency" => currency = Some(text()?.into_owned()),
            "TransactionId" => {
                let number = value.as_i64().filter(|number| *number > 0);
                transaction_id = Some(number.ok_or_else(|| wrong(name, "must be a whole number"))?);
            }
            "outcome" => {
                let word = text()?;
                let known = || Outcome::ALL.iter().map(|known| known.as_str());
                outcome = Outcome::ALL
                    .iter()
                    .copied()
                    .find(|known| known.as_str() == word)
                    .ok_or_else(|| {
                        let hint = nearest(&word, known())
                            .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                        wrong(name, &format!("is no outcome of an answer{hint}"))
                    })?;
            }
            _ => {
                let digits = value.as_scalar().unwrap_or_default();
                let read = Amount::parse(&digits).map_err(|why| wrong(name, &why.to_string()))?;
                amount = Some(read.hundredths());
            }
        }
    }
    let missing = |name: &str| {
        let field = format!("operations.{place}.{name}");
        let message = format!("the field `{field}` is required");
        Fault::field(ErrorCode::MissingField, field, message)
    };
    if invoice_id.is_none() && transaction_id.is_none() {
        return Err(missing("InvoiceId"));
    }
    Ok(Here {
        invoice_id,
        transaction_id,
        amount: amount.ok_or_else(|| missing("Amount"))?,
        currency,
        outcome,
    })
}

/// All operations that the gateway shows of a period. What stops the reading on its way is the
/// verdict of the whole: half a list would show differences that are none.
fn gateway_list(call: &mut Call<'_>, from_ms: u64, to_ms: u64) -> Result<Vec<There>, Box<Verdict>> {
    let mut there = Vec::new();
    let mut seen = HashSet::new();
    for page in 1.. {
        let answer = page_of(call, &page_body(from_ms, to_ms, page)).map_err(|verdict| {
            if page > 1 && verdict.outcome == Outcome::NotSent {
                // The pages before this one were sent.
                no_answer(verdict.fault)
            } else {
                verdict
            }
        })?;
        let (length, records) = records(&answer).ok_or_else(|| {
            let fault = Fault::new(
                ErrorCode::MalformedResponse,
                "the answer is no list of operations with numbers, sums and states",
            );
            no_answer(Some(fault))
        })?;
        let before = there.len();
        // What is made while we read may move others from one page to the next.
        there.extend(
            records
                .into_iter()
                .filter(|one| seen.insert(one.transaction_id)),
        );
        if length < FULL_PAGE {
            break;
        }
        if there.len() == before {
            let fault = Fault::new(
                ErrorCode::MalformedResponse,
                "the gateway shows the same page again and again",
            );
            return Err(no_answer(Some(fault)));
        }
    }
    Ok(there)
}

fn no_answer(fault: Option<Fault>) -> Box<Verdict> {
    let mut verdict = Verdict::of(Outcome::NoAnswer, Effect::Reads);
    verdict.fault = fault;
    Box::new(verdict)
}

/// One page as it came. It is not shown: it is a part only.
fn page_of(call: &mut Call<'_>, body: &str) -> Result<Document, Box<Verdict>> {
    let message = Message {
        path: "v2/payments/list",
        get: false,
        form: false,
        body: body.as_bytes(),
        request_id: None,
        signature: None,
    };
    let operation = Operation {
        rule: Rule::Plain(Outcome::Ok),
        effect: Effect::Reads,
        form: false,
        expected: &Expected::default(),
    };
    let judgement = call.send(operation, &message);
    let verdict = settle::settle(call, operation, judgement);
    match call.theirs.take() {
        Some(page) if verdict.outcome == Outcome::Ok => Ok(page),
        _ => Err(Box::new(verdict)),
    }
}

/// How many entries a page has, and what they say; `None` if one of them cannot be compared.
fn records(page: &Document) -> Option<(usize, Vec<There>)> {
    let entries = Envelope::read(page).ok()?.model?.elements()?;
    let records = entries
        .iter()
        .map(|entry| There::read(&Transaction::read(*entry)?))
        .collect::<Option<Vec<_>>>()?;
    Some((entries.len(), records))
}

fn of_gateway(record: &There) -> Members {
    Members::default()
        .number("TransactionId", record.transaction_id.into())
        .number("OriginalTransactionId", record.original_id)
        .text("InvoiceId", record.invoice_id.as_deref())
        .text("Amount", Some(&sum_of(record.amount.into())))
        .text("Currency", Some(&record.currency))
        .text("outcome", Some(record.outcome.as_str()))
        .text(
            "created_at",
            record.created_ms.map(instant::to_iso).as_deref(),
        )
}

fn of_till(place: usize, operation: &Here) -> Members {
    Members::default()
        .number("index", i64::try_from(place).ok())
        .number("TransactionId", operation.transaction_id)
        .text("InvoiceId", operation.invoice_id.as_deref())
        .text("Amount", Some(&sum_of(operation.amount.into())))
        .text("Currency", operation.currency.as_deref())
        .text("outcome", Some(operation.outcome.as_str()))
}

fn of_both(difference: &Difference, operation: &Here, record: &There) -> Members {
    let (here, there) = match difference.field {
        Field::InvoiceId => (operation.invoice_id.clone(), record.invoice_id.clone()),
        Field::Amount => (
            Some(sum_of(operation.amount.into())),
            Some(sum_of(record.amount.into())),
        ),
        Field::Currency => (operation.currency.clone(), Some(record.currency.clone())),
        Field::Outcome => (
            Some(operation.outcome.as_str().to_owned()),
            Some(record.outcome.as_str().to_owned()),
        ),
    };
    Members::default()
        .number("index", i64::try_from(difference.here).ok())
        .number("TransactionId", record.transaction_id.into())
        .text("InvoiceId", record.invoice_id.as_deref())
        .text("field", Some(difference.field.as_str()))
        .text("here", here.as_deref())
        .text("there", there.as_deref())
}

/// The sums of both sides, by currency.
fn totals(found: &Comparison) -> String {
    let side = |of: fn(&(Totals, Totals)) -> &Totals| {
        found
            .totals
            .iter()
            .fold(Members::default(), |all, (currency, both)| {
                all.raw(currency, &sums(of(both)))
            })
            .finish()
    };
    Members::default()
        .raw("here", &side(|(here, _)| here))
        .raw("there", &side(|(_, there)| there))
        .finish()
}

fn sums(totals: &Totals) -> String {
    let sum = |sum: Sum| {
        Members::default()
            .raw("count", &sum.count.to_string())
            .text("sum", Some(&sum_of(sum.hundredths)))
            .finish()
    };
    Members::default()
        .raw("payments", &sum(totals.payments))
        .raw("holds", &sum(totals.holds))
        .raw("refunds", &sum(totals.refunds))
        .raw("payouts", &sum(totals.payouts))
        .raw("open", &sum(totals.open))
        .finish()
}

/// Hundredths as `10.50`.
fn sum_of(hundredths: u128) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
