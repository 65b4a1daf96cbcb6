//! The encodings at the border, by the C functions: whatever a method answers, it answers the same
//! in UTF-8, in Windows-1251 and in pure ASCII.

#![allow(unsafe_code, reason = "the C functions are what is tested")]

mod support;

use std::ffi::{CStr, CString};
use std::ptr;

use cloudpayments::catalog::ROWS;
use cloudpayments::ffi::kernel::{
    cp_call, cp_client, cp_client_free, cp_client_new, cp_free_string, cp_json_get,
};
use serde_json::{Value, json};
use support::{DECLINED, Sandbox, charge_with};
use yore::code_pages::CP1251;

/// A client in one of the encodings.
struct Till {
    client: *mut cp_client,
    windows_1251: bool,
}

impl Till {
    fn new(sandbox: &Sandbox, windows_1251: bool, ascii: bool) -> Self {
        let encoding = if windows_1251 {
            "windows-1251"
        } else {
            "utf-8"
        };
        let config = sandbox.config(&json!({"text_encoding": encoding, "ascii": ascii}));
        let config = CString::new(config).expect("a C text");
        // SAFETY: a C text, and no answer.
        let client = unsafe { cp_client_new(config.as_ptr(), ptr::null_mut()) };
        assert!(!client.is_null(), "a client");
        Self {
            client,
            windows_1251,
        }
    }

    /// The status, and the bytes of the answer.
    fn call(&self, method: &str, request: &str) -> (i32, CString) {
        let method = CString::new(method).expect("a C text");
        let request = if self.windows_1251 {
            CP1251.encode(request).expect("it fits").into_owned()
        } else {
            request.as_bytes().to_vec()
        };
        let request = CString::new(request).expect("a C text");
        let mut answer = ptr::null_mut();
        // SAFETY: C texts, and a place for the answer.
        let status = unsafe {
            cp_call(
                self.client,
                method.as_ptr(),
                request.as_ptr(),
                &raw mut answer,
            )
        };
        // SAFETY: the answer of a call is a C text.
        let copy = unsafe { CStr::from_ptr(answer) }.to_owned();
        cp_free_string(answer);
        (status, copy)
    }

    fn read(&self, answer: &CStr) -> Value {
        let text = if self.windows_1251 {
            CP1251.decode(answer.to_bytes()).into_owned()
        } else {
            answer.to_str().expect("UTF-8").to_owned()
        };
        serde_json::from_str(&text).expect("JSON")
    }
}

impl Drop for Till {
    fn drop(&mut self) {
        cp_client_free(self.client);
    }
}

/// UTF-8, Windows-1251, and both in pure ASCII.
fn tills(sandbox: &Sandbox) -> [(Till, bool); 4] {
    [(false, false), (true, false), (false, true), (true, true)]
        .map(|(windows, ascii)| (Till::new(sandbox, windows, ascii), ascii))
}

fn same_words(sandbox: &Sandbox, method: &str, request: &str) -> Value {
    let mut first = None;
    for (till, ascii) in &tills(sandbox) {
        let (status, bytes) = till.call(method, request);
        assert!(!ascii || bytes.to_bytes().is_ascii(), "{method}: {bytes:?}");
        let answer = till.read(&bytes);
        assert_eq!(answer.get("status"), Some(&json!(status)), "{method}");
        let said = json!([status, answer.get("error"), answer.get("cashier")]);
        assert_eq!(first.get_or_insert_with(|| said.clone()), &said, "{method}");
    }
    first.expect("a till")
}

#[test]
fn every_method_refuses_in_the_same_words_in_every_encoding() {
    let sandbox = Sandbox::start();
    for row in ROWS {
        let said = same_words(&sandbox, row.name, r#"{"Сумма":"десять"}"#);
        assert_eq!(said[1]["code"], "unknown_field", "{}", row.name);
        assert_eq!(said[1]["field"], "Сумма", "{}", row.name);
    }
    let said = same_words(&sandbox, "charge", r#"{"Сумма":"десять""#);
    assert_eq!(said[1]["code"], "bad_json");
    let request = r#"{"Amount":"десять","CardCryptogramPacket":"x"}"#;
    let said = same_words(&sandbox, "charge", request);
    assert_eq!(said[1]["field"], "Amount");
}

#[test]
fn a_decline_reads_the_same_in_every_encoding() {
    let sandbox = Sandbox::start();
    for (number, (till, ascii)) in tills(&sandbox).iter().enumerate() {
        let more = r#""Description":"Хлеб «Бородинский» №1 — \u20b8 \ud83d\ude00""#;
        let invoice = format!("E-{number}");
        let request = charge_with("10", &invoice, DECLINED, more);
        let (status, bytes) = till.call("charge", &request);
        assert_eq!(status, 10);
        assert_eq!(*ascii, bytes.to_bytes().is_ascii());
        let answer = till.read(&bytes);
        assert_eq!(answer["cashier"]["ru"], "Недостаточно средств на карте");
        // What Windows-1251 lacks goes there and back all the same.
        let text = "Хлеб «Бородинский» №1 — ₸ 😀";
        assert_eq!(answer["Model"]["Description"], text);
        let ledger = sandbox.get("ledger");
        let entries = ledger["transactions"].as_array().expect("a list");
        let own = |entry: &&Value| entry["InvoiceId"] == invoice;
        let entry = entries.iter().find(own).expect("its own");
        assert_eq!(entry["Description"], text);
    }
}

/// Goods have Russian names, which must reach the gateway as they are.
#[test]
fn a_receipt_arrives_the_same_in_every_encoding() {
    let sandbox = Sandbox::start();
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/docs/examples/receipt_create.json"
    );
    let mut example: Value =
        serde_json::from_str(&std::fs::read_to_string(path).expect("an example")).expect("JSON");
    example["request"]["CustomerReceipt"]["Items"][0]["Label"] = json!("Хлеб «Бородинский»");
    for (number, (till, _)) in tills(&sandbox).iter().enumerate() {
        example["request"]["request_id"] = json!(format!("R-{number}"));
        let (status, bytes) = till.call("receipt_create", &example["request"].to_string());
        assert_eq!(status, 2, "{:?}", till.read(&bytes));
        let requests = sandbox.get("requests");
        let seen = requests
            .as_array()
            .and_then(|all| all.last())
            .expect("a request");
        assert!(seen.to_string().contains("Хлеб «Бородинский»"), "{seen}");
    }
}

#[test]
fn a_value_has_the_encoding_of_its_answer() {
    let sandbox = Sandbox::start();
    let till = Till::new(&sandbox, true, false);
    let (_, answer) = till.call(
        "charge",
        &charge_with("10", "V-1", DECLINED, r#""Description":"Чек""#),
    );
    // SAFETY: C texts.
    let value = unsafe { cp_json_get(answer.as_ptr(), c"cashier.ru".as_ptr()) };
    // SAFETY: the value is there, and a C text.
    let words = CP1251
        .decode(unsafe { CStr::from_ptr(value) }.to_bytes())
        .into_owned();
    assert_eq!(words, "Недостаточно средств на карте");
    cp_free_string(value);
}
