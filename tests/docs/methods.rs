//! The parts of `docs/methods.md`.

use std::fs;
use std::path::Path;

use cloudpayments::catalog::{Field, Row, Via};

use crate::areas::{AREAS, Area};
use crate::markdown::{code, table};
use crate::shorten;
use crate::tree::Tree;

/// The widest line of an example, in characters.
const WIDTH: usize = 110;

/// The areas with their methods.
pub(crate) fn contents() -> String {
    table(
        ["area", "methods"],
        AREAS.iter().map(|area| {
            let methods: Vec<_> = area.rows().map(link).collect();
            [
                format!("[{}](#{})", area.title, area.anchor()),
                methods.join(", "),
            ]
        }),
    )
}

/// A chapter for each area.
pub(crate) fn areas() -> String {
    let areas: Vec<_> = AREAS.iter().map(chapter).collect();
    areas.join("\n")
}

fn chapter(area: &Area) -> String {
    let overview = table(
        ["method", "path", "effect", "what it does"],
        area.rows().map(|row| {
            [
                link(row),
                match row.path {
                    "" => "–".to_owned(),
                    path => code(path),
                },
                code(row.effect.as_str()),
                row.summary.to_owned(),
            ]
        }),
    );
    let sections: Vec<_> = area.rows().map(section).collect();
    let Area { title, about, .. } = area;
    format!(
        "## {title}\n\n{about}\n\n{overview}\n{}",
        sections.join("\n")
    )
}

fn link(row: &Row) -> String {
    format!("[`{0}`](#{0})", row.name)
}

fn section(row: &Row) -> String {
    let fields = if row.fields.is_empty() {
        "No fields of its own.\n".to_owned()
    } else {
        fields(row.fields)
    };
    let Row { name, summary, .. } = row;
    let mut facts = match row.via {
        Via::Api(_) => vec![format!("`POST {}`", row.path)],
        Via::Get(_) => vec![format!("`GET {}`", row.path)],
        Via::Own => Vec::new(),
    };
    facts.push(code(row.effect.as_str()));
    facts.push(format!("[schema](schema/{name}.json)"));
    let example = example(name);
    if example.is_some() {
        facts.push(format!("[whole example](examples/{name}.json)"));
    }
    let head = format!("### `{name}`\n\n{summary}\n\n{}\n", facts.join(" · "));
    let mut parts = vec![head, fields];
    if let Some((request, answer)) = example {
        parts.extend([block(&request), block(&answer)]);
    }
    parts.join("\n")
}

/// The example of a method as the page shows it. A method of the API must have one, which another
/// test looks after.
fn example(method: &str) -> Option<(Tree, Tree)> {
    let file = format!("docs/examples/{method}.json");
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).ok()?;
    let example = Tree::parse(&text);
    let request = shorten::request(example.get("request").expect("a request"));
    let answer = shorten::answer(example.get("answer").expect("an answer"));
    Some((request, answer))
}

fn block(json: &Tree) -> String {
    format!("```json\n{}\n```\n", json.dense(WIDTH))
}

pub(crate) fn fields(fields: &[Field]) -> String {
    table(
        ["field", "type", "required", "max", "meaning"],
        fields.iter().map(|field| {
            [
                code(field.name),
                field.kind.as_str().to_owned(),
                if field.required { "yes" } else { "" }.to_owned(),
                field.max.map_or_else(String::new, |max| max.to_string()),
                field.summary.to_owned(),
            ]
        }),
    )
}
