//! Safe deals: money of payers that is kept until somebody is paid with it.
//!
//! N to one: many payments, one payout, which closes the deal and sends the rest back. One to N:
//! one payment, many payouts, until its sum is used up or the last one is said to be the last.

use std::collections::BTreeSet;

use super::Ledger;
use super::transaction::{Kind, Status, Transaction};
use crate::api::refusal::Refusal;
use crate::rules::reasons::{Reason, UNABLE_TO_PROCESS};
use crate::values::amount::Amount;
use crate::values::seed::Seed;

/// `EscrowType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// Many payments, one payout.
    NToOne,
    /// One payment, many payouts.
    OneToN,
}

/// What a payment wants of deals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Entry {
    /// A new one.
    Open(Scheme),
    /// To belong to this one.
    Join(String, Scheme),
}

/// What a payout takes out of a deal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Share {
    /// The deal.
    pub(crate) id: String,
    /// Its scheme, as the merchant remembers it.
    pub(crate) scheme: Scheme,
    /// The payments that are paid out.
    pub(crate) payments: Vec<u64>,
    /// Whether it is the last one.
    pub(crate) is_final: bool,
    /// How much.
    pub(crate) amount: Amount,
}

/// One deal.
#[derive(Debug, Clone)]
pub(crate) struct Deal {
    /// `EscrowAccumulationId`.
    pub(crate) id: String,
    /// How many may pay, and how many be paid.
    pub(crate) scheme: Scheme,
    /// Nothing comes in or goes out any more.
    pub(crate) closed: bool,
    /// Its payments.
    pub(crate) payments: Vec<u64>,
    /// Those of them that are paid out.
    pub(crate) paid_out: BTreeSet<u64>,
    /// The sum of its payouts.
    pub(crate) spent: Amount,
    /// Its payouts, and whether each was said to be the last.
    pub(crate) payouts: Vec<(u64, bool)>,
}

/// All deals of the terminal.
#[derive(Debug, Default)]
pub(crate) struct Deals(Vec<Deal>);

impl Deals {
    /// A deal by its id.
    pub(crate) fn get(&self, id: &str) -> Option<&Deal> {
        self.0.iter().find(|deal| deal.id.eq_ignore_ascii_case(id))
    }

    fn get_mut(&mut self, id: &str) -> Option<&mut Deal> {
        self.0
            .iter_mut()
            .find(|deal| deal.id.eq_ignore_ascii_case(id))
    }

    /// Why a payment must be declined, if its deal does not take it.
    pub(crate) fn refusal(&self, payment: &Transaction) -> Option<Reason> {
        let Some(Entry::Join(id, scheme)) = &payment.details.escrow else {
            return None;
        };
        let takes = self.get(id).is_some_and(|deal| {
            let untouched = !deal.closed && deal.paid_out.is_empty();
            untouched && deal.scheme == *scheme && *scheme == Scheme::NToOne
        });
        (!takes).then_some(UNABLE_TO_PROCESS)
    }

    /// Let an approved payment into its deal, if it wants one.
    pub(crate) fn enter(&mut self, seed: Seed, payment: &mut Transaction) {
        let id = match &payment.details.escrow {
            None => return,
            Some(Entry::Join(id, _)) => id.clone(),
            Some(Entry::Open(scheme)) => {
                let id = seed.guid("escrow", payment.id);
                self.0.push(Deal {
                    id: id.clone(),
                    scheme: *scheme,
                    closed: false,
                    payments: Vec::new(),
                    paid_out: BTreeSet::new(),
                    spent: Amount::ZERO,
                    payouts: Vec::new(),
                });
                id
            }
        };
        if let Some(deal) = self.get_mut(&id) {
            deal.payments.push(payment.id);
            payment.details.escrow_id = Some(deal.id.clone());
        }
    }

    /// A payout was made with a share.
    pub(crate) fn note_payout(&mut self, share: &Share, payout: u64) {
        if let Some(deal) = self.get_mut(&share.id) {
            deal.payouts.push((payout, share.is_final));
        }
    }
}

impl Ledger {
    /// Take a share out of its deal, before the payout is made. Answers the payments whose rest
    /// must go back to the payers, because the deal is closed without them.
    pub(crate) fn take_share(&mut self, share: &Share) -> Result<Vec<(u64, Amount)>, Refusal> {
        let deal = self
            .deals
            .get(&share.id)
            .filter(|deal| deal.scheme == share.scheme)
            .ok_or_else(|| Refusal::new("Escrow deal not found"))?;
        if deal.closed {
            return Err(Refusal::new("Escrow deal is closed"));
        }
        if share.scheme == Scheme::OneToN && share.payments.len() != 1 {
            return Err(Refusal::invalid("Escrow.TransactionIds"));
        }
        let mut kept = Amount::ZERO;
        for id in &share.payments {
            let rest = self.rest_of(deal, *id)?;
            kept += rest;
        }
        if deal.spent + share.amount > kept {
            let rest = kept - deal.spent;
            return Err(Refusal::new(format!(
                "Amount is above the rest of the deal of {rest}"
            )));
        }
        let closes = match share.scheme {
            Scheme::NToOne => true,
            Scheme::OneToN => share.is_final || deal.spent + share.amount == kept,
        };
        let left_over = if closes {
            self.left_over(deal, &share.payments)
        } else {
            Vec::new()
        };
        if let Some(deal) = self.deals.get_mut(&share.id) {
            deal.closed = closes;
            deal.spent += share.amount;
            deal.paid_out.extend(&share.payments);
        }
        Ok(left_over)
    }

