//! Whom we believe to be the gateway.
//!
//! There is no switch that turns the check off. A company's or a nation's root is added by
//! `extra_ca_file`; an agent speaks to one host only, so an extra root widens trust nowhere else.

use std::fs;
use std::sync::Arc;

use cloudpayments_money::error::{ErrorCode, Fault};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{
    CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature,
};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, ConfigBuilder, DigitallySignedStruct, RootCertStore,
    SignatureScheme, WantsVerifier,
};

use crate::config::{Config, Roots};
use crate::sync::{Mutex, lock};

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
    let tls = versions()?
        .with_root_certificates(trusted(config)?)
        .with_no_client_auth();
    Ok(Arc::new(tls))
}

/// The same, with a witness who remembers what the server showed. The check itself is that of
/// [`client_config`].
pub(crate) fn watched(config: &Config) -> Result<(Arc<ClientConfig>, Arc<Witness>), Fault> {
    let witness = Arc::new(Witness {
        roots: trusted(config)?,
        algorithms: provider().signature_verification_algorithms,
        seen: Mutex::default(),
    });
    let verifier = Arc::clone(&witness);
    let tls = versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    Ok((Arc::new(tls), witness))
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

fn versions() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, Fault> {
    ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(|_| Fault::new(ErrorCode::Internal, "no TLS version is available"))
}

fn trusted(config: &Config) -> Result<RootCertStore, Fault> {
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
    Ok(roots)
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

/// What a server showed of itself.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    /// Its certificates, its own first.
    pub(crate) chain: Vec<CertificateDer<'static>>,
    /// Why they do not prove who it is.
    pub(crate) objection: Option<CertificateError>,
}

/// Checks certificates as always, and remembers them. The usual verifier of rustls makes the same
/// calls; to get hold of one means to take its builder along, with lists of revoked certificates.
#[derive(Debug)]
pub(crate) struct Witness {
    roots: RootCertStore,
    algorithms: WebPkiSupportedAlgorithms,
    seen: Mutex<Shown>,
}

impl Witness {
    pub(crate) fn shown(&self) -> Shown {
        std::mem::take(&mut lock(&self.seen))
    }

    fn check(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        now: UnixTime,
    ) -> Result<(), rustls::Error> {
        let own = ParsedCertificate::try_from(end_entity)?;
        let algorithms = self.algorithms.all;
        verify_server_cert_signed_by_trust_anchor(
            &own,
            &self.roots,
            intermediates,
            now,
            algorithms,
        )?;
        verify_server_name(&own, server_name)
    }
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verdict = self.check(end_entity, intermediates, server_name, now);
        let chain = std::iter::once(end_entity).chain(intermediates);
        *lock(&self.seen) = Shown {
            chain: chain.map(|one| one.clone().into_owned()).collect(),
            objection: match &verdict {
                Err(rustls::Error::InvalidCertificate(why)) => Some(why.clone()),
                _ => None,
            },
        };
        verdict.map(|()| ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
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
