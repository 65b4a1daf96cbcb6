//! Taking money: from the merchant's wish to the bank's answer.

use std::sync::Arc;

use super::order::Order;
use super::receipts;
use super::refusal::Refusal;
use super::reply::Reply;
use crate::ledger::Ledger;
use crate::ledger::life_cycle::ON_ITS_WAY_MS;
use crate::ledger::model::{self, Shape};
use crate::ledger::transaction::{Kind, Status, Transaction, Via};
use crate::rules::reasons::{Reason, SYSTEM_ERROR};
use crate::sandbox::Sandbox;
use crate::values::amount::Amount;
use crate::webhooks::Event;

/// Make a payment and tell how it went.
pub(crate) async fn make(sandbox: Arc<Sandbox>, order: Order) -> Reply {
    let Some(payment) = take(&sandbox, order).await else {
        return Reply::NotFound;
    };
    if payment.status == Status::AwaitingAuthentication {
        let acs_url = format!("{}/acs", sandbox.url());
        return Reply::Model {
            success: false,
            json: model::three_ds(&payment, &acs_url, sandbox.seed),
        };
    }
    outcome(&sandbox, &payment)
}

/// Take the money.
///
/// The merchant's Check handler is asked first; then the payer goes to the page of the bank, or the
/// bank decides at once, or later if it is an account in SBP. `None`: the ledger was emptied while the handler was thinking.
pub(super) async fn take(sandbox: &Arc<Sandbox>, order: Order) -> Option<Transaction> {
    let generation = sandbox.generation();
    let mut payment = begin(sandbox, order);
    if let Some(reason) = sandbox.webhooks.check(sandbox, &payment).await {
        payment.decline(reason);
    }
    if sandbox.generation() != generation {
        return None;
    }
    let mut ledger = sandbox.ledger();
    let moment = sandbox.clock.elapsed_ms();
    let awaits = payment.status == Status::AwaitingAuthentication;
    if awaits && payment.three_ds_wanted {
        ledger.enter(payment.clone(), moment);
        return Some(payment);
    }
    if awaits && payment.via == Via::Sbp {
        let end = moment + ON_ITS_WAY_MS;
        payment.status = Status::Created;
        payment.ends_at = Some(end);
        ledger.enter(payment.clone(), moment);
        drop(ledger);
        announce_end(sandbox, payment.id, end);
        return Some(payment);
    }
    if awaits {
        decide(sandbox, &mut ledger, &mut payment);
        begin_subscription(sandbox, &mut payment);
    }
    ledger.enter(payment.clone(), moment);
    drop(ledger);
    announce(sandbox, &payment);
    Some(payment)
}

/// A transaction of which nothing is decided.
pub(super) fn begin(sandbox: &Sandbox, order: Order) -> Transaction {
    let id = sandbox.ledger().take_id();
    Transaction {
        id,
        kind: Kind::Payment,
        via: order.means.via,
        stages: order.stages,
        status: Status::AwaitingAuthentication,
        reason: None,
        amount: order.amount,
        currency: order.currency,
        details: order.details,
        card: order.means.card,
        token: order.means.token,
        initiator: order.means.initiator,
        created_ms: sandbox.clock.stamp_ms(),
        created_at: sandbox.clock.elapsed_ms(),
        authorized_ms: None,
        confirmed_ms: None,
        original_id: None,
        declined_twin: None,
        refunded: Amount::ZERO,
        three_ds_wanted: order.means.three_ds,
        refusal_ahead: order.means.refusal,
        ends_at: None,
    }
}

/// The bank's word. With `cascade_declines` a first bank says no before the second says yes.
fn decide(sandbox: &Sandbox, ledger: &mut Ledger, payment: &mut Transaction) {
    let refusal = payment.refusal_ahead.or(ledger.deals.refusal(payment));
    if let Some(reason) = refusal {
        payment.decline(reason);
        return;
    }
    if sandbox.modes().cascade_declines {
        let mut twin = payment.clone();
        twin.decline(SYSTEM_ERROR);
        payment.declined_twin = Some(twin.id);
        payment.id = ledger.take_id();
        payment.created_ms = sandbox.clock.stamp_ms();
        ledger.enter(twin, sandbox.clock.elapsed_ms());
    }
    approve(sandbox, ledger, payment);
}

/// Approve, and save the card of a payer who has a name.
fn approve(sandbox: &Sandbox, ledger: &mut Ledger, payment: &mut Transaction) {
    payment.approve(sandbox.clock.stamp_ms());
    follow_up(sandbox, ledger, payment);
}

