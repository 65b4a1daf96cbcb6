//! Did money move?
//!
//! After every attempt this is the only question that matters, so it has one answer, made in one
//! place. `not_moved` needs proof: the server never had a whole request, or it said no. Without
//! proof the attempt is in doubt, and doubt is ended by asking, never by sending again.

use std::sync::Arc;

use crate::answer::{Envelope, NotAnEnvelope, State, Transaction};
use crate::document::Document;
use crate::error::{ErrorCode, Fault};
use crate::evidence::{Evidence, HttpAnswer, Phase, Trouble};
use crate::outcome::{Money, Next, Outcome};
use crate::reason::{self, Advice};
use crate::retry::Again;
use crate::status::Status;

/// What a method does to the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Changes nothing; may be repeated freely.
    Reads,
    /// Changes something, but moves no money by itself.
    Changes,
    /// Moves money.
    MovesMoney,
    /// Never leaves this machine.
    Local,
}

impl Effect {
    /// The word as it stands in `cp_methods()`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reads => "reads",
            Self::Changes => "changes",
            Self::MovesMoney => "moves_money",
            Self::Local => "local",
        }
    }

    /// The effect with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Reads, Self::Changes, Self::MovesMoney, Self::Local]
            .into_iter()
            .find(|effect| effect.as_str() == word)
    }
}

/// How the answers of a method are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// A payment: `Model.Status` decides.
    Payment,
    /// The end of a 3-D Secure payment.
    Finish3ds,
    /// The capture of a hold; answered without a `Model`.
    Confirm,
    /// The release of a hold; answered without a `Model`.
    Void,
    /// A refund; `Model` has its number only.
    Refund,
    /// A payout: final at once, or after an hour.
    Payout,
    /// A link or QR code, by which somebody may pay from now on.
    Link,
    /// A look-up of one transaction, which may be absent.
    LookUp,
    /// A look-up of something else, which may be absent.
    Record,
    /// An answer that may come without an envelope: whatever JSON object comes.
    Bare,
    /// `Success` decides, and this is the outcome.
    Plain(Outcome),
    /// A path that this library does not know: a payment if the answer looks like one.
    Raw,
}

/// What the answer must agree with.
#[derive(Debug, Clone, Default)]
pub struct Expected {
    /// Hundredths.
    pub amount: Option<u64>,
    /// The currency that was sent.
    pub currency: Option<Arc<str>>,
    /// The order number that was sent.
    pub invoice_id: Option<Arc<str>>,
    /// Our mark in `JsonData`.
    pub stamp: Option<Arc<str>>,
    /// The number of the transaction that the call is about.
    pub transaction_id: Option<i64>,
    /// Whether the caller asks about the invoice itself: then whatever payment it shows is the
    /// one that is meant.
    pub invoice_is_ours: bool,
    /// Whether the invoice is a guess that helps to find, and no claim about the record.
    pub invoice_is_guessed: bool,
}

/// An operation to be judged.
#[derive(Debug, Clone, Copy)]
pub struct Operation<'a> {
    /// How its answers are read.
    pub rule: Rule,
    /// What it does to the world.
    pub effect: Effect,
    /// Whether the body is a form: half a form may still be understood by a server, half a JSON
    /// text may not.
    pub form: bool,
    /// What the answer must agree with.
    pub expected: &'a Expected,
}

/// How an operation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The number to switch on.
    pub status: Status,
    /// What became of the operation.
    pub outcome: Outcome,
    /// Where the money is.
    pub money: Money,
    /// What to do now.
    pub next: Next,
    /// What went wrong, if anything did.
    pub fault: Option<Fault>,
    /// The number of the transaction, where one is known.
    pub transaction_id: Option<i64>,
    /// What a record says that a read returned.
    pub payment: Option<(Outcome, Money)>,
    /// Whether the asked state had been reached before this call.
    pub already: bool,
    /// How long the server asked to be left alone.
    pub retry_after_ms: Option<u64>,
}

