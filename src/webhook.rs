//! `webhook_verify`: whether a notification is genuine, what it says, and what to answer.

mod notification;
mod signature;

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cloudpayments_money::amount::{Amount, read_hundredths};
use cloudpayments_money::answer::STAMP_KEY;
use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::json;
use cloudpayments_money::outcome::Outcome;
use cloudpayments_money::verdict::{Effect, Verdict};
use yore::code_pages::CP1251;

use self::notification::{Charset, Fields, Notification};
use self::signature::Signatures;
use crate::call::Call;
use crate::journal;
use crate::methods::bad;
use crate::nearest::nearest;
use crate::reply::Reply;
use crate::request::Parsed;

const TYPES: &[&str] = &[
    "check",
    "pay",
    "fail",
    "confirm",
    "refund",
    "cancel",
    "recurrent",
    "receipt",
];

/// Verifies one notification.
pub(crate) fn verify(call: &mut Call<'_>, parsed: &Parsed<'_>) -> Result<Reply, Fault> {
    let kind = kind(parsed)?;
    let expected = Expected::read(parsed)?;
    let headers = Headers::read(parsed)?;
    let (field, received) = Received::read(parsed)?;
    let secret = call.client.config.api_secret.expose();
    let genuine = received
        .with(headers.charset)
        .ok_or("its letters are not in the charset that `Content-Type` names")
        .and_then(|notification| {
            signature::check(secret, &notification, &headers.signatures)?;
            Ok(notification)
        });
    let notification = match genuine {
        Ok(notification) => notification,
        Err(why) => {
            let message = format!("the notification is not genuine: {why}");
            let fault = Fault::new(ErrorCode::BadSignature, message);
            let verdict = Verdict::of(Outcome::BadSignature, Effect::Local).with(fault);
            return Ok(call.reply(&verdict));
        }
    };
    let fields = notification
        .fields()
        .map_err(|why| bad(field, why.as_str()))?;
    let mismatch = expected.first_difference(&fields);
    // Only Check is a question. Any other code would have the rest sent again and again.
    let code = match mismatch {
        Some(mismatch) if kind == "check" => mismatch.code,
        _ => 0,
    };
    call.transaction_id = fields.get("TransactionId").parse().ok();
    let invoice_id = fields.get("InvoiceId");
    call.invoice_id = (!invoice_id.is_empty()).then(|| invoice_id.into());
    let seen_before = seen_before(call, kind, &fields, mismatch.is_none())?;
    let mismatch = mismatch.map_or_else(|| "null".to_owned(), |field| json::quoted(field.name));
    let mut own = vec![
        ("fields", fields.to_json()),
        ("data", fields.data().to_owned()),
        ("mismatch", mismatch),
        ("reply", format!("{{\"code\":{code}}}")),
    ];
    if let Some(seen) = seen_before {
        own.push(("seen_before", seen.to_string()));
    }
    Ok(call.reply_with(&Verdict::of(Outcome::Ok, Effect::Local), own))
}

/// Whether the journal has noted the same notification before: the signature has no time in it, so
/// that anybody who has seen one can send it again. A payment of ours that it tells of is known by
/// its number from now on; what became of it the gateway is asked.
fn seen_before(
    call: &Call<'_>,
    kind: &str,
    fields: &Fields,
    agrees: bool,
) -> Result<Option<bool>, Fault> {
    let (Some(journal), Some(transaction_id)) = (call.journal(), call.transaction_id) else {
        return Ok(None);
    };
    let data = json::parse(fields.data()).ok();
    let stamp = data.and_then(|data| data.at(STAMP_KEY)?.as_str().map(Cow::into_owned));
    let pays = matches!(kind, "pay" | "confirm");
    let note = journal::Notification {
        kind,
        transaction_id,
        status: fields.get("Status"),
    };
    let stamp = stamp.filter(|_| pays && agrees);
    // Who cannot write it down must not tell the gateway that it has arrived.
    Ok(Some(journal.note(note, stamp.as_deref(), call.now_ms())?))
}

