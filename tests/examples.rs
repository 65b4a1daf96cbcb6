//! `docs/examples/` has a request of every method and the answer that the sandbox gave to it.
//!
//! Each scene plays in a seeded sandbox of its own. `make bless` writes the answers anew.

#[path = "support/folder.rs"]
mod folder;
#[path = "examples/scenes.rs"]
mod scenes;
mod support;
#[path = "support/tree.rs"]
mod tree;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use cloudpayments::Client;
use cloudpayments::catalog::{self, ROWS};
use cloudpayments_money::json;
use scenes::{SCENES, Scene, Step};
use serde_json::json;
use support::Sandbox;
use tree::Tree;

const WIDTH: usize = 120;

/// When all of it happens.
const NOW: &str = "\"2026-01-15T10:00:00.000Z\"";

#[test]
fn the_examples_are_what_the_sandbox_answers() {
    let wanted = SCENES
        .iter()
        .map(|scene| (format!("{}.json", scene.method), play(scene)));
    folder::compare("docs/examples", &wanted.collect());
}

#[test]
fn every_method_of_the_api_has_a_scene() {
    let scenes: BTreeSet<_> = SCENES.iter().map(|scene| scene.method).collect();
    assert_eq!(scenes.len(), SCENES.len(), "a method has two scenes");
    let without: Vec<_> = ROWS
        .iter()
        .filter(|row| row.rule().is_some() && !scenes.contains(row.name))
        .map(|row| row.name)
        .collect();
    assert!(without.is_empty(), "tests/examples/scenes.rs: {without:?}");
    for method in scenes {
        assert!(catalog::find(method).is_some(), "`{method}` is no method");
    }
}

/// Plays a scene: its example as it stands in the file.
fn play(scene: &Scene) -> String {
    let sandbox = Sandbox::with(&["--seed", "1"]);
    let folder = tempfile::tempdir().expect("a folder");
    let more = if scene.method.starts_with("journal_") {
        json!({"journal": folder.path().join("till.db"), "till": "till-1"})
    } else {
        json!({})
    };
    let client = Arc::new(sandbox.client_with(&more));
    let mut answers = Vec::new();
    for step in scene.before {
        let answer = match *step {
            Step::Call(method, request) => client.call(method, &fill(request, &answers)).json,
            Step::Control(route, body) => {
                let body = serde_json::from_str(&fill(body, &answers)).expect("a body");
                sandbox.post(route, &body).to_string()
            }
            Step::Fault(path, kind) => {
                sandbox.fault(path, kind, &json!({"delay_ms": 600_000}));
                continue;
            }
            Step::InAnotherThread(method, request) => {
                leave_running(&sandbox, &client, method, request);
                continue;
            }
        };
        answers.push(answer);
    }
    let request = fill(scene.request, &answers);
    let answer = client.call(scene.method, &request);
    // Of `raw` the sandbox has no path that the library does not know.
    let went_well = matches!(answer.status.number(), 0..=2 | 23) || scene.method == "raw";
    assert!(went_well, "{}: {}", scene.method, answer.json);
    // A sandbox started by hand is there; ours has a port by chance.
    let here = |text: &str| text.replace(&sandbox.url, "http://127.0.0.1:8080");
    let mut answer = Tree::parse(&here(&answer.json));
    settle(&mut answer);
    let request = Tree::parse(&here(&request));
    let whole = Tree::Object(vec![
        ("request".to_owned(), request),
        ("answer".to_owned(), answer),
    ]);
    whole.tall(WIDTH) + "\n"
}

/// Puts what the steps before have answered into a template: `$Model.Token` is the value at this
/// path, in the last answer that has one.
fn fill(template: &str, answers: &[String]) -> String {
    let mut parts = template.split('$');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '_')
            .unwrap_or(part.len());
        let (path, rest) = part.split_at(end);
        let found = answers
            .iter()
            .rev()
            .find_map(|answer| json::checked(answer).at(path));
        let found = found.unwrap_or_else(|| panic!("no answer has `{path}`: {answers:?}"));
        out.push_str(found.text());
        out.push_str(rest);
    }
    out
}

/// Begins a call that does not end by itself, and waits until it is at the sandbox.
fn leave_running(
    sandbox: &Sandbox,
    client: &Arc<Client>,
    method: &'static str,
    request: &'static str,
) {
    let client = Arc::clone(client);
    thread::spawn(move || client.call(method, request));
    let path = catalog::find(method).expect("a method").path;
    while sandbox.count(path) == 0 {
        thread::sleep(Duration::from_millis(5));
    }
}

/// What differs from one run, machine or port to the next gets one value.
fn settle(answer: &mut Tree) {
    let fixed = [
        (vec!["elapsed_ms"], "5"),
        (vec!["sent_at"], NOW),
        (vec!["evidence", "bytes_sent"], "500"),
        (vec!["evidence", "bytes_total"], "500"),
    ];
    for (path, value) in fixed {
        // What was not sent at all has no time and no bytes, on every machine.
        let sent = |found: &Tree| path == ["elapsed_ms"] || !is_nothing(found);
        if let Some(place) = answer.at_mut(&path).filter(|found| sent(found)) {
            *place = Tree::Scalar(value.to_owned());
        }
    }
    for (list, own) in [
        ("intents", &["age_ms", "sent_at"][..]),
        ("resolved", &["elapsed_ms", "sent_at"]),
    ] {
        for entry in answer
            .at_mut(&[list])
            .into_iter()
            .flat_map(Tree::elements_mut)
        {
            for name in own {
                if let Some(place) = entry.at_mut(&[name]) {
                    let is_time = *name == "sent_at";
                    *place = Tree::Scalar(if is_time { NOW } else { "5" }.to_owned());
                }
            }
        }
    }
    // The picture shows an address, which has the port.
    if let Some(image) = answer.at_mut(&["Model", "QrImage"])
        && let Some(text) = image.as_text()
    {
        let begin: String = text.chars().take(24).collect();
        *image = Tree::text(&(begin + "…"));
    }
}

fn is_nothing(value: &Tree) -> bool {
    matches!(value, Tree::Scalar(json) if json == "null" || json == "0")
}
