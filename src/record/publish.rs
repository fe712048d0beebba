//! What a change of standing means in public: rows, tombstones and figures, in the decision's own transaction.

use chrono::{NaiveDate, Utc};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::tallies::deltas_of;
use crate::domain::standing::Standing;
use crate::models::comment::Comment;
use crate::models::figure::{self, Delta};
use crate::models::initiative::Initiative;
use crate::models::public_comment::PublicComment;
use crate::models::question::QuestionSet;
use crate::models::standing::PublicStanding;

/// Makes the public record agree with a comment that went from one standing to another, or stands there in another version.
pub(super) async fn follow(
    conn: &mut AsyncPgConnection,
    initiative: &Initiative,
    comment: &Comment,
    (to, version): (Standing, i32),
    reason_code: Option<&str>,
) -> QueryResult<()> {
    let mut deltas = take_back(conn, comment).await?;
    deltas.push(of_standing(comment, comment.standing).minus());
    deltas.push(of_standing(comment, to));
    if to == Standing::Published {
        let row = PublicComment::derive(conn, comment.id, version).await?;
        deltas.extend(counted(conn, &row).await?);
    }
    if to == Standing::Withheld {
        deltas.push(of_reason(comment, reason_code));
    }
    show_standing(conn, comment, to, reason_code, initiative.day_of(Utc::now())).await?;
    figure::append(conn, &deltas).await
}

/// Takes out what stands in public now, and says what no longer counts.
async fn take_back(conn: &mut AsyncPgConnection, comment: &Comment) -> QueryResult<Vec<Delta>> {
    let mut deltas = Vec::new();
    if let Some(row) = PublicComment::remove(conn, &comment.tracking_number).await? {
        deltas.extend(counted(conn, &row).await?.into_iter().map(Delta::minus));
    }
    if comment.standing == Standing::Withheld {
        let before = PublicStanding::find(conn, &comment.tracking_number).await?;
        let reason_code = before.and_then(|it| it.reason_code);
        deltas.push(of_reason(comment, reason_code.as_deref()).minus());
    }
    Ok(deltas)
}

async fn counted(conn: &mut AsyncPgConnection, row: &PublicComment) -> QueryResult<Vec<Delta>> {
    let set = QuestionSet::find_version(conn, row.area_id, row.question_set_version).await?;
    Ok(deltas_of(row, &set))
}

async fn show_standing(
    conn: &mut AsyncPgConnection,
    comment: &Comment,
    to: Standing,
    reason_code: Option<&str>,
    decided_on: NaiveDate,
) -> QueryResult<()> {
    if to == Standing::Pending {
        return PublicStanding::remove(conn, &comment.tracking_number).await;
    }
    PublicStanding {
        tracking_number: comment.tracking_number.clone(),
        area_id: comment.area_id,
        standing: to,
        reason_code: reason_code.map(str::to_owned),
        decided_on,
    }
    .put(conn)
    .await
}

fn of_standing(comment: &Comment, standing: Standing) -> Delta {
    Delta::plus(comment.area_id, figure::STANDING, standing.as_str(), "")
}

fn of_reason(comment: &Comment, reason_code: Option<&str>) -> Delta {
    Delta::plus(comment.area_id, figure::WITHHELD, reason_code.unwrap_or(figure::NOT_GIVEN), "")
}