/// The type of the notification. It stands nowhere in it: each type has an address of its own.
fn kind(parsed: &Parsed<'_>) -> Result<&'static str, Fault> {
    let given = parsed.text("type").unwrap_or_default();
    let known = TYPES.iter().find(|kind| given.eq_ignore_ascii_case(kind));
    known.copied().ok_or_else(|| {
        let hint = nearest(&given, TYPES.iter().copied()).map_or_else(
            || format!("must be one of {}", TYPES.join(", ")),
            |kind| format!("is no type of a notification; did you mean `{kind}`?"),
        );
        bad("type", &hint)
    })
}

/// What is read from the headers.
struct Headers {
    signatures: Signatures,
    charset: Option<Charset>,
}

impl Headers {
    fn read(parsed: &Parsed<'_>) -> Result<Self, Fault> {
        let headers = parsed.get("headers").map(json::checked);
        let header = |name: &str| {
            let members = headers.and_then(json::Value::members);
            let members = members.into_iter().flatten();
            let mut same = members
                .filter(|member| !member.value.is_null() && member.key.eq_ignore_ascii_case(name));
            let Some(member) = same.next() else {
                return Ok(None);
            };
            if same.next().is_some() {
                return Err(bad("headers", &format!("has `{name}` twice")));
            }
            let value = member.value.as_str();
            let value = value.ok_or_else(|| bad("headers", &format!("must have `{name}` as text")));
            value.map(|value| Some(value.into_owned()))
        };
        let content_type = header("Content-Type")?;
        Ok(Self {
            signatures: Signatures {
                content: header("Content-HMAC")?,
                x_content: header("X-Content-HMAC")?,
            },
            charset: content_type.as_deref().and_then(Charset::of_content_type),
        })
    }
}

/// What the host hands over.
enum Received {
    Bytes(Vec<u8>),
    /// The bytes, read as a text by the host.
    Text(String),
}

impl Received {
    /// The name of the field in which it came, and what came.
    fn read(parsed: &Parsed<'_>) -> Result<(&'static str, Self), Fault> {
        let mut given = ["body", "body_base64", "query"]
            .into_iter()
            .filter_map(|name| Some((name, parsed.text(name)?.into_owned())));
        let (name, text) = given.next().ok_or_else(|| {
            let message = "one of the fields `body`, `body_base64` and `query` is required";
            Fault::field(ErrorCode::MissingField, "body", message)
        })?;
        if let Some((other, _)) = given.next() {
            return Err(bad(other, &format!("may not stand beside `{name}`")));
        }
        let received = match name {
            "body_base64" => {
                let bytes = STANDARD.decode(text);
                Self::Bytes(bytes.map_err(|_| bad(name, "must be base64"))?)
            }
            "query" => Self::Text(text.strip_prefix('?').unwrap_or(&text).to_owned()),
            _ => Self::Text(text),
        };
        Ok((name, received))
    }

    /// The bytes as they came over the wire; `None` if the text cannot have come in this charset.
    fn with(self, charset: Option<Charset>) -> Option<Notification> {
        let bytes = match self {
            Self::Bytes(bytes) => bytes,
            Self::Text(text) if charset == Some(Charset::Windows1251) => {
                CP1251.encode(&text).ok()?.into_owned()
            }
            Self::Text(text) => text.into_bytes(),
        };
        Some(Notification::new(bytes, charset))
    }
}

/// A field that can be expected.
#[derive(Debug, PartialEq, Eq)]
struct Known {
    name: &'static str,
    /// What is answered to a Check in which it differs.
    code: u8,
}

const KNOWN: [Known; 4] = [
    Known {
        name: "Amount",
        code: 12,
    },
    Known {
        name: "Currency",
        code: 12,
    },
    Known {
        name: "InvoiceId",
        code: 10,
    },
    Known {
        name: "AccountId",
        code: 11,
    },
];

/// What the order says. The texts stand in the order of [`KNOWN`].
struct Expected([Option<String>; KNOWN.len()]);

impl Expected {
    fn read(parsed: &Parsed<'_>) -> Result<Self, Fault> {
        let mut expected = Self(Default::default());
        let given = parsed.get("expected").map(json::checked);
        let given = given.and_then(json::Value::members);
        for member in given.into_iter().flatten() {
            let at = KNOWN.iter().position(|known| known.name == member.key);
            let known = at.and_then(|at| Some((KNOWN.get(at)?, expected.0.get_mut(at)?)));
            let Some((known, place)) = known else {
                let names = KNOWN.map(|known| known.name).join(", ");
                let message = format!("the field `expected` takes {names} only");
                return Err(Fault::field(ErrorCode::UnknownField, "expected", message));
            };
            let field = || format!("expected.{}", known.name);
            if member.value.is_null() {
                continue;
            }
            let text = if known.name == "Amount" {
                let digits = member.value.as_scalar();
                let digits = digits.filter(|digits| Amount::parse(digits).is_ok());
                digits.ok_or_else(|| bad(&field(), "must be an amount"))?
            } else {
                let text = member.value.as_str();
                text.ok_or_else(|| bad(&field(), "must be a string"))?
            };
            *place = Some(text.into_owned());
        }
        Ok(expected)
    }

    /// The first field that the notification has otherwise, or not at all.
    fn first_difference(&self, fields: &Fields) -> Option<&'static Known> {
        let mut all = KNOWN.iter().zip(&self.0);
        let differs = |name: &str, expected: &str| {
            let found = fields.get(name);
            match name {
                "Amount" => read_hundredths(found) != read_hundredths(expected),
                "Currency" => !found.eq_ignore_ascii_case(expected),
                _ => found != expected,
            }
        };
        let (known, _) = all.find(|(known, expected)| {
            expected
                .as_deref()
                .is_some_and(|expected| differs(known.name, expected))
        })?;
        Some(known)
    }
}