impl Verdict {
    /// The usual verdict of an outcome. Only what moves money says anything about money.
    #[must_use]
    pub fn of(outcome: Outcome, effect: Effect) -> Self {
        let (status, money, next) = outcome.usual();
        Self {
            status,
            outcome,
            money: match effect {
                Effect::MovesMoney => money,
                // Making a link moves nothing, but whoever has it can pay at any moment.
                Effect::Changes if matches!(outcome, Outcome::RequiresPayer) => money,
                _ => Money::None,
            },
            next,
            fault: None,
            transaction_id: None,
            payment: None,
            already: false,
            retry_after_ms: None,
        }
    }

    /// The same with an error.
    #[must_use]
    pub fn with(mut self, fault: Fault) -> Self {
        self.fault = Some(fault);
        self
    }

    /// The same with the number of the transaction.
    #[must_use]
    pub fn about(mut self, transaction_id: Option<i64>) -> Self {
        self.transaction_id = transaction_id;
        self
    }
}

/// What one attempt means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// The operation has ended.
    Settled(Verdict),
    /// Proven not to have been processed. It may be sent again as [`Again`] allows; if it is not,
    /// this is the verdict.
    NotSent(Verdict, Again),
    /// It may have been processed: ask, never send again.
    Doubt(Fault),
    /// Refused without a record. Ask for the state: it may have been reached before. If it was
    /// not, this is the verdict.
    Refused(Verdict),
    /// Approved, but not as asked. Read it again by its number.
    Contradiction(Fault, Option<i64>),
}

/// Judges one attempt by what the transport saw and what the server said.
#[must_use]
pub fn judge(
    operation: Operation<'_>,
    evidence: Evidence,
    result: &Result<HttpAnswer<'_>, Trouble>,
) -> Judgement {
    match result {
        Ok(answer) => judge_answer(operation, answer),
        Err(trouble) => judge_trouble(operation, evidence, trouble),
    }
}

fn judge_trouble(operation: Operation<'_>, evidence: Evidence, trouble: &Trouble) -> Judgement {
    let half_a_form = operation.form && evidence.phase == Phase::Sending && evidence.bytes_sent > 0;
    if evidence.is_incomplete() && !half_a_form {
        return not_sent(operation, evidence, trouble);
    }
    let fault = match trouble {
        Trouble::Timeout => Fault::new(
            ErrorCode::Timeout,
            "the request was sent and no answer came in time",
        ),
        Trouble::Malformed(why) => Fault::new(
            ErrorCode::MalformedResponse,
            format!("the answer cannot be read: {why}"),
        ),
        Trouble::Interrupted => Fault::new(
            ErrorCode::Interrupted,
            "the call was interrupted while the answer was awaited",
        ),
        _ => Fault::new(
            ErrorCode::ConnectionLost,
            "the connection broke after the request was sent",
        ),
    };
    doubt(operation, fault)
}

/// A read without a usable answer is simply that; anything else is in doubt.
fn doubt(operation: Operation<'_>, fault: Fault) -> Judgement {
    match operation.effect {
        Effect::Reads | Effect::Local => {
            Judgement::Settled(Verdict::of(Outcome::NoAnswer, operation.effect).with(fault))
        }
        Effect::Changes | Effect::MovesMoney => Judgement::Doubt(fault),
    }
}

