//! Our own JSON reader and `serde_json` agree on what is JSON and on what stands in it.

#![allow(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a test that panics says where"
)]

use cloudpayments_money::document::Document;
use cloudpayments_money::json::{self, JsonError, Value, quoted};

/// A small generator, so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

const TEXTS: &[&str] = &[
    "",
    "a",
    "Amount",
    "тест",
    "q\"q",
    "back\\slash",
    "\n\t",
    "{[:,]}",
    "0123456789abcdef",
    "\u{1}😀x",
];
const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "10.00000",
    "1E5",
    "9223372036854775807",
    "0.1e-7",
    "-0.0",
];

fn document(dice: &mut Dice, depth: u64, out: &mut String) {
    let blank = |dice: &mut Dice| [" ", "", "\n", "\t "][dice.roll(4) as usize];
    out.push_str(blank(dice));
    match dice.roll(if depth == 0 { 4 } else { 7 }) {
        0 => out.push_str(["null", "true", "false"][dice.roll(3) as usize]),
        1 => out.push_str(NUMBERS[dice.roll(NUMBERS.len() as u64) as usize]),
        2 | 3 => out.push_str(&quoted(TEXTS[dice.roll(TEXTS.len() as u64) as usize])),
        4 => {
            let length = dice.roll(5);
            out.push('[');
            for at in 0..length {
                out.push_str(if at == 0 { "" } else { "," });
                document(dice, depth - 1, out);
            }
            out.push(']');
        }
        _ => {
            let length = dice.roll(6);
            out.push('{');
            for at in 0..length {
                out.push_str(if at == 0 { "" } else { "," });
                let key = format!("{}{at}", TEXTS[dice.roll(TEXTS.len() as u64) as usize]);
                out.push_str(&quoted(&key));
                out.push_str(blank(dice));
                out.push(':');
                document(dice, depth - 1, out);
            }
            out.push('}');
        }
    }
    out.push_str(blank(dice));
}

fn assert_same(ours: Value<'_>, theirs: &serde_json::Value) {
    match theirs {
        serde_json::Value::Object(map) => {
            let members = ours.members().expect("an object").collect::<Vec<_>>();
            assert_eq!(members.len(), map.len(), "{}", ours.text());
            for member in members {
                let value = map.get(&*member.key).expect("the same key");
                assert_same(member.value, value);
                assert_eq!(ours.get(&member.key), Some(member.value));
            }
        }
        serde_json::Value::Array(list) => {
            let elements = ours.elements().expect("an array");
            assert_eq!(elements.len(), list.len(), "{}", ours.text());
            for (element, value) in elements.into_iter().zip(list) {
                assert_same(element, value);
            }
        }
        serde_json::Value::String(text) => {
            assert_eq!(ours.as_str().as_deref(), Some(text.as_str()));
        }
        other => {
            let again: serde_json::Value = serde_json::from_str(ours.text()).expect("a scalar");
            assert_eq!(&again, other);
        }
    }
}

#[test]
fn both_readers_agree_on_whole_and_on_broken_texts() {
    let mut dice = Dice(0x5eed_2026);
    let (mut whole, mut broken) = (0, 0);
    for _ in 0..60_000 {
        let mut text = String::new();
        document(&mut dice, 4, &mut text);
        // Half of the texts lose, double or change a piece.
        if dice.roll(2) == 0 {
            let mut chars: Vec<char> = text.chars().collect();
            let at = dice.roll(chars.len().max(1) as u64) as usize;
            match dice.roll(3) {
                0 if at < chars.len() => drop(chars.remove(at)),
                1 => chars.insert(
                    at,
                    ['"', '\\', '{', '}', ',', ':', '1', '\u{1f}'][dice.roll(8) as usize],
                ),
                _ => chars.truncate(at),
            }
            text = chars.into_iter().collect();
        }
        match (
            json::parse(&text),
            serde_json::from_str::<serde_json::Value>(&text),
        ) {
            (Ok(ours), Ok(theirs)) => {
                whole += 1;
                assert_same(ours, &theirs);
                let kept = Document::new(text.clone());
                assert_same(kept.value().expect("the same verdict"), &theirs);
            }
            (Err(JsonError::Duplicate(_)), _) => {}
            (Err(_), Err(_)) => broken += 1,
            (ours, theirs) => panic!("{text:?}: {:?} {:?}", ours.err(), theirs.err()),
        }
    }
    assert!(whole > 20_000 && broken > 5_000, "{whole} {broken}");
}
