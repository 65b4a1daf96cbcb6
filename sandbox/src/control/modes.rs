//! `POST /sandbox/modes`.

use std::sync::Arc;

use serde_json::Value;

use super::Mistake;
use super::input::Input;
use crate::json::Object;
use crate::modes::MILLION;
use crate::net::answer::Answer;
use crate::sandbox::Sandbox;
use crate::values::decimal::Decimal;

/// Set those that are named; the others stay.
pub(super) fn set(sandbox: &Arc<Sandbox>, body: &[u8]) -> Result<Answer, Mistake> {
    let mut input = Input::read(body)?;
    let mut modes = sandbox.modes();
    for (name, mode) in [
        ("duplicates_run", &mut modes.duplicates_run),
        ("id_store_lost", &mut modes.id_store_lost),
        ("cascade_declines", &mut modes.cascade_declines),
    ] {
        if let Some(on) = input.boolean(name)? {
            *mode = on;
        }
    }
    for (name, mode) in [
        ("find_lag_ms", &mut modes.find_lag_ms),
        ("late_success_ms", &mut modes.late_success_ms),
    ] {
        if let Some(ms) = input.number::<u32>(name)? {
            *mode = i64::from(ms);
        }
    }
    if let Some(ms) = input.number::<i64>("clock_skew_ms")? {
        modes.clock_skew_ms = ms;
    }
    if let Some(share) = input.take("storm_429") {
        modes.storm_per_million = per_million(&share)?;
    }
    input.finish()?;
    sandbox.set_modes(modes);
    Ok(Answer::nothing())
}

/// The modes now.
pub(super) fn show(sandbox: &Arc<Sandbox>) -> String {
    let modes = sandbox.modes();
    let (whole, part) = (
        modes.storm_per_million / MILLION,
        modes.storm_per_million % MILLION,
    );
    let mut json = Object::new();
    json.raw("duplicates_run", modes.duplicates_run)
        .raw("find_lag_ms", modes.find_lag_ms)
        .raw("late_success_ms", modes.late_success_ms)
        .raw("id_store_lost", modes.id_store_lost)
        .raw("storm_429", format!("{whole}.{part:06}"))
        .raw("cascade_declines", modes.cascade_declines)
        .raw("clock_skew_ms", modes.clock_skew_ms);
    json.finish()
}

fn per_million(share: &Value) -> Result<u64, Mistake> {
    let text = share.to_string();
    // Finer shares than a millionth are cut off by scaling in whole numbers.
    Decimal::parse(&text)
        .and_then(|share| share.exactly(6))
        .and_then(|millionths| u64::try_from(millionths).ok())
        .filter(|millionths| *millionths <= MILLION)
        .ok_or_else(|| {
            Mistake::field(
                "storm_429",
                "storm_429 must be a share from 0 to 1, six decimals at most",
            )
        })
}
