//! The command line.

use clap::Parser;

use crate::webhooks::settings::Address;

/// A local stand-in for api.cloudpayments.ru with an in-memory ledger as the referee.
#[derive(Debug, Clone, Parser)]
#[command(name = "cloudpayments-sandbox", version)]
pub(crate) struct Config {
    /// Port on the loopback addresses; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    pub(crate) port: u16,

    /// Public ID of the terminal: the login of Basic auth.
    #[arg(long, default_value = "test_api_00000000000000000000001")]
    pub(crate) public_id: String,

    /// API Secret of the terminal: the password of Basic auth and the key of the signatures.
    #[arg(long, default_value = "sandbox")]
    pub(crate) api_secret: String,

    /// Speak TLS with a certificate of our own; the ready line names the file of its CA.
    #[arg(long)]
    pub(crate) tls: bool,

    /// Requests in progress above which the answer is 429.
    #[arg(long, default_value_t = 5)]
    pub(crate) limit: usize,

    /// Where webhooks go at first, on this machine; `{type}` becomes `check`, `pay`, `fail`,
    /// `confirm`, `cancel`, `refund`, `recurrent`, `receipt`.
    #[arg(long, value_parser = webhook_url)]
    pub(crate) webhook_url: Option<String>,

    /// Fix ids and dates, so that recorded answers do not drift.
    #[arg(long)]
    pub(crate) seed: Option<u64>,

    /// Stop when standard input closes.
    #[arg(long)]
    pub(crate) exit_with_stdin: bool,
}

fn webhook_url(text: &str) -> Result<String, String> {
    match Address::parse(&text.replace("{type}", "pay")) {
        Some(_) => Ok(text.to_owned()),
        None => Err("must be http:// and a loopback address".to_owned()),
    }
}
