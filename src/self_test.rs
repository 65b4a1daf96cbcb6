//! Does everything work between this machine and the gateway? Walks the way step by step, asks
//! `test`, and tells an administrator in plain words what is wrong and what to do.

mod sentences;

use std::net::IpAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use cloudpayments_money::error::Fault;
use cloudpayments_money::evidence::{Phase, Trouble};
use cloudpayments_money::instant;
use cloudpayments_money::json;
use cloudpayments_money::outcome::Outcome;
use cloudpayments_money::verdict::{Effect, Expected, Operation, Rule, Verdict};
use rustls::{CertificateError, ProtocolVersion};

use self::sentences::Both;
use crate::call::{Call, milliseconds};
use crate::certificate::{Certificate, last_issuer};
use crate::client::Client;
use crate::http::{self, Limits, Message, Shown, Way};
use crate::journal::Access;
use crate::limiter::Use;
use crate::members::{Members, list};
use crate::reply::Reply;
use crate::settle;

/// Clocks that differ by no more are called equal: the gateway tells whole seconds only.
const CLOCK_TOLERANCE_S: u64 = 10;

/// The most requests that are made at once. It is the limit of a terminal in test mode, and too
/// few to get in the way of the sales of a real one.
const MOST_AT_ONCE: u32 = 5;

/// How long the requests that are made at once may take.
const AT_ONCE_FOR: Duration = Duration::from_secs(10);

/// A server that is not trusted may show as many certificates as it likes.
const MOST_CERTIFICATES: usize = 10;

/// The one request that is sent. It changes nothing.
const TEST: Message<'_> = Message {
    path: "test",
    get: false,
    form: false,
    body: b"{}",
    request_id: None,
    signature: None,
};

/// Takes all steps, and reports. The answer's own verdict is that of the first step that failed.
pub(crate) fn self_test(call: &mut Call<'_>) -> Result<Reply, Fault> {
    let operation = Operation {
        rule: Rule::Plain(Outcome::Ok),
        effect: Effect::Reads,
        form: false,
        expected: &Expected::default(),
    };
    let client = call.client;
    let mut way = http::walk(&client.config, &call.limits(call.deadline, false))?;
    let mut report = vec![dns(client, &way), connect(client, &way), tls(call, &way)];
    let asked = Instant::now();
    let (judgement, arrived) = match way.end.take() {
        Some(end) => (call.weigh(operation, end.brought), false),
        None => (call.send(operation, &TEST), true),
    };
    let verdict = settle::settle(call, operation, judgement);
    if arrived {
        report.push(credentials(&verdict, asked.elapsed()));
        report.push(clock(call.clock_offset_ms));
    } else {
        report.push(Entry::not_reached("credentials"));
        report.push(Entry::not_reached("clock"));
    }
    report.push(if verdict.outcome == Outcome::Ok {
        concurrency(client, &call.limits(call.deadline, false))
    } else {
        Entry::not_reached("concurrency")
    });
    if let Some(journal) = call.journal() {
        report.push(written_down(journal));
    }
    let own = vec![
        ("report", list(report.iter().map(Entry::members))),
        ("text", text(&report)),
    ];
    Ok(call.reply_with(&verdict, own))
}

/// Whether the journal can be used. Without it no money moves, and yet the way to the gateway may be
/// well: the verdict of the whole is that of the way.
fn written_down(journal: Access<'_>) -> Entry {
    let began = Instant::now();
    let path = journal.path();
    match journal.open_count() {
        Ok(open) => Entry::ok(
            "journal",
            began.elapsed(),
            sentences::written_down(path, open),
        ),
        Err(trouble) => Entry::new(
            "journal",
            Grade::Failed,
            began.elapsed(),
            sentences::not_written_down(&trouble.to_string()),
        ),
    }
}

/// How a step went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grade {
    Ok,
    Warning,
    Failed,
    Skipped,
}

impl Grade {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }

    const fn in_russian(self) -> &'static str {
        match self {
            Self::Ok => "в порядке",
            Self::Warning => "внимание",
            Self::Failed => "ошибка",
            Self::Skipped => "пропущено",
        }
    }
}

/// One step of the report.
struct Entry {
    name: &'static str,
    grade: Grade,
    took: Duration,
    words: Both,
    details: Members,
}

impl Entry {
    fn new(name: &'static str, grade: Grade, took: Duration, words: Both) -> Self {
        Self {
            name,
            grade,
            took,
            words,
            details: Members::default(),
        }
    }

    fn ok(name: &'static str, took: Duration, words: Both) -> Self {
        Self::new(name, Grade::Ok, took, words)
    }

    fn skipped(name: &'static str, words: Both) -> Self {
        Self::new(name, Grade::Skipped, Duration::ZERO, words)
    }

