//! `payments/altpay/pay`: Dolyami.

use std::sync::Arc;

use super::Work;
use crate::api::fields::Fields;
use crate::api::link::{self, Made, Wish};
use crate::api::order::{self, Order};
use crate::api::payment;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::json::Object;
use crate::ledger::transaction::{Stages, Via};
use crate::sandbox::Sandbox;
use crate::values::dates::DAY_MS;

/// Open the form of the bank; the answer leads to it.
pub(super) fn pay(sandbox: &Arc<Sandbox>, fields: &Fields) -> Work {
    let wish = wish(sandbox, fields);
    let sandbox = Arc::clone(sandbox);
    Box::pin(async move {
        Ok(match link::make(&sandbox, wish?).await {
            None => Reply::NotFound,
            Some(Made::Refused(payment)) => payment::outcome(&sandbox, &payment),
            Some(Made::Link(link, begun)) => {
                let (mut model, mut extension) = (Object::new(), Object::new());
                model
                    .raw("TransactionId", begun.id)
                    .raw("Amount", begun.amount.on_the_wire(begun.id))
                    .raw("IsTest", true);
                extension.text("Link", &link.url);
                let mut json = Object::new();
                json.raw("Model", model.finish())
                    .raw("ExtensionData", extension.finish())
                    .raw("Success", true)
                    .null("Message")
                    .null("ErrorCode");
                Reply::Whole {
                    success: true,
                    json: json.finish(),
                }
            }
        })
    })
}

fn wish(sandbox: &Sandbox, fields: &Fields) -> Result<Wish, Refusal> {
    order::of_this_terminal(sandbox, fields, "PublicId")?;
    if fields.required_text("AltPayType")? != "TcsBnplDolyame" {
        return Err(Refusal::invalid("AltPayType"));
    }
    fields.amount("Amount")?;
    let stages = order::scheme(fields, &[("0", Stages::One), ("1", Stages::Two)])?;
    Ok(Wish {
        order: Order::without_card(stages, Via::Dolyami, fields)?,
        ttl_ms: DAY_MS,
        success_url: fields.text("SuccessRedirectUrl")?,
        fail_url: fields.text("FailRedirectUrl")?,
    })
}
