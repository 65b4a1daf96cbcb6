//! The program that is killed: a till that makes a few calls and says what it was told.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Args;
use cloudpayments::Client;
use serde_json::{Value, json};

/// Before this line the till has done nothing that could be lost.
pub const READY: &str = "READY";

/// What the till does.
#[derive(Debug, Clone, Args)]
pub struct Job {
    /// The configuration of its client.
    config: String,
    /// A list of `["method", {request}]`.
    calls: String,
}

impl Job {
    /// These calls of a client of its own.
    #[must_use]
    pub fn new(config: &Value, calls: &[(&str, Value)]) -> Self {
        Self {
            config: config.to_string(),
            calls: json!(calls).to_string(),
        }
    }

    /// As a command line.
    #[must_use]
    pub fn arguments(&self) -> [&str; 3] {
        ["victim", &self.config, &self.calls]
    }
}

/// The program. Each answer is one line, written at once: it was told whole, or not.
#[must_use]
pub fn main(job: &Job) -> ExitCode {
    match run(job) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn run(job: &Job) -> io::Result<()> {
    say(READY)?;
    let client = Client::new(&job.config).map_err(|no| io::Error::other(no.message))?;
    let calls: Vec<(String, Value)> = serde_json::from_str(&job.calls)?;
    for (method, request) in calls {
        say(&client.call(&method, &request.to_string()).json)?;
    }
    Ok(())
}

fn say(line: &str) -> io::Result<()> {
    io::stdout().write_all(format!("{line}\n").as_bytes())
}
