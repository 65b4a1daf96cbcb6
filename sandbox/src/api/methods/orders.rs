//! `orders/create` and `orders/cancel`: invoices that are paid on a page.

use std::sync::Arc;

use crate::api::fields::Fields;
use crate::api::invoice;
use crate::api::order::Order;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::api::subscription;
use crate::invoices::Wish;
use crate::ledger::transaction::{Details, Stages, Via};
use crate::sandbox::Sandbox;
use crate::subscriptions::recurrent::Recurrent;
use crate::subscriptions::schedule::{Every, Interval};

/// Make an invoice. No message is ever sent: wishes for them are taken and come to nothing.
pub(super) fn create(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let wish = wish(fields, sandbox.clock.now_ms())?;
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

fn wish(fields: &Fields, now_ms: i64) -> Result<Wish, Refusal> {
    let mut order = Order::without_card(Stages::One, Via::Card, fields)?;
    fields.required_text("Description")?;
    order.details.recurrent = recurrent(fields, &order.details, now_ms)?;
    let yes = |name| Ok(fields.boolean(name)?.unwrap_or(false));
    for name in ["SendEmail", "SendWhatsApp"] {
        fields.boolean(name)?;
    }
    if yes("SendSms")? && yes("SendViber")? {
        return Err(Refusal::new(
            "Only one of SendSms and SendViber can be used",
        ));
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

/// The subscription that the payment begins: of `SubscriptionBehavior`, else of `JsonData`.
fn recurrent(
    fields: &Fields,
    details: &Details,
    now_ms: i64,
) -> Result<Option<Recurrent>, Refusal> {
    let account_id = details.account_id.as_deref();
    let interval = match fields.text("SubscriptionBehavior")?.as_deref() {
        None => {
            return subscription::recurrent(details.json_data.as_deref(), account_id, now_ms);
        }
        Some("CreateWeekly") => Interval::Week,
        Some("CreateMonthly") => Interval::Month,
        Some(_) => return Err(Refusal::invalid("SubscriptionBehavior")),
    };
    if account_id.is_none() {
        return Err(Refusal::required("AccountId"));
    }
    Ok(Some(Recurrent {
        every: Every {
            interval,
            period: 1,
        },
        max_periods: None,
        amount: None,
        start_ms: None,
        receipt: None,
    }))
}
