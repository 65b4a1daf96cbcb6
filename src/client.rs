//! One call, told from beginning to end.
//!
//! Parse; (journal: the intent on disk); send; judge by evidence; if provably not sent, try
//! again, else if in doubt, ask; (journal: the result on disk); answer. The journal's two places
//! are marked where they belong.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::evidence::{Evidence, Trouble};
use cloudpayments_money::outcome::Outcome;
use cloudpayments_money::request_id::RequestId;
use cloudpayments_money::retry::wait_before_next;
use cloudpayments_money::verdict::{Effect, Expected, Judgement, Operation, Rule, Verdict, judge};
use ring::digest::{SHA256, digest};

use crate::catalog::{self, Row, Via};
use crate::config::{Config, ContentType};
use crate::http::{Exchange, Http, Limits, Message, Stop};
use crate::ids::Ids;
use crate::limiter::{Limiter, Use};
use crate::log::Log;
use crate::memory::{Begin, Doubt, Memory};
use crate::methods;
use crate::nearest::nearest;
use crate::reply::{Facts, Reply, Source};
use crate::request::{self, Parsed};
use crate::settle;
use crate::sync::lock;
use crate::text::Encoding;

/// Takes payments through one terminal. Any number of threads may use one client at once.
pub struct Client {
    pub(crate) config: Config,
    pub(crate) memory: Arc<Memory>,
    http: Http,
    limiter: Arc<Limiter>,
    ids: Ids,
    log: Option<Log>,
    /// Calls in progress that can be interrupted, by request id.
    in_progress: Mutex<HashMap<String, Vec<Arc<Stop>>>>,
    /// The gateway's clock minus ours, in milliseconds, as of its last answer.
    clock_offset: AtomicI64,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

/// What a panic must not take with it: who called, and whether anything may be on its way.
#[derive(Debug, Default)]
pub struct Progress {
    request_id: RefCell<Option<String>>,
    method: Cell<Option<&'static str>>,
    may_be_sent: Cell<bool>,
}

impl Progress {
    /// The answer to a call that panicked.
    #[must_use]
    pub fn after_panic(&self) -> Reply {
        let row = self.method.get().and_then(catalog::find);
        let effect = row.map_or(Effect::MovesMoney, |row| row.effect);
        let in_doubt = self.may_be_sent.get() && effect == Effect::MovesMoney;
        let outcome = if in_doubt {
            Outcome::Unknown
        } else {
            Outcome::Internal
        };
        let fault = Fault::new(
            ErrorCode::Internal,
            "a fault of this library ended the call",
        );
        let request_id = self.request_id.borrow();
        let facts = Facts {
            method: self.method.get(),
            request_id: request_id.as_deref(),
            ..Facts::NONE
        };
        Reply::of(&Verdict::of(outcome, effect).with(fault), &facts)
    }
}

impl Client {
    /// Makes a client from its configuration. Opens no connection.
    ///
    /// # Errors
    /// A [`Fault`] that names the key at fault.
    pub fn new(config_json: &str) -> Result<Self, Fault> {
        let config = Config::parse(config_json)?;
        let ids = Ids::new()
            .ok_or_else(|| Fault::new(ErrorCode::Internal, "the system gives no random bytes"))?;
        Ok(Self {
            http: Http::new(&config)?,
            limiter: Limiter::of(&config.public_id, config.max_concurrency),
            memory: Memory::of(&config.base_url.url, &config.public_id),
            log: config.log.as_ref().map(Log::open).transpose()?,
            ids,
            in_progress: Mutex::default(),
            clock_offset: AtomicI64::new(0),
            config,
        })
    }

    /// The encoding in which this client's requests are read and its answers written.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.config.encoding
    }

    /// Calls a method. The request is JSON text; an empty text is `{}`.
    #[must_use]
    pub fn call(&self, method: &str, request_json: &str) -> Reply {
        self.call_watched(method, request_json, &Progress::default())
    }

