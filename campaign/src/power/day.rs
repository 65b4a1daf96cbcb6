//! The usual day of a till, as its journal sees it.

use std::path::Path;
use std::rc::Rc;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cloudpayments::testing::{World, in_world};
use cloudpayments::{Client, Reply};
use ring::hmac;
use serde_json::{Value, json};

use super::log;
use crate::dice::Dice;
use crate::lives::schedule::{Act, Fate, Fault, Obstacle, Step, Weather};
use crate::lives::town::Town;

const SECRET: &str = "sandbox";

const APPROVED: &str = "014111111111301204c2FuZGJveA==";
const WITH_3DS: &str = "014242424242301204c2FuZGJveA==";
const DECLINED: &str = "014000055556301204c2FuZGJveA==";

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The shop of a journal. Its gateway outlives the power cuts of the till.
pub struct Shop {
    town: Rc<Town>,
    seed: u64,
}

impl std::fmt::Debug for Shop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shop")
            .field("seed", &self.seed)
            .finish_non_exhaustive()
    }
}

/// The configuration of a till.
#[must_use]
pub fn config(journal: &Path, is_shared: bool) -> String {
    json!({"public_id": "pk_campaign", "api_secret": SECRET, "base_url": "http://127.0.0.1:1",
        "till": "till-1", "journal": journal, "allow_network_journal": is_shared})
    .to_string()
}

impl Shop {
    /// One that follows from a number.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let town = Town::new(seed, &Weather::default(), false);
        Self { town, seed }
    }

    /// The till is started, does what the dice say, so many times, and is closed. The ids of its
    /// sales of today that were answered.
    pub fn day(
        &self,
        session: u64,
        journal: &Path,
        is_shared: bool,
        acts: u64,
        dice: &mut Dice,
    ) -> Vec<String> {
        let town = Rc::clone(&self.town) as Rc<dyn World>;
        in_world(town, || {
            let mut till = Till {
                town: &self.town,
                config: config(journal, is_shared),
                client: None,
                name: format!("{}-{session}", self.seed),
                made: 0,
                sales: Vec::new(),
                held: Vec::new(),
                paid: Vec::new(),
                to_acknowledge: Vec::new(),
            };
            till.set_clock(0);
            if session > 0 {
                till.call(
                    "journal_recover",
                    &json!({"all": true, "timeout_ms": 60_000}),
                );
            }
            for _ in 0..acts {
                till.act(dice);
            }
            till.sales
        })
    }
}

struct Till<'a> {
    town: &'a Town,
    config: String,
    client: Option<Client>,
    /// So that no two sessions use the same ids.
    name: String,
    made: u32,
    /// Answered, and of today.
    sales: Vec<String>,
    held: Vec<i64>,
    paid: Vec<i64>,
    to_acknowledge: Vec<String>,
}

impl Till<'_> {
    fn act(&mut self, dice: &mut Dice) {
        let roll = dice.below(100);
        // Some of it happened long ago, so that the journal has something to forget.
        let is_old = dice.percent(25);
        let days = if is_old { dice.pick(30, &[500]) } else { 0 };
        self.set_clock(days);
        match roll {
            0..38 => {
                let card = dice.pick(APPROVED, &[APPROVED, APPROVED, DECLINED, WITH_3DS]);
                let method = dice.pick("charge", &["charge", "auth"]);
                let fault = fault(dice);
                self.sell(method, card, fault, !is_old);
            }
            38..44 => self.command("confirm", |till| till.held.pop()),
            44..48 => self.command("void", |till| till.held.pop()),
            48..56 => self.command("refund", |till| till.paid.last().copied()),
            56..82 => self.acknowledge(dice.between(1, 5)),
            82..87 => self.note(dice),
            87..89 => {
                self.call("journal_recover", &json!({"timeout_ms": 60_000}));
            }
            89..92 => {
                self.call("journal_pending", &json!({}));
            }
            92..96 => {
                // There is no room, until the journal gives up what it has in reserve.
                log::fill_up(true);
                self.acknowledge(1);
                self.sell("charge", APPROVED, None, false);
                log::fill_up(false);
            }
            // Closed; the next call opens it again.
            _ => self.client = None,
        }
    }

    /// So many days before the true time.
    fn set_clock(&self, days: i64) {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let true_ms = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
        let shown_ms = self.town.till_ms().cast_signed();
        self.town.set_clock(true_ms - days * DAY_MS - shown_ms);
    }

    fn call(&mut self, method: &str, request: &Value) -> Option<Reply> {
        if self.client.is_none() {
            // The configuration is right, so there is a client.
            self.client = Client::new(&self.config).ok();
        }
        let client = self.client.as_ref()?;
        Some(client.call(method, &request.to_string()))
    }

    fn new_id(&mut self) -> String {
        self.made += 1;
        format!("sale-{}-{}", self.name, self.made)
    }

    fn sell(&mut self, method: &str, card: &str, fault: Option<Fault>, is_of_today: bool) {
        self.town.begin(&Step {
            faults: fault.map(|fault| (0, fault)).into_iter().collect(),
            ..Step::fair(Act::Recover)
        });
        let id = self.new_id();
        let request = json!({"request_id": id, "InvoiceId": format!("order-{id}"),
            "Amount": "10.50", "Currency": "RUB", "CardCryptogramPacket": card,
            "IpAddress": "127.0.0.1"});
        let reply = self.call(method, &request);
        self.town.begin(&Step::fair(Act::Recover));
        let Some(told) = reply.and_then(|reply| serde_json::from_str::<Value>(&reply.json).ok())
        else {
            return;
        };
        match told["outcome"].as_str() {
            Some("journal_unavailable") => return,
            Some("completed") => self.paid.extend(told["transaction_id"].as_i64()),
            Some("authorized") => self.held.extend(told["transaction_id"].as_i64()),
            _ => {}
        }
        if is_of_today {
            self.sales.push(id.clone());
        }
        self.to_acknowledge.push(id);
    }

    fn command(&mut self, method: &str, about: impl Fn(&mut Self) -> Option<i64>) {
        let Some(number) = about(self) else {
            return;
        };
        let id = self.new_id();
        let mut request = json!({"request_id": id, "TransactionId": number});
        if method != "void" {
            request["Amount"] = json!("1.25");
        }
        self.call(method, &request);
        self.to_acknowledge.push(id);
    }

    fn acknowledge(&mut self, count: u64) {
        for _ in 0..count {
            if self.to_acknowledge.is_empty() {
                return;
            }
            let id = self.to_acknowledge.remove(0);
            self.call("journal_ack", &json!({"request_id": id}));
        }
    }

    /// A notification comes, and some come twice.
    fn note(&mut self, dice: &mut Dice) {
        let number = dice.between(1, 50);
        let body = format!(
            "TransactionId={number}&Amount=10.50&Currency=RUB&InvoiceId=order-{number}&Status=Completed"
        );
        let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
        let signature = STANDARD.encode(hmac::sign(&key, body.as_bytes()));
        let request = json!({"type": "pay", "body": body, "headers": {"Content-HMAC": signature}});
        self.call("webhook_verify", &request);
    }
}

/// What becomes of a request, now and then.
fn fault(dice: &mut Dice) -> Option<Fault> {
    let faults = [
        Fault::Reset(Fate::Never),
        Fault::Unreachable(Obstacle::Refused),
        Fault::Page(Fate::Now),
    ];
    dice.percent(25)
        .then(|| dice.pick(Fault::Reset(Fate::Now), &faults))
}
