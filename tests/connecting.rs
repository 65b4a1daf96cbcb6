//! The way to the gateway: through a proxy, and when it ends before the gateway is there.

#![allow(clippy::indexing_slicing, reason = "a test that panics says where")]

mod support;

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;

use cloudpayments::{Client, Reply};
use serde_json::{Value, json};
use support::{APPROVED, Sandbox, assert_verdict, charge, json_of};

/// A listener whose connections `serve` gets, one after the other; its address.
fn listen(serve: impl Fn(TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || listener.incoming().flatten().for_each(serve));
    address.to_string()
}

/// Reads a head; what came of it.
fn head_of(mut stream: &TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|amount| amount > 0) {
        head.extend_from_slice(&byte);
    }
    String::from_utf8_lossy(&head).into_owned()
}

/// Carries bytes both ways until both sides end.
fn join(near: &TcpStream, far: &TcpStream) {
    let copy = |mut from: &TcpStream, mut to: &TcpStream| {
        let _ = io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    };
    thread::scope(|scope| {
        scope.spawn(|| copy(near, far));
        copy(far, near);
    });
}

/// A charge through a proxy that answers every CONNECT with `says`, and what it was told after.
fn charge_through(says: &'static str) -> (Reply, String) {
    let (tell, told) = mpsc::channel();
    let proxy = listen(move |mut stream| {
        head_of(&stream);
        let _ = stream.write_all(says.as_bytes());
        let _ = tell.send(head_of(&stream));
    });
    let config = json!({
        "public_id": "pk_connecting", "api_secret": "s", "base_url": "http://127.0.0.1:1",
        "proxy": format!("http://{proxy}"), "timeout_ms": 5000, "resolve_ms": 0,
    });
    let client = Client::new(&config.to_string()).expect("a client");
    let reply = client.call("charge", &charge("10", &proxy, APPROVED));
    (reply, told.recv().expect("a connection"))
}

#[track_caller]
fn assert_not_connected(reply: &Reply, attempts: u64, message: &str) -> Value {
    assert_verdict(reply, 20, "not_sent", "not_moved");
    let answer = json_of(reply);
    assert_eq!(answer["error"]["code"], "connect", "{answer}");
    assert_eq!(answer["attempts"], attempts, "{answer}");
    assert_eq!(answer["evidence"]["bytes_sent"], 0, "{answer}");
    let said = answer["error"]["message"].as_str().expect("a message");
    assert!(said.contains(message), "{said}");
    answer
}

#[test]
fn a_payment_goes_through_whatever_2xx_the_proxy_gives_and_however_long_its_head() {
    let sandbox = Sandbox::start();
    let gateway = sandbox.url.trim_start_matches("http://").to_owned();
    let (tell, told) = mpsc::channel();
    let proxy = listen(move |mut stream| {
        let _ = tell.send(head_of(&stream));
        let far = TcpStream::connect(&gateway).expect("the sandbox");
        let via = "Via: a proxy among many\r\n".repeat(600);
        let head = format!("HTTP/1.1 202 Accepted\r\n{via}\r\n");
        stream.write_all(head.as_bytes()).expect("written");
        join(&stream, &far);
    });
    let client = sandbox.client_with(&json!({"proxy": format!("http://till:p%40ss@{proxy}")}));
    for invoice in ["A", "B"] {
        let reply = client.call("charge", &charge("10", invoice, APPROVED));
        assert_verdict(&reply, 0, "completed", "moved");
    }
    let asked = told.recv().expect("a connection");
    assert!(asked.starts_with("CONNECT 127.0.0.1:"), "{asked}");
    // till:p@ss
    assert!(
        asked.contains("Proxy-Authorization: Basic dGlsbDpwQHNz\r\n"),
        "{asked}"
    );
}

#[test]
fn a_proxy_that_gives_no_tunnel_gets_nothing() {
    for (says, attempts, message) in [
        (
            "HTTP/1.1 407 Who?\r\nContent-Length: 3\r\n\r\nwho",
            1,
            "HTTP 407",
        ),
        ("HTTP/1.1 403 No\r\n\r\n", 3, "HTTP 403"),
        ("220 mail.example ESMTP\r\n\r\n", 3, "as a proxy does"),
    ] {
        let (reply, told) = charge_through(says);
        assert_not_connected(&reply, attempts, message);
        assert_eq!(told, "", "{says}");
    }
}

#[test]
fn an_answer_that_lies_in_the_tunnel_already_is_nobodys_answer() {
    let (reply, told) = charge_through(
        "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{\"Success\":true}",
    );
    assert_not_connected(&reply, 3, "as a proxy does");
    assert_eq!(told, "", "the request went out");
}

#[test]
fn a_handshake_that_takes_too_long_is_a_connection_that_was_not_made_in_time() {
    let silent = listen(std::mem::forget);
    let config = json!({
        "public_id": "pk_connecting", "api_secret": "s", "base_url": format!("https://{silent}"),
        "connect_timeout_ms": 200,
    });
    let client = Client::new(&config.to_string()).expect("a client");
    let reply = client.call("charge", &charge("10", "A", APPROVED));
    let answer = assert_not_connected(&reply, 2, "in time");
    assert_eq!(answer["evidence"]["phase"], "handshake");
}
