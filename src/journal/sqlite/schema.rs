//! The tables of a journal, and how a new one comes to be.

use std::io;
use std::path::Path;
use std::time::Duration;

use ring::rand::{SecureRandom as _, SystemRandom};
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, params_from_iter};

use super::super::store::Trouble;
use super::seal::{Sealer, as_ref};
use super::site::{self, Site};
use super::{connect, files, lease, set_mode};

/// Tells a journal from the files of other programs.
pub(super) const APPLICATION: i32 = 0x4350_4A31;

/// Larger when an older library would not understand the tables.
pub(super) const VERSION: i32 = 1;

/// `pending`, `holds` and the order of `number` are there to be searched by; the rest is the intent.
const TABLES: &str = "
    CREATE TABLE meta(
        id INTEGER PRIMARY KEY CHECK(id = 0), key BLOB NOT NULL, shop TEXT NOT NULL,
        made_ms INTEGER NOT NULL, seal BLOB NOT NULL
    ) STRICT;

    CREATE TABLE intents(
        number INTEGER PRIMARY KEY, request_id TEXT NOT NULL UNIQUE, till TEXT,
        method TEXT NOT NULL, fingerprint BLOB NOT NULL, invoice_id TEXT, pays INTEGER NOT NULL,
        transaction_id INTEGER, made_id INTEGER, amount INTEGER, currency TEXT,
        began_ms INTEGER NOT NULL, sent_ms INTEGER NOT NULL, sent_boot INTEGER,
        sent_since_boot_ms INTEGER, sent_offset_ms INTEGER, owner TEXT, outcome TEXT NOT NULL,
        money TEXT NOT NULL, next TEXT NOT NULL, reverses INTEGER NOT NULL, answer TEXT,
        changed_ms INTEGER NOT NULL, delivery TEXT NOT NULL, pending INTEGER NOT NULL,
        holds INTEGER NOT NULL, seal BLOB NOT NULL
    ) STRICT;
    CREATE INDEX intents_that_hold ON intents(invoice_id) WHERE holds = 1;
    CREATE INDEX intents_invoice ON intents(invoice_id) WHERE invoice_id IS NOT NULL;
    CREATE INDEX intents_transaction ON intents(transaction_id) WHERE transaction_id IS NOT NULL;
    CREATE INDEX intents_pending ON intents(till) WHERE pending = 1;
    CREATE INDEX intents_till ON intents(till);
    CREATE INDEX intents_done ON intents(changed_ms) WHERE pending = 0;
    CREATE INDEX intents_answered ON intents(changed_ms) WHERE pending = 0 AND answer IS NOT NULL;

    CREATE TABLE history(
        request_id TEXT NOT NULL, step INTEGER NOT NULL, at_ms INTEGER NOT NULL,
        outcome TEXT NOT NULL, money TEXT NOT NULL, transaction_id INTEGER,
        delivery TEXT NOT NULL, seal BLOB NOT NULL, PRIMARY KEY(request_id, step)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE notifications(
        number INTEGER PRIMARY KEY, kind TEXT NOT NULL, transaction_id INTEGER NOT NULL,
        status TEXT NOT NULL, at_ms INTEGER NOT NULL, seal BLOB NOT NULL,
        UNIQUE(transaction_id, kind, status)
    ) STRICT;
";

/// Makes a new journal. It gets its name when it is whole, so that nobody ever sees half of one,
/// and nothing that has the name already is touched.
pub(super) fn create(site: &Site, owner: &str, shop: &str) -> Result<(), Trouble> {
    let draft = lease::draft_file(&site.owners, owner);
    let made = write_draft(&draft, site, shop).and_then(|()| {
        give_name(&draft, &site.path)
            .and_then(|()| files::sync_folder(site.folder()))
            .map_err(|error| site.io(&error))
    });
    let _ = files::remove(&draft);
    made
}

fn write_draft(draft: &Path, site: &Site, shop: &str) -> Result<(), Trouble> {
    let _ = files::remove(draft);
    files::create(draft).map_err(|error| site.io(&error))?;
    fill(draft, site, shop).map_err(|error| site.sqlite(&error))?;
    files::sync(draft).map_err(|error| site.io(&error))
}

fn fill(draft: &Path, site: &Site, shop: &str) -> rusqlite::Result<()> {
    let connection = connect(draft)?;
    let key = Meta::new_key()?;
    let meta = [
        ToSqlOutput::from(0_i64),
        ToSqlOutput::from(&key[..]),
        ToSqlOutput::from(shop),
        ToSqlOutput::from(site::now_ms().cast_signed()),
    ];
    let seal = Sealer::new(&key).seal("meta", meta.iter().map(as_ref));
    let sealed = meta.into_iter().chain([ToSqlOutput::from(&seal[..])]);
    // What becomes of a draft does not matter before it has its name.
    connection.execute_batch(&format!(
        "PRAGMA journal_mode = MEMORY; BEGIN; {TABLES}
         PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};"
    ))?;
    connection.execute(
        "INSERT INTO meta VALUES (?, ?, ?, ?, ?)",
        params_from_iter(sealed),
    )?;
    connection.execute_batch("COMMIT")?;
    // Nobody else knows of it yet.
    set_mode(&connection, site.is_shared, Duration::ZERO)?;
    connection.close().map_err(|(_, error)| error)
}

