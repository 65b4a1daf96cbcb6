//! Carrying a notification to the merchant, again and again if need be.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::sync::{Semaphore, watch};

use super::Event;
use super::letter::Letter;
use crate::sandbox::Sandbox;
use crate::sync::lock;

/// How long the merchant may take for his answer.
const TIMEOUT_MS: i64 = 30_000;

/// Pauses between tries, in minutes; the last one repeats.
const PAUSES_MIN: [i64; 5] = [1, 2, 5, 10, 30];

/// After so many tries the API gives up.
const MAX_TRIES: usize = 100;

/// More of an answer is not read.
const MAX_ANSWER: usize = 64 << 10;

/// One notification.
#[derive(Debug)]
pub(crate) struct Delivery {
    /// Number in the list.
    pub(crate) id: usize,
    /// What it tells.
    pub(crate) event: Event,
    /// About which transaction, if it is about one.
    pub(crate) transaction_id: Option<u64>,
    /// How it is written.
    pub(crate) letter: Letter,
    progress: Mutex<Progress>,
}

/// What became of it.
#[derive(Debug, Default, Clone)]
pub(crate) struct Progress {
    /// All tries so far.
    pub(crate) tries: Vec<Try>,
    /// The merchant has said `{"code":0}`.
    pub(crate) delivered: bool,
}

/// One try.
#[derive(Debug, Clone)]
pub(crate) struct Try {
    /// When, Unix milliseconds.
    pub(crate) at_ms: i64,
    /// HTTP status, if there was an answer.
    pub(crate) status: Option<u16>,
    /// The answer, or why there was none.
    pub(crate) answer: String,
}

/// How a try ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// `{"code":…}`.
    Code(i64),
    /// An answer without a code.
    NoCode,
    /// An HTTP error.
    HttpError,
    /// No answer.
    Unreachable,
}

impl Delivery {
    /// One that was not tried yet.
    pub(crate) fn new(
        id: usize,
        event: Event,
        transaction_id: Option<u64>,
        letter: Letter,
    ) -> Self {
        Self {
            id,
            event,
            transaction_id,
            letter,
            progress: Mutex::default(),
        }
    }

    /// What became of it so far.
    pub(crate) fn progress(&self) -> Progress {
        lock(&self.progress).clone()
    }

    fn note(&self, tried: Try, outcome: Outcome) -> usize {
        let mut progress = lock(&self.progress);
        progress.tries.push(tried);
        progress.delivered |= outcome == Outcome::Code(0);
        progress.tries.len()
    }
}

/// Notifications under way at a time. A jump of the clock may bring thousands at once, more than the
/// merchant's queue of connections holds; Check is not among them, a payment waits for it.
const AT_A_TIME: usize = 32;

/// So much real time they get to arrive before a jump of the clock makes them run out of time.
const BEFORE_A_JUMP: Duration = Duration::from_millis(250);

/// Does the carrying.
#[derive(Debug, Clone)]
pub(crate) struct Postman {
    client: Client<HttpConnector, Full<Bytes>>,
    turns: Arc<Semaphore>,
    /// How many are on their way.
    on_their_way: Arc<watch::Sender<usize>>,
}

/// As long as it lives, something is on its way.
#[derive(Debug)]
pub(crate) struct OnItsWay(Arc<watch::Sender<usize>>);

impl Drop for OnItsWay {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

impl Default for Postman {
    fn default() -> Self {
        Self {
            // A connection for each: on an old one the kernel delays its ACK, and a handler that
            // writes head and body apart then takes 40 ms for every answer.
            // Names of headers begin with capitals: some handlers mind the spelling.
            client: Client::builder(TokioExecutor::new())
                .pool_max_idle_per_host(0)
                .http1_title_case_headers(true)
                .build_http(),
            turns: Arc::new(Semaphore::new(AT_A_TIME)),
            on_their_way: Arc::new(watch::Sender::new(0)),
        }
    }
}

impl Postman {
    /// From now on something is on its way.
    pub(crate) fn depart(&self) -> OnItsWay {
        self.on_their_way.send_modify(|count| *count += 1);
        OnItsWay(Arc::clone(&self.on_their_way))
    }

