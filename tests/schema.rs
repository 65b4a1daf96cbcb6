//! `docs/schema/` has a JSON Schema of the request of every method, made from the catalogue.
//!
//! What a schema refuses the library refuses, but for null, which is a field left out. That the two
//! agree, and that the examples fit, is tested where a validator is at hand: by
//! `bindings/python/tests/test_schema.py`. `make bless` writes the schemas anew.

#[path = "support/folder.rs"]
mod folder;
#[path = "support/tree.rs"]
mod tree;

use cloudpayments::catalog::{COMMON, COMMON_API, Field, Kind, ROWS, Row, Via};
use tree::Tree;

const WIDTH: usize = 120;

/// What `Amount::parse` takes. No look-ahead: not every language has it.
const AMOUNT: &str = r"^([1-9][0-9]{0,11}(\.[0-9]{1,2})?|0\.(0[1-9]|[1-9][0-9]?))$";

/// Nothing but the number of a card, which is refused where a cryptogram belongs.
const CARD_NUMBER: &str = r"^[ -]*([0-9][ -]*){12,19}$";

#[test]
fn the_schemas_are_those_of_the_catalogue() {
    let files = ROWS
        .iter()
        .map(|row| (format!("{}.json", row.name), schema(row).tall(WIDTH) + "\n"));
    folder::compare("docs/schema", &files.collect());
}

fn schema(row: &Row) -> Tree {
    let ours = COMMON
        .iter()
        .chain(COMMON_API)
        .filter(|field| match field.name {
            "amount_minor" => row.field("Amount").is_some(),
            "extra" => matches!(row.via, Via::Api(_)),
            _ => true,
        });
    let fields = row.fields.iter().chain(ours);
    let properties = fields.map(|field| (field.name.to_owned(), property(field)));
    let required = row.fields.iter().filter(|field| field.required);
    let mut required: Vec<_> = required.map(|field| field.name).collect();
    let mut members = vec![
        (
            "$schema",
            Tree::text("https://json-schema.org/draft/2020-12/schema"),
        ),
        ("title", Tree::text(row.name)),
        ("description", Tree::text(row.summary)),
        ("type", Tree::text("object")),
        ("properties", Tree::Object(properties.collect())),
    ];
    // The sum stands in one of two fields.
    let either = object(vec![("required", texts(&["Amount", "amount_minor"]))]);
    let amount = row.field("Amount");
    if amount.is_some_and(|field| field.required) {
        required.retain(|name| *name != "Amount");
        let one = |name| object(vec![("required", texts(&[name]))]);
        members.push((
            "oneOf",
            Tree::Array(vec![one("Amount"), one("amount_minor")]),
        ));
    } else if amount.is_some() {
        members.push(("not", either));
    }
    if !required.is_empty() {
        members.push(("required", texts(&required)));
    }
    members.push(("additionalProperties", Tree::Scalar("false".to_owned())));
    object(members)
}

fn property(field: &Field) -> Tree {
    let number = |number: u64| Tree::Scalar(number.to_string());
    let mut members = vec![("description", Tree::text(field.summary))];
    match field.kind {
        Kind::Amount => members.extend([
            ("type", texts(&["string", "number"])),
            ("pattern", Tree::text(AMOUNT)),
            ("minimum", Tree::Scalar("0.01".to_owned())),
            ("maximum", Tree::Scalar("999999999999.99".to_owned())),
        ]),
        Kind::Integer => {
            let max = field.max.unwrap_or(i64::MAX.unsigned_abs());
            let least = u64::from(matches!(field.name, "amount_minor" | "timeout_ms"));
            members.extend([
                ("type", texts(&["integer", "string"])),
                ("minimum", number(least)),
                ("maximum", number(max)),
                ("pattern", Tree::text(&digits(least, max))),
            ]);
        }
        Kind::Text | Kind::Cryptogram => {
            members.push(("type", Tree::text("string")));
            if field.name == "request_id" {
                members.push(("pattern", Tree::text("^[A-Za-z0-9._:-]+$")));
            }
            if field.required {
                members.push(("minLength", number(1)));
            }
            if let Some(max) = field.max {
                members.push(("maxLength", number(max)));
            }
            if field.kind == Kind::Cryptogram {
                let card = object(vec![("pattern", Tree::text(CARD_NUMBER))]);
                members.push(("not", card));
            }
        }
        Kind::Boolean | Kind::Object | Kind::Array => {
            members.push(("type", Tree::text(field.kind.as_str())));
        }
        Kind::Json => {}
    }
    object(members)
}

/// The pattern of a number as text: as many digits as the greatest one has.
fn digits(least: u64, max: u64) -> String {
    let more = max.to_string().len() - 1;
    let number = match more {
        0 => format!("[1-{max}]"),
        _ => format!("[1-9][0-9]{{0,{more}}}"),
    };
    match least {
        0 => format!("^(0|{number})$"),
        _ => format!("^{number}$"),
    }
}

fn object(members: Vec<(&str, Tree)>) -> Tree {
    let named = members.into_iter();
    Tree::Object(
        named
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

fn texts(all: &[&str]) -> Tree {
    Tree::Array(all.iter().map(|text| Tree::text(text)).collect())
}
