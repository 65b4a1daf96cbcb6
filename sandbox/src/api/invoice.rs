//! An invoice to the outside: its Model, and its payment on its page.

use std::sync::Arc;

use super::order::{Means, Order};
use super::payment;
use super::refusal::Refusal;
use crate::invoices::{Invoice, State};
use crate::json::Object;
use crate::ledger::transaction::{Stages, Transaction, Via};
use crate::rules::cards::Card;
use crate::sandbox::Sandbox;
use crate::values::dates;

/// `InternalId` of the first invoice.
const FIRST_INTERNAL_ID: u64 = 12_272_915;

/// Moscow is so much ahead of UTC: the `…Iso` dates of invoices are in its time.
const MOSCOW_MS: i64 = 3 * 3_600_000;

/// Pay an invoice with a card. `None`: there is no such invoice. The payment may be declined: then
/// the invoice can be paid as before.
pub(crate) async fn pay(
    sandbox: &Arc<Sandbox>,
    id: &str,
    card: Card,
) -> Option<Result<Transaction, Refusal>> {
    let invoice = match sandbox.invoices.begin_payment(id)? {
        Ok(invoice) => invoice,
        Err(refusal) => return Some(Err(refusal)),
    };
    let paid = payment::take(sandbox, order(invoice, card)).await?;
    let state = match paid.authorized_ms {
        Some(at_ms) => State::Paid {
            transaction_id: paid.id,
            at_ms,
        },
        None => State::Open,
    };
    sandbox.invoices.end_payment(id, state);
    Some(Ok(paid))
}

/// The payment of an invoice. Its page is safe enough to do without 3-D Secure.
fn order(invoice: Invoice, card: Card) -> Order {
    let wish = invoice.wish;
    Order {
        stages: if wish.require_confirmation {
            Stages::Two
        } else {
            Stages::One
        },
        amount: wish.amount,
        currency: wish.currency,
        details: wish.details,
        means: Means {
            three_ds: false,
            refusal: card.behaviour().payment,
            card,
            via: Via::Card,
            token: None,
            initiator: None,
        },
    }
}

/// The Model.
pub(crate) fn model(invoice: &Invoice, base_url: &str) -> String {
    let wish = &invoice.wish;
    let details = &wish.details;
    let mut json = Object::new();
    json.text("Id", &invoice.id)
        .raw("Number", invoice.number)
        .raw("Amount", wish.amount.on_the_wire(invoice.number))
        .text("Currency", wish.currency.code)
        .raw("CurrencyCode", wish.currency.number)
        .optional("Email", details.email.as_deref())
        .optional("Phone", wish.phone.as_deref())
        .optional("Description", details.description.as_deref())
        .raw("RequireConfirmation", wish.require_confirmation)
        .text("Url", &format!("{base_url}/d/{}", invoice.id))
        .text("CultureName", details.culture.as_deref().unwrap_or("ru-RU"));
    let paid_ms = match invoice.state {
        State::Paid { at_ms, .. } => Some(at_ms),
        State::Open | State::Busy | State::Cancelled => None,
    };
    for (name, name_iso, ms) in [
        ("CreatedDate", "CreatedDateIso", Some(invoice.created_ms)),
        ("PaymentDate", "PaymentDateIso", paid_ms),
    ] {
        let in_moscow = ms.map(|ms| dates::iso(ms + MOSCOW_MS));
        json.optional(name, ms.map(dates::ticks).as_deref())
            .optional(name_iso, in_moscow.as_deref());
    }
    json.raw("StatusCode", invoice.state.code())
        .text("Status", invoice.state.name())
        .raw("InternalId", FIRST_INTERNAL_ID + invoice.number - 1);
    json.finish()
}
