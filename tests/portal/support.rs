//! A portal on a database of its own, behind a real HTTP server, and people to use it.
//!
//! A story begins with [`TestApp::spawn`]; everything it made is gone when the app is dropped.

mod codes;
mod comments;
mod database;
mod decisions;
mod entries;
mod form;
mod initiatives;
mod mails;
mod page;
mod people;
mod server;
mod visitor;

use std::num::NonZeroU32;
use std::sync::Arc;

use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use lectern::app::{AppState, PublicState};
use lectern::settings::{Limits, Rate, Secret, Settings, Sources};
use lectern::worker;
use tempfile::TempDir;

pub use codes::code_now;
pub use comments::CommentBuilder;
pub use entries::EntryBuilder;
pub use form::Form;
pub use initiatives::{AREA, FORM, LateComments, OTHER_AREA, fill_in, harbor};
pub use page::Page;
pub use people::email_of;
pub use visitor::Visitor;

use database::TestDatabase;
use server::TestServer;

/// A running portal. The server stops before its database is dropped.
pub struct TestApp {
    pub settings: Arc<Settings>,
    pub state: AppState,
    server: TestServer,
    database: TestDatabase,
    /// Where its files lie, until it is dropped.
    _folder: TempDir,
}

/// Another program that serves the same portal, as behind a load balancer.
pub struct SecondProgram {
    state: AppState,
    server: TestServer,
}

impl SecondProgram {
    /// Where a path is found at this program.
    pub fn url(&self, path: &str) -> String {
        self.server.url(path)
    }

    /// Everything that its background would do now.
    pub async fn worker_round(&self) {
        worker::round(&self.state).await.unwrap();
    }
}

impl TestApp {
    /// A portal as shipped, but for limits that no test meets by accident.
    pub async fn spawn() -> Self {
        Self::with_settings(|_| {}).await
    }

    /// A portal whose settings a story changes before it starts.
    pub async fn with_settings(change: impl FnOnce(&mut Settings)) -> Self {
        let database = TestDatabase::create().await;
        let listener = server::listener();
        let mut settings = test_settings();
        let folder = tempfile::tempdir().unwrap();
        settings.attachments.folder = folder.path().join("attachments");
        change(&mut settings);
        settings.server.port = listener.local_addr().unwrap().port();
        let settings = Arc::new(settings);
        let state = AppState::new(&settings, &database.url()).unwrap();
        let public = PublicState::new(&settings, &database.url()).unwrap();
        let server = TestServer::start(&settings, &state, &public, listener);
        Self { settings, state, server, database, _folder: folder }
    }

    /// Where a path of the portal is found.
    pub fn url(&self, path: &str) -> String {
        self.server.url(path)
    }

    /// A second program on the same database.
    pub fn second(&self) -> SecondProgram {
        let listener = server::listener();
        let mut settings = Settings::clone(&self.settings);
        settings.server.port = listener.local_addr().unwrap().port();
        let settings = Arc::new(settings);
        let state = AppState::new(&settings, &self.database.url()).unwrap();
        let public = PublicState::new(&settings, &self.database.url()).unwrap();
        let server = TestServer::start(&settings, &state, &public, listener);
        SecondProgram { state, server }
    }

    /// A connection with every right, to look behind the scenes.
    pub async fn db(&self) -> AsyncPgConnection {
        self.database.connect().await
    }

    /// A connection in one of the portal's roles: `application` or `public`.
    pub async fn db_as(&self, role: &str) -> AsyncPgConnection {
        let mut conn = self.db().await;
        let prefix = &self.settings.database.role_prefix;
        conn.batch_execute(&format!("SET ROLE {prefix}_{role}")).await.unwrap();
        conn
    }

    /// What programs beside the server are given as `DATABASE_URL`.
    pub fn database_url(&self) -> String {
        self.database.url()
    }

    /// Everything that the background would do now.
    pub async fn worker_round(&self) {
        worker::round(&self.state).await.unwrap();
    }
}

fn test_settings() -> Settings {
    let mut settings = Settings::load(&Sources::default()).unwrap();
    settings.server.workers = 2;
    // Two cores run many tests at once: what is slow here would not be slow in production.
    settings.database.wait_seconds = 10;
    settings.security.secret_key = Secret::new("5ea1".repeat(16));
    // Stories send more mail to one person in an hour than strangers may cause.
    (settings.mail.stranger_per_hour, settings.mail.stranger_per_day) = (100, 100);
    lift(&mut settings.limits);
    settings
}

/// Limits so high that no story meets one by accident.
fn lift(limits: &mut Limits) {
    let plenty = NonZeroU32::new(100_000).unwrap();
    for it in [
        &mut limits.read,
        &mut limits.download,
        &mut limits.register,
        &mut limits.sign_in,
        &mut limits.follow_link,
        &mut limits.mailed_link,
        &mut limits.save_draft,
        &mut limits.submit,
        &mut limits.upload,
        &mut limits.decide,
        &mut limits.own_data,
        &mut limits.event_code,
    ] {
        *it = Rate { per_minute: plenty, burst: plenty };
    }
    let (account, everybody, tries) =
        (&mut limits.account, &mut limits.everybody, &mut limits.tries);
    for it in [
        &mut account.save_draft,
        &mut account.submit,
        &mut account.upload,
        &mut account.decide,
        &mut account.proving_link,
        &mut account.own_data,
        &mut everybody.register,
        &mut everybody.mailed_link,
    ] {
        it.burst = plenty;
    }
    for it in [
        &mut tries.password,
        &mut tries.password_day,
        &mut tries.password_anywhere,
        &mut tries.event_code,
    ] {
        it.in_a_row = plenty;
    }
}
