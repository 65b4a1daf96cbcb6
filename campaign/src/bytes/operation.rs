//! The operations: what must have happened before, what is asked, and what the ledger shows then.

use std::fmt;

use cloudpayments::Client;
use cloudpayments_sandbox::{Movement, Row, Served, State};
use serde_json::{Value, json};

/// What is asked for everywhere, in hundredths, and as it is written.
const SUM: i64 = 1050;
const SUM_TEXT: &str = "10.50";
/// Of a partial refund.
const PART: i64 = 325;
const PART_TEXT: &str = "3.25";

/// What an operation does to money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It moves money.
    Money,
    /// It moves none, and leaves something behind.
    Change,
    /// It only asks.
    Read,
}

/// One kind of operation.
#[derive(Clone, Copy)]
pub struct Operation {
    /// The method.
    pub name: &'static str,
    /// What it does.
    pub effect: Effect,
    before: Before,
    request: fn(&Ids, &Value) -> Value,
    shows: fn(&Ledger) -> Truth,
}

/// What another till has done before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Paid,
    Held,
    AtTheBank,
}

/// How the operation of a case is named.
#[derive(Debug)]
pub struct Ids {
    /// What both have in common.
    pub mark: String,
    /// `request_id`.
    pub request: String,
    /// `InvoiceId`.
    pub invoice: String,
}

/// What the gateway has after a case.
#[derive(Debug)]
pub struct Ledger {
    /// Payments, refunds and payouts.
    pub rows: Vec<Row>,
    /// Sums of orders to be paid later.
    pub orders: Vec<i64>,
    /// The order number that the till has given.
    pub invoice: String,
    /// Whether the gateway may have got none: a request that was damaged on its way.
    pub damaged: bool,
}

/// What became of an operation at the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Truth {
    /// It did not happen.
    Nothing,
    /// It happened once and just so; the number of its row.
    Done(u64),
    /// It happened once, but not as it was asked.
    Otherwise(String),
    /// It happened more than once.
    Twice,
}

impl Ledger {
    fn only(rows: &[&Row], is_so: impl Fn(&Row) -> bool) -> Truth {
        match rows {
            [] => Truth::Nothing,
            [row] if is_so(row) => Truth::Done(row.number),
            [row] => Truth::Otherwise(format!("{row:?}")),
            _ => Truth::Twice,
        }
    }

    fn rows(&self, which: impl Fn(&Row) -> bool) -> Vec<&Row> {
        self.rows.iter().filter(|row| which(row)).collect()
    }

    fn is_ours(&self, row: &Row) -> bool {
        let invoice = match &row.invoice_id {
            Some(invoice) => *invoice == self.invoice,
            None => self.damaged,
        };
        row.amount == SUM && invoice
    }

    fn charged(&self) -> Truth {
        let rows = self.rows(|row| row.movement == Movement::Payment && row.was_approved);
        Self::only(&rows, |row| {
            row.state == State::Completed && row.refunded == 0 && self.is_ours(row)
        })
    }

    fn held(&self) -> Truth {
        let rows = self.rows(|row| row.movement == Movement::Payment && row.was_approved);
        Self::only(&rows, |row| {
            row.state == State::Authorized && self.is_ours(row)
        })
    }

    fn confirmed(&self) -> Truth {
        let rows = self.rows(|row| row.state != State::Authorized);
        Self::only(&rows, |row| {
            row.state == State::Completed && self.is_ours(row)
        })
    }

    fn voided(&self) -> Truth {
        let rows = self.rows(|row| row.state != State::Authorized);
        Self::only(&rows, |row| {
            row.state == State::Cancelled && self.is_ours(row)
        })
    }

    fn refunded(&self) -> Truth {
        let rows = self.rows(|row| row.movement == Movement::Refund);
        Self::only(&rows, |row| {
            row.state == State::Completed && row.amount == PART
        })
    }

    fn paid_out(&self) -> Truth {
        let rows = self.rows(|row| row.movement == Movement::Payout && row.state != State::Refused);
        Self::only(&rows, |row| {
            row.state == State::Completed && self.is_ours(row)
        })
    }

    fn linked(&self) -> Truth {
        let rows = self.rows(|row| row.movement == Movement::Payment);
        Self::only(&rows, |row| {
            let any_order = self.damaged && row.amount == SUM;
            row.state == State::Created && (any_order || self.is_ours(row))
        })
    }

    fn ordered(&self) -> Truth {
        match self.orders.as_slice() {
            [] => Truth::Nothing,
            [SUM] => Truth::Done(0),
            [other] => Truth::Otherwise(format!("an order of {other}")),
            _ => Truth::Twice,
        }
    }
}

