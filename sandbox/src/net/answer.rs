//! HTTP answers, before they become hyper's.

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{CONTENT_TYPE, DATE, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};

use crate::request_log::Sent;
use crate::values::{dates, percent};

/// One answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    status: StatusCode,
    content_type: &'static str,
    body: Bytes,
    headers: Vec<(HeaderName, String)>,
}

/// The connection is closed without an answer.
#[derive(Debug)]
pub(crate) struct HangUp;

impl std::fmt::Display for HangUp {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("closed without an answer")
    }
}

impl std::error::Error for HangUp {}

impl Answer {
    /// 200 with JSON.
    pub(crate) fn json(body: impl Into<Bytes>) -> Self {
        Self {
            status: StatusCode::OK,
            content_type: "application/json; charset=utf-8",
            body: body.into(),
            headers: Vec::new(),
        }
    }

    /// A page.
    pub(crate) fn html(status: StatusCode, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            content_type: "text/html; charset=utf-8",
            body: body.into(),
            headers: Vec::new(),
        }
    }

    /// A script.
    pub(crate) fn script(text: &'static [u8]) -> Self {
        Self {
            status: StatusCode::OK,
            content_type: "text/javascript; charset=utf-8",
            body: Bytes::from_static(text),
            headers: Vec::new(),
        }
    }

    /// The plain page of an HTTP error, as gateways write it.
    pub(crate) fn error_page(status: StatusCode) -> Self {
        let title = format!(
            "{} {}",
            status.as_u16(),
            status.canonical_reason().unwrap_or("Error")
        );
        let page = format!(
            "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n</body>\r\n</html>\r\n"
        );
        Self::html(status, page)
    }

    /// 204.
    pub(crate) fn nothing() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            content_type: "",
            body: Bytes::new(),
            headers: Vec::new(),
        }
    }

    /// The same with another status.
    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The same with one more header.
    pub(crate) fn with_header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// HTTP status.
    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// What it says.
    pub(crate) fn body(&self) -> &Bytes {
        &self.body
    }

    /// How the log remembers it.
    pub(crate) fn sent(&self) -> Sent {
        Sent::Answer {
            status: self.status.as_u16(),
            body: self.body.clone(),
        }
    }

    /// What hyper sends; `now_ms` goes into the `Date` header.
    pub(crate) fn into_response(self, now_ms: i64) -> Response<Full<Bytes>> {
        let mut response = Response::new(Full::new(self.body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        if !self.content_type.is_empty() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        }
        if let Ok(date) = HeaderValue::try_from(dates::http(now_ms)) {
            headers.insert(DATE, date);
        }
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.insert(name, value);
            }
        }
        response
    }
}

/// A path as the tables know it: decoded, without slashes and blanks at its ends.
pub(crate) fn normal_path(path: &str) -> String {
    let decoded = percent::decoded(path);
    let text = String::from_utf8_lossy(&decoded);
    text.trim_matches(|edge: char| edge == '/' || edge.is_whitespace())
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::normal_path;

    #[test]
    fn blanks_after_a_path_do_not_matter() {
        for path in [
            "/payments/get",
            "/payments/get%20",
            "/payments/get ",
            "/payments/get/",
            "payments%2Fget",
        ] {
            assert_eq!(normal_path(path), "payments/get", "{path}");
        }
        assert_eq!(normal_path("/a%"), "a%");
        assert_eq!(normal_path("/"), "");
    }
}
