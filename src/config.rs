//! The configuration given to `cp_client_new`.

mod address;
mod reader;

use std::fmt;

use cloudpayments_money::ask::SETTLE_MS;
use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::json::{self, JsonError, Value};
use zeroize::Zeroizing;

use self::address::{base_url, proxy};
use self::reader::{Reader, bad, missing};
use crate::text::Encoding;

pub(crate) use self::address::is_loopback;
pub use self::address::{BaseUrl, Proxy};

/// A text that is never shown: it has no `Debug` of its own content and is wiped when dropped.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a text over.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }

    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Which roots the server's certificate may lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Roots {
    /// Those that came with this library.
    Bundled,
    /// Those of the operating system.
    Os,
    /// Only those of `extra_ca_file`.
    OnlyExtra,
}

/// The body format of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentType {
    /// `application/json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
}

/// Where and how much is logged.
#[derive(Debug, Clone)]
pub struct LogConfig {
    /// The file; created if missing, appended to.
    pub path: String,
    /// Whether every attempt and look-up is written, or only the end of each call.
    pub debug: bool,
    /// The size at which the file is renamed to `….1` and begun anew.
    pub max_bytes: u64,
}

/// Where operations are written down.
#[derive(Debug, Clone)]
pub struct JournalConfig {
    /// The file; absolute, so that a changed working directory does not change the journal.
    pub path: String,
    /// Whether it may lie on a disk of another machine.
    pub allow_network: bool,
}

/// The whole configuration, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// The terminal.
    pub public_id: String,
    /// Its password.
    pub api_secret: Secret,
    /// The gateway.
    pub base_url: BaseUrl,
    /// The whole of a call.
    pub timeout_ms: u64,
    /// How long a call in doubt goes on asking.
    pub resolve_ms: u64,
    /// Name look-up, TCP and TLS.
    pub connect_timeout_ms: u64,
    /// How long absence proves nothing.
    pub settle_ms: u64,
    /// Calls in progress per terminal in this process.
    pub max_concurrency: u32,
    /// The largest answer that is read.
    pub max_response_bytes: u64,
    /// Trusted roots.
    pub roots: Roots,
    /// More trusted roots.
    pub extra_ca_file: Option<String>,
    /// The way out, if not direct.
    pub proxy: Option<Proxy>,
    /// The body format.
    pub content_type: ContentType,
    /// Text at the border.
    pub encoding: Encoding,
    /// Whether our request id goes into `JsonData`.
    pub stamp: bool,
    /// The name of this till.
    pub till: Option<String>,
    /// Name and version of the program, for the User-Agent.
    pub app: Option<(String, String)>,
    /// The journal.
    pub journal: Option<JournalConfig>,
    /// The log file.
    pub log: Option<LogConfig>,
}

const KEYS: &[&str] = &[
    "public_id",
    "api_secret",
    "base_url",
    "timeout_ms",
    "resolve_ms",
    "connect_timeout_ms",
    "settle_ms",
    "max_concurrency",
    "max_response_bytes",
    "roots",
    "extra_ca_file",
    "proxy",
    "content_type",
    "text_encoding",
    "ascii",
    "stamp",
    "till",
    "app",
    "journal",
    "allow_network_journal",
    "log",
];

const DEFAULT_BASE_URL: &str = "https://api.cloudpayments.ru";

impl Config {
    /// The encoding that a configuration names for itself. Its keys and this value are ASCII, so
    /// that they can be read before the encoding is known.
    #[must_use]
    pub fn encoding_of(bytes: &[u8]) -> Encoding {
        let ascii_only: Zeroizing<String> = bytes
            .iter()
            .map(|&byte| {
                if byte.is_ascii() {
                    char::from(byte)
                } else {
                    '?'
                }
            })
            .collect::<String>()
            .into();
        let windows_1251 = json::parse(&ascii_only)
            .ok()
            .and_then(|config| {
                config
                    .get("text_encoding")?
                    .as_str()
                    .map(|name| name == "windows-1251")
            })
            .unwrap_or(false);
        Encoding {
            windows_1251,
            ascii: false,
        }
    }

