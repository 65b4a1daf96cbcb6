//! The page to which a link or a QR code leads: here the payer pays or refuses.

use std::sync::Arc;

use hyper::{Method, StatusCode};

use super::html::escaped;
use super::layout::{self, Button, Place, heading, posted, row, way_back};
use crate::api::link;
use crate::ledger::transaction::{Status, Transaction, Via};
use crate::links::Link;
use crate::net::answer::Answer;
use crate::rules::reasons::CUSTOMER_CANCELLATION;
use crate::sandbox::Sandbox;

const PAY: Button = Button {
    value: "pay",
    words: "Оплатить",
    words_en: "Pay",
};

const REFUSE: Button = Button {
    value: "refuse",
    words: "Отказаться",
    words_en: "Refuse",
};

/// Serve the page, or what its buttons post.
pub(crate) fn serve(sandbox: &Arc<Sandbox>, code: &str, method: &Method, body: &[u8]) -> Answer {
    let Some(link) = sandbox.links.with_code(code) else {
        return not_found(place(Via::Card));
    };
    let place = place(link.via);
    match *method {
        Method::GET => show(sandbox, &link),
        Method::POST => {
            let refusal = match posted(body, "decision").as_deref() {
                Some("pay") => None,
                Some("refuse") => Some(CUSTOMER_CANCELLATION),
                _ => {
                    return place.say(
                        StatusCode::BAD_REQUEST,
                        "Ответ не распознан",
                        "No button was pressed.",
                    );
                }
            };
            match link::decide(sandbox, link.transaction_id, refusal) {
                Some(Ok(decided)) => done(&link, &decided),
                Some(Err(refusal)) => place.say(
                    StatusCode::CONFLICT,
                    "По этой ссылке уже нельзя заплатить",
                    refusal.message(),
                ),
                None => not_found(place),
            }
        }
        _ => place.say(
            StatusCode::METHOD_NOT_ALLOWED,
            "Откройте эту страницу в браузере",
            "This page is for a browser.",
        ),
    }
}

fn show(sandbox: &Sandbox, link: &Link) -> Answer {
    let place = place(link.via);
    let payment = sandbox.ledger().get(link.transaction_id).cloned();
    match payment {
        None => not_found(place),
        Some(payment)
            if payment.status == Status::Created
                || link.is_reusable(sandbox.clock.elapsed_ms()) =>
        {
            question(link, &payment)
        }
        Some(_) => place.say(
            StatusCode::OK,
            "По этой ссылке уже нельзя заплатить",
            "This link is used or too old.",
        ),
    }
}

fn question(link: &Link, payment: &Transaction) -> Answer {
    let mut rows = String::new();
    for (name, name_en, value) in [
        ("Покупка", "Purchase", &payment.details.description),
        ("Заказ", "Order", &payment.details.invoice_id),
    ] {
        if let Some(value) = value {
            rows += &row(name, name_en, value, "");
        }
    }
    let content = format!(
        r#"{heading}<div class="sum">{sum}</div><dl>{rows}</dl>{choice}"#,
        heading = heading("Оплата по ссылке", "Payment by link"),
        sum = escaped(&layout::sum(payment.amount, payment.currency)),
        choice = layout::choice(&format!("/qr/{}", link.code), "", PAY, REFUSE),
    );
    place(link.via).page(StatusCode::OK, "Оплата по ссылке", &content)
}

fn done(link: &Link, payment: &Transaction) -> Answer {
    let (title, title_en, way) = if payment.status.is_refused() {
        ("Вы отказались", "You have refused.", &link.fail_url)
    } else {
        ("Оплачено", "Paid.", &link.success_url)
    };
    let content = heading(title, title_en) + &way_back(way.as_deref());
    place(link.via).page(StatusCode::OK, title, &content)
}

fn place(via: Via) -> Place {
    let name = match via {
        Via::Card => "Тестовый банк",
        Via::Sbp => "Тестовая СБП",
        Via::TPay => "Тестовый T-Pay",
        Via::SberPay => "Тестовый SberPay",
        Via::Dolyami => "Тестовые Долями",
    };
    Place {
        name,
        purpose: "Оплата по ссылке или QR-коду",
    }
}

fn not_found(place: Place) -> Answer {
    place.say(
        StatusCode::NOT_FOUND,
        "Ссылка не найдена",
        "There is no such link.",
    )
}
