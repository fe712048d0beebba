//! Another address: asked for here, confirmed by the link that is mailed to it.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use lectern_templates::account::{
    self, AddressPage, CheckYourMailPage, ConfirmAddressPage, MailedLink,
};
use maud::Markup;

use super::home_renewed;
use crate::app::AppState;
use crate::auth::cookies::CookieKind;
use crate::auth::extractors::Proved;
use crate::auth::own_account;
use crate::domain::email::EmailAddress;
use crate::domain::field_errors::FieldErrors;
use crate::domain::secret_token::SecretToken;
use crate::error::AppResult;
use crate::handlers::mailed_link::{TokenQuery, link_is_spent};
use crate::handlers::reply::{page, page_with, refused, see_other, summary};
use crate::http::forms::StrictForm;
use crate::models::account::Account;

/// Asks for the new address.
pub async fn show_address(Proved(account): Proved) -> HttpResponse {
    page(address_page(&account, "", &FieldErrors::default()))
}

/// Mails a link there. What is seen is the same whether the new address has an account or not.
pub async fn ask_for_change(
    Proved(account): Proved,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut errors = form.check_names(&["email"]);
    let typed = form.fields.one("email");
    let new = errors.keep("email", EmailAddress::parse(typed));
    let current = EmailAddress::parse(&account.email).map(|it| it.canonical());
    if new.as_ref().is_some_and(|it| current.as_ref() == Ok(&it.canonical())) {
        errors.add("email", "This is the address that you have. Enter another one.");
    }
    let (Some(new), true) = (new, errors.is_empty()) else {
        return Ok(page_with(refused(&form), address_page(&account, typed, &errors)));
    };
    own_account::address::ask(&state, &account, &new).await?;
    Ok(page(account::check_your_mail(&CheckYourMailPage {
        email: new.as_str(),
        sent: MailedLink::ChangeEmail,
        has_mailbox: state.has_mailbox(),
        caps: crate::handlers::mailed_link::caps(&state.settings.mail),
    })))
}

/// Where the mailed link leads: it asks, and changes nothing by itself.
pub async fn show_confirmation(
    query: Query<TokenQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let token = SecretToken::parse(&query.token).ok_or_else(link_is_spent)?;
    let new_email = own_account::address::look(&state, &token).await?.ok_or_else(link_is_spent)?;
    let (token, new_email) = (token.reveal(), new_email.as_str());
    Ok(page(account::confirm_address(&ConfirmAddressPage { token, new_email })))
}

/// Changes the address. Whoever is signed in to the account in this browser stays so.
pub async fn confirm_change(
    request: HttpRequest,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let known = form.check_names(&["token"]).is_empty();
    let token = SecretToken::parse(form.fields.one("token")).filter(|_| known);
    let token = token.ok_or_else(link_is_spent)?;
    let session = CookieKind::Session.read(&request, &state.site);
    let changed = own_account::address::confirm(&state, &token, session.as_ref()).await?;
    match changed.ok_or_else(link_is_spent)?.session {
        Some(session) => home_renewed(&state, Some(&session), "address"),
        None => Ok(see_other("/sign-in")),
    }
}

fn address_page(account: &Account, typed: &str, errors: &FieldErrors) -> Markup {
    account::address(&AddressPage {
        current: &account.email,
        email: typed,
        errors: summary(errors),
    })
}
