//! Campaigns against the library: what no list of examples reaches.
//!
//! [`lives`] plays whole days of a till from one number, in a world of its own. [`bytes`] breaks
//! real connections at every byte. [`kills`] kills a till at every system call, [`power`] cuts its
//! power. [`crowd`] lets many tills work with one journal. [`fleet`] asks how much all tills ask after an outage. Each is judged
//! by the ledger of the sandbox.

#![deny(unsafe_code)]
#![allow(
    clippy::indexing_slicing,
    reason = "an answer is asked by name, which gives null and never panics"
)]

pub mod bytes;
pub mod crowd;
pub mod dice;
pub mod figures;
pub mod fleet;
pub mod kills;
pub mod lives;
pub mod power;
