//! Whom we believe to be the gateway.
//!
//! There is no switch that turns the check off. A company's or a nation's root is added by
//! `extra_ca_file`; an agent speaks to one host only, so an extra root widens trust nowhere else.

use std::fs;
use std::sync::Arc;

use cloudpayments_money::error::{ErrorCode, Fault};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{CertificateError, ClientConfig, RootCertStore};

use crate::config::{Config, Roots};

/// Where systems keep their roots in one file. Read directly: the usual helper crate lets
/// `SSL_CERT_FILE` decide, and the environment has no say here.
const OS_BUNDLES: &[&str] = &[
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];

/// TLS 1.2 and 1.3, with a session cache of its own.
pub(crate) fn client_config(config: &Config) -> Result<Arc<ClientConfig>, Fault> {
    let mut roots = RootCertStore::empty();
    match config.roots {
        Roots::Bundled => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Roots::Os => add_os_roots(&mut roots)?,
        Roots::OnlyExtra => {}
    }
    if let Some(path) = &config.extra_ca_file {
        let wrong = |why: String| Fault::field(ErrorCode::BadConfig, "extra_ca_file", why);
        let pem = fs::read(path)
            .map_err(|error| wrong(format!("`extra_ca_file` cannot be read: {}", error.kind())))?;
        if add_pem(&mut roots, &pem) == 0 {
            return Err(wrong(
                "`extra_ca_file` holds no certificate in PEM form".into(),
            ));
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| Fault::new(ErrorCode::Internal, "no TLS version is available"))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(tls))
}

fn add_os_roots(roots: &mut RootCertStore) -> Result<(), Fault> {
    for path in OS_BUNDLES {
        if let Ok(pem) = fs::read(path)
            && add_pem(roots, &pem) > 0
        {
            return Ok(());
        }
    }
    Err(Fault::field(
        ErrorCode::BadConfig,
        "roots",
        "`roots` is os, and this system has no bundle of roots in a known place; use bundled, or only_extra with extra_ca_file",
    ))
}

fn add_pem(roots: &mut RootCertStore, pem: &[u8]) -> usize {
    let certificates = CertificateDer::pem_slice_iter(pem).filter_map(Result::ok);
    roots.add_parsable_certificates(certificates).0
}

/// Whether a TLS error means that the server did not prove who it is, and why.
pub(crate) fn distrust(error: &rustls::Error) -> Option<String> {
    let rustls::Error::InvalidCertificate(why) = error else {
        return None;
    };
    Some(match why {
        CertificateError::UnknownIssuer => {
            "its certificate was issued by nobody that is trusted here; if your network or country \
             has a root of its own, name it in extra_ca_file"
                .into()
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "its certificate has expired, or the clock of this machine is wrong".into()
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "its certificate is not valid yet, or the clock of this machine is wrong".into()
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "its certificate is for another name; something stands between this machine and the gateway".into()
        }
        other => format!("its certificate is not acceptable ({other:?})"),
    })
}
