//! What a merchant asks for when money is to be taken.

use super::escrow;
use super::fields::Fields;
use super::refusal::Refusal;
use crate::ledger::transaction::{Details, Stages, Via};
use crate::rules::cards::Card;
use crate::rules::cryptogram;
use crate::rules::reasons::Reason;
use crate::rules::tokens::Vault;
use crate::sandbox::Sandbox;
use crate::values::amount::Amount;
use crate::values::currency::Currency;

/// A payment to be made.
#[derive(Debug)]
pub(crate) struct Order {
    /// One stage or two.
    pub(crate) stages: Stages,
    /// How much.
    pub(crate) amount: Amount,
    /// Of what.
    pub(crate) currency: Currency,
    /// Whose, for what.
    pub(crate) details: Details,
    /// With what.
    pub(crate) means: Means,
}

/// What is paid with, and what the bank will think of it.
#[derive(Debug)]
pub(crate) struct Means {
    /// The card; none if the money travels another way.
    pub(crate) card: Card,
    /// How the money travels.
    pub(crate) via: Via,
    /// Whether the payer must go to the page of the bank.
    pub(crate) three_ds: bool,
    /// Why the bank will refuse, if it will.
    pub(crate) refusal: Option<Reason>,
    /// The token, if it is paid by one.
    pub(crate) token: Option<String>,
    /// `TrInitiatorCode` of a payment by token.
    pub(crate) initiator: Option<i64>,
}

impl Order {
    /// Read a payment by cryptogram.
    pub(crate) fn by_card(stages: Stages, fields: &Fields) -> Result<Self, Refusal> {
        let amount = fields.amount("Amount")?;
        let currency = currency(fields)?;
        let packet = fields.required_text("CardCryptogramPacket")?;
        fields.boolean("SaveCard")?;
        fields.object("Payer")?;
        let card = cryptogram::card(&packet).unwrap_or_else(Card::unreadable);
        let behaviour = card.behaviour();
        Ok(Self {
            stages,
            amount,
            currency,
            details: details(fields)?,
            means: Means {
                three_ds: behaviour.three_ds,
                refusal: behaviour.payment,
                card,
                via: Via::Card,
                token: None,
                initiator: None,
            },
        })
    }

    /// Read what is paid, or paid out, without a card in the request.
    pub(crate) fn without_card(stages: Stages, via: Via, fields: &Fields) -> Result<Self, Refusal> {
        fields.object("Payer")?;
        Ok(Self {
            stages,
            amount: fields.amount("Amount")?,
            currency: currency(fields)?,
            details: details(fields)?,
            means: Means {
                card: Card::none(),
                via,
                three_ds: false,
                refusal: None,
                token: None,
                initiator: None,
            },
        })
    }

    /// Read a payment by token.
    pub(crate) fn by_token(
        stages: Stages,
        fields: &Fields,
        vault: &Vault,
    ) -> Result<Self, Refusal> {
        let amount = fields.amount("Amount")?;
        let currency = currency(fields)?;
        let account_id = fields.required_text("AccountId")?;
        let token = fields.required_text("Token")?;
        let initiator = fields.integer("TrInitiatorCode")?;
        if initiator.is_some_and(|code| !(0..=1).contains(&code)) {
            return Err(Refusal::invalid("TrInitiatorCode"));
        }
        if fields
            .integer("PaymentScheduled")?
            .is_some_and(|code| !(0..=1).contains(&code))
        {
            return Err(Refusal::invalid("PaymentScheduled"));
        }
        fields.object("Payer")?;
        let behind = vault
            .pay_with(&token, &account_id)
            .ok_or_else(|| Refusal::new("Token not found"))?;
        Ok(Self {
            stages,
            amount,
            currency,
            details: details(fields)?,
            means: Means {
                card: behind.card,
                via: behind.via,
                three_ds: false,
                refusal: behind.refusal,
                token: Some(token),
                initiator,
            },
        })
    }
}

/// Who sends no credentials must name the terminal.
pub(super) fn of_this_terminal(
    sandbox: &Sandbox,
    fields: &Fields,
    name: &'static str,
) -> Result<(), Refusal> {
    if fields.required_text(name)? == sandbox.config.public_id {
        Ok(())
    } else {
        Err(Refusal::invalid(name))
    }
}

/// `Scheme`: how many stages, each method in words of its own.
pub(super) fn scheme(fields: &Fields, words: &[(&str, Stages)]) -> Result<Stages, Refusal> {
    let sent = fields.required_text("Scheme")?;
    let found = words.iter().find(|(word, _)| *word == sent);
    found
        .map(|(_, stages)| *stages)
        .ok_or_else(|| Refusal::invalid("Scheme"))
}

/// Payouts and links must name their currency, and know only one.
pub(super) fn roubles_only(fields: &Fields) -> Result<(), Refusal> {
    fields.required_text("Currency")?;
    if currency(fields)? == Currency::RUB {
        Ok(())
    } else {
        Err(Refusal::invalid("Currency"))
    }
}

fn currency(fields: &Fields) -> Result<Currency, Refusal> {
    match fields.text("Currency")? {
        None => Ok(Currency::RUB),
        Some(code) => Currency::parse(&code).ok_or_else(|| Refusal::invalid("Currency")),
    }
}

fn details(fields: &Fields) -> Result<Details, Refusal> {
    Ok(Details {
        invoice_id: fields.text("InvoiceId")?,
        account_id: fields.text("AccountId")?,
        email: fields.text("Email")?,
        description: fields.text("Description")?,
        json_data: fields.json("JsonData"),
        ip_address: fields.text("IpAddress")?,
        culture: fields.text("CultureName")?,
        name: fields.text("Name")?,
        recurrent: None,
        subscription_id: None,
        escrow: escrow::entry(fields)?,
        escrow_id: None,
    })
}
