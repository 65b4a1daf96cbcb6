//! Cash registers and receipts over real sockets.

#![expect(
    clippy::indexing_slicing,
    reason = "a missing field fails the test, as it should"
)]

mod common;

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{LOGIN, PAYS, PAYS_AFTER_3DS, POOR, Sandbox, merchant, order, post};
use ring::hmac;
use serde_json::{Value, json};

/// The organisation of the terminal.
const INN: &str = "7701234560";

/// The register for ordinary receipts.
const DEVICE: &str = "00100000000000000001";
const FISCAL: &str = "9999078900000001";

/// Two teas for ten roubles.
fn tea() -> Value {
    json!({
        "Items": [{
            "label": "Чай", "price": 5.00, "quantity": 2, "amount": 10.00, "vat": 22,
            "measurementUnit": "шт", "ean13": "4607001771234",
        }],
        "taxationSystem": 0, "email": "user@example.com", "isBso": false,
        "amounts": {"electronic": 10.00, "advancePayment": 0.00},
    })
}

fn income(receipt: &Value) -> Value {
    json!({"Inn": INN, "Type": "Income", "InvoiceId": "INV-1", "AccountId": "user_x", "CustomerReceipt": receipt})
}

fn queue(sandbox: &Sandbox, request: &Value) -> String {
    let answer = sandbox.call("kkt/receipt", request).json();
    assert_eq!(
        (&answer["Success"], &answer["Message"]),
        (&json!(true), &json!("Queued")),
        "{answer}"
    );
    answer["Model"]["Id"].as_str().expect("an id").to_owned()
}

fn status(sandbox: &Sandbox, id: &str) -> Value {
    sandbox
        .call("kkt/receipt/status/get", &json!({"Id": id}))
        .json()
}

fn get(sandbox: &Sandbox, id: &str) -> Value {
    sandbox.call("kkt/receipt/get", &json!({"Id": id})).json()
}

fn advance(sandbox: &Sandbox, ms: i64) {
    let answer = sandbox.control("clock", &json!({"advance_ms": ms}));
    assert_eq!(answer.status, 204);
}

fn set(sandbox: &Sandbox, body: &Value) {
    let answer = sandbox.control("kkt", body);
    assert_eq!(answer.status, 204, "{}", answer.body);
}

/// All receipts that the sandbox knows of.
fn receipts(sandbox: &Sandbox) -> Vec<Value> {
    sandbox.read("kkt")["receipts"]
        .as_array()
        .expect("a list")
        .clone()
}

fn switch(sandbox: &Sandbox, on_maintenance: bool) -> Value {
    let body = json!({"Inn": INN, "DeviceNumber": DEVICE, "FiscalNumber": FISCAL, "OnMaintenance": on_maintenance});
    sandbox.call("kkt/state", &body).json()
}

fn register(sandbox: &Sandbox) -> Value {
    let body = json!({"DeviceNumber": DEVICE, "FiscalNumber": FISCAL});
    sandbox.call("kkt/state/get", &body).json()["Model"].clone()
}

#[test]
fn a_receipt_is_queued_and_then_printed() {
    let sandbox = Sandbox::start(&["--seed", "7"]);
    let id = queue(&sandbox, &income(&tea()));
    assert_eq!(id.len(), 32);
    assert_eq!(status(&sandbox, &id)["Model"], "Queued");
    assert_eq!(get(&sandbox, &id)["Message"], "Receipt not found");
    advance(&sandbox, 5_000);
    assert_eq!(
        status(&sandbox, &id),
        json!({"Model": "Processed", "InnerResult": null, "Success": true, "Message": null})
    );
    let model = get(&sandbox, &id)["Model"].clone();
    let item = &model["Items"][0];
    assert_eq!(
        (&item["Label"], &item["Vat"], &item["Method"]),
        (&json!("Чай"), &json!(22), &json!(4))
    );
    assert_eq!(
        (&item["MeasurementUnit"], &item["EAN13"]),
        (&json!("шт"), &json!("4607001771234"))
    );
    assert_eq!(model["Amounts"]["Electronic"].to_string(), "10.00");
    let more = &model["AdditionalData"];
    assert_eq!(more["Amount"].to_string(), "10.00");
    assert_eq!(
        (&more["Type"], &more["InvoiceId"], &more["OrganizationInn"]),
        (&json!("Income"), &json!("INV-1"), &json!(INN))
    );
    assert_eq!(
        (&more["DocumentNumber"], &more["SessionCheckNumber"]),
        (&json!("1"), &json!("1"))
    );
    assert_eq!(more["DateTime"], "2026-01-15T10:00:05");
    let qr = more["QrCodeUrl"].as_str().expect("a URL");
    assert!(qr.contains("t%3d20260115T100005%26s%3d10.00%26fn%3d9999078900000001%26i%3d1%26fp%3d"));
    assert!(qr.ends_with("%26n%3d1"));
    assert_eq!(status(&sandbox, "QSnuAqV")["Model"], "NotFound");
}

