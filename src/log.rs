//! The log: one JSON line per event, made of an allow-list of fields.
//!
//! No body, no header and no address with data ever comes near it, so that a line can go into a
//! support ticket as it is.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};

use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::instant;
use cloudpayments_money::json::{self, Value, push_quoted};

use crate::call::Call;
use crate::config::LogConfig;
use crate::descriptor::off_standard;
use crate::http::Exchange;
use crate::reply::Reply;
use crate::sync::{Mutex, lock};

/// What of an answer is written at the end of a call, by its path in the answer.
const ALLOWED: &[&str] = &[
    "method",
    "request_id",
    "invoice_id",
    "transaction_id",
    "status",
    "outcome",
    "money",
    "next",
    "attempts",
    "http_status",
    "elapsed_ms",
    "error.code",
    "error.field",
    "error.reason_code",
    "evidence.source",
    "evidence.phase",
    "evidence.bytes_sent",
    "evidence.bytes_total",
];

#[derive(Debug)]
pub(crate) struct Log {
    config: LogConfig,
    file: Mutex<Option<File>>,
}

impl Log {
    /// Opens the file, so that a wrong path is told at once.
    pub(crate) fn open(config: &LogConfig) -> Result<Self, Fault> {
        let file = open(&config.path).map_err(|error| {
            let message = match error.kind() {
                ErrorKind::InvalidInput => "`log.path` must be a regular file".to_owned(),
                kind => format!("`log.path` cannot be opened: {kind}"),
            };
            Fault::field(ErrorCode::BadConfig, "log.path", message)
        })?;
        Ok(Self {
            config: config.clone(),
            file: Mutex::new(Some(file)),
        })
    }

    /// The end of a call.
    pub(crate) fn call(&self, call: &Call<'_>, reply: &Reply) {
        let Ok(answer) = json::parse(&reply.json) else {
            return;
        };
        let mut line = begin("call", call.now_ms());
        for path in ALLOWED {
            if let Some(value) = answer.at(path).filter(|value| !value.is_null()) {
                push(&mut line, path, value);
            }
        }
        self.write(line);
    }

    /// One attempt or look-up.
    pub(crate) fn attempt(&self, call: &Call<'_>, path: &str, exchange: &Exchange) {
        if !self.config.debug {
            return;
        }
        let mut line = begin("attempt", call.now_ms());
        let text = |line: &mut String, name: &str, text: &str| {
            line.push_str(",\"");
            line.push_str(name);
            line.push_str("\":");
            push_quoted(line, text);
        };
        text(&mut line, "method", call.row.name);
        if let Some(id) = &call.request_id {
            text(&mut line, "request_id", id.as_str());
        }
        // A query may carry data of the payer.
        text(
            &mut line,
            "path",
            path.split('?').next().unwrap_or_default(),
        );
        text(&mut line, "phase", exchange.evidence.phase.as_str());
        match &exchange.result {
            Ok(answer) => text(&mut line, "http_status", &answer.status.to_string()),
            Err(trouble) => {
                let name = format!("{trouble:?}");
                let name = name.split('(').next().unwrap_or_default();
                text(&mut line, "trouble", name);
            }
        }
        self.write(line);
    }

    /// Writes a line; a full disk must not stop a sale, so that failure here is silent.
    fn write(&self, mut line: String) {
        line.push_str("}\n");
        let mut file = lock(&self.file);
        let length = file
            .as_ref()
            .and_then(|file| file.metadata().ok())
            .map_or(0, |metadata| metadata.len());
        if length > 0 && length + line.len() as u64 > self.config.max_bytes {
            // Another process may have begun it anew already.
            if file
                .take()
                .is_some_and(|file| is_at(&file, &self.config.path))
            {
                let _ = fs::rename(&self.config.path, format!("{}.1", self.config.path));
            }
        }
        if file.is_none() {
            *file = open(&self.config.path).ok();
        }
        if let Some(file) = file.as_mut() {
            // One write per line keeps the lines of several processes whole.
            let _ = file.write_all(line.as_bytes());
        }
    }
}

/// Opens a regular file and nothing else: a pipe or a device could block a sale, and a pipe that
/// breaks would kill the till.
fn open(path: &str) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
        // Without it, opening a pipe waits for its reader. A file does not mind.
        options.custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY);
    }
    let file = options.open(path)?;
    if !file.metadata()?.is_file() {
        return Err(ErrorKind::InvalidInput.into());
    }
    off_standard(file)
}

/// Whether a file still has its name.
#[cfg(unix)]
fn is_at(file: &File, path: &str) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let there = fs::metadata(path).map(identity).ok();
    there.is_some() && file.metadata().map(identity).ok() == there
}

/// Elsewhere std tells no numbers of files; one that was begun anew is shorter.
#[cfg(not(unix))]
fn is_at(file: &File, path: &str) -> bool {
    let there = fs::metadata(path).map(|metadata| metadata.len()).ok();
    there.is_some() && file.metadata().map(|metadata| metadata.len()).ok() == there
}

fn begin(event: &str, at_ms: u64) -> String {
    format!(
        "{{\"at\":\"{}\",\"event\":\"{event}\"",
        instant::to_iso(at_ms)
    )
}

fn push(line: &mut String, path: &str, value: Value<'_>) {
    line.push_str(",\"");
    line.push_str(path);
    line.push_str("\":");
    line.push_str(value.text());
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_no_trouble() {
        let full = OpenOptions::new().append(true).open("/dev/full");
        let log = Log {
            config: LogConfig {
                path: "/nonexistent/log".into(),
                debug: true,
                max_bytes: 4096,
            },
            file: Mutex::new(full.ok()),
        };
        log.write("{".to_owned());
        log.write("{".to_owned());
        assert!(lock(&log.file).is_some());
    }

    #[test]
    fn what_cannot_be_begun_anew_is_no_trouble() {
        let log = Log {
            config: LogConfig {
                path: "/nonexistent/log".into(),
                debug: true,
                max_bytes: 4096,
            },
            file: Mutex::new(None),
        };
        log.write("{".to_owned());
        assert!(lock(&log.file).is_none());
    }
}
