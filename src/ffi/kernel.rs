//! The functions of the C surface that are not rows of the catalogue.
//!
//! Every function keeps the common rules that stand at the top of the header; they are also the
//! safety contract of those that take pointers. Their comments become the header's, so they speak
//! to a C programmer.
#![expect(
    clippy::missing_safety_doc,
    clippy::doc_markdown,
    reason = "the comments are the header's, and its rules are the contract"
)]

use std::ffi::{c_char, c_int};

use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::json;
use cloudpayments_money::outcome::Outcome;
use cloudpayments_money::status::Status;
use cloudpayments_money::verdict::{Effect, Verdict};

use super::border::{self, Answer, OutJson};
use super::{handles, texts};
use crate::client::Client;
use crate::config::Config;
use crate::methods_json;
use crate::reply::{Facts, Reply};
use crate::text::Encoding;

/// A client: an opaque handle, a number in a table. It is never dereferenced.
#[expect(non_camel_case_types, reason = "the name that C sees")]
pub struct cp_client {
    _private: [u8; 0],
}

/// The result of a call: one of the CP_ constants.
#[expect(non_camel_case_types, reason = "the name that C sees")]
pub type cp_status = c_int;

/// The number of this C interface.
///
/// Within one number nothing is removed, renamed or re-typed. Compare it at start with the number
/// that your program was written for. Does not block; any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cp_abi_version() -> c_int {
    crate::ABI_VERSION
}

/// The version of this library as text, such as "0.1.0".
///
/// Static: never free it. Does not block; any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cp_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

/// The whole catalogue of methods as JSON: names, paths, effects and fields.
///
/// Static: never free it. Does not block; any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cp_methods() -> *const c_char {
    border::guarded(|| methods_json::text().as_ptr().cast()).unwrap_or_else(|_| c"{}".as_ptr())
}

/// The name of a status, such as "declined" for CP_DECLINED; "unassigned" for other numbers.
///
/// Static: never free it. Does not block; any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cp_status_name(status: cp_status) -> *const c_char {
    border::guarded(|| methods_json::status_name(status).as_ptr())
        .unwrap_or_else(|_| c"unassigned".as_ptr())
}

/// Make a client from its configuration, a JSON object.
///
/// `config_json` must have `public_id` and `api_secret`; it is read in the encoding that it names
/// itself. `out_json` may be NULL here; otherwise an answer is written to it, to be freed, on
/// success too. Opens no connection, but reads the files that the configuration names. Any thread.
///
/// Returns NULL on failure. The answer then has status CP_INVALID_CONFIG, and `error.field` names
/// the key at fault; or CP_INVALID_ARGUMENT if the text is NULL or no JSON object. Free the client with cp_client_free().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cp_client_new(
    config_json: *const c_char,
    out_json: *mut *mut c_char,
) -> *mut cp_client {
    // SAFETY: the caller's promise.
    let out_json = unsafe { OutJson::claim(out_json) };
    let made = border::guarded(|| {
        // SAFETY: the caller's promise.
        let bytes = unsafe { border::bytes(config_json) }?;
        new_client(bytes)
    });
    let (handle, reply) = match made {
        Ok(Ok(handle)) => (handle, created()),
        Ok(Err(fault)) => (0, Reply::refused(fault, None)),
        Err(_) => (0, Reply::refused(panicked(), None)),
    };
    if let Some(out_json) = out_json {
        let encoding = Encoding::ASCII;
        // Handing out may allocate, and so must not be able to unwind into the caller.
        let _ = border::guarded(|| out_json.write(Answer { reply, encoding }));
    }
    handle as *mut cp_client
}

fn new_client(bytes: Option<&[u8]>) -> Result<usize, Fault> {
    let bytes =
        bytes.ok_or_else(|| Fault::new(ErrorCode::NullArgument, "`config_json` is NULL"))?;
    let encoding = Config::encoding_of(bytes);
    let text = encoding
        .read(bytes)
        .ok_or_else(|| border::bad_encoding("config_json", encoding))?;
    handles::enter(Client::new(&text)?)
        .ok_or_else(|| Fault::new(ErrorCode::Internal, "there are too many clients"))
}

fn created() -> Reply {
    Reply::of(&Verdict::of(Outcome::Ok, Effect::Local), &Facts::NONE)
}

fn panicked() -> Fault {
    Fault::new(
        ErrorCode::Internal,
        "a fault of this library ended the call",
    )
}

/// Release a client.
///
/// NULL, a freed client and a foreign number do nothing. Returns at once: calls that run in other
/// threads finish normally, later ones get CP_INVALID_ARGUMENT. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cp_client_free(client: *mut cp_client) {
    let _ = border::guarded(|| handles::leave(client as usize));
}

