//! A new journal in the place of a damaged one, from what the gateway shows.

use std::sync::Arc;

use cloudpayments_money::answer::{State, Transaction};
use cloudpayments_money::ask::{Finding, conclude};
use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::intent::{Delivery, Fingerprint, Intent, Moment};
use cloudpayments_money::outcome::Outcome;
use cloudpayments_money::verdict::{Effect, Expected, Rule, Verdict};

use crate::call::Call;
use crate::look_up::{list, transactions};
use crate::reply::Reply;
use crate::request::Parsed;

use super::Access;
use super::methods::counts;
use super::store::{Select, Trouble, find};

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// The days that are asked about unless the caller says.
const DAYS: u64 = 2;

/// `journal_rebuild`. What is in the journal already stays as it is.
pub(super) fn rebuild(
    call: &mut Call<'_>,
    journal: Access<'_>,
    parsed: &Parsed<'_>,
) -> Result<Reply, Fault> {
    let days = parsed
        .integer("days")
        .and_then(|days| u64::try_from(days).ok());
    let now_ms = call.on_gateway_clock(call.now_ms());
    let since_ms = now_ms.saturating_sub(days.unwrap_or(DAYS) * DAY_MS);
    // The gateway first: while it does not answer, the damaged file stays where it is.
    let Some(pages) = list(call, since_ms, now_ms + DAY_MS / 24, call.deadline) else {
        let fault = call.asked_in_vain.take().unwrap_or_else(|| {
            Fault::new(
                ErrorCode::Timeout,
                "the gateway did not show its list in time",
            )
        });
        return Ok(call.reply(&Verdict::of(Outcome::NoAnswer, Effect::Local).with(fault)));
    };
    let shown: Vec<_> = pages.iter().flat_map(transactions).collect();
    let moment = call.moment();
    let till = call.client.config.till.as_deref();
    let intents: Vec<_> = shown
        .iter()
        .filter_map(|record| intent(record, &shown, till, moment))
        .collect();
    // One damaged row is damage, and it may be any.
    let aside = match journal.select(Select::All) {
        Err(Trouble::Corrupt(_)) => Some(journal.set_aside()?),
        Err(trouble) => return Err(trouble.into()),
        Ok(_) => None,
    };
    let imported = journal.import(&intents)?;
    let mut own = vec![(
        "counts",
        counts(&[("shown", shown.len()), ("imported", imported)]),
    )];
    if let Some(path) = aside {
        own.push(("text", cloudpayments_money::json::quoted(&path)));
    }
    Ok(call.reply_with(&Verdict::of(Outcome::Ok, Effect::Local), own))
}

/// The operation that a record with our stamp is of. Its content is not known any more, so that the
/// same id again is refused and never sent.
fn intent(
    record: &Transaction<'_>,
    shown: &[Transaction<'_>],
    till: Option<&str>,
    now: Moment,
) -> Option<Intent> {
    let stamp: Arc<str> = record.stamp.as_deref()?.into();
    let rule = if record.is_payout() {
        Rule::Payout
    } else {
        Rule::Payment
    };
    let expected = Expected {
        stamp: Some(Arc::clone(&stamp)),
        ..Expected::default()
    };
    let verdict = match conclude(rule, &expected, shown) {
        Finding::Settled(verdict) => verdict,
        Finding::Contradiction(fault, number) => {
            Verdict::of(Outcome::ManualReview, Effect::MovesMoney)
                .with(fault)
                .about(number)
        }
        Finding::Nothing | Finding::Unproven => return None,
    };
    // A declined twin is told of by the approved one.
    if verdict.transaction_id != record.id {
        return None;
    }
    let method = match (rule, record.state) {
        (Rule::Payout, _) => "card_payout",
        (_, Some(State::Authorized)) => "auth",
        _ => "charge",
    };
    let began_ms = record.created_ms.unwrap_or(now.wall_ms);
    Some(Intent {
        request_id: stamp,
        till: till.map(Arc::from),
        method: method.into(),
        fingerprint: Fingerprint::default(),
        invoice_id: record.invoice_id.as_deref().map(Arc::from),
        pays: true,
        transaction_id: record.id,
        made_id: None,
        amount: record.amount,
        currency: record.currency.as_deref().map(Arc::from),
        began_ms,
        sent: now,
        owner: None,
        outcome: verdict.outcome,
        money: verdict.money,
        next: verdict.next,
        reverses: false,
        answer: None,
        changed_ms: now.wall_ms,
        delivery: Delivery::Found,
    })
}

impl Access<'_> {
    /// Adds those that are not there yet; how many.
    fn import(&self, intents: &[Intent]) -> Result<usize, Trouble> {
        self.with(|rows, _| {
            let mut imported = 0;
            for intent in intents {
                if find(rows, &intent.request_id)?.is_none() {
                    rows.put(intent)?;
                    imported += 1;
                }
            }
            Ok(imported)
        })
    }
}
