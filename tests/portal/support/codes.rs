//! One-time codes, as the app of a person would show them.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::auth::one_time_codes::{open, seal};
use lectern::domain::one_time_code::{CodeSecret, STEP_SECONDS};
use lectern::models::clock;
use lectern::models::one_time_code::OneTimeCode;
use lectern::schema::intake::one_time_codes;

use super::TestApp;

impl TestApp {
    /// Sets one-time codes up for somebody, the short way; nothing if they have them.
    pub async fn set_up_codes(&self, name: &str) {
        let account = self.account(name).await;
        let sealed = seal(&self.state.sealer, account.id, &CodeSecret::random()).unwrap();
        let mut conn = self.db().await;
        if !OneTimeCode::is_set_up(&mut conn, account.id).await.unwrap() {
            OneTimeCode::set_up(&mut conn, account.id, &sealed, 1).await.unwrap();
        }
    }

    /// A code that somebody's app shows and that was not used yet.
    pub async fn code_of(&self, name: &str) -> String {
        let (secret, last_step) = self.code_secret_of(name).await;
        let present = self.present_step().await;
        // Three codes are good at any time. Who needs a fourth would wait half a minute; a story does not wait.
        let fresh = (present - 1..=present + 1).find(|it| last_step < *it);
        if fresh.is_none() {
            let account = self.account(name).await;
            diesel::update(one_time_codes::table.find(account.id.0))
                .set(one_time_codes::last_step.eq(present - 2))
                .execute(&mut self.db().await)
                .await
                .unwrap();
        }
        secret.code_of(fresh.unwrap_or(present - 1)).unwrap()
    }

    /// The code of a half minute before or after the present one, whether it is good or not.
    pub async fn code_at(&self, name: &str, steps_from_now: i64) -> String {
        let (secret, _) = self.code_secret_of(name).await;
        secret.code_of(self.present_step().await + steps_from_now).unwrap()
    }

    /// A code that is not somebody's now.
    pub async fn wrong_code_for(&self, name: &str) -> String {
        let (secret, _) = self.code_secret_of(name).await;
        let seconds = self.present_step().await * STEP_SECONDS;
        let mut codes = (0..).map(|it: u32| format!("{it:06}"));
        codes.find(|it| secret.step_of(it, seconds).is_none()).unwrap()
    }

    async fn code_secret_of(&self, name: &str) -> (CodeSecret, i64) {
        let account = self.account(name).await;
        let (sealed, last_step): (Vec<u8>, i64) = one_time_codes::table
            .find(account.id.0)
            .select((one_time_codes::sealed_secret, one_time_codes::last_step))
            .first(&mut self.db().await)
            .await
            .unwrap();
        (open(&self.state.sealer, account.id, &sealed).unwrap(), last_step)
    }

    async fn present_step(&self) -> i64 {
        clock::now(&mut self.db().await).await.unwrap().timestamp() / STEP_SECONDS
    }
}

/// The code that an app shows now for a secret as it is written down.
pub fn code_now(base32: &str) -> String {
    let secret = CodeSecret::from_base32(base32).unwrap();
    secret.code_of(chrono::Utc::now().timestamp() / STEP_SECONDS).unwrap()
}
