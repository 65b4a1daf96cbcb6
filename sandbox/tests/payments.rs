//! Payments over real sockets, judged by the ledger.

#![expect(
    clippy::indexing_slicing,
    reason = "a missing field fails the test, as it should"
)]

mod common;

use std::time::Duration;

use common::{LOGIN, PAYS, PAYS_AFTER_3DS, POOR, Sandbox, merchant, order, post};
use serde_json::{Value, json};

#[test]
fn test_greets_by_get_and_post_and_only_with_credentials() {
    let sandbox = Sandbox::start(&[]);
    for body in ["", "null", "{}"] {
        let answer = sandbox
            .send(&post("test", "application/json", LOGIN, body))
            .expect("answered");
        assert_eq!(
            (answer.status, answer.json()["Success"].as_bool()),
            (200, Some(true))
        );
    }
    let get = format!("GET /test HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{LOGIN}\r\n");
    assert_eq!(sandbox.send(&get).expect("answered").status, 200);
    let stranger = sandbox
        .send(&post("test", "application/json", "", "{}"))
        .expect("answered");
    assert_eq!(stranger.status, 401);
    assert!(stranger.head.contains("text/html"));
}

#[test]
fn json_and_forms_in_any_case_pay_alike() {
    let sandbox = Sandbox::start(&[]);
    let form = format!(
        "amount=10.00&invoiceid=F&AccountId=u&JsonData=%7B%22a%22%3A+1%7D&CardCryptogramPacket={PAYS}"
    );
    let answer = sandbox.send(&post(
        "payments/cards/charge",
        "application/x-www-form-urlencoded",
        LOGIN,
        &form,
    ));
    assert_eq!(
        answer.expect("answered").json()["Model"]["JsonData"],
        r#"{"a": 1}"#
    );
    let body =
        json!({"amount": "10", "invoiceId": "J", "cardCryptogramPacket": PAYS, "Foo": [1, {}]});
    let model = sandbox.call("payments/cards/charge", &body).json()["Model"].clone();
    assert_eq!(model["Status"], "Completed");
    assert!(model["TransactionId"].as_u64().expect("a number") > 1 << 32);
    assert_eq!((sandbox.charges("F"), sandbox.charges("J")), (1, 1));
}

#[test]
fn paths_with_a_blank_at_the_end_are_understood() {
    let sandbox = Sandbox::start(&[]);
    for path in ["test%20", "test "] {
        let answer = sandbox
            .send(&post(path, "application/json", LOGIN, "{}"))
            .expect("answered");
        assert_eq!(answer.status, 200, "{path:?}");
    }
}

#[test]
fn what_is_wrong_with_a_request_is_named_and_never_a_500() {
    let sandbox = Sandbox::start(&[]);
    let cases = [
        (json!({}), "Amount is required"),
        (json!({"Amount": "ten"}), "Invalid Amount value"),
        (json!({"Amount": 0.001}), "Invalid Amount value"),
        (json!({"Amount": [1]}), "Invalid Amount value"),
        (json!({"Amount": 10}), "CardCryptogramPacket is required"),
        (
            json!({"Amount": 10, "Currency": "XYZ"}),
            "Invalid Currency value",
        ),
        (
            json!({"Amount": 10, "CardCryptogramPacket": PAYS, "InvoiceId": {}}),
            "Invalid InvoiceId value",
        ),
    ];
    for (body, message) in cases {
        let answer = sandbox.call("payments/cards/charge", &body);
        assert_eq!(answer.status, 200);
        assert_eq!(answer.json(), json!({"Success": false, "Message": message}));
    }
    let broken = sandbox.send(&post("payments/get", "application/json", LOGIN, "{\"Trans"));
    assert_eq!(broken.expect("answered").status, 200);
    assert_eq!(sandbox.call("no/such/method", &json!({})).status, 404);
}

