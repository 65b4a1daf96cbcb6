//! What stands on a receipt: `CustomerReceipt`, read and checked as a register would.

use super::agent::SIGNS;
use super::amounts::Amounts;
use super::item::Item;
use super::reading::{self, is_inn, is_phone};
use super::trouble::{AGENT, EMAIL, NO_ITEMS, PHONE, Trouble};
use crate::api::fields::Fields;
use crate::values::amount::Amount;

/// `TaxationSystem`.
pub(crate) const TAXATION: [u8; 6] = [0, 1, 2, 3, 4, 5];

/// More do not fit on one receipt.
const ITEMS: usize = 100;

const OBJECTS: [&str; 2] = ["UserRequisiteData", "OperationReceiptRequisite"];

/// The content of one receipt.
#[derive(Debug, Clone, Default)]
pub(crate) struct Content {
    /// What was sold.
    pub(crate) items: Vec<Item>,
    /// What it was paid with.
    pub(crate) amounts: Amounts,
    /// The taxation system; the register knows if the request does not.
    pub(crate) taxation: Option<u8>,
    /// Where the receipt goes.
    pub(crate) email: Option<String>,
    /// Where the receipt goes.
    pub(crate) phone: Option<String>,
    /// A form of strict accountability.
    pub(crate) is_bso: bool,
    /// Where it was sold, if not where the register stands.
    pub(crate) calculation_place: Option<String>,
    /// Who sold it.
    pub(crate) cashier_name: Option<String>,
}

impl Content {
    /// Read a `CustomerReceipt`.
    pub(crate) fn read(fields: &Fields) -> Result<Self, Trouble> {
        let items = fields.nested_list("Items")?;
        if items.is_empty() {
            return Err(Trouble::at(NO_ITEMS, "Items"));
        }
        let items = items
            .iter()
            .map(Item::read)
            .collect::<Result<Vec<_>, _>>()?;
        let amounts = Amounts::read(fields)?;
        amounts.pay_for(cost(&items)?)?;
        if amounts.total() == Amount::ZERO {
            return Err(Trouble::wrong("Amounts"));
        }
        let sign = reading::code(fields, "AgentSign", &SIGNS)?;
        if sign.is_some() && items.iter().any(|item| item.agent.sign.is_some()) {
            return Err(Trouble::at(AGENT, "AgentSign"));
        }
        unused(fields)?;
        let (email, phone) = customer(fields)?;
        Ok(Self {
            items,
            amounts,
            taxation: reading::code(fields, "TaxationSystem", &TAXATION)?,
            email,
            phone,
            is_bso: fields.boolean("IsBso")?.unwrap_or(false),
            calculation_place: reading::short(fields, "CalculationPlace", 256)?,
            cashier_name: fields.text("CashierName")?,
        })
    }

    /// The items of a correction, which may have none.
    pub(super) fn correction(fields: &Fields) -> Result<(Vec<Item>, Amounts), Trouble> {
        let items = fields
            .nested_list("Items")?
            .iter()
            .map(Item::read)
            .collect::<Result<Vec<_>, _>>()?;
        let amounts = Amounts::read(fields)?;
        if !items.is_empty() {
            amounts.pay_for(cost(&items)?)?;
        }
        if amounts.total() == Amount::ZERO {
            return Err(Trouble::wrong("Amounts"));
        }
        Ok((items, amounts))
    }

    /// What all of it costs.
    pub(crate) fn total(&self) -> Amount {
        self.amounts.total()
    }

    /// As many receipts as it takes: the first, and those that follow.
    pub(super) fn split(mut self) -> (Self, Vec<Self>) {
        let later = self.items.split_off(self.items.len().min(ITEMS));
        if later.is_empty() {
            return (self, Vec::new());
        }
        let mut rest = self.amounts;
        self.amounts = rest.take(sum(&self.items));
        let part = |items: &[Item]| Self {
            items: items.to_vec(),
            amounts: rest.take(sum(items)),
            ..self.clone()
        };
        let later = later.chunks(ITEMS).map(part).collect();
        (self, later)
    }
}

/// Of items of which is known that their sum is none too large.
fn sum(items: &[Item]) -> Amount {
    items
        .iter()
        .fold(Amount::ZERO, |sum, item| sum + item.amount)
}

fn cost(items: &[Item]) -> Result<Amount, Trouble> {
    let amounts = items.iter().map(|item| item.amount);
    Amount::total(amounts).ok_or_else(|| Trouble::wrong("Items"))
}

