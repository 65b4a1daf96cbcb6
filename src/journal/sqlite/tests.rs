//! The file: what is on the disk, and what is said when it cannot be.

use std::sync::atomic::{AtomicU32, Ordering};

use super::super::suite;
use super::*;

/// A folder that is removed with what is in it.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("cp-journal-{}-{count}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir(&path).expect("a folder");
        Self(path)
    }

    fn place(&self) -> Place {
        Place {
            path: self.0.join("j.db").to_str().expect("UTF-8").to_owned(),
            allow_network: false,
            shop: "https://gateway pk_1".to_owned(),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn it_is_a_store() {
    let mut folders = Vec::new();
    suite::run(&mut || {
        let folder = Folder::new();
        let store = open(&folder.place()).expect("a new journal");
        folders.push(folder);
        store
    });
}
