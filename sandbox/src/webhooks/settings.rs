//! What the merchant wants to be told, where, and in which form.

use std::collections::HashMap;
use std::net::IpAddr;

use hyper::Uri;

use super::Event;

/// How a notification is carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HttpMethod {
    /// In the query.
    Get,
    /// In the body.
    Post,
}

/// How texts become bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UTF-8.
    Utf8,
    /// Windows-1251.
    Windows1251,
}

/// Which parameters are sent. Those of QIWI and RT are not published: all three send the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// The API's own.
    CloudPayments,
    /// For QIWI.
    Qiwi,
    /// For RT.
    Rt,
}

/// What the body of a POST is. The API has no word for it; it is set in the personal account, which
/// is `POST /sandbox/notifications` here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Body {
    /// Names and values.
    Form,
    /// An object.
    Json,
}

/// A setting with a closed list of values, each of which has a name.
pub(crate) trait Named: Copy + PartialEq + 'static {
    /// All values with their names.
    const NAMES: &'static [(&'static str, Self)];

    /// Find a value by its name, in any case.
    fn parse(text: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(text))
            .map(|(_, value)| *value)
    }

    /// The name of a value.
    fn name(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(_, value)| *value == self)
            .map_or("", |(name, _)| name)
    }
}

impl Named for HttpMethod {
    const NAMES: &'static [(&'static str, Self)] = &[("GET", Self::Get), ("POST", Self::Post)];
}

impl Named for Encoding {
    const NAMES: &'static [(&'static str, Self)] =
        &[("UTF8", Self::Utf8), ("Windows1251", Self::Windows1251)];
}

impl Named for Format {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("CloudPayments", Self::CloudPayments),
        ("QIWI", Self::Qiwi),
        ("RT", Self::Rt),
    ];
}

impl Named for Body {
    const NAMES: &'static [(&'static str, Self)] = &[("form", Self::Form), ("json", Self::Json)];
}

/// The settings of one type of notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Setting {
    /// Whether it is sent at all.
    pub(crate) is_enabled: bool,
    /// Where to.
    pub(crate) address: Option<Address>,
    /// In the query or in the body.
    pub(crate) http_method: HttpMethod,
    /// In which bytes.
    pub(crate) encoding: Encoding,
    /// With which parameters.
    pub(crate) format: Format,
    /// As a form or as JSON.
    pub(crate) body: Body,
}

impl Setting {
    /// Where it is sent to, if it is sent at all.
    pub(crate) fn destination(&self) -> Option<&Address> {
        self.address.as_ref().filter(|_| self.is_enabled)
    }

    /// What `--webhook-url` makes of a type; without it the API's defaults, switched off.
    fn initial(template: Option<&str>, event: Event) -> Self {
        let address = template.map(|template| Address::of(template, event));
        Self {
            is_enabled: address.is_some(),
            http_method: if address.is_some() {
                HttpMethod::Post
            } else {
                HttpMethod::Get
            },
            address,
            encoding: Encoding::Utf8,
            format: Format::CloudPayments,
            body: Body::Form,
        }
    }
}

/// Where a notification goes: plain http to this machine, so that no test ever tells the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address(String);

impl Address {
    /// Read an address.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let uri: Uri = text.parse().ok()?;
        let host = uri.host()?.trim_matches(['[', ']']);
        let loopback = host.eq_ignore_ascii_case("localhost")
            || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
        (uri.scheme_str() == Some("http") && loopback && !text.contains('#'))
            .then(|| Self(text.to_owned()))
    }

    /// The address of a type by the template of the command line, which was read as one already.
    fn of(template: &str, event: Event) -> Self {
        Self(template.replace("{type}", event.name()))
    }

    /// The address.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The settings of all types.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    /// `--webhook-url`.
    template: Option<String>,
    changed: HashMap<Event, Setting>,
}

impl Settings {
    /// What the command line says.
    pub(crate) fn initial(template: Option<String>) -> Self {
        Self {
            template,
            changed: HashMap::new(),
        }
    }

    /// The setting of a type.
    pub(crate) fn of(&self, event: Event) -> Setting {
        let changed = self.changed.get(&event).cloned();
        changed.unwrap_or_else(|| Setting::initial(self.template.as_deref(), event))
    }

    /// Set it anew.
    pub(crate) fn set(&mut self, event: Event, setting: Setting) {
        self.changed.insert(event, setting);
    }

    /// Forget all changes.
    pub(crate) fn reset(&mut self) {
        self.changed.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, Encoding, Named};

    #[test]
    fn only_this_machine_is_told() {
        for text in [
            "http://127.0.0.1:9000/pay",
            "http://localhost/pay?shop=1",
            "http://[::1]:9000",
        ] {
            assert!(Address::parse(text).is_some(), "{text}");
        }
        for text in [
            "https://127.0.0.1/pay",
            "http://example.com/pay",
            "http://127.0.0.1.example.com",
            "http://10.0.0.1/",
            "http://localhost/#pay",
            "/pay",
            "",
        ] {
            assert!(Address::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn names_are_found_in_any_case_and_shown_in_one() {
        let found = Encoding::parse("windows1251").map(Encoding::name);
        assert_eq!(found, Some("Windows1251"));
        assert_eq!(Encoding::parse("KOI8-R"), None);
    }
}