    fn not_reached(name: &'static str) -> Self {
        Self::skipped(name, sentences::not_reached(name))
    }

    /// A step of the way that was not made: it failed, or one before it did.
    fn ended(name: &'static str, end: Option<(Duration, &Trouble)>, words: Both) -> Self {
        match end {
            Some((took, Trouble::Interrupted)) => {
                Self::new(name, Grade::Failed, took, sentences::interrupted())
            }
            Some((took, _)) => Self::new(name, Grade::Failed, took, words),
            None => Self::not_reached(name),
        }
    }

    fn with(mut self, details: Members) -> Self {
        self.details = details;
        self
    }

    fn members(&self) -> Members {
        Members::default()
            .text("name", Some(self.name))
            .text("verdict", Some(self.grade.as_str()))
            .raw("ms", &milliseconds(self.took).to_string())
            .raw("words", &self.words.to_json())
            .raw("details", &self.details.clone().finish())
    }
}

/// The whole report to show or print, a line for each step.
fn text(report: &[Entry]) -> String {
    let lines = |line: fn(&Entry) -> String| report.iter().map(line).collect::<Vec<_>>().join("\n");
    let text = Both {
        ru: lines(|step| format!("[{}] {}", step.grade.in_russian(), step.words.ru)),
        en: lines(|step| format!("[{}] {}", step.grade.as_str(), step.words.en)),
    };
    text.to_json()
}

/// The name look-up: of the gateway, or of the proxy.
fn dns(client: &Client, way: &Way) -> Entry {
    let (host, _) = &way.first_stop;
    let Some(step) = &way.look_up else {
        let words = sentences::no_such_name(host, client.config.proxy.is_some());
        return Entry::ended("dns", way.end_at(Phase::Resolving), words);
    };
    let addresses: Vec<_> = step
        .brought
        .iter()
        .map(|address| address.ip().to_string())
        .collect();
    let quoted: Vec<_> = addresses.iter().map(|text| json::quoted(text)).collect();
    let entry = if host.parse::<IpAddr>().is_ok() {
        Entry::skipped("dns", sentences::is_an_address(host))
    } else {
        let words = sentences::found(host, &addresses.join(", "));
        Entry::ok("dns", step.took, words)
    };
    entry.with(
        Members::default()
            .text("host", Some(host))
            .raw("addresses", &format!("[{}]", quoted.join(","))),
    )
}

/// TCP, and the proxy's tunnel.
fn connect(client: &Client, way: &Way) -> Entry {
    let proxied = client.config.proxy.is_some();
    let Some(step) = &way.reach else {
        let (host, port) = &way.first_stop;
        let end = way.end_at(Phase::Connecting);
        let trouble = end.map(|(_, trouble)| trouble);
        let words = sentences::not_connected(&format!("{host}:{port}"), proxied, trouble);
        return Entry::ended("connect", end, words);
    };
    let address = step.brought.map(|address| address.to_string());
    let words = sentences::connected(address.as_deref().unwrap_or("?"), proxied);
    Entry::ok("connect", step.took, words).with(
        Members::default()
            .text("address", address.as_deref())
            .flag("through_proxy", proxied),
    )
}

/// Who is at the other end.
fn tls(call: &Call<'_>, way: &Way) -> Entry {
    let host = &call.client.config.base_url.host;
    let chain = readable(&way.shown);
    let Some(step) = &way.secure else {
        let end = way.end_at(Phase::Handshake);
        let words = objection(call, &way.shown, &chain, end.map(|(_, trouble)| trouble));
        let missing = match way.shown.objection {
            Some(CertificateError::UnknownIssuer) => last_issuer(&chain),
            _ => None,
        };
        return Entry::ended("tls", end, words).with(
            Members::default()
                .raw("chain", &list(chain.iter().map(shown)))
                .text("missing_issuer", missing),
        );
    };
    let Some(protocol) = step.brought else {
        return Entry::skipped("tls", sentences::plain_http());
    };
    let protocol = match protocol {
        ProtocolVersion::TLSv1_2 => "TLS 1.2",
        ProtocolVersion::TLSv1_3 => "TLS 1.3",
        _ => "TLS",
    };
    let words = sentences::proved(host, protocol, chain.first());
    Entry::ok("tls", step.took, words).with(
        Members::default()
            .text("protocol", Some(protocol))
            .raw("chain", &list(chain.iter().map(shown))),
    )
}

fn readable(shown: &Shown) -> Vec<Certificate> {
    let chain = shown.chain.iter().take(MOST_CERTIFICATES);
    chain.filter_map(|der| Certificate::read(der)).collect()
}

