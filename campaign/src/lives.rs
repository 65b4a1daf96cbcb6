//! Whole days of a till, each from one number: does the till always know where the money is?
//!
//! A [`schedule`] says what happens, a [`town`] makes it happen to the library's own code, a
//! [`till`] keeps to the three rules, and a [`referee`] holds what it was told against the ledger.

pub mod play;
pub mod referee;
pub mod schedule;
pub mod till;
pub mod told;
pub mod town;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::json;

use self::play::{Life, play, shortened};
use self::schedule::{Fate, Schedule};
use crate::figures::{end, line};

/// What to play.
#[derive(Debug, Clone, Args)]
pub struct Arguments {
    /// How many lives.
    #[arg(long, default_value_t = 100_000)]
    pub count: u64,

    /// The first number; each life follows from its own.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,

    /// How many at once.
    #[arg(long, default_value_t = 2)]
    pub threads: u64,

    /// Tills with a journal; without it the others.
    #[arg(long)]
    pub journal: bool,

    /// Go on until more than so many went wrong.
    #[arg(long, default_value_t = 0)]
    pub tolerate: usize,

    /// Instead: lives in which one answer to a charge is lost and the gateway is well. How long
    /// until the till knows?
    #[arg(long)]
    pub doubts: bool,

    /// Tell one life from beginning to end: that of this number.
    #[arg(long)]
    pub tell: Option<u64>,

    /// Tell one life from beginning to end: that of this schedule, as it was printed.
    #[arg(long)]
    pub schedule: Option<String>,
}

/// What all lives came to.
#[derive(Debug, Default)]
pub struct Sums {
    /// How many there were.
    pub lives: u64,
    /// Those that went wrong, and why.
    pub wrong: Vec<(u64, String)>,
    /// What the tills were told, by method.
    pub outcomes: BTreeMap<(&'static str, String), u64>,
    /// How many lives left something to people.
    pub for_people: u64,
    took: Duration,
}

impl Sums {
    fn add(&mut self, seed: u64, life: Life) {
        self.lives += 1;
        for outcome in life.outcomes {
            *self.outcomes.entry(outcome).or_default() += 1;
        }
        self.for_people += u64::from(life.for_people);
        if let Some(complaint) = life.complaint {
            self.wrong.push((seed, complaint));
        }
    }
}

/// Plays and reports.
#[must_use]
#[allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it is a program for people"
)]
pub fn main(arguments: &Arguments) -> ExitCode {
    if let Some(text) = &arguments.schedule {
        return match serde_json::from_str(text) {
            Ok(schedule) => tell(&schedule),
            Err(why) => {
                eprintln!("campaign: this is no schedule: {why}");
                ExitCode::FAILURE
            }
        };
    }
    if let Some(seed) = arguments.tell {
        return tell(&Schedule::of(seed, arguments.journal));
    }
    if arguments.doubts {
        return doubts(arguments);
    }
    let sums = run(arguments);
    let mut table = String::new();
    for ((method, outcome), count) in &sums.outcomes {
        let _ = writeln!(table, "{method:>16}  {outcome:<20} {count:>12}");
    }
    eprint!("{table}");
    for (seed, complaint) in sums.wrong.iter().take(10) {
        report(arguments, *seed, complaint);
    }
    println!("{}", figures(arguments, &sums));
    if sums.wrong.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Plays them all, or until too many went wrong.
#[must_use]
pub fn run(arguments: &Arguments) -> Sums {
    let next = AtomicU64::new(0);
    let stop = AtomicBool::new(false);
    let sums = Mutex::new(Sums::default());
    let lock = || sums.lock().unwrap_or_else(PoisonError::into_inner);
    let began = Instant::now();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..arguments.threads)
            .map(|number| {
                let (next, stop, lock) = (&next, &stop, &lock);
                scope.spawn(move || {
                    let path = format!("till-{number}");
                    while !stop.load(Ordering::Relaxed) {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        if index >= arguments.count {
                            return;
                        }
                        let seed = arguments.seed + index;
                        let life = play(&Schedule::of(seed, arguments.journal), &path, false);
                        let mut sums = lock();
                        sums.add(seed, life);
                        if sums.wrong.len() > arguments.tolerate {
                            stop.store(true, Ordering::Relaxed);
                        }
                    }
                })
            })
            .collect();
        while !workers
            .iter()
            .all(std::thread::ScopedJoinHandle::is_finished)
        {
            std::thread::sleep(Duration::from_millis(500));
            progress(arguments, &lock(), began.elapsed());
        }
    });
    let mut sums = sums.into_inner().unwrap_or_else(PoisonError::into_inner);
    sums.took = began.elapsed();
    sums
}

