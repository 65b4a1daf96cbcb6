//! The rules without a port: a program asks, the answer is there, and time passes when it says so.
//!
//! Notifications go nowhere here, and nobody charges subscriptions.

use std::pin::pin;
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll, Waker};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use clap::Parser;
use hyper::Request;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE};

use crate::api::pipeline;
use crate::config::Config;
use crate::ledger::transaction::{Kind, Status, Transaction};
use crate::modes::Modes;
use crate::net::wire::Wire;
use crate::rules::three_ds::{self, Decision};
use crate::sandbox::Sandbox;

/// The command line without a word on it.
static PLAIN: LazyLock<Config> = LazyLock::new(|| Config::parse_from(["rehearsal"]));

/// A terminal, its ledger, and a clock that stands still.
#[derive(Debug)]
pub struct Rules {
    sandbox: Arc<Sandbox>,
    /// The right credentials.
    authorization: String,
}

/// A request.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// API path without the slash in front.
    pub path: &'a str,
    /// Whether it is a GET.
    pub get: bool,
    /// Whether the body is a form, not JSON.
    pub form: bool,
    /// `X-Request-ID`.
    pub request_id: Option<&'a str>,
    /// Everything after the head.
    pub body: &'a [u8],
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Answered {
    /// HTTP status.
    pub status: u16,
    /// The header `Date`, Unix milliseconds.
    pub date_ms: i64,
    /// Everything after the head.
    pub body: Bytes,
}

/// What a row of the ledger is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Movement {
    /// Money from a payer.
    Payment,
    /// Money back to him.
    Refund,
    /// Money to somebody.
    Payout,
}

/// Where a row of the ledger stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Begun and not decided.
    Created,
    /// The payer is at the page of the bank.
    AwaitingAuthentication,
    /// Held.
    Authorized,
    /// Captured, given back or paid out.
    Completed,
    /// The hold was given up.
    Cancelled,
    /// Refused.
    Refused,
}

/// A row of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// `TransactionId`.
    pub number: u64,
    /// What it is.
    pub movement: Movement,
    /// Where it stands.
    pub state: State,
    /// The sum in hundredths; after a partial confirm the confirmed one.
    pub amount: i64,
    /// Of a payment: what was given back so far, in hundredths.
    pub refunded: i64,
    /// Of a payment: whether the bank held or took the money at some time, whatever came later.
    pub was_approved: bool,
    /// Order number.
    pub invoice_id: Option<String>,
    /// `JsonData`, as it was sent.
    pub json_data: Option<String>,
    /// Of a refund: the payment.
    pub original: Option<u64>,
    /// When it was made, milliseconds since the beginning.
    pub made_ms: i64,
}

impl Rules {
    /// An empty ledger. The seed fixes everything that looks random, `epoch_ms` is the first date.
    #[must_use]
    pub fn new(seed: u64, epoch_ms: i64) -> Self {
        let config = Config {
            seed: Some(seed),
            ..PLAIN.clone()
        };
        let pair = format!("{}:{}", config.public_id, config.api_secret);
        Self {
            sandbox: Arc::new(Sandbox::rehearsed(config, epoch_ms)),
            authorization: format!("Basic {}", STANDARD.encode(pair)),
        }
    }

    /// Milliseconds since the beginning.
    #[must_use]
    pub fn elapsed_ms(&self) -> i64 {
        self.sandbox.clock.elapsed_ms()
    }

    /// The date that answers show, Unix milliseconds.
    #[must_use]
    pub fn date_ms(&self) -> i64 {
        self.sandbox.clock.now_ms()
    }

    /// Let time pass; what waits for it goes on.
    pub fn advance(&self, ms: i64) {
        let clock = &self.sandbox.clock;
        let latest = clock.elapsed_ms() + ms;
        // What was begun a moment ago must have said when it wants to be woken.
        self.sandbox.tasks.turn();
        while clock.elapsed_ms() < latest {
            clock.advance(clock.next_end(latest) - clock.elapsed_ms());
            self.sandbox.tasks.turn();
        }
    }

    /// How mean the API is from now on.
    pub fn set_modes(&self, modes: Modes) {
        self.sandbox.set_modes(modes);
    }

