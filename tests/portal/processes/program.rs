//! The binary as an operator starts it, on a data folder of its own.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use tempfile::TempDir;

use crate::support::Visitor;

const LECTERN: &str = env!("CARGO_BIN_EXE_lectern");
/// Far more than a start takes, for machines that are busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// Killed when it is dropped, and its database with it.
pub struct Program {
    child: Child,
    origin: String,
    said: Arc<Mutex<String>>,
    logged: Arc<Mutex<String>>,
    cluster: std::path::PathBuf,
}

/// A folder that the user who runs Postgres can enter.
pub fn data_folder() -> TempDir {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::Builder::new().prefix("lectern-test-").tempdir_in("/var/tmp").unwrap();
    let enter = std::fs::Permissions::from_mode(0o711);
    std::fs::set_permissions(folder.path(), enter).unwrap();
    folder
}

impl Program {
    /// Starts it and waits until it says that it listens.
    pub async fn start(arguments: &[&str], folder: &Path) -> Self {
        Self::start_with(arguments, folder, &[]).await
    }

    /// The same with settings in the environment.
    pub async fn start_with(
        arguments: &[&str],
        folder: &Path,
        settings: &[(&str, String)],
    ) -> Self {
        Self::listen(command(arguments, folder), folder, settings)
    }

    /// One that serves a database which is there already, perhaps beside others.
    pub async fn serve_on(url: &str, folder: &Path, settings: &[(&str, String)]) -> Self {
        Self::serve_at("0", url, folder, settings).await
    }

    /// The same at a port, where one of before is gone.
    pub async fn serve_at(
        port: &str,
        url: &str,
        folder: &Path,
        settings: &[(&str, String)],
    ) -> Self {
        let mut command = Command::new(LECTERN);
        command.args(["serve", "--port", port]).env("DATABASE_URL", url).stdin(Stdio::null());
        Self::listen(command, folder, settings)
    }

    fn listen(mut command: Command, folder: &Path, settings: &[(&str, String)]) -> Self {
        command.envs(settings.iter().map(|(name, value)| (*name, value.as_str())));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (said, logged) = (Arc::default(), Arc::default());
        let (listening, heard) = mpsc::channel();
        note(child.stdout.take().unwrap(), &said, Some(listening));
        note(child.stderr.take().unwrap(), &logged, None);
        let cluster = folder.join("postgres");
        match heard.recv_timeout(PATIENCE) {
            Ok(origin) => Self { child, origin, said, logged, cluster },
            Err(_) => {
                let _ = child.kill();
                panic!(
                    "it does not listen; it said: {}{}",
                    said.lock().unwrap(),
                    logged.lock().unwrap()
                );
            }
        }
    }

    fn server_pid(&self) -> Option<u32> {
        let pid_file = std::fs::read_to_string(self.cluster.join("postmaster.pid")).ok()?;
        pid_file.lines().next()?.parse().ok()
    }

    /// The number of its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn port(&self) -> &str {
        self.origin.rsplit(':').next().unwrap()
    }

    pub fn origin(&self) -> &str {
        &self.origin
    }

    pub fn visitor(&self) -> Visitor {
        Visitor::at(&self.origin)
    }

    /// What it told its operator so far.
    pub fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Its log so far.
    pub fn logged(&self) -> String {
        self.logged.lock().unwrap().clone()
    }

    /// Ends it as a power cut would; its database is left alone, an orphan.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Ends both at once, so that the database has its log to recover from.
    pub fn kill_with_database(&mut self) {
        let server = self.server_pid().unwrap();
        self.kill();
        signal("-KILL", server);
    }

    /// Ends its database alone, and gives the code with which the program ends then.
    pub fn kill_only_database(mut self) -> Option<i32> {
        signal("-KILL", self.server_pid().unwrap());
        self.child.wait().unwrap().code()
    }

    /// Ends it as an operator does, and checks that it went well.
    pub fn stop(mut self) {
        signal("-INT", self.child.id());
        assert!(self.child.wait().unwrap().success());
        assert!(!self.cluster.join("postmaster.pid").exists(), "the database stopped with it");
    }
}

/// Keeps what is written, line by line, and tells where the program listens.
fn note(
    out: impl Read + Send + 'static,
    said: &Arc<Mutex<String>>,
    listening: Option<mpsc::Sender<String>>,
) {
    let said = Arc::clone(said);
    std::thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            if let (Some(origin), Some(it)) = (line.strip_prefix("listening on "), &listening) {
                let _ = it.send(origin.to_owned());
            }
            said.lock().unwrap().push_str(&(line + "\n"));
        }
    });
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if !std::thread::panicking() {
            return;
        }
        // A story that failed leaves no database behind.
        if let Some(pid) = self.server_pid() {
            signal("-INT", pid);
        }
    }
}

/// Runs it until it ends: its code, and everything that it wrote.
pub fn run_to_end(arguments: &[&str], folder: &Path, settings: &[(&str, &str)]) -> (i32, String) {
    let mut command = command(arguments, folder);
    command.envs(settings.iter().copied());
    let done = command.output().unwrap();
    let written = [done.stdout, done.stderr].concat();
    (done.status.code().unwrap_or(-1), String::from_utf8(written).unwrap())
}

/// The same beside a portal, on a database that is configured.
pub fn run_on(url: &str, arguments: &[&str], settings: &[(&str, &str)]) -> (i32, String) {
    let mut command = Command::new(LECTERN);
    command.args(arguments).env("DATABASE_URL", url).envs(settings.iter().copied());
    let done = command.stdin(Stdio::null()).output().unwrap();
    let written = [done.stdout, done.stderr].concat();
    (done.status.code().unwrap_or(-1), String::from_utf8(written).unwrap())
}

/// `lectern health`, which knows a portal by its settings alone.
pub fn run_health(settings: &[(&str, &str)]) -> (i32, String) {
    let mut command = Command::new(LECTERN);
    command.arg("health").env_remove("DATABASE_URL").envs(settings.iter().copied());
    let done = command.stdin(Stdio::null()).output().unwrap();
    let written = [done.stdout, done.stderr].concat();
    (done.status.code().unwrap_or(-1), String::from_utf8(written).unwrap())
}

/// A command that needs neither a portal nor a database: its code, what it said, and what it complained about.
pub fn run_alone(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(LECTERN);
    command.args(arguments).env_remove("DATABASE_URL");
    let done = command.stdin(Stdio::null()).output().unwrap();
    let [said, complained] = [done.stdout, done.stderr].map(|it| String::from_utf8(it).unwrap());
    (done.status.code().unwrap_or(-1), said, complained)
}

fn command(arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(LECTERN);
    command.args(arguments).stdin(Stdio::null()).env_remove("DATABASE_URL");
    if !arguments.contains(&"--help") {
        command.arg("--data-dir").arg(folder);
    }
    command
}

fn signal(which: &str, pid: u32) {
    let _ = Command::new("kill").args([which, &pid.to_string()]).status();
}
