//! A JSON object, written field by field in the order of the documentation.

use std::fmt::Write;

/// An object with the fields of another after its own. Neither may be empty.
pub(crate) fn extended(object: &str, more: Object) -> String {
    let more = more.finish();
    format!(
        "{},{}",
        object.strip_suffix('}').unwrap_or(object),
        more.strip_prefix('{').unwrap_or(&more)
    )
}

/// Collects the fields; `finish` closes the object.
#[derive(Debug)]
pub(crate) struct Object(String);

impl Object {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self(String::with_capacity(2048))
    }

    /// A value that is JSON already.
    pub(crate) fn raw(&mut self, name: &str, json: impl std::fmt::Display) -> &mut Self {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        // Writing to a String cannot fail.
        let _ = write!(self.0, "\"{name}\":{json}");
        self
    }

    /// A text.
    pub(crate) fn text(&mut self, name: &str, text: &str) -> &mut Self {
        match serde_json::to_string(text) {
            Ok(json) => self.raw(name, json),
            Err(_) => self.null(name),
        }
    }

    /// A text that may be missing.
    pub(crate) fn optional(&mut self, name: &str, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.text(name, text),
            None => self.null(name),
        }
    }

    /// Nothing to say.
    pub(crate) fn null(&mut self, name: &str) -> &mut Self {
        self.raw(name, "null")
    }

    /// The whole object.
    pub(crate) fn finish(self) -> String {
        if self.0.is_empty() {
            "{}".to_owned()
        } else {
            self.0 + "}"
        }
    }
}
