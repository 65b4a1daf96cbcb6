//! A receipt on its way from the queue to the paper.

use std::sync::Arc;

use super::content::Content;
use super::correction::Correction;
use super::register::Registration;
use super::trouble::Trouble;

/// In which direction the money went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A sale.
    Income,
    /// Money back to the buyer.
    IncomeReturn,
    /// Money to somebody.
    Expense,
    /// Money back from him.
    ExpenseReturn,
}

impl Kind {
    /// The numbers that corrections and QR codes use.
    pub(crate) const NUMBERS: [u8; 4] = [1, 2, 3, 4];

    const ALL: [Self; 4] = [
        Self::Income,
        Self::IncomeReturn,
        Self::Expense,
        Self::ExpenseReturn,
    ];

    /// The word.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Income => "Income",
            Self::IncomeReturn => "IncomeReturn",
            Self::Expense => "Expense",
            Self::ExpenseReturn => "ExpenseReturn",
        }
    }

    /// The number.
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Income => 1,
            Self::IncomeReturn => 2,
            Self::Expense => 3,
            Self::ExpenseReturn => 4,
        }
    }

    /// By its word, in any case.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name().eq_ignore_ascii_case(name))
    }

    /// By its number.
    pub(crate) fn of_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
}

/// What the merchant wants printed.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    /// Whose receipt it is.
    pub(crate) inn: String,
    /// In which direction the money went.
    pub(crate) kind: Kind,
    /// What stands on it.
    pub(crate) content: Content,
    /// What makes it a correction, if it is one.
    pub(crate) correction: Option<Correction>,
    /// Order number.
    pub(crate) invoice_id: Option<String>,
    /// Buyer.
    pub(crate) account_id: Option<String>,
    /// The payment or refund.
    pub(crate) transaction_id: Option<u64>,
}

/// Where a receipt stands.
#[derive(Debug, Clone)]
pub(crate) enum State {
    /// Waits for its time, or for a register.
    Queued,
    /// Made.
    Processed(Fiscal),
    /// Will never be made.
    Error(Trouble),
}

impl State {
    /// `Status`.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Queued => "Queued",
            Self::Processed(_) => "Processed",
            Self::Error(_) => "Error",
        }
    }
}

/// What the register adds when it prints.
#[derive(Debug, Clone)]
pub(crate) struct Fiscal {
    /// Of the register, as it was then.
    pub(crate) registration: Arc<Registration>,
    /// Number of the document in its fiscal storage.
    pub(crate) document_number: u32,
    /// Shift.
    pub(crate) session_number: u32,
    /// Number in the shift.
    pub(crate) session_check_number: u32,
    /// Ten digits.
    pub(crate) sign: String,
    /// When, Unix milliseconds.
    pub(crate) printed_ms: i64,
}

/// A receipt.
#[derive(Debug, Clone)]
pub(crate) struct Receipt {
    /// 32 hexadecimal digits.
    pub(crate) id: String,
    /// What the merchant wanted.
    pub(crate) draft: Draft,
    /// Where it stands.
    pub(crate) state: State,
    /// Date of the request, Unix milliseconds.
    pub(crate) created_ms: i64,
    /// The same on the clock that never goes back.
    pub(crate) queued_at: i64,
    /// When it is printed; once a register was looked for in vain, when that was.
    pub(super) due: i64,
}

impl Receipt {
    /// The date that the moment `due` has.
    pub(super) fn due_ms(&self) -> i64 {
        self.created_ms + (self.due - self.queued_at)
    }

    /// What was printed.
    pub(crate) fn fiscal(&self) -> Option<&Fiscal> {
        match &self.state {
            State::Processed(fiscal) => Some(fiscal),
            State::Queued | State::Error(_) => None,
        }
    }
}
