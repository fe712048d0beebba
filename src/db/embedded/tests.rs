//! The life of a data folder, with a real Postgres. How it fares when its program is killed is told where the
//! program itself is tried, in `tests/portal/processes.rs`.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use tokio_postgres::{Client, NoTls};

use super::pid_file::PidFile;
use super::*;

/// When root runs the tests, the user of Postgres must be able to enter.
fn a_folder() -> TempDir {
    tempfile::Builder::new().permissions(Permissions::from_mode(0o755)).tempdir().unwrap()
}

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

async fn setting(client: &Client, name: &str) -> String {
    client.query_one(&format!("SHOW {name}"), &[]).await.unwrap().get(0)
}

fn server_pid(data_dir: &Path) -> i32 {
    let cluster = data_dir.canonicalize().unwrap().join("postgres");
    PidFile::read_pid(&cluster).unwrap().unwrap()
}

#[tokio::test]
async fn a_second_start_has_the_data_still() {
    let folder = a_folder();

    let first = Embedded::start(folder.path(), Durability::Durable).await.unwrap();
    let client = connect(&first.url()).await;
    client.batch_execute("CREATE TABLE kept AS SELECT 'a comment' AS body").await.unwrap();
    assert_eq!(setting(&client, "fsync").await, "on");
    assert_eq!(setting(&client, "server_encoding").await, "UTF8");
    assert_eq!(setting(&client, "listen_addresses").await, "");
    first.stop().await.unwrap();

    let second = Embedded::start(folder.path(), Durability::Durable).await.unwrap();
    let client = connect(&second.url()).await;
    let kept: String = client.query_one("SELECT body FROM kept", &[]).await.unwrap().get(0);
    assert_eq!(kept, "a comment");
    second.stop().await.unwrap();
}

#[tokio::test]
async fn a_stopped_database_leaves_no_process_and_no_socket() {
    let folder = a_folder();
    let database = Embedded::start(folder.path(), Durability::Disposable).await.unwrap();
    let server = rustix::process::Pid::from_raw(server_pid(folder.path())).unwrap();
    let socket = database.server.socket_folder().to_owned();
    assert!(socket.exists());

    database.stop().await.unwrap();

    assert!(rustix::process::test_kill_process(server).is_err());
    assert!(!socket.exists());
    assert!(!folder.path().join("postgres/postmaster.pid").exists());
    assert_eq!(attach(folder.path()).await.unwrap(), None);
}

#[tokio::test]
async fn the_second_of_two_programs_is_refused_and_may_attach() {
    let folder = a_folder();
    let first = Embedded::start(folder.path(), Durability::Disposable).await.unwrap();

    let error = Embedded::start(folder.path(), Durability::Disposable).await.unwrap_err();
    assert!(error.to_string().contains(&*folder.path().to_string_lossy()), "{error}");
    assert!(error.to_string().contains("in use by another lectern"), "{error}");

    assert_eq!(attach(folder.path()).await.unwrap(), Some(first.url()));
    first.stop().await.unwrap();
}

#[tokio::test]
async fn a_pid_file_that_names_a_zombie_or_a_stranger_is_removed() {
    let folder = a_folder();
    Embedded::start(folder.path(), Durability::Disposable).await.unwrap().stop().await.unwrap();
    let pid_file = folder.path().join("postgres/postmaster.pid");
    let mut zombie = Command::new("true").spawn().unwrap();

    for pid in [zombie.id(), std::process::id()] {
        std::fs::write(&pid_file, format!("{pid}\n/elsewhere\n1\n5432\n/nowhere\n\n1 1\nready\n"))
            .unwrap();

        let database = Embedded::start(folder.path(), Durability::Disposable).await.unwrap();

        assert_ne!(server_pid(folder.path()), pid.cast_signed());
        database.stop().await.unwrap();
    }
    zombie.wait().unwrap();
}

#[tokio::test]
async fn many_at_once_share_one_detached_server_which_a_portal_may_take_over() {
    let folder = a_folder();
    let data_dir = folder.path().join("data");

    let callers = (0..8).map(|_| {
        let data_dir = data_dir.clone();
        tokio::spawn(
            async move { start_or_attach_detached(&data_dir, Durability::Disposable).await },
        )
    });
    let mut urls = Vec::new();
    for caller in callers.collect::<Vec<_>>() {
        urls.push(caller.await.unwrap().unwrap());
    }

    assert_eq!(urls.len(), 8);
    urls.dedup();
    assert_eq!(urls.len(), 1);
    assert_eq!(attach(&data_dir).await.unwrap(), None, "nobody owns a detached server");

    // The detached server is a child of this process which nobody reaps, so it stays a zombie once stopped.
    let detached = server_pid(&data_dir);
    let database = Embedded::start(&data_dir, Durability::Disposable).await.unwrap();
    assert_ne!(server_pid(&data_dir), detached);
    database.stop().await.unwrap();
}

#[tokio::test]
async fn a_server_that_cannot_start_is_explained_by_the_end_of_its_log() {
    let folder = a_folder();
    Embedded::start(folder.path(), Durability::Disposable).await.unwrap().stop().await.unwrap();
    std::fs::write(folder.path().join("postgres/postgresql.conf"), "no_such_setting = 1\n")
        .unwrap();

    let error = Embedded::start(folder.path(), Durability::Disposable).await.unwrap_err();

    assert!(error.to_string().contains("no_such_setting"), "{error}");
}

#[tokio::test]
async fn a_path_longer_than_a_socket_allows_is_no_obstacle() {
    let folder = a_folder();
    let data_dir = folder.path().join("a long name ".repeat(12)).join("é%");

    let database = Embedded::start(&data_dir, Durability::Disposable).await.unwrap();

    connect(&database.url()).await;
    database.stop().await.unwrap();
}
