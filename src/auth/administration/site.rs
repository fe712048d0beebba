//! The site as a whole: the notice on every page, and the switch that lets it be read only. Each change is in the audit
//! log, whether it came from the page or from the command line.

use diesel::QueryResult;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde_json::json;

use crate::models::audit::{self, Act, Actor};
use crate::models::bulletin::{NewNotice, StoredBulletin};

/// Whether forms are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Switch {
    ReadOnly { reason: String },
    Open,
}

/// Hangs up a notice; one without words takes the last one down.
pub async fn post_notice(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    notice: &NewNotice,
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        StoredBulletin::put_notice(conn, notice).await?;
        let detail = json!({
            "notice": notice.words, "level": notice.level, "until": notice.until,
        });
        audit::record(conn, actor, Act::NoticeChanged, "site", &detail).await
    })
    .await
}

/// Stops all forms of the site, or takes them again.
pub async fn turn(conn: &mut AsyncPgConnection, actor: Actor, switch: &Switch) -> QueryResult<()> {
    conn.transaction(async |conn| {
        let detail = match switch {
            Switch::ReadOnly { reason } => {
                StoredBulletin::make_read_only(conn, reason).await?;
                json!({ "read_only": true, "reason": reason })
            }
            Switch::Open => {
                StoredBulletin::end_read_only(conn).await?;
                json!({ "read_only": false })
            }
        };
        audit::record(conn, actor, Act::ReadOnlySwitched, "site", &detail).await
    })
    .await
}
