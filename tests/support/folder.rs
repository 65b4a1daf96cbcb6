//! A folder whose files are all generated.
#![allow(unreachable_pub, missing_docs, reason = "a module of test programs")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Compares the files of a folder with what they should be; writes them when blessing.
pub fn compare(folder: &str, wanted: &BTreeMap<String, String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let found: BTreeSet<String> = fs::read_dir(&path)
        .into_iter()
        .flatten()
        .map(|entry| entry.expect("an entry").file_name().into_string())
        .map(|name| name.expect("a name in UTF-8"))
        .collect();
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(&path).expect("the folder");
        for name in found.iter().filter(|name| !wanted.contains_key(*name)) {
            fs::remove_file(path.join(name)).expect("a file that is not generated any more");
        }
        for (name, text) in wanted {
            fs::write(path.join(name), text).expect("a file is written");
        }
        return;
    }
    for (name, text) in wanted {
        let kept = fs::read_to_string(path.join(name)).unwrap_or_default();
        assert_eq!(&kept, text, "{folder}/{name} is stale: run `make bless`");
    }
    let wanted: BTreeSet<_> = wanted.keys().cloned().collect();
    assert_eq!(found, wanted, "{folder}: run `make bless`");
}