    /// The same, telling `progress` what must survive a panic.
    #[must_use]
    pub fn call_watched(&self, method: &str, request_json: &str, progress: &Progress) -> Reply {
        let Some(row) = catalog::find(method) else {
            let hint = nearest(method, catalog::ROWS.iter().map(|row| row.name))
                .map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
            let fault = Fault::new(
                ErrorCode::UnknownMethod,
                format!("there is no such method{hint}"),
            );
            return Reply::refused(fault, None);
        };
        progress.method.set(Some(row.name));
        let parsed = match request::parse(row, request_json) {
            Ok(parsed) => parsed,
            Err(fault) => return Reply::refused(fault, Some(row.name)),
        };
        let mut call = Call::new(self, row, &parsed, progress);
        let reply = match row.via {
            Via::Api(rule) => api(&mut call, rule, parsed),
            Via::Own => methods::run(&mut call, &parsed),
        };
        if let Some(log) = &self.log {
            log.call(&call, &reply);
        }
        reply
    }

    /// Interrupts the calls in progress with this request id; whether there was one.
    pub(crate) fn interrupt(&self, request_id: &str) -> bool {
        let stops = lock(&self.in_progress).get(request_id).cloned();
        let stops = stops.unwrap_or_default();
        for stop in &stops {
            stop.stop();
        }
        !stops.is_empty()
    }

    /// A time of our clock on the gateway's clock.
    pub(crate) fn on_gateway_clock(&self, our_ms: u64) -> u64 {
        our_ms.saturating_add_signed(self.clock_offset.load(Ordering::Relaxed))
    }
}

/// One call while it runs.
pub(crate) struct Call<'c> {
    pub(crate) client: &'c Client,
    pub(crate) row: &'static Row,
    pub(crate) request_id: Option<RequestId>,
    pub(crate) deadline: Instant,
    /// Until when an answer is awaited; after that there must be time to ask.
    answer_by: Instant,
    pub(crate) resolve_for: Duration,
    stop: Arc<Stop>,
    progress: &'c Progress,
    started: Instant,
    started_ms: u64,
    /// Where the call stands in `in_progress`.
    registered: Option<String>,

    pub(crate) invoice_id: Option<String>,
    pub(crate) transaction_id: Option<i64>,
    pub(crate) attempts: u32,
    pub(crate) http_status: Option<u16>,
    pub(crate) sent_at_ms: Option<u64>,
    evidence: Evidence,
    pub(crate) source: Source,
    /// The answer that is shown.
    pub(crate) theirs: Option<String>,
}

impl<'c> Call<'c> {
    fn new(
        client: &'c Client,
        row: &'static Row,
        parsed: &Parsed<'_>,
        progress: &'c Progress,
    ) -> Self {
        let started = Instant::now();
        let timeout = parsed.timeout_ms.unwrap_or(client.config.timeout_ms).max(1);
        let resolve = parsed.resolve_ms.unwrap_or(client.config.resolve_ms);
        let wait = match row.effect {
            Effect::MovesMoney => timeout - resolve.min(timeout / 2),
            _ => timeout,
        };
        let made = matches!(row.via, Via::Api(_)) && row.effect != Effect::Reads;
        let request_id = parsed
            .request_id
            .clone()
            .or_else(|| made.then(|| client.ids.request_id()));
        if let Some(id) = &request_id {
            *progress.request_id.borrow_mut() = Some(id.as_str().to_owned());
        }
        let mut call = Self {
            client,
            row,
            request_id,
            deadline: started + Duration::from_millis(timeout),
            answer_by: started + Duration::from_millis(wait),
            resolve_for: Duration::from_millis(resolve),
            stop: Arc::default(),
            progress,
            started,
            started_ms: now_ms(),
            registered: None,
            invoice_id: None,
            transaction_id: None,
            attempts: 0,
            http_status: None,
            sent_at_ms: None,
            evidence: Evidence::NONE,
            source: Source::Local,
            theirs: None,
        };
        if row.effect != Effect::Local {
            call.register();
        }
        call
    }

