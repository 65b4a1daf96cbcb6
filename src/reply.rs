//! The answer: ours first, then the API's exactly as it came.

use cloudpayments_money::document::Document;
use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::evidence::Evidence;
use cloudpayments_money::instant;
use cloudpayments_money::json::push_quoted;
use cloudpayments_money::outcome::{Money, Outcome};
use cloudpayments_money::status::Status;
use cloudpayments_money::verdict::{Effect, Verdict};
use cloudpayments_money::words;

/// The answer to a call: a number to switch on, and everything else as JSON.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    /// How the call ended.
    pub status: Status,
    /// The whole answer, one JSON object.
    pub json: String,
}

/// Only the status and the length are shown: the answer may hold a token of a card.
impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let length = self.json.len();
        write!(f, "<{:?}, {length} bytes>", self.status)
    }
}

/// Where a verdict comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// Nothing was sent.
    Local,
    /// The transport saw that the request cannot have arrived, or that no answer came.
    Transport,
    /// The gateway answered the request.
    Response,
    /// A later look-up showed it.
    LookUp,
}

impl Source {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Transport => "transport",
            Self::Response => "response",
            Self::LookUp => "look_up",
        }
    }
}

/// Everything that an answer tells beside the verdict.
pub(crate) struct Facts<'a> {
    pub(crate) method: Option<&'a str>,
    pub(crate) request_id: Option<&'a str>,
    pub(crate) invoice_id: Option<&'a str>,
    pub(crate) transaction_id: Option<i64>,
    pub(crate) sent_at_ms: Option<u64>,
    pub(crate) attempts: u32,
    pub(crate) http_status: Option<u16>,
    pub(crate) elapsed_ms: u64,
    pub(crate) replayed: bool,
    /// Whether the journal has this result; `None` without a journal.
    pub(crate) durable: Option<bool>,
    pub(crate) source: Source,
    pub(crate) evidence: Evidence,
    /// Answer of one of our own methods: name and JSON text.
    pub(crate) own: Vec<(&'static str, String)>,
    /// The API's answer, if one came that is JSON.
    pub(crate) theirs: Option<&'a Document>,
}

impl Facts<'_> {
    /// Nothing is known, because nothing was done.
    pub(crate) const NONE: Self = Self {
        method: None,
        request_id: None,
        invoice_id: None,
        transaction_id: None,
        sent_at_ms: None,
        attempts: 0,
        http_status: None,
        elapsed_ms: 0,
        replayed: false,
        durable: None,
        source: Source::Local,
        evidence: Evidence::NONE,
        own: Vec::new(),
        theirs: None,
    };
}

/// Every name of ours that can stand at the top of an answer.
const OUR_NAMES: &[&str] = &[
    "status",
    "outcome",
    "money",
    "next",
    "final",
    "method",
    "request_id",
    "invoice_id",
    "transaction_id",
    "sent_at",
    "attempts",
    "http_status",
    "elapsed_ms",
    "retry_after_ms",
    "replayed",
    "already",
    "origin_request_id",
    "durable",
    "ack_required",
    "payment",
    "cashier",
    "error",
    "evidence",
    "shadowed",
    "body",
    "html",
    "request",
    "fields",
    "data",
    "mismatch",
    "reply",
    "packet",
    "report",
    "text",
    "missing_here",
    "missing_there",
    "different",
    "totals",
    "seen_before",
    "intents",
    "resolved",
    "open",
    "counts",
];

impl Reply {
    /// The answer to a call that ended before anything was done.
    #[must_use]
    pub fn refused(fault: Fault, method: Option<&str>) -> Self {
        Self::refused_with(fault, method, None)
    }

    pub(crate) fn refused_with(
        fault: Fault,
        method: Option<&str>,
        request_id: Option<&str>,
    ) -> Self {
        let row = method.and_then(crate::catalog::find);
        let effect = row.map_or(Effect::MovesMoney, |row| row.effect);
        let verdict = Verdict::of(outcome_of(fault.code), effect).with(fault);
        let verdict = crate::methods::about_a_payment(verdict, method);
        let facts = Facts {
            method: row.map(|row| row.name),
            request_id,
            ..Facts::NONE
        };
        Self::of(&verdict, &facts)
    }

