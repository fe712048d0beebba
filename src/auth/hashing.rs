//! Password hashes: Argon2id, off the async threads, no more at once than there are cores.
//!
//! Unbounded, sixteen sign-ins at once halve the rate of all of them; behind a semaphore a flood of sign-ins
//! waits in its own queue and leaves the rest of the site alone.

mod memory;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::available_parallelism;

use anyhow::Context;
use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Params, Version};
use memory::Memory;
use tokio::sync::Semaphore;

use crate::domain::password::Password;
use crate::error::{AppError, AppResult};

/// How many may wait for each one that is being hashed; the next is asked to come back.
const WAITING_FOR_EACH: usize = 8;

#[derive(Clone)]
pub struct Hasher {
    admitted: Arc<Semaphore>,
    working: Arc<Semaphore>,
    memory: Arc<Memory>,
    n_hashed: Arc<AtomicU64>,
    /// How many are admitted at once.
    most: usize,
    /// Checked in place of the hash that an unknown address does not have, so that both take as long.
    dummy: Arc<str>,
}

impl Hasher {
    /// # Errors
    /// If there is no randomness to salt a hash with.
    pub fn new() -> anyhow::Result<Self> {
        let n_cores = available_parallelism().map_or(2, usize::from);
        let memory = Arc::new(Memory::default());
        let most = n_cores * (1 + WAITING_FOR_EACH);
        Ok(Self {
            admitted: Arc::new(Semaphore::new(most)),
            most,
            working: Arc::new(Semaphore::new(n_cores)),
            dummy: hash_now(&memory, b"nobody's password")?.into(),
            memory,
            n_hashed: Arc::default(),
        })
    }

    /// How many hashes are under way or wait for their turn.
    #[must_use]
    pub fn n_waiting(&self) -> usize {
        (self.most).saturating_sub(self.admitted.available_permits())
    }

    /// How many passwords were hashed by now: what a flood of sign-ins costs.
    #[must_use]
    pub fn n_hashed(&self) -> u64 {
        self.n_hashed.load(Ordering::Relaxed)
    }

    /// Whether a stored hash was made with the settings of today.
    #[must_use]
    pub fn is_current(stored: &str) -> bool {
        let Ok(stored) = PasswordHash::new(stored) else { return false };
        let today = ParamsString::try_from(Argon2::default().params());
        stored.algorithm == Algorithm::default().ident()
            && today.is_ok_and(|it| it.as_str() == stored.params.as_str())
    }

    /// The PHC string of a password.
    pub async fn hash(&self, password: &Password) -> AppResult<String> {
        let (memory, password) = (Arc::clone(&self.memory), password.clone());
        let hash = self.run(move || hash_now(&memory, password.reveal().as_bytes())).await?;
        Ok(hash?)
    }

    /// Whether the password fits. Without a hash the answer is no, after the same work.
    pub async fn verify(&self, hash: Option<&str>, password: &Password) -> AppResult<bool> {
        let known = hash.is_some();
        let hash: Arc<str> = hash.map_or_else(|| Arc::clone(&self.dummy), Arc::from);
        let (memory, password) = (Arc::clone(&self.memory), password.clone());
        let fits = self.run(move || fits(&memory, &hash, password.reveal().as_bytes()));
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
        self.n_hashed.fetch_add(1, Ordering::Relaxed);
        let work = move || {
            // Held by the work itself: it goes on after a visitor who did not wait for the answer.
            let _held = (admitted, working);
            work()
        };
        Ok(tokio::task::spawn_blocking(work).await.context("hashing failed")?)
    }
}

fn hash_now(memory: &Memory, password: &[u8]) -> anyhow::Result<String> {
    let (argon2, salt) = (Argon2::default(), Salt::generate());
    let hash = PasswordHash {
        algorithm: Algorithm::default().ident(),
        version: Some(Version::default().into()),
        params: ParamsString::try_from(argon2.params())?,
        salt: Some(salt),
        hash: Some(output(memory, &argon2, password, &salt, Params::DEFAULT_OUTPUT_LEN)?),
    };
    Ok(hash.to_string())
}

/// Whether a password gives the stored hash, with the settings that the hash was made with.
fn fits(memory: &Memory, stored: &str, password: &[u8]) -> anyhow::Result<bool> {
    let stored = PasswordHash::new(stored).context("a stored password hash is malformed")?;
    let (salt, expected) = stored.salt.zip(stored.hash).context("a stored hash is not whole")?;
    let algorithm = Algorithm::try_from(stored.algorithm.as_str())?;
    let version = stored.version.map_or(Ok(Version::default()), Version::try_from)?;
    let argon2 = Argon2::new(algorithm, version, Params::try_from(&stored)?);
    // Outputs are compared in constant time.
    Ok(output(memory, &argon2, password, &salt, expected.len())? == expected)
}

fn output(
    memory: &Memory,
    argon2: &Argon2<'_>,
    password: &[u8],
    salt: &[u8],
    n_bytes: usize,
) -> anyhow::Result<Output> {
    let mut output = vec![0; n_bytes];
    memory.lend(argon2.params().block_count(), |blocks| {
        argon2.hash_password_into_with_memory(password, salt, &mut output, blocks)
    })?;
    Ok(Output::new(&output)?)
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::{PasswordHasher, PasswordVerifier};
    use futures_util::future::join_all;

    use super::*;

    const RIGHT: &[u8] = b"a lantern over the harbor wall";

    #[test]
    fn hashes_are_those_of_every_other_program() {
        let memory = Memory::default();

        let ours = hash_now(&memory, RIGHT).unwrap();
        let theirs = Argon2::default().hash_password(RIGHT).unwrap().to_string();
        let small = Argon2::from(Params::new(64, 3, 2, Some(16)).unwrap());
        let small = small.hash_password(RIGHT).unwrap().to_string();

        assert!(ours.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{ours}");
        assert!(Argon2::default().verify_password(RIGHT, ours.as_str()).is_ok());
        for hash in [&ours, &theirs, &small] {
            assert!(fits(&memory, hash, RIGHT).unwrap());
            assert!(!fits(&memory, hash, b"another lantern").unwrap());
        }
        assert_ne!(hash_now(&memory, RIGHT).unwrap(), ours);
    }

    #[actix_web::test]
    async fn a_flood_of_sign_ins_takes_no_more_memory_than_there_are_cores() {
        let hasher = Hasher::new().unwrap();
        let password = Password::attempt("a lantern over the harbor wall").unwrap();

        let tried = join_all((0..40).map(|_| hasher.verify(None, &password))).await;

        assert!(tried.iter().any(|it| matches!(it, Ok(false))));
        let n_cores = available_parallelism().map_or(2, usize::from);
        assert!((1..=n_cores).contains(&hasher.memory.len()));
    }
}
