//! Invoices: what `orders/create` makes, and what may become of it.
//!
//! An invoice is no transaction. It becomes one when somebody pays it on its page.

use std::sync::{Mutex, MutexGuard};

use crate::api::refusal::Refusal;
use crate::ledger::transaction::Details;
use crate::sync::lock;
use crate::values::amount::Amount;
use crate::values::currency::Currency;
use crate::values::seed::Seed;

/// Where an invoice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// To be paid.
    Open,
    /// Somebody is paying it: nobody else may.
    Busy,
    /// Paid or held, by this transaction.
    Paid {
        /// Its number.
        transaction_id: u64,
        /// Its date.
        at_ms: i64,
    },
    /// Not to be paid any more.
    Cancelled,
}

impl State {
    /// `Status` of the Model.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Open | Self::Busy => "Created",
            Self::Paid { .. } => "Paid",
            Self::Cancelled => "Cancelled",
        }
    }

    /// `StatusCode` of the Model; only the first is published.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Open | Self::Busy => 0,
            Self::Paid { .. } => 1,
            Self::Cancelled => 2,
        }
    }
}

/// What the merchant wants to be paid.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    /// How much.
    pub(crate) amount: Amount,
    /// Of what.
    pub(crate) currency: Currency,
    /// Whose, for what.
    pub(crate) details: Details,
    /// The payer's phone number.
    pub(crate) phone: Option<String>,
    /// Whether the money is only held.
    pub(crate) require_confirmation: bool,
    /// The terms, shown on the page.
    pub(crate) offer_uri: Option<String>,
    /// Where the payer goes when he has paid.
    pub(crate) success_url: Option<String>,
    /// Where he goes when he could not.
    pub(crate) fail_url: Option<String>,
}

/// One invoice.
#[derive(Debug, Clone)]
pub(crate) struct Invoice {
    /// `Id`: 16 letters and digits.
    pub(crate) id: String,
    /// `Number`, counted from 1.
    pub(crate) number: u64,
    /// Date of creation, Unix milliseconds.
    pub(crate) created_ms: i64,
    /// What is to be paid.
    pub(crate) wish: Wish,
    /// Where it stands.
    pub(crate) state: State,
}

/// All invoices of the terminal, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Invoices(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    made: u64,
    all: Vec<Invoice>,
}

impl Inner {
    fn find(&mut self, id: &str) -> Option<&mut Invoice> {
        self.all.iter_mut().find(|invoice| invoice.id == id)
    }
}

impl Invoices {
    /// Make one.
    pub(crate) fn create(&self, seed: Seed, created_ms: i64, mut wish: Wish) -> Invoice {
        let mut inner = self.inner();
        inner.made += 1;
        let number = inner.made;
        // A payment without an order number could not be found again.
        wish.details
            .invoice_id
            .get_or_insert_with(|| number.to_string());
        let invoice = Invoice {
            id: seed.letters("invoice", number, 16),
            number,
            created_ms,
            wish,
            state: State::Open,
        };
        inner.all.push(invoice.clone());
        invoice
    }

    /// One by its `Id`, whose case matters.
    pub(crate) fn get(&self, id: &str) -> Option<Invoice> {
        self.inner().find(id).cloned()
    }

    /// All of them.
    pub(crate) fn all(&self) -> Vec<Invoice> {
        self.inner().all.clone()
    }

    /// Begin to pay one: until `end_payment` nobody else can. `None`: there is none.
    pub(crate) fn begin_payment(&self, id: &str) -> Option<Result<Invoice, Refusal>> {
        let mut inner = self.inner();
        let invoice = inner.find(id)?;
        Some(still_open(invoice).map(|()| {
            invoice.state = State::Busy;
            invoice.clone()
        }))
    }

    /// The payment has ended: the invoice is paid, or open as before.
    pub(crate) fn end_payment(&self, id: &str, state: State) {
        if let Some(invoice) = self.inner().find(id) {
            invoice.state = state;
        }
    }

    /// Cancel one. `None`: there is none.
    pub(crate) fn cancel(&self, id: &str) -> Option<Result<(), Refusal>> {
        let mut inner = self.inner();
        let invoice = inner.find(id)?;
        Some(still_open(invoice).map(|()| invoice.state = State::Cancelled))
    }

    /// Forget all; `restart` begins to count anew.
    pub(crate) fn clear(&self, restart: bool) {
        let mut inner = self.inner();
        inner.all.clear();
        if restart {
            inner.made = 0;
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        lock(&self.0)
    }
}

fn still_open(invoice: &Invoice) -> Result<(), Refusal> {
    let state = match invoice.state {
        State::Open => return Ok(()),
        State::Busy => "being paid",
        State::Paid { .. } => "paid already",
        State::Cancelled => "cancelled",
    };
    Err(Refusal::new(format!("The order is {state}")))
}

#[cfg(test)]
mod tests {
    use super::{Invoices, State, Wish};
    use crate::ledger::transaction::Details;
    use crate::values::amount::Amount;
    use crate::values::currency::Currency;
    use crate::values::seed::Seed;

    fn open(invoices: &Invoices) -> String {
        let wish = Wish {
            amount: Amount::parse("10").expect("a sum"),
            currency: Currency::RUB,
            details: Details::default(),
            phone: None,
            require_confirmation: false,
            offer_uri: None,
            success_url: None,
            fail_url: None,
        };
        invoices.create(Seed::new(1), 0, wish).id
    }

    #[test]
    fn an_invoice_is_paid_by_one_at_a_time_and_once() {
        let invoices = Invoices::default();
        let id = open(&invoices);
        let begin = || invoices.begin_payment(&id).expect("made");
        assert!(begin().is_ok());
        assert!(begin().is_err());
        invoices.end_payment(&id, State::Open);
        assert!(begin().is_ok());
        let paid = State::Paid {
            transaction_id: 1,
            at_ms: 0,
        };
        invoices.end_payment(&id, paid);
        assert!(begin().is_err());
        assert!(invoices.cancel(&id).expect("made").is_err());
    }

    #[test]
    fn a_cancelled_invoice_stays_so_and_case_matters() {
        let invoices = Invoices::default();
        let id = open(&invoices);
        assert!(invoices.cancel(&id.to_lowercase()).is_none());
        assert!(invoices.cancel(&id).expect("made").is_ok());
        assert!(invoices.cancel(&id).expect("made").is_err());
        assert!(invoices.begin_payment(&id).expect("made").is_err());
    }
}