#[expect(clippy::print_stderr, reason = "it is a program for people")]
fn progress(arguments: &Arguments, sums: &Sums, took: Duration) {
    let rate = rate(sums.lives, took);
    let left_s = (arguments.count - sums.lives) / rate.max(1);
    eprint!(
        "\r{} of {} lives, {rate} a second, {} went wrong, {}:{:02} left   ",
        sums.lives,
        arguments.count,
        sums.wrong.len(),
        left_s / 60,
        left_s % 60
    );
    if sums.lives == arguments.count {
        eprintln!();
    }
}

fn rate(lives: u64, took: Duration) -> u64 {
    let took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1);
    lives * 1000 / took_ms
}

/// The line for documents.
fn figures(arguments: &Arguments, sums: &Sums) -> String {
    let mut outcomes = BTreeMap::<&str, u64>::new();
    for ((_, outcome), count) in &sums.outcomes {
        *outcomes.entry(outcome).or_default() += count;
    }
    let answers: u64 = sums.outcomes.values().sum();
    let found = json!({"journal": arguments.journal, "lives": sums.lives,
        "violations": sums.wrong.len(), "a_second": rate(sums.lives, sums.took),
        "answers": answers, "left_to_people": sums.for_people, "outcomes": outcomes});
    line("lives", arguments.seed, sums.took, &found)
}

/// The time from the loss of an answer until the till knows what became of the charge: of those
/// that were processed, and of those that were not.
fn doubts(arguments: &Arguments) -> ExitCode {
    let began = Instant::now();
    let mut found = json!({"journal": arguments.journal, "lives": 2 * arguments.count});
    let mut violations = 0;
    for (fate, what) in [(Fate::Now, "processed"), (Fate::Never, "not_processed")] {
        let mut times = Vec::new();
        for index in 0..arguments.count {
            let seed = arguments.seed + index;
            let life = play(
                &Schedule::of_lost_answer(seed, arguments.journal, fate),
                "doubts",
                false,
            );
            match life.doubts.as_slice() {
                [(_, took_ms)] if life.complaint.is_none() => times.push(*took_ms),
                _ => violations += 1,
            }
        }
        times.sort_unstable();
        for (share, name) in [(500, "median"), (990, "p99"), (1000, "max")] {
            let at = (times.len() * share / 1000).min(times.len().saturating_sub(1));
            found[format!("{what}_{name}_ms")] = json!(times.get(at));
        }
    }
    found["violations"] = json!(violations);
    let took = began.elapsed();
    end("doubts", arguments.seed, took, &found, violations == 0)
}

#[expect(clippy::print_stdout, reason = "it is a program for people")]
fn report(arguments: &Arguments, seed: u64, complaint: &str) {
    let short = shortened(&Schedule::of(seed, arguments.journal), "till");
    let life = play(&short, "till", false);
    println!("\n{seed}: {complaint}");
    println!("    in short: {}", life.complaint.unwrap_or_default());
    match serde_json::to_string(&short) {
        Ok(text) => println!("    campaign lives --schedule '{text}'"),
        Err(why) => println!("    {why}: {short:?}"),
    }
}

#[expect(clippy::print_stdout, reason = "it is a program for people")]
fn tell(schedule: &Schedule) -> ExitCode {
    let life = play(schedule, "till", true);
    for line in &life.diary {
        println!("{line}");
    }
    match life.complaint {
        None => ExitCode::SUCCESS,
        Some(complaint) => {
            println!("WRONG: {complaint}");
            ExitCode::FAILURE
        }
    }
}
