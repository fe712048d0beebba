//! Closing one's account, after everything that it means was said.

use actix_web::HttpResponse;
use actix_web::web::Data;
use diesel_async::AsyncPgConnection;
use lectern_templates::account::{self, ClosePage, ShownAs, StayingRow};
use lectern_templates::place::{AreaRef, InitiativeRef, Place};
use maud::Markup;

use crate::app::AppState;
use crate::auth::cookies::CookieKind;
use crate::auth::extractors::Proved;
use crate::auth::own_account::closing::{self, Closing};
use crate::domain::attribution::Attribution;
use crate::domain::field_errors::FieldErrors;
use crate::error::AppResult;
use crate::handlers::reply::{page, page_with, refused, see_other, set_cookie, summary};
use crate::handlers::standing::standing;
use crate::http::forms::StrictForm;
use crate::models::account::Account;
use crate::models::area::{Area, AreaId};
use crate::models::comment::{Remaining, remaining};
use crate::models::draft::Draft;
use crate::models::grant::Grant;
use crate::models::initiative::Initiative;

/// Says what happens, and asks.
pub async fn show_closing(
    Proved(account): Proved,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    Ok(page(closing_page(&state, &account, &FieldErrors::default()).await?))
}

/// Closes it, for whoever says that they have understood.
pub async fn close_account(
    Proved(account): Proved,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut errors = form.check_names(&["understood"]);
    if form.fields.one("understood") != "yes" {
        errors.add("understood", "Tick the box to say that you understand what happens.");
    }
    if !errors.is_empty() {
        return Ok(page_with(refused(&form), closing_page(&state, &account, &errors).await?));
    }
    match closing::close(&state, account.id).await? {
        Closing::Closed => {
            let mut response = see_other("/account/closed");
            set_cookie(&mut response, &CookieKind::Session.forget(&state.site))?;
            Ok(response)
        }
        Closing::LastAdministrator => {
            errors.add(
                "",
                "You are the only administrator for everything. Make somebody else one first.",
            );
            Ok(page_with(refused(&form), closing_page(&state, &account, &errors).await?))
        }
    }
}

/// The farewell, for somebody who is nobody here any more.
pub async fn show_closed() -> HttpResponse {
    page(account::closed())
}

async fn closing_page(
    state: &AppState,
    account: &Account,
    errors: &FieldErrors,
) -> AppResult<Markup> {
    let mut conn = state.db().await?;
    let comments = remaining(&mut conn, account.id).await?;
    let places = places(&mut conn, &comments).await?;
    let rows = comments.iter().filter_map(|it| {
        let (initiative, area) = places.iter().find(|(_, area)| area.id == it.area_id)?;
        let area_ref = Some(AreaRef::from(area));
        Some(StayingRow {
            place: Place { initiative: InitiativeRef::from(initiative), area: area_ref },
            tracking_number: it.tracking_number.as_str(),
            standing: standing(it.standing),
            shown_as: shown_as(it.attribution),
        })
    });
    Ok(account::close(&ClosePage {
        n_drafts: Draft::count_of(&mut conn, account.id).await?,
        comments: rows.collect(),
        has_roles: !Grant::of(&mut conn, account.id).await?.is_empty(),
        is_last_administrator: Grant::is_last_administrator(&mut conn, account.id).await?,
        keep_mails_days: state.settings.mail.keep_days,
        errors: summary(errors),
    }))
}

async fn places(
    conn: &mut AsyncPgConnection,
    comments: &[Remaining],
) -> AppResult<Vec<(Initiative, Area)>> {
    let mut ids: Vec<AreaId> = comments.iter().map(|it| it.area_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut places = Vec::new();
    for id in ids {
        let area = Area::find(conn, id).await?;
        places.push((Initiative::find(conn, area.initiative_id).await?, area));
    }
    Ok(places)
}

fn shown_as(attribution: Attribution) -> ShownAs {
    match attribution {
        Attribution::Named => ShownAs::AnonymousFromNowOn,
        Attribution::Anonymous => ShownAs::AnonymousAsBefore,
        Attribution::Organization => ShownAs::TheOrganizationAsBefore,
    }
}
