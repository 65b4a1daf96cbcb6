//! Plays a campaign until something goes wrong, or until there was enough of it.

use std::process::ExitCode;

use clap::Parser;
use cloudpayments_campaign::{bytes, crowd, fleet, kills, lives, power};

/// Campaigns against the library, judged by the ledger of the sandbox.
#[derive(Debug, Parser)]
enum Arguments {
    /// Plays whole lives of a till, each from one number.
    Lives(lives::Arguments),
    /// Breaks the connection at every byte of twelve operations, in five ways.
    Bytes(bytes::Arguments),
    /// Kills a till before every system call of an operation; the next one must know all.
    Kills(kills::Arguments),
    /// Cuts the power at any moment; the journal must open and have all that was written.
    Power(power::Arguments),
    /// How much a hundred thousand tills ask after an outage of ten minutes.
    Fleet(fleet::Arguments),
    /// The till that is killed.
    #[command(hide = true)]
    Victim(kills::victim::Job),
    /// Many processes of many threads on one journal.
    Crowd(crowd::Arguments),
    /// One of these processes.
    #[command(hide = true)]
    Clerk(crowd::Clerk),
}

fn main() -> ExitCode {
    match Arguments::parse() {
        Arguments::Lives(arguments) => lives::main(&arguments),
        Arguments::Bytes(arguments) => bytes::main(&arguments),
        Arguments::Kills(arguments) => kills::main(&arguments),
        Arguments::Power(arguments) => power::main(&arguments),
        Arguments::Fleet(arguments) => fleet::main(&arguments),
        Arguments::Victim(job) => kills::victim::main(&job),
        Arguments::Crowd(arguments) => crowd::main(&arguments),
        Arguments::Clerk(clerk) => crowd::clerk(&clerk),
    }
}
