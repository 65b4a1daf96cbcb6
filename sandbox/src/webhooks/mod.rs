//! Notifications of the merchant.

use std::sync::Arc;

use crate::ledger::transaction::Transaction;
use crate::rules::reasons::Reason;
use crate::sandbox::Sandbox;

/// What has happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    /// Authorised.
    Pay,
    /// Declined.
    Fail,
    /// A hold was taken.
    Confirm,
    /// A hold was given up.
    Cancel,
    /// Money went back.
    Refund,
}

/// All notifications.
#[derive(Debug, Default)]
pub(crate) struct Webhooks;

impl Webhooks {
    pub(crate) async fn check(&self, _s: &Arc<Sandbox>, _p: &Transaction) -> Option<Reason> {
        None
    }
    pub(crate) fn notify(&self, _s: &Arc<Sandbox>, _e: Event, _t: &Transaction) {}
    pub(crate) fn clear(&self) {}
}
