//! One running Postgres: its start, its settings and its end.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

use anyhow::Context;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};
use tokio::time::{Instant, sleep};
use tokio_postgres::NoTls;
use tokio_postgres::error::SqlState;

use super::account::Account;
use super::durability::Durability;
use super::folder::DataFolder;
use super::log::Log;
use super::pid_file::PidFile;
use super::process;
use super::programs::Programs;
use super::socket::{self, SocketFolder};

/// After a crash of the machine, Postgres first repeats what was not yet in its tables.
const START_LIMIT: Duration = Duration::from_secs(300);

/// How often a starting server is asked whether it is ready, at first and after a while.
const FIRST_DELAY: Duration = Duration::from_millis(10);
const LAST_DELAY: Duration = Duration::from_millis(500);

/// How often a running server is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How long the remains of a killed server may keep its shared memory.
const REMAINS_LIMIT: Duration = Duration::from_secs(5);

/// Settings for every cluster. They are arguments and not in a file, so that they come with the program.
///
/// The log keeps what an operator needs when Postgres does not start. Errors of statements are not in it:
/// the portal logs its own, and Postgres would quote what people wrote.
const SETTINGS: [&str; 7] = [
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "log_min_messages=log",
    "log_min_error_statement=panic",
    "log_checkpoints=off",
    "log_timezone=UTC",
    "timezone=UTC",
];

const DURABLE: [&str; 3] = ["fsync=on", "synchronous_commit=on", "full_page_writes=on"];

/// Autovacuum would stand in the way when a template database is copied.
const DISPOSABLE: [&str; 7] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "max_connections=300",
];

/// What a server is started from.
#[derive(Debug)]
pub struct Launch<'a> {
    pub folder: &'a DataFolder,
    pub programs: &'a Programs,
    pub account: &'a Account,
    pub durability: Durability,
}

/// A Postgres that is our child. Dropped, it is told to stop.
#[derive(Debug)]
pub struct Server {
    child: Option<Child>,
    socket: SocketFolder,
}

impl Server {
    /// Starts Postgres and waits until the database answers.
    pub async fn start(launch: &Launch<'_>, socket: SocketFolder) -> anyhow::Result<Self> {
        let started = Instant::now();
        let mut it = Self { child: None, socket };
        loop {
            let (log, file) = Log::open(launch.folder.log())?;
            let mut command = launch.account.command(launch.programs.postgres());
            add_arguments(&mut command, launch, it.socket.path());
            command.stdout(file.try_clone()?).stderr(file);
            it.child = Some(command.spawn().context("cannot run postgres")?);

            if it.wait_until_ready(started + START_LIMIT, &log).await? {
                tracing::info!(elapsed = ?started.elapsed(), "The database is ready");
                return Ok(it);
            }
            // Processes of a server that was killed hold its memory until they notice, a moment later.
            let tail = log.tail();
            if !tail.contains("shared memory block") || REMAINS_LIMIT < started.elapsed() {
                it.socket.remove();
                anyhow::bail!("Postgres does not start; {tail}");
            }
            sleep(Duration::from_millis(100)).await;
        }
    }

    pub fn url(&self) -> String {
        self.socket.url()
    }

    #[cfg(test)]
    pub fn socket_folder(&self) -> &Path {
        self.socket.path()
    }

    /// Waits until Postgres has ended without being told to.
    pub async fn ended(&self) {
        while self.child.as_ref().is_none_or(is_running) {
            sleep(LOOK_EVERY).await;
        }
    }

    /// Stops Postgres and removes its socket.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        if let Some(mut child) = self.child.take() {
            let pid = Pid::from_child(&child);
            // Asking also reaps it.
            process::stop_server(pid, || !matches!(child.try_wait(), Ok(None))).await?;
        }
        self.socket.remove();
        Ok(())
    }

    /// Lets the server outlive this program, and gives its address.
    pub fn leave_running(mut self) -> String {
        self.child = None;
        self.url()
    }

    /// Whether it came up; `false` when it ended instead.
    async fn wait_until_ready(&mut self, deadline: Instant, log: &Log) -> anyhow::Result<bool> {
        let mut delay = FIRST_DELAY;
        loop {
            let Some(error) = self.make_ready().await.err() else { return Ok(true) };
            if self.child.as_mut().is_none_or(|it| !matches!(it.try_wait(), Ok(None))) {
                return Ok(false);
            }
            let is_recovering = error.code() == Some(&SqlState::CANNOT_CONNECT_NOW);
            if error.code().is_some() && !is_recovering || deadline < Instant::now() {
                let tail = log.tail();
                return Err(error).with_context(|| format!("the database does not answer; {tail}"));
            }
            if is_recovering {
                // Postgres logs each try, so a long recovery is asked about less and less often.
                delay = LAST_DELAY.min(delay * 2);
            }
            sleep(delay).await;
        }
    }

    /// Connects to our database, and makes it in a cluster that is new.
    async fn make_ready(&self) -> Result<(), tokio_postgres::Error> {
        match probe(&self.url()).await {
            Err(error) if error.code() == Some(&SqlState::UNDEFINED_DATABASE) => {
                let maintenance = socket::maintenance_url(self.socket.path());
                execute(&maintenance, &format!("CREATE DATABASE {}", socket::DATABASE)).await
            }
            result => result,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(child) = &self.child {
            let _ = kill_process(Pid::from_child(child), Signal::INT);
        }
    }
}

/// Stops the server that a killed program left, and forgets one that is gone.
pub async fn stop_leftover(cluster: &Path) -> anyhow::Result<()> {
    if let Some(number) = PidFile::read_pid(cluster)?
        && let Some(pid) = Pid::from_raw(number)
        && process::is_server_of(number, cluster)
    {
        tracing::info!(pid = number, "Stopping the database that an earlier run left behind");
        process::stop_server(pid, || !process::is_server_of(number, cluster)).await?;
    }
    PidFile::remove(cluster)
}

/// Whether the database answers.
pub async fn probe(url: &str) -> Result<(), tokio_postgres::Error> {
    execute(url, "").await
}

/// Looks without reaping, which is left to whoever stops the server. What cannot be told counts as running.
fn is_running(child: &Child) -> bool {
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    !matches!(waitid(WaitId::Pid(Pid::from_child(child)), options), Ok(Some(_)))
}

/// Runs one statement on a connection of its own.
async fn execute(url: &str, statement: &str) -> Result<(), tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    let work = async move {
        let result = client.batch_execute(statement).await;
        // Without its client, the connection says good-bye and ends.
        drop(client);
        result
    };
    let (result, _) = tokio::join!(work, connection);
    result
}

fn add_arguments(command: &mut Command, launch: &Launch<'_>, socket: &Path) {
    command.arg("-D").arg(launch.folder.cluster());
    command.arg("-k").arg(socket).arg("-p").arg(socket::PORT.to_string());
    let by_durability = match launch.durability {
        Durability::Durable => DURABLE.as_slice(),
        Durability::Disposable => DISPOSABLE.as_slice(),
    };
    for setting in SETTINGS.iter().chain(by_durability) {
        command.arg("-c").arg(setting);
    }
    // In a group of its own, so that Ctrl-C reaches the portal alone, which drains before it stops us.
    command.process_group(0);
}
