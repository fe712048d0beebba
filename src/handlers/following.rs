//! Following an area: with an account by one button, without one by a mailed link, and the way to stop.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use diesel_async::AsyncPgConnection;
use lectern_templates::account::{self, CheckYourMailPage, MailedLink};
use lectern_templates::following::{
    self, ConfirmPage, FollowPage, Followed as FollowedView, StopPage, Who,
};
use lectern_templates::place::{AreaRef, InitiativeRef, Place};
use serde::Deserialize;

use super::mailed_link::{TokenQuery, caps, link_is_spent, not_by_mail_program};
use super::place::Scope;
use super::reply::{page, page_with, refused, see_other, summary};
use crate::app::AppState;
use crate::auth::extractors::Visitor;
use crate::auth::following::{ask, confirm};
use crate::domain::email::EmailAddress;
use crate::domain::field_errors::FieldErrors;
use crate::domain::secret_token::SecretToken;
use crate::error::{AppError, AppResult};
use crate::http::forms::StrictForm;
use crate::mail::never_mail;
use crate::models::account::Account;
use crate::models::area::{Area, AreaId};
use crate::models::follow::{self, FollowRequest};
use crate::models::initiative::Initiative;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowQuery {
    /// What was done just now.
    #[serde(default)]
    done: String,
}

/// Offers to follow, or to stop.
pub async fn show_follow(
    Visitor(account): Visitor,
    path: Path<(String, String)>,
    query: Query<FollowQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let scope = Scope::load(&mut conn, &path.0, Some(&path.1)).await?;
    let done = match query.done.as_str() {
        "followed" => Some("You follow this area."),
        "confirmed" => Some("This address follows the area. Each mail has a link that stops them."),
        "stopped" => Some("You do not follow this area any more."),
        _ => None,
    };
    let asking = Asking { scope, account, typed: "" };
    asking.answer(&mut conn, StatusCode::OK, &FieldErrors::default(), done).await
}

/// Follows or stops, for whoever is signed in; to anybody else a link is mailed.
pub async fn change_follow(
    Visitor(account): Visitor,
    path: Path<(String, String)>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let scope = Scope::load(&mut conn, &path.0, Some(&path.1)).await?;
    let area = scope.area.clone().ok_or(AppError::NotFound)?;
    let mut errors = form.check_names(&["intent", "email"]);
    let here = format!("{}/follow", scope.place().path());
    let address = match &account {
        Some(account) => EmailAddress::parse(&account.email),
        None => EmailAddress::parse(form.fields.one("email")),
    };
    let address = errors.keep("email", address);
    let intent = form.fields.one("intent");
    if account.is_some() && !["follow", "unfollow"].contains(&intent) {
        errors.add("", "Press one of the buttons.");
    }
    let (Some(address), true) = (address, errors.is_empty()) else {
        let typed = form.fields.one("email");
        let asking = Asking { scope, account, typed };
        return asking.answer(&mut conn, refused(&form), &errors, None).await;
    };
    match (&account, intent) {
        (None, _) => {
            drop(conn);
            ask(&state, &address, (&scope.initiative, &area)).await?;
            Ok(page(account::check_your_mail(&CheckYourMailPage {
                email: address.as_str(),
                sent: MailedLink::Follow,
                has_mailbox: state.has_mailbox(),
                caps: caps(&state.settings.mail),
            })))
        }
        (Some(_), "follow") => {
            follow::begin(&mut conn, area.id, &address).await?;
            Ok(see_other(&format!("{here}?done=followed")))
        }
        (Some(_), _) => {
            follow::end(&mut conn, &address, Some(area.id)).await?;
            Ok(see_other(&format!("{here}?done=stopped")))
        }
    }
}

/// Where the mailed link leads. Changes nothing.
pub async fn show_confirmation(
    query: Query<TokenQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let token = SecretToken::parse(&query.token).ok_or_else(link_is_spent)?;
    let mut conn = state.db().await?;
    let request = FollowRequest::find(&mut conn, &token.sha256()).await?;
    let request = request.ok_or_else(link_is_spent)?;
    let (initiative, area) = place_of(&mut conn, request.area_id).await?;
    Ok(page(following::confirm(&ConfirmPage {
        place: place(&initiative, &area),
        email: &request.email,
        token: token.reveal(),
    })))
}

