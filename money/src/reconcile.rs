//! What a till says of its day, beside what the gateway says of it.
//!
//! Pure comparison: both lists come in, and where they differ goes out. An operation is recognised
//! by its `TransactionId`; one without is paired with a record of the same order, the likeliest
//! first. What moved no money on either side is nobody's business here.

use std::collections::{BTreeMap, HashMap};

use crate::answer::Transaction;
use crate::outcome::{Money, Outcome};
use crate::verdict::says;

/// The currency of an operation that names none.
pub const USUAL_CURRENCY: &str = "RUB";

/// What kind of operation it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Money from the payer.
    Payment,
    /// Money back to the payer.
    Refund,
    /// Money to a receiver.
    Payout,
}

/// An operation as the till has it.
#[derive(Debug, Clone)]
pub struct Here {
    /// The order.
    pub invoice_id: Option<String>,
    /// The number that the gateway gave it; of a refund also that of its payment.
    pub transaction_id: Option<i64>,
    /// Hundredths.
    pub amount: u64,
    /// The currency, if the till says it.
    pub currency: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
}

/// An operation as the gateway has it.
#[derive(Debug, Clone)]
pub struct There {
    /// Its number.
    pub transaction_id: i64,
    /// The payment that it gives back.
    pub original_id: Option<i64>,
    /// The order.
    pub invoice_id: Option<String>,
    /// Hundredths.
    pub amount: u64,
    /// The currency.
    pub currency: String,
    /// What kind of operation it is.
    pub kind: Kind,
    /// What became of it.
    pub outcome: Outcome,
    /// When it was made, in milliseconds.
    pub created_ms: Option<u64>,
}

impl There {
    /// A record of a list; `None` if it lacks what a comparison needs.
    #[must_use]
    pub fn read(found: &Transaction<'_>) -> Option<Self> {
        let kind = if found.is_payout() {
            Kind::Payout
        } else if found.is_payment() {
            Kind::Payment
        } else {
            Kind::Refund
        };
        let outcome = match says(found).0 {
            // Older records of refunds have no type.
            Outcome::Completed if kind == Kind::Refund => Outcome::Refunded,
            outcome => outcome,
        };
        found.state?;
        Some(Self {
            transaction_id: found.id?,
            original_id: found.original_id,
            invoice_id: found.invoice_id.as_deref().map(str::to_owned),
            amount: found.amount?,
            currency: found
                .currency
                .as_deref()
                .unwrap_or(USUAL_CURRENCY)
                .to_owned(),
            kind,
            outcome,
            created_ms: found.created_ms,
        })
    }
}

/// In what two records of one operation differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The order number.
    InvoiceId,
    /// The sum.
    Amount,
    /// The currency.
    Currency,
    /// What became of it.
    Outcome,
}

impl Field {
    /// The name as it stands in an answer.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvoiceId => "InvoiceId",
            Self::Amount => "Amount",
            Self::Currency => "Currency",
            Self::Outcome => "outcome",
        }
    }
}

/// One difference; the operations by their places in the two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// Place in the till's list.
    pub here: usize,
    /// Place in the gateway's list.
    pub there: usize,
    /// What differs.
    pub field: Field,
}

/// How many, and how much.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// Number of operations.
    pub count: u64,
    /// Hundredths.
    pub hundredths: u128,
}

impl Sum {
    fn add(&mut self, amount: u64) {
        self.count += 1;
        self.hundredths += u128::from(amount);
    }
}

/// The sums of one side in one currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Taken from payers, before refunds.
    pub payments: Sum,
    /// Held and not taken.
    pub holds: Sum,
    /// Given back of what was taken.
    pub refunds: Sum,
    /// Paid out.
    pub payouts: Sum,
    /// Nobody knows yet.
    pub open: Sum,
}

impl Totals {
    fn add(&mut self, counts: Counts, amount: u64) {
        match counts {
            Counts::Taken => self.payments.add(amount),
            Counts::Held => self.holds.add(amount),
            Counts::GivenBack => self.refunds.add(amount),
            Counts::PaidOut => self.payouts.add(amount),
            Counts::Open => self.open.add(amount),
            Counts::Nothing => {}
        }
    }
}

