//! Names to addresses, without a query or a thread per call.
//!
//! Answers are kept for a minute, and the last good one is used when the name server fails: the
//! gateway's certificate proves who answers, so an old address is never a risk, only an attempt.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::sync::{Condvar, Mutex, lock, thread, wait};

const FRESH: Duration = Duration::from_mins(1);

/// How long a look-up may be silent before an old address is tried; never more than half of the
/// time that is left, so that there is time to try it.
const PATIENCE: Duration = Duration::from_secs(2);

/// The longest time between two looks at whether a waiting call was interrupted.
const LOOK_AROUND: Duration = Duration::from_millis(50);

/// A cache of look-ups. Each runs on a helper thread, because the system's resolver has no
/// deadline; at most one runs for each name, however many calls wait for it.
#[derive(Debug)]
pub(crate) struct Names {
    shared: Arc<Shared>,
    resolve: Resolve,
}

/// Asks for the addresses of a host, as long as it takes.
type Resolve = fn(&str) -> Vec<IpAddr>;

#[derive(Debug, Default)]
struct Shared {
    entries: Mutex<HashMap<String, Entry>>,
    answered: Condvar,
}

#[derive(Debug, Default)]
struct Entry {
    addresses: Vec<IpAddr>,
    asked: Option<Instant>,
    /// Since when a look-up runs.
    running: Option<Instant>,
    /// Counts answers, good and bad, so that a waiting call notices either.
    answers: u64,
}

impl Names {
    /// The addresses of a host; empty if there are none by `deadline`, or `stop` says so. While
    /// the name server is silent, the last known ones come earlier.
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
        let now = Instant::now();
        let seen = entry.answers;
        if entry.running.is_none() && self.ask(host) {
            entry.running = Some(now);
        }
        let until = match entry.running {
            Some(since) if !entry.addresses.is_empty() => {
                let half = deadline.saturating_duration_since(now) / 2;
                (since + PATIENCE).min(now + half)
            }
            _ => deadline,
        };
        loop {
            let entry = entries.entry(host.to_owned()).or_default();
            let left = until.saturating_duration_since(Instant::now());
            if entry.answers != seen || entry.running.is_none() || left.is_zero() || stop() {
                return with_port(&entry.addresses);
            }
            entries = wait(&self.shared.answered, entries, left.min(LOOK_AROUND));
        }
    }

    /// Starts the look-up; false if the system has no thread to give.
    fn ask(&self, host: &str) -> bool {
        let shared = Arc::clone(&self.shared);
        let host = host.to_owned();
        let resolve = self.resolve;
        let look_up = move || {
            let mut asking = Asking {
                shared,
                host,
                found: Vec::new(),
            };
            asking.found = resolve(&asking.host);
        };
        thread::Builder::new()
            .name("cloudpayments-dns".into())
            // Said here, or std asks the environment.
            .stack_size(512 * 1024)
            .spawn(look_up)
            .is_ok()
    }
}

impl Default for Names {
    fn default() -> Self {
        Self {
            shared: Arc::default(),
            resolve: ask_the_system,
        }
    }
}

fn ask_the_system(host: &str) -> Vec<IpAddr> {
    (host, 0)
        .to_socket_addrs()
        .map(|addresses| addresses.map(|address| address.ip()).collect())
        .unwrap_or_default()
}

/// A look-up that runs. It ends when this is dropped, also by a panic, so that nobody waits for
/// an answer that cannot come.
struct Asking {
    shared: Arc<Shared>,
    host: String,
    found: Vec<IpAddr>,
}

impl Drop for Asking {
    fn drop(&mut self) {
        let mut entries = lock(&self.shared.entries);
        let entry = entries.entry(std::mem::take(&mut self.host)).or_default();
        if !self.found.is_empty() {
            entry.addresses = std::mem::take(&mut self.found);
            entry.asked = Some(Instant::now());
        }
        entry.running = None;
        entry.answers += 1;
        drop(entries);
        self.shared.answered.notify_all();
    }
}

#[cfg(all(test, shuttle))]
mod threads;

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
    fn with(resolve: Resolve) -> Names {
        Names {
            resolve,
            ..Names::default()
        }
    }

    #[test]
    fn while_the_name_server_is_silent_an_old_address_comes_in_time_to_be_tried() {
        let names = with(|_| {
            std::thread::sleep(Duration::from_mins(1));
            Vec::new()
        });
        let old: IpAddr = "192.0.2.1".parse().expect("address");
        lock(&names.shared.entries).insert(
            "gateway".into(),
            Entry {
                addresses: vec![old],
                ..Entry::default()
            },
        );
        for time in [400, 10_000] {
            let deadline = Instant::now() + Duration::from_millis(time);
            let found = names.look_up("gateway", 80, deadline, || false);
            assert_eq!(found, [SocketAddr::new(old, 80)]);
            assert!(Instant::now() < deadline, "nothing is left of {time} ms");
        }
    }

    #[test]
    fn nobody_waits_for_a_look_up_that_panicked() {
        // Without the hook, which would print.
        let names = with(|_| std::panic::resume_unwind(Box::new(())));
        let deadline = soon();
        for _ in 0..2 {
            assert!(names.look_up("gateway", 80, deadline, || false).is_empty());
        }
        assert!(Instant::now() < deadline);
    }
}