/// Call a method by its name.
///
/// `method` is a name of the catalogue. `request_json` is a JSON object; NULL or empty means `{}`.
/// The answer is written to `*out_json`, on success and on failure; free it with
/// cp_free_string(). Blocks until the call ends, at most the configured `timeout_ms` and 250 ms.
/// Any number of threads may use one client at once.
///
/// Fails with CP_INVALID_ARGUMENT when `client`, `method` or `out_json` is NULL (with NULL
/// `out_json` there is no answer), when the client is freed or was made before a fork, and when a
/// text is too large or not in the client's encoding. Nothing is sent then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cp_call(
    client: *mut cp_client,
    method: *const c_char,
    request_json: *const c_char,
    out_json: *mut *mut c_char,
) -> cp_status {
    // SAFETY: the caller's promise.
    let Some(out_json) = (unsafe { OutJson::claim(out_json) }) else {
        return Status::InvalidArgument.number();
    };
    border::answer(out_json, |progress| {
        // SAFETY: the caller's promise.
        let name = match unsafe { border::bytes(method) } {
            Ok(Some(name)) => String::from_utf8_lossy(name),
            Ok(None) => {
                let fault = Fault::new(ErrorCode::NullArgument, "`method` is NULL");
                return Answer::refused(fault, None);
            }
            Err(fault) => return Answer::refused(fault, None),
        };
        // SAFETY: the caller's promise.
        let request = unsafe { border::bytes(request_json) };
        call(client, &name, request, progress)
    })
}

/// The body of every generated function: a row's name is known, everything else is the caller's.
unsafe fn method(
    client: *mut cp_client,
    name: &'static str,
    request_json: *const c_char,
    out_json: *mut *mut c_char,
) -> cp_status {
    // SAFETY: the caller's promise.
    let Some(out_json) = (unsafe { OutJson::claim(out_json) }) else {
        return Status::InvalidArgument.number();
    };
    border::answer(out_json, |progress| {
        // SAFETY: the caller's promise.
        let request = unsafe { border::bytes(request_json) };
        call(client, name, request, progress)
    })
}

fn call(
    client: *mut cp_client,
    method: &str,
    request: Result<Option<&[u8]>, Fault>,
    progress: &crate::Progress,
) -> Answer {
    let client = match handles::get(client as usize) {
        Ok(client) => client,
        Err(fault) => return Answer::refused(fault, Some(method)),
    };
    let encoding = client.encoding();
    let reply = match request {
        Ok(bytes) => match encoding.read(bytes.unwrap_or_default()) {
            Some(text) => client.call_watched(method, &text, progress),
            None => {
                let fault = border::bad_encoding("request_json", encoding);
                Reply::refused(fault, Some(method))
            }
        },
        Err(fault) => Reply::refused(fault, Some(method)),
    };
    Answer { reply, encoding }
}

/// Free a text that this library handed out.
///
/// NULL and a pointer that is not ours do nothing. The text is wiped. Freeing a text twice does
/// nothing either as long as fewer than 1,024 texts of 1 MiB in all were freed in between: a
/// safety net, not a promise. Does not block; any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cp_free_string(text: *mut c_char) {
    let _ = border::guarded(|| texts::free(text));
}

/// Read one value out of a JSON text by its path, such as "Model.TransactionId".
///
/// Array elements go by their index from 0, without leading zeros: "Model.0.Amount". A string is
/// given without quotes and with its escapes resolved, a number with the digits that it has,
/// anything else as JSON text. Returns NULL when `json` or `path` is NULL, when the text is not
/// JSON, and when the value is absent or null. Free the result with cp_free_string().
///
/// Also NULL is a string with U+0000 in it, which no C text can hold: read the object around it. A
/// key with a dot or U+0000 in it has no path.
///
/// The result is in the encoding of `json`: valid UTF-8 is taken as UTF-8, anything else as
/// Windows-1251. Does not block; any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cp_json_get(json: *const c_char, path: *const c_char) -> *mut c_char {
    if json.is_null() || path.is_null() {
        return std::ptr::null_mut();
    }
    border::guarded(|| {
        // SAFETY: not NULL; the rest is the caller's promise.
        let bytes = unsafe { border::long_bytes(json) };
        // SAFETY: not NULL; the rest is the caller's promise.
        let path = unsafe { border::long_bytes(path) };
        json_get(bytes, path).map_or(std::ptr::null_mut(), texts::hand_out)
    })
    .unwrap_or(std::ptr::null_mut())
}

fn json_get(bytes: &[u8], path: &[u8]) -> Option<Vec<u8>> {
    let encoding = guess(bytes);
    let text = encoding.read(bytes)?;
    let path = encoding.read(path)?;
    let value = json::parse(&text)
        .ok()?
        .at(&path)
        .filter(|value| !value.is_null())?;
    let found = value.as_str().unwrap_or_else(|| value.text().into());
    // Without its zero it would be another text, and cut at it too.
    (!found.contains('\0')).then(|| encoding.write(found.into_owned()))
}

