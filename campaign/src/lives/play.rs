//! Playing a schedule, and shortening one that goes wrong.

use std::rc::Rc;

use cloudpayments::testing::{Disk, World, at_each_step, in_world};

use super::referee;
use super::schedule::{Schedule, Weather};
use super::till::{Complaint, Operation, Sale, Till};
use super::town::Town;

/// What a life came to.
#[derive(Debug, Default)]
pub struct Life {
    /// What was wrong, if anything was.
    pub complaint: Option<Complaint>,
    /// Method and outcome of each answer.
    pub outcomes: Vec<(&'static str, String)>,
    /// How doubts ended, and how long they took.
    pub doubts: Vec<(String, u64)>,
    /// Whether any payment was left to people.
    pub for_people: bool,
    /// What happened, if it was to be written down.
    pub diary: Vec<String>,
}

/// Plays one life. `path` names the journal in this program: one for each thread.
#[must_use]
pub fn play(schedule: &Schedule, path: &str, with_diary: bool) -> Life {
    let town = Town::new(schedule.seed, &schedule.weather, with_diary);
    let world = Rc::clone(&town) as Rc<dyn World>;
    in_world(world, || {
        at_each_step(schedule.journal.then(|| town.store_hook()));
        let disk = schedule.journal.then(|| Disk::new(schedule.seed));
        let mut till = Till::new(Rc::clone(&town), disk, path);
        till.patient = schedule.patient;
        let lived = live(&mut till, &town, schedule);
        till.end();
        at_each_step(None);
        Life {
            complaint: lived.err(),
            for_people: till.sales.iter().any(|sale| sale.for_people),
            outcomes: till.outcomes,
            doubts: till.doubts,
            diary: town.diary(),
        }
    })
}

fn live(till: &mut Till, town: &Town, schedule: &Schedule) -> Result<(), Complaint> {
    for step in &schedule.steps {
        town.note(|| format!("{:?}", step.act));
        town.begin(step);
        till.act(step.act)?;
        referee::at_any_time(till, town)?;
    }
    town.note(|| "everybody means well from now on".to_owned());
    town.clear_up(&schedule.weather);
    till.check_pending()?;
    till.settle()?;
    // What was on its way comes in time for the last look.
    town.pass(2 * 3_600_000);
    // A command that the journal wrote down as it failed was never sent; another one in its place
    // contradicts it.
    let unclear = |sale: &&Sale| {
        let noted = |command: &Operation| command.maybe_noted;
        sale.for_people && !sale.commands.iter().any(noted)
    };
    if let Some(sale) = till.sales.iter().find(unclear)
        && !schedule.lies()
    {
        return Err(format!(
            "{} is left to people without need",
            sale.payment.id
        ));
    }
    referee::at_the_end(till, town)
}

/// The shortest schedule that can be found in which something is wrong.
#[must_use]
pub fn shortened(schedule: &Schedule, path: &str) -> Schedule {
    let mut best = schedule.clone();
    let goes_wrong = |candidate: &Schedule| play(candidate, path, false).complaint.is_some();
    loop {
        let shorter = simpler(&best).find(|candidate| goes_wrong(candidate));
        match shorter {
            Some(shorter) => best = shorter,
            None => return best,
        }
    }
}

/// What is simpler by one thing.
fn simpler(schedule: &Schedule) -> impl Iterator<Item = Schedule> + '_ {
    let with = |change: &dyn Fn(&mut Schedule)| {
        let mut changed = schedule.clone();
        change(&mut changed);
        changed
    };
    let mut all = Vec::new();
    for at in 0..schedule.steps.len() {
        all.push(with(&|changed| {
            changed.steps.remove(at);
        }));
    }
    for (at, step) in schedule.steps.iter().enumerate() {
        for fault in 0..step.faults.len() {
            all.push(with(&|changed| {
                if let Some(step) = changed.steps.get_mut(at) {
                    step.faults.remove(fault);
                }
            }));
        }
        if step.dies.is_some() || !step.store_fails.is_empty() {
            all.push(with(&|changed| {
                if let Some(step) = changed.steps.get_mut(at) {
                    step.dies = None;
                }
            }));
            all.push(with(&|changed| {
                if let Some(step) = changed.steps.get_mut(at) {
                    step.store_fails.clear();
                }
            }));
        }
    }
    let calmer: [&dyn Fn(&mut Weather); 7] = [
        &|weather| weather.find_lag_ms = 0,
        &|weather| weather.late_success_ms = 0,
        &|weather| weather.storm_per_million = 0,
        &|weather| weather.id_store_lost = false,
        &|weather| weather.duplicates_run = false,
        &|weather| weather.cascade_declines = false,
        &|weather| weather.clock_skew_ms = 0,
    ];
    for calm in calmer {
        all.push(with(&|changed| calm(&mut changed.weather)));
    }
    all.into_iter().filter(move |changed| changed != schedule)
}
