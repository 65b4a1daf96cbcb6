//! `chargebacks/list`: the claims of a period.

use std::sync::Arc;

use time::UtcOffset;

use super::list::{self, PAGE};
use crate::api::fields::Fields;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::chargebacks::Chargeback;
use crate::json::Object;
use crate::ledger::model::TERMINAL_URL;
use crate::sandbox::Sandbox;
use crate::values::dates::{self, DAY_MS};

/// The longest period: a leap year.
const YEAR_MS: i64 = 366 * DAY_MS;

/// 100 a page.
pub(super) fn list(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let (from, to) = list::span(fields, UtcOffset::UTC)?;
    if to - from > YEAR_MS {
        return Err(Refusal::new("The period must not be longer than one year"));
    }
    let skip = list::skipped(fields)?;
    let sight = sandbox.sight();
    let entries: Vec<_> = sandbox
        .chargebacks
        .by_date()
        .iter()
        .filter(|claim| (from..=to).contains(&claim.date_ms) && sight.sees_since(claim.moment))
        .skip(skip)
        .take(PAGE)
        .map(entry)
        .collect();
    let mut json = Object::new();
    json.raw("Model", format!("[{}]", entries.join(",")))
        .raw("Success", true)
        .null("Message")
        .null("ErrorCode");
    Ok(Reply::Whole {
        success: true,
        json: json.finish(),
    })
}

fn entry(chargeback: &Chargeback) -> String {
    let (payment, claim) = (&chargeback.payment, &chargeback.claim);
    let card = &payment.card;
    let mut json = Object::new();
    json.text("ChargeBackId", &chargeback.id)
        .raw("TransactionId", payment.id)
        .text("TerminalUrl", TERMINAL_URL)
        .text("Gateway", "Test")
        .text("Operation", claim.operation.name())
        .text("Type", claim.subject.name())
        .text(
            "Card",
            &format!("{}*******{}", card.first_six, card.last_four),
        )
        .text("Date", &dates::ticks(chargeback.date_ms))
        .raw("Amount", claim.amount.on_the_wire(payment.id))
        .text("Currency", payment.currency.code);
    json.finish()
}
