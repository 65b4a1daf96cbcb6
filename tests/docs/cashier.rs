//! What the cashier's guide, `docs/ru/cashier.md`, shows of the library: each message in the section that says what to
//! do about it. A message that no section takes does not compile, or panics here.

use std::fmt::Write as _;

use cloudpayments_money::error::ErrorCode;
use cloudpayments_money::outcome::Outcome;
use cloudpayments_money::reason::{Advice, REASONS};
use cloudpayments_money::words;

use crate::markdown::table;

/// A part of the guide; all its messages ask the cashier for the same.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Paid,
    Held,
    GivenBack,
    NotGivenBack,
    ThreeDs,
    Link,
    Wait,
    DoNotRepeat,
    TakeCash,
    CallAdministrator,
    Declined,
    MayRepeat,
    Fault,
    Asked,
    BackOffice,
}

/// The sections with messages, by the names of their parts.
const SECTIONS: &[(&str, Section)] = &[
    ("paid", Section::Paid),
    ("held", Section::Held),
    ("3-D Secure", Section::ThreeDs),
    ("link", Section::Link),
    ("wait", Section::Wait),
    ("do not repeat", Section::DoNotRepeat),
    ("take cash", Section::TakeCash),
    ("call the administrator", Section::CallAdministrator),
    ("declined", Section::Declined),
    ("may repeat", Section::MayRepeat),
    ("given back", Section::GivenBack),
    ("not given back", Section::NotGivenBack),
    ("fault", Section::Fault),
    ("asked", Section::Asked),
    ("back office", Section::BackOffice),
];

/// The generated parts of the guide.
pub(crate) fn parts() -> Vec<(&'static str, String)> {
    let mut parts = vec![("card beside the till", short())];
    parts.extend(
        SECTIONS
            .iter()
            .map(|(name, section)| (*name, list(*section))),
    );
    parts.push(("reasons", reasons()));
    parts
}

/// The messages of a section, each once.
fn list(section: Section) -> String {
    let mut said = Vec::new();
    for (place, text) in messages() {
        if place == section && !said.contains(&text) {
            said.push(text);
        }
    }
    assert!(!said.is_empty(), "a section without messages");
    said.iter().fold(String::new(), |mut out, text| {
        writeln!(out, "- «{text}»").expect("a String takes it");
        out
    })
}

/// The card to print: the message of each case that a cashier meets, and one line of what to do.
fn short() -> String {
    let said = |outcome: Outcome| {
        format!(
            "«{}»",
            words::for_outcome(outcome.as_str()).expect("words").ru
        )
    };
    table(
        ["На экране кассы", "Деньги", "Что делать"],
        [
            (Outcome::Completed, "списаны", "**Отдать товар.**"),
            (
                Outcome::Requires3ds,
                "не списаны",
                "Попросить покупателя подтвердить оплату. Товар не отдавать.",
            ),
            (
                Outcome::RequiresPayer,
                "ещё неизвестно",
                "Показать QR-код, ждать «Оплачено». Товар не отдавать.",
            ),
            (
                Outcome::Unknown,
                "**неизвестно**",
                "**Не повторять, наличные не брать, товар не отдавать.** Ждать проверки.",
            ),
            (
                Outcome::Pending,
                "ещё неизвестно",
                "Ждать. Не повторять, товар не отдавать.",
            ),
            (
                Outcome::ManualReview,
                "**неизвестно**",
                "**Не повторять.** Позвать администратора.",
            ),
            (
                Outcome::Declined,
                "не списаны",
                "Прочесть причину покупателю. Другая карта, если касса её просит, или наличные.",
            ),
            (
                Outcome::NotSent,
                "не списаны",
                "Повторить или взять наличные.",
            ),
            (
                Outcome::NotProcessed,
                "не списаны",
                "Повторить или взять наличные.",
            ),
            (
                Outcome::Reversed,
                "возвращаются",
                "Товар не отдавать. Можно взять наличные.",
            ),
            (
                Outcome::Reversing,
                "вернутся, если списаны",
                "Взять наличные, отдать товар за наличные.",
            ),
            (
                Outcome::Refunded,
                "возвращаются",
                "Отдать чек возврата. Срок зависит от банка покупателя.",
            ),
        ]
        .map(|(outcome, money, action)| [said(outcome), money.to_owned(), action.to_owned()]),
    )
}

