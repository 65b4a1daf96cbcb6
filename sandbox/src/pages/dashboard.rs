//! `GET /`: what is going on, drawn anew every two seconds.

use std::fmt::Write;
use std::sync::Arc;

use hyper::StatusCode;

use super::html::{escaped, page};
use crate::kkt::receipt::{Receipt, State};
use crate::ledger::report;
use crate::ledger::transaction::{Kind, Transaction};
use crate::net::answer::Answer;
use crate::sandbox::Sandbox;
use crate::values::dates;

const STYLE: &str = include_str!("dashboard.css");

/// Rows a table shows.
const ROWS: usize = 50;

/// Characters of a body that are shown.
const BODY: usize = 200;

/// The page.
pub(crate) fn show(sandbox: &Arc<Sandbox>) -> Answer {
    let (sums, transactions) = {
        let ledger = sandbox.ledger();
        let latest: Vec<_> = ledger.all().rev().take(ROWS).map(transaction).collect();
        (report::totals(&ledger), latest)
    };
    let requests = sandbox.log.last(ROWS);
    let requests = requests.iter().rev().map(|seen| {
        let id = seen.request_id.as_deref().unwrap_or_default();
        let login = if seen.authorized { ("yes", "✓") } else { ("no", "✗") };
        let body: String = seen.body.chars().take(BODY).collect();
        format!(
            r#"<tr><td>{}</td><td>{} {}</td><td>{}</td><td class="{}">{}</td><td class="body">{}</td></tr>"#,
            dates::webhook(seen.at_ms),
            escaped(&seen.method),
            escaped(&seen.path),
            escaped(id),
            login.0,
            login.1,
            escaped(&body)
        )
    });
    let faults = sandbox.faults.list();
    let faults = faults.iter().map(|fault| {
        let kind = serde_json::to_string(&fault.kind).unwrap_or_default();
        format!(
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(kind.trim_matches('"')),
            escaped(&fault.path),
            fault.times
        )
    });
    let webhooks = sandbox.webhooks.last(ROWS);
    let webhooks = webhooks.iter().rev().map(|delivery| {
        let progress = delivery.progress();
        let state = if progress.delivered { ("yes", "✓") } else { ("no", "…") };
        let answer = progress.tries.last().map(|last| last.answer.chars().take(BODY).collect::<String>());
        format!(
            r#"<tr><td>{}</td><td>{}</td><td>{}</td><td class="{}">{}</td><td>{}</td><td class="body">{}</td></tr>"#,
            delivery.id,
            delivery.event.name(),
            delivery.transaction_id.map_or_else(String::new, |id| id.to_string()),
            state.0,
            state.1,
            progress.tries.len(),
            escaped(&answer.unwrap_or_default())
        )
    });
    let html = format!(
        r#"<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="2"><title>CloudPayments sandbox</title><style>{STYLE}</style></head><body>
<h1>CloudPayments sandbox</h1><div class="dim">{url} · {public_id} · {now} UTC</div>
<div class="sums"><span>captured <b>{captured}</b></span><span>held <b>{held}</b></span><span>refunded <b>{refunded}</b></span><span>paid out <b>{paid_out}</b></span></div>
{transactions}{receipts}{requests}{faults}{webhooks}</body></html>
"#,
        url = escaped(sandbox.url()),
        public_id = escaped(&sandbox.config.public_id),
        now = dates::webhook(sandbox.clock.now_ms()),
        captured = sums.captured,
        held = sums.held,
        refunded = sums.refunded,
        paid_out = sums.paid_out,
        transactions = table(
            "Transactions",
            &[
                "Number", "Type", "Status", "Amount", "Invoice", "Card", "Reason", "Created"
            ],
            transactions.into_iter()
        ),
        receipts = receipts(sandbox),
        requests = table(
            "Requests",
            &["Time", "Request", "X-Request-ID", "Login", "Body"],
            requests
        ),
        faults = table("Armed faults", &["Kind", "Path", "Times"], faults),
        webhooks = table(
            "Webhooks",
            &[
                "#",
                "Type",
                "Transaction",
                "Delivered",
                "Tries",
                "Last answer"
            ],
            webhooks
        ),
    );
    page(StatusCode::OK, html, "")
}

fn transaction(row: &Transaction) -> String {
    let kind = match row.kind {
        Kind::Payment => "payment",
        Kind::Refund => "refund",
        Kind::Payout => "payout",
    };
    format!(
        r#"<tr><td>{}</td><td>{kind}</td><td class="{status}">{status}</td><td>{} {}</td><td>{}</td><td>{}…{}</td><td>{}</td><td>{}</td></tr>"#,
        row.id,
        row.amount,
        row.currency.code,
        escaped(row.details.invoice_id.as_deref().unwrap_or_default()),
        escaped(&row.card.first_six),
        escaped(&row.card.last_four),
        row.reason.map_or("", |reason| reason.name),
        dates::webhook(row.created_ms),
        status = row.status.name(),
    )
}

fn receipts(sandbox: &Sandbox) -> String {
    let kkt = sandbox.kkt();
    let latest = kkt.receipts().iter().rev().take(ROWS).map(receipt);
    let heads = [
        "Id",
        "Type",
        "Status",
        "Amount",
        "Invoice",
        "Transaction",
        "Message",
    ];
    table("Receipts", &heads, latest)
}

fn receipt(row: &Receipt) -> String {
    let draft = &row.draft;
    let message = match &row.state {
        State::Error(trouble) => trouble.message.as_str(),
        State::Queued | State::Processed(_) => "",
    };
    format!(
        r#"<tr><td><a href="/receipts/{id}">{id}</a></td><td>{}</td><td class="{status}">{status}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"#,
        draft.kind.name(),
        draft.content.total(),
        escaped(draft.invoice_id.as_deref().unwrap_or_default()),
        draft
            .transaction_id
            .map_or_else(String::new, |id| id.to_string()),
        escaped(message),
        id = row.id,
        status = row.state.name(),
    )
}

fn table(title: &str, heads: &[&str], rows: impl Iterator<Item = String>) -> String {
    let mut html = format!(r#"<h2>{title}</h2><div class="scroll"><table><tr>"#);
    for head in heads {
        // Writing to a String cannot fail.
        let _ = write!(html, "<th>{head}</th>");
    }
    html.push_str("</tr>");
    let before = html.len();
    html.extend(rows);
    if html.len() == before {
        let _ = write!(
            html,
            r#"<tr><td class="dim" colspan="{}">nothing yet</td></tr>"#,
            heads.len()
        );
    }
    html.push_str("</table></div>");
    html
}
