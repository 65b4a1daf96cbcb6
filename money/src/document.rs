//! A text that is read more than once and checked once.

use std::fmt;

use crate::json::{JsonError, Outline, Value};

/// A text of somebody else's, such as an answer, with what the check has found out about it.
pub struct Document {
    text: String,
    checked: Result<Outline, JsonError>,
}

impl Document {
    /// Checks a text.
    #[must_use]
    pub fn new(text: String) -> Self {
        let checked = Outline::of(&text);
        Self { text, checked }
    }

    /// The value, if the text is JSON.
    ///
    /// # Errors
    /// [`JsonError`] names the first thing that is wrong.
    pub fn value(&self) -> Result<Value<'_>, JsonError> {
        match &self.checked {
            Ok(outline) => Ok(outline.value(&self.text)),
            Err(why) => Err(why.clone()),
        }
    }

    /// The length of the text in bytes.
    #[must_use]
    pub fn length(&self) -> usize {
        self.text.len()
    }
}

/// Only the length is shown: it may be card data.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<document of {} bytes>", self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    /// All that a walk over a value finds, level by level.
    fn shown(value: Value<'_>) -> String {
        let Some(members) = value.members() else {
            return value.text().to_owned();
        };
        let members = members.map(|member| format!("{}={}", member.key, shown(member.value)));
        format!("({})", members.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn what_is_known_is_what_a_walk_finds() {
        for text in [
            "{}",
            "[]",
            "1",
            " [{\"a\":{\"b\":1}},{\"a\":2}] ",
            r#" { "Model" : { "Id" : 1 , "Items":[{"x":{"y":2}},[]], "Deep":{"Deeper":{"z":[3]}} } , "Success":true } "#,
            r#"{"a":{},"b":{"c":{}},"d":[],"\u0065":{"\n":"\""},"f":{"g":1,"h":{"i":2,"j":3},"k":4},"l":null}"#,
        ] {
            let document = Document::new(text.to_owned());
            let known = document.value().expect("JSON");
            let found = json::parse(text).expect("JSON");
            assert_eq!(known, found);
            assert_eq!(shown(known), shown(found), "{text}");
        }
    }

    #[test]
    fn many_members_are_found_again() {
        let members = |n: usize| -> String {
            let all: Vec<_> = (0..n).map(|n| format!("\"k{n}\":{n}")).collect();
            all.join(",")
        };
        let text = format!("{{\"a\":{{{}}},\"b\":{{{}}}}}", members(700), members(700));
        let document = Document::new(text);
        let value = document.value().expect("JSON");
        for path in ["a.k699", "b.k699"] {
            assert_eq!(value.at(path).map(Value::text), Some("699"), "{path}");
        }
    }

    #[test]
    fn what_is_wrong_is_found_at_any_depth() {
        let again = Document::new(r#"{"a":[{"b":{"c":1,"c":2}}]}"#.to_owned());
        assert_eq!(again.value(), Err(JsonError::Duplicate("c".into())));
    }
}
