//! What an example shows on the page: that which matters. The top of the page says what is missing.

use crate::tree::Tree;

/// Of our own fields these say nothing about the method.
const LEFT_OUT: &[&str] = &[
    "final",
    "method",
    "invoice_id",
    "sent_at",
    "attempts",
    "http_status",
    "elapsed_ms",
    "cashier",
    "evidence",
];

/// What matters of the record of a payment.
const OF_A_PAYMENT: &[&str] = &[
    "TransactionId",
    "Type",
    "Amount",
    "Currency",
    "InvoiceId",
    "AccountId",
    "Status",
    "ReasonCode",
    "CardFirstSix",
    "CardLastFour",
    "CardType",
    "Token",
    "AcsUrl",
    "PaReq",
    "EscrowAccumulationId",
];

/// Longer texts are cut, to fewer characters than that.
const LONGEST: usize = 100;
const CUT_TO: usize = 60;

/// How many elements of an array are shown.
const ELEMENTS: usize = 2;

pub(crate) fn request(request: &Tree) -> Tree {
    part(request)
}

pub(crate) fn answer(answer: &Tree) -> Tree {
    let Tree::Object(members) = part(answer) else {
        return answer.clone();
    };
    let says_something = |(name, _): &(String, Tree)| !LEFT_OUT.contains(&name.as_str());
    Tree::Object(members.into_iter().filter(says_something).collect())
}

fn part(value: &Tree) -> Tree {
    match value {
        Tree::Scalar(_) => match value.as_text() {
            Some(text) if text.chars().count() > LONGEST => {
                let begin: String = text.chars().take(CUT_TO).collect();
                Tree::text(&(begin + "…"))
            }
            _ => value.clone(),
        },
        Tree::Array(elements) => Tree::Array(elements.iter().take(ELEMENTS).map(part).collect()),
        Tree::Object(members) => {
            let payment = value.get("TransactionId").is_some() && value.get("StatusCode").is_some()
                || value.get("PaReq").is_some();
            let value_has = |name: &str| value.get(name).is_some();
            let shown = members.iter().filter(|(name, value)| {
                let twice = value_has(&format!("{name}Iso"));
                !is_nothing(value) && !twice && (!payment || OF_A_PAYMENT.contains(&name.as_str()))
            });
            Tree::Object(
                shown
                    .map(|(name, value)| (name.clone(), part(value)))
                    .collect(),
            )
        }
    }
}

fn is_nothing(value: &Tree) -> bool {
    matches!(value, Tree::Scalar(json) if json == "null" || json == "\"\"")
}
