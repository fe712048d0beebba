//! Published comments, as published: rows of the public record.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{BoxedSqlQuery, SqlQuery};
use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::attribution::Attribution;
use crate::domain::entry::Channel;
use crate::domain::public_filter::{PublicFilter, Vocabulary};
use crate::domain::stance::Stance;
use crate::domain::standing::Source;
use crate::domain::tracking_number::TrackingNumber;
use crate::models::account::AccountId;
use crate::models::area::AreaId;
use crate::models::comment::CommentId;
use crate::models::initiative::InitiativeId;
use crate::models::public_attachment;
use crate::models::question::QuestionSet;
use crate::models::respondent_kind::RespondentKind;
use crate::schema::intake;
use crate::schema::public_record::comments;

#[derive(Debug, Clone, HasQuery, QueryableByName)]
#[diesel(table_name = comments)]
pub struct PublicComment {
    pub tracking_number: TrackingNumber,
    pub area_id: AreaId,
    pub version: i32,
    /// When this version came, where it is not the first.
    pub replaced_on: Option<NaiveDate>,
    pub question_set_version: i32,
    pub received_on: NaiveDate,
    /// Null where the day is all that the public sees.
    pub received_at: Option<DateTime<Utc>>,
    pub late: bool,
    pub source: Source,
    pub stance: Option<Stance>,
    pub respondent_kind: Option<String>,
    pub organization: Option<String>,
    pub attribution: Attribution,
    pub display_name: Option<String>,
    pub body: String,
    /// `{"key": value, "key.other": "text"}`, published questions only.
    pub answers: serde_json::Value,
    /// How many files go with it.
    pub attachments: i32,
    /// How it reached the agency, where staff entered it.
    pub channel: Option<Channel>,
    pub signatories: i32,
}

/// What filters of these areas can name.
pub async fn vocabulary(
    conn: &mut AsyncPgConnection,
    initiative_id: InitiativeId,
    areas: &[AreaId],
) -> QueryResult<Vocabulary> {
    let kinds = RespondentKind::of(conn, initiative_id).await?;
    Ok(Vocabulary {
        questions: QuestionSet::published_ever(conn, areas).await?,
        respondent_kinds: kinds.into_iter().map(|it| it.code).collect(),
    })
}

/// Where a page of the list begins: just after this row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    pub received_on: NaiveDate,
    pub tracking_number: TrackingNumber,
}

impl PublicComment {
    pub async fn find(
        conn: &mut AsyncPgConnection,
        number: &TrackingNumber,
    ) -> QueryResult<Option<Self>> {
        Self::query().filter(comments::tracking_number.eq(number)).first(conn).await.optional()
    }

    /// A page of the list, newest first. Within a day the order is that of the (random) tracking numbers, so
    /// that it tells nothing of the time at which an anonymous comment came.
    pub async fn page(
        conn: &mut AsyncPgConnection,
        areas: &[AreaId],
        filter: &PublicFilter,
        after: Option<&Position>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let ids: Vec<i64> = areas.iter().map(|it| it.0).collect();
        // Area by area, so that each comes off its index in order and stops at the limit.
        let mut query = diesel::sql_query(
            "SELECT listed.* FROM unnest($1) AS area (id) CROSS JOIN LATERAL (
                 SELECT * FROM public_record.comments WHERE area_id = area.id",
        )
        .into_boxed::<Pg>()
        .bind::<Array<BigInt>, _>(ids);
        let mut n_binds = 1;
        query = matching(query, filter, &mut n_binds);
        if let Some(after) = after {
            let place = format!("(${}, ${})", n_binds + 1, n_binds + 2);
            n_binds += 2;
            query = query
                .sql(format!(" AND (received_on, tracking_number) < {place}"))
                .bind::<diesel::sql_types::Date, _>(after.received_on)
                .bind::<Text, _>(after.tracking_number.as_str().to_owned());
        }
        let ordered = "ORDER BY received_on DESC, tracking_number DESC LIMIT";
        let n = n_binds + 1;
        query
            .sql(format!(" {ordered} ${n}) AS listed {ordered} ${n}"))
            .bind::<BigInt, _>(limit)
            .load(conn)
            .await
    }

