//! Reading `Escrow`: what a payment or a payout wants of a safe deal.

use super::fields::Fields;
use super::refusal::Refusal;
use crate::ledger::escrow::{Entry, Scheme, Share};
use crate::values::amount::Amount;

/// Of a payment.
pub(super) fn entry(fields: &Fields) -> Result<Option<Entry>, Refusal> {
    let Some(escrow) = fields.nested("Escrow")? else {
        return Ok(None);
    };
    let scheme = scheme(&escrow)?;
    if escrow.boolean("StartAccumulation")? == Some(true) {
        Ok(Some(Entry::Open(scheme)))
    } else {
        Ok(Some(Entry::Join(deal(&escrow)?, scheme)))
    }
}

/// Of a payout of `amount`.
pub(super) fn share(fields: &Fields, amount: Amount) -> Result<Option<Share>, Refusal> {
    let Some(escrow) = fields.nested("Escrow")? else {
        return Ok(None);
    };
    let mut payments = escrow
        .list("TransactionIds")?
        .iter()
        .map(|id| {
            id.parse()
                .map_err(|_| Refusal::invalid("Escrow.TransactionIds"))
        })
        .collect::<Result<Vec<u64>, _>>()?;
    payments.sort_unstable();
    // A payment that is named twice is there once.
    payments.dedup();
    if payments.is_empty() {
        return Err(Refusal::required("Escrow.TransactionIds"));
    }
    Ok(Some(Share {
        id: deal(&escrow)?,
        scheme: scheme(&escrow)?,
        payments,
        is_final: escrow.boolean("FinalPayout")?.unwrap_or(false),
        amount,
    }))
}

fn deal(escrow: &Fields) -> Result<String, Refusal> {
    escrow
        .text("AccumulationId")?
        .ok_or_else(|| Refusal::required("Escrow.AccumulationId"))
}

fn scheme(escrow: &Fields) -> Result<Scheme, Refusal> {
    match escrow.text("EscrowType")?.as_deref() {
        None | Some("0" | "NToOne") => Ok(Scheme::NToOne),
        Some("1" | "OneToN") => Ok(Scheme::OneToN),
        Some(_) => Err(Refusal::invalid("Escrow.EscrowType")),
    }
}
