//! Requests out, answers and evidence back.

mod attempt;
mod flow;
mod inspect;
mod names;
mod proxy;
mod trust;
mod wire;

use std::fmt;
use std::io::Read as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use cloudpayments_money::document::Document;
use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::evidence::{Evidence, HttpAnswer, Phase, Trouble};
use cloudpayments_money::instant;
use cloudpayments_money::request_id::RequestId;
use ureq::Agent;
use ureq::http::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, DATE, HeaderMap, HeaderName, RETRY_AFTER,
    USER_AGENT,
};
use ureq::http::{HeaderValue, Request};
use zeroize::Zeroizing;

use self::attempt::Attempt;
use self::names::Names;
use self::wire::{MAX_HEAD, Wire};
use crate::config::Config;

pub(crate) use self::attempt::Stop;
pub(crate) use self::inspect::{Way, walk};
pub(crate) use self::trust::Shown;

/// How long a read may use a kept connection. Money is more careful: see [`wire`].
const MAX_IDLE: Duration = Duration::from_secs(15);

/// An answer that is announced to be no longer than this gets its memory at once.
const FIRST_ROOM: u64 = 64 * 1024;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

const SIGNATURE: HeaderName = HeaderName::from_static("x-signature");

/// A request as it goes out.
pub(crate) struct Message<'a> {
    /// Relative to the gateway.
    pub(crate) path: &'a str,
    /// A GET has no body.
    pub(crate) get: bool,
    pub(crate) form: bool,
    pub(crate) body: &'a [u8],
    pub(crate) request_id: Option<&'a RequestId>,
    /// The signature of the body, for who has to sign.
    pub(crate) signature: Option<&'a HeaderValue>,
}

/// The limits of one attempt.
pub(crate) struct Limits<'a> {
    pub(crate) answer_by: Instant,
    /// Whether a lost answer would put money in doubt.
    pub(crate) careful: bool,
    pub(crate) stop: &'a Arc<Stop>,
}

/// What one attempt brought.
pub(crate) struct Exchange {
    pub(crate) evidence: Evidence,
    /// When the last byte of the request left.
    pub(crate) sent_at: Option<Instant>,
    pub(crate) result: Result<Answer, Trouble>,
}

/// An HTTP answer that came whole.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after_ms: Option<u64>,
    /// The clock of the gateway.
    pub(crate) date_ms: Option<u64>,
    /// `None` if it is not UTF-8.
    pub(crate) body: Option<Document>,
}

impl Answer {
    /// The part that is judged.
    pub(crate) fn as_http(&self) -> HttpAnswer<'_> {
        HttpAnswer {
            status: self.status,
            retry_after_ms: self.retry_after_ms,
            body: self.body.as_ref(),
        }
    }
}

/// The way to one gateway.
pub(crate) struct Http {
    agent: Agent,
    base: String,
    authorization: HeaderValue,
    user_agent: HeaderValue,
    connect_timeout: Duration,
    max_response_bytes: u64,
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Http")
    }
}

impl Http {
    pub(crate) fn new(config: &Config) -> Result<Self, Fault> {
        // Made also where it is not needed: a mistake in it must not wait for the real gateway.
        let tls = trust::client_config(config)?;
        let tls = config.base_url.tls.then_some(tls);
        let kept = usize::try_from(config.max_concurrency).unwrap_or(usize::MAX);
        let settings = Agent::config_builder()
            .proxy(None)
            .max_redirects(0)
            .http_status_as_error(false)
            .max_response_header_size(MAX_HEAD)
            .max_idle_connections(kept)
            .max_idle_connections_per_host(kept)
            .max_idle_age(MAX_IDLE)
            .build();
        let wire = Wire {
            target: config.base_url.clone(),
            proxy: config.proxy.clone(),
            names: Names::default(),
            tls,
        };
        Ok(Self {
            agent: Agent::with_parts(settings, wire, NoResolver),
            base: config.base_url.url.clone(),
            authorization: authorization(config)?,
            user_agent: user_agent(config)?,
            connect_timeout: Duration::from_millis(config.connect_timeout_ms),
            max_response_bytes: config.max_response_bytes,
        })
    }

    /// Makes one attempt. Never repeats anything by itself.
    pub(crate) fn send(&self, message: &Message<'_>, limits: &Limits<'_>) -> Exchange {
        let connect_by = Instant::now() + self.connect_timeout;
        let attempt = Attempt::new(
            connect_by,
            limits.answer_by,
            limits.careful,
            Arc::clone(limits.stop),
        );
        let result = attempt.run(|| {
            let answer = self.exchange(message);
            if answer.is_ok() {
                attempt.enter(Phase::Answered);
            }
            answer
        });
        let evidence = attempt.evidence();
        let result = result.map_err(|error| {
            attempt
                .trouble()
                .unwrap_or_else(|| trouble(&error, limits.stop))
        });
        Exchange {
            evidence,
            sent_at: attempt.sent_at(),
            result,
        }
    }