/// The reasons of a decline as the cashier sees them: one text, all its advice.
fn reasons() -> String {
    let mut texts: Vec<&str> = Vec::new();
    for reason in REASONS {
        if !texts.contains(&reason.ru) {
            texts.push(reason.ru);
        }
    }
    table(
        ["На экране кассы", "Другая карта", "Позже", "Прекратить"],
        texts.into_iter().map(|text| {
            let mark = |advice| {
                let here = REASONS
                    .iter()
                    .any(|reason| reason.ru == text && reason.advice == advice);
                String::from(if here { "•" } else { "" })
            };
            [
                format!("«{text}»"),
                mark(Advice::AskOtherCard),
                mark(Advice::RetryLater),
                mark(Advice::Stop),
            ]
        }),
    )
}

/// Every message of the library that is not a reason of a decline, with its section.
fn messages() -> Vec<(Section, &'static str)> {
    let mut all = Vec::new();
    for outcome in Outcome::ALL {
        let words = words::for_outcome(outcome.as_str()).expect("words");
        all.push((of_outcome(*outcome), words.ru));
    }
    for (outcome, _, words) in super::exact_words() {
        all.push((of_exact(outcome, words.ru), words.ru));
    }
    for error in ErrorCode::ALL {
        if let Some(words) = words::for_error(error.as_str()) {
            all.push((of_code(*error), words.ru));
        }
        for outcome in Outcome::ALL {
            if let Some(words) = words::for_giving_back(outcome.as_str(), Some(error.as_str())) {
                all.push((Section::NotGivenBack, words.ru));
            }
        }
    }
    all
}

const fn of_outcome(outcome: Outcome) -> Section {
    match outcome {
        Outcome::Completed | Outcome::Confirmed => Section::Paid,
        Outcome::Authorized => Section::Held,
        Outcome::Voided | Outcome::Refunded | Outcome::Reversed => Section::GivenBack,
        Outcome::Requires3ds => Section::ThreeDs,
        Outcome::RequiresPayer => Section::Link,
        Outcome::Pending => Section::Wait,
        Outcome::Unknown | Outcome::InvoiceBusy => Section::DoNotRepeat,
        Outcome::ManualReview | Outcome::IdempotencyMismatch | Outcome::Internal => {
            Section::CallAdministrator
        }
        Outcome::Declined => Section::Declined,
        Outcome::NotSent | Outcome::NotProcessed => Section::MayRepeat,
        Outcome::Rejected
        | Outcome::Unauthorized
        | Outcome::InvalidArgument
        | Outcome::InvalidRequest
        | Outcome::InvalidConfig
        | Outcome::UnknownMethod
        | Outcome::JournalUnavailable => Section::Fault,
        Outcome::NotFound | Outcome::NoAnswer => Section::Asked,
        Outcome::PaidOut
        | Outcome::Created
        | Outcome::Updated
        | Outcome::Cancelled
        | Outcome::Ok
        | Outcome::BadSignature => Section::BackOffice,
        Outcome::Reversing => Section::TakeCash,
    }
}

/// Where an outcome with one code goes. What sends for the administrator stands where he is called.
fn of_exact(outcome: Outcome, text: &str) -> Section {
    match (of_outcome(outcome), text.contains("озовите администратора")) {
        (Section::MayRepeat, true) => Section::Fault,
        (Section::DoNotRepeat, true) => Section::CallAdministrator,
        (section, _) => section,
    }
}

fn of_code(error: ErrorCode) -> Section {
    match error {
        ErrorCode::Mismatch => Section::CallAdministrator,
        ErrorCode::TlsUntrusted | ErrorCode::JournalCorrupt | ErrorCode::JournalOff => {
            Section::Fault
        }
        other => panic!("the cashier's guide has no place for {}", other.as_str()),
    }
}
