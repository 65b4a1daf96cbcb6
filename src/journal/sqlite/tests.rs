//! The file: what is on the disk, and what is said when it cannot be.

mod bad_input;
mod full_disk;
mod processes;

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::super::store::{Notification, Select};
use super::super::suite::{self, completed, ids, put, sending, within};
use super::*;

/// A folder that is removed with what is in it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        // On Windows the lock of this process stays until it ends, and so does the folder; a later
        // process may have the same number.
        let folder = tempfile::Builder::new().prefix("cp-journal-").tempdir();
        Self(folder.expect("a folder").keep())
    }

    fn file(&self) -> PathBuf {
        self.0.join("j.db")
    }

    fn place(&self) -> Place {
        place_at(&self.file())
    }

    fn open(&self) -> Box<dyn Store> {
        open(&self.place()).expect("a journal")
    }

    /// The names of what is in it.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).expect("a folder");
        let name = |entry: io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
        let mut names: Vec<_> = entries
            .map(|entry| name(entry).to_str().expect("UTF-8").to_owned())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn open(place: &Place) -> Result<Box<dyn Store>, Trouble> {
    super::open(place, Duration::from_secs(5))
}

fn place_at(path: &Path) -> Place {
    Place {
        path: path.to_str().expect("UTF-8").to_owned(),
        allow_network: false,
        shop: "https://gateway pk_1".to_owned(),
    }
}

/// The file in the hands of another program.
fn viewer(folder: &Folder) -> Connection {
    Connection::open(folder.file()).expect("SQLite opens it")
}

#[test]
fn it_is_a_store() {
    let mut folders = Vec::new();
    suite::run(&mut || {
        let folder = Folder::new();
        let store = folder.open();
        folders.push(folder);
        store
    });
}

#[test]
fn it_is_a_store_on_a_shared_disk() {
    let mut folders = Vec::new();
    suite::run(&mut || {
        let folder = Folder::new();
        let place = Place {
            allow_network: true,
            ..folder.place()
        };
        let store = open(&place).expect("a new journal");
        assert!(!folder.names().contains(&"j.db-wal".to_owned()));
        folders.push(folder);
        store
    });
}

#[test]
fn this_sqlite_has_no_known_way_to_lose_rows() {
    // 3.51.3 was the first in which two processes cannot damage a log together.
    assert!(
        rusqlite::version_number() >= 3_051_003,
        "{}",
        rusqlite::version()
    );
}

#[test]
fn a_commit_lasts() {
    let folder = Folder::new();
    let site = Site::of(&folder.place()).expect("a place");
    drop(folder.open());
    let connection = connect(&site.path).expect("a journal");
    set_up(&connection, &site, Duration::ZERO).expect("a journal");
    let mode: String = connection
        .query_row("PRAGMA journal_mode", [], |row| row.get(0))
        .expect("a mode");
    assert_eq!(mode, "wal");
    for (name, value) in [
        ("synchronous", 2),
        ("fullfsync", 1),
        ("checkpoint_fullfsync", 1),
        ("secure_delete", 1),
        ("cell_size_check", 1),
        ("trusted_schema", 0),
        ("wal_autocheckpoint", 200),
    ] {
        let sql = format!("PRAGMA {name}");
        let set: i64 = connection
            .query_row(&sql, [], |row| row.get(0))
            .expect(name);
        assert_eq!(set, value, "{name}");
    }
}

#[test]
fn what_was_written_is_there_when_it_is_opened_again() {
    let folder = Folder::new();
    let mut store = folder.open();
    let key = store.key().to_owned();
    put(&mut *store, &completed("a")).expect("room");
    drop(store);
    // Closed, it is one file.
    assert_eq!(folder.names(), ["j.db", "j.db-owners", "j.db-reserve"]);
    let mut store = folder.open();
    assert_eq!(store.key(), key);
    let found = within(&mut *store, |rows| rows.select(Select::All));
    assert_eq!(found.expect("rows"), [completed("a")]);
}

