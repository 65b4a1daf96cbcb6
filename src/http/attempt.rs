//! One attempt at one request, as seen by everything that works on it.
//!
//! `ureq` runs a request wholly on the caller's thread, but gives its transports no way to know
//! which call they serve. So the attempt lies in a thread-local slot while `ureq` runs, and the
//! transport notes there what it hands to the kernel, and finds there when it must give up.

use std::cell::{Cell, RefCell};
use std::mem::ManuallyDrop;
use std::net::Shutdown;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cloudpayments_money::evidence::{Evidence, Phase, Trouble};
use socket2::Socket;

use crate::sync::atomic::{AtomicBool, Ordering};
use crate::sync::{Condvar, Mutex, lock, wait};
use crate::world;

thread_local! {
    /// Empty unless the thread is in a call, so that there is nothing to drop. A slot that is
    /// dropped with its thread could not serve a call made after that: by the destructor of a
    /// `pthread` key, say, or of another thread-local.
    static CURRENT: Slot = const { ManuallyDrop::new(RefCell::new(None)) };
}

type Slot = ManuallyDrop<RefCell<Option<Rc<Attempt>>>>;

/// Lets another thread end the waiting of a call.
#[derive(Debug, Default)]
pub(crate) struct Stop {
    stopped: AtomicBool,
    waiting: Mutex<Waiting>,
    woken: Condvar,
}

#[derive(Debug, Default)]
struct Waiting {
    socket: Option<Arc<Socket>>,
}

impl Stop {
    /// Ends the waiting, now and for good.
    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        if let Some(socket) = lock(&self.waiting).socket.take() {
            // The thread that sleeps in a read on it wakes with an end of file. A socket that is
            // not connected yet refuses; its own time-out ends that.
            let _ = socket.shutdown(Shutdown::Both);
        }
        self.woken.notify_all();
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    /// Sleeps, unless stopped before.
    pub(crate) fn sleep(&self, time: Duration) {
        let until = world::now() + time;
        let mut waiting = lock(&self.waiting);
        while !self.is_stopped() {
            let left = until.saturating_duration_since(world::now());
            if left.is_zero() {
                return;
            }
            waiting = wait(&self.woken, waiting, left);
        }
    }

    fn hold(&self, socket: Option<Arc<Socket>>) {
        lock(&self.waiting).socket = socket;
        // `stop` may have come between: it would have found no socket to shut.
        if self.is_stopped()
            && let Some(socket) = lock(&self.waiting).socket.take()
        {
            let _ = socket.shutdown(Shutdown::Both);
        }
    }
}

/// The attempt that this thread works on.
#[derive(Debug)]
pub(crate) struct Attempt {
    /// Until when a connection must stand.
    pub(crate) connect_by: Instant,
    /// Until when the answer must be there.
    pub(crate) answer_by: Instant,
    /// Whether a kept connection must be fresh: see [`super::wire`].
    pub(crate) careful: bool,
    stop: Arc<Stop>,
    phase: Cell<Phase>,
    sent: Cell<u64>,
    total: Cell<u64>,
    sent_at: Cell<Option<Instant>>,
    trouble: RefCell<Option<Trouble>>,
}

impl Attempt {
    pub(crate) fn new(
        connect_by: Instant,
        answer_by: Instant,
        careful: bool,
        stop: Arc<Stop>,
    ) -> Rc<Self> {
        Rc::new(Self {
            connect_by: connect_by.min(answer_by),
            answer_by,
            careful,
            stop,
            phase: Cell::new(Phase::NotStarted),
            sent: Cell::new(0),
            total: Cell::new(0),
            sent_at: Cell::new(None),
            trouble: RefCell::new(None),
        })
    }

    /// Runs `work` with this attempt as the thread's current one.
    pub(crate) fn run<T>(self: &Rc<Self>, work: impl FnOnce() -> T) -> T {
        /// Empties the slot also when `work` panics.
        struct Reset<'a>(&'a Attempt);
        impl Drop for Reset<'_> {
            fn drop(&mut self) {
                self.0.stop.hold(None);
                CURRENT.with(|slot| slot.take());
            }
        }
        CURRENT.with(|slot| slot.replace(Some(Rc::clone(self))));
        let _reset = Reset(self);
        work()
    }

    /// The current attempt of this thread.
    pub(crate) fn current() -> Option<Rc<Self>> {
        CURRENT.with(|slot| slot.borrow().clone())
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.is_stopped()
    }

    /// The socket goes back to the pool, where another call may take it at once: from here on
    /// stopping this call must not touch it.
    pub(crate) fn let_go(&self) {
        self.stop.hold(None);
    }

    /// Makes a socket known to whoever wants to stop the call.
    pub(crate) fn hold(&self, socket: &Arc<Socket>) {
        self.stop.hold(Some(Arc::clone(socket)));
    }

    pub(crate) fn enter(&self, phase: Phase) {
        self.phase.set(phase);
    }

    pub(crate) fn phase(&self) -> Phase {
        self.phase.get()
    }

    /// From now on bytes of the request may leave: `total` of them.
    pub(crate) fn sending(&self, total: usize) {
        self.phase.set(Phase::Sending);
        self.total.set(total as u64);
    }

    /// The kernel took this many more bytes of the request.
    pub(crate) fn took(&self, bytes: usize) {
        self.sent.set(self.sent.get() + bytes as u64);
        if self.sent.get() >= self.total.get() {
            self.phase.set(Phase::Sent);
            self.sent_at.set(Some(Instant::now()));
        }
    }

    /// When the last byte of the request left.
    pub(crate) fn sent_at(&self) -> Option<Instant> {
        self.sent_at.get()
    }

    /// Notes why the attempt failed; the first reason is the true one.
    pub(crate) fn fail(&self, trouble: Trouble) {
        self.trouble.borrow_mut().get_or_insert(trouble);
    }

    pub(crate) fn trouble(&self) -> Option<Trouble> {
        self.trouble.borrow().clone()
    }

    pub(crate) fn evidence(&self) -> Evidence {
        Evidence {
            phase: self.phase.get(),
            bytes_sent: self.sent.get(),
            bytes_total: self.total.get(),
        }
    }
}

#[cfg(all(test, shuttle))]
mod threads;
