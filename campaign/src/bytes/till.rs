//! A till with a gateway of its own, and a proxy between them; plays one case after the other.

use std::io;
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use cloudpayments::Client;
use cloudpayments_sandbox::{Host, Served};
use serde_json::json;

use super::fault::{Case, Side};
use super::operation::{Effect, Ids, Ledger, Operation, Truth};
use super::proxy::{Proxy, Seen};
use super::referee::{Facts, judge};
use crate::dice::Dice;

const TIMEOUT: Duration = Duration::from_millis(300);
const RESOLVE: Duration = Duration::from_millis(150);
/// How long absence proves nothing: longer than anything is held back here, as the gateway's own
/// time-out is shorter than five and a half minutes.
const SETTLE: Duration = Duration::from_millis(200);
/// Stalled bytes go on so long after nobody waits for them any more.
const TOO_LATE: Duration = Duration::from_millis(20);

/// A journal that has grown so long makes room for a new one.
const CALLS_PER_CLIENT: u64 = 2000;

/// A machine that was so busy has not played the case: what was to come in time came late.
const TRIES: u32 = 5;

/// What came of a case.
#[derive(Debug)]
pub struct Played {
    /// What the till was told, in one word; or what must not be.
    pub judgement: Result<String, String>,
    /// What the proxy saw.
    pub seen: Seen,
    /// How often it was played again because the machine was too busy.
    pub repeats: u32,
}

/// One till.
#[derive(Debug)]
pub struct Till<'a> {
    sandbox: Served,
    proxy: Proxy,
    public_id: String,
    folder: &'a Path,
    /// Has its own way to the gateway.
    other: Client,
    plain: Client,
    journaled: Client,
    calls: u64,
}

impl<'a> Till<'a> {
    /// The till of this number; its journal lies in `folder`.
    ///
    /// # Errors
    /// There is no port, or no client.
    pub fn new(host: &Host, number: usize, folder: &'a Path) -> io::Result<Self> {
        // A terminal of its own: calls of one terminal are limited together.
        let public_id = format!("test_api_{number:023}");
        let sandbox = host.open(&public_id)?;
        let gateway: SocketAddr = sandbox
            .url()
            .trim_start_matches("http://")
            .parse()
            .map_err(io::Error::other)?;
        let proxy = Proxy::before(gateway)?;
        Ok(Self {
            other: client(&public_id, sandbox.url(), None, false)?,
            plain: client(&public_id, proxy.url(), None, true)?,
            journaled: client(
                &public_id,
                proxy.url(),
                Some(&journal(folder, number, 0)),
                true,
            )?,
            sandbox,
            proxy,
            public_id,
            folder,
            calls: 0,
        })
    }

    /// Plays a case until the machine was fast enough for it.
    pub fn play(&mut self, case: &Case, seed: u64) -> Played {
        let mut repeats = 0;
        loop {
            let (judgement, watched, late) = self.play_once(case, case.dice(seed));
            if judgement.is_ok() || !late || repeats == TRIES {
                return Played {
                    judgement,
                    seen: watched,
                    repeats,
                };
            }
            repeats += 1;
        }
    }

    /// How long the request and the answer of an operation are.
    ///
    /// # Errors
    /// It does not succeed even if nothing goes wrong.
    pub fn measure(&mut self, operation: &'static Operation) -> Result<(u64, u64), String> {
        let ids = self.ids();
        let request = operation.prepare(&ids, &self.other, &self.sandbox)?;
        let watch = self
            .proxy
            .arm(None, Dice::new(0), ids.mark.clone(), Duration::ZERO);
        let reply = self.plain.call(operation.method(), &request).json;
        let seen = watch.seen(Duration::ZERO);
        let ledger = self.ledger(&ids, false);
        let told: serde_json::Value =
            serde_json::from_str(&reply).map_err(|why| why.to_string())?;
        let nothing = operation.name == "resolve_absent";
        let well = match operation.truth(&ledger) {
            Truth::Done(_) => !nothing && told["error"].is_null(),
            Truth::Nothing => nothing && told["outcome"] == "not_processed",
            _ => false,
        };
        if well {
            Ok((seen.request_alone, seen.answer_alone))
        } else {
            Err(format!("{}: {reply}\n{ledger:?}", operation.name))
        }
    }

