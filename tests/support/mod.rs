//! A sandbox of its own for each test, and the few things that tests say again and again.
#![allow(dead_code, reason = "every test file uses a part of it")]
#![allow(unreachable_pub, missing_docs, reason = "a module of test programs")]
#![allow(
    clippy::indexing_slicing,
    clippy::must_use_candidate,
    reason = "it is all test code"
)]

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use cloudpayments::{Client, Reply};
use serde_json::{Value, json};

/// A running sandbox; it ends when its standard input closes, also when a test is killed.
pub struct Sandbox {
    child: Child,
    pub url: String,
    pub public_id: String,
    pub api_secret: String,
    pub ca_file: Option<String>,
}

impl Sandbox {
    pub fn start() -> Self {
        Self::with(&[])
    }

    pub fn with(arguments: &[&str]) -> Self {
        let mut child = Command::new(binary())
            .args(["--port", "0", "--exit-with-stdin"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the sandbox starts");
        let stdout = child.stdout.take().expect("it was piped");
        let mut line = String::new();
        BufReader::new(stdout)
            .read_line(&mut line)
            .expect("the sandbox says that it is ready");
        let ready: Value = serde_json::from_str(&line).expect("one line of JSON");
        let text = |key: &str| ready[key].as_str().map(str::to_owned);
        Self {
            child,
            url: text("url").expect("url"),
            public_id: text("public_id").expect("public_id"),
            api_secret: text("api_secret").expect("api_secret"),
            ca_file: text("ca_file"),
        }
    }

    /// The configuration of a client, with more keys or other ones.
    pub fn config(&self, more: &Value) -> String {
        let mut config = json!({
            "public_id": self.public_id,
            "api_secret": self.api_secret,
            "base_url": self.url,
        });
        if let Some(ca_file) = &self.ca_file {
            config["extra_ca_file"] = json!(ca_file);
        }
        for (key, value) in more.as_object().into_iter().flatten() {
            config[key] = value.clone();
        }
        config.to_string()
    }

    pub fn client(&self) -> Client {
        self.client_with(&json!({}))
    }

    pub fn client_with(&self, more: &Value) -> Client {
        Client::new(&self.config(more)).expect("a client")
    }

    /// Calls a control route with a body.
    pub fn post(&self, route: &str, body: &Value) -> Value {
        let answer = agent(self.ca_file.as_deref())
            .post(format!("{}/sandbox/{route}", self.url))
            .header("content-type", "application/json")
            .send(body.to_string())
            .and_then(|mut answer| answer.body_mut().read_to_string())
            .unwrap_or_else(|error| panic!("/sandbox/{route}: {error}"));
        serde_json::from_str(&answer).unwrap_or(Value::Null)
    }

    /// Disarms all faults.
    pub fn disarm(&self) {
        agent(self.ca_file.as_deref())
            .delete(format!("{}/sandbox/faults", self.url))
            .call()
            .expect("/sandbox/faults");
    }

    /// Reads a control route.
    pub fn get(&self, route: &str) -> Value {
        let answer = agent(self.ca_file.as_deref())
            .get(format!("{}/sandbox/{route}", self.url))
            .call()
            .and_then(|mut answer| answer.body_mut().read_to_string())
            .unwrap_or_else(|error| panic!("/sandbox/{route}: {error}"));
        serde_json::from_str(&answer).expect("JSON")
    }

    /// Arms a fault for the next request to a path.
    pub fn fault(&self, path: &str, kind: &str, more: &Value) {
        let mut fault = json!({"path": path, "kind": kind, "times": 1});
        for (key, value) in more.as_object().into_iter().flatten() {
            fault[key] = value.clone();
        }
        self.post("faults", &fault);
    }

    /// What the referee says of one invoice: charges, held, net.
    pub fn invoice(&self, invoice: &str) -> (u64, String, String) {
        let ledger = self.get("ledger");
        let found = &ledger["by_invoice"][invoice];
        let text = |key: &str| found[key].as_str().unwrap_or("0.00").to_owned();
        (
            found["charges"].as_u64().unwrap_or(0),
            text("held"),
            text("net"),
        )
    }

    /// How often a path was requested.
    pub fn count(&self, path: &str) -> usize {
        let requests = self.get("requests");
        let requests = requests.as_array().expect("a list");
        requests
            .iter()
            .filter(|request| {
                let seen = request["path"].as_str().unwrap_or_default();
                seen.trim_start_matches('/') == path
            })
            .count()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// The control routes speak the sandbox's own scheme. Its certificate is checked by the library
/// under test; here it only has to be reached, and `ureq` is built without TLS, so that a TLS
/// sandbox is controlled through the library's own `raw`.
fn agent(ca_file: Option<&str>) -> ureq::Agent {
    assert!(
        ca_file.is_none(),
        "a TLS sandbox is controlled through its plain twin"
    );
    ureq::Agent::config_builder()
        .proxy(None)
        .http_status_as_error(false)
        .build()
        .into()
}

/// The sandbox's program: the one that was named, else the one that was built, else built now.
fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        if let Some(named) = std::env::var_os("CLOUDPAYMENTS_SANDBOX") {
            return named.into();
        }
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let built = Command::new(env!("CARGO"))
            .args([
                "build",
                "--quiet",
                "--profile",
                "sandbox",
                "-p",
                "cloudpayments-sandbox",
            ])
            .current_dir(root)
            .status()
            .expect("cargo runs");
        assert!(built.success(), "the sandbox does not build");
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        target.join("sandbox").join("cloudpayments-sandbox")
    })
}

/// Cards of the test mode, by what they do.
pub const APPROVED: (&str, &str) = ("411111", "1111");
pub const DECLINED: (&str, &str) = ("400005", "5556");
pub const WITH_3DS: (&str, &str) = ("424242", "4242");
pub const DECLINED_AFTER_3DS: (&str, &str) = ("401288", "1881");

/// A cryptogram as the checkout script made it of old.
pub fn packet((first_six, last_four): (&str, &str)) -> String {
    format!("01{first_six}{last_four}301204{}", "A".repeat(344))
}

/// A whole request of a charge.
pub fn charge(amount: &str, invoice: &str, card: (&str, &str)) -> String {
    format!(
        r#"{{"Amount":{amount},"Currency":"RUB","InvoiceId":"{invoice}","IpAddress":"127.0.0.1","AccountId":"user-1","CardCryptogramPacket":"{}"}}"#,
        packet(card)
    )
}

/// The same with more fields, as `"name":value,…`.
pub fn charge_with(amount: &str, invoice: &str, card: (&str, &str), more: &str) -> String {
    let request = charge(amount, invoice, card);
    format!("{},{more}}}", &request[..request.len() - 1])
}

/// The answer as JSON.
pub fn json_of(reply: &Reply) -> Value {
    serde_json::from_str(&reply.json).expect("an answer is JSON")
}

/// Status, outcome and money of an answer.
pub fn verdict(reply: &Reply) -> (i32, String, String) {
    let answer = json_of(reply);
    let text = |key: &str| answer[key].as_str().unwrap_or_default().to_owned();
    assert_eq!(answer["status"], reply.status.number());
    (reply.status.number(), text("outcome"), text("money"))
}

/// Asserts status, outcome and money, and shows the whole answer if they differ.
#[track_caller]
pub fn assert_verdict(reply: &Reply, status: i32, outcome: &str, money: &str) {
    let wanted = (status, outcome.to_owned(), money.to_owned());
    assert_eq!(verdict(reply), wanted, "{}", reply.json);
}
