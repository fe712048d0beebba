//! Follows: who wants to hear of an area. An address is the same follower with an account and without.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::email::EmailAddress;
use crate::models::area::AreaId;
use crate::schema::intake::{follow_requests, follows};

/// Somebody who follows an area, and where a mail reaches them.
#[derive(Debug, Clone, QueryableByName)]
pub struct Follower {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub email: String,
}

/// An area that somebody follows, as pages name it.
#[derive(Debug, Clone, QueryableByName)]
pub struct FollowedArea {
    #[diesel(sql_type = BigInt)]
    pub area_id: AreaId,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub initiative_slug: String,
    #[diesel(sql_type = Text)]
    pub initiative_title: String,
}

/// Lets an address follow an area, as its account where it has one. Doing it twice is the same as doing it once.
pub async fn begin(
    conn: &mut AsyncPgConnection,
    area_id: AreaId,
    address: &EmailAddress,
) -> QueryResult<()> {
    diesel::sql_query(
        "WITH owner AS (SELECT (SELECT id FROM intake.accounts WHERE canonical_email = $2) AS id)
         INSERT INTO intake.follows (area_id, account_id, email, canonical_email)
         SELECT $1, owner.id, CASE WHEN owner.id IS NULL THEN $3 END, CASE WHEN owner.id IS NULL THEN $2 END
         FROM owner
         WHERE NOT EXISTS (SELECT 1 FROM intake.follows WHERE area_id = $1 AND canonical_email = $2)
         ON CONFLICT DO NOTHING",
    )
    .bind::<BigInt, _>(area_id)
    .bind::<Text, _>(address.canonical())
    .bind::<Text, _>(address.as_str())
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends what an address follows, with its account and without: one area, or all.
pub async fn end(
    conn: &mut AsyncPgConnection,
    address: &EmailAddress,
    area_id: Option<AreaId>,
) -> QueryResult<()> {
    diesel::sql_query(
        "DELETE FROM intake.follows WHERE ($2 IS NULL OR area_id = $2) AND (
             canonical_email = $1 OR account_id = (SELECT id FROM intake.accounts WHERE canonical_email = $1))",
    )
    .bind::<Text, _>(address.canonical())
    .bind::<Nullable<BigInt>, _>(area_id.map(|it| it.0))
    .execute(conn)
    .await?;
    Ok(())
}

/// What an address follows.
pub async fn of(
    conn: &mut AsyncPgConnection,
    address: &EmailAddress,
) -> QueryResult<Vec<FollowedArea>> {
    diesel::sql_query(
        "SELECT DISTINCT area.id AS area_id, area.slug, area.title,
             initiative.slug AS initiative_slug, initiative.title AS initiative_title
         FROM intake.follows AS follow
         JOIN catalogue.areas AS area ON area.id = follow.area_id
         JOIN catalogue.initiatives AS initiative ON initiative.id = area.initiative_id
         WHERE follow.canonical_email = $1
             OR follow.account_id = (SELECT id FROM intake.accounts WHERE canonical_email = $1)
         ORDER BY initiative.title, area.title",
    )
    .bind::<Text, _>(address.canonical())
    .load(conn)
    .await
}

/// How many follow an area.
pub async fn count(conn: &mut AsyncPgConnection, area_id: AreaId) -> QueryResult<i64> {
    follows::table.filter(follows::area_id.eq(area_id)).count().get_result(conn).await
}

/// The next followers of an area who began before a moment, in the order in which they did.
pub async fn batch(
    conn: &mut AsyncPgConnection,
    area_id: AreaId,
    after: i64,
    until: DateTime<Utc>,
    n: i32,
) -> QueryResult<Vec<Follower>> {
    diesel::sql_query(
        "SELECT follow.id, coalesce(account.email, follow.email) AS email
         FROM intake.follows AS follow LEFT JOIN intake.accounts AS account ON account.id = follow.account_id
         WHERE follow.area_id = $1 AND $2 < follow.id AND follow.created_at <= $3
         ORDER BY follow.id LIMIT $4",
    )
    .bind::<BigInt, _>(area_id)
    .bind::<BigInt, _>(after)
    .bind::<Timestamptz, _>(until)
    .bind::<Integer, _>(n)
    .load(conn)
    .await
}

/// An address that was typed to follow an area. It does once its mailed link was followed.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = follow_requests)]
pub struct FollowRequest {
    pub area_id: AreaId,
    pub email: String,
}

impl FollowRequest {
    /// Writes a request down under the digest of its token.
    pub async fn create(
        conn: &mut AsyncPgConnection,
        area_id: AreaId,
        address: &EmailAddress,
        token_sha256: Vec<u8>,
        hours: i32,
    ) -> QueryResult<()> {
        diesel::sql_query(
            "INSERT INTO intake.follow_requests (token_sha256, area_id, email, canonical_email, expires_at)
             VALUES ($1, $2, $3, $4, now() + $5 * interval '1 hour')",
        )
        .bind::<diesel::sql_types::Binary, _>(token_sha256)
        .bind::<BigInt, _>(area_id)
        .bind::<Text, _>(address.as_str())
        .bind::<Text, _>(address.canonical())
        .bind::<Integer, _>(hours)
        .execute(conn)
        .await?;
        Ok(())
    }

    /// A request whose link would still work. Looking changes nothing.
    pub async fn find(
        conn: &mut AsyncPgConnection,
        token_sha256: &[u8],
    ) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(follow_requests::token_sha256.eq(token_sha256))
            .filter(follow_requests::expires_at.gt(diesel::dsl::now))
            .first(conn)
            .await
            .optional()
    }

    /// Uses a link up. Of any number of attempts at once, one succeeds.
    pub async fn redeem(
        conn: &mut AsyncPgConnection,
        token_sha256: &[u8],
    ) -> QueryResult<Option<Self>> {
        let of_token = follow_requests::table
            .filter(follow_requests::token_sha256.eq(token_sha256))
            .filter(follow_requests::expires_at.gt(diesel::dsl::now));
        diesel::delete(of_token).returning(Self::as_returning()).get_result(conn).await.optional()
    }

    /// Removes a batch of requests that nobody confirmed in time. Returns how many.
    pub async fn delete_lapsed(conn: &mut AsyncPgConnection) -> QueryResult<usize> {
        diesel::sql_query(
            "DELETE FROM intake.follow_requests WHERE id IN (
                 SELECT id FROM intake.follow_requests WHERE expires_at < now() LIMIT 1000)",
        )
        .execute(conn)
        .await
    }
}

/// Ends what an account that closes follows, and what its address asked for.
pub async fn forget(conn: &mut AsyncPgConnection, address: &EmailAddress) -> QueryResult<()> {
    end(conn, address, None).await?;
    let asked =
        follow_requests::table.filter(follow_requests::canonical_email.eq(address.canonical()));
    diesel::delete(asked).execute(conn).await?;
    Ok(())
}
