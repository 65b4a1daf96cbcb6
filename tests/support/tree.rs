//! JSON that can be changed and printed: members keep their order and numbers their digits.
#![allow(dead_code, reason = "every test file uses a part of it")]
#![allow(unreachable_pub, missing_docs, reason = "a module of test programs")]

use cloudpayments_money::json::{self, Value, quoted};

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree {
    /// Anything but an array or an object, as JSON text.
    Scalar(String),
    Array(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    #[track_caller]
    pub fn parse(text: &str) -> Self {
        Self::of(json::parse(text).unwrap_or_else(|why| panic!("{why}: {text}")))
    }

    fn of(value: Value<'_>) -> Self {
        if let Some(members) = value.members() {
            return Self::Object(
                members
                    .map(|member| (member.key.into_owned(), Self::of(member.value)))
                    .collect(),
            );
        }
        match value.elements() {
            Some(elements) => Self::Array(elements.into_iter().map(Self::of).collect()),
            None => Self::Scalar(value.text().to_owned()),
        }
    }

    pub fn text(text: &str) -> Self {
        Self::Scalar(quoted(text))
    }

    /// The text of a string.
    pub fn as_text(&self) -> Option<String> {
        match self {
            Self::Scalar(json) => json::checked(json).as_str().map(Into::into),
            _ => None,
        }
    }

    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members
                .iter()
                .find_map(|(name, value)| (name == key).then_some(value)),
            _ => None,
        }
    }

    /// The value at a path of keys.
    pub fn at_mut(&mut self, path: &[&str]) -> Option<&mut Self> {
        let Some((key, rest)) = path.split_first() else {
            return Some(self);
        };
        let Self::Object(members) = self else {
            return None;
        };
        let (_, value) = members.iter_mut().find(|(name, _)| name == key)?;
        value.at_mut(rest)
    }

    /// The elements of an array.
    pub fn elements_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        match self {
            Self::Array(elements) => elements.iter_mut(),
            _ => [].iter_mut(),
        }
    }

    /// The text with each member on a line of its own, but for what fits on a line of `width`
    /// characters as a whole: a change is easily seen.
    pub fn tall(&self, width: usize) -> String {
        let mut out = String::new();
        self.print(&mut out, width, 0, false);
        out
    }

    /// The text with as many members on a line as fit: easily read.
    pub fn dense(&self, width: usize) -> String {
        let mut out = String::new();
        self.print(&mut out, width, 0, true);
        out
    }

    fn print(&self, out: &mut String, width: usize, indent: usize, dense: bool) {
        let line = self.line();
        // One place is for the comma behind it.
        if column(out) + line.chars().count() < width {
            out.push_str(&line);
            return;
        }
        let items: Vec<(String, &Self)> = match self {
            Self::Scalar(_) => return out.push_str(&line),
            Self::Array(elements) => elements.iter().map(|item| (String::new(), item)).collect(),
            Self::Object(members) => members
                .iter()
                .map(|(key, value)| (format!("{}: ", quoted(key)), value))
                .collect(),
        };
        let (open, close) = self.brackets();
        let begin = "  ".repeat(indent + 1);
        out.push_str(open);
        let mut stays = false;
        for (at, (key, value)) in items.into_iter().enumerate() {
            out.push_str(if at == 0 { "" } else { "," });
            let length = (key.clone() + &value.line()).chars().count();
            if stays && column(out) + 1 + length < width {
                out.push(' ');
            } else {
                out.push('\n');
                out.push_str(&begin);
            }
            // Behind what has lines of its own a new line begins.
            stays = dense && column(out) + length < width;
            out.push_str(&key);
            value.print(out, width, indent + 1, dense);
        }
        out.push('\n');
        out.push_str(&"  ".repeat(indent));
        out.push_str(close);
    }

    fn line(&self) -> String {
        let items: Vec<_> = match self {
            Self::Scalar(json) => return json.clone(),
            Self::Array(elements) => elements.iter().map(Self::line).collect(),
            Self::Object(members) => members
                .iter()
                .map(|(key, value)| format!("{}: {}", quoted(key), value.line()))
                .collect(),
        };
        let (open, close) = self.brackets();
        format!("{open}{}{close}", items.join(", "))
    }

    const fn brackets(&self) -> (&'static str, &'static str) {
        match self {
            Self::Array(_) => ("[", "]"),
            _ => ("{", "}"),
        }
    }
}

/// How many characters the last line has.
fn column(text: &str) -> usize {
    text.rsplit('\n').next().unwrap_or_default().chars().count()
}
