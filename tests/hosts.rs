//! The bindings of hosts that have no generator of their own: a unit for Delphi and Free Pascal,
//! and a module for Visual Basic 6 and VBA.
//!
//! Each is a text of `tests/hosts/` with the statuses and methods put in; `make bless` writes them
//! anew. That the unit works is tested by `tests/pascal/run`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use cloudpayments::catalog::{ROWS, Row};
use cloudpayments_money::status::{STATUSES, Status};

/// What a text of `tests/hosts/` is filled with: marks, and what stands in their place.
type Filling = [(&'static str, String)];

#[test]
fn the_unit_for_pascal_is_that_of_the_catalogue() {
    let filling = [
        (
            "{@statuses}\n",
            statuses(|meaning, name, number| format!("  {{ {meaning} }}\n  {name} = {number};\n")),
        ),
        ("{@methods}", methods()),
        ("{@calls}\n", calls()),
    ];
    compare("bindings/pascal/CloudPayments.pas", &filling);
}

#[test]
fn the_module_for_visual_basic_is_that_of_the_catalogue() {
    let filling = [
        (
            "{@statuses}\n",
            statuses(|meaning, name, number| {
                format!("' {meaning}\nPublic Const {name} As Long = {number}\n")
            }),
        ),
        ("{@methods}\n", procedures()),
    ];
    compare("bindings/vb6/CloudPayments.bas", &filling);
}

fn compare(path: &str, filling: &Filling) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join(path);
    let name = path.file_name().expect("a name");
    let mut text = fs::read_to_string(root.join("tests/hosts").join(name)).expect("a text");
    for (mark, what) in filling {
        assert_eq!(text.matches(mark).count(), 1, "{mark}");
        text = text.replace(mark, what);
    }
    assert!(text.is_ascii(), "old compilers read ASCII");
    // Visual Basic 6 takes no other ends of lines.
    if path.extension().is_some_and(|suffix| suffix == "bas") {
        text = text.replace('\n', "\r\n");
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &text).expect("a file is written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == text,
        "{} is stale: run `make bless`",
        path.display()
    );
}

/// One constant for each status, with its meaning before it.
fn statuses(constant: fn(meaning: &str, name: &str, number: i32) -> String) -> String {
    let one = |status: &Status| {
        let meaning = status.meaning().replace('`', "");
        constant(&meaning, &status.constant(), status.number())
    };
    STATUSES.iter().map(one).collect()
}

/// What a caller reads before a method.
fn about(row: &Row) -> String {
    let required: Vec<_> = row.fields.iter().filter(|field| field.required).collect();
    let names: Vec<_> = required.iter().map(|field| field.name).collect();
    let needs = match names.as_slice() {
        [] => "Nothing is required.".to_owned(),
        names => format!("Required: {}.", names.join(", ")),
    };
    let summary = row.summary.replace('`', "");
    let effect = row.effect.as_str().replace('_', " ");
    format!("{summary} ({effect}) {needs}")
}

/// `PaymentGet` for `payment_get`.
fn words(row: &Row) -> String {
    let capital = |word: &str| word[..1].to_ascii_uppercase() + &word[1..];
    row.name.split('_').map(capital).collect()
}

fn methods() -> String {
    let mut text = String::new();
    for row in ROWS {
        let (about, name) = (about(row), words(row));
        let argument = argument(row);
        writeln!(
            text,
            "    {{ {about} }}\n    function {name}({argument}): ICpAnswer;"
        )
        .expect("a String takes it");
    }
    text
}

fn calls() -> String {
    let mut text = String::new();
    for row in ROWS {
        let name = words(row);
        writeln!(
            text,
            "function TCloudPayments.{name}(const Request: TCpText): ICpAnswer;\nbegin\n  \
             Result := Call('{}', Request);\nend;\n",
            row.name
        )
        .expect("a String takes it");
    }
    text
}

fn procedures() -> String {
    let mut text = String::new();
    for row in ROWS {
        let (about, name) = (about(row), words(row));
        writeln!(
            text,
            "' {about}\nPublic Function Cp{name}(ByVal client As Long, ByVal request As String, \
             ByRef answer As String) As Long\n    \
             Cp{name} = CpCall(client, \"{}\", request, answer)\nEnd Function\n",
            row.name
        )
        .expect("a String takes it");
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// Where nothing is required, nothing need be passed.
fn argument(row: &Row) -> &'static str {
    if row.fields.iter().any(|field| field.required) {
        "const Request: TCpText"
    } else {
        "const Request: TCpText = ''"
    }
}
