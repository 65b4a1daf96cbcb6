//! Questions to the gateway that change nothing, and how their answers are read.

use std::cell::{Ref, RefCell};
use std::time::{Duration, Instant};

use cloudpayments_money::agenda::list_serves;
use cloudpayments_money::answer::{Envelope, Transaction};
use cloudpayments_money::document::Document;
use cloudpayments_money::error::Fault;
use cloudpayments_money::instant;
use cloudpayments_money::patience;
use cloudpayments_money::verdict::{Effect, Expected, Judgement, Operation, Rule, judge};

use crate::call::{Call, milliseconds};
use crate::http::{Exchange, Message};
use crate::world;

/// A list is read this many pages far; a till does not make more operations in one window.
const MOST_PAGES: u32 = 500;

/// A page with fewer entries is the last one.
pub(crate) const FULL_PAGE: usize = 100;

/// The window of a list reaches this far to both sides of the time of sending.
pub(crate) const WINDOW_MS: u64 = 10 * 60 * 1000;

const A_DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// Asks one question; the body of an answer that can be read, or nothing.
pub(crate) fn look_up(call: &Call<'_>, path: &str, body: &str, until: Instant) -> Option<Document> {
    let message = Message {
        path,
        get: false,
        form: false,
        body: body.as_bytes(),
        request_id: None,
        signature: None,
    };
    // No question may use up the time of all.
    let left = until.saturating_duration_since(world::now());
    let answer_by = world::now() + left.min(Duration::from_secs(15));
    let memory = &call.client.memory;
    let pause_ms = patience::pause(call.client.config.settle_ms);
    memory.asking(pause_ms, call.dice());
    let exchange = call.exchange(&message, answer_by, Effect::Reads);
    let readable = |body: &Document| Envelope::read(body).is_ok();
    let usable = exchange
        .result
        .as_ref()
        .is_ok_and(|answer| answer.status == 200 && answer.body.as_ref().is_some_and(readable));
    memory.asked(usable, pause_ms, call.dice());
    *call.asked_in_vain.borrow_mut() = if usable { None } else { in_vain(&exchange) };
    exchange.result.ok().filter(|_| usable)?.body
}

/// Why a look-up brought nothing.
fn in_vain(exchange: &Exchange) -> Option<Fault> {
    let result = exchange.result.as_ref().map(|answer| answer.as_http());
    let question = Operation {
        rule: Rule::LookUp,
        effect: Effect::Reads,
        form: false,
        expected: &Expected::default(),
    };
    match judge(question, exchange.evidence, &result.map_err(Clone::clone)) {
        Judgement::Settled(verdict)
        | Judgement::NotSent(verdict, _)
        | Judgement::Refused(verdict) => verdict.fault,
        Judgement::Doubt(fault) | Judgement::Contradiction(fault, _) => Some(fault),
    }
}

/// `payments/get`.
pub(crate) fn get(call: &Call<'_>, number: i64, until: Instant) -> Option<Document> {
    look_up(
        call,
        "payments/get",
        &format!(r#"{{"TransactionId":{number}}}"#),
        until,
    )
}

/// All pages of `v2/payments/list` since the sending, or of the last day where nobody knows when
/// that was; nothing if one of them failed.
pub(crate) fn list_since_sending(call: &Call<'_>, until: Instant) -> Option<Vec<Document>> {
    let (from, to) = window(call, sent_or_a_day_ago(call));
    list(call, from, to, until)
}

fn sent_or_a_day_ago(call: &Call<'_>) -> u64 {
    call.sent_at_ms
        .unwrap_or_else(|| call.now_ms().saturating_sub(A_DAY_MS))
}

/// The period of the gateway's clock in which it dated what was sent since then.
fn window(call: &Call<'_>, sent_ms: u64) -> (u64, u64) {
    let from = call.earliest_at_gateway(sent_ms);
    let to = call.on_gateway_clock(call.now_ms());
    // What has been sent cannot lie ahead: a clock was set, and nobody knows when it was.
    let from = if from > to {
        to.saturating_sub(A_DAY_MS)
    } else {
        from
    };
    (from.saturating_sub(WINDOW_MS), to.saturating_add(WINDOW_MS))
}

/// One list for all operations that are asked about together.
#[derive(Default)]
pub(crate) struct Lists {
    /// The earliest sending that a list shall reach back to.
    earliest_ms: Option<u64>,
    latest: RefCell<Option<List>>,
}

/// A list that was read.
pub(crate) struct List {
    /// Its period, by the gateway's clock.
    from_ms: u64,
    to_ms: u64,
    /// When the reading of it began.
    begun: Instant,
    /// When it ended, as the call counts its time.
    pub(crate) read_ms: u64,
    pages: Vec<Document>,
}

impl List {
    /// What it shows.
    pub(crate) fn transactions(&self) -> impl Iterator<Item = Transaction<'_>> {
        self.pages.iter().flat_map(transactions)
    }
}