    /// A few of an area for somebody to read: as many of each stance that was taken, six at most, newest first.
    pub async fn of_each_stance(
        conn: &mut AsyncPgConnection,
        area_id: AreaId,
    ) -> QueryResult<Vec<Self>> {
        let stances: Vec<&str> = Stance::ALL.iter().map(|it| it.as_str()).collect();
        let mut found: Vec<Self> = diesel::sql_query(
            "SELECT newest.* FROM unnest($2) AS wanted (stance) CROSS JOIN LATERAL (
                 SELECT * FROM public_record.comments AS c WHERE c.area_id = $1 AND c.stance = wanted.stance
                 ORDER BY c.received_on DESC, c.tracking_number DESC LIMIT 2
             ) AS newest ORDER BY newest.received_on DESC, newest.tracking_number DESC",
        )
        .bind::<BigInt, _>(area_id.0)
        .bind::<Array<Text>, _>(stances)
        .load(conn)
        .await?;
        let n_stances = Stance::ALL.iter().filter(|it| has_stance(&found, **it)).count();
        let each = if n_stances <= 3 { 2 } else { 1 };
        let mut kept: Vec<Stance> = Vec::new();
        found.retain(|it| {
            let Some(stance) = it.stance else { return false };
            kept.push(stance);
            kept.iter().filter(|it| **it == stance).count() <= each
        });
        Ok(found)
    }

    /// How many match, counted no further than `cap`.
    pub async fn count(
        conn: &mut AsyncPgConnection,
        areas: &[AreaId],
        filter: &PublicFilter,
        cap: i64,
    ) -> QueryResult<i64> {
        let ids: Vec<i64> = areas.iter().map(|it| it.0).collect();
        let mut query = diesel::sql_query(
            "SELECT count(*) AS n FROM (SELECT FROM public_record.comments WHERE area_id = ANY($1)",
        )
        .into_boxed::<Pg>()
        .bind::<Array<BigInt>, _>(ids);
        let mut n_binds = 1;
        query = matching(query, filter, &mut n_binds);
        let counted: Counted = query
            .sql(format!(" LIMIT ${}) AS matching", n_binds + 1))
            .bind::<BigInt, _>(cap)
            .get_result(conn)
            .await?;
        Ok(counted.n)
    }

    /// Derives the public row of a comment's version from the private ones, and with it the rows of its files: only what
    /// is listed here gets out.
    pub async fn derive(
        conn: &mut AsyncPgConnection,
        comment_id: CommentId,
        version: i32,
    ) -> QueryResult<Self> {
        let row: Self = derivation(&[comment_id], version).get_result(conn).await?;
        public_attachment::derive(conn, &[comment_id], version).await?;
        Ok(row)
    }

    /// The same for many comments at once, all in the same version.
    pub async fn derive_all(
        conn: &mut AsyncPgConnection,
        comment_ids: &[CommentId],
        version: i32,
    ) -> QueryResult<Vec<Self>> {
        let rows: Vec<Self> = derivation(comment_ids, version).load(conn).await?;
        if rows.iter().any(|it| 0 < it.attachments) {
            public_attachment::derive(conn, comment_ids, version).await?;
        }
        Ok(rows)
    }

    /// Shows what an author published under their name as `DERIVE` shows it once they are gone, and leaves the
    /// figures as they are: none of them counts by name. Returns the numbers of those whose public row is another now.
    pub async fn take_names_away(
        conn: &mut AsyncPgConnection,
        author_id: AccountId,
    ) -> QueryResult<Vec<TrackingNumber>> {
        let own = intake::comments::table
            .filter(intake::comments::author_id.eq(author_id))
            .select(intake::comments::tracking_number);
        let numbers: Vec<TrackingNumber> = own.load(conn).await?;
        let named = comments::table
            .filter(comments::tracking_number.eq_any(numbers))
            .filter(comments::attribution.eq(Attribution::Named));
        diesel::update(named)
            .set((
                comments::attribution.eq(Attribution::Anonymous),
                comments::display_name.eq(None::<String>),
                comments::organization.eq(None::<String>),
                comments::received_at.eq(None::<DateTime<Utc>>),
            ))
            .returning(comments::tracking_number)
            .get_results(conn)
            .await
    }

    /// Takes a comment out of the public record, its files with it, and gives what stood there.
    pub async fn remove(
        conn: &mut AsyncPgConnection,
        number: &TrackingNumber,
    ) -> QueryResult<Option<Self>> {
        diesel::delete(comments::table.find(number))
            .returning(Self::as_returning())
            .get_result(conn)
            .await
            .optional()
    }
}