#[test]
fn a_hold_lives_its_whole_life() {
    let sandbox = Sandbox::start(&[]);
    let held = sandbox
        .call("payments/cards/auth", &order("H", PAYS))
        .json();
    let id = held["Model"]["TransactionId"].clone();
    assert_eq!(held["Model"]["Status"], "Authorized");
    assert_eq!(sandbox.read("ledger")["by_invoice"]["H"]["held"], "10.00");

    let confirm = |amount: &str| {
        let body = json!({"TransactionId": id, "Amount": amount});
        sandbox.call("payments/confirm", &body).json()["Success"].clone()
    };
    assert_eq!(confirm("11"), false);
    assert_eq!(confirm("8"), true);
    assert_eq!(confirm("8"), false);
    assert_eq!(
        sandbox
            .call("payments/void", &json!({"TransactionId": id}))
            .json()["Success"],
        false
    );

    let refund = |amount: &str| {
        let body = json!({"TransactionId": id.to_string(), "Amount": amount});
        sandbox.call("payments/refund", &body).json()
    };
    let refunded = refund("3");
    assert_eq!(refund("5.01")["Success"], false);
    assert_eq!(refund("5")["Success"], true);
    assert_eq!(refund("0.01")["Success"], false);

    let number = &refunded["Model"]["TransactionId"];
    let found = sandbox
        .call("payments/get", &json!({"TransactionId": number}))
        .json();
    assert_eq!(
        (
            &found["Model"]["Type"],
            &found["Model"]["OriginalTransactionId"]
        ),
        (&json!(1), &id)
    );
    let latest =
        |path| sandbox.call(path, &json!({"InvoiceId": "H"})).json()["Model"]["Type"].clone();
    assert_eq!(
        (latest("payments/find"), latest("v2/payments/find")),
        (json!(0), json!(1))
    );

    let ledger = sandbox.read("ledger");
    assert_eq!(
        ledger["by_invoice"]["H"],
        json!({"charges": 1, "held": "0.00", "net": "0.00"})
    );
    assert_eq!(
        ledger["totals"],
        json!({"captured": "8.00", "held": "0.00", "refunded": "8.00", "paid_out": "0.00"})
    );
}

#[test]
fn a_hold_that_nobody_confirms_ends_with_the_virtual_week() {
    let sandbox = Sandbox::start(&[]);
    let id = sandbox
        .call("payments/cards/auth", &order("W", PAYS))
        .json()["Model"]["TransactionId"]
        .clone();
    assert_eq!(
        sandbox
            .control("clock", &json!({"advance_ms": 7 * 86_400_000}))
            .status,
        204
    );
    let found = sandbox
        .call("payments/get", &json!({"TransactionId": id}))
        .json();
    assert_eq!(
        (&found["Success"], &found["Model"]["Status"]),
        (&json!(true), &json!("Cancelled"))
    );
}

#[test]
fn three_ds_is_passed_refused_and_spoilt() {
    let sandbox = Sandbox::start(&[]);
    for (action, spoil, code) in [
        ("confirm_3ds", false, 0),
        ("refuse_3ds", false, 5206),
        ("confirm_3ds", true, 5206),
    ] {
        let asked = sandbox
            .call("payments/cards/charge", &order("3", PAYS_AFTER_3DS))
            .json();
        let id = &asked["Model"]["TransactionId"];
        assert!(
            asked["Model"]["PaReq"]
                .as_str()
                .expect("a text")
                .starts_with("+/")
        );
        assert!(asked["Model"].get("ReasonCode").is_none());
        let back = sandbox
            .control("payer", &json!({"TransactionId": id, "action": action}))
            .json();
        let mut pa_res = back["PaRes"].as_str().expect("a text").to_owned();
        if spoil {
            pa_res = pa_res.replace('+', " ");
        }
        let body = json!({"TransactionId": back["MD"], "PaRes": pa_res});
        let done = sandbox.call("payments/cards/post3ds", &body).json();
        assert_eq!(done["Model"]["ReasonCode"], code, "{action}");
        let again = sandbox.call("payments/cards/post3ds", &body).json();
        assert!(again.get("Model").is_none());
    }
    assert_eq!(sandbox.charges("3"), 1);
}

