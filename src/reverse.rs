//! Undoing a payment, whatever became of it: a hold is voided, a capture refunded for what is
//! left of it, and what is gone already stays gone. The same answer when called again.

use std::sync::Arc;

use cloudpayments_money::amount::Amount;
use cloudpayments_money::answer::{State, Transaction};
use cloudpayments_money::ask::{Finding, conclude};
use cloudpayments_money::document::Document;
use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::json;
use cloudpayments_money::outcome::Outcome;
use cloudpayments_money::request_id::RequestId;
use cloudpayments_money::verdict::{Effect, Expected, Operation, Rule, Verdict, contradiction};

use crate::call::Call;
use crate::flow::{fingerprint, in_doubt};
use crate::http::Message;
use crate::journal::pursue::{Long, pursue};
use crate::journal::recorded::{self, Record};
use crate::journal::{Access, Entry};
use crate::look_up::{get, list, list_since_sending, look_up, transaction, transactions};
use crate::memory::{Begin, Doubt};
use crate::methods::forget_doubt;
use crate::reply::{Reply, Source};
use crate::request::Parsed;
use crate::settle::{ask_again, settle, wait};
use crate::world;

/// The record of the payment to be undone.
struct Payment {
    number: i64,
    state: State,
    amount: Option<u64>,
    refunded: bool,
    created_ms: Option<u64>,
}

impl Payment {
    fn of(record: &Transaction<'_>) -> Option<Self> {
        Some(Self {
            number: record.id?,
            state: record.state?,
            amount: record.amount,
            refunded: record.refunded,
            created_ms: record.created_ms,
        })
    }
}

/// Undoes the payment that a request names.
pub(crate) fn reverse(call: &mut Call<'_>, parsed: &Parsed<'_>) -> Result<Reply, Fault> {
    let request_id = call.request_id.clone();
    // The id of a refund names what was given back, not what is to be.
    let intent = recorded::named(call, parsed).filter(|intent| *intent.method != *"refund");
    let remembered = match &intent {
        Some(intent) => Some(Arc::new(Doubt::of(intent))),
        None => request_id
            .as_ref()
            .and_then(|id| call.client.memory.doubt(id.as_str())),
    };
    let known = remembered.as_deref();
    let invoice_id = parsed
        .shared_text("InvoiceId")
        .or_else(|| known?.invoice_id.clone())
        .or_else(|| Some(request_id.as_ref()?.shared()));
    let transaction_id = parsed
        .integer("TransactionId")
        .or_else(|| intent.as_ref()?.transaction_id);
    if invoice_id.is_none() && transaction_id.is_none() {
        let message = "one of `request_id`, `InvoiceId` and `TransactionId` is required";
        return Err(Fault::field(ErrorCode::MissingField, "request_id", message));
    }
    call.invoice_id.clone_from(&invoice_id);
    call.transaction_id = transaction_id;
    call.sent_at_ms = known.and_then(|doubt| doubt.sent_at_ms);
    let expected = Expected {
        invoice_id: invoice_id.filter(|_| transaction_id.is_none()),
        stamp: request_id.as_ref().map(RequestId::shared),
        transaction_id,
        invoice_is_ours: request_id.is_none(),
        invoice_is_guessed: parsed.get("InvoiceId").is_none()
            && known.is_none_or(|doubt| doubt.invoice_id.is_none()),
        ..Expected::default()
    };
    let verdict = match find(call, &expected) {
        Ok(payment) => undo(call, &payment),
        Err(verdict) => *verdict,
    };
    forget_doubt(call, &verdict);
    let verdict = recorded::reversal(call, intent, verdict);
    Ok(call.reply(&verdict))
}

/// Undoes the payment with this number.
pub(crate) fn by_number(call: &mut Call<'_>, number: i64) -> Verdict {
    match read(call, number) {
        Some(payment) if payment.state == State::AwaitingAuthentication => {
            Verdict::of(Outcome::Requires3ds, Effect::MovesMoney).about(Some(number))
        }
        Some(payment) => undo(call, &payment),
        None => {
            let verdict = Verdict::of(Outcome::Unknown, Effect::MovesMoney);
            verdict.with(cannot_ask()).about(Some(number))
        }
    }
}

