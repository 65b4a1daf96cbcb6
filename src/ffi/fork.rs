//! Notices `fork`.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::process;

static WATCHING: AtomicBool = AtomicBool::new(false);

/// Registers the fork handler, once. Called before the first handle exists, so that no handle can
/// be older than it.
pub(super) fn watch() {
    if !WATCHING.swap(true, Ordering::Relaxed) {
        register();
    }
}

#[cfg(unix)]
fn register() {
    extern "C" fn in_child() {
        process::entered_child();
    }
    // SAFETY: the handler touches one atomic, which is allowed in a forked child, and the library
    // stays loaded for the life of the process.
    unsafe {
        libc::pthread_atfork(None, None, Some(in_child));
    }
}

#[cfg(not(unix))]
fn register() {
    let _ = process::entered_child;
}
