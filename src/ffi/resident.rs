//! Stays in memory once used: a thread of the host may be inside, or carry thread-local remains of
//! us, when the host unloads what it thinks it has done with.
//!
//! On Linux a flag of the file says so (see `build.rs`). Windows has none; it is asked at the first
//! call.

/// Makes the system keep the library until the process ends.
#[cfg(windows)]
pub(super) fn stay() {
    use std::ffi::c_void;
    use std::ptr;
    use std::sync::atomic::{AtomicBool, Ordering};

    /// For ever, and by an address inside instead of a name.
    const PIN_BY_ADDRESS: u32 = 0x1 | 0x4;

    static STAYS: AtomicBool = AtomicBool::new(false);

    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn GetModuleHandleExW(flags: u32, inside: *const c_void, module: *mut *mut c_void) -> i32;
    }

    // Two threads may both get here: to ask twice does no harm.
    if STAYS.load(Ordering::Relaxed) {
        return;
    }
    let mut module = ptr::null_mut();
    let inside = ptr::from_ref(&STAYS).cast();
    // SAFETY: the address is inside this library, and the answer has a place.
    let kept = unsafe { GetModuleHandleExW(PIN_BY_ADDRESS, inside, &raw mut module) };
    STAYS.store(kept != 0, Ordering::Relaxed);
}

#[cfg(not(windows))]
pub(super) fn stay() {}
