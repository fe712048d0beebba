//! Processes that are not our children: whether they live, and how they are told to stop.

use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::time::{Instant, sleep};

/// A clean stop writes what is in memory to disk, which can take this long on a large database.
const CLEAN_LIMIT: Duration = Duration::from_secs(60);
const QUICK_LIMIT: Duration = Duration::from_secs(10);

/// Whether `pid` is a Postgres server of `cluster` that still runs.
///
/// A number alone proves nothing: it may have gone to another program after a restart of the machine, or
/// belong to a zombie, which stays for good where nothing reaps. So the arguments must name the cluster.
pub fn is_server_of(pid: i32, cluster: &Path) -> bool {
    if Path::new("/proc/self/cmdline").exists() {
        runs_with(pid, cluster)
    } else {
        is_listed_with(pid, cluster)
    }
}

/// Stops a server: cleanly, and if it does not listen, without its good-byes, which costs a recovery.
pub async fn stop_server(pid: Pid, mut is_gone: impl FnMut() -> bool) -> anyhow::Result<()> {
    // Sending fails when it is gone already, which is what we want to see.
    for (signal, limit) in
        [(Signal::INT, CLEAN_LIMIT), (Signal::QUIT, QUICK_LIMIT), (Signal::KILL, QUICK_LIMIT)]
    {
        let _ = kill_process(pid, signal);
        if wait_until(limit, &mut is_gone).await {
            return Ok(());
        }
        tracing::warn!(pid = pid.as_raw_nonzero(), ?signal, "Postgres does not stop");
    }
    anyhow::bail!("Postgres (process {}) cannot be stopped", pid.as_raw_nonzero())
}

async fn wait_until(limit: Duration, is_done: &mut impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + limit;
    while !is_done() {
        if deadline <= Instant::now() {
            return false;
        }
        sleep(Duration::from_millis(10)).await;
    }
    true
}

/// Asks Linux, which gives a zombie no arguments.
fn runs_with(pid: i32, cluster: &Path) -> bool {
    std::fs::read(format!("/proc/{pid}/cmdline"))
        .is_ok_and(|it| it.split(|byte| *byte == 0).any(|it| it == cluster.as_os_str().as_bytes()))
}

/// Asks other systems (written for macOS, where it was not run).
fn is_listed_with(pid: i32, cluster: &Path) -> bool {
    let output = Command::new("ps").args(["-o", "stat=,args=", "-p", &pid.to_string()]).output();
    output.is_ok_and(|it| {
        let line = String::from_utf8_lossy(&it.stdout);
        !line.trim_start().starts_with('Z') && line.contains(&format!(" -D {} ", cluster.display()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_living_process_is_told_by_its_arguments() {
        let mut child = Command::new("sleep").args(["30"]).spawn().unwrap();
        let pid = child.id().cast_signed();
        // A moment passes before a new process has its arguments.
        while !is_server_of(pid, Path::new("sleep")) {
            assert!(matches!(child.try_wait(), Ok(None)));
        }

        assert!(!is_server_of(pid, Path::new("/var/lib/lectern/postgres")));

        child.kill().unwrap();
        child.wait().unwrap();
    }

    #[test]
    fn a_zombie_counts_as_gone() {
        let mut child = Command::new("true").spawn().unwrap();
        let pid = child.id().cast_signed();
        let stat = format!("/proc/{pid}/stat");
        while std::fs::read_to_string(&stat).is_ok_and(|it| !it.contains(") Z ")) {
            std::thread::sleep(Duration::from_millis(5));
        }

        assert!(!is_server_of(pid, Path::new("true")));

        child.wait().unwrap();
    }
}
