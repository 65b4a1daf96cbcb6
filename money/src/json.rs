//! JSON that keeps every digit.
//!
//! `serde_json` turns `10.00000` into `10.0` or `1E5` into `1e+5`, has no way to refuse a repeated
//! key, and its raw values have no depth limit. Money needs all three, so this module checks a
//! text once (grammar, depth, repeated keys, without recursion and without turning a number into
//! anything) and then hands out slices of it.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::{self, Write as _};

/// How deeply arrays and objects may be nested.
pub const MAX_DEPTH: usize = 128;

/// Up to this many keys of one object are compared one by one; beyond it a set takes over, so
/// that a hostile text cannot make the check slow.
const KEYS_COMPARED_ONE_BY_ONE: usize = 64;

/// Why a text is not accepted as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JsonError {
    /// Not JSON; the offset in bytes at which reading stopped.
    Syntax(usize),
    /// Nested more deeply than [`MAX_DEPTH`].
    TooDeep,
    /// One object has this key twice.
    Duplicate(String),
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(at) => write!(f, "not valid JSON at byte {at}"),
            Self::TooDeep => write!(f, "nested more than {MAX_DEPTH} levels deep"),
            Self::Duplicate(key) => write!(f, "the key `{key}` occurs twice in one object"),
        }
    }
}

impl std::error::Error for JsonError {}

/// A JSON value as it stands in a text that was checked; its slice has no blanks around it.
#[derive(Clone, Copy)]
pub struct Value<'a> {
    text: &'a str,
    /// Its members, and what is inside of them, if the check has noted them.
    known: &'a [Known],
    /// Where `text` begins in the text in which `known` counts.
    start: usize,
}

impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Value<'_> {}

/// A value is shown by its kind only: it may be card data.
impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes of JSON>", self.text.len())
    }
}

/// One key of an object with its value.
#[derive(Debug, Clone)]
pub struct Member<'a> {
    /// The key, with escapes resolved.
    pub key: Cow<'a, str>,
    /// The value.
    pub value: Value<'a>,
}

/// Checks a whole text and returns its one value.
///
/// # Errors
/// [`JsonError`] names the first thing that is wrong.
pub fn parse(text: &str) -> Result<Value<'_>, JsonError> {
    let (start, end) = Checker::new(text, None).run()?.value;
    Ok(Value::new(text.get(start..end).unwrap_or_default()))
}

/// A text that was checked before, such as [`Value::text`] of a value, as a value again.
#[must_use]
pub const fn checked(text: &str) -> Value<'_> {
    Value::new(text)
}

/// Where the members of an object, and those of its members that are objects, stand in a text.
#[derive(Debug, Clone)]
pub(crate) struct Outline {
    value: (usize, usize),
    known: Vec<Known>,
}

impl Outline {
    /// Checks a whole text as [`parse`] does.
    pub(crate) fn of(text: &str) -> Result<Self, JsonError> {
        // A member has seldom less than this many bytes.
        let known = Vec::with_capacity((text.len() / 24).clamp(4, 96));
        Checker::new(text, Some(known)).run()
    }

    /// The value of the text that this is the outline of.
    pub(crate) fn value<'a>(&'a self, text: &'a str) -> Value<'a> {
        let (start, end) = self.value;
        Value {
            text: text.get(start..end).unwrap_or_default(),
            known: &self.known,
            start,
        }
    }
}

/// Where one member stands, counted from the begin of the whole text.
#[derive(Debug, Clone, Copy)]
struct Known {
    /// The key without its quotes, and whether it has escapes.
    key: (usize, usize),
    escaped: bool,
    value: (usize, usize),
    /// How many of those that follow are inside the value.
    inside: usize,
}

/// The objects whose members are noted: the outermost one, and those directly inside.
const KNOWN_DEPTH: usize = 2;

/// A text with more members than any real answer is walked over again when it is read, so that
/// a hostile one cannot make the notes larger than the text.
const KNOWN_AT_MOST: usize = 1024;

