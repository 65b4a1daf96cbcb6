//! Notifications of the merchant: Check before the bank is asked, the others afterwards.

pub(crate) mod body;
pub(crate) mod delivery;
pub(crate) mod form;
pub(crate) mod letter;
mod receipt;
pub(crate) mod settings;
pub(crate) mod signature;

use std::sync::{Arc, Mutex};

use delivery::{Delivery, Outcome, Postman};
use form::Form;
use letter::Letter;
use settings::{Setting, Settings};

use crate::kkt::receipt::Receipt;
use crate::ledger::transaction::Transaction;
use crate::rules::reasons::{
    CHECK_FORMAT, CHECK_HTTP_ERROR, CHECK_UNREACHABLE, Reason, of_check_answer,
};
use crate::sandbox::Sandbox;
use crate::subscriptions::subscription::Subscription;
use crate::sync::lock;

/// What the merchant is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    /// The status of a subscription changed.
    Recurrent,
    /// A cash receipt was made.
    Receipt,
}

impl Event {
    /// All types.
    pub(crate) const ALL: [Self; 8] = [
        Self::Check,
        Self::Pay,
        Self::Fail,
        Self::Confirm,
        Self::Cancel,
        Self::Refund,
        Self::Recurrent,
        Self::Receipt,
    ];

    /// Find a type by its name, in any case.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|event| event.name().eq_ignore_ascii_case(name))
    }

    /// What stands for `{type}` in the URL.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Pay => "pay",
            Self::Fail => "fail",
            Self::Confirm => "confirm",
            Self::Cancel => "cancel",
            Self::Refund => "refund",
            Self::Recurrent => "recurrent",
            Self::Receipt => "receipt",
        }
    }
}

/// All notifications so far.
#[derive(Debug, Default)]
pub(crate) struct Webhooks {
    postman: Postman,
    settings: Mutex<Settings>,
    sent: Mutex<Vec<Arc<Delivery>>>,
}

impl Webhooks {
    /// With the settings that the command line gives.
    pub(crate) fn new(template: Option<String>) -> Self {
        Self {
            settings: Mutex::new(Settings::initial(template)),
            ..Self::default()
        }
    }

    /// What the merchant wants of a type.
    pub(crate) fn setting(&self, event: Event) -> Setting {
        lock(&self.settings).of(event)
    }

    /// The merchant wants it otherwise from now on. What is under way stays as it was written.
    pub(crate) fn set(&self, event: Event, setting: Setting) {
        lock(&self.settings).set(event, setting);
    }

    /// Ask the merchant's Check handler. A reason means the payment must be declined.
    pub(crate) async fn check(
        &self,
        sandbox: &Arc<Sandbox>,
        payment: &Transaction,
    ) -> Option<Reason> {
        let now_ms = sandbox.clock.now_ms();
        let delivery = self.write(sandbox, Event::Check, Some(payment.id), || {
            body::of(Event::Check, payment, now_ms)
        })?;
        match self.postman.carry(sandbox, &delivery).await {
            Outcome::Code(code) => of_check_answer(code),
            Outcome::NoCode => Some(CHECK_FORMAT),
            Outcome::HttpError => Some(CHECK_HTTP_ERROR),
            Outcome::Unreachable => Some(CHECK_UNREACHABLE),
        }
    }

    /// Tell the merchant about a transaction.
    pub(crate) fn notify(&self, sandbox: &Arc<Sandbox>, event: Event, transaction: &Transaction) {
        let now_ms = sandbox.clock.now_ms();
        self.tell(sandbox, event, Some(transaction.id), || {
            body::of(event, transaction, now_ms)
        });
    }

    /// Tell the merchant that the status of a subscription changed.
    pub(crate) fn status_changed(&self, sandbox: &Arc<Sandbox>, subscription: &Subscription) {
        self.tell(sandbox, Event::Recurrent, None, || {
            body::recurrent(subscription)
        });
    }

    /// Tell the merchant that a receipt was made.
    pub(crate) fn receipt_made(&self, sandbox: &Arc<Sandbox>, receipt: &Receipt) {
        if let Some(fiscal) = receipt.fiscal() {
            let about = receipt.draft.transaction_id;
            self.tell(sandbox, Event::Receipt, about, || {
                receipt::form(receipt, fiscal, sandbox.url())
            });
        }
    }

    /// Tell the merchant, now and again until he understands.
    fn tell(
        &self,
        sandbox: &Arc<Sandbox>,
        event: Event,
        transaction_id: Option<u64>,
        form: impl FnOnce() -> Form,
    ) {
        let Some(delivery) = self.write(sandbox, event, transaction_id, form) else {
            return;
        };
        let (postman, own) = (self.postman.clone(), Arc::clone(sandbox));
        let on_its_way = postman.depart();
        let work = async move { postman.insist(&own, &delivery, on_its_way).await };
        sandbox.tasks.spawn(work);
    }

    /// Let what is on its way arrive, for a moment.
    pub(crate) async fn rest(&self) {
        self.postman.rest().await;
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

    /// Forget all; nothing is retried any more, and the settings are those of the command line.
    pub(crate) fn clear(&self) {
        lock(&self.sent).clear();
        lock(&self.settings).reset();
    }

    /// Write a notification down, if the merchant wants it.
    fn write(
        &self,
        sandbox: &Sandbox,
        event: Event,
        transaction_id: Option<u64>,
        form: impl FnOnce() -> Form,
    ) -> Option<Arc<Delivery>> {
        let setting = self.setting(event);
        let address = setting.destination()?;
        let letter = Letter::write(&setting, address, &form(), &sandbox.config.api_secret);
        let mut sent = lock(&self.sent);
        let id = sent.last().map_or(1, |last| last.id + 1);
        let delivery = Arc::new(Delivery::new(id, event, transaction_id, letter));
        sent.push(Arc::clone(&delivery));
        Some(delivery)
    }
}