#[test]
fn a_saved_card_pays_again_or_not_as_the_table_says() {
    let sandbox = Sandbox::start(&[]);
    let once = "014111111111301204AAAA";
    for (packet, code) in [(PAYS, 0), (once, 5051)] {
        let token = sandbox
            .call("payments/cards/charge", &order("T", packet))
            .json()["Model"]["Token"]
            .clone();
        let body =
            json!({"Amount": 5, "AccountId": "user_x", "Token": token, "TrInitiatorCode": 0});
        let paid = sandbox.call("payments/tokens/charge", &body).json();
        assert_eq!(paid["Model"]["ReasonCode"], code);
        assert_eq!(paid["Model"]["TrInitiatorCode"], 0);
    }
    let foreign = json!({"Amount": 5, "AccountId": "user_x", "Token": "tk_0"});
    let refused = sandbox.call("payments/tokens/charge", &foreign).json();
    assert_eq!(
        refused,
        json!({"Success": false, "Message": "Token not found"})
    );
}

#[test]
fn a_decline_is_found_without_success_and_hides_an_earlier_success() {
    let sandbox = Sandbox::start(&[]);
    sandbox.call("payments/cards/charge", &order("D", PAYS));
    sandbox.call("payments/cards/charge", &order("D", POOR));
    let found = sandbox
        .call("payments/find", &json!({"InvoiceId": "D"}))
        .json();
    assert_eq!(
        (&found["Success"], &found["Model"]["ReasonCode"]),
        (&json!(false), &json!(5051))
    );
    let nothing = sandbox
        .call("payments/find", &json!({"InvoiceId": "none"}))
        .json();
    assert_eq!(nothing, json!({"Success": false, "Message": "Not found"}));
}

#[test]
fn a_repeat_with_the_same_id_charges_once_and_after_an_hour_again() {
    let sandbox = Sandbox::start(&[]);
    let pay = || {
        sandbox
            .call_with_id("payments/cards/charge", "r1", &order("R", PAYS))
            .expect("answered")
            .body
    };
    let first = pay();
    assert_eq!(first, pay());
    sandbox.control("clock", &json!({"advance_ms": 3_600_000}));
    assert_ne!(first, pay());
    assert_eq!(sandbox.charges("R"), 2);
}

#[test]
fn parallel_repeats_charge_once_unless_duplicates_run() {
    let sandbox = Sandbox::start(&[]);
    for (invoice, duplicates_run, charges) in [("P1", false, 1), ("P2", true, 2)] {
        sandbox.control("reset", &json!({}));
        sandbox.control("modes", &json!({"duplicates_run": duplicates_run}));
        sandbox
            .arm(&json!({"path": "payments/cards/charge", "kind": "delay", "delay_ms": 600_000}));
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let body = order(invoice, PAYS);
                    sandbox
                        .call_with_id("payments/cards/charge", invoice, &body)
                        .expect("answered");
                });
            }
            while sandbox.read("requests").as_array().map(Vec::len) != Some(2) {
                std::thread::sleep(Duration::from_millis(5));
            }
            std::thread::sleep(Duration::from_millis(50));
            sandbox.control("clock", &json!({"advance_ms": 600_000}));
        });
        assert_eq!(sandbox.charges(invoice), charges);
    }
}

