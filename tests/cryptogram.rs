//! Cryptograms of test cards: the sandbox takes them, and no card leaks by them.

#![allow(clippy::indexing_slicing, reason = "a test that panics says where")]

mod support;

use cloudpayments::Client;
use serde_json::{Value, json};
use support::{Sandbox, assert_verdict, json_of};

const NUMBER: &str = "4111 1111 1111 1111";

fn request(card: &str, form: &Value) -> String {
    json!({"card": card, "expiry": "12/30", "form": form}).to_string()
}

#[test]
fn the_sandbox_charges_the_card_of_a_packet_in_either_form() {
    let sandbox = Sandbox::start();
    let client = sandbox.client();
    for (form, card, status) in [
        (json!(null), NUMBER, 0),
        (json!("new"), "4242424242424242", 1),
        (json!("old"), NUMBER, 0),
        (json!("old"), "4000056655665556", 10),
    ] {
        let made = client.call("cryptogram_test", &request(card, &form));
        assert_verdict(&made, 0, "ok", "none");
        let packet = json_of(&made)["packet"].clone();
        assert_eq!(
            packet.as_str().is_some_and(|text| text.starts_with("01")),
            form == "old"
        );
        let charge = json!({
            "Amount": "10.50", "Currency": "RUB", "IpAddress": "127.0.0.1", "CardCryptogramPacket": packet,
        });
        let charged = client.call("charge", &charge.to_string());
        assert_eq!(charged.status.number(), status, "{}", charged.json);
        let last_four = &card[card.len() - 4..];
        let ledger = sandbox.get("ledger");
        let newest = ledger["transactions"].as_array().and_then(|all| all.last());
        assert_eq!(newest.expect("a payment")["CardLastFour"], last_four);
    }
}

#[test]
fn beside_a_real_gateway_no_packet_is_made() {
    let config = json!({"public_id": "pk_1", "api_secret": "s"});
    let client = Client::new(&config.to_string()).expect("a client");
    let reply = client.call("cryptogram_test", &request(NUMBER, &json!("old")));
    assert_verdict(&reply, 31, "invalid_request", "none");
    let error = &json_of(&reply)["error"];
    assert_eq!(error["code"], "bad_field");
    assert_eq!(error["field"], "base_url");
    assert!(reply.json.contains("loopback"), "{}", reply.json);
    assert!(!reply.json.contains("411111"), "{}", reply.json);
}

#[test]
fn an_error_names_the_field_and_shows_no_digit_of_the_card() {
    let config = json!({"public_id": "pk_1", "api_secret": "s", "base_url": "http://127.0.0.1:1"});
    let client = Client::new(&config.to_string()).expect("a client");
    for (request, field) in [
        (request("4111 1111 1111 1112", &json!("old")), "card"),
        (request("4111-1111-1111-1111", &json!("old")), "card"),
        (request("411111111111111", &json!(null)), "card"),
        (request(NUMBER, &json!("newest")), "form"),
        (
            json!({"card": NUMBER, "expiry": "13/30"}).to_string(),
            "expiry",
        ),
        (
            json!({"card": 4_111_111_111_111_111_u64, "expiry": "12/30"}).to_string(),
            "card",
        ),
    ] {
        let reply = client.call("cryptogram_test", &request);
        assert_verdict(&reply, 31, "invalid_request", "none");
        assert_eq!(json_of(&reply)["error"]["field"], field, "{}", reply.json);
        for digits in ["4111", "1111", "1112"] {
            assert!(!reply.json.contains(digits), "{}", reply.json);
        }
    }
}
