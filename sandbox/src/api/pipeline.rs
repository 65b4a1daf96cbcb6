//! One API request, told from beginning to end.
//!
//! Log it → credentials → limit → faults that prevent processing → `X-Request-ID` → the method →
//! faults that spoil the answer.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use hyper::header::{CONTENT_TYPE, HOST, HeaderName, LOCATION, RETRY_AFTER};
use hyper::http::request::Parts;
use hyper::{Method as HttpMethod, StatusCode};
use tokio::sync::oneshot;

use super::auth;
use super::fields::Fields;
use super::id_store::Claim;
use super::limit::Permit;
use super::methods::{self, Method, Part, Run};
use super::refusal::Refusal;
use super::reply::Reply;
use crate::faults::{Fault, Kind};
use crate::net::answer::{Answer, HangUp};
use crate::net::wire::{Outgoing, Wire};
use crate::request_log::{Seen, Sent};
use crate::sandbox::Sandbox;

/// What the head of a request says.
struct Visitor {
    authorized: bool,
    request_id: Option<String>,
    content_type: Option<String>,
}

/// A request that is going to be processed.
struct Call {
    method: &'static Method,
    fields: Result<Fields, Refusal>,
    request_id: Option<String>,
    /// Its number in the log.
    number: u64,
}

impl Call {
    /// What its `X-Request-ID` allows; `None` if it has none, or ids have no effect.
    fn claim(&self, sandbox: &Sandbox) -> Option<Claim> {
        let modes = sandbox.modes();
        let id = self
            .request_id
            .as_deref()
            .filter(|_| !modes.id_store_lost)?;
        Some(sandbox.ids.look(id, &sandbox.clock, modes.duplicates_run))
    }
}

/// Serve one request. An error closes the connection without an answer.
pub(crate) async fn serve(
    sandbox: &Arc<Sandbox>,
    wire: &Wire,
    path: String,
    head: &Parts,
    body: Bytes,
) -> Result<Answer, HangUp> {
    let header = |name: HeaderName| {
        head.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    let visitor = Visitor {
        authorized: auth::is_authorized(&head.headers, &sandbox.config),
        request_id: header(HeaderName::from_static("x-request-id")),
        content_type: header(CONTENT_TYPE),
    };
    let number = sandbox.log.add(Seen {
        at_ms: sandbox.clock.log_ms(),
        path: path.clone(),
        method: head.method.to_string(),
        request_id: visitor.request_id.clone(),
        content_type: visitor.content_type.clone(),
        authorized: visitor.authorized,
        signed: head.headers.contains_key("x-signature"),
        body: String::from_utf8_lossy(&body).into_owned(),
    });
    let answer = admit(sandbox, wire, &path, head, &body, visitor, number).await;
    let sent = answer.as_ref().map_or(Sent::Nothing, Answer::sent);
    sandbox.log.sent(number, sent);
    answer
}

/// From the credentials on.
async fn admit(
    sandbox: &Arc<Sandbox>,
    wire: &Wire,
    path: &str,
    head: &Parts,
    body: &[u8],
    visitor: Visitor,
    number: u64,
) -> Result<Answer, HangUp> {
    let (method, part) = match find(path, &head.method) {
        Ok(found) => found,
        Err(answer) => return Ok(answer),
    };
    if !visitor.authorized && !method.open {
        return Ok(auth::unauthorized());
    }
    let modes = sandbox.modes();
    let permit = sandbox.limit.enter();
    let Some(permit) = permit.filter(|_| !sandbox.storm_hits(modes)) else {
        return Ok(Answer::error_page(StatusCode::TOO_MANY_REQUESTS));
    };
    let call = Call {
        method,
        fields: read(method, visitor.content_type.as_deref(), body).map(|fields| match part {
            Some((name, value)) => fields.with(name, value),
            None => fields,
        }),
        request_id: visitor.request_id.filter(|id| !id.is_empty()),
        number,
    };
    let claim = call.claim(sandbox);
    let fault = sandbox.faults.strike(path);
    if let Some(fault) = &fault {
        sandbox.log.struck(number, fault.kind);
    }
    if let Some(end) = before(sandbox, fault.as_ref(), path, head) {
        return end;
    }
    let late = fault
        .as_ref()
        .filter(|fault| fault.kind == Kind::ProcessLate);
    let late_ms = match late {
        Some(fault) => Some(i64::from(fault.delay_ms)),
        None => {
            Some(modes.late_success_ms).filter(|ms| *ms > 0 && method.charges && fault.is_none())
        }
    };
    if let Some(late_ms) = late_ms {
        drop((permit, claim));
        let moment = sandbox.clock.elapsed_ms() + late_ms;
        sandbox.tasks.spawn(process_late(
            Arc::clone(sandbox),
            call,
            moment,
            sandbox.generation(),
        ));
        return Err(HangUp);
    }

    let delay_ms = fault
        .as_ref()
        .filter(|fault| fault.kind == Kind::Delay)
        .map_or(0, |fault| fault.delay_ms);
    let ready_at = sandbox.clock.elapsed_ms() + i64::from(delay_ms);
    // A task of its own: the client may give up, the processing goes on.
    let (done, processed) = oneshot::channel();
    let processing = process(Arc::clone(sandbox), call, claim, ready_at, permit);
    sandbox.tasks.spawn(async move {
        // Where nobody waits any more there is nobody to tell.
        let _ = done.send(processing.await);
    });
    let body = processed.await.map_err(|_| HangUp)?;
    after(wire, fault.as_ref(), &body)
}

fn find<'path>(
    path: &'path str,
    http_method: &HttpMethod,
) -> Result<(&'static Method, Option<Part<'path>>), Answer> {
    let (method, part) =
        methods::find(path).ok_or_else(|| Answer::error_page(StatusCode::NOT_FOUND))?;
    let allowed =
        *http_method == HttpMethod::POST || (method.get && *http_method == HttpMethod::GET);
    if allowed {
        Ok((method, part))
    } else {
        Err(Answer::error_page(StatusCode::METHOD_NOT_ALLOWED))
    }
}

