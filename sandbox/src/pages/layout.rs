//! The card on which the pages for payers are laid out, in Russian with small English beside it.

use hyper::StatusCode;

use super::html::{escaped, page};
use crate::net::answer::Answer;
use crate::values::amount::Amount;
use crate::values::currency::Currency;

const STYLE: &str = include_str!("layout.css");

const SHIELD: &str = r#"<svg viewBox="0 0 24 24" fill="none" aria-hidden="true"><path d="M12 2 4 5v6c0 5 3.4 9.4 8 11 4.6-1.6 8-6 8-11V5l-8-3Z" fill="currentColor" opacity=".25"/><path d="m8 12 3 3 5-6" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>"#;

/// Where the payer is: the name at the head of a page, and what is done there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Whose page it is.
    pub(super) name: &'static str,
    /// What it is for.
    pub(super) purpose: &'static str,
}

impl Place {
    /// A page with `content`.
    pub(super) fn page(self, status: StatusCode, title: &str, content: &str) -> Answer {
        page(status, self.frame(title, content), "")
    }

    /// A page with `content` that runs `script`.
    pub(super) fn page_with_script(self, title: &str, content: &str, script: &str) -> Answer {
        page(StatusCode::OK, self.frame(title, content), script)
    }

    /// A page that says one thing.
    pub(super) fn say(self, status: StatusCode, words: &str, words_en: &str) -> Answer {
        self.page(status, words, &heading(words, words_en))
    }

    fn frame(self, title: &str, content: &str) -> String {
        format!(
            r#"<!DOCTYPE html>
<html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>{STYLE}</style></head>
<body><main><header>{SHIELD}<div><b>{name}</b><small>{purpose}</small></div></header>
<section>{content}</section>
<footer>Песочница: деньги не настоящие · <span lang="en">Sandbox: no real money</span></footer>
</main></body></html>
"#,
            title = escaped(title),
            name = self.name,
            purpose = self.purpose,
        )
    }
}

/// A heading in both languages.
pub(super) fn heading(words: &str, words_en: &str) -> String {
    format!(
        r#"<h1>{}</h1><div class="en" lang="en">{}</div>"#,
        escaped(words),
        escaped(words_en)
    )
}

/// A line of a description list.
pub(super) fn row(name: &str, name_en: &str, value: &str, class: &str) -> String {
    format!(
        r#"<div><dt>{name} <span class="en" lang="en">{name_en}</span></dt><dd{class}>{}</dd></div>"#,
        escaped(value)
    )
}

/// The two buttons with which a payer decides: a form that posts `decision` to `action`.
pub(super) fn choice(action: &str, hidden: &str, yes: Button, no: Button) -> String {
    format!(
        r#"<form method="post" action="{action}">
{hidden}<button class="yes" name="decision" value="{yes}">{yes_words}<span lang="en">{yes_en}</span></button>
<button class="no" name="decision" value="{no}">{no_words}<span lang="en">{no_en}</span></button>
</form>"#,
        action = escaped(action),
        yes = yes.value,
        yes_words = yes.words,
        yes_en = yes.words_en,
        no = no.value,
        no_words = no.words,
        no_en = no.words_en,
    )
}

/// A button.
#[derive(Debug, Clone, Copy)]
pub(super) struct Button {
    /// What it posts.
    pub(super) value: &'static str,
    /// What it says.
    pub(super) words: &'static str,
    /// The same in English.
    pub(super) words_en: &'static str,
}

/// `1 234,50 ₽`, as a Russian bank writes it.
pub(super) fn sum(amount: Amount, currency: Currency) -> String {
    let text = amount.to_string();
    let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    let currency = match currency.code {
        "RUB" => "₽",
        code => code,
    };
    format!("{grouped},{cents}\u{a0}{currency}")
}

/// The way back to the shop.
pub(super) fn way_back(url: Option<&str>) -> String {
    let Some(url) = url.filter(|url| is_web_address(url)) else {
        return String::new();
    };
    format!(
        r#"<p><a href="{}">Вернуться в магазин <span class="en" lang="en">Back to the shop</span></a></p>"#,
        escaped(url)
    )
}

/// Whether a browser may be sent there.
pub(super) fn is_web_address(url: &str) -> bool {
    url.parse::<hyper::Uri>()
        .is_ok_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some())
}

/// The value that a form posted under an exact name.
pub(super) fn posted(body: &[u8], name: &str) -> Option<String> {
    form_urlencoded::parse(body)
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::{is_web_address, sum};
    use crate::values::amount::Amount;
    use crate::values::currency::Currency;

    #[test]
    fn sums_are_grouped_as_a_bank_writes_them() {
        let amount = Amount::parse("1234567.5").expect("a sum");
        let text = sum(amount, Currency::RUB);
        assert_eq!(text.replace('\u{a0}', " "), "1 234 567,50 ₽");
    }

    #[test]
    fn the_way_back_leads_to_the_web_only() {
        assert!(is_web_address("https://shop.example/post3ds?order=1"));
        for url in [
            "javascript:alert(1)",
            "data:text/html,x",
            "/local",
            "",
            "ftp://x/",
        ] {
            assert!(!is_web_address(url), "{url}");
        }
    }
}
