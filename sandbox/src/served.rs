//! The rules behind real ports, in the process of whoever needs many of them.

use std::io;
use std::path::Path;
use std::sync::Arc;

use clap::Parser;
use tokio::runtime::Runtime;

use crate::config::Config;
use crate::modes::Modes;
use crate::net::server;
use crate::net::tls::Tls;
use crate::rehearsal::{Row, row};
use crate::rules::three_ds::{self, Decision};
use crate::sandbox::Sandbox;
use crate::stop;

/// Lends its threads to any number of sandboxes, which end with it.
#[derive(Debug)]
pub struct Host {
    runtime: Runtime,
}

/// One terminal with a ledger and a port.
#[derive(Debug)]
pub struct Served {
    sandbox: Arc<Sandbox>,
    /// Keeps the file of the CA.
    tls: Option<Tls>,
}

impl Host {
    /// Threads, and no sandbox yet.
    ///
    /// # Errors
    /// The system gives no threads.
    pub fn new() -> io::Result<Self> {
        stop::allow_many_connections();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        Ok(Self { runtime })
    }

    /// Open one on a free port; its API Secret is `sandbox`.
    ///
    /// # Errors
    /// There is no free port.
    pub fn open(&self, public_id: &str) -> io::Result<Served> {
        self.serve(plain(public_id), None)
    }

    /// The same for a terminal that may have so many requests in progress.
    ///
    /// # Errors
    /// There is no free port.
    pub fn open_for(&self, public_id: &str, limit: usize) -> io::Result<Served> {
        let config = Config {
            limit,
            ..plain(public_id)
        };
        self.serve(config, None)
    }

    /// The same over TLS.
    ///
    /// # Errors
    /// There is no free port, or no place for the file of its CA.
    pub fn open_tls(&self, public_id: &str) -> io::Result<Served> {
        self.serve(plain(public_id), Some(Tls::new()?))
    }

    fn serve(&self, config: Config, tls: Option<Tls>) -> io::Result<Served> {
        let sandbox = Arc::new(Sandbox::new(config));
        let _entered = self.runtime.enter();
        let (port, listeners) = server::bind(0)?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        sandbox.set_url(format!("{scheme}://127.0.0.1:{port}"));
        for listener in listeners {
            let acceptor = tls.as_ref().map(|tls| tls.acceptor.clone());
            self.runtime
                .spawn(server::accept(listener, acceptor, Arc::clone(&sandbox)));
        }
        Ok(Served { sandbox, tls })
    }
}

/// The command line with nothing on it but the terminal.
fn plain(public_id: &str) -> Config {
    Config::parse_from(["served", "--public-id", public_id])
}

impl Served {
    /// Where it can be reached.
    #[must_use]
    pub fn url(&self) -> &str {
        self.sandbox.url()
    }

    /// Whom its clients must trust, if it speaks TLS.
    #[must_use]
    pub fn ca_file(&self) -> Option<&Path> {
        self.tls.as_ref().map(|tls| tls.ca_file.as_path())
    }

    /// Empty ledger, no faults, modes off.
    pub fn reset(&self) {
        self.sandbox.reset();
    }

    /// How mean the API is until it is reset.
    pub fn set_modes(&self, modes: Modes) {
        self.sandbox.set_modes(modes);
    }

    /// The ledger, oldest number first.
    #[must_use]
    pub fn ledger(&self) -> Vec<Row> {
        self.sandbox.ledger().all().map(row).collect()
    }

    /// The sums of the orders that were made, in hundredths.
    #[must_use]
    pub fn orders(&self) -> Vec<i64> {
        let orders = self.sandbox.invoices.all();
        let sums = orders.iter().map(|order| order.wish.amount.hundredths());
        sums.collect()
    }

    /// What the browser brings back from the page of the bank when the payer has passed.
    #[must_use]
    pub fn pa_res(&self, number: u64) -> String {
        three_ds::pa_res(number, Decision::Confirmed)
    }
}
