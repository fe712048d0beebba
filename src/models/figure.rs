//! Figures: what is counted. A change appends deltas, the worker folds them into tallies, a read adds both.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::models::area::AreaId;
use crate::schema::public_record::{figures, tally_deltas};

/// Comments by standing; the bucket is the standing.
pub const STANDING: &str = "standing";
/// Withheld comments; the bucket is the reason code.
pub const WITHHELD: &str = "withheld";
/// Published comments; the bucket is the stance.
pub const STANCE: &str = "stance";
/// Published comments; the bucket is the stance, the split the respondent kind.
pub const STANCE_BY_KIND: &str = "stance_by_respondent_kind";
/// Published comments; the bucket is the day of receipt.
pub const RECEIVED_ON: &str = "received_on";
/// Stands in a bucket or split for what a comment does not say.
pub const NOT_GIVEN: &str = "not_given";

/// The subject of the answers to a question. The bucket is a code, and for rankings the split is the place;
/// an empty bucket counts the comments that answered at all.
#[must_use]
pub fn answers_to(key: &str) -> String {
    format!("answers.{key}")
}

/// One counted figure of one area.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery)]
#[diesel(table_name = figures)]
pub struct Figure {
    pub area_id: AreaId,
    pub subject: String,
    pub bucket: String,
    pub split: String,
    pub n: i64,
}

/// A change of one figure.
#[derive(Debug, Clone, PartialEq, Eq, Insertable)]
#[diesel(table_name = tally_deltas)]
pub struct Delta {
    pub area_id: AreaId,
    pub subject: String,
    pub bucket: String,
    pub split: String,
    pub n: i64,
}

/// The figures of one area, or of several added up: summed once, however many there are and however often a page
/// asks for one.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    sums: HashMap<String, Buckets>,
    areas: HashMap<AreaId, Figures>,
}

/// By bucket, in their own order, and within one by split.
type Buckets = BTreeMap<String, HashMap<String, i64>>;

impl Figures {
    /// Every figure of these areas, from one snapshot.
    pub async fn of(conn: &mut AsyncPgConnection, areas: &[AreaId]) -> QueryResult<Self> {
        let rows = Figure::query().filter(figures::area_id.eq_any(areas)).load(conn).await?;
        Ok(rows.into_iter().collect())
    }

    /// Only who was received and where they stand: what lists of areas show.
    pub async fn standings(conn: &mut AsyncPgConnection, areas: &[AreaId]) -> QueryResult<Self> {
        let rows = Figure::query()
            .filter(figures::area_id.eq_any(areas))
            .filter(figures::subject.eq(STANDING))
            .load(conn)
            .await?;
        Ok(rows.into_iter().collect())
    }

    /// The figures of one area alone.
    #[must_use]
    pub fn only(&self, area_id: AreaId) -> Self {
        self.areas.get(&area_id).cloned().unwrap_or_default()
    }

    #[must_use]
    pub fn n(&self, subject: &str, bucket: &str) -> i64 {
        self.split(subject, bucket, "")
    }

    #[must_use]
    pub fn split(&self, subject: &str, bucket: &str, split: &str) -> i64 {
        let splits = self.sums.get(subject).and_then(|it| it.get(bucket));
        splits.and_then(|it| it.get(split)).copied().unwrap_or_default()
    }

    /// Everything received: each comment has exactly one standing.
    #[must_use]
    pub fn received(&self) -> i64 {
        self.counted(STANDING).map(|(_, n)| n).sum()
    }

    /// The buckets of a subject that count something, in their own order.
    #[must_use]
    pub fn buckets(&self, subject: &str) -> Vec<&str> {
        let buckets = self.sums.get(subject).into_iter().flatten();
        buckets.map(|(bucket, _)| bucket.as_str()).filter(|it| !it.is_empty()).collect()
    }

    /// Each bucket of a subject with its figure, in their own order.
    pub fn counted(&self, subject: &str) -> impl Iterator<Item = (&str, i64)> {
        let buckets = self.sums.get(subject).into_iter().flatten();
        buckets
            .map(|(bucket, splits)| (bucket.as_str(), splits.get("").copied().unwrap_or_default()))
    }

    fn add(&mut self, it: Figure) {
        let splits = self.sums.entry(it.subject).or_default().entry(it.bucket).or_default();
        *splits.entry(it.split).or_default() += it.n;
    }
}

impl FromIterator<Figure> for Figures {
    fn from_iter<I: IntoIterator<Item = Figure>>(rows: I) -> Self {
        let mut all = Self::default();
        for row in rows {
            all.areas.entry(row.area_id).or_default().add(row.clone());
            all.add(row);
        }
        all
    }
}

impl Delta {
    /// A figure that goes up by one.
    #[must_use]
    pub fn plus(area_id: AreaId, subject: &str, bucket: &str, split: &str) -> Self {
        let [subject, bucket, split] = [subject, bucket, split].map(str::to_owned);
        Self { area_id, subject, bucket, split, n: 1 }
    }

    /// The opposite change.
    #[must_use]
    pub fn minus(self) -> Self {
        Self { n: -self.n, ..self }
    }
}

/// Counts these changes, in the transaction that made them.
pub async fn append(conn: &mut AsyncPgConnection, deltas: &[Delta]) -> QueryResult<()> {
    diesel::insert_into(tally_deltas::table).values(deltas).execute(conn).await?;
    Ok(())
}

/// Folds a batch of deltas into the tallies; figures read the same before and after. Returns how many.
pub async fn fold(conn: &mut AsyncPgConnection) -> QueryResult<usize> {
    let folded: Folded = diesel::sql_query(
        "WITH alone AS MATERIALIZED (
             SELECT pg_try_advisory_xact_lock(7002) AS granted
         ), moved AS (
             DELETE FROM public_record.tally_deltas WHERE id IN (
                 SELECT id FROM public_record.tally_deltas, alone WHERE alone.granted
                 ORDER BY id LIMIT 20000
             ) RETURNING area_id, subject, bucket, split, n
         ), summed AS (
             INSERT INTO public_record.tallies (area_id, subject, bucket, split, n)
             SELECT area_id, subject, bucket, split, sum(n) FROM moved GROUP BY 1, 2, 3, 4
             ON CONFLICT (area_id, subject, bucket, split) DO UPDATE SET n = tallies.n + excluded.n
         )
         SELECT count(*) AS n FROM moved",
    )
    .get_result(conn)
    .await?;
    Ok(usize::try_from(folded.n).unwrap_or_default())
}

#[derive(QueryableByName)]
struct Folded {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    n: i64,
}
