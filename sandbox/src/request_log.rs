//! Every request to the API that was seen, the dropped ones too, and what the latest were answered.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use serde::Serialize;

use crate::faults::Kind;
use crate::sync::lock;

/// How many requests are remembered; older ones make room.
const CAPACITY: usize = 100_000;

/// The answers of so many are remembered as well: they are for people, who look at the latest.
const WITH_ANSWER: usize = 500;

/// More of an answer is not kept.
const MAX_ANSWER: usize = 16 << 10;

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
    /// Whether it had an `X-Signature`; which one is nobody's business.
    pub(crate) signed: bool,
    /// Exactly the text received.
    pub(crate) body: String,
}

/// What the client got.
#[derive(Debug, Clone, Default)]
pub(crate) enum Sent {
    /// Nothing yet.
    #[default]
    Pending,
    /// An answer.
    Answer {
        /// HTTP status.
        status: u16,
        /// Its body, the beginning of a long one.
        body: Bytes,
    },
    /// The connection was closed without one.
    Nothing,
}

/// What became of a request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fate {
    /// What the client got.
    pub(crate) sent: Sent,
    /// The fault that struck.
    pub(crate) fault: Option<Kind>,
    /// What the method said, the beginning of a long text. The client may have got something else.
    pub(crate) processed: Option<Arc<str>>,
}

/// One request and what became of it.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Counted from 0, never twice.
    pub(crate) number: u64,
    /// The request.
    pub(crate) seen: Seen,
    /// What became of it.
    pub(crate) fate: Fate,
}

/// The log.
#[derive(Debug, Default)]
pub(crate) struct RequestLog(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    next: u64,
    entries: VecDeque<Entry>,
}

impl Inner {
    /// What became of a request; `None` if it is too old or forgotten.
    fn fate(&mut self, number: u64) -> Option<&mut Fate> {
        let from_end = usize::try_from(self.next.checked_sub(number)?).ok()?;
        let index = self.entries.len().checked_sub(from_end)?;
        let kept = from_end <= WITH_ANSWER;
        self.entries
            .get_mut(index)
            .filter(|_| kept)
            .map(|entry| &mut entry.fate)
    }
}

impl RequestLog {
    /// Remember one more. Answers its number.
    pub(crate) fn add(&self, seen: Seen) -> u64 {
        let mut log = lock(&self.0);
        if log.entries.len() == CAPACITY {
            log.entries.pop_front();
        }
        let oldest = log.entries.len().checked_sub(WITH_ANSWER);
        if let Some(entry) = oldest.and_then(|index| log.entries.get_mut(index)) {
            entry.fate = Fate::default();
        }
        let number = log.next;
        log.next += 1;
        log.entries.push_back(Entry {
            number,
            seen,
            fate: Fate::default(),
        });
        number
    }

    /// A fault has struck a request.
    pub(crate) fn struck(&self, number: u64, kind: Kind) {
        if let Some(fate) = lock(&self.0).fate(number) {
            fate.fault = Some(kind);
        }
    }

    /// A request was processed.
    pub(crate) fn processed(&self, number: u64, answer: &Arc<str>) {
        if let Some(fate) = lock(&self.0).fate(number) {
            fate.processed = Some(beginning(answer));
        }
    }

    /// A request was answered, or its connection closed.
    pub(crate) fn sent(&self, number: u64, sent: Sent) {
        let sent = match sent {
            Sent::Answer { status, body } if body.len() > MAX_ANSWER => Sent::Answer {
                status,
                body: Bytes::copy_from_slice(body.get(..MAX_ANSWER).unwrap_or_default()),
            },
            sent => sent,
        };
        if let Some(fate) = lock(&self.0).fate(number) {
            fate.sent = sent;
        }
    }

    /// Forget all.
    pub(crate) fn clear(&self) {
        lock(&self.0).entries.clear();
    }

    /// The last ones whose fate is known too, oldest first.
    pub(crate) fn latest(&self) -> Vec<Entry> {
        let log = lock(&self.0);
        let from = log.entries.len().saturating_sub(WITH_ANSWER);
        log.entries.range(from..).cloned().collect()
    }

    /// All, oldest first.
    pub(crate) fn all(&self) -> Vec<Seen> {
        let log = lock(&self.0);
        log.entries.iter().map(|entry| entry.seen.clone()).collect()
    }
}

fn beginning(text: &Arc<str>) -> Arc<str> {
    if text.len() <= MAX_ANSWER {
        Arc::clone(text)
    } else {
        Arc::from(
            text.get(..text.floor_char_boundary(MAX_ANSWER))
                .unwrap_or_default(),
        )
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bytes::Bytes;

    use super::{MAX_ANSWER, RequestLog, Seen, Sent, WITH_ANSWER};

    fn add(log: &RequestLog) -> u64 {
        log.add(Seen {
            at_ms: 0,
            path: "test".to_owned(),
            method: "GET".to_owned(),
            request_id: None,
            content_type: None,
            authorized: true,
            signed: false,
            body: String::new(),
        })
    }

    #[test]
    fn only_the_latest_answers_are_kept_and_only_their_beginnings() {
        let log = RequestLog::default();
        let first = add(&log);
        log.processed(first, &Arc::from("ж".repeat(MAX_ANSWER)));
        log.sent(
            first,
            Sent::Answer {
                status: 200,
                body: Bytes::from(vec![0; MAX_ANSWER + 1]),
            },
        );
        let fate = log.latest().remove(0).fate;
        assert!(matches!(fate.sent, Sent::Answer { body, .. } if body.len() == MAX_ANSWER));
        assert_eq!(fate.processed.map(|text| text.len()), Some(MAX_ANSWER));
        for _ in 0..WITH_ANSWER {
            add(&log);
        }
        log.sent(first, Sent::Nothing);
        assert_eq!(log.all().len(), WITH_ANSWER + 1);
        let mut pending = log.latest().into_iter();
        assert!(pending.all(|entry| matches!(entry.fate.sent, Sent::Pending)));
    }

    #[test]
    fn an_answer_after_a_reset_finds_no_other_request() {
        let log = RequestLog::default();
        let old = add(&log);
        log.clear();
        let new = add(&log);
        log.sent(old, Sent::Nothing);
        let latest = log.latest().remove(0);
        assert_eq!(latest.number, new);
        assert!(matches!(latest.fate.sent, Sent::Pending));
    }
}
