//! Card payments through CloudPayments, with one answer to one question: did money move?
//!
//! The core is an ordinary Rust library: [`Client::new`] takes a configuration as JSON,
//! [`Client::call`] a method and a request, and the [`Reply`] has a status to switch on and the
//! whole answer as JSON. The C boundary around it lives in [`ffi`] and only translates.

#![deny(unsafe_code)]

pub mod catalog;
pub mod config;
pub mod ffi;
#[cfg(feature = "testing")]
pub mod testing;
pub mod text;

mod call;
mod certificate;
mod client;
mod cryptogram;
mod descriptor;
mod flow;
mod gateway_clock;
mod http;
mod ids;
mod journal;
mod limiter;
mod log;
mod look_up;
mod members;
mod memory;
mod methods;
mod methods_json;
mod nearest;
mod process;
mod receipts;
mod reconcile;
mod reply;
mod request;
mod reverse;
mod self_test;
mod settle;
mod sync;
#[cfg(all(test, shuttle))]
mod threads;
mod three_ds;
mod webhook;
mod world;

pub use client::{Client, Progress};
pub use reply::Reply;

/// The version of the C ABI: within one number nothing is removed, renamed or re-typed.
pub const ABI_VERSION: i32 = 1;

/// The version of this library.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
