//! `subscriptions/create`: charge a saved card again and again.

use std::sync::Arc;

use super::shown;
use crate::api::fields::Fields;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::api::subscription;
use crate::sandbox::Sandbox;

/// Begin it; nothing is charged before its start.
pub(in crate::api::methods) fn run(
    sandbox: &Arc<Sandbox>,
    fields: &Fields,
) -> Result<Reply, Refusal> {
    let payer = subscription::payer(fields)?;
    let terms = subscription::terms(fields, sandbox.clock.now_ms())?;
    sandbox
        .ledger()
        .vault
        .pay_with(&payer.token, &payer.account_id)
        .ok_or_else(|| Refusal::new("Token not found"))?;
    let begun = sandbox.subscriptions.begin(sandbox.seed, payer, terms);
    sandbox.webhooks.status_changed(sandbox, &begun);
    Ok(shown(&begun))
}
