//! Many processes of many threads on one journal: the same requests, the same orders, and others.
//!
//! Nothing goes wrong here but that all want the same at once. Then journal and ledger must be one
//! to one: a request that was sent twice is a payment that no line of the journal knows.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;
use cloudpayments::Client;
use cloudpayments_sandbox::{Host, Row};
use serde_json::{Value, json};

use crate::dice::{Dice, mix};
use crate::figures;

/// What to play.
#[derive(Debug, Clone, Args)]
pub struct Arguments {
    /// How many processes.
    #[arg(long, default_value_t = 8)]
    pub processes: u64,

    /// How many threads in each.
    #[arg(long, default_value_t = 32)]
    pub threads: u64,

    /// How many operations in all.
    #[arg(long, default_value_t = 50_000)]
    pub operations: u64,

    /// What the dice follow from.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,

    /// The program of the tills; this one if it is left out.
    #[arg(long)]
    pub program: Option<PathBuf>,
}

/// One of the processes.
#[derive(Debug, Clone, Args)]
pub struct Clerk {
    config: String,
    threads: u64,
    operations: u64,
    seed: u64,
}

/// What a clerk was told.
struct Told {
    id: String,
    outcome: String,
    transaction_id: Option<u64>,
}

/// What it came to.
#[derive(Debug, Default)]
pub struct Sums {
    /// Answers given.
    pub operations: usize,
    /// Payments on the ledger.
    pub payments: usize,
    /// What the tills were told.
    pub outcomes: BTreeMap<String, usize>,
    /// What must not be.
    pub violations: Vec<String>,
    /// How long it took.
    pub took: Duration,
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
    for violation in sums.violations.iter().take(20) {
        println!("campaign crowd --seed {}\n    {violation}", arguments.seed);
    }
    let found = json!({"operations": sums.operations, "payments": sums.payments,
        "violations": sums.violations.len(), "processes": arguments.processes,
        "threads": arguments.threads, "outcomes": sums.outcomes});
    let well = sums.violations.is_empty();
    figures::end("crowd", arguments.seed, sums.took, &found, well)
}

/// Lets them all work, and compares the books.
///
/// # Errors
/// There is no port, no file or no process.
pub fn run(arguments: &Arguments, aloud: bool) -> io::Result<Sums> {
    let began = Instant::now();
    let host = Host::new()?;
    // As many at once as there are: how a limit is kept is another question.
    let sandbox = host.open_for("pk_00000000000000000000000000001", 10_000)?;
    let folder = tempfile::tempdir()?;
    let program = match &arguments.program {
        Some(program) => program.clone(),
        None => std::env::current_exe()?,
    };
    let config = json!({"public_id": "pk_00000000000000000000000000001", "api_secret": "sandbox",
        "base_url": sandbox.url(), "journal": folder.path().join("journal.db"), "till": "till-1",
        "timeout_ms": 60_000});
    let told = Mutex::new(Vec::new());
    let share = arguments.operations / (arguments.processes * arguments.threads).max(1);
    thread::scope(|scope| -> io::Result<()> {
        let mut readers = Vec::new();
        for number in 0..arguments.processes {
            let numbers = [arguments.threads, share, mix(arguments.seed) ^ number];
            let mut clerk = Command::new(&program)
                .args(["clerk", &config.to_string()])
                .args(numbers.map(|number| number.to_string()))
                .stdout(Stdio::piped())
                .spawn()?;
            let told = &told;
            readers.push(scope.spawn(move || listen(&mut clerk, told)));
        }
        while aloud && !readers.iter().all(thread::ScopedJoinHandle::is_finished) {
            thread::sleep(Duration::from_millis(500));
            progress(told.lock().map_or(0, |told| told.len()), arguments, began);
        }
        for reader in readers {
            let ended = reader.join().map_err(|_| io::Error::other("a panic"))?;
            ended?;
        }
        Ok(())
    })?;
    let told = told.into_inner().unwrap_or_default();
    let mut sums = Sums {
        operations: told
            .iter()
            .filter(|told| !told.outcome.starts_with(ACK))
            .count(),
        ..Sums::default()
    };
    for told in &told {
        *sums.outcomes.entry(told.outcome.clone()).or_default() += 1;
    }
    let journal = books(&config, &folder.path().join("books.jsonl"))?;
    let ledger = sandbox.ledger();
    sums.payments = ledger.iter().filter(|row| row.was_approved).count();
    sums.violations = compare(&told, &journal, &ledger);
    sums.took = began.elapsed();
    Ok(sums)
}

fn listen(clerk: &mut Child, told: &Mutex<Vec<Told>>) -> io::Result<()> {
    let out = clerk.stdout.take();
    let out = out.ok_or_else(|| io::Error::other("a clerk is mute"))?;
    for line in BufReader::new(out).lines() {
        let (id, outcome, number): (String, String, Option<u64>) = serde_json::from_str(&line?)?;
        if let Ok(mut told) = told.lock() {
            told.push(Told {
                id,
                outcome,
                transaction_id: number,
            });
        }
    }
    if clerk.wait()?.success() {
        Ok(())
    } else {
        Err(io::Error::other("a clerk fell ill"))
    }
}

