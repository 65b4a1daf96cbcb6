//! Basic authentication.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hyper::HeaderMap;
use hyper::StatusCode;
use hyper::header::{AUTHORIZATION, WWW_AUTHENTICATE};

use crate::config::Config;
use crate::net::answer::Answer;

/// Whether login and password are those of the terminal.
pub(crate) fn is_authorized(headers: &HeaderMap, config: &Config) -> bool {
    let Some(header) = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
    else {
        return false;
    };
    let Some((scheme, pair)) = header.split_once(' ') else {
        return false;
    };
    let expected = format!("{}:{}", config.public_id, config.api_secret);
    scheme.eq_ignore_ascii_case("basic")
        && STANDARD
            .decode(pair.trim())
            .is_ok_and(|sent| sent == expected.as_bytes())
}

/// The answer without or with wrong credentials: a page, as a web server writes it.
pub(crate) fn unauthorized() -> Answer {
    let page = "<!DOCTYPE html>\r\n<html><head><title>401 - Unauthorized</title></head>\r\n\
        <body><h2>401 - Unauthorized: Access is denied due to invalid credentials.</h2></body></html>\r\n";
    Answer::html(StatusCode::UNAUTHORIZED, page)
        .with_header(WWW_AUTHENTICATE, "Basic realm=\"CloudPayments\"")
}