/// What an approved payment brings with it. Safe deals know cards only.
fn follow_up(sandbox: &Sandbox, ledger: &mut Ledger, payment: &mut Transaction) {
    save_token(sandbox, ledger, payment);
    if payment.via == Via::Card {
        ledger.deals.enter(sandbox.seed, payment);
    }
}

/// What a payment that was entered before it was approved brings with it.
pub(super) fn follow_up_later(
    sandbox: &Arc<Sandbox>,
    ledger: &mut Ledger,
    payment: &mut Transaction,
) {
    if !payment.was_approved() {
        return;
    }
    follow_up(sandbox, ledger, payment);
    begin_subscription(sandbox, payment);
    let followed_up = payment.clone();
    ledger.change(payment.id, 0, |payment| {
        *payment = followed_up;
        Ok::<(), Refusal>(())
    });
}

/// The token is issued with the first success, and only for a payer who is named. Who pays in
/// instalments leaves none.
fn save_token(sandbox: &Sandbox, ledger: &mut Ledger, payment: &mut Transaction) {
    if payment.token.is_none()
        && payment.via != Via::Dolyami
        && let Some(account_id) = &payment.details.account_id
    {
        let vault = &mut ledger.vault;
        payment.token = Some(vault.issue(sandbox.seed, account_id, &payment.card, payment.via));
    }
}

/// An approved payment begins the subscription that its `JsonData` asks for.
fn begin_subscription(sandbox: &Arc<Sandbox>, payment: &mut Transaction) {
    let begun = payment
        .details
        .recurrent
        .as_ref()
        .filter(|_| payment.was_approved())
        .and_then(|recurrent| recurrent.of(payment));
    if let Some((payer, terms)) = begun {
        let begun = sandbox.subscriptions.begin(sandbox.seed, payer, terms);
        sandbox.webhooks.status_changed(sandbox, &begun);
        payment.details.subscription_id = Some(begun.id);
    }
}

/// Envelope C or D.
pub(crate) fn outcome(sandbox: &Sandbox, payment: &Transaction) -> Reply {
    Reply::Model {
        success: !payment.status.is_refused(),
        json: model::transaction(payment, &sandbox.config.public_id, Shape::Single),
    }
}

/// Somebody ends what is `Created`; `None` if there is no such transaction.
pub(super) fn end_now(
    sandbox: &Arc<Sandbox>,
    id: u64,
    refusal: Option<Reason>,
) -> Option<Result<Transaction, Refusal>> {
    let mut ledger = sandbox.ledger();
    let mut decided = ledger.decide(
        id,
        refusal,
        sandbox.clock.stamp_ms(),
        sandbox.clock.elapsed_ms(),
    );
    if let Some(Ok(decided)) = &mut decided {
        follow_up_later(sandbox, &mut ledger, decided);
    }
    drop(ledger);
    if let Some(Ok(decided)) = &decided {
        announce(sandbox, decided);
    }
    decided
}

/// Tell the merchant how it ends by itself, at that time. Who ends it earlier tells him as well.
pub(super) fn announce_end(sandbox: &Arc<Sandbox>, id: u64, end: i64) {
    let (own, generation) = (Arc::clone(sandbox), sandbox.generation());
    sandbox.tasks.spawn(async move {
        own.clock.sleep_until(end).await;
        let mut ledger = own.ledger();
        let ended = ledger
            .get(id)
            .filter(|ended| ended.ends_at == Some(end) && own.generation() == generation)
            .cloned();
        if let Some(mut ended) = ended {
            follow_up_later(&own, &mut ledger, &mut ended);
            drop(ledger);
            announce(&own, &ended);
        }
    });
}

/// Tell the merchant how it ended, and the payer by a receipt if there is to be one.
pub(crate) fn announce(sandbox: &Arc<Sandbox>, payment: &Transaction) {
    let event = match payment.kind {
        // There is no word for a refund that failed: its money just stays where it was.
        Kind::Refund if payment.status.is_refused() => return,
        Kind::Refund => Event::Refund,
        Kind::Payment | Kind::Payout if payment.status.is_refused() => Event::Fail,
        Kind::Payment | Kind::Payout => Event::Pay,
    };
    sandbox.webhooks.notify(sandbox, event, payment);
    receipts::of_operation(sandbox, payment);
}