/// Finds the payment, or says why there is nothing to undo. The gateway may be trying a second bank
/// just now: a decline must be seen twice.
fn find(call: &mut Call<'_>, expected: &Expected) -> Result<Payment, Box<Verdict>> {
    let mut declined_before = None;
    let mut made = 0;
    loop {
        let shown = look(call, expected);
        let Err(verdict) = &shown else {
            return shown;
        };
        if verdict.outcome != Outcome::Declined || declined_before == verdict.transaction_id {
            return shown;
        }
        declined_before = verdict.transaction_id;
        if !wait(call, made, call.deadline) {
            let why = "the payment was declined a moment ago, and another bank may be asked yet";
            let fault = Fault::new(ErrorCode::Timeout, why);
            let unknown = Verdict::of(Outcome::Unknown, Effect::MovesMoney).with(fault);
            return Err(Box::new(unknown.about(declined_before)));
        }
        made += 1;
    }
}

/// One look at the payment.
fn look(call: &mut Call<'_>, expected: &Expected) -> Result<Payment, Box<Verdict>> {
    let unknown = |code, why: &str| {
        let verdict = Verdict::of(Outcome::Unknown, Effect::MovesMoney);
        Box::new(verdict.with(Fault::new(code, why)))
    };
    let Some(answer) = latest(call, expected) else {
        let fault = call.asked_in_vain.take();
        let verdict = Verdict::of(Outcome::Unknown, Effect::MovesMoney);
        return Err(Box::new(verdict.with(fault.unwrap_or_else(cannot_ask))));
    };
    call.source = Source::LookUp;
    let shown = pick(expected, transaction(&answer).as_slice());
    let picked = match shown {
        Some(Ok(payment)) => Some(Ok(payment)),
        // The latest operation of an order may be a decline that hides an approved payment.
        shown => match earlier(call, expected) {
            Some(payment) => return Ok(payment),
            None => shown,
        },
    };
    if picked.is_some() {
        call.theirs = Some(answer);
    }
    picked.unwrap_or_else(|| {
        let why = "the gateway shows no such payment (yet)";
        Err(unknown(ErrorCode::NotFound, why))
    })
}