    /// Reads a configuration.
    ///
    /// # Errors
    /// A [`Fault`] that names the key at fault, never its value.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let value = json::parse(text).map_err(|why| match why {
            JsonError::Duplicate(key) => bad(&key, "occurs twice"),
            other => Fault::new(ErrorCode::BadJson, format!("the configuration is {other}")),
        })?;
        let reader = Reader::new(value, KEYS)?;
        reader.refuse_unknown()?;
        let public_id = reader
            .text("public_id", 256)?
            .ok_or_else(|| missing("public_id"))?;
        if public_id.contains(':') || !public_id.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(bad(
                "public_id",
                "must be plain ASCII without blanks and colons",
            ));
        }
        let api_secret = reader
            .secret("api_secret", 1024)?
            .ok_or_else(|| missing("api_secret"))?;
        if api_secret.chars().any(char::is_control) {
            return Err(bad("api_secret", "must have no control characters"));
        }
        let base_url = base_url(
            reader
                .text("base_url", 1024)?
                .as_deref()
                .unwrap_or(DEFAULT_BASE_URL),
        )?;

        let settle_ms = reader
            .number("settle_ms", 0, 86_400_000)?
            .unwrap_or(SETTLE_MS);
        if settle_ms < SETTLE_MS && !base_url.is_loopback() {
            return Err(bad(
                "settle_ms",
                "may be lowered only when base_url is a loopback address: the gateway may take that long",
            ));
        }
        let usual_concurrency = if public_id.starts_with("test_api_") {
            4
        } else {
            28
        };
        let max_concurrency = reader
            .number("max_concurrency", 1, 10_000)?
            .unwrap_or(usual_concurrency);
        let (roots, extra_ca_file) = trust(&reader)?;
        let windows_1251 = match reader.text("text_encoding", 32)?.as_deref() {
            None | Some("utf-8") => false,
            Some("windows-1251") => true,
            Some(_) => return Err(bad("text_encoding", "must be utf-8 or windows-1251")),
        };
        Ok(Self {
            public_id,
            api_secret: Secret::new(&api_secret),
            base_url,
            timeout_ms: reader
                .number("timeout_ms", 1, 86_400_000)?
                .unwrap_or(90_000),
            resolve_ms: reader
                .number("resolve_ms", 0, 86_400_000)?
                .unwrap_or(20_000),
            connect_timeout_ms: reader
                .number("connect_timeout_ms", 1, 600_000)?
                .unwrap_or(10_000),
            settle_ms,
            max_concurrency: u32::try_from(max_concurrency).unwrap_or(u32::MAX),
            max_response_bytes: reader
                .number("max_response_bytes", 1024, 1 << 30)?
                .unwrap_or(4_194_304),
            roots,
            extra_ca_file,
            proxy: reader
                .secret("proxy", 1024)?
                .map(|url| proxy(&url))
                .transpose()?,
            content_type: match reader.text("content_type", 32)?.as_deref() {
                None | Some("json") => ContentType::Json,
                Some("form") => ContentType::Form,
                Some(_) => return Err(bad("content_type", "must be json or form")),
            },
            encoding: Encoding {
                windows_1251,
                ascii: reader.flag("ascii")?.unwrap_or(false),
            },
            stamp: reader.flag("stamp")?.unwrap_or(true),
            till: reader.text("till", 128)?,
            app: reader.get("app").map(app).transpose()?,
            journal: journal(&reader)?,
            log: reader.get("log").map(log).transpose()?,
        })
    }
}

fn trust(reader: &Reader<'_>) -> Result<(Roots, Option<String>), Fault> {
    let roots = match reader.text("roots", 32)?.as_deref() {
        None | Some("bundled") => Roots::Bundled,
        Some("os") => Roots::Os,
        Some("only_extra") => Roots::OnlyExtra,
        Some(_) => return Err(bad("roots", "must be bundled, os or only_extra")),
    };
    let extra_ca_file = reader.text("extra_ca_file", 4096)?;
    if roots == Roots::OnlyExtra && extra_ca_file.is_none() {
        return Err(bad("extra_ca_file", "is needed when roots is only_extra"));
    }
    Ok((roots, extra_ca_file))
}

fn app(value: Value<'_>) -> Result<(String, String), Fault> {
    let reader = Reader::nested(value, "app", "app.", &["name", "version"])?;
    let part = |key: &str| {
        let text = reader
            .text(key, 64)?
            .ok_or_else(|| missing(&reader.name(key)))?;
        // A User-Agent is made of tokens; anything else could break the header.
        let token = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+');
        if text.bytes().all(token) {
            Ok(text)
        } else {
            Err(bad(
                &reader.name(key),
                "may have letters, digits and . _ - + only",
            ))
        }
    };
    Ok((part("name")?, part("version")?))
}

fn journal(reader: &Reader<'_>) -> Result<Option<JournalConfig>, Fault> {
    let allow_network = reader.flag("allow_network_journal")?;
    let Some(path) = reader.text("journal", 4096)? else {
        return match allow_network {
            Some(true) => Err(bad("allow_network_journal", "goes with `journal` only")),
            _ => Ok(None),
        };
    };
    if cfg!(not(feature = "journal")) {
        let why = "needs a library that was built with the feature `journal`; this one was not";
        return Err(bad("journal", why));
    }
    let absolute = std::path::absolute(&path).ok();
    let path = absolute
        .and_then(|path| path.into_os_string().into_string().ok())
        .ok_or_else(|| bad("journal", "must be the path of a file"))?;
    Ok(Some(JournalConfig {
        path,
        allow_network: allow_network.unwrap_or(false),
    }))
}

