//! `POST /sandbox/payer`: what a person would do.

use std::sync::Arc;

use super::Mistake;
use super::input::Input;
use crate::api::link;
use crate::json::Object;
use crate::ledger::transaction::Status;
use crate::net::answer::Answer;
use crate::rules::reasons::{CUSTOMER_CANCELLATION, Reason};
use crate::rules::three_ds::{self, Decision};
use crate::sandbox::Sandbox;

/// Pass or fail 3-D Secure, or decide what is `Created`.
pub(super) fn act(sandbox: &Arc<Sandbox>, body: &[u8]) -> Result<Answer, Mistake> {
    let mut input = Input::read(body)?;
    let id = input.transaction_id()?;
    let action = input
        .text("action")?
        .ok_or_else(|| Mistake::field("action", "action is required"))?;
    input.finish()?;

    match action.as_str() {
        "confirm_3ds" => pass_three_ds(sandbox, id, Decision::Confirmed),
        "refuse_3ds" => pass_three_ds(sandbox, id, Decision::Refused),
        "pay" => decide(sandbox, id, None),
        "refuse" => decide(sandbox, id, Some(CUSTOMER_CANCELLATION)),
        _ => Err(Mistake::field(
            "action",
            "action must be confirm_3ds, refuse_3ds, pay or refuse",
        )),
    }
}

/// A link is paid or refused, a payout or a refund arrives or not. Answers the transaction.
fn decide(sandbox: &Arc<Sandbox>, id: u64, refusal: Option<Reason>) -> Result<Answer, Mistake> {
    let decided = link::decide(sandbox, id, refusal)
        .ok_or_else(|| Mistake::field("TransactionId", "there is no such transaction"))?
        .map_err(|refusal| Mistake::field("TransactionId", refusal.message()))?;
    let mut json = Object::new();
    json.raw("TransactionId", decided.id)
        .text("Status", decided.status.name());
    Ok(Answer::json(json.finish()))
}

/// Answers what the browser would bring back from the page of the bank.
fn pass_three_ds(sandbox: &Arc<Sandbox>, id: u64, decision: Decision) -> Result<Answer, Mistake> {
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
