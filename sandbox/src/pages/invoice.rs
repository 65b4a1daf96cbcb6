//! The page of an invoice: here the payer pays with a card that works, or with one that does not.

use std::sync::Arc;

use hyper::{Method, StatusCode};

use super::html::escaped;
use super::layout::{self, Button, Place, heading, is_web_address, posted, row, way_back};
use crate::api::invoice;
use crate::invoices::{Invoice, State};
use crate::ledger::transaction::Transaction;
use crate::net::answer::Answer;
use crate::rules::cards::Card;
use crate::sandbox::Sandbox;

const CASHIER: Place = Place {
    name: "Тестовая касса",
    purpose: "Оплата счёта картой",
};

const PAY: Button = Button {
    value: "pay",
    words: "Оплатить",
    words_en: "Pay",
};

const REFUSE: Button = Button {
    value: "refuse",
    words: "Оплатить картой без денег",
    words_en: "Pay with a card that has no money",
};

/// Serve the page, or what its buttons post.
pub(crate) async fn serve(
    sandbox: &Arc<Sandbox>,
    id: &str,
    method: &Method,
    body: &[u8],
) -> Answer {
    let Some(invoice) = sandbox.invoices.get(id) else {
        return not_found();
    };
    match *method {
        Method::GET => show(&invoice),
        Method::POST => match posted(body, "decision").as_deref() {
            Some("pay") => pay(sandbox, &invoice, Card::that_pays()).await,
            Some("refuse") => pay(sandbox, &invoice, Card::without_money()).await,
            _ => CASHIER.say(
                StatusCode::BAD_REQUEST,
                "Ответ не распознан",
                "No button was pressed.",
            ),
        },
        _ => CASHIER.say(
            StatusCode::METHOD_NOT_ALLOWED,
            "Откройте эту страницу в браузере",
            "This page is for a browser.",
        ),
    }
}

/// A task of its own: whoever closes the page in the middle leaves no invoice half paid.
async fn pay(sandbox: &Arc<Sandbox>, invoice: &Invoice, card: Card) -> Answer {
    let (sandbox, id) = (Arc::clone(sandbox), invoice.id.clone());
    let paying = tokio::spawn(async move { invoice::pay(&sandbox, &id, card).await });
    match paying.await {
        Ok(Some(Ok(paid))) if paid.status.is_refused() => declined(invoice, &paid),
        Ok(Some(Ok(_))) => CASHIER.page(
            StatusCode::OK,
            "Оплачено",
            &(heading("Счёт оплачен", "The invoice is paid.")
                + &way_back(invoice.wish.success_url.as_deref())),
        ),
        Ok(Some(Err(refusal))) => CASHIER.say(
            StatusCode::CONFLICT,
            "Этот счёт уже нельзя оплатить",
            refusal.message(),
        ),
        Ok(None) | Err(_) => not_found(),
    }
}

fn show(invoice: &Invoice) -> Answer {
    match invoice.state {
        State::Open => question(invoice),
        State::Busy => CASHIER.say(
            StatusCode::OK,
            "Счёт сейчас оплачивают",
            "Somebody is paying this invoice.",
        ),
        State::Paid { .. } => CASHIER.say(
            StatusCode::OK,
            "Счёт оплачен",
            "The invoice is paid already.",
        ),
        State::Cancelled => {
            CASHIER.say(StatusCode::OK, "Счёт отменён", "The invoice is cancelled.")
        }
    }
}

fn question(invoice: &Invoice) -> Answer {
    let content = heading("Счёт на оплату", "Invoice") + &form(invoice);
    CASHIER.page(StatusCode::OK, "Счёт на оплату", &content)
}

fn declined(invoice: &Invoice, payment: &Transaction) -> Answer {
    let culture = invoice.wish.details.culture.as_deref();
    let reason = payment
        .reason
        .map_or("", |reason| reason.message_in(culture));
    let content = heading("Оплата не прошла", "The payment was declined.")
        + &format!("<p>{}</p>", escaped(reason))
        + &form(invoice)
        + &way_back(invoice.wish.fail_url.as_deref());
    CASHIER.page(StatusCode::OK, "Оплата не прошла", &content)
}

fn form(invoice: &Invoice) -> String {
    let wish = &invoice.wish;
    let mut rows = String::new();
    for (name, name_en, value) in [
        ("Покупка", "Purchase", &wish.details.description),
        ("Заказ", "Order", &wish.details.invoice_id),
        ("Плательщик", "Payer", &wish.details.email),
    ] {
        if let Some(value) = value {
            rows += &row(name, name_en, value, "");
        }
    }
    let offer = wish.offer_uri.as_deref().filter(|url| is_web_address(url));
    let offer = offer.map_or_else(String::new, |url| {
        format!(
            r#"<p><a href="{}">Условия оферты <span class="en" lang="en">Terms</span></a></p>"#,
            escaped(url)
        )
    });
    format!(
        r#"<div class="sum">{}</div><dl>{rows}</dl>{offer}{}"#,
        escaped(&layout::sum(wish.amount, wish.currency)),
        layout::choice(&format!("/d/{}", invoice.id), "", PAY, REFUSE)
    )
}

fn not_found() -> Answer {
    CASHIER.say(
        StatusCode::NOT_FOUND,
        "Счёт не найден",
        "There is no such invoice.",
    )
}
