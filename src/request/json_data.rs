//! The member `JsonData`, which carries our mark to the gateway and back.

use std::borrow::Cow;

use cloudpayments_money::answer::STAMP_KEY;
use cloudpayments_money::json::{self, Value};
use cloudpayments_money::request_id::RequestId;

use super::Parsed;

impl Parsed<'_> {
    /// `JsonData` as JSON text, also if it is a string with such a text; `{}` if it is absent.
    pub(crate) fn data(&self) -> Cow<'_, str> {
        let data = self.get("JsonData").unwrap_or("{}");
        if data.starts_with('"') {
            self.text("JsonData").unwrap_or_default()
        } else {
            Cow::Borrowed(data)
        }
    }

    /// Sets `JsonData`, which stays a string if it was one.
    pub(crate) fn set_data(&mut self, data: String) {
        let is_text = self
            .get("JsonData")
            .is_some_and(|data| data.starts_with('"'));
        let data = if is_text { json::quoted(&data) } else { data };
        self.set("JsonData", data);
    }

    /// Puts our mark into `JsonData`, if that is absent, an object, or text that is one. Tells
    /// whether it could.
    pub(crate) fn stamp(&mut self, id: &RequestId) -> bool {
        let mark = ["\"", STAMP_KEY, "\":\"", id.as_str(), "\""].concat();
        let stamped = {
            let data = self.data();
            json::parse(&data).ok().and_then(|data| marked(data, &mark))
        };
        let could = stamped.is_some();
        if let Some(data) = stamped {
            self.set_data(data);
        }
        could
    }
}

/// The text of an object with our mark in it; `None` if it is no object.
fn marked(value: Value<'_>, mark: &str) -> Option<String> {
    if value.get(STAMP_KEY).is_none() {
        let inner = value.inner()?;
        let comma = if inner.is_empty() { "" } else { "," };
        return Some(["{", inner, comma, mark, "}"].concat());
    }
    let mut out = String::from("{");
    for member in value.members()?.filter(|member| member.key != STAMP_KEY) {
        json::push_quoted(&mut out, &member.key);
        out.push(':');
        out.push_str(member.value.text());
        out.push(',');
    }
    out.push_str(mark);
    out.push('}');
    Some(out)
}