impl<'a> Value<'a> {
    const fn new(text: &'a str) -> Self {
        Self {
            text,
            known: &[],
            start: 0,
        }
    }

    /// The text of the value, every digit as it came.
    #[must_use]
    pub const fn text(self) -> &'a str {
        self.text
    }

    /// Whether this is `null`.
    #[must_use]
    pub fn is_null(self) -> bool {
        self.text == "null"
    }

    /// The boolean, if it is one.
    #[must_use]
    pub fn as_bool(self) -> Option<bool> {
        match self.text {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// The text of a string with escapes resolved; `None` for anything but a string.
    #[must_use]
    pub fn as_str(self) -> Option<Cow<'a, str>> {
        let inner = self.text.strip_prefix('"')?.strip_suffix('"')?;
        let escaped = inner.as_bytes().contains(&b'\\');
        Some(unescape(inner, escaped))
    }

    /// The digits of a number as they came; `None` for anything but a number.
    #[must_use]
    pub fn as_number(self) -> Option<&'a str> {
        self.text
            .starts_with(|c: char| c == '-' || c.is_ascii_digit())
            .then_some(self.text)
    }

    /// The text of a string or the digits of a number: the API writes ids either way.
    #[must_use]
    pub fn as_scalar(self) -> Option<Cow<'a, str>> {
        self.as_number()
            .map(Cow::Borrowed)
            .or_else(|| self.as_str())
    }

    /// A whole number, plain or quoted, that fits 63 bits.
    #[must_use]
    pub fn as_i64(self) -> Option<i64> {
        self.as_scalar()?.parse().ok()
    }

    /// The members of an object, in order; `None` for anything but an object.
    #[must_use]
    pub fn members(self) -> Option<Members<'a>> {
        let rest = Scan::inside(self.text, '{')?;
        Some(Members(if self.known.is_empty() {
            Walk::Unknown(rest)
        } else {
            Walk::Known(self)
        }))
    }

    /// The value of one key of an object.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Value<'a>> {
        let found = self.members()?.find(|member| member.key == key)?;
        Some(found.value)
    }

    /// The elements of an array, in order; `None` for anything but an array.
    #[must_use]
    pub fn elements(self) -> Option<Vec<Value<'a>>> {
        let mut rest = Scan::inside(self.text, '[')?;
        let mut elements = Vec::new();
        while let Some(element) = rest.next_value() {
            elements.push(Value::new(element));
        }
        Some(elements)
    }

    /// The next known member, which is forgotten by this.
    #[inline]
    fn take_known(&mut self) -> Option<Member<'a>> {
        let (member, others) = self.known.split_first()?;
        let (inside, others) = others.split_at_checked(member.inside)?;
        self.known = others;
        let text = |(from, to)| self.text.get(from - self.start..to - self.start);
        Some(Member {
            key: unescape(text(member.key)?, member.escaped),
            value: Value {
                text: text(member.value)?,
                known: inside,
                start: member.value.0,
            },
        })
    }

    /// What stands between the braces of an object, without the blanks around it.
    #[must_use]
    pub fn inner(self) -> Option<&'a str> {
        Some(
            self.text
                .strip_prefix('{')?
                .strip_suffix('}')?
                .trim_matches(BLANKS),
        )
    }

    /// Whether this is an object.
    #[must_use]
    pub fn is_object(self) -> bool {
        self.text.starts_with('{')
    }

    /// Whether this is an array.
    #[must_use]
    pub fn is_array(self) -> bool {
        self.text.starts_with('[')
    }

    /// The value at a path like `Model.TransactionId`; array elements by their index from 0.
    #[must_use]
    pub fn at(self, path: &str) -> Option<Value<'a>> {
        path.split('.').try_fold(self, |value, step| {
            if value.is_array() {
                value.elements()?.get(index(step)?).copied()
            } else {
                value.get(step)
            }
        })
    }
}

/// The index that a step of a path is. Written in one way only: `00` and `+0` are none.
fn index(step: &str) -> Option<usize> {
    let plain = step == "0" || step.starts_with(|c: char| matches!(c, '1'..='9'));
    step.parse().ok().filter(|_| plain)
}

