//! The role in the handler's signature: a handler that takes [`SignedIn`] cannot run for anybody else.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use anyhow::Context;

use crate::app::AppState;
use crate::auth::cookies::CookieKind;
use crate::domain::secret_token::SecretToken;
use crate::error::{AppError, AppResult, FirstStep};
use crate::models::account::Account;
use crate::models::session::{Session, SessionLimits};
use crate::settings::Sessions;

type Extracted<T> = Pin<Box<dyn Future<Output = AppResult<T>>>>;

/// Somebody, signed in or not.
#[derive(Debug)]
pub struct Visitor(pub Option<Account>);

/// Somebody with an account and a session.
#[derive(Debug)]
pub struct SignedIn(pub Account);

/// Somebody on the way in: a session, whether or not its code was given.
#[derive(Debug)]
pub struct Entering(pub Session);

/// Somebody signed in who proved within the last five minutes who they are: for what is delicate.
#[derive(Debug)]
pub struct Proved(pub Account);

impl FromRequest for Visitor {
    type Error = AppError;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let session = session_of(&request).await?;
            // Who has not given the code yet is a stranger: they can read and write as one.
            let whole = session.filter(Session::is_whole);
            Ok(Self(whole.map(|it| it.account)))
        })
    }
}

impl FromRequest for SignedIn {
    type Error = AppError;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Self(require_session(&request).await?.account)) })
    }
}

impl FromRequest for Entering {
    type Error = AppError;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let session = session_of(&request).await?;
            session.map(Self).ok_or_else(|| first(FirstStep::SignIn, &request))
        })
    }
}

impl FromRequest for Proved {
    type Error = AppError;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let session = require_session(&request).await?;
            if !session.is_proved_lately {
                return Err(first(FirstStep::Prove, &request));
            }
            Ok(Self(session.account))
        })
    }
}

/// The session of whoever is signed in, or a way to the sign-in page and back. Where one-time codes are set up,
/// nobody is signed in without one.
pub(super) async fn require_session(request: &HttpRequest) -> AppResult<Session> {
    let session = session_of(request).await?;
    let session = session.ok_or_else(|| first(FirstStep::SignIn, request))?;
    if !session.is_whole() {
        return Err(first(FirstStep::GiveCode, request));
    }
    Ok(session)
}

/// The way to a step and back. After a form there is no page to come back to: its own page is the place.
pub(super) fn first(step: FirstStep, request: &HttpRequest) -> AppError {
    let next = request.uri().path_and_query().map_or("/", |it| it.as_str());
    AppError::First { step, next: next.to_owned() }
}

/// The session that the browser's cookie stands for, whether or not its code is still missing. It is looked up once for
/// a request: limits, forms that are kept and handlers ask for it one after the other.
pub async fn session_of(request: &HttpRequest) -> AppResult<Option<Session>> {
    let state = request.app_data::<Data<AppState>>().context("AppState is not registered")?;
    let Some(token) = CookieKind::Session.read(request, &state.site) else { return Ok(None) };
    let known = request.extensions().get::<LookedUp>().cloned();
    if let Some(LookedUp(session)) = known {
        return Ok(session);
    }
    let session = find_session(state, &token).await?;
    request.extensions_mut().insert(LookedUp(session.clone()));
    Ok(session)
}

/// What the cookie of this request stood for when it was first asked.
#[derive(Clone)]
struct LookedUp(Option<Session>);

/// The session of a token, if it is still good.
pub async fn find_session(state: &AppState, token: &SecretToken) -> AppResult<Option<Session>> {
    let mut conn = state.db().await?;
    let sessions = &state.settings.sessions;
    let (limits, of_staff) = (SessionLimits::from(sessions), of_staff(sessions));
    Ok(Session::find(&mut conn, token, limits, of_staff).await?)
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