/// Where two lists differ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Places in the gateway's list of what the till does not have.
    pub missing_here: Vec<usize>,
    /// Places in the till's list of what the gateway does not have.
    pub missing_there: Vec<usize>,
    /// What both have, and differently.
    pub different: Vec<Difference>,
    /// The till's sums and the gateway's, by currency; both have the same currencies.
    pub totals: BTreeMap<String, (Totals, Totals)>,
}

/// What an operation counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counts {
    Taken,
    Held,
    GivenBack,
    PaidOut,
    Open,
    Nothing,
}

impl Counts {
    fn of(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Completed | Outcome::Confirmed => Self::Taken,
            Outcome::Authorized => Self::Held,
            Outcome::Refunded => Self::GivenBack,
            Outcome::PaidOut => Self::PaidOut,
            // This request was not sent: another one holds the order.
            Outcome::InvoiceBusy => Self::Nothing,
            Outcome::Internal => Self::Open,
            other if other.usual().1 == Money::Unknown => Self::Open,
            _ => Self::Nothing,
        }
    }

    /// The kind of record that an operation is looked for among.
    const fn kind(self) -> Kind {
        match self {
            Self::GivenBack => Kind::Refund,
            Self::PaidOut => Kind::Payout,
            _ => Kind::Payment,
        }
    }
}

/// Compares the till's list with the gateway's.
#[must_use]
pub fn compare(here: &[Here], there: &[There]) -> Comparison {
    let mut pairing = Pairing::new(here, there);
    pairing.by_number();
    pairing.by_order();
    pairing.conclude()
}

/// The pairing of two lists while it is made.
struct Pairing<'a> {
    here: &'a [Here],
    there: &'a [There],
    /// For each of the till's, its record.
    pairs: Vec<Option<usize>>,
    /// The till's entries that a later one replaces.
    replaced: Vec<bool>,
    /// What the gateway's are paired with.
    taken: Vec<bool>,
    by_id: HashMap<i64, usize>,
    refunds_of: HashMap<i64, Vec<usize>>,
}

impl<'a> Pairing<'a> {
    fn new(here: &'a [Here], there: &'a [There]) -> Self {
        let mut refunds_of = HashMap::<_, Vec<_>>::new();
        for (place, record) in there.iter().enumerate() {
            if let (Kind::Refund, Some(payment)) = (record.kind, record.original_id) {
                refunds_of.entry(payment).or_default().push(place);
            }
        }
        Self {
            here,
            there,
            pairs: vec![None; here.len()],
            replaced: vec![false; here.len()],
            taken: vec![false; there.len()],
            by_id: there
                .iter()
                .enumerate()
                .map(|(place, record)| (record.transaction_id, place))
                .collect(),
            refunds_of,
        }
    }

    fn pair(&mut self, here: usize, there: usize) {
        if let (Some(pair), Some(taken)) = (self.pairs.get_mut(here), self.taken.get_mut(there)) {
            *pair = Some(there);
            *taken = true;
        }
    }

    fn is_free(&self, there: usize) -> bool {
        self.taken.get(there) == Some(&false)
    }

    /// Pairs what bears a number: that of the record itself, or that of a refund's payment.
    fn by_number(&mut self) {
        let mut last_of = HashMap::<i64, usize>::new();
        for (place, operation) in self.here.iter().enumerate() {
            let Some(number) = operation.transaction_id else {
                continue;
            };
            let found = self.by_id.get(&number).copied();
            let record = found.and_then(|found| self.there.get(found));
            let is_refund = record.is_some_and(|record| record.kind == Kind::Refund);
            if Counts::of(operation.outcome) == Counts::GivenBack && !is_refund {
                // It bears the number of its payment.
                continue;
            }
            if let Some(before) = last_of.get(&number).copied() {
                let earlier = self.here.get(before);
                if !earlier.is_some_and(|earlier| replaces(operation, earlier)) {
                    continue;
                }
                if let (Some(replaced), Some(pair)) =
                    (self.replaced.get_mut(before), self.pairs.get_mut(before))
                {
                    *replaced = true;
                    *pair = None;
                }
            }
            last_of.insert(number, place);
            if let Some(found) = found {
                self.pair(place, found);
            }
        }
        self.refunds_by_payment();
        self.reversals();
    }

