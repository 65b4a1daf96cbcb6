//! The funnel: whatever the caller gives and whatever happens, one status and one answer.

use std::any::Any;
use std::cell::Cell;
use std::ffi::{CStr, c_char};
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};

use cloudpayments_money::error::{ErrorCode, Fault};

use super::{fork, resident, texts};
use crate::client::Progress;
use crate::reply::Reply;
use crate::request::{MAX_REQUEST, too_large};
use crate::text::Encoding;

thread_local! {
    /// Whether this thread is inside one of our functions.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Runs `body` so that no panic leaves it, and none is printed: the host's stderr is not ours.
pub(super) fn guarded<T>(body: impl FnOnce() -> T) -> Result<T, Box<dyn Any + Send>> {
    fork::watch();
    resident::stay();
    silence();
    let outer = INSIDE.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(body));
    INSIDE.set(outer);
    result
}

/// Keeps panics inside our functions from the host's stderr, from the first of them on. In the
/// shared library std is our own copy and this silences nobody else. A Rust host that links the
/// crate never comes here: its hook is its own, unless it calls the C functions, and then it keeps
/// its hook for everything outside them.
fn silence() {
    // No `Once`: a fork in the middle of it would leave the child waiting for ever.
    static SILENT: AtomicBool = AtomicBool::new(false);
    let done = SILENT.load(Ordering::Relaxed);
    // Whoever is panicking already may not change the hook.
    if done || std::thread::panicking() || SILENT.swap(true, Ordering::Relaxed) {
        return;
    }
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !INSIDE.get() {
            before(info);
        }
    }));
}

/// What a call gives back: the answer, and the encoding to write it in.
pub(super) struct Answer {
    pub(super) reply: Reply,
    pub(super) encoding: Encoding,
}

impl Answer {
    /// The answer to a call that never reached a client.
    pub(super) fn refused(fault: Fault, method: Option<&str>) -> Self {
        Self {
            reply: Reply::refused(fault, method),
            encoding: Encoding::ASCII,
        }
    }
}

/// Runs a call and hands its answer out through `out_json`.
///
/// `body` tells the progress what must survive a panic.
pub(super) fn answer(out_json: OutJson, body: impl FnOnce(&Progress) -> Answer) -> i32 {
    let progress = Progress::default();
    // Writing the answer is guarded too: nothing may leave this function but a status.
    guarded(|| {
        let answer = guarded(|| body(&progress)).unwrap_or_else(|_| Answer {
            reply: progress.after_panic(),
            encoding: Encoding::ASCII,
        });
        let status = answer.reply.status;
        out_json.write(answer);
        status
    })
    .unwrap_or_else(|_| progress.status_after_panic())
    .number()
}

/// Where an answer goes. Holding one is proof that the pointer was not NULL and is set.
pub(super) struct OutJson(*mut *mut c_char);

impl OutJson {
    /// Sets `*out_json` to NULL; `None` if there is nothing to set.
    ///
    /// # Safety
    /// `out_json` is NULL or points to a `char *` that may be written.
    pub(super) unsafe fn claim(out_json: *mut *mut c_char) -> Option<Self> {
        if out_json.is_null() {
            return None;
        }
        // SAFETY: not NULL, and the header asks for a pointer that may be written.
        unsafe { out_json.write(std::ptr::null_mut()) };
        Some(Self(out_json))
    }

    pub(super) fn write(self, answer: Answer) {
        let text = texts::hand_out(answer.encoding.write(answer.reply.json));
        // SAFETY: `claim` has written to it, and the header asks that it stays valid for the call.
        unsafe { self.0.write(text) };
    }
}

/// The bytes of a text of the caller; `None` for NULL.
///
/// # Safety
/// `text` is NULL or ends with a zero byte, and stays as it is for the call.
pub(super) unsafe fn bytes<'a>(text: *const c_char) -> Result<Option<&'a [u8]>, Fault> {
    if text.is_null() {
        return Ok(None);
    }
    // Looked at no further than any text may reach, before anything is copied.
    // SAFETY: the header asks for a closing zero.
    let length = unsafe { libc::strnlen(text, MAX_REQUEST + 1) };
    if length > MAX_REQUEST {
        return Err(too_large());
    }
    // SAFETY: `strnlen` has just seen these bytes, and the caller leaves them alone.
    Ok(Some(unsafe {
        std::slice::from_raw_parts(text.cast(), length)
    }))
}

/// The bytes of a text of any length, as `cp_json_get` takes an answer.
///
/// # Safety
/// `text` is not NULL, ends with a zero byte, and stays as it is for the call.
pub(super) unsafe fn long_bytes<'a>(text: *const c_char) -> &'a [u8] {
    // SAFETY: the header asks for a closing zero.
    unsafe { CStr::from_ptr(text) }.to_bytes()
}

/// The error of text that is not in the encoding of the client.
pub(super) fn bad_encoding(what: &str, encoding: Encoding) -> Fault {
    let name = if encoding.windows_1251 {
        "Windows-1251"
    } else {
        "UTF-8"
    };
    Fault::new(
        ErrorCode::BadEncoding,
        format!("`{what}` is not valid {name} text"),
    )
}
