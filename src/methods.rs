//! Our own methods: `raw`, `resolve`, `interrupt`; the larger ones have files of their own.

use std::sync::Arc;

use cloudpayments_money::ask::{Absence, settle_time};
use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::instant;
use cloudpayments_money::json;
use cloudpayments_money::outcome::{Money, Outcome};
use cloudpayments_money::request_id::RequestId;
use cloudpayments_money::verdict::{Effect, Expected, Operation, Rule, Verdict};

use crate::call::Call;
use crate::catalog;
use crate::flow::{give_up, in_doubt, perform};
use crate::http::Message;
use crate::journal::recorded;
use crate::nearest::nearest;
use crate::reply::Reply;
use crate::request::Parsed;
use crate::settle::Trail;
use crate::{
    cryptogram, journal, look_up, reconcile, reverse, self_test, settle, three_ds, webhook,
};

/// Runs one of our own methods.
pub(crate) fn run(call: &mut Call<'_>, parsed: &Parsed<'_>) -> Reply {
    let result = match call.row.name {
        "raw" => raw(call, parsed),
        "resolve" => resolve(call, parsed),
        "reverse" => reverse::reverse(call, parsed),
        "interrupt" => interrupt(call),
        "three_ds_form" => three_ds::form(call, parsed),
        "three_ds_parse" => three_ds::parse(call, parsed),
        "webhook_verify" => webhook::verify(call, parsed),
        name if name.starts_with("journal_") => journal::methods::run(call, parsed),
        "cryptogram_test" => cryptogram::test(call, parsed),
        "self_test" => self_test::self_test(call),
        "reconcile" => reconcile::reconcile(call, parsed),
        _ => Err(Fault::new(ErrorCode::Internal, "this method has no code")),
    };
    result.unwrap_or_else(|fault| call.refuse(fault))
}

/// `money` of `resolve` and `reverse` speaks of the payment. When they fail here, nothing is known
/// of it, least of all that it did not move.
pub(crate) fn about_a_payment(mut verdict: Verdict, method: Option<&str>) -> Verdict {
    if matches!(method, Some("resolve" | "reverse")) && verdict.money == Money::NotMoved {
        verdict.money = Money::Unknown;
    }
    verdict
}

/// The error of a field whose type is right and whose content is not.
pub(crate) fn bad(field: &str, why: &str) -> Fault {
    Fault::field(
        ErrorCode::BadField,
        field,
        format!("the field `{field}` {why}"),
    )
}

fn raw(call: &mut Call<'_>, parsed: &Parsed<'_>) -> Result<Reply, Fault> {
    let path = parsed.text("path").unwrap_or_default().into_owned();
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-_.~?=&%".contains(&b);
    let bare = path
        .split('?')
        .next()
        .unwrap_or_default()
        .trim_end_matches('/');
    // An escape or a dot could spell a path that has a method of its own.
    let disguised =
        bare.contains('%') || bare.split('/').any(|part| matches!(part, "" | "." | ".."));
    if disguised || !path.bytes().all(plain) {
        return Err(bad("path", "must be a relative path of plain characters"));
    }
    if let Some(row) = catalog::find_path(bare) {
        return Err(bad(
            "path",
            &format!("has a method of its own: `{}`", row.name),
        ));
    }
    let get = match parsed.text("http_method").as_deref() {
        None | Some("POST") => false,
        Some("GET") => true,
        Some(_) => return Err(bad("http_method", "must be POST or GET")),
    };
    let effect = match parsed.text("effect").as_deref() {
        None => Effect::MovesMoney,
        Some(word) => Effect::from_word(word)
            .filter(|effect| *effect != Effect::Local)
            .ok_or_else(|| bad("effect", "must be reads, changes or moves_money"))?,
    };
    if get && parsed.get("body").is_some() {
        return Err(bad("body", "cannot go with GET"));
    }
    if effect != Effect::Reads && call.request_id.is_none() {
        call.name_request(call.new_id());
    }
    let request_id = call.request_id.clone();
    let body = parsed.get("body").unwrap_or("{}");
    name_subject(call, body);
    let message = Message {
        path: &path,
        get,
        form: false,
        body: body.as_bytes(),
        request_id: request_id.as_ref().filter(|_| effect != Effect::Reads),
        signature: None,
    };
    let operation = Operation {
        rule: Rule::Raw,
        effect,
        form: false,
        expected: &Expected::default(),
    };
    Ok(perform(call, operation, &message))
}

/// The answer of `raw` names what the request was about: by that it can be asked about.
fn name_subject(call: &mut Call<'_>, body: &str) {
    let Ok(body) = json::parse(body) else {
        return;
    };
    let invoice = body.at("InvoiceId").and_then(json::Value::as_str);
    call.invoice_id = invoice.map(Arc::from);
    let number = body.at("TransactionId").map(json::Value::text);
    call.transaction_id = number.and_then(|digits| digits.trim_matches('"').parse().ok());
}

