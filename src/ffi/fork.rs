//! Notices `fork`.
//!
//! Fork handlers would miss a child made by `_Fork` or by the system call itself, and asking for
//! the process id is a system call. Linux wipes a page in the child if it is asked to.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::process;

/// Gives [`process`] its mark, once. Every exported function calls this first, so that no handle
/// and no lock is older than the mark.
pub(super) fn watch() {
    static REFUSED: AtomicBool = AtomicBool::new(false);
    // No `Once`: a fork in the middle of it would leave the child waiting for ever. Two threads
    // may both get here; one of them has its page in vain.
    if process::is_marked() || REFUSED.load(Ordering::Relaxed) {
        return;
    }
    if !page::mark() {
        REFUSED.store(true, Ordering::Relaxed);
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
mod page {
    use std::ffi::c_void;
    use std::ptr;
    use std::sync::atomic::AtomicU32;

    use crate::process;

    /// The smallest size of a page anywhere; the kernel rounds up.
    const SIZE: usize = 4096;

    /// No such advice exists.
    const NONSENSE: i32 = -1;

    /// Whether there is a mark now.
    pub(super) fn mark() -> bool {
        let Some(page) = map() else {
            return false;
        };
        // An emulator that agrees to everything wipes nothing.
        if advise(page, NONSENSE) || !advise(page, libc::MADV_WIPEONFORK) {
            unmap(page);
            return false;
        }
        // SAFETY: the page is readable, writable, zeroed and large enough, and stays unless the
        // mark is refused, when nobody has a reference to it.
        let mark = unsafe { &*page.cast::<AtomicU32>() };
        if !process::mark_by(mark) {
            unmap(page);
        }
        true
    }

    fn map() -> Option<*mut c_void> {
        let access = libc::PROT_READ | libc::PROT_WRITE;
        let kind = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
        // SAFETY: a new mapping, wherever the kernel likes.
        let page = unsafe { libc::mmap(ptr::null_mut(), SIZE, access, kind, -1, 0) };
        (page != libc::MAP_FAILED).then_some(page)
    }

    fn advise(page: *mut c_void, advice: i32) -> bool {
        // SAFETY: the page is ours; no advice that we give takes it away.
        unsafe { libc::madvise(page, SIZE, advice) == 0 }
    }

    fn unmap(page: *mut c_void) {
        // SAFETY: the page is ours, and nobody refers to it.
        unsafe { libc::munmap(page, SIZE) };
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
mod page {
    /// There is no mark; the process id tells.
    pub(super) fn mark() -> bool {
        false
    }
}