fn log(value: Value<'_>) -> Result<LogConfig, Fault> {
    let reader = Reader::nested(value, "log", "log.", &["path", "level", "max_bytes"])?;
    Ok(LogConfig {
        path: reader
            .text("path", 4096)?
            .ok_or_else(|| missing("log.path"))?,
        debug: match reader.text("level", 16)?.as_deref() {
            None | Some("info") => false,
            Some("debug") => true,
            Some(_) => return Err(bad("log.level", "must be info or debug")),
        },
        max_bytes: reader
            .number("max_bytes", 4096, 1 << 40)?
            .unwrap_or(10 << 20),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(more: &str) -> Result<Config, Fault> {
        Config::parse(&format!(r#"{{"public_id":"pk_1","api_secret":"s"{more}}}"#))
    }

    #[test]
    fn the_defaults_are_those_of_the_contract() {
        let config = with("").expect("a configuration");
        assert_eq!(config.base_url.url, "https://api.cloudpayments.ru");
        assert_eq!((config.timeout_ms, config.resolve_ms), (90_000, 20_000));
        assert_eq!(
            (config.connect_timeout_ms, config.settle_ms),
            (10_000, 330_000)
        );
        assert_eq!(
            (config.max_concurrency, config.max_response_bytes),
            (28, 4_194_304)
        );
        assert!(config.stamp);
        let test = Config::parse(r#"{"public_id":"test_api_1","api_secret":"s"}"#)
            .expect("a configuration");
        assert_eq!(test.max_concurrency, 4);
    }

    #[test]
    fn a_wrong_key_is_named() {
        for (text, field) in [
            ("{}", "public_id"),
            (r#"{"public_id":"a","api_secret":""}"#, "api_secret"),
            (
                r#"{"public_id":"a","api_secret":"s","timeout":1}"#,
                "timeout",
            ),
            (r#"{"public_id":"a:b","api_secret":"s"}"#, "public_id"),
        ] {
            let fault = Config::parse(text).expect_err(text);
            assert_eq!(fault.field.as_deref(), Some(field), "{text}");
        }
        for (more, field) in [
            (r#","timeout_ms":0"#, "timeout_ms"),
            (r#","timeout_ms":1.5"#, "timeout_ms"),
            (r#","roots":"all""#, "roots"),
            (r#","roots":"only_extra""#, "extra_ca_file"),
            (r#","settle_ms":1"#, "settle_ms"),
            (r#","app":{"name":"a b","version":"1"}"#, "app.name"),
            (r#","app":{"nme":"a"}"#, "app.nme"),
            (r#","log":{}"#, "log.path"),
            (r#","journal":"""#, "journal"),
            (r#","allow_network_journal":true"#, "allow_network_journal"),
            (r#","proxy":"socks5://x""#, "proxy"),
        ] {
            let fault = with(more).expect_err(more);
            assert_eq!(fault.field.as_deref(), Some(field), "{more}");
        }
    }

    #[test]
    fn plain_http_stays_on_this_machine() {
        for good in [
            "http://127.0.0.1:8080",
            "http://localhost",
            "http://[::1]:80/api",
            "https://api.cp.kz",
        ] {
            assert!(with(&format!(r#","base_url":"{good}""#)).is_ok(), "{good}");
        }
        for bad in [
            "http://api.cloudpayments.ru",
            "ftp://localhost",
            "https://",
            "https://a b",
            "https://u:p@host",
            "http://127.0.0.1.evil.example",
            "https://host:0",
            "https://host:99999",
            "https://host?x=1",
        ] {
            assert!(with(&format!(r#","base_url":"{bad}""#)).is_err(), "{bad}");
        }
    }

    #[test]
    fn secrets_are_not_shown() {
        let config = Config::parse(
            r#"{"public_id":"a","api_secret":"CANARY","proxy":"http://u:CANARY@h:1"}"#,
        );
        let shown = format!("{:?}", config.expect("a configuration"));
        assert!(!shown.contains("CANARY"), "{shown}");
    }

    #[test]
    fn a_configuration_names_its_own_encoding() {
        let bytes = b"{\"till\":\"\xea\",\"text_encoding\":\"windows-1251\"}";
        assert!(Config::encoding_of(bytes).windows_1251);
        assert!(!Config::encoding_of(b"{}").windows_1251);
    }
}
