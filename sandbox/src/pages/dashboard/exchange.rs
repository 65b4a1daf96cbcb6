//! A request and its answer, as they went over the wire.

use serde::Deserialize;
use serde_json::Value;

use super::language::Language;
use super::short_date;
use crate::pages::html::escaped;
use crate::request_log::{Entry, Sent};
use crate::values::dates;

/// More of a request is not shown.
const MAX_BODY: usize = 16 << 10;

#[derive(Deserialize)]
struct Reply {
    #[serde(rename = "Model")]
    model: Option<Value>,
}

#[derive(Deserialize)]
struct Request {
    #[serde(rename = "TransactionId")]
    transaction_id: Option<Value>,
}

/// The transactions that a request is about: the one that it names, and the one that it is told of.
pub(super) fn transactions(entry: &Entry) -> Vec<u64> {
    let reply = entry.fate.processed.as_deref();
    let answered = reply
        .and_then(|text| serde_json::from_str::<Reply>(text).ok())
        .and_then(|reply| number(reply.model?.get("TransactionId")?));
    let body = entry.seen.body.as_str();
    let named = match serde_json::from_str::<Request>(body) {
        Ok(request) => request.transaction_id.as_ref().and_then(number),
        Err(_) => form_urlencoded::parse(body.as_bytes())
            .find(|(name, _)| name == "TransactionId")
            .and_then(|(_, value)| value.parse().ok()),
    };
    let mut ids: Vec<_> = answered.into_iter().chain(named).collect();
    ids.dedup();
    ids
}

fn number(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.parse().ok(),
        value => value.as_u64(),
    }
}

/// One of them, to be opened; `place` tells it from the same one elsewhere on the page.
pub(super) fn show(lang: Language, place: &str, entry: &Entry) -> String {
    let (seen, fate) = (&entry.seen, &entry.fate);
    let (class, status) = match &fate.sent {
        Sent::Pending => (
            "wait",
            lang.say("ещё нет ответа", "no answer yet").to_owned(),
        ),
        Sent::Nothing => ("bad", lang.say("без ответа", "no answer").to_owned()),
        Sent::Answer { status, .. } if *status < 300 => ("", status.to_string()),
        Sent::Answer { status, .. } => ("bad", status.to_string()),
    };
    let fault = fate.fault.map_or_else(String::new, |kind| {
        format!(r#"<span class="chip bad">{}</span>"#, kind.name())
    });
    let login = if seen.authorized {
        lang.say("логин верен", "login right")
    } else {
        lang.say("без верного логина", "no right login")
    };
    let about: Vec<_> = [
        dates::webhook(seen.at_ms) + " UTC",
        seen.content_type.clone().unwrap_or_default(),
        seen.request_id
            .as_ref()
            .map_or_else(String::new, |id| format!("X-Request-ID: {id}")),
        login.to_owned(),
        if seen.signed {
            lang.say("с X-Signature", "with an X-Signature").to_owned()
        } else {
            String::new()
        },
    ]
    .iter()
    .filter(|text| !text.is_empty())
    .map(|text| escaped(text))
    .collect();
    format!(
        r#"<details class="raw" id="{place}-{number}"><summary><code>{method} {path}</code>{fault}<span class="chip {class}">{status}</span><time>{time}</time></summary>
<p class="dim">{about}</p>{request}{answers}</details>"#,
        number = entry.number,
        method = escaped(&seen.method),
        path = escaped(&seen.path),
        time = short_date(seen.at_ms),
        about = about.join(" · "),
        request = text(lang.say("Запрос", "Request"), beginning(&seen.body)),
        answers = answers(lang, entry),
    )
}

/// What the client got; if a fault spoilt it, what the method had said as well.
fn answers(lang: Language, entry: &Entry) -> String {
    let processed = entry.fate.processed.as_deref();
    let sent = match &entry.fate.sent {
        Sent::Answer { body, .. } => Some(String::from_utf8_lossy(body)),
        Sent::Pending | Sent::Nothing => None,
    };
    let mut html = String::new();
    if let Some(sent) = &sent {
        html += &text(lang.say("Ответ", "Answer"), sent);
    }
    if let Some(processed) = processed.filter(|text| sent.as_deref() != Some(*text)) {
        let title = lang.say("Обработано, но не отправлено", "Processed, but not sent");
        html += &text(title, processed);
    }
    html
}

fn text(title: &str, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("<h4>{title}</h4><pre>{}</pre>", escaped(text))
}

fn beginning(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MAX_BODY))
        .unwrap_or_default()
}
