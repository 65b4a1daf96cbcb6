//! The page of the bank: here the payer confirms or refuses.
//!
//! The shop's page posts `MD`, `PaReq` and `TermUrl` here, as to any bank. The answer takes the
//! browser back to `TermUrl` with `MD` and `PaRes`.

use std::sync::Arc;

use hyper::{Method, StatusCode};

use super::html::{escaped, page};
use crate::ledger::transaction::{Status, Transaction};
use crate::net::answer::Answer;
use crate::rules::three_ds::{self, Decision};
use crate::sandbox::Sandbox;

const STYLE: &str = include_str!("acs.css");

const SHIELD: &str = r#"<svg viewBox="0 0 24 24" fill="none" aria-hidden="true"><path d="M12 2 4 5v6c0 5 3.4 9.4 8 11 4.6-1.6 8-6 8-11V5l-8-3Z" fill="currentColor" opacity=".25"/><path d="m8 12 3 3 5-6" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>"#;

/// Sends the payer back without a click, where scripts are allowed.
const GO_BACK: &str = "document.forms[0].submit()";

/// Serve the page, or what its buttons post; `path` is what follows `acs`.
pub(crate) fn serve(sandbox: &Arc<Sandbox>, path: &str, method: &Method, body: &[u8]) -> Answer {
    if *method != Method::POST {
        let why = "The browser must POST MD, PaReq and TermUrl to this address.";
        return sorry(
            StatusCode::METHOD_NOT_ALLOWED,
            "Откройте эту страницу из магазина",
            why,
        );
    }
    let form = Form::read(body);
    let Some(payment) = form.payment(sandbox) else {
        let why =
            "No payment with this MD awaits confirmation: it is finished already, or never was.";
        return sorry(
            StatusCode::NOT_FOUND,
            "Платёж не найден или уже завершён",
            why,
        );
    };
    if !is_web_address(&form.term_url) {
        let why = "TermUrl must be an http or https address.";
        return sorry(StatusCode::BAD_REQUEST, "Неверный адрес возврата", why);
    }
    match path {
        "" if form.pa_req == three_ds::pa_req(&payment) => question(&form, &payment),
        "" => {
            let why = "PaReq is not the one that was sent out. A lost plus sign (a blank instead of +) is the usual cause.";
            sorry(StatusCode::BAD_REQUEST, "Запрос магазина повреждён", why)
        }
        "answer" => match form.decision {
            Some(decision) => way_back(&form, payment.id, decision),
            None => sorry(
                StatusCode::BAD_REQUEST,
                "Ответ не распознан",
                "No button was pressed.",
            ),
        },
        _ => sorry(
            StatusCode::NOT_FOUND,
            "Страница не найдена",
            "There is no such page.",
        ),
    }
}

/// What the browser posts.
#[derive(Debug, Default)]
struct Form {
    md: String,
    pa_req: String,
    term_url: String,
    decision: Option<Decision>,
}

impl Form {
    /// Names are exact: a real bank does not know `md` either.
    fn read(body: &[u8]) -> Self {
        let mut form = Self::default();
        for (name, value) in form_urlencoded::parse(body) {
            match &*name {
                "MD" => form.md = value.into_owned(),
                "PaReq" => form.pa_req = value.into_owned(),
                "TermUrl" => form.term_url = value.into_owned(),
                "decision" => {
                    form.decision = match &*value {
                        "confirm" => Some(Decision::Confirmed),
                        "refuse" => Some(Decision::Refused),
                        _ => None,
                    };
                }
                _ => {}
            }
        }
        form
    }

    fn payment(&self, sandbox: &Sandbox) -> Option<Transaction> {
        let id = self.md.trim().parse().ok()?;
        let ledger = sandbox.ledger();
        let found = ledger.get(id)?;
        (found.status == Status::AwaitingAuthentication).then(|| found.clone())
    }
}

fn is_web_address(url: &str) -> bool {
    url.parse::<hyper::Uri>()
        .is_ok_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some())
}

