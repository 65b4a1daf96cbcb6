//! What happened to the money.
//!
//! Everything that decides, and nothing that does: exact amounts, the reading of JSON digit for
//! digit, the evidence that a transport leaves behind, and the verdict drawn from it. There is no
//! socket, no file and no clock in this crate: times come in as numbers, and so the rules build
//! and test in seconds and run unchanged inside a simulator.

#![forbid(unsafe_code)]

pub mod agenda;
pub mod amount;
pub mod answer;
pub mod ask;
pub mod day;
pub mod document;
pub mod error;
pub mod evidence;
pub mod instant;
pub mod intent;
pub mod json;
pub mod outcome;
pub mod patience;
pub mod reason;
pub mod receipt;
pub mod reconcile;
pub mod request_id;
pub mod retry;
pub mod status;
pub mod verdict;
pub mod words;
pub mod zone;
