//! What a till is doing when it is killed, and what the ledger shows of it.

use cloudpayments::Client;
use cloudpayments_sandbox::{Movement, Row, Served, State};
use serde_json::{Value, json};

const APPROVED: &str = "014111111111301204c2FuZGJveA==";
const WITH_3DS: &str = "014242424242301204c2FuZGJveA==";
const DECLINED: &str = "014000055556301204c2FuZGJveA==";

/// How the operation of a day is named. This process remembers names, so that each has its own.
#[derive(Debug, Clone)]
pub struct Names {
    /// `request_id`.
    pub operation: String,
    /// The same of what was done before it.
    pub before: String,
    /// `InvoiceId`.
    pub order: String,
}

/// What is asked about: a payment, and what its payer brings back from his bank.
#[derive(Debug)]
struct About<'a> {
    names: &'a Names,
    number: u64,
    pa_res: &'a str,
}

/// One operation.
#[derive(Debug)]
pub struct Scene {
    /// How it is called here.
    pub name: &'static str,
    /// The method.
    pub method: &'static str,
    /// What has happened before.
    pub before: Before,
    /// Where its money is when all is over.
    pub money: &'static str,
    /// Longer than anything is held back here. A payout has twelve times as long.
    pub settle_ms: u64,
    request: fn(&About<'_>) -> Value,
    /// How often the ledger shows what it does.
    shows: fn(&Row) -> bool,
}

/// What has happened before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// The journal is made by the till that is killed.
    NoJournal,
    /// There is an empty journal.
    Nothing,
    /// A payment was made.
    Paid,
    /// A sum is held.
    Held,
    /// The payer is at the page of his bank.
    AtTheBank,
    /// A till was killed while its payment was at the gateway: this one recovers it.
    Killed,
}

impl Before {
    /// The call that makes it.
    fn call(self, names: &Names) -> Option<(&'static str, Value)> {
        let (method, card) = match self {
            Self::NoJournal | Self::Killed => return None,
            Self::Nothing => return Some(("journal_pending", json!({}))),
            Self::Paid => ("charge", APPROVED),
            Self::Held => ("auth", APPROVED),
            Self::AtTheBank => ("charge", WITH_3DS),
        };
        Some((method, by_card(&names.before, names, card)))
    }

    /// Whether the journal has an operation of then.
    #[must_use]
    pub fn has_operation(self) -> bool {
        matches!(self, Self::Paid | Self::Held | Self::AtTheBank)
    }
}

/// All of them.
pub static SCENES: [Scene; 12] = [
    charge("first_charge", Before::NoJournal),
    charge("charge", Before::Nothing),
    charge("recover", Before::Killed),
    Scene {
        money: "not_moved",
        request: |about| by_card(&about.names.operation, about.names, DECLINED),
        ..charge("decline", Before::Nothing)
    },
    Scene {
        money: "not_moved",
        request: |about| by_card(&about.names.operation, about.names, WITH_3DS),
        ..charge("charge_3ds", Before::Nothing)
    },
    Scene {
        request: |about| with(of_payment(about), &json!({"PaRes": about.pa_res})),
        method: "post3ds",
        ..charge("post3ds", Before::AtTheBank)
    },
    Scene {
        method: "auth",
        money: "held",
        ..charge("auth", Before::Nothing)
    },
    Scene {
        method: "token_charge",
        request: |about| {
            let token =
                json!({"AccountId": "user-1", "Token": "success_1a2b3c", "TrInitiatorCode": 1});
            with(of_order(&about.names.operation, about.names), &token)
        },
        ..charge("token_charge", Before::Nothing)
    },
    Scene {
        method: "confirm",
        request: |about| with(of_payment(about), &json!({"Amount": "10.50"})),
        shows: |row| row.state == State::Completed,
        ..charge("confirm", Before::Held)
    },
    Scene {
        method: "void",
        money: "returned",
        request: of_payment,
        shows: |row| row.state == State::Cancelled,
        ..charge("void", Before::Held)
    },
    Scene {
        method: "refund",
        money: "returned",
        request: |about| with(of_payment(about), &json!({"Amount": "3.25"})),
        shows: |row| row.movement == Movement::Refund && row.state == State::Completed,
        ..charge("refund", Before::Paid)
    },
    Scene {
        method: "card_payout",
        settle_ms: 80,
        request: |about| {
            let card = by_card(&about.names.operation, about.names, APPROVED);
            with(card, &json!({"Name": "IVAN IVANOV"}))
        },
        shows: |row| row.movement == Movement::Payout && row.state != State::Refused,
        ..charge("card_payout", Before::Nothing)
    },
];

const fn charge(name: &'static str, before: Before) -> Scene {
    Scene {
        name,
        method: "charge",
        before,
        money: "moved",
        settle_ms: 1_000,
        request: |about| by_card(&about.names.operation, about.names, APPROVED),
        shows: |row| row.movement == Movement::Payment && row.was_approved,
    }
}

fn of_order(id: &str, names: &Names) -> Value {
    json!({"request_id": id, "Amount": "10.50", "Currency": "RUB", "InvoiceId": names.order})
}

fn by_card(id: &str, names: &Names, packet: &str) -> Value {
    with(
        of_order(id, names),
        &json!({"CardCryptogramPacket": packet}),
    )
}

fn of_payment(about: &About<'_>) -> Value {
    json!({"request_id": about.names.operation, "TransactionId": about.number})
}

fn with(mut request: Value, more: &Value) -> Value {
    if let (Some(into), Some(more)) = (request.as_object_mut(), more.as_object()) {
        into.extend(more.clone());
    }
    request
}

impl Scene {
    /// Makes what must have happened before; the request of the operation.
    ///
    /// # Errors
    /// It could not be made.
    pub fn prepare(
        &self,
        names: &Names,
        config: &Value,
        sandbox: &Served,
    ) -> Result<Value, String> {
        let Some((method, request)) = self.before.call(names) else {
            return Ok(self.request(names, 0, sandbox));
        };
        let client = Client::new(&config.to_string()).map_err(|no| no.message)?;
        let reply = client.call(method, &request.to_string()).json;
        let before: Value = serde_json::from_str(&reply).map_err(|why| why.to_string())?;
        let number = before.get("transaction_id").and_then(Value::as_u64);
        let number = number.unwrap_or(0);
        let failed = before.get("error") != Some(&Value::Null);
        if failed || (number == 0) == self.before.has_operation() {
            return Err(format!("what should come before has failed: {reply}"));
        }
        Ok(self.request(names, number, sandbox))
    }

    /// The request, about this payment where it is about one.
    #[must_use]
    pub fn request(&self, names: &Names, number: u64, sandbox: &Served) -> Value {
        let pa_res = &sandbox.pa_res(number);
        (self.request)(&About {
            names,
            number,
            pa_res,
        })
    }

    /// How often it was done.
    #[must_use]
    pub fn done(&self, ledger: &[Row]) -> usize {
        ledger.iter().filter(|row| (self.shows)(row)).count()
    }

    /// How often it must be done when all is over.
    #[must_use]
    pub fn should_be_done(&self) -> usize {
        usize::from(self.money != "not_moved")
    }

    /// Whether it stays open, because the payer has not come back from his bank.
    #[must_use]
    pub fn ends_at_the_bank(&self) -> bool {
        self.name == "charge_3ds"
    }
}
