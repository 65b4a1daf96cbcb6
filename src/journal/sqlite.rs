//! The store of a journal that is a SQLite file.
//!
//! A transaction is on the disk when it returns, many processes may work with one file, and what is
//! read is what was written: each row bears a seal. Whatever is wrong with the file is said before
//! anything of it is touched.
//!
//! Nothing here may open the journal by plain file calls while SQLite has it open: closing any
//! descriptor of a file ends all locks that this process holds on it.

mod check;
mod files;
mod lease;
mod reserve;
mod retention;
mod rows;
mod schema;
mod seal;
mod site;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::process;

use self::lease::Lease;
use self::reserve::Reserve;
use self::rows::SealedRows;
use self::schema::Meta;
use self::seal::Sealer;
use self::site::{FileId, Site};
use super::Place;
use super::store::{Rows, Store, Trouble};

/// Pages of the write-ahead log that are moved into the file at a time.
const CHECKPOINT_PAGES: u32 = 200;

/// How large the write-ahead log may stay after a long reader made it grow.
const LOG_BYTES: u32 = 1 << 20;

/// Opens the journal at a place, or makes it there. Another process that writes is waited for so
/// long.
pub(crate) fn open(place: &Place, patience: Duration) -> Result<Box<dyn Store>, Trouble> {
    let site = Site::of(place)?;
    check::file(&site)?;
    let is_copy = site.exists() && !site.owners.exists();
    let lease = Lease::take(&site.owners).map_err(|error| site.io(&error))?;
    check::names(&site)?;
    if !site.exists() {
        schema::create(&site, lease.name(), &place.shop)?;
    }
    Ok(Box::new(Sqlite::open(
        place, site, lease, is_copy, patience,
    )?))
}

/// Moves a damaged journal out of the way, with all that belongs to it. Its new path.
pub(crate) fn set_aside(place: &Place) -> Result<String, Trouble> {
    let site = Site::of(place)?;
    let lease = Lease::take(&site.owners).map_err(|error| site.io(&error))?;
    if lease::others_live(&site.owners, lease.name()) {
        return Err(site.unavailable("other programs work with it; end them first"));
    }
    let aside = site.beside(&format!(".corrupt-{}", site::now_ms()));
    // The file goes first, and for good: a file without its log would pass for whole, a log without
    // its file does not.
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let mut to = aside.clone().into_os_string();
        to.push(suffix);
        files::rename_new(&site.beside(suffix), to.as_ref())
            .and_then(|()| files::sync_folder(site.folder()))
            .map_err(|error| site.io(&error))?;
    }
    Ok(aside.to_string_lossy().into_owned())
}

const REOPEN: &str = "an earlier write failed; it must be opened again";

const MOVED: &str = "its file was moved or replaced while it was in use; nothing more goes there";

struct Sqlite {
    /// Nothing only while it is dropped.
    connection: Option<Connection>,
    site: Site,
    lease: Arc<Lease>,
    reserve: Reserve,
    meta: Meta,
    sealer: Sealer,
    /// The file that is open, and was at the path then.
    file: Option<FileId>,
    /// A write has failed in a way of which only a new look at the file can tell the end.
    is_failed: bool,
    process: u32,
}

impl Sqlite {
    fn open(
        place: &Place,
        site: Site,
        lease: Arc<Lease>,
        is_copy: bool,
        patience: Duration,
    ) -> Result<Self, Trouble> {
        let was_closed = site.was_closed() || lease::others_live(&site.owners, lease.name());
        let connection = connect(&site.path).map_err(|error| site.sqlite(&error))?;
        if connection.is_readonly("main").unwrap_or(true) {
            return Err(site.unavailable(
                "it cannot be written; let this program write the file and its folder",
            ));
        }
        set_up(&connection, &site, patience).map_err(|error| site.sqlite(&error))?;
        let head = schema::head(&connection).map_err(|error| site.sqlite(&error))?;
        schema::check_head(head, &site)?;
        let meta = Meta::read(&connection, &site)?;
        if meta.shop != place.shop {
            return Err(site.unavailable(
                "it belongs to another shop or gateway; give each shop a journal of its own",
            ));
        }
        let sealer = Sealer::new(&meta.key);
        if is_copy {
            check::copy(&connection, &site)?;
        }
        if !was_closed {
            check::after_crash(&connection, &site)?;
        }
        let mut store = Self {
            connection: Some(connection),
            reserve: Reserve::at(site.beside("-reserve")),
            file: site.file(),
            site,
            lease,
            meta,
            sealer,
            is_failed: false,
            process: process::number(),
        };
        store.reserve.keep();
        store.trim(patience)?;
        Ok(store)
    }

    /// Forgets what nobody needs any more. That it cannot, because somebody else is writing or the
    /// disk is full, is no reason not to open.
    fn trim(&mut self, patience: Duration) -> Result<(), Trouble> {
        let Some(connection) = &mut self.connection else {
            return Ok(());
        };
        let wait = |connection: &Connection, time| {
            let set = connection.busy_timeout(time);
            set.map_err(|error| self.site.sqlite(&error))
        };
        wait(connection, Duration::ZERO)?;
        let trimmed = retention::trim(connection, &self.sealer, &self.site, site::now_ms());
        wait(connection, patience)?;
        match trimmed {
            Err(Trouble::Corrupt(why)) => Err(Trouble::Corrupt(why)),
            Ok(()) | Err(Trouble::Unavailable(_)) => Ok(()),
        }
    }

