//! What the till was told, held against the ledger.
//!
//! Always: nothing happens twice; `not_moved` means that nothing is on the ledger; `moved`, `held`
//! and `returned` mean that just this is on it; half a request is no success and no refusal; `not_sent`
//! is told only of what has not left; no call outlives its deadline.
//!
//! A byte that is damaged on its way to the gateway makes another request of it, and plain HTTP has
//! no checksum: the gateway may do something else than was asked, and answer so. All of the above
//! holds then as well: success is told only where the ledger has the sum that was asked for. Not
//! checked is what no answer shows: the sum of `confirm`, an order number that the gateway never
//! got, and the order number of a link, which is found again by its stamp.
//!
//! A byte that is damaged on its way back changes what is told of the payment beside its outcome:
//! the number of a payment is not checked then, and neither is what a read shows.
//!
//! The same holds of questions: on a bad line, which damages each one at the same byte, `resolve` may
//! be told twice that there is no payment of a number that nobody wrote, or that the payment is
//! another's. What lies in the same way each time cannot be told from the truth without a checksum.
//!
//! Over TLS a damaged byte is a broken record: the gateway sees no other request and the till no
//! other answer. Nothing is allowed there for the sake of the damage, and no fault makes a refusal.

use std::time::Duration;

use serde_json::Value;

use super::fault::{Case, Kind, Line, Side};
use super::operation::{Effect, Truth};
use super::proxy::Seen;

/// No call outlives its deadline by more.
const GRACE: Duration = Duration::from_millis(250);

/// All that is known of a case after it.
#[derive(Debug)]
pub struct Facts<'a> {
    /// Which.
    pub case: &'a Case,
    /// What the till was told.
    pub told: &'a str,
    /// How long that took, less the time in which no processor was free.
    pub took: Duration,
    /// The deadline of the call.
    pub deadline: Duration,
    /// What the proxy saw.
    pub seen: Seen,
    /// What became of it at the gateway.
    pub truth: &'a Truth,
}

/// What the till was told, in one word, or what is wrong with it.
///
/// # Errors
/// What must not be.
pub fn judge(facts: &Facts<'_>) -> Result<String, String> {
    let told: Value =
        serde_json::from_str(facts.told).map_err(|why| format!("the answer is no JSON: {why}"))?;
    let outcome = told["outcome"].as_str().unwrap_or_default().to_owned();
    let wrong = rules(facts, &told).err();
    match wrong {
        None => Ok(outcome),
        Some(why) => Err(format!(
            "{why}; told {outcome}, on the ledger {:?}",
            facts.truth
        )),
    }
}

fn rules(facts: &Facts<'_>, told: &Value) -> Result<(), String> {
    let outcome = told["outcome"].as_str().unwrap_or_default();
    let wrong = |why: &str| Err(why.to_owned());
    if facts.took > facts.deadline + GRACE {
        return Err(format!("it took {:?}", facts.took));
    }
    if *facts.truth == Truth::Twice {
        return wrong("it happened twice");
    }
    let ours = [
        "internal",
        "invalid_argument",
        "invalid_request",
        "journal_unavailable",
        "invoice_busy",
        "idempotency_mismatch",
    ];
    if ours.contains(&outcome) {
        return wrong("a fault of the library's own");
    }
    if facts.case.line == Line::Tls && JUDGED.contains(&outcome) {
        return wrong("a broken record was judged");
    }
    half_a_request(facts, told)?;
    unsent(told)?;
    match facts.case.operation.effect {
        Effect::Money => money(facts, told),
        Effect::Change => change(facts, told),
        Effect::Read => read(facts, told),
    }
}

/// What a gateway says only of a request that it has read, or that contradicts it.
const JUDGED: [&str; 5] = [
    "rejected",
    "unauthorized",
    "declined",
    "not_found",
    "manual_review",
];

/// Whether the other side was shown other bytes than were sent, and could believe them.
fn damaged(facts: &Facts<'_>, side: Side) -> bool {
    let fault = facts.case.fault;
    facts.seen.struck && fault.side == side && fault.kind.damages() && facts.case.line != Line::Tls
}

