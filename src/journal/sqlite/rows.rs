//! Intents as rows.

use std::sync::Arc;

use cloudpayments_money::intent::{BootTime, Delivery, Intent, Moment};
use cloudpayments_money::outcome::{Money, Next, Outcome};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, Params, Row, params, params_from_iter};

use super::super::store::{Notification, Rows, Select, Till, Trouble};
use super::Failure;
use super::reserve::Reserve;
use super::seal::{Seal, Sealer, as_ref};
use super::site::Site;

/// The columns of an intent, in their order.
macro_rules! columns {
    () => {
        "request_id, till, method, fingerprint, invoice_id, pays, transaction_id, made_id, amount, \
         currency, began_ms, sent_ms, sent_boot, sent_since_boot_ms, sent_offset_ms, owner, \
         outcome, money, next, reverses, answer, changed_ms, delivery, pending, holds"
    };
}

/// How many they are. The seal follows them.
const WIDTH: usize = 25;

type Columns<'a> = [ToSqlOutput<'a>; WIDTH];

const INSERT: &str = concat!(
    "INSERT INTO intents(",
    columns!(),
    ", seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
);

const UPDATE: &str = concat!(
    "UPDATE intents SET (",
    columns!(),
    ", seal) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
     WHERE number = ?"
);

/// A query for intents.
macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT ", columns!(), ", seal FROM intents ", $rest)
    };
}
pub(super) use {columns, select};

pub(super) const OF_ID: &str = select!("WHERE request_id = ?");
pub(super) const OF_INVOICE: &str = select!("WHERE invoice_id = ? AND pays = 1 ORDER BY number");
pub(super) const HOLDER: &str =
    select!("INDEXED BY intents_that_hold WHERE invoice_id = ? AND holds = 1");
pub(super) const OF_TRANSACTION: &str = select!("WHERE transaction_id = ? ORDER BY number");

// The index is named: else all rows would be read, because they lie in the right order.
pub(super) const PENDING: &str =
    select!("INDEXED BY intents_pending WHERE pending = 1 ORDER BY number");
pub(super) const PENDING_OF_ONE: &str =
    select!("INDEXED BY intents_pending WHERE pending = 1 AND till IS ? ORDER BY number");
pub(super) const LAST_OF_ONE: &str =
    select!("INDEXED BY intents_till WHERE till IS ? ORDER BY number DESC LIMIT 1");
const LAST: &str = select!("ORDER BY number DESC LIMIT 1");
const ALL: &str = select!("ORDER BY number");

/// The rows inside a transaction.
pub(super) struct SealedRows<'a> {
    connection: &'a Connection,
    sealer: &'a Sealer,
    site: &'a Site,
    reserve: &'a Reserve,
    /// Something was begun, for which the reserve is not there.
    began: bool,
    failure: Option<Failure>,
}

impl<'a> SealedRows<'a> {
    pub(super) fn new(
        connection: &'a Connection,
        sealer: &'a Sealer,
        site: &'a Site,
        reserve: &'a Reserve,
    ) -> Self {
        Self {
            connection,
            sealer,
            site,
            reserve,
            began: false,
            failure: None,
        }
    }

    /// Whether something was begun, and what failed.
    pub(super) fn into_failure(self) -> (bool, Option<Failure>) {
        (self.began, self.failure)
    }

    fn fail(&mut self, error: &rusqlite::Error) -> Trouble {
        let trouble = self.site.sqlite(error);
        self.failure = Some(Failure::of(self.site, error));
        trouble
    }

    fn begin(&mut self) -> Result<(), Trouble> {
        self.began = true;
        if self.reserve.keep() {
            return Ok(());
        }
        Err(self.site.full())
    }

    fn intents(&mut self, sql: &str, parameters: impl Params) -> Result<Vec<Intent>, Trouble> {
        intents(self.connection, self.sealer, sql, parameters).map_err(|error| self.fail(&error))
    }

    fn write(&mut self, intent: &Intent) -> rusqlite::Result<()> {
        let known = Known::of(self.connection, &intent.request_id)?;
        match &known {
            Some(known) => update(self.connection, self.sealer, intent, known.number)?,
            None => insert(self.connection, self.sealer, intent)?,
        }
        if known.is_none_or(|known| known.is_news(intent)) {
            append_history(self.connection, self.sealer, intent)?;
        }
        Ok(())
    }

    fn exists(&self, request_id: &str) -> rusqlite::Result<bool> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT 1 FROM intents WHERE request_id = ?")?;
        statement.exists([request_id])
    }

    fn was_noted(&self, noted: &Notification<'_>) -> rusqlite::Result<bool> {
        let mut statement = self.connection.prepare_cached(
            "SELECT kind, transaction_id, status, at_ms, seal FROM notifications \
             WHERE transaction_id = ? AND kind = ? AND status = ?",
        )?;
        let key = params![noted.transaction_id, noted.kind, noted.status];
        let found = statement.query_row(key, |row| {
            check(self.sealer, "notifications", &values(row, 4)?, row.get(4)?)
        });
        Ok(found.optional()?.is_some())
    }
}

