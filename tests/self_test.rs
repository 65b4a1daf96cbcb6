//! The self-test finds what is wrong between this machine and the gateway, and says so in words.

#![allow(clippy::indexing_slicing, reason = "a test that panics says where")]

mod support;

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread;

use cloudpayments::{Client, Reply};
use serde_json::{Value, json};
use support::{Sandbox, assert_verdict, json_of};

const STEPS: [&str; 6] = [
    "dns",
    "connect",
    "tls",
    "credentials",
    "clock",
    "concurrency",
];

fn self_test(client: &Client) -> Reply {
    client.call("self_test", "{}")
}

/// The verdicts of all steps, in order; both languages have words for each.
fn verdicts(reply: &Reply) -> Vec<String> {
    let answer = json_of(reply);
    let report = answer["report"].as_array().expect("a report");
    let names: Vec<_> = report.iter().map(|step| step["name"].clone()).collect();
    assert_eq!(names, STEPS);
    for language in ["ru", "en"] {
        let text = answer["text"][language].as_str().expect("a text");
        assert_eq!(text.lines().count(), STEPS.len(), "{text}");
        for step in report {
            let words = step["words"][language].as_str().expect("words");
            assert!(!words.is_empty() && text.contains(words), "{words}: {text}");
            assert!(step["ms"].is_u64(), "{step}");
        }
    }
    report
        .iter()
        .map(|step| step["verdict"].as_str().expect("a verdict").to_owned())
        .collect()
}

fn step(reply: &Reply, name: &str) -> Value {
    let place = STEPS.iter().position(|step| *step == name);
    json_of(reply)["report"][place.expect("a step")].clone()
}

#[track_caller]
fn assert_says(reply: &Reply, name: &str, words: &str) {
    let said = step(reply, name)["words"]["en"].clone();
    assert!(
        said.as_str().is_some_and(|said| said.contains(words)),
        "{said}"
    );
}

#[test]
fn where_all_is_well_it_says_so_and_sends_nothing_but_test() {
    let sandbox = Sandbox::start();
    let reply = self_test(&sandbox.client());
    assert_verdict(&reply, 0, "ok", "none");
    // On this machine there is no name to look up, and nothing to encrypt.
    let wanted = ["skipped", "ok", "skipped", "ok", "ok", "ok"];
    assert_eq!(verdicts(&reply), wanted, "{}", reply.json);
    let at_once = step(&reply, "concurrency")["details"].clone();
    assert_eq!(
        at_once,
        json!({"configured": 4, "tried": 4, "answered": 4, "refused": 0})
    );
    let requests = sandbox.get("requests");
    let requests = requests.as_array().expect("a list");
    assert_eq!(requests.len(), sandbox.count("test"));
    assert_eq!(requests.len(), 5);
}

#[test]
fn over_tls_it_shows_the_chain_and_who_has_issued_it() {
    let sandbox = Sandbox::with(&["--tls"]);
    let url = sandbox.url.replace("127.0.0.1", "localhost");
    let reply = self_test(&sandbox.client_with(&json!({"base_url": url})));
    assert_verdict(&reply, 0, "ok", "none");
    assert_eq!(verdicts(&reply), ["ok"; 6], "{}", reply.json);
    let tls = step(&reply, "tls");
    assert_eq!(tls["details"]["protocol"], "TLS 1.3");
    let own = &tls["details"]["chain"][0];
    assert_eq!(own["subject"], "CN=localhost");
    assert_eq!(own["issuer"], "CN=cloudpayments-sandbox CA");
    for time in ["not_before", "not_after"] {
        let time = own[time].as_str().expect("a time");
        assert!(time.len() == 20 && time.ends_with('Z'), "{time}");
    }
    let addresses = step(&reply, "dns")["details"]["addresses"].clone();
    assert!(addresses.as_array().is_some_and(|all| !all.is_empty()));
}