/// Of a request that never came whole there is nothing on the ledger, and nobody may say that the
/// gateway has judged it.
fn half_a_request(facts: &Facts<'_>, told: &Value) -> Result<(), String> {
    let fault = facts.case.fault;
    // A handshake is of several lengths: where the fault came after the last byte, nothing is half.
    let half = facts.seen.struck
        && fault.side == Side::Request
        && (facts.case.line != Line::Tls || facts.seen.request > fault.at)
        && matches!(fault.kind, Kind::Reset | Kind::Close);
    // What provably never left was sent again, and then everything is as it ever is.
    if !half || told["attempts"] != 1 || asks(facts) {
        return Ok(());
    }
    let outcome = told["outcome"].as_str().unwrap_or_default();
    if facts.case.operation.effect != Effect::Read && *facts.truth != Truth::Nothing {
        return Err("half a request had an effect".to_owned());
    }
    if ["not_sent", "not_processed", "unknown", "no_answer"].contains(&outcome) {
        Ok(())
    } else {
        Err("half a request was judged".to_owned())
    }
}

/// That nothing was sent is told only where the last byte has not left, or the gateway says so.
fn unsent(told: &Value) -> Result<(), String> {
    let bytes = |name: &str| told["evidence"][name].as_u64().unwrap_or(0);
    let left = bytes("bytes_total") > 0 && bytes("bytes_sent") >= bytes("bytes_total");
    if told["outcome"] == "not_sent" && left && told["http_status"].is_null() {
        return Err("what was sent is called unsent".to_owned());
    }
    Ok(())
}

/// What only asks may ask again. A refund is followed by a question about it: over TLS both are one
/// stream of bytes.
fn asks(facts: &Facts<'_>) -> bool {
    match facts.case.operation.method() {
        "resolve" => true,
        "refund" => facts.case.line == Line::Tls,
        _ => false,
    }
}

/// Whether all questions or all their answers were damaged alike, so that they agree.
fn asked_in_vain(facts: &Facts<'_>) -> bool {
    facts.case.operation.method() == "resolve"
        && facts.case.line == Line::Bad
        && (damaged(facts, Side::Request) || damaged(facts, Side::Answer))
}

fn money(facts: &Facts<'_>, told: &Value) -> Result<(), String> {
    let name = facts.case.operation.name;
    let outcome = told["outcome"].as_str().unwrap_or_default();
    let usual: &[&str] = match name {
        "auth" => &["authorized", "held"],
        "confirm" => &["confirmed", "moved"],
        "void" => &["voided", "returned"],
        "refund" => &["refunded", "returned"],
        "card_payout" => &["paid_out", "moved"],
        _ => &["completed", "moved"],
    };
    match told["money"].as_str() {
        Some("not_moved") => match facts.truth {
            Truth::Nothing => Ok(()),
            _ if outcome == "not_processed" && asked_in_vain(facts) => Ok(()),
            _ => Err("the till believes that no money moved".to_owned()),
        },
        Some("unknown") => {
            if ["unknown", "pending", "manual_review"].contains(&outcome) {
                Ok(())
            } else {
                Err("doubt has another name".to_owned())
            }
        }
        Some(money) if usual == [outcome, money] => succeeded(facts, told),
        _ => Err("this is no answer to the question".to_owned()),
    }
}

fn succeeded(facts: &Facts<'_>, told: &Value) -> Result<(), String> {
    let altered = damaged(facts, Side::Request);
    match facts.truth {
        Truth::Done(number) => {
            let shown = told["transaction_id"].as_u64();
            if damaged(facts, Side::Answer) || *number == 0 || shown == Some(*number) {
                Ok(())
            } else {
                Err(format!("the till was told another number: {shown:?}"))
            }
        }
        Truth::Otherwise(_) if altered && !facts.case.operation.is_echoed() => Ok(()),
        _ => Err("the till believes in a success".to_owned()),
    }
}

