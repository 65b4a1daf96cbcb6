//! Names to addresses, without a query or a thread per call.
//!
//! Answers are kept for a minute, and the last good one is used when the name server fails: the
//! gateway's certificate proves who answers, so an old address is never a risk, only an attempt.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use crate::sync::{lock, wait};

const FRESH: Duration = Duration::from_mins(1);

/// The longest time between two looks at whether a waiting call was interrupted.
const LOOK_AROUND: Duration = Duration::from_millis(50);

/// A cache of look-ups. Each runs on a helper thread, because the system's resolver has no
/// deadline; at most one runs for each name, however many calls wait for it.
#[derive(Debug, Default)]
pub(crate) struct Names {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    entries: Mutex<HashMap<String, Entry>>,
    answered: Condvar,
}

#[derive(Debug, Default)]
struct Entry {
    addresses: Vec<IpAddr>,
    asked: Option<Instant>,
    running: bool,
    /// Counts answers, good and bad, so that a waiting call notices either.
    answers: u64,
}

impl Names {
    /// The addresses of a host; empty if there are none by `deadline`, or `stop` says so.
    pub(crate) fn look_up(
        &self,
        host: &str,
        port: u16,
        deadline: Instant,
        stop: impl Fn() -> bool,
    ) -> Vec<SocketAddr> {
        if let Ok(address) = host.parse::<IpAddr>() {
            return vec![SocketAddr::new(address, port)];
        }
        let with_port = |addresses: &[IpAddr]| {
            addresses
                .iter()
                .map(|address| SocketAddr::new(*address, port))
                .collect()
        };
        let mut entries = lock(&self.shared.entries);
        let entry = entries.entry(host.to_owned()).or_default();
        if entry.asked.is_some_and(|at| at.elapsed() < FRESH) && !entry.addresses.is_empty() {
            return with_port(&entry.addresses);
        }
        let seen = entry.answers;
        if !entry.running && self.ask(host) {
            entry.running = true;
        }
        loop {
            let entry = entries.entry(host.to_owned()).or_default();
            let left = deadline.saturating_duration_since(Instant::now());
            if entry.answers != seen || !entry.running || left.is_zero() || stop() {
                return with_port(&entry.addresses);
            }
            entries = wait(&self.shared.answered, entries, left.min(LOOK_AROUND));
        }
    }

    /// Starts the look-up; false if the system has no thread to give.
    fn ask(&self, host: &str) -> bool {
        let shared = Arc::clone(&self.shared);
        let host = host.to_owned();
        let look_up = move || {
            let found: Vec<IpAddr> = (host.as_str(), 0)
                .to_socket_addrs()
                .map(|addresses| addresses.map(|address| address.ip()).collect())
                .unwrap_or_default();
            let mut entries = lock(&shared.entries);
            let entry = entries.entry(host).or_default();
            if !found.is_empty() {
                entry.addresses = found;
                entry.asked = Some(Instant::now());
            }
            entry.running = false;
            entry.answers += 1;
            drop(entries);
            shared.answered.notify_all();
        };
        std::thread::Builder::new()
            .name("cloudpayments-dns".into())
            // Said here, or std asks the environment.
            .stack_size(512 * 1024)
            .spawn(look_up)
            .is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(20)
    }

    #[test]
    fn an_address_needs_no_look_up() {
        let names = Names::default();
        let found = names.look_up("::1", 80, Instant::now(), || false);
        assert_eq!(found, ["[::1]:80".parse().expect("address")]);
    }

    #[test]
    fn an_answer_is_kept() {
        let names = Names::default();
        assert!(!names.look_up("localhost", 80, soon(), || false).is_empty());
        let kept = names.look_up("localhost", 80, Instant::now(), || true);
        assert!(!kept.is_empty());
    }

    #[test]
    fn an_unknown_name_has_no_address() {
        let names = Names::default();
        assert!(
            names
                .look_up("no-such-host.invalid", 80, soon(), || false)
                .is_empty()
        );
    }
}
