//! `payments/cards/charge`, `payments/cards/auth`, `payments/tokens/charge`, `payments/tokens/auth`.

use std::sync::Arc;

use super::Work;
use crate::api::fields::Fields;
use crate::api::order::Order;
use crate::api::payment;
use crate::api::refusal::Refusal;
use crate::api::subscription;
use crate::ledger::transaction::Stages;
use crate::sandbox::Sandbox;

/// One stage, by cryptogram.
pub(super) fn cards_charge(sandbox: &Arc<Sandbox>, fields: &Fields) -> Work {
    work(sandbox, Order::by_card(Stages::One, fields))
}

/// Two stages, by cryptogram.
pub(super) fn cards_auth(sandbox: &Arc<Sandbox>, fields: &Fields) -> Work {
    work(sandbox, Order::by_card(Stages::Two, fields))
}

/// One stage, by token.
pub(super) fn tokens_charge(sandbox: &Arc<Sandbox>, fields: &Fields) -> Work {
    let order = Order::by_token(Stages::One, fields, &sandbox.ledger().vault);
    work(sandbox, order)
}

/// Two stages, by token.
pub(super) fn tokens_auth(sandbox: &Arc<Sandbox>, fields: &Fields) -> Work {
    let order = Order::by_token(Stages::Two, fields, &sandbox.ledger().vault);
    work(sandbox, order)
}

fn work(sandbox: &Arc<Sandbox>, order: Result<Order, Refusal>) -> Work {
    let sandbox = Arc::clone(sandbox);
    Box::pin(async move {
        let mut order = order?;
        let details = &mut order.details;
        details.recurrent = subscription::recurrent(
            details.json_data.as_deref(),
            details.account_id.as_deref(),
            sandbox.clock.now_ms(),
        )?;
        Ok(payment::make(sandbox, order).await)
    })
}
