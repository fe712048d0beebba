//! A Postgres on the network of this machine that takes TLS only, with a certificate for `localhost`.

use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::processes::program;

/// Stops when it is dropped.
pub struct TlsPostgres {
    child: Child,
    port: u16,
    folder: TempDir,
}

impl TlsPostgres {
    pub async fn start() -> Self {
        let folder = program::data_folder();
        let cluster = folder.path().join("cluster");
        std::fs::create_dir(&cluster).unwrap();
        give(&cluster);
        let initdb =
            ["--auth=trust", "--username=lectern", "--encoding=UTF8", "--locale=C", "--no-sync"];
        run(as_postgres("initdb").args(initdb).arg("-D").arg(&cluster));
        let entry = "hostssl all all 127.0.0.1/32 trust\n";
        std::fs::write(cluster.join("pg_hba.conf"), entry).unwrap();
        make_certificates(folder.path());

        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let file = |name: &str| folder.path().join(name).display().to_string();
        let child = as_postgres("postgres")
            .arg("-D")
            .arg(&cluster)
            .args(["-p", &port.to_string(), "-h", "127.0.0.1", "-k", "", "-c", "fsync=off"])
            .args(["-c", "ssl=on", "-c", &format!("ssl_cert_file={}", file("server.pem"))])
            .args(["-c", &format!("ssl_key_file={}", file("server.key"))])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut server = Self { child, port, folder };
        server.wait_until_it_answers().await;
        server
    }

    /// An address with a way to say what is trusted.
    pub fn url(&self, host: &str, mode: &str, trusted: Option<&str>) -> String {
        let trusted = trusted
            .map(|it| format!("&sslrootcert={}", self.folder.path().join(it).display()))
            .unwrap_or_default();
        let port = self.port;
        format!("postgres://lectern@{host}:{port}/postgres?hostaddr=127.0.0.1&{mode}{trusted}")
    }

    async fn wait_until_it_answers(&mut self) {
        let started = Instant::now();
        let url = self.url("localhost", "sslmode=verify-full", Some("ca.pem"));
        while lectern::db::connect::connect(&url).await.is_err() {
            assert!(self.child.try_wait().unwrap().is_none(), "it ended");
            assert!(started.elapsed() < Duration::from_secs(30), "it does not answer");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

impl Drop for TlsPostgres {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        let _ = self.child.wait();
    }
}

/// An authority, a certificate for `localhost` that it signed, and another authority.
fn make_certificates(folder: &Path) {
    let new_key = ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    for name in ["ca", "other-ca"] {
        let files = ["-x509", "-days", "2", "-subj", "/CN=Harbor", "-keyout"];
        let (key, out) = (format!("{name}.key"), format!("{name}.pem"));
        run(openssl(folder).args(new_key).args(files).args([&key, "-out", &out]));
    }
    run(openssl(folder).args(new_key).args([
        "-subj",
        "/CN=localhost",
        "-keyout",
        "server.key",
        "-out",
        "server.csr",
    ]));
    let extensions = "subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n";
    std::fs::write(folder.join("extensions"), extensions).unwrap();
    run(openssl(folder)
        .args([
            "x509",
            "-req",
            "-days",
            "2",
            "-in",
            "server.csr",
            "-CA",
            "ca.pem",
            "-CAkey",
            "ca.key",
        ])
        .args(["-CAcreateserial", "-extfile", "extensions", "-out", "server.pem"]));
    for name in ["server.key", "server.pem"] {
        give(&folder.join(name));
    }
}

fn openssl(folder: &Path) -> Command {
    let mut command = Command::new("openssl");
    command.current_dir(folder);
    command
}

/// Postgres refuses to run as root.
fn as_postgres(program: &str) -> Command {
    let mut command = Command::new(folder_of_programs().join(program));
    command.current_dir("/").stdout(Stdio::null());
    if let Some(uid) = uid_of_postgres() {
        command.uid(uid).gid(uid);
    }
    command
}

fn give(path: &Path) {
    if let Some(uid) = uid_of_postgres() {
        chown(path, Some(uid), Some(uid)).unwrap();
    }
}

fn uid_of_postgres() -> Option<u32> {
    let is_root = std::fs::metadata("/proc/self").unwrap().uid() == 0;
    let users = std::fs::read_to_string("/etc/passwd").unwrap();
    let uid =
        users.lines().find_map(|it| it.strip_prefix("postgres:")?.split(':').nth(1)?.parse().ok());
    is_root.then(|| uid.expect("root has no user to run Postgres as"))
}

fn folder_of_programs() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    folders.extend(installed.map(|it| it.path().join("bin")));
    folders.into_iter().find(|it| it.join("initdb").exists()).expect("Postgres is not installed")
}

fn run(command: &mut Command) {
    let done = command.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}
