//! One's password: set, changed, removed. Whoever does so proved a moment ago who they are.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use lectern_templates::account::{self, OwnPasswordPage};
use maud::Markup;

use super::{home_renewed, session_token};
use crate::app::AppState;
use crate::auth::choosing::choose;
use crate::auth::extractors::Proved;
use crate::auth::own_account;
use crate::domain::field_errors::FieldErrors;
use crate::error::AppResult;
use crate::handlers::reply::{page, page_with, refused, summary};
use crate::http::forms::StrictForm;
use crate::models::account::Account;

/// Asks for a password, and offers to go without one.
pub async fn show_password(Proved(account): Proved) -> HttpResponse {
    page(password_page(&account, &FieldErrors::default()))
}

/// Sets it. All other sessions end, and this one goes on under a new token.
pub async fn set_password(
    Proved(account): Proved,
    request: HttpRequest,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut errors = form.check_names(&["password"]);
    let typed = form.fields.one("password");
    let password = choose(&state, typed, &account.email, &account.display_name).await?;
    let password = errors.keep("password", password);
    let (Some(password), true) = (password, errors.is_empty()) else {
        return Ok(page_with(refused(&form), password_page(&account, &errors)));
    };
    let session = session_token(&request, &state)?;
    let token = own_account::password::set(&state, &account, &session, &password).await?;
    home_renewed(&state, token.as_ref(), "password")
}

/// Takes it away. All other sessions end, and this one goes on under a new token.
pub async fn remove_password(
    Proved(account): Proved,
    request: HttpRequest,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let errors = form.check_names(&[]);
    if !errors.is_empty() {
        return Ok(page_with(refused(&form), password_page(&account, &errors)));
    }
    let session = session_token(&request, &state)?;
    let token = own_account::password::remove(&state, &account, &session).await?;
    home_renewed(&state, token.as_ref(), "no-password")
}

fn password_page(account: &Account, errors: &FieldErrors) -> Markup {
    let has_password = account.password_hash.is_some();
    account::own_password(&OwnPasswordPage { has_password, errors: summary(errors) })
}
