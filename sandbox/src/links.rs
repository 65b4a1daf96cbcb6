//! Links and QR codes: each leads to a page where its payment is made.

use std::collections::HashMap;
use std::sync::Mutex;

use tokio::sync::watch;

use crate::ledger::transaction::Via;
use crate::sync::lock;

/// One link.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    /// The payment that was begun with it.
    pub(crate) transaction_id: u64,
    /// What tells it from others in its address.
    pub(crate) code: String,
    /// Where it leads.
    pub(crate) url: String,
    /// How it is paid.
    pub(crate) via: Via,
    /// When it gets too old to be paid, on the clock that never goes back.
    pub(crate) ends_at: i64,
    /// Where the payer goes when he has paid.
    pub(crate) success_url: Option<String>,
    /// Where he goes when he has not.
    pub(crate) fail_url: Option<String>,
}

impl Link {
    /// The id of the link in the system of fast payments; others show none.
    pub(crate) fn provider_id(&self) -> &str {
        match self.via {
            Via::Sbp => &self.code,
            Via::Card | Via::TPay | Via::SberPay | Via::Dolyami => "",
        }
    }

    /// Whether it can be paid once more after it was paid.
    pub(crate) fn is_reusable(&self, moment: i64) -> bool {
        self.via == Via::Sbp && moment < self.ends_at
    }
}

/// All links of the terminal.
#[derive(Debug, Default)]
pub(crate) struct Links {
    by_transaction: Mutex<HashMap<u64, Link>>,
    changed: watch::Sender<()>,
}

impl Links {
    /// Add one.
    pub(crate) fn add(&self, link: Link) {
        lock(&self.by_transaction).insert(link.transaction_id, link);
    }

    /// The link of a payment.
    pub(crate) fn of_transaction(&self, id: u64) -> Option<Link> {
        lock(&self.by_transaction).get(&id).cloned()
    }

    /// The last `count`, latest first.
    pub(crate) fn last(&self, count: usize) -> Vec<Link> {
        let links = lock(&self.by_transaction);
        let mut all: Vec<_> = links.values().cloned().collect();
        all.sort_by_key(|link| std::cmp::Reverse(link.transaction_id));
        all.truncate(count);
        all
    }

    /// The link with a code.
    pub(crate) fn with_code(&self, code: &str) -> Option<Link> {
        let links = lock(&self.by_transaction);
        links.values().find(|link| link.code == code).cloned()
    }

    /// Somebody paid or refused: wake those who wait for it.
    pub(crate) fn tell_change(&self) {
        self.changed.send_replace(());
    }

    /// Hears of every change from now on.
    pub(crate) fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    /// Forget all.
    pub(crate) fn clear(&self) {
        lock(&self.by_transaction).clear();
        self.tell_change();
    }
}
