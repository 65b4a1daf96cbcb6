//! The page of the bank: here the payer confirms or refuses.
//!
//! The shop's page posts `MD`, `PaReq` and `TermUrl` here, as to any bank. The answer takes the
//! browser back to `TermUrl` with `MD` and `PaRes`.

use std::sync::Arc;

use hyper::{Method, StatusCode};

use super::html::escaped;
use super::layout::{self, Button, Place, heading, is_web_address, row};
use crate::ledger::transaction::{Status, Transaction};
use crate::net::answer::Answer;
use crate::rules::three_ds::{self, Decision};
use crate::sandbox::Sandbox;

const BANK: Place = Place {
    name: "Тестовый банк",
    purpose: "3-D Secure · проверка владельца карты",
};

const CONFIRM: Button = Button {
    value: "confirm",
    words: "Подтвердить",
    words_en: "Confirm",
};

const REFUSE: Button = Button {
    value: "refuse",
    words: "Отказаться",
    words_en: "Refuse",
};

/// Sends the payer back without a click, where scripts are allowed.
const GO_BACK: &str = "document.forms[0].submit()";

/// Serve the page, or what its buttons post; `path` is what follows `acs`.
pub(crate) fn serve(sandbox: &Arc<Sandbox>, path: &str, method: &Method, body: &[u8]) -> Answer {
    if *method != Method::POST {
        let why = "The browser must POST MD, PaReq and TermUrl to this address.";
        return BANK.say(
            StatusCode::METHOD_NOT_ALLOWED,
            "Откройте эту страницу из магазина",
            why,
        );
    }
    let form = Form::read(body);
    let Some(payment) = form.payment(sandbox) else {
        let why =
            "No payment with this MD awaits confirmation: it is finished already, or never was.";
        return BANK.say(
            StatusCode::NOT_FOUND,
            "Платёж не найден или уже завершён",
            why,
        );
    };
    if !is_web_address(&form.term_url) {
        let why = "TermUrl must be an http or https address.";
        return BANK.say(StatusCode::BAD_REQUEST, "Неверный адрес возврата", why);
    }
    match path {
        "" if form.pa_req == three_ds::pa_req(&payment) => question(&form, &payment),
        "" => {
            let why = "PaReq is not the one that was sent out. A lost plus sign (a blank instead of +) is the usual cause.";
            BANK.say(StatusCode::BAD_REQUEST, "Запрос магазина повреждён", why)
        }
        "answer" => match form.decision {
            Some(decision) => way_back(&form, payment.id, decision),
            None => BANK.say(
                StatusCode::BAD_REQUEST,
                "Ответ не распознан",
                "No button was pressed.",
            ),
        },
        _ => BANK.say(
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
        r#"{heading}
<div class="sum">{sum}</div>
<dl>{rows}</dl>
{choice}"#,
        heading = heading("Подтвердите оплату", "Confirm the payment"),
        sum = escaped(&layout::sum(payment.amount, payment.currency)),
        choice = layout::choice(
            "/acs/answer",
            &format!(
                r#"<input type="hidden" name="MD" value="{md}"><input type="hidden" name="TermUrl" value="{term_url}">
"#,
                md = escaped(&form.md),
                term_url = escaped(&form.term_url),
            ),
            CONFIRM,
            REFUSE,
        ),
    );
    BANK.page(StatusCode::OK, "Подтверждение оплаты", &content)
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
    BANK.page_with_script("Возврат в магазин", &content, GO_BACK)
}