    fn exchange(&self, message: &Message<'_>) -> Result<Answer, ureq::Error> {
        let mut request = Request::builder()
            .method(if message.get { "GET" } else { "POST" })
            .uri([&self.base, "/", message.path].concat())
            // If `ureq` adds them, it makes them anew each time.
            .header(ACCEPT, HeaderValue::from_static("application/json"))
            .header(ACCEPT_ENCODING, HeaderValue::from_static("identity"))
            .header(USER_AGENT, self.user_agent.clone())
            .header(AUTHORIZATION, self.authorization.clone());
        if let Some(id) = message.request_id {
            request = request.header(REQUEST_ID, id.as_str());
        }
        if let Some(signature) = message.signature {
            request = request.header(SIGNATURE, signature);
        }
        let mut response = if message.get {
            self.agent.run(request.body(())?)?
        } else {
            let format = if message.form {
                HeaderValue::from_static("application/x-www-form-urlencoded")
            } else {
                HeaderValue::from_static("application/json")
            };
            let request = request.header(CONTENT_TYPE, format).body(message.body)?;
            self.agent.run(request)?
        };
        let headers = response.headers();
        let retry_after_ms = header(headers, &RETRY_AFTER)
            .and_then(|seconds| seconds.parse::<u64>().ok())
            .map(|seconds| seconds.saturating_mul(1000));
        let date_ms = header(headers, &DATE).and_then(instant::from_http_date);
        let status = response.status().as_u16();
        let announced = response.body().content_length().unwrap_or(0);
        let mut body = Vec::with_capacity(announced.min(FIRST_ROOM) as usize);
        response
            .body_mut()
            .with_config()
            .limit(self.max_response_bytes)
            .reader()
            .read_to_end(&mut body)?;
        Ok(Answer {
            status,
            retry_after_ms,
            date_ms,
            body: String::from_utf8(body).ok().map(Document::new),
        })
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// What an error of `ureq` means when the wire itself had nothing to complain about.
fn trouble(error: &ureq::Error, stop: &Stop) -> Trouble {
    match error {
        _ if stop.is_stopped() => Trouble::Interrupted,
        ureq::Error::Io(_) | ureq::Error::ConnectionFailed => Trouble::Lost,
        ureq::Error::BodyExceedsLimit(limit) => {
            Trouble::Malformed(format!("it is larger than {limit} bytes"))
        }
        ureq::Error::LargeResponseHeader(..) => {
            Trouble::Malformed(format!("its head is larger than {MAX_HEAD} bytes"))
        }
        _ => Trouble::Malformed("it is not valid HTTP".into()),
    }
}

fn user_agent(config: &Config) -> Result<HeaderValue, Fault> {
    let own = concat!("cloudpayments-native/", env!("CARGO_PKG_VERSION"));
    let Some((name, version)) = &config.app else {
        return Ok(HeaderValue::from_static(own));
    };
    HeaderValue::try_from(format!("{name}/{version} {own}")).map_err(|_| {
        let why = "`app` cannot be sent in a header";
        Fault::field(ErrorCode::BadConfig, "app", why)
    })
}

fn authorization(config: &Config) -> Result<HeaderValue, Fault> {
    let pair = Zeroizing::new([&config.public_id, ":", config.api_secret.expose()].concat());
    // Room for all of it at once: a text that grows leaves its beginning behind.
    let length = "Basic ".len() + pair.len().div_ceil(3) * 4;
    let mut value = Zeroizing::new(String::with_capacity(length));
    value.push_str("Basic ");
    BASE64_STANDARD.encode_string(pair.as_bytes(), &mut value);
    // Every request refers to these bytes; they are wiped when nobody does any more.
    let value = Bytes::from_owner(value);
    let mut value = HeaderValue::from_maybe_shared(value).map_err(|_| {
        Fault::field(
            ErrorCode::BadConfig,
            "api_secret",
            "`api_secret` cannot be sent in a header",
        )
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// Names are looked up by the wire, and only when a connection is made. `ureq` asks its resolver
/// before every call, also when a kept connection is there.
#[derive(Debug)]
struct NoResolver;

impl ureq::unversioned::resolver::Resolver for NoResolver {
    fn resolve(
        &self,
        _: &ureq::http::Uri,
        _: &ureq::config::Config,
        _: ureq::unversioned::transport::NextTimeout,
    ) -> Result<ureq::unversioned::resolver::ResolvedSocketAddrs, ureq::Error> {
        Ok(self.empty())
    }
}
