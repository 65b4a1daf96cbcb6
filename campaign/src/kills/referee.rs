//! What must be true after a till was killed and another one has taken over.

use serde_json::Value;

use super::death::Life;
use super::scene::{Names, Scene};

/// What is known of one point.
#[derive(Debug)]
pub struct Facts<'a> {
    /// What the till was doing.
    pub scene: &'a Scene,
    /// How it is named.
    pub names: &'a Names,
    /// What it was told before it was killed.
    pub killed: &'a Life,
    /// What the next one was told, which only recovers.
    pub recovered: &'a Life,
    /// The journal then, one operation a line.
    pub journal: &'a [Value],
    /// How often the ledger shows the operation then.
    pub done: usize,
    /// The answer to the same request once more.
    pub again: &'a Value,
    /// How often the ledger shows it then.
    pub done_again: usize,
    /// How often the payer paid.
    pub charges: usize,
}

/// How the till was left, in one word.
///
/// # Errors
/// What must not be.
pub fn judge(facts: &Facts<'_>) -> Result<&'static str, String> {
    let [hasty @ .., recovered, pending, exported] = facts.recovered.told.as_slice() else {
        return Err("the till that took over did not end".to_owned());
    };
    if [recovered, pending, exported]
        .iter()
        .any(|answer| answer["status"] != 0)
    {
        return Err("the journal cannot be used".to_owned());
    }
    if facts.scene.before.has_operation() && row(facts, &facts.names.before).is_none() {
        return Err("what was done before is lost".to_owned());
    }
    if facts.charges > 1 || facts.done > 1 || facts.done_again > 1 {
        return Err("it was done twice".to_owned());
    }
    let found = match row(facts, &facts.names.operation) {
        Some(row) => written(facts, pending, row)?,
        None if facts.done > 0 || told(facts).is_some() => {
            return Err("it was sent and is not in the journal".to_owned());
        }
        None => "not_begun",
    };
    if let [answer] = hasty {
        repeated(facts, answer)?;
    }
    again(facts)?;
    Ok(found)
}

fn row<'a>(facts: &Facts<'a>, id: &str) -> Option<&'a Value> {
    facts.journal.iter().find(|row| row["request_id"] == id)
}

/// The answer to the operation itself. Whoever recovers is given it among others.
fn told<'a>(facts: &Facts<'a>) -> Option<&'a Value> {
    let mut answers = facts.killed.told.iter();
    let first = answers.next()?;
    let answer = first["resolved"].get(0).unwrap_or(first);
    (answer["request_id"] == facts.names.operation && answer["method"] == facts.scene.method)
        .then_some(answer)
}

fn was_acknowledged(facts: &Facts<'_>) -> bool {
    let last = facts.killed.told.last();
    last.is_some_and(|answer| answer["method"] == "journal_ack" && answer["status"] == 0)
}

/// It is in the journal: what that says must be so, and the till must have been told nothing else.
fn written(facts: &Facts<'_>, pending: &Value, row: &Value) -> Result<&'static str, String> {
    let ended = row["final"] == true;
    let at_the_bank = facts.scene.ends_at_the_bank() && row["outcome"] == "requires_3ds";
    if !ended && !at_the_bank {
        return Err("doubt has not ended".to_owned());
    }
    let moved = row["money"] != "not_moved";
    if moved != (facts.done == 1) || (moved && row["money"] != facts.scene.money) {
        return Err("the journal and the ledger differ".to_owned());
    }
    let is_pending = pending["intents"].as_array().is_some_and(|intents| {
        intents
            .iter()
            .any(|intent| intent["request_id"] == facts.names.operation)
    });
    let acknowledged = row["acknowledged"] == true;
    if is_pending == acknowledged {
        return Err("the result is not handed out until it is acknowledged".to_owned());
    }
    if was_acknowledged(facts) && !acknowledged {
        return Err("what was acknowledged is handed out again".to_owned());
    }
    match told(facts) {
        Some(told) if told["outcome"] != row["outcome"] || told["money"] != row["money"] => {
            Err("the till was told something else before".to_owned())
        }
        Some(_) => Ok("told"),
        None if facts.done == 1 => Ok("found"),
        None if row["outcome"] == "not_processed" => Ok("absent"),
        None => Ok("refused"),
    }
}

/// The cashier did not wait: he was told the truth as well, also that nothing was done yet.
fn repeated(facts: &Facts<'_>, answer: &Value) -> Result<(), String> {
    let absent = answer["outcome"] == "not_processed" && facts.done == 0;
    if absent
        || (answer["money"] == facts.scene.money && facts.done == facts.scene.should_be_done())
    {
        return Ok(());
    }
    Err("who did not wait was told something else".to_owned())
}

/// The cashier presses the button once more, of the same operation: it is done now, once.
fn again(facts: &Facts<'_>) -> Result<(), String> {
    let answer = facts.again;
    if answer["money"] != facts.scene.money || facts.done_again != facts.scene.should_be_done() {
        return Err("the same request once more does not end as it should".to_owned());
    }
    if facts.done == 1 && answer["replayed"] != true {
        return Err("what was done is not answered from the journal".to_owned());
    }
    Ok(())
}
