//! Asking about everything that is open, until it has ended or the time is up.

use cloudpayments_money::agenda::{self, Turn};
use cloudpayments_money::error::Fault;
use cloudpayments_money::intent::Intent;
use cloudpayments_money::outcome::Outcome;
use cloudpayments_money::patience;
use cloudpayments_money::verdict::{Effect, Verdict};

use crate::call::{Call, milliseconds};
use crate::catalog;
use crate::flow::in_doubt;
use crate::look_up::Lists;
use crate::reply::Reply;
use crate::world;

use super::Access;
use super::pursue::{Long, pursue};
use super::recorded::{again, id_of};
use super::store::{Till, Trouble};

/// An intent that is being asked about.
struct Task {
    intent: Intent,
    /// `None` if nobody need ask.
    turn: Option<Turn>,
    /// The answer as of the latest question.
    answer: String,
}

/// `journal_recover`.
pub(super) fn recover(
    call: &mut Call<'_>,
    journal: Access<'_>,
    till: Till<'_>,
) -> Result<Reply, Fault> {
    let now_ms = call.now_ms();
    let mut intents = journal.take_over(call, till)?;
    // The oldest is asked about first, so that the list that is read for it tells about the others.
    intents.sort_by_key(|intent| intent.began_ms);
    let lists = Lists::about(call, intents.iter().map(|intent| intent.began_ms));
    let mut open: Vec<Task> = intents
        .into_iter()
        .map(|intent| Task {
            answer: again(&intent).json,
            turn: Some(Turn::new(
                now_ms,
                now_ms.saturating_sub(intent.began_ms),
                journal.spared_ms(&intent.request_id),
            )),
            intent,
        })
        .collect();
    let mut resolved = Vec::new();
    while let Some((at, due_ms)) = next(call, &open) {
        let Some(task) = open.get_mut(at) else {
            break;
        };
        if !wait_until(call, due_ms) {
            break;
        }
        let row = catalog::find(&task.intent.method).unwrap_or(call.row);
        let mut about = call.about(row, id_of(&task.intent));
        let verdict = pursue(&mut about, journal, &task.intent, Long::Once(&lists));
        task.answer = about.reply(&verdict).json;
        if let Some(turn) = &mut task.turn {
            let spared_ms = journal.spared_ms(&task.intent.request_id);
            turn.asked(call.now_ms(), spared_ms, call.dice());
        }
        task.intent.outcome = verdict.outcome;
        task.intent.money = verdict.money;
        task.intent.transaction_id = task.intent.transaction_id.or(verdict.transaction_id);
        if !in_doubt(&verdict) || verdict.outcome.is_final() {
            if verdict.outcome == Outcome::Requires3ds {
                // The payer decides, and nobody need wait for that.
                task.turn = None;
            } else {
                resolved.push(open.remove(at).answer);
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

/// The task that is next, and when, as the call counts its time.
fn next(call: &Call<'_>, open: &[Task]) -> Option<(usize, u64)> {
    let turns = open.iter().map(|task| task.turn);
    let together_ms = agenda::together(patience::pause(call.client.config.settle_ms));
    agenda::next(turns, together_ms)
}

/// False if the call is over before.
fn wait_until(call: &Call<'_>, due_ms: u64) -> bool {
    let wait_ms = due_ms.saturating_sub(call.now_ms());
    let wait_ms = wait_ms.max(call.client.memory.patience_ms());
    let left = call.deadline.saturating_duration_since(world::now());
    if wait_ms >= milliseconds(left) || call.is_locked_out() {
        return false;
    }
    call.sleep(wait_ms);
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
