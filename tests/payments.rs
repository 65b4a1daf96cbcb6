//! What a till does all day, judged by the sandbox's ledger.

#![allow(clippy::indexing_slicing, reason = "a test that panics says where")]

mod support;

use serde_json::{Value, json};
use support::{
    APPROVED, DECLINED, DECLINED_AFTER_3DS, Sandbox, WITH_3DS, assert_verdict, charge, charge_with,
    json_of, packet,
};

#[test]
fn the_keys_are_checked() {
    let sandbox = Sandbox::start();
    assert_verdict(&sandbox.client().call("test", ""), 0, "ok", "none");
    let wrong = sandbox.client_with(&json!({"api_secret": "wrong"}));
    assert_verdict(&wrong.call("test", "{}"), 12, "unauthorized", "none");
    assert_verdict(
        &wrong.call("charge", &charge("1", "A", APPROVED)),
        12,
        "unauthorized",
        "not_moved",
    );
    assert_eq!(sandbox.invoice("A").0, 0);
}

#[test]
fn a_charge_reaches_the_ledger_to_the_kopeck() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    for (amount, net) in [
        ("0.1", "0.10"),
        ("\"10.50\"", "10.50"),
        ("0.01", "0.01"),
        ("1234567.89", "1234567.89"),
    ] {
        let invoice = format!("A-{net}");
        let reply = client.call("charge", &charge(amount, &invoice, APPROVED));
        assert_verdict(&reply, 0, "completed", "moved");
        assert_eq!(json_of(&reply)["next"], "finish_sale");
        assert_eq!(sandbox.invoice(&invoice), (1, "0.00".into(), net.into()));
    }
}

#[test]
fn the_answer_shows_the_record_as_it_came() {
    let sandbox = Sandbox::start();
    let reply = sandbox
        .client()
        .call("charge", &charge("10", "A", APPROVED));
    let answer = json_of(&reply);
    assert!(answer["Model"]["TransactionId"].as_i64().expect("a number") > 1 << 32);
    assert_eq!(answer["transaction_id"], answer["Model"]["TransactionId"]);
    assert_eq!(answer["Success"], true);
    assert_eq!(answer["invoice_id"], "A");
    assert_eq!(answer["evidence"]["source"], "response");
    let stamp = format!(
        r#"{{"cp_request_id":"{}"}}"#,
        answer["request_id"].as_str().expect("an id")
    );
    assert_eq!(answer["Model"]["JsonData"], stamp);
}

#[test]
fn a_charge_without_an_order_number_can_be_found_by_its_request_id() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let request =
        json!({"Amount": "1", "CardCryptogramPacket": packet(APPROVED), "request_id": "r-1"});
    assert_verdict(
        &client.call("charge", &request.to_string()),
        0,
        "completed",
        "moved",
    );
    let found = client.call("payment_find", r#"{"InvoiceId":"r-1"}"#);
    assert_verdict(&found, 0, "ok", "none");
    assert_eq!(
        json_of(&found)["payment"],
        json!({"outcome": "completed", "money": "moved"})
    );
}

#[test]
fn a_decline_has_words_a_reason_and_advice() {
    let sandbox = Sandbox::start();
    let reply = sandbox
        .client()
        .call("charge", &charge("10", "A", DECLINED));
    assert_verdict(&reply, 10, "declined", "not_moved");
    let answer = json_of(&reply);
    assert_eq!(answer["cashier"]["ru"], "Недостаточно средств на карте");
    assert_eq!(answer["error"]["reason"], "InsufficientFunds");
    assert_eq!(answer["error"]["reason_code"], 5051);
    assert_eq!(answer["next"], "ask_other_card");
    assert_eq!(sandbox.invoice("A").0, 0);
}

/// Takes a payment to the issuer's page and back; what `post3ds` answered.
fn through_3ds(
    sandbox: &Sandbox,
    method: &str,
    card: (&str, &str),
    action: &str,
) -> cloudpayments::Reply {
    let client = sandbox.client();
    let reply = client.call(method, &charge("10", "A", card));
    assert_verdict(&reply, 1, "requires_3ds", "not_moved");
    let answer = json_of(&reply);
    let form = client.call(
        "three_ds_form",
        &json!({"Model": answer["Model"], "term_url": "https://shop.example/back?order=1"})
            .to_string(),
    );
    assert_verdict(&form, 0, "ok", "none");
    assert!(
        json_of(&form)["html"]
            .as_str()
            .expect("a page")
            .contains("TermUrl")
    );

    let back = sandbox.post(
        "payer",
        &json!({"TransactionId": answer["transaction_id"], "action": action}),
    );
    let text = |key: &str| {
        back[key]
            .as_str()
            .map_or_else(|| back[key].to_string(), str::to_owned)
    };
    let posted = form_urlencoded::Serializer::new(String::new())
        .append_pair("MD", &text("MD"))
        .append_pair("PaRes", &text("PaRes"))
        .finish();
    let parsed = client.call(
        "three_ds_parse",
        &json!({"body": posted, "TransactionId": answer["transaction_id"]}).to_string(),
    );
    assert_verdict(&parsed, 0, "ok", "none");
    client.call("post3ds", &json_of(&parsed)["request"].to_string())
}

