//! `payments/qr/…/link` and `…/image`: SBP, T-Pay and `SberPay`.

use std::io;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Work;
use crate::api::fields::Fields;
use crate::api::link::{self, Made, Wish};
use crate::api::order::{self, Order};
use crate::api::payment;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::api::subscription;
use crate::json::Object;
use crate::ledger::transaction::{Stages, Transaction, Via};
use crate::links::Link;
use crate::rules::qr;
use crate::sandbox::Sandbox;

const MINUTE_MS: i64 = 60_000;

/// How long a link lives that has no `TtlMinutes`.
const DAY_MINUTES: i64 = 24 * 60;

/// The same for SBP.
const SBP_MINUTES: i64 = 72 * 60;

/// The longest that SBP allows: 90 days.
const SBP_MAX_MINUTES: i64 = 129_600;

/// The longest way back that SBP allows.
const SBP_MAX_URL: usize = 1024;

/// What a payer may hold in his hand.
const DEVICES: [&str; 3] = ["MobileApp", "DesktopWeb", "Mobile"];

/// How a picture is drawn.
type Draw = fn(&str) -> io::Result<Vec<u8>>;

/// A link of SBP.
pub(super) fn sbp_link(sandbox: &Arc<Sandbox>, fields: &Fields) -> Work {
    work(sandbox, sbp(sandbox, fields), None)
}

/// A QR code of SBP: a PNG.
pub(super) fn sbp_image(sandbox: &Arc<Sandbox>, fields: &Fields) -> Work {
    work(sandbox, sbp(sandbox, fields), Some(qr::png))
}

/// A link of T-Pay.
pub(super) fn tpay_link(sandbox: &Arc<Sandbox>, fields: &Fields) -> Work {
    work(sandbox, tpay(sandbox, fields), None)
}

/// A QR code of T-Pay: an SVG.
pub(super) fn tpay_image(sandbox: &Arc<Sandbox>, fields: &Fields) -> Work {
    work(sandbox, tpay(sandbox, fields), Some(qr::svg))
}

/// A link of `SberPay`.
pub(super) fn sberpay_link(sandbox: &Arc<Sandbox>, fields: &Fields) -> Work {
    work(sandbox, sberpay(sandbox, fields), None)
}

/// A QR code of `SberPay`: an SVG.
pub(super) fn sberpay_image(sandbox: &Arc<Sandbox>, fields: &Fields) -> Work {
    work(sandbox, sberpay(sandbox, fields), Some(qr::svg))
}

fn sbp(sandbox: &Sandbox, fields: &Fields) -> Result<Wish, Refusal> {
    let minutes = fields.integer("TtlMinutes")?.unwrap_or(SBP_MINUTES);
    if !(1..=SBP_MAX_MINUTES).contains(&minutes) {
        return Err(Refusal::invalid("TtlMinutes"));
    }
    fields.boolean("IsTest")?;
    let wish = wish(
        sandbox,
        fields,
        Via::Sbp,
        &[("charge", Stages::One)],
        minutes,
    )?;
    let allowed = |url: &String| url.len() <= SBP_MAX_URL && url.is_ascii();
    if wish.success_url.as_ref().is_none_or(allowed) {
        Ok(wish)
    } else {
        Err(Refusal::invalid("SuccessRedirectUrl"))
    }
}

fn tpay(sandbox: &Sandbox, fields: &Fields) -> Result<Wish, Refusal> {
    let minutes = fields.integer("TtlMinutes")?.unwrap_or(DAY_MINUTES);
    if minutes < 1 {
        return Err(Refusal::invalid("TtlMinutes"));
    }
    let schemes = [("0", Stages::One), ("1", Stages::Two)];
    let wish = wish(sandbox, fields, Via::TPay, &schemes, minutes)?;
    browser(fields)?;
    for name in ["SuccessRedirectUrl", "FailRedirectUrl"] {
        fields.required_text(name)?;
    }
    Ok(wish)
}

fn sberpay(sandbox: &Sandbox, fields: &Fields) -> Result<Wish, Refusal> {
    let schemes = [("charge", Stages::One), ("auth", Stages::Two)];
    let wish = wish(sandbox, fields, Via::SberPay, &schemes, DAY_MINUTES)?;
    browser(fields)?;
    Ok(wish)
}

/// What T-Pay and `SberPay` must know about the payer's browser; SBP may.
fn browser(fields: &Fields) -> Result<(), Refusal> {
    for name in ["Os", "Browser", "Device"] {
        fields.required_text(name)?;
    }
    fields
        .boolean("Webview")?
        .map(drop)
        .ok_or_else(|| Refusal::required("Webview"))
}

/// What the three have in common.
fn wish(
    sandbox: &Sandbox,
    fields: &Fields,
    via: Via,
    schemes: &[(&str, Stages)],
    minutes: i64,
) -> Result<Wish, Refusal> {
    order::of_this_terminal(sandbox, fields, "PublicId")?;
    let stages = order::scheme(fields, schemes)?;
    fields.amount("Amount")?;
    order::roubles_only(fields)?;
    fields.boolean("Webview")?;
    fields.boolean("SaveCard")?;
    let device = fields.text("Device")?;
    if device.is_some_and(|device| !DEVICES.contains(&device.as_str())) {
        return Err(Refusal::invalid("Device"));
    }
    let mut order = Order::without_card(stages, via, fields)?;
    order.details.recurrent = subscription::recurrent(
        order.details.json_data.as_deref(),
        order.details.account_id.as_deref(),
        sandbox.clock.now_ms(),
    )?;
    Ok(Wish {
        order,
        ttl_ms: minutes.saturating_mul(MINUTE_MS),
        success_url: fields.text("SuccessRedirectUrl")?,
        fail_url: fields.text("FailRedirectUrl")?,
    })
}

fn work(sandbox: &Arc<Sandbox>, wish: Result<Wish, Refusal>, draw: Option<Draw>) -> Work {
    let sandbox = Arc::clone(sandbox);
    Box::pin(async move {
        Ok(match link::make(&sandbox, wish?).await {
            None => Reply::NotFound,
            Some(Made::Refused(payment)) => payment::outcome(&sandbox, &payment),
            Some(Made::Link(link, begun)) => Reply::Model {
                success: true,
                json: model(&link, &begun, draw)?,
            },
        })
    })
}

fn model(link: &Link, begun: &Transaction, draw: Option<Draw>) -> Result<String, Refusal> {
    let image = draw.map(|draw| draw(&link.url)).transpose();
    let image = image
        .map_err(|_| Refusal::new("The QR code cannot be drawn"))?
        .map(|picture| STANDARD.encode(picture));
    let mut json = Object::new();
    json.text("QrUrl", &link.url)
        .optional("QrImage", image.as_deref())
        .raw("TransactionId", begun.id);
    let amount = begun.amount.on_the_wire(begun.id);
    if link.via == Via::SberPay {
        json.raw("Amount", amount);
    } else {
        json.optional("MerchantOrderId", begun.details.invoice_id.as_deref())
            .text("ProviderQrId", link.provider_id())
            .raw("Amount", amount)
            .text("Message", "Created")
            .raw("IsTest", true);
    }
    Ok(json.finish())
}
