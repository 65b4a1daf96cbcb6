//! Breaks the connection between a till and the gateway at every byte of a request and of its
//! answer, in five ways, and holds what the till is told against the ledger.
//!
//! Real sockets on both sides of a [`proxy`]; the library as it is shipped, with its time-outs
//! lowered. What is checked, and what cannot be, is told in [`referee`].

#![allow(
    clippy::indexing_slicing,
    reason = "an answer is asked by name, which gives null and never panics"
)]

pub mod fault;
pub mod operation;
pub mod proxy;
pub mod pulse;
pub mod referee;
pub mod till;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;
use cloudpayments_sandbox::Host;
use serde_json::{Value, json};

use self::fault::{Case, Fault, KINDS, LINES, Line, Side};
use self::operation::OPERATIONS;
use self::pulse::Pulse;
use self::till::{Played, Till};
use crate::dice::Dice;
use crate::figures;

/// What to play.
#[derive(Debug, Clone, Args)]
pub struct Arguments {
    /// How many cases, taken by the dice; all if it is left out.
    #[arg(long)]
    pub cases: Option<usize>,

    /// What the dice follow from: the order of the cases, and what a byte is flipped to.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,

    /// How many tills at once. Mostly they wait.
    #[arg(long, default_value_t = 48)]
    pub tills: usize,

    /// Of TLS every byte that is divided by this; the rest of the division follows from the seed.
    #[arg(long, default_value_t = 16)]
    pub tls_step: usize,

    /// One case, as it was printed.
    #[arg(long)]
    pub only: Option<Case>,
}

/// What all cases came to.
#[derive(Debug, Default)]
pub struct Sums {
    /// Cases played.
    pub cases: u64,
    /// Those whose fault struck.
    pub struck: u64,
    /// Times that a case was played again because the machine was too busy.
    pub repeats: u64,
    /// What the tills were told, by operation.
    pub outcomes: BTreeMap<(&'static str, String), u64>,
    /// What must not be.
    pub violations: Vec<(Case, String)>,
    /// How long it took.
    pub took: Duration,
}

impl Sums {
    fn add(&mut self, case: &Case, played: Played) {
        self.cases += 1;
        self.struck += u64::from(played.seen.struck);
        self.repeats += u64::from(played.repeats);
        match played.judgement {
            Ok(outcome) => {
                let key = (case.operation.name, outcome);
                *self.outcomes.entry(key).or_default() += 1;
            }
            Err(why) => self.violations.push((*case, why)),
        }
    }
}

/// The program.
#[must_use]
#[allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it is a program for people"
)]
pub fn main(arguments: &Arguments) -> ExitCode {
    let sums = match run(arguments, true) {
        Ok(sums) => sums,
        Err(why) => {
            eprintln!("campaign: {why}");
            return ExitCode::FAILURE;
        }
    };
    let mut table = String::new();
    for ((operation, outcome), count) in &sums.outcomes {
        let _ = writeln!(table, "{operation:>16}  {outcome:<16} {count:>9}");
    }
    eprint!("{table}");
    let found = found(arguments, &sums);
    let well = sums.violations.is_empty();
    figures::end("bytes", arguments.seed, sums.took, &found, well)
}

