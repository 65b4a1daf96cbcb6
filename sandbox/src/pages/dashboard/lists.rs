//! Subscriptions, invoices, links and receipts.

use super::language::Language;
use super::{ROWS, Section, chip, row, short_date};
use crate::invoices::{Invoice, State};
use crate::kkt::receipt;
use crate::ledger::transaction::Status;
use crate::links::Link;
use crate::pages::html::escaped;
use crate::sandbox::Sandbox;
use crate::subscriptions::subscription::{self, Subscription};

/// Plans, and when each charges next.
pub(super) fn subscriptions(lang: Language, sandbox: &Sandbox) -> String {
    let all = sandbox.subscriptions.last(ROWS);
    Section {
        id: "subscriptions",
        title: lang.say("Подписки", "Subscriptions"),
        count: all.len(),
        nothing: lang.say("Подписок нет", "No subscriptions"),
    }
    .show(all.iter().map(|plan| subscription(lang, plan)))
}

fn subscription(lang: Language, plan: &Subscription) -> String {
    let class = match plan.status {
        subscription::Status::Active => "good",
        subscription::Status::PastDue => "wait",
        subscription::Status::Rejected => "bad",
        subscription::Status::Cancelled | subscription::Status::Expired => "",
    };
    let next = plan.next_ms.map_or_else(String::new, |ms| {
        let words = lang.say("следующее", "next");
        format!("{words} <time>{}</time>", short_date(ms))
    });
    let what = format!(
        "{} · {} {} · {} {} · {} {} · <code>{}</code>",
        escaped(&plan.payer.account_id),
        plan.terms.every.period,
        plan.terms.every.interval.name(),
        plan.successes,
        lang.say("удачных", "paid"),
        plan.failures,
        lang.say("неудач подряд", "failed in a row"),
        escaped(&plan.id),
    );
    row(
        &chip(class, plan.status.name()),
        &lang.sum(plan.terms.amount, plan.terms.currency),
        &what,
        &next,
    )
}

/// Invoices, each with its page.
pub(super) fn invoices(lang: Language, sandbox: &Sandbox) -> String {
    let all = sandbox.invoices.all();
    Section {
        id: "invoices",
        title: lang.say("Счета", "Invoices"),
        count: all.len(),
        nothing: lang.say("Счетов нет", "No invoices"),
    }
    .show(
        all.iter()
            .rev()
            .take(ROWS)
            .map(|found| invoice(lang, found)),
    )
}

fn invoice(lang: Language, invoice: &Invoice) -> String {
    let wish = &invoice.wish;
    let class = match invoice.state {
        State::Paid { .. } => "good",
        State::Open | State::Busy => "wait",
        State::Cancelled => "",
    };
    let details = &wish.details;
    let about: Vec<_> = [&details.invoice_id, &details.description]
        .into_iter()
        .flatten()
        .map(|text| escaped(text))
        .collect();
    row(
        &chip(class, invoice.state.name()),
        &lang.sum(wish.amount, wish.currency),
        &format!("№ {} · {}", invoice.number, about.join(" · ")),
        &open(lang, "d", &invoice.id),
    )
}

/// Links and QR codes, each with its page.
pub(super) fn links(lang: Language, sandbox: &Sandbox) -> String {
    let all = sandbox.links.last(ROWS);
    Section {
        id: "links",
        title: lang.say("Ссылки и QR-коды", "Links and QR codes"),
        count: all.len(),
        nothing: lang.say("Ссылок нет", "No links"),
    }
    .show(all.iter().map(|found| link(lang, sandbox, found)))
}

fn link(lang: Language, sandbox: &Sandbox, link: &Link) -> String {
    let ledger = sandbox.ledger();
    let Some(payment) = ledger.get(link.transaction_id) else {
        return String::new();
    };
    let class = match payment.status {
        Status::Completed => "good",
        Status::Declined | Status::Failed => "bad",
        Status::Cancelled => "",
        _ => "wait",
    };
    let invoice = payment.details.invoice_id.as_deref().unwrap_or_default();
    row(
        &chip(class, payment.status.name()),
        &lang.sum(payment.amount, payment.currency),
        &format!(
            "{} · {} · {}",
            link.via.name(),
            payment.id,
            escaped(invoice)
        ),
        &open(lang, "qr", &link.code),
    )
}

/// Receipts, each with its page.
pub(super) fn receipts(lang: Language, sandbox: &Sandbox) -> String {
    let kkt = sandbox.kkt();
    let all = kkt.receipts();
    Section {
        id: "receipts",
        title: lang.say("Чеки", "Receipts"),
        count: all.len(),
        nothing: lang.say("Чеков нет", "No receipts"),
    }
    .show(
        all.iter()
            .rev()
            .take(ROWS)
            .map(|found| receipt(lang, found)),
    )
}

fn receipt(lang: Language, receipt: &receipt::Receipt) -> String {
    let draft = &receipt.draft;
    let (class, end) = match &receipt.state {
        receipt::State::Queued => ("wait", String::new()),
        receipt::State::Processed(_) => ("good", open(lang, "receipts", &receipt.id)),
        receipt::State::Error(trouble) => ("bad", escaped(&trouble.message)),
    };
    let about: Vec<_> = [
        Some(draft.kind.name().to_owned()),
        draft.invoice_id.as_deref().map(escaped),
        draft.transaction_id.map(|id| id.to_string()),
    ]
    .into_iter()
    .flatten()
    .collect();
    row(
        &chip(class, receipt.state.name()),
        &draft.content.total().to_string(),
        &about.join(" · "),
        &end,
    )
}

/// The way to a page, which opens beside the dashboard.
fn open(lang: Language, folder: &str, id: &str) -> String {
    format!(
        r#"<a href="/{folder}/{}" target="_blank">{}</a>"#,
        escaped(id),
        lang.say("открыть", "open")
    )
}
