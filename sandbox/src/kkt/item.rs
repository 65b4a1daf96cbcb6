//! One line of a receipt.

use super::agent::Agent;
use super::reading;
use super::trouble::Trouble;
use crate::api::fields::Fields;
use crate::values::amount::Amount;
use crate::values::decimal::Decimal;

/// `Vat`; no rate at all is another thing than 0 %.
pub(super) const VAT: [u8; 11] = [0, 5, 7, 10, 20, 22, 105, 107, 110, 120, 122];

const METHODS: [u8; 8] = [0, 1, 2, 3, 4, 5, 6, 7];
const FULL_PAY: u8 = 4;

const OBJECTS: [u8; 32] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
    26, 27, 30, 31, 32, 33,
];

const UNITS: [u8; 24] = [
    0, 10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41, 42, 50, 51, 70, 71, 72, 73, 80, 81, 82, 83, 255,
];

const MARK_STATUSES: [u8; 7] = [1, 2, 3, 4, 5, 6, 255];

/// Longer names are cut.
const LABEL: usize = 128;

/// What was sold.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// Its name.
    pub(crate) label: String,
    /// Of one piece.
    pub(crate) price: Amount,
    /// How many, digit for digit.
    pub(crate) quantity: String,
    /// What was paid for all of them.
    pub(crate) amount: Amount,
    /// The rate, if there is one.
    pub(crate) vat: Option<u8>,
    /// How it is paid.
    pub(crate) method: u8,
    /// What kind of thing it is.
    pub(crate) object: u8,
    /// `MeasurementUnit`.
    pub(crate) unit: Option<String>,
    /// `EAN13`, of older clients.
    pub(crate) barcode: Option<String>,
    /// `RawMarkCode`.
    pub(crate) mark: Option<String>,
    /// For whom it is sold.
    pub(crate) agent: Agent,
}

impl Item {
    /// Read and check a line. It may cost less than price × quantity (a discount), not more.
    pub(super) fn read(fields: &Fields) -> Result<Self, Trouble> {
        let label = reading::required(fields, "Label")?;
        let price = reading::sum(fields, "Price")?.ok_or_else(|| Trouble::missing("Price"))?;
        let quantity = reading::required(fields, "Quantity")?;
        let amount = reading::sum(fields, "Amount")?.ok_or_else(|| Trouble::missing("Amount"))?;
        // A register counts in millionths.
        let millionths = Decimal::parse(&quantity)
            .and_then(|quantity| quantity.exactly(6))
            .filter(|millionths| *millionths > 0)
            .ok_or_else(|| Trouble::wrong("Quantity"))?;
        if price.times(millionths).is_none_or(|line| amount > line) {
            return Err(Trouble::wrong("Amount"));
        }
        reading::code(fields, "UnitCode", &UNITS)?;
        reading::code(fields, "ExpectedMarkItemStatus", &MARK_STATUSES)?;
        Ok(Self {
            label: label.chars().take(LABEL).collect(),
            price,
            quantity,
            amount,
            vat: reading::code(fields, "Vat", &VAT)?,
            method: reading::code(fields, "Method", &METHODS)?.unwrap_or(FULL_PAY),
            object: reading::code(fields, "Object", &OBJECTS)?.unwrap_or(0),
            unit: fields.text("MeasurementUnit")?,
            barcode: fields.text("EAN13")?,
            mark: fields.text("RawMarkCode")?,
            agent: Agent::read(fields)?,
        })
    }
}