fn resolve(call: &mut Call<'_>, parsed: &Parsed<'_>) -> Result<Reply, Fault> {
    if let Some(reply) = recorded::resolve(call, parsed) {
        return Ok(reply);
    }
    let remembered = call
        .request_id
        .as_ref()
        .and_then(|id| call.client.memory.doubt(id.as_str()));
    let method = parsed.text("method").map_or_else(
        || {
            remembered
                .as_ref()
                .map_or("charge", |doubt| doubt.method)
                .to_owned()
        },
        std::borrow::Cow::into_owned,
    );
    let asked = Asked::of(&method)?;
    let bears_id = asked.bears_id();
    let sent_at_ms = sent_at(call, parsed)?;

    let text = |name| parsed.shared_text(name);
    let known = remembered.as_deref().filter(|_| !asked.by_word);
    let id = call.request_id.as_ref().map(RequestId::shared);
    let guessed =
        text("InvoiceId").is_none() && known.is_none_or(|doubt| doubt.invoice_id.is_none());
    let transaction_id = parsed
        .integer("TransactionId")
        .or_else(|| remembered.as_deref()?.transaction_id);
    let invoice_id = text("InvoiceId")
        .or_else(|| known?.invoice_id.clone())
        // A charge without an order number has its request id as one.
        .or_else(|| id.clone().filter(|_| bears_id));
    if transaction_id.is_none() && (!asked.begins() || invoice_id.is_none()) {
        let field = match (asked.begins(), asked.by_word) {
            (false, _) => "TransactionId",
            (_, false) => "request_id",
            (_, true) => "InvoiceId",
        };
        let message = format!("the field `{field}` is required to ask about `{method}`");
        return Err(Fault::field(ErrorCode::MissingField, field, message));
    }
    let expected = Expected {
        amount: parsed.hundredths("Amount").or_else(|| known?.amount),
        currency: text("Currency").or_else(|| known?.currency.clone()),
        // The number of a transaction says more than an order number that was guessed.
        invoice_id: text("InvoiceId")
            .or_else(|| known?.invoice_id.clone())
            .or(invoice_id.filter(|_| transaction_id.is_none())),
        // The record bears the id of the payment, not of a command about it.
        stamp: id.clone().filter(|_| bears_id),
        transaction_id,
        invoice_is_ours: id.is_none() || asked.by_word,
        invoice_is_guessed: guessed,
    };
    call.invoice_id.clone_from(&expected.invoice_id);
    call.transaction_id = transaction_id;
    call.sent_at_ms = sent_at_ms.or_else(|| known?.sent_at_ms);
    let operation = Operation {
        rule: asked.rule,
        effect: Effect::MovesMoney,
        form: false,
        expected: &expected,
    };
    let memory = &call.client.memory;
    // What this process remembers may help to find; only the caller's own word proves absence, and
    // nothing does while the operation is under way.
    let order = expected
        .invoice_id
        .as_deref()
        .filter(|_| expected.invoice_is_ours);
    let in_flight = recorded::is_under_way(call, id.as_deref(), order);
    let settle = settle_time(asked.rule, call.client.config.settle_ms);
    // Nothing proves that what this process has sent later was not processed.
    let later = remembered
        .as_deref()
        .and_then(|doubt| doubt.sent_at_ms)
        .max(order.and_then(|order| memory.sent_at_ms(order)));
    let settled_since = sent_at_ms.map(|sent| later.map_or(sent, |later| later.max(sent)));
    let provable = !in_flight && !asked.open_ended;
    let absence = Absence::new(settled_since.filter(|_| provable), settle);
    let found = settle::resolve(call, operation, &mut Trail::new(absence));
    let mut verdict = match found.outcome {
        Outcome::Completed => reverse::unless_given_back(call, found),
        // It may have begun anew while the gateway was asked.
        _ if found.money == Money::NotMoved
            && (in_flight || recorded::is_under_way(call, id.as_deref(), order)) =>
        {
            under_way(&found)
        }
        _ => found,
    };
    match (verdict.outcome, verdict.transaction_id) {
        // This process has the answer with the issuer's page: the payer may come back from it.
        (Outcome::NotProcessed, Some(number)) if memory.is_at_issuer(number) => {
            verdict = Verdict::of(Outcome::Requires3ds, Effect::MovesMoney).about(Some(number));
        }
        (Outcome::NotProcessed, None) => {
            if let (Some(invoice), Some(sent)) = (&expected.invoice_id, settled_since)
                && expected.invoice_is_ours
            {
                memory.absent_until(invoice, sent);
            }
        }
        _ => {}
    }
    forget_doubt(call, &verdict);
    let verdict = recorded::learn_found(call, verdict);
    // What the journal has as ended is not in doubt because the gateway cannot be asked just now.
    let known = recorded::ended(call).filter(|_| in_doubt(&verdict));
    Ok(known.unwrap_or_else(|| call.reply(&verdict)))
}

