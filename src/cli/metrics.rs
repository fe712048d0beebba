//! The figures of a running portal, for Prometheus, on an address of their own that only this machine reaches.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::http::header::{CACHE_CONTROL, ContentType};
use actix_web::web::{self, Data};
use actix_web::{App, HttpResponse, HttpServer};
use anyhow::Context;
use deadpool_postgres::Status;
use metrics::gauge;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::time::timeout;

use crate::app::{AppState, PublicState};
use crate::error::AppResult;
use crate::logging::measures;
use crate::models::backlog::Backlog;

/// How long the outbox may take to be counted; then its last figures stand.
const PATIENCE: Duration = Duration::from_secs(2);

/// Takes the address, so that a second portal on it fails at its start.
///
/// # Errors
/// If the address is taken.
pub fn listen(place: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(place).with_context(|| format!("metrics.bind: cannot listen on {place}"))
}

/// Answers `/metrics` and nothing else, until it is stopped.
///
/// # Errors
/// If the listener cannot be used.
pub fn server(listener: TcpListener, app: AppState, public: PublicState) -> anyhow::Result<Server> {
    let kept = measures::start()?;
    let (app, public) = (Data::new(app), Data::new(public));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(app.clone())
            .app_data(public.clone())
            .app_data(Data::new(kept.clone()))
            .route("/metrics", web::get().to(show_metrics))
    });
    Ok(server.workers(1).shutdown_timeout(1).disable_signals().listen(listener)?.run())
}

async fn show_metrics(
    kept: Data<PrometheusHandle>,
    app: Data<AppState>,
    public: Data<PublicState>,
) -> HttpResponse {
    pool("application", app.pool_status());
    pool("public", public.pool_status());
    set("lectern_downloads_running", public.datasets().n_busy());
    set("lectern_hashing_waiting", app.hasher.n_waiting());
    // A database that is away takes no other figure with it.
    if let Ok(Ok(backlog)) = timeout(PATIENCE, backlog(&app)).await {
        gauge!("lectern_outbox_waiting").set(backlog.n_waiting as f64);
        gauge!("lectern_outbox_oldest_seconds").set(backlog.oldest_seconds);
        gauge!("lectern_outbox_undeliverable").set(backlog.n_undeliverable as f64);
    }
    process();
    kept.run_upkeep();
    HttpResponse::Ok()
        .content_type(ContentType::plaintext())
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(kept.render())
}

async fn backlog(app: &AppState) -> AppResult<Backlog> {
    Ok(Backlog::of_outbox(&mut *app.db().await?).await?)
}

fn pool(name: &'static str, status: Status) {
    let busy = status.size.saturating_sub(status.available);
    gauge!("lectern_pool_busy", "pool" => name).set(busy as f64);
    gauge!("lectern_pool_size", "pool" => name).set(status.max_size as f64);
    gauge!("lectern_pool_waiting", "pool" => name).set(status.waiting as f64);
}

fn set(name: &'static str, n: usize) {
    gauge!(name).set(n as f64);
}

/// What the system says of this program; Linux only, and left out elsewhere.
fn process() {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let resident = status.lines().find_map(|it| it.strip_prefix("VmRSS:"));
    let resident = resident.and_then(|it| it.trim().strip_suffix(" kB")?.parse::<u32>().ok());
    if let Some(kilobytes) = resident {
        gauge!("process_resident_memory_bytes").set(f64::from(kilobytes) * 1024.0);
    }
    if let Ok(open) = std::fs::read_dir("/proc/self/fd") {
        set("process_open_fds", open.count());
    }
}
