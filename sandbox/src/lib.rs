//! A local stand-in for api.cloudpayments.ru with an in-memory ledger as the referee.
//!
//! [`main`] is the program: it reads the command line, opens the port, says so in one line of JSON
//! and stops when it is told to. [`Rules`] is what it serves, without a port and with a clock that
//! only moves when it is told to, for programs that play whole days in a moment. [`Served`] is the
//! same with a port, in the process of a program that needs many of them.

#![forbid(unsafe_code)]

mod api;
mod chargebacks;
mod clock;
mod config;
mod control;
mod faults;
mod invoices;
mod json;
mod kkt;
mod ledger;
mod links;
mod modes;
mod net;
mod pages;
mod rehearsal;
mod request_log;
mod route;
mod rules;
mod sandbox;
mod served;
mod stop;
mod subscriptions;
mod sync;
mod tasks;
mod values;
mod webhooks;

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;

use config::Config;
use json::Object;
use net::server;
use net::tls::Tls;
use sandbox::Sandbox;

pub use modes::Modes;
pub use rehearsal::{Answered, Asked, Movement, Row, Rules, State};
pub use served::{Host, Served};

/// The program.
#[must_use]
pub fn main() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            // Where nobody reads any more there is nobody to tell.
            let _ = writeln!(io::stderr(), "cloudpayments-sandbox: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn start() -> io::Result<()> {
    let config = Config::parse();
    stop::allow_many_connections();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let done = runtime.block_on(run(config));
    // Requests in progress are of no interest any more.
    runtime.shutdown_background();
    done
}

async fn run(config: Config) -> io::Result<()> {
    let exit_with_stdin = config.exit_with_stdin;
    let tls = if config.tls { Some(Tls::new()?) } else { None };
    let (port, listeners) = server::bind(config.port).map_err(|why| closed(config.port, &why))?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    let sandbox = Arc::new(Sandbox::new(config));
    sandbox.set_url(format!("{scheme}://127.0.0.1:{port}"));
    for listener in listeners {
        let acceptor = tls.as_ref().map(|tls| tls.acceptor.clone());
        tokio::spawn(server::accept(listener, acceptor, Arc::clone(&sandbox)));
    }
    tokio::spawn(subscriptions::collect::for_ever(Arc::clone(&sandbox)));
    // Whoever reads the ready line may send a signal at once.
    let told_to_stop = stop::listen(exit_with_stdin)?;
    say_ready(&sandbox, tls.as_ref())?;
    told_to_stop.await
    // Here `tls` goes, and the file of its CA with it.
}

/// Why the port cannot be had, and what to do about it.
fn closed(port: u16, why: &io::Error) -> io::Error {
    let text = match why.kind() {
        io::ErrorKind::AddrInUse => format!(
            "port {port} is taken: stop what listens there, or take another with --port (0 finds a free one)"
        ),
        _ => format!("port {port} cannot be opened: {why}"),
    };
    io::Error::new(why.kind(), text)
}

/// The one line that programs wait for.
fn say_ready(sandbox: &Sandbox, tls: Option<&Tls>) -> io::Result<()> {
    let ca_file = tls.map(|tls| tls.ca_file.to_string_lossy().into_owned());
    let mut line = Object::new();
    line.text("url", sandbox.url())
        .text("public_id", &sandbox.config.public_id)
        .text("api_secret", &sandbox.config.api_secret)
        .optional("ca_file", ca_file.as_deref());
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{}", line.finish())?;
    stdout.flush()
}