    /// Wait until nothing is on its way, but not for a merchant who does not answer.
    pub(crate) async fn rest(&self) {
        let mut on_their_way = self.on_their_way.subscribe();
        let arrived = on_their_way.wait_for(|count| *count == 0);
        // Whether it was all or not, the jump is next.
        let _ = tokio::time::timeout(BEFORE_A_JUMP, arrived).await;
    }

    /// Try until it is delivered, the patience is over, or a reset forgets it. It has been
    /// `on_its_way` since before this task began.
    pub(crate) async fn insist(
        &self,
        sandbox: &Arc<Sandbox>,
        delivery: &Delivery,
        on_its_way: OnItsWay,
    ) {
        let mut on_its_way = Some(on_its_way);
        let generation = sandbox.generation();
        let mut tries = 0;
        while sandbox.generation() == generation && tries < MAX_TRIES {
            let trying = on_its_way.take().unwrap_or_else(|| self.depart());
            // An error means that the semaphore was closed, which nobody does.
            let turn = self.turns.acquire().await;
            let start = sandbox.clock.elapsed_ms();
            if self.carry(sandbox, delivery).await == Outcome::Code(0) {
                return;
            }
            drop((turn, trying));
            tries += 1;
            sandbox.clock.sleep_until(start + pause_ms(tries)).await;
        }
    }

    /// Try once.
    pub(crate) async fn carry(&self, sandbox: &Arc<Sandbox>, delivery: &Delivery) -> Outcome {
        let _trying = self.depart();
        let at_ms = sandbox.clock.log_ms();
        let (outcome, status, answer) = tokio::select! {
            tried = self.send(delivery) => match tried {
                Ok((status, answer)) if status == 200 => (judge(&answer), Some(status), answer),
                Ok((status, answer)) => (Outcome::HttpError, Some(status), answer),
                Err(problem) => (Outcome::Unreachable, None, problem),
            },
            () = sandbox.clock.sleep(TIMEOUT_MS) => (Outcome::Unreachable, None, "no answer in time".to_owned()),
        };
        delivery.note(
            Try {
                at_ms,
                status,
                answer,
            },
            outcome,
        );
        outcome
    }

    async fn send(&self, delivery: &Delivery) -> Result<(u16, String), String> {
        let request = delivery
            .letter
            .request()
            .map_err(|problem| problem.to_string())?;
        let answer = self
            .client
            .request(request)
            .await
            .map_err(|problem| problem.to_string())?;
        let status = answer.status().as_u16();
        let body = Limited::new(answer.into_body(), MAX_ANSWER).collect().await;
        let body = body.map_err(|problem| problem.to_string())?.to_bytes();
        Ok((status, String::from_utf8_lossy(&body).into_owned()))
    }
}

/// The pause after so many tries.
fn pause_ms(tries: usize) -> i64 {
    let minutes = PAUSES_MIN
        .get(tries.saturating_sub(1))
        .or(PAUSES_MIN.last())
        .unwrap_or(&30);
    minutes * 60_000
}

/// The code of an answer; as text it counts as well.
fn judge(answer: &str) -> Outcome {
    let json: Option<serde_json::Value> = serde_json::from_str(answer).ok();
    let code = json
        .as_ref()
        .and_then(|json| json.get("code"))
        .and_then(|code| match code {
            serde_json::Value::String(text) => text.parse().ok(),
            code => code.as_i64(),
        });
    code.map_or(Outcome::NoCode, Outcome::Code)
}

#[cfg(test)]
mod tests {
    use super::{Outcome, judge, pause_ms};

    #[test]
    fn pauses_grow_to_half_an_hour_and_stay_there() {
        let minutes: Vec<_> = (1..=7).map(|tries| pause_ms(tries) / 60_000).collect();
        assert_eq!(minutes, [1, 2, 5, 10, 30, 30, 30]);
    }

    #[test]
    fn only_a_code_is_an_answer() {
        assert_eq!(judge(r#"{"code":0}"#), Outcome::Code(0));
        assert_eq!(judge(r#"{"code":"10"}"#), Outcome::Code(10));
        assert_eq!(judge(""), Outcome::NoCode);
        assert_eq!(judge("OK"), Outcome::NoCode);
    }
}
