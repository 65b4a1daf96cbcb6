//! The little Markdown that the pages need.

use std::fmt::Write as _;

/// A table in Markdown.
pub(crate) fn table<const N: usize>(
    head: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> String {
    let mut out = line(&head);
    out.push_str(&"|---".repeat(N));
    out.push_str("|\n");
    for row in rows {
        out.push_str(&line(&row));
    }
    out
}

fn line(cells: &[impl AsRef<str>]) -> String {
    let mut out = String::from("|");
    for cell in cells {
        write!(out, " {} |", cell.as_ref().replace('|', "\\|")).expect("a String takes it");
    }
    out.push('\n');
    out
}

pub(crate) fn code(word: &str) -> String {
    format!("`{word}`")
}
