//! Writes the C functions of the catalogue, the status constants and the header into `OUT_DIR`.
//!
//! The exports are generated as text because cbindgen cannot see inside macros. The checked-in
//! header is compared with the generated one by a test; `make bless` copies it.

#[expect(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the file of the library, of which a part is used here"
)]
#[path = "src/catalog.rs"]
mod catalog;
#[path = "build/resource.rs"]
mod resource;

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use cloudpayments_money::status::STATUSES;

fn main() {
    println!("cargo:rerun-if-changed=src/catalog.rs");
    println!("cargo:rerun-if-changed=src/catalog");
    println!("cargo:rerun-if-changed=src/ffi");
    println!("cargo:rerun-if-changed=cbindgen.toml");
    println!("cargo:rerun-if-changed=build");

    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets the root"));
    let exports = out.join("exports.rs");
    fs::write(&exports, generated()).expect("OUT_DIR can be written");

    let config =
        cbindgen::Config::from_file(root.join("cbindgen.toml")).expect("cbindgen.toml is valid");
    let mut header = Vec::new();
    cbindgen::Builder::new()
        .with_config(config)
        .with_src(root.join("src/ffi/kernel.rs"))
        .with_src(&exports)
        .generate()
        .expect("the header can be generated")
        .write(&mut header);
    let header = String::from_utf8(header).expect("cbindgen writes UTF-8");
    fs::write(out.join("cloudpayments.h"), with_convention(&header))
        .expect("OUT_DIR can be written");

    let target = |what| env::var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    if target("OS") == "linux" {
        // The library stays in memory once loaded: its threads' destructors and a host that
        // unloads it while a call runs must never meet unmapped code.
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
        // What programs ask for at run time; tools/install makes a file of this name.
        let major = env::var("CARGO_PKG_VERSION_MAJOR").expect("cargo sets the version");
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libcloudpayments.so.{major}");
    }
    if target("OS") == "windows" && target("ENV") == "gnu" {
        let resource = resource::compile(&out);
        println!("cargo:rustc-cdylib-link-arg={}", resource.display());
        // The same source gives the same bytes.
        println!("cargo:rustc-cdylib-link-arg=-Wl,--no-insert-timestamp");
    }
}

/// The status constants and one exported function for each row.
fn generated() -> String {
    let mut text = String::new();
    for status in STATUSES {
        let (name, number) = (status.constant(), status.number());
        writeln!(text, "/// {}", status.meaning()).expect("a String takes it");
        writeln!(text, "pub const {name}: cp_status = {number};\n").expect("a String takes it");
    }
    for row in catalog::ROWS {
        let name = row.name;
        let what = match row.path {
            "" => "A method of this library".to_owned(),
            path => format!("{path} of the API"),
        };
        let required: Vec<String> = row
            .fields
            .iter()
            .filter(|field| field.required)
            .map(|field| field.name.to_owned())
            .collect();
        let required = if required.is_empty() {
            "none".to_owned()
        } else {
            required.join(", ")
        };
        write!(
            text,
            "/// {summary}\n///\n/// {what}; effect \"{effect}\". Required: {required}.\n/// \
             The same as cp_call() with the name \"{name}\".\n\
             #[unsafe(no_mangle)]\n\
             pub unsafe extern \"C\" fn cp_{name}(\n    client: *mut cp_client,\n    \
             request_json: *const c_char,\n    out_json: *mut *mut c_char,\n) -> cp_status {{\n    \
             // SAFETY: the caller keeps the promises of `cp_call`.\n    \
             unsafe {{ method(client, \"{name}\", request_json, out_json) }}\n}}\n\n",
            summary = row.summary,
            effect = row.effect.as_str(),
        )
        .expect("a String takes it");
    }
    text
}

/// Puts the calling convention where C wants it: between the type and the name of a function.
fn with_convention(header: &str) -> String {
    let mut text = String::new();
    for line in header.lines() {
        let is_code = line.starts_with(|first: char| first.is_ascii_alphabetic());
        let name = line.match_indices("cp_").find(|(at, _)| {
            let rest =
                line[*at..].trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
            rest.starts_with('(')
        });
        match name {
            Some((at, _)) if is_code => {
                writeln!(text, "{}CP_CALL {}", &line[..at], &line[at..])
                    .expect("a String takes it");
            }
            _ => writeln!(text, "{line}").expect("a String takes it"),
        }
    }
    text
}
