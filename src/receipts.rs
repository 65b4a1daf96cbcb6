//! Receipts in a request: checked before anything is sent, and put where the API looks for them.

use cloudpayments_money::day::Day;
use cloudpayments_money::error::Fault;
use cloudpayments_money::instant::from_iso;
use cloudpayments_money::json::{self, ObjectWriter, Value};
use cloudpayments_money::receipt::{Rates, Receipt, check_correction};
use cloudpayments_money::verdict::Rule;

use crate::catalog::Row;
use crate::methods::bad;
use crate::request::Parsed;

/// Our field.
const RECEIPT: &str = "receipt";
/// Where the API's own methods have it, and the key in `JsonData`.
const CUSTOMER_RECEIPT: &str = "CustomerReceipt";
const CORRECTION: &str = "CorrectionReceiptData";
/// What instructions in `JsonData` are wrapped in.
const INSTRUCTIONS: &str = "cloudpayments";

/// Checks the receipt of a request, if there is one, at this time of our clock.
pub(crate) fn check(row: &Row, parsed: &mut Parsed<'_>, now_ms: u64) -> Result<(), Fault> {
    if let Some(receipt) = value(row, parsed, RECEIPT) {
        let receipt = of_payment(row, parsed, receipt, RECEIPT, now_ms)?;
        parsed.remove(RECEIPT);
        put_into_data(parsed, receipt.json())?;
    }
    if let Some(receipt) = value(row, parsed, CUSTOMER_RECEIPT) {
        let receipt = of_payment(row, parsed, receipt, CUSTOMER_RECEIPT, now_ms)?;
        parsed.set(CUSTOMER_RECEIPT, receipt.json().to_owned());
    }
    if let Some(correction) = value(row, parsed, CORRECTION) {
        let correction = check_correction(correction, CORRECTION, Day::in_moscow(now_ms))?;
        parsed.set(CORRECTION, correction);
    }
    Ok(())
}

/// A field of the method. One of this name that came by `extra` is not ours to read.
fn value<'p>(row: &Row, parsed: &'p Parsed<'_>, name: &str) -> Option<Value<'p>> {
    row.field(name)?;
    json::parse(parsed.get(name)?).ok()
}

/// A receipt is compared with the payment that it is about. Receipts are in roubles, so that of a
/// payment in another currency has another sum.
fn of_payment(
    row: &Row,
    parsed: &Parsed<'_>,
    receipt: Value<'_>,
    place: &str,
    now_ms: u64,
) -> Result<Receipt, Fault> {
    let receipt = Receipt::check(receipt, place, rates(row, parsed, now_ms))?;
    let currency = parsed.text("Currency");
    let in_roubles = currency.is_none_or(|currency| currency.eq_ignore_ascii_case("RUB"));
    if let Some(amount) = parsed.hundredths("Amount").filter(|_| in_roubles) {
        receipt.pays(amount, place)?;
    }
    Ok(receipt)
}

/// The VAT rates of the day on which the receipt is made: today in Moscow, or when a subscription
/// begins if that is later.
fn rates(row: &Row, parsed: &Parsed<'_>, now_ms: u64) -> Rates {
    let start = parsed.text("StartDate").and_then(|text| {
        // The API's dates have no zone and are UTC.
        from_iso(&text).or_else(|| from_iso(&format!("{text}Z")))
    });
    let day = Day::in_moscow(start.unwrap_or(0).max(now_ms));
    let kind = parsed.text("Type").unwrap_or_default();
    let is_return = ["IncomeReturn", "ExpenseReturn"]
        .iter()
        .any(|name| name.eq_ignore_ascii_case(&kind));
    if is_return || row.rule() == Some(Rule::Refund) {
        Rates::UpTo(day)
    } else {
        Rates::On(day)
    }
}

/// Puts a receipt into `JsonData`, beside what the caller has there.
fn put_into_data(parsed: &mut Parsed<'_>, receipt: &str) -> Result<(), Fault> {
    let data = instructed(&parsed.data(), receipt)?;
    parsed.set_data(data);
    Ok(())
}

