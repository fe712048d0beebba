//! The role in the handler's signature: a handler that takes [`SignedIn`] cannot run for anybody else.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use anyhow::Context;

use crate::app::AppState;
use crate::auth::cookies::CookieKind;
use crate::error::{AppError, AppResult};
use crate::models::account::Account;
use crate::models::session::{self, SessionLimits};
use crate::settings::Sessions;

type Extracted<T> = Pin<Box<dyn Future<Output = AppResult<T>>>>;

/// Somebody, signed in or not.
#[derive(Debug)]
pub struct Visitor(pub Option<Account>);

/// Somebody with an account and a session.
#[derive(Debug)]
pub struct SignedIn(pub Account);

impl FromRequest for Visitor {
    type Error = AppError;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Self(account_of(&request).await?)) })
    }
}

impl FromRequest for SignedIn {
    type Error = AppError;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { require_account(&request).await.map(Self) })
    }
}

/// Who is signed in, or a way to the sign-in page and back.
pub(super) async fn require_account(request: &HttpRequest) -> AppResult<Account> {
    let sign_in_first = || {
        // After a form there is no page to come back to: its own page is the place.
        let next = request.uri().path_and_query().map_or("/", |it| it.as_str());
        AppError::Unauthenticated { next: next.to_owned() }
    };
    account_of(request).await?.ok_or_else(sign_in_first)
}

async fn account_of(request: &HttpRequest) -> AppResult<Option<Account>> {
    let state = request.app_data::<Data<AppState>>().context("AppState is not registered")?;
    let Some(token) = CookieKind::Session.read(request, &state.site) else { return Ok(None) };
    let mut conn = state.db().await?;
    let sessions = &state.settings.sessions;
    let (limits, of_staff) = (SessionLimits::from(sessions), of_staff(sessions));
    Ok(session::account_of(&mut conn, &token, limits, of_staff).await?)
}

impl From<&Sessions> for SessionLimits {
    fn from(settings: &Sessions) -> Self {
        session_limits(settings.idle_minutes, settings.absolute_hours)
    }
}

fn of_staff(settings: &Sessions) -> SessionLimits {
    session_limits(settings.staff_idle_minutes, settings.staff_absolute_hours)
}

fn session_limits(idle_minutes: u32, absolute_hours: u32) -> SessionLimits {
    let bounded = |it: u32| i32::try_from(it).unwrap_or(i32::MAX);
    SessionLimits { idle_minutes: bounded(idle_minutes), absolute_hours: bounded(absolute_hours) }
}