#[cfg(unix)]
#[test]
fn only_its_user_may_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    let mut store = folder.open();
    put(&mut *store, &sending("a")).expect("room");
    for name in folder.names() {
        let metadata = fs::metadata(folder.0.join(&name)).expect("it is there");
        let expected = if metadata.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(metadata.permissions().mode() & 0o777, expected, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_draft_that_a_power_cut_left_is_no_second_name() {
    let folder = Folder::new();
    put(&mut *folder.open(), &sending("a")).expect("room");
    let owners = folder.0.join("j.db-owners");
    let draft = owners.join(format!("{:032x}.draft", 7));
    fs::hard_link(folder.file(), &draft).expect("a second name");
    assert_eq!(ids(&mut *folder.open(), Select::All), ["a"]);
    assert!(!draft.exists());
}

/// The files as they are while a journal is open, in a folder of their own.
fn copied(from: &Folder) -> Folder {
    let to = Folder::new();
    fs::create_dir(to.0.join("j.db-owners")).expect("a folder");
    for name in ["j.db", "j.db-wal"] {
        fs::copy(from.0.join(name), to.0.join(name)).expect("a copy");
    }
    to
}

#[test]
fn a_head_that_a_power_cut_spoilt_is_read_from_the_log() {
    let folder = Folder::new();
    let mut store = folder.open();
    put(&mut *store, &sending("a")).expect("room");
    // Writes the head, as a journal does that becomes longer.
    let head = format!("PRAGMA user_version = {}", schema::VERSION);
    viewer(&folder).execute_batch(&head).expect("a head");
    let spoilt = copied(&folder);
    let mut file = fs::read(spoilt.file()).expect("a file");
    file.get_mut(..4096).expect("a page").fill(0xa5);
    fs::write(spoilt.file(), &file).expect("a file");
    assert_eq!(ids(&mut *spoilt.open(), Select::All), ["a"]);
    // Without a log that has it, it is lost.
    drop(store);
    fs::write(folder.file(), &file).expect("a file");
    let refused = open(&folder.place()).err().expect("it is damaged");
    assert!(matches!(refused, Trouble::Corrupt(_)), "{refused:?}");
}

#[test]
fn who_looks_at_it_does_not_stop_it() {
    let folder = Folder::new();
    let mut store = folder.open();
    put(&mut *store, &sending("a")).expect("room");
    let viewer = viewer(&folder);
    viewer.execute_batch("BEGIN").expect("a look");
    let count = || -> i64 {
        let sql = "SELECT count(*) FROM intents";
        viewer.query_row(sql, [], |row| row.get(0)).expect("a look")
    };
    assert_eq!(count(), 1);
    for number in 0..300 {
        put(&mut *store, &sending(&format!("b{number}"))).expect("nobody is in the way");
    }
    assert_eq!(count(), 1);
}

#[test]
fn two_of_one_process_do_not_disturb_each_other() {
    let folder = Folder::new();
    let mut first = folder.open();
    let mut second = folder.open();
    for number in 0..50 {
        put(&mut *first, &sending(&format!("a{number}"))).expect("room");
        put(&mut *second, &sending(&format!("b{number}"))).expect("room");
    }
    drop(first);
    put(&mut *second, &sending("c")).expect("room");
    assert_eq!(ids(&mut *second, Select::All).len(), 101);
    drop(second);
    assert_eq!(ids(&mut *folder.open(), Select::All).len(), 101);
}

#[test]
fn history_tells_what_changed_and_nothing_else() {
    let folder = Folder::new();
    let mut store = folder.open();
    let claimed = suite::owned_by(sending("a"), "another");
    let over = suite::acknowledged(completed("a"));
    for intent in [&sending("a"), &claimed, &completed("a"), &over, &over] {
        put(&mut *store, intent).expect("room");
    }
    let viewer = viewer(&folder);
    let mut query = viewer
        .prepare("SELECT concat_ws(' ', step, outcome, money, delivery) FROM history ORDER BY step")
        .expect("a history");
    let steps = query.query_map([], |row| row.get(0)).expect("steps");
    let steps: Vec<String> = steps.map(|step| step.expect("a step")).collect();
    assert_eq!(
        steps,
        [
            "1 unknown unknown told",
            "2 completed moved told",
            "3 completed moved acknowledged"
        ]
    );
}

#[test]
fn what_is_old_and_taken_note_of_is_forgotten() {
    const DAY_MS: u64 = 24 * 60 * 60 * 1000;
    let folder = Folder::new();
    let mut store = folder.open();
    let at = |intent: suite::Intent, days: u64| suite::Intent {
        changed_ms: site::now_ms() - days * DAY_MS,
        ..intent
    };
    let over = |id| suite::acknowledged(completed(id));
    let kept = [
        at(completed("not taken note of"), 500),
        at(sending("open"), 500),
        at(over("recent"), 6),
    ];
    for intent in kept
        .iter()
        .chain(&[at(over("old"), 8), at(over("very old"), 401)])
    {
        put(&mut *store, intent).expect("room");
    }
    let noted = Notification {
        kind: "pay",
        transaction_id: 1,
        status: "Completed",
    };
    let very_old = site::now_ms() - 401 * DAY_MS;
    within(&mut *store, |rows| rows.note(noted, very_old)).expect("room");
    drop(store);
    let mut store = folder.open();
    let found = within(&mut *store, |rows| rows.select(Select::All)).expect("rows");
    let mut old = at(over("old"), 8);
    old.answer = None;
    old.changed_ms = found.last().expect("rows").changed_ms;
    assert_eq!(found, kept.iter().cloned().chain([old]).collect::<Vec<_>>());
    let is_known = within(&mut *store, |rows| rows.note(noted, 1));
    assert_eq!(is_known, Ok(false));
    let steps: i64 = viewer(&folder)
        .query_row("SELECT count(*) FROM history", [], |row| row.get(0))
        .expect("a history");
    assert_eq!(steps, 4);
}

#[test]
fn what_is_open_is_found_without_reading_the_rest() {
    let folder = Folder::new();
    drop(folder.open());
    let viewer = viewer(&folder);
    for sql in [
        rows::PENDING,
        rows::PENDING_OF_ONE,
        rows::LAST_OF_ONE,
        rows::OF_INVOICE,
        rows::OF_TRANSACTION,
        rows::HOLDER,
        rows::OF_ID,
        retention::ANSWERED,
        retention::DONE,
    ] {
        let mut plan = viewer
            .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
            .expect(sql);
        let unbound = vec![rusqlite::types::Null; plan.parameter_count()];
        let steps = plan
            .query_map(rusqlite::params_from_iter(unbound), |row| row.get(3))
            .expect(sql);
        let steps: Vec<String> = steps.map(|step| step.expect(sql)).collect();
        let by_index = |step: &String| {
            step.contains("USING INDEX intents_pending") || step.starts_with("SEARCH")
        };
        assert!(steps.iter().any(by_index), "{sql}: {steps:?}");
        let by_order = steps.iter().any(|step| step.contains("intents_that_hold"));
        assert_eq!(by_order, sql == rows::HOLDER, "{sql}: {steps:?}");
        assert!(
            !steps.iter().any(|step| step == "SCAN intents"),
            "{sql}: {steps:?}"
        );
    }
}
