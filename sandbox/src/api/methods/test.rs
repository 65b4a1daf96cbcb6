//! `test`: are you there, and are my credentials right?

use std::sync::Arc;

use crate::api::fields::Fields;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::sandbox::Sandbox;

/// Yes. A fresh GUID each time.
#[expect(clippy::unnecessary_wraps, reason = "all methods share one signature")]
pub(super) fn run(sandbox: &Arc<Sandbox>, _fields: &Fields) -> Result<Reply, Refusal> {
    Ok(Reply::Message(sandbox.greeting()))
}