#[test]
fn an_untrusted_server_is_shown_with_the_issuer_that_is_missing_and_sent_nothing() {
    let sandbox = Sandbox::with(&["--tls"]);
    let stranger = sandbox.client_with(&json!({"extra_ca_file": null}));
    let reply = self_test(&stranger);
    assert_verdict(&reply, 20, "not_sent", "none");
    let wanted = ["skipped", "ok", "failed", "skipped", "skipped", "skipped"];
    assert_eq!(verdicts(&reply), wanted, "{}", reply.json);
    let answer = json_of(&reply);
    assert_eq!(answer["error"]["code"], "tls_untrusted");
    assert_eq!(answer["next"], "fix_config");
    assert_eq!(answer["evidence"]["bytes_sent"], 0);
    let details = step(&reply, "tls")["details"].clone();
    assert_eq!(details["missing_issuer"], "CN=cloudpayments-sandbox CA");
    assert_eq!(details["chain"][0]["subject"], "CN=localhost");
    assert_says(&reply, "tls", "CN=cloudpayments-sandbox CA");
    assert_says(&reply, "tls", "extra_ca_file");
    let asked = json!({"path": "sandbox/requests", "http_method": "GET", "effect": "reads"});
    let requests = json_of(&sandbox.client().call("raw", &asked.to_string()));
    assert_eq!(requests["body"], json!([]), "{requests}");
}

#[test]
fn wrong_keys_are_told_from_a_gateway_that_does_not_answer() {
    let sandbox = Sandbox::start();
    let reply = self_test(&sandbox.client_with(&json!({"api_secret": "wrong"})));
    assert_verdict(&reply, 12, "unauthorized", "none");
    let wanted = ["skipped", "ok", "skipped", "failed", "ok", "skipped"];
    assert_eq!(verdicts(&reply), wanted, "{}", reply.json);
    assert_says(
        &reply,
        "credentials",
        "does not accept `public_id` and `api_secret`",
    );
    assert!(!reply.json.contains("wrong"), "{}", reply.json);

    sandbox.fault("test", "drop_after", &json!({}));
    let reply = self_test(&sandbox.client());
    assert_verdict(&reply, 25, "no_answer", "none");
    let wanted = ["skipped", "ok", "skipped", "failed", "skipped", "skipped"];
    assert_eq!(verdicts(&reply), wanted, "{}", reply.json);
    assert_says(&reply, "credentials", "the connection broke");
}

#[test]
fn the_step_that_fails_ends_the_way() {
    for (config, code, wanted, words) in [
        (
            json!({"base_url": "https://no-such-host.invalid"}),
            "dns",
            ["failed", "skipped"],
            "The name no-such-host.invalid was not found",
        ),
        (
            json!({"base_url": "http://127.0.0.1:1"}),
            "connect",
            ["skipped", "failed"],
            "No connection to 127.0.0.1:1. Check the network, the firewall and `base_url`",
        ),
        (
            json!({"base_url": "http://localhost:1", "proxy": "http://no-such-host.invalid:1"}),
            "dns",
            ["failed", "skipped"],
            "the name server (DNS) and `proxy`",
        ),
    ] {
        let mut config = config;
        config["public_id"] = json!("pk_self_test");
        config["api_secret"] = json!("s");
        let reply = self_test(&Client::new(&config.to_string()).expect("a client"));
        assert_verdict(&reply, 20, "not_sent", "none");
        assert_eq!(json_of(&reply)["error"]["code"], code, "{}", reply.json);
        let verdicts = verdicts(&reply);
        assert_eq!(verdicts[..2], wanted, "{}", reply.json);
        assert_eq!(verdicts[2..], ["skipped"; 4], "{}", reply.json);
        assert_says(
            &reply,
            if wanted[0] == "failed" {
                "dns"
            } else {
                "connect"
            },
            words,
        );
    }
}

/// Reads a head.
fn read_head(mut stream: &TcpStream) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|amount| amount > 0) {
        head.extend_from_slice(&byte);
    }
}

/// A proxy that answers with `says`, and then leads to `gateway`.
fn proxy(says: &'static str, gateway: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for near in listener.incoming().flatten() {
            let gateway = gateway.clone();
            thread::spawn(move || {
                read_head(&near);
                let far = TcpStream::connect(gateway).expect("a gateway");
                let _ = (&near).write_all(says.as_bytes());
                let copy = |mut from: &TcpStream, mut to: &TcpStream| {
                    let _ = io::copy(&mut from, &mut to);
                    let _ = to.shutdown(Shutdown::Write);
                };
                thread::scope(|scope| {
                    scope.spawn(|| copy(&near, &far));
                    copy(&far, &near);
                });
            });
        }
    });
    format!("http://till:CANARY@{address}")
}

