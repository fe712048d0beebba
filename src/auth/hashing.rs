//! Password hashes: Argon2id, off the async threads, no more at once than there are cores.
//!
//! Unbounded, sixteen sign-ins at once halve the rate of all of them; behind a semaphore a flood of sign-ins
//! waits in its own queue and leaves the rest of the site alone.

use std::sync::Arc;
use std::thread::available_parallelism;

use anyhow::Context;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use crate::domain::password::Password;
use crate::error::{AppError, AppResult};

/// How many may wait for each one that is being hashed; the next is asked to come back.
const WAITING_FOR_EACH: usize = 8;

#[derive(Clone)]
pub struct Hasher {
    admitted: Arc<Semaphore>,
    working: Arc<Semaphore>,
    /// Checked in place of the hash that an unknown address does not have, so that both take as long.
    dummy: Arc<str>,
}

impl Hasher {
    /// # Errors
    /// If there is no randomness to salt a hash with.
    pub fn new() -> anyhow::Result<Self> {
        let n_cores = available_parallelism().map_or(2, usize::from);
        Ok(Self {
            admitted: Arc::new(Semaphore::new(n_cores * (1 + WAITING_FOR_EACH))),
            working: Arc::new(Semaphore::new(n_cores)),
            dummy: hash_now(b"nobody's password")?.into(),
        })
    }

    /// The PHC string of a password.
    pub async fn hash(&self, password: &Password) -> AppResult<String> {
        let password = password.clone();
        let hash = self.run(move || hash_now(password.reveal().as_bytes())).await?;
        Ok(hash?)
    }

    /// Whether the password fits. Without a hash the answer is no, after the same work.
    pub async fn verify(&self, hash: Option<&str>, password: &Password) -> AppResult<bool> {
        let known = hash.is_some();
        let hash: Arc<str> = hash.map_or_else(|| Arc::clone(&self.dummy), Arc::from);
        let password = password.clone();
        let fits = self.run(move || {
            let hash = PasswordHash::new(&hash).context("a stored password hash is malformed")?;
            let verdict = Argon2::default().verify_password(password.reveal().as_bytes(), &hash);
            anyhow::Ok(verdict.is_ok())
        });
        Ok(fits.await?? && known)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> AppResult<T> {
        let admitted = Arc::clone(&self.admitted).try_acquire_owned();
        let admitted = admitted.context("too many sign-ins wait").map_err(AppError::Unavailable)?;
        let working = Arc::clone(&self.working).acquire_owned().await;
        let working = working.context("hashing has stopped")?;
        let work = move || {
            // Held by the work itself: it goes on after a visitor who did not wait for the answer.
            let _held = (admitted, working);
            work()
        };
        Ok(tokio::task::spawn_blocking(work).await.context("hashing failed")?)
    }
}

fn hash_now(password: &[u8]) -> anyhow::Result<String> {
    let hash = Argon2::default().hash_password(password);
    Ok(hash.map_err(|it| anyhow::anyhow!("no hash: {it}"))?.to_string())
}
