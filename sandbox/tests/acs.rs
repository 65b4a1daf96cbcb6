//! The page of the bank, as a browser meets it.

#![expect(
    clippy::indexing_slicing,
    reason = "a missing field fails the test, as it should"
)]

mod common;

use common::{PAYS_AFTER_3DS, Sandbox, order, post};
use serde_json::{Value, json};

const FORM: &str = "application/x-www-form-urlencoded";

fn form(fields: &[(&str, &str)]) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields);
    form.finish()
}

/// The value of a hidden field.
fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let rest = page.split_once(&start).expect("the field").1;
    rest.split_once('"').expect("its end").0.to_owned()
}

fn asked(sandbox: &Sandbox) -> Value {
    let mut order = order("<A&B>", PAYS_AFTER_3DS);
    order["Description"] = json!("<script>alert(1)</script>");
    sandbox.call("payments/cards/charge", &order).json()["Model"].clone()
}

#[test]
fn a_person_confirms_and_the_shop_finishes() {
    let sandbox = Sandbox::start(&[]);
    for (decision, code) in [("confirm", 0), ("refuse", 5206)] {
        let model = asked(&sandbox);
        let (md, pa_req) = (
            model["TransactionId"].to_string(),
            model["PaReq"].as_str().expect("a text"),
        );
        let body = form(&[
            ("MD", &md),
            ("PaReq", pa_req),
            ("TermUrl", "https://shop.example/post3ds?order=1&x=1"),
        ]);
        let page = sandbox.send(&post("acs", FORM, "", &body)).expect("a page");
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(!page.body.contains("<script>alert") && page.body.contains("&lt;A&amp;B&gt;"));
        assert!(page.body.contains("4242 42•• •••• 4242") && page.body.contains("10,00"));

        let body = form(&[
            ("MD", &md),
            ("TermUrl", "https://shop.example/post3ds?order=1&x=1"),
            ("decision", decision),
        ]);
        let page = sandbox
            .send(&post("acs/answer", FORM, "", &body))
            .expect("a page");
        assert!(
            page.body
                .contains("action=\"https://shop.example/post3ds?order=1&amp;x=1\"")
        );
        let body = json!({"TransactionId": hidden(&page.body, "MD"), "PaRes": hidden(&page.body, "PaRes")});
        let done = sandbox.call("payments/cards/post3ds", &body).json();
        assert_eq!(done["Model"]["ReasonCode"], code);
    }
}

#[test]
fn a_lost_plus_and_a_bad_way_back_are_explained() {
    let sandbox = Sandbox::start(&[]);
    let model = asked(&sandbox);
    let (md, pa_req) = (
        model["TransactionId"].to_string(),
        model["PaReq"].as_str().expect("a text"),
    );
    let lost = form(&[("MD", &md), ("TermUrl", "https://shop.example/")]) + "&PaReq=" + pa_req;
    let page = sandbox.send(&post("acs", FORM, "", &lost)).expect("a page");
    assert!(page.status == 400 && page.body.contains("plus sign"));
    let bad = form(&[
        ("MD", &md),
        ("PaReq", pa_req),
        ("TermUrl", "javascript:alert(1)"),
    ]);
    let page = sandbox.send(&post("acs", FORM, "", &bad)).expect("a page");
    assert!(page.status == 400 && !page.body.contains("javascript:"));
}