fn question(form: &Form, payment: &Transaction) -> Answer {
    let card = &payment.card;
    let shop = form.term_url.parse::<hyper::Uri>().ok();
    let shop = shop
        .as_ref()
        .and_then(hyper::Uri::host)
        .unwrap_or("test.test");
    let mut rows = row("Магазин", "Shop", shop, "");
    if let Some(description) = &payment.details.description {
        rows += &row("Покупка", "Purchase", description, "");
    }
    if let Some(invoice) = &payment.details.invoice_id {
        rows += &row("Заказ", "Order", invoice, "");
    }
    let (first, second) = card
        .first_six
        .split_at_checked(4)
        .unwrap_or((&card.first_six, ""));
    let masked = format!("{first} {second}•• •••• {}", card.last_four);
    rows += &row("Карта", "Card", &masked, " class=\"card\"");
    let content = format!(
        r#"<h1>Подтвердите оплату</h1><div class="en" lang="en">Confirm the payment</div>
<div class="sum">{sum}</div>
<dl>{rows}</dl>
<form method="post" action="/acs/answer">
<input type="hidden" name="MD" value="{md}"><input type="hidden" name="TermUrl" value="{term_url}">
<button class="yes" name="decision" value="confirm">Подтвердить<span lang="en">Confirm</span></button>
<button class="no" name="decision" value="refuse">Отказаться<span lang="en">Refuse</span></button>
</form>"#,
        sum = escaped(&sum(payment)),
        md = escaped(&form.md),
        term_url = escaped(&form.term_url),
    );
    page(StatusCode::OK, frame("Подтверждение оплаты", &content), "")
}

/// `1 234,50 ₽`, as a Russian bank writes it.
fn sum(payment: &Transaction) -> String {
    let text = payment.amount.to_string();
    let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    let currency = match payment.currency.code {
        "RUB" => "₽",
        code => code,
    };
    format!("{grouped},{cents}\u{a0}{currency}")
}

fn row(name: &str, name_en: &str, value: &str, class: &str) -> String {
    format!(
        r#"<div><dt>{name} <span class="en" lang="en">{name_en}</span></dt><dd{class}>{}</dd></div>"#,
        escaped(value)
    )
}

fn way_back(form: &Form, id: u64, decision: Decision) -> Answer {
    let content = format!(
        r#"<h1>Возвращаемся в магазин…</h1><div class="en" lang="en">Going back to the shop…</div><br>
<form method="post" action="{term_url}">
<input type="hidden" name="MD" value="{id}"><input type="hidden" name="PaRes" value="{pa_res}">
<button class="yes">Продолжить<span lang="en">Continue</span></button>
</form><script>{GO_BACK}</script>"#,
        term_url = escaped(&form.term_url),
        pa_res = escaped(&three_ds::pa_res(id, decision)),
    );
    page(
        StatusCode::OK,
        frame("Возврат в магазин", &content),
        GO_BACK,
    )
}

fn sorry(status: StatusCode, words: &str, words_en: &str) -> Answer {
    let content = format!(
        r#"<h1>{}</h1><div class="en" lang="en">{}</div>"#,
        escaped(words),
        escaped(words_en)
    );
    page(status, frame(words, &content), "")
}

fn frame(title: &str, content: &str) -> String {
    format!(
        r#"<!DOCTYPE html>
<html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>{STYLE}</style></head>
<body><main><header>{SHIELD}<div><b>Тестовый банк</b><small>3-D Secure · проверка владельца карты</small></div></header>
<section>{content}</section>
<footer>Песочница: деньги не настоящие · <span lang="en">Sandbox: no real money</span></footer>
</main></body></html>
"#
    )
}

#[cfg(test)]
mod tests {
    use super::{is_web_address, sum};
    use crate::ledger::samples::payment;
    use crate::ledger::transaction::Stages;

    #[test]
    fn sums_are_grouped_as_a_bank_writes_them() {
        let text = sum(&payment(1, "1234567.5", Stages::One));
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
