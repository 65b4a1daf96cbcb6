//! Several processes on one journal. Each is this test program, started again.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use super::*;

const FILE: &str = "CP_TEST_JOURNAL";
const NAME: &str = "CP_TEST_NAME";
const COUNT: &str = "CP_TEST_COUNT";

/// A process that writes intents, and says which are written.
struct Writer {
    child: Child,
    said: BufReader<ChildStdout>,
}

impl Writer {
    fn start(folder: &Folder, name: &str, count: u32) -> Self {
        let mut child = this_program()
            .args(["--exact", "--nocapture"])
            .arg("journal::sqlite::tests::processes::a_writer")
            .env(FILE, folder.file())
            .env(NAME, name)
            .env(COUNT, count.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a process");
        let said = BufReader::new(child.stdout.take().expect("a pipe"));
        Self { child, said }
    }

    /// The next thing that it says after a mark, which test programs do not print.
    fn says(&mut self) -> Option<String> {
        let mut line = String::new();
        while self.said.read_line(&mut line).expect("a pipe") > 0 {
            if let Some((_, said)) = line.trim_end().split_once('@') {
                return Some(said.to_owned());
            }
            line.clear();
        }
        None
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// With the command that runs it, where it is a program for another machine.
fn this_program() -> Command {
    let program = std::env::args_os().next().expect("a test has a path");
    let runner = std::env::var("CLOUDPAYMENTS_RUNNER").unwrap_or_default();
    let mut words = runner.split_whitespace();
    let Some(first) = words.next() else {
        return Command::new(program);
    };
    let mut command = Command::new(first);
    command.args(words).arg(program);
    command
}

/// Not a test: what a [`Writer`] runs.
#[test]
fn a_writer() {
    let Some(file) = std::env::var_os(FILE) else {
        return;
    };
    let named = |name| std::env::var(name).expect("a writer is told");
    let name = named(NAME);
    let count: u32 = named(COUNT).parse().expect("a number");
    let mut store = open(&place_at(Path::new(&file))).expect("a journal");
    println!("@{}", store.owner());
    for number in 0..count {
        let id = format!("{name}-{number}");
        let begun = suite::owned_by(sending(&id), store.owner());
        put(&mut *store, &begun).expect("room");
        put(&mut *store, &completed(&id)).expect("room");
        println!("@{id}");
    }
    if name == "waits" {
        println!("@done");
        std::thread::sleep(Duration::from_mins(1));
    }
}

#[test]
fn many_write_at_once_and_no_row_is_lost() {
    let folder = Folder::new();
    let names = ["a", "b", "c", "d"];
    // They make it together, too.
    let mut writers = names.map(|name| Writer::start(&folder, name, 60));
    for writer in &mut writers {
        while writer.says().is_some() {}
        assert!(writer.child.wait().expect("a process").success());
    }
    let mut found = ids(&mut *folder.open(), Select::All);
    found.sort();
    let mut expected: Vec<_> = names
        .iter()
        .flat_map(|name| (0..60).map(move |number| format!("{name}-{number}")))
        .collect();
    expected.sort();
    assert_eq!(found, expected);
    assert_eq!(folder.names(), ["j.db", "j.db-owners", "j.db-reserve"]);
}

#[test]
fn what_a_killed_process_had_written_is_there() {
    let folder = Folder::new();
    for round in 0..8 {
        let name = format!("round{round}");
        let mut writer = Writer::start(&folder, &name, 100_000);
        let owner = writer.says().expect("a name");
        let last = (0..=5 * round).map(|_| writer.says().expect("rows"));
        let last = last.last().expect("rows");
        let mut store = folder.open();
        assert!(store.is_alive(&owner));
        drop(store);
        writer.child.kill().expect("it runs");
        let mut said = vec![last];
        while let Some(id) = writer.says() {
            said.push(id);
        }
        writer.child.wait().expect("it is dead");
        let mut store = folder.open();
        assert!(!store.is_alive(&owner));
        for id in said {
            let found = within(&mut *store, |rows| rows.select(Select::Id(&id)));
            assert_eq!(found.expect("a row"), [completed(&id)]);
        }
    }
    // Of the dead nothing is left.
    let locks = fs::read_dir(folder.0.join("j.db-owners")).expect("a folder");
    assert_eq!(locks.count(), 1);
}

#[test]
fn one_that_lives_is_not_put_aside() {
    let folder = Folder::new();
    let mut writer = Writer::start(&folder, "waits", 1);
    while writer.says().expect("it runs") != "done" {}
    let refused = set_aside(&folder.place()).expect_err("it is in use");
    assert!(refused.to_string().contains("end them"), "{refused}");
    drop(writer);
    set_aside(&folder.place()).expect("nobody uses it");
}

#[test]
fn a_log_that_was_left_behind_becomes_part_of_the_file() {
    let folder = Folder::new();
    let mut writer = Writer::start(&folder, "waits", 3);
    while writer.says().expect("it runs") != "done" {}
    drop(writer);
    assert!(
        fs::metadata(folder.0.join("j.db-wal"))
            .expect("a log")
            .len()
            > 0
    );
    let _opened = folder.open();
    let copy = folder.0.join("copy.db");
    fs::copy(folder.file(), &copy).expect("room");
    let found = ids(&mut *open(&place_at(&copy)).expect("whole"), Select::All);
    assert_eq!(found, ["waits-0", "waits-1", "waits-2"]);
}