impl Rows for SealedRows<'_> {
    fn select(&mut self, wanted: Select<'_>) -> Result<Vec<Intent>, Trouble> {
        match wanted {
            Select::Id(id) => self.intents(OF_ID, [id]),
            Select::Invoice(invoice) => self.intents(OF_INVOICE, [invoice]),
            Select::Holder(invoice) => self.intents(HOLDER, [invoice]),
            Select::Transaction(number) => self.intents(OF_TRANSACTION, [number]),
            Select::Pending(Till::Any) => self.intents(PENDING, []),
            Select::Pending(Till::One(till)) => self.intents(PENDING_OF_ONE, [till]),
            Select::Last(Till::Any) => self.intents(LAST, []),
            Select::Last(Till::One(till)) => self.intents(LAST_OF_ONE, [till]),
            Select::All => self.intents(ALL, []),
        }
    }

    fn put(&mut self, intent: &Intent) -> Result<(), Trouble> {
        let is_known = self.exists(&intent.request_id);
        if !is_known.map_err(|error| self.fail(&error))? {
            self.begin()?;
        }
        self.write(intent).map_err(|error| self.fail(&error))
    }

    fn note(&mut self, notification: Notification<'_>, now_ms: u64) -> Result<bool, Trouble> {
        let noted = self.was_noted(&notification);
        if noted.map_err(|error| self.fail(&error))? {
            return Ok(true);
        }
        self.begin()?;
        append_notification(self.connection, self.sealer, &notification, now_ms)
            .map_err(|error| self.fail(&error))?;
        Ok(false)
    }
}

/// What is already known of an intent that is written.
struct Known {
    number: i64,
    outcome: String,
    money: String,
    transaction_id: Option<i64>,
    delivery: String,
}

impl Known {
    fn of(connection: &Connection, request_id: &str) -> rusqlite::Result<Option<Self>> {
        let mut statement = connection.prepare_cached(
            "SELECT number, outcome, money, transaction_id, delivery FROM intents \
             WHERE request_id = ?",
        )?;
        let known = statement.query_row([request_id], |row| {
            Ok(Self {
                number: row.get(0)?,
                outcome: row.get(1)?,
                money: row.get(2)?,
                transaction_id: row.get(3)?,
                delivery: row.get(4)?,
            })
        });
        known.optional()
    }

    fn is_news(&self, intent: &Intent) -> bool {
        self.outcome != intent.outcome.as_str()
            || self.money != intent.money.as_str()
            || self.transaction_id != intent.transaction_id
            || self.delivery != intent.delivery.as_str()
    }
}

/// The intents that a query finds, each as it was sealed.
pub(super) fn intents(
    connection: &Connection,
    sealer: &Sealer,
    sql: &str,
    parameters: impl Params,
) -> rusqlite::Result<Vec<Intent>> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(parameters, |row| {
        let values = values(row, WIDTH)?;
        check(sealer, "intents", &values, row.get(WIDTH)?)?;
        intent(row)
    })?;
    rows.collect()
}

fn insert(connection: &Connection, sealer: &Sealer, intent: &Intent) -> rusqlite::Result<()> {
    let (columns, seal) = sealed(sealer, intent);
    let all = columns.iter().chain([&seal]);
    connection
        .prepare_cached(INSERT)?
        .execute(params_from_iter(all))?;
    Ok(())
}

/// Writes an intent over the row with this number.
pub(super) fn update(
    connection: &Connection,
    sealer: &Sealer,
    intent: &Intent,
    number: i64,
) -> rusqlite::Result<()> {
    let (columns, seal) = sealed(sealer, intent);
    let number = ToSqlOutput::from(number);
    let all = columns.iter().chain([&seal, &number]);
    connection
        .prepare_cached(UPDATE)?
        .execute(params_from_iter(all))?;
    Ok(())
}

fn append_history(
    connection: &Connection,
    sealer: &Sealer,
    intent: &Intent,
) -> rusqlite::Result<()> {
    let step: i64 = connection
        .prepare_cached("SELECT coalesce(max(step), 0) + 1 FROM history WHERE request_id = ?")?
        .query_row([&*intent.request_id], |row| row.get(0))?;
    let columns = [
        ToSqlOutput::from(&*intent.request_id),
        ToSqlOutput::from(step),
        ToSqlOutput::from(intent.changed_ms.cast_signed()),
        ToSqlOutput::from(intent.outcome.as_str()),
        ToSqlOutput::from(intent.money.as_str()),
        optional(intent.transaction_id),
        ToSqlOutput::from(intent.delivery.as_str()),
    ];
    append(
        connection,
        sealer,
        "history",
        "INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        &columns,
    )
}

fn append_notification(
    connection: &Connection,
    sealer: &Sealer,
    notification: &Notification<'_>,
    now_ms: u64,
) -> rusqlite::Result<()> {
    let columns = [
        ToSqlOutput::from(notification.kind),
        ToSqlOutput::from(notification.transaction_id),
        ToSqlOutput::from(notification.status),
        ToSqlOutput::from(now_ms.cast_signed()),
    ];
    append(
        connection,
        sealer,
        "notifications",
        "INSERT INTO notifications(kind, transaction_id, status, at_ms, seal) \
         VALUES (?, ?, ?, ?, ?)",
        &columns,
    )
}

