//! No secret stays behind in memory that was given back.
//!
//! The allocator of this program looks into every block that the library frees.

#![allow(unsafe_code, reason = "an allocator, and the C functions")]

mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::backtrace::Backtrace;
use std::cell::Cell;
use std::ffi::{CStr, CString, c_char};
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use cloudpayments::ffi::kernel::{
    cp_call, cp_client, cp_client_free, cp_client_new, cp_free_string, cp_json_get, cp_json_quote,
};
use serde_json::json;
use support::{APPROVED, Sandbox, charge, charge_with};

/// So much of a secret is a secret. Growing buffers leave parts behind.
const PART: usize = 8;

struct Inspector;

#[global_allocator]
static INSPECTOR: Inspector = Inspector;

/// What must not be found.
static SECRETS: OnceLock<Vec<String>> = OnceLock::new();
static LOOKED_AT: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// Whether what this thread frees is the library's.
    static WATCHED: Cell<bool> = const { Cell::new(false) };
}

// SAFETY: the system's allocator does the work; a block is read before it is given back.
unsafe impl GlobalAlloc for Inspector {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as promised to us. Zeroed, so that every byte of a block may be read.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if WATCHED.get() {
            // SAFETY: the block is alive, and every byte of it was written once.
            inspect(unsafe { std::slice::from_raw_parts(block, layout.size()) });
        }
        // SAFETY: as promised to us.
        unsafe { System.dealloc(block, layout) }
    }

    // `realloc` stays the default: a new block, a copy, and the old block given back.
}

fn inspect(block: &[u8]) {
    LOOKED_AT.fetch_add(1, Ordering::Relaxed);
    let parts = |secret: &'static String| secret.as_bytes().windows(PART);
    let mut parts = SECRETS.get().into_iter().flatten().flat_map(parts);
    if parts.any(|part| block.windows(PART).any(|window| window == part)) {
        // Remembering it frees memory, too.
        WATCHED.set(false);
        found().push(Backtrace::force_capture());
        WATCHED.set(true);
    }
}

/// Where blocks with a secret were freed.
fn found() -> MutexGuard<'static, Vec<Backtrace>> {
    static FOUND: Mutex<Vec<Backtrace>> = Mutex::new(Vec::new());
    FOUND.lock().expect("nobody panics with it")
}

/// The library's work, watched.
fn watched<T>(work: impl FnOnce() -> T) -> T {
    WATCHED.set(true);
    let result = work();
    WATCHED.set(false);
    result
}

fn text(text: impl Into<Vec<u8>>) -> CString {
    CString::new(text).expect("no zero inside")
}

fn call(client: *mut cp_client, method: &str, request: Vec<u8>) -> i32 {
    let (method, request) = (text(method), text(request));
    let mut out: *mut c_char = std::ptr::null_mut();
    watched(|| {
        // SAFETY: valid texts and a valid place for the answer.
        let status = unsafe { cp_call(client, method.as_ptr(), request.as_ptr(), &raw mut out) };
        cp_free_string(out);
        status
    })
}

/// A client from its making to its end.
fn life(config: impl Into<Vec<u8>>, request: impl Into<Vec<u8>>) {
    let config = text(config);
    // SAFETY: a valid text; no answer is wanted.
    let client = watched(|| unsafe { cp_client_new(config.as_ptr(), std::ptr::null_mut()) });
    assert!(!client.is_null());
    assert_eq!(call(client, "test", b"{}".to_vec()), 0);
    assert_eq!(call(client, "charge", request.into()), 0);
    watched(|| cp_client_free(client));
}

/// Opens tunnels, and says what it was asked.
fn proxy() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for near in listener.incoming().map_while(Result::ok) {
            std::thread::spawn(move || tunnel(near));
        }
    });
    port
}

fn tunnel(mut near: TcpStream) -> Option<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        near.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).ok()?;
    assert!(head.contains("Proxy-Authorization: Basic "));
    let mut far = TcpStream::connect(head.split(' ').nth(1)?).ok()?;
    near.write_all(b"HTTP/1.1 200 OK\r\n\r\n").ok()?;
    let (mut from, mut to) = (near.try_clone().ok()?, far.try_clone().ok()?);
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    });
    let _ = std::io::copy(&mut far, &mut near);
    None
}

const SECRET: &str = "Qz7wXk3vRb9nTf5m";
const PASSWORD: &str = "Hy2+Jd8sLc4gVp6q";
const PASSWORD_IN_URL: &str = "Hy2%2BJd8sLc4gVp6q";
/// What the cryptogram of a test card is made of.
const CARD: &str = "AAAAAAAAAAAA";

