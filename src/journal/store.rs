//! What the journal needs of a store: rows that are there or are not, whatever happens.

use std::fmt;
use std::time::Duration;

use cloudpayments_money::intent::Intent;

/// Why a store did not do what it was asked to. Nothing of it was written then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// It cannot be used now: full, read-only, missing, locked, of another program.
    Unavailable(String),
    /// Its file is damaged.
    Corrupt(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unavailable(why) | Self::Corrupt(why) => f.write_str(why),
        }
    }
}

/// Which intents are wanted. Lists come in the order in which they began.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Select<'a> {
    /// The one with this request id.
    Id(&'a str),
    /// The payments of this order.
    Invoice(&'a str),
    /// The payment that holds this order.
    Holder(&'a str),
    /// The payment with this number, and the commands about it.
    Transaction(i64),
    /// Those that the till must still take note of or wait for; of one till, or of all.
    Pending(Till<'a>),
    /// The one that a till began last.
    Last(Till<'a>),
    /// Every one.
    All,
}

/// Whose intents.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Till<'a> {
    Any,
    /// Those of one; `None` for tills without a name.
    One(Option<&'a str>),
}

/// A notification, as far as a second one is the same.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Notification<'a> {
    pub(crate) kind: &'a str,
    pub(crate) transaction_id: i64,
    pub(crate) status: &'a str,
}

/// Keeps intents. A transaction is written whole or not at all, and what it wrote is there after a
/// power cut.
pub(crate) trait Store: Send {
    /// A random key that only this store has.
    fn key(&self) -> &[u8];

    /// The name of this process among those that work with the store. The name of a process that
    /// has died is not alive any more.
    fn owner(&self) -> &str;

    /// Whether the process with this name still runs.
    fn is_alive(&mut self, owner: &str) -> bool;

    /// How long the next transactions may wait for another process that writes.
    fn wait_at_most(&mut self, time: Duration);

    /// Runs `work` in one transaction. It is written when `work` succeeds, before this returns.
    /// `work` runs again, on rows as they were, if room had to be made for what it wrote.
    fn transact(
        &mut self,
        work: &mut dyn FnMut(&mut dyn Rows) -> Result<(), Trouble>,
    ) -> Result<(), Trouble>;
}

/// The rows, inside a transaction.
pub(crate) trait Rows {
    /// The intents that are wanted.
    fn select(&mut self, wanted: Select<'_>) -> Result<Vec<Intent>, Trouble>;

    /// Writes an intent, new or changed.
    fn put(&mut self, intent: &Intent) -> Result<(), Trouble>;

    /// Notes a notification; whether it had been noted before.
    fn note(&mut self, notification: Notification<'_>, now_ms: u64) -> Result<bool, Trouble>;
}

/// The intent with this id.
pub(crate) fn find(rows: &mut dyn Rows, id: &str) -> Result<Option<Intent>, Trouble> {
    Ok(rows.select(Select::Id(id))?.pop())
}