    /// Refunds that bear the number of their payment, those of the same sum first; then what is in
    /// doubt about a payment and may be a refund of it.
    fn refunds_by_payment(&mut self) {
        for (wanted, exact) in [
            (Counts::GivenBack, true),
            (Counts::GivenBack, false),
            (Counts::Open, true),
        ] {
            for (place, operation) in self.here.iter().enumerate() {
                let open = self.pairs.get(place) == Some(&None)
                    && self.replaced.get(place) == Some(&false);
                if !open || Counts::of(operation.outcome) != wanted {
                    continue;
                }
                let refunds = operation
                    .transaction_id
                    .and_then(|number| self.refunds_of.get(&number));
                let found = refunds.into_iter().flatten().copied().find(|refund| {
                    self.is_free(*refund)
                        && (!exact
                            || self
                                .there
                                .get(*refund)
                                .is_some_and(|refund| refund.amount == operation.amount))
                });
                if let Some(found) = found {
                    self.pair(place, found);
                }
            }
        }
    }

    /// A payment that the till has reversed takes the refunds with it by which that was done.
    fn reversals(&mut self) {
        for (place, operation) in self.here.iter().enumerate() {
            if operation.outcome == Outcome::Reversed
                && let Some(number) = operation.transaction_id
                && self.pairs.get(place).is_some_and(Option::is_some)
            {
                self.take_refunds(number);
            }
        }
    }

    fn take_refunds(&mut self, payment: i64) {
        for refund in self.refunds_of.get(&payment).into_iter().flatten() {
            if let Some(taken) = self.taken.get_mut(*refund) {
                *taken = true;
            }
        }
    }

    /// Pairs what bears no number with records of the same order and kind: first what agrees, then
    /// what moved money on both sides, then what did so on one.
    fn by_order(&mut self) {
        let mut orders = HashMap::<&str, Vec<usize>>::new();
        for (place, record) in self.there.iter().enumerate() {
            if !self.is_free(place) {
                continue;
            }
            // A refund need not repeat the order of its payment.
            let payment = record
                .original_id
                .and_then(|number| self.by_id.get(&number))
                .and_then(|payment| self.there.get(*payment));
            let invoice = record
                .invoice_id
                .as_deref()
                .or_else(|| payment?.invoice_id.as_deref());
            if let Some(invoice) = invoice {
                orders.entry(invoice).or_default().push(place);
            }
        }
        for likeness in [Likeness::Same, Likeness::BothCount, Likeness::OneCounts] {
            for (place, operation) in self.here.iter().enumerate() {
                let (None, Some(invoice)) = (operation.transaction_id, &operation.invoice_id)
                else {
                    continue;
                };
                if self.pairs.get(place) != Some(&None) {
                    continue;
                }
                let records = orders.get(invoice.as_str());
                let found = records.into_iter().flatten().copied().find(|record| {
                    self.is_free(*record)
                        && self.there.get(*record).is_some_and(|found| {
                            Likeness::of(operation, found, self.refunded(found)) == Some(likeness)
                        })
                });
                if let Some(found) = found {
                    self.pair(place, found);
                    if operation.outcome == Outcome::Reversed
                        && let Some(record) = self.there.get(found)
                    {
                        self.take_refunds(record.transaction_id);
                    }
                }
            }
        }
    }

    /// The sum of a payment's refunds on this day.
    fn refunded(&self, payment: &There) -> u128 {
        self.refunds_of
            .get(&payment.transaction_id)
            .into_iter()
            .flatten()
            .filter_map(|refund| self.there.get(*refund))
            .filter(|refund| refund.outcome == Outcome::Refunded)
            .map(|refund| u128::from(refund.amount))
            .sum()
    }