fn shown(certificate: &Certificate) -> Members {
    Members::default()
        .text("subject", Some(&certificate.subject))
        .text("issuer", Some(&certificate.issuer))
        .text("not_before", Some(&certificate.not_before))
        .text("not_after", Some(&certificate.not_after))
}

/// Why the server has not proved who it is.
fn objection(
    call: &Call<'_>,
    shown: &Shown,
    chain: &[Certificate],
    trouble: Option<&Trouble>,
) -> Both {
    let host = &call.client.config.base_url.host;
    let now = instant::to_iso(call.now_ms());
    let own = chain.first();
    match (&shown.objection, trouble) {
        (Some(CertificateError::UnknownIssuer), _) => {
            sentences::unknown_issuer(host, last_issuer(chain))
        }
        (Some(CertificateError::Expired | CertificateError::ExpiredContext { .. }), _) => {
            sentences::expired(host, own.map(|own| own.not_after.as_str()), &now)
        }
        (Some(CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. }), _) => {
            sentences::not_valid_yet(host, own.map(|own| own.not_before.as_str()), &now)
        }
        (
            Some(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            ),
            _,
        ) => sentences::other_name(host, own.map(|own| own.subject.as_str())),
        (_, Some(Trouble::Untrusted(why))) => sentences::not_acceptable(host, why),
        (_, Some(Trouble::ConnectTimeout)) => sentences::tls_too_slow(),
        _ => sentences::tls_broke(),
    }
}

/// What became of `test`.
fn credentials(verdict: &Verdict, took: Duration) -> Entry {
    let name = "credentials";
    match verdict.outcome {
        Outcome::Ok => Entry::ok(name, took, sentences::keys_accepted()),
        Outcome::Unauthorized => {
            Entry::new(name, Grade::Failed, took, sentences::keys_not_accepted())
        }
        outcome => {
            let words = sentences::no_answer(outcome, verdict.fault.as_ref());
            Entry::new(name, Grade::Failed, took, words)
        }
    }
}

/// Our clock beside the gateway's. TLS believes it, and so does the proof that a payment is absent.
fn clock(offset_ms: Option<i64>) -> Entry {
    let Some(offset_ms) = offset_ms else {
        return Entry::skipped("clock", sentences::no_date());
    };
    let apart_s = offset_ms.unsigned_abs() / 1000;
    let (grade, words) = if apart_s <= CLOCK_TOLERANCE_S {
        (Grade::Ok, sentences::clocks_agree())
    } else {
        (
            Grade::Warning,
            sentences::clock_is_off(apart_s, offset_ms > 0),
        )
    };
    Entry::new("clock", grade, Duration::ZERO, words)
        .with(Members::default().number("offset_ms", Some(offset_ms)))
}

/// A few requests at the same time, none again: does the gateway take as many as are configured?
fn concurrency(client: &Client, limits: &Limits<'_>) -> Entry {
    let configured = client.config.max_concurrency;
    let tried = configured.min(MOST_AT_ONCE);
    let (answered, refused) = (AtomicU32::new(0), AtomicU32::new(0));
    let began = Instant::now();
    let answer_by = limits.answer_by.min(began + AT_ONCE_FOR);
    let stop = limits.stop;
    let ask = || {
        // The place is that of any look-up: sales of this process go first.
        let place = client
            .limiter
            .enter(Use::LookUp, answer_by, || stop.is_stopped());
        if place.is_none() {
            return;
        }
        let limits = Limits {
            answer_by,
            careful: false,
            stop,
        };
        match client.http.send(&TEST, &limits).result {
            Ok(answer) if answer.status == 429 => refused.fetch_add(1, Ordering::Relaxed),
            Ok(_) => answered.fetch_add(1, Ordering::Relaxed),
            Err(_) => 0,
        };
    };
    thread::scope(|scope| {
        for _ in 0..tried {
            let thread = thread::Builder::new()
                .name("cloudpayments-test".into())
                // Said here, or std asks the environment.
                .stack_size(512 * 1024);
            // Where the system has no thread to give, fewer requests are made.
            let _ = thread.spawn_scoped(scope, ask);
        }
    });
    let (answered, refused) = (answered.into_inner(), refused.into_inner());
    let (grade, words) = if refused > 0 {
        let words = sentences::too_many(answered + refused, refused, configured);
        (Grade::Warning, words)
    } else if answered == tried {
        (Grade::Ok, sentences::all_at_once(answered, configured))
    } else {
        let words = sentences::some_lost(tried, answered);
        (Grade::Warning, words)
    };
    Entry::new("concurrency", grade, began.elapsed(), words).with(
        Members::default()
            .number("configured", Some(configured.into()))
            .number("tried", Some(tried.into()))
            .number("answered", Some(answered.into()))
            .number("refused", Some(refused.into())),
    )
}
