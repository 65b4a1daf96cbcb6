//! Whole calls on threads that are scheduled one by one, and a gateway that judges them.
//!
//! Run by `tools/threads`, which sets `--cfg shuttle`; see [`crate::sync::schedule`]. The smaller
//! models stand beside what they are about, in files of this name.

mod calls;
mod doubt;
mod gateway;
mod interrupt;
mod journal;

use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::Client;
use crate::sync::schedule::{self, pause};
use crate::sync::thread::{self, JoinHandle};
use crate::testing::{Sending, Sent, World, in_world};

pub(crate) use self::gateway::{Fate, Gateway};

/// When a play begins.
const BEGAN_MS: u64 = 1_700_000_000_000;

/// The clock on the wall, in this play.
fn wall_ms() -> u64 {
    BEGAN_MS + u64::try_from(schedule::passed().as_millis()).expect("not so long")
}

/// The world of a thread of a till.
pub(crate) struct Till(Arc<Gateway>);

impl Till {
    pub(crate) fn of(gateway: &Arc<Gateway>) -> Rc<dyn World> {
        Rc::new(Self(Arc::clone(gateway)))
    }
}

impl World for Till {
    fn now(&self) -> Instant {
        schedule::now()
    }

    fn wall_ms(&self) -> u64 {
        wall_ms()
    }

    fn sleep(&self, time: Duration) {
        schedule::sleep(time);
    }

    fn seed(&self) -> [u8; 24] {
        [7; 24]
    }

    fn send(&self, request: &Sending<'_>) -> Sent {
        pause();
        let sent = self.0.take(request);
        pause();
        sent
    }
}

/// A client, and the gateway that it pays through.
#[derive(Clone)]
struct Shop {
    gateway: Arc<Gateway>,
    client: Arc<Client>,
}

impl Shop {
    /// With members of the configuration beside the usual ones.
    fn with(more: &str) -> Self {
        let gateway = Arc::new(Gateway::default());
        let config = format!(
            r#"{{"public_id":"pk","api_secret":"s","base_url":"http://127.0.0.1:1",
                "timeout_ms":400000{more}}}"#
        );
        let client = in_world(Till::of(&gateway), || Client::new(&config));
        Self {
            gateway,
            client: Arc::new(client.expect("a client")),
        }
    }

    fn new() -> Self {
        Self::with("")
    }

    /// The answer to one call.
    fn call(&self, method: &str, request: &Value) -> Value {
        let request = request.to_string();
        let reply = in_world(Till::of(&self.gateway), || {
            self.client.call(method, &request)
        });
        serde_json::from_str(&reply.json).expect("JSON")
    }

    /// Pays for an order.
    fn charge(&self, id: &str, order: &str) -> Value {
        self.call(
            "charge",
            &json!({"request_id": id, "Amount": "10", "Currency": "RUB", "InvoiceId": order,
                "CardCryptogramPacket": "x", "IpAddress": "127.0.0.1", "resolve_ms": 20000}),
        )
    }

    fn spawn<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> JoinHandle<T> {
        let shop = self.clone();
        thread::spawn(move || work(&shop))
    }

    /// What must be so when all threads have ended.
    fn is_at_rest(&self) {
        let calls = crate::sync::lock(&self.client.in_progress);
        assert!(calls.is_empty(), "calls have ended and can be interrupted");
    }
}

fn join<T>(thread: JoinHandle<T>) -> T {
    thread.join().expect("no panic")
}
