//! The line of figures by which a campaign ends: what was found, and of which run it is.

use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use cloudpayments_money::instant;
use serde_json::{Value, json};

/// The day, for documents.
#[must_use]
pub fn today() -> String {
    let now_ms = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(0));
    instant::to_iso(now_ms).chars().take(10).collect()
}

/// One object: the name, the seed, how long it took, the day, and what was found.
#[must_use]
pub fn line(campaign: &str, seed: u64, took: Duration, found: &Value) -> String {
    let mut line = json!({"campaign": campaign});
    for (name, value) in found.as_object().into_iter().flatten() {
        line[name] = value.clone();
    }
    line["seed"] = json!(seed);
    line["seconds"] = json!(took.as_secs());
    line["date"] = json!(today());
    line.to_string()
}

/// Prints the line; how the program ends.
#[must_use]
#[expect(clippy::print_stdout, reason = "it is what the program is for")]
pub fn end(campaign: &str, seed: u64, took: Duration, found: &Value, well: bool) -> ExitCode {
    println!("{}", line(campaign, seed, took, found));
    if well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
