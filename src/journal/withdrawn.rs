//! What was begun and not sent.

use std::sync::Arc;

use cloudpayments_money::intent::{Intent, Lesson, Moment};
use cloudpayments_money::outcome::Outcome;

use super::Begin;
use super::learn::learn;
use super::store::{Rows, Trouble, find};

/// An operation that was not sent because the journal failed as it was written down. A commit that
/// fails may have been made: then the row tells of something that nobody will ever find, and that
/// could be taken for another operation.
pub(super) struct Withdrawn {
    request_id: Arc<str>,
    began_ms: u64,
    sent: Moment,
}

impl Withdrawn {
    pub(super) fn of(begin: &Begin<'_>) -> Self {
        Self {
            request_id: begin.request_id.into(),
            began_ms: begin.now.wall_ms,
            sent: begin.sent,
        }
    }

    /// Ends it, if it was written down.
    pub(super) fn end(&self, rows: &mut dyn Rows) -> Result<(), Trouble> {
        if let Some(intent) = find(rows, &self.request_id)?.filter(|intent| self.wrote(intent)) {
            learn(rows, intent, &Lesson::of(Outcome::NotSent), self.began_ms)?;
        }
        Ok(())
    }

    /// Whether this is the row, and not that of an earlier or later call with the same id.
    fn wrote(&self, intent: &Intent) -> bool {
        (intent.began_ms, intent.sent) == (self.began_ms, self.sent) && !intent.is_final()
    }
}
