//! Claims that banks raise against payments: told to the sandbox, listed by the API.

use std::sync::Mutex;

use crate::ledger::transaction::Transaction;
use crate::sync::lock;
use crate::values::amount::Amount;
use crate::values::seed::Seed;

/// Which way the claim goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    /// The bank claims.
    Presentment,
    /// The bank gives the claim up.
    Representment,
}

impl Operation {
    /// All of them.
    pub(crate) const ALL: [Self; 2] = [Self::Presentment, Self::Representment];

    /// `Operation` of the Model.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Presentment => "Presentment",
            Self::Representment => "Representment",
        }
    }
}

/// What is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    /// The money of the payment.
    Chargeback,
    /// A fine.
    Fee,
}

impl Subject {
    /// All of them.
    pub(crate) const ALL: [Self; 2] = [Self::Chargeback, Self::Fee];

    /// `Type` of the Model.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chargeback => "Chargeback",
            Self::Fee => "Fee",
        }
    }
}

/// A claim to be raised.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Claim {
    /// Which way.
    pub(crate) operation: Operation,
    /// What for.
    pub(crate) subject: Subject,
    /// How much.
    pub(crate) amount: Amount,
}

/// One claim.
#[derive(Debug, Clone)]
pub(crate) struct Chargeback {
    /// `ChargeBackId`: 24 hexadecimal digits.
    pub(crate) id: String,
    /// The payment.
    pub(crate) payment: Transaction,
    /// What the bank says about it.
    pub(crate) claim: Claim,
    /// When it said so, Unix milliseconds.
    pub(crate) date_ms: i64,
    /// The same moment on the clock that never goes back.
    pub(crate) moment: i64,
}

/// All claims against the terminal, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Chargebacks(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    made: u64,
    all: Vec<Chargeback>,
}

impl Chargebacks {
    /// Raise a claim; answers its id.
    pub(crate) fn raise(
        &self,
        seed: Seed,
        payment: Transaction,
        claim: Claim,
        date_ms: i64,
        moment: i64,
    ) -> String {
        let mut inner = lock(&self.0);
        inner.made += 1;
        let id = seed.hex("chargeback", inner.made, 24);
        inner.all.push(Chargeback {
            id: id.clone(),
            payment,
            claim,
            date_ms,
            moment,
        });
        id
    }

    /// All of them, in the order of their dates.
    pub(crate) fn by_date(&self) -> Vec<Chargeback> {
        let mut all = lock(&self.0).all.clone();
        // A clock that was put back gives later claims earlier dates.
        all.sort_by_key(|claim| claim.date_ms);
        all
    }

    /// Forget all; `restart` begins to count anew.
    pub(crate) fn clear(&self, restart: bool) {
        let mut inner = lock(&self.0);
        inner.all.clear();
        if restart {
            inner.made = 0;
        }
    }
}
