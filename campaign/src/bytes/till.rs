//! A till with a gateway of its own, and a proxy between them; plays one case after the other.

use std::io;
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use cloudpayments::Client;
use cloudpayments_sandbox::{Host, Row, Served};
use serde_json::{Map, Value, json};

use super::fault::{Case, Line, Side};
use super::operation::{Effect, Ids, Ledger, Operation, Truth};
use super::proxy::{Proxy, Seen};
use super::pulse::Pulse;
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
    way: Way,
    folder: &'a Path,
    /// Has its own way to the gateway.
    other: Client,
    plain: Client,
    journaled: Client,
    calls: u64,
    pulse: &'a Pulse,
}

impl<'a> Till<'a> {
    /// The till of this number; its journal lies in `folder`.
    ///
    /// # Errors
    /// There is no port, or no client.
    pub fn new(
        host: &Host,
        number: usize,
        tls: bool,
        folder: &'a Path,
        pulse: &'a Pulse,
    ) -> io::Result<Self> {
        // A terminal of its own: calls of one terminal are limited together.
        let public_id = format!("test_api_{}{number:022}", u8::from(tls));
        let sandbox = if tls {
            host.open_tls(&public_id)?
        } else {
            host.open(&public_id)?
        };
        let (scheme, gateway) = sandbox.url().split_once("://").unwrap_or_default();
        let proxy = Proxy::before(gateway.parse::<SocketAddr>().map_err(io::Error::other)?)?;
        let way = Way {
            url: format!("{scheme}://{}", proxy.address()),
            ca_file: sandbox.ca_file().map(Path::to_path_buf),
            public_id,
        };
        let direct = Way {
            url: sandbox.url().to_owned(),
            ..way.clone()
        };
        let path = journal(folder, &way.public_id, 0);
        Ok(Self {
            other: direct.client(None, false)?,
            plain: way.client(None, true)?,
            journaled: way.client(Some(&path), true)?,
            sandbox,
            proxy,
            way,
            folder,
            calls: 0,
            pulse,
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
    pub fn measure(
        &mut self,
        operation: &'static Operation,
        line: Line,
    ) -> Result<(u64, u64), String> {
        let ids = self.ids();
        let request = operation.prepare(&ids, &self.other, &self.sandbox)?;
        let watch = self
            .proxy
            .arm(None, Dice::new(0), line, &ids.mark, Duration::ZERO);
        let reply = self.plain.call(operation.method(), &request).json;
        let seen = watch.seen(Duration::ZERO);
        watch.end();
        let ledger = self.ledger(&ids, false);
        let told: Value = serde_json::from_str(&reply).map_err(|why| why.to_string())?;
        let nothing = operation.name == "resolve_absent";
        let well = match operation.truth(&ledger) {
            Truth::Done(_) => !nothing && told["error"].is_null(),
            Truth::Nothing => nothing && told["outcome"] == "not_processed",
            _ => false,
        };
        if well && line == Line::Tls {
            // Both speak in turns.
            Ok((seen.request, seen.answer))
        } else if well {
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
            rows: self.rows(ids),
            orders: self.sandbox.orders(),
            invoice: ids.invoice.clone(),
            damaged,
        }
    }

    /// What a busy machine brought late of an earlier case, when the ledger had been emptied already,
    /// bears two names of that case. One damaged byte changes one of them.
    fn rows(&self, ids: &Ids) -> Vec<Row> {
        let mut rows = self.sandbox.ledger();
        rows.retain(|row| {
            let bears =
                |text: &Option<String>| text.as_ref().is_none_or(|text| text.contains(&ids.mark));
            bears(&row.invoice_id) || bears(&row.json_data)
        });
        rows
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
        let watch = self.proxy.arm(
            Some(case.fault),
            dice,
            case.line,
            &ids.mark,
            hold(operation),
        );
        let (began, delayed) = (Instant::now(), delay());
        let reply = catch_unwind(AssertUnwindSafe(|| {
            client.call(operation.method(), &request)
        }));
        let took = began
            .elapsed()
            .saturating_sub(delay().saturating_sub(delayed));
        self.proxy.disarm();
        let seen = watch.seen(Duration::from_secs(1));
        watch.end();
        let Ok(reply) = reply else {
            return (Err("it panicked".to_owned()), seen, false);
        };
        let damaged =
            case.line != Line::Tls && case.fault.side == Side::Request && case.fault.kind.damages();
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
        (
            judgement,
            seen,
            was_late(began, &seen) || self.pulse.faltered_since(began),
        )
    }

    /// Other clients, and an empty journal.
    fn begin_anew(&mut self) -> io::Result<()> {
        let number = usize::try_from(self.calls / CALLS_PER_CLIENT).unwrap_or(0);
        let path = journal(self.folder, &self.way.public_id, number);
        self.plain = self.way.client(None, true)?;
        self.journaled = self.way.client(Some(&path), true)?;
        Ok(())
    }
}

/// Whether the gateway may have acted later than anything may here, because the machine was busy.
fn was_late(began: Instant, seen: &Seen) -> bool {
    let acted = seen.answered.or(seen.went_on);
    acted.is_some_and(|acted| acted.saturating_duration_since(began) >= SETTLE)
}

/// How long this thread has waited for a processor so far, where the system tells: that is none of
/// the library's doing.
fn delay() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let waited = told.split_whitespace().nth(1);
    Duration::from_nanos(waited.and_then(|text| text.parse().ok()).unwrap_or(0))
}

/// How long after the beginning stalled bytes go on.
fn hold(operation: &Operation) -> Duration {
    let waits = match operation.effect {
        Effect::Money if operation.method() != "resolve" => TIMEOUT.saturating_sub(RESOLVE),
        _ => TIMEOUT,
    };
    waits + TOO_LATE
}

fn journal(folder: &Path, public_id: &str, number: usize) -> String {
    let name = format!("{public_id}-{number}.journal");
    folder.join(name).to_string_lossy().into_owned()
}

/// How a till reaches its gateway.
#[derive(Debug, Clone)]
struct Way {
    public_id: String,
    url: String,
    ca_file: Option<PathBuf>,
}

impl Way {
    fn client(&self, journal: Option<&str>, hurried: bool) -> io::Result<Client> {
        let mut config = Map::new();
        config.insert("public_id".into(), self.public_id.as_str().into());
        config.insert("api_secret".into(), "sandbox".into());
        config.insert("base_url".into(), self.url.as_str().into());
        if let Some(ca_file) = &self.ca_file {
            config.insert("extra_ca_file".into(), json!(ca_file));
        }
        if hurried {
            config.insert("timeout_ms".into(), json!(TIMEOUT.as_millis()));
            config.insert("resolve_ms".into(), json!(RESOLVE.as_millis()));
            config.insert("settle_ms".into(), json!(SETTLE.as_millis()));
        }
        if let Some(journal) = journal {
            config.insert("journal".into(), journal.into());
        }
        let text = Value::Object(config).to_string();
        Client::new(&text).map_err(|fault| io::Error::other(fault.message))
    }
}
