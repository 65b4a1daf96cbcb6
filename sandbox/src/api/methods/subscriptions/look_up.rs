//! `subscriptions/get` and `subscriptions/find`.

use std::sync::Arc;

use super::shown;
use crate::api::fields::Fields;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::sandbox::Sandbox;
use crate::subscriptions::model;

/// One by its id.
pub(in crate::api::methods) fn get(
    sandbox: &Arc<Sandbox>,
    fields: &Fields,
) -> Result<Reply, Refusal> {
    let id = fields.required_text("Id")?;
    let found = sandbox.subscriptions.get(&id);
    Ok(found.as_ref().map_or(Reply::NotFound, shown))
}

/// All of a payer, whatever their status. An unknown payer has none.
pub(in crate::api::methods) fn find(
    sandbox: &Arc<Sandbox>,
    fields: &Fields,
) -> Result<Reply, Refusal> {
    let account_id = fields.required_text("AccountId")?;
    let found = sandbox.subscriptions.of_account(&account_id);
    let entries: Vec<_> = found.iter().map(model::subscription).collect();
    Ok(Reply::Model {
        success: true,
        json: format!("[{}]", entries.join(",")),
    })
}
