//! Russian and English.

use std::borrow::Cow;

use hyper::HeaderMap;
use hyper::header::ACCEPT_LANGUAGE;

use crate::pages::layout;
use crate::values::amount::Amount;
use crate::values::currency::Currency;

/// What the page speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Ru,
    En,
}

impl Language {
    /// The one that the address asks for, or else the first that the browser likes; English if it
    /// likes neither.
    pub(super) fn of(query: &str, headers: &HeaderMap) -> Self {
        let asked = form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == "lang")
            .and_then(|(_, value)| Self::of_tag(&value));
        let liked = || {
            let tags = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
            tags.split(',').find_map(Self::of_tag)
        };
        asked.or_else(liked).unwrap_or(Self::En)
    }

    fn of_tag(tag: &str) -> Option<Self> {
        let name = tag.split(['-', ';']).next().unwrap_or_default();
        match name.trim() {
            "ru" => Some(Self::Ru),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// Its tag.
    pub(super) fn tag(self) -> &'static str {
        self.say("ru", "en")
    }

    /// The other one, and what it calls itself.
    pub(super) fn other(self) -> (&'static str, &'static str) {
        (self.say("en", "ru"), self.say("English", "Русский"))
    }

    /// One of two wordings.
    pub(super) fn say(self, ru: &'static str, en: &'static str) -> &'static str {
        match self {
            Self::Ru => ru,
            Self::En => en,
        }
    }

    /// A sum.
    pub(super) fn sum(self, amount: Amount, currency: Currency) -> Cow<'static, str> {
        match self {
            Self::Ru => layout::sum(amount, currency).into(),
            Self::En => format!("{amount}\u{a0}{}", currency.code).into(),
        }
    }

    /// The address of a part of the dashboard, in this language.
    pub(super) fn to(self, part: &str) -> String {
        format!("/board/{part}?lang={}", self.tag())
    }
}

#[cfg(test)]
mod tests {
    use hyper::HeaderMap;
    use hyper::header::{ACCEPT_LANGUAGE, HeaderValue};

    use super::Language;

    #[test]
    fn the_address_wins_over_the_browser() {
        let mut headers = HeaderMap::new();
        assert_eq!(Language::of("", &headers), Language::En);
        headers.insert(
            ACCEPT_LANGUAGE,
            HeaderValue::from_static("de, ru-RU;q=0.9, en;q=0.8"),
        );
        assert_eq!(Language::of("", &headers), Language::Ru);
        assert_eq!(Language::of("seen=1&lang=en", &headers), Language::En);
        assert_eq!(Language::of("lang=fr", &headers), Language::Ru);
    }
}
