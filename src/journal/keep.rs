//! What of an answer may be kept on a disk.

use cloudpayments_money::document::Document;
use cloudpayments_money::json::{self, push_quoted};

/// The members of an answer that may be kept: what a receipt, a support call or a reconciliation
/// needs. Tokens, what goes to and comes from an issuer's page, and members that this version does
/// not know never touch the disk.
const KEPT: &[&str] = &["Success", "Message", "ErrorCode"];

/// The same for its `Model`.
const KEPT_OF_MODEL: &[&str] = &[
    "TransactionId",
    "OriginalTransactionId",
    "Amount",
    "Currency",
    "CurrencyCode",
    "PaymentAmount",
    "PaymentCurrency",
    "PaymentCurrencyCode",
    "InvoiceId",
    "AccountId",
    "CreatedDate",
    "CreatedDateIso",
    "AuthDate",
    "AuthDateIso",
    "ConfirmDate",
    "ConfirmDateIso",
    "PayoutDate",
    "PayoutDateIso",
    "AuthCode",
    "Rrn",
    "TestMode",
    "CardFirstSix",
    "CardLastFour",
    "CardType",
    "CardTypeCode",
    "Issuer",
    "IssuerBankCountry",
    "Status",
    "StatusCode",
    "Reason",
    "ReasonCode",
    "CardHolderMessage",
    "Type",
    "Refunded",
    "GatewayName",
    "CardProduct",
    "FallBackScenarioDeclinedTransactionId",
];

/// An answer without what must not be kept, every digit as it came. `None` if nothing is left.
pub(crate) fn kept(theirs: &Document) -> Option<Document> {
    let value = theirs.value().ok()?;
    let mut out = String::from("{");
    copy(&mut out, value, KEPT);
    if let Some(model) = value.at("Model")
        && model.is_object()
    {
        let mut inner = String::from("{");
        copy(&mut inner, model, KEPT_OF_MODEL);
        inner.push('}');
        push_member(&mut out, "Model", &inner);
    }
    out.push('}');
    (out.len() > 2).then(|| Document::new(out))
}

fn copy(out: &mut String, from: json::Value<'_>, kept: &[&str]) {
    for member in from.members().into_iter().flatten() {
        // An object or an array could hold anything.
        let is_plain = !member.value.is_object() && !member.value.is_array();
        if is_plain && kept.contains(&&*member.key) {
            push_member(out, &member.key, member.value.text());
        }
    }
}

fn push_member(out: &mut String, name: &str, json: &str) {
    if !out.ends_with('{') {
        out.push(',');
    }
    push_quoted(out, name);
    out.push(':');
    out.push_str(json);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_issuer_pages_are_not_kept() {
        let answer = r#"{"Model":{"TransactionId":5,"Amount":10.00000,"Token":"tk_CANARY",
            "PaReq":"CANARY","AcsUrl":"CANARY","Name":"CANARY","Status":{"New":"CANARY"},
            "JsonData":"CANARY","Later":"CANARY","Rrn":null},"Success":true,"Body":"CANARY"}"#;
        let kept = kept(&Document::new(answer.to_owned())).expect("something");
        assert_eq!(
            kept.value().expect("JSON").text(),
            r#"{"Success":true,"Model":{"TransactionId":5,"Amount":10.00000,"Rrn":null}}"#
        );
    }
}