    /// Makes the call known to `interrupt`.
    fn register(&mut self) {
        if let Some(id) = &self.request_id {
            let id = id.as_str().to_owned();
            lock(&self.client.in_progress)
                .entry(id.clone())
                .or_default()
                .push(Arc::clone(&self.stop));
            self.registered = Some(id);
        }
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.is_stopped()
    }

    /// Our clock; within one call it runs evenly even if somebody sets it.
    pub(crate) fn now_ms(&self) -> u64 {
        self.started_ms + milliseconds(self.started.elapsed())
    }

    /// The next answer to expect is awaited until then.
    pub(crate) fn stop_waiting_at(&mut self, until: Instant) {
        self.answer_by = until.min(self.deadline);
    }

    /// An id for a request that the caller did not name.
    pub(crate) fn name_request(&mut self, id: RequestId) {
        *self.progress.request_id.borrow_mut() = Some(id.as_str().to_owned());
        self.request_id = Some(id);
        self.register();
    }

    /// A fresh id.
    pub(crate) fn new_id(&self) -> RequestId {
        self.client.ids.request_id()
    }

    pub(crate) fn sleep(&self, milliseconds: u64) {
        self.stop.sleep(Duration::from_millis(milliseconds));
    }

    pub(crate) fn dice(&self) -> u64 {
        self.client.ids.dice()
    }

    /// Sends a message as often as it provably did not arrive, and judges what came of it.
    pub(crate) fn send(&mut self, operation: Operation<'_>, message: &Message<'_>) -> Judgement {
        let mut tries = 0;
        loop {
            tries += 1;
            let (exchange, sent_at_ms) = self.exchange(message, self.answer_by, operation.effect);
            self.attempts += 1;
            let result = exchange.result.as_ref().map(|answer| answer.as_http());
            let judgement = judge(operation, exchange.evidence, &result.map_err(Clone::clone));
            self.note(exchange, sent_at_ms);
            let Judgement::NotSent(verdict, again) = judgement else {
                return judgement;
            };
            let left = self.answer_by.saturating_duration_since(Instant::now());
            let Some(wait) = wait_before_next(again, tries, milliseconds(left), self.dice()) else {
                return Judgement::Settled(verdict);
            };
            self.sleep(wait);
            if self.is_stopped() {
                return Judgement::Settled(verdict);
            }
        }
    }

    /// One attempt, with its place among the calls in progress.
    pub(crate) fn exchange(
        &self,
        message: &Message<'_>,
        answer_by: Instant,
        effect: Effect,
    ) -> (Exchange, u64) {
        let wanted = match effect {
            Effect::Reads | Effect::Local => Use::LookUp,
            Effect::Changes | Effect::MovesMoney => Use::Change,
        };
        let limits = Limits {
            answer_by,
            careful: wanted == Use::Change,
            stop: &self.stop,
        };
        let place = self
            .client
            .limiter
            .enter(wanted, answer_by, || self.is_stopped());
        let sent_at_ms = self.now_ms();
        let exchange = if place.is_some() {
            if effect == Effect::MovesMoney {
                self.progress.may_be_sent.set(true);
            }
            #[cfg(feature = "testing")]
            crate::testing::panic_if_planted(crate::testing::Point::BeforeSending);
            let exchange = self.client.http.send(message, &limits);
            #[cfg(feature = "testing")]
            crate::testing::panic_if_planted(crate::testing::Point::AfterSending);
            exchange
        } else {
            Exchange {
                evidence: Evidence::NONE,
                result: Err(if self.is_stopped() {
                    Trouble::Interrupted
                } else {
                    Trouble::Busy
                }),
            }
        };
        if let Ok(answer) = &exchange.result
            && let Some(date_ms) = answer.date_ms
        {
            let offset = date_ms.cast_signed() - now_ms().cast_signed();
            self.client.clock_offset.store(offset, Ordering::Relaxed);
        }
        if let Some(log) = &self.client.log {
            log.attempt(self, message.path, &exchange);
        }
        (exchange, sent_at_ms)
    }

