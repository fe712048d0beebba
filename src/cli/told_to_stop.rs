//! The word to stop: SIGINT of a terminal, SIGTERM of a supervisor.

use anyhow::Context;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Listens from the moment it is made, so that a word that comes while the program starts is not lost, and does
/// not end the program before it has stopped its database.
#[derive(Debug)]
pub struct ToldToStop {
    interrupt: Signal,
    terminate: Signal,
}

impl ToldToStop {
    /// # Errors
    /// If the system has no room for another listener.
    pub fn listen() -> anyhow::Result<Self> {
        let listen = |kind| signal(kind).context("cannot listen for signals");
        Ok(Self {
            interrupt: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
        })
    }

    /// Waits for the word.
    pub async fn wait(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
