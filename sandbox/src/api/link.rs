//! Payments by link or QR code: begun by the merchant, decided by the payer.

use std::sync::Arc;

use super::order::Order;
use super::payment;
use super::refusal::Refusal;
use crate::ledger::transaction::{Status, Transaction, Via};
use crate::links::Link;
use crate::rules::banks;
use crate::rules::reasons::Reason;
use crate::sandbox::Sandbox;
use crate::values::amount::Amount;

/// A link to be made.
#[derive(Debug)]
pub(super) struct Wish {
    /// What is to be paid.
    pub(super) order: Order,
    /// How long the link can be paid.
    pub(super) ttl_ms: i64,
    /// Where the payer goes when he has paid.
    pub(super) success_url: Option<String>,
    /// Where he goes when he has not.
    pub(super) fail_url: Option<String>,
}

/// What became of a wish.
#[derive(Debug)]
pub(super) enum Made {
    /// The link, and the payment that waits behind it.
    Link(Link, Transaction),
    /// The merchant's Check handler did not want it.
    Refused(Transaction),
}

/// Make a link. The merchant's Check handler is asked now, and never again. `None`: the ledger was
/// emptied while it was thinking.
pub(super) async fn make(sandbox: &Arc<Sandbox>, wish: Wish) -> Option<Made> {
    let generation = sandbox.generation();
    let mut begun = payment::begin(sandbox, wish.order);
    begun.status = Status::Created;
    let refusal = sandbox.webhooks.check(sandbox, &begun).await;
    if sandbox.generation() != generation {
        return None;
    }
    let moment = sandbox.clock.elapsed_ms();
    if let Some(reason) = refusal {
        begun.decline(reason);
        sandbox.ledger().enter(begun.clone(), moment);
        payment::announce(sandbox, &begun);
        return Some(Made::Refused(begun));
    }
    let ends_at = moment + wish.ttl_ms;
    begun.ends_at = Some(ends_at);
    let code = code(sandbox, &begun);
    let link = Link {
        transaction_id: begun.id,
        url: url(sandbox, &begun, &code),
        code,
        via: begun.via,
        ends_at,
        success_url: wish.success_url,
        fail_url: wish.fail_url,
    };
    sandbox.links.add(link.clone());
    sandbox.ledger().enter(begun.clone(), moment);
    Some(Made::Link(link, begun))
}

fn code(sandbox: &Sandbox, begun: &Transaction) -> String {
    match begun.via {
        Via::Sbp => format!(
            "BB1S{}",
            sandbox.seed.letters("sbp", begun.id, 24).to_uppercase()
        ),
        _ => sandbox.seed.hex("link", begun.id, 32),
    }
}

/// A page of ours. What follows the code of SBP is what banks expect there.
fn url(sandbox: &Sandbox, begun: &Transaction, code: &str) -> String {
    let page = format!("{}/qr/{code}", sandbox.url());
    if begun.via != Via::Sbp {
        return page;
    }
    let kopecks = begun.amount.to_string().replace('.', "");
    format!(
        "{page}?type=02&bank={bank}&sum={sum}&cur=RUB&crc={crc}",
        bank = banks::ALL[0].id,
        sum = kopecks.trim_start_matches('0'),
        crc = sandbox.seed.hex("crc", begun.id, 4).to_uppercase(),
    )
}

/// The payer, or the bank, decides what is `Created`; a link of SBP can be paid once more. `None`
/// if there is no such transaction.
pub(crate) fn decide(
    sandbox: &Arc<Sandbox>,
    id: u64,
    refusal: Option<Reason>,
) -> Option<Result<Transaction, Refusal>> {
    let decided = match payment::end_now(sandbox, id, refusal)? {
        Err(_) if is_reusable(sandbox, id) => Ok(once_more(sandbox, id, refusal)?),
        decided => decided,
    };
    sandbox.links.tell_change();
    Some(decided)
}

fn is_reusable(sandbox: &Sandbox, id: u64) -> bool {
    let link = sandbox.links.of_transaction(id);
    link.is_some_and(|link| link.is_reusable(sandbox.clock.elapsed_ms()))
}

/// Another payment by the same link.
fn once_more(sandbox: &Arc<Sandbox>, id: u64, refusal: Option<Reason>) -> Option<Transaction> {
    let mut ledger = sandbox.ledger();
    let mut first = ledger.get(id)?.clone();
    // The subscription that it has begun is not begun again.
    if first.details.subscription_id.take().is_some() {
        first.details.recurrent = None;
    }
    let moment = sandbox.clock.elapsed_ms();
    let mut again = Transaction {
        id: ledger.take_id(),
        status: Status::Created,
        reason: None,
        created_ms: sandbox.clock.stamp_ms(),
        created_at: moment,
        authorized_ms: None,
        confirmed_ms: None,
        refunded: Amount::ZERO,
        ends_at: None,
        ..first
    };
    match refusal {
        Some(reason) => again.decline(reason),
        None => again.approve(sandbox.clock.stamp_ms()),
    }
    ledger.enter(again.clone(), moment);
    payment::follow_up_later(sandbox, &mut ledger, &mut again);
    drop(ledger);
    payment::announce(sandbox, &again);
    Some(again)
}
