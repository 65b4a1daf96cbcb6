//! Receipts, good and bad, each bad one with its place.

use cloudpayments_money::day::Day;
use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::json;
use cloudpayments_money::receipt::{Rates, Receipt, check_correction};

const TODAY: Day = Day::new(2026, 11, 24);

fn read(text: &str) -> Result<Receipt, Fault> {
    let value = json::parse(text).unwrap_or_else(|why| panic!("{why}: {text}"));
    Receipt::check(value, "CustomerReceipt", Rates::On(TODAY))
}

/// A receipt with one more line, of these fields, behind a good one of 10.50.
fn with_line(fields: &str) -> String {
    let tea = r#"{"Label":"Tea","Price":10.50,"Quantity":1,"Vat":22}"#;
    format!(r#"{{"Items":[{tea},{{{fields}}}]}}"#)
}

/// Fields of a good line of 20.00, and more.
fn cup(more: &str) -> String {
    with_line(&format!(
        r#""Label":"Cup","Price":"20.00","Quantity":"1"{more}"#
    ))
}

/// A receipt of one line of 20.00, and more.
fn receipt(more: &str) -> String {
    format!(r#"{{"Items":[{{"Label":"Cup","Price":20,"Quantity":1}}]{more}}}"#)
}

#[track_caller]
fn assert_refused(text: &str, place: &str) {
    let fault = read(text)
        .err()
        .unwrap_or_else(|| panic!("accepted: {text}"));
    assert_eq!(fault.code, ErrorCode::BadField, "{text}");
    let wanted = format!("CustomerReceipt{place}");
    assert_eq!(fault.field.as_deref(), Some(&*wanted), "{text}");
    let told = fault.message.starts_with(&format!("the field `{wanted}` "));
    assert!(told, "{}", fault.message);
}

#[test]
fn what_is_left_out_is_computed_and_names_are_written_out() {
    let text =
        r#"{"items":[{"LABEL":"Tea","price":"33.33","quantity":"1.5","unknownName":{"a":1.50}}]}"#;
    let written = read(text).expect("a receipt");
    assert_eq!(
        written.json(),
        r#"{"Items":[{"Label":"Tea","Price":33.33,"Quantity":1.5,"unknownName":{"a":1.50},"Amount":50.00}],"Amounts":{"Electronic":50.00}}"#
    );
}

#[test]
fn what_is_given_keeps_its_digits() {
    let given = r#"{"Items":[{"Label":"Tea \"a\"","Price":0.1,"Quantity":3.000,"Amount":0.30,"Vat":0}],"Amounts":{"Electronic":0.1,"Cash":0.20},"isBso":false}"#;
    assert_eq!(read(given).expect("a receipt").json(), given);
}

#[test]
fn null_is_absent() {
    let text = r#"{"Items":[{"Label":"Tea","Price":1,"Quantity":2,"Amount":null,"Vat":null}],"Amounts":null,"Email":null}"#;
    assert_eq!(
        read(text).expect("a receipt").json(),
        r#"{"Items":[{"Label":"Tea","Price":1,"Quantity":2,"Amount":2.00}],"Amounts":{"Electronic":2.00}}"#
    );
}

#[test]
fn the_sample_of_the_reference_is_right() {
    let sample = r#"{"Items":[{"label":"Товар","price":100.00,"quantity":1.00,"amount":100.00,"vat":22,
        "method":4,"object":1,"measurementUnit":"шт"}],"taxationSystem":0,"email":"user@example.com","phone":"","isBso":false,
        "amounts":{"electronic":100.00,"advancePayment":0.00,"credit":0.00,"provision":0.00}}"#;
    read(sample)
        .expect("a receipt")
        .pays(10_000, "")
        .expect("the same");
}

