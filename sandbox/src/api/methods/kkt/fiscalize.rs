//! `kkt/fiscalize`: register a cash register, or register it anew with another fiscal storage.

use std::sync::Arc;

use crate::api::fields::Fields;
use crate::api::receipts;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::kkt::content::TAXATION;
use crate::kkt::reading::{is_digits, is_inn, is_phone};
use crate::kkt::register::Registration;
use crate::sandbox::Sandbox;

/// The operators of fiscal data that the directory lists.
const OPERATORS: [&str; 16] = [
    "PeterService",
    "FirstOfd",
    "Taxcom",
    "PlatformaOfd",
    "OfdYa",
    "OfdYandex",
    "Garantexpress",
    "OfdAstralNalog",
    "Sbis",
    "Element",
    "Esphere",
    "Kontur",
    "Magnit",
    "InitPro",
    "KonturNtt",
    "KazakhTelecom",
];

/// Digits of the number of a fiscal storage.
const FISCAL_NUMBER: usize = 16;

/// The register goes online when the registration is done.
pub(super) fn run(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let registration = registration(fields)?;
    let moment = sandbox.clock.elapsed_ms();
    let now_ms = sandbox.clock.stamp_ms();
    let ready_at = sandbox
        .kkt()
        .fiscalize(registration, moment, now_ms)
        .map_err(|_| Refusal::new("Касса зарегистрирована на другую организацию"))?;
    // Receipts may be waiting for it.
    receipts::tell_printed_at(sandbox, ready_at);
    Ok(Reply::Message("Fiscal data queued".to_owned()))
}

fn registration(fields: &Fields) -> Result<Registration, Refusal> {
    let inn = checked(fields, "Inn", is_inn)?;
    let device_number = checked(fields, "DeviceNumber", is_digits)?;
    let fiscal_number = checked(fields, "FiscalNumber", |text| {
        text.len() == FISCAL_NUMBER && is_digits(text)
    })?;
    let reg_number = fields.required_text("RegNumber")?;
    let url = fields.required_text("Url")?;
    let ofd = fields.required_text("Ofd")?;
    let ofd = OPERATORS
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(&ofd))
        .ok_or_else(|| Refusal::invalid("Ofd"))?;
    let taxation = taxation(fields)?;
    let email = fields.required_text("MerchantEmail")?;
    checked(fields, "MerchantPhone", is_phone)?;
    Ok(Registration {
        inn,
        device_number,
        fiscal_number,
        reg_number,
        url,
        ofd,
        taxation,
        email,
        is_bso: fields.boolean("IsBso")?.unwrap_or(false),
    })
}

fn checked(
    fields: &Fields,
    name: &'static str,
    is_well_formed: impl Fn(&str) -> bool,
) -> Result<String, Refusal> {
    let text = fields.required_text(name)?;
    if is_well_formed(&text) {
        Ok(text)
    } else {
        Err(Refusal::invalid(name))
    }
}

fn taxation(fields: &Fields) -> Result<Vec<u8>, Refusal> {
    let systems = fields.integers("TaxationSystem")?;
    if systems.is_empty() {
        return Err(Refusal::required("TaxationSystem"));
    }
    systems
        .into_iter()
        .map(|system| {
            let system = u8::try_from(system).ok();
            system
                .filter(|system| TAXATION.contains(system))
                .ok_or_else(|| Refusal::invalid("TaxationSystem"))
        })
        .collect()
}
