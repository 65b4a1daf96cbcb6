//! Whether what the till was told is what the ledger shows.

use std::collections::HashSet;

use cloudpayments_sandbox::{Movement, Row, State};

use super::till::{Complaint, Operation, Sale, Till};
use super::town::Town;

/// At any time: no order is charged twice, and nothing that was called unmoved has moved.
///
/// # Errors
/// What is wrong.
pub fn at_any_time(till: &Till, town: &Town) -> Result<(), Complaint> {
    let ledger = town.rules.ledger();
    let mut live = HashSet::new();
    for row in ledger.iter().filter(|row| takes(row) > 0) {
        let invoice = row.invoice_id.as_deref().unwrap_or_default();
        if row.movement == Movement::Payment && !live.insert(invoice) {
            return Err(format!("{invoice} is charged twice"));
        }
    }
    for sale in &till.sales {
        let Some(told) = sale.payment.told.as_ref() else {
            continue;
        };
        let rows: Vec<_> = of(&ledger, sale).collect();
        // Who was sent to the issuer may have come back: then the end says where the money is.
        let back = sale.ends.iter().any(Operation::is_open);
        if told.money == "not_moved"
            && !back
            && let Some(row) = rows.iter().find(|row| moved(row))
        {
            return Err(format!(
                "{} was told {}, and {} has moved",
                sale.payment.id, told.outcome, row.number
            ));
        }
    }
    Ok(())
}

/// At the end: every sum agrees, and every record is somebody's.
///
/// # Errors
/// What is wrong.
pub fn at_the_end(till: &Till, town: &Town) -> Result<(), Complaint> {
    at_any_time(till, town)?;
    let ledger = town.rules.ledger();
    let mut known = HashSet::new();
    for (at, sale) in till.sales.iter().enumerate() {
        let rows: Vec<_> = of(&ledger, sale).collect();
        known.extend(rows.iter().map(|row| row.number));
        let moved: Vec<_> = rows.iter().filter(|row| moved(row)).collect();
        if moved.len() > 1 {
            return Err(format!(
                "{} has moved {} times",
                sale.payment.id,
                moved.len()
            ));
        }
        if sale.given_up && !moved.is_empty() {
            return Err(format!(
                "{} was called absent while under way",
                sale.payment.id
            ));
        }
        if sale.payment.refused && !moved.is_empty() {
            return Err(format!(
                "{} was refused here and has moved",
                sale.payment.id
            ));
        }
        if sale.for_people {
            continue;
        }
        let held: i64 = rows.iter().map(|row| holds(row)).sum();
        let net: i64 = rows.iter().map(|row| takes(row) - holds(row)).sum();
        if (held, net) != (sale.held, sale.net) {
            return Err(format!(
                "{}: the till was told {} held and {} taken, the ledger has {held} and {net}",
                sale.payment.id, sale.held, sale.net
            ));
        }
        if till.wants_nothing_of(at) && (held, net) != (0, 0) {
            return Err(format!("{} was not undone", sale.payment.id));
        }
        for refund in sale.commands.iter().filter(|one| one.method == "refund") {
            refunds_agree(&ledger, refund)?;
        }
    }
    let stray = ledger
        .iter()
        .find(|row| row.movement != Movement::Refund && !known.contains(&row.number));
    match stray {
        Some(row) => Err(format!("{} is nobody's", row.number)),
        None => Ok(()),
    }
}

fn refunds_agree(ledger: &[Row], refund: &Operation) -> Result<(), Complaint> {
    let made = ledger
        .iter()
        .filter(|row| row.movement == Movement::Refund && bears(row, &refund.id))
        .count();
    let told = refund.told.as_ref().map_or("", |told| &told.outcome);
    if made == usize::from(told == "refunded") {
        return Ok(());
    }
    Err(format!(
        "{} was told {told}, and was made {made} times",
        refund.id
    ))
}

/// The records of a sale.
fn of<'a>(ledger: &'a [Row], sale: &'a Sale) -> impl Iterator<Item = &'a Row> {
    let by_invoice = matches!(sale.payment.method, "token_payout" | "sbp_payout");
    ledger.iter().filter(move |row| {
        let is_its = if by_invoice {
            row.invoice_id.as_ref() == Some(&sale.invoice)
        } else {
            bears(row, &sale.payment.id)
        };
        is_its && row.movement != Movement::Refund
    })
}

fn bears(row: &Row, id: &str) -> bool {
    let quoted = format!("\"{id}\"");
    row.json_data
        .as_ref()
        .is_some_and(|data| data.contains(&quoted))
}

/// Whether the bank ever said yes.
fn moved(row: &Row) -> bool {
    match row.movement {
        Movement::Payment => row.was_approved,
        Movement::Payout => matches!(row.state, State::Created | State::Completed),
        Movement::Refund => false,
    }
}

fn holds(row: &Row) -> i64 {
    if row.movement == Movement::Payment && row.state == State::Authorized {
        row.amount
    } else {
        0
    }
}

/// What is held or taken, and not given back.
fn takes(row: &Row) -> i64 {
    match (row.movement, row.state) {
        (Movement::Payment, State::Authorized | State::Completed) => row.amount - row.refunded,
        (Movement::Payout, State::Completed) => row.amount,
        _ => 0,
    }
}
