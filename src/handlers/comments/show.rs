//! The pages of one tracking number.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use diesel_async::AsyncPgConnection;
use lectern_templates::comments::{self, CommentPage, WithdrawnPage, WithheldPage};
use lectern_templates::place::{AreaRef, InitiativeRef, Place};

use super::rows::{kind, on_paper, received, who};
use crate::domain::standing::Source;
use crate::domain::tracking_number::TrackingNumber;
use crate::error::{AppError, AppResult};
use crate::handlers::attachments::offered;
use crate::handlers::place::caching::{self, Keep};
use crate::handlers::said::Answered;
use crate::models::area::{Area, AreaId};
use crate::models::initiative::Initiative;
use crate::models::public_attachment;
use crate::models::public_comment::PublicComment;
use crate::models::question::QuestionSet;
use crate::models::reason_code::{self, ReasonCode};
use crate::models::respondent_kind::RespondentKind;
use crate::models::standing::PublicStanding;
use crate::moments;

/// A published comment.
pub async fn published(
    conn: &mut AsyncPgConnection,
    number: &TrackingNumber,
) -> AppResult<HttpResponse> {
    // Between the look at the standing and this one it may have been taken back.
    let it = PublicComment::find(conn, number).await?.ok_or(AppError::NotFound)?;
    let area = Area::find(conn, it.area_id).await?;
    let initiative = Initiative::find(conn, area.initiative_id).await?;
    let kinds = RespondentKind::of(conn, initiative.id).await?;
    let asked = QuestionSet::find_version(conn, area.id, it.question_set_version).await?;

    let files = match it.attachments {
        0 => Vec::new(),
        _ => public_attachment::of(conn, number).await?,
    };
    let answered = Answered::in_public(&it.answers, asked.iter());
    let page = comments::show(&CommentPage {
        place: Place {
            initiative: InitiativeRef::from(&initiative),
            area: Some(AreaRef::from(&area)),
        },
        tracking_number: it.tracking_number.as_str(),
        who: who(&it),
        stance: it.stance.map(|it| it.label()),
        respondent_kind: kind(&it, &kinds),
        received: received(&it, initiative.zone()),
        late: it.late,
        replaced: it.replaced_on.map(|on| (it.version, moments::day(on))),
        imported: it.source == Source::Import,
        on_paper: on_paper(&it),
        body: &it.body,
        said: answered.iter().map(Answered::said).collect(),
        files: offered(&files, &format!("/comments/{number}")),
    });
    Ok(caching::page(page, Keep::UntilAskedAgain))
}

/// A withheld comment: the reason and the day, and nothing else of it, not even its area.
pub async fn withheld(
    conn: &mut AsyncPgConnection,
    standing: &PublicStanding,
) -> AppResult<HttpResponse> {
    let initiative = initiative_of(conn, standing.area_id).await?;
    let reasons = ReasonCode::all(conn).await?;
    let code = standing.reason_code.as_deref().unwrap_or_default();
    let page = comments::withheld(&WithheldPage {
        place: Some(Place { initiative: InitiativeRef::from(&initiative), area: None }),
        tracking_number: standing.tracking_number.as_str(),
        reason: reason_code::label_of(&reasons, code),
        day: moments::day(standing.decided_on),
    });
    Ok(caching::page(page, Keep::UntilAskedAgain))
}

/// A comment that its author took back: it was here and is gone.
pub async fn withdrawn(
    conn: &mut AsyncPgConnection,
    standing: &PublicStanding,
) -> AppResult<HttpResponse> {
    let initiative = initiative_of(conn, standing.area_id).await?;
    let page = comments::withdrawn(&WithdrawnPage {
        place: Some(Place { initiative: InitiativeRef::from(&initiative), area: None }),
        tracking_number: standing.tracking_number.as_str(),
    });
    Ok(caching::page_with(StatusCode::GONE, page, Keep::UntilAskedAgain))
}

/// Where the page belongs, so that one of a demonstration says that it is one.
async fn initiative_of(conn: &mut AsyncPgConnection, area_id: AreaId) -> AppResult<Initiative> {
    let area = Area::find(conn, area_id).await?;
    Ok(Initiative::find(conn, area.initiative_id).await?)
}
