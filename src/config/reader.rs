//! Reads the keys of one object and names the one at fault.

use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::json::{Member, Value};
use zeroize::Zeroizing;

use crate::nearest::nearest;

/// Reads the keys of one object.
pub(super) struct Reader<'a> {
    members: Vec<Member<'a>>,
    prefix: &'static str,
    known: &'static [&'static str],
}

impl<'a> Reader<'a> {
    pub(super) fn new(value: Value<'a>, known: &'static [&'static str]) -> Result<Self, Fault> {
        let members = value.members().ok_or_else(|| {
            Fault::new(
                ErrorCode::BadJson,
                "the configuration must be a JSON object",
            )
        })?;
        Ok(Self {
            members: members.collect(),
            prefix: "",
            known,
        })
    }

    pub(super) fn nested(
        value: Value<'a>,
        name: &'static str,
        prefix: &'static str,
        known: &'static [&'static str],
    ) -> Result<Self, Fault> {
        let members = value
            .members()
            .ok_or_else(|| bad(name, "must be an object"))?;
        let reader = Self {
            members: members.collect(),
            prefix,
            known,
        };
        reader.refuse_unknown()?;
        Ok(reader)
    }

    pub(super) fn refuse_unknown(&self) -> Result<(), Fault> {
        for member in &self.members {
            if !self.known.contains(&&*member.key) {
                let hint = nearest(&member.key, self.known.iter().copied())
                    .map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
                let name = format!("{}{}", self.prefix, member.key);
                let message = format!("unknown key `{name}`{hint}");
                return Err(Fault::field(ErrorCode::BadConfig, name, message));
            }
        }
        Ok(())
    }

    /// A value that is there and not null.
    pub(super) fn get(&self, key: &str) -> Option<Value<'a>> {
        self.members
            .iter()
            .find(|member| member.key == key)
            .map(|member| member.value)
            .filter(|value| !value.is_null())
    }

    pub(super) fn name(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    pub(super) fn text(&self, key: &str, max: usize) -> Result<Option<String>, Fault> {
        let text = self.secret(key, max)?;
        Ok(text.map(|mut text| std::mem::take(&mut *text)))
    }

    /// A text that is wiped when dropped, also when it is refused.
    pub(super) fn secret(&self, key: &str, max: usize) -> Result<Option<Zeroizing<String>>, Fault> {
        let Some(value) = self.get(key) else {
            return Ok(None);
        };
        let text = value
            .as_str()
            .ok_or_else(|| bad(&self.name(key), "must be a string"))?;
        let text = Zeroizing::new(text.into_owned());
        if text.is_empty() || text.len() > max || text.contains('\0') {
            return Err(bad(
                &self.name(key),
                &format!("must have 1 to {max} bytes, none of them zero"),
            ));
        }
        Ok(Some(text))
    }

    pub(super) fn number(&self, key: &str, min: u64, max: u64) -> Result<Option<u64>, Fault> {
        let Some(value) = self.get(key) else {
            return Ok(None);
        };
        value
            .as_number()
            .and_then(|digits| digits.parse().ok())
            .filter(|number| (min..=max).contains(number))
            .map(Some)
            .ok_or_else(|| {
                bad(
                    &self.name(key),
                    &format!("must be a whole number from {min} to {max}"),
                )
            })
    }

    pub(super) fn flag(&self, key: &str) -> Result<Option<bool>, Fault> {
        self.get(key)
            .map(|value| {
                value
                    .as_bool()
                    .ok_or_else(|| bad(&self.name(key), "must be true or false"))
            })
            .transpose()
    }
}

pub(super) fn bad(key: &str, why: &str) -> Fault {
    Fault::field(ErrorCode::BadConfig, key, format!("`{key}` {why}"))
}

pub(super) fn missing(key: &str) -> Fault {
    bad(key, "is required")
}
