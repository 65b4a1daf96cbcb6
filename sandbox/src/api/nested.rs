//! Lists below the top level of a request: of objects, and of numbers.
//!
//! An object is read like a request of its own, so its names have no case either, and no digit of
//! it is lost.

use serde_json::value::RawValue;

use super::fields::Fields;
use super::refusal::Refusal;

impl Fields {
    /// A list of objects; one that is not there is empty.
    pub(crate) fn nested_list(&self, name: &'static str) -> Result<Vec<Self>, Refusal> {
        entries(self.json(name).as_deref(), name)?
            .into_iter()
            .map(|entry| read(entry.get(), name))
            .collect()
    }

    /// A list of whole numbers, as numbers or as texts; one that is not there is empty.
    pub(crate) fn integers(&self, name: &'static str) -> Result<Vec<i64>, Refusal> {
        entries(self.json(name).as_deref(), name)?
            .into_iter()
            .map(|entry| {
                let number = entry.get().trim_matches('"').parse();
                number.map_err(|_| Refusal::invalid(name))
            })
            .collect()
    }
}

/// Read the text of an object.
fn read(json: &str, name: &str) -> Result<Fields, Refusal> {
    if !json.trim_start().starts_with('{') {
        return Err(Refusal::invalid(name));
    }
    Fields::read(Some("application/json"), json.as_bytes()).map_err(|_| Refusal::invalid(name))
}

fn entries<'a>(json: Option<&'a str>, name: &str) -> Result<Vec<&'a RawValue>, Refusal> {
    match json {
        None | Some("") => Ok(Vec::new()),
        Some(json) => serde_json::from_str(json).map_err(|_| Refusal::invalid(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::Fields;

    fn json(body: &str) -> Fields {
        Fields::read(Some("application/json"), body.as_bytes()).expect("readable")
    }

    #[test]
    fn an_object_is_read_without_case_and_as_text_too() {
        for body in [r#"{"A":{"B":1.50}}"#, r#"{"a":"{\"b\":1.50}"}"#] {
            let inner = json(body).nested("a").expect("an object").expect("there");
            assert_eq!(inner.text("b"), Ok(Some("1.50".to_owned())), "{body}");
        }
        assert!(json(r#"{"a":null}"#).nested("a").expect("none").is_none());
        assert!(json(r#"{"a":[]}"#).nested("a").is_err());
    }

    #[test]
    fn lists_hold_objects_or_numbers() {
        let body = json(r#"{"items":[{"n":"x"},{"n":"y"}],"codes":[0,"1"],"odd":[1,{}]}"#);
        assert_eq!(body.nested_list("Items").expect("a list").len(), 2);
        assert_eq!(body.integers("Codes"), Ok(vec![0, 1]));
        assert!(body.nested_list("Codes").is_err());
        assert!(body.integers("Odd").is_err());
        assert_eq!(body.integers("None"), Ok(Vec::new()));
    }
}