/// Appends `text` to `out` as a JSON string with its quotes.
pub fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    let bytes = text.as_bytes();
    let mut plain_from = 0;
    loop {
        let at = skip(bytes, plain_from, special_in_string);
        out.push_str(text.get(plain_from..at).unwrap_or_default());
        match bytes.get(at) {
            None => break,
            Some(b'"') => out.push_str("\\\""),
            Some(b'\\') => out.push_str("\\\\"),
            Some(b'\n') => out.push_str("\\n"),
            Some(b'\r') => out.push_str("\\r"),
            Some(b'\t') => out.push_str("\\t"),
            Some(byte) => {
                let _ = write!(out, "\\u{byte:04x}");
            }
        }
        plain_from = at + 1;
    }
    out.push('"');
}

/// `text` as a JSON string with its quotes.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_quoted(&mut out, text);
    out
}

/// Writes an object, member by member.
#[derive(Default)]
pub struct ObjectWriter(String);

impl ObjectWriter {
    /// Adds a key with its value, which is JSON text.
    pub fn put(&mut self, key: &str, value: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        push_quoted(&mut self.0, key);
        self.0.push(':');
        self.0.push_str(value);
    }

    /// The text of the object.
    #[must_use]
    pub fn finish(mut self) -> String {
        self.0.push_str(if self.0.is_empty() { "{}" } else { "}" });
        self.0
    }
}

impl fmt::Debug for ObjectWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes of JSON>", self.0.len())
    }
}

const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

/// A checked string without its escapes, if it is `escaped` at all.
#[inline]
fn unescape(inner: &str, escaped: bool) -> Cow<'_, str> {
    if escaped {
        Cow::Owned(resolve_escapes(inner))
    } else {
        Cow::Borrowed(inner)
    }
}

/// Resolves the escapes of a checked string; a half of a surrogate pair becomes U+FFFD.
fn resolve_escapes(inner: &str) -> String {
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some((plain, escaped)) = rest.split_once('\\') {
        out.push_str(plain);
        let mut chars = escaped.chars();
        match chars.next() {
            Some('u') => {
                let (decoded, after) = unescape_unicode(chars.as_str());
                out.push(decoded);
                rest = after;
                continue;
            }
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('b') => out.push('\u{8}'),
            Some('f') => out.push('\u{c}'),
            Some(other) => out.push(other),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out
}

/// Decodes what follows a `\u`, together with a second half if there is one.
fn unescape_unicode(text: &str) -> (char, &str) {
    let (first, rest) = hex4(text);
    if let 0xd800..=0xdbff = first
        && let Some(after) = rest.strip_prefix("\\u")
        && let (second @ 0xdc00..=0xdfff, after) = hex4(after)
    {
        let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        return (char::from_u32(code).unwrap_or('\u{fffd}'), after);
    }
    (char::from_u32(first).unwrap_or('\u{fffd}'), rest)
}

fn hex4(text: &str) -> (u32, &str) {
    let (digits, rest) = text.split_at_checked(4).unwrap_or((text, ""));
    (u32::from_str_radix(digits, 16).unwrap_or(0xfffd), rest)
}

/// The members of an object, one after the other.
#[derive(Debug)]
pub struct Members<'a>(Walk<'a>);

#[derive(Debug)]
enum Walk<'a> {
    /// The object with those of its members that are still to come.
    Known(Value<'a>),
    /// The text is looked through.
    Unknown(Scan<'a>),
}

impl<'a> Iterator for Members<'a> {
    type Item = Member<'a>;

    #[inline]
    fn next(&mut self) -> Option<Member<'a>> {
        match &mut self.0 {
            Walk::Known(object) => object.take_known(),
            Walk::Unknown(rest) => {
                let key = rest.next_key()?;
                let value = Value::new(rest.next_value()?);
                Some(Member { key, value })
            }
        }
    }
}

/// Walks over the values inside one object or array of a checked text.
#[derive(Debug)]
struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    fn inside(text: &'a str, open: char) -> Option<Self> {
        text.starts_with(open).then_some(Self { text, at: 1 })
    }

    /// Steps to the next key or value; `None` at the end.
    fn next_start(&mut self) -> Option<&'a [u8]> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let between = rest
            .iter()
            .position(|b| !matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b',' | b':'))?;
        self.at += between;
        rest.get(between..)
    }

    /// The next key; `None` at the closing brace.
    fn next_key(&mut self) -> Option<Cow<'a, str>> {
        let (length, escaped) = string_length(self.next_start()?)?;
        let inner = self.text.get(self.at + 1..self.at + length - 1)?;
        self.at += length;
        Some(unescape(inner, escaped))
    }

    /// The next value; `None` at the closing bracket.
    fn next_value(&mut self) -> Option<&'a str> {
        let length = value_length(self.next_start()?)?;
        let value = self.text.get(self.at..self.at + length)?;
        self.at += length;
        Some(value)
    }
}

