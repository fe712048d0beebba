//! Forgotten passwords: ask for a link, follow it, choose a new one.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use lectern_templates::account::{
    self, CheckYourMailPage, ForgotPasswordPage, MailedLink, ResetPasswordPage,
};

use super::mailed_link::{TokenQuery, link_is_spent};
use super::reply::{page, page_with, refused, see_other, summary};
use crate::app::AppState;
use crate::auth::accounts;
use crate::auth::choosing::choose;
use crate::domain::email::EmailAddress;
use crate::domain::field_errors::FieldErrors;
use crate::domain::secret_token::SecretToken;
use crate::error::AppResult;
use crate::http::device;
use crate::http::forms::StrictForm;

/// Asks for the address to which a link is mailed.
pub async fn show_forgot_password() -> HttpResponse {
    let errors = summary(&FieldErrors::default());
    page(account::forgot_password(&ForgotPasswordPage { email: "", errors }))
}

/// Mails a link. What the visitor sees is the same for every address.
pub async fn send_reset_link(
    request: HttpRequest,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut errors = form.check_names(&["email"]);
    let email = errors.keep("email", EmailAddress::parse(form.fields.one("email")));
    let (Some(email), true) = (email, errors.is_empty()) else {
        let typed = form.fields.one("email");
        let again = ForgotPasswordPage { email: typed, errors: summary(&errors) };
        return Ok(page_with(refused(&form), account::forgot_password(&again)));
    };
    accounts::send_reset_link(&state, &email, &device::of(&request)?).await?;
    Ok(page(account::check_your_mail(&CheckYourMailPage {
        email: email.as_str(),
        sent: MailedLink::ResetPassword,
        has_mailbox: state.has_mailbox(),
        caps: super::mailed_link::caps(&state.settings.mail),
    })))
}

/// Where the mailed link leads.
pub async fn show_reset_password(query: Query<TokenQuery>) -> AppResult<HttpResponse> {
    let token = SecretToken::parse(&query.token).ok_or_else(link_is_spent)?;
    Ok(page(reset_page(&token, &FieldErrors::default())))
}

/// Sets the new password and ends every session. Signing in is the next step, not part of this one.
pub async fn reset_password(form: StrictForm, state: Data<AppState>) -> AppResult<HttpResponse> {
    let token = SecretToken::parse(form.fields.one("token")).ok_or_else(link_is_spent)?;
    let mut errors = form.check_names(&["token", "password"]);
    let owner = accounts::look_at_reset_link(&state, &token).await?.ok_or_else(link_is_spent)?;
    let typed = form.fields.one("password");
    let password = choose(&state, typed, &owner.email, &owner.display_name).await?;
    let password = errors.keep("password", password);
    let (Some(password), true) = (password, errors.is_empty()) else {
        return Ok(page_with(refused(&form), reset_page(&token, &errors)));
    };
    accounts::reset_password(&state, &token, &password).await?.ok_or_else(link_is_spent)?;
    Ok(see_other("/sign-in"))
}

fn reset_page(token: &SecretToken, errors: &FieldErrors) -> maud::Markup {
    let errors = summary(errors);
    account::reset_password(&ResetPasswordPage { token: token.reveal(), errors })
}