    fn ids(&mut self) -> Ids {
        self.calls += 1;
        self.sandbox.reset();
        let number = self.calls;
        Ids {
            mark: format!("-{number:08}"),
            request: format!("r-{number:08}"),
            invoice: format!("i-{number:08}"),
        }
    }

    fn ledger(&self, ids: &Ids, damaged: bool) -> Ledger {
        Ledger {
            rows: self.sandbox.ledger(),
            orders: self.sandbox.orders(),
            invoice: ids.invoice.clone(),
            damaged,
        }
    }

    fn play_once(&mut self, case: &Case, dice: Dice) -> (Result<String, String>, Seen, bool) {
        let ids = self.ids();
        if self.calls.is_multiple_of(CALLS_PER_CLIENT)
            && let Err(why) = self.begin_anew()
        {
            return (Err(why.to_string()), Seen::default(), true);
        }
        let operation = case.operation;
        let request = match operation.prepare(&ids, &self.other, &self.sandbox) {
            Ok(request) => request,
            Err(why) => return (Err(why), Seen::default(), true),
        };
        let client = if case.journal {
            &self.journaled
        } else {
            &self.plain
        };
        let watch = self
            .proxy
            .arm(Some(case.fault), dice, ids.mark.clone(), hold(operation));
        let began = Instant::now();
        let reply = catch_unwind(AssertUnwindSafe(|| {
            client.call(operation.method(), &request)
        }));
        let took = began.elapsed();
        self.proxy.disarm();
        let seen = watch.seen(Duration::from_secs(1));
        watch.end();
        let Ok(reply) = reply else {
            return (Err("it panicked".to_owned()), seen, false);
        };
        let damaged = case.fault.side == Side::Request && case.fault.kind.damages();
        let truth = operation.truth(&self.ledger(&ids, damaged));
        let judgement = judge(&Facts {
            case,
            told: &reply.json,
            took,
            deadline: TIMEOUT,
            seen,
            truth: &truth,
        });
        let judgement = judgement.map_err(|why| format!("{why}\n    {}", reply.json));
        (judgement, seen, was_late(&seen))
    }

    /// Other clients, and an empty journal.
    fn begin_anew(&mut self) -> io::Result<()> {
        let number = usize::try_from(self.calls / CALLS_PER_CLIENT).unwrap_or(0);
        let id = self.public_id.trim_start_matches("test_api_");
        let till = id.parse().unwrap_or(0);
        let path = journal(self.folder, till, number);
        self.plain = client(&self.public_id, self.proxy.url(), None, true)?;
        self.journaled = client(&self.public_id, self.proxy.url(), Some(&path), true)?;
        Ok(())
    }
}

/// Whether the answer came so late that the gateway had longer than it may have in these cases.
fn was_late(seen: &Seen) -> bool {
    let took = seen
        .began
        .zip(seen.answered)
        .map(|(began, answered)| answered.saturating_duration_since(began));
    took.is_some_and(|took| took >= SETTLE)
}

/// How long after the beginning stalled bytes go on.
fn hold(operation: &Operation) -> Duration {
    let waits = match operation.effect {
        Effect::Money if operation.method() != "resolve" => TIMEOUT.saturating_sub(RESOLVE),
        _ => TIMEOUT,
    };
    waits + TOO_LATE
}

fn journal(folder: &Path, till: usize, number: usize) -> String {
    let name = format!("till-{till}-{number}.journal");
    folder.join(name).to_string_lossy().into_owned()
}

fn client(public_id: &str, url: &str, journal: Option<&str>, hurried: bool) -> io::Result<Client> {
    let mut config = json!({"public_id": public_id, "api_secret": "sandbox", "base_url": url});
    if let Some(config) = config.as_object_mut() {
        if hurried {
            config.insert("timeout_ms".into(), json!(TIMEOUT.as_millis()));
            config.insert("resolve_ms".into(), json!(RESOLVE.as_millis()));
            config.insert("settle_ms".into(), json!(SETTLE.as_millis()));
        }
        if let Some(journal) = journal {
            config.insert("journal".into(), journal.into());
        }
    }
    Client::new(&config.to_string()).map_err(|fault| io::Error::other(fault.message))
}
