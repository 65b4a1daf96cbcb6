//! `GET /receipts/…`: a printed receipt, for people.

use std::sync::Arc;

use hyper::{Method, StatusCode};

use super::html::{escaped, page};
use crate::kkt::item::Item;
use crate::kkt::model;
use crate::kkt::receipt::{Fiscal, Kind, Receipt};
use crate::net::answer::Answer;
use crate::sandbox::Sandbox;
use crate::values::amount::Amount;
use crate::values::dates;

const STYLE: &str = include_str!("receipt.css");

/// The page of a receipt.
pub(crate) fn serve(sandbox: &Arc<Sandbox>, id: &str, method: &Method) -> Answer {
    if *method != Method::GET {
        return Answer::error_page(StatusCode::METHOD_NOT_ALLOWED);
    }
    let kkt = sandbox.kkt();
    let printed = kkt
        .receipt(id)
        .and_then(|receipt| receipt.fiscal().map(|fiscal| (receipt, fiscal)));
    match printed {
        Some((receipt, fiscal)) => paper(StatusCode::OK, &written(receipt, fiscal)),
        None => paper(
            StatusCode::NOT_FOUND,
            r#"<h1>Чек не найден</h1><div class="dim" lang="en">No such receipt was printed, or not yet.</div>"#,
        ),
    }
}

fn paper(status: StatusCode, content: &str) -> Answer {
    let html = format!(
        r#"<!DOCTYPE html>
<html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Кассовый чек</title><style>{STYLE}</style></head><body><main>{content}
<div class="dim">Песочница: чек не настоящий · <span lang="en">Sandbox: no real receipt</span></div></main></body></html>
"#
    );
    page(status, html, "")
}

fn written(receipt: &Receipt, fiscal: &Fiscal) -> String {
    let (draft, registration) = (&receipt.draft, &fiscal.registration);
    let title = match (draft.kind, draft.correction.is_some()) {
        (Kind::Income, false) => "Приход",
        (Kind::IncomeReturn, false) => "Возврат прихода",
        (Kind::Expense, false) => "Расход",
        (Kind::ExpenseReturn, false) => "Возврат расхода",
        (Kind::Income, true) => "Коррекция прихода",
        (Kind::IncomeReturn, true) => "Коррекция возврата прихода",
        (Kind::Expense, true) => "Коррекция расхода",
        (Kind::ExpenseReturn, true) => "Коррекция возврата расхода",
    };
    let date = dates::webhook(fiscal.printed_ms);
    let items: String = draft.content.items.iter().map(item).collect();
    let kinds: String = draft
        .content
        .amounts
        .named()
        .into_iter()
        .filter(|(_, sum)| *sum != Amount::ZERO)
        .map(|(name, sum)| row(name, &sum.to_string()))
        .collect();
    let about: String = [
        ("Смена", fiscal.session_number.to_string()),
        ("Чек в смене", fiscal.session_check_number.to_string()),
        ("Кассир", model::cashier(receipt).to_owned()),
        (
            "Место расчётов",
            model::calculation_place(receipt, fiscal).to_owned(),
        ),
        ("ИНН", draft.inn.clone()),
        ("РН ККТ", registration.reg_number.clone()),
        ("ФН", registration.fiscal_number.clone()),
        ("ФД", fiscal.document_number.to_string()),
        ("ФП", fiscal.sign.clone()),
    ]
    .into_iter()
    .map(|(name, value)| row(name, &value))
    .collect();
    format!(
        r#"<h1>{title}</h1><div class="dim">{date} UTC</div><dl>{items}</dl>
<dl><div class="sum"><dt>Итого</dt><dd>{total}</dd></div>{kinds}</dl><dl>{about}</dl>"#,
        total = draft.content.total(),
    )
}

fn item(item: &Item) -> String {
    let value = format!("{} × {} = {}", item.price, item.quantity, item.amount);
    row(&item.label, &value)
}

fn row(name: &str, value: &str) -> String {
    format!(
        "<div><dt>{}</dt><dd>{}</dd></div>",
        escaped(name),
        escaped(value)
    )
}
