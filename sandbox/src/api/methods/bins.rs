//! `bins/info/{digits}`: the bank behind the first six digits of a card.

use std::sync::Arc;

use crate::api::fields::Fields;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::json::Object;
use crate::rules::cards::Card;
use crate::sandbox::Sandbox;

/// The bank that payments with such a card show as their `Issuer`.
pub(super) fn info(_sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let digits = fields.required_text("Digits")?;
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::invalid("Digits"));
    }
    let (Some(bank), _) = Card::with_first_six(&digits).issuer() else {
        return Ok(Reply::NotFound);
    };
    let mut json = Object::new();
    json.null("LogoUrl").text("BankName", bank);
    Ok(Reply::Model {
        success: true,
        json: json.finish(),
    })
}
