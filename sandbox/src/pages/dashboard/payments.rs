//! Payments, refunds and payouts: where each stands, how it got there, and what was said about it.

use std::collections::HashMap;

use super::exchange;
use super::language::Language;
use super::{Button, ROWS, Section, each, facts, short_date};
use crate::ledger::Ledger;
use crate::ledger::transaction::{Kind, Status, Transaction, Via};
use crate::pages::html::escaped;
use crate::request_log::Entry;
use crate::rules::reasons::AUTHENTICATION_FAILED;
use crate::values::amount::Amount;
use crate::values::dates;

/// The latest transactions, the last one first.
pub(super) fn section(lang: Language, ledger: &Ledger, requests: &[Entry]) -> String {
    let rows: Vec<_> = ledger.all().rev().take(ROWS).collect();
    let about = by_transaction(requests);
    let refunds = refunds(ledger);
    let none = Vec::new();
    Section {
        id: "payments",
        title: lang.say("Платежи", "Payments"),
        count: ledger.all().count(),
        nothing: lang.say(
            "Платежей ещё нет: отправьте запрос на адрес песочницы",
            "No payments yet: send a request to the address of the sandbox",
        ),
    }
    .show(rows.into_iter().map(|row| {
        let line = life_line(lang, row, refunds.get(&row.id).unwrap_or(&none));
        show(
            lang,
            row,
            &line,
            about.get(&row.id).map_or(&[], Vec::as_slice),
        )
    }))
}

fn by_transaction(requests: &[Entry]) -> HashMap<u64, Vec<&Entry>> {
    let mut about = HashMap::<_, Vec<_>>::new();
    for entry in requests {
        for id in exchange::transactions(entry) {
            about.entry(id).or_default().push(entry);
        }
    }
    about
}

fn refunds(ledger: &Ledger) -> HashMap<u64, Vec<&Transaction>> {
    let mut refunds = HashMap::<_, Vec<_>>::new();
    for refund in ledger.all() {
        if let Some(payment) = refund.original_id {
            refunds.entry(payment).or_default().push(refund);
        }
    }
    refunds
}

fn show(lang: Language, row: &Transaction, line: &[Step], requests: &[&Entry]) -> String {
    let place = format!("t{}", row.id);
    let requests = each(requests, |entry| exchange::show(lang, &place, entry));
    let steps: Vec<_> = line.iter().map(Step::brief).collect();
    let steps = steps.join(" → ");
    let story = each(line, Step::full);
    format!(
        r#"<details class="row" id="{place}"><summary><span class="chip {class}">{status}</span><b class="sum">{sum}</b><span class="what">{what}</span><time>{time}</time><span class="line">{steps}</span></summary>
<div class="in">{actions}<ol class="story">{story}</ol>{facts}{requests}</div></details>"#,
        class = class(row.status),
        status = row.status.name(),
        sum = escaped(&lang.sum(row.amount, row.currency)),
        what = what(lang, row),
        time = short_date(row.created_ms),
        actions = actions(lang, row),
        facts = about(lang, row),
    )
}

/// How good a state is.
fn class(status: Status) -> &'static str {
    match status {
        Status::Completed => "good",
        Status::Declined | Status::Failed => "bad",
        Status::Created | Status::AwaitingAuthentication | Status::Authorized => "wait",
        Status::Cancelled => "",
    }
}

fn what(lang: Language, row: &Transaction) -> String {
    let kind = match row.kind {
        Kind::Payment => None,
        Kind::Refund => Some(lang.say("возврат", "refund")),
        Kind::Payout => Some(lang.say("выплата", "payout")),
    };
    let means = means(row);
    let parts: Vec<_> = [
        kind,
        row.details.invoice_id.as_deref(),
        Some(means.as_str()).filter(|means| !means.is_empty()),
    ]
    .into_iter()
    .flatten()
    .map(escaped)
    .collect();
    parts.join(" · ")
}

fn means(row: &Transaction) -> String {
    match row.via {
        Via::Card if row.card.first_six.is_empty() => String::new(),
        Via::Card => format!(
            "{} {}…{}",
            row.card.brand().0,
            row.card.first_six,
            row.card.last_four
        ),
        via => via.name().to_owned(),
    }
}

/// What is `Created` waits for somebody: here he is.
fn actions(lang: Language, row: &Transaction) -> String {
    if row.status != Status::Created {
        return String::new();
    }
    let post = |action, words, class| {
        let button = Button {
            part: "payer",
            values: &format!(
                r#"{{"TransactionId:number":{},"action":"{action}"}}"#,
                row.id
            ),
            words,
            class,
        };
        button.show(lang)
    };
    let (yes, no) = match row.kind {
        Kind::Payment => (
            lang.say("Оплатить", "Pay"),
            lang.say("Отказаться", "Refuse"),
        ),
        Kind::Refund | Kind::Payout => (
            lang.say("Дошло", "Arrived"),
            lang.say("Не дошло", "Did not arrive"),
        ),
    };
    format!(
        r#"<div class="buttons">{}{}</div>"#,
        post("pay", yes, "yes"),
        post("refuse", no, "no")
    )
}