impl Lists {
    /// For operations that were sent then. One that was sent more than half an hour ago needs a long
    /// list, and no other one shall wait for that.
    pub(crate) fn about(call: &Call<'_>, sent_ms: impl Iterator<Item = u64>) -> Self {
        const HALF_AN_HOUR_MS: u64 = 30 * 60 * 1000;
        let since = call.now_ms().saturating_sub(HALF_AN_HOUR_MS);
        Self {
            earliest_ms: sent_ms.filter(|sent| *sent >= since).min(),
            latest: RefCell::default(),
        }
    }

    /// The list since the sending of an operation that was last asked about at `asked_at`: the one
    /// that was read for another one just now, if it tells about this one, or a new one.
    pub(crate) fn since_sending(
        &self,
        call: &Call<'_>,
        asked_at: Option<Instant>,
        until: Instant,
    ) -> Option<Ref<'_, List>> {
        let sent_ms = sent_or_a_day_ago(call);
        if !self.at_hand(call, sent_ms, asked_at) {
            let since_ms = self.earliest_ms.map_or(sent_ms, |all| all.min(sent_ms));
            let (from_ms, to_ms) = window(call, since_ms);
            let begun = world::now();
            let pages = list(call, from_ms, to_ms, until)?;
            self.latest.replace(Some(List {
                from_ms,
                to_ms,
                begun,
                read_ms: call.now_ms(),
                pages,
            }));
        }
        Ref::filter_map(self.latest.borrow(), Option::as_ref).ok()
    }

    /// Whether the latest list tells about an operation that was sent then.
    fn at_hand(&self, call: &Call<'_>, sent_ms: u64, asked_at: Option<Instant>) -> bool {
        let ago = |at: Instant| milliseconds(world::since(at));
        let there_ms = call.on_gateway_clock(call.now_ms());
        self.latest.borrow().as_ref().is_some_and(|list| {
            list.from_ms <= window(call, sent_ms).0
                && there_ms < list.to_ms
                && list_serves(ago(list.begun), asked_at.map(ago))
        })
    }
}

/// All pages of `v2/payments/list` of a period of the gateway's clock; nothing if one failed.
pub(crate) fn list(
    call: &Call<'_>,
    from_ms: u64,
    to_ms: u64,
    until: Instant,
) -> Option<Vec<Document>> {
    let mut pages = Vec::new();
    for page in 1..=MOST_PAGES {
        let body = page_body(from_ms, to_ms, page);
        let answer = look_up(call, "v2/payments/list", &body, until)?;
        let envelope = Envelope::read(&answer)
            .ok()
            .filter(|envelope| envelope.success)?;
        let length = envelope.transactions()?.len();
        pages.push(answer);
        if length < FULL_PAGE {
            return Some(pages);
        }
    }
    None
}

/// The request for one page of `v2/payments/list`.
pub(crate) fn page_body(from_ms: u64, to_ms: u64, page: u32) -> String {
    format!(
        r#"{{"CreatedDateGte":"{}","CreatedDateLte":"{}","PageNumber":{page}}}"#,
        instant::to_iso(from_ms),
        instant::to_iso(to_ms)
    )
}

/// Whether a look-up said, in so many words, that there is no such record.
pub(crate) fn says_not_found(answer: &Document) -> bool {
    Envelope::read(answer).is_ok_and(|envelope| envelope.says_not_found())
}

/// The transaction of an answer.
pub(crate) fn transaction(answer: &Document) -> Option<Transaction<'_>> {
    Envelope::read(answer)
        .ok()?
        .transaction()
        .filter(|found| found.id.is_some())
}

/// The transactions of a page.
pub(crate) fn transactions(page: &Document) -> Vec<Transaction<'_>> {
    Envelope::read(page)
        .ok()
        .and_then(|envelope| envelope.transactions())
        .unwrap_or_default()
}
