//! Saved cards and accounts.

use std::collections::HashMap;

use super::cards::Card;
use super::reasons::Reason;
use crate::ledger::transaction::Via;
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
    /// The card; none if it is an account.
    pub(crate) card: Card,
    /// How its money travels.
    pub(crate) via: Via,
}

/// What a payment by token is made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Behind {
    /// The card; none if it is an account.
    pub(crate) card: Card,
    /// How its money travels.
    pub(crate) via: Via,
    /// Why the bank refuses, if it does.
    pub(crate) refusal: Option<Reason>,
}

impl Vault {
    /// The token of what a payer has paid with; the same of the same payer keeps its token.
    pub(crate) fn issue(&mut self, seed: Seed, account_id: &str, card: &Card, via: Via) -> String {
        let owner = format!(
            "{account_id}\n{}\n{}\n{}{}",
            card.first_six,
            card.last_four,
            card.expiry,
            via.name()
        );
        let token = format!("tk_{}", seed.hex(&owner, 0, 29));
        if !self.saved.contains_key(&token) {
            let saved = Saved {
                account_id: account_id.to_owned(),
                card: card.clone(),
                via,
            };
            self.saved.insert(token.clone(), saved);
            self.tokens.push(token.clone());
        }
        token
    }

    /// All that is saved, oldest first.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &Saved)> {
        self.tokens
            .iter()
            .filter_map(|token| Some((token.as_str(), self.saved.get(token)?)))
    }

    /// What is behind a token. `None`: it is unknown, or belongs to another payer.
    pub(crate) fn pay_with(&self, token: &str, account_id: &str) -> Option<Behind> {
        if let Some(saved) = self.saved.get(token) {
            return (saved.account_id == account_id).then(|| Behind {
                card: saved.card.clone(),
                via: saved.via,
                refusal: saved.card.behaviour().token_payment,
            });
        }
        token.starts_with(ALWAYS_PAYS).then(|| Behind {
            card: Card {
                first_six: "424242".to_owned(),
                last_four: "4242".to_owned(),
                expiry: "12/30".to_owned(),
            },
            via: Via::Card,
            refusal: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Behind, Vault};
    use crate::ledger::transaction::Via;
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
        let mut issue = |card: &Card, via| vault.issue(Seed::new(1), "user_x", card, via);
        let token = issue(&card, Via::Card);
        assert_eq!(token, issue(&card, Via::Card));
        assert_ne!(
            issue(&Card::none(), Via::Sbp),
            issue(&Card::none(), Via::TPay)
        );
        let behind = Behind {
            card,
            via: Via::Card,
            refusal: None,
        };
        assert_eq!(vault.pay_with(&token, "user_x"), Some(behind));
        assert_eq!(vault.pay_with(&token, "user_y"), None);
        assert_eq!(vault.pay_with("tk_unknown", "user_x"), None);
        assert!(vault.pay_with("success_1", "user_y").is_some());
    }
}