fn not_sent(operation: Operation<'_>, evidence: Evidence, trouble: &Trouble) -> Judgement {
    let (code, message, again) = match trouble {
        Trouble::Dns => (
            ErrorCode::Dns,
            "the name of the gateway cannot be resolved".to_owned(),
            Again::Quick,
        ),
        Trouble::Connect => (
            ErrorCode::Connect,
            "no connection to the gateway".to_owned(),
            Again::Quick,
        ),
        Trouble::ConnectTimeout => (
            ErrorCode::Connect,
            "no connection to the gateway in time".to_owned(),
            Again::Slow,
        ),
        Trouble::NoTunnel(Some(407)) => (
            ErrorCode::Connect,
            "the proxy wants credentials, or other ones: give them as http://user:pass@host:port \
             (HTTP 407)"
                .to_owned(),
            Again::Never,
        ),
        Trouble::NoTunnel(Some(status)) => (
            ErrorCode::Connect,
            format!("the proxy gives no tunnel to the gateway (HTTP {status})"),
            Again::Quick,
        ),
        Trouble::NoTunnel(None) => (
            ErrorCode::Connect,
            "what is named in `proxy` does not answer as a proxy does".to_owned(),
            Again::Quick,
        ),
        Trouble::Tls => (
            ErrorCode::Tls,
            "the TLS handshake broke off".to_owned(),
            Again::Slow,
        ),
        Trouble::Untrusted(why) => (
            ErrorCode::TlsUntrusted,
            format!("the server did not prove who it is: {why}"),
            Again::Never,
        ),
        Trouble::Interrupted => (
            ErrorCode::Interrupted,
            "the call was interrupted before the request was sent".to_owned(),
            Again::Never,
        ),
        Trouble::Busy => (
            ErrorCode::Busy,
            "too many calls in progress; no place became free in time".to_owned(),
            Again::Never,
        ),
        Trouble::Timeout if evidence.phase < Phase::Sending => (
            ErrorCode::Timeout,
            "the time was up before the request could be sent".to_owned(),
            Again::Never,
        ),
        Trouble::Timeout | Trouble::Lost | Trouble::Malformed(_) => (
            ErrorCode::IncompleteRequest,
            format!(
                "only {} of {} bytes of the request left this machine",
                evidence.bytes_sent, evidence.bytes_total
            ),
            Again::Slow,
        ),
    };
    let mut verdict =
        Verdict::of(Outcome::NotSent, operation.effect).with(Fault::new(code, message));
    if code == ErrorCode::TlsUntrusted {
        verdict.next = Next::FixConfig;
    }
    Judgement::NotSent(verdict, again)
}

fn judge_answer(operation: Operation<'_>, answer: &HttpAnswer<'_>) -> Judgement {
    let ended =
        |outcome, fault| Judgement::Settled(Verdict::of(outcome, operation.effect).with(fault));
    let status = answer.status;
    match status {
        200..=299 => judge_body(operation, answer.body),
        400..=499 if answer.body.is_some_and(tells_of_success) => doubt(
            operation,
            Fault::new(
                ErrorCode::HttpStatus,
                format!("the server refused the request (HTTP {status}) and told of its success"),
            ),
        ),
        300..=399 => doubt(
            operation,
            Fault::new(
                ErrorCode::RedirectRefused,
                format!(
                    "the server answered with a redirect (HTTP {status}), which is never followed"
                ),
            ),
        ),
        401 | 403 => ended(
            Outcome::Unauthorized,
            Fault::new(
                ErrorCode::Unauthorized,
                format!("the gateway did not accept public_id and api_secret (HTTP {status})"),
            ),
        ),
        400 | 404 | 405 | 413 | 415 | 422 | 431 => ended(
            Outcome::Rejected,
            Fault::new(
                ErrorCode::HttpStatus,
                format!("the server refused the request (HTTP {status})"),
            ),
        ),
        425 => Judgement::NotSent(
            Verdict::of(Outcome::NotSent, operation.effect).with(Fault::new(
                ErrorCode::HttpStatus,
                "the server did not start the request (HTTP 425)",
            )),
            Again::Once,
        ),
        429 => {
            let mut verdict = Verdict::of(Outcome::NotSent, operation.effect).with(Fault::new(
                ErrorCode::Busy,
                "too many requests in progress at the gateway (HTTP 429)",
            ));
            verdict.retry_after_ms = answer.retry_after_ms;
            Judgement::NotSent(verdict, Again::Busy(answer.retry_after_ms))
        }
        _ => doubt(
            operation,
            Fault::new(
                ErrorCode::HttpStatus,
                format!("the server answered with HTTP {status}, which settles nothing"),
            ),
        ),
    }
}

/// Whether a body says that something was done, whatever the status above it says.
fn tells_of_success(body: &Document) -> bool {
    let refused = |state| {
        matches!(
            state,
            State::Declined | State::Failed | State::AwaitingAuthentication
        )
    };
    Envelope::read(body).is_ok_and(|envelope| {
        let state = envelope.transaction().and_then(|found| found.state);
        envelope.success || state.is_some_and(|state| !refused(state))
    })
}