/// Plays them all.
///
/// # Errors
/// The campaign cannot begin: no ports, no files, or an operation that fails without any fault.
pub fn run(arguments: &Arguments, aloud: bool) -> io::Result<Sums> {
    let began = Instant::now();
    let host = Host::new()?;
    let pulse = Pulse::new();
    // In memory where there is such a place: how long a disk takes is none of the library's doing.
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir())?;
    let cases = match arguments.only {
        Some(case) => vec![case],
        None => {
            let mut cases = Vec::new();
            for line in LINES {
                let mut till = Till::new(&host, 0, line == Line::Tls, folder.path(), &pulse)?;
                cases.extend(all(&mut till, line, arguments)?);
            }
            shuffle(&mut cases, arguments.seed);
            cases.truncate(arguments.cases.unwrap_or(usize::MAX));
            cases
        }
    };
    let sums = Mutex::new(Sums::default());
    let lock = || sums.lock().unwrap_or_else(PoisonError::into_inner);
    let next = AtomicUsize::new(0);
    thread::scope(|scope| -> io::Result<()> {
        let mut workers = Vec::new();
        for number in 1..=arguments.tills.clamp(1, cases.len().max(1)) {
            let mut open = Till::new(&host, number, false, folder.path(), &pulse)?;
            let mut sealed = Till::new(&host, number, true, folder.path(), &pulse)?;
            let (next, cases, lock) = (&next, &cases, &lock);
            workers.push(scope.spawn(move || {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let till = match case.line {
                        Line::Http | Line::Bad => &mut open,
                        Line::Tls => &mut sealed,
                    };
                    let played = till.play(case, arguments.seed);
                    if let (Err(why), true) = (&played.judgement, aloud) {
                        tell(case, arguments.seed, why);
                    }
                    lock().add(case, played);
                }
            }));
        }
        while aloud && !workers.iter().all(thread::ScopedJoinHandle::is_finished) {
            thread::sleep(Duration::from_millis(500));
            progress(&lock(), cases.len() as u64, began.elapsed());
        }
        Ok(())
    })?;
    let mut sums = sums.into_inner().unwrap_or_else(PoisonError::into_inner);
    sums.took = began.elapsed();
    Ok(sums)
}

/// Every fault at every byte of every operation; of TLS some of them.
fn all(till: &mut Till<'_>, line: Line, arguments: &Arguments) -> io::Result<Vec<Case>> {
    let mut cases = Vec::new();
    let step = if line == Line::Tls {
        arguments.tls_step.max(1)
    } else {
        1
    };
    let mut dice = Dice::new(arguments.seed);
    for operation in &OPERATIONS {
        let (request, answer) = till.measure(operation, line).map_err(io::Error::other)?;
        for journal in [false, true] {
            for kind in KINDS {
                // A whole request without an answer is an answer that breaks before its first byte,
                // and a connection can still break after its last.
                let end = if kind.damages() { answer } else { answer + 1 };
                let places = (0..request)
                    .map(|at| (Side::Request, at))
                    .chain((0..end).map(|at| (Side::Answer, at)));
                let skipped = usize::try_from(dice.below(step as u64)).unwrap_or(0);
                let places = places.skip(skipped).step_by(step);
                cases.extend(places.map(|(side, at)| Case {
                    operation,
                    journal,
                    line,
                    fault: Fault { side, kind, at },
                }));
            }
        }
    }
    Ok(cases)
}

fn shuffle(cases: &mut [Case], seed: u64) {
    let mut dice = Dice::new(seed);
    for end in (1..cases.len()).rev() {
        let other = usize::try_from(dice.below(end as u64 + 1)).unwrap_or(0);
        cases.swap(end, other);
    }
}

/// One line that repeats the case, and why it must be.
#[expect(clippy::print_stdout, reason = "it is a program for people")]
fn tell(case: &Case, seed: u64, why: &str) {
    println!("\ncampaign bytes --seed {seed} --only {case}\n    {why}");
}

#[expect(clippy::print_stderr, reason = "it is a program for people")]
fn progress(sums: &Sums, all: u64, took: Duration) {
    let took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1);
    let rate = (sums.cases * 1000 / took_ms).max(1);
    let left_s = all.saturating_sub(sums.cases) / rate;
    eprint!(
        "\r{} of {all} cases, {rate} a second, {} violations, {}:{:02} left   ",
        sums.cases,
        sums.violations.len(),
        left_s / 60,
        left_s % 60
    );
    if sums.cases == all {
        eprintln!();
    }
}

/// The line for documents.
fn found(arguments: &Arguments, sums: &Sums) -> Value {
    let mut outcomes = BTreeMap::<&str, u64>::new();
    for ((_, outcome), count) in &sums.outcomes {
        *outcomes.entry(outcome).or_default() += count;
    }
    json!({"cases": sums.cases, "violations": sums.violations.len(), "struck": sums.struck,
        "repeats": sums.repeats, "tills": arguments.tills, "outcomes": outcomes})
}
