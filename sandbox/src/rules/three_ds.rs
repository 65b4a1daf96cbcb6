//! The two messages of 3-D Secure: `PaReq` to the bank's page, `PaRes` back from it.
//!
//! Both begin with `+/`, as the API's own test messages do: whoever loses the plus on the way
//! through a form cannot finish the payment.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::ledger::transaction::Transaction;
use crate::values::dates;

/// What both messages begin with.
const MARK: &str = "+/";

/// What the payer decided on the page of the bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Decision {
    /// The payer is who he says.
    Confirmed,
    /// The payer pressed "refuse".
    Refused,
}

/// The content of a `PaRes`.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    transaction_id: u64,
    result: Decision,
}

/// The `PaReq` of a transaction; always the same for the same transaction.
pub(crate) fn pa_req(transaction: &Transaction) -> String {
    let request = format!(
        r#"{{"MerchantName":null,"FirstSix":"{}","LastFour":"{}","Amount":{},"CurrencyCode":"{}","Date":"{}+00:00","CustomerName":null,"CultureName":"ru-RU"}}"#,
        transaction.card.first_six,
        transaction.card.last_four,
        transaction.amount,
        transaction.currency.code,
        dates::iso(transaction.created_ms),
    );
    format!("{MARK}{}", STANDARD.encode(request))
}

/// The `PaRes` that carries a decision.
pub(crate) fn pa_res(transaction_id: u64, result: Decision) -> String {
    let answer = Answer {
        transaction_id,
        result,
    };
    let json = serde_json::to_string(&answer).unwrap_or_default();
    format!("{MARK}{}", STANDARD.encode(json))
}

/// What a `PaRes` says about a transaction. Damaged, invented or foreign ones are `None`.
pub(crate) fn decision(pa_res: &str, transaction_id: u64) -> Option<Decision> {
    let json = STANDARD.decode(pa_res.strip_prefix(MARK)?).ok()?;
    let answer: Answer = serde_json::from_slice(&json).ok()?;
    (answer.transaction_id == transaction_id).then_some(answer.result)
}

#[cfg(test)]
mod tests {
    use super::{Decision, decision, pa_res};

    #[test]
    fn a_decision_survives_the_way_and_a_lost_plus_does_not() {
        let message = pa_res(5_000_000_001, Decision::Confirmed);
        assert_eq!(decision(&message, 5_000_000_001), Some(Decision::Confirmed));
        assert_eq!(decision(&message.replace('+', " "), 5_000_000_001), None);
    }

    #[test]
    fn a_decision_about_another_payment_counts_for_nothing() {
        assert_eq!(decision(&pa_res(1, Decision::Confirmed), 2), None);
        assert_eq!(decision("eJxVUdtugkAQ", 1), None);
    }
}
