//! What a transport saw of one attempt.

use crate::document::Document;

/// How far one attempt came. The order is the order of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Nothing was tried.
    NotStarted,
    /// The name of the gateway was being looked up.
    Resolving,
    /// A TCP connection (or a tunnel through a proxy) was being made.
    Connecting,
    /// TLS was being negotiated; no byte of the request can have left.
    Handshake,
    /// A part of the request, but not all of it, may have left this machine.
    Sending,
    /// The whole request was handed to the kernel; no byte of an answer came.
    Sent,
    /// A part of an answer came.
    Receiving,
    /// A whole answer came.
    Answered,
}

impl Phase {
    /// The word as it stands in `evidence.phase`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::Resolving => "resolving",
            Self::Connecting => "connecting",
            Self::Handshake => "handshake",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Receiving => "receiving",
            Self::Answered => "answered",
        }
    }
}

/// The counts of one attempt, taken where bytes are handed to the kernel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    /// How far the attempt came.
    pub phase: Phase,
    /// Bytes of the request that the kernel took (as they go over the wire, TLS included).
    pub bytes_sent: u64,
    /// Bytes that the whole request has.
    pub bytes_total: u64,
}

impl Evidence {
    /// Before anything was tried.
    pub const NONE: Self = Self {
        phase: Phase::NotStarted,
        bytes_sent: 0,
        bytes_total: 0,
    };

    /// Whether the server cannot have a whole request: it was not written to its last byte.
    #[must_use]
    pub fn is_incomplete(self) -> bool {
        self.phase <= Phase::Sending
    }
}

/// Why an attempt brought no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The name did not resolve.
    Dns,
    /// No connection to any address.
    Connect,
    /// No connection in time, or its TLS handshake took too long.
    ConnectTimeout,
    /// The proxy gave no tunnel to the gateway; its HTTP status, if that is what it said.
    NoTunnel(Option<u16>),
    /// The TLS handshake broke.
    Tls,
    /// The server's certificate does not prove who it is; the text says why.
    Untrusted(String),
    /// The time was up.
    Timeout,
    /// The connection was closed or reset.
    Lost,
    /// An answer came that is no HTTP, is cut, or is larger than allowed; the text says which.
    Malformed(String),
    /// Another thread interrupted the call.
    Interrupted,
    /// No place among the calls in progress became free in time.
    Busy,
}

/// An HTTP answer that came whole.
#[derive(Debug, Clone, Copy)]
pub struct HttpAnswer<'a> {
    /// The HTTP status.
    pub status: u16,
    /// `Retry-After` in milliseconds.
    pub retry_after_ms: Option<u64>,
    /// The body, if it is UTF-8.
    pub body: Option<&'a Document>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_phase_has_its_word_and_only_a_sent_request_is_whole() {
        for (phase, word, is_incomplete) in [
            (Phase::NotStarted, "not_started", true),
            (Phase::Resolving, "resolving", true),
            (Phase::Connecting, "connecting", true),
            (Phase::Handshake, "handshake", true),
            (Phase::Sending, "sending", true),
            (Phase::Sent, "sent", false),
            (Phase::Receiving, "receiving", false),
            (Phase::Answered, "answered", false),
        ] {
            let evidence = Evidence {
                phase,
                ..Evidence::NONE
            };
            assert_eq!(phase.as_str(), word);
            assert_eq!(evidence.is_incomplete(), is_incomplete, "{word}");
        }
    }
}
