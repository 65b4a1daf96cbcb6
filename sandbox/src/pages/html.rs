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
        source(script)
    };
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src {scripts}; form-action http: https:; base-uri 'none'"
    );
    guarded(Answer::html(status, html), policy)
}

/// A page that may run `script` and the scripts of this server, and ask this server and nobody else.
pub(super) fn live_page(html: String, script: &str) -> Answer {
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'self' {}; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        source(script)
    );
    guarded(Answer::html(StatusCode::OK, html), policy)
}

/// A script that never changes.
pub(super) fn script(text: &'static [u8]) -> Answer {
    Answer::script(text).with_header(CACHE_CONTROL, "public, max-age=31536000, immutable")
}

/// What a script is allowed by.
fn source(script: &str) -> String {
    let digest = digest(&SHA256, script.as_bytes());
    format!("'sha256-{}'", STANDARD.encode(digest))
}

fn guarded(answer: Answer, policy: String) -> Answer {
    answer
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
