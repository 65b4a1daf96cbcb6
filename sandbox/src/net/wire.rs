//! What the handler of a request and the stream under it tell each other.

use std::sync::Mutex;
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
pub(crate) struct Wire(Mutex<State>);

impl Wire {
    /// Handler: the request is here; the next byte read begins another one.
    pub(crate) fn request_read(&self) {
        let mut state = lock(&self.0);
        state.progress = Progress::Answering;
        state.answered = false;
        state.outgoing = Outgoing::Whole;
    }

    /// Handler: treat the bytes of the answer so.
    pub(crate) fn treat(&self, outgoing: Outgoing) {
        lock(&self.0).outgoing = outgoing;
    }

    /// Handler: the answer is complete; when it is flushed the request is over.
    pub(crate) fn ready(&self) {
        lock(&self.0).answered = true;
    }

    /// Handler: the connection is to be closed with RST.
    pub(crate) fn reset(&self) {
        lock(&self.0).reset = true;
    }

    /// Whether no request is under way.
    pub(crate) fn is_idle(&self) -> bool {
        lock(&self.0).progress == Progress::Idle
    }

    /// Stream: whether the next byte read begins a request.
    pub(crate) fn head_expected(&self) -> bool {
        lock(&self.0).progress != Progress::Receiving
    }

    /// Stream: a request begins.
    pub(crate) fn begin(&self) {
        lock(&self.0).progress = Progress::Receiving;
    }

    /// Stream: all that the server had to send is sent. Answers whether the connection ends with
    /// it, because the answer was to be cut.
    pub(crate) fn flushed(&self) -> bool {
        let mut state = lock(&self.0);
        if !state.answered || state.progress != Progress::Answering {
            return false;
        }
        state.progress = Progress::Idle;
        state.finished |= matches!(state.outgoing, Outgoing::Cut(_));
        state.finished
    }

    /// Stream: what to do with the bytes of an answer.
    pub(crate) fn outgoing(&self) -> Outgoing {
        lock(&self.0).outgoing
    }

    /// Stream: so many bytes of a cut answer are out.
    pub(crate) fn sent(&self, count: usize) {
        if let Outgoing::Cut(left) = &mut lock(&self.0).outgoing {
            *left = left.saturating_sub(count as u64);
        }
    }

    /// Stream: read no more.
    pub(crate) fn finish(&self) {
        lock(&self.0).finished = true;
    }

    /// Stream: whether nothing more is to be read.
    pub(crate) fn finished(&self) -> bool {
        lock(&self.0).finished
    }

    /// Stream: whether to close with RST.
    pub(crate) fn is_reset(&self) -> bool {
        lock(&self.0).reset
    }
}