/// Lets the address follow.
pub async fn confirm_follow(form: StrictForm, state: Data<AppState>) -> AppResult<HttpResponse> {
    let token = SecretToken::parse(form.fields.one("token")).ok_or_else(link_is_spent)?;
    if !form.check_names(&["token"]).is_empty() {
        return Err(AppError::BadRequest("This form has a field that it should not.".to_owned()));
    }
    let area_id = confirm(&state, &token).await?.ok_or_else(link_is_spent)?;
    let (initiative, area) = place_of(&mut *state.db().await?, area_id).await?;
    let path = place(&initiative, &area).path();
    Ok(see_other(&format!("{path}/follow?done=confirmed")))
}

/// What the address of the link follows. Changes nothing.
pub async fn show_stop(query: Query<TokenQuery>, state: Data<AppState>) -> AppResult<HttpResponse> {
    let address = stop_address(&state, &query.token)?;
    show_followed(&mut *state.db().await?, &address, &query.token).await
}

/// Ends one of them, or all. A mail program's own click ends all, and is answered with the page itself.
pub async fn stop_following(
    request: HttpRequest,
    query: Query<TokenQuery>,
    form: Result<StrictForm, AppError>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let conn = &mut *state.db().await?;
    let Some(form) = not_by_mail_program(&request, form)? else {
        let address = stop_address(&state, &query.token)?;
        follow::end(conn, &address, None).await?;
        return show_followed(conn, &address, &query.token).await;
    };
    let token = form.fields.one("token");
    let address = stop_address(&state, token)?;
    let which = match form.fields.one("area") {
        "all" => Some(None),
        id => id.parse().ok().map(|it| Some(AreaId(it))),
    };
    let (Some(which), true) = (which, form.check_names(&["token", "area"]).is_empty()) else {
        return Err(AppError::BadRequest("Say which area to stop following.".to_owned()));
    };
    follow::end(conn, &address, which).await?;
    Ok(see_other(&format!("/follow/stop?token={token}")))
}

/// The page of an area, for whoever asks.
struct Asking<'a> {
    scope: Scope,
    account: Option<Account>,
    typed: &'a str,
}

impl Asking<'_> {
    async fn answer(
        &self,
        conn: &mut AsyncPgConnection,
        status: StatusCode,
        errors: &FieldErrors,
        done: Option<&str>,
    ) -> AppResult<HttpResponse> {
        let who = match &self.account {
            None => Who::Stranger { email: self.typed },
            Some(account) if self.is_followed(conn, account).await? => {
                Who::Follower { email: &account.email }
            }
            Some(account) => Who::Account { email: &account.email },
        };
        let errors = summary(errors);
        let view = FollowPage { place: self.scope.place(), who, done, errors };
        Ok(page_with(status, following::follow(&view)))
    }

    async fn is_followed(
        &self,
        conn: &mut AsyncPgConnection,
        account: &Account,
    ) -> AppResult<bool> {
        let Ok(address) = EmailAddress::parse(&account.email) else { return Ok(false) };
        let followed = follow::of(conn, &address).await?;
        let here = self.scope.area.as_ref().map(|it| it.id);
        Ok(followed.iter().any(|it| Some(it.area_id) == here))
    }
}

async fn show_followed(
    conn: &mut AsyncPgConnection,
    address: &EmailAddress,
    token: &str,
) -> AppResult<HttpResponse> {
    let followed = follow::of(conn, address).await?;
    let followed = followed.iter().map(|it| FollowedView { id: it.area_id.0, place: it.into() });
    let (email, followed) = (address.as_str(), followed.collect());
    Ok(page(following::stop(&StopPage { email, token, followed })))
}

fn stop_address(state: &AppState, token: &str) -> AppResult<EmailAddress> {
    never_mail::follower(state, token).ok_or_else(link_is_spent)
}

async fn place_of(conn: &mut AsyncPgConnection, id: AreaId) -> AppResult<(Initiative, Area)> {
    let area = Area::find(conn, id).await?;
    Ok((Initiative::find(conn, area.initiative_id).await?, area))
}

fn place<'a>(initiative: &'a Initiative, area: &'a Area) -> Place<'a> {
    Place { initiative: InitiativeRef::from(initiative), area: Some(AreaRef::from(area)) }
}