/// Some methods read JSON only, and only if it says that it is JSON.
fn read(method: &Method, content_type: Option<&str>, body: &[u8]) -> Result<Fields, Refusal> {
    let kind = content_type.unwrap_or_default().split(';').next();
    let is_json = kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"));
    match method.run {
        Run::Json(_) if !is_json => Err(Refusal::new("Content-Type must be application/json")),
        _ => Fields::read(content_type, body),
    }
}

/// The faults that end a request before it is processed.
fn before(
    sandbox: &Sandbox,
    fault: Option<&Fault>,
    path: &str,
    head: &Parts,
) -> Option<Result<Answer, HangUp>> {
    let fault = fault?;
    match fault.kind {
        // `close_after` gets here only when it was armed after the head of the request had been read.
        Kind::DropBefore | Kind::CloseAfter => Some(Err(HangUp)),
        Kind::Status => Some(Ok(failure(fault))),
        Kind::Redirect => {
            // Another name of ourselves: a client that follows is seen in the log and in the ledger.
            let host = head
                .headers
                .get(HOST)
                .and_then(|host| host.to_str().ok())
                .unwrap_or_default();
            let base = if host.starts_with("localhost") {
                sandbox.url().to_owned()
            } else {
                sandbox.url().replace("127.0.0.1", "localhost")
            };
            let answer = Answer::error_page(StatusCode::TEMPORARY_REDIRECT);
            Some(Ok(answer.with_header(LOCATION, format!("{base}/{path}"))))
        }
        _ => None,
    }
}

/// The faults that spoil an answer.
fn after(wire: &Wire, fault: Option<&Fault>, body: &str) -> Result<Answer, HangUp> {
    let answer = || Answer::json(body.to_owned());
    let Some(fault) = fault else {
        return Ok(answer());
    };
    match fault.kind {
        Kind::DropAfter => Err(HangUp),
        Kind::Reset => {
            wire.reset();
            Err(HangUp)
        }
        Kind::StatusAfter => Ok(failure(fault)),
        Kind::Truncate => {
            wire.treat(Outgoing::Cut(fault.bytes));
            Ok(answer())
        }
        Kind::Trickle => {
            wire.treat(Outgoing::Trickle(Duration::from_millis(u64::from(
                fault.delay_ms,
            ))));
            Ok(answer())
        }
        Kind::Garbage => Ok(Answer::html(
            StatusCode::OK,
            "<!DOCTYPE html><html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>",
        )),
        Kind::WrongAmount => Ok(Answer::json(with_amount(body, &fault.amount))),
        _ => Ok(answer()),
    }
}