    fn conclude(self) -> Comparison {
        let mut result = Comparison::default();
        for (place, operation) in self.here.iter().enumerate() {
            if self.replaced.get(place) == Some(&true) {
                continue;
            }
            let counts = Counts::of(operation.outcome);
            let pair = self.pairs.get(place).copied().flatten();
            let record = pair.and_then(|pair| Some((pair, self.there.get(pair)?)));
            let mut undone = false;
            match record {
                Some((there, record)) => {
                    undone = is_undone(operation, record, self.refunded(record));
                    let fields = differences(operation, record, undone);
                    result.different.extend(fields.map(|field| Difference {
                        here: place,
                        there,
                        field,
                    }));
                }
                None if counts != Counts::Nothing => result.missing_there.push(place),
                None => {}
            }
            if counts == Counts::Nothing && !undone {
                continue;
            }
            let currency = operation.currency.as_deref();
            let currency = currency
                .or(record.map(|(_, record)| record.currency.as_str()))
                .unwrap_or(USUAL_CURRENCY);
            let (totals, _) = result
                .totals
                .entry(currency.to_ascii_uppercase())
                .or_default();
            totals.add(counts, operation.amount);
            if let Some((_, payment)) = record.filter(|_| undone) {
                totals.payments.add(operation.amount);
                for refund in self.refunds_without_entry(payment) {
                    totals.refunds.add(refund.amount);
                }
            }
        }
        for (place, record) in self.there.iter().enumerate() {
            let counts = Counts::of(record.outcome);
            if counts == Counts::Nothing {
                continue;
            }
            if self.is_free(place) {
                result.missing_here.push(place);
            }
            let currency = record.currency.to_ascii_uppercase();
            let (_, totals) = result.totals.entry(currency).or_default();
            totals.add(counts, record.amount);
        }
        result
    }

    /// The refunds of a payment that the till knows only by having reversed it.
    fn refunds_without_entry(&self, payment: &There) -> impl Iterator<Item = &There> {
        let refunds = self.refunds_of.get(&payment.transaction_id);
        refunds
            .into_iter()
            .flatten()
            .filter(|refund| !self.pairs.contains(&Some(**refund)))
            .filter_map(|refund| self.there.get(*refund))
    }
}

/// Whether an entry says how the operation of an earlier one with the same number went on. Else it
/// is about another operation: a second refund, or a command that changed nothing or is in doubt.
fn replaces(later: &Here, earlier: &Here) -> bool {
    let undoes = matches!(later.outcome, Outcome::Voided | Outcome::Reversed);
    match (Counts::of(earlier.outcome), Counts::of(later.outcome)) {
        (Counts::Open | Counts::Nothing, _) => true,
        (_, Counts::Open) | (Counts::GivenBack, Counts::GivenBack) => false,
        (_, Counts::Nothing) => undoes,
        _ => true,
    }
}

/// Whether the till has reversed a payment that the gateway shows as taken and wholly refunded.
fn is_undone(here: &Here, there: &There, refunded: u128) -> bool {
    here.outcome == Outcome::Reversed
        && there.outcome == Outcome::Completed
        && refunded == u128::from(there.amount)
}

/// In what an operation differs from its record, unless neither moved money.
fn differences(here: &Here, there: &There, undone: bool) -> impl Iterator<Item = Field> {
    let (ours, theirs) = (Counts::of(here.outcome), Counts::of(there.outcome));
    let invoices = here.invoice_id.as_ref().zip(there.invoice_id.as_ref());
    let matters = ours != Counts::Nothing || theirs != Counts::Nothing;
    [
        (
            Field::InvoiceId,
            invoices.is_some_and(|(here, there)| here != there),
        ),
        (Field::Amount, here.amount != there.amount),
        (Field::Currency, !same_currency(here, there)),
        (Field::Outcome, ours != theirs && !undone),
    ]
    .into_iter()
    .filter_map(move |(field, differs)| (differs && matters).then_some(field))
}

fn same_currency(here: &Here, there: &There) -> bool {
    let currency = here.currency.as_deref();
    currency.is_none_or(|currency| currency.eq_ignore_ascii_case(&there.currency))
}

/// How well an operation without a number goes with a record of its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Likeness {
    Same,
    BothCount,
    OneCounts,
}

