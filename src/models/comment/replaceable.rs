//! Until when an author can replace a comment.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::Comment;

/// Why a comment can be replaced, and until when; or that it cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replaceable {
    /// Its area takes comments until then.
    UntilClosing(DateTime<Utc>),
    /// Its area has closed, and takes late comments.
    Late,
    /// It was withheld: what was wrong can be mended until then.
    ToMend(DateTime<Utc>),
    No,
}

/// The condition on a comment `c`, with `period` and `area` of it, `moment.at`, and `$4` days to mend what was withheld.
pub(super) const MAY_REPLACE: &str = "
    c.standing <> 'withdrawn' AND (
        period.opens_at <= moment.at AND (moment.at < period.closes_at OR area.take_late_comments)
        OR c.standing = 'withheld' AND moment.at < (
            SELECT d.decided_at FROM intake.decisions AS d WHERE d.comment_id = c.id ORDER BY d.id DESC LIMIT 1
        ) + make_interval(days => $4)
    )";

impl Comment {
    /// As things stand now. What is sent is judged once more when it comes.
    pub async fn replaceable(
        &self,
        conn: &mut AsyncPgConnection,
        mend_days: i32,
    ) -> QueryResult<Replaceable> {
        let window: Window = diesel::sql_query(
            "SELECT c.standing <> 'withdrawn' AND period.opens_at <= moment.at AND moment.at < period.closes_at AS is_open,
                 c.standing <> 'withdrawn' AND period.closes_at <= moment.at AND area.take_late_comments AS is_late,
                 period.closes_at, moment.at,
                 CASE WHEN c.standing = 'withheld' THEN (
                     SELECT d.decided_at FROM intake.decisions AS d WHERE d.comment_id = c.id ORDER BY d.id DESC LIMIT 1
                 ) + make_interval(days => $2) END AS mend_until
             FROM (SELECT clock_timestamp() AS at) AS moment, intake.comments AS c
             JOIN catalogue.periods AS period ON period.area_id = c.area_id
             JOIN catalogue.areas AS area ON area.id = c.area_id
             WHERE c.id = $1",
        )
        .bind::<BigInt, _>(self.id)
        .bind::<Integer, _>(mend_days)
        .get_result(conn)
        .await?;
        let mend_until = window.mend_until.filter(|it| window.at < *it);
        Ok(match (window.is_open, window.is_late, mend_until) {
            // Whichever is later.
            (true, _, Some(until)) if window.closes_at < until => Replaceable::ToMend(until),
            (true, ..) => Replaceable::UntilClosing(window.closes_at),
            (_, true, _) => Replaceable::Late,
            (_, _, Some(until)) => Replaceable::ToMend(until),
            _ => Replaceable::No,
        })
    }
}

#[derive(QueryableByName)]
struct Window {
    #[diesel(sql_type = Bool)]
    is_open: bool,
    #[diesel(sql_type = Bool)]
    is_late: bool,
    #[diesel(sql_type = Timestamptz)]
    closes_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    mend_until: Option<DateTime<Utc>>,
}
