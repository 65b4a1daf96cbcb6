//! A notification as it goes over the wire.

use bytes::Bytes;
use http_body_util::Full;
use hyper::Request;

use super::form::Form;
use super::settings::{Address, Body, Encoding, HttpMethod, Named, Setting};
use super::signature;

/// Written and signed.
#[derive(Debug)]
pub(crate) struct Letter {
    /// GET or POST.
    pub(crate) method: HttpMethod,
    /// With the query, if the parameters are there.
    pub(crate) url: String,
    /// `Content-Type`, `Content-HMAC`, `X-Content-HMAC`.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// The body as a text, whatever its bytes are; empty if the parameters are in the query.
    pub(crate) text: String,
    body: Bytes,
}

impl Letter {
    /// Write and sign a form as the merchant wants it.
    pub(crate) fn write(setting: &Setting, address: &Address, form: &Form, secret: &str) -> Self {
        let url = address.as_str().to_owned();
        match (setting.http_method, setting.body) {
            (HttpMethod::Get, _) => Self::in_query(url, form, setting.encoding, secret),
            (HttpMethod::Post, Body::Form) => Self::as_form(url, form, setting.encoding, secret),
            (HttpMethod::Post, Body::Json) => Self::as_json(url, form, setting.encoding, secret),
        }
    }

    fn in_query(mut url: String, form: &Form, encoding: Encoding, secret: &str) -> Self {
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(&form.urlencoded(encoding));
        // What the address has of its own is part of the query, and signed with it.
        let (_, query) = url.split_once('?').unwrap_or_default();
        let headers = form_signatures(secret, query, encoding);
        Self {
            method: HttpMethod::Get,
            url,
            headers,
            text: String::new(),
            body: Bytes::new(),
        }
    }

    fn as_form(url: String, form: &Form, encoding: Encoding, secret: &str) -> Self {
        let text = form.urlencoded(encoding);
        let mut headers = vec![content_type("application/x-www-form-urlencoded", encoding)];
        headers.extend(form_signatures(secret, &text, encoding));
        Self {
            method: HttpMethod::Post,
            url,
            headers,
            body: Bytes::from(text.clone()),
            text,
        }
    }

    fn as_json(url: String, form: &Form, encoding: Encoding, secret: &str) -> Self {
        let text = form.json();
        let body = encoding.bytes(&text);
        // There is nothing to decode: both signatures are over the bytes.
        let signature = signature::of_raw(secret, &body);
        Self {
            method: HttpMethod::Post,
            url,
            headers: vec![
                content_type("application/json", encoding),
                ("Content-HMAC", signature.clone()),
                ("X-Content-HMAC", signature),
            ],
            body: Bytes::from(body),
            text,
        }
    }

    /// What hyper sends.
    pub(crate) fn request(&self) -> Result<Request<Full<Bytes>>, hyper::http::Error> {
        let mut request = Request::builder().method(self.method.name()).uri(&self.url);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        request.body(Full::new(self.body.clone()))
    }
}

fn content_type(kind: &str, encoding: Encoding) -> (&'static str, String) {
    let value = match encoding {
        Encoding::Utf8 => kind.to_owned(),
        Encoding::Windows1251 => format!("{kind}; charset=windows-1251"),
    };
    ("Content-Type", value)
}

fn form_signatures(
    secret: &str,
    parameters: &str,
    encoding: Encoding,
) -> Vec<(&'static str, String)> {
    vec![
        (
            "Content-HMAC",
            signature::of_raw(secret, parameters.as_bytes()),
        ),
        (
            "X-Content-HMAC",
            signature::of_decoded(secret, parameters, encoding),
        ),
    ]
}
