//! The ledger: the referee of every test.

pub(crate) mod escrow;
pub(crate) mod life_cycle;
pub(crate) mod model;
pub(crate) mod report;
pub(crate) mod transaction;

#[cfg(test)]
pub(crate) mod samples;

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use escrow::Deals;
use transaction::{Kind, Status, Transaction};

use crate::api::refusal::Refusal;
use crate::rules::reasons::Reason;
use crate::rules::tokens::Vault;

/// All transactions of the terminal.
#[derive(Debug)]
pub(crate) struct Ledger {
    next_id: u64,
    transactions: BTreeMap<u64, Transaction>,
    /// Numbers of the transactions of an order, oldest operation first.
    by_invoice: HashMap<String, Vec<u64>>,
    /// When holds end, in the order of their ends.
    holds: VecDeque<(i64, u64)>,
    /// When payers who are at the page of their bank are given up.
    absent_payers: VecDeque<(i64, u64)>,
    /// When what is `Created` ends by itself.
    ends: BTreeSet<(i64, u64)>,
    /// Saved cards.
    pub(crate) vault: Vault,
    /// Safe deals.
    pub(crate) deals: Deals,
}

impl Ledger {
    /// An empty ledger whose first transaction gets the number `first_id`.
    pub(crate) fn new(first_id: u64) -> Self {
        Self {
            next_id: first_id,
            transactions: BTreeMap::new(),
            by_invoice: HashMap::new(),
            holds: VecDeque::new(),
            absent_payers: VecDeque::new(),
            ends: BTreeSet::new(),
            vault: Vault::default(),
            deals: Deals::default(),
        }
    }

    /// The number that the next transaction will get.
    pub(crate) fn next_id(&self) -> u64 {
        self.next_id
    }

    /// Give out a number.
    pub(crate) fn take_id(&mut self) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        id
    }

    /// Enter a transaction; `moment` is now on the clock that never goes back.
    pub(crate) fn enter(&mut self, transaction: Transaction, moment: i64) {
        if let Some(invoice) = &transaction.details.invoice_id {
            self.by_invoice
                .entry(invoice.clone())
                .or_default()
                .push(transaction.id);
        }
        let (id, status) = (transaction.id, transaction.status);
        self.ends
            .extend(transaction.ends_at.map(|ends_at| (ends_at, id)));
        self.transactions.insert(id, transaction);
        self.watch(id, status, moment);
    }

    /// Change a transaction. Its new state is watched for its end.
    pub(crate) fn change<T, E>(
        &mut self,
        id: u64,
        moment: i64,
        change: impl FnOnce(&mut Transaction) -> Result<T, E>,
    ) -> Option<Result<T, E>> {
        let transaction = self.transactions.get_mut(&id)?;
        let before = transaction.status;
        let result = change(transaction);
        let after = transaction.status;
        if before != after {
            self.watch(id, after, moment);
        }
        Some(result)
    }

    /// Somebody decides what is `Created`; `None` if there is no such transaction. A refund that
    /// is refused leaves its sum with the payment.
    pub(crate) fn decide(
        &mut self,
        id: u64,
        refusal: Option<Reason>,
        now_ms: i64,
        moment: i64,
    ) -> Option<Result<Transaction, Refusal>> {
        let decided = self.change(id, moment, |transaction| {
            transaction
                .decide(refusal, now_ms)
                .map(|()| transaction.clone())
        })?;
        if let Ok(refund) = &decided
            && refund.kind == Kind::Refund
            && refund.status.is_refused()
            && let Some(payment) = refund
                .original_id
                .and_then(|id| self.transactions.get_mut(&id))
        {
            payment.refunded -= refund.amount;
        }
        Some(decided)
    }

    /// A transaction by its number.
    pub(crate) fn get(&self, id: u64) -> Option<&Transaction> {
        self.transactions.get(&id)
    }

    /// All transactions, oldest number first.
    pub(crate) fn all(&self) -> impl DoubleEndedIterator<Item = &Transaction> {
        self.transactions.values()
    }

    /// The latest operation of an order that `visible` lets through.
    pub(crate) fn latest(
        &self,
        invoice: &str,
        visible: impl Fn(&Transaction) -> bool,
    ) -> Option<&Transaction> {
        let ids = self.by_invoice.get(invoice)?;
        ids.iter()
            .rev()
            .filter_map(|id| self.transactions.get(id))
            .find(|transaction| visible(transaction))
    }

    /// End the holds, the 3-D Secure sessions and whatever else whose time is over.
    pub(crate) fn settle(&mut self, moment: i64) {
        while let Some((end, id)) = self.ends.first().copied()
            && end <= moment
        {
            self.ends.pop_first();
            if let Some(transaction) = self.transactions.get_mut(&id) {
                transaction.come_to_end();
            }
        }
        for (queue, state) in [
            (&mut self.holds, Status::Authorized),
            (&mut self.absent_payers, Status::AwaitingAuthentication),
        ] {
            while let Some((end, id)) = queue.front().copied()
                && end <= moment
            {
                queue.pop_front();
                if let Some(transaction) = self
                    .transactions
                    .get_mut(&id)
                    .filter(|found| found.status == state)
                {
                    transaction.expire();
                }
            }
        }
    }

    fn watch(&mut self, id: u64, status: Status, moment: i64) {
        let (queue, end) = match status {
            Status::Authorized => (&mut self.holds, moment + life_cycle::HOLD_MS),
            Status::AwaitingAuthentication => (
                &mut self.absent_payers,
                moment + life_cycle::AUTHENTICATION_MS,
            ),
            Status::Created
            | Status::Completed
            | Status::Cancelled
            | Status::Declined
            | Status::Failed => return,
        };
        // Almost always the last place: only charges of subscriptions are entered with a moment
        // that is over.
        let place = queue.partition_point(|(other, _)| *other <= end);
        queue.insert(place, (end, id));
    }
}

