//! The methods about the journal itself.

use std::fs::OpenOptions;
use std::io::{BufWriter, Write as _};

use cloudpayments_money::amount::Amount;
use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::instant;
use cloudpayments_money::intent::Intent;
use cloudpayments_money::json;
use cloudpayments_money::outcome::Outcome;
use cloudpayments_money::verdict::{Effect, Verdict};
use cloudpayments_money::words;

use crate::call::Call;
use crate::members::{Members, list};
use crate::methods::bad;
use crate::reply::Reply;
use crate::request::Parsed;

use super::store::{Select, Till};
use super::{Access, rebuild, recorded, recover};

/// Runs one of the methods about the journal.
pub(crate) fn run(call: &mut Call<'_>, parsed: &Parsed<'_>) -> Result<Reply, Fault> {
    let Some(journal) = call.journal() else {
        let why = "this client has no journal: give `journal` in the configuration";
        return Err(Fault::new(ErrorCode::JournalOff, why));
    };
    match call.row.name {
        "journal_pending" => pending(call, journal, parsed),
        "journal_ack" => acknowledge(call, journal),
        "journal_last" => last(call, journal),
        "journal_recover" => recover::recover(call, journal, till(call, parsed)),
        "journal_export" => export(call, journal, parsed),
        "journal_rebuild" => rebuild::rebuild(call, journal, parsed),
        _ => Err(Fault::new(ErrorCode::Internal, "this method has no code")),
    }
}

/// Whose intents a request is about.
fn till<'a>(call: &Call<'a>, parsed: &Parsed<'_>) -> Till<'a> {
    if parsed.get("all") == Some("true") {
        Till::Any
    } else {
        Till::One(call.client.config.till.as_deref())
    }
}

fn ok(call: &Call<'_>, own: Vec<(&'static str, String)>) -> Reply {
    call.reply_with(&Verdict::of(Outcome::Ok, Effect::Local), own)
}

fn pending(call: &Call<'_>, journal: Access<'_>, parsed: &Parsed<'_>) -> Result<Reply, Fault> {
    let intents = journal.pending(till(call, parsed))?;
    let now_ms = call.now_ms();
    let intents = list(intents.iter().map(|intent| shown(intent, now_ms)));
    Ok(ok(call, vec![("intents", intents)]))
}

/// An intent, for a program and for a cashier.
fn shown(intent: &Intent, now_ms: u64) -> Members {
    let amount = intent
        .amount
        .and_then(|sum| Amount::from_hundredths(sum).ok());
    let amount = amount.map_or_else(|| "null".to_owned(), |amount| amount.digits().to_string());
    let words = words::for_answer(intent.outcome.as_str(), None);
    let (ru, en) = words.map_or(("", ""), |words| (words.ru, words.en));
    let cashier = Members::default().text("ru", Some(ru)).text("en", Some(en));
    let age_ms = i64::try_from(now_ms.saturating_sub(intent.began_ms)).unwrap_or(i64::MAX);
    Members::default()
        .text("request_id", Some(&intent.request_id))
        .text("method", Some(&intent.method))
        .text("till", intent.till.as_deref())
        .text("InvoiceId", intent.invoice_id.as_deref())
        .number("transaction_id", intent.transaction_id)
        .text("outcome", Some(intent.outcome.as_str()))
        .text("money", Some(intent.money.as_str()))
        .text("next", Some(intent.next.as_str()))
        .flag("final", intent.is_final())
        .raw("amount", &amount)
        .text("currency", intent.currency.as_deref())
        .text("sent_at", Some(&instant::to_iso(intent.began_ms)))
        .number("age_ms", Some(age_ms))
        .raw("cashier", &cashier.finish())
}

fn acknowledge(call: &Call<'_>, journal: Access<'_>) -> Result<Reply, Fault> {
    let id = call.request_id.as_ref().ok_or_else(|| {
        let message = "the field `request_id` is required";
        Fault::field(ErrorCode::MissingField, "request_id", message)
    })?;
    match journal.acknowledge(id.as_str())? {
        Some(true) => Ok(ok(call, Vec::new())),
        Some(false) => {
            let why = "names an operation that has no result yet: resolve it first";
            Err(bad("request_id", why))
        }
        None => {
            let fault = Fault::new(
                ErrorCode::NotFound,
                "the journal has no operation with this request_id",
            );
            Ok(call.reply(&Verdict::of(Outcome::NotFound, Effect::Local).with(fault)))
        }
    }
}

fn last(call: &Call<'_>, journal: Access<'_>) -> Result<Reply, Fault> {
    let till = Till::One(call.client.config.till.as_deref());
    let last = journal.select(Select::Last(till))?.pop();
    Ok(last.as_ref().map_or_else(
        || {
            let fault = Fault::new(ErrorCode::NotFound, "this till has begun no operation yet");
            call.reply(&Verdict::of(Outcome::NotFound, Effect::Local).with(fault))
        },
        |last| recorded::told_again(journal, last),
    ))
}

/// JSON lines, in the order in which the operations began.
fn export(call: &Call<'_>, journal: Access<'_>, parsed: &Parsed<'_>) -> Result<Reply, Fault> {
    let path = parsed.text("path").unwrap_or_default();
    let intents = journal.select(Select::All)?;
    let file = OpenOptions::new().write(true).create_new(true).open(&*path);
    let file = file.map_err(|why| bad("path", &format!("cannot be written: {why}")))?;
    let mut out = BufWriter::new(file);
    let now_ms = call.now_ms();
    for intent in &intents {
        let line = shown(intent, now_ms)
            .flag("acknowledged", intent.is_acknowledged())
            .text("changed_at", Some(&instant::to_iso(intent.changed_ms)))
            .raw("answer", intent.answer.as_deref().unwrap_or("null"));
        writeln!(out, "{}", line.finish())
            .map_err(|why| bad("path", &format!("cannot be written: {why}")))?;
    }
    let done = out.flush().and_then(|()| out.get_ref().sync_all());
    done.map_err(|why| bad("path", &format!("cannot be written: {why}")))?;
    Ok(ok(
        call,
        vec![("counts", counts(&[("exported", intents.len())]))],
    ))
}

/// Numbers with their names.
pub(super) fn counts(counts: &[(&str, usize)]) -> String {
    let mut out = json::ObjectWriter::default();
    for (name, count) in counts {
        out.put(name, &count.to_string());
    }
    out.finish()
}