#[test]
fn through_a_proxy_the_way_is_the_same_and_its_password_is_not_shown() {
    let sandbox = Sandbox::start();
    let gateway = sandbox.url.trim_start_matches("http://").to_owned();
    let open = proxy("HTTP/1.1 200 OK\r\n\r\n", gateway.clone());
    let reply = self_test(&sandbox.client_with(&json!({"proxy": open})));
    assert_verdict(&reply, 0, "ok", "none");
    assert_eq!(step(&reply, "connect")["details"]["through_proxy"], true);
    assert_says(&reply, "connect", "leads to the gateway");
    assert!(!reply.json.contains("CANARY"), "{}", reply.json);

    let closed = proxy("HTTP/1.1 407 Who?\r\n\r\n", gateway);
    let reply = self_test(&sandbox.client_with(&json!({"proxy": closed})));
    assert_verdict(&reply, 20, "not_sent", "none");
    assert_eq!(step(&reply, "connect")["verdict"], "failed");
    assert_says(&reply, "connect", "wants a user and a password");
    assert!(!reply.json.contains("CANARY"), "{}", reply.json);
}

#[test]
fn a_server_of_another_name_is_told_from_a_missing_root() {
    let sandbox = Sandbox::with(&["--tls"]);
    let gateway = sandbox.url.trim_start_matches("https://").to_owned();
    let elsewhere = proxy("HTTP/1.1 200 OK\r\n\r\n", gateway);
    let config = json!({"base_url": "https://gateway.invalid", "proxy": elsewhere});
    let reply = self_test(&sandbox.client_with(&config));
    assert_verdict(&reply, 20, "not_sent", "none");
    assert_eq!(json_of(&reply)["error"]["code"], "tls_untrusted");
    assert_says(
        &reply,
        "tls",
        "Another server (CN=localhost) answers in place of gateway.invalid",
    );
    assert_eq!(
        step(&reply, "tls")["details"]["missing_issuer"],
        Value::Null
    );
}

#[test]
fn a_clock_that_is_wrong_is_a_warning() {
    let sandbox = Sandbox::start();
    for (skew_ms, words) in [
        (120_000, "s behind the gateway's"),
        (-120_000, "s ahead of the gateway's"),
    ] {
        sandbox.post("modes", &json!({"clock_skew_ms": skew_ms}));
        let reply = self_test(&sandbox.client());
        assert_verdict(&reply, 0, "ok", "none");
        assert_eq!(
            step(&reply, "clock")["verdict"],
            "warning",
            "{}",
            reply.json
        );
        assert_says(&reply, "clock", words);
        let offset = step(&reply, "clock")["details"]["offset_ms"]
            .as_i64()
            .expect("a number");
        assert!((offset - skew_ms).abs() < 10_000, "{offset}");
    }
}

#[test]
fn a_limit_that_is_lower_than_configured_is_a_warning() {
    let sandbox = Sandbox::with(&["--limit", "1"]);
    sandbox.fault("test", "delay", &json!({"times": 5, "delay_ms": 500}));
    let reply = self_test(&sandbox.client());
    assert_verdict(&reply, 0, "ok", "none");
    assert_eq!(
        step(&reply, "concurrency")["verdict"],
        "warning",
        "{}",
        reply.json
    );
    let details = step(&reply, "concurrency")["details"].clone();
    assert!(
        details["refused"]
            .as_u64()
            .is_some_and(|refused| refused > 0),
        "{details}"
    );
    assert_says(&reply, "concurrency", "Lower `max_concurrency`");
}

#[test]
fn another_thread_can_end_it() {
    // Takes connections and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", silent.local_addr().expect("an address"));
    let config = json!({"public_id": "pk_interrupted", "api_secret": "s", "base_url": url});
    let client = Client::new(&config.to_string()).expect("a client");
    let request = r#"{"request_id":"look"}"#;
    thread::scope(|scope| {
        let testing = scope.spawn(|| client.call("self_test", request));
        let _held = silent.accept().expect("the way is walked");
        let _held = silent.accept().expect("and then `test` is sent");
        assert_verdict(&client.call("interrupt", request), 0, "ok", "none");
        let reply = testing.join().expect("an answer");
        assert_eq!(
            json_of(&reply)["error"]["code"],
            "interrupted",
            "{}",
            reply.json
        );
    });
}

#[test]
fn the_catalogue_calls_it_local() {
    let row = cloudpayments::catalog::find("self_test").expect("a row");
    assert_eq!(row.effect.as_str(), "local");
}
