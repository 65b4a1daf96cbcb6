//! A running sandbox and the plainest HTTP client that will do.

#![allow(dead_code, reason = "each test file uses its own part of this")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::Receiver;
use std::time::Duration;

use serde_json::{Value, json};

/// `Authorization` for the default credentials.
pub(crate) const LOGIN: &str =
    "Authorization: Basic dGVzdF9hcGlfMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE6c2FuZGJveA==\r\n";

/// A card that pays without 3-D Secure.
pub(crate) const PAYS: &str = "014000003055301204AAAA";
/// A card that pays after 3-D Secure.
pub(crate) const PAYS_AFTER_3DS: &str = "014242424242301204AAAA";
/// A card without money.
pub(crate) const POOR: &str = "014000055556301204AAAA";

/// The program, killed at the end of the test.
pub(crate) struct Sandbox {
    child: Child,
    /// What it said when it was ready.
    pub(crate) ready: Value,
    /// `127.0.0.1:port`.
    pub(crate) address: String,
}

impl Sandbox {
    pub(crate) fn start(options: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cloudpayments-sandbox"))
            .args(options)
            .arg("--exit-with-stdin")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the sandbox starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("piped");
        BufReader::new(stdout)
            .read_line(&mut line)
            .expect("a ready line");
        let ready: Value = serde_json::from_str(&line).expect("JSON");
        let url = ready["url"].as_str().expect("a URL");
        let address = url.rsplit('/').next().expect("an address").to_owned();
        Self {
            child,
            ready,
            address,
        }
    }

    /// A JSON call with credentials.
    pub(crate) fn call(&self, path: &str, body: &Value) -> Answer {
        self.send(&post(path, "application/json", LOGIN, &body.to_string()))
            .expect("an answer")
    }

    /// The same with an `X-Request-ID`.
    pub(crate) fn call_with_id(
        &self,
        path: &str,
        id: &str,
        body: &Value,
    ) -> Result<Answer, String> {
        let headers = format!("{LOGIN}X-Request-ID: {id}\r\n");
        self.send(&post(path, "application/json", &headers, &body.to_string()))
    }

    /// A control request.
    pub(crate) fn control(&self, path: &str, body: &Value) -> Answer {
        let path = format!("sandbox/{path}");
        self.send(&post(&path, "application/json", "", &body.to_string()))
            .expect("an answer")
    }

    /// A control read.
    pub(crate) fn read(&self, path: &str) -> Value {
        let request =
            format!("GET /sandbox/{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        self.send(&request).expect("an answer").json()
    }

    pub(crate) fn arm(&self, fault: &Value) {
        assert_eq!(self.control("faults", fault).status, 204, "{fault}");
    }

    /// How often an order was charged.
    pub(crate) fn charges(&self, invoice: &str) -> u64 {
        self.read("ledger")["by_invoice"][invoice]["charges"]
            .as_u64()
            .unwrap_or(0)
    }

    /// Send raw text on a connection of its own and read to the end.
    pub(crate) fn send(&self, request: &str) -> Result<Answer, String> {
        let bytes = self
            .exchange(request)
            .map_err(|problem| problem.to_string())?;
        Answer::parse(&bytes).ok_or_else(|| format!("no answer but {bytes:?}"))
    }

    /// The bytes that come back, whatever they are.
    pub(crate) fn exchange(&self, request: &str) -> std::io::Result<Vec<u8>> {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes())?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("connected");
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .expect("set");
        stream
    }

    /// Close its standard input and see it stop.
    pub(crate) fn stop(&mut self) -> bool {
        drop(self.child.stdin.take());
        self.stopped()
    }

    /// Send it SIGTERM and see it stop.
    pub(crate) fn terminate(&mut self) -> bool {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &id]).status();
        sent.is_ok_and(|status| status.success()) && self.stopped()
    }

    fn stopped(&mut self) -> bool {
        for _ in 0..100 {
            if self.child.try_wait().expect("asked").is_some() {
                return true;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A request as text.
pub(crate) fn post(path: &str, content_type: &str, headers: &str, body: &str) -> String {
    format!(
        "POST /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: {content_type}\r\n{headers}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// A payment of ten roubles.
pub(crate) fn order(invoice: &str, packet: &str) -> Value {
    json!({"Amount": 10, "InvoiceId": invoice, "AccountId": "user_x", "CardCryptogramPacket": packet})
}

/// An HTTP answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n")?;
        Some(Self {
            status: head.split(' ').nth(1)?.parse().ok()?,
            head: head.to_ascii_lowercase(),
            body: body.to_owned(),
        })
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body)
            .unwrap_or_else(|problem| panic!("{problem}: {}", self.body))
    }
}

/// The merchant's side of webhooks: answers each request with `answer` and passes on what came.
pub(crate) fn merchant(answer: &'static str) -> (String, Receiver<String>) {
    let (url, requests) = merchant_of_bytes(answer);
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for request in requests {
            let request = String::from_utf8_lossy(&request).into_owned();
            if sender.send(request).is_err() {
                return;
            }
        }
    });
    (url, receiver)
}

/// The same, byte for byte.
pub(crate) fn merchant_of_bytes(answer: &'static str) -> (String, Receiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
    let url = format!(
        "http://{}/{{type}}",
        listener.local_addr().expect("an address")
    );
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut request = Vec::new();
            let mut byte = [0];
            while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
                request.push(byte[0]);
            }
            let head = String::from_utf8_lossy(&request).to_ascii_lowercase();
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .and_then(|text| text.parse().ok())
                .unwrap_or(0);
            let mut body = vec![0; length];
            stream.read_exact(&mut body).expect("a body");
            request.extend(body);
            let reply = format!(
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{answer}",
                answer.len()
            );
            let _ = stream.write_all(reply.as_bytes());
            if sender.send(request).is_err() {
                return;
            }
        }
    });
    (url, receiver)
}