fn about(lang: Language, row: &Transaction) -> String {
    let details = &row.details;
    let culture = Some(lang.tag());
    let reason = row.reason.map(|reason| {
        let message = reason.message_in(culture);
        format!("{} {} · {message}", reason.code, reason.name)
    });
    let id = row.id.to_string();
    let original = row.original_id.map(|id| id.to_string());
    let refunded = (row.refunded != Amount::ZERO).then(|| lang.sum(row.refunded, row.currency));
    facts(&[
        (lang.say("Номер", "Number"), Some(&id)),
        (lang.say("Заказ", "Order"), details.invoice_id.as_deref()),
        (
            lang.say("Покупка", "Purchase"),
            details.description.as_deref(),
        ),
        (
            lang.say("Плательщик", "Payer"),
            details.account_id.as_deref(),
        ),
        (lang.say("Почта", "E-mail"), details.email.as_deref()),
        (
            lang.say("Возврат платежа", "Refund of"),
            original.as_deref(),
        ),
        (lang.say("Возвращено", "Refunded"), refunded.as_deref()),
        (
            lang.say("Подписка", "Subscription"),
            details.subscription_id.as_deref(),
        ),
        (lang.say("Токен", "Token"), row.token.as_deref()),
        (lang.say("Причина", "Reason"), reason.as_deref()),
    ])
}

/// A stage of a transaction's life.
struct Step {
    /// `done`, `now`, `bad` or `ahead`.
    class: &'static str,
    words: String,
    at_ms: Option<i64>,
}

impl Step {
    fn new(class: &'static str, words: impl Into<String>, at_ms: Option<i64>) -> Self {
        let words = words.into();
        Self {
            class,
            words,
            at_ms,
        }
    }

    fn brief(&self) -> String {
        format!(r#"<i class="{}">{}</i>"#, self.class, escaped(&self.words))
    }

    fn full(&self) -> String {
        let date = self
            .at_ms
            .map_or_else(String::new, |ms| dates::webhook(ms) + " UTC");
        let words = escaped(&self.words);
        format!(
            r#"<li class="{}">{words}<time>{date}</time></li>"#,
            self.class
        )
    }
}

fn life_line(lang: Language, row: &Transaction, refunds: &[&Transaction]) -> Vec<Step> {
    let mut line = vec![Step::new(
        "done",
        lang.say("создан", "created"),
        Some(row.created_ms),
    )];
    match row.kind {
        Kind::Payment => payment(lang, row, &mut line),
        Kind::Refund | Kind::Payout => line.push(match row.status {
            Status::Completed => Step::new("done", lang.say("дошёл", "arrived"), row.confirmed_ms),
            Status::Declined | Status::Failed => {
                Step::new("bad", lang.say("отклонён", "refused"), None)
            }
            _ => Step::new("now", lang.say("в пути", "on its way"), None),
        }),
    }
    for refund in refunds {
        let sum = lang.sum(refund.amount, refund.currency);
        let (class, words) = match refund.status {
            Status::Completed => ("done", lang.say("возвращено", "refunded")),
            Status::Declined | Status::Failed => {
                ("bad", lang.say("возврат отклонён", "refund refused"))
            }
            _ => ("now", lang.say("возвращается", "being refunded")),
        };
        line.push(Step::new(
            class,
            format!("{words} {sum}"),
            Some(refund.created_ms),
        ));
    }
    line
}

fn payment(lang: Language, row: &Transaction, line: &mut Vec<Step>) {
    let not_passed = row.reason == Some(AUTHENTICATION_FAILED);
    if row.three_ds_wanted {
        let class = match row.status {
            Status::AwaitingAuthentication => "now",
            _ if not_passed => "bad",
            _ => "done",
        };
        line.push(Step::new(class, "3-D Secure", None));
    } else if row.status == Status::Created {
        line.push(Step::new(
            "now",
            lang.say("ждёт плательщика", "waits for the payer"),
            None,
        ));
    }
    let authorized = lang.say("авторизован", "authorized");
    let confirmed = lang.say("подтверждён", "confirmed");
    if let Some(at_ms) = row.authorized_ms {
        line.push(Step::new("done", authorized, Some(at_ms)));
    }
    match row.status {
        Status::Created | Status::AwaitingAuthentication => {
            line.push(Step::new("ahead", authorized, None));
        }
        Status::Authorized => line.push(Step::new("ahead", confirmed, None)),
        Status::Completed => line.push(Step::new("done", confirmed, row.confirmed_ms)),
        Status::Cancelled if row.authorized_ms.is_some() => {
            line.push(Step::new("done", lang.say("отменён", "voided"), None));
        }
        Status::Cancelled => {
            line.push(Step::new("done", lang.say("срок вышел", "too late"), None));
        }
        Status::Declined | Status::Failed => {
            let why = row.reason.map_or("", |reason| reason.name);
            let words = format!("{} {why}", lang.say("отклонён", "declined"));
            line.push(Step::new("bad", words, None));
        }
    }
}
