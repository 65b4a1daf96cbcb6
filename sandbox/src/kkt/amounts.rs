//! What a receipt was paid with.

use super::reading;
use super::trouble::{PAID_LESS, PAID_MORE, Trouble};
use crate::api::fields::Fields;
use crate::values::amount::Amount;

/// The kinds of payment, in the order in which they are used up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Amounts {
    /// By card and the like.
    pub(crate) electronic: Amount,
    /// Paid before.
    pub(crate) advance_payment: Amount,
    /// To be paid later.
    pub(crate) credit: Amount,
    /// In kind.
    pub(crate) provision: Amount,
    /// Notes and coins.
    pub(crate) cash: Amount,
}

impl Amounts {
    /// Read `Amounts`, which must be there; the parts need not.
    pub(super) fn read(fields: &Fields) -> Result<Self, Trouble> {
        let fields = fields
            .nested("Amounts")?
            .ok_or_else(|| Trouble::missing("Amounts"))?;
        let part = |name| reading::sum(&fields, name).map(Option::unwrap_or_default);
        let amounts = Self {
            electronic: part("Electronic")?,
            advance_payment: part("AdvancePayment")?,
            credit: part("Credit")?,
            provision: part("Provision")?,
            cash: part("Cash")?,
        };
        if Amount::total(amounts.parts()).is_none() {
            return Err(Trouble::wrong("Amounts"));
        }
        Ok(amounts)
    }

    /// All together.
    pub(crate) fn total(&self) -> Amount {
        self.parts()
            .into_iter()
            .fold(Amount::ZERO, |total, part| total + part)
    }

    /// The parts with their names, for people.
    pub(crate) fn named(&self) -> [(&'static str, Amount); 5] {
        [
            ("Безналичными", self.electronic),
            ("Аванс", self.advance_payment),
            ("В кредит", self.credit),
            ("Встречное предоставление", self.provision),
            ("Наличными", self.cash),
        ]
    }

    /// The parts must be exactly what the items cost.
    pub(super) fn pay_for(&self, items: Amount) -> Result<(), Trouble> {
        let not_cash = self.total() - self.cash;
        if not_cash > items {
            Err(Trouble::at(PAID_MORE, &format!("{not_cash} > {items}")))
        } else if self.total() < items {
            Err(Trouble::at(
                PAID_LESS,
                &format!("{} < {items}", self.total()),
            ))
        } else if self.total() > items {
            Err(Trouble::wrong("Amounts"))
        } else {
            Ok(())
        }
    }

    /// Take so much away, kind by kind.
    pub(super) fn take(&mut self, mut sum: Amount) -> Self {
        let mut taken = Self::default();
        for (from, to) in [
            (&mut self.electronic, &mut taken.electronic),
            (&mut self.advance_payment, &mut taken.advance_payment),
            (&mut self.credit, &mut taken.credit),
            (&mut self.provision, &mut taken.provision),
            (&mut self.cash, &mut taken.cash),
        ] {
            *to = sum.min(*from);
            *from -= *to;
            sum -= *to;
        }
        taken
    }

    fn parts(&self) -> [Amount; 5] {
        [
            self.electronic,
            self.advance_payment,
            self.credit,
            self.provision,
            self.cash,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::{Amount, Amounts};

    fn sum(text: &str) -> Amount {
        Amount::or_zero(text).expect("a sum")
    }

    #[test]
    fn the_parts_must_be_the_sum_of_the_items() {
        let paid = Amounts {
            electronic: sum("6"),
            cash: sum("4"),
            ..Amounts::default()
        };
        let code = |items| {
            let paid = paid.pay_for(sum(items));
            paid.map_err(|trouble| trouble.code)
        };
        assert_eq!(code("10"), Ok(()));
        assert_eq!(code("10.01"), Err(13));
        assert_eq!(code("9.99"), Err(27));
        assert_eq!(code("5.99"), Err(14));
    }

    #[test]
    fn parts_are_used_up_one_after_another() {
        let mut paid = Amounts {
            electronic: sum("6"),
            credit: sum("4"),
            ..Amounts::default()
        };
        let first = paid.take(sum("7"));
        assert_eq!((first.electronic, first.credit), (sum("6"), sum("1")));
        assert_eq!((paid.electronic, paid.credit), (sum("0"), sum("3")));
    }
}
