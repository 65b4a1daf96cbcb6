//! `payments/cards/topup`, `payments/token/topup`, `payments/alt/topup`: payouts.

use std::sync::Arc;

use super::refund;
use crate::api::escrow;
use crate::api::fields::Fields;
use crate::api::order::{self, Order};
use crate::api::payment;
use crate::api::payout::{self, Arrival};
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::json::{self, Object};
use crate::ledger::model::{self, Shape};
use crate::ledger::transaction::{Stages, Via};
use crate::rules::reasons;
use crate::sandbox::Sandbox;

/// To the card in the cryptogram. A card that wants 3-D Secure when it pays keeps the payout
/// waiting here.
pub(super) fn card(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    order::roubles_only(fields)?;
    fields.object("Receiver")?;
    let order = Order::by_card(Stages::One, fields)?;
    let arrival = if order.means.three_ds {
        Arrival::Later
    } else {
        Arrival::AtOnce
    };
    let payout = payout::make(sandbox, order, arrival);
    Ok(payment::outcome(sandbox, &payout))
}

/// To a saved card, out of a safe deal if the merchant says so.
pub(super) fn token(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    order::roubles_only(fields)?;
    fields.object("Receiver")?;
    let mut order = Order::by_token(Stages::One, fields, &sandbox.ledger().vault)?;
    if order.means.via != Via::Card {
        return Err(Refusal::new("Only the token of a card can be paid out to"));
    }
    let share = escrow::share(fields, order.amount)?;
    // A payout that the bank refuses takes nothing out of its deal.
    let Some(share) = share.filter(|_| order.means.refusal.is_none()) else {
        let payout = payout::make(sandbox, order, Arrival::AtOnce);
        return Ok(payment::outcome(sandbox, &payout));
    };
    let left_over = sandbox.ledger().take_share(&share)?;
    order.details.escrow_id = Some(share.id.clone());
    let payout = payout::make(sandbox, order, Arrival::AtOnce);
    sandbox.ledger().deals.note_payout(&share, payout.id);
    for (id, rest) in left_over {
        // Somebody else may have refunded it just now: then there is nothing to give back.
        let _ = refund::give_back(sandbox, id, rest, None);
    }
    Ok(payment::outcome(sandbox, &payout))
}

/// To the account behind a phone number. It always takes a while.
pub(super) fn sbp(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    order::roubles_only(fields)?;
    let receiver = fields
        .nested("Receiver")?
        .ok_or_else(|| Refusal::required("Receiver"))?;
    let phone = receiver
        .text("Phone")?
        .ok_or_else(|| Refusal::required("Receiver.Phone"))?;
    let member = fields.required_text("MemberId")?;
    if !member.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::invalid("MemberId"));
    }
    let mut order = Order::without_card(Stages::One, Via::Sbp, fields)?;
    order.means.refusal = reasons::of_receiver(&phone);
    let payout = payout::make(sandbox, order, Arrival::Later);
    let model = model::transaction(&payout, &sandbox.config.public_id, Shape::Single);
    let mut rest = Object::new();
    rest.raw("IsLocalOrder", false)
        .raw("Gateway", 0)
        .raw("MasterPass", false)
        .null("InfoShopData")
        .raw("Receiver", fields.json("Receiver").unwrap_or_default());
    Ok(Reply::Whole {
        success: true,
        json: format!(
            r#"{{"Model":{},"Success":true,"Message":null,"ErrorCode":null}}"#,
            json::extended(&model, rest)
        ),
    })
}