fn change(facts: &Facts<'_>, told: &Value) -> Result<(), String> {
    let altered = damaged(facts, Side::Request);
    match told["outcome"].as_str() {
        Some("not_sent" | "rejected" | "unauthorized" | "declined") => match facts.truth {
            Truth::Nothing => Ok(()),
            _ => Err("the till believes that nothing was made".to_owned()),
        },
        Some("requires_payer" | "created" | "pending") => match facts.truth {
            Truth::Done(_) => Ok(()),
            Truth::Otherwise(_) if altered && !facts.case.operation.is_echoed() => Ok(()),
            _ => Err("the till believes in a success".to_owned()),
        },
        Some("unknown" | "manual_review" | "no_answer") => Ok(()),
        _ => Err("this is no answer to the question".to_owned()),
    }
}

fn read(facts: &Facts<'_>, told: &Value) -> Result<(), String> {
    let outcome = told["outcome"].as_str();
    let payment = told["payment"]["money"].as_str();
    let altered = damaged(facts, Side::Request) || damaged(facts, Side::Answer);
    match (outcome, payment) {
        (Some("ok"), Some("moved")) | (Some("not_sent" | "no_answer"), None) => Ok(()),
        (Some("ok"), Some("unknown" | "returned"))
        | (Some("not_found" | "rejected" | "unauthorized"), None)
            if altered =>
        {
            Ok(())
        }
        _ => Err(format!("a record is wrong ({payment:?})")),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::{Value, json};

    use super::{Facts, judge};
    use crate::bytes::operation::Truth;
    use crate::bytes::proxy::Seen;

    fn told(outcome: &str, money: &str) -> Value {
        json!({"outcome": outcome, "money": money, "attempts": 1, "transaction_id": 7,
            "evidence": {"bytes_sent": 500, "bytes_total": 500}})
    }

    fn complaint(case: &str, told: &Value, took_ms: u64, truth: &Truth) -> Option<String> {
        let facts = Facts {
            case: &case.parse().expect("a case"),
            told: &told.to_string(),
            took: Duration::from_millis(took_ms),
            deadline: Duration::from_millis(300),
            seen: Seen {
                struck: true,
                ..Seen::default()
            },
            truth,
        };
        judge(&facts).err()
    }

    #[test]
    fn the_truth_is_let_pass() {
        let case = "charge:plain:http:answer:reset:17";
        for (outcome, money, truth) in [
            ("completed", "moved", Truth::Done(7)),
            ("unknown", "unknown", Truth::Done(7)),
            ("unknown", "unknown", Truth::Nothing),
            ("not_processed", "not_moved", Truth::Nothing),
        ] {
            assert_eq!(complaint(case, &told(outcome, money), 300, &truth), None);
        }
    }

    #[test]
    fn every_lie_is_noticed() {
        let answer = "charge:plain:http:answer:flip:17";
        let half = "charge:plain:http:request:reset:17";
        let other = Truth::Otherwise("another sum".to_owned());
        for (case, outcome, money, took_ms, truth, why) in [
            (answer, "completed", "moved", 0, Truth::Nothing, "a success"),
            (answer, "completed", "moved", 0, other, "a success"),
            (answer, "completed", "moved", 0, Truth::Twice, "twice"),
            (
                answer,
                "rejected",
                "not_moved",
                0,
                Truth::Done(7),
                "no money moved",
            ),
            (answer, "authorized", "held", 0, Truth::Done(7), "no answer"),
            (
                answer,
                "internal",
                "unknown",
                0,
                Truth::Nothing,
                "library's own",
            ),
            (
                answer,
                "not_sent",
                "not_moved",
                0,
                Truth::Nothing,
                "called unsent",
            ),
            (answer, "unknown", "unknown", 551, Truth::Nothing, "it took"),
            (
                half,
                "declined",
                "not_moved",
                0,
                Truth::Nothing,
                "was judged",
            ),
            (
                half,
                "unknown",
                "unknown",
                0,
                Truth::Done(7),
                "had an effect",
            ),
            (
                half,
                "completed",
                "moved",
                0,
                Truth::Done(8),
                "had an effect",
            ),
        ] {
            let found = complaint(case, &told(outcome, money), took_ms, &truth);
            let found = found.unwrap_or_default();
            assert!(found.contains(why), "{outcome}, {truth:?}: {found}");
        }
    }
}
