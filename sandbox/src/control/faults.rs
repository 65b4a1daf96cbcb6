//! `POST /sandbox/faults`.

use std::sync::Arc;

use serde_json::Value;

use super::Mistake;
use super::input::Input;
use crate::api::methods;
use crate::faults::{Fault, Kind};
use crate::net::answer::{Answer, normal_path};
use crate::sandbox::Sandbox;
use crate::values::decimal::Decimal;

/// Arm a fault.
pub(super) fn arm(sandbox: &Arc<Sandbox>, body: &[u8]) -> Result<Answer, Mistake> {
    let mut input = Input::read(body)?;
    let kind = kind(&mut input)?;
    let fault = Fault {
        path: path(&mut input, kind)?,
        kind,
        times: input.number::<u32>("times")?.unwrap_or(1),
        delay_ms: input.number("delay_ms")?.unwrap_or(0),
        status: input.number("status")?.unwrap_or(503),
        retry_after: input.number("retry_after")?,
        bytes: input.number("bytes")?.unwrap_or(0),
        amount: amount(&mut input)?,
    };
    input.finish()?;
    if fault.times == 0 {
        return Err(Mistake::field("times", "times must be at least 1"));
    }
    if !(200..=599).contains(&fault.status) {
        return Err(Mistake::field(
            "status",
            "status must be between 200 and 599",
        ));
    }
    sandbox.faults.arm(fault);
    if kind == Kind::CloseOnAccept {
        sandbox.close_idle.send_replace(());
    }
    Ok(Answer::nothing())
}

fn kind(input: &mut Input) -> Result<Kind, Mistake> {
    let name = input
        .text("kind")?
        .ok_or_else(|| Mistake::field("kind", "kind is required"))?;
    serde_json::from_value(Value::String(name))
        .map_err(|_| Mistake::field("kind", "there is no such kind of fault"))
}

fn path(input: &mut Input, kind: Kind) -> Result<String, Mistake> {
    match input.text("path")? {
        Some(path) => known(normal_path(&path)),
        // A connection has no path yet.
        None if kind == Kind::CloseOnAccept => Ok("*".to_owned()),
        None => Err(Mistake::field("path", "path is required")),
    }
}

/// A path that no request can have would be armed and never strike.
fn known(path: String) -> Result<String, Mistake> {
    if path == "*" || methods::find(&path).is_some() {
        return Ok(path);
    }
    Err(Mistake::field(
        "path",
        format!(
            "there is no path `{path}`: write it in full, such as payments/cards/charge, or * for all"
        ),
    ))
}

/// Any number at all, as its digits: it need not be a sensible sum.
fn amount(input: &mut Input) -> Result<String, Mistake> {
    let text = match input.take("amount") {
        None => return Ok("1.00".to_owned()),
        Some(Value::String(text)) => text,
        Some(value) => value.to_string(),
    };
    match Decimal::parse(&text) {
        Some(_) => Ok(text),
        None => Err(Mistake::field("amount", "amount must be a number")),
    }
}
