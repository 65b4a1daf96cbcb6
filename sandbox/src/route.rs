//! Who answers what: control routes, pages, and everything else is the API.

use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::{Method, Request, Response, StatusCode};

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
    let answer = if let Some(control) = path.strip_prefix("sandbox/") {
        control::serve(&sandbox, control, &head.method, &body).await
    } else if let Some(id) = path.strip_prefix("d/") {
        invoice::serve(&sandbox, id, &head.method, &body).await
    } else if let Some(code) = path.strip_prefix("qr/") {
        link::serve(&sandbox, code, &head.method, &body)
    } else if let Some(id) = path.strip_prefix("receipts/") {
        receipt::serve(&sandbox, id, &head.method)
    } else if path.is_empty() && head.method == Method::GET {
        dashboard::show(&sandbox)
    } else if path == "acs" || path == "acs/answer" {
        let below = path.strip_prefix("acs/").unwrap_or_default();
        acs::serve(&sandbox, below, &head.method, &body)
    } else {
        pipeline::serve(&sandbox, &wire, path, &head, body).await?
    };
    wire.ready();
    Ok(answer.into_response(sandbox.clock.now_ms()))
}
