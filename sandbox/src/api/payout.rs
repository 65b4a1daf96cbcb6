//! Paying out: money to a card or an account, tied to no payment.

use std::sync::Arc;

use super::order::Order;
use super::payment;
use crate::ledger::life_cycle::ON_ITS_WAY_MS;
use crate::ledger::transaction::{Kind, Status, Transaction};
use crate::sandbox::Sandbox;

/// Where payouts come from, as the API shows it: an address of its own network.
const OWN_ADDRESS: &str = "172.18.200.124";

/// When the bank says whether it takes the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrival {
    /// With the answer.
    AtOnce,
    /// Later; the merchant is told by Pay or Fail.
    Later,
}

/// Pay out. The merchant's Check handler is not asked.
pub(super) fn make(sandbox: &Arc<Sandbox>, order: Order, arrival: Arrival) -> Transaction {
    let mut payout = payment::begin(sandbox, order);
    payout.kind = Kind::Payout;
    payout.status = Status::Created;
    payout.details.ip_address = Some(OWN_ADDRESS.to_owned());
    match arrival {
        Arrival::Later => payout.ends_at = Some(payout.created_at + ON_ITS_WAY_MS),
        Arrival::AtOnce => match payout.refusal_ahead {
            Some(reason) => payout.decline(reason),
            None => payout.approve(sandbox.clock.stamp_ms()),
        },
    }
    sandbox
        .ledger()
        .enter(payout.clone(), sandbox.clock.elapsed_ms());
    match payout.ends_at {
        Some(end) => payment::announce_end(sandbox, payout.id, end),
        None => payment::announce(sandbox, &payout),
    }
    payout
}
