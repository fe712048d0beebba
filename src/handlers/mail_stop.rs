//! The link that stops mail: it asks first. Mail programs may post to it themselves, with one click (RFC 8058).

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use diesel_async::AsyncPgConnection;
use lectern_templates::mail_stop::{MailStopPage, mail_stop};

use super::mailed_link::{TokenQuery, link_is_spent, not_by_mail_program};
use super::reply::{page, see_other};
use crate::app::AppState;
use crate::auth::extractors::SignedIn;
use crate::domain::email::EmailAddress;
use crate::error::{AppError, AppResult};
use crate::http::forms::StrictForm;
use crate::mail;
use crate::models::never_mail;

/// Says what stopping means, or that it is done. Changes nothing.
pub async fn show_mail_stop(
    query: Query<TokenQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let address = address(&state, &query.token)?;
    show(&mut *state.db().await?, &address, &query.token).await
}

/// Puts the address on the list, or takes it off. A mail program's own click is answered with the page itself: it
/// follows no redirect.
pub async fn change_mail_stop(
    request: HttpRequest,
    query: Query<TokenQuery>,
    form: Result<StrictForm, AppError>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let conn = &mut *state.db().await?;
    let Some(form) = not_by_mail_program(&request, form)? else {
        let address = address(&state, &query.token)?;
        never_mail::add(conn, &address).await?;
        return show(conn, &address, &query.token).await;
    };
    if !form.check_names(&["token", "intent"]).is_empty() {
        return Err(AppError::BadRequest("This form has a field that it should not.".to_owned()));
    }
    let token = form.fields.one("token");
    let address = address(&state, token)?;
    match form.fields.one("intent") {
        "stop" => never_mail::add(conn, &address).await?,
        "allow" => never_mail::remove(conn, &address).await?,
        _ => return Err(AppError::BadRequest("Say whether to stop or to allow.".to_owned())),
    }
    Ok(see_other(&format!("/mail/stop?token={token}")))
}

/// Takes one's own address off the list.
pub async fn allow_own_mail(
    SignedIn(account): SignedIn,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    if let Ok(address) = EmailAddress::parse(&account.email) {
        never_mail::remove(&mut *state.db().await?, &address).await?;
    }
    Ok(see_other("/account"))
}

async fn show(
    conn: &mut AsyncPgConnection,
    address: &EmailAddress,
    token: &str,
) -> AppResult<HttpResponse> {
    let is_stopped = never_mail::contains(conn, address).await?;
    let address = address.as_str();
    Ok(page(mail_stop(&MailStopPage { address, token, is_stopped })))
}

fn address(state: &AppState, token: &str) -> AppResult<EmailAddress> {
    mail::never_mail::address(state, token).ok_or_else(link_is_spent)
}
