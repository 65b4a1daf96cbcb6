//! `GET` and `POST /sandbox/webhooks`.

use std::sync::Arc;

use super::Mistake;
use super::input::Input;
use crate::json::Object;
use crate::net::answer::Answer;
use crate::sandbox::Sandbox;
use crate::webhooks::delivery::{Delivery, Try};
use crate::webhooks::settings::Named;

/// All that were sent, with tries and answers.
pub(super) fn list(sandbox: &Arc<Sandbox>) -> Answer {
    let entries: Vec<_> = sandbox
        .webhooks
        .last(usize::MAX)
        .iter()
        .map(|delivery| entry(delivery))
        .collect();
    Answer::json(format!("[{}]", entries.join(",")))
}

/// Send one again.
pub(super) fn again(sandbox: &Arc<Sandbox>, body: &[u8]) -> Result<Answer, Mistake> {
    let mut input = Input::read(body)?;
    let id = input
        .number("id")?
        .ok_or_else(|| Mistake::field("id", "id is required"))?;
    input.finish()?;
    if sandbox.webhooks.again(sandbox, id) {
        Ok(Answer::nothing())
    } else {
        Err(Mistake::field("id", "there is no such webhook"))
    }
}

fn entry(delivery: &Delivery) -> String {
    let progress = delivery.progress();
    let mut headers = Object::new();
    for (name, value) in &delivery.letter.headers {
        headers.text(name, value);
    }
    let tries: Vec<_> = progress.tries.iter().map(attempt).collect();
    let mut json = Object::new();
    json.raw("id", delivery.id)
        .text("type", delivery.event.name());
    match delivery.transaction_id {
        Some(id) => json.raw("TransactionId", id),
        None => json.null("TransactionId"),
    };
    json.text("method", delivery.letter.method.name())
        .text("url", &delivery.letter.url)
        .text("body", &delivery.letter.text)
        .raw("headers", headers.finish())
        .raw("delivered", progress.delivered)
        .raw("tries", format!("[{}]", tries.join(",")));
    json.finish()
}

fn attempt(attempt: &Try) -> String {
    let mut json = Object::new();
    json.raw("at_ms", attempt.at_ms);
    match attempt.status {
        Some(status) => json.raw("status", status),
        None => json.null("status"),
    };
    json.text("answer", &attempt.answer);
    json.finish()
}
