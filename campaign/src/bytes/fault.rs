//! What is done to a connection, and where.

use std::fmt;
use std::str::FromStr;

use crate::dice::Dice;

/// Which way the bytes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// From the till to the gateway.
    Request,
    /// Back.
    Answer,
}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// RST both ways; the byte and all after it are lost.
    Reset,
    /// FIN both ways; the byte and all after it are lost.
    Close,
    /// The byte and all after it come when nobody waits for them any more.
    Stall,
    /// The byte becomes another one.
    Flip,
    /// The byte comes twice.
    Duplicate,
}

/// All of them.
pub const KINDS: [Kind; 5] = [
    Kind::Reset,
    Kind::Close,
    Kind::Stall,
    Kind::Flip,
    Kind::Duplicate,
];

impl Kind {
    /// Whether the bytes are others than were sent.
    #[must_use]
    pub const fn damages(self) -> bool {
        matches!(self, Self::Flip | Self::Duplicate)
    }
}

/// What lies between the till and the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Plain HTTP; the fault strikes once, and the look-ups after it pass unharmed.
    Http,
    /// Plain HTTP; the fault strikes every request of the call: repeats and look-ups too.
    Bad,
    /// TLS; the fault strikes once, in the handshake or in the records after it.
    Tls,
}

impl Line {
    /// The word for it in the name of a case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Bad => "bad",
            Self::Tls => "tls",
        }
    }
}

/// All of them.
pub const LINES: [Line; 3] = [Line::Http, Line::Bad, Line::Tls];

/// One thing done to one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// On its way to where.
    pub side: Side,
    /// What.
    pub kind: Kind,
    /// Which byte, counted from 0 at the first of the request or of the answer.
    pub at: u64,
}

/// One case of the campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// The operation: its place in [`super::operation::OPERATIONS`].
    pub operation: &'static super::operation::Operation,
    /// Whether the till has a journal.
    pub journal: bool,
    /// Over what.
    pub line: Line,
    /// What happens to it.
    pub fault: Fault,
}

impl Case {
    /// The number from which all that is random in this case follows.
    #[must_use]
    pub fn dice(&self, seed: u64) -> Dice {
        let text = self.to_string();
        let hash = text
            .bytes()
            .fold(seed, |hash, byte| Dice::new(hash ^ u64::from(byte)).any());
        Dice::new(hash)
    }
}

/// Another byte instead of this one: one of its bits, any other, or one that looks the same, as a
/// digit does to a digit.
#[must_use]
pub fn flipped(byte: u8, dice: &mut Dice) -> u8 {
    let small = |number: u64| u8::try_from(number).unwrap_or(0);
    let another_of = |first: u8, count: u64, dice: &mut Dice| {
        first + small((u64::from(byte - first) + dice.between(1, count - 1)) % count)
    };
    match (dice.below(3), byte) {
        (0, _) => byte ^ (1 << dice.below(8)),
        (1, b'0'..=b'9') => another_of(b'0', 10, dice),
        (1, b'a'..=b'z') => another_of(b'a', 26, dice),
        (1, b'A'..=b'Z') => another_of(b'A', 26, dice),
        _ => byte ^ small(dice.between(1, 255)),
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Fault { side, kind, at } = self.fault;
        let journal = if self.journal { "journal" } else { "plain" };
        let side = match side {
            Side::Request => "request",
            Side::Answer => "answer",
        };
        let kind = match kind {
            Kind::Reset => "reset",
            Kind::Close => "close",
            Kind::Stall => "stall",
            Kind::Flip => "flip",
            Kind::Duplicate => "duplicate",
        };
        let (name, line) = (self.operation.name, self.line.name());
        write!(f, "{name}:{journal}:{line}:{side}:{kind}:{at}")
    }
}

impl FromStr for Case {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong =
            || format!("`{text}` is no case; one looks like charge:plain:http:answer:flip:17");
        let parts: Vec<&str> = text.split(':').collect();
        let [operation, journal, line, side, kind, at] = parts.as_slice() else {
            return Err(wrong());
        };
        Ok(Self {
            operation: super::operation::find(operation).ok_or_else(wrong)?,
            journal: match *journal {
                "journal" => true,
                "plain" => false,
                _ => return Err(wrong()),
            },
            line: LINES
                .into_iter()
                .find(|one| one.name() == *line)
                .ok_or_else(wrong)?,
            fault: Fault {
                side: match *side {
                    "request" => Side::Request,
                    "answer" => Side::Answer,
                    _ => return Err(wrong()),
                },
                kind: match *kind {
                    "reset" => Kind::Reset,
                    "close" => Kind::Close,
                    "stall" => Kind::Stall,
                    "flip" => Kind::Flip,
                    "duplicate" => Kind::Duplicate,
                    _ => return Err(wrong()),
                },
                at: at.parse().map_err(|_| wrong())?,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, flipped};
    use crate::dice::Dice;

    #[test]
    fn a_case_is_repeated_by_its_name() {
        let name = "card_payout:journal:tls:answer:duplicate:1204";
        let case: Case = name.parse().expect("a case");
        assert_eq!(case.to_string(), name);
        assert_eq!(case.dice(1).any(), case.dice(1).any());
        assert_ne!(case.dice(1).any(), case.dice(2).any());
        assert!("charge:plain:http:answer:bend:1".parse::<Case>().is_err());
    }

    #[test]
    fn a_flipped_byte_is_always_another_one() {
        for seed in 0..2000 {
            for byte in *b"0a9zZ{\r\xff" {
                assert_ne!(flipped(byte, &mut Dice::new(seed)), byte);
            }
        }
    }
}
