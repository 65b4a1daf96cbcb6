//! What all pages have in common.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, X_CONTENT_TYPE_OPTIONS};
use ring::digest::{SHA256, digest};

use crate::net::answer::Answer;

/// A text that is safe between tags and inside quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(character),
        }
    }
    safe
}

/// A page that may load nothing, run nothing but `script`, and post forms.
pub(super) fn page(status: StatusCode, html: String, script: &str) -> Answer {
    let scripts = if script.is_empty() {
        "'none'".to_owned()
    } else {
        format!(
            "'sha256-{}'",
            STANDARD.encode(digest(&SHA256, script.as_bytes()))
        )
    };
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src {scripts}; form-action http: https:; base-uri 'none'"
    );
    Answer::html(status, html)
        .with_header(CONTENT_SECURITY_POLICY, policy)
        .with_header(CACHE_CONTROL, "no-store")
        .with_header(X_CONTENT_TYPE_OPTIONS, "nosniff")
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_gets_out_of_its_quotes() {
        assert_eq!(
            escaped(r#"<a href="x">'&"#),
            "&lt;a href=&quot;x&quot;&gt;&#39;&amp;"
        );
    }
}
