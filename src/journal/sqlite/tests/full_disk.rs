//! Disks of other kinds, as far as the tests may mount them.

use std::process::Command;

use super::*;

/// A small disk of its own.
struct Disk(Folder);

impl Disk {
    /// Nothing where only an administrator may mount.
    fn mount(kilobytes: u32) -> Option<Self> {
        Self::mounted(&["-t", "tmpfs", "-o", &format!("size={kilobytes}k"), "tmpfs"])
    }

    /// Another folder, of which nothing can be changed.
    fn read_only(of: &Folder) -> Option<Self> {
        let view = Self::mounted(&["--bind", of.0.to_str().expect("UTF-8")])?;
        let remounted = Command::new("mount")
            .args(["-o", "remount,bind,ro"])
            .arg(&view.0.0)
            .status();
        assert!(remounted.expect("mount").success());
        Some(view)
    }

    fn mounted(what: &[&str]) -> Option<Self> {
        let folder = Folder::new();
        let mount = Command::new("mount").args(what).arg(&folder.0).output();
        if mount.is_ok_and(|mount| mount.status.success()) {
            return Some(Self(folder));
        }
        eprintln!("skipped: no permission to mount a disk");
        None
    }

    /// Takes all room that is left.
    fn fill(&self) {
        use std::io::Write as _;
        let mut file = fs::File::create(self.0.0.join("other")).expect("a file");
        for size in [65_536, 4096, 1] {
            while file.write_all(&vec![1; size]).is_ok() {}
        }
    }

    fn make_room(&self) {
        fs::remove_file(self.0.0.join("other")).expect("it was full");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0.0).status();
    }
}

fn is_full(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::Unavailable(words) if words.contains("full; make room"))
}

/// Begins operations until there is no room for another one.
fn begin_until_full(store: &mut dyn Store) -> Vec<String> {
    let mut begun = Vec::new();
    loop {
        let id = format!("r{}", begun.len());
        match put(store, &sending(&id)) {
            Ok(()) => begun.push(id),
            Err(trouble) => {
                assert!(is_full(&trouble), "{trouble:?}");
                return begun;
            }
        }
        assert!(begun.len() < 10_000, "it never became full");
    }
}

fn on_a_full_disk(allow_network: bool) {
    let Some(disk) = Disk::mount(4096) else {
        return;
    };
    let place = Place {
        allow_network,
        ..disk.0.place()
    };
    let mut store = open(&place).expect("a journal");
    for number in 0..50 {
        put(&mut *store, &sending(&number.to_string())).expect("room");
    }
    disk.fill();
    let mut begun = begin_until_full(&mut *store);
    begun.extend((0..50).map(|number| number.to_string()));
    // Results and acknowledgements fit, also when it is opened anew in between.
    for id in &begun {
        put(&mut *store, &completed(id)).expect("that is what the reserve is for");
    }
    drop(store);
    let mut store = open(&place).expect("a journal");
    for id in &begun {
        put(&mut *store, &suite::acknowledged(completed(id))).expect("room");
    }
    let refused = put(&mut *store, &sending("new")).expect_err("nothing new begins");
    assert!(is_full(&refused), "{refused:?}");
    disk.make_room();
    put(&mut *store, &sending("new")).expect("room");
    assert!(disk.0.names().contains(&"j.db-reserve".to_owned()));
    let found = within(&mut *store, |rows| rows.select(Select::All)).expect("rows");
    assert_eq!(found.len(), begun.len() + 1);
    assert_eq!(
        found
            .iter()
            .filter(|intent| intent.is_acknowledged())
            .count(),
        begun.len()
    );
}

#[test]
fn results_fit_on_a_full_disk() {
    on_a_full_disk(false);
}

#[test]
fn results_fit_on_a_full_shared_disk() {
    on_a_full_disk(true);
}

#[test]
fn none_is_made_on_a_full_disk() {
    let Some(disk) = Disk::mount(64) else {
        return;
    };
    disk.fill();
    let refused = open(&disk.0.place()).err().expect("no room");
    assert!(is_full(&refused), "{refused:?}");
    assert!(!disk.0.file().exists());
}

#[test]
fn a_read_only_disk() {
    let folder = Folder::new();
    let Some(disk) = Disk::read_only(&folder) else {
        return;
    };
    let refused = || {
        open(&disk.0.place())
            .err()
            .expect("it is read-only")
            .to_string()
    };
    assert!(
        refused().contains("read-only; make it writable"),
        "{}",
        refused()
    );
    // The same with a journal that is there.
    put(&mut *folder.open(), &sending("a")).expect("room");
    assert!(
        refused().contains("read-only; make it writable"),
        "{}",
        refused()
    );
}