#[test]
fn people_read_a_receipt_on_its_page() {
    let sandbox = Sandbox::start(&[]);
    let mut receipt = tea();
    receipt["Items"][0]["label"] = json!("<Чай>");
    let answer = sandbox.call("kkt/receipt", &income(&receipt)).json();
    let url = answer["Model"]["ReceiptLocalUrl"].as_str().expect("a URL");
    let path = url
        .strip_prefix(&format!("http://{}", sandbox.address))
        .expect("a page of the sandbox");
    let open = || {
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        sandbox.send(&request).expect("a page")
    };
    assert_eq!(open().status, 404);
    advance(&sandbox, 5_000);
    let page = open();
    assert_eq!(page.status, 200);
    assert!(
        page.body
            .contains("<dt>&lt;Чай&gt;</dt><dd>5.00 × 2 = 10.00</dd>")
    );
    assert!(page.body.contains("<dt>Безналичными</dt><dd>10.00</dd>"));
    let dashboard = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let dashboard = sandbox.send(dashboard).expect("a page");
    assert!(dashboard.body.contains(&format!("<a href=\"{path}\"")));
}

#[test]
fn the_merchant_is_told_of_a_receipt_with_signatures_that_hold() {
    let (url, told) = merchant(r#"{"code":0}"#);
    let sandbox = Sandbox::start(&["--webhook-url", &url]);
    let id = queue(&sandbox, &income(&tea()));
    assert!(told.recv_timeout(Duration::from_millis(100)).is_err());
    advance(&sandbox, 5_000);
    let request = told.recv_timeout(Duration::from_secs(5)).expect("told");
    let (head, body) = request.split_once("\r\n\r\n").expect("a body");
    assert!(head.starts_with("POST /receipt HTTP/1.1"), "{head}");
    let key = hmac::Key::new(hmac::HMAC_SHA256, b"sandbox");
    let signed = STANDARD.encode(hmac::sign(&key, body.as_bytes()));
    assert!(head.contains(&signed), "{head}");
    let field = |name: &str| {
        form_urlencoded::parse(body.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
            .expect("there")
    };
    assert_eq!(field("Id"), id);
    assert_eq!(
        (field("Amount").as_str(), field("Inn").as_str()),
        ("10.00", INN)
    );
    assert_eq!(field("DeviceNumber"), DEVICE);
    assert_eq!(
        (field("Type").as_str(), field("TransactionId").as_str()),
        ("Income", "")
    );
    let content: Value = serde_json::from_str(&field("Receipt")).expect("JSON");
    assert_eq!(content["Items"][0]["Label"], "Чай");
    assert!(told.recv_timeout(Duration::from_millis(100)).is_err());
    assert_eq!(sandbox.read("webhooks")[0]["TransactionId"], Value::Null);
}

#[test]
fn in_json_the_merchant_is_told_of_a_receipt_with_numbers_where_they_are_numbers() {
    let (url, told) = merchant(r#"{"code":0}"#);
    let sandbox = Sandbox::start(&["--webhook-url", &url]);
    let json = sandbox.control("notifications", &json!({"type": "receipt", "body": "json"}));
    assert_eq!(json.status, 204);
    queue(&sandbox, &income(&tea()));
    advance(&sandbox, 5_000);
    let request = told.recv_timeout(Duration::from_secs(5)).expect("told");
    let (_, body) = request.split_once("\r\n\r\n").expect("a body");
    let body: Value = serde_json::from_str(body).expect("JSON");
    assert_eq!(body["Amount"].to_string(), "10.00");
    assert_eq!(
        [
            &body["DocumentNumber"],
            &body["SessionNumber"],
            &body["Number"]
        ],
        [1, 1, 1]
    );
    assert_eq!(body["TransactionId"], Value::Null);
    assert_eq!(
        (&body["DeviceNumber"], &body["Inn"]),
        (&json!(DEVICE), &json!(INN))
    );
}

#[test]
fn a_receipt_that_fails_says_why_and_only_that_one() {
    let sandbox = Sandbox::start(&[]);
    set(&sandbox, &json!({"next": "fail", "error_code": 8}));
    let ids: Vec<_> = (0..2).map(|_| queue(&sandbox, &income(&tea()))).collect();
    advance(&sandbox, 5_000);
    let failed = status(&sandbox, &ids[0]);
    assert_eq!(
        (&failed["Model"], &failed["Success"]),
        (&json!("Error"), &json!(true))
    );
    assert_eq!(failed["Message"], "Фискальный накопитель заполнен");
    assert_eq!(get(&sandbox, &ids[0])["Success"], false);
    assert_eq!(status(&sandbox, &ids[1])["Model"], "Processed");
    assert_eq!(receipts(&sandbox)[0]["ErrorCode"], 8);

    let bso = json!({"Items": tea()["Items"], "amounts": tea()["amounts"], "taxationSystem": 5});
    let id = queue(&sandbox, &income(&bso));
    advance(&sandbox, 5_000);
    assert_eq!(status(&sandbox, &id)["Model"], "Error");
    assert_eq!(receipts(&sandbox)[2]["ErrorCode"], 3);
}

#[test]
fn what_is_wrong_with_a_receipt_is_refused_and_nothing_is_queued() {
    let sandbox = Sandbox::start(&[]);
    let stranger = json!({"Inn": "7777777777", "Type": "Income", "CustomerReceipt": tea()});
    assert_eq!(
        sandbox.call("kkt/receipt", &stranger).json(),
        json!({"Model": {"ErrorCode": -1}, "InnerResult": null, "Success": false, "Message": "Компания с ИНН 7777777777 не найдена"})
    );
    let changed = |name: &str, value: Value| {
        let mut receipt = tea();
        receipt[name] = value;
        income(&receipt)
    };
    let dear = json!([{"label": "Чай", "price": 5, "quantity": 1, "amount": 10, "vat": null}]);
    let cases = [
        (json!({}), 11),
        (json!({"Inn": INN}), 26),
        (
            json!({"Inn": INN, "Type": "Gift", "CustomerReceipt": tea()}),
            27,
        ),
        (json!({"Inn": INN, "Type": "Income"}), 26),
        (changed("Items", json!([])), 12),
        (changed("Items", dear), 27),
        (changed("amounts", json!({"electronic": 9.99})), 13),
        (changed("amounts", json!({"electronic": 10.01})), 14),
        (changed("amounts", json!({"electronic": 10.001})), 23),
        (changed("email", json!("nobody")), 24),
        (changed("taxationSystem", json!(6)), 27),
    ];
    for (request, code) in cases {
        let answer = sandbox.call("kkt/receipt", &request);
        assert_eq!(answer.status, 200);
        let answer = answer.json();
        assert_eq!(answer["Success"], false);
        assert_eq!(answer["Model"]["ErrorCode"], code, "{request} {answer}");
    }
    assert_eq!(receipts(&sandbox), Vec::<Value>::new());
}

#[test]
fn garbage_is_refused_and_never_a_crash() {
    let sandbox = Sandbox::start(&[]);
    let junk = [
        json!(null),
        json!(""),
        json!("{"),
        json!([]),
        json!([[1]]),
        json!({}),
        json!(-1),
        serde_json::from_str("1e400").expect("a number"),
        json!("9".repeat(400)),
        json!("\u{0}\u{1d}"),
    ];
    let receipt = income(&tea());
    let correction = json!({
        "OrganizationInn": INN, "TaxationSystem": 0, "CorrectionReceiptType": 1, "VatRate": 0, "Items": tea()["Items"],
        "CauseCorrection": {"CorrectionDate": "2024-12-31"}, "Amounts": {"Electronic": 10},
    });
    let correction = json!({"CorrectionReceiptData": correction});
    let state =
        json!({"Inn": INN, "DeviceNumber": DEVICE, "FiscalNumber": FISCAL, "OnMaintenance": false});
    let mark = json!({"Inn": INN, "MarkCode": "01", "MarkCodes": ["01"]});
    let id = json!({"Id": "7"});
    let bodies = [
        ("kkt/receipt", &receipt),
        ("kkt/correction-receipt", &correction),
        ("kkt/state", &state),
        ("kkt/fiscalize", &state),
        ("kkt/validate-mark-code", &mark),
        ("kkt/validate-mark-codes", &mark),
        ("kkt/receipt/status/get", &id),
        ("kkt/correction-receipt/get", &id),
    ];
    for (path, body) in bodies {
        for place in places(body) {
            for junk in &junk {
                let mut spoilt = body.clone();
                *spoilt.pointer_mut(&place).expect("there") = junk.clone();
                let answer = sandbox.call(path, &spoilt);
                assert_eq!(answer.status, 200, "{path} {spoilt}");
                assert!(answer.json()["Success"].is_boolean(), "{path} {spoilt}");
            }
        }
    }
    advance(&sandbox, 5_000);
    assert_eq!(status(&sandbox, "7")["Model"], "NotFound");
}

/// Pointers to everything in a value.
fn places(value: &Value) -> Vec<String> {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), value))
            .collect(),
        Value::Array(entries) => entries
            .iter()
            .enumerate()
            .map(|(index, value)| (index.to_string(), value))
            .collect(),
        _ => Vec::new(),
    };
    inner
        .into_iter()
        .flat_map(|(name, value)| {
            let below = places(value);
            let own = format!("/{name}");
            let below = below.into_iter().map({
                let own = own.clone();
                move |rest| format!("{own}{rest}")
            });
            std::iter::once(own).chain(below.collect::<Vec<_>>())
        })
        .collect()
}

