//! One call to the API, told from beginning to end.
//!
//! Parse; write the intent into the journal, if there is one; send; judge by evidence; if provably
//! not sent, try again, else if in doubt, ask; write the result into the journal; answer.

use std::borrow::Cow;
use std::sync::Arc;

use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::json;
use cloudpayments_money::outcome::{Money, Outcome};
use cloudpayments_money::verdict::{Effect, Expected, Operation, Rule, Verdict};
use ring::digest::{Context, SHA256};
use ureq::http::HeaderValue;

use crate::call::{Call, milliseconds};
use crate::catalog::Via;
use crate::config::ContentType;
use crate::http::Message;
use crate::journal::recorded::{self, Record};
use crate::memory::{Begin, Doubt};
use crate::methods::{bad, forget_doubt};
use crate::receipts;
use crate::reply::Reply;
use crate::request::Parsed;
use crate::{look_up, settle};

/// A method of the API.
pub(crate) fn api(call: &mut Call<'_>, rule: Rule, mut parsed: Parsed<'_>) -> Reply {
    let address = match address(call, &mut parsed) {
        Ok(address) => address,
        Err(fault) => return call.refuse(fault),
    };
    if let Err(fault) = receipts::check(call.row, &mut parsed, call.now_ms()) {
        return call.refuse(fault);
    }
    let expected = prepare(call, &mut parsed, address.signature.is_some());
    let path = &*address.path;
    // The cash registers speak JSON only.
    let form = call.client.config.content_type == ContentType::Form && !path.starts_with("kkt/");
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
        path,
        get: matches!(call.row.via, Via::Get(_)),
        form,
        body: &body,
        signature: address.signature.as_ref(),
        request_id: request_id
            .as_ref()
            .filter(|_| call.row.effect != Effect::Reads),
    };
    perform(call, operation, &message)
}

/// Where a request goes, and what stands beside its body.
struct Address {
    path: Cow<'static, str>,
    signature: Option<HeaderValue>,
}

/// Takes out of a request what belongs into its path and its head.
fn address(call: &Call<'_>, parsed: &mut Parsed<'_>) -> Result<Address, Fault> {
    let mut path = Cow::Borrowed(call.row.path);
    let in_path = path.contains('{');
    for field in call.row.fields.iter().filter(|_| in_path) {
        let place = format!("{{{}}}", field.name);
        if !path.contains(&place) {
            continue;
        }
        let text = parsed.take_text(field.name).unwrap_or_default();
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(bad(field.name, "must have letters and digits only"));
        }
        path = Cow::Owned(path.replace(&place, &text));
    }
    let signature = parsed
        .take_text("x_signature")
        .map(|text| HeaderValue::from_str(&text))
        .transpose()
        .map_err(|_| bad("x_signature", "cannot be the value of a header"))?;
    Ok(Address { path, signature })
}

