//! What is said to a proxy to get a tunnel to the gateway, and what its answer is worth.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use cloudpayments_money::evidence::Trouble;
use zeroize::Zeroizing;

use crate::config::{BaseUrl, Proxy};

/// The longest head of an answer that is read.
const MAX_HEAD: usize = 16 * 1024;

/// Asks for a tunnel.
pub(super) fn request(to: &BaseUrl, proxy: &Proxy) -> Zeroizing<String> {
    let host = if to.host.contains(':') {
        format!("[{}]:{}", to.host, to.port)
    } else {
        format!("{}:{}", to.host, to.port)
    };
    let credentials = proxy.credentials.as_ref().map_or("", |pair| pair.expose());
    // Enough room that it never moves: a text that moves leaves a copy behind.
    let room = 100 + 2 * host.len() + 2 * credentials.len();
    let mut request = Zeroizing::new(String::with_capacity(room));
    for part in ["CONNECT ", &host, " HTTP/1.1\r\nHost: ", &host, "\r\n"] {
        request.push_str(part);
    }
    if !credentials.is_empty() {
        request.push_str("Proxy-Authorization: Basic ");
        BASE64_STANDARD.encode_string(credentials, &mut request);
        request.push_str("\r\n");
    }
    request.push_str("\r\n");
    request
}

/// Judges what a proxy has said so far; `None` if more of its head must come.
///
/// Any 2xx opens the tunnel, whatever headers come with it. The gateway speaks only when it is
/// spoken to: if there is anything in a fresh tunnel already, something else is at its end.
pub(super) fn judge(said: &[u8]) -> Option<Result<(), Trouble>> {
    let end = said.windows(4).position(|bytes| bytes == b"\r\n\r\n");
    let Some(end) = end.filter(|end| *end < MAX_HEAD) else {
        return (said.len() >= MAX_HEAD).then_some(Err(Trouble::NoTunnel(None)));
    };
    let (head, rest) = said.split_at(end + 4);
    Some(match status(head) {
        Some(200..=299) if rest.is_empty() => Ok(()),
        Some(200..=299) => Err(Trouble::NoTunnel(None)),
        status => Err(Trouble::NoTunnel(status)),
    })
}

/// The status of an answer, by its first line alone.
fn status(head: &[u8]) -> Option<u16> {
    let line = head.split_inclusive(|byte| *byte == b'\n').next()?;
    let mut answer = httparse::Response::new(&mut []);
    answer.parse(line).ok()?;
    answer.code
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Option<Result<(), Trouble>> {
        judge(text.as_bytes())
    }

    #[test]
    fn any_2xx_opens_the_tunnel() {
        for head in [
            "HTTP/1.1 200 Connection established\r\n\r\n",
            "HTTP/1.0 200\r\n\r\n",
            "HTTP/1.1 204 No Content\r\nContent-Length: 10\r\nno header\r\n\r\n",
        ] {
            assert_eq!(said(head), Some(Ok(())), "{head}");
        }
        let many = "X: y\r\n".repeat(2_000);
        assert_eq!(
            said(&format!("HTTP/1.1 200 OK\r\n{many}\r\n")),
            Some(Ok(()))
        );
    }

    #[test]
    fn everything_else_does_not() {
        for (text, status) in [
            (
                "HTTP/1.1 407 Who?\r\nContent-Length: 4\r\n\r\nbody",
                Some(407),
            ),
            (
                "HTTP/1.1 302 Found\r\nLocation: http://login\r\n\r\n",
                Some(302),
            ),
            ("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n", None),
            ("SSH-2.0-OpenSSH\r\n\r\n", None),
            (&"x".repeat(MAX_HEAD), None),
        ] {
            let refused = Some(Err(Trouble::NoTunnel(status)));
            assert_eq!(said(text), refused, "{text:.40}");
        }
    }

    #[test]
    fn half_a_head_says_nothing() {
        assert_eq!(said(""), None);
        assert_eq!(said("HTTP/1.1 200 OK\r\nVia: x\r\n"), None);
    }
}