fn customer(fields: &Fields) -> Result<(Option<String>, Option<String>), Trouble> {
    let email = fields.text("Email")?;
    let is_email = |email: &String| {
        let parts = email.split_once('@');
        parts.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
    };
    if !email.as_ref().is_none_or(is_email) {
        return Err(Trouble::at(EMAIL, "Email"));
    }
    let phone = fields.text("Phone")?;
    if !phone.as_deref().is_none_or(is_phone) {
        return Err(Trouble::at(PHONE, "Phone"));
    }
    let inn = fields.text("CustomerInn")?;
    if !inn.as_deref().is_none_or(is_inn) {
        return Err(Trouble::wrong("CustomerInn"));
    }
    Ok((email, phone))
}

/// What is printed and not shown by any answer: it must be well formed all the same.
fn unused(fields: &Fields) -> Result<(), Trouble> {
    for name in OBJECTS {
        fields.nested(name)?;
    }
    fields.nested_list("IndustryRequisiteCollection")?;
    fields.nested_list("NonCashPayments")?;
    fields.boolean("IsInternetPayment")?;
    reading::code(
        fields,
        "RussiaTimeZone",
        &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
    )?;
    reading::short(fields, "AdditionalReceiptRequisite", 16)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Content;
    use crate::api::fields::Fields;
    use crate::kkt::trouble::Trouble;

    fn read(json: &Value) -> Result<Content, Trouble> {
        let fields = Fields::read(Some("application/json"), json.to_string().as_bytes());
        Content::read(&fields.expect("readable"))
    }

    fn tea(count: usize) -> Value {
        let item =
            json!({"label": "Чай", "price": 33.33, "quantity": "3", "amount": 99.99, "vat": 22});
        let total = format!("{}", 9999 * count);
        let (roubles, kopecks) = total.split_at(total.len() - 2);
        json!({
            "items": vec![item; count],
            "amounts": {"electronic": format!("{roubles}.{kopecks}")},
        })
    }

    #[test]
    fn a_receipt_is_read_in_any_case_and_with_its_defaults() {
        let content = read(&tea(1)).expect("a receipt");
        assert_eq!(content.total().to_string(), "99.99");
        let item = content.items.first().expect("an item");
        assert_eq!((item.method, item.object, item.vat), (4, 0, Some(22)));
    }

    #[test]
    fn what_is_wrong_with_a_receipt_has_its_code() {
        let code = |change: &dyn Fn(&mut Value)| {
            let mut receipt = tea(1);
            change(&mut receipt);
            read(&receipt).map_err(|trouble| trouble.code).err()
        };
        assert_eq!(code(&|_| {}), None);
        assert_eq!(code(&|receipt| receipt["items"] = json!([])), Some(12));
        assert_eq!(
            code(&|receipt| receipt["items"][0]["label"] = json!("")),
            Some(26)
        );
        assert_eq!(
            code(&|receipt| receipt["items"][0]["price"] = json!(33.333)),
            Some(23)
        );
        assert_eq!(
            code(&|receipt| receipt["items"][0]["price"] = json!(-1)),
            Some(27)
        );
        assert_eq!(
            code(&|receipt| receipt["items"][0]["amount"] = json!(100)),
            Some(27)
        );
        assert_eq!(
            code(&|receipt| receipt["items"][0]["vat"] = json!(19)),
            Some(27)
        );
        assert_eq!(code(&|receipt| receipt["amounts"] = Value::Null), Some(26));
        assert_eq!(
            code(&|receipt| receipt["amounts"] = json!({"electronic": 99})),
            Some(13)
        );
        assert_eq!(
            code(&|receipt| receipt["amounts"] = json!({"electronic": 100})),
            Some(14)
        );
        assert_eq!(code(&|receipt| receipt["email"] = json!("me")), Some(24));
        assert_eq!(
            code(&|receipt| receipt["phone"] = json!("8 (916)")),
            Some(6)
        );
        assert_eq!(
            code(&|receipt| receipt["items"][0]["agentSign"] = json!(2)),
            Some(4)
        );
        assert_eq!(
            code(&|receipt| {
                receipt["items"][0]["agentSign"] = json!(6);
                receipt["items"][0]["purveyorData"] = json!({"name": "x", "inn": "1"});
            }),
            Some(7)
        );
        assert_eq!(
            code(&|receipt| {
                receipt["agentSign"] = json!(6);
                receipt["items"][0]["agentSign"] = json!(6);
            }),
            Some(9)
        );
    }

    #[test]
    fn more_than_a_hundred_items_become_several_receipts() {
        let (first, later) = read(&tea(250)).expect("a receipt").split();
        let parts = [vec![first], later].concat();
        let sizes: Vec<_> = parts.iter().map(|part| part.items.len()).collect();
        assert_eq!(sizes, [100, 100, 50]);
        let sums: Vec<_> = parts.iter().map(|part| part.total().to_string()).collect();
        assert_eq!(sums, ["9999.00", "9999.00", "4999.50"]);
    }
}