    /// Takes over what an attempt of the call's own request showed.
    fn note(&mut self, exchange: Exchange, sent_at_ms: u64) {
        self.evidence = exchange.evidence;
        if exchange.evidence.bytes_sent > 0 {
            self.sent_at_ms = Some(sent_at_ms);
        }
        match exchange.result {
            Ok(answer) => {
                self.source = Source::Response;
                self.http_status = Some(answer.status);
                self.theirs = answer.body;
            }
            Err(_) => {
                self.source = Source::Transport;
                self.http_status = None;
                self.theirs = None;
            }
        }
    }

    /// Writes the answer.
    pub(crate) fn reply(&self, verdict: &Verdict) -> Reply {
        self.reply_with(verdict, Vec::new())
    }

    /// Writes the answer with fields of ours.
    pub(crate) fn reply_with(&self, verdict: &Verdict, own: Vec<(&'static str, String)>) -> Reply {
        Reply::of(
            verdict,
            &Facts {
                method: Some(self.row.name),
                request_id: self.request_id.as_ref().map(RequestId::as_str),
                invoice_id: self.invoice_id.as_deref(),
                transaction_id: self.transaction_id,
                sent_at_ms: self.sent_at_ms,
                attempts: self.attempts,
                http_status: self.http_status,
                elapsed_ms: milliseconds(self.started.elapsed()),
                replayed: false,
                source: self.source,
                evidence: self.evidence,
                own,
                theirs: self.theirs.as_deref(),
            },
        )
    }

    /// The answer to a request that turned out to be wrong.
    pub(crate) fn refuse(&self, fault: Fault) -> Reply {
        let id = self.request_id.as_ref().map(RequestId::as_str);
        Reply::refused_with(fault, Some(self.row.name), id)
    }
}

impl Drop for Call<'_> {
    fn drop(&mut self) {
        if let Some(id) = &self.registered {
            let mut in_progress = lock(&self.client.in_progress);
            if let Some(stops) = in_progress.get_mut(id) {
                stops.retain(|stop| !Arc::ptr_eq(stop, &self.stop));
                if stops.is_empty() {
                    in_progress.remove(id);
                }
            }
        }
    }
}

/// A method of the API.
fn api(call: &mut Call<'_>, rule: Rule, mut parsed: Parsed<'_>) -> Reply {
    let expected = prepare(call, &mut parsed);
    let form = call.client.config.content_type == ContentType::Form;
    let body = match form.then(|| parsed.to_form()).transpose() {
        Ok(form) => form.unwrap_or_else(|| parsed.to_json()),
        Err(fault) => return call.refuse(fault),
    };
    drop(parsed);
    let operation = Operation {
        rule,
        effect: call.row.effect,
        form,
        expected: &expected,
    };
    let request_id = call.request_id.clone();
    let message = Message {
        path: call.row.path,
        get: false,
        form,
        body: &body,
        request_id: request_id
            .as_ref()
            .filter(|_| call.row.effect != Effect::Reads),
    };
    perform(call, operation, &message)
}

/// Fills in what the caller may leave out, and notes what the answer must agree with.
fn prepare(call: &mut Call<'_>, parsed: &mut Parsed<'_>) -> Expected {
    let mut stamp = None;
    if call.row.is_payment()
        && let Some(id) = call.request_id.clone()
    {
        if parsed
            .text("InvoiceId")
            .is_none_or(|invoice| invoice.is_empty())
        {
            parsed.set_text("InvoiceId", id.as_str());
        }
        if call.client.config.stamp && parsed.stamp(&id) {
            stamp = Some(id.as_str().to_owned());
        }
    }
    call.invoice_id = parsed.text("InvoiceId").map(std::borrow::Cow::into_owned);
    call.transaction_id = parsed.integer("TransactionId");
    Expected {
        amount: parsed.hundredths("Amount"),
        currency: parsed.text("Currency").map(std::borrow::Cow::into_owned),
        invoice_id: call.invoice_id.clone(),
        stamp,
        transaction_id: call.transaction_id,
        invoice_is_ours: false,
    }
}

