//! The test cards: what happens when they pay.
//!
//! A cryptogram shows the first six and the last four digits, which tell all of them apart.

use super::reasons::{INSUFFICIENT_FUNDS, Reason};

/// What is printed on a card, as far as a cryptogram shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Card {
    /// First six digits.
    pub(crate) first_six: String,
    /// Last four digits.
    pub(crate) last_four: String,
    /// `MM/YY`.
    pub(crate) expiry: String,
}

/// What a card does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Behaviour {
    /// The payer must pass 3-D Secure first.
    pub(crate) three_ds: bool,
    /// Why a payment by card is refused; `None` is success.
    pub(crate) payment: Option<Reason>,
    /// Why a payment by its token is refused; `None` is success.
    pub(crate) token_payment: Option<Reason>,
}

const PAYS_AFTER_3DS: Behaviour = behaviour(true, false, false);
const POOR_AFTER_3DS: Behaviour = behaviour(true, true, true);
const PAYS: Behaviour = behaviour(false, false, false);
const PAYS_ONCE: Behaviour = behaviour(false, false, true);
const POOR: Behaviour = behaviour(false, true, true);

const TEST_CARDS: [(&str, &str, Behaviour); 15] = [
    ("424242", "4242", PAYS_AFTER_3DS),
    ("555555", "4444", PAYS_AFTER_3DS),
    ("220000", "0004", PAYS_AFTER_3DS),
    ("401288", "1881", POOR_AFTER_3DS),
    ("510510", "5100", POOR_AFTER_3DS),
    ("220220", "2200", POOR_AFTER_3DS),
    ("400000", "3055", PAYS),
    ("520500", "3055", PAYS),
    ("220200", "3055", PAYS),
    ("411111", "1111", PAYS_ONCE),
    ("520082", "8210", PAYS_ONCE),
    ("220000", "2222", PAYS_ONCE),
    ("400005", "5556", POOR),
    ("540400", "0043", POOR),
    ("220300", "0043", POOR),
];

const fn behaviour(three_ds: bool, poor: bool, poor_token: bool) -> Behaviour {
    Behaviour {
        three_ds,
        payment: if poor { Some(INSUFFICIENT_FUNDS) } else { None },
        token_payment: if poor_token {
            Some(INSUFFICIENT_FUNDS)
        } else {
            None
        },
    }
}

impl Card {
    /// What stands in for a card that could not be read from the packet.
    pub(crate) fn unreadable() -> Self {
        Self::of("000000", "0000")
    }

    /// A card that pays without 3-D Secure.
    pub(crate) fn that_pays() -> Self {
        Self::of("400000", "3055")
    }

    /// A card that has no money and wants no 3-D Secure.
    pub(crate) fn without_money() -> Self {
        Self::of("400005", "5556")
    }

    fn of(first_six: &str, last_four: &str) -> Self {
        Self {
            first_six: first_six.to_owned(),
            last_four: last_four.to_owned(),
            expiry: "12/30".to_owned(),
        }
    }

    /// Any card of the bank that these six digits belong to.
    pub(crate) fn with_first_six(digits: &str) -> Self {
        Self::of(digits, "0000")
    }

    /// No card at all: the money travels another way.
    pub(crate) fn none() -> Self {
        Self {
            first_six: String::new(),
            last_four: String::new(),
            expiry: String::new(),
        }
    }

    /// What this card does. A card that is no test card is approved without 3-D Secure.
    pub(crate) fn behaviour(&self) -> Behaviour {
        TEST_CARDS
            .iter()
            .find(|(first, last, _)| *first == self.first_six && *last == self.last_four)
            .map_or(PAYS, |(_, _, behaviour)| *behaviour)
    }

    /// `CardType` and `CardTypeCode`. Only Visa's 0 is published; the other numbers are ours.
    pub(crate) fn brand(&self) -> (&'static str, u8) {
        if self.first_six.is_empty() {
            return ("", 0);
        }
        let four = self
            .first_six
            .get(..4)
            .and_then(|digits| digits.parse().ok())
            .unwrap_or(0_u16);
        match four {
            2200..=2204 => ("MIR", 3),
            2221..=2720 | 5100..=5599 => ("MasterCard", 1),
            3400..=3499 | 3700..=3799 => ("AmEx", 4),
            3500..=3599 => ("JCB", 5),
            5000..=5099 | 5600..=5899 | 6000..=6999 => ("Maestro", 2),
            _ => ("Visa", 0),
        }
    }

    /// `Issuer` and `IssuerBankCountry`; `FF` is how the API says "unknown".
    pub(crate) fn issuer(&self) -> (Option<&'static str>, &'static str) {
        match self.first_six.as_str() {
            "" => (None, ""),
            "000000" => (None, "FF"),
            "400005" => (Some("ITS Bank"), "US"),
            _ => (Some("CloudPayments"), "RU"),
        }
    }

    /// `CardProduct` and `CardCategory` of an approved payment.
    pub(crate) fn product(&self) -> (&'static str, &'static str) {
        match self.first_six.as_str() {
            "411111" => ("C", "Visa Signature (Signature)"),
            "424242" => ("I", "Visa Infinite (Infinite)"),
            "" => ("", ""),
            _ => ("", "Не определен ()"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Card, TEST_CARDS};

    fn card(first_six: &str, last_four: &str) -> Card {
        Card {
            first_six: first_six.to_owned(),
            last_four: last_four.to_owned(),
            expiry: "12/30".to_owned(),
        }
    }

    #[test]
    fn fifteen_test_cards_are_told_apart() {
        let mut heads: Vec<_> = TEST_CARDS
            .iter()
            .map(|(first, last, _)| (first, last))
            .collect();
        heads.sort_unstable();
        heads.dedup();
        assert_eq!(heads.len(), 15);
    }

    #[test]
    fn cards_of_the_table_do_what_it_says() {
        let visa = card("424242", "4242").behaviour();
        assert!(visa.three_ds && visa.payment.is_none() && visa.token_payment.is_none());
        let once = card("411111", "1111").behaviour();
        assert!(!once.three_ds && once.payment.is_none() && once.token_payment.is_some());
        assert!(card("400005", "5556").behaviour().payment.is_some());
        let mir = card("220220", "2200").behaviour();
        assert!(mir.three_ds && mir.payment.is_some());
    }

    #[test]
    fn an_unknown_card_is_approved_without_3d_secure() {
        let unknown = card("427600", "1234").behaviour();
        assert!(!unknown.three_ds && unknown.payment.is_none());
    }

    #[test]
    fn brands_follow_the_first_digits() {
        for (first_six, brand) in [
            ("424242", "Visa"),
            ("520500", "MasterCard"),
            ("220000", "MIR"),
            ("222100", "MasterCard"),
            ("676770", "Maestro"),
            ("340000", "AmEx"),
            ("353011", "JCB"),
        ] {
            assert_eq!(card(first_six, "0000").brand().0, brand);
        }
    }
}