#[test]
fn good_lines_are_taken() {
    for more in [
        r#","Amount":"20""#,
        r#","Vat":5"#,
        r#","Vat":"122""#,
        r#","Object":33,"RawMarkCode":"0104607809590015215x\u001d93dGVz""#,
        r#","Object":31,"ProductCodeData":{"CodeProductNomenclature":"444D02A4"}"#,
        r#","RawMarkCode":"0104607809590015215x<GS>93dGVz","GroupSeparator":"<GS>""#,
        r#","MarkPartQuantity":{"Numerator":1,"Denominator":2},"UnitCode":0"#,
        r#","AgentSign":"6","PurveyorData":{"Name":"Farm","Inn":"7708806062"}"#,
        r#","AgentSign":2,"AgentData":{"PaymentAgentPhone":"+79","paymentReceiverOperatorPhone":"+78"}"#,
        r#","CountryOriginCode":"156","Excise":0"#,
    ] {
        let text = cup(more);
        let read = read(&text).unwrap_or_else(|fault| panic!("{fault}: {text}"));
        assert!(read.pays(3050, "").is_ok(), "{text}");
    }
}

#[test]
fn a_bad_line_is_named() {
    for (fields, place) in [
        (r#""Price":1,"Quantity":1"#, ".Label"),
        (r#""Label":"","Price":1,"Quantity":1"#, ".Label"),
        (r#""Label":7,"Price":1,"Quantity":1"#, ".Label"),
        (r#""Label":"a","Quantity":1"#, ".Price"),
        (r#""Label":"a","Price":null,"Quantity":1"#, ".Price"),
        (r#""Label":"a","Price":1.001,"Quantity":1"#, ".Price"),
        (r#""Label":"a","Price":-1,"Quantity":1"#, ".Price"),
        (r#""Label":"a","Price":1e2,"Quantity":1"#, ".Price"),
        (r#""Label":"a","Price":"1,50","Quantity":1"#, ".Price"),
        (r#""Label":"a","Price":1"#, ".Quantity"),
        (r#""Label":"a","Price":1,"Quantity":0"#, ".Quantity"),
        (r#""Label":"a","Price":1,"Quantity":-2"#, ".Quantity"),
        (r#""Label":"a","Price":1,"Quantity":1.0000001"#, ".Quantity"),
        (
            r#""Label":"a","Price":999999999999.99,"Quantity":2"#,
            ".Quantity",
        ),
        (
            r#""Label":"a","label":"b","Price":1,"Quantity":1"#,
            ".Label",
        ),
    ] {
        assert_refused(&with_line(fields), &format!(".Items[1]{place}"));
    }
    for (more, place) in [
        (r#","Amount":19.99"#, ".Amount"),
        (r#","Amount":20.01"#, ".Amount"),
        (r#","Amount":20.001"#, ".Amount"),
        (r#","amount":"x""#, ".Amount"),
        (r#","Vat":20"#, ".Vat"),
        (r#","Vat":120"#, ".Vat"),
        (r#","Vat":18"#, ".Vat"),
        (r#","Vat":"22%""#, ".Vat"),
        (r#","Method":8"#, ".Method"),
        (r#","Object":28"#, ".Object"),
        (r#","UnitCode":1"#, ".UnitCode"),
        (r#","Excise":-1"#, ".Excise"),
        (r#","CountryOriginCode":"RU""#, ".CountryOriginCode"),
        (r#","SaleObjectData":"""#, ".SaleObjectData"),
        (r#","AgentSign":7"#, ".AgentSign"),
        (r#","AgentSign":0"#, ".AgentData.AgentOperationName"),
        (
            r#","AgentSign":3,"AgentData":{"PaymentAgentPhone":"+79"}"#,
            ".AgentData.PaymentReceiverOperatorPhone",
        ),
        (r#","AgentData":[]"#, ".AgentData"),
        (
            r#","PurveyorData":{"Inn":"7708806062"}"#,
            ".PurveyorData.Name",
        ),
        (
            r#","PurveyorData":{"Name":"Farm","Inn":"77"}"#,
            ".PurveyorData.Inn",
        ),
        (
            r#","AgentSign":2,"AgentData":{"PaymentAgentPhone":"+79","PaymentReceiverOperatorPhone":"+78"},"PurveyorData":{"Name":"Farm","Inn":"7708806062"}"#,
            ".PurveyorData.Phone",
        ),
        (r#","Object":31"#, ".RawMarkCode"),
        (r#","Object":33"#, ".RawMarkCode"),
        (r#","Object":32,"RawMarkCode":"01\u001d93""#, ".RawMarkCode"),
        (
            r#","RawMarkCode":"0104607809590015215x93dGVz""#,
            ".RawMarkCode",
        ),
        (
            r#","RawMarkCode":"0104607809590015215x93dGVz","GroupSeparator":"<GS>""#,
            ".RawMarkCode",
        ),
        (r#","ExpectedMarkItemStatus":7"#, ".ExpectedMarkItemStatus"),
        (
            r#","ProductCodeData":{"CodeProductNomenclature":"44 4D"}"#,
            ".ProductCodeData.CodeProductNomenclature",
        ),
        (
            r#","MarkPartQuantity":{"Numerator":1},"UnitCode":0"#,
            ".MarkPartQuantity.Denominator",
        ),
        (
            r#","MarkPartQuantity":{"Numerator":2,"Denominator":2},"UnitCode":0"#,
            ".MarkPartQuantity.Numerator",
        ),
        (
            r#","MarkPartQuantity":{"Numerator":1,"Denominator":2}"#,
            ".UnitCode",
        ),
        (
            r#","IndustryRequisiteCollection":[{"Code":"030"}]"#,
            ".IndustryRequisiteCollection[0].DocumentDate",
        ),
    ] {
        assert_refused(&cup(more), &format!(".Items[1]{place}"));
    }
    let part = r#""Label":"a","Price":1,"Quantity":2,"UnitCode":0,"MarkPartQuantity":{"Numerator":1,"Denominator":2}"#;
    assert_refused(&with_line(part), ".Items[1].Quantity");
}

#[test]
fn a_bad_receipt_is_named() {
    for (text, place) in [
        ("[]", ""),
        ("{}", ".Items"),
        (r#"{"Items":{}}"#, ".Items"),
        (r#"{"Items":[]}"#, ".Items"),
        (r#"{"Items":[7]}"#, ".Items[0]"),
        (
            r#"{"Items":[{"Label":"Gift","Price":0,"Quantity":1}]}"#,
            ".Items",
        ),
    ] {
        assert_refused(text, place);
    }
    for (more, place) in [
        (r#","Amounts":{}"#, ".Amounts"),
        (r#","Amounts":{"Electronic":19.99}"#, ".Amounts"),
        (r#","Amounts":{"Electronic":20,"Cash":0.01}"#, ".Amounts"),
        (r#","Amounts":{"Electronic":20.000}"#, ".Amounts.Electronic"),
        (r#","amounts":{"credit":-20}"#, ".Amounts.Credit"),
        (r#","TaxationSystem":6"#, ".TaxationSystem"),
        (r#","Email":"user""#, ".Email"),
        (r#","Email":"a b@example.com""#, ".Email"),
        (r#","Phone":"+7 (999) 123-45-67""#, ".Phone"),
        (r#","CustomerInn":"123""#, ".CustomerInn"),
        (r#","IsBSO":"yes""#, ".isBso"),
        (r#","RussiaTimeZone":12"#, ".RussiaTimeZone"),
        (
            r#","AdditionalReceiptRequisite":"longer than sixteen""#,
            ".AdditionalReceiptRequisite",
        ),
        (
            r#","UserRequisiteData":{"RequisiteKey":"k"}"#,
            ".UserRequisiteData.RequisiteValue",
        ),
        (
            r#","NonCashPayments":[{"Amount":20,"PaymentMethod":1}]"#,
            ".NonCashPayments[0].PaymentId",
        ),
    ] {
        assert_refused(&receipt(more), place);
    }
    let twice = r#"{"AgentSign":6,"Items":[{"Label":"a","Price":1,"Quantity":1,"AgentSign":6}]}"#;
    assert_refused(twice, ".AgentSign");
}

#[test]
fn no_value_is_repeated_in_a_message() {
    for more in [r#","Email":"secret""#, r#","TaxationSystem":777"#] {
        let fault = read(&receipt(more)).expect_err("wrong");
        let message = fault.message;
        assert!(
            !message.contains("secret") && !message.contains("777"),
            "{message}"
        );
    }
}

#[test]
fn the_electronic_part_is_what_the_request_takes() {
    let place = |more: &str, amount| {
        let checked = read(&receipt(more)).expect("a receipt");
        checked
            .pays(amount, "receipt")
            .err()
            .map(|fault| fault.field)
    };
    let field = |name: &str| Some(Some(name.to_owned()));
    assert_eq!(place("", 2000), None);
    assert_eq!(place("", 1999), field("receipt.Items"));
    let split = r#","Amounts":{"Electronic":"15","AdvancePayment":5}"#;
    assert_eq!(place(split, 1500), None);
    assert_eq!(place(split, 2000), field("receipt.Amounts.Electronic"));
}

#[test]
fn what_comes_back_bears_the_rate_at_which_it_was_sold() {
    let text = receipt("").replace("\"Quantity\"", "\"Vat\":20,\"Quantity\"");
    let value = json::parse(&text).expect("JSON");
    assert!(Receipt::check(value, "receipt", Rates::UpTo(TODAY)).is_ok());
    assert!(Receipt::check(value, "receipt", Rates::On(TODAY)).is_err());
}

fn correct(text: &str) -> Result<String, Fault> {
    let value = json::parse(text).expect("JSON");
    check_correction(value, "CorrectionReceiptData", TODAY)
}

#[test]
fn a_correction_has_lines_or_sums() {
    let text = r#"{"OrganizationInn":"7708806062","TaxationSystem":"0","CauseCorrection":{"CorrectionDate":"2024-12-31","CorrectionNumber":null},"amounts":{"electronic":5}}"#;
    let wanted = text
        .replace("amounts", "Amounts")
        .replace("electronic", "Electronic");
    assert_eq!(correct(text), Ok(wanted));

    let items = r#"{"items":[{"label":"Tea","price":2.5,"quantity":2}]}"#;
    let wanted = r#"{"Items":[{"Label":"Tea","Price":2.5,"Quantity":2,"Amount":5.00}],"Amounts":{"Electronic":5.00}}"#;
    assert_eq!(correct(items).as_deref(), Ok(wanted));
    for (text, place) in [
        ("{}", ".Amounts"),
        (r#"{"Amounts":{}}"#, ".Amounts"),
        (r#"{"Amounts":{"Cash":"x"}}"#, ".Amounts.Cash"),
        (
            r#"{"Items":[{"Label":"Tea","Price":2.5,"Quantity":2,"Amount":4}]}"#,
            ".Items[0].Amount",
        ),
        (r#"{"CorrectionReceiptType":5}"#, ".CorrectionReceiptType"),
    ] {
        let fault = correct(text).expect_err(text);
        let wanted = format!("CorrectionReceiptData{place}");
        assert_eq!(fault.field, Some(wanted), "{text}");
    }
}

#[test]
fn a_correction_bears_the_rates_of_the_day_that_it_corrects() {
    let with = |kind, date: &str, vat| {
        correct(&format!(
            r#"{{"CorrectionReceiptType":{kind},"CauseCorrection":{{"CorrectionDate":"{date}"}},"Items":[{{"Label":"Tea","Price":1,"Quantity":1,"Vat":{vat}}}]}}"#
        ))
        .is_ok()
    };
    assert!(with(1, "2025-12-31", 20));
    assert!(!with(1, "2025-12-31", 22));
    assert!(!with(1, "2026-01-01", 20));
    assert!(with(2, "2026-01-01", 20));
    assert!(with(3, "2025-12-31T21:00:00Z", 22));
    assert!(with(1, "soon", 22));
}