fn judge_body(operation: Operation<'_>, body: Option<&Document>) -> Judgement {
    let malformed = |why: String| {
        let message = format!("the answer cannot be read: {why}");
        doubt(operation, Fault::new(ErrorCode::MalformedResponse, message))
    };
    let Some(body) = body else {
        return malformed("not UTF-8".into());
    };
    let envelope = match Envelope::read(body) {
        Ok(envelope) => envelope,
        // A path of which only the caller knows what it answers.
        Err(NotAnEnvelope::Shape)
            if operation.rule == Rule::Bare
                || (operation.rule == Rule::Raw && operation.effect == Effect::Reads) =>
        {
            return Judgement::Settled(Verdict::of(Outcome::Ok, operation.effect));
        }
        Err(NotAnEnvelope::Shape) => return malformed("no envelope with `Success`".into()),
        Err(NotAnEnvelope::Json(why)) => return malformed(why.to_string()),
    };
    match operation.rule {
        Rule::Payment | Rule::Finish3ds | Rule::Payout => judge_payment(operation, &envelope),
        Rule::Link => judge_link(operation, &envelope),
        Rule::Raw if operation.effect == Effect::MovesMoney && has_state(&envelope) => {
            judge_payment(operation, &envelope)
        }
        Rule::LookUp => judge_look_up(operation, &envelope),
        Rule::Record => judge_record(operation, &envelope),
        Rule::Confirm | Rule::Void => {
            let done = match operation.rule {
                Rule::Confirm => Outcome::Confirmed,
                _ => Outcome::Voided,
            };
            if envelope.success {
                let verdict = Verdict::of(done, operation.effect);
                Judgement::Settled(verdict.about(operation.expected.transaction_id))
            } else {
                Judgement::Refused(refused(operation, &envelope))
            }
        }
        Rule::Refund if envelope.success => {
            let number = envelope.transaction().and_then(|refund| refund.id);
            Judgement::Settled(Verdict::of(Outcome::Refunded, operation.effect).about(number))
        }
        Rule::Plain(outcome) if envelope.success => {
            // What was made shows of what: an order for another sum is none of ours.
            let made = envelope
                .transaction()
                .filter(|_| operation.effect == Effect::Changes);
            match made.and_then(|made| conflict(operation.expected, &made)) {
                Some(field) => Judgement::Contradiction(contradiction(field), None),
                None => Judgement::Settled(Verdict::of(outcome, operation.effect)),
            }
        }
        Rule::Raw | Rule::Bare if envelope.success => {
            Judgement::Settled(Verdict::of(Outcome::Ok, operation.effect))
        }
        Rule::Refund | Rule::Plain(_) | Rule::Raw | Rule::Bare => {
            Judgement::Settled(refused(operation, &envelope))
        }
    }
}

fn has_state(envelope: &Envelope<'_>) -> bool {
    envelope
        .transaction()
        .is_some_and(|found| found.state.is_some() || found.wants_3ds)
}

