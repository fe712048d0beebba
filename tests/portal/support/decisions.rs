//! Decisions by the moderator of the stories, without pages.

use lectern::domain::standing::Outcome;
use lectern::domain::tracking_number::TrackingNumber;
use lectern::models::comment::Comment;
use lectern::models::decision::Decision;
use lectern::record::decide::{self, DecideError, Ruling, Seen};

use super::TestApp;

/// Who decides where a story does not say.
const MODERATOR: &str = "Mo";

impl TestApp {
    pub async fn publish(&self, number: &TrackingNumber) {
        self.decide(number, Outcome::Publish, None).await.unwrap();
    }

    pub async fn withhold(&self, number: &TrackingNumber, reason_code: &str) {
        self.decide(number, Outcome::Withhold, Some(reason_code)).await.unwrap();
    }

    /// Decides, or says why not.
    pub async fn decide(
        &self,
        number: &TrackingNumber,
        outcome: Outcome,
        reason_code: Option<&str>,
    ) -> Result<(), DecideError> {
        let moderator = self.account(MODERATOR).await;
        let mut conn = self.state.db().await.unwrap();
        let comment = Comment::find(&mut conn, number).await?;
        let reason_code = reason_code.map(str::to_owned);
        let ruling = Ruling { outcome, reason_code, note: None, seen: Seen::Unsaid, version: None };
        decide::decide(&mut conn, &self.state.site, &comment, &moderator, &ruling).await?;
        Ok(())
    }

    /// Takes the latest decision back, or says why not.
    pub async fn undo(&self, number: &TrackingNumber) -> Result<(), DecideError> {
        let moderator = self.account(MODERATOR).await;
        let mut conn = self.state.db().await.unwrap();
        let comment = Comment::find(&mut conn, number).await?;
        let latest = Decision::of(&mut conn, comment.id).await?.pop();
        let latest = latest.ok_or(DecideError::NothingToUndo)?;
        decide::undo(&mut conn, &self.state.site, &comment, &moderator, latest.id).await?;
        Ok(())
    }
}