impl Likeness {
    fn of(here: &Here, there: &There, refunded: u128) -> Option<Self> {
        let (ours, theirs) = (Counts::of(here.outcome), Counts::of(there.outcome));
        if ours.kind() != there.kind {
            return None;
        }
        let undone = is_undone(here, there, refunded);
        let same_sum = here.amount == there.amount && same_currency(here, there);
        match (ours != Counts::Nothing || undone, theirs != Counts::Nothing) {
            _ if same_sum && (ours == theirs || undone) => Some(Self::Same),
            (true, true) => Some(Self::BothCount),
            (false, false) => None,
            _ => Some(Self::OneCounts),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `A-1/7 10.00 completed`: order, number, sum, outcome; a currency where it matters.
    fn here(text: &str) -> Here {
        let mut words = text.split(' ');
        let mut word = || words.next().unwrap_or_default();
        let (invoice, number) = word().split_once('/').expect("order/number");
        Here {
            invoice_id: Some(invoice.to_owned()).filter(|invoice| !invoice.is_empty()),
            transaction_id: number.parse().ok(),
            amount: hundredths(word()),
            outcome: outcome(word()),
            currency: Some(word().to_owned()).filter(|currency| !currency.is_empty()),
        }
    }

    /// The same, with `>6` behind the number of a refund of payment 6.
    fn there(text: &str) -> There {
        let (text, original_id) = match text.split_once('>') {
            Some((head, rest)) => {
                let (original, rest) = rest.split_once(' ').expect("a sum");
                (format!("{head} {rest}"), original.parse().ok())
            }
            None => (text.to_owned(), None),
        };
        let same = here(&text);
        There {
            transaction_id: same.transaction_id.expect("a number"),
            original_id,
            invoice_id: same.invoice_id,
            amount: same.amount,
            currency: same.currency.unwrap_or_else(|| "RUB".to_owned()),
            kind: match (original_id, same.outcome) {
                (Some(_), _) => Kind::Refund,
                (None, Outcome::PaidOut) => Kind::Payout,
                _ => Kind::Payment,
            },
            outcome: same.outcome,
            created_ms: None,
        }
    }

    fn hundredths(sum: &str) -> u64 {
        crate::amount::read_hundredths(sum).expect("a sum")
    }

    fn outcome(word: &str) -> Outcome {
        let known = Outcome::ALL.iter().find(|known| known.as_str() == word);
        *known.expect("an outcome")
    }

    fn lists(ours: &[&str], theirs: &[&str]) -> (Vec<Here>, Vec<There>) {
        (
            ours.iter().map(|text| here(text)).collect(),
            theirs.iter().map(|text| there(text)).collect(),
        )
    }

    /// What differs, in words: `+2` the gateway's second is missing here, `-1` our first is missing
    /// there, `1Amount2` our first and the gateway's second differ in the sum.
    fn compared(ours: &[&str], theirs: &[&str]) -> String {
        let (ours, theirs) = lists(ours, theirs);
        let result = compare(&ours, &theirs);
        let different = result.different.iter().map(|found| {
            format!(
                "{}{}{}",
                found.here + 1,
                found.field.as_str(),
                found.there + 1
            )
        });
        let here = result
            .missing_here
            .iter()
            .map(|place| format!("+{}", place + 1));
        let there = result
            .missing_there
            .iter()
            .map(|place| format!("-{}", place + 1));
        let all: Vec<_> = here.chain(there).chain(different).collect();
        all.join(" ")
    }

    #[test]
    fn what_agrees_is_not_mentioned() {
        for (ours, theirs) in [
            (&[][..], &[][..]),
            (&["A/1 10 completed"], &["A/1 10.00 completed"]),
            (&["A/ 10 completed"], &["A/1 10 completed"]),
            (&["A/1 10 confirmed"], &["A/1 10 completed"]),
            (&["/1 10 completed"], &["A/1 10 completed"]),
            (&["A/1 10 completed rub"], &["A/1 10 completed RUB"]),
            (&["A/ 10 authorized"], &["A/1 10 authorized"]),
            (&["A/ 10 paid_out"], &["A/1 10 paid_out"]),
            (&["A/1 10 voided"], &["A/1 10 voided"]),
            (&["A/1 10 reversed"], &["A/1 10 voided"]),
        ] {
            assert_eq!(compared(ours, theirs), "", "{ours:?} {theirs:?}");
        }
    }

    #[test]
    fn declines_do_not_count() {
        for (ours, theirs, wanted) in [
            (&["A/ 10 declined"][..], &[][..], ""),
            (&[], &["A/1 10 declined"], ""),
            (&["A/1 10 declined"], &["A/1 11 declined"], ""),
            (&["A/ 10 not_sent"], &[], ""),
            (&["A/ 10 requires_3ds"], &["A/1 10 requires_3ds"], ""),
            // The first card was declined, the second paid.
            (
                &["A/ 10 declined", "A/ 10 completed"],
                &["A/1 10 declined", "A/2 10 completed"],
                "",
            ),
            (
                &["A/ 10 declined", "A/ 10 completed"],
                &["A/2 10 completed"],
                "",
            ),
        ] {
            assert_eq!(compared(ours, theirs), wanted, "{ours:?} {theirs:?}");
        }
    }

    #[test]
    fn what_one_side_lacks_is_named() {
        for (ours, theirs, wanted) in [
            (&["A/1 10 completed"][..], &[][..], "-1"),
            (&["A/ 10 authorized"], &[], "-1"),
            (&["A/ 10 unknown"], &[], "-1"),
            (&[], &["A/1 10 completed"], "+1"),
            (&[], &["A/1 10 authorized"], "+1"),
            (&[], &["A/1 10 pending"], "+1"),
            (&[], &["A/1 10 paid_out"], "+1"),
            (&["A/ 10 completed"], &["B/1 10 completed"], "+1 -1"),
            // Another number is another payment, whatever the order says.
            (&["A/1 10 completed"], &["A/2 10 completed"], "+1 -1"),
            // A double charge.
            (
                &["A/ 10 completed"],
                &["A/1 10 completed", "A/2 10 completed"],
                "+2",
            ),
            (
                &["A/ 10 completed", "A/ 10 completed"],
                &["A/1 10 completed"],
                "-2",
            ),
        ] {
            assert_eq!(compared(ours, theirs), wanted, "{ours:?} {theirs:?}");
        }
    }

    #[test]
    fn what_both_have_differently_is_named_with_its_field() {
        for (ours, theirs, wanted) in [
            (
                &["A/1 10 completed"][..],
                &["A/1 10.01 completed"][..],
                "1Amount1",
            ),
            (&["A/ 10 completed"], &["A/1 12 completed"], "1Amount1"),
            (
                &["A/ 10 completed USD"],
                &["A/1 10 completed"],
                "1Currency1",
            ),
            (&["A/1 10 completed"], &["B/1 10 completed"], "1InvoiceId1"),
            (&["A/1 10 completed"], &["A/1 10 declined"], "1outcome1"),
            (&["A/ 10 completed"], &["A/1 10 declined"], "1outcome1"),
            (&["A/ 10 not_processed"], &["A/1 10 completed"], "1outcome1"),
            (&["A/ 10 unknown"], &["A/1 10 completed"], "1outcome1"),
            (&["A/ 10 authorized"], &["A/1 10 completed"], "1outcome1"),
            (&["A/1 10 authorized"], &["A/1 10 voided"], "1outcome1"),
            (&["A/1 10 voided"], &["A/1 10 authorized"], "1outcome1"),
            // Two payments of one order keep apart what belongs together.
            (
                &["A/ 12 completed", "A/ 10 completed"],
                &["A/1 10 completed", "A/2 13 completed"],
                "1Amount2",
            ),
        ] {
            assert_eq!(compared(ours, theirs), wanted, "{ours:?} {theirs:?}");
        }
    }

    #[test]
    fn a_refund_is_known_by_its_number_its_payment_or_its_order() {
        for (ours, theirs, wanted) in [
            (&["A/7 4 refunded"][..], &["A/7>1 4 refunded"][..], ""),
            (&["A/1 4 refunded"], &["A/7>1 4 refunded"], ""),
            (&["A/ 4 refunded"], &["A/7>1 4 refunded"], ""),
            // Without an order of its own it has that of its payment.
            (
                &["A/ 10 completed", "A/ 4 refunded"],
                &["A/1 10 completed", "/7>1 4 refunded"],
                "",
            ),
            (
                &["A/1 10 completed", "A/1 6 refunded", "A/1 4 refunded"],
                &["A/1 10 completed", "A/7>1 4 refunded", "A/8>1 6 refunded"],
                "",
            ),
            (
                &["A/1 10 completed", "A/1 6 refunded"],
                &["A/1 10 completed", "A/7>1 4 refunded"],
                "2Amount2",
            ),
            (
                &["A/1 10 completed"],
                &["A/1 10 completed", "A/7>1 4 refunded"],
                "+2",
            ),
            (
                &["A/1 10 completed", "A/ 4 refunded"],
                &["A/1 10 completed"],
                "-2",
            ),
            (
                &["A/7 4 refunded", "A/7 4 refunded"],
                &["A/7>1 4 refunded"],
                "-2",
            ),
            (&["A/7 4 refunded"], &["A/7>1 4 pending"], "1outcome1"),
            // A refund in doubt that was given after all.
            (
                &["A/1 10 completed", "A/1 4 unknown"],
                &["A/1 10 completed", "A/7>1 4 refunded"],
                "2outcome2",
            ),
        ] {
            assert_eq!(compared(ours, theirs), wanted, "{ours:?} {theirs:?}");
        }
    }

    #[test]
    fn the_last_word_about_a_number_holds() {
        for (ours, theirs, wanted) in [
            (
                &["A/1 10 authorized", "A/1 8 confirmed"][..],
                &["A/1 8 completed"][..],
                "",
            ),
            (
                &["A/1 10 authorized", "A/1 10 voided"],
                &["A/1 10 voided"],
                "",
            ),
            (
                &["A/1 10 unknown", "A/1 10 completed"],
                &["A/1 10 completed"],
                "",
            ),
            (
                &["A/1 10 unknown", "A/1 10 declined"],
                &["A/1 10 declined"],
                "",
            ),
            (
                &["A/7 4 pending", "A/7 4 refunded"],
                &["A/7>1 4 refunded"],
                "",
            ),
            // Also where the gateway shows none: a hold of another day.
            (&["A/9 10 authorized", "A/9 8 confirmed"], &[], "-2"),
            // A command that was refused changed nothing.
            (
                &["A/1 10 completed", "A/1 4 rejected"],
                &["A/1 10 completed"],
                "",
            ),
            (
                &["A/1 10 authorized", "A/1 10 unknown"],
                &["A/1 10 authorized"],
                "-2",
            ),
        ] {
            assert_eq!(compared(ours, theirs), wanted, "{ours:?} {theirs:?}");
        }
    }

    #[test]
    fn a_reversed_payment_takes_its_refund_with_it() {
        for ours in ["A/1 10 reversed", "A/ 10 reversed"] {
            let whole = &["A/1 10 completed", "A/7>1 10 refunded"];
            assert_eq!(compared(&[ours], whole), "", "{ours}");
            let none = &["A/1 10 completed"];
            assert_eq!(compared(&[ours], none), "1outcome1", "{ours}");
            let part = &["A/1 10 completed", "A/7>1 4 refunded"];
            assert_eq!(compared(&[ours], part), "1outcome1", "{ours}");
            // A part was refunded before, and the rest by the reversal.
            let both = ["A/7 4 refunded", ours];
            let refunds = ["A/1 10 completed", "A/7>1 4 refunded", "A/8>1 6 refunded"];
            assert_eq!(compared(&both, &refunds), "", "{ours}");
            let (here, there) = lists(&both, &refunds);
            let (here, there) = compare(&here, &there).totals["RUB"];
            assert_eq!(here, there, "{ours}");
        }
    }

    #[test]
    fn the_sums_are_exact_and_of_both_sides() {
        let (ours, theirs) = lists(
            &[
                "A/1 0.10 completed",
                "B/2 0.20 confirmed",
                "C/3 5 authorized",
                "A/1 0.05 refunded",
                "D/ 9 declined",
                "E/ 1 completed USD",
                "F/ 2 unknown",
                "G/8 3 reversed",
            ],
            &[
                "A/1 0.10 completed",
                "B/2 0.20 completed",
                "C/3 5 authorized",
                "A/7>1 0.05 refunded",
                "D/4 9 declined",
                "P/6 70 paid_out",
                "G/8 3 completed",
                "G/9>8 3 refunded",
            ],
        );
        let totals = compare(&ours, &theirs).totals;
        let show = |totals: &Totals| {
            [
                totals.payments,
                totals.holds,
                totals.refunds,
                totals.payouts,
                totals.open,
            ]
            .map(|sum| (sum.count, sum.hundredths))
        };
        let (here, there) = &totals["RUB"];
        assert_eq!(show(here), [(3, 330), (1, 500), (2, 305), (0, 0), (1, 200)]);
        assert_eq!(
            show(there),
            [(3, 330), (1, 500), (2, 305), (1, 7000), (0, 0)]
        );
        let (here, there) = &totals["USD"];
        assert_eq!(
            here.payments,
            Sum {
                count: 1,
                hundredths: 100
            }
        );
        assert_eq!(*there, Totals::default());
    }
}
