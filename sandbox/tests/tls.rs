//! TLS with a CA of its own.

#![expect(
    clippy::indexing_slicing,
    reason = "a missing field fails the test, as it should"
)]

mod common;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

use common::{LOGIN, Sandbox, post};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, HandshakeKind, RootCertStore, Stream};

fn client(ca_file: &str) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_file(ca_file).expect("a certificate"))
        .expect("a CA");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    Arc::new(config)
}

/// One request; the answer, and how the handshake went.
fn ask(
    config: &Arc<ClientConfig>,
    address: &str,
    name: &str,
    request: &str,
) -> (String, HandshakeKind) {
    let name = ServerName::try_from(name.to_owned()).expect("a name");
    let mut tls = ClientConnection::new(Arc::clone(config), name).expect("a client");
    let mut tcp = TcpStream::connect(address).expect("connected");
    let mut stream = Stream::new(&mut tls, &mut tcp);
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = Vec::new();
    // A fault closes without a farewell: what came before counts.
    let _ = stream.read_to_end(&mut answer);
    let kind = tls.handshake_kind().expect("a handshake");
    (String::from_utf8_lossy(&answer).into_owned(), kind)
}

#[test]
fn all_loopback_names_are_certified_and_sessions_are_resumed() {
    let mut sandbox = Sandbox::start(&["--tls"]);
    let ca_file = sandbox.ready["ca_file"]
        .as_str()
        .expect("a file")
        .to_owned();
    assert!(
        sandbox.ready["url"]
            .as_str()
            .expect("a URL")
            .starts_with("https://")
    );
    let config = client(&ca_file);
    let request = post("test", "application/json", LOGIN, "{}");
    for name in ["localhost", "127.0.0.1", "::1"] {
        let (answer, kind) = ask(&config, &sandbox.address, name, &request);
        assert!(answer.starts_with("HTTP/1.1 200"), "{name}: {answer}");
        assert_eq!(kind, HandshakeKind::Full);
        let (_, kind) = ask(&config, &sandbox.address, name, &request);
        assert_eq!(kind, HandshakeKind::Resumed, "{name}");
    }
    assert!(sandbox.stop());
    assert!(!Path::new(&ca_file).exists());
}

#[test]
fn faults_work_under_tls_too() {
    let sandbox = Sandbox::start(&["--tls"]);
    let config = client(sandbox.ready["ca_file"].as_str().expect("a file"));
    let arm = |fault: &str| {
        let request = post("sandbox/faults", "application/json", "", fault);
        let (answer, _) = ask(&config, &sandbox.address, "localhost", &request);
        assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    };
    let test = || {
        ask(
            &config,
            &sandbox.address,
            "localhost",
            &post("test", "application/json", LOGIN, "{}"),
        )
        .0
    };
    arm(r#"{"path":"test","kind":"truncate","bytes":12}"#);
    assert_eq!(test(), "HTTP/1.1 200");
    arm(r#"{"path":"test","kind":"close_after","bytes":40}"#);
    assert_eq!(test(), "");
    arm(r#"{"path":"test","kind":"reset"}"#);
    assert_eq!(test(), "");
    arm(r#"{"path":"test","kind":"trickle"}"#);
    assert!(test().ends_with('}'));
    assert!(test().starts_with("HTTP/1.1 200"));
}

#[test]
#[cfg(unix)]
fn sigterm_stops_it_and_takes_the_ca_along() {
    let mut sandbox = Sandbox::start(&["--tls"]);
    let ca_file = sandbox.ready["ca_file"]
        .as_str()
        .expect("a file")
        .to_owned();
    assert!(Path::new(&ca_file).exists());
    assert!(sandbox.terminate());
    assert!(!Path::new(&ca_file).exists());
}
