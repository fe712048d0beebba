//! `lectern serve`: the start-up story, and the stop.

use std::io::Write;
use std::net::{IpAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use actix_web::middleware::{Compress, from_fn};
use actix_web::web::Data;
use actix_web::{App, HttpServer};
use anyhow::{Context, anyhow};
use clap::Args;
use tokio::task::{JoinError, JoinSet};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::database::Database;
use super::metrics;
use super::told_to_stop::ToldToStop;
use crate::app::{AppState, PublicState};
use crate::db::connect::connect;
use crate::db::roles::Roles;
use crate::db::{durable, migrate};
use crate::http::{self, Edge, notice};
use crate::logging::security::{self, SecurityEvent};
use crate::settings::{Durability, Settings, Sources};
use crate::{logging, routes, worker};

/// How long the background may take to stop. It needs a second at most; the stop does not hang on it.
const BACKGROUND_LIMIT: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, Default, Args)]
pub struct ServeOptions {
    /// A settings file; see config/default.toml for every key
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Keep the portal's own database in this folder, whatever `DATABASE_URL` says
    #[arg(long, value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
    /// The port to listen on; 0 picks a free one
    #[arg(long)]
    pub port: Option<u16>,
    /// The address to listen on
    #[arg(long)]
    pub bind: Option<IpAddr>,
}

/// A listening portal whose database is ready, before it answers.
#[derive(Debug)]
pub struct Portal {
    pub settings: Arc<Settings>,
    pub database: Database,
    listener: TcpListener,
    /// Where the figures are asked for, if anywhere.
    metrics: Option<TcpListener>,
}

/// Answers requests until it is told to stop.
///
/// # Errors
/// In words for an operator.
pub async fn serve(options: ServeOptions) -> anyhow::Result<()> {
    let told_to_stop = ToldToStop::listen()?;
    let portal = start(&options)
        .await
        .map_err(|it| anyhow!("{it:#} (`lectern doctor` says what is wrong and what mends it)"))?;
    portal.run(told_to_stop).await
}

async fn start(options: &ServeOptions) -> anyhow::Result<Portal> {
    let mut settings = options.settings(Vec::new())?;
    logging::init(&settings.log)?;
    let database = Database::claim(&mut settings, options.data_dir.clone()).await?;
    Portal::open(settings, database).await
}

impl ServeOptions {
    /// The settings, with these flags laid over them and then `more`.
    ///
    /// # Errors
    /// One line that names the key.
    pub fn settings(&self, more: Vec<(&'static str, String)>) -> anyhow::Result<Settings> {
        let port = self.port.map(|it| ("server.port", it.to_string()));
        let bind = self.bind.map(|it| ("server.bind", it.to_string()));
        let flags = port.into_iter().chain(bind).chain(more).collect();
        Ok(Settings::load(&Sources::of_process(self.config.clone(), flags))?)
    }
}

impl Portal {
    /// Takes the port first, so that a second portal fails before it touches anything; then migrates.
    ///
    /// # Errors
    /// In words for an operator.
    pub async fn open(mut settings: Settings, database: Database) -> anyhow::Result<Self> {
        let opened = async {
            let place = (settings.server.bind, settings.server.port);
            let listener = TcpListener::bind(place)
                .with_context(|| format!("cannot listen on {}, port {}", place.0, place.1))?;
            let metrics = settings.metrics.bind.map(metrics::listen).transpose()?;
            let roles = Roles::new(&settings.database.role_prefix)?;
            if settings.database.durability == Durability::Required {
                durable::ensure(&mut connect(&database.url).await?).await?;
            }
            migrate::migrate(&database.url, &roles).await?;
            anyhow::Ok((listener, metrics))
        };
        match opened.await {
            Ok((listener, metrics)) => {
                settings.server.port = listener.local_addr()?.port();
                Ok(Self { settings: Arc::new(settings), database, listener, metrics })
            }
            Err(error) => Err(database.close().await.err().unwrap_or(error)),
        }
    }

    /// Answers requests until SIGINT or SIGTERM; then lets those under way finish, stops the background, and
    /// last the database, if it is ours. A part that ends without being told to takes the others with it, so that
    /// a supervisor starts all of them anew: half a portal would look like a whole one.
    ///
    /// # Errors
    /// In words for an operator.
    pub async fn run(self, told_to_stop: ToldToStop) -> anyhow::Result<()> {
        let stop = CancellationToken::new();
        let served = self.answer(told_to_stop, &stop).await;
        stop.cancel();
        served.and(self.database.close().await)
    }

