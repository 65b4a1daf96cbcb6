//! Every request to the API that was seen, the dropped ones too.

use std::collections::VecDeque;
use std::sync::Mutex;

use serde::Serialize;

use crate::sync::lock;

/// How many requests are remembered; older ones make room.
const CAPACITY: usize = 100_000;

/// One request, as `GET /sandbox/requests` shows it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Seen {
    /// When it came, Unix milliseconds.
    pub(crate) at_ms: i64,
    /// API path without the slash in front.
    pub(crate) path: String,
    /// HTTP method.
    pub(crate) method: String,
    /// `X-Request-ID`, if any.
    pub(crate) request_id: Option<String>,
    /// `Content-Type`, if any.
    pub(crate) content_type: Option<String>,
    /// Whether login and password were right.
    pub(crate) authorized: bool,
    /// Exactly the text received.
    pub(crate) body: String,
}

/// The log.
#[derive(Debug, Default)]
pub(crate) struct RequestLog(Mutex<VecDeque<Seen>>);

impl RequestLog {
    /// Remember one more.
    pub(crate) fn add(&self, seen: Seen) {
        let mut log = lock(&self.0);
        if log.len() == CAPACITY {
            log.pop_front();
        }
        log.push_back(seen);
    }

    /// Forget all.
    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }

    /// The last `count`, oldest first.
    pub(crate) fn last(&self, count: usize) -> Vec<Seen> {
        let log = lock(&self.0);
        log.range(log.len().saturating_sub(count)..)
            .cloned()
            .collect()
    }

    /// All, oldest first.
    pub(crate) fn all(&self) -> Vec<Seen> {
        self.last(CAPACITY)
    }
}
