//! Saved cards.

use std::collections::HashMap;

use super::cards::Card;
use super::reasons::Reason;
use crate::values::seed::Seed;

/// Tokens that begin so always pay, whoever issued them.
const ALWAYS_PAYS: &str = "success_";

/// The tokens of the terminal.
#[derive(Debug, Default)]
pub(crate) struct Vault {
    saved: HashMap<String, Saved>,
    /// In the order in which they were issued.
    tokens: Vec<String>,
}

/// What is behind a token.
#[derive(Debug)]
pub(crate) struct Saved {
    /// Whose it is.
    pub(crate) account_id: String,
    /// The card.
    pub(crate) card: Card,
}

impl Vault {
    /// The token of a payer's card; the same card of the same payer keeps its token.
    pub(crate) fn issue(&mut self, seed: Seed, account_id: &str, card: &Card) -> String {
        let owner = format!(
            "{account_id}\n{}\n{}\n{}",
            card.first_six, card.last_four, card.expiry
        );
        let token = format!("tk_{}", seed.hex(&owner, 0, 29));
        if !self.saved.contains_key(&token) {
            let saved = Saved {
                account_id: account_id.to_owned(),
                card: card.clone(),
            };
            self.saved.insert(token.clone(), saved);
            self.tokens.push(token.clone());
        }
        token
    }

    /// All saved cards, oldest first.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &Saved)> {
        self.tokens
            .iter()
            .filter_map(|token| Some((token.as_str(), self.saved.get(token)?)))
    }

    /// The card behind a token and why a payment by it is refused, if it is. `None`: the token is
    /// unknown, or belongs to another payer.
    pub(crate) fn pay_with(&self, token: &str, account_id: &str) -> Option<(Card, Option<Reason>)> {
        if let Some(saved) = self.saved.get(token) {
            let refusal = saved.card.behaviour().token_payment;
            return (saved.account_id == account_id).then(|| (saved.card.clone(), refusal));
        }
        token.starts_with(ALWAYS_PAYS).then(|| {
            let card = Card {
                first_six: "424242".to_owned(),
                last_four: "4242".to_owned(),
                expiry: "12/30".to_owned(),
            };
            (card, None)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Vault;
    use crate::rules::cards::Card;
    use crate::values::seed::Seed;

    #[test]
    fn a_token_pays_for_its_own_payer_only() {
        let mut vault = Vault::default();
        let card = Card {
            first_six: "400000".to_owned(),
            last_four: "3055".to_owned(),
            expiry: "12/30".to_owned(),
        };
        let token = vault.issue(Seed::new(1), "user_x", &card);
        assert_eq!(token, vault.issue(Seed::new(1), "user_x", &card));
        assert_eq!(vault.pay_with(&token, "user_x"), Some((card, None)));
        assert_eq!(vault.pay_with(&token, "user_y"), None);
        assert_eq!(vault.pay_with("tk_unknown", "user_x"), None);
        assert!(vault.pay_with("success_1", "user_y").is_some());
    }
}
