//! Notifications of the merchant: Check before the bank is asked, the others afterwards.

pub(crate) mod body;
pub(crate) mod delivery;
pub(crate) mod signature;

use std::sync::{Arc, Mutex};

use delivery::{Delivery, Outcome, Postman};

use crate::ledger::transaction::Transaction;
use crate::rules::reasons::{
    CHECK_FORMAT, CHECK_HTTP_ERROR, CHECK_UNREACHABLE, Reason, of_check_answer,
};
use crate::sandbox::Sandbox;
use crate::sync::lock;

/// What the merchant is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    /// May this payment be made?
    Check,
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

impl Event {
    /// What stands for `{type}` in the URL.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Pay => "pay",
            Self::Fail => "fail",
            Self::Confirm => "confirm",
            Self::Cancel => "cancel",
            Self::Refund => "refund",
        }
    }
}

/// All notifications so far.
#[derive(Debug, Default)]
pub(crate) struct Webhooks {
    postman: Postman,
    sent: Mutex<Vec<Arc<Delivery>>>,
}

impl Webhooks {
    /// Ask the merchant's Check handler. A reason means the payment must be declined.
    pub(crate) async fn check(
        &self,
        sandbox: &Arc<Sandbox>,
        payment: &Transaction,
    ) -> Option<Reason> {
        let delivery = self.write(sandbox, Event::Check, payment)?;
        match self.postman.carry(sandbox, &delivery).await {
            Outcome::Code(code) => of_check_answer(code),
            Outcome::NoCode => Some(CHECK_FORMAT),
            Outcome::HttpError => Some(CHECK_HTTP_ERROR),
            Outcome::Unreachable => Some(CHECK_UNREACHABLE),
        }
    }

    /// Tell the merchant, now and again until he understands.
    pub(crate) fn notify(&self, sandbox: &Arc<Sandbox>, event: Event, transaction: &Transaction) {
        let Some(delivery) = self.write(sandbox, event, transaction) else {
            return;
        };
        let (postman, sandbox) = (self.postman.clone(), Arc::clone(sandbox));
        tokio::spawn(async move { postman.insist(&sandbox, &delivery).await });
    }

    /// Carry an old notification once more. `false`: there is none with this number.
    pub(crate) fn again(&self, sandbox: &Arc<Sandbox>, id: usize) -> bool {
        let Some(delivery) = lock(&self.sent)
            .iter()
            .find(|delivery| delivery.id == id)
            .cloned()
        else {
            return false;
        };
        let (postman, sandbox) = (self.postman.clone(), Arc::clone(sandbox));
        tokio::spawn(async move { postman.carry(&sandbox, &delivery).await });
        true
    }

    /// The last `count`, oldest first.
    pub(crate) fn last(&self, count: usize) -> Vec<Arc<Delivery>> {
        let sent = lock(&self.sent);
        sent.iter()
            .skip(sent.len().saturating_sub(count))
            .cloned()
            .collect()
    }

    /// Forget all; nothing is retried any more.
    pub(crate) fn clear(&self) {
        lock(&self.sent).clear();
    }

    /// Write a notification down, if the merchant wants any.
    fn write(
        &self,
        sandbox: &Sandbox,
        event: Event,
        transaction: &Transaction,
    ) -> Option<Arc<Delivery>> {
        let template = sandbox.config.webhook_url.as_deref()?;
        let body = body::of(event, transaction, sandbox.clock.now_ms());
        let mut sent = lock(&self.sent);
        let delivery = Arc::new(Delivery::new(
            sent.last().map_or(1, |last| last.id + 1),
            event,
            transaction.id,
            template.replace("{type}", event.name()),
            body,
            &sandbox.config.api_secret,
        ));
        sent.push(Arc::clone(&delivery));
        Some(delivery)
    }
}
