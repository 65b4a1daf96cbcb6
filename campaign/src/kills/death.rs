//! Runs a till and kills it before one of its system calls.

use std::fmt;
use std::fs;
use std::io;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::str::FromStr;

use serde_json::Value;

use super::victim::{Job, READY};

/// A system call: the first `openat` of the program is `openat:1`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    call: String,
    number: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.call, self.number)
    }
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once(':');
        let parts = parts.and_then(|(call, number)| Some((call.to_owned(), number.parse().ok()?)));
        let (call, number) = parts.ok_or_else(|| format!("`{text}` is not like fsync:3"))?;
        Ok(Self { call, number })
    }
}

/// What a till has said, and how it ended.
#[derive(Debug)]
pub struct Life {
    /// The answers that it was given.
    pub told: Vec<Value>,
    /// It did not end by itself.
    pub was_killed: bool,
    /// It ended well.
    pub ended_well: bool,
}

/// Starts tills.
#[derive(Debug, Clone)]
pub struct Undertaker {
    /// The program of the till.
    pub program: PathBuf,
}

impl Undertaker {
    /// Lets a till live.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn spare(&self, job: &Job) -> io::Result<Life> {
        life(Command::new(&self.program).args(job.arguments()))
    }

    /// Kills a till before a system call.
    ///
    /// # Errors
    /// `strace` cannot be started.
    pub fn kill(&self, job: &Job, place: &Place) -> io::Result<Life> {
        let (call, number) = (&place.call, place.number);
        let inject = format!("inject={call}:signal=KILL:when={number}");
        let mut strace = strace(&inject);
        // Only this call stops it, so that it runs nearly as fast as alone.
        let strace = strace.args(["--seccomp-bpf", "-o", "/dev/null"]);
        life(strace.arg("--").arg(&self.program).args(job.arguments()))
    }

    /// All system calls of a till from the moment in which it is ready, and how many of them come
    /// before it waits for an answer to a POST.
    ///
    /// # Errors
    /// `strace` cannot be started, or the till does not end well.
    pub fn watch(&self, job: &Job, folder: &Path) -> io::Result<(Vec<Place>, usize)> {
        let record = folder.join("record");
        let mut strace = strace("trace=all");
        let strace = strace.arg("-o").arg(&record);
        let life = life(strace.arg("--").arg(&self.program).args(job.arguments()))?;
        if !life.ended_well {
            let why = format!("a till that nobody kills does not end well: {life:?}");
            return Err(io::Error::other(why));
        }
        Ok(places(&String::from_utf8_lossy(&fs::read(record)?)))
    }
}

fn strace(expression: &str) -> Command {
    let mut command = Command::new("strace");
    command.args(["-f", "-qqq", "-e", "signal=none", "-e", expression]);
    command
}

fn life(command: &mut Command) -> io::Result<Life> {
    let command = command.stdin(Stdio::null()).stderr(Stdio::null());
    let output = command.output().map_err(|why| {
        let name = command.get_program().to_string_lossy().into_owned();
        io::Error::new(why.kind(), format!("{name}: {why} (Debian: strace)"))
    })?;
    let said = String::from_utf8_lossy(&output.stdout);
    // What has no end of line was not said.
    let lines = said
        .split_inclusive('\n')
        .filter(|line| line.ends_with('\n'));
    let told = lines
        .filter(|line| line.trim_end() != READY)
        .map(|line| serde_json::from_str(line).map_err(io::Error::other))
        .collect::<io::Result<_>>()?;
    Ok(Life {
        told,
        was_killed: output.status.signal() == Some(9),
        ended_well: output.status.success(),
    })
}

/// Reads the record of `strace -f`: `PID name(arguments…`. A call is counted within its thread.
fn places(record: &str) -> (Vec<Place>, usize) {
    let mut counts = std::collections::HashMap::<(&str, &str), u64>::new();
    let (mut places, mut sent) = (Vec::new(), 0);
    let mut is_ready = false;
    for line in record.lines() {
        let Some((thread, call)) = line.split_once(' ') else {
            continue;
        };
        let Some((name, rest)) = call.trim_start().split_once('(') else {
            continue;
        };
        if !name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        {
            continue;
        }
        let number = counts.entry((thread, name)).or_default();
        *number += 1;
        if is_ready {
            places.push(Place {
                call: name.to_owned(),
                number: *number,
            });
        }
        is_ready |= rest.contains(&format!("\"{READY}"));
        if rest.contains("\"POST ") {
            sent = places.len();
        }
    }
    (places, sent)
}