/// All of them.
pub static OPERATIONS: [Operation; 13] = [
    Operation {
        name: "charge",
        effect: Effect::Money,
        before: Before::Nothing,
        request: |ids, _| {
            with(
                by_card(ids),
                &json!({"AccountId": "user-1", "IpAddress": "127.0.0.1", "Description": "Two coffees"}),
            )
        },
        shows: Ledger::charged,
    },
    Operation {
        name: "auth",
        effect: Effect::Money,
        before: Before::Nothing,
        request: |ids, _| by_card(ids),
        shows: Ledger::held,
    },
    Operation {
        name: "token_charge",
        effect: Effect::Money,
        before: Before::Nothing,
        request: |ids, _| {
            with(
                order(ids),
                &json!({"AccountId": "user-1", "Token": "success_1a2b3c", "TrInitiatorCode": 1}),
            )
        },
        shows: Ledger::charged,
    },
    Operation {
        name: "confirm",
        effect: Effect::Money,
        before: Before::Held,
        request: |ids, before| with(about(ids, before), &json!({"Amount": SUM_TEXT})),
        shows: Ledger::confirmed,
    },
    Operation {
        name: "void",
        effect: Effect::Money,
        before: Before::Held,
        request: about,
        shows: Ledger::voided,
    },
    Operation {
        name: "refund",
        effect: Effect::Money,
        before: Before::Paid,
        request: |ids, before| with(about(ids, before), &json!({"Amount": PART_TEXT})),
        shows: Ledger::refunded,
    },
    Operation {
        name: "card_payout",
        effect: Effect::Money,
        before: Before::Nothing,
        request: |ids, _| with(by_card(ids), &json!({"Name": "IVAN IVANOV"})),
        shows: Ledger::paid_out,
    },
    Operation {
        name: "post3ds",
        effect: Effect::Money,
        before: Before::AtTheBank,
        request: |ids, before| {
            with(
                about(ids, before),
                &json!({"PaRes": before["pa_res"].clone()}),
            )
        },
        shows: Ledger::charged,
    },
    Operation {
        name: "sbp_link",
        effect: Effect::Change,
        before: Before::Nothing,
        request: |ids, _| with(order(ids), &json!({"Scheme": "charge", "TtlMinutes": 15})),
        shows: Ledger::linked,
    },
    Operation {
        name: "order_create",
        effect: Effect::Change,
        before: Before::Nothing,
        request: |ids, _| with(order(ids), &json!({"Description": "Two coffees"})),
        shows: Ledger::ordered,
    },
    Operation {
        name: "payment_find",
        effect: Effect::Read,
        before: Before::Paid,
        request: |ids, _| json!({"InvoiceId": ids.invoice}),
        shows: Ledger::charged,
    },
    // What another till has paid, as if its answer had been lost.
    Operation {
        name: "resolve",
        effect: Effect::Money,
        before: Before::Paid,
        request: |ids, before| {
            json!({"request_id": before["request_id"].clone(), "InvoiceId": ids.invoice,
                "Amount": SUM_TEXT, "Currency": "RUB", "sent_at": before["sent_at"].clone()})
        },
        shows: Ledger::charged,
    },
    // The same where nothing had been paid.
    Operation {
        name: "resolve_absent",
        effect: Effect::Money,
        before: Before::Nothing,
        request: |ids, _| with(order(ids), &json!({"sent_at": "2026-01-01T00:00:00.000Z"})),
        shows: Ledger::charged,
    },
];

/// The operation of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == name)
}

fn order(ids: &Ids) -> Value {
    json!({"request_id": ids.request, "Amount": SUM_TEXT, "Currency": "RUB", "InvoiceId": ids.invoice})
}

fn by_card(ids: &Ids) -> Value {
    with(
        order(ids),
        &json!({"CardCryptogramPacket": "014111111111301204c2FuZGJveA=="}),
    )
}

fn about(ids: &Ids, before: &Value) -> Value {
    json!({"request_id": ids.request, "TransactionId": before["transaction_id"].clone()})
}

fn with(mut request: Value, more: &Value) -> Value {
    if let (Some(into), Some(more)) = (request.as_object_mut(), more.as_object()) {
        into.extend(more.clone());
    }
    request
}

impl Operation {
    /// The method that is called.
    #[must_use]
    pub fn method(&self) -> &'static str {
        self.name.strip_suffix("_absent").unwrap_or(self.name)
    }

    /// Makes what must have happened before; the request of the operation.
    ///
    /// # Errors
    /// The other till could not do it.
    pub fn prepare(&self, ids: &Ids, other: &Client, sandbox: &Served) -> Result<String, String> {
        let before_ids = Ids {
            mark: ids.mark.clone(),
            request: format!("before-{}", ids.request),
            invoice: ids.invoice.clone(),
        };
        let (method, status, request) = match self.before {
            Before::Nothing => return Ok((self.request)(ids, &Value::Null).to_string()),
            Before::Paid => ("charge", "completed", by_card(&before_ids)),
            Before::Held => ("auth", "authorized", by_card(&before_ids)),
            Before::AtTheBank => (
                "charge",
                "requires_3ds",
                with(
                    order(&before_ids),
                    &json!({"CardCryptogramPacket": "014242424242301204c2FuZGJveA=="}),
                ),
            ),
        };
        let reply = other.call(method, &request.to_string()).json;
        let mut before: Value = serde_json::from_str(&reply).map_err(|why| why.to_string())?;
        if before["outcome"] != status {
            return Err(format!("the {method} before it was no success: {reply}"));
        }
        let number = before["transaction_id"].as_u64().unwrap_or(0);
        if let Some(before) = before.as_object_mut() {
            before.insert("pa_res".to_owned(), sandbox.pa_res(number).into());
        }
        Ok((self.request)(ids, &before).to_string())
    }

    /// What became of it.
    #[must_use]
    pub fn truth(&self, ledger: &Ledger) -> Truth {
        (self.shows)(ledger)
    }

    /// Whether the answer shows what was asked, so that something else must be noticed.
    #[must_use]
    pub fn is_echoed(&self) -> bool {
        !matches!(self.name, "confirm")
    }
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Operation {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Operation {}
