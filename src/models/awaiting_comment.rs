//! Comments that wait for their author's address to be confirmed: received, and in no queue and no figure.

mod wait;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::now;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use crate::domain::submission::Submission;
use crate::domain::tracking_number::TrackingNumber;
use crate::models::area::AreaId;
use crate::models::question::QuestionSetId;
use crate::models::registration::RegistrationId;
use crate::schema::intake::{awaiting_comments, registrations};

pub use wait::{NewAwaiting, insert_in_time};

/// A comment that waits, with all that makes it a comment later.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = awaiting_comments)]
pub struct AwaitingComment {
    pub id: i64,
    pub tracking_number: TrackingNumber,
    pub area_id: AreaId,
    pub registration_id: RegistrationId,
    pub canonical_email: String,
    pub cookie_sha256: Vec<u8>,
    pub submission_key: String,
    pub question_set_id: QuestionSetId,
    #[diesel(deserialize_as = serde_json::Value)]
    pub submission: Submission,
    pub content_sha256: Vec<u8>,
    pub receipt_nonce: Vec<u8>,
    pub receipt_sha256: Vec<u8>,
    pub received_at: DateTime<Utc>,
    pub received_on: NaiveDate,
    pub late: bool,
    pub expires_at: DateTime<Utc>,
}

impl AwaitingComment {
    /// A comment that this browser sent; anybody else's is not found.
    pub async fn find_own(
        conn: &mut AsyncPgConnection,
        number: &TrackingNumber,
        cookie_sha256: &[u8],
    ) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(awaiting_comments::tracking_number.eq(number))
            .filter(awaiting_comments::cookie_sha256.eq(cookie_sha256))
            .filter(awaiting_comments::expires_at.gt(now))
            .first(conn)
            .await
            .optional()
    }

    /// The comment of a registration, if it still waits.
    pub async fn of_registration(
        conn: &mut AsyncPgConnection,
        id: RegistrationId,
    ) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(awaiting_comments::registration_id.eq(id))
            .filter(awaiting_comments::expires_at.gt(now))
            .first(conn)
            .await
            .optional()
    }

    /// Everything that waits for the same address and came from the same browser, this one included, oldest first. A link
    /// for one of them confirms them all.
    pub async fn together(&self, conn: &mut AsyncPgConnection) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(awaiting_comments::canonical_email.eq(&self.canonical_email))
            .filter(awaiting_comments::cookie_sha256.eq(&self.cookie_sha256))
            .filter(awaiting_comments::expires_at.gt(now))
            .order(awaiting_comments::id)
            .load(conn)
            .await
    }

    /// The same, held until the transaction ends: of two links followed at once, the second finds them gone.
    pub async fn hold_together(&self, conn: &mut AsyncPgConnection) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(awaiting_comments::canonical_email.eq(&self.canonical_email))
            .filter(awaiting_comments::cookie_sha256.eq(&self.cookie_sha256))
            .filter(awaiting_comments::expires_at.gt(now))
            .order(awaiting_comments::id)
            .for_update()
            .load(conn)
            .await
    }

    /// What came of this form before: for this address, or from this browser for another one.
    pub async fn sent_before(
        conn: &mut AsyncPgConnection,
        canonical_email: &str,
        cookie_sha256: &[u8],
        submission_key: &str,
    ) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(awaiting_comments::submission_key.eq(submission_key))
            .filter(
                awaiting_comments::canonical_email
                    .eq(canonical_email)
                    .or(awaiting_comments::cookie_sha256.eq(cookie_sha256)),
            )
            .filter(awaiting_comments::expires_at.gt(now))
            // What was sent for this very address comes first.
            .order(awaiting_comments::canonical_email.eq(canonical_email).desc())
            .for_update()
            .first(conn)
            .await
            .optional()
    }

    /// Whether a comment still waits under this number.
    pub async fn waits(conn: &mut AsyncPgConnection, number: &TrackingNumber) -> QueryResult<bool> {
        diesel::select(diesel::dsl::exists(
            awaiting_comments::table
                .filter(awaiting_comments::tracking_number.eq(number))
                .filter(awaiting_comments::expires_at.gt(now)),
        ))
        .get_result(conn)
        .await
    }

    /// Takes the comment out of where it waits. Of any number of attempts at once, one gets it.
    pub async fn take(&self, conn: &mut AsyncPgConnection) -> QueryResult<bool> {
        let n_taken = diesel::delete(awaiting_comments::table.find(self.id)).execute(conn).await?;
        Ok(n_taken == 1)
    }

    /// Lets the comment wait for another address: the one before was mistyped, and its links end with it.
    pub async fn readdress(
        &self,
        conn: &mut AsyncPgConnection,
        registration_id: RegistrationId,
        canonical_email: &str,
    ) -> QueryResult<()> {
        diesel::update(awaiting_comments::table.find(self.id))
            .set((
                awaiting_comments::registration_id.eq(registration_id),
                awaiting_comments::canonical_email.eq(canonical_email),
            ))
            .execute(conn)
            .await?;
        let earlier = registrations::table.find(self.registration_id);
        diesel::delete(earlier).execute(conn).await?;
        Ok(())
    }

    /// Removes what lapsed of this form and address, which the same form sent once more takes the place of.
    pub async fn delete_lapsed_of(
        conn: &mut AsyncPgConnection,
        canonical_email: &str,
        submission_key: &str,
    ) -> QueryResult<()> {
        let of_form = awaiting_comments::table
            .filter(awaiting_comments::canonical_email.eq(canonical_email))
            .filter(awaiting_comments::submission_key.eq(submission_key))
            .filter(awaiting_comments::expires_at.le(now))
            .select(awaiting_comments::id);
        let lapsed: Vec<i64> = of_form.load(conn).await?;
        delete(conn, &lapsed).await?;
        Ok(())
    }

    /// Removes a batch of comments that nobody confirmed in time, with their registrations and links. Returns how many.
    pub async fn delete_lapsed(conn: &mut AsyncPgConnection) -> QueryResult<usize> {
        let lapsed: Vec<i64> = awaiting_comments::table
            .filter(awaiting_comments::expires_at.le(now))
            .select(awaiting_comments::id)
            .limit(1000)
            .load(conn)
            .await?;
        delete(conn, &lapsed).await
    }
}

/// The comments first: no registration goes while a comment waits for it.
async fn delete(conn: &mut AsyncPgConnection, lapsed: &[i64]) -> QueryResult<usize> {
    if lapsed.is_empty() {
        return Ok(0);
    }
    conn.transaction(async |conn| {
        let lapsed = awaiting_comments::table.filter(awaiting_comments::id.eq_any(lapsed));
        let registered: Vec<RegistrationId> = diesel::delete(lapsed)
            .returning(awaiting_comments::registration_id)
            .get_results(conn)
            .await?;
        let registered = registrations::table.filter(registrations::id.eq_any(registered));
        diesel::delete(registered).execute(conn).await
    })
    .await
}