/// The answer that shows the payment, or the latest one of its order.
fn latest(call: &Call<'_>, expected: &Expected) -> Option<Document> {
    if let Some(number) = expected.transaction_id {
        return get(call, number, call.deadline);
    }
    let invoice = json::quoted(expected.invoice_id.as_deref()?);
    let body = format!(r#"{{"InvoiceId":{invoice}}}"#);
    look_up(call, "payments/find", &body, call.deadline)
}

/// The payment in the list of the time around its sending, where that is known.
fn earlier(call: &Call<'_>, expected: &Expected) -> Option<Payment> {
    let pages = list_since_sending(call, call.deadline)?;
    let found: Vec<_> = pages.iter().flat_map(transactions).collect();
    pick(expected, &found)?.ok()
}

/// The payment among the records if it can be, or has been, undone; else what became of it.
fn pick(expected: &Expected, found: &[Transaction<'_>]) -> Option<Result<Payment, Box<Verdict>>> {
    let verdict = match conclude(Rule::Payment, expected, found) {
        Finding::Nothing | Finding::Unproven => return None,
        Finding::Settled(verdict) => verdict,
        Finding::Contradiction(fault, number) => {
            let verdict = Verdict::of(Outcome::ManualReview, Effect::MovesMoney);
            return Some(Err(Box::new(verdict.with(fault).about(number))));
        }
    };
    let record = found
        .iter()
        .find(|found| found.id == verdict.transaction_id)
        .and_then(Payment::of)
        .filter(|payment| {
            matches!(
                payment.state,
                State::Authorized | State::Completed | State::Cancelled
            )
        });
    Some(record.ok_or_else(|| Box::new(verdict)))
}

fn undo(call: &mut Call<'_>, payment: &Payment) -> Verdict {
    call.transaction_id = Some(payment.number);
    match payment.state {
        State::Authorized => release(call, payment),
        State::Completed => give_back(call, payment),
        _ => gone(payment, true),
    }
}

/// The payment is undone.
fn gone(payment: &Payment, already: bool) -> Verdict {
    let mut verdict =
        Verdict::of(Outcome::Reversed, Effect::MovesMoney).about(Some(payment.number));
    verdict.already = already;
    verdict
}

fn release(call: &mut Call<'_>, payment: &Payment) -> Verdict {
    let body = format!(r#"{{"TransactionId":{}}}"#, payment.number);
    let id = format!("reverse-{}-void", payment.number);
    let expected = Expected {
        transaction_id: Some(payment.number),
        ..Expected::default()
    };
    let verdict = send(call, Rule::Void, &expected, "payments/void", &body, &id);
    match verdict.outcome {
        Outcome::Voided => gone(payment, verdict.already),
        // It was captured in between: give the money back instead.
        Outcome::Rejected | Outcome::NotProcessed => match read(call, payment.number) {
            Some(payment) if payment.state == State::Completed => give_back(call, &payment),
            Some(payment) if payment.state == State::Cancelled => gone(&payment, true),
            _ => still_there(verdict),
        },
        _ => still_there(verdict),
    }
}

fn give_back(call: &mut Call<'_>, payment: &Payment) -> Verdict {
    let Some(paid) = payment.amount else {
        let fault = contradiction("Amount");
        return Verdict::of(Outcome::ManualReview, Effect::MovesMoney)
            .with(fault)
            .about(Some(payment.number));
    };
    let returned = if payment.refunded {
        match returned(call, payment) {
            Some(returned) => returned,
            None => {
                return Verdict::of(Outcome::Unknown, Effect::MovesMoney)
                    .with(cannot_ask_for_refunds())
                    .about(Some(payment.number));
            }
        }
    } else {
        0
    };
    let Ok(rest) = Amount::from_hundredths(paid.saturating_sub(returned)) else {
        return gone(payment, true);
    };
    let body = format!(
        r#"{{"TransactionId":{},"Amount":{}}}"#,
        payment.number,
        rest.digits()
    );
    // The same rest of the same payment is the same operation, however often it is asked for.
    let id = format!("reverse-{}-refund-{}", payment.number, rest.hundredths());
    let expected = Expected {
        amount: Some(rest.hundredths()),
        transaction_id: Some(payment.number),
        ..Expected::default()
    };
    let verdict = send(call, Rule::Refund, &expected, "payments/refund", &body, &id);
    match verdict.outcome {
        Outcome::Refunded => gone(payment, false),
        _ => still_there(verdict),
    }
}

/// `money` of a reversal speaks of the payment: as long as it is not undone, the money is where
/// it was, and nobody may conclude that it did not move.
fn still_there(mut verdict: Verdict) -> Verdict {
    use cloudpayments_money::outcome::Money;
    if verdict.money == Money::NotMoved {
        verdict.money = Money::Unknown;
    }
    verdict
}

/// What `resolve` found completed may have been given back since: then it is reversed. A part that
/// was given back leaves it completed.
pub(crate) fn unless_given_back(call: &mut Call<'_>, completed: Verdict) -> Verdict {
    let number = completed.transaction_id;
    let shown = call.theirs.as_ref().and_then(transaction);
    let payment = match shown.as_ref().and_then(Payment::of) {
        Some(payment) => Some(payment),
        None => number.and_then(|number| read(call, number)),
    };
    let Some(payment) = payment.filter(|payment| payment.refunded) else {
        return completed;
    };
    match (returned(call, &payment), payment.amount) {
        (Some(returned), Some(paid)) if returned >= paid => gone(&payment, false),
        (Some(_), Some(_)) => completed,
        _ => Verdict::of(Outcome::Unknown, Effect::MovesMoney)
            .with(cannot_ask_for_refunds())
            .about(number),
    }
}

fn cannot_ask() -> Fault {
    let why = "the gateway cannot be asked about the payment";
    Fault::new(ErrorCode::Timeout, why)
}

fn cannot_ask_for_refunds() -> Fault {
    Fault::new(
        ErrorCode::Timeout,
        "the gateway cannot be asked how much was given back before",
    )
}

/// How much of a payment has been given back, in hundredths.
fn returned(call: &Call<'_>, payment: &Payment) -> Option<u64> {
    let until = call.deadline;
    let to = call.on_gateway_clock(call.now_ms()) + 600_000;
    let pages = list(call, payment.created_ms?, to, until)?;
    let sum = pages
        .iter()
        .flat_map(transactions)
        .filter(|refund| refund.original_id == Some(payment.number))
        .filter(|refund| refund.state == Some(State::Completed))
        .filter_map(|refund| refund.amount)
        .sum();
    Some(sum)
}

fn read(call: &Call<'_>, number: i64) -> Option<Payment> {
    let answer = get(call, number, call.deadline)?;
    Payment::of(&transaction(&answer)?)
}

/// Sends the void or the refund as an operation of its own, with an id of its own.
fn send(
    call: &mut Call<'_>,
    rule: Rule,
    expected: &Expected,
    path: &str,
    body: &str,
    id: &str,
) -> Verdict {
    let Ok(id) = RequestId::parse(id) else {
        let fault = Fault::new(ErrorCode::Internal, "the id of the reversal is not valid");
        return Verdict::of(Outcome::Internal, Effect::MovesMoney).with(fault);
    };
    let payment = call.request_id.replace(id.clone());
    let verdict = send_as(call, rule, expected, path, body, &id);
    call.request_id = payment;
    verdict
}

fn send_as(
    call: &mut Call<'_>,
    rule: Rule,
    expected: &Expected,
    path: &str,
    body: &str,
    id: &RequestId,
) -> Verdict {
    call.stop_waiting_at(world::now() + call.deadline.saturating_duration_since(world::now()) / 2);
    let message = Message {
        path,
        get: false,
        form: false,
        body: body.as_bytes(),
        request_id: Some(id),
        signature: None,
    };
    let operation = Operation {
        rule,
        effect: Effect::MovesMoney,
        form: false,
        expected,
    };
    // A refusal of another operation on this payment proves nothing while this one is open.
    let client = call.client;
    let subject = (
        if rule == Rule::Void { "void" } else { "refund" },
        expected.transaction_id,
    );
    let begin = client.memory.begin(
        id.as_str(),
        fingerprint(&message),
        None,
        subject,
        call.deadline,
        || call.is_stopped(),
    );
    let mut operating = match begin {
        Begin::Go(operating) => operating,
        Begin::InDoubt(doubt) => {
            call.sent_at_ms = doubt.sent_at_ms;
            let verdict = ask_again(call, operation);
            if !in_doubt(&verdict) {
                client
                    .memory
                    .ended(id.as_str(), verdict.money, call.started);
            }
            return verdict;
        }
        Begin::LongEnded(_) => return ask_again(call, operation),
        _ => {
            let why = "this payment is being undone in another thread";
            let fault = Fault::new(ErrorCode::Timeout, why);
            return Verdict::of(Outcome::Unknown, Effect::MovesMoney).with(fault);
        }
    };
    let journal = call.journal();
    if let Some(journal) = journal {
        let record = Record {
            request_id: id.as_str(),
            method: subject.0,
            pays: false,
            undoes: true,
            operation,
            content: fingerprint(&message),
        };
        if let Some(verdict) = begun_before(call, journal, &record) {
            operating.forget();
            return verdict;
        }
    }
    let mut doubt = Doubt {
        method: subject.0,
        transaction_id: expected.transaction_id,
        amount: expected.amount,
        sent_at_ms: Some(call.now_ms()),
        ..Doubt::default()
    };
    operating.may_be_sent(doubt.clone());
    let judgement = call.send(operation, &message);
    let verdict = settle(call, operation, judgement);
    if in_doubt(&verdict) {
        doubt.sent_at_ms = call.sent_at_ms;
        operating.may_be_sent(doubt);
    } else {
        operating.ended(verdict.money);
    }
    if let Some(journal) = journal {
        return recorded::learn(call, journal, id.as_str(), verdict, &[]);
    }
    verdict
}

/// Writes the reversal down; what is known of it if it must not be sent.
fn begun_before(call: &mut Call<'_>, journal: Access<'_>, record: &Record<'_>) -> Option<Verdict> {
    let unknown = |why: &str| {
        let fault = Fault::new(ErrorCode::Timeout, why);
        Verdict::of(Outcome::Unknown, Effect::MovesMoney).with(fault)
    };
    Some(match recorded::enter(call, journal, record) {
        Ok(Entry::Begun) => return None,
        Ok(Entry::Ended(intent)) => Verdict::of(intent.outcome, Effect::MovesMoney)
            .about(intent.made_id.or(intent.transaction_id)),
        Ok(Entry::Open(intent)) => {
            let mut about = call.about(call.row, recorded::id_of(&intent));
            pursue(&mut about, journal, &intent, Long::UntilItEnds)
        }
        Ok(_) => unknown("this payment is being undone by another process"),
        Err(trouble) => {
            Verdict::of(Outcome::JournalUnavailable, Effect::MovesMoney).with(trouble.into())
        }
    })
}
