//! The panic hook of a Rust host is its own.

use std::panic::{self, PanicHookInfo};
use std::sync::atomic::{AtomicUsize, Ordering};

use cloudpayments::Client;
use cloudpayments::ffi::kernel::cp_methods;

type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send>;

static CALLED: AtomicUsize = AtomicUsize::new(0);

/// A hook that counts. It holds a number, so that it has an address of its own.
fn counting() -> Hook {
    let step = std::hint::black_box(1);
    Box::new(move |_| {
        CALLED.fetch_add(step, Ordering::Relaxed);
    })
}

fn address(hook: &Hook) -> *const () {
    (&raw const **hook).cast()
}

// One test: the hook belongs to the whole process.
#[test]
fn a_rust_host_keeps_its_panic_hook() {
    let hook = counting();
    let installed = address(&hook);
    panic::set_hook(hook);
    let client = Client::new(r#"{"public_id":"hook","api_secret":"s"}"#).expect("a client");
    let _ = client.call("interrupt", r#"{"request_id":"none"}"#);
    let _ = client.call("charge", "{}");
    drop(client);
    let hook = panic::take_hook();
    assert_eq!(address(&hook), installed, "the Rust interface replaced it");

    // The C functions have to keep quiet inside, and pass on what is outside.
    panic::set_hook(hook);
    assert!(!cp_methods().is_null());
    assert!(panic::catch_unwind(|| panic!("the host's own")).is_err());
    assert_eq!(CALLED.load(Ordering::Relaxed), 1);
}
