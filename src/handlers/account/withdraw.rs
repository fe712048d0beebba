//! Taking one's comment back, which is final.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use diesel_async::AsyncPgConnection;
use lectern_templates::account::{self, WithdrawPage};
use lectern_templates::place::{AreaRef, InitiativeRef, Place};
use maud::Markup;

use crate::app::AppState;
use crate::auth::extractors::SignedIn;
use crate::domain::standing::Standing;
use crate::domain::tracking_number::TrackingNumber;
use crate::error::{AppError, AppResult};
use crate::handlers::reply::{page, page_with, see_other};
use crate::handlers::standing::standing;
use crate::http::forms::StrictForm;
use crate::models::account::Account;
use crate::models::area::Area;
use crate::models::comment::Comment;
use crate::models::initiative::Initiative;
use crate::record::decide::{self, DecideError};

/// Says what it means, and asks.
pub async fn show_withdrawal(
    SignedIn(account): SignedIn,
    number: Path<String>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let comment = own(&mut conn, &number, &account).await?;
    if comment.standing == Standing::Withdrawn {
        return Ok(see_other(&own_page(&comment)));
    }
    Ok(page(withdrawal_page(&mut conn, &comment, None).await?))
}

/// Takes it back. Where a moderator decided in the meantime, the author looks again first.
pub async fn withdraw_comment(
    SignedIn(account): SignedIn,
    number: Path<String>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let comment = own(&mut conn, &number, &account).await?;
    if !form.check_names(&[]).is_empty() {
        let again = withdrawal_page(&mut conn, &comment, None).await?;
        return Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, again));
    }
    match decide::withdraw(&mut conn, &comment, &account).await {
        Ok(_) => Ok(see_other(&own_page(&comment))),
        Err(DecideError::Diesel(error)) => Err(error.into()),
        Err(_) => {
            let comment = own(&mut conn, &number, &account).await?;
            if comment.standing == Standing::Withdrawn {
                return Ok(see_other(&own_page(&comment)));
            }
            let meanwhile = "Your comment changed just now: a moderator decided on it, or you replaced it. It stands as \
                             shown here.";
            let again = withdrawal_page(&mut conn, &comment, Some(meanwhile)).await?;
            Ok(page_with(StatusCode::CONFLICT, again))
        }
    }
}

/// Anybody else's comment is not found.
async fn own(conn: &mut AsyncPgConnection, number: &str, author: &Account) -> AppResult<Comment> {
    let number = TrackingNumber::parse(number).ok_or(AppError::NotFound)?;
    Ok(Comment::find_own(conn, &number, author.id).await?)
}

fn own_page(comment: &Comment) -> String {
    format!("/account/comments/{}", comment.tracking_number)
}

async fn withdrawal_page(
    conn: &mut AsyncPgConnection,
    comment: &Comment,
    notice: Option<&str>,
) -> AppResult<Markup> {
    let area = Area::find(conn, comment.area_id).await?;
    let initiative = Initiative::find(conn, area.initiative_id).await?;
    Ok(account::withdraw(&WithdrawPage {
        place: Place {
            initiative: InitiativeRef::from(&initiative),
            area: Some(AreaRef::from(&area)),
        },
        tracking_number: comment.tracking_number.as_str(),
        standing: standing(comment.standing),
        notice,
    }))
}