fn append(
    connection: &Connection,
    sealer: &Sealer,
    table: &str,
    sql: &str,
    columns: &[ToSqlOutput<'_>],
) -> rusqlite::Result<()> {
    let seal = sealer.seal(table, columns.iter().map(as_ref));
    let seal = ToSqlOutput::from(&seal[..]);
    let mut statement = connection.prepare_cached(sql)?;
    statement.execute(params_from_iter(columns.iter().chain([&seal])))?;
    Ok(())
}

fn sealed<'a>(sealer: &Sealer, intent: &'a Intent) -> (Columns<'a>, ToSqlOutput<'static>) {
    let columns = columns_of(intent);
    let seal = sealer.seal("intents", columns.iter().map(as_ref));
    (columns, ToSqlOutput::from(seal.to_vec()))
}

fn columns_of(intent: &Intent) -> Columns<'_> {
    let unsigned = |number: u64| ToSqlOutput::from(number.cast_signed());
    let boot = intent.sent.boot;
    [
        text(&intent.request_id),
        optional_text(intent.till.as_ref()),
        text(&intent.method),
        ToSqlOutput::from(&intent.fingerprint[..]),
        optional_text(intent.invoice_id.as_ref()),
        ToSqlOutput::from(intent.pays),
        optional(intent.transaction_id),
        optional(intent.made_id),
        optional(intent.amount.map(u64::cast_signed)),
        optional_text(intent.currency.as_ref()),
        unsigned(intent.began_ms),
        unsigned(intent.sent.wall_ms),
        optional(boot.map(|boot| boot.boot.cast_signed())),
        optional(boot.map(|boot| boot.since_ms.cast_signed())),
        optional(intent.sent.offset_ms),
        optional_text(intent.owner.as_ref()),
        ToSqlOutput::from(intent.outcome.as_str()),
        ToSqlOutput::from(intent.money.as_str()),
        ToSqlOutput::from(intent.next.as_str()),
        ToSqlOutput::from(intent.reverses),
        optional_text(intent.answer.as_ref()),
        unsigned(intent.changed_ms),
        ToSqlOutput::from(intent.delivery.as_str()),
        ToSqlOutput::from(intent.is_pending()),
        ToSqlOutput::from(intent.holds_invoice()),
    ]
}

fn text(text: &Arc<str>) -> ToSqlOutput<'_> {
    ToSqlOutput::from(&**text)
}

fn optional_text(value: Option<&Arc<str>>) -> ToSqlOutput<'_> {
    value.map_or(ToSqlOutput::Borrowed(ValueRef::Null), text)
}

fn optional(value: Option<i64>) -> ToSqlOutput<'static> {
    value.map_or(ToSqlOutput::Borrowed(ValueRef::Null), ToSqlOutput::from)
}

fn values<'r>(row: &'r Row<'_>, width: usize) -> rusqlite::Result<Vec<ValueRef<'r>>> {
    (0..width).map(|column| row.get_ref(column)).collect()
}

fn check(
    sealer: &Sealer,
    table: &str,
    values: &[ValueRef<'_>],
    seal: Seal,
) -> rusqlite::Result<()> {
    if sealer.seal(table, values.iter().copied()) == seal {
        return Ok(());
    }
    Err(rusqlite::Error::InvalidColumnIndex(values.len()))
}

fn intent(row: &Row<'_>) -> rusqlite::Result<Intent> {
    let unsigned = |column| row.get::<_, i64>(column).map(i64::cast_unsigned);
    let optional = |column| {
        let number = row.get::<_, Option<i64>>(column)?;
        Ok::<_, rusqlite::Error>(number.map(i64::cast_unsigned))
    };
    let boot = optional(12)?.zip(optional(13)?);
    Ok(Intent {
        request_id: row.get(0)?,
        till: row.get(1)?,
        method: row.get(2)?,
        fingerprint: row.get(3)?,
        invoice_id: row.get(4)?,
        pays: row.get(5)?,
        transaction_id: row.get(6)?,
        made_id: row.get(7)?,
        amount: optional(8)?,
        currency: row.get(9)?,
        began_ms: unsigned(10)?,
        sent: Moment {
            wall_ms: unsigned(11)?,
            boot: boot.map(|(boot, since_ms)| BootTime { boot, since_ms }),
            offset_ms: row.get(14)?,
        },
        owner: row.get(15)?,
        outcome: word(row, 16, Outcome::from_word)?,
        money: word(row, 17, Money::from_word)?,
        next: word(row, 18, Next::from_word)?,
        reverses: row.get(19)?,
        answer: row.get(20)?,
        changed_ms: unsigned(21)?,
        delivery: word(row, 22, Delivery::from_word)?,
    })
}

/// A word that this library knows.
fn word<T>(row: &Row<'_>, column: usize, read: fn(&str) -> Option<T>) -> rusqlite::Result<T> {
    let word = row.get_ref(column)?.as_str()?;
    read(word).ok_or(rusqlite::Error::InvalidColumnIndex(column))
}