/// What follows `before:` in Base64.
fn encoded(before: &str, secret: &str) -> String {
    let whole = BASE64_STANDARD.encode(format!("{before}:{secret}"));
    let group = (before.len() + 1).div_ceil(3);
    whole.chars().skip(group * 4).collect()
}

/// As JSON may write it too, so that reading it takes a copy.
fn escaped(text: &str) -> String {
    text.replace(SECRET, &format!("\\u0051{}", &SECRET[1..]))
        .replacen(CARD, "AAAAAA\\u0041AAAAA", 1)
}

/// With a letter of Windows-1251 in it, so that reading it takes a copy.
fn windows_1251(text: &str) -> Vec<u8> {
    text.bytes()
        .map(|byte| if byte == b'~' { 0xb9 } else { byte })
        .collect()
}

/// A text made a part of JSON, and read out of it.
fn texts(secret: &str) {
    for utf8 in [true, false] {
        let secret = if utf8 {
            secret.as_bytes().to_vec()
        } else {
            windows_1251(&secret.replace('№', "~"))
        };
        let (secret, path) = (text(secret), text("0"));
        // SAFETY: a valid text.
        let quoted = watched(|| unsafe { cp_json_quote(secret.as_ptr()) });
        // SAFETY: a text of the library.
        let json = unsafe { CStr::from_ptr(quoted) }.to_bytes();
        let json = text([b"[", json, b"]"].concat());
        watched(|| {
            cp_free_string(quoted);
            // SAFETY: valid texts.
            let read = unsafe { cp_json_get(json.as_ptr(), path.as_ptr()) };
            // SAFETY: a text of the library.
            assert_eq!(unsafe { CStr::from_ptr(read) }, &*secret);
            cp_free_string(read);
        });
    }
}

fn refused(config: &str) {
    let config = text(config);
    let mut out: *mut c_char = std::ptr::null_mut();
    watched(|| {
        // SAFETY: a valid text and a valid place for the answer.
        let client = unsafe { cp_client_new(config.as_ptr(), &raw mut out) };
        assert!(client.is_null());
        cp_free_string(out);
    });
}

#[test]
fn what_is_freed_holds_no_secret() {
    let plain = Sandbox::with(&["--api-secret", SECRET]);
    let tls = Sandbox::with(&["--api-secret", SECRET, "--tls"]);
    let secrets = [
        SECRET.to_owned(),
        encoded(&plain.public_id, SECRET),
        PASSWORD.to_owned(),
        PASSWORD_IN_URL.to_owned(),
        encoded("till", PASSWORD),
        CARD.to_owned(),
    ];
    SECRETS.set(secrets.into()).expect("set once");

    // The judge first: a part of a secret in a buffer that grew is found.
    let mut planted = Vec::with_capacity(8);
    watched(|| {
        planted.extend_from_slice(&SECRET.as_bytes()[..8]);
        planted.extend_from_slice(&SECRET.as_bytes()[8..]);
    });
    assert_eq!(found().drain(..).count(), 1);

    let proxy = format!("http://till:{PASSWORD_IN_URL}@127.0.0.1:{}", proxy());
    let request = charge("10", "A", APPROVED);
    life(plain.config(&json!({})), &*request);
    life(tls.config(&json!({})), &*request);
    life(tls.config(&json!({"proxy": proxy})), &*request);
    let form = plain.config(&json!({"proxy": proxy, "content_type": "form"}));
    life(escaped(&form), escaped(&request));
    let windows = plain.config(&json!({"text_encoding": "windows-1251", "till": "~~~~~~~~"}));
    let request = charge_with("10", "B", APPROVED, r#""Description":"~~~~~~~~""#);
    life(windows_1251(&windows), windows_1251(&request));

    texts(&format!("{SECRET}\n\"№\""));
    texts(SECRET);

    // Configurations that make no client.
    for more in [
        json!({"api_secret": format!("{SECRET}\n")}),
        json!({"api_secret": SECRET.repeat(100)}),
        json!({"proxy": format!("{proxy}/path")}),
        json!({"proxy": format!("http://{PASSWORD_IN_URL}@127.0.0.1:1")}),
        json!({"proxy": format!("http://till:{PASSWORD_IN_URL}%ff@127.0.0.1:1")}),
        json!({"text_encoding": "koi8-r"}),
    ] {
        refused(&plain.config(&more));
        refused(&escaped(&plain.config(&more)));
    }

    assert!(LOOKED_AT.load(Ordering::Relaxed) > 1000);
    let found = found();
    if let Some(first) = found.first() {
        panic!(
            "{} blocks, the first of them freed here:\n{first}",
            found.len()
        );
    }
}
