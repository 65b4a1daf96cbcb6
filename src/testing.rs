//! What only tests may do. Only with the feature `testing`; no release has it.
//!
//! A panic can be planted in a call, to prove what becomes of it. And a thread can be given a
//! [`World`] of its own: then every call that it makes gets its time, its dice and its answers
//! from there, and a client that it makes is a process of its own.

use std::cell::{Cell, RefCell};
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

use cloudpayments_money::document::Document;
use cloudpayments_money::evidence::{Evidence, Trouble};
use cloudpayments_money::intent::BootTime;
use cloudpayments_money::request_id::RequestId;

use crate::http::{Answer, Exchange, Limits, Message};

pub use crate::journal::in_memory::{Disk, Hook, Process, Step, at_each_step};

thread_local! {
    static PLANTED: Cell<Option<Point>> = const { Cell::new(None) };
    static WATCHER: RefCell<Option<Watcher>> = const { RefCell::new(None) };
}

crate::sync::thread_local! {
    static WORLD: RefCell<Option<Rc<dyn World>>> = const { RefCell::new(None) };
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

/// What the journal on a disk has done to its files by itself, beside what SQLite does there.
#[derive(Debug, Clone, Copy)]
pub enum FileStep<'a> {
    /// A new file, with nothing in it.
    Made(&'a Path),
    /// A file that is so long now, and may be new. Nobody cares what is in it.
    Grown(&'a Path, u64),
    /// What is in a file lasts.
    Synced(&'a Path),
    /// A file has a second name.
    Linked(&'a Path, &'a Path),
    /// A file has another name.
    Renamed(&'a Path, &'a Path),
    /// A name is gone.
    Removed(&'a Path),
    /// A new folder.
    FolderMade(&'a Path),
    /// What happened to the names in a folder lasts.
    FolderSynced(&'a Path),
    /// A transaction has returned: what it wrote must last.
    Committed,
}

/// Is told of each step after it was taken.
pub type Watcher = Rc<dyn Fn(FileStep<'_>)>;

/// Watches the steps of this thread, until another watcher is set.
pub fn watch_files(watcher: Option<Watcher>) {
    WATCHER.set(watcher);
}

#[cfg(feature = "journal")]
pub(crate) fn saw(step: FileStep<'_>) {
    let watcher = WATCHER.with_borrow(Clone::clone);
    if let Some(watcher) = watcher {
        watcher(step);
    }
}

/// Everything that a call takes from outside. Any of these may unwind: that is how a process dies.
pub trait World {
    /// The clock that runs evenly.
    fn now(&self) -> Instant;

    /// The clock on the wall, in milliseconds since 1970.
    fn wall_ms(&self) -> u64;

    /// The clock that runs evenly since the machine was started, over the deaths of processes.
    fn boot_time(&self) -> Option<BootTime> {
        None
    }

    /// Waits. Nobody else runs meanwhile, so nothing else ends the waiting.
    fn sleep(&self, time: Duration);

    /// The random bytes from which a new client makes its ids and throws its dice.
    fn seed(&self) -> [u8; 24];

    /// Brings a request to the gateway, or not.
    fn send(&self, request: &Sending<'_>) -> Sent;
}

/// One attempt at a request.
#[derive(Debug, Clone, Copy)]
pub struct Sending<'a> {
    /// Relative to the gateway.
    pub path: &'a str,
    /// Whether it is a GET, which has no body.
    pub get: bool,
    /// Whether the body is a form, not JSON.
    pub form: bool,
    /// The body.
    pub body: &'a [u8],
    /// The header `X-Request-ID`.
    pub request_id: Option<&'a str>,
    /// Until when an answer is awaited.
    pub answer_by: Instant,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Sent {
    /// What the transport saw.
    pub evidence: Evidence,
    /// When the last byte of the request left.
    pub sent_at: Option<Instant>,
    /// The answer, if one came whole.
    pub result: Result<Answered, Trouble>,
}

/// An HTTP answer that came whole.
#[derive(Debug, Clone, Default)]
pub struct Answered {
    /// The HTTP status.
    pub status: u16,
    /// `Retry-After` in milliseconds.
    pub retry_after_ms: Option<u64>,
    /// The header `Date`, in milliseconds since 1970.
    pub date_ms: Option<u64>,
    /// The body.
    pub body: Vec<u8>,
}

/// Runs `work` in a world: all that this thread does in it, other threads not.
pub fn in_world<T>(world: Rc<dyn World>, work: impl FnOnce() -> T) -> T {
    struct Leave(Option<Rc<dyn World>>);
    impl Drop for Leave {
        fn drop(&mut self) {
            enter(self.0.take());
        }
    }
    let _leave = Leave(enter(Some(world)));
    work()
}

/// Puts this thread into a world; the one before.
fn enter(world: Option<Rc<dyn World>>) -> Option<Rc<dyn World>> {
    WORLD.with(|slot| slot.replace(world))
}

/// The world that this thread is in, if it is not the real one.
pub(crate) fn world() -> Option<Rc<dyn World>> {
    WORLD.with(|slot| slot.borrow().clone())
}

pub(crate) fn send(world: &dyn World, message: &Message<'_>, limits: &Limits<'_>) -> Exchange {
    let sent = world.send(&Sending {
        path: message.path,
        get: message.get,
        form: message.form,
        body: message.body,
        request_id: message.request_id.map(RequestId::as_str),
        answer_by: limits.answer_by,
    });
    Exchange {
        evidence: sent.evidence,
        sent_at: sent.sent_at,
        result: sent.result.map(|answer| Answer {
            status: answer.status,
            retry_after_ms: answer.retry_after_ms,
            date_ms: answer.date_ms,
            body: String::from_utf8(answer.body).ok().map(Document::new),
        }),
    }
}
