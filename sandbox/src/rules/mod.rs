//! What cards, tokens and banks do.

pub(crate) mod banks;
pub(crate) mod cards;
pub(crate) mod cryptogram;
pub(crate) mod qr;
pub(crate) mod reasons;
pub(crate) mod three_ds;
pub(crate) mod tokens;
