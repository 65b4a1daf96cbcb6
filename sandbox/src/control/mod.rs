//! The control routes: no credentials, no limit, no faults.

mod chargebacks;
mod clock;
mod faults;
mod input;
mod kkt;
mod modes;
mod notifications;
mod orders;
mod payer;
mod webhooks;

use std::sync::Arc;

use hyper::{Method, StatusCode};

use crate::json::Object;
use crate::ledger::report;
use crate::net::answer::Answer;
use crate::sandbox::Sandbox;

/// What is wrong with a control request.
#[derive(Debug)]
pub(crate) struct Mistake {
    field: Option<String>,
    message: String,
}

impl Mistake {
    /// A field is missing or holds something else than it should.
    pub(crate) fn field(name: &str, message: impl Into<String>) -> Self {
        Self {
            field: Some(name.to_owned()),
            message: message.into(),
        }
    }

    fn into_answer(self) -> Answer {
        let mut json = Object::new();
        json.text("error", &self.message)
            .optional("field", self.field.as_deref());
        Answer::json(json.finish()).with_status(StatusCode::BAD_REQUEST)
    }
}

/// Serve a control request; `path` is what follows `sandbox/`.
pub(crate) async fn serve(
    sandbox: &Arc<Sandbox>,
    path: &str,
    method: &Method,
    body: &[u8],
) -> Answer {
    let done = match (path, method.as_str()) {
        ("ledger", "GET") => {
            let report = report::report(&sandbox.ledger(), &sandbox.config.public_id);
            Ok(Answer::json(report))
        }
        ("requests", "GET") => Ok(Answer::json(json(&sandbox.log.all()))),
        ("faults", "GET") => Ok(Answer::json(json(&sandbox.faults.list()))),
        ("faults", "POST") => faults::arm(sandbox, body),
        ("faults", "DELETE") => {
            sandbox.faults.clear();
            Ok(Answer::nothing())
        }
        ("orders", "GET") => Ok(orders::list(sandbox)),
        ("payer", "POST") => payer::act(sandbox, body),
        ("chargebacks", "POST") => chargebacks::raise(sandbox, body),
        ("clock", "POST") => clock::advance(sandbox, body).await,
        ("modes", "GET") => Ok(Answer::json(modes::show(sandbox))),
        ("modes", "POST") => modes::set(sandbox, body),
        ("notifications", "GET") => Ok(notifications::list(sandbox)),
        ("notifications", "POST") => notifications::set(sandbox, body),
        ("kkt", "GET") => Ok(kkt::show(sandbox)),
        ("kkt", "POST") => kkt::set(sandbox, body),
        ("webhooks", "GET") => Ok(webhooks::list(sandbox)),
        ("webhooks", "POST") => webhooks::again(sandbox, body),
        ("reset", "POST") => {
            sandbox.reset();
            Ok(Answer::nothing())
        }
        (
            "ledger" | "requests" | "faults" | "orders" | "payer" | "chargebacks" | "clock"
            | "modes" | "notifications" | "kkt" | "webhooks" | "reset",
            _,
        ) => {
            return problem(
                StatusCode::METHOD_NOT_ALLOWED,
                "this route has another method",
            );
        }
        _ => return problem(StatusCode::NOT_FOUND, "there is no such route"),
    };
    done.unwrap_or_else(Mistake::into_answer)
}

fn problem(status: StatusCode, message: &str) -> Answer {
    let mut json = Object::new();
    json.text("error", message).null("field");
    Answer::json(json.finish()).with_status(status)
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
