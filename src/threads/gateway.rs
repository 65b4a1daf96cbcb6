//! The gateway of the models: takes what arrives, keeps the books, and judges when it arrives.

use std::collections::{HashMap, HashSet, VecDeque};
use std::panic::resume_unwind;

use cloudpayments_money::evidence::{Evidence, Phase, Trouble};
use serde_json::{Value, json};

use crate::sync::schedule::{self, pause};
use crate::sync::{Mutex, lock};
use crate::testing::{Answered, Sending, Sent};

/// What becomes of a request that would have been answered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It could not be sent.
    NotSent,
    /// It was sent and never arrived.
    NeverArrives,
    /// It was processed, and the answer is lost.
    AnswerLost,
    /// It was processed, and the thread that waits panics.
    Panics,
}

#[derive(Default)]
pub(crate) struct Gateway(Mutex<Books>);

#[derive(Default)]
struct Books {
    payments: Vec<Payment>,
    /// Payments that are being processed, by id, with their orders.
    in_progress: HashMap<String, String>,
    /// What becomes of the next requests with an id.
    fates: HashMap<String, VecDeque<Fate>>,
    /// The payments that are being undone.
    undoing: HashSet<Option<usize>>,
    /// How often something was undone.
    undone: usize,
}

struct Payment {
    id: String,
    order: String,
    stamp: Value,
    undone: bool,
    /// Whether an answer has shown it.
    shown: bool,
}

impl Gateway {
    /// What becomes of the next requests with this id.
    pub(super) fn fated(&self, id: &str, fates: impl IntoIterator<Item = Fate>) {
        let fates = fates.into_iter().collect();
        lock(&self.0).fates.insert(id.to_owned(), fates);
    }

    /// How many payments of an order were made.
    pub(super) fn payments(&self, order: &str) -> usize {
        let books = lock(&self.0);
        let payments = books.payments.iter();
        payments.filter(|payment| payment.order == order).count()
    }

    /// How often something was undone.
    pub(super) fn undone(&self) -> usize {
        lock(&self.0).undone
    }

    /// A request is sent.
    pub(super) fn take(&self, request: &Sending<'_>) -> Sent {
        let id = request.request_id.unwrap_or_default().to_owned();
        let fate = lock(&self.0)
            .fates
            .get_mut(&id)
            .and_then(VecDeque::pop_front);
        if fate == Some(Fate::NotSent) {
            return Sent {
                evidence: Evidence::NONE,
                sent_at: None,
                result: Err(Trouble::Connect),
            };
        }
        let asked: Value = serde_json::from_slice(request.body).expect("JSON");
        let answer = match request.path {
            "payments/cards/charge" => {
                self.arrives(&id, &asked);
                pause();
                self.charge(&id, &asked, fate)
            }
            "payments/void" | "payments/refund" => {
                self.begins_to_undo(&asked);
                pause();
                self.undo(&asked)
            }
            path => self.look_up(path, &asked),
        };
        if fate == Some(Fate::Panics) {
            resume_unwind(Box::new(()));
        }
        Sent {
            evidence: Evidence {
                phase: if fate.is_none() {
                    Phase::Answered
                } else {
                    Phase::Sent
                },
                bytes_sent: 1,
                bytes_total: 1,
            },
            sent_at: Some(schedule::now()),
            result: match fate {
                None => Ok(Answered {
                    status: 200,
                    date_ms: Some(super::wall_ms()),
                    body: answer.to_string().into_bytes(),
                    ..Answered::default()
                }),
                Some(_) => Err(Trouble::Lost),
            },
        }
    }

    /// A payment arrives. The same may not be in progress, and of its order no other one may be, or
    /// be on the books although no answer has shown it.
    fn arrives(&self, id: &str, asked: &Value) {
        let order = order(asked);
        let mut books = lock(&self.0);
        assert!(!books.in_progress.contains_key(id), "{id} is sent twice");
        let in_progress = books.in_progress.values().any(|other| *other == order);
        assert!(!in_progress, "{id} is sent beside another of its order");
        let mut paid = books.payments.iter();
        let hidden = paid.any(|paid| paid.order == order && paid.id != id && !paid.shown);
        assert!(!hidden, "{id} is sent although its order is in doubt");
        books.in_progress.insert(id.to_owned(), order);
    }

    fn charge(&self, id: &str, asked: &Value, fate: Option<Fate>) -> Value {
        let mut books = lock(&self.0);
        books.in_progress.remove(id);
        if fate == Some(Fate::NeverArrives) {
            return Value::Null;
        }
        // Its own store answers a repeat.
        let known = books.payments.iter().position(|payment| payment.id == id);
        let at = known.unwrap_or(books.payments.len());
        if known.is_none() {
            books.payments.push(Payment {
                id: id.to_owned(),
                order: order(asked),
                stamp: asked["JsonData"].clone(),
                undone: false,
                shown: false,
            });
        }
        let payment = books.payments.get_mut(at).expect("it is there");
        payment.shown |= fate.is_none();
        json!({"Success": true, "Message": null, "Model": payment.record(at)})
    }

    /// A payment is to be undone, which nobody else may be about to do.
    fn begins_to_undo(&self, asked: &Value) {
        let begun = lock(&self.0).undoing.insert(number(asked));
        assert!(begun, "a payment is undone by two at once");
    }

    fn undo(&self, asked: &Value) -> Value {
        let mut books = lock(&self.0);
        books.undoing.remove(&number(asked));
        let payment = number(asked).and_then(|at| books.payments.get_mut(at));
        match payment {
            Some(payment) if !payment.undone => {
                payment.undone = true;
                books.undone += 1;
                json!({"Success": true, "Message": null, "Model": {"TransactionId": 1_000}})
            }
            _ => json!({"Success": false, "Message": "it cannot be undone"}),
        }
    }

    fn look_up(&self, path: &str, asked: &Value) -> Value {
        let mut books = lock(&self.0);
        let mut all = books.payments.iter_mut().enumerate();
        let found = match path {
            "v2/payments/list" => {
                let all: Vec<_> = all.map(|(at, payment)| payment.show(at)).collect();
                return json!({"Success": true, "Message": null, "Model": all});
            }
            "payments/get" => all.find(|(at, _)| number(asked) == Some(*at)),
            _ => all.rfind(|(_, payment)| payment.order == order(asked)),
        };
        match found {
            Some((at, payment)) => {
                json!({"Success": true, "Message": null, "Model": payment.show(at)})
            }
            None => json!({"Success": false, "Message": "Not found"}),
        }
    }
}

fn order(asked: &Value) -> String {
    asked["InvoiceId"].as_str().unwrap_or_default().to_owned()
}

/// The place in the books of the payment that a request names.
fn number(asked: &Value) -> Option<usize> {
    let number = asked["TransactionId"].as_u64()?;
    usize::try_from(number).ok()?.checked_sub(1)
}

impl Payment {
    /// Its record, in an answer that comes.
    fn show(&mut self, at: usize) -> Value {
        self.shown = true;
        self.record(at)
    }

    fn record(&self, at: usize) -> Value {
        let status = if self.undone {
            "Cancelled"
        } else {
            "Completed"
        };
        json!({"TransactionId": at + 1, "Amount": 10, "Currency": "RUB", "InvoiceId": self.order,
            "JsonData": self.stamp, "Status": status, "ReasonCode": 0, "Type": "Payment"})
    }
}