    /// An answer that a journal has kept, given again.
    pub(crate) fn kept(status: Status, answer: &str, ack_required: bool) -> Self {
        let again = format!(r#"{{"replayed":true,"durable":true,"ack_required":{ack_required},"#);
        Self {
            status,
            json: answer.replacen('{', &again, 1),
        }
    }

    /// The same answer given again, without anything having been sent.
    pub(crate) fn replayed(&self) -> Self {
        Self {
            status: self.status,
            json: self.json.replacen('{', r#"{"replayed":true,"#, 1),
        }
    }

    /// Writes an answer.
    pub(crate) fn of(verdict: &Verdict, facts: &Facts<'_>) -> Self {
        let theirs_length = facts.theirs.map_or(0, Document::length);
        let mut out = Writer::new(theirs_length + 1024);
        out.number("status", verdict.status.number());
        out.text("outcome", verdict.outcome.as_str());
        out.text("money", verdict.money.as_str());
        out.text("next", verdict.next.as_str());
        out.flag("final", verdict.outcome.is_final());
        out.maybe_text("method", facts.method);
        out.maybe_text("request_id", facts.request_id);
        out.maybe_text("invoice_id", facts.invoice_id);
        let transaction_id = verdict.transaction_id.or(facts.transaction_id);
        out.maybe_number("transaction_id", transaction_id);
        out.maybe_instant("sent_at", facts.sent_at_ms);
        out.number("attempts", facts.attempts);
        out.maybe_number("http_status", facts.http_status);
        out.number("elapsed_ms", facts.elapsed_ms);
        if let Some(wait) = verdict.retry_after_ms {
            out.number("retry_after_ms", wait);
        }
        if facts.replayed {
            out.flag("replayed", true);
        }
        if verdict.already {
            out.flag("already", true);
        }
        if let Some(durable) = facts.durable {
            out.flag("durable", durable);
            // What could not be written is found again by asking, and handed out then.
            out.flag("ack_required", durable && verdict.outcome.is_final());
        }
        if let Some((outcome, money)) = verdict.payment {
            out.object("payment", |out| payment(out, outcome, money));
        }
        out.object("cashier", |out| cashier(out, verdict, facts.method));
        match &verdict.fault {
            Some(fault) => out.object("error", |out| error(out, fault)),
            None => out.raw("error", "null"),
        }
        out.object("evidence", |out| {
            evidence(out, facts.source, facts.evidence);
        });
        for (name, json) in &facts.own {
            out.raw(name, json);
        }
        if let Some(theirs) = facts.theirs {
            out.theirs(theirs);
        }
        Self {
            status: verdict.status,
            json: out.finish(),
        }
    }
}

/// The outcome of a call that was refused here.
const fn outcome_of(code: ErrorCode) -> Outcome {
    match code {
        ErrorCode::NullArgument
        | ErrorCode::BadHandle
        | ErrorCode::ForkedProcess
        | ErrorCode::BadEncoding
        | ErrorCode::BadJson
        | ErrorCode::TooLarge => Outcome::InvalidArgument,
        ErrorCode::UnknownMethod => Outcome::UnknownMethod,
        ErrorCode::BadConfig => Outcome::InvalidConfig,
        ErrorCode::NotFound => Outcome::NotFound,
        ErrorCode::InvoiceBusy => Outcome::InvoiceBusy,
        ErrorCode::IdempotencyMismatch => Outcome::IdempotencyMismatch,
        ErrorCode::JournalUnavailable | ErrorCode::JournalCorrupt | ErrorCode::JournalOff => {
            Outcome::JournalUnavailable
        }
        ErrorCode::Internal => Outcome::Internal,
        _ => Outcome::InvalidRequest,
    }
}

fn payment(out: &mut Writer, outcome: Outcome, money: Money) {
    out.text("outcome", outcome.as_str());
    out.text("money", money.as_str());
}

/// The words for the cashier: those of the decline, of the error, of the outcome.
fn cashier(out: &mut Writer, verdict: &Verdict, method: Option<&str>) {
    let fault = verdict.fault.as_ref();
    let declined = (verdict.outcome == Outcome::Declined)
        .then(|| fault?.reason_code)
        .flatten()
        .and_then(|code| u32::try_from(code).ok())
        .and_then(cloudpayments_money::reason::find);
    let (ru, en) = if let Some(reason) = declined {
        (reason.ru, reason.en)
    } else {
        let outcome = verdict.outcome.as_str();
        let code = fault.map(|fault| fault.code.as_str());
        let gives_back = matches!(method, Some("refund" | "void"));
        let asks = method
            .and_then(crate::catalog::find)
            .is_some_and(|row| row.effect == Effect::Reads);
        let own_words = if gives_back {
            words::for_giving_back(outcome, code)
        } else if asks {
            words::for_asking(outcome, code)
        } else {
            None
        };
        own_words
            .or_else(|| words::for_answer(outcome, code))
            .map_or(("", ""), |words| (words.ru, words.en))
    };
    out.text("ru", ru);
    out.text("en", en);
}

fn error(out: &mut Writer, fault: &Fault) {
    out.text("code", fault.code.as_str());
    out.maybe_text("reason", fault.reason.as_deref());
    out.maybe_number("reason_code", fault.reason_code);
    out.text("message", &fault.message);
    out.maybe_text("field", fault.field.as_deref());
    if let Some(other) = &fault.other_request_id {
        out.text("other_request_id", other);
    }
}

fn evidence(out: &mut Writer, source: Source, evidence: Evidence) {
    out.text("source", source.as_str());
    out.text("phase", evidence.phase.as_str());
    out.number("bytes_sent", evidence.bytes_sent);
    out.number("bytes_total", evidence.bytes_total);
}

/// Writes one JSON object.
struct Writer {
    out: String,
}

impl Writer {
    fn new(capacity: usize) -> Self {
        let mut out = String::with_capacity(capacity);
        out.push('{');
        Self { out }
    }

    fn comma(&mut self) {
        if !self.out.ends_with('{') {
            self.out.push(',');
        }
    }

    /// Our names are plain words.
    fn key(&mut self, name: &str) {
        self.comma();
        self.out.push('"');
        self.out.push_str(name);
        self.out.push_str("\":");
    }

    fn raw(&mut self, name: &str, json: &str) {
        self.key(name);
        self.out.push_str(json);
    }

    /// Writes an object in its place.
    fn object(&mut self, name: &str, members: impl FnOnce(&mut Self)) {
        self.key(name);
        self.out.push('{');
        members(self);
        self.out.push('}');
    }

    fn text(&mut self, name: &str, text: &str) {
        self.key(name);
        push_quoted(&mut self.out, text);
    }

    fn number(&mut self, name: &str, number: impl itoa::Integer) {
        self.key(name);
        self.out.push_str(itoa::Buffer::new().format(number));
    }

    fn flag(&mut self, name: &str, flag: bool) {
        self.raw(name, if flag { "true" } else { "false" });
    }

    fn maybe_text(&mut self, name: &str, text: Option<&str>) {
        match text {
            Some(text) => self.text(name, text),
            None => self.raw(name, "null"),
        }
    }

    fn maybe_instant(&mut self, name: &str, unix_ms: Option<u64>) {
        let Some(unix_ms) = unix_ms else {
            return self.raw(name, "null");
        };
        self.key(name);
        self.out.push('"');
        instant::push_iso(&mut self.out, unix_ms);
        self.out.push('"');
    }

    fn maybe_number(&mut self, name: &str, number: Option<impl itoa::Integer>) {
        match number {
            Some(number) => self.number(name, number),
            None => self.raw(name, "null"),
        }
    }

    /// Appends the API's answer. Its keys begin with a capital letter, so that as a rule its text
    /// is taken over whole; a key that bears one of our names goes under `shadowed`.
    fn theirs(&mut self, document: &Document) {
        let Ok(value) = document.value() else {
            return;
        };
        let (Some(mut members), Some(again)) = (value.members(), value.members()) else {
            self.raw("body", value.text());
            return;
        };
        let is_ours = |key: &str| OUR_NAMES.contains(&key);
        if !members.any(|member| is_ours(&member.key)) {
            let inner = value.inner().unwrap_or_default();
            if !inner.is_empty() {
                self.out.push(',');
                self.out.push_str(inner);
            }
            return;
        }
        let mut shadowed = Self::new(256);
        for member in again {
            if is_ours(&member.key) {
                shadowed.raw(&member.key, member.value.text());
            } else {
                self.comma();
                push_quoted(&mut self.out, &member.key);
                self.out.push(':');
                self.out.push_str(member.value.text());
            }
        }
        self.raw("shadowed", &shadowed.finish());
    }

    fn finish(mut self) -> String {
        self.out.push('}');
        // Room for the closing zero of a C string.
        self.out.reserve(1);
        self.out
    }
}

#[cfg(test)]
mod tests {
    use cloudpayments_money::json;

    use super::*;

    fn reply(theirs: &str) -> String {
        let verdict = Verdict::of(Outcome::Ok, Effect::Reads);
        let facts = Facts {
            theirs: Some(&Document::new(theirs.to_owned())),
            ..Facts::NONE
        };
        Reply::of(&verdict, &facts).json
    }

    #[test]
    fn the_apis_answer_is_kept_digit_for_digit() {
        let json = reply(r#"{ "Model":{"Amount":10.00000,"New":[1E5]},"Success":true }"#);
        assert!(
            json.ends_with(r#","Model":{"Amount":10.00000,"New":[1E5]},"Success":true}"#),
            "{json}"
        );
        assert!(json::parse(&json).is_ok());
    }

    #[test]
    fn a_key_that_bears_our_name_is_shadowed() {
        let json = reply(r#"{"status":"theirs","Success":true}"#);
        let value = json::parse(&json).expect("no key twice");
        assert_eq!(value.at("status").map(json::Value::text), Some("0"));
        assert_eq!(
            value.at("shadowed.status").map(json::Value::text),
            Some("\"theirs\"")
        );
        assert_eq!(value.at("Success").map(json::Value::text), Some("true"));
    }

    #[test]
    fn an_answer_that_is_no_object_goes_under_body() {
        let json = reply("[1,2]");
        let value = json::parse(&json).expect("JSON");
        assert_eq!(value.at("body").map(json::Value::text), Some("[1,2]"));
    }

    #[test]
    fn the_cashier_always_has_words() {
        for outcome in Outcome::ALL {
            let mut out = Writer::new(256);
            cashier(&mut out, &Verdict::of(*outcome, Effect::MovesMoney), None);
            let words = out.finish();
            assert!(!words.contains("\"\""), "{outcome:?}: {words}");
        }
    }
}