    async fn answer(
        &self,
        mut told_to_stop: ToldToStop,
        stop: &CancellationToken,
    ) -> anyhow::Result<()> {
        let (settings, url) = (&self.settings, &self.database.url);
        let state = AppState::new(settings, url)?;
        let public = PublicState::new(settings, url)?;
        let site = settings.server.public_url();
        let metrics = match &self.metrics {
            Some(it) => Some(metrics::server(it.try_clone()?, state.clone(), public.clone())?),
            None => None,
        };
        // Before the first request: whoever starts while the site can only be read takes no form.
        worker::post_bulletin(&state).await?;
        security::note(SecurityEvent::Started, None, &in_short(settings));
        let server = server(settings, state.clone(), public, self.listener.try_clone()?)?;
        {
            let mut out = std::io::stdout().lock();
            writeln!(out, "listening on {}", site.absolute("/").trim_end_matches('/'))?;
            out.flush()?;
        }
        let handle = server.handle();
        let mut parts = JoinSet::new();
        parts.spawn(async { ("the server", server.await) });
        let metrics_handle = metrics.as_ref().map(actix_web::dev::Server::handle);
        if let Some(metrics) = metrics {
            parts.spawn(async { ("the server of the figures", metrics.await) });
        }
        let background = worker::run(state, stop.clone());
        parts.spawn(async {
            background.await;
            ("the background", Ok(()))
        });
        let mut outcome = tokio::select! {
            () = told_to_stop.wait() => Ok(()),
            Some(ended) = parts.join_next() => Err(ended_by_itself(ended)),
            () = self.database.ended() => Err(anyhow!("the database ended by itself")),
        };
        handle.stop(true).await;
        if let Some(handle) = metrics_handle {
            handle.stop(false).await;
        }
        stop.cancel();
        while let Ok(Some(ended)) = timeout(BACKGROUND_LIMIT, parts.join_next()).await {
            outcome = outcome.and(stopped(ended));
        }
        outcome
    }
}

/// The settings that security depends on; no secret is among them.
fn in_short(settings: &Settings) -> String {
    let (server, sessions) = (&settings.server, &settings.sessions);
    format!(
        "public_url {}, bind {}, trusted_proxies {}, mail server {}, sessions {} min, of staff {} min",
        server.public_url().origin(),
        server.bind,
        server.trusted_proxies.len(),
        if settings.mail.has_server() { "set" } else { "none" },
        sessions.idle_minutes,
        sessions.staff_idle_minutes,
    )
}

/// What a part of the portal says when it is over.
type Ended = Result<(&'static str, std::io::Result<()>), JoinError>;

fn ended_by_itself(ended: Ended) -> anyhow::Error {
    match ended {
        Ok((part, Ok(()))) => anyhow!("{part} ended by itself"),
        Ok((part, Err(error))) => anyhow!(error).context(format!("{part} ended by itself")),
        Err(panicked) => anyhow!(panicked).context("a part of the portal failed"),
    }
}

fn stopped(ended: Ended) -> anyhow::Result<()> {
    let (part, result) = ended.context("a part of the portal failed")?;
    result.with_context(|| format!("{part} did not stop well"))
}

/// The HTTP server on a bound listener.
///
/// # Errors
/// If the listener cannot be used.
pub fn server(
    settings: &Settings,
    state: AppState,
    public: PublicState,
    listener: TcpListener,
) -> anyhow::Result<actix_web::dev::Server> {
    let board = Data::new(state.board.clone());
    let edge = Edge::new(settings).with_event_passes(state.event_passes.clone());
    let (state, public, edge) = (Data::new(state), Data::new(public), Data::new(edge));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(state.clone())
            .app_data(public.clone())
            .app_data(edge.clone())
            .app_data(board.clone())
            .configure(routes::configure)
            .wrap(from_fn(notice::post))
            .wrap(Compress::default())
            .wrap(from_fn(http::guard))
    });
    let server = match settings.server.workers {
        0 => server,
        n => server.workers(n),
    };
    Ok(server
        .shutdown_timeout(settings.server.shutdown_seconds)
        // We listen ourselves, from the first moment on: see [`ToldToStop`].
        .disable_signals()
        .server_hostname(settings.server.public_url().absolute(""))
        .listen(listener)?
        .run())
}
