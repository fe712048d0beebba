//! What the program tells its operator: one event a line, on standard error.
//!
//! A log never holds a secret, an address of a person or the text of a comment. Nothing here can hold callers to that;
//! what comes from outside goes through `error::cause`, which drops the parts that may carry such words.

mod lines;
pub mod measures;
pub mod panics;
pub mod request_id;
pub mod security;

use anyhow::Context;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;

use crate::settings::{Log, LogFormat};

/// Starts logging. Called once, by `main`.
pub fn init(log: &Log) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&log.filter).context("log.filter")?;
    let builder = fmt().with_env_filter(filter).with_writer(lines::Lines);
    let started = match log.format {
        LogFormat::Json => builder.json().flatten_event(true).with_span_list(false).try_init(),
        LogFormat::Text => builder.with_ansi(false).with_target(false).try_init(),
    };
    started.map_err(|it| anyhow::anyhow!("logging did not start: {it}"))?;
    panics::watch();
    Ok(())
}
