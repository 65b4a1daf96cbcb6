//! `POST /sandbox/payer`: what a person would do.

use std::sync::Arc;

use super::Mistake;
use super::input::Input;
use crate::json::Object;
use crate::ledger::transaction::Status;
use crate::net::answer::Answer;
use crate::rules::three_ds::{self, Decision};
use crate::sandbox::Sandbox;

/// Pass or fail 3-D Secure; answers what the browser would bring back.
pub(super) fn act(sandbox: &Arc<Sandbox>, body: &[u8]) -> Result<Answer, Mistake> {
    let mut input = Input::read(body)?;
    let id: u64 = match input.take("TransactionId") {
        // Old clients keep numbers as texts.
        Some(serde_json::Value::String(text)) => text.parse().ok(),
        Some(value) => value.as_u64(),
        None => None,
    }
    .ok_or_else(|| Mistake::field("TransactionId", "TransactionId is required"))?;
    let action = input
        .text("action")?
        .ok_or_else(|| Mistake::field("action", "action is required"))?;
    input.finish()?;

    let decision = match action.as_str() {
        "confirm_3ds" => Decision::Confirmed,
        "refuse_3ds" => Decision::Refused,
        _ => {
            return Err(Mistake::field(
                "action",
                "action must be confirm_3ds or refuse_3ds",
            ));
        }
    };
    let waits = sandbox
        .ledger()
        .get(id)
        .is_some_and(|found| found.status == Status::AwaitingAuthentication);
    if !waits {
        return Err(Mistake::field(
            "TransactionId",
            "no such payment awaits authentication",
        ));
    }
    let mut json = Object::new();
    json.text("MD", &id.to_string())
        .text("PaRes", &three_ds::pa_res(id, decision));
    Ok(Answer::json(json.finish()))
}
