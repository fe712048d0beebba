//! A page of a list: what was asked for, what was found, and the view of both.

use diesel_async::AsyncPgConnection;
use lectern_templates::comments::{self, ActiveFilter, ListPage};
use lectern_templates::form::{Choice, HiddenField};
use lectern_templates::text;
use maud::Markup;

use super::filters::{self, Active};
use super::query::{self, ListQuery};
use super::rows::{self, Excerpted};
use crate::domain::public_filter::NOT_GIVEN;
use crate::domain::standing::Source;
use crate::error::AppResult;
use crate::handlers::place::labels::{self, NOT_GIVEN_LABEL};
use crate::handlers::place::{Scope, links};
use crate::models::public_comment::{PublicComment, vocabulary};
use crate::models::respondent_kind::RespondentKind;

const PAGE: usize = 50;
/// Counting millions for each page would be slow, and nobody reads that far.
const COUNTED_TO: i64 = 10_000;

/// What a page of a list shows.
pub struct Listing {
    scope: Scope,
    query: ListQuery,
    kinds: Vec<RespondentKind>,
    active: Vec<Active>,
    matching: String,
    rows: Vec<Excerpted>,
    next_href: Option<String>,
}

impl Listing {
    pub async fn load(
        conn: &mut AsyncPgConnection,
        initiative: &str,
        area: Option<&str>,
        query: &str,
    ) -> AppResult<Self> {
        let scope = Scope::load(conn, initiative, area).await?;
        let kinds = RespondentKind::of(conn, scope.initiative.id).await?;
        let area_ids = scope.area_ids();
        let vocabulary = vocabulary(conn, scope.initiative.id, &area_ids).await?;
        let query = ListQuery::parse(query, &vocabulary)?;

        let n = PublicComment::count(conn, &area_ids, &query.filter, COUNTED_TO + 1).await?;
        let mut found =
            PublicComment::page(conn, &area_ids, &query.filter, query.after.as_ref(), limit())
                .await?;
        let has_more = found.len() > PAGE;
        found.truncate(PAGE);

        let path = scope.place().path();
        Ok(Self {
            active: filters::active(&query.filter, &path, &kinds, &vocabulary),
            matching: matching(n),
            next_href: found.last().filter(|_| has_more).map(|it| next(&path, &query, it)),
            rows: found.into_iter().map(Excerpted::from).collect(),
            scope,
            query,
            kinds,
        })
    }

    pub fn page(&self) -> Markup {
        let place = self.scope.place();
        let filter = &self.query.filter;
        let path = place.path();
        let pairs = filter.pairs();
        let first_href = self.query.after.is_some().then(|| links::comments(&path, filter));
        let csv_href = links::csv(&path, filter);
        comments::list(&ListPage {
            place,
            stances: labels::stances().map(choice).collect(),
            stance: filter.stance.as_deref().unwrap_or_default(),
            respondent_kinds: self.kinds().map(choice).collect(),
            respondent_kind: filter.respondent_kind.as_deref().unwrap_or_default(),
            sources: Source::ALL.iter().map(|it| choice((it.as_str(), it.label()))).collect(),
            source: filter.source.map(|it| it.as_str()).unwrap_or_default(),
            kept: pairs
                .iter()
                .filter(|(name, _)| {
                    !matches!(name.as_str(), "stance" | "respondent_kind" | "source")
                })
                .map(|(name, value)| HiddenField { name, value })
                .collect(),
            active: self.active.iter().map(ActiveFilter::from).collect(),
            matching: Some(&self.matching),
            rows: self.rows.iter().map(|it| rows::row(it, &self.scope, &self.kinds)).collect(),
            next_href: self.next_href.as_deref(),
            first_href: first_href.as_deref(),
            csv_href: &csv_href,
        })
    }

    /// Retired kinds are offered too: old comments carry them.
    fn kinds(&self) -> impl Iterator<Item = (&str, &str)> {
        let kinds = self.kinds.iter().map(|it| (it.code.as_str(), it.label.as_str()));
        kinds.chain([(NOT_GIVEN, NOT_GIVEN_LABEL)])
    }
}

fn choice<'a>((value, label): (&'a str, &'a str)) -> Choice<'a> {
    Choice { value, label }
}

/// One more than is shown tells whether there are older ones.
fn limit() -> i64 {
    i64::try_from(PAGE + 1).unwrap_or(i64::MAX)
}

fn next(path: &str, query: &ListQuery, last: &PublicComment) -> String {
    let mut pairs = query.filter.pairs();
    pairs.push((query::AFTER.to_owned(), query::after(last.received_on, &last.tracking_number)));
    links::with_query(&format!("{path}/comments"), &pairs)
}

fn matching(n: i64) -> String {
    if n > COUNTED_TO {
        return format!("more than {}", text::comments(COUNTED_TO));
    }
    text::comments(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_counted_up_to_ten_thousand() {
        assert_eq!(
            [0, 1, 10_000, 10_001].map(matching),
            ["0 comments", "1 comment", "10,000 comments", "more than 10,000 comments"]
        );
    }
}
