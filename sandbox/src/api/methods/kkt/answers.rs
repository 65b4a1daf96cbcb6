//! What these methods answer: their envelopes have fields of their own.

use crate::api::reply::Reply;
use crate::json::Object;
use crate::kkt::receipt::{Receipt, State};
use crate::kkt::register::Register;
use crate::kkt::trouble::Trouble;
use crate::kkt::{Kkt, model};

/// What most of them answer.
pub(super) fn model(json: &str) -> Reply {
    Reply::Whole {
        success: true,
        json: format!(r#"{{"Model":{json},"InnerResult":null,"Success":true,"Message":null}}"#),
    }
}

/// A receipt was accepted. What ails the registers of its owner is said as well.
pub(super) fn queued(kkt: &Kkt, receipt: &Receipt, moment: i64, site: &str) -> Reply {
    let mut words = Vec::new();
    let mut codes = Vec::new();
    for register in kkt.of(&receipt.draft.inn) {
        let number = &register.registration.device_number;
        for warning in register.warnings(moment) {
            let (what, remedy) = (warning.description, warning.remedy);
            words.push(format!("{number}: {what} - {remedy}"));
            codes.push(warning.receipt_code);
        }
    }
    codes.sort_unstable();
    codes.dedup();
    let mut about = Object::new();
    about
        .text("Id", &receipt.id)
        .raw("ErrorCode", 0)
        .text("ReceiptLocalUrl", &model::url(receipt, site));
    let mut json = Object::new();
    json.raw("Model", about.finish())
        .null("InnerResult")
        .raw("Success", true)
        .text("Message", "Queued");
    if words.is_empty() {
        json.null("Warning").null("WarningCodes");
    } else {
        json.text("Warning", &words.join("; "))
            .raw("WarningCodes", model::list(&codes, u8::to_string));
    }
    Reply::Whole {
        success: true,
        json: json.finish(),
    }
}

/// A receipt was not accepted.
pub(super) fn refused(trouble: &Trouble) -> Reply {
    let mut json = Object::new();
    json.raw("Model", format!(r#"{{"ErrorCode":{}}}"#, trouble.code))
        .null("InnerResult")
        .raw("Success", false)
        .text("Message", &trouble.message);
    Reply::Whole {
        success: false,
        json: json.finish(),
    }
}

/// Where a receipt stands: a word in Model, `Success` true in every case.
pub(super) fn status(kkt: &Kkt, receipt: Option<&Receipt>) -> Reply {
    let state = receipt.map(|receipt| &receipt.state);
    let message = match state {
        Some(State::Error(trouble)) => Some(trouble.message.as_str()),
        Some(State::Queued | State::Processed(_)) | None => None,
    };
    let mut json = Object::new();
    json.text("Model", state.map_or("NotFound", State::name))
        .null("InnerResult")
        .raw("Success", true)
        .optional("Message", message);
    if let Some(receipt) = receipt.filter(|receipt| matches!(receipt.state, State::Queued)) {
        let hints = hints(kkt, &receipt.draft.inn);
        if !hints.is_empty() {
            json.raw("Warnings", model::list(&hints, hint));
        }
    }
    Reply::Whole {
        success: true,
        json: json.finish(),
    }
}

fn hint((code, words): &(u8, &str)) -> String {
    let mut json = Object::new();
    json.raw("Code", code).text("Description", words);
    json.finish()
}

/// What may hold a queued receipt up.
fn hints(kkt: &Kkt, inn: &str) -> Vec<(u8, &'static str)> {
    let any = |ails: fn(&Register) -> bool| kkt.of(inn).any(ails);
    let mut hints = Vec::new();
    if any(|register| register.ofd_queue > 0) {
        hints.push((
            1,
            "Есть касса (кассы) с неотправляющимися в ОФД документами",
        ));
    }
    if any(Register::is_full) {
        hints.push((2, "Есть касса (кассы) с заполненным ФН"));
    }
    hints
}
