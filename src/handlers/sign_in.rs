//! Signing in, by password or by a mailed link, and signing out.

pub mod code;

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use lectern_templates::account::{self, CheckYourMailPage, MailedLink, SignInLinkPage, SignInPage};

use super::mailed_link::{TokenQuery, link_is_spent};
use super::reply::{page, page_with, refused, see_other, set_cookie, summary, wait_for};
use super::session::{self, NextQuery};
use crate::app::AppState;
use crate::auth::beginning::Browser;
use crate::auth::cookies::CookieKind;
use crate::auth::{accounts, next};
use crate::domain::email::EmailAddress;
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::Fields;
use crate::domain::password::Password;
use crate::domain::secret_token::SecretToken;
use crate::error::{AppError, AppResult};
use crate::http::forms::StrictForm;
use crate::http::{device, limits};
use crate::models;

/// The two forms to sign in.
pub async fn show_sign_in(query: Query<NextQuery>) -> HttpResponse {
    page(sign_in_page("", query.path(), &FieldErrors::default()))
}

/// Signs in by address and password. A wrong password and an unknown address look the same.
pub async fn sign_in(
    request: HttpRequest,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut errors = form.check_names(&["email", "password", "code", "next"]);
    let email = errors.keep("email", EmailAddress::parse(form.fields.one("email")));
    if form.fields.one("password").is_empty() {
        errors.add("password", "Enter your password.");
    }
    if let (Some(email), true) = (&email, errors.is_empty()) {
        let attempt = Password::attempt(form.fields.one("password"));
        let (browser, next) = (Browser::of(&request, &state), form.fields.one("next"));
        let network = limits::network_of(&request)?;
        let begun = match &attempt {
            Some(it) => accounts::sign_in(&state, email, it, network, &browser, next).await,
            None => Ok(None),
        };
        match begun {
            Ok(Some(begun)) => {
                let code = form.fields.one("code");
                return if begun.first.is_none() || code.is_empty() {
                    session::begun(&state, &begun)
                } else {
                    code::give_at_once(&state, &browser, network, &begun, code).await
                };
            }
            Ok(None) => errors.add("email", "The address or the password is wrong."),
            Err(error) => return too_many_tries(&form.fields, error),
        }
    }
    Ok(page_with(refused(&form), sign_in_again(&form.fields, &errors)))
}

/// Mails a link that signs in. What the visitor sees is the same for every address.
pub async fn send_sign_in_link(
    request: HttpRequest,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut errors = form.check_names(&["email", "next"]);
    let email = errors.keep("link-email", EmailAddress::parse(form.fields.one("email")));
    let (Some(email), true) = (email, errors.is_empty()) else {
        return Ok(page_with(refused(&form), sign_in_again(&form.fields, &errors)));
    };
    let (device, next) = (device::of(&request)?, next::safe(form.fields.one("next")));
    accounts::send_sign_in_link(&state, &email, &device, next).await?;
    Ok(page(account::check_your_mail(&CheckYourMailPage {
        email: email.as_str(),
        sent: MailedLink::SignIn,
        has_mailbox: state.has_mailbox(),
        caps: super::mailed_link::caps(&state.settings.mail),
    })))
}

/// Where the mailed link leads: it asks, and signs nobody in by itself.
pub async fn show_sign_in_link(
    query: Query<TokenQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let token = SecretToken::parse(&query.token).ok_or_else(link_is_spent)?;
    let email = accounts::look_at_sign_in_link(&state, &token).await?.ok_or_else(link_is_spent)?;
    let token = token.reveal();
    Ok(page(account::sign_in_link(&SignInLinkPage { token, email: &email, next: "" })))
}

/// Signs in by a mailed link, which works once.
pub async fn redeem_sign_in_link(
    request: HttpRequest,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let known = form.check_names(&["token", "next"]).is_empty();
    let token = SecretToken::parse(form.fields.one("token")).filter(|_| known);
    let token = token.ok_or_else(link_is_spent)?;
    let browser = Browser::of(&request, &state);
    let begun = accounts::redeem_sign_in_link(&state, &token, &browser).await?;
    session::begun(&state, &begun.ok_or_else(link_is_spent)?)
}

/// Ends this session and makes the browser forget what it kept.
pub async fn sign_out(request: HttpRequest, state: Data<AppState>) -> AppResult<HttpResponse> {
    if let Some(token) = CookieKind::Session.read(&request, &state.site) {
        models::session::end(&mut *state.db().await?, &token).await?;
    }
    let mut response = see_other("/");
    // The draft cookie stays: what is being written in this browser is not lost by signing out. So the browser is told
    // to clear what it kept, but for "cookies".
    let cleared = HeaderValue::from_static("\"cache\", \"storage\"");
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), cleared);
    set_cookie(&mut response, &CookieKind::Session.forget(&state.site))?;
    Ok(response)
}

/// The limit is about the address, so it is told beside it; the way in that is left stands on the same page.
fn too_many_tries(fields: &Fields, error: AppError) -> AppResult<HttpResponse> {
    let AppError::TooManyRequests { sentence, .. } = error else { return Err(error) };
    let mut errors = FieldErrors::default();
    errors.add("email", sentence);
    let again = page_with(StatusCode::TOO_MANY_REQUESTS, sign_in_again(fields, &errors));
    Ok(wait_for(again, &error))
}

fn sign_in_again(fields: &Fields, errors: &FieldErrors) -> maud::Markup {
    sign_in_page(fields.one("email"), fields.one("next"), errors)
}

fn sign_in_page(email: &str, next: &str, errors: &FieldErrors) -> maud::Markup {
    account::sign_in(&SignInPage { email, next, errors: summary(errors), notice: None })
}
