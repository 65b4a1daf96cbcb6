//! The API itself: from an HTTP request to an envelope.

pub(crate) mod auth;
mod escrow;
pub(crate) mod fields;
pub(crate) mod id_store;
pub(crate) mod invoice;
pub(crate) mod limit;
pub(crate) mod link;
pub(crate) mod methods;
mod nested;
pub(crate) mod order;
pub(crate) mod payment;
mod payout;
pub(crate) mod pipeline;
pub(crate) mod receipts;
pub(crate) mod refusal;
pub(crate) mod reply;
pub(crate) mod subscription;