/// The encoding of a text that comes without a client. Russian text in Windows-1251 is as good as
/// never valid UTF-8.
fn guess(bytes: &[u8]) -> Encoding {
    Encoding {
        windows_1251: std::str::from_utf8(bytes).is_err(),
        ascii: false,
    }
}

/// Write a text as a JSON string, with its quotes and escapes.
///
/// Bytes above 127 are passed on, so that the result has the encoding of `text`. Returns NULL for
/// NULL. Free the result with cp_free_string(). Does not block; any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cp_json_quote(text: *const c_char) -> *mut c_char {
    if text.is_null() {
        return std::ptr::null_mut();
    }
    border::guarded(|| {
        // SAFETY: not NULL; the rest is the caller's promise.
        let bytes = unsafe { border::long_bytes(text) };
        texts::hand_out(quote(bytes))
    })
    .unwrap_or(std::ptr::null_mut())
}

fn quote(bytes: &[u8]) -> Vec<u8> {
    let longer = bytes.iter().map(|byte| match byte {
        b'"' | b'\\' => 1,
        0..=0x1f => 5,
        _ => 0,
    });
    // Room for all of it and the closing zero: it may be a secret, and a vector that grows leaves
    // its beginning behind.
    let mut out = Vec::with_capacity(bytes.len() + longer.sum::<usize>() + 3);
    out.push(b'"');
    for byte in bytes {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', *byte]),
            0..=0x1f => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(*byte),
        }
    }
    out.push(b'"');
    out
}

/// Copy a text into a buffer of the caller's.
///
/// Copies as much as fits and always ends it with a zero byte (if `size` is not 0). Returns the
/// length of `text` without its zero byte: if that is not less than `size`, the copy was cut.
/// Does not cut a UTF-8 character in two. NULL `text` counts as empty; with NULL `buffer` nothing
/// is copied. Does not block; any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cp_copy_text(
    text: *const c_char,
    buffer: *mut c_char,
    size: usize,
) -> usize {
    let bytes = if text.is_null() {
        &[]
    } else {
        // SAFETY: not NULL; the rest is the caller's promise.
        unsafe { border::long_bytes(text) }
    };
    if !buffer.is_null() && size > 0 {
        let length = fitting(bytes, size - 1);
        // SAFETY: `buffer` has room for `size` bytes, and a text of ours never overlaps it.
        unsafe { std::ptr::copy(bytes.as_ptr(), buffer.cast(), length) };
        // SAFETY: `length` is less than `size`.
        let end = unsafe { buffer.add(length) };
        // SAFETY: `end` is within the buffer.
        unsafe { end.write(0) };
    }
    bytes.len()
}

/// How much of a text fits without cutting a UTF-8 character in two.
fn fitting(bytes: &[u8], room: usize) -> usize {
    if bytes.len() <= room {
        return bytes.len();
    }
    let is_middle = |at: usize| bytes.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
    if std::str::from_utf8(bytes).is_err() {
        return room;
    }
    (0..=room).rev().find(|at| !is_middle(*at)).unwrap_or(0)
}

include!(concat!(env!("OUT_DIR"), "/exports.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_in_the_encoding_of_its_text() {
        let get = |json: &[u8], path: &[u8]| json_get(json, path);
        assert_eq!(
            get(br#"{"a":[1.50,{"b":"x\ny"}]}"#, b"a.1.b"),
            Some(b"x\ny".to_vec())
        );
        assert_eq!(get(br#"{"a":1.50}"#, b"a"), Some(b"1.50".to_vec()));
        assert_eq!(get(br#"{"a":null}"#, b"a"), None);
        for no_index in [&b"a.00"[..], b"a.01", b"a.+0", b"a.-0", b"a.", b"a.2"] {
            assert_eq!(get(br#"{"a":[1,2]}"#, no_index), None);
        }
        assert_eq!(get(br#"{"a":{"00":1}}"#, b"a.00"), Some(b"1".to_vec()));
        assert_eq!(
            get(b"{\"a\":\"\xce\xef\"}", b"a"),
            Some(b"\xce\xef".to_vec())
        );
    }

    #[test]
    fn a_text_that_c_cannot_hold_is_not_given() {
        let json = br#"{"a":{"b":"x\u0000y"}}"#;
        assert_eq!(json_get(json, b"a.b"), None);
        assert_eq!(json_get(json, b"a"), Some(br#"{"b":"x\u0000y"}"#.to_vec()));
    }

    #[test]
    fn a_quoted_text_keeps_its_encoding() {
        assert_eq!(quote(b"a\"\\\n\xce"), b"\"a\\\"\\\\\\u000a\xce\"");
    }

    #[test]
    fn a_copy_does_not_cut_a_character() {
        assert_eq!(fitting("яя".as_bytes(), 3), 2);
        assert_eq!(fitting("яя".as_bytes(), 4), 4);
        assert_eq!(fitting(b"abc", 2), 2);
    }
}
