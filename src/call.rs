//! One call while it runs: its limits, its attempts, and what they have shown so far.

use std::cell::RefCell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cloudpayments_money::document::Document;
use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::evidence::{Evidence, Trouble};
use cloudpayments_money::intent::Moment;
use cloudpayments_money::request_id::RequestId;
use cloudpayments_money::retry::wait_before_next;
use cloudpayments_money::verdict::{Effect, Judgement, Operation, Verdict, judge};

use crate::catalog::Row;
use crate::client::{Client, Progress};
use crate::http::{Exchange, Limits, Message, Stop};
use crate::journal::{self, Access};
use crate::limiter::Use;
use crate::reply::{Facts, Reply, Source};
use crate::request::Parsed;
use crate::sync::lock;
use crate::world;

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
    pub(crate) started: Instant,
    started_ms: u64,
    /// Where the call stands in `in_progress`.
    registered: Option<RequestId>,

    pub(crate) invoice_id: Option<Arc<str>>,
    pub(crate) transaction_id: Option<i64>,
    pub(crate) attempts: u32,
    pub(crate) http_status: Option<u16>,
    pub(crate) sent_at_ms: Option<u64>,
    /// The gateway's clock minus ours, as of the latest attempt.
    pub(crate) clock_offset_ms: Option<i64>,
    evidence: Evidence,
    /// Why the latest look-up brought nothing; `None` if it worked.
    pub(crate) asked_in_vain: RefCell<Option<Fault>>,
    pub(crate) source: Source,
    /// The answer that is shown.
    pub(crate) theirs: Option<Document>,
    /// Whether the journal has the result; `None` if it is none of the journal's.
    pub(crate) durable: Option<bool>,
}

impl<'c> Call<'c> {
    pub(crate) fn new(
        client: &'c Client,
        row: &'static Row,
        parsed: &Parsed<'_>,
        progress: &'c Progress,
    ) -> Self {
        let started = world::now();
        let timeout = parsed.timeout_ms.unwrap_or(client.config.timeout_ms).max(1);
        let resolve = parsed.resolve_ms.unwrap_or(client.config.resolve_ms);
        let wait = match row.effect {
            Effect::MovesMoney => timeout - resolve.min(timeout / 2),
            _ => timeout,
        };
        let made = row.rule().is_some() && row.effect != Effect::Reads;
        let request_id = parsed
            .request_id
            .clone()
            .or_else(|| made.then(|| client.ids.request_id()));
        if let Some(id) = &request_id {
            *progress.request_id.borrow_mut() = Some(id.clone());
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
            started_ms: world::wall_ms(),
            registered: None,
            invoice_id: None,
            transaction_id: None,
            attempts: 0,
            http_status: None,
            sent_at_ms: None,
            clock_offset_ms: None,
            evidence: Evidence::NONE,
            asked_in_vain: RefCell::default(),
            source: Source::Local,
            theirs: None,
            durable: None,
        };
        if row.asks() {
            call.register();
        }
        call
    }

    /// Makes the call known to `interrupt`.
    fn register(&mut self) {
        if let Some(id) = &self.request_id {
            lock(&self.client.in_progress)
                .entry(id.clone())
                .or_default()
                .push(Arc::clone(&self.stop));
            self.registered = Some(id.clone());
        }
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.is_stopped()
    }

    /// Whether nobody waits any more, or the time is up.
    pub(crate) fn is_over(&self) -> bool {
        self.is_stopped() || world::now() >= self.deadline
    }

    /// Whether the gateway refuses our keys: asking on is in vain.
    pub(crate) fn is_locked_out(&self) -> bool {
        let fault = self.asked_in_vain.borrow();
        fault
            .as_ref()
            .is_some_and(|fault| fault.code == ErrorCode::Unauthorized)
    }

    /// Our clock; within one call it runs evenly even if somebody sets it.
    pub(crate) fn now_ms(&self) -> u64 {
        self.started_ms + milliseconds(world::since(self.started))
    }

    /// Now, as all clocks see it.
    pub(crate) fn moment(&self) -> Moment {
        Moment {
            wall_ms: self.now_ms(),
            boot: world::boot_time(),
            offset_ms: self.gateway_offset_ms(),
        }
    }

