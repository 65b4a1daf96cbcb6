//! One transaction and what it knows about itself.

use super::escrow::Entry;
use crate::rules::cards::Card;
use crate::rules::reasons::Reason;
use crate::subscriptions::recurrent::Recurrent;
use crate::values::amount::Amount;
use crate::values::currency::Currency;

/// `Type` of the Model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Money from the payer.
    Payment,
    /// Money back to the payer.
    Refund,
    /// Money to somebody, tied to no payment.
    Payout,
}

impl Kind {
    /// The number in the Model.
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Payment => 0,
            Self::Refund => 1,
            Self::Payout => 2,
        }
    }

    /// `OperationType` in webhooks.
    pub(crate) fn operation(self) -> &'static str {
        match self {
            Self::Payment => "Payment",
            Self::Refund => "Refund",
            Self::Payout => "CardPayout",
        }
    }
}

/// How the money travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Via {
    /// By card or its token.
    Card,
    /// Through the system of fast payments.
    Sbp,
    /// T-Pay.
    TPay,
    /// `SberPay`.
    SberPay,
    /// Dolyami, in instalments.
    Dolyami,
}

impl Via {
    /// `PaymentMethod` in webhooks.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Card => "",
            Self::Sbp => "Sbp",
            Self::TPay => "T-Pay",
            Self::SberPay => "SberPay",
            Self::Dolyami => "Dolyame",
        }
    }
}

/// One stage takes the money at once, two stages hold it first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stages {
    /// `charge`.
    One,
    /// `auth`.
    Two,
}

/// `Status` of the Model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// Begun and not decided: a link that nobody has paid, a payout or a refund on its way.
    Created,
    /// The payer is at the page of the bank.
    AwaitingAuthentication,
    /// Held.
    Authorized,
    /// Captured.
    Completed,
    /// The hold was given up.
    Cancelled,
    /// Refused.
    Declined,
    /// Refused, said of a payout.
    Failed,
}

impl Status {
    /// The word in the Model.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Created => "Created",
            Self::AwaitingAuthentication => "AwaitingAuthentication",
            Self::Authorized => "Authorized",
            Self::Completed => "Completed",
            Self::Cancelled => "Cancelled",
            Self::Declined => "Declined",
            Self::Failed => "Failed",
        }
    }

    /// The number in the Model; those of `Created` and `Failed` are not published.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Created => 0,
            Self::AwaitingAuthentication => 1,
            Self::Authorized => 2,
            Self::Completed => 3,
            Self::Cancelled => 4,
            Self::Declined => 5,
            Self::Failed => 6,
        }
    }

    /// Whether the bank said no.
    pub(crate) fn is_refused(self) -> bool {
        matches!(self, Self::Declined | Self::Failed)
    }
}

/// What the merchant said about the payment.
#[derive(Debug, Clone, Default)]
pub(crate) struct Details {
    /// Order number.
    pub(crate) invoice_id: Option<String>,
    /// Payer.
    pub(crate) account_id: Option<String>,
    /// Payer's address.
    pub(crate) email: Option<String>,
    /// Purpose.
    pub(crate) description: Option<String>,
    /// Exactly what was sent.
    pub(crate) json_data: Option<String>,
    /// Payer's network address.
    pub(crate) ip_address: Option<String>,
    /// Language of messages.
    pub(crate) culture: Option<String>,
    /// Card holder.
    pub(crate) name: Option<String>,
    /// The subscription to be begun when it is approved.
    pub(crate) recurrent: Option<Recurrent>,
    /// The subscription that it began, or whose charge it is.
    pub(crate) subscription_id: Option<String>,
    /// What the payment wants of safe deals.
    pub(crate) escrow: Option<Entry>,
    /// The safe deal that it belongs to, once it is approved.
    pub(crate) escrow_id: Option<String>,
}

/// A row of the ledger.
#[derive(Debug, Clone)]
pub(crate) struct Transaction {
    /// `TransactionId`.
    pub(crate) id: u64,
    /// Payment, refund or payout.
    pub(crate) kind: Kind,
    /// By card, or how else.
    pub(crate) via: Via,
    /// One stage or two.
    pub(crate) stages: Stages,
    /// Where it stands.
    pub(crate) status: Status,
    /// Why; `None` while nothing is decided.
    pub(crate) reason: Option<Reason>,
    /// The sum; after a partial confirm the confirmed one.
    pub(crate) amount: Amount,
    /// Its currency.
    pub(crate) currency: Currency,
    /// What came with it.
    pub(crate) details: Details,
    /// What it was paid with.
    pub(crate) card: Card,
    /// The saved card, once there is one.
    pub(crate) token: Option<String>,
    /// `TrInitiatorCode` of a payment by token, as sent.
    pub(crate) initiator: Option<i64>,
    /// Date of creation, Unix milliseconds.
    pub(crate) created_ms: i64,
    /// Moment of creation on the clock that never goes back.
    pub(crate) created_at: i64,
    /// Date of authorisation.
    pub(crate) authorized_ms: Option<i64>,
    /// Date of capture.
    pub(crate) confirmed_ms: Option<i64>,
    /// Of a refund: the payment.
    pub(crate) original_id: Option<u64>,
    /// The declined twin that came before, if the bank was changed on the way.
    pub(crate) declined_twin: Option<u64>,
    /// Of a payment: what was given back so far.
    pub(crate) refunded: Amount,
    /// The card wants 3-D Secure.
    pub(crate) three_ds_wanted: bool,
    /// Why it will be refused once the payer has passed 3-D Secure, or the bank has decided.
    pub(crate) refusal_ahead: Option<Reason>,
    /// When `Created` ends by itself, on the clock that never goes back; nothing once somebody
    /// has ended it.
    pub(crate) ends_at: Option<i64>,
}

impl Transaction {
    /// The bank held or took the money at some time, whatever came later.
    pub(crate) fn was_approved(&self) -> bool {
        self.kind == Kind::Payment && self.authorized_ms.is_some()
    }

    /// Of a payout: what has left or is on its way.
    pub(crate) fn paid_out(&self) -> Amount {
        if self.kind == Kind::Payout && !self.status.is_refused() {
            self.amount
        } else {
            Amount::ZERO
        }
    }

    /// What is held now.
    pub(crate) fn held(&self) -> Amount {
        if self.kind == Kind::Payment && self.status == Status::Authorized {
            self.amount
        } else {
            Amount::ZERO
        }
    }

    /// What was captured, refunds not counted.
    pub(crate) fn captured(&self) -> Amount {
        if self.kind == Kind::Payment && self.status == Status::Completed {
            self.amount
        } else {
            Amount::ZERO
        }
    }

    /// Captured minus refunded. A refund itself has none: its payment already counts it.
    pub(crate) fn net(&self) -> Amount {
        self.captured() - self.refunded
    }
}
