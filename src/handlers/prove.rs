//! Confirming that it is you, before something delicate.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use lectern_templates::account::{self, CheckYourMailPage, MailedLink, ProveBy, ProvePage};
use maud::Markup;

use super::proof;
use super::reply::{page, page_with, refused, summary};
use super::session::NextQuery;
use crate::app::AppState;
use crate::auth::beginning::Browser;
use crate::auth::extractors::Entering;
use crate::auth::extractors::SignedIn;
use crate::auth::{accounts, next, proving};
use crate::domain::field_errors::FieldErrors;
use crate::domain::one_time_code::TypedCode;
use crate::error::{AppError, AppResult};
use crate::http::forms::StrictForm;
use crate::http::limits;
use crate::models::session::Session;

/// Asks for the best proof that the account has.
pub async fn show_prove(
    _: SignedIn,
    Entering(session): Entering,
    query: Query<NextQuery>,
) -> HttpResponse {
    page(prove_page(&session, query.path(), &FieldErrors::default()))
}

/// Confirms by a code, or by the password where no codes are set up.
pub async fn prove(
    _: SignedIn,
    Entering(session): Entering,
    request: HttpRequest,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let (browser, next) = (Browser::of(&request, &state), form.fields.one("next"));
    let network = limits::network_of(&request)?;
    let again = |errors: &FieldErrors| prove_page(&session, next, errors);
    let field = match by(&session) {
        ProveBy::Code => "code",
        ProveBy::Password | ProveBy::MailedLink => "password",
    };
    let mut errors = form.check_names(&[field, "next"]);
    let typed = form.fields.one(field);
    if typed.is_empty() {
        errors.add(field, if field == "code" { "Enter the code." } else { "Enter your password." });
    }
    let proof = match by(&session) {
        _ if !errors.is_empty() => None,
        ProveBy::Code => match errors.keep(field, TypedCode::parse(typed)) {
            Some(code) => Some(proving::by_code(&state, &browser, network, &session, &code).await),
            None => None,
        },
        ProveBy::Password | ProveBy::MailedLink => {
            Some(proving::by_password(&state, &browser, network, &session.account, typed).await)
        }
    };
    match proof {
        Some(proof) => proof::answer(&state, proof, field, next, again),
        None => Ok(page_with(refused(&form), again(&errors))),
    }
}

/// Mails a link that signs in anew and leads on, for whoever has no password.
pub async fn send_proving_link(
    SignedIn(owner): SignedIn,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let errors = form.check_names(&["next"]);
    if !errors.is_empty() {
        return Err(AppError::BadRequest("This form has a field that is not known.".to_owned()));
    }
    accounts::send_proving_link(&state, &owner, next::safe(form.fields.one("next"))).await?;
    Ok(page(account::check_your_mail(&CheckYourMailPage {
        email: &owner.email,
        sent: MailedLink::SignIn,
        has_mailbox: state.has_mailbox(),
        caps: super::mailed_link::caps(&state.settings.mail),
    })))
}

fn prove_page(session: &Session, next: &str, errors: &FieldErrors) -> Markup {
    account::prove(&ProvePage { by: by(session), next, errors: summary(errors) })
}

fn by(session: &Session) -> ProveBy {
    match (session.is_enrolled, &session.account.password_hash) {
        (true, _) => ProveBy::Code,
        (false, Some(_)) => ProveBy::Password,
        (false, None) => ProveBy::MailedLink,
    }
}