/// The length of the checked value at the start of `bytes`; `None` at a closing bracket.
fn value_length(bytes: &[u8]) -> Option<usize> {
    match bytes.first()? {
        b'"' => string_length(bytes).map(|(length, _)| length),
        b'{' | b'[' => {
            let mut depth = 0_usize;
            let mut at = 0;
            loop {
                at = skip(bytes, at, quotes_and_brackets);
                match bytes.get(at)? {
                    b'"' => at += string_length(bytes.get(at..)?)?.0,
                    b'{' | b'[' => {
                        depth += 1;
                        at += 1;
                    }
                    _ => {
                        depth -= 1;
                        at += 1;
                        if depth == 0 {
                            return Some(at);
                        }
                    }
                }
            }
        }
        b'}' | b']' => None,
        _ => Some(
            bytes
                .iter()
                .position(|b| matches!(b, b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r'))
                .unwrap_or(bytes.len()),
        ),
    }
}

/// The length of a string with its quotes, and whether it has escapes; `None` if it is no string.
fn string_length(bytes: &[u8]) -> Option<(usize, bool)> {
    if bytes.first() != Some(&b'"') {
        return None;
    }
    let mut at = 1;
    let mut escaped = false;
    loop {
        at = skip(bytes, at, |word| equal(word, b'"') | equal(word, b'\\'));
        match bytes.get(at)? {
            b'"' => return Some((at + 1, escaped)),
            _ => at += 2,
        }
        escaped = true;
    }
}

/// The place of the first byte at or after `at` that `marks` marks, or the end.
///
/// Most of a text is plain, and this steps over it eight bytes at a time: an answer is walked
/// over several times, and byte by byte that was most of what a call cost. `marks` sets the top
/// bit of each byte that it looks for; only the first mark has to be true.
fn skip(bytes: &[u8], mut at: usize, marks: impl Fn(u64) -> u64) -> usize {
    while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let marked = marks(u64::from_le_bytes(*eight));
        if marked != 0 {
            return at + (marked.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while let Some(byte) = bytes.get(at)
        && marks(all(*byte)) == 0
    {
        at += 1;
    }
    at
}

/// A word of eight such bytes.
const fn all(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Marks the bytes of a word that equal `byte`.
const fn equal(word: u64, byte: u8) -> u64 {
    below(word ^ all(byte), 1)
}

/// Marks the bytes of a word that are less than `limit`, which is at most 128. A borrow can mark
/// a byte wrongly, but only above one that is marked rightly.
const fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(all(limit)) & !word & all(0x80)
}

/// Marks what cannot stand in a string as it is: quotes, backslashes and what is below a blank.
/// One flipped bit brings the quote down beside the last of those.
const fn special_in_string(word: u64) -> u64 {
    let flipped = word ^ all(b'"' ^ b' ');
    below(flipped, b' ' + 1) | equal(word, b'\\')
}

/// Marks what matters when a checked value is stepped over. The brackets differ from the braces
/// in one bit.
const fn quotes_and_brackets(word: u64) -> u64 {
    let braces = word | all(b'{' ^ b'[');
    equal(word, b'"') | equal(braces, b'{') | equal(braces, b'}')
}

/// A number below 512 that equal keys have in common, so that others are seldom compared.
fn mark_of(key: &str) -> usize {
    let bytes = key.as_bytes();
    let ends = match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => {
            u64::from_le_bytes(*first) ^ u64::from_le_bytes(*last).rotate_left(5)
        }
        _ => bytes
            .iter()
            .fold(0, |mark, byte| (mark << 8) | u64::from(*byte)),
    };
    let mixed = (ends ^ bytes.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 55) as usize
}

/// An object or array that is still open.
enum Frame<'a> {
    Array,
    Object(Keys<'a>),
}

/// The keys of an object that is still open.
struct Keys<'a> {
    /// Where they begin among all keys.
    first: usize,
    /// A bit for each [`mark_of`] a key: as long as it is not set, the key is a new one.
    seen: [u64; 8],
    many: Option<HashSet<Cow<'a, str>>>,
}

impl<'a> Keys<'a> {
    /// Adds a key to those of all open objects, unless this object has it already.
    fn add(&mut self, key: Cow<'a, str>, all: &mut Vec<Cow<'a, str>>) -> Result<(), JsonError> {
        let own = all.len() - self.first;
        if (own >= KEYS_COMPARED_ONE_BY_ONE || self.has_seen(&key)) && self.has(&key, all) {
            return Err(JsonError::Duplicate(key.into_owned()));
        }
        all.push(key);
        Ok(())
    }

    /// Whether this key may have come before; sets its bit.
    fn has_seen(&mut self, key: &str) -> bool {
        let mark = mark_of(key);
        let bit = 1 << (mark % 64);
        self.seen.get_mut(mark / 64).is_none_or(|bits| {
            let had = *bits & bit != 0;
            *bits |= bit;
            had
        })
    }

    /// Whether the object has this key.
    #[cold]
    fn has(&mut self, key: &str, all: &[Cow<'a, str>]) -> bool {
        let own = all.get(self.first..).unwrap_or_default();
        if own.len() < KEYS_COMPARED_ONE_BY_ONE {
            return own.iter().any(|known| known == key);
        }
        let many = self.many.get_or_insert_default();
        many.extend(own.get(many.len()..).unwrap_or_default().iter().cloned());
        many.contains(key)
    }
}

struct Checker<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// The innermost open array or object, and those around it.
    frame: Option<Frame<'a>>,
    around: Vec<Frame<'a>>,
    depth: usize,
    /// The keys of all open objects; each frame knows where its own begin.
    keys: Vec<Cow<'a, str>>,
    /// The members that are noted, if any are.
    known: Option<Vec<Known>>,
    /// Which of them is open at each depth.
    open: [usize; KNOWN_DEPTH],
}

impl<'a> Checker<'a> {
    fn new(text: &'a str, known: Option<Vec<Known>>) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            frame: None,
            around: Vec::new(),
            depth: 0,
            keys: Vec::new(),
            known,
            open: [0; KNOWN_DEPTH],
        }
    }

    fn run(mut self) -> Result<Outline, JsonError> {
        self.blanks();
        let start = self.at;
        if self.peek() != Some(b'{') {
            self.known = None;
        }
        self.open_value()?;
        while self.depth > 0 {
            self.after_value()?;
        }
        let end = self.at;
        self.blanks();
        if self.at != self.bytes.len() {
            return Err(self.wrong());
        }
        Ok(Outline {
            value: (start, end),
            known: self.known.unwrap_or_default(),
        })
    }

    /// Reads a scalar whole, or opens containers until a scalar or an empty container is read.
    fn open_value(&mut self) -> Result<(), JsonError> {
        loop {
            match self.peek() {
                Some(b'{') => {
                    self.enter(Frame::Object(Keys {
                        first: self.keys.len(),
                        seen: [0; 8],
                        many: None,
                    }))?;
                    if self.peek() == Some(b'}') {
                        self.leave();
                        return Ok(());
                    }
                    self.key()?;
                }
                Some(b'[') => {
                    self.enter(Frame::Array)?;
                    if self.peek() == Some(b']') {
                        self.leave();
                        return Ok(());
                    }
                }
                Some(b'"') => return self.string().map(drop),
                Some(b'-' | b'0'..=b'9') => return self.number(),
                Some(b't') => return self.word("true"),
                Some(b'f') => return self.word("false"),
                Some(b'n') => return self.word("null"),
                _ => return Err(self.wrong()),
            }
        }
    }

    /// After a value inside a container: the next one, or the end of the container.
    fn after_value(&mut self) -> Result<(), JsonError> {
        let in_object = matches!(self.frame, Some(Frame::Object(_)));
        if in_object {
            self.note_end();
        }
        self.blanks();
        match (self.peek(), in_object) {
            (Some(b','), true) => {
                self.at += 1;
                self.blanks();
                self.key()?;
                self.open_value()
            }
            (Some(b','), false) => {
                self.at += 1;
                self.blanks();
                self.open_value()
            }
            (Some(b'}'), true) | (Some(b']'), false) => {
                self.leave();
                Ok(())
            }
            _ => Err(self.wrong()),
        }
    }

    fn enter(&mut self, frame: Frame<'a>) -> Result<(), JsonError> {
        if self.depth == MAX_DEPTH {
            return Err(JsonError::TooDeep);
        }
        match self.frame.replace(frame) {
            Some(around) => self.around.push(around),
            // A text that is one plain value needs no memory.
            None => self.keys.reserve((self.text.len() / 16).clamp(8, 96)),
        }
        self.depth += 1;
        self.at += 1;
        self.blanks();
        Ok(())
    }

    fn leave(&mut self) {
        if let Some(Frame::Object(keys)) = &self.frame {
            self.keys.truncate(keys.first);
        }
        self.frame = self.around.pop();
        self.depth -= 1;
        self.at += 1;
    }

    /// Notes a member whose value begins here.
    fn note(&mut self, key: (usize, usize), escaped: bool) {
        let Some(open) = self.open.get_mut(self.depth - 1) else {
            return;
        };
        let Some(known) = &mut self.known else {
            return;
        };
        if known.len() == KNOWN_AT_MOST {
            self.known = None;
            return;
        }
        *open = known.len();
        known.push(Known {
            key,
            escaped,
            value: (self.at, self.at),
            inside: 0,
        });
    }

    /// Notes that the value of the latest member of the innermost object ends here.
    fn note_end(&mut self) {
        if let Some(open) = self.open.get(self.depth - 1)
            && let Some(known) = &mut self.known
            && let inside = known.len() - open - 1
            && let Some(member) = known.get_mut(*open)
        {
            member.value.1 = self.at;
            member.inside = inside;
        }
    }

    /// Reads a key and its colon, and refuses a key that the object has already.
    fn key(&mut self) -> Result<(), JsonError> {
        if self.peek() != Some(b'"') {
            return Err(self.wrong());
        }
        let from = self.at + 1;
        let escaped = self.string()?;
        let to = self.at - 1;
        let key = unescape(self.text.get(from..to).unwrap_or_default(), escaped);
        if let Some(Frame::Object(keys)) = &mut self.frame {
            keys.add(key, &mut self.keys)?;
        }
        self.blanks();
        if self.peek() != Some(b':') {
            return Err(self.wrong());
        }
        self.at += 1;
        self.blanks();
        self.note((from, to), escaped);
        Ok(())
    }

    /// Reads a string and tells whether it has escapes.
    #[inline]
    fn string(&mut self) -> Result<bool, JsonError> {
        self.at = skip(self.bytes, self.at + 1, special_in_string);
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(false);
        }
        self.rest_of_string().map(|()| true)
    }

    /// Reads the rest of a string from its first escape on.
    fn rest_of_string(&mut self) -> Result<(), JsonError> {
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.escape()?,
                _ => return Err(self.wrong()),
            }
            self.at = skip(self.bytes, self.at, special_in_string);
        }
    }

    fn escape(&mut self) -> Result<(), JsonError> {
        self.at += 1;
        let length = match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 1,
            Some(b'u') => {
                let digits = self.bytes.get(self.at + 1..self.at + 5);
                if !digits.is_some_and(|d| d.iter().all(u8::is_ascii_hexdigit)) {
                    return Err(self.wrong());
                }
                5
            }
            _ => return Err(self.wrong()),
        };
        self.at += length;
        Ok(())
    }

    fn number(&mut self) -> Result<(), JsonError> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'0') => self.at += 1,
            Some(b'1'..=b'9') => self.digits()?,
            _ => return Err(self.wrong()),
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == start {
            return Err(self.wrong());
        }
        Ok(())
    }

    fn word(&mut self, word: &str) -> Result<(), JsonError> {
        let found = self.bytes.get(self.at..self.at + word.len());
        if found != Some(word.as_bytes()) {
            return Err(self.wrong());
        }
        self.at += word.len();
        Ok(())
    }

    fn blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    const fn wrong(&self) -> JsonError {
        JsonError::Syntax(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digit_survives() {
        let text = r#" {"Amount": 10.00000, "big": 123456789012345678901234567890, "e": 1E5, "n": -0.0e-7 } "#;
        let value = parse(text).expect("JSON");
        assert_eq!(value.get("Amount").map(Value::text), Some("10.00000"));
        assert_eq!(value.get("e").map(Value::text), Some("1E5"));
        assert_eq!(
            value.get("big").map(Value::text),
            Some("123456789012345678901234567890")
        );
    }

    #[test]
    fn paths_lead_into_objects_and_arrays() {
        let value = parse(r#"{"Model":[{"Id":1},{"Id":"two\u0041"}]}"#).expect("JSON");
        let id = value.at("Model.1.Id").and_then(Value::as_str);
        assert_eq!(id.as_deref(), Some("twoA"));
        assert_eq!(value.at("Model.2.Id"), None);
        assert_eq!(value.at("Model.x"), None);
    }

    #[test]
    fn malformed_text_is_refused() {
        for text in [
            "",
            " ",
            "{",
            "}",
            "[",
            "{]",
            "[}",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "[1,]",
            "[,]",
            "01",
            "1.",
            "1.e1",
            "1e",
            "-",
            "+1",
            "tru",
            "nul",
            "\"",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"a\nb\"",
            "{\"a\":1}x",
            "{a:1}",
            "{'a':1}",
            "NaN",
            "[1 2]",
            "{\"a\" 1}",
            "\u{feff}{}",
        ] {
            assert!(matches!(parse(text), Err(JsonError::Syntax(_))), "{text:?}");
        }
    }

    #[test]
    fn repeated_keys_are_found_at_any_depth_and_behind_escapes() {
        for text in [
            r#"{"a":1,"a":2}"#,
            r#"{"a":1,"\u0061":2}"#,
            r#"{"x":[{"b":{"a":1,"c":0,"a":2}}]}"#,
        ] {
            assert_eq!(parse(text), Err(JsonError::Duplicate("a".into())), "{text}");
        }
        assert!(parse(r#"{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}"#).is_ok());
    }

    #[test]
    fn members_are_the_same_wherever_the_longest_stands() {
        let long = r#"{"x":["}",{"y":"]\""}],"z":[[]]}"#;
        for text in [
            format!(r#"{{"a":{long},"b":[1],"c":2}}"#),
            format!("\n {{ \"a\" : {long} ,\"b\":[1] , \"c\":2 }} \n"),
            format!(r#"{{"c":2,"b":[1],"a":{long}}}"#),
            format!(r#"{{"b":[1],"c":2,"a":{long}}}"#),
        ] {
            let value = parse(&text).expect("JSON");
            let found = |key| value.get(key).map(Value::text);
            assert_eq!(found("a"), Some(long), "{text}");
            assert_eq!(found("b"), Some("[1]"), "{text}");
            assert_eq!(found("c"), Some("2"), "{text}");
            assert_eq!(value.members().map(Iterator::count), Some(3));
            let inside = value.at("a.x.1.y").and_then(Value::as_str);
            assert_eq!(inside.as_deref(), Some("]\""));
        }
        let list = format!("[[1],{long},[2,3]]");
        let elements = parse(&list).expect("JSON").elements().expect("array");
        assert_eq!(elements.len(), 3);
        assert_eq!(elements.get(1).copied().map(Value::text), Some(long));
    }

    #[test]
    fn eight_bytes_at_a_time_find_what_one_by_one_finds() {
        let one_by_one = |bytes: &[u8], from: usize| {
            let rest = bytes.get(from..).unwrap_or_default();
            let special = |b: &u8| matches!(b, b'"' | b'\\' | 0..=0x1f);
            from + rest.iter().position(special).unwrap_or(rest.len())
        };
        // Every pair of neighbours, because a mark may spill over to the next byte.
        for (first, second) in (0..=u8::MAX).flat_map(|a| (0..=u8::MAX).map(move |b| (a, b))) {
            for at in [0, 5, 7, 9] {
                let mut bytes = [b'x'; 11];
                for (to, from) in bytes.iter_mut().skip(at).zip([first, second]) {
                    *to = from;
                }
                for from in [0, at, at + 1] {
                    let found = skip(&bytes, from, special_in_string);
                    assert_eq!(found, one_by_one(&bytes, from), "{bytes:?} from {from}");
                }
            }
        }
        for byte in 0..=u8::MAX {
            let marked = quotes_and_brackets(all(byte)) != 0;
            assert_eq!(marked, b"\"{}[]".contains(&byte), "{byte}");
        }
    }

    #[test]
    fn keys_with_the_same_mark_are_told_apart() {
        let (one, other) = ("12345678-a-12345678", "12345678-b-12345678");
        assert_eq!(mark_of(one), mark_of(other));
        let text = |second| format!(r#"{{"{one}":1,"{second}":2}}"#);
        assert!(parse(&text(other)).is_ok());
        assert_eq!(parse(&text(one)), Err(JsonError::Duplicate(one.to_owned())));
    }

    #[test]
    fn repeated_keys_are_found_among_thousands() {
        let many: Vec<String> = (0..5000).map(|n| format!("\"k{n}\":{n}")).collect();
        let text = format!("{{{}}}", many.join(","));
        assert!(parse(&text).is_ok());
        for again in [0, 63, 64, 65, 4999] {
            let text = format!("{{{},\"k{again}\":0}}", many.join(","));
            assert_eq!(parse(&text), Err(JsonError::Duplicate(format!("k{again}"))));
        }
    }

    #[test]
    fn depth_has_a_limit_and_needs_no_stack() {
        let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert!(parse(&nested(MAX_DEPTH)).is_ok());
        assert_eq!(parse(&nested(MAX_DEPTH + 1)), Err(JsonError::TooDeep));
        assert_eq!(parse(&"[".repeat(1_000_000)), Err(JsonError::TooDeep));
    }

    #[test]
    fn strings_are_unescaped_and_escaped() {
        let value = parse(r#""\ud83d\ude00 \ud83d \u043f\n\"\/\\""#).expect("JSON");
        assert_eq!(value.as_str().as_deref(), Some("😀 \u{fffd} п\n\"/\\"));
        assert_eq!(quoted("a\"\\\n\u{1}п"), r#""a\"\\\n\u0001п""#);
    }

    #[test]
    fn scalars_may_be_quoted_or_plain() {
        let value = parse(r#"[504,"504",null,5e2,504.0]"#).expect("JSON");
        let ids: Vec<_> = value
            .elements()
            .expect("array")
            .iter()
            .map(|v| v.as_i64())
            .collect();
        assert_eq!(ids, [Some(504), Some(504), None, None, None]);
    }
}