#[test]
fn a_payment_passes_3d_secure() {
    let sandbox = Sandbox::start();
    let reply = through_3ds(&sandbox, "charge", WITH_3DS, "confirm_3ds");
    assert_verdict(&reply, 0, "completed", "moved");
    let answer = json_of(&reply);
    let origin = answer["origin_request_id"].as_str().expect("the charge's");
    assert_ne!(answer["request_id"], origin);
    assert_eq!(answer["invoice_id"], "A");
    assert!(
        answer["Model"]["JsonData"]
            .as_str()
            .expect("text")
            .contains(origin)
    );
    assert_eq!(sandbox.invoice("A"), (1, "0.00".into(), "10.00".into()));
}

#[test]
fn a_hold_passes_3d_secure() {
    let sandbox = Sandbox::start();
    let reply = through_3ds(&sandbox, "auth", WITH_3DS, "confirm_3ds");
    assert_verdict(&reply, 0, "authorized", "held");
    assert_eq!(sandbox.invoice("A"), (1, "10.00".into(), "0.00".into()));
}

#[test]
fn a_payer_who_refuses_3d_secure_pays_nothing() {
    let sandbox = Sandbox::start();
    let reply = through_3ds(&sandbox, "charge", WITH_3DS, "refuse_3ds");
    assert_verdict(&reply, 10, "declined", "not_moved");
    let sandbox = Sandbox::start();
    let reply = through_3ds(&sandbox, "charge", DECLINED_AFTER_3DS, "confirm_3ds");
    assert_verdict(&reply, 10, "declined", "not_moved");
    assert_eq!(sandbox.invoice("A").0, 0);
}

fn held(client: &cloudpayments::Client, amount: &str, invoice: &str) -> Value {
    let reply = client.call("auth", &charge(amount, invoice, APPROVED));
    assert_verdict(&reply, 0, "authorized", "held");
    json_of(&reply)["transaction_id"].clone()
}

#[test]
fn a_hold_is_taken_in_part() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let number = held(&client, "100", "A");
    let confirm = json!({"TransactionId": number, "Amount": "60.50"}).to_string();
    assert_verdict(&client.call("confirm", &confirm), 0, "confirmed", "moved");
    assert_eq!(sandbox.invoice("A"), (1, "0.00".into(), "60.50".into()));
    let again = client.call("confirm", &confirm);
    assert_verdict(&again, 0, "confirmed", "moved");
    let other = json!({"TransactionId": number, "Amount": "70", "request_id": "other"}).to_string();
    assert_verdict(&client.call("confirm", &other), 11, "rejected", "not_moved");
}

#[test]
fn a_hold_is_released_and_a_second_release_finds_it_done() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let number = held(&client, "100", "A");
    let void = json!({"TransactionId": number}).to_string();
    assert_verdict(&client.call("void", &void), 0, "voided", "returned");
    let again = client.call("void", &void);
    assert_verdict(&again, 0, "voided", "returned");
    assert_eq!(json_of(&again)["already"], true);
    assert_eq!(sandbox.invoice("A"), (1, "0.00".into(), "0.00".into()));
}

fn paid(client: &cloudpayments::Client, amount: &str, invoice: &str) -> Value {
    let reply = client.call("charge", &charge(amount, invoice, APPROVED));
    assert_verdict(&reply, 0, "completed", "moved");
    json_of(&reply)["transaction_id"].clone()
}

#[test]
fn money_is_given_back_in_parts_and_not_more_than_was_taken() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let number = paid(&client, "100", "A");
    for (amount, net) in [("30", "70.00"), ("30", "40.00"), ("40.00", "0.00")] {
        let refund = json!({"TransactionId": number, "Amount": amount}).to_string();
        let reply = client.call("refund", &refund);
        assert_verdict(&reply, 0, "refunded", "returned");
        assert_ne!(json_of(&reply)["transaction_id"], number);
        assert_eq!(sandbox.invoice("A").2, net);
    }
    let refund = json!({"TransactionId": number, "Amount": "0.01"}).to_string();
    assert_verdict(&client.call("refund", &refund), 11, "rejected", "not_moved");
}

