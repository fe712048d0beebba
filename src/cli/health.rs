//! `lectern health`: asks the portal of these settings whether it is ready, for containers that hold no other
//! program.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::settings::{Settings, Sources};

/// A portal gives its database two seconds.
const PATIENCE: Duration = Duration::from_secs(4);

#[derive(Debug, Clone, Args)]
pub struct HealthOptions {
    /// The settings file of the portal; see config/default.toml for every key
    #[arg(long, value_name = "FILE")]
    pub config: Option<std::path::PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    Ready,
    NotReady,
    SomethingElse,
}

/// Says `ready`, or fails.
///
/// # Errors
/// If the portal is not ready, or nothing answers.
pub async fn health(options: &HealthOptions) -> anyhow::Result<()> {
    let settings = Settings::load(&Sources::of_process(options.config.clone(), Vec::new()))?;
    match ask(&settings).await? {
        Health::Ready => Ok(writeln!(std::io::stdout().lock(), "ready")?),
        Health::NotReady => bail!("not ready"),
        Health::SomethingElse => bail!("{} is no portal of this address", place(&settings)),
    }
}

/// Where a portal of these settings is found from this machine.
#[must_use]
pub fn place(settings: &Settings) -> SocketAddr {
    let ip = match settings.server.bind {
        IpAddr::V4(it) if it.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(it) if it.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        it => it,
    };
    SocketAddr::new(ip, settings.server.port)
}

/// Asks for `/health/ready`, as a proxy would.
///
/// # Errors
/// If nothing answers.
pub async fn ask(settings: &Settings) -> anyhow::Result<Health> {
    let site = settings.server.public_url().absolute("");
    let host = site.split_once("://").map_or(site.as_str(), |it| it.1).to_owned();
    let asked = async {
        let mut stream = TcpStream::connect(place(settings)).await?;
        let request =
            format!("GET /health/ready HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        // What answers may be anybody, and send for ever.
        stream.take(16 * 1024).read_to_end(&mut answer).await?;
        anyhow::Ok(answer)
    };
    let answer = timeout(PATIENCE, asked).await.context("it took too long")??;
    let answer = String::from_utf8_lossy(&answer);
    let says = |status: &str, word: &str| {
        answer.starts_with(&format!("HTTP/1.1 {status} ")) && answer.trim_end().ends_with(word)
    };
    Ok(if says("200", "\r\n\r\nready") {
        Health::Ready
    } else if says("503", "not ready") {
        Health::NotReady
    } else {
        Health::SomethingElse
    })
}
