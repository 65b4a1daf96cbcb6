//! `close_after`: reading just enough of a request to know that it is the one to cut.
//!
//! The request line is read byte by byte. If an armed fault wants this request, reading goes on up
//! to the asked number of bytes (or the end of the request, if that comes first); otherwise the line
//! is handed back as if nothing had been.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::faults::Kind;
use crate::net::answer::normal_path;
use crate::request_log::{Seen, Sent};
use crate::route;
use crate::sandbox::Sandbox;

/// Longer request lines are none of ours.
const MAX_LINE: usize = 8192;

/// The beginning of one request.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    read: Vec<u8>,
    /// Close after so many bytes; known once the fault has struck.
    close_at: Option<usize>,
    /// Length of the head, once it is complete.
    head: Option<usize>,
}

/// What to do next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Read at most so many bytes more.
    Read(usize),
    /// Not ours: let the server have these bytes.
    Pass(Vec<u8>),
    /// Close now.
    Close,
}

impl Gate {
    /// What has come so far, and what to do about it.
    pub(crate) fn step(&mut self, sandbox: &Sandbox) -> Step {
        let Some(close_at) = self.close_at else {
            return self.recognise(sandbox);
        };
        if self.head.is_none() {
            self.head = find(&self.read, b"\r\n\r\n").map(|at| at + 4);
        }
        let end = self.end().unwrap_or(usize::MAX).min(close_at);
        if self.read.len() >= end {
            let number = sandbox.log.add(self.seen(sandbox));
            sandbox.log.struck(number, Kind::CloseAfter);
            sandbox.log.sent(number, Sent::Nothing);
            return Step::Close;
        }
        // The end is known only after the head: until then no byte too many.
        Step::Read(if self.head.is_some() {
            end - self.read.len()
        } else {
            1
        })
    }

    /// More bytes.
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        self.read.extend_from_slice(bytes);
    }

    /// The client has closed.
    pub(crate) fn give_back(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.read)
    }

    fn recognise(&mut self, sandbox: &Sandbox) -> Step {
        if !self.read.ends_with(b"\n") && self.read.len() < MAX_LINE {
            return Step::Read(1);
        }
        let path = self.path();
        match route::is_api(&path)
            .then(|| sandbox.faults.strike_head(&path))
            .flatten()
        {
            Some(fault) => {
                self.close_at = Some(usize::try_from(fault.bytes).unwrap_or(usize::MAX));
                self.step(sandbox)
            }
            None => Step::Pass(self.give_back()),
        }
    }

    fn path(&self) -> String {
        let line = self
            .read
            .split(|byte| *byte == b'\r')
            .next()
            .unwrap_or_default();
        let line = String::from_utf8_lossy(line);
        let target = line.split_once(' ').map_or("", |(_, rest)| {
            rest.rsplit_once(" HTTP/")
                .map_or(rest, |(target, _)| target)
        });
        normal_path(target.split('?').next().unwrap_or_default())
    }

    /// Length of the whole request, if its head tells.
    fn end(&self) -> Option<usize> {
        let head = self.head?;
        if self.header("transfer-encoding").is_some() {
            return self
                .read
                .ends_with(b"\r\n0\r\n\r\n")
                .then_some(self.read.len());
        }
        let length = self
            .header("content-length")
            .map_or(Some(0), |text| text.parse().ok())?;
        head.checked_add(length)
    }

    fn header(&self, name: &str) -> Option<String> {
        let head = self.read.get(..self.head.unwrap_or(self.read.len()))?;
        String::from_utf8_lossy(head)
            .lines()
            .skip(1)
            .find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.eq_ignore_ascii_case(name)
                    .then(|| value.trim().to_owned())
            })
    }

    fn seen(&self, sandbox: &Sandbox) -> Seen {
        let pair = format!("{}:{}", sandbox.config.public_id, sandbox.config.api_secret);
        let expected = format!("Basic {}", STANDARD.encode(pair));
        let body = self
            .head
            .and_then(|head| self.read.get(head..))
            .unwrap_or_default();
        let method = self
            .read
            .split(|byte| *byte == b' ')
            .next()
            .unwrap_or_default();
        Seen {
            at_ms: sandbox.clock.log_ms(),
            path: self.path(),
            method: String::from_utf8_lossy(method).into_owned(),
            request_id: self.header("x-request-id"),
            content_type: self.header("content-type"),
            authorized: self
                .header("authorization")
                .is_some_and(|sent| sent == expected),
            signed: self.header("x-signature").is_some(),
            body: String::from_utf8_lossy(body).into_owned(),
        }
    }
}

