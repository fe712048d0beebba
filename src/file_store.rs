//! Where files lie: a folder, or a service that speaks S3, each file under the SHA-256 of what is in it.
//!
//! The store knows nothing of rows. What may be put and what may go is for `models::file` to say.

use std::fs::{DirBuilder, File};
use std::io::{self, SeekFrom};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::Context;
use bytes::Bytes;
use futures_util::TryStreamExt;
use futures_util::stream::BoxStream;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use object_store::{ClientOptions, MultipartUpload, ObjectStore, ObjectStoreExt, RetryConfig};
use rustix::fs::statvfs;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio::sync::Semaphore;

use crate::domain::attachment::FileDigest;
use crate::settings::{Attachments, S3};

/// What is read at once on the way to a folder.
const PART: usize = 64 * 1024;
/// S3 takes no smaller parts.
const PART_OF_S3: usize = 5 * 1024 * 1024;
/// Files on their way to the store at the same time: each holds a part in memory.
const AT_ONCE: usize = 2;
/// How long a service is tried again before the visitor is asked to.
const TRY_FOR: Duration = Duration::from_secs(10);
const A_DAY: Duration = Duration::from_secs(86_400);

/// Cheap to clone.
#[derive(Debug, Clone)]
pub struct FileStore {
    store: Arc<dyn ObjectStore>,
    part: usize,
    /// On this disk files lie while they are looked at, and for good where there is no service.
    folder: Arc<Path>,
    ways_in: Arc<Semaphore>,
}

/// What is read of a file, piece by piece.
pub type Pieces = BoxStream<'static, io::Result<Bytes>>;

