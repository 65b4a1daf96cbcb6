//! `payments/qr/status/get` and `/wait`: what became of a link.

use std::sync::Arc;

use super::Work;
use crate::api::fields::Fields;
use crate::api::order;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::json::Object;
use crate::ledger::transaction::Status;
use crate::sandbox::Sandbox;

/// How long `wait` waits for a change.
const PATIENCE_MS: i64 = 60_000;

/// Now.
pub(super) fn get(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let id = wanted(sandbox, fields)?;
    Ok(look(sandbox, id).map_or(Reply::NotFound, |seen| seen.reply))
}

/// As soon as it is no longer `Created`, or when the patience is over.
pub(super) fn wait(sandbox: &Arc<Sandbox>, fields: &Fields) -> Work {
    let id = wanted(sandbox, fields);
    let sandbox = Arc::clone(sandbox);
    Box::pin(async move {
        let id = id?;
        let end = sandbox.clock.elapsed_ms() + PATIENCE_MS;
        let mut changes = sandbox.links.changes();
        loop {
            let Some(seen) = look(&sandbox, id) else {
                return Ok(Reply::NotFound);
            };
            if seen.status != Status::Created || sandbox.clock.elapsed_ms() >= end {
                return Ok(seen.reply);
            }
            tokio::select! {
                _ = changes.changed() => {}
                () = sandbox.clock.sleep_until(end.min(seen.ends_at)) => {}
            }
        }
    })
}

fn wanted(sandbox: &Sandbox, fields: &Fields) -> Result<u64, Refusal> {
    order::of_this_terminal(sandbox, fields, "PublicId")?;
    fields.transaction_id()
}

/// What can be seen of a link.
struct Seen {
    status: Status,
    ends_at: i64,
    reply: Reply,
}

fn look(sandbox: &Sandbox, id: u64) -> Option<Seen> {
    let link = sandbox.links.of_transaction(id)?;
    let sight = sandbox.sight();
    let ledger = sandbox.ledger();
    let payment = ledger.get(id).filter(|payment| sight.sees(payment))?;
    let mut json = Object::new();
    json.raw("TransactionId", id)
        .text("Status", payment.status.name())
        .raw("StatusCode", payment.status.code())
        .text("ProviderQrId", link.provider_id());
    Some(Seen {
        status: payment.status,
        ends_at: link.ends_at,
        reply: Reply::Model {
            success: true,
            json: json.finish(),
        },
    })
}
