//! A gateway that gives one prepared answer, and remembers what it was asked.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use cloudpayments::Client;
use serde_json::json;

/// What came in.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) body: String,
}

/// A gateway for one call.
pub(crate) struct Gateway {
    url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Gateway {
    /// Answers the first request, and every further one to the same path, with `status` and
    /// `answer`; whatever else the library asks then, with `record`.
    pub(crate) fn answering(status: u16, answer: &str, record: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(Vec::<Asked>::new()));
        let all = Arc::clone(&asked);
        let (answer, record) = (answer.to_owned(), record.to_owned());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                while let Some(one) = read(&stream) {
                    let mut all = all.lock().expect("no panic");
                    let again = all.first().is_none_or(|first| first.path == one.path);
                    all.push(one);
                    drop(all);
                    let (status, body) = if again {
                        (status, &answer)
                    } else {
                        (200, &record)
                    };
                    let length = body.len();
                    let whole = format!(
                        "HTTP/1.1 {status} -\r\nContent-Length: {length}\r\nLocation: /\r\n\r\n{body}"
                    );
                    let _ = (&stream).write_all(whole.as_bytes());
                }
            }
        });
        Self { url, asked }
    }

    /// A client of it alone: another `public_id` shares no memory of orders and no places.
    pub(crate) fn client(&self, public_id: &str) -> Client {
        let config = json!({"public_id": public_id, "api_secret": "s", "base_url": self.url,
            "timeout_ms": 1500, "resolve_ms": 700});
        Client::new(&config.to_string()).expect("a client")
    }

    /// The first request, which is the call itself.
    pub(crate) fn asked(&self) -> Option<Asked> {
        self.asked.lock().expect("no panic").first().cloned()
    }
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line.trim().is_empty() {
            break;
        }
        head.push(line.trim().to_owned());
    }
    let path = head.first()?.split(' ').nth(1)?.trim_start_matches('/');
    let length = head.iter().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let length = value.trim().parse().ok()?;
        name.eq_ignore_ascii_case("content-length")
            .then_some(length)
    });
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    Some(Asked {
        path: path.to_owned(),
        body: String::from_utf8(body).ok()?,
    })
}