    /// The gateway's clock minus ours.
    fn gateway_offset_ms(&self) -> Option<i64> {
        self.client.gateway_clock.offset_ms(self.now_ms())
    }

    /// A time of our clock on the gateway's clock.
    pub(crate) fn on_gateway_clock(&self, our_ms: u64) -> u64 {
        our_ms.saturating_add_signed(self.gateway_offset_ms().unwrap_or(0))
    }

    /// The earliest date that the gateway may have given to what happened at a time of our clock.
    pub(crate) fn earliest_at_gateway(&self, our_ms: u64) -> u64 {
        /// No two clocks that are kept differ by more: one of them was set in between, and the
        /// gateway may have dated it before.
        const SKEW_MS: u64 = 10 * 60 * 1000;
        let there = self.on_gateway_clock(our_ms);
        if there.abs_diff(our_ms) > SKEW_MS {
            there.min(our_ms)
        } else {
            there
        }
    }

    /// Until when a result must be written down: a moment after the deadline is early enough.
    fn written_by(&self) -> Instant {
        self.deadline + Duration::from_millis(150)
    }

    /// The journal, if there is one.
    pub(crate) fn journal(&self) -> Option<Access<'c>> {
        let journal = self.client.journal.as_deref()?;
        Some(journal.until(self.written_by()))
    }

    /// How long an answer to what is sent now may be awaited.
    pub(crate) fn answer_within_ms(&self) -> u64 {
        milliseconds(self.answer_by.saturating_duration_since(world::now()))
    }

    /// The next answer to expect is awaited until then.
    pub(crate) fn stop_waiting_at(&mut self, until: Instant) {
        self.answer_by = until.min(self.deadline);
    }

    /// An id for a request that the caller did not name.
    pub(crate) fn name_request(&mut self, id: RequestId) {
        *self.progress.request_id.borrow_mut() = Some(id.clone());
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
            let exchange = self.exchange(message, self.answer_by, operation.effect);
            let judgement = self.weigh(operation, exchange);
            let Judgement::NotSent(verdict, again) = judgement else {
                return judgement;
            };
            let left = self.answer_by.saturating_duration_since(world::now());
            let Some(wait) = wait_before_next(again, tries, milliseconds(left), self.dice()) else {
                return Judgement::Settled(verdict);
            };
            self.sleep(wait);
            if self.is_stopped() {
                return Judgement::Settled(verdict);
            }
        }
    }

    /// Judges an attempt of the call's own request, and takes over what it showed.
    pub(crate) fn weigh(&mut self, operation: Operation<'_>, exchange: Exchange) -> Judgement {
        self.attempts += 1;
        let result = exchange.result.as_ref().map(|answer| answer.as_http());
        let mut judgement = judge(operation, exchange.evidence, &result.map_err(Clone::clone));
        self.note(exchange);
        if let Judgement::NotSent(verdict, _) = &mut judgement {
            self.name_gateway(verdict);
        }
        judgement
    }

    /// Who reads that there is no connection wants to know where to.
    fn name_gateway(&self, verdict: &mut Verdict) {
        let gateway = &self.client.config.base_url;
        if let Some(fault) = &mut verdict.fault
            && matches!(
                fault.code,
                ErrorCode::Dns | ErrorCode::Connect | ErrorCode::Tls
            )
        {
            let to = format!(" ({}:{})", gateway.host, gateway.port);
            fault.message.push_str(&to);
        }
    }

    /// The limits of an attempt.
    pub(crate) fn limits(&self, answer_by: Instant, careful: bool) -> Limits<'_> {
        Limits {
            answer_by,
            careful,
            stop: &self.stop,
        }
    }

    /// One attempt, with its place among the calls in progress.
    pub(crate) fn exchange(
        &self,
        message: &Message<'_>,
        answer_by: Instant,
        effect: Effect,
    ) -> Exchange {
        let wanted = match effect {
            Effect::Reads | Effect::Local => Use::LookUp,
            Effect::Changes | Effect::MovesMoney => Use::Change,
        };
        let limits = self.limits(answer_by, wanted == Use::Change);
        let place = self
            .client
            .limiter
            .enter(wanted, answer_by, || self.is_stopped());
        let exchange = if place.is_some() {
            if effect == Effect::MovesMoney {
                self.progress.may_be_sent.set(true);
            }
            #[cfg(feature = "testing")]
            crate::testing::panic_if_planted(crate::testing::Point::BeforeSending);
            let exchange = world::send(&self.client.http, message, &limits);
            #[cfg(feature = "testing")]
            crate::testing::panic_if_planted(crate::testing::Point::AfterSending);
            exchange
        } else {
            Exchange {
                evidence: Evidence::NONE,
                sent_at: None,
                result: Err(if self.is_stopped() {
                    Trouble::Interrupted
                } else {
                    Trouble::Busy
                }),
            }
        };
        if let Some(date_ms) = exchange.result.as_ref().ok().and_then(|it| it.date_ms) {
            self.client.gateway_clock.shows(date_ms);
        }
        if let Some(log) = &self.client.log {
            log.attempt(self, message.path, &exchange);
        }
        exchange
    }

    /// The gateway's clock minus ours, in milliseconds, if an answer that just came says it.
    fn clock_offset(&self, exchange: &Exchange) -> Option<i64> {
        let date_ms = exchange.result.as_ref().ok()?.date_ms?;
        Some(date_ms.cast_signed() - self.now_ms().cast_signed())
    }

    /// Takes over what an attempt of the call's own request showed.
    fn note(&mut self, exchange: Exchange) {
        self.clock_offset_ms = self.clock_offset(&exchange);
        self.evidence = exchange.evidence;
        if exchange.evidence.bytes_sent > 0 {
            // Half a request has no last byte; now is not too early for it.
            self.sent_at_ms = Some(match exchange.sent_at {
                Some(at) => self.started_ms + milliseconds(at.duration_since(self.started)),
                None => self.now_ms(),
            });
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

    /// A call about an operation that this one pursues, within the same limits.
    pub(crate) fn about(&self, row: &'static Row, request_id: Option<RequestId>) -> Self {
        Self {
            client: self.client,
            row,
            request_id,
            deadline: self.deadline,
            answer_by: self.deadline,
            resolve_for: self.resolve_for,
            stop: Arc::clone(&self.stop),
            progress: self.progress,
            started: self.started,
            started_ms: self.started_ms,
            registered: None,
            invoice_id: None,
            transaction_id: None,
            attempts: 0,
            http_status: None,
            sent_at_ms: None,
            clock_offset_ms: None,
            evidence: Evidence::NONE,
            asked_in_vain: RefCell::default(),
            source: Source::Local,
            theirs: None,
            durable: None,
        }
    }

    /// Writes the answer.
    pub(crate) fn reply(&self, verdict: &Verdict) -> Reply {
        self.reply_with(verdict, Vec::new())
    }

    /// Writes the answer with fields of ours.
    pub(crate) fn reply_with(&self, verdict: &Verdict, own: Vec<(&'static str, String)>) -> Reply {
        Reply::of(verdict, &self.facts(own, self.theirs.as_ref()))
    }

    /// The answer as a journal may keep it.
    pub(crate) fn kept(&self, verdict: &Verdict, own: Vec<(&'static str, String)>) -> String {
        let theirs = self.theirs.as_ref().and_then(journal::kept);
        let facts = Facts {
            durable: None,
            ..self.facts(own, theirs.as_ref())
        };
        Reply::of(verdict, &facts).json
    }

    fn facts<'a>(
        &'a self,
        own: Vec<(&'static str, String)>,
        theirs: Option<&'a Document>,
    ) -> Facts<'a> {
        Facts {
            method: Some(self.row.name),
            request_id: self.request_id.as_ref().map(RequestId::as_str),
            invoice_id: self.invoice_id.as_deref(),
            transaction_id: self.transaction_id,
            sent_at_ms: self.sent_at_ms,
            attempts: self.attempts,
            http_status: self.http_status,
            elapsed_ms: milliseconds(world::since(self.started)),
            replayed: false,
            durable: self.durable,
            source: self.source,
            evidence: self.evidence,
            own,
            theirs,
        }
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

pub(crate) fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