#[test]
fn the_sixth_request_in_progress_gets_429() {
    let sandbox = Sandbox::start(&[]);
    sandbox.arm(&json!({"path": "test", "kind": "delay", "times": 5, "delay_ms": 400}));
    std::thread::scope(|scope| {
        for _ in 0..5 {
            scope.spawn(|| assert_eq!(sandbox.call("test", &json!({})).status, 200));
        }
        std::thread::sleep(Duration::from_millis(150));
        let refused = sandbox.call("test", &json!({}));
        assert_eq!(refused.status, 429);
        assert!(!refused.head.contains("retry-after"));
    });
    assert_eq!(sandbox.call("test", &json!({})).status, 200);
}

#[test]
fn a_seed_fixes_ids_and_dates() {
    let answers: Vec<Value> = (0..2)
        .map(|_| {
            let sandbox = Sandbox::start(&["--seed", "7"]);
            let first = sandbox.call("payments/cards/charge", &order("S", PAYS));
            sandbox.control("reset", &json!({}));
            let second = sandbox.call("payments/cards/charge", &order("S", PAYS));
            assert_eq!(first.body, second.body);
            first.json()
        })
        .collect();
    assert_eq!(answers[0], answers[1]);
}

#[test]
fn the_merchant_is_told_with_two_signatures() {
    let (url, told) = merchant(r#"{"code":0}"#);
    let sandbox = Sandbox::start(&["--webhook-url", &url]);
    sandbox.call("payments/cards/charge", &order("N", PAYS));
    let wait = || told.recv_timeout(Duration::from_secs(5)).expect("told");
    let (check, pay) = (wait(), wait());
    assert!(check.starts_with("POST /check HTTP/1.1"), "{check}");
    assert!(pay.starts_with("POST /pay HTTP/1.1"), "{pay}");
    // Some handlers mind the spelling.
    assert!(pay.contains("\r\nContent-Hmac: ") && pay.contains("\r\nX-Content-Hmac: "));
}

#[test]
fn a_check_handler_that_refuses_declines_the_payment() {
    let (url, _told) = merchant(r#"{"code":13}"#);
    let sandbox = Sandbox::start(&["--webhook-url", &url]);
    let paid = sandbox
        .call("payments/cards/charge", &order("C", PAYS))
        .json();
    assert_eq!(
        (&paid["Success"], &paid["Model"]["ReasonCode"]),
        (&json!(false), &json!(3008))
    );
    let closed = Sandbox::start(&["--webhook-url", "http://127.0.0.1:1/{type}"]);
    let paid = closed
        .call("payments/cards/charge", &order("C", PAYS))
        .json();
    assert_eq!(paid["Model"]["ReasonCode"], 3006);
    assert_eq!(closed.charges("C"), 0);
}

#[test]
fn an_unheard_notification_is_repeated_when_the_clock_says_so() {
    let (url, told) = merchant("what?");
    let sandbox = Sandbox::start(&["--webhook-url", &url]);
    // An answer that is no code declines the payment, and Fail is not understood either.
    sandbox.call("payments/cards/charge", &order("N", PAYS));
    let wait = || {
        told.recv_timeout(Duration::from_secs(5))
            .map(|request| request[..10].to_owned())
    };
    assert_eq!(
        (wait().as_deref(), wait().as_deref()),
        (Ok("POST /chec"), Ok("POST /fail"))
    );
    assert!(told.recv_timeout(Duration::from_millis(100)).is_err());
    for minutes in [1, 2, 5] {
        sandbox.control("clock", &json!({"advance_ms": minutes * 60_000}));
        assert_eq!(wait().as_deref(), Ok("POST /fail"));
    }
    std::thread::sleep(Duration::from_millis(50));
    let sent = sandbox.read("webhooks");
    assert_eq!(sent[1]["tries"].as_array().map(Vec::len), Some(4));
    assert_eq!(sandbox.control("webhooks", &json!({"id": 2})).status, 204);
    assert_eq!(wait().as_deref(), Ok("POST /fail"));
}

#[test]
fn it_stops_when_its_standard_input_closes() {
    let mut sandbox = Sandbox::start(&[]);
    assert!(sandbox.stop());
}
