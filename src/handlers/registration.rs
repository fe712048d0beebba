//! Registering: ask for a link, follow it, confirm.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use lectern_templates::account::{self, CheckYourMailPage, ConfirmPage, MailedLink, RegisterPage};

use super::mailed_link::{TokenQuery, link_is_spent};
use super::reply::{page, page_with, refused, summary};
use super::session::{self, NextQuery};
use crate::app::AppState;
use crate::auth::beginning::Browser;
use crate::auth::choosing::choose;
use crate::auth::{accounts, next};
use crate::domain::display_name::DisplayName;
use crate::domain::email::EmailAddress;
use crate::domain::field_errors::FieldErrors;
use crate::domain::secret_token::SecretToken;
use crate::error::AppResult;
use crate::http::forms::StrictForm;

/// The form to register.
pub async fn show_registration(query: Query<NextQuery>) -> HttpResponse {
    page(account::register(&RegisterPage {
        display_name: "",
        email: "",
        next: query.path(),
        errors: summary(&FieldErrors::default()),
    }))
}

/// Mails a link. What the visitor sees is the same for every address.
pub async fn create_registration(
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut errors = form.check_names(&["display_name", "email", "next"]);
    let name = errors.keep("display_name", DisplayName::parse(form.fields.one("display_name")));
    let email = errors.keep("email", EmailAddress::parse(form.fields.one("email")));
    let (Some(name), Some(email), true) = (name, email, errors.is_empty()) else {
        let again = account::register(&RegisterPage {
            display_name: form.fields.one("display_name"),
            email: form.fields.one("email"),
            next: form.fields.one("next"),
            errors: summary(&errors),
        });
        return Ok(page_with(refused(&form), again));
    };
    accounts::register(&state, &email, &name, next::safe(form.fields.one("next"))).await?;
    Ok(page(account::check_your_mail(&CheckYourMailPage {
        email: email.as_str(),
        sent: MailedLink::Register,
        has_mailbox: state.has_mailbox(),
        caps: super::mailed_link::caps(&state.settings.mail),
    })))
}

/// Where the mailed link leads: it asks, and changes nothing by itself.
pub async fn show_confirmation(
    query: Query<TokenQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let token = SecretToken::parse(&query.token).ok_or_else(link_is_spent)?;
    confirmation_page(&state, &token, &FieldErrors::default()).await.map(page)
}

/// Confirms the address, sets a password if one was chosen, and signs in.
pub async fn confirm_registration(
    request: HttpRequest,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let token = SecretToken::parse(form.fields.one("token")).ok_or_else(link_is_spent)?;
    let mut errors = form.check_names(&["token", "password", "next"]);
    let (email, name) = known(&state, &token).await?;
    let chosen = form.fields.one("password");
    let password = match chosen {
        "" => None,
        chosen => errors.keep("password", choose(&state, chosen, &email, &name).await?),
    };
    if !errors.is_empty() {
        let again = confirmation_page(&state, &token, &errors).await?;
        return Ok(page_with(refused(&form), again));
    }
    let browser = Browser::of(&request, &state);
    let begun = accounts::confirm(&state, &token, password.as_ref(), &browser).await?;
    session::begun(&state, &begun.ok_or_else(link_is_spent)?)
}

async fn confirmation_page(
    state: &AppState,
    token: &SecretToken,
    errors: &FieldErrors,
) -> AppResult<maud::Markup> {
    let (email, display_name) = known(state, token).await?;
    Ok(account::confirm(&ConfirmPage {
        token: token.reveal(),
        email: &email,
        display_name: &display_name,
        next: "",
        errors: summary(errors),
    }))
}

async fn known(state: &AppState, token: &SecretToken) -> AppResult<(String, String)> {
    accounts::look_at_confirmation(state, token).await?.ok_or_else(link_is_spent)
}
