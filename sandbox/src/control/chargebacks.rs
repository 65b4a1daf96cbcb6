//! `POST /sandbox/chargebacks`: the bank of a payer raises a claim, or gives it up.

use std::sync::Arc;

use super::Mistake;
use super::input::Input;
use crate::chargebacks::{Claim, Operation, Subject};
use crate::json::Object;
use crate::ledger::transaction::{Kind, Status};
use crate::net::answer::Answer;
use crate::sandbox::Sandbox;
use crate::values::amount::Amount;

/// Against a captured payment. It shows in `chargebacks/list`; the ledger stays as it is.
pub(super) fn raise(sandbox: &Arc<Sandbox>, body: &[u8]) -> Result<Answer, Mistake> {
    let mut input = Input::read(body)?;
    let id = input.transaction_id()?;
    let operation = choice(&mut input, "Operation", Operation::ALL, Operation::name)?;
    let subject = choice(&mut input, "Type", Subject::ALL, Subject::name)?;
    let amount = amount(&mut input)?;
    input.finish()?;

    let found = sandbox.ledger().get(id).cloned();
    let payment = found
        .filter(|found| found.kind == Kind::Payment && found.status == Status::Completed)
        .ok_or_else(|| Mistake::field("TransactionId", "no such payment is captured"))?;
    let claim = Claim {
        operation,
        subject,
        amount: amount.unwrap_or(payment.amount),
    };
    let id = sandbox.chargebacks.raise(
        sandbox.seed,
        payment,
        claim,
        sandbox.clock.stamp_ms(),
        sandbox.clock.elapsed_ms(),
    );
    let mut json = Object::new();
    json.text("ChargeBackId", &id);
    Ok(Answer::json(json.finish()))
}

/// One of two words; the first if none is given.
fn choice<T: Copy>(
    input: &mut Input,
    name: &'static str,
    all: [T; 2],
    word: fn(T) -> &'static str,
) -> Result<T, Mistake> {
    let [first, second] = all;
    match input.text(name)? {
        None => Ok(first),
        Some(text) if text == word(first) => Ok(first),
        Some(text) if text == word(second) => Ok(second),
        Some(_) => Err(Mistake::field(
            name,
            format!("{name} must be {} or {}", word(first), word(second)),
        )),
    }
}

fn amount(input: &mut Input) -> Result<Option<Amount>, Mistake> {
    let text = match input.take("Amount") {
        None => return Ok(None),
        Some(serde_json::Value::String(text)) => text,
        Some(value) => value.to_string(),
    };
    Amount::parse(&text)
        .map(Some)
        .ok_or_else(|| Mistake::field("Amount", "Amount must be a sum"))
}
