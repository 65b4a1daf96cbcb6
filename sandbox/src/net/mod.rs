//! Connections: accepting them, and spoiling them when a fault wants it.

pub(crate) mod answer;
pub(crate) mod gate;
pub(crate) mod server;
pub(crate) mod stream;
pub(crate) mod tls;
pub(crate) mod wire;
