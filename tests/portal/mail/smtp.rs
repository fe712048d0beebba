//! A real mail server, of Debian's making, that keeps what it gets in a folder.

use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Stops when it is dropped.
pub struct MailServer {
    pub port: u16,
    child: Child,
    folder: TempDir,
}

impl MailServer {
    pub async fn start() -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Self::start_on(port).await
    }

    pub async fn start_on(port: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(python());
        command
            .args(["-m", "aiosmtpd", "-n", "-l", &format!("127.0.0.1:{port}")])
            .args(["-c", "aiosmtpd.handlers.Mailbox"])
            .arg(folder.path().join("mail"));
        Self::run(command, port, folder).await
    }

    /// One with a fault of those that `faulty_server.py` knows.
    pub async fn with_fault(fault: &str) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = tempfile::tempdir().unwrap();
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/portal/mail/faulty_server.py");
        let mut command = Command::new(python());
        command.args([script, &port.to_string()]).arg(folder.path().join("mail/new")).arg(fault);
        Self::run(command, port, folder).await
    }

    async fn run(mut command: Command, port: u16, folder: TempDir) -> Self {
        let child = command.stderr(Stdio::null()).spawn().unwrap();
        let server = Self { port, child, folder };
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(started.elapsed() < Duration::from_secs(20), "the mail server does not start");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        server
    }

    /// Every mail as it arrived, with line breaks of one character.
    pub fn mails(&self) -> Vec<String> {
        let folder = self.folder.path().join("mail/new");
        let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
            .map(|it| it.map(|it| it.unwrap().path()).collect())
            .unwrap_or_default();
        files.sort();
        files.iter().map(|it| std::fs::read_to_string(it).unwrap().replace("\r\n", "\n")).collect()
    }
}

/// The Python that has the mail server: the system's, even where a newer one comes first in the path.
fn python() -> &'static str {
    let has_server = |python: &&str| {
        let import =
            Command::new(python).args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
        import.is_ok_and(|it| it.success())
    };
    let found = ["/usr/bin/python3", "python3"].into_iter().find(has_server);
    found.expect("no python3 has aiosmtpd: scripts/test installs it")
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