/// The text of an object with a receipt among its instructions.
fn instructed(data: &str, receipt: &str) -> Result<String, Fault> {
    let members = json::parse(data).ok().and_then(Value::members);
    let members = members.ok_or_else(|| {
        let why = "must be an object, or text that is one, so that the receipt can go into it";
        bad("JsonData", why)
    })?;
    let mut out = ObjectWriter::default();
    let mut instructions = ObjectWriter::default();
    let mut key = None;
    for member in members {
        if !member.key.eq_ignore_ascii_case(INSTRUCTIONS) {
            out.put(&member.key, member.value.text());
            continue;
        }
        if !member.value.is_null() {
            copy_instructions(member.value, &mut instructions)?;
        }
        if key.replace(member.key).is_some() {
            let why = "occurs twice, in two spellings";
            return Err(bad("JsonData.cloudpayments", why));
        }
    }
    instructions.put(CUSTOMER_RECEIPT, receipt);
    let key = key.as_deref().unwrap_or(INSTRUCTIONS);
    out.put(key, &instructions.finish());
    Ok(out.finish())
}

/// Copies the instructions that the caller gave, among which no receipt may be.
fn copy_instructions(given: Value<'_>, out: &mut ObjectWriter) -> Result<(), Fault> {
    let members = given
        .members()
        .ok_or_else(|| bad("JsonData.cloudpayments", "must be an object"))?;
    for member in members {
        if !member.key.eq_ignore_ascii_case(CUSTOMER_RECEIPT) {
            out.put(&member.key, member.value.text());
        } else if !member.value.is_null() {
            let place = "JsonData.cloudpayments.CustomerReceipt";
            return Err(bad(place, "may not stand beside `receipt`"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::find;
    use crate::request::parse;

    /// 24 November 2026, noon in Moscow.
    const NOW_MS: u64 = 1_795_510_800_000;

    /// What goes out of a request, or the field at fault.
    fn out(method: &str, request: &str) -> Result<String, String> {
        let row = find(method).expect("a row");
        let mut parsed = parse(row, request).expect("a request");
        check(row, &mut parsed, NOW_MS).map_err(|fault| fault.field.unwrap_or_default())?;
        let body = parsed.to_json().to_vec();
        Ok(String::from_utf8(body).expect("UTF-8"))
    }

    /// A charge of 10.00 with these fields more.
    fn charge(more: &str) -> Result<String, String> {
        let tea = r#"{"items":[{"label":"Tea","price":5,"quantity":2,"vat":22}]}"#;
        out(
            "charge",
            &format!(r#"{{"Amount":"10.00","CardCryptogramPacket":"p","receipt":{tea}{more}}}"#),
        )
    }

    const WRITTEN: &str = r#""CustomerReceipt":{"Items":[{"Label":"Tea","Price":5,"Quantity":2,"Vat":22,"Amount":10.00}],"Amounts":{"Electronic":10.00}}"#;

    #[test]
    fn a_receipt_finds_its_place_in_the_data() {
        for (data, wanted) in [
            ("", format!(r#"{{"cloudpayments":{{{WRITTEN}}}}}"#)),
            (
                r#","JsonData":{"a":1.50}"#,
                format!(r#"{{"a":1.50,"cloudpayments":{{{WRITTEN}}}}}"#),
            ),
            (
                r#","JsonData":{"CloudPayments":{"recurrent":{"period":1}}}"#,
                format!(r#"{{"CloudPayments":{{"recurrent":{{"period":1}},{WRITTEN}}}}}"#),
            ),
            (
                r#","JsonData":{"cloudpayments":{"customerReceipt":null}}"#,
                format!(r#"{{"cloudpayments":{{{WRITTEN}}}}}"#),
            ),
            (
                r#","JsonData":"{\"a\":1}""#,
                json::quoted(&format!(r#"{{"a":1,"cloudpayments":{{{WRITTEN}}}}}"#)),
            ),
        ] {
            let wanted =
                format!(r#"{{"Amount":10.00,"CardCryptogramPacket":"p","JsonData":{wanted}}}"#);
            assert_eq!(charge(data), Ok(wanted), "{data}");
        }
    }

    #[test]
    fn data_that_cannot_take_a_receipt_is_named() {
        for (data, place) in [
            ("[]", "JsonData"),
            ("\"text\"", "JsonData"),
            (r#"{"cloudpayments":1}"#, "JsonData.cloudpayments"),
            (
                r#"{"cloudpayments":{},"cloudPayments":{}}"#,
                "JsonData.cloudpayments",
            ),
            (
                r#"{"CloudPayments":{"customerReceipt":{}}}"#,
                "JsonData.cloudpayments.CustomerReceipt",
            ),
        ] {
            let refused = charge(&format!(r#","JsonData":{data}"#));
            assert_eq!(refused, Err(place.to_owned()), "{data}");
        }
    }

    #[test]
    fn the_receipt_pays_the_amount_of_its_request() {
        let with = |amount: &str, more: &str| {
            let receipt = r#"{"Items":[{"Label":"Tea","Price":5,"Quantity":2}]}"#;
            let request =
                format!(r#"{{{amount},"CardCryptogramPacket":"p","receipt":{receipt}{more}}}"#);
            out("charge", &request).err()
        };
        assert_eq!(with(r#""amount_minor":1000"#, ""), None);
        let refused = Some("receipt.Items".to_owned());
        assert_eq!(with(r#""Amount":10.01"#, ""), refused);
        assert_eq!(with(r#""Amount":10.01"#, r#","Currency":"RUB""#), refused);
        assert_eq!(with(r#""Amount":0.12"#, r#","Currency":"USD""#), None);
    }

    #[test]
    fn what_came_by_extra_passes_as_it_is() {
        let request = r#"{"TransactionId":1,"extra":{"receipt":{},"CustomerReceipt":7}}"#;
        let wanted = r#"{"TransactionId":1,"receipt":{},"CustomerReceipt":7}"#;
        assert_eq!(out("void", request).as_deref(), Ok(wanted));
    }

    /// Whether a line with a VAT code is taken.
    fn vat(method: &str, code: u32, field: &str, more: &str) -> bool {
        let receipt =
            format!(r#"{{"Items":[{{"Label":"Tea","Price":10,"Quantity":1,"Vat":{code}}}]}}"#);
        out(method, &format!(r#"{{"{field}":{receipt},{more}}}"#)).is_ok()
    }

    #[test]
    fn a_refund_bears_the_rate_of_its_sale() {
        let number = r#""TransactionId":1,"Amount":10"#;
        assert!(vat("refund", 20, "receipt", number));
        assert!(!vat("confirm", 20, "receipt", number));
        let of = |kind: &str| format!(r#""Inn":"7708806062","Type":"{kind}""#);
        let receipt = |kind| vat("receipt_create", 20, "CustomerReceipt", &of(kind));
        assert!(receipt("incomeReturn") && receipt("ExpenseReturn"));
        assert!(!receipt("Income"));
    }

    #[test]
    fn a_subscription_bears_the_rate_of_its_first_day() {
        // A year before, on the last evening of the old rate.
        let evening = from_iso("2025-12-31T20:00:00Z").expect("an instant");
        let row = find("subscription_update").expect("a row");
        let code = |start: &str| {
            let request = format!(
                r#"{{"Id":"sc_1","CustomerReceipt":{{"Items":[{{"Label":"Tea","Price":10,"Quantity":1,"Vat":22}}]}}{start}}}"#
            );
            let mut parsed = parse(row, &request).expect("a request");
            check(row, &mut parsed, evening).is_ok()
        };
        assert!(!code(""));
        assert!(!code(r#","StartDate":"2025-12-31T20:59:00""#));
        assert!(code(r#","StartDate":"2025-12-31T21:00:00""#));
        assert!(code(r#","StartDate":"2026-01-01T00:00:00+03:00""#));
    }
}
