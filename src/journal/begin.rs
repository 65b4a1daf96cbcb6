//! Whether an operation may begin.

use std::sync::Arc;

use cloudpayments_money::intent::{Delivery, Fingerprint, Intent, Moment};
use cloudpayments_money::outcome::{Money, Outcome};
use ring::hmac;

use super::payment;
use super::store::{Rows, Select, Trouble, find};

/// An operation that is about to be sent.
pub(crate) struct Begin<'a> {
    pub(crate) request_id: &'a str,
    pub(crate) till: Option<&'a str>,
    pub(crate) method: &'a str,
    pub(crate) content: [u8; 16],
    pub(crate) invoice_id: Option<&'a str>,
    pub(crate) pays: bool,
    pub(crate) transaction_id: Option<i64>,
    pub(crate) amount: Option<u64>,
    pub(crate) currency: Option<&'a str>,
    /// The payment that it finishes, if it is the end of a 3-D Secure payment.
    pub(crate) finishes: Option<i64>,
    /// Whether it undoes a payment: then an end without effect does not keep it from being made
    /// again.
    pub(crate) undoes: bool,
    pub(crate) now: Moment,
    /// When its last byte will have left at the latest.
    pub(crate) sent: Moment,
}

/// How an operation may go on.
#[derive(Debug)]
pub(crate) enum Entry {
    /// It is written down: send it.
    Begun,
    /// It has ended before: give the answer again.
    Ended(Box<Intent>),
    /// It was begun before and is open: ask, do not send.
    Open(Box<Intent>),
    /// Another process works on it just now.
    Elsewhere,
    /// The same id was used with other content; where the money of that operation is.
    Mismatch(Money),
    /// Another operation holds the order.
    Busy(Arc<str>),
    /// The payment that it would finish was given up, or its order is paid by another one.
    GivenUp,
}

/// What is the same for all rows of a store.
pub(super) struct Context {
    pub(super) key: hmac::Key,
    pub(super) owner: Arc<str>,
}

impl Context {
    pub(super) fn begin(&self, rows: &mut dyn Rows, begin: &Begin<'_>) -> Result<Entry, Trouble> {
        let fingerprint = self.fingerprint(begin.content);
        let known = find(rows, begin.request_id)?;
        if let Some(known) = &known {
            if known.fingerprint != fingerprint {
                return Ok(Entry::Mismatch(known.money));
            }
            if !known.is_final() {
                return Ok(Entry::Open(Box::new(known.clone())));
            }
            let without_effect = begin.undoes && known.money == Money::NotMoved;
            if !known.may_be_repeated() && !without_effect {
                return Ok(Entry::Ended(Box::new(known.clone())));
            }
        }
        if let Some(invoice) = begin.invoice_id.filter(|_| begin.pays)
            && let Some(holder) = holder(rows, invoice, begin.request_id)?
        {
            return Ok(Entry::Busy(holder.request_id));
        }
        if let Some(number) = begin.finishes
            && !self.passes(rows, number, begin)?
        {
            return Ok(Entry::GivenUp);
        }
        // Who gives a payment back or takes a hold knows that it was made.
        if let Some(number) = begin.transaction_id.filter(|_| !begin.pays)
            && let Some(mut payment) = payment(rows, number)?
            && payment.tell()
        {
            rows.put(&payment)?;
        }
        rows.put(&self.sending(begin, fingerprint))?;
        Ok(Entry::Begun)
    }

    /// The intent of an operation that is about to be sent. When the same is sent again it begins
    /// anew: what was made between is not its own.
    fn sending(&self, begin: &Begin<'_>, fingerprint: Fingerprint) -> Intent {
        let (_, money, next) = Outcome::Unknown.usual();
        Intent {
            request_id: begin.request_id.into(),
            till: begin.till.map(Arc::from),
            method: begin.method.into(),
            fingerprint,
            invoice_id: begin.invoice_id.map(Arc::from),
            pays: begin.pays,
            transaction_id: begin.transaction_id,
            made_id: None,
            amount: begin.amount,
            currency: begin.currency.map(Arc::from),
            began_ms: begin.now.wall_ms,
            sent: begin.sent,
            owner: Some(Arc::clone(&self.owner)),
            outcome: Outcome::Unknown,
            money,
            next,
            reverses: false,
            answer: None,
            changed_ms: begin.now.wall_ms,
            delivery: Delivery::Told,
        }
    }

    /// The payer comes back from the issuer's page: from now on the payment is in doubt and takes
    /// its order. False if the till was told meanwhile that it is over, or if another payment of
    /// the order was made or is being made: finishing this one would take the money twice.
    fn passes(&self, rows: &mut dyn Rows, number: i64, begin: &Begin<'_>) -> Result<bool, Trouble> {
        let Some(mut charge) = payment(rows, number)? else {
            return Ok(true);
        };
        if charge.reverses || (charge.is_final() && charge.money == Money::NotMoved) {
            return Ok(false);
        }
        if !charge.is_at_issuer() {
            return Ok(true);
        }
        if let Some(invoice) = charge.invoice_id.clone() {
            let others = rows.select(Select::Invoice(&invoice))?;
            let takes = |other: &Intent| {
                other.pays
                    && other.request_id != charge.request_id
                    && other.began_ms.max(other.changed_ms) >= charge.began_ms
                    && (other.holds_invoice() || matches!(other.money, Money::Moved | Money::Held))
            };
            if others.iter().any(takes) {
                return Ok(false);
            }
        }
        let (_, money, next) = Outcome::Unknown.usual();
        charge.outcome = Outcome::Unknown;
        charge.money = money;
        charge.next = next;
        charge.answer = None;
        charge.sent = begin.sent;
        charge.owner = Some(Arc::clone(&self.owner));
        charge.changed_ms = begin.now.wall_ms;
        rows.put(&charge)?;
        Ok(true)
    }

    fn fingerprint(&self, content: [u8; 16]) -> Fingerprint {
        let tag = hmac::sign(&self.key, &content);
        let mut out = Fingerprint::default();
        for (to, from) in out.iter_mut().zip(tag.as_ref()) {
            *to = *from;
        }
        out
    }
}

fn holder(rows: &mut dyn Rows, invoice: &str, except: &str) -> Result<Option<Intent>, Trouble> {
    let mut holders = rows.select(Select::Holder(invoice))?.into_iter();
    Ok(holders.find(|other| *other.request_id != *except))
}