#[test]
fn a_token_pays_and_holds() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let reply = client.call("charge", &charge("10", "A", ("400000", "3055")));
    let token = json_of(&reply)["Model"]["Token"].clone();
    assert!(token.is_string(), "{}", reply.json);
    let request = json!({"Amount": "5.55", "AccountId": "user-1", "Token": token, "TrInitiatorCode": 1, "InvoiceId": "T"});
    assert_verdict(
        &client.call("token_charge", &request.to_string()),
        0,
        "completed",
        "moved",
    );
    assert_eq!(sandbox.invoice("T"), (1, "0.00".into(), "5.55".into()));
    let request = json!({"Amount": "6", "AccountId": "user-1", "Token": token, "TrInitiatorCode": 0, "InvoiceId": "H"});
    assert_verdict(
        &client.call("token_auth", &request.to_string()),
        0,
        "authorized",
        "held",
    );
}

#[test]
fn a_form_pays_as_well_as_json() {
    let sandbox = Sandbox::start();
    let client = sandbox.client_with(&json!({"content_type": "form"}));
    let request = charge_with(
        "10.50",
        "A",
        APPROVED,
        r#""Description":"Чай & кофе = 100 %","JsonData":{"till":7}"#,
    );
    let reply = client.call("charge", &request);
    assert_verdict(&reply, 0, "completed", "moved");
    assert_eq!(
        json_of(&reply)["Model"]["Description"],
        "Чай & кофе = 100 %"
    );
    assert_eq!(sandbox.invoice("A"), (1, "0.00".into(), "10.50".into()));
    let refused = client.call(
        "charge",
        &charge_with("1", "B", APPROVED, r#""Payer":{"Phone":"+7"}"#),
    );
    assert_verdict(&refused, 31, "invalid_request", "not_moved");
    assert_eq!(json_of(&refused)["error"]["field"], "Payer");
}

#[test]
fn a_look_up_tells_what_the_record_says() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let number = held(&client, "10", "A");
    let get = client.call("payment_get", &json!({"TransactionId": number}).to_string());
    assert_verdict(&get, 0, "ok", "none");
    assert_eq!(
        json_of(&get)["payment"],
        json!({"outcome": "authorized", "money": "held"})
    );

    let _ = client.call("charge", &charge("10", "D", DECLINED));
    let find = client.call("payment_find", r#"{"InvoiceId":"D"}"#);
    assert_verdict(&find, 0, "ok", "none");
    assert_eq!(
        json_of(&find)["payment"],
        json!({"outcome": "declined", "money": "not_moved"})
    );

    assert_verdict(
        &client.call("payment_find", r#"{"InvoiceId":"none"}"#),
        13,
        "not_found",
        "none",
    );
    assert_verdict(
        &client.call("payment_find_v2", r#"{"InvoiceId":"none"}"#),
        13,
        "not_found",
        "none",
    );
    assert_verdict(
        &client.call("payment_get", r#"{"TransactionId":1}"#),
        13,
        "not_found",
        "none",
    );
}

#[test]
fn lists_show_the_day_and_the_period() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let number = paid(&client, "10", "A");
    let at = json_of(&client.call("payment_get", &json!({"TransactionId": number}).to_string()));
    let day = at["Model"]["CreatedDateIso"].as_str().expect("a date")[..10].to_owned();
    let list = client.call("payment_list", &json!({"Date": day}).to_string());
    assert_verdict(&list, 0, "ok", "none");
    assert_eq!(json_of(&list)["Model"][0]["TransactionId"], number);
    let period = json!({"CreatedDateGte": format!("{day}T00:00:00+00:00"), "CreatedDateLte": format!("{day}T23:59:59+00:00"),
        "PageNumber": 1, "Statuses": ["Completed"]});
    let list = client.call("payment_list_v2", &period.to_string());
    assert_eq!(
        json_of(&list)["Model"].as_array().map(Vec::len),
        Some(1),
        "{}",
        list.json
    );
}

#[test]
fn raw_calls_a_path_that_has_no_method() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let refused = client.call("raw", r#"{"path":"Payments/Cards/Charge","body":{}}"#);
    assert_verdict(&refused, 31, "invalid_request", "not_moved");
    assert!(
        json_of(&refused)["error"]["message"]
            .as_str()
            .expect("text")
            .contains("`charge`")
    );
    for path in [
        "/test",
        "https://evil.example/",
        "a/../b",
        "a b",
        "payments/cards/charg%65",
        "payments/./get",
    ] {
        let reply = client.call("raw", &json!({"path": path}).to_string());
        assert_verdict(&reply, 31, "invalid_request", "not_moved");
    }
    let reply = client.call("raw", r#"{"path":"no/such/path","effect":"reads"}"#);
    assert_verdict(&reply, 11, "rejected", "none");
}

#[test]
fn windows_1251_text_goes_there_and_back() {
    let sandbox = Sandbox::start();
    let config = sandbox.config(&json!({"text_encoding": "windows-1251"}));
    let client = cloudpayments::Client::new(&config).expect("a client");
    let reply = client.call("charge", &charge("10", "A", DECLINED));
    let bytes = client.encoding().write(reply.json);
    let words = client.encoding().write("Недостаточно средств".into());
    assert!(bytes.windows(words.len()).any(|part| part == words));
}

#[test]
fn reversing_undoes_whatever_there_is_and_may_be_repeated() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let hold = held(&client, "10", "H");
    let capture = paid(&client, "10", "C");
    let part = json!({"TransactionId": capture, "Amount": "4"}).to_string();
    assert_verdict(&client.call("refund", &part), 0, "refunded", "returned");
    for (number, invoice) in [(hold, "H"), (capture, "C")] {
        let request = json!({"TransactionId": number}).to_string();
        assert_verdict(
            &client.call("reverse", &request),
            23,
            "reversed",
            "returned",
        );
        assert_eq!(sandbox.invoice(invoice), (1, "0.00".into(), "0.00".into()));
        let again = client.call("reverse", &request);
        assert_verdict(&again, 23, "reversed", "returned");
        assert_eq!(json_of(&again)["already"], true);
        assert_eq!(sandbox.invoice(invoice), (1, "0.00".into(), "0.00".into()));
    }
    let by_invoice = client.call("reverse", r#"{"InvoiceId":"C"}"#);
    assert_verdict(&by_invoice, 23, "reversed", "returned");
    assert_verdict(
        &client.call("reverse", r#"{"InvoiceId":"nobody"}"#),
        21,
        "unknown",
        "unknown",
    );
    let _ = client.call("charge", &charge("10", "D", DECLINED));
    assert_verdict(
        &client.call("reverse", r#"{"InvoiceId":"D"}"#),
        10,
        "declined",
        "not_moved",
    );
}

#[test]
fn a_reversal_by_request_id_takes_its_own_payment_only() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    let first = client.call(
        "charge",
        &charge_with("10", "A", APPROVED, r#""request_id":"first""#),
    );
    assert_verdict(&first, 0, "completed", "moved");
    let reply = client.call("reverse", r#"{"request_id":"stranger","InvoiceId":"A"}"#);
    assert_verdict(&reply, 21, "unknown", "unknown");
    assert_eq!(sandbox.invoice("A").2, "10.00");
    let reply = client.call("reverse", r#"{"request_id":"first","InvoiceId":"A"}"#);
    assert_verdict(&reply, 23, "reversed", "returned");
    assert_eq!(sandbox.invoice("A").2, "0.00");
}

#[test]
fn thirty_two_threads_mix_up_nothing() {
    let sandbox = Sandbox::with(&["--limit", "40"]);
    let client = sandbox.client_with(&json!({"max_concurrency": 40}));
    std::thread::scope(|scope| {
        for thread in 0..32 {
            let client = &client;
            scope.spawn(move || {
                for round in 0..8 {
                    let invoice = format!("T{thread}-{round}");
                    let amount = format!("{}.{:02}", thread + 1, round + 1);
                    let more = format!(r#""request_id":"id-{invoice}""#);
                    let reply =
                        client.call("charge", &charge_with(&amount, &invoice, APPROVED, &more));
                    assert_verdict(&reply, 0, "completed", "moved");
                    let answer = json_of(&reply);
                    assert_eq!(answer["Model"]["InvoiceId"], invoice.as_str());
                    assert_eq!(answer["request_id"], format!("id-{invoice}"));
                }
            });
        }
    });
    let ledger = sandbox.get("ledger");
    for thread in 0..32 {
        for round in 0..8 {
            let found = &ledger["by_invoice"][format!("T{thread}-{round}")];
            let net = format!("{}.{:02}", thread + 1, round + 1);
            assert_eq!(found, &json!({"charges": 1, "held": "0.00", "net": net}));
        }
    }
}
