//! Whom we believe to be the database.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, ensure};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

/// TLS 1.2 or 1.3 with whoever holds a certificate that one of the trusted authorities gave to the host.
///
/// # Errors
/// If the file cannot be read, or holds no certificate.
pub fn tls(trusted: Option<&Path>) -> anyhow::Result<MakeRustlsConnect> {
    let roots = match trusted {
        Some(file) => read(file).with_context(|| format!("sslrootcert {}", file.display()))?,
        None => RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() },
    };
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

fn read(file: &Path) -> anyhow::Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file)? {
        roots.add(certificate?)?;
    }
    ensure!(!roots.is_empty(), "there is no certificate in it");
    Ok(roots)
}