/// By a hard link, which fails if the name is taken; on file systems without them by renaming.
fn give_name(draft: &Path, path: &Path) -> io::Result<()> {
    match files::link(draft, path) {
        // Another process was faster: its journal is as good.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(_) => files::rename_new(draft, path),
        linked => linked,
    }
}

/// What a journal says of itself.
pub(super) struct Meta {
    pub(super) key: Vec<u8>,
    pub(super) shop: String,
}

impl Meta {
    fn new_key() -> rusqlite::Result<[u8; 32]> {
        let mut key = [0; 32];
        let filled = SystemRandom::new().fill(&mut key);
        filled.map_err(|_| rusqlite::Error::InvalidQuery)?;
        Ok(key)
    }

    pub(super) fn read(connection: &Connection, site: &Site) -> Result<Self, Trouble> {
        let read = connection.query_row("SELECT * FROM meta", [], |row| {
            let meta = Self {
                key: row.get(1)?,
                shop: row.get(2)?,
            };
            let sealer = Sealer::new(&meta.key);
            let values = (0..4).map(|column| row.get_ref(column));
            let values = values.collect::<Result<Vec<_>, _>>()?;
            let seal: [u8; 16] = row.get(4)?;
            Ok((sealer.seal("meta", values) == seal).then_some(meta))
        });
        match read {
            Ok(Some(meta)) => Ok(meta),
            Ok(None) | Err(rusqlite::Error::QueryReturnedNoRows) => Err(site.damaged()),
            Err(error) => Err(site.sqlite(&error)),
        }
    }
}

/// What the head of a file says of it.
pub(super) fn head(connection: &Connection) -> rusqlite::Result<(i32, i32)> {
    let number = |name| connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0));
    Ok((number("application_id")?, number("user_version")?))
}

/// Whether this library understands the file.
pub(super) fn check_head(head: (i32, i32), site: &Site) -> Result<(), Trouble> {
    match head {
        (APPLICATION, 1..=VERSION) => Ok(()),
        (APPLICATION, _) => Err(site.unavailable(
            "a newer version of this library has made it; install that version or a later one",
        )),
        _ => Err(foreign(site)),
    }
}

/// The file is not a journal. Where one has been worked with, it has lost its head.
pub(super) fn foreign(site: &Site) -> Trouble {
    if site.owners.is_dir() {
        return site.damaged();
    }
    site.unavailable("the file belongs to another program; choose another path")
}

/// Moves the log into the file, as far as nobody is in the way.
pub(super) fn checkpoint(connection: &Connection, how: &str) -> rusqlite::Result<()> {
    let sql = format!("PRAGMA wal_checkpoint({how})");
    connection.query_row(&sql, [], |_| Ok(()))
}
