//! Starting the program.

#![expect(
    clippy::indexing_slicing,
    reason = "a missing field fails the test, as it should"
)]

mod common;

use std::process::Command;

use common::Sandbox;

#[test]
fn a_port_that_is_taken_is_named() {
    let sandbox = Sandbox::start(&[]);
    let port = sandbox.address.rsplit(':').next().expect("a port");
    let second = Command::new(env!("CARGO_BIN_EXE_cloudpayments-sandbox"))
        .args(["--port", port])
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&second.stderr);
    assert!(!second.status.success());
    assert!(second.stdout.is_empty(), "no ready line");
    assert!(
        said.contains(&format!("port {port} is taken")) && said.contains("--port"),
        "{said}"
    );
}
