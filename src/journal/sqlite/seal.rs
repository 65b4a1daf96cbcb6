//! Seals of rows: what the disk gives back is what was written, or it is seen.

use ring::hmac;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};

/// The first half of an HMAC.
pub(super) type Seal = [u8; 16];

/// Seals rows by the journal's own key.
pub(super) struct Sealer {
    key: hmac::Key,
}

impl Sealer {
    pub(super) fn new(key: &[u8]) -> Self {
        Self {
            key: hmac::Key::new(hmac::HMAC_SHA256, key),
        }
    }

    /// The seal of a row that consists of these values.
    pub(super) fn seal<'a>(
        &self,
        table: &str,
        values: impl IntoIterator<Item = ValueRef<'a>>,
    ) -> Seal {
        let mut context = hmac::Context::with_key(&self.key);
        update(&mut context, 0, table.as_bytes());
        for value in values {
            match value {
                ValueRef::Null => update(&mut context, 1, &[]),
                ValueRef::Integer(number) => update(&mut context, 2, &number.to_le_bytes()),
                ValueRef::Real(number) => update(&mut context, 3, &number.to_le_bytes()),
                ValueRef::Text(text) => update(&mut context, 4, text),
                ValueRef::Blob(bytes) => update(&mut context, 5, bytes),
            }
        }
        let tag = context.sign();
        let mut seal = Seal::default();
        for (to, from) in seal.iter_mut().zip(tag.as_ref()) {
            *to = *from;
        }
        seal
    }
}

/// Kind and length first, so that no two rows look alike.
fn update(context: &mut hmac::Context, kind: u8, bytes: &[u8]) {
    let mut head = [kind; 9];
    for (to, from) in head.iter_mut().skip(1).zip(bytes.len().to_le_bytes()) {
        *to = from;
    }
    context.update(&head);
    context.update(bytes);
}

/// What is bound to a statement, as it will be read.
pub(super) fn as_ref<'a>(bound: &'a ToSqlOutput<'_>) -> ValueRef<'a> {
    match bound {
        ToSqlOutput::Borrowed(value) => *value,
        ToSqlOutput::Owned(value) => value_ref(value),
        _ => ValueRef::Null,
    }
}

fn value_ref(value: &Value) -> ValueRef<'_> {
    ValueRef::from(value)
}