/// v1 look-ups by order number see payments only.
pub(crate) fn is_payment(transaction: &Transaction) -> bool {
    transaction.kind == Kind::Payment
}

#[cfg(test)]
mod tests {
    use super::samples::payment;
    use super::transaction::{Kind, Stages, Status};
    use super::{Ledger, is_payment, life_cycle};
    use crate::rules::reasons::INSUFFICIENT_FUNDS;

    #[test]
    fn a_hold_ends_after_seven_days_and_not_before() {
        let mut ledger = Ledger::new(1);
        let mut hold = payment(1, "10", Stages::Two);
        hold.approve(0);
        ledger.enter(hold, 100);
        ledger.settle(99 + life_cycle::HOLD_MS);
        assert_eq!(
            ledger.get(1).map(|hold| hold.status),
            Some(Status::Authorized)
        );
        ledger.settle(100 + life_cycle::HOLD_MS);
        assert_eq!(
            ledger.get(1).map(|hold| hold.status),
            Some(Status::Cancelled)
        );
    }

    #[test]
    fn a_hold_that_is_entered_late_ends_in_time() {
        let mut ledger = Ledger::new(1);
        for (id, moment) in [(1, 1_000), (2, 0)] {
            let mut hold = payment(id, "10", Stages::Two);
            hold.approve(0);
            ledger.enter(hold, moment);
        }
        ledger.settle(life_cycle::HOLD_MS);
        let status = |id| ledger.get(id).map(|hold| hold.status);
        assert_eq!(
            (status(1), status(2)),
            (Some(Status::Authorized), Some(Status::Cancelled))
        );
    }

    #[test]
    fn a_payer_who_never_comes_back_is_declined() {
        let mut ledger = Ledger::new(1);
        ledger.enter(payment(1, "10", Stages::One), 0);
        ledger.settle(life_cycle::AUTHENTICATION_MS);
        assert_eq!(
            ledger.get(1).map(|payment| payment.status),
            Some(Status::Declined)
        );
    }

    #[test]
    fn a_refund_that_the_bank_refuses_can_be_made_again() {
        let mut ledger = Ledger::new(1);
        let mut paid = payment(1, "10", Stages::One);
        paid.approve(0);
        let sum = paid.amount;
        paid.refund(sum, 0).expect("refunded");
        let mut refund = payment(2, "10", Stages::One);
        (refund.kind, refund.status) = (Kind::Refund, Status::Created);
        (refund.original_id, refund.ends_at) = (Some(1), Some(60_000));
        ledger.enter(paid, 0);
        ledger.enter(refund, 0);
        let refused = ledger.decide(2, Some(INSUFFICIENT_FUNDS), 5, 5);
        assert!(refused.is_some_and(|refused| refused.is_ok()));
        ledger.settle(60_000);
        let of = |id| ledger.get(id).expect("entered");
        assert_eq!(of(2).status, Status::Declined);
        assert_eq!(of(1).net(), sum);
    }

    #[test]
    fn only_the_latest_operation_of_an_order_is_found() {
        let mut ledger = Ledger::new(1);
        let mut paid = payment(1, "10", Stages::One);
        paid.approve(0);
        ledger.enter(paid, 0);
        let mut declined = payment(2, "10", Stages::One);
        declined.decline(INSUFFICIENT_FUNDS);
        ledger.enter(declined, 0);
        let found = ledger.latest("INV-1", is_payment).map(|found| found.id);
        assert_eq!(found, Some(2));
        assert!(ledger.latest("INV-2", is_payment).is_none());
    }
}
