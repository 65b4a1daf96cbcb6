//! Where the gateway is, and the way to it.

use std::net::IpAddr;

use cloudpayments_money::error::Fault;
use zeroize::Zeroizing;

use super::Secret;
use super::reader::bad;

/// A proxy that tunnels by CONNECT.
#[derive(Debug, Clone)]
pub struct Proxy {
    /// Host name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// `user:password`, if the proxy wants them.
    pub credentials: Option<Secret>,
}

/// The gateway's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    /// Without a trailing slash.
    pub url: String,
    /// Host name or address, without brackets.
    pub host: String,
    /// Port.
    pub port: u16,
    /// `https`.
    pub tls: bool,
}

impl BaseUrl {
    /// Whether the gateway is on this machine: a sandbox, not money.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }

    /// The same text for every spelling of the same gateway.
    pub(crate) fn identity(&self) -> String {
        let rest = self.url.split_once("://").map_or("", |(_, rest)| rest);
        let path = rest.split_once('/').map_or("", |(_, path)| path);
        let host = self.host.to_ascii_lowercase();
        format!("{} {host} {} {path}", self.tls, self.port)
    }
}

/// `https` anywhere; plain `http` only to this machine, where no one can listen in.
pub(super) fn base_url(text: &str) -> Result<BaseUrl, Fault> {
    let wrong = |why| bad("base_url", why);
    let url = text.strip_suffix('/').unwrap_or(text);
    let (tls, rest) = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(rest), _) => (true, rest),
        (_, Some(rest)) => (false, rest),
        _ => return Err(wrong("must begin with https://")),
    };
    let (authority, path) = rest.split_once('/').map_or((rest, ""), |(a, p)| (a, p));
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'.' | b'~');
    if !path.bytes().all(plain) {
        return Err(wrong(
            "may have a plain path only: no query, no fragment, no escapes",
        ));
    }
    let (host, port) = host_and_port(authority, if tls { 443 } else { 80 })
        .ok_or_else(|| wrong("must have a host and, if need be, a port; no user, no password"))?;
    if !tls && !is_loopback(&host) {
        return Err(wrong(
            "may use plain http only for a loopback address or localhost",
        ));
    }
    Ok(BaseUrl {
        url: url.to_owned(),
        host,
        port,
        tls,
    })
}

pub(super) fn proxy(url: &str) -> Result<Proxy, Fault> {
    let wrong = |why| bad("proxy", why);
    let rest = url
        .strip_prefix("http://")
        .ok_or_else(|| wrong("must look like http://user:pass@host:port"))?;
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let (credentials, authority) = match rest.rsplit_once('@') {
        Some((credentials, authority)) => (Some(credentials), authority),
        None => (None, rest),
    };
    let (host, port) = host_and_port(authority, 8080)
        .ok_or_else(|| wrong("must look like http://user:pass@host:port"))?;
    let credentials = credentials
        .map(|text| {
            percent_decode(text)
                .filter(|text| {
                    let text = text.expose();
                    text.contains(':') && !text.chars().any(char::is_control)
                })
                .ok_or_else(|| {
                    wrong("must have credentials as user:pass, special characters percent-encoded")
                })
        })
        .transpose()?;
    Ok(Proxy {
        host,
        port,
        credentials,
    })
}

fn percent_decode(text: &str) -> Option<Secret> {
    // Room for all of it at once: a vector that grows leaves its beginning behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    bytes.extend(percent_encoding::percent_decode_str(text));
    std::str::from_utf8(&bytes).ok().map(Secret::new)
}

fn host_and_port(authority: &str, usual: u16) -> Option<(String, u16)> {
    let (host, port) = if let Some(rest) = authority.strip_prefix('[') {
        let (host, port) = rest.split_once(']')?;
        host.parse::<std::net::Ipv6Addr>().ok()?;
        (
            host,
            port.strip_prefix(':')
                .or_else(|| port.is_empty().then_some(""))?,
        )
    } else {
        let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
        let name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
        if host.is_empty() || !host.bytes().all(name) {
            return None;
        }
        (host, port)
    };
    let port = match port {
        "" if authority.ends_with(':') => return None,
        "" => usual,
        digits => digits.parse().ok().filter(|port| *port != 0)?,
    };
    Some((host.to_owned(), port))
}

/// Whether a host names this machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}
