//! What is not a journal, or not one any more: it is named, and nothing of it is touched.

use std::time::SystemTime;

use super::*;

/// Everything in a folder, and when it was last written.
fn picture(folder: &Folder) -> Vec<(String, Vec<u8>, Option<SystemTime>)> {
    let paint = |name: String| {
        let path = folder.0.join(&name);
        let metadata = fs::symlink_metadata(&path).expect("it is there");
        let bytes = fs::read(&path).unwrap_or_default();
        let written = metadata
            .is_file()
            .then(|| metadata.modified().expect("a time"));
        (name, bytes, written)
    };
    folder.names().into_iter().map(paint).collect()
}

/// What is said when it is opened; and that nothing was touched.
fn refused(folder: &Folder, place: &Place) -> Trouble {
    let before = picture(folder);
    let trouble = open(place).err().expect("a refusal");
    assert_eq!(picture(folder), before);
    let words = trouble.to_string();
    assert!(words.contains(&place.path), "{words}");
    assert!(words.contains("; "), "a remedy: {words}");
    trouble
}

#[track_caller]
fn is_unavailable(trouble: &Trouble, why: &str) {
    let said = matches!(trouble, Trouble::Unavailable(words) if words.contains(why));
    assert!(said, "{trouble:?}");
}

#[track_caller]
fn is_corrupt(trouble: &Trouble) {
    assert!(matches!(trouble, Trouble::Corrupt(_)), "{trouble:?}");
}

/// A closed journal with some rows.
fn written() -> Folder {
    let folder = Folder::new();
    let mut store = folder.open();
    for number in 0..100 {
        put(&mut *store, &completed(&number.to_string())).expect("room");
    }
    drop(store);
    folder
}

#[test]
fn no_folder() {
    let folder = Folder::new();
    let place = place_at(&folder.0.join("none/j.db"));
    is_unavailable(&refused(&folder, &place), "create it");
}

#[test]
fn a_folder() {
    let folder = Folder::new();
    fs::create_dir(folder.file()).expect("a folder");
    is_unavailable(&refused(&folder, &folder.place()), "a folder");
}

#[test]
fn below_a_file() {
    let folder = Folder::new();
    fs::write(folder.file(), "text").expect("room");
    let place = place_at(&folder.file().join("j.db"));
    assert!(matches!(refused(&folder, &place), Trouble::Unavailable(_)));
}

#[test]
fn no_path() {
    for path in ["", "/"] {
        let trouble = open(&place_at(Path::new(path))).err().expect("a refusal");
        assert!(matches!(trouble, Trouble::Unavailable(_)), "{trouble:?}");
    }
}

#[test]
fn an_empty_file() {
    let folder = Folder::new();
    fs::write(folder.file(), "").expect("room");
    let trouble = refused(&folder, &folder.place());
    is_corrupt(&trouble);
    assert!(trouble.to_string().contains("empty"), "{trouble}");
}

#[test]
fn a_file_of_another_program() {
    for bytes in [&b"text"[..], &[0; 10_000], b"SQLite format 3\0"] {
        let folder = Folder::new();
        fs::write(folder.file(), bytes).expect("room");
        is_unavailable(&refused(&folder, &folder.place()), "another program");
    }
}

#[test]
fn a_database_of_another_program() {
    let folder = Folder::new();
    let other = viewer(&folder);
    other
        .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE goods(name TEXT);")
        .expect("room");
    is_unavailable(&refused(&folder, &folder.place()), "another program");
    drop(other);
    is_unavailable(&refused(&folder, &folder.place()), "another program");
}

#[test]
fn a_newer_version() {
    let folder = written();
    let newer = viewer(&folder);
    newer
        .execute_batch("PRAGMA user_version = 2")
        .expect("room");
    drop(newer);
    is_unavailable(&refused(&folder, &folder.place()), "newer");
}

#[test]
fn of_another_shop() {
    let folder = written();
    let place = Place {
        shop: "https://gateway pk_2".to_owned(),
        ..folder.place()
    };
    let before = fs::read(folder.file()).expect("a file");
    let trouble = open(&place).err().expect("a refusal");
    is_unavailable(&trouble, "another shop");
    assert_eq!(fs::read(folder.file()).expect("a file"), before);
}

#[test]
fn half_a_file() {
    let folder = written();
    let file = fs::OpenOptions::new().write(true).open(folder.file());
    let file = file.expect("a file");
    let length = file.metadata().expect("a file").len();
    for half in [length / 2, 4096, 2000, 60] {
        file.set_len(half).expect("room");
        is_corrupt(&open(&folder.place()).err().expect("a refusal"));
        assert_eq!(file.metadata().expect("a file").len(), half);
    }
}

#[test]
fn without_its_head() {
    let folder = written();
    let mut bytes = fs::read(folder.file()).expect("a file");
    bytes[..100].fill(0);
    fs::write(folder.file(), bytes).expect("room");
    is_corrupt(&refused(&folder, &folder.place()));
}

#[test]
fn a_changed_row() {
    for change in [
        "UPDATE intents SET amount = 1 WHERE number = 7",
        "UPDATE intents SET answer = NULL WHERE number = 7",
        "UPDATE intents SET pending = 0 WHERE number = 7",
        "UPDATE intents SET outcome = 'held' WHERE number = 7",
        "UPDATE intents SET seal = x'00' WHERE number = 7",
    ] {
        let folder = written();
        viewer(&folder).execute_batch(change).expect("room");
        let read = open(&folder.place())
            .and_then(|mut store| within(&mut *store, |rows| rows.select(Select::All)));
        is_corrupt(&read.expect_err(change));
    }
}

