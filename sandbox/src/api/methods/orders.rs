//! `orders/create` and `orders/cancel`: invoices that are paid on a page.

use std::sync::Arc;

use crate::api::fields::Fields;
use crate::api::invoice;
use crate::api::order::Order;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::invoices::Wish;
use crate::ledger::transaction::Stages;
use crate::sandbox::Sandbox;

/// Make an invoice. No message is ever sent, and no subscription made: wishes for them are taken
/// and come to nothing.
pub(super) fn create(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let wish = wish(fields)?;
    let invoice = sandbox
        .invoices
        .create(sandbox.seed, sandbox.clock.stamp_ms(), wish);
    Ok(Reply::Model {
        success: true,
        json: invoice::model(&invoice, sandbox.url()),
    })
}

/// Nobody can pay it any more.
pub(super) fn cancel(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let id = fields.required_text("Id")?;
    match sandbox.invoices.cancel(&id) {
        None => Ok(Reply::NotFound),
        Some(cancelled) => cancelled.map(|()| Reply::Accepted),
    }
}

fn wish(fields: &Fields) -> Result<Wish, Refusal> {
    let order = Order::without_card(Stages::One, fields)?;
    fields.required_text("Description")?;
    let yes = |name| Ok(fields.boolean(name)?.unwrap_or(false));
    for name in ["SendEmail", "SendWhatsApp"] {
        fields.boolean(name)?;
    }
    if yes("SendSms")? && yes("SendViber")? {
        return Err(Refusal::new(
            "Only one of SendSms and SendViber can be used",
        ));
    }
    let behaviour = fields.text("SubscriptionBehavior")?;
    if behaviour.is_some_and(|text| !["CreateWeekly", "CreateMonthly"].contains(&text.as_str())) {
        return Err(Refusal::invalid("SubscriptionBehavior"));
    }
    Ok(Wish {
        amount: order.amount,
        currency: order.currency,
        details: order.details,
        phone: fields.text("Phone")?,
        require_confirmation: yes("RequireConfirmation")?,
        offer_uri: fields.text("OfferUri")?,
        success_url: fields.text("SuccessRedirectUrl")?,
        fail_url: fields.text("FailRedirectUrl")?,
    })
}
