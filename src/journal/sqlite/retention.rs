//! What is forgotten, and when: a little each time a journal is opened.

use rusqlite::{Connection, TransactionBehavior, params};

use super::super::store::Trouble;
use super::rows::{columns, intents, select, update};
use super::seal::Sealer;
use super::site::Site;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// A till that asks for an old result again has had it for long.
const ANSWERS_MS: u64 = 7 * DAY_MS;

/// A payment can be refunded for a year.
const INTENTS_MS: u64 = 400 * DAY_MS;

/// How many rows of each kind at a time, so that opening stays quick.
const AT_ONCE: i64 = 500;

pub(super) const ANSWERED: &str = select!(
    "INDEXED BY intents_answered WHERE pending = 0 AND answer IS NOT NULL AND changed_ms < ? \
     LIMIT ?"
);

pub(super) const DONE: &str = "SELECT number, request_id FROM intents INDEXED BY intents_done \
     WHERE pending = 0 AND changed_ms < ? LIMIT ?";

/// Clears the answers that are old, and removes what is very old. Only of what the till has taken
/// note of; the rest stays until it does.
pub(super) fn trim(
    connection: &mut Connection,
    sealer: &Sealer,
    site: &Site,
    now_ms: u64,
) -> Result<(), Trouble> {
    trimmed(connection, sealer, now_ms).map_err(|error| site.sqlite(&error))
}

fn trimmed(connection: &mut Connection, sealer: &Sealer, now_ms: u64) -> rusqlite::Result<()> {
    let answers = now_ms.saturating_sub(ANSWERS_MS).cast_signed();
    let old = now_ms.saturating_sub(INTENTS_MS).cast_signed();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    clear_answers(&transaction, sealer, answers)?;
    remove_intents(&transaction, old)?;
    transaction.execute(
        "DELETE FROM notifications WHERE at_ms < ?1 AND number IN \
         (SELECT number FROM notifications ORDER BY number LIMIT ?2)",
        params![old, AT_ONCE],
    )?;
    transaction.commit()
}

fn clear_answers(connection: &Connection, sealer: &Sealer, before: i64) -> rusqlite::Result<()> {
    let answered = intents(connection, sealer, ANSWERED, params![before, AT_ONCE])?;
    for mut intent in answered {
        let number = connection
            .prepare_cached("SELECT number FROM intents WHERE request_id = ?")?
            .query_row([&*intent.request_id], |row| row.get(0))?;
        intent.answer = None;
        update(connection, sealer, &intent, number)?;
    }
    Ok(())
}

fn remove_intents(connection: &Connection, before: i64) -> rusqlite::Result<()> {
    let mut old = connection.prepare_cached(DONE)?;
    let old = old
        .query_map(params![before, AT_ONCE], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<rusqlite::Result<Vec<(i64, String)>>>()?;
    for (number, request_id) in old {
        connection
            .prepare_cached("DELETE FROM history WHERE request_id = ?")?
            .execute([request_id])?;
        connection
            .prepare_cached("DELETE FROM intents WHERE number = ?")?
            .execute([number])?;
    }
    Ok(())
}