impl FileStore {
    /// Opens the store, and makes its folder where it is missing.
    ///
    /// # Errors
    /// If the folder cannot be made, or the service is not described well.
    pub fn open(settings: &Attachments) -> anyhow::Result<Self> {
        let folder = settings.folder.clone();
        anyhow::ensure!(!folder.as_os_str().is_empty(), "`attachments.folder` is not set");
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&folder);
        made.with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let (store, part): (Arc<dyn ObjectStore>, usize) = if settings.s3.is_used() {
            (Arc::new(service(&settings.s3)?), PART_OF_S3)
        } else {
            // What was acknowledged survives a power cut.
            (Arc::new(LocalFileSystem::new_with_prefix(&folder)?.with_fsync(true)), PART)
        };
        let ways_in = Arc::new(Semaphore::new(AT_ONCE));
        Ok(Self { store, part, folder: folder.into(), ways_in })
    }

    /// Opens the store if its folder is there, and makes nothing.
    ///
    /// # Errors
    /// If the service is not described well.
    pub fn find(settings: &Attachments) -> anyhow::Result<Option<Self>> {
        settings.folder.is_dir().then(|| Self::open(settings)).transpose()
    }

    /// A file without a name on the disk of the store: whatever becomes of the program, nothing of it stays.
    ///
    /// # Errors
    /// What the disk says.
    pub fn temporary(&self) -> io::Result<File> {
        tempfile::tempfile_in(&self.folder)
    }

    /// How much room is left on the disk that takes files in.
    ///
    /// # Errors
    /// What the system says.
    pub fn free_bytes(&self) -> anyhow::Result<u64> {
        let found = statvfs(&*self.folder).context("the room on the disk")?;
        Ok(found.f_bavail.saturating_mul(found.f_frsize))
    }

    /// Puts a file into the store, all of it or nothing. The same file put twice is there once.
    ///
    /// # Errors
    /// What the disk or the service says.
    pub async fn put(&self, sha256: &FileDigest, file: File) -> anyhow::Result<()> {
        let _way = self.ways_in.acquire().await?;
        let mut upload = self.store.put_multipart(&place(sha256)).await?;
        match send(&mut *upload, file, self.part).await {
            Ok(()) => Ok(()),
            Err(error) => {
                // What was sent so far is of no use; where this fails too, the sweep finds it.
                upload.abort().await.ok();
                Err(error)
            }
        }
    }

    /// A file, piece by piece, and how long it is.
    ///
    /// # Errors
    /// If it is not there, or what the disk or the service says.
    pub async fn read(&self, sha256: &FileDigest) -> anyhow::Result<(u64, Pieces)> {
        let found = self.store.get(&place(sha256)).await.context("a stored file")?;
        let size = found.meta.size;
        Ok((size, Box::pin(found.into_stream().map_err(io::Error::other))))
    }

    /// Whether a file is there.
    ///
    /// # Errors
    /// What the disk or the service says.
    pub async fn has(&self, sha256: &FileDigest) -> anyhow::Result<bool> {
        match self.store.head(&place(sha256)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes a file; one that is gone is removed already.
    ///
    /// # Errors
    /// What the disk or the service says.
    pub async fn remove(&self, sha256: &FileDigest) -> anyhow::Result<()> {
        match self.store.delete(&place(sha256)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Puts a small file, reads it again and removes it.
    ///
    /// # Errors
    /// At the first of these that does not work.
    pub async fn probe(&self) -> anyhow::Result<()> {
        let probe = ObjectPath::from(format!("probe-{}", hex::encode(rand::random::<[u8; 8]>())));
        self.store.put(&probe, Bytes::from_static(b"lectern").into()).await?;
        let read = self.store.get(&probe).await?.bytes().await?;
        self.store.delete(&probe).await?;
        anyhow::ensure!(read == Bytes::from_static(b"lectern"), "what was put came back changed");
        drop(self.temporary()?);
        Ok(())
    }

    /// Removes what a killed program left half-written in the folder a day ago or earlier. Returns how many.
    ///
    /// # Errors
    /// What the disk says.
    pub fn sweep(&self) -> io::Result<usize> {
        let mut n_removed = 0;
        for shelf in std::fs::read_dir(&self.folder)? {
            let shelf = shelf?.path();
            if !shelf.is_dir() {
                continue;
            }
            for file in std::fs::read_dir(shelf)? {
                let file = file?;
                // A file on its way is named after the one that it becomes, with a number behind.
                let is_unfinished = file.file_name().to_string_lossy().contains('#');
                if is_unfinished && is_old(&file.path()) {
                    std::fs::remove_file(file.path())?;
                    n_removed += 1;
                }
            }
        }
        Ok(n_removed)
    }
}

/// On shelves, because a folder with millions of files is slow.
fn place(sha256: &FileDigest) -> ObjectPath {
    let hex = sha256.hex();
    ObjectPath::from(format!("{}/{hex}", hex.get(..2).unwrap_or_default()))
}

async fn send(upload: &mut dyn MultipartUpload, file: File, part: usize) -> anyhow::Result<()> {
    let mut file = tokio::fs::File::from_std(file);
    file.seek(SeekFrom::Start(0)).await?;
    loop {
        let mut bytes = Vec::with_capacity(part);
        (&mut file).take(part as u64).read_to_end(&mut bytes).await?;
        if bytes.is_empty() {
            break;
        }
        upload.put_part(bytes.into()).await?;
    }
    upload.complete().await?;
    Ok(())
}

fn service(settings: &S3) -> anyhow::Result<impl ObjectStore> {
    let retry = RetryConfig { retry_timeout: TRY_FOR, max_retries: 3, ..RetryConfig::default() };
    let client = ClientOptions::new()
        .with_connect_timeout(Duration::from_secs(5))
        .with_timeout(Duration::from_secs(60))
        .with_allow_http(settings.endpoint.starts_with("http://"));
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&settings.bucket)
        .with_region(&settings.region)
        .with_client_options(client)
        .with_retry(retry);
    if !settings.endpoint.is_empty() {
        builder = builder.with_endpoint(&settings.endpoint);
    }
    if !settings.access_key_id.is_empty() {
        builder = builder
            .with_access_key_id(settings.access_key_id.reveal())
            .with_secret_access_key(settings.secret_access_key.reveal());
    }
    builder.build().context("`attachments.s3`")
}

fn is_old(file: &PathBuf) -> bool {
    let changed = std::fs::metadata(file).and_then(|it| it.modified());
    let age = changed.ok().and_then(|it| SystemTime::now().duration_since(it).ok());
    age.is_some_and(|it| A_DAY < it)
}
