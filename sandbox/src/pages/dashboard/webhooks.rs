//! Webhooks: what was sent, and how each try ended.

use super::language::Language;
use super::{Button, ROWS, Section, each, short_date};
use crate::pages::html::escaped;
use crate::sandbox::Sandbox;
use crate::values::dates;
use crate::webhooks::delivery::{Delivery, Try};
use crate::webhooks::settings::Named;

/// The latest, the last one first.
pub(super) fn section(lang: Language, sandbox: &Sandbox) -> String {
    let all = sandbox.webhooks.last(usize::MAX);
    Section {
        id: "webhooks",
        title: lang.say("Уведомления", "Webhooks"),
        count: all.len(),
        nothing: lang.say(
            "Уведомлений нет: адрес задают --webhook-url и site/notifications",
            "No webhooks: --webhook-url and site/notifications set the address",
        ),
    }
    .show(
        all.iter()
            .rev()
            .take(ROWS)
            .map(|delivery| show(lang, delivery)),
    )
}

fn show(lang: Language, delivery: &Delivery) -> String {
    let progress = delivery.progress();
    let (class, state) = match (progress.delivered, progress.tries.len()) {
        (true, _) => ("good", lang.say("доставлено", "delivered")),
        (false, 0) => ("wait", lang.say("в пути", "on its way")),
        (false, _) => ("bad", lang.say("не доставлено", "not delivered")),
    };
    let letter = &delivery.letter;
    let headers: Vec<_> = letter
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    let tries = each(&progress.tries, attempt);
    let again = Button {
        part: "webhooks",
        values: &format!(r#"{{"id:number":{}}}"#, delivery.id),
        words: lang.say("Отправить ещё раз", "Send again"),
        class: "",
    };
    let about = delivery
        .transaction_id
        .map_or_else(String::new, |id| format!("{id} · "));
    format!(
        r#"<details class="row" id="w{id}"><summary><span class="chip {class}">{state}</span><b class="sum">{event}</b><span class="what">{about}{words}: {count}</span><time>{time}</time></summary>
<div class="in"><div class="buttons">{again}</div><ol class="story">{tries}</ol>
<h4>{method} {url}</h4><pre>{headers}

{body}</pre></div></details>"#,
        id = delivery.id,
        event = delivery.event.name(),
        words = lang.say("попыток", "tries"),
        count = progress.tries.len(),
        time = progress
            .tries
            .last()
            .map_or_else(String::new, |last| short_date(last.at_ms)),
        again = again.show(lang),
        method = letter.method.name(),
        url = escaped(&letter.url),
        headers = escaped(&headers.join("\n")),
        body = escaped(&letter.text),
    )
}

fn attempt(attempt: &Try) -> String {
    let class = match attempt.status {
        Some(200) => "done",
        _ => "bad",
    };
    let status = attempt
        .status
        .map_or_else(|| "–".to_owned(), |status| status.to_string());
    format!(
        r#"<li class="{class}">{status} <code>{answer}</code><time>{date} UTC</time></li>"#,
        answer = escaped(&attempt.answer),
        date = dates::webhook(attempt.at_ms),
    )
}
