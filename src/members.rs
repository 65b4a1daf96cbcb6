//! Objects inside the answers of our own methods.

use cloudpayments_money::json::{self, push_quoted};

/// The members of an object that is being written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Members(String);

impl Members {
    pub(crate) fn raw(mut self, name: &str, json: &str) -> Self {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        push_quoted(&mut self.0, name);
        self.0.push(':');
        self.0.push_str(json);
        self
    }

    pub(crate) fn text(self, name: &str, text: Option<&str>) -> Self {
        let json = text.map_or_else(|| "null".to_owned(), json::quoted);
        self.raw(name, &json)
    }

    pub(crate) fn number(self, name: &str, number: Option<i64>) -> Self {
        let json = number.map_or_else(|| "null".to_owned(), |number| number.to_string());
        self.raw(name, &json)
    }

    pub(crate) fn flag(self, name: &str, flag: bool) -> Self {
        self.raw(name, if flag { "true" } else { "false" })
    }

    pub(crate) fn finish(self) -> String {
        if self.0.is_empty() {
            "{}".to_owned()
        } else {
            self.0 + "}"
        }
    }
}

/// An array of objects.
pub(crate) fn list(entries: impl Iterator<Item = Members>) -> String {
    let entries: Vec<_> = entries.map(Members::finish).collect();
    format!("[{}]", entries.join(","))
}
