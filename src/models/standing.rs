//! What a stranger may learn of a tracking number that was decided.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::standing::Standing;
use crate::domain::tracking_number::TrackingNumber;
use crate::models::area::AreaId;
use crate::schema::public_record::standings;

/// A pending comment has no such row: to a stranger it is the same as none.
#[derive(Debug, Clone, HasQuery, Insertable, AsChangeset)]
#[diesel(table_name = standings)]
#[diesel(treat_none_as_null = true)]
pub struct PublicStanding {
    pub tracking_number: TrackingNumber,
    pub area_id: AreaId,
    pub standing: Standing,
    pub reason_code: Option<String>,
    pub decided_on: NaiveDate,
}

impl PublicStanding {
    pub async fn find(
        conn: &mut AsyncPgConnection,
        number: &TrackingNumber,
    ) -> QueryResult<Option<Self>> {
        Self::query().filter(standings::tracking_number.eq(number)).first(conn).await.optional()
    }

    /// Puts the standing in the place of an earlier one.
    pub async fn put(&self, conn: &mut AsyncPgConnection) -> QueryResult<()> {
        diesel::insert_into(standings::table)
            .values(self)
            .on_conflict(standings::tracking_number)
            .do_update()
            .set(self)
            .execute(conn)
            .await?;
        Ok(())
    }

    /// Back to pending: there is nothing to say to a stranger.
    pub async fn remove(conn: &mut AsyncPgConnection, number: &TrackingNumber) -> QueryResult<()> {
        diesel::delete(standings::table.find(number)).execute(conn).await?;
        Ok(())
    }
}