#[test]
fn a_changed_description_of_itself() {
    let folder = written();
    let change = "UPDATE meta SET shop = 'https://gateway pk_2'";
    viewer(&folder).execute_batch(change).expect("room");
    is_corrupt(&open(&folder.place()).err().expect("a refusal"));
}

#[test]
fn pages_that_were_overwritten() {
    let folder = written();
    let mut bytes = fs::read(folder.file()).expect("a file");
    let length = bytes.len();
    bytes[length / 2..].fill(0x5A);
    fs::write(folder.file(), bytes).expect("room");
    let read = open(&folder.place())
        .and_then(|mut store| within(&mut *store, |rows| rows.select(Select::All)));
    is_corrupt(&read.expect_err("it is damaged"));
}

#[test]
fn a_file_that_is_gone_and_its_log_that_is_not() {
    let folder = written();
    fs::write(folder.0.join("j.db-wal"), "an old log").expect("room");
    fs::remove_file(folder.file()).expect("it was there");
    let trouble = refused(&folder, &folder.place());
    is_corrupt(&trouble);
    assert!(trouble.to_string().contains("missing"), "{trouble}");
    // Put aside with what is left of it, it makes way.
    set_aside(&folder.place()).expect("room");
    folder.open();
}

#[test]
fn damaged_it_is_put_aside_whole() {
    let folder = written();
    let before = fs::read(folder.file()).expect("a file");
    let aside = set_aside(&folder.place()).expect("room");
    let start = format!("{}.corrupt-", folder.place().path);
    assert!(aside.starts_with(&start), "{aside}");
    assert_eq!(fs::read(&aside).expect("a file"), before);
    assert_eq!(ids(&mut *folder.open(), Select::All), [""; 0]);
}

#[test]
fn locked_by_a_viewer() {
    let folder = written();
    let viewer = viewer(&folder);
    viewer
        .execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
        .expect("a lock");
    let trouble = open(&folder.place()).err().expect("a refusal");
    is_unavailable(&trouble, "locked");
    drop(viewer);
    assert_eq!(ids(&mut *folder.open(), Select::All).len(), 100);
}

#[test]
fn a_write_that_waits_too_long_gives_up() {
    let folder = written();
    let mut store = folder.open();
    let viewer = viewer(&folder);
    viewer.execute_batch("BEGIN IMMEDIATE").expect("a lock");
    let trouble = put(&mut *store, &sending("a")).expect_err("it is locked");
    is_unavailable(&trouble, "locked");
    viewer.execute_batch("ROLLBACK").expect("a lock");
    put(&mut *store, &sending("a")).expect("it is free");
}

#[test]
fn a_copy_is_a_journal() {
    let folder = written();
    let copy = folder.0.join("copy.db");
    fs::copy(folder.file(), &copy).expect("room");
    let mut store = open(&place_at(&copy)).expect("a journal");
    assert_eq!(ids(&mut *store, Select::All).len(), 100);
}

#[test]
fn a_copy_of_two_moments() {
    let folder = written();
    let copy = folder.0.join("copy.db");
    fs::copy(folder.file(), &copy).expect("room");
    Connection::open(&copy)
        .and_then(|copied| {
            copied.execute_batch(
                "PRAGMA writable_schema = ON;
                 UPDATE sqlite_schema SET sql = replace(sql, 'pending = 0', 'pending = 1')
                 WHERE name = 'intents_done'",
            )
        })
        .expect("room");
    is_corrupt(&open(&place_at(&copy)).err().expect("it is not whole"));
}

/// Elsewhere an open file cannot be moved.
#[cfg(unix)]
#[test]
fn moved_or_replaced_while_it_is_open() {
    let folder = written();
    let mut store = folder.open();
    fs::rename(folder.file(), folder.0.join("moved.db")).expect("room");
    let trouble = put(&mut *store, &sending("a")).expect_err("it is gone");
    is_unavailable(&trouble, "moved");
    fs::copy(folder.0.join("moved.db"), folder.file()).expect("room");
    let trouble = put(&mut *store, &sending("a")).expect_err("it is another");
    is_unavailable(&trouble, "opened again");
    drop(store);
    // Its log has not followed it.
    let _ = fs::remove_file(folder.0.join("j.db-wal"));
    put(&mut *folder.open(), &sending("a")).expect("room");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn by_a_link_it_is_the_same() {
        let folder = written();
        let link = folder.0.join("link.db");
        symlink(folder.file(), &link).expect("room");
        let mut by_link = open(&place_at(&link)).expect("a journal");
        let mut by_name = folder.open();
        put(&mut *by_link, &sending("a")).expect("room");
        assert_eq!(ids(&mut *by_name, Select::Id("a")), ["a"]);
        assert_eq!(by_link.owner(), by_name.owner());
        assert!(
            !folder
                .names()
                .iter()
                .any(|name| name.starts_with("link.db-"))
        );
    }

    #[test]
    fn a_link_to_nothing() {
        let folder = Folder::new();
        symlink("none", folder.file()).expect("room");
        is_unavailable(&refused(&folder, &folder.place()), "link");
    }

    #[test]
    fn with_a_second_name() {
        let folder = written();
        fs::hard_link(folder.file(), folder.0.join("second.db")).expect("room");
        let trouble = open(&folder.place()).err().expect("a refusal");
        is_unavailable(&trouble, "hard link");
    }

    #[test]
    fn not_a_file() {
        is_unavailable(
            &open(&place_at(Path::new("/dev/null")))
                .err()
                .expect("a refusal"),
            "choose another path",
        );
    }
}
