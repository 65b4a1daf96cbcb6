//! Opens what a power cut has left by the library's own code, and compares the books.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use cloudpayments::Client;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value as Json;

use super::day::config;
use super::disk::Image;

/// Everything that is in a journal: the rows of each table, in the order of their keys, with their
/// seals. No other journal has the same key.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    rows: BTreeMap<&'static str, Vec<Vec<Value>>>,
}

const TABLES: [(&str, &str); 4] = [
    ("meta", "SELECT * FROM meta ORDER BY id"),
    (
        "intents",
        "SELECT request_id, * FROM intents ORDER BY number",
    ),
    ("history", "SELECT * FROM history ORDER BY request_id, step"),
    (
        "notifications",
        "SELECT transaction_id, * FROM notifications ORDER BY number",
    ),
];

impl Book {
    /// Of a journal that is closed, and so is one file.
    fn read(path: &Path) -> rusqlite::Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let name = format!("file:{}?immutable=1", path.display());
        let connection = Connection::open_with_flags(name, flags)?;
        let verdict: String =
            connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        let mut rows = BTreeMap::new();
        if verdict != "ok" {
            rows.insert("damage", vec![vec![Value::Text(verdict)]]);
        }
        for (table, sql) in TABLES {
            let mut query = connection.prepare(sql)?;
            let width = query.column_count();
            let found = query.query_map([], |row| (0..width).map(|at| row.get(at)).collect())?;
            rows.insert(table, found.collect::<rusqlite::Result<_>>()?);
        }
        Ok(Self { rows })
    }

    fn of(&self, table: &str) -> &[Vec<Value>] {
        self.rows.get(table).map_or(&[], Vec::as_slice)
    }

    /// Whether nothing was ever written into it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.rows.contains_key("damage")
            && ["intents", "history", "notifications"]
                .iter()
                .all(|table| self.of(table).is_empty())
    }

    /// Whether it has an operation of this name.
    #[must_use]
    pub fn has(&self, request_id: &str) -> bool {
        let id = Value::Text(request_id.to_owned());
        self.of("intents")
            .iter()
            .any(|row| row.first() == Some(&id))
    }

    /// How many operations are in it.
    #[must_use]
    pub fn count(&self) -> usize {
        self.of("intents").len()
    }

    /// Where it differs from what it should be.
    #[must_use]
    pub fn differs(&self, expected: &Self) -> String {
        let mut found = Vec::new();
        let tables = self.rows.keys().chain(expected.rows.keys());
        for table in tables.collect::<std::collections::BTreeSet<_>>() {
            let (has, should) = (self.of(table), expected.of(table));
            if has == should {
                continue;
            }
            let first = has
                .iter()
                .zip(should)
                .position(|(has, should)| has != should);
            let at = first.unwrap_or(has.len().min(should.len()));
            let name = |rows: &[Vec<Value>]| {
                let row = rows.get(at).and_then(|row| row.first());
                row.map_or_else(|| "nothing".to_owned(), |name| format!("{name:?}"))
            };
            let (has_name, should_name) = (name(has), name(should));
            let what = if has_name == should_name {
                format!("{has_name} is not as it was written")
            } else {
                format!("{has_name} is where {should_name} should be")
            };
            found.push(format!(
                "{table}, {} rows of {}: {what}",
                has.len(),
                should.len()
            ));
        }
        found.join("; ")
    }
}

/// Where images are opened: one folder, each time anew.
#[derive(Debug)]
pub struct Bench {
    folder: PathBuf,
}

impl Bench {
    /// In an empty folder.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.join("image"),
        }
    }

    /// What the journal of an image says when the library has opened and closed it.
    ///
    /// # Errors
    /// In the inner result: what the library said instead of opening it, or what is damaged.
    pub fn open(&self, image: &Image, is_shared: bool) -> io::Result<Result<Book, String>> {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)?;
        }
        fs::create_dir(&self.folder)?;
        image.write(&self.folder)?;
        let journal = self.folder.join(JOURNAL);
        let client = Client::new(&config(&journal, is_shared));
        let client = client.map_err(|no| io::Error::other(no.message))?;
        let reply = client.call("journal_pending", r#"{"all":true}"#);
        drop(client);
        let told: Json = serde_json::from_str(&reply.json)?;
        if told["outcome"] != "ok" {
            return Ok(Err(format!(
                "{}: {}",
                told["outcome"], told["error"]["message"]
            )));
        }
        Ok(Book::read(&journal).map_err(|why| format!("the closed file: {why}")))
    }
}

/// The name of the journal in its folder.
pub const JOURNAL: &str = "journal.db";
