//! Who answers what: control routes, pages, and everything else is the API.

use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::{Request, Response, StatusCode};

use crate::api::pipeline;
use crate::control;
use crate::net::answer::{Answer, HangUp, normal_path};
use crate::net::wire::Wire;
use crate::pages::{acs, dashboard, invoice, link, receipt};
use crate::sandbox::Sandbox;

/// Larger bodies are refused with 413.
const MAX_BODY: usize = 8 << 20;

/// Serve one request. An error closes the connection without an answer.
pub(crate) async fn serve(
    sandbox: Arc<Sandbox>,
    wire: Arc<Wire>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, HangUp> {
    let (head, body) = request.into_parts();
    let path = normal_path(head.uri.path());
    let body = match Limited::new(body, MAX_BODY).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => {
            let answer = Answer::error_page(StatusCode::PAYLOAD_TOO_LARGE);
            return Ok(answer.into_response(sandbox.clock.now_ms()));
        }
        // The client closed in the middle of its request.
        Err(_) => return Err(HangUp),
    };
    wire.request_read();
    let answer = match Place::of(&path) {
        Place::Control(route) => control::serve(&sandbox, route, &head.method, &body).await,
        Place::Invoice(id) => invoice::serve(&sandbox, id, &head.method, &body).await,
        Place::Link(code) => link::serve(&sandbox, code, &head.method, &body),
        Place::Receipt(id) => receipt::serve(&sandbox, id, &head.method),
        Place::Bank(below) => acs::serve(&sandbox, below, &head.method, &body),
        Place::Dashboard(below) => {
            wire.watch();
            dashboard::serve(&sandbox, below, &head, &body).await
        }
        Place::Icon => Answer::nothing(),
        Place::Api => pipeline::serve(&sandbox, &wire, path, &head, body).await?,
    };
    wire.ready();
    Ok(answer.into_response(sandbox.clock.now_ms()))
}

/// Whether a path belongs to the API. Faults strike nothing else, and the log has nothing else.
pub(crate) fn is_api(path: &str) -> bool {
    matches!(Place::of(path), Place::Api)
}

/// What a path leads to, with the rest of the path.
enum Place<'path> {
    Control(&'path str),
    Invoice(&'path str),
    Link(&'path str),
    Receipt(&'path str),
    Bank(&'path str),
    Dashboard(&'path str),
    /// Browsers ask for it on their own.
    Icon,
    Api,
}

impl<'path> Place<'path> {
    fn of(path: &'path str) -> Self {
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        match (first, rest) {
            ("sandbox", route) if path != first => Self::Control(route),
            ("d", id) if path != first => Self::Invoice(id),
            ("qr", code) if path != first => Self::Link(code),
            ("receipts", id) if path != first => Self::Receipt(id),
            ("acs", below @ ("" | "answer")) => Self::Bank(below),
            ("" | "board", below) => Self::Dashboard(below),
            ("favicon.ico", "") => Self::Icon,
            _ => Self::Api,
        }
    }
}
