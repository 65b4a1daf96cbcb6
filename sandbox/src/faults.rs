//! Faults that a test has armed.
//!
//! The first armed fault whose path fits a request is the one that strikes; each strike uses up one
//! of its `times`.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::{Deserialize, Serialize};

use crate::sync::lock;

/// What goes wrong. The names are those of the control interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// New connections are closed at once, idle ones when the fault is armed.
    CloseOnAccept,
    /// `bytes` of the request are read, then the connection is closed. Nothing is processed.
    CloseAfter,
    /// The whole request is read, then the connection is closed. Nothing is processed.
    DropBefore,
    /// Processed; the connection is closed without an answer.
    DropAfter,
    /// Processed; the connection is reset.
    Reset,
    /// Processed; the answer comes after `delay_ms`.
    Delay,
    /// The connection is closed at once; processed after `delay_ms`.
    ProcessLate,
    /// Answered with `status`. Nothing is processed.
    Status,
    /// Processed, and answered with `status`.
    StatusAfter,
    /// Processed; `bytes` of the answer, then the connection is closed.
    Truncate,
    /// Processed; the answer is 200 with a page of HTML.
    Garbage,
    /// Processed; the answer comes one byte every `delay_ms`.
    Trickle,
    /// 307 to another host. Nothing is processed.
    Redirect,
    /// Processed; the answer shows `amount`.
    WrongAmount,
}

impl Kind {
    /// The name in the control interface.
    pub(crate) fn name(self) -> String {
        let quoted = serde_json::to_string(&self).unwrap_or_default();
        quoted.trim_matches('"').to_owned()
    }
}

/// One armed fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Fault {
    /// The API path it waits for, or `*`.
    pub(crate) path: String,
    /// What goes wrong.
    pub(crate) kind: Kind,
    /// How often it will still strike.
    pub(crate) times: u32,
    /// For the kinds that wait.
    pub(crate) delay_ms: u32,
    /// For the kinds that answer with an HTTP error.
    pub(crate) status: u16,
    /// Seconds in a `Retry-After` header, if any.
    pub(crate) retry_after: Option<u32>,
    /// For the kinds that cut.
    pub(crate) bytes: u64,
    /// For `wrong_amount`.
    pub(crate) amount: String,
}

/// All armed faults, in the order they were armed.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    armed: Mutex<Vec<Fault>>,
    /// How many `close_after` are armed: connections look at it before each request.
    close_after: AtomicUsize,
}

impl Faults {
    /// Arm one more.
    pub(crate) fn arm(&self, fault: Fault) {
        let mut armed = lock(&self.armed);
        armed.push(fault);
        self.count(&armed);
    }

    /// Disarm all.
    pub(crate) fn clear(&self) {
        let mut armed = lock(&self.armed);
        armed.clear();
        self.count(&armed);
    }

    /// What is armed now.
    pub(crate) fn list(&self) -> Vec<Fault> {
        lock(&self.armed).clone()
    }

    /// Strike a request: the first fault that fits, once. `None` if there is none.
    pub(crate) fn strike(&self, path: &str) -> Option<Fault> {
        self.take(
            |fault| fault.kind != Kind::CloseOnAccept && fits(fault, path),
            |_| true,
        )
    }

    /// Strike a request of which only the head is known yet: only if the first fault that fits is
    /// `close_after`.
    pub(crate) fn strike_head(&self, path: &str) -> Option<Fault> {
        self.take(
            |fault| fault.kind != Kind::CloseOnAccept && fits(fault, path),
            |fault| fault.kind == Kind::CloseAfter,
        )
    }

    /// Strike a new connection.
    pub(crate) fn strike_connection(&self) -> bool {
        self.take(|fault| fault.kind == Kind::CloseOnAccept, |_| true)
            .is_some()
    }

    /// Whether connections must look at the heads of requests.
    pub(crate) fn watches_heads(&self) -> bool {
        self.close_after.load(Ordering::Acquire) > 0
    }

    fn take(
        &self,
        fits: impl Fn(&Fault) -> bool,
        strikes: impl Fn(&Fault) -> bool,
    ) -> Option<Fault> {
        let mut armed = lock(&self.armed);
        let index = armed.iter().position(fits)?;
        let fault = armed.get_mut(index).filter(|fault| strikes(fault))?;
        let struck = fault.clone();
        fault.times = fault.times.saturating_sub(1);
        if fault.times == 0 {
            armed.remove(index);
            self.count(&armed);
        }
        Some(struck)
    }

    fn count(&self, armed: &[Fault]) {
        let count = armed
            .iter()
            .filter(|fault| fault.kind == Kind::CloseAfter)
            .count();
        self.close_after.store(count, Ordering::Release);
    }
}

fn fits(fault: &Fault, path: &str) -> bool {
    fault.path == "*" || fault.path.eq_ignore_ascii_case(path)
}

#[cfg(test)]
mod tests {
    use super::{Fault, Faults, Kind};

    fn fault(path: &str, kind: Kind, times: u32) -> Fault {
        Fault {
            path: path.to_owned(),
            kind,
            times,
            delay_ms: 0,
            status: 503,
            retry_after: None,
            bytes: 0,
            amount: "1.00".to_owned(),
        }
    }

    #[test]
    fn a_fault_strikes_as_often_as_it_was_told() {
        let faults = Faults::default();
        faults.arm(fault("payments/void", Kind::DropAfter, 2));
        assert!(faults.strike("payments/get").is_none());
        assert!(faults.strike("payments/void").is_some());
        assert!(faults.strike("payments/void").is_some());
        assert!(faults.strike("payments/void").is_none());
    }

    #[test]
    fn the_fault_that_was_armed_first_strikes_first() {
        let faults = Faults::default();
        faults.arm(fault("*", Kind::Garbage, 1));
        faults.arm(fault("test", Kind::CloseAfter, 1));
        assert!(faults.watches_heads());
        assert!(faults.strike_head("test").is_none());
        assert_eq!(
            faults.strike("test").map(|fault| fault.kind),
            Some(Kind::Garbage)
        );
        assert!(faults.strike_head("test").is_some());
        assert!(!faults.watches_heads());
    }

    #[test]
    fn closing_at_accept_waits_for_connections_and_not_for_requests() {
        let faults = Faults::default();
        faults.arm(fault("*", Kind::CloseOnAccept, 1));
        assert!(faults.strike("test").is_none());
        assert!(faults.strike_connection());
        assert!(!faults.strike_connection());
    }
}
