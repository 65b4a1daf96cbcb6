//! Whether every link inside the documents leads to a file that exists, and to a heading that it has.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What builds leave behind; names with a dot at their begin are passed over as well.
const BUILT: [&str; 5] = ["target", "dist", "node_modules", "bin", "obj"];

/// Every Markdown file below a folder.
pub(crate) fn documents(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') || BUILT.contains(&&*name) {
            continue;
        }
        if path.is_dir() {
            found.extend(documents(&path));
        } else if name.ends_with(".md") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The links of these documents that lead nowhere, as `file: link`.
pub(crate) fn broken(documents: &[PathBuf]) -> Vec<String> {
    let mut headings = HashMap::new();
    let mut broken = Vec::new();
    for document in documents {
        let text = fs::read_to_string(document).expect("a document");
        for link in links(&text) {
            let (file, heading) = link.split_once('#').unwrap_or((&link, ""));
            let target = match file {
                "" => document.clone(),
                _ => document.with_file_name(file),
            };
            let whole = target.exists()
                && (heading.is_empty()
                    || headings
                        .entry(target.canonicalize().expect("a path"))
                        .or_insert_with_key(|path| anchors(path))
                        .contains(heading));
            if !whole {
                broken.push(format!("{}: {link}", document.display()));
            }
        }
    }
    broken
}

/// The links of a text that stay inside the project.
pub(crate) fn links(text: &str) -> Vec<String> {
    let prose = prose(text);
    let ends = [("](", ')'), ("src=\"", '"'), ("href=\"", '"')];
    ends.iter()
        .flat_map(|(begin, end)| {
            prose
                .split(begin)
                .skip(1)
                .filter_map(|rest| rest.split_once(*end))
        })
        .map(|(link, _)| link.to_owned())
        .filter(|link| !link.contains("://") && !link.starts_with("mailto:"))
        .collect()
}

/// The names that the headings of a document have as targets of links.
fn anchors(document: &Path) -> HashSet<String> {
    let mut names = HashSet::new();
    let text = fs::read_to_string(document).unwrap_or_default();
    for line in prose(&text).lines() {
        let title = line.trim_start_matches('#');
        if title.len() == line.len() || !title.starts_with(' ') {
            continue;
        }
        let name = anchor(title.trim());
        // The second heading of a name gets a number.
        let numbered = (1..).map(|number| format!("{name}-{number}"));
        let free = std::iter::once(name.clone())
            .chain(numbered)
            .find(|name| !names.contains(name));
        names.extend(free);
    }
    names
}

/// The name of one heading, as GitHub makes it.
fn anchor(title: &str) -> String {
    shown(title)
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

/// A heading without the targets of its links.
fn shown(title: &str) -> String {
    let mut parts = title.split("](");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once(')').map_or(part, |(_, rest)| rest));
    }
    out
}

/// The text without its blocks of code.
fn prose(text: &str) -> String {
    let mut code = false;
    text.lines()
        .filter(|line| {
            let fence = line.trim_start().starts_with("```");
            code ^= fence;
            !fence && !code
        })
        .fold(String::new(), |out, line| out + line + "\n")
}

#[test]
fn headings_have_the_names_of_github() {
    for (title, name) in [
        ("Причины отказа", "причины-отказа"),
        ("Outcomes, money, next", "outcomes-money-next"),
        ("`resolve`: what became of it?", "resolve-what-became-of-it"),
        ("See [the till](till.md#a) 1.0", "see-the-till-10"),
    ] {
        assert_eq!(anchor(title), name);
    }
}

#[test]
fn only_links_inside_the_project_are_followed() {
    let text = "[a](a.md) <img src=\"b.png\"> [c](https://c.example)\n```\n[d](d.md)\n```\n[e](#e)";
    assert_eq!(links(text), ["a.md", "#e", "b.png"]);
}