fn judge_payment(operation: Operation<'_>, envelope: &Envelope<'_>) -> Judgement {
    let Some(found) = envelope.transaction() else {
        if envelope.success {
            return Judgement::Doubt(Fault::new(
                ErrorCode::MalformedResponse,
                "the answer says `Success` and shows no transaction",
            ));
        }
        let verdict = refused(operation, envelope);
        return match operation.rule {
            Rule::Finish3ds => Judgement::Refused(verdict),
            _ => Judgement::Settled(verdict),
        };
    };
    // Whatever an answer says, it says it of another payment if it shows another one.
    if let Some(field) = conflict(operation.expected, &found) {
        return Judgement::Contradiction(contradiction(field), found.id);
    }
    let open = matches!(found.state, None | Some(State::AwaitingAuthentication));
    if found.wants_3ds && open && !envelope.success {
        return Judgement::Settled(
            Verdict::of(Outcome::Requires3ds, operation.effect).about(found.id),
        );
    }
    let settled =
        |outcome| Judgement::Settled(Verdict::of(outcome, operation.effect).about(found.id));
    match found.state {
        _ if found.in_process => settled(Outcome::Pending),
        // A payout that was accepted may have failed all the same.
        Some(State::Declined | State::Failed)
            if envelope.success && operation.rule != Rule::Payout =>
        {
            Judgement::Contradiction(contradiction("`Success`"), found.id)
        }
        Some(State::Declined | State::Failed) => {
            Judgement::Settled(declined(operation.effect, &found))
        }
        Some(state @ (State::Authorized | State::Completed)) => {
            if !envelope.success {
                let fault = contradiction("`Success`");
                return Judgement::Contradiction(fault, found.id);
            }
            if let Some(field) = disagreement(operation.expected, &found) {
                return Judgement::Contradiction(contradiction(field), found.id);
            }
            settled(match (state, operation.rule) {
                (State::Authorized, _) => Outcome::Authorized,
                (_, Rule::Payout) => Outcome::PaidOut,
                _ => Outcome::Completed,
            })
        }
        Some(State::AwaitingAuthentication | State::InProgress) => settled(Outcome::Pending),
        Some(State::Cancelled) => Judgement::Contradiction(contradiction("`Status`"), found.id),
        None if found.reason_code.is_some_and(|code| code != 0) && !envelope.success => {
            Judgement::Settled(declined(operation.effect, &found))
        }
        None => Judgement::Doubt(Fault::new(
            ErrorCode::MalformedResponse,
            "the answer shows a transaction without a status",
        )),
    }
}

/// The gateway has made the link; nobody has paid yet.
fn judge_link(operation: Operation<'_>, envelope: &Envelope<'_>) -> Judgement {
    let found = envelope.transaction();
    if !envelope.success {
        return Judgement::Settled(match found {
            Some(found) if found.reason_code.is_some_and(|code| code != 0) => {
                declined(operation.effect, &found)
            }
            _ => refused(operation, envelope),
        });
    }
    match found.filter(|found| found.id.is_some()) {
        Some(found) => match conflict(operation.expected, &found) {
            Some(field) => Judgement::Contradiction(contradiction(field), found.id),
            None => {
                let verdict = Verdict::of(Outcome::RequiresPayer, operation.effect);
                Judgement::Settled(verdict.about(found.id))
            }
        },
        None => Judgement::Doubt(Fault::new(
            ErrorCode::MalformedResponse,
            "the answer says `Success` and shows no transaction",
        )),
    }
}

/// Something was found, or `Model` says in one way or another that there is nothing.
fn judge_record(operation: Operation<'_>, envelope: &Envelope<'_>) -> Judgement {
    let said = envelope.message.as_deref().unwrap_or("not found");
    let nothing = if envelope.success {
        envelope.model.is_some_and(|model| {
            model.as_str().as_deref() == Some("NotFound")
                || model.elements().is_some_and(|all| all.is_empty())
        })
    } else {
        said.to_ascii_lowercase().contains("not found")
    };
    Judgement::Settled(if nothing {
        not_found(operation.effect)
    } else if envelope.success {
        Verdict::of(Outcome::Ok, operation.effect)
    } else {
        refused(operation, envelope)
    })
}

fn not_found(effect: Effect) -> Verdict {
    let fault = Fault::new(ErrorCode::NotFound, "nothing was found");
    Verdict::of(Outcome::NotFound, effect).with(fault)
}

fn judge_look_up(operation: Operation<'_>, envelope: &Envelope<'_>) -> Judgement {
    if let Some(found) = envelope.transaction().filter(|found| found.id.is_some()) {
        let mut verdict = Verdict::of(Outcome::Ok, operation.effect).about(found.id);
        verdict.payment = Some(says(&found));
        return Judgement::Settled(verdict);
    }
    if envelope.success {
        let fault = Fault::new(
            ErrorCode::MalformedResponse,
            "the answer says `Success` and shows no transaction",
        );
        return doubt(operation, fault);
    }
    Judgement::Settled(refused(operation, envelope))
}

