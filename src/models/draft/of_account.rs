//! Everything that an account is writing: its own drafts, and those that are to replace its comments.
//!
//! Each kind is asked for by itself, so that each finds its index.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::Draft;
use crate::models::account::AccountId;
use crate::schema::intake::{comments, drafts};

impl Draft {
    /// Every draft of an account, the one written last first.
    pub async fn of(conn: &mut AsyncPgConnection, account_id: AccountId) -> QueryResult<Vec<Self>> {
        let own = Self::query().filter(drafts::account_id.eq(account_id));
        let mut found: Vec<Self> = own.load(conn).await?;
        let replacing = Self::query().filter(drafts::replaces.eq_any(written_by(account_id)));
        found.extend(replacing.load::<Self>(conn).await?);
        found.sort_by_key(|it| std::cmp::Reverse(it.updated_at));
        Ok(found)
    }

    /// How many drafts an account has.
    pub async fn count_of(conn: &mut AsyncPgConnection, account_id: AccountId) -> QueryResult<i64> {
        let own = drafts::table.filter(drafts::account_id.eq(account_id));
        let n_own: i64 = own.count().get_result(conn).await?;
        let replacing = drafts::table.filter(drafts::replaces.eq_any(written_by(account_id)));
        Ok(n_own + replacing.count().get_result::<i64>(conn).await?)
    }

    /// Removes every draft of an account.
    pub async fn delete_of(conn: &mut AsyncPgConnection, account_id: AccountId) -> QueryResult<()> {
        let own = drafts::table.filter(drafts::account_id.eq(account_id));
        diesel::delete(own).execute(conn).await?;
        let replacing = drafts::table.filter(drafts::replaces.eq_any(written_by(account_id)));
        diesel::delete(replacing).execute(conn).await?;
        Ok(())
    }
}

#[diesel::dsl::auto_type]
fn written_by(author_id: AccountId) -> _ {
    comments::table.filter(comments::author_id.eq(author_id)).select(comments::id.nullable())
}
