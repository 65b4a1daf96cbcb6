//! What Windows shows of a library in its properties, and the identity that it goes by.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Compiles version and manifest into an object for the linker, by the `windres` that comes with
/// MinGW.
pub(crate) fn compile(out: &Path) -> PathBuf {
    let variable = |name| env::var(name).expect("cargo sets what a package is called");
    let (script, manifest, object) = (
        out.join("cloudpayments.rc"),
        out.join("cloudpayments.manifest"),
        out.join("resource.o"),
    );
    let version = variable("CARGO_PKG_VERSION");
    let arch = variable("CARGO_CFG_TARGET_ARCH");
    fs::write(&manifest, identity(&four_numbers(&version, "."), &arch))
        .expect("OUT_DIR can be written");
    fs::write(
        &script,
        properties(&version, &variable("CARGO_PKG_LICENSE")),
    )
    .expect("OUT_DIR can be written");

    let windres = windres(&arch);
    let done = Command::new(&windres)
        .current_dir(out)
        .args([
            "--input-format=rc",
            "--output-format=coff",
            "--codepage=65001",
        ])
        .arg("cloudpayments.rc")
        .arg("resource.o")
        .status();
    assert!(
        done.as_ref().is_ok_and(std::process::ExitStatus::success),
        "{windres}: {done:?}; it belongs to MinGW's binutils, and WINDRES may name another"
    );
    object
}

/// The tool that was named; else that of the target, which a Windows machine calls plainly.
fn windres(arch: &str) -> String {
    println!("cargo:rerun-if-env-changed=WINDRES");
    let host = env::var("HOST").expect("cargo sets the host");
    match env::var("WINDRES") {
        Ok(named) => named,
        Err(_) if host.contains("windows") => "windres".to_owned(),
        Err(_) => {
            let machine = if arch == "x86" { "i686" } else { arch };
            format!("{machine}-w64-mingw32-windres")
        }
    }
}

fn properties(version: &str, license: &str) -> String {
    let numbers = four_numbers(version, ",");
    let texts = [
        ("FileDescription", "Card payments through CloudPayments"),
        ("FileVersion", version),
        ("InternalName", "cloudpayments"),
        ("LegalCopyright", license),
        ("OriginalFilename", "cloudpayments.dll"),
        ("ProductName", "cloudpayments"),
        ("ProductVersion", version),
    ];
    let mut values = String::new();
    for (name, text) in texts {
        writeln!(values, "            VALUE \"{name}\", \"{text}\"").expect("a String takes it");
    }
    // For Windows (0x40004), a library (2); the texts are American English in Unicode. A manifest
    // is resource 24, and that of a library has the number 2.
    format!(
        "1 VERSIONINFO\n\
         FILEVERSION {numbers}\n\
         PRODUCTVERSION {numbers}\n\
         FILEFLAGSMASK 0x3F\n\
         FILEFLAGS 0\n\
         FILEOS 0x40004\n\
         FILETYPE 2\n\
         BEGIN\n    \
             BLOCK \"StringFileInfo\"\n    BEGIN\n        \
                 BLOCK \"040904B0\"\n        BEGIN\n{values}        END\n    END\n    \
             BLOCK \"VarFileInfo\"\n    BEGIN\n        \
                 VALUE \"Translation\", 0x409, 1200\n    END\n\
         END\n\
         2 24 \"cloudpayments.manifest\"\n"
    )
}

fn identity(version: &str, arch: &str) -> String {
    let arch = if arch == "x86_64" { "amd64" } else { arch };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <assembly xmlns=\"urn:schemas-microsoft-com:asm.v1\" manifestVersion=\"1.0\">\n  \
           <assemblyIdentity type=\"win32\" name=\"cloudpayments\" version=\"{version}\" \
             processorArchitecture=\"{arch}\"/>\n  \
           <description>Card payments through CloudPayments</description>\n\
         </assembly>\n"
    )
}

/// Windows counts versions in four numbers.
fn four_numbers(version: &str, between: &str) -> String {
    let plain = version.split(['-', '+']).next().unwrap_or_default();
    let numbers: Vec<_> = plain.split('.').chain(["0"]).collect();
    numbers.join(between)
}