/// What a record says of its payment.
#[must_use]
pub fn says(found: &Transaction<'_>) -> (Outcome, Money) {
    let outcome = match found.state {
        Some(State::Completed) if found.is_refund() => Outcome::Refunded,
        Some(State::Completed) if found.is_payout() => Outcome::PaidOut,
        Some(State::Completed) => Outcome::Completed,
        Some(State::Authorized) => Outcome::Authorized,
        Some(State::Cancelled) => Outcome::Voided,
        Some(State::Declined | State::Failed) => Outcome::Declined,
        Some(State::AwaitingAuthentication) => Outcome::Requires3ds,
        Some(State::InProgress) | None => Outcome::Pending,
    };
    (outcome, outcome.usual().1)
}

/// A refusal without a record: what the API answers to a malformed or impossible request, and to
/// a look-up that finds nothing.
fn refused(operation: Operation<'_>, envelope: &Envelope<'_>) -> Verdict {
    let said = envelope.message.as_deref().unwrap_or("no reason given");
    if operation.effect == Effect::Reads && said.eq_ignore_ascii_case("not found") {
        return not_found(operation.effect);
    }
    Verdict::of(Outcome::Rejected, operation.effect).with(Fault::new(
        ErrorCode::Refused,
        format!("the API refused the request: {said}"),
    ))
}

/// The verdict of a declined transaction, with the API's reason and our advice.
#[must_use]
pub fn declined(effect: Effect, found: &Transaction<'_>) -> Verdict {
    /// An unknown code is treated as "cannot be processed": the table lags behind the API.
    const UNABLE_TO_PROCESS: u32 = 5204;
    let known = found
        .reason_code
        .and_then(|code| u32::try_from(code).ok())
        .and_then(reason::find);
    let mut verdict = Verdict::of(Outcome::Declined, effect).about(found.id);
    if let Some(row) = known.or_else(|| reason::find(UNABLE_TO_PROCESS)) {
        verdict.next = match row.advice {
            Advice::AskOtherCard => Next::AskOtherCard,
            Advice::RetryLater => Next::RetryLater,
            Advice::Stop => Next::Stop,
        };
    }
    verdict.with(Fault {
        reason: found.reason.as_deref().map(str::to_owned),
        reason_code: found.reason_code,
        ..Fault::new(
            ErrorCode::Declined,
            match known {
                Some(row) => format!("the payment was declined: {}", row.en),
                None => "the payment was declined".to_owned(),
            },
        )
    })
}

/// The error of an answer that says something else than was asked.
#[must_use]
pub fn contradiction(field: &str) -> Fault {
    Fault::new(
        ErrorCode::Mismatch,
        format!("the record at the gateway does not agree with the request: {field} differs"),
    )
}

/// The first thing in which an approval differs from the request: it must show its amount.
#[must_use]
pub fn disagreement(expected: &Expected, found: &Transaction<'_>) -> Option<&'static str> {
    if expected.amount.is_some() && found.amount.is_none() {
        return Some("Amount");
    }
    conflict(expected, found)
}

/// The first thing that both the request and a record have, and in which they differ. Older
/// answers leave some fields out.
#[must_use]
pub fn conflict(expected: &Expected, found: &Transaction<'_>) -> Option<&'static str> {
    let differs = |wanted: Option<&str>, shown: Option<&str>| matches!((wanted, shown), (Some(wanted), Some(shown)) if wanted != shown);
    let other = |wanted: Option<i64>, shown: Option<i64>| matches!((wanted, shown), (Some(wanted), Some(shown)) if wanted != shown);
    if matches!((expected.amount, found.amount), (Some(wanted), Some(shown)) if wanted != shown) {
        return Some("Amount");
    }
    // The gateway takes a currency in any case, and answers in capitals.
    let same_currency = |(wanted, shown): (&str, &str)| wanted.eq_ignore_ascii_case(shown);
    let currencies = expected.currency.as_deref().zip(found.currency.as_deref());
    if !currencies.is_none_or(same_currency) {
        return Some("Currency");
    }
    if !expected.invoice_is_guessed
        && differs(expected.invoice_id.as_deref(), found.invoice_id.as_deref())
    {
        return Some("InvoiceId");
    }
    if differs(expected.stamp.as_deref(), found.stamp.as_deref()) {
        return Some("JsonData");
    }
    if other(expected.transaction_id, found.id) {
        return Some("TransactionId");
    }
    None
}
