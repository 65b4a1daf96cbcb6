//! What a correction receipt has and an ordinary one has not: `CorrectionReceiptData`.

use time::UtcOffset;

use super::content::{Content, TAXATION};
use super::item::VAT;
use super::reading;
use super::receipt::Kind;
use super::trouble::{MISSING, NO_INN, Trouble};
use crate::api::fields::Fields;
use crate::values::dates;

/// Why and how something is corrected.
#[derive(Debug, Clone)]
pub(crate) struct Correction {
    /// The day of what is corrected, Unix milliseconds.
    pub(crate) date_ms: i64,
    /// The number of the order to correct it.
    pub(crate) number: Option<String>,
    /// `CorrectionType`: 0 of our own, 1 by order.
    pub(crate) kind: u8,
    /// The rate of a correction without items.
    pub(crate) vat: Option<u8>,
    /// Site.
    pub(crate) payment_place: Option<String>,
    /// Address of use.
    pub(crate) payment_address: Option<String>,
    /// The register that is to print it, if it matters.
    pub(crate) device_number: Option<String>,
}

/// All that a correction says.
#[derive(Debug)]
pub(crate) struct Order {
    /// Whose receipt it is.
    pub(crate) inn: String,
    /// In which direction the money went.
    pub(crate) kind: Kind,
    /// What stands on it.
    pub(crate) content: Content,
    /// What makes it a correction.
    pub(crate) correction: Correction,
}

impl Order {
    /// Read a `CorrectionReceiptData`. With items it is one of FFD 1.2; without them, of FFD 1.05,
    /// and then it needs a `VatRate`.
    pub(crate) fn read(fields: &Fields) -> Result<Self, Trouble> {
        let inn = fields
            .text("OrganizationInn")?
            .ok_or_else(|| Trouble::at(NO_INN, "OrganizationInn"))?;
        let kind = reading::code(fields, "CorrectionReceiptType", &Kind::NUMBERS)?
            .and_then(Kind::of_number)
            .ok_or_else(|| Trouble::missing("CorrectionReceiptType"))?;
        let taxation = reading::code(fields, "TaxationSystem", &TAXATION)?
            .ok_or_else(|| Trouble::missing("TaxationSystem"))?;
        let (items, amounts) = Content::correction(fields)?;
        let vat = reading::code(fields, "VatRate", &VAT)?;
        if items.is_empty() && vat.is_none() {
            return Err(Trouble::new(MISSING, "VatRate or Items is required"));
        }
        let cause = fields
            .nested("CauseCorrection")?
            .ok_or_else(|| Trouble::missing("CauseCorrection"))?;
        let date = reading::required(&cause, "CorrectionDate")?;
        let contact = fields.text("CustomerContactAddress")?;
        let is_email = contact.as_ref().is_some_and(|text| text.contains('@'));
        let (email, phone) = if is_email {
            (contact, None)
        } else {
            (None, contact)
        };
        Ok(Self {
            inn,
            kind,
            content: Content {
                items,
                amounts,
                taxation: Some(taxation),
                email,
                phone,
                is_bso: fields.boolean("IsBso")?.unwrap_or(false),
                calculation_place: None,
                cashier_name: fields.text("CashierName")?,
            },
            correction: Correction {
                date_ms: dates::instant(&date, UtcOffset::UTC)
                    .ok_or_else(|| Trouble::wrong("CorrectionDate"))?,
                number: cause.text("CorrectionNumber")?,
                kind: reading::code(fields, "CorrectionType", &[0, 1])?.unwrap_or(0),
                vat,
                payment_place: fields.text("PaymentPlace")?,
                payment_address: fields.text("PaymentAddress")?,
                device_number: fields.text("DeviceNumber")?,
            },
        })
    }
}
