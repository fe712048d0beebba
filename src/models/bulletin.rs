//! The notice of the site and the read-only switch: one row, which everybody may read.

use chrono::{DateTime, Utc};
use diesel::dsl::now;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::bulletin::{Bulletin, Notice};
use crate::domain::notice::NoticeLevel;
use crate::schema::catalogue::bulletin;

/// The row as administrators see it, also what is over.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery)]
#[diesel(table_name = bulletin)]
pub struct StoredBulletin {
    /// Empty where there is none.
    pub notice: String,
    pub notice_level: NoticeLevel,
    /// Until when the notice stands; without, until it is taken down.
    pub notice_until: Option<DateTime<Utc>>,
    pub read_only: bool,
    pub read_only_reason: String,
}

/// A notice as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = bulletin, treat_none_as_null = true)]
pub struct NewNotice {
    #[diesel(column_name = notice)]
    pub words: String,
    #[diesel(column_name = notice_level)]
    pub level: NoticeLevel,
    #[diesel(column_name = notice_until)]
    pub until: Option<DateTime<Utc>>,
}

impl StoredBulletin {
    pub async fn load(conn: &mut AsyncPgConnection) -> QueryResult<Self> {
        Self::query().first(conn).await
    }

    /// What holds now, by the clock of the database.
    pub async fn now(conn: &mut AsyncPgConnection) -> QueryResult<Bulletin> {
        let later = bulletin::notice_until.assume_not_null().gt(now);
        let stands = bulletin::notice.ne("").and(bulletin::notice_until.is_null().or(later));
        let (it, stands): (Self, bool) =
            bulletin::table.select((Self::as_select(), stands)).first(conn).await?;
        let notice = Notice { words: it.notice, level: it.notice_level };
        Ok(Bulletin {
            notice: stands.then_some(notice),
            read_only: it.read_only.then_some(it.read_only_reason),
        })
    }

    /// Hangs up a notice in the place of the last one; one without words takes it down.
    pub async fn put_notice(conn: &mut AsyncPgConnection, notice: &NewNotice) -> QueryResult<()> {
        diesel::update(bulletin::table).set(notice).execute(conn).await?;
        Ok(())
    }

    /// From now on the site can only be read.
    pub async fn make_read_only(conn: &mut AsyncPgConnection, reason: &str) -> QueryResult<()> {
        let change = (bulletin::read_only.eq(true), bulletin::read_only_reason.eq(reason));
        diesel::update(bulletin::table).set(change).execute(conn).await?;
        Ok(())
    }

    /// The site takes forms again.
    pub async fn end_read_only(conn: &mut AsyncPgConnection) -> QueryResult<()> {
        let change = (bulletin::read_only.eq(false), bulletin::read_only_reason.eq(""));
        diesel::update(bulletin::table).set(change).execute(conn).await?;
        Ok(())
    }
}
