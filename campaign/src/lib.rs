//! Campaigns against the library: what no list of examples reaches.
//!
//! [`bytes`] breaks real connections at every byte and holds what the till is told against the
//! ledger.

pub mod bytes;
pub mod dice;