#[test]
fn a_receipt_waits_for_a_register_that_is_out_of_service() {
    let (url, told) = merchant(r#"{"code":0}"#);
    let sandbox = Sandbox::start(&["--webhook-url", &url]);
    assert_eq!(register(&sandbox)["Status"], 1);
    assert_eq!(
        switch(&sandbox, false)["Message"],
        "Kkm is already turned on"
    );
    assert_eq!(switch(&sandbox, true)["Message"], "Kkt status was changed");
    assert_eq!(
        switch(&sandbox, true),
        json!({"Success": true, "Message": "Kkm is already on maintenance"})
    );
    assert_eq!(register(&sandbox)["Status"], 2);
    let id = queue(&sandbox, &income(&tea()));
    advance(&sandbox, 3_600_000);
    assert_eq!(status(&sandbox, &id)["Model"], "Queued");
    assert_eq!(switch(&sandbox, false)["Message"], "Kkt status was changed");
    assert_eq!(status(&sandbox, &id)["Model"], "Processed");
    assert!(told.recv_timeout(Duration::from_secs(5)).is_ok());
    let nobody =
        json!({"Inn": INN, "DeviceNumber": "1", "FiscalNumber": "2", "OnMaintenance": true});
    assert_eq!(sandbox.call("kkt/state", &nobody).json()["Success"], false);
}

#[test]
fn a_full_storage_blocks_a_register_until_it_is_replaced() {
    let sandbox = Sandbox::start(&[]);
    set(
        &sandbox,
        &json!({"DeviceNumber": DEVICE, "fn_documents": 249_999}),
    );
    queue(&sandbox, &income(&tea()));
    advance(&sandbox, 5_000);
    let state = register(&sandbox);
    assert_eq!(state["FnOccupancy"].to_string(), "1.0000");
    assert_eq!(state["IsReceiptProcessingBlocked"], true);
    assert_eq!(
        state["Warnings"][0],
        json!({"Code": 3, "Description": "ФН заполнен", "ResolveAction": "Требуется замена ФН"})
    );
    let all = sandbox
        .call("kkt/merchant-devices-warnings", &json!({}))
        .json()["Model"]
        .clone();
    assert_eq!(all[0]["DeviceNumber"], DEVICE);
    assert_eq!(all[0]["Warnings"], state["Warnings"]);
    assert_eq!(all[1]["Warnings"], json!([]));
    let refused = switch(&sandbox, false);
    assert_eq!(refused["Success"], false);

    let answer = sandbox.call("kkt/receipt", &income(&tea())).json();
    assert_eq!(
        answer["Warning"],
        format!("{DEVICE}: ФН заполнен - Требуется замена ФН")
    );
    assert_eq!(answer["WarningCodes"], json!([4]));
    let id = answer["Model"]["Id"].as_str().expect("an id").to_owned();
    advance(&sandbox, 3_600_000);
    let waiting = status(&sandbox, &id);
    assert_eq!(
        (&waiting["Model"], &waiting["Warnings"][0]["Code"]),
        (&json!("Queued"), &json!(2))
    );

    let registration = json!({
        "Inn": INN, "DeviceNumber": DEVICE, "FiscalNumber": "9999078900000009", "RegNumber": "0000000001000001",
        "Url": "http://test.test", "Ofd": "Taxcom", "TaxationSystem": [0], "MerchantEmail": "kassa@test.test",
        "MerchantPhone": "+79999999999",
    });
    assert_eq!(
        sandbox.call("kkt/fiscalize", &registration).json(),
        json!({"Success": true, "Message": "Fiscal data queued"})
    );
    assert_eq!(status(&sandbox, &id)["Model"], "Queued");
    advance(&sandbox, 60_000);
    assert_eq!(status(&sandbox, &id)["Model"], "Processed");
    let more = get(&sandbox, &id)["Model"]["AdditionalData"].clone();
    assert_eq!(
        (&more["FiscalNumber"], &more["DocumentNumber"], &more["Ofd"]),
        (&json!("9999078900000009"), &json!("1"), &json!("Taxcom"))
    );
}

#[test]
fn a_register_of_another_organisation_prints_its_receipts_when_it_is_registered() {
    let sandbox = Sandbox::start(&[]);
    let registration = json!({
        "inn": "500100732259", "deviceNumber": "00100000000000000007", "fiscalNumber": "9999078900000007",
        "regNumber": "1", "url": "https://shop.test", "ofd": "OfdYa", "taxationSystem": [2, 5],
        "merchantEmail": "k@shop.test", "merchantPhone": "+79990000000",
    });
    for (name, wrong, message) in [
        ("ofd", json!("Nobody"), "Invalid Ofd value"),
        ("taxationSystem", json!([6]), "Invalid TaxationSystem value"),
        ("fiscalNumber", json!("1"), "Invalid FiscalNumber value"),
        ("url", Value::Null, "Url is required"),
    ] {
        let mut broken = registration.clone();
        broken[name] = wrong;
        let answer = sandbox.call("kkt/fiscalize", &broken).json();
        assert_eq!(answer, json!({"Success": false, "Message": message}));
    }
    let mut taken = registration.clone();
    taken["deviceNumber"] = json!(DEVICE);
    assert_eq!(
        sandbox.call("kkt/fiscalize", &taken).json()["Success"],
        false
    );
    assert_eq!(
        sandbox.call("kkt/fiscalize", &registration).json()["Success"],
        true
    );
    let mut receipt = tea();
    receipt["taxationSystem"] = Value::Null;
    let request = json!({"Inn": "500100732259", "Type": "Income", "CustomerReceipt": receipt});
    let id = queue(&sandbox, &request);
    advance(&sandbox, 10_000);
    assert_eq!(status(&sandbox, &id)["Model"], "Queued");
    advance(&sandbox, 50_000);
    let printed = get(&sandbox, &id)["Model"].clone();
    assert_eq!(printed["TaxationSystem"], 2);
    assert_eq!(
        printed["AdditionalData"]["SettlePlace"],
        "https://shop.test"
    );
}

#[test]
fn what_ails_a_register_can_be_set_and_healed() {
    let sandbox = Sandbox::start(&[]);
    let codes = || {
        let warnings = register(&sandbox)["Warnings"].clone();
        let warnings = warnings.as_array().expect("a list").clone();
        let codes: Vec<_> = warnings
            .iter()
            .map(|warning| warning["Code"].clone())
            .collect();
        json!(codes)
    };
    assert_eq!(codes(), json!([]));
    set(
        &sandbox,
        &json!({"DeviceNumber": DEVICE, "broken": true, "ofd_queue": 100, "fn_expired": true}),
    );
    assert_eq!(codes(), json!([1, 2, 4]));
    assert_eq!(register(&sandbox)["Status"], 3);
    sandbox.control("reset", &json!({}));
    assert_eq!(codes(), json!([]));
    set(&sandbox, &json!({"DeviceNumber": DEVICE, "ofd_queue": 7}));
    assert_eq!(register(&sandbox)["OfdQueueDocsCount"], 7);
    let id = queue(&sandbox, &income(&tea()));
    assert_eq!(status(&sandbox, &id)["Warnings"][0]["Code"], 1);
    for (body, field) in [
        (json!({"next": "burn"}), "next"),
        (json!({"next": "fail", "error_code": 1}), "error_code"),
        (json!({"next": "fail", "times": 0}), "times"),
        (json!({"DeviceNumber": "7"}), "DeviceNumber"),
        (json!({"broken": true}), "broken"),
    ] {
        let answer = sandbox.control("kkt", &body);
        assert_eq!(
            (answer.status, answer.json()["field"].as_str()),
            (400, Some(field))
        );
    }
}

#[test]
fn a_correction_has_a_status_and_data_of_its_own() {
    let (url, _told) = merchant(r#"{"code":0}"#);
    let sandbox = Sandbox::start(&["--webhook-url", &url]);
    let data = json!({
        "OrganizationInn": INN, "TaxationSystem": "0", "CorrectionReceiptType": 1, "VatRate": 22,
        "CauseCorrection": {"CorrectionDate": "2024-12-31", "CorrectionNumber": null},
        "Amounts": {"Electronic": 100.50, "Cash": 1},
    });
    let make = |data: &Value| {
        let body = json!({"CorrectionReceiptData": data});
        sandbox.call("kkt/correction-receipt", &body).json()
    };
    for (name, value, code) in [
        ("OrganizationInn", Value::Null, 11),
        ("VatRate", Value::Null, 26),
        ("CorrectionReceiptType", json!(5), 27),
        ("CauseCorrection", json!({}), 26),
        ("Amounts", json!({}), 27),
        (
            "Items",
            json!([{"Label": "x", "Price": 1, "Quantity": 1, "Amount": 1}]),
            14,
        ),
    ] {
        let mut broken = data.clone();
        broken[name] = value;
        let answer = make(&broken);
        assert_eq!(answer["Model"]["ErrorCode"], code, "{name} {answer}");
    }
    let queued = make(&data);
    assert_eq!(queued["Message"], "Queued");
    let id = json!({"Id": queued["Model"]["Id"]});
    let ask = |path: &str| {
        sandbox
            .call(&format!("kkt/correction-receipt/{path}"), &id)
            .json()
    };
    assert_eq!(ask("status/get")["Model"], "Queued");
    assert_eq!(ask("get")["Model"]["Status"], "Queued");
    advance(&sandbox, 5_000);
    assert_eq!(ask("status/get")["Model"], "Processed");
    let model = ask("get")["Model"].clone();
    assert_eq!(model["Amounts"]["Sum"].to_string(), "101.50");
    assert_eq!(
        (
            &model["CorrectionDate"],
            &model["CorrectionReceiptType"],
            &model["VatRate"]
        ),
        (&json!("2024-12-31T00:00:00Z"), &json!(1), &json!(22))
    );
    assert_eq!(model["DeviceNumber"], DEVICE);
    let mut elsewhere = data.clone();
    elsewhere["DeviceNumber"] = json!("7");
    let elsewhere = json!({"Id": make(&elsewhere)["Model"]["Id"]});
    advance(&sandbox, 5_000);
    let failed = sandbox
        .call("kkt/correction-receipt/get", &elsewhere)
        .json();
    assert_eq!(failed["Model"]["ErrorCode"], 15);
    // It is no ordinary receipt, and the merchant is not told.
    assert_eq!(sandbox.read("webhooks"), json!([]));
    let ordinary = sandbox.call("kkt/receipt/status/get", &id).json();
    assert_eq!(ordinary["Model"], "NotFound");
}

#[test]
fn marking_codes_have_verdicts_and_a_sold_one_is_sold() {
    let sandbox = Sandbox::start(&[]);
    let mark = |serial: &str| format!("010460780959001521{serial}\u{1d}93dGVz");
    let check = |mark: &str| {
        let body = json!({"Inn": INN, "MarkCode": mark});
        sandbox.call("kkt/validate-mark-code", &body).json()
    };
    let good = check(&mark("5UvS"));
    assert_eq!(
        (&good["Success"], &good["IsValid"], &good["Message"]),
        (&json!(true), &json!(true), &Value::Null)
    );
    assert_eq!(good["IndustryRequisite"]["Code"], "030");
    assert_eq!(
        check(&mark("EXPIRED")),
        json!({"Success": true, "IsValid": false, "Message": "Истек срок годности товара", "IndustryRequisite": null})
    );
    for serial in ["SOLD", "UNKNOWN", "BLOCKED", ""] {
        assert_eq!(check(&mark(serial))["IsValid"], false, "{serial}");
    }
    assert_eq!(check(&mark("SILENT"))["Success"], false);
    let foreign = json!({"Inn": "7777777777", "MarkCode": mark("5UvS")});
    assert_eq!(
        sandbox.call("kkt/validate-mark-code", &foreign).json(),
        json!({"Success": false, "Message": "Терминал test_api_00000000000000000000001 не имеет доступа к ИНН 7777777777"})
    );
    let many = json!({"Inn": INN, "MarkCodes": [mark("a,b"), mark("EXPIRED")]});
    let many = sandbox.call("kkt/validate-mark-codes", &many).json();
    assert_eq!(many["Results"][0]["MarkCode"], mark("a,b"));
    assert_eq!(
        (
            &many["Results"][0]["IsValid"],
            &many["Results"][1]["IsValid"]
        ),
        (&json!(true), &json!(false))
    );

    let mut receipt = tea();
    receipt["Items"][0]["rawMarkCode"] = json!(mark("5UvS"));
    queue(&sandbox, &income(&receipt));
    assert_eq!(check(&mark("5UvS"))["IsValid"], true);
    advance(&sandbox, 5_000);
    assert_eq!(check(&mark("5UvS"))["IsValid"], false);
    let mut back = income(&receipt);
    back["Type"] = json!("IncomeReturn");
    queue(&sandbox, &back);
    advance(&sandbox, 5_000);
    assert_eq!(check(&mark("5UvS"))["IsValid"], true);
}

/// An order of ten roubles with instructions for a receipt.
fn order_with(invoice: &str, packet: &str, receipt: &Value) -> Value {
    let mut order = order(invoice, packet);
    order["JsonData"] = json!({"cloudPayments": {"customerReceipt": receipt}});
    order
}

#[test]
fn a_payment_that_carries_a_receipt_has_it_printed_once_it_is_paid() {
    let sandbox = Sandbox::start(&[]);
    let paid = sandbox
        .call("payments/cards/charge", &order_with("A", PAYS, &tea()))
        .json();
    sandbox.call("payments/cards/charge", &order_with("A", POOR, &tea()));
    sandbox.call("payments/cards/charge", &order("A", PAYS));
    let three_ds = sandbox
        .call(
            "payments/cards/charge",
            &order_with("B", PAYS_AFTER_3DS, &tea()),
        )
        .json()["Model"]["TransactionId"]
        .clone();
    advance(&sandbox, 5_000);
    let made = receipts(&sandbox);
    assert_eq!(made.len(), 1);
    assert_eq!(made[0]["TransactionId"], paid["Model"]["TransactionId"]);
    assert_eq!(
        (&made[0]["Type"], &made[0]["Status"], &made[0]["InvoiceId"]),
        (&json!("Income"), &json!("Processed"), &json!("A"))
    );
    let answer = sandbox.control(
        "payer",
        &json!({"TransactionId": three_ds, "action": "confirm_3ds"}),
    );
    let pa_res = answer.json()["PaRes"].clone();
    sandbox.call(
        "payments/cards/post3ds",
        &json!({"TransactionId": three_ds, "PaRes": pa_res}),
    );
    assert_eq!(receipts(&sandbox)[1]["TransactionId"], three_ds);
}

#[test]
fn a_confirm_and_a_refund_take_their_own_receipts_or_that_of_the_payment() {
    let sandbox = Sandbox::start(&[]);
    let held = sandbox
        .call("payments/cards/auth", &order_with("H", PAYS, &tea()))
        .json()["Model"]["TransactionId"]
        .clone();
    assert_eq!(receipts(&sandbox).len(), 0);
    sandbox.call(
        "payments/confirm",
        &json!({"TransactionId": held, "Amount": 10}),
    );
    // Another sum than that of the receipt: nothing is printed.
    sandbox.call(
        "payments/refund",
        &json!({"TransactionId": held, "Amount": 4}),
    );
    let own = json!({
        "Items": [{"label": "Чай", "price": 6, "quantity": 1, "amount": 6, "vat": null}],
        "amounts": {"electronic": 6},
    });
    sandbox.call(
        "payments/refund",
        &json!({"TransactionId": held, "Amount": 6, "JsonData": {"CloudPayments": {"CustomerReceipt": own}}}),
    );
    let made = receipts(&sandbox);
    let kinds: Vec<_> = made
        .iter()
        .map(|receipt| (receipt["Type"].as_str(), receipt["Amount"].as_str()))
        .collect();
    assert_eq!(
        kinds,
        [
            (Some("Income"), Some("10.00")),
            (Some("IncomeReturn"), Some("6.00"))
        ]
    );
    assert_eq!(made[0]["TransactionId"], held);
    assert_ne!(made[1]["TransactionId"], held);
}

#[test]
fn a_receipt_that_is_wrong_fails_after_the_money_was_taken() {
    let sandbox = Sandbox::start(&[]);
    let mut receipt = tea();
    receipt["amounts"]["electronic"] = json!(9);
    let paid = sandbox
        .call("payments/cards/charge", &order_with("W", PAYS, &receipt))
        .json();
    assert_eq!(paid["Model"]["Status"], "Completed");
    let failed = receipts(&sandbox)[0].clone();
    assert_eq!(
        (&failed["Status"], &failed["ErrorCode"]),
        (&json!("Error"), &json!(13))
    );
}

#[test]
fn more_than_a_hundred_items_are_several_receipts() {
    let sandbox = Sandbox::start(&[]);
    let mut receipt = tea();
    receipt["Items"] = json!(vec![tea()["Items"][0].clone(); 250]);
    receipt["amounts"] = json!({"electronic": 1500, "credit": 1000});
    let id = queue(&sandbox, &income(&receipt));
    let amounts: Vec<_> = receipts(&sandbox)
        .iter()
        .map(|receipt| receipt["Amount"].clone())
        .collect();
    assert_eq!(amounts, ["1000.00", "1000.00", "500.00"]);
    assert_eq!(receipts(&sandbox)[0]["Id"], id);
}

#[test]
fn only_json_is_read_and_only_by_post() {
    let sandbox = Sandbox::start(&[]);
    let body = json!({"DeviceNumber": DEVICE, "FiscalNumber": FISCAL}).to_string();
    for content_type in ["application/x-www-form-urlencoded", "text/plain"] {
        let request = post("kkt/state/get", content_type, LOGIN, &body);
        let answer = sandbox.send(&request).expect("answered");
        assert_eq!(
            answer.json(),
            json!({"Success": false, "Message": "Content-Type must be application/json"})
        );
    }
    let request = post(
        "KKT/state/get",
        "application/json; charset=utf-8",
        LOGIN,
        &body,
    );
    assert_eq!(
        sandbox.send(&request).expect("answered").json()["Success"],
        true
    );
    let get = format!("GET /kkt/state/get HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{LOGIN}\r\n");
    assert_eq!(sandbox.send(&get).expect("answered").status, 405);
    let stranger = post("kkt/state/get", "application/json", "", &body);
    assert_eq!(sandbox.send(&stranger).expect("answered").status, 401);
}

#[test]
fn request_ids_faults_and_modes_hold_for_receipts_too() {
    let sandbox = Sandbox::start(&[]);
    sandbox.arm(&json!({"path": "kkt/receipt", "kind": "drop_after"}));
    let send = |id: &str| sandbox.call_with_id("kkt/receipt", id, &income(&tea()));
    assert!(send("r1").is_err());
    let first = send("r1").expect("answered").body;
    assert_eq!(send("r1").expect("answered").body, first);
    assert_eq!(receipts(&sandbox).len(), 1);
    send("r2").expect("answered");
    assert_eq!(receipts(&sandbox).len(), 2);

    let id = receipts(&sandbox)[0]["Id"]
        .as_str()
        .expect("an id")
        .to_owned();
    sandbox.control("modes", &json!({"find_lag_ms": 600_000}));
    assert_eq!(status(&sandbox, &id)["Model"], "NotFound");
    advance(&sandbox, 600_000);
    assert_eq!(status(&sandbox, &id)["Model"], "Processed");
    sandbox.control("modes", &json!({"storm_429": 1}));
    assert_eq!(sandbox.call("kkt/receipt", &income(&tea())).status, 429);
}

#[test]
fn a_reset_forgets_receipts_and_a_seed_repeats_them() {
    let sandbox = Sandbox::start(&["--seed", "7"]);
    let first = queue(&sandbox, &income(&tea()));
    set(&sandbox, &json!({"next": "fail", "print_ms": 1}));
    sandbox.control("reset", &json!({}));
    assert_eq!(status(&sandbox, &first)["Model"], "NotFound");
    let state = sandbox.read("kkt");
    assert_eq!(
        (&state["print_ms"], &state["failures"]),
        (&json!(5000), &json!([]))
    );
    assert_eq!(queue(&sandbox, &income(&tea())), first);
    let free = Sandbox::start(&[]);
    let first = queue(&free, &income(&tea()));
    free.control("reset", &json!({}));
    assert_ne!(queue(&free, &income(&tea())), first);
}