/// When the caller says that it was sent.
fn sent_at(call: &Call<'_>, parsed: &Parsed<'_>) -> Result<Option<u64>, Fault> {
    let sent_at_ms = parsed
        .text("sent_at")
        .map(|text| {
            instant::from_iso(&text).ok_or_else(|| {
                let why = "must look like 2026-11-24T10:00:00.123Z or 2026-11-24T13:00:00+03:00";
                bad("sent_at", why)
            })
        })
        .transpose()?;
    let now_ms = call.now_ms();
    if sent_at_ms.is_some_and(|sent| sent > now_ms + look_up::WINDOW_MS) {
        let now = instant::to_iso(now_ms);
        let why = format!("lies in the future: the clock of this machine says {now}");
        return Err(bad("sent_at", &why));
    }
    Ok(sent_at_ms)
}

/// What is under way is not absent: the page of a payment that waits for its payer may just come.
fn under_way(verdict: &Verdict) -> Verdict {
    let fault = Fault::new(ErrorCode::NotFound, "the operation is under way just now");
    Verdict::of(Outcome::Unknown, Effect::MovesMoney)
        .with(fault)
        .about(verdict.transaction_id)
}

/// Ends the doubt that the memory keeps: about the id that was asked for, and about the one that
/// an approved record bears. A decline may have an approved twin with the same id.
pub(crate) fn forget_doubt(call: &Call<'_>, verdict: &Verdict) {
    if in_doubt(verdict) || verdict.outcome == Outcome::Requires3ds {
        return;
    }
    give_up(call, verdict);
    let memory = &call.client.memory;
    if let Some(id) = &call.request_id {
        memory.ended(id.as_str(), verdict.money, call.started);
    }
    let shown = call.theirs.as_ref().and_then(look_up::transaction);
    if verdict.money == Money::NotMoved {
        return;
    }
    if let Some(stamp) = shown.and_then(|record| record.stamp) {
        memory.ended(&stamp, verdict.money, call.started);
    }
}

/// How an operation in doubt is asked about.
pub(crate) struct Asked {
    pub(crate) rule: Rule,
    /// Its record bears no request id: only the caller can say which it is.
    pub(crate) by_word: bool,
    /// Somebody may still pay: absence is never proven.
    open_ended: bool,
}

impl Asked {
    pub(crate) fn of(method: &str) -> Result<Self, Fault> {
        let rows = || {
            catalog::ROWS
                .iter()
                .filter(|row| Self::about(row).is_some())
        };
        let row = rows().find(|row| row.name == method);
        row.and_then(Self::about).ok_or_else(|| {
            let hint = nearest(method, rows().map(|row| row.name))
                .map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
            bad(
                "method",
                &format!("is no method that can be asked about{hint}"),
            )
        })
    }

    fn about(row: &catalog::Row) -> Option<Self> {
        let rule = match row.rule() {
            None if row.name == "raw" => Rule::Payment,
            Some(Rule::Link) => Rule::Payment,
            Some(
                rule @ (Rule::Payment
                | Rule::Finish3ds
                | Rule::Confirm
                | Rule::Void
                | Rule::Refund
                | Rule::Payout),
            ) => rule,
            _ => return None,
        };
        let begins = matches!(rule, Rule::Payment | Rule::Payout);
        Some(Self {
            rule,
            by_word: begins && !row.is_stamped(),
            open_ended: row.rule() == Some(Rule::Link),
        })
    }

    /// Whether its record bears its request id.
    pub(crate) fn bears_id(&self) -> bool {
        self.begins() && !self.by_word
    }

    /// Whether the operation is a payment or payout of its own, not a command about one.
    fn begins(&self) -> bool {
        matches!(self.rule, Rule::Payment | Rule::Payout)
    }
}

fn interrupt(call: &Call<'_>) -> Result<Reply, Fault> {
    let id = call.request_id.as_ref().ok_or_else(|| {
        let message = "the field `request_id` is required";
        Fault::field(ErrorCode::MissingField, "request_id", message)
    })?;
    if call.client.interrupt(id.as_str()) {
        Ok(call.reply(&Verdict::of(Outcome::Ok, Effect::Local)))
    } else {
        let fault = Fault::new(
            ErrorCode::NotFound,
            "no call with this request_id is running",
        );
        Ok(call.reply(&Verdict::of(Outcome::NotFound, Effect::Local).with(fault)))
    }
}
