//! For whom a thing is sold: the agent and the purveyor of an item, and what each must tell.

use super::reading::{self, is_inn};
use super::trouble::{AGENT_INCOMPLETE, PURVEYOR_INCOMPLETE, PURVEYOR_INN, Trouble};
use crate::api::fields::Fields;
use crate::json::Object;

/// `AgentSign`: bank payment agent and subagent, payment agent and subagent, attorney, commission
/// agent, other.
pub(super) const SIGNS: [u8; 7] = [0, 1, 2, 3, 4, 5, 6];

/// What the request calls it, what the answer calls it, and which signs must tell it.
const DATA: [(&str, &str, &[u8]); 7] = [
    ("AgentOperationName", "PayingAgentOperation", &[0, 1]),
    ("PaymentAgentPhone", "PayingAgentPhone", &[0, 1, 2, 3]),
    (
        "PaymentReceiverOperatorPhone",
        "ReceivePaymentsOperatorPhone",
        &[2, 3],
    ),
    (
        "TransferOperatorPhone",
        "MoneyTransferOperatorPhone",
        &[0, 1],
    ),
    ("TransferOperatorName", "MoneyTransferOperatorName", &[0, 1]),
    (
        "TransferOperatorAddress",
        "MoneyTransferOperatorAddress",
        &[0, 1],
    ),
    ("TransferOperatorInn", "MoneyTransferOperatorVATIN", &[0, 1]),
];

/// The agent of an item.
#[derive(Debug, Clone, Default)]
pub(crate) struct Agent {
    /// `AgentSign`.
    pub(crate) sign: Option<u8>,
    /// `AgentData` as the answer shows it.
    pub(crate) data: Option<String>,
    /// `PurveyorData` as the answer shows it.
    pub(crate) purveyor: Option<String>,
}

impl Agent {
    /// Read the three fields of an item.
    pub(super) fn read(item: &Fields) -> Result<Self, Trouble> {
        let sign = reading::code(item, "AgentSign", &SIGNS)?;
        Ok(Self {
            sign,
            data: agent_data(item, sign)?,
            purveyor: purveyor(item, sign)?,
        })
    }
}

fn agent_data(item: &Fields, sign: Option<u8>) -> Result<Option<String>, Trouble> {
    let sent = item.nested("AgentData")?;
    let there = sent.is_some();
    let sent = sent.unwrap_or_default();
    let mut json = Object::new();
    for (name, shown, wanted_by) in DATA {
        let text = sent.text(name)?;
        if text.is_none() && sign.is_some_and(|sign| wanted_by.contains(&sign)) {
            return Err(Trouble::at(AGENT_INCOMPLETE, name));
        }
        json.optional(shown, text.as_deref());
    }
    Ok(there.then(|| json.finish()))
}

fn purveyor(item: &Fields, sign: Option<u8>) -> Result<Option<String>, Trouble> {
    let Some(sent) = item.nested("PurveyorData")? else {
        return Ok(None);
    };
    let name = reading::required(&sent, "Name")?;
    let inn = sent
        .text("Inn")?
        .ok_or_else(|| Trouble::at(PURVEYOR_INCOMPLETE, "Inn"))?;
    if !is_inn(&inn) {
        return Err(Trouble::at(PURVEYOR_INN, "Inn"));
    }
    let phone = sent.text("Phone")?;
    if phone.is_none() && sign.is_some_and(|sign| sign <= 3) {
        return Err(Trouble::at(PURVEYOR_INCOMPLETE, "Phone"));
    }
    let mut json = Object::new();
    json.text("Name", &name)
        .text("Inn", &inn)
        .optional("Phone", phone.as_deref());
    Ok(Some(json.finish()))
}