/// Where `needle` begins.
fn find(text: &[u8], needle: &[u8]) -> Option<usize> {
    text.windows(needle.len())
        .position(|window| window == needle)
}

/// One foreign client ends its paths with a blank, unescaped: `POST /test  HTTP/1.1`. The HTTP
/// parser would refuse that line, so the second blank is taken out. Returns the new length.
pub(crate) fn mend_request_line(bytes: &mut [u8]) -> usize {
    let line = bytes
        .iter()
        .position(|byte| *byte == b'\n')
        .unwrap_or(bytes.len());
    let double = bytes.get(..line).and_then(|line| find(line, b"  HTTP/1."));
    match double {
        Some(at) => {
            bytes.copy_within(at + 1.., at);
            bytes.len() - 1
        }
        None => bytes.len(),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::{Gate, Kind, Step, mend_request_line};
    use crate::config::Config;
    use crate::faults::Fault;
    use crate::sandbox::Sandbox;

    const REQUEST: &[u8] =
        b"POST /test HTTP/1.1\r\nContent-Length: 4\r\nX-Request-ID: a\r\n\r\n1234";

    /// How many bytes are read before the gate closes; `None` if it lets the request pass.
    fn closes_after(path: &str, bytes: u64, request: &[u8]) -> (Option<usize>, Sandbox) {
        let sandbox = Sandbox::new(Config::parse_from(["sandbox"]));
        sandbox.faults.arm(Fault {
            path: path.to_owned(),
            kind: Kind::CloseAfter,
            times: 1,
            delay_ms: 0,
            status: 503,
            retry_after: None,
            bytes,
            amount: "1.00".to_owned(),
        });
        let mut gate = Gate::default();
        let mut read = 0;
        loop {
            match gate.step(&sandbox) {
                Step::Read(count) => {
                    gate.take(
                        request
                            .get(read..read + count)
                            .expect("not beyond the request"),
                    );
                    read += count;
                }
                Step::Pass(_) => return (None, sandbox),
                Step::Close => return (Some(read), sandbox),
            }
        }
    }

    #[test]
    fn so_many_bytes_are_read_and_no_more() {
        assert_eq!(closes_after("test", 30, REQUEST).0, Some(30));
        assert_eq!(closes_after("*", 62, REQUEST).0, Some(62));
    }

    #[test]
    fn at_least_the_request_line_and_at_most_the_request_is_read() {
        assert_eq!(closes_after("test", 0, REQUEST).0, Some(21));
        assert_eq!(
            closes_after("test", 1_000_000, REQUEST).0,
            Some(REQUEST.len())
        );
    }

    #[test]
    fn what_was_read_is_in_the_log() {
        let (_, sandbox) = closes_after("test", REQUEST.len() as u64 - 1, REQUEST);
        let seen = sandbox.log.all().pop().expect("logged");
        assert_eq!((seen.path.as_str(), seen.body.as_str()), ("test", "123"));
        assert_eq!(seen.request_id.as_deref(), Some("a"));
    }

    #[test]
    fn other_paths_control_routes_and_pages_pass() {
        assert_eq!(closes_after("payments/get", 0, REQUEST).0, None);
        for target in [
            "/",
            "/board?seen=x",
            "/sandbox/ledger",
            "/acs",
            "/acs/answer",
            "/d/x",
            "/qr/x",
            "/receipts/x",
            "/favicon.ico",
        ] {
            let request = format!("GET {target} HTTP/1.1\r\n\r\n");
            assert_eq!(closes_after("*", 0, request.as_bytes()).0, None, "{target}");
        }
    }

    #[test]
    fn a_blank_after_the_path_is_taken_out() {
        let mut line = *b"POST /test  HTTP/1.1\r\nA:  HTTP/1.1";
        let length = mend_request_line(&mut line);
        let mended = line.get_mut(..length).expect("shorter");
        assert_eq!(mended, b"POST /test HTTP/1.1\r\nA:  HTTP/1.1");
        assert_eq!(mend_request_line(mended), length);
    }
}
