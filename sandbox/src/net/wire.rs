//! What the handler of a request and the stream under it tell each other.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::sync::lock;

/// What the stream does to the bytes of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Outgoing {
    /// Nothing.
    #[default]
    Whole,
    /// So many bytes, then close.
    Cut(u64),
    /// One byte at a time with a pause after each.
    Trickle(Duration),
}

/// How far the current request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Progress {
    /// No request.
    #[default]
    Idle,
    /// A first byte has come.
    Receiving,
    /// All of it was read; an answer is being made or sent.
    Answering,
}

#[derive(Debug, Default)]
struct State {
    outgoing: Outgoing,
    progress: Progress,
    /// The answer is complete, as far as the handler is concerned.
    answered: bool,
    /// Read no more, so that the server closes.
    finished: bool,
    /// Close with RST instead of FIN.
    reset: bool,
}

/// Shared between one connection's stream and its handler.
#[derive(Debug, Default)]
pub(crate) struct Wire {
    state: Mutex<State>,
    /// A dashboard watches through it.
    watched: AtomicBool,
}

impl Wire {
    /// Handler: the request is here; the next byte read begins another one.
    pub(crate) fn request_read(&self) {
        let mut state = lock(&self.state);
        state.progress = Progress::Answering;
        state.answered = false;
        state.outgoing = Outgoing::Whole;
    }

    /// Handler: treat the bytes of the answer so.
    pub(crate) fn treat(&self, outgoing: Outgoing) {
        lock(&self.state).outgoing = outgoing;
    }

    /// Handler: the answer is complete; when it is flushed the request is over.
    pub(crate) fn ready(&self) {
        lock(&self.state).answered = true;
    }

    /// Handler: the connection is to be closed with RST.
    pub(crate) fn reset(&self) {
        lock(&self.state).reset = true;
    }

    /// Handler: a dashboard watches through this connection.
    pub(crate) fn watch(&self) {
        self.watched.store(true, Ordering::Relaxed);
    }

    /// Whether arming `close_on_accept` closes it: no request is under way. Not that of a dashboard:
    /// coming back a second later it would meet the fault that was meant for a client.
    pub(crate) fn is_idle(&self) -> bool {
        !self.watched.load(Ordering::Relaxed) && lock(&self.state).progress == Progress::Idle
    }

    /// Stream: whether the next byte read begins a request.
    pub(crate) fn head_expected(&self) -> bool {
        lock(&self.state).progress != Progress::Receiving
    }

    /// Stream: a request begins.
    pub(crate) fn begin(&self) {
        lock(&self.state).progress = Progress::Receiving;
    }

    /// Stream: all that the server had to send is sent. Answers whether the connection ends with
    /// it, because the answer was to be cut.
    pub(crate) fn flushed(&self) -> bool {
        let mut state = lock(&self.state);
        if !state.answered || state.progress != Progress::Answering {
            return false;
        }
        state.progress = Progress::Idle;
        state.finished |= matches!(state.outgoing, Outgoing::Cut(_));
        state.finished
    }

    /// Stream: what to do with the bytes of an answer.
    pub(crate) fn outgoing(&self) -> Outgoing {
        lock(&self.state).outgoing
    }

    /// Stream: so many bytes of a cut answer are out.
    pub(crate) fn sent(&self, count: usize) {
        if let Outgoing::Cut(left) = &mut lock(&self.state).outgoing {
            *left = left.saturating_sub(count as u64);
        }
    }

    /// Stream: read no more.
    pub(crate) fn finish(&self) {
        lock(&self.state).finished = true;
    }

    /// Stream: whether nothing more is to be read.
    pub(crate) fn finished(&self) -> bool {
        lock(&self.state).finished
    }

    /// Stream: whether to close with RST.
    pub(crate) fn is_reset(&self) -> bool {
        lock(&self.state).reset
    }
}
