//! Panics on demand, to prove what becomes of them. Only with the feature `testing`.

use std::cell::Cell;

pub use crate::journal::in_memory::{Disk, Hook, Process, Step, at_each_step};

thread_local! {
    static PLANTED: Cell<Option<Point>> = const { Cell::new(None) };
}

/// Where a call can be made to panic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// Just before a request is handed to the transport.
    BeforeSending,
    /// Just after the transport came back.
    AfterSending,
}

/// Makes the next call of this thread panic at a point.
pub fn plant(point: Point) {
    PLANTED.set(Some(point));
}

#[expect(clippy::panic, reason = "that is what it is for")]
pub(crate) fn panic_if_planted(point: Point) {
    if PLANTED.get() == Some(point) {
        PLANTED.set(None);
        panic!("planted");
    }
}
