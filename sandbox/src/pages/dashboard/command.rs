//! What a button or a form of the dashboard posts, as the JSON that the control routes read.
//!
//! Forms know texts only. A field whose value is something else says so in its name:
//! `times:number`, `duplicates_run:boolean`.

use serde_json::{Map, Number, Value};

/// The body of the control request. Empty fields are left out; a value that is not what its name
/// promises stays a text, which the control route refuses by name.
pub(super) fn of_form(form: &[u8]) -> Vec<u8> {
    let mut fields = Map::new();
    for (name, value) in form_urlencoded::parse(form).filter(|(_, value)| !value.is_empty()) {
        let (name, kind) = name.split_once(':').unwrap_or((&name, ""));
        let typed = match kind {
            "number" => value.parse::<Number>().ok().map(Value::Number),
            "boolean" => value.parse().ok().map(Value::Bool),
            _ => None,
        };
        let typed = typed.unwrap_or_else(|| Value::String(value.into_owned()));
        fields.insert(name.to_owned(), typed);
    }
    Value::Object(fields).to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::of_form;

    #[test]
    fn names_tell_the_kinds_of_values() {
        let form = b"path=a%2Fb&times%3Anumber=2&share%3Anumber=0.5&on%3Aboolean=true&bytes%3Anumber=x&none=";
        let json = String::from_utf8(of_form(form)).expect("a text");
        assert_eq!(
            json,
            r#"{"path":"a/b","times":2,"share":0.5,"on":true,"bytes":"x"}"#
        );
    }
}
