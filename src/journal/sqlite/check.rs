//! What is looked at before a journal is trusted.

use std::fs;
use std::path::Path;
#[cfg(unix)]
use std::time::{Duration, Instant};

use percent_encoding::{AsciiSet, CONTROLS, percent_encode};
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::super::store::Trouble;
use super::schema;
use super::site::Site;

/// How long another process may take to give a new journal its name.
#[cfg(unix)]
const NAMING: Duration = Duration::from_secs(1);

/// Whether what is at the path may be a journal, before anything is made or changed there.
pub(super) fn file(site: &Site) -> Result<(), Trouble> {
    let Ok(metadata) = fs::symlink_metadata(&site.path) else {
        // SQLite would take an old log for that of the new file.
        return if site.was_closed() {
            Ok(())
        } else {
            Err(site.corrupt(
                "its file is missing, and its log is there; put the file back, or let \
                 journal_rebuild make a new one",
            ))
        };
    };
    if metadata.is_dir() {
        return Err(site.unavailable("the path is that of a folder; name a file in it"));
    }
    if !metadata.is_file() {
        return Err(site.unavailable("the path is not that of a file; choose another path"));
    }
    if metadata.len() == 0 {
        return Err(site.corrupt(
            "the file is empty; remove it if it never was a journal, else let journal_rebuild \
             make a new one",
        ));
    }
    head(site)
}

/// Looks at the head of the file without a lock, a log or anything else that leaves a trace. What
/// cannot be told like this, because somebody is writing just now, is told by opening it.
fn head(site: &Site) -> Result<(), Trouble> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(untouched(&site.path), flags);
    match connection.and_then(|connection| schema::head(&connection)) {
        Ok(head) => schema::check_head(head, site),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => {
            // A power cut may have spoilt the head while it was written; then the log has it.
            if site.owners.is_dir() && !site.was_closed() {
                return Ok(());
            }
            Err(schema::foreign(site))
        }
        Err(_) => Ok(()),
    }
}

fn untouched(path: &Path) -> String {
    const SPECIAL: &AsciiSet = &CONTROLS.add(b' ').add(b'%').add(b'?').add(b'#');
    let path = percent_encode(path.as_os_str().as_encoded_bytes(), SPECIAL).to_string();
    if cfg!(windows) {
        // The path of a share begins with its own two.
        let path = path.replace('\\', "/");
        let slash = if path.starts_with('/') { "" } else { "/" };
        format!("file://{slash}{path}?immutable=1")
    } else {
        format!("file:{path}?immutable=1")
    }
}

/// A file with two names would have two logs. While it is made, a journal has two for a moment.
#[cfg(unix)]
pub(super) fn names(site: &Site) -> Result<(), Trouble> {
    use std::os::unix::fs::MetadataExt as _;
    let since = Instant::now();
    while fs::metadata(&site.path).is_ok_and(|file| file.nlink() > 1) {
        if since.elapsed() > NAMING {
            return Err(site.unavailable(
                "the file has a second name (a hard link), and so two logs; remove that name",
            ));
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn names(_: &Site) -> Result<(), Trouble> {
    Ok(())
}

/// Looks through a file that was not closed, and makes what its log says last: who died may have
/// written there what was not on the disk yet.
pub(super) fn after_crash(connection: &Connection, site: &Site) -> Result<(), Trouble> {
    is_sound(connection, site, "quick_check")?;
    schema::checkpoint(connection, "PASSIVE").map_err(|error| site.sqlite(&error))
}

/// Looks through a file that comes from elsewhere. Who copied it while it was in use may have parts
/// of two moments.
pub(super) fn copy(connection: &Connection, site: &Site) -> Result<(), Trouble> {
    is_sound(connection, site, "integrity_check")
}

fn is_sound(connection: &Connection, site: &Site, check: &str) -> Result<(), Trouble> {
    let verdict: String = connection
        .query_row(&format!("PRAGMA {check}(1)"), [], |row| row.get(0))
        .map_err(|error| site.sqlite(&error))?;
    if verdict == "ok" {
        return Ok(());
    }
    Err(site.damaged())
}
