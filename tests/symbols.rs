//! Exported symbols = header = catalogue and kernel; and what was once exported stays.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cloudpayments::catalog::ROWS;
use object::{Object as _, ObjectSymbol as _};

const KERNEL: &[&str] = &[
    "cp_abi_version",
    "cp_version",
    "cp_methods",
    "cp_status_name",
    "cp_client_new",
    "cp_client_free",
    "cp_call",
    "cp_free_string",
    "cp_json_get",
    "cp_json_quote",
    "cp_copy_text",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn declared() -> BTreeSet<String> {
    let header = fs::read_to_string(root().join("include/cloudpayments.h")).expect("a header");
    header
        .split("CP_CALL cp_")
        .skip(1)
        .filter_map(|rest| Some(format!("cp_{}", &rest[..rest.find('(')?])))
        .collect()
}

/// The shared library that was named, else the one that was built with this test: it lies beside
/// the test programs.
fn library() -> PathBuf {
    if let Some(named) = std::env::var_os("CLOUDPAYMENTS_LIBRARY") {
        return named.into();
    }
    let test = std::env::current_exe().expect("a test has a path");
    let (prefix, suffix) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    test.with_file_name(format!("{prefix}cloudpayments{suffix}"))
}

#[test]
fn the_header_declares_the_kernel_and_every_row() {
    let rows = ROWS.iter().map(|row| format!("cp_{}", row.name));
    let wanted: BTreeSet<_> = KERNEL.iter().map(ToString::to_string).chain(rows).collect();
    assert_eq!(declared(), wanted);
}

#[test]
fn the_library_exports_what_the_header_declares_and_nothing_else() {
    let bytes = fs::read(library()).expect("the shared library is built");
    let file = object::File::parse(&*bytes).expect("an object file");
    let exported: BTreeSet<_> = file
        .dynamic_symbols()
        .filter(|symbol| symbol.is_definition() && symbol.is_global())
        .filter_map(|symbol| symbol.name().ok().map(str::to_owned))
        .collect();
    assert_eq!(exported, declared());
}

#[test]
fn what_was_once_exported_is_exported_for_ever() {
    let path = root().join("include/symbols.txt");
    let remembered: BTreeMap<String, String> = fs::read_to_string(&path)
        .unwrap_or_default()
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(name, version)| (name.to_owned(), version.to_owned()))
        .collect();
    let declared = declared();
    let lost: Vec<_> = remembered
        .keys()
        .filter(|name| !declared.contains(*name))
        .collect();
    assert!(lost.is_empty(), "the ABI must not lose {lost:?}");

    if std::env::var_os("BLESS").is_some() {
        let lines: Vec<_> = declared
            .iter()
            .map(|name| {
                let version = remembered
                    .get(name)
                    .map_or(cloudpayments::VERSION, String::as_str);
                format!("{name} {version}\n")
            })
            .collect();
        fs::write(&path, lines.concat()).expect("symbols.txt can be written");
        return;
    }
    let new: Vec<_> = declared
        .iter()
        .filter(|name| !remembered.contains_key(*name))
        .collect();
    assert!(
        new.is_empty(),
        "include/symbols.txt does not know {new:?}: run `make bless`"
    );
}
