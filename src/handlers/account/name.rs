//! Another name.

use actix_web::HttpResponse;
use actix_web::web::Data;
use lectern_templates::account::{self, NamePage};
use maud::Markup;

use super::home_after;
use crate::app::AppState;
use crate::auth::extractors::SignedIn;
use crate::auth::own_account;
use crate::domain::display_name::DisplayName;
use crate::domain::field_errors::FieldErrors;
use crate::error::AppResult;
use crate::handlers::reply::{page, page_with, refused, summary};
use crate::http::forms::StrictForm;

/// Asks for a name.
pub async fn show_name(SignedIn(account): SignedIn) -> HttpResponse {
    page(name_page(&account.display_name, &FieldErrors::default()))
}

/// Changes it.
pub async fn change_name(
    SignedIn(account): SignedIn,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut errors = form.check_names(&["display_name"]);
    let typed = form.fields.one("display_name");
    let name = errors.keep("display_name", DisplayName::parse(typed));
    let (Some(name), true) = (name, errors.is_empty()) else {
        return Ok(page_with(refused(&form), name_page(typed, &errors)));
    };
    own_account::name::change(&state, account.id, &name).await?;
    Ok(home_after("name"))
}

fn name_page(display_name: &str, errors: &FieldErrors) -> Markup {
    account::name(&NamePage { display_name, errors: summary(errors) })
}