    /// Ask, with the right credentials. `None`: the connection is closed without an answer, or there
    /// is none yet. What is under way then goes on.
    #[must_use]
    pub fn ask(&self, asked: &Asked<'_>) -> Option<Answered> {
        let mut request = Request::builder()
            .method(if asked.get { "GET" } else { "POST" })
            .header(AUTHORIZATION, &self.authorization)
            .header(
                CONTENT_TYPE,
                if asked.form {
                    "application/x-www-form-urlencoded"
                } else {
                    "application/json"
                },
            );
        if let Some(id) = asked.request_id {
            request = request.header("x-request-id", id);
        }
        let (head, ()) = request.body(()).ok()?.into_parts();
        let (sandbox, path) = (Arc::clone(&self.sandbox), asked.path.to_owned());
        let body = Bytes::copy_from_slice(asked.body);
        let serving =
            async move { pipeline::serve(&sandbox, &Wire::default(), path, &head, body).await };
        let mut serving = pin!(serving);
        let mut context = Context::from_waker(Waker::noop());
        let mut served = serving.as_mut().poll(&mut context);
        if served.is_pending() {
            self.sandbox.tasks.turn();
            served = serving.poll(&mut context);
        }
        let Poll::Ready(Ok(answer)) = served else {
            return None;
        };
        Some(Answered {
            status: answer.status().as_u16(),
            date_ms: self.date_ms(),
            body: answer.body().clone(),
        })
    }

    /// What the browser brings back from the page of the bank.
    #[must_use]
    pub fn pa_res(&self, number: u64, passed: bool) -> String {
        let decision = if passed {
            Decision::Confirmed
        } else {
            Decision::Refused
        };
        three_ds::pa_res(number, decision)
    }

    /// The ledger, oldest number first.
    #[must_use]
    pub fn ledger(&self) -> Vec<Row> {
        self.sandbox.ledger().all().map(row).collect()
    }
}

impl Drop for Rules {
    fn drop(&mut self) {
        self.sandbox.tasks.clear();
    }
}

pub(crate) fn row(transaction: &Transaction) -> Row {
    Row {
        number: transaction.id,
        movement: match transaction.kind {
            Kind::Payment => Movement::Payment,
            Kind::Refund => Movement::Refund,
            Kind::Payout => Movement::Payout,
        },
        state: match transaction.status {
            Status::Created => State::Created,
            Status::AwaitingAuthentication => State::AwaitingAuthentication,
            Status::Authorized => State::Authorized,
            Status::Completed => State::Completed,
            Status::Cancelled => State::Cancelled,
            Status::Declined | Status::Failed => State::Refused,
        },
        amount: transaction.amount.hundredths(),
        refunded: transaction.refunded.hundredths(),
        was_approved: transaction.was_approved(),
        invoice_id: transaction.details.invoice_id.clone(),
        json_data: transaction.details.json_data.clone(),
        original: transaction.original_id,
        made_ms: transaction.created_at,
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Movement, Rules, State};
    use crate::modes::Modes;

    const CHARGE: Asked<'_> = Asked {
        path: "payments/cards/charge",
        get: false,
        form: false,
        request_id: Some("r"),
        body: br#"{"Amount":10,"InvoiceId":"A","CardCryptogramPacket":"014000003055301204AAAA"}"#,
    };

    fn text(rules: &Rules, asked: &Asked<'_>) -> String {
        let answer = rules.ask(asked).expect("an answer");
        assert_eq!(answer.status, 200);
        String::from_utf8(answer.body.to_vec()).expect("UTF-8")
    }

    #[test]
    fn a_charge_is_answered_at_once_and_stands_in_the_ledger() {
        let rules = Rules::new(1, 0);
        let answer = text(&rules, &CHARGE);
        assert!(answer.contains(r#""Status":"Completed""#), "{answer}");
        assert_eq!(text(&rules, &CHARGE), answer);
        let ledger = rules.ledger();
        let [row] = ledger.as_slice() else {
            panic!("{ledger:?}");
        };
        assert_eq!(
            (row.movement, row.state),
            (Movement::Payment, State::Completed)
        );
        assert_eq!((row.amount, row.invoice_id.as_deref()), (1000, Some("A")));
    }

    #[test]
    fn what_is_late_comes_when_the_clock_says_so() {
        let rules = Rules::new(1, 0);
        rules.set_modes(Modes {
            late_success_ms: 299_000,
            ..Modes::default()
        });
        assert!(rules.ask(&CHARGE).is_none());
        rules.advance(298_999);
        assert!(rules.ledger().is_empty());
        rules.advance(1_000_000);
        assert_eq!(rules.ledger().len(), 1);
        assert_eq!(rules.ledger().first().map(|row| row.made_ms), Some(299_000));
    }

    #[test]
    fn dates_go_with_the_clock() {
        let rules = Rules::new(1, 1_700_000_000_000);
        let answer = |rules: &Rules| rules.ask(&CHARGE).expect("an answer").date_ms;
        assert_eq!(answer(&rules), 1_700_000_000_000);
        rules.advance(5);
        assert_eq!(answer(&rules), 1_700_000_000_005);
    }
}