    /// What is left of a payment that may be paid out.
    fn rest_of(&self, deal: &Deal, id: u64) -> Result<Amount, Refusal> {
        deal.payments
            .contains(&id)
            .then(|| self.get(id))
            .flatten()
            .filter(|payment| payment.status == Status::Completed && payment.net() > Amount::ZERO)
            .map(Transaction::net)
            .ok_or_else(|| {
                Refusal::new(format!(
                    "Transaction {id} is no completed payment of the deal"
                ))
            })
    }

    fn left_over(&self, deal: &Deal, listed: &[u64]) -> Vec<(u64, Amount)> {
        deal.payments
            .iter()
            .filter(|id| !listed.contains(id))
            .filter_map(|id| self.get(*id))
            .map(|payment| (payment.id, payment.net()))
            .filter(|(_, rest)| *rest > Amount::ZERO)
            .collect()
    }

    /// The refunds of the payments of a deal.
    pub(crate) fn refunds_of(&self, deal: &Deal) -> Vec<&Transaction> {
        self.all()
            .filter(|found| found.kind == Kind::Refund)
            .filter(|refund| {
                refund
                    .original_id
                    .is_some_and(|id| deal.payments.contains(&id))
            })
            .collect()
    }

    /// What is left in a deal: payments minus refunds minus payouts.
    pub(crate) fn balance_of(&self, deal: &Deal) -> Amount {
        let mut sum = Amount::ZERO;
        for payment in deal.payments.iter().filter_map(|id| self.get(*id)) {
            sum += payment.net();
        }
        sum - deal.spent
    }
}

#[cfg(test)]
mod tests {
    use super::{Amount, Entry, Scheme, Share};
    use crate::ledger::Ledger;
    use crate::ledger::samples::payment;
    use crate::ledger::transaction::Stages;
    use crate::values::seed::Seed;

    fn sum(text: &str) -> Amount {
        Amount::parse(text).expect("a sum")
    }

    /// A deal of three payments of ten; answers its id.
    fn deal(ledger: &mut Ledger, scheme: Scheme, payments: u64) -> String {
        let mut entry = Entry::Open(scheme);
        for id in 1..=payments {
            let mut paid = payment(id, "10", Stages::One);
            paid.details.escrow = Some(entry);
            paid.approve(0);
            assert_eq!(ledger.deals.refusal(&paid), None);
            ledger.deals.enter(Seed::new(1), &mut paid);
            entry = Entry::Join(paid.details.escrow_id.clone().expect("a deal"), scheme);
            ledger.enter(paid, 0);
        }
        match entry {
            Entry::Join(id, _) => id,
            Entry::Open(_) => panic!("no payment"),
        }
    }

    fn share(id: &str, scheme: Scheme, payments: &[u64], amount: &str) -> Share {
        Share {
            id: id.to_owned(),
            scheme,
            payments: payments.to_vec(),
            is_final: false,
            amount: sum(amount),
        }
    }

    #[test]
    fn many_payments_are_paid_out_once_and_the_rest_goes_back() {
        let mut ledger = Ledger::new(1);
        let id = deal(&mut ledger, Scheme::NToOne, 3);
        let above = share(&id, Scheme::NToOne, &[1, 3], "20.01");
        assert!(ledger.take_share(&above).is_err());
        let foreign = share(&id, Scheme::NToOne, &[1, 4], "5");
        assert!(ledger.take_share(&foreign).is_err());
        let fits = share(&id, Scheme::NToOne, &[1, 3], "20");
        assert_eq!(ledger.take_share(&fits), Ok(vec![(2, sum("10"))]));
        assert!(ledger.take_share(&fits).is_err());
        let mut late = payment(9, "10", Stages::One);
        late.details.escrow = Some(Entry::Join(id, Scheme::NToOne));
        assert!(ledger.deals.refusal(&late).is_some());
    }

    #[test]
    fn one_payment_is_paid_out_until_it_is_used_up() {
        let mut ledger = Ledger::new(1);
        let id = deal(&mut ledger, Scheme::OneToN, 1);
        let part = share(&id, Scheme::OneToN, &[1], "4");
        assert_eq!(ledger.take_share(&part), Ok(Vec::new()));
        assert_eq!(
            ledger.balance_of(ledger.deals.get(&id).expect("open")),
            sum("6")
        );
        assert!(
            ledger
                .take_share(&share(&id, Scheme::OneToN, &[1], "6.01"))
                .is_err()
        );
        assert!(
            ledger
                .take_share(&share(&id, Scheme::OneToN, &[1], "6"))
                .is_ok()
        );
        assert!(ledger.deals.get(&id).is_some_and(|deal| deal.closed));
        assert!(ledger.take_share(&part).is_err());
    }

    #[test]
    fn the_last_payout_may_come_early() {
        let mut ledger = Ledger::new(1);
        let id = deal(&mut ledger, Scheme::OneToN, 1);
        let mut last = share(&id, Scheme::OneToN, &[1], "4");
        last.is_final = true;
        assert!(ledger.take_share(&last).is_ok());
        assert!(ledger.deals.get(&id).is_some_and(|deal| deal.closed));
    }
}
