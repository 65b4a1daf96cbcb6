//! Whole days of a till, the gateway's mean moods and the deaths of processes, played from one
//! number: does the till always know where the money is?
//!
//! A [`schedule`] says what happens, a [`town`] makes it happen to the library's own code, a
//! [`till`] keeps to the three rules, and a [`referee`] holds what it was told against the ledger.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it is a program for people"
)]

pub mod play;
pub mod referee;
pub mod schedule;
pub mod till;
pub mod told;
pub mod town;

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::json;

use self::play::{Life, play, shortened};
use self::schedule::Schedule;
use crate::figures;

/// Which lives are played.
#[derive(Debug, Args)]
pub struct Arguments {
    /// How many lives.
    #[arg(long, default_value_t = 100_000)]
    count: u64,

    /// The first number.
    #[arg(long, default_value_t = 0)]
    first: u64,

    /// How many at once.
    #[arg(long, default_value_t = 2)]
    threads: u64,

    /// Tills with a journal; without it the others.
    #[arg(long)]
    journal: bool,

    /// Go on after so many that went wrong.
    #[arg(long, default_value_t = 0)]
    tolerate: usize,

    /// Tell one life from beginning to end.
    #[arg(long)]
    tell: Option<u64>,

    /// Tell the life of this schedule, as it was printed.
    #[arg(long)]
    schedule: Option<String>,

    /// Do not shorten what goes wrong.
    #[arg(long)]
    as_it_is: bool,
}

/// What all lives came to.
#[derive(Debug, Default)]
struct Sums {
    wrong: Vec<(u64, String)>,
    outcomes: BTreeMap<(&'static str, String), u64>,
    for_people: u64,
}

impl Sums {
    fn add(&mut self, seed: u64, life: Life) {
        for outcome in life.outcomes {
            *self.outcomes.entry(outcome).or_default() += 1;
        }
        self.for_people += u64::from(life.for_people);
        if let Some(complaint) = life.complaint {
            self.wrong.push((seed, complaint));
        }
    }
}

/// The program.
#[must_use]
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
    let began = Instant::now();
    let (sums, played) = run(arguments);
    for ((method, outcome), count) in &sums.outcomes {
        eprintln!("{method:>16}  {outcome:<20} {count:>12}");
    }
    for (seed, complaint) in sums.wrong.iter().take(10) {
        report(arguments, *seed, complaint);
    }
    let found =
        json!({"lives": played, "violations": sums.wrong.len(), "left_to_people": sums.for_people});
    println!(
        "{}",
        figures::line("lives", arguments.first, began.elapsed(), &found)
    );
    if sums.wrong.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn run(arguments: &Arguments) -> (Sums, u64) {
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
                    loop {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        if index >= arguments.count || stop.load(Ordering::Relaxed) {
                            return;
                        }
                        let seed = arguments.first + index;
                        let schedule = Schedule::of(seed, arguments.journal);
                        let life = play(&schedule, &path, false);
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
            let played = next.load(Ordering::Relaxed).min(arguments.count);
            progress(arguments, played, lock().wrong.len(), began.elapsed());
        }
    });
    eprintln!();
    let played = next.into_inner().min(arguments.count);
    (
        sums.into_inner().unwrap_or_else(PoisonError::into_inner),
        played,
    )
}

fn progress(arguments: &Arguments, played: u64, wrong: usize, took: Duration) {
    let took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1);
    let rate = (played * 1000 / took_ms).max(1);
    let left_s = (arguments.count - played) / rate;
    eprint!(
        "\r{played} of {} lives, {rate} a second, {wrong} went wrong, {}:{:02} left   ",
        arguments.count,
        left_s / 60,
        left_s % 60
    );
}

fn report(arguments: &Arguments, seed: u64, complaint: &str) {
    let schedule = Schedule::of(seed, arguments.journal);
    println!("\n{seed}: {complaint}");
    if arguments.as_it_is {
        return;
    }
    let short = shortened(&schedule, "till");
    let life = play(&short, "till", false);
    println!("  in short: {}", life.complaint.unwrap_or_default());
    match serde_json::to_string(&short) {
        Ok(text) => println!("  {text}"),
        Err(why) => println!("  {why}: {short:?}"),
    }
}

fn tell(schedule: &Schedule) -> ExitCode {
    let life = play(schedule, "till", true);
    println!("{schedule:#?}");
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