/// Fills in what the caller may leave out, and notes what the answer must agree with. A body that
/// is signed stays as it was given.
fn prepare(call: &mut Call<'_>, parsed: &mut Parsed<'_>, signed: bool) -> Expected {
    let row = call.row;
    for terminal in ["PublicId", "PublicTerminalId"] {
        if row.field(terminal).is_some() && parsed.get(terminal).is_none() {
            parsed.set_text(terminal, &call.client.config.public_id);
        }
    }
    let mut stamp = None;
    if (row.is_payment() || row.is_stamped())
        && !signed
        && let Some(id) = call.request_id.clone()
    {
        if parsed
            .text("InvoiceId")
            .is_none_or(|invoice| invoice.is_empty())
        {
            parsed.set_text("InvoiceId", id.as_str());
        }
        if row.is_stamped() && call.client.config.stamp && parsed.stamp(&id) {
            stamp = Some(id.shared());
        }
    }
    call.invoice_id = parsed.shared_text("InvoiceId");
    call.transaction_id = parsed.integer("TransactionId");
    Expected {
        amount: parsed.hundredths("Amount"),
        currency: parsed.shared_text("Currency"),
        invoice_id: call.invoice_id.clone(),
        stamp,
        transaction_id: call.transaction_id,
        ..Expected::default()
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
    let client = call.client;
    if operation.rule == Rule::Finish3ds
        && let Some(number) = operation.expected.transaction_id
        && client.memory.is_given_up(number)
    {
        return given_up(call, operation);
    }
    let moves = operation.effect == Effect::MovesMoney;
    let journal = call.journal().filter(|_| moves);
    let content = fingerprint(message);
    let invoice = call.invoice_id.as_deref();
    let enter = || {
        client.memory.begin(
            id.as_str(),
            content,
            invoice.filter(|_| call.row.is_payment()),
            (call.row.name, operation.expected.transaction_id),
            call.deadline,
            || call.is_stopped(),
        )
    };
    let mut begin = enter();
    if let (Begin::Busy(holder), Some(journal)) = (&begin, journal)
        && recorded::is_released(call, journal, holder)
    {
        begin = enter();
    }
    let mut operating = match begin {
        Begin::Go(operating) => operating,
        begin => {
            let known = journal.and_then(|journal| recorded::known(call, journal, &begin));
            return known.unwrap_or_else(|| begun_before(call, operation, begin));
        }
    };
    // Written before the first byte leaves.
    if let Some(journal) = journal {
        let record = Record {
            request_id: id.as_str(),
            method: call.row.name,
            pays: call.row.is_payment(),
            undoes: false,
            operation,
            content,
        };
        if let Err(reply) = recorded::begin(call, journal, &record) {
            operating.forget();
            operating.finish(&reply);
            return *reply;
        }
    }
    let mut doubt = Doubt {
        method: call.row.name,
        invoice_id: call.invoice_id.clone(),
        transaction_id: operation.expected.transaction_id,
        amount: operation.expected.amount,
        currency: operation.expected.currency.clone(),
        sent_at_ms: Some(call.now_ms()),
    };
    // What moves no money is not kept from being repeated: the gateway's own store answers it.
    if moves {
        operating.may_be_sent(doubt.clone());
    }
    let finishes = operation.expected.transaction_id;
    let finishes = finishes.filter(|_| operation.rule == Rule::Finish3ds);
    if let Some(number) = finishes {
        client.memory.passing_3ds(number);
    }
    let judgement = call.send(operation, message);
    let mut verdict = settle::settle(call, operation, judgement);
    let charge = finishes
        .filter(|_| !in_doubt(&verdict))
        .and_then(|number| client.memory.passed_3ds(number, ends(&verdict)));
    let origin = origin(call, operation.rule, charge);
    // Written before it is returned.
    if let Some(journal) = journal {
        verdict = recorded::learn(call, journal, id.as_str(), verdict, &origin);
    }
    doubt.sent_at_ms = call.sent_at_ms;
    if moves && in_doubt(&verdict) {
        if call.row.is_payment() {
            doubt.transaction_id = verdict.transaction_id;
        }
        operating.may_be_sent(doubt);
    } else if verdict.outcome == Outcome::Requires3ds {
        doubt.transaction_id = verdict.transaction_id;
        operating.is_at_issuer(doubt);
    } else {
        give_up(call, &verdict);
        operating.ended(verdict.money);
    }
    let reply = call.reply_with(&verdict, origin);
    operating.finish(&reply);
    reply
}

/// Where the money of a payment is after 3-D Secure; `None` if the payer's answer did not get
/// through and may be sent again.
fn ends(verdict: &Verdict) -> Option<Money> {
    let decided = verdict.money != Money::NotMoved || verdict.outcome == Outcome::Declined;
    decided.then_some(verdict.money)
}

/// Whether nobody can say yet where the money is: pending and manual review are doubt as well.
pub(crate) fn in_doubt(verdict: &Verdict) -> bool {
    verdict.outcome == Outcome::Unknown || verdict.money == Money::Unknown
}

/// A payment that is not processed although the gateway shows one waits for its payer, who may yet
/// come back from the issuer's page: then it must not be finished any more.
pub(crate) fn give_up(call: &Call<'_>, verdict: &Verdict) {
    if verdict.outcome == Outcome::NotProcessed
        && call.transaction_id.is_none()
        && let Some(number) = verdict.transaction_id
    {
        call.client.memory.give_up(number);
    }
}

/// The end of a 3-D Secure payment names the charge that began it and its order: the record has
/// both.
fn origin(
    call: &mut Call<'_>,
    rule: Rule,
    charge: Option<Arc<str>>,
) -> Vec<(&'static str, String)> {
    let record = call
        .theirs
        .as_ref()
        .filter(|_| rule == Rule::Finish3ds)
        .and_then(look_up::transaction);
    let mut stamp = None;
    if let Some(record) = record {
        call.invoice_id = record.invoice_id.map(Arc::from);
        stamp = record.stamp.map(Arc::from);
    }
    let id: Option<Arc<str>> = charge.or(stamp);
    id.map(|id| ("origin_request_id", json::quoted(&id)))
        .into_iter()
        .collect()
}

/// The till was told that this payment was not processed, and may have taken the money otherwise.
pub(crate) fn given_up(call: &Call<'_>, operation: Operation<'_>) -> Reply {
    let fault = Fault::new(
        ErrorCode::Refused,
        "this payment was called not processed before, so it is not finished now; nothing was sent",
    );
    call.reply(&Verdict::of(Outcome::NotProcessed, operation.effect).with(fault))
}

/// The same request id has been used before, or its invoice is taken.
pub(crate) fn begun_before(
    call: &mut Call<'_>,
    operation: Operation<'_>,
    begin: Begin<'_>,
) -> Reply {
    let effect = operation.effect;
    match begin {
        Begin::Shared(reply) => reply,
        Begin::AtIssuer(reply) => reply.replayed(),
        Begin::InDoubt(doubt) => {
            let number = doubt.transaction_id.filter(|_| call.row.is_payment());
            ask_instead(call, operation, doubt.sent_at_ms, number)
        }
        Begin::LongEnded(age) => {
            let sent_at_ms = call.now_ms().checked_sub(milliseconds(age));
            ask_instead(call, operation, sent_at_ms, None)
        }
        Begin::Mismatch(money) => {
            let mut verdict = Verdict::of(Outcome::IdempotencyMismatch, effect).with(Fault::field(
                ErrorCode::IdempotencyMismatch,
                "request_id",
                "this request_id was used before with other content; nothing was sent",
            ));
            if effect == Effect::MovesMoney {
                verdict.money = money;
            }
            call.reply(&verdict)
        }
        Begin::Busy(holder) => {
            let fault = Fault {
                other_request_id: Some(holder.to_string()),
                ..Fault::field(
                    ErrorCode::InvoiceBusy,
                    "InvoiceId",
                    "another operation with this InvoiceId is in flight, in doubt, or was found by \
                     `journal_recover` and nobody has asked for it yet: resolve it; nothing was sent",
                )
            };
            call.reply(&Verdict::of(Outcome::InvoiceBusy, effect).with(fault))
        }
        Begin::Go(_) | Begin::StillInFlight => {
            let code = if call.is_stopped() {
                ErrorCode::Interrupted
            } else {
                ErrorCode::Timeout
            };
            let fault = Fault::new(
                code,
                "the same request is in flight in another thread and has not ended yet",
            );
            call.reply(&Verdict::of(Outcome::Unknown, effect).with(fault))
        }
    }
}

/// Asks about an operation that an earlier call with this request id has sent; by the number of its
/// payment if that call was answered with one.
fn ask_instead(
    call: &mut Call<'_>,
    operation: Operation<'_>,
    sent_at_ms: Option<u64>,
    number: Option<i64>,
) -> Reply {
    call.sent_at_ms = sent_at_ms;
    let expected = Expected {
        transaction_id: number.or(operation.expected.transaction_id),
        ..operation.expected.clone()
    };
    let operation = Operation {
        expected: &expected,
        ..operation
    };
    let verdict = settle::ask_again(call, operation);
    forget_doubt(call, &verdict);
    call.reply(&verdict)
}

pub(crate) fn fingerprint(message: &Message<'_>) -> [u8; 16] {
    let mut context = Context::new(&SHA256);
    // With its length, so that no path and body look like another pair.
    context.update(&message.path.len().to_le_bytes());
    context.update(message.path.as_bytes());
    context.update(message.body);
    let hash = context.finish();
    let mut out = [0; 16];
    for (to, from) in out.iter_mut().zip(hash.as_ref()) {
        *to = *from;
    }
    out
}
