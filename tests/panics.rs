//! A panic in the middle of a call: the caller gets an answer, and the money is not forgotten.

#![allow(clippy::indexing_slicing, reason = "a test that panics says where")]

mod support;

use std::ffi::{CStr, CString, c_char};

use cloudpayments::ffi::kernel::{
    cp_call, cp_client, cp_client_free, cp_client_new, cp_free_string,
};
use cloudpayments::testing::{Point, plant};
use serde_json::{Value, json};
use support::{APPROVED, Sandbox, charge_with};

fn text(text: &str) -> CString {
    CString::new(text).expect("no zero inside")
}

/// Calls through the C boundary, as C does.
fn call(client: *mut cp_client, method: &str, request: &str) -> (i32, Value) {
    let (method, request) = (text(method), text(request));
    let mut out: *mut c_char = std::ptr::null_mut();
    // SAFETY: valid texts and a valid place for the answer.
    let status = unsafe { cp_call(client, method.as_ptr(), request.as_ptr(), &raw mut out) };
    // SAFETY: an answer was written.
    let answer = unsafe { CStr::from_ptr(out) }
        .to_str()
        .expect("UTF-8")
        .to_owned();
    cp_free_string(out);
    (status, serde_json::from_str(&answer).expect("JSON"))
}

fn client(sandbox: &Sandbox) -> *mut cp_client {
    let config = text(&sandbox.config(&json!({"resolve_ms": 0})));
    // SAFETY: a valid text; no answer is wanted.
    unsafe { cp_client_new(config.as_ptr(), std::ptr::null_mut()) }
}

#[test]
fn a_panic_while_money_may_be_on_its_way_is_unknown_and_settled_by_asking() {
    let sandbox = Sandbox::start();
    let client = client(&sandbox);
    let request = charge_with("10", "A", APPROVED, r#""request_id":"r""#);
    plant(Point::AfterSending);
    let (status, answer) = call(client, "charge", &request);
    assert_eq!(
        (status, &answer["money"]),
        (21, &json!("unknown")),
        "{answer}"
    );
    assert_eq!(
        (&answer["request_id"], &answer["next"]),
        (&json!("r"), &json!("resolve"))
    );
    assert_eq!(answer["error"]["code"], "internal");

    // The client lives on, and neither the same request nor the same order is charged again.
    let (status, again) = call(
        client,
        "charge",
        &charge_with("10", "A", APPROVED, r#""request_id":"r","resolve_ms":3000"#),
    );
    assert_eq!((status, &again["money"]), (0, &json!("moved")), "{again}");
    assert_eq!(sandbox.count("payments/cards/charge"), 1);
    cp_client_free(client);
}

#[test]
fn a_panic_of_a_read_is_our_fault_and_moves_nothing() {
    let sandbox = Sandbox::start();
    let client = client(&sandbox);
    plant(Point::BeforeSending);
    let (status, answer) = call(client, "test", "{}");
    assert_eq!((status, &answer["money"]), (90, &json!("none")), "{answer}");
    assert_eq!(call(client, "test", "{}").0, 0);
    cp_client_free(client);
}
