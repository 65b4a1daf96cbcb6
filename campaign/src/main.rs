//! Plays a campaign until something goes wrong, or until there was enough of it.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it is a program for people"
)]

use std::process::ExitCode;

use clap::Parser;
use cloudpayments_campaign::bytes;

/// Campaigns against the library, judged by the ledger of the sandbox.
#[derive(Debug, Parser)]
enum Arguments {
    /// Breaks the connection at every byte of twelve operations, in five ways.
    Bytes(bytes::Arguments),
}

fn main() -> ExitCode {
    match Arguments::parse() {
        Arguments::Bytes(arguments) => bytes::main(&arguments),
    }
}