/// Sends, judges, and settles what is left open.
pub(crate) fn perform(
    call: &mut Call<'_>,
    operation: Operation<'_>,
    message: &Message<'_>,
) -> Reply {
    let (Some(id), true) = (call.request_id.clone(), operation.effect != Effect::Reads) else {
        let judgement = call.send(operation, message);
        let verdict = settle::settle(call, operation, judgement);
        return call.reply(&verdict);
    };
    // Journal: the intent is written here, before the first byte leaves.
    let client = call.client;
    let invoice = call.invoice_id.clone().filter(|_| call.row.is_payment());
    let begin = client.memory.begin(
        id.as_str(),
        fingerprint(message),
        invoice.as_deref(),
        call.deadline,
        || call.is_stopped(),
    );
    let mut operating = match begin {
        Begin::Go(operating) => operating,
        begin => return begun_before(call, operation, begin),
    };
    let mut doubt = Doubt {
        method: call.row.name,
        invoice_id: call.invoice_id.clone(),
        transaction_id: operation.expected.transaction_id,
        amount: operation.expected.amount,
        currency: operation.expected.currency.clone(),
        sent_at_ms: Some(call.now_ms()),
    };
    operating.may_be_sent(doubt.clone());
    let judgement = call.send(operation, message);
    let verdict = settle::settle(call, operation, judgement);
    if verdict.outcome == Outcome::Unknown {
        doubt.sent_at_ms = call.sent_at_ms;
        operating.may_be_sent(doubt);
    } else {
        operating.ended(verdict.money);
    }
    // Journal: the result is written here, before it is returned.
    let reply = call.reply(&verdict);
    operating.finish(&reply);
    reply
}

/// The same request id has been used before, or its invoice is taken.
fn begun_before(call: &mut Call<'_>, operation: Operation<'_>, begin: Begin<'_>) -> Reply {
    let effect = operation.effect;
    match begin {
        Begin::Shared(reply) => reply,
        Begin::InDoubt(doubt) => {
            call.sent_at_ms = doubt.sent_at_ms;
            let verdict = settle::ask_again(call, operation);
            if verdict.outcome != Outcome::Unknown
                && let Some(id) = &call.request_id
            {
                call.client.memory.resolved(id.as_str(), verdict.money);
            }
            call.reply(&verdict)
        }
        Begin::Mismatch(money) => {
            let mut verdict = Verdict::of(Outcome::IdempotencyMismatch, effect).with(Fault::field(
                ErrorCode::IdempotencyMismatch,
                "request_id",
                "this request_id was used before with other content; nothing was sent",
            ));
            verdict.money = money;
            call.reply(&verdict)
        }
        Begin::Busy(holder) => {
            let fault = Fault {
                other_request_id: Some(holder.to_string()),
                ..Fault::field(
                    ErrorCode::InvoiceBusy,
                    "InvoiceId",
                    "another operation with this InvoiceId is in flight or in doubt; nothing was sent",
                )
            };
            call.reply(&Verdict::of(Outcome::InvoiceBusy, effect).with(fault))
        }
        Begin::Go(_) | Begin::StillInFlight => {
            let fault = Fault::new(
                ErrorCode::Timeout,
                "the same request is in flight in another thread and has not ended yet",
            );
            call.reply(&Verdict::of(Outcome::Unknown, effect).with(fault))
        }
    }
}

fn fingerprint(message: &Message<'_>) -> [u8; 16] {
    let mut context = ring::digest::Context::new(&SHA256);
    context.update(digest(&SHA256, message.path.as_bytes()).as_ref());
    context.update(message.body);
    let hash = context.finish();
    let mut out = [0; 16];
    for (to, from) in out.iter_mut().zip(hash.as_ref()) {
        *to = *from;
    }
    out
}

pub(crate) fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// Our clock, in milliseconds since 1970.
fn now_ms() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, milliseconds)
}
