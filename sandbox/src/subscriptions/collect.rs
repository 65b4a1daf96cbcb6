//! Charging what is due, in the order of the dates.
//!
//! A charge carries the date on which it was due, however late it is made: after a jump of the clock
//! the ledger looks as if somebody had sat through all of it.

use std::sync::Arc;
use std::time::Duration;

use super::subscription::Subscription;
use crate::api::payment;
use crate::ledger::transaction::{Details, Kind, Stages, Status, Transaction};
use crate::sandbox::Sandbox;
use crate::values::amount::Amount;
use crate::values::dates::DAY_MS;

/// Dates of a seeded clock stand still: it is looked at again, and not all the time.
const SHORTEST_NAP_MS: i64 = 10;

/// Charge whatever becomes due, as long as the program runs.
pub(crate) async fn for_ever(sandbox: Arc<Sandbox>) {
    let mut jumps = sandbox.clock.jumps();
    loop {
        collect(&sandbox).await;
        let next_ms = sandbox.subscriptions.next_ms().unwrap_or(i64::MAX);
        let nap_ms = next_ms
            .saturating_sub(sandbox.clock.now_ms())
            .clamp(SHORTEST_NAP_MS, DAY_MS);
        tokio::select! {
            // An error cannot be: the sender is part of the sandbox.
            _ = jumps.changed() => {}
            () = sandbox.subscriptions.changed.notified() => {}
            () = tokio::time::sleep(Duration::from_millis(nap_ms.unsigned_abs())) => {}
        }
    }
}

/// Charge everything that is due now. When it is done, all of it is in the ledger.
pub(crate) async fn collect(sandbox: &Arc<Sandbox>) {
    let _turn = sandbox.subscriptions.turn.lock().await;
    while let Some((date_ms, subscription)) = sandbox.subscriptions.due(sandbox.clock.now_ms()) {
        let generation = sandbox.generation();
        let Some(mut charge) = begin(sandbox, &subscription, date_ms) else {
            return;
        };
        if let Some(reason) = sandbox.webhooks.check(sandbox, &charge).await {
            charge.decline(reason);
        }
        if sandbox.generation() == generation {
            finish(sandbox, &subscription, date_ms, charge);
        }
    }
}

/// A charge of which nothing is decided. `None`: the vault is empty, for a reset came in between.
fn begin(sandbox: &Sandbox, subscription: &Subscription, date_ms: i64) -> Option<Transaction> {
    let (payer, terms) = (&subscription.payer, &subscription.terms);
    let mut ledger = sandbox.ledger();
    let behind = ledger.vault.pay_with(&payer.token, &payer.account_id)?;
    Some(Transaction {
        via: behind.via,
        ends_at: None,
        id: ledger.take_id(),
        kind: Kind::Payment,
        stages: if terms.require_confirmation {
            Stages::Two
        } else {
            Stages::One
        },
        status: Status::AwaitingAuthentication,
        reason: None,
        amount: terms.amount,
        currency: terms.currency,
        details: Details {
            account_id: Some(payer.account_id.clone()),
            email: payer.email.clone(),
            description: terms.description.clone(),
            json_data: terms.receipt.as_deref().map(with_receipt),
            culture: Some(terms.culture.clone()),
            subscription_id: Some(subscription.id.clone()),
            ..Details::default()
        },
        card: behind.card,
        token: Some(payer.token.clone()),
        // The merchant's doing, not the payer's.
        initiator: Some(0),
        created_ms: date_ms,
        created_at: sandbox.clock.elapsed_ms() - (sandbox.clock.now_ms() - date_ms),
        authorized_ms: None,
        confirmed_ms: None,
        original_id: None,
        declined_twin: None,
        refunded: Amount::ZERO,
        three_ds_wanted: false,
        refusal_ahead: behind.refusal,
    })
}

/// Where a payment carries its receipt.
fn with_receipt(receipt: &str) -> String {
    format!(r#"{{"cloudpayments":{{"customerReceipt":{receipt}}}}}"#)
}

/// The bank's word; the charge is entered, and the merchant is told.
fn finish(sandbox: &Arc<Sandbox>, before: &Subscription, date_ms: i64, mut charge: Transaction) {
    if charge.status != Status::Declined {
        match charge.refusal_ahead {
            Some(reason) => charge.decline(reason),
            None => charge.approve(date_ms),
        }
    }
    let mut ledger = sandbox.ledger();
    let went_well = charge.was_approved();
    let subscriptions = &sandbox.subscriptions;
    let Some(after) = subscriptions.charged(before.number, date_ms, went_well) else {
        return;
    };
    ledger.enter(charge.clone(), charge.created_at);
    drop(ledger);
    payment::announce(sandbox, &charge);
    if after.status != before.status {
        sandbox.webhooks.status_changed(sandbox, &after);
    }
}