/// An author who wants no name is shown with no organization either, and with the day alone, and so is one who has
/// closed their account; an imported comment was received somewhere else, at a time that nobody noted, and one that staff
/// entered came on a day.
const DERIVE: &str = "
INSERT INTO public_record.comments (
    tracking_number, area_id, version, question_set_version, received_on, received_at, published_on, late,
    source, source_id, stance, respondent_kind, organization, attribution, display_name, language, body,
    answers, answered, attachments, replaced_on, channel, signatories
)
SELECT c.tracking_number, c.area_id, v.version, s.version, c.received_on,
    CASE WHEN shown.attribution <> 'anonymous' AND c.source = 'web' THEN c.received_at END,
    (clock_timestamp() AT TIME ZONE i.time_zone)::date, c.late, c.source, c.source_id, v.stance, k.code,
    CASE WHEN shown.attribution <> 'anonymous' THEN v.organization END, shown.attribution,
    CASE WHEN shown.attribution = 'named' THEN v.display_name END, v.language, v.body,
    coalesce((
        SELECT jsonb_object_agg(said.key, said.value)
        FROM intake.answers AS a
        JOIN catalogue.questions AS q ON q.id = a.question_id AND q.visibility = 'published'
        CROSS JOIN LATERAL (
            VALUES (q.key, a.value), (q.key || '.other', to_jsonb(a.other_text))
        ) AS said (key, value)
        WHERE a.version_id = v.id AND said.value IS NOT NULL
    ), '{}'),
    ARRAY(
        SELECT q.key FROM intake.answers AS a
        JOIN catalogue.questions AS q ON q.id = a.question_id AND q.visibility = 'published'
        WHERE a.version_id = v.id
    ),
    (SELECT count(*) FROM intake.attachments AS a WHERE a.version_id = v.id),
    CASE WHEN v.version > 1 THEN (v.created_at AT TIME ZONE i.time_zone)::date END, c.channel, c.n_signatories
FROM intake.comments AS c
JOIN intake.comment_versions AS v ON v.comment_id = c.id
JOIN catalogue.question_sets AS s ON s.id = v.question_set_id
JOIN catalogue.areas AS area ON area.id = c.area_id
JOIN catalogue.initiatives AS i ON i.id = area.initiative_id
LEFT JOIN catalogue.respondent_kinds AS k ON k.id = v.respondent_kind_id
LEFT JOIN intake.accounts AS author ON author.id = c.author_id
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN v.attribution = 'named' AND (v.display_name IS NULL OR author.closed_at IS NOT NULL) THEN 'anonymous'
        ELSE v.attribution
    END AS attribution
) AS shown
WHERE c.id = ANY($1) AND v.version = $2
RETURNING *";

fn derivation(comment_ids: &[CommentId], version: i32) -> Query {
    let ids: Vec<i64> = comment_ids.iter().map(|it| it.0).collect();
    diesel::sql_query(DERIVE)
        .into_boxed()
        .bind::<Array<BigInt>, _>(ids)
        .bind::<diesel::sql_types::Integer, _>(version)
}

/// Adds the conditions of the filter, each value bound and none written into the SQL.
fn matching(mut query: Query, filter: &PublicFilter, n_binds: &mut usize) -> Query {
    for clause in filter.clauses() {
        let Some(value) = clause.value else {
            query = query.sql(format!(" AND {}", clause.sql));
            continue;
        };
        *n_binds += 1;
        let condition = clause.sql.replace("{}", &format!("${n_binds}"));
        query = query.sql(format!(" AND {condition}")).bind::<Text, _>(value);
    }
    query
}

fn has_stance(comments: &[PublicComment], stance: Stance) -> bool {
    comments.iter().any(|it| it.stance == Some(stance))
}

type Query = BoxedSqlQuery<'static, Pg, SqlQuery>;

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    n: i64,
}
