//! `POST /sandbox/clock`.

use std::sync::Arc;

use super::Mistake;
use super::input::Input;
use crate::net::answer::Answer;
use crate::sandbox::Sandbox;
use crate::subscriptions::collect;

/// A hundred years: further the dates could not be written any more.
const FAR_MS: i64 = 100 * 365 * 86_400_000;

/// Jump ahead. What waits for the virtual clock wakes; what subscriptions owe is charged before the
/// answer goes out.
pub(super) async fn advance(sandbox: &Arc<Sandbox>, body: &[u8]) -> Result<Answer, Mistake> {
    let mut input = Input::read(body)?;
    let ms: i64 = input
        .number("advance_ms")?
        .ok_or_else(|| Mistake::field("advance_ms", "advance_ms is required"))?;
    input.finish()?;
    if !(0..=FAR_MS).contains(&ms) {
        return Err(Mistake::field(
            "advance_ms",
            "the clock goes forward only, and not that far",
        ));
    }
    sandbox.webhooks.rest().await;
    sandbox.clock.advance(ms);
    collect::collect(sandbox).await;
    Ok(Answer::nothing())
}
