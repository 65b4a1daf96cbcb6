//! Asking about everything that is open, until it has ended or the time is up.

use std::time::{Duration, Instant};

use cloudpayments_money::ask::{made_by, wait_before};
use cloudpayments_money::error::Fault;
use cloudpayments_money::intent::Intent;
use cloudpayments_money::outcome::Outcome;
use cloudpayments_money::verdict::{Effect, Verdict};

use crate::call::{Call, milliseconds};
use crate::catalog;
use crate::flow::in_doubt;
use crate::reply::Reply;
use crate::world;

use super::Access;
use super::pursue::{Long, pursue};
use super::recorded::{again, id_of};
use super::store::{Till, Trouble};

/// An intent that is being asked about.
struct Task {
    intent: Intent,
    asked: u32,
    due: Instant,
    /// The answer as of the latest question.
    answer: String,
}

/// `journal_recover`.
pub(super) fn recover(
    call: &mut Call<'_>,
    journal: Access<'_>,
    till: Till<'_>,
) -> Result<Reply, Fault> {
    let (now, now_ms) = (world::now(), call.now_ms());
    let intents = journal.take_over(call, till)?;
    let mut open: Vec<Task> = intents
        .into_iter()
        .map(|intent| Task {
            answer: again(&intent).json,
            due: now,
            asked: made_by(now_ms.saturating_sub(intent.began_ms)),
            intent,
        })
        .collect();
    let mut resolved = Vec::new();
    while let Some(at) = next(&open) {
        let Some(task) = open.get_mut(at) else {
            break;
        };
        if !wait_until(call, task.due) {
            break;
        }
        let row = catalog::find(&task.intent.method).unwrap_or(call.row);
        let mut about = call.about(row, id_of(&task.intent));
        let verdict = pursue(&mut about, journal, &task.intent, Long::Once);
        task.answer = about.reply(&verdict).json;
        task.due = world::now() + Duration::from_millis(wait_before(task.asked, call.dice()));
        task.asked += 1;
        task.intent.outcome = verdict.outcome;
        task.intent.money = verdict.money;
        task.intent.transaction_id = task.intent.transaction_id.or(verdict.transaction_id);
        if !in_doubt(&verdict) || verdict.outcome.is_final() {
            let task = open.swap_remove(at);
            if verdict.outcome == Outcome::Requires3ds {
                // The payer decides, and nobody need wait for that.
                open.push(Task {
                    asked: u32::MAX,
                    ..task
                });
            } else {
                resolved.push(task.answer);
            }
        }
    }
    let open: Vec<_> = open.into_iter().map(|task| task.answer).collect();
    let own = vec![
        ("resolved", format!("[{}]", resolved.join(","))),
        ("open", format!("[{}]", open.join(","))),
    ];
    Ok(call.reply_with(&Verdict::of(Outcome::Ok, Effect::Local), own))
}

/// The task that is due first.
fn next(open: &[Task]) -> Option<usize> {
    let tasks = open.iter().enumerate();
    let asked = tasks.filter(|(_, task)| task.asked < u32::MAX);
    asked.min_by_key(|(_, task)| task.due).map(|(at, _)| at)
}

/// False if the call is over before.
fn wait_until(call: &Call<'_>, due: Instant) -> bool {
    let patience = Duration::from_millis(call.client.memory.patience_ms());
    let due = due.max(world::now() + patience);
    if due >= call.deadline || call.is_locked_out() {
        return false;
    }
    call.sleep(milliseconds(due.saturating_duration_since(world::now())));
    !call.is_over()
}

impl Access<'_> {
    /// What is open and not worked on by anybody: it is ours to ask about.
    fn take_over(&self, call: &Call<'_>, till: Till<'_>) -> Result<Vec<Intent>, Trouble> {
        let pending = self.pending(till)?;
        let memory = &call.client.memory;
        let ours = pending
            .into_iter()
            .filter(|intent| !intent.is_final())
            .filter(|intent| !memory.is_in_flight(&intent.request_id))
            .filter(|intent| !self.is_elsewhere(intent))
            .collect();
        let mut ours = self.adopt_all(ours, &call.moment())?;
        ours.retain(|intent| !intent.is_final());
        Ok(ours)
    }
}