fn failure(fault: &Fault) -> Answer {
    let status = StatusCode::from_u16(fault.status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    let answer = Answer::error_page(status);
    match fault.retry_after {
        Some(seconds) => answer.with_header(RETRY_AFTER, seconds.to_string()),
        None => answer,
    }
}

/// The answer with another sum in its Model, or in each entry of it.
fn with_amount(body: &str, amount: &str) -> String {
    let (Ok(mut json), Ok(amount)) = (
        serde_json::from_str::<serde_json::Value>(body),
        serde_json::from_str::<serde_json::Value>(amount),
    ) else {
        return body.to_owned();
    };
    let entries = match json.get_mut("Model") {
        Some(serde_json::Value::Array(entries)) => entries.iter_mut().collect(),
        Some(entry) => vec![entry],
        None => Vec::new(),
    };
    for entry in entries {
        for field in ["Amount", "PaymentAmount"] {
            if let Some(value) = entry.get_mut(field) {
                *value = amount.clone();
            }
        }
    }
    json.to_string()
}

/// Process a request whose client has gone. A reset in the meantime makes it vanish.
async fn process_late(sandbox: Arc<Sandbox>, call: Call, moment: i64, generation: u64) {
    sandbox.clock.sleep_until(moment).await;
    if sandbox.generation() == generation {
        let (claim, number) = (call.claim(&sandbox), call.number);
        let answer = answer(&sandbox, call, claim, moment).await;
        sandbox.log.processed(number, &answer);
    }
}

/// Process a request; it is in progress until the answer is ready to go.
async fn process(
    sandbox: Arc<Sandbox>,
    call: Call,
    claim: Option<Claim>,
    ready_at: i64,
    _permit: Permit,
) -> Arc<str> {
    let number = call.number;
    let answer = answer(&sandbox, call, claim, ready_at).await;
    sandbox.log.processed(number, &answer);
    answer
}

/// Process a request and have its answer ready at the moment `ready_at`, not earlier.
async fn answer(
    sandbox: &Arc<Sandbox>,
    call: Call,
    mut claim: Option<Claim>,
    ready_at: i64,
) -> Arc<str> {
    let ticket = loop {
        match claim {
            None => break None,
            Some(Claim::Process(ticket)) => break Some(ticket),
            Some(Claim::Stored(answer)) => {
                sandbox.clock.sleep_until(ready_at).await;
                return answer;
            }
            Some(Claim::Wait(running)) => {
                running.end().await;
                claim = call.claim(sandbox);
            }
        }
    };
    let reply = match call.fields {
        Err(refusal) => Reply::Refused(refusal),
        Ok(fields) => Reply::from(match call.method.run {
            Run::Now(run) | Run::Json(run) => run(sandbox, &fields),
            Run::Later(run) => run(sandbox, &fields).await,
        }),
    };
    sandbox.clock.sleep_until(ready_at).await;
    let answer: Arc<str> = Arc::from(reply.to_json());
    if let Some(ticket) = ticket.filter(|_| reply.success()) {
        ticket.keep(Arc::clone(&answer), &sandbox.clock);
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::with_amount;

    #[test]
    fn a_wrong_amount_is_shown_and_everything_else_stays() {
        let body = r#"{"Model":{"TransactionId":4294967297,"Amount":10.00000,"PaymentAmount":10.00000},"Success":true}"#;
        let want = r#"{"Model":{"TransactionId":4294967297,"Amount":1.00,"PaymentAmount":1.00},"Success":true}"#;
        assert_eq!(with_amount(body, "1.00"), want);
        assert_eq!(
            with_amount(r#"{"Success":true}"#, "1.00"),
            r#"{"Success":true}"#
        );
    }
}
