//! Staff as a list, page by page.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Nullable};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::scope::Scope;
use crate::models::account::AccountId;

/// A page begins after an account and not at a number: whoever comes or goes meanwhile shifts nobody.
const STAFF: &str = "
SELECT a.id FROM intake.accounts a
WHERE EXISTS (
    SELECT FROM intake.grants g LEFT JOIN catalogue.areas r ON r.id = g.area_id
    WHERE g.account_id = a.id
        AND ($1 OR coalesce(g.initiative_id, r.initiative_id) = ANY ($2) OR g.area_id = ANY ($3))
) AND ($4 IS NULL OR (lower(a.display_name), a.id) > (
    SELECT lower(display_name), id FROM intake.accounts WHERE id = $4
))
ORDER BY lower(a.display_name), a.id LIMIT $5";

#[derive(QueryableByName)]
struct Member {
    #[diesel(sql_type = BigInt)]
    id: AccountId,
}

/// So many accounts with a role within reach, in the order of their names, from after a given one.
pub async fn staff(
    conn: &mut AsyncPgConnection,
    reach: &[Scope],
    after: Option<AccountId>,
    limit: i64,
) -> QueryResult<Vec<AccountId>> {
    let initiatives: Vec<i64> =
        reach.iter().filter_map(|it| it.initiative_column()).map(|it| it.0).collect();
    let areas: Vec<i64> = reach.iter().filter_map(|it| it.area_column()).map(|it| it.0).collect();
    let members: Vec<Member> = diesel::sql_query(STAFF)
        .bind::<Bool, _>(reach.contains(&Scope::Everything))
        .bind::<Array<BigInt>, _>(initiatives)
        .bind::<Array<BigInt>, _>(areas)
        .bind::<Nullable<BigInt>, _>(after.map(|it| it.0))
        .bind::<BigInt, _>(limit)
        .load(conn)
        .await?;
    Ok(members.into_iter().map(|it| it.id).collect())
}