/// What the journal says when all is over.
fn books(config: &Value, path: &Path) -> io::Result<Vec<Value>> {
    let client = Client::new(&config.to_string()).map_err(|no| io::Error::other(no.message))?;
    let _ = client.call("journal_recover", "{}");
    let _ = client.call("journal_export", &json!({"path": path}).to_string());
    let text = fs::read_to_string(path)?;
    let lines = text.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().map_err(io::Error::other)
}

/// What is wrong with the books.
fn compare(told: &[Told], journal: &[Value], ledger: &[Row]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut lines = HashMap::new();
    let mut paid = HashSet::new();
    for line in journal {
        let id = line["request_id"].as_str().unwrap_or_default();
        let number = line["transaction_id"].as_u64();
        if line["outcome"] == "completed" && line["acknowledged"] == true {
            if !number.is_some_and(|number| paid.insert(number)) {
                wrong.push(format!("{id} has the number of another payment"));
            }
        } else {
            wrong.push(format!("it has not ended: {line}"));
        }
        lines.insert(id, number);
    }
    let charged: HashSet<u64> = ledger
        .iter()
        .filter(|row| row.was_approved)
        .map(|row| row.number)
        .collect();
    for number in charged.symmetric_difference(&paid) {
        wrong.push(format!("journal and ledger differ about {number}"));
    }
    for told in told {
        let Told { id, outcome, .. } = told;
        match outcome.as_str() {
            "completed" if lines.get(id.as_str()) == Some(&told.transaction_id) => {}
            // Somebody else is at this order or at this request.
            "invoice_busy" | "unknown"
            // The others wrote all the time: nothing was sent, or it is acknowledged once more.
            | "journal_unavailable" | "ack journal_unavailable" => {}
            _ => wrong.push(format!("{id} was told {outcome} {:?}", told.transaction_id)),
        }
    }
    wrong
}

#[allow(clippy::print_stderr, reason = "it is a program for people")]
fn progress(done: usize, arguments: &Arguments, began: Instant) {
    let took_s = usize::try_from(began.elapsed().as_secs()).unwrap_or(usize::MAX);
    let rate = done / took_s.max(1);
    eprint!(
        "\r{done} of {} operations, {rate} a second   ",
        arguments.operations
    );
}

/// The program of one process.
#[must_use]
pub fn clerk(clerk: &Clerk) -> ExitCode {
    let Ok(client) = Client::new(&clerk.config) else {
        return ExitCode::FAILURE;
    };
    let done = thread::scope(|scope| {
        let threads: Vec<_> = (0..clerk.threads)
            .map(|number| {
                let dice = Dice::new(mix(clerk.seed) ^ number);
                let client = &client;
                scope.spawn(move || work(client, clerk, number, dice))
            })
            .collect();
        let mut ends = threads.into_iter().map(thread::ScopedJoinHandle::join);
        ends.all(|end| matches!(end, Ok(Ok(()))))
    });
    if done {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Says so until it is written down. That it could not be is told; nothing is lost by it.
fn acknowledge(client: &Client, id: &str) -> io::Result<()> {
    let request = json!({"request_id": id}).to_string();
    loop {
        let reply = client.call("journal_ack", &request).json;
        let reply: &Value = &serde_json::from_str(&reply)?;
        if reply["status"] == 0 {
            return Ok(());
        }
        let code = reply["error"]["code"].as_str().unwrap_or_default();
        tell(&json!([id, format!("{ACK}{code}"), Value::Null]))?;
    }
}

/// What could not be written down is found again by asking.
fn settle(client: &Client, id: &str) -> io::Result<()> {
    let request = json!({"request_id": id}).to_string();
    loop {
        let reply = client.call("resolve", &request).json;
        let reply: &Value = &serde_json::from_str(&reply)?;
        if reply["ack_required"] == true {
            return acknowledge(client, id);
        }
    }
}

/// Before what was answered to an acknowledgement.
const ACK: &str = "ack ";

fn tell(told: &Value) -> io::Result<()> {
    io::stdout().write_all(format!("{told}\n").as_bytes())
}

/// How many operations of a thread go by until another request and another order are wanted by all.
const FASHION: u64 = 4;

fn work(client: &Client, clerk: &Clerk, thread: u64, mut dice: Dice) -> io::Result<()> {
    for number in 0..clerk.operations {
        let own = format!("{}-{thread}-{number}", clerk.seed);
        let shared = number / FASHION;
        let (id, order) = match dice.below(4) {
            0 => (format!("same-{shared}"), format!("same-{shared}")),
            1 => (own, format!("order-{shared}")),
            _ => (own.clone(), own),
        };
        let request = json!({"request_id": id, "Amount": "10.50", "Currency": "RUB",
            "InvoiceId": order, "CardCryptogramPacket": "014111111111301204c2FuZGJveA=="});
        let reply = client.call("charge", &request.to_string()).json;
        let reply: &Value = &serde_json::from_str(&reply)?;
        tell(&json!([id, reply["outcome"], reply["transaction_id"]]))?;
        if reply["durable"] == false {
            settle(client, &id)?;
        } else if reply["ack_required"] == true {
            acknowledge(client, &id)?;
        }
    }
    Ok(())
}
