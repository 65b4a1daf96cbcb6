//! `payments/tokens/list`: the saved cards and accounts.

use std::sync::Arc;

use super::list::{self, PAGE};
use crate::api::fields::Fields;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::json::Object;
use crate::rules::tokens::Saved;
use crate::sandbox::Sandbox;

/// 100 a page, in the order in which they were saved.
pub(super) fn list(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let skip = list::skipped_if_any(fields)?;
    let ledger = sandbox.ledger();
    let entries: Vec<_> = ledger
        .vault
        .all()
        .skip(skip)
        .take(PAGE)
        .map(|(token, saved)| entry(token, saved))
        .collect();
    Ok(Reply::Model {
        success: true,
        json: format!("[{}]", entries.join(",")),
    })
}

fn entry(token: &str, saved: &Saved) -> String {
    let card = &saved.card;
    let (four, two) = card
        .first_six
        .split_at_checked(4)
        .unwrap_or((&card.first_six, ""));
    let number = |text: &str| text.parse().unwrap_or(0_u16);
    let mut json = Object::new();
    json.text("Token", token)
        .text("AccountId", &saved.account_id);
    // An account has neither number nor expiry.
    match card.expiry.split_once('/') {
        Some((month, year)) => json
            .text(
                "CardMask",
                &format!("{four} {two}****** {}", card.last_four),
            )
            .raw("ExpirationDateMonth", number(month))
            .raw("ExpirationDateYear", 2000 + number(year)),
        None => json
            .null("CardMask")
            .null("ExpirationDateMonth")
            .null("ExpirationDateYear"),
    };
    json.finish()
}