    fn attempt(
        &mut self,
        work: &mut dyn FnMut(&mut dyn Rows) -> Result<(), Trouble>,
    ) -> Result<(), Failure> {
        let (site, connection) = (&self.site, &mut self.connection);
        let Some(connection) = connection else {
            return Err(site.unavailable(REOPEN).into());
        };
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| Failure::of(site, &error))?;
        if site.file() != self.file {
            return Err(Failure {
                is_lost: true,
                ..site.unavailable(MOVED).into()
            });
        }
        let mut rows = SealedRows::new(&transaction, &self.sealer, site, &self.reserve);
        let worked = work(&mut rows);
        let (began, failed) = rows.into_failure();
        let done = match (failed, worked) {
            (Some(failure), _) => Err(failure),
            (None, Err(trouble)) => Err(Failure::from(trouble)),
            (None, Ok(())) => transaction
                .commit()
                .map_err(|error| Failure::of(site, &error)),
        };
        done.map_err(|mut failure| {
            failure.is_full &= !began;
            failure
        })
    }
}

/// Why an attempt failed.
struct Failure {
    trouble: Trouble,
    /// For want of room alone, and the reserve may be used.
    is_full: bool,
    /// What is on the disk now must be read again.
    is_lost: bool,
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Self {
            trouble,
            is_full: false,
            is_lost: false,
        }
    }
}

impl Failure {
    fn of(site: &Site, error: &rusqlite::Error) -> Self {
        let is_full = site::is_full(error);
        Self {
            trouble: site.sqlite(error),
            is_full,
            is_lost: !is_full && site::is_io(error),
        }
    }
}

impl Store for Sqlite {
    fn key(&self) -> &[u8] {
        &self.meta.key
    }

    fn owner(&self) -> &str {
        self.lease.name()
    }

    fn is_alive(&mut self, owner: &str) -> bool {
        owner == self.lease.name() || lease::is_alive(&self.site.owners, owner)
    }

    fn wait_at_most(&mut self, time: Duration) {
        if let Some(connection) = &self.connection {
            // It fails for a time that is no number of milliseconds only.
            let _ = connection.busy_timeout(time);
        }
    }

    fn transact(
        &mut self,
        work: &mut dyn FnMut(&mut dyn Rows) -> Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        if self.is_failed {
            return Err(self.site.unavailable(REOPEN));
        }
        let mut done = self.attempt(work);
        if let Err(failure) = &done
            && failure.is_full
            && self.reserve.release()
        {
            done = self.attempt(work);
        }
        match done {
            Ok(()) => {
                files::saw!(Committed);
                Ok(())
            }
            Err(failure) => {
                self.is_failed |= failure.is_lost;
                Err(failure.trouble)
            }
        }
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else {
            return;
        };
        if self.process != process::number() {
            // A forked child has the parent's descriptors, but not its locks.
            std::mem::forget(connection);
            return;
        }
        if self.is_failed {
            // What is only in memory after a failed write must not be taken for written.
            let _ = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
        } else if connection.busy_timeout(Duration::ZERO).is_ok() {
            // So that a copy of the one file is whole. Somebody who reads just now may prevent it.
            let _ = schema::checkpoint(&connection, "TRUNCATE");
        }
    }
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(connection)
}

/// Everything that makes a commit durable, and a wrong file harmless.
fn set_up(connection: &Connection, site: &Site, patience: Duration) -> rusqlite::Result<()> {
    connection.busy_timeout(patience)?;
    connection.execute_batch(&format!(
        "PRAGMA synchronous = FULL;
         PRAGMA fullfsync = 1;
         PRAGMA checkpoint_fullfsync = 1;
         PRAGMA mmap_size = 0;
         PRAGMA trusted_schema = 0;
         PRAGMA cell_size_check = 1;
         PRAGMA secure_delete = 1;
         PRAGMA temp_store = MEMORY;
         PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES};
         PRAGMA journal_size_limit = {LOG_BYTES};"
    ))?;
    set_mode(connection, site.is_shared, patience)
}

/// A write-ahead log where the disk is our own, because then a reader does not stop a writer; else,
/// and where that log cannot be had, a journal of old pages. While others have the file open its
/// mode cannot change; either is durable.
fn set_mode(connection: &Connection, is_shared: bool, patience: Duration) -> rusqlite::Result<()> {
    let since = Instant::now();
    loop {
        match mode_of(connection, if is_shared { "TRUNCATE" } else { "WAL" }) {
            Ok(mode) if mode == "wal" || mode == "truncate" => return Ok(()),
            Ok(_) => return mode_of(connection, "TRUNCATE").map(drop),
            Err(error) if site::is_busy(&error) && since.elapsed() < patience => {
                // SQLite does not wait for this lock by itself.
                std::thread::sleep(Duration::from_millis(5));
            }
            // The log of our own disk would be wrong on a shared one.
            Err(error) if site::is_busy(&error) && !is_shared => return Ok(()),
            Err(error) => return Err(error),
        }
    }
}

fn mode_of(connection: &Connection, wanted: &str) -> rusqlite::Result<String> {
    connection.query_row(&format!("PRAGMA journal_mode = {wanted}"), [], |row| {
        row.get(0)
    })
}

#[cfg(test)]
mod tests;
