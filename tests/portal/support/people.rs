//! People with accounts, on the short way: their first sign-in is a story of its own, in `accounts`.

use diesel::dsl::now;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use lectern::auth::scopes::Scopes;
use lectern::domain::device::Device;
use lectern::domain::display_name::DisplayName;
use lectern::domain::email::EmailAddress;
use lectern::domain::password::Password;
use lectern::domain::role::Role;
use lectern::models::account::Account;
use lectern::models::grant::{Grant, GrantId};
use lectern::models::one_time_code::OneTimeCode;
use lectern::models::session::{self, SessionLimits};
use lectern::schema::intake::sessions;

use super::{TestApp, Visitor};

/// The address of a person of the stories.
pub fn email_of(name: &str) -> String {
    format!("{}@example.org", name.to_lowercase().replace(' ', "."))
}

impl TestApp {
    /// The account of a person, made if there is none.
    pub async fn account(&self, name: &str) -> Account {
        account(&mut self.db().await, name).await
    }

    /// Gives somebody a password.
    pub async fn set_password(&self, name: &str, password: &str) {
        let account = self.account(name).await;
        let password = Password::parse_new(password, &[]).unwrap();
        let hash = self.state.hasher.hash(&password).await.unwrap();
        Account::set_password_hash(&mut self.db().await, account.id, &hash).await.unwrap();
    }

    /// Somebody with an account, signed in.
    pub async fn registered(&self, name: &str) -> Visitor {
        let visitor = self.visitor();
        self.sign_in(&visitor, name).await;
        visitor
    }

    /// Somebody who may decide on every comment but their own, signed in.
    pub async fn moderator(&self, name: &str) -> Visitor {
        let account = self.account(name).await;
        Grant::give(&mut self.db().await, account.id, Role::Moderator).await.unwrap();
        self.registered(name).await
    }

    /// Somebody who looks after the whole site, signed in, and proved just now to be who they are.
    pub async fn administrator(&self, name: &str) -> Visitor {
        let account = self.account(name).await;
        Grant::give(&mut self.db().await, account.id, Role::Administrator).await.unwrap();
        self.registered(name).await
    }

    /// Gives somebody a role for `everything`, an initiative, or an area such as `harbor/bridge`.
    pub async fn grant(&self, name: &str, role: Role, scope: &str) -> GrantId {
        let account = self.account(name).await;
        let mut conn = self.db().await;
        let scope = Scopes::load(&mut conn).await.unwrap().parse(scope).unwrap().scope;
        Grant::add(&mut conn, account.id, role, scope, None).await.unwrap().unwrap()
    }

    /// Somebody who looks after a part of the site, signed in.
    pub async fn administrator_for(&self, name: &str, scope: &str) -> Visitor {
        self.grant(name, Role::Administrator, scope).await;
        self.registered(name).await
    }

    /// Signs a browser in without a page: the drafts of the browser stay its own.
    pub async fn sign_in(&self, visitor: &Visitor, name: &str) {
        let mut conn = self.db().await;
        let account = account(&mut conn, name).await;
        let limits = SessionLimits { idle_minutes: 60, absolute_hours: 24 };
        let device = Device::default();
        let token = session::create(&mut conn, account.id, limits, &device).await.unwrap();
        if !Grant::of(&mut conn, account.id).await.unwrap().is_empty() {
            self.set_up_codes(name).await;
        }
        // Whoever has one-time codes gave one.
        if OneTimeCode::is_set_up(&mut conn, account.id).await.unwrap() {
            diesel::update(sessions::table.filter(sessions::token_sha256.eq(token.sha256())))
                .set(sessions::code_at.eq(now))
                .execute(&mut conn)
                .await
                .unwrap();
        }
        visitor.sign_in_with(&token);
    }
}

async fn account(conn: &mut AsyncPgConnection, name: &str) -> Account {
    let email = EmailAddress::parse(&email_of(name)).unwrap();
    let name = DisplayName::parse(name).unwrap();
    Account::find_or_create(conn, &email, &name).await.unwrap()
}
