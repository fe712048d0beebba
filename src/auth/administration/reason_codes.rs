//! Reasons for withholding, which all initiatives share: added, reworded, moved, retired, offered again.

use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde_json::json;

use super::{Refusal, require_reach};
use crate::models::audit::{self, Act, Actor};
use crate::models::grant::Scope;
use crate::models::reason_code::{self, OTHER, ReasonCode};

/// What one reason shall be.
#[derive(Debug)]
pub struct Wanted<'a> {
    pub reason: ReasonCode,
    /// Where it stands in the list, counted from 1.
    pub place: usize,
    /// The list as it was on the page.
    pub seen: &'a [ReasonCode],
}

/// Adds a reason. It stands before the one for everything else.
///
/// # Errors
/// [`Refusal::AlreadySo`] if there is such a code.
pub async fn add(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    code: &str,
    label: &str,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        // It holds all other changes until this one ends.
        require_reach(conn, actor, Scope::Everything).await?;
        let before = ReasonCode::all(conn).await?;
        if !ReasonCode::add(conn, code, label).await? {
            return Err(Refusal::AlreadySo);
        }
        let mut order: Vec<&str> = before.iter().map(|it| it.code.as_str()).collect();
        let place = order.iter().position(|it| *it == OTHER).unwrap_or(order.len());
        order.insert(place, code);
        reason_code::arrange(conn, &order).await?;
        let detail = json!({ "code": code, "label": label });
        audit::record(conn, actor, Act::ReasonCodeAdded, &subject(code), &detail).await?;
        Ok(())
    })
    .await
}

/// Changes a reason, unless somebody changed the list since it was looked at. Its code stays.
///
/// # Errors
/// [`Refusal::Gone`] if somebody was first.
pub async fn change(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    wanted: &Wanted<'_>,
) -> Result<(), Refusal> {
    let reason = &wanted.reason;
    conn.transaction(async |conn| {
        require_reach(conn, actor, Scope::Everything).await?;
        if ReasonCode::all(conn).await? != wanted.seen {
            return Err(Refusal::Gone);
        }
        let mut order: Vec<&str> = wanted.seen.iter().map(|it| it.code.as_str()).collect();
        order.retain(|it| *it != reason.code);
        order.insert(wanted.place.saturating_sub(1).min(order.len()), &reason.code);
        reason.save(conn).await?;
        reason_code::arrange(conn, &order).await?;
        let detail = json!({
            "code": reason.code, "label": reason.label, "place": wanted.place, "retired": reason.retired,
        });
        audit::record(conn, actor, Act::ReasonCodeChanged, &subject(&reason.code), &detail).await?;
        Ok(())
    })
    .await
}

fn subject(code: &str) -> String {
    format!("reason {code}")
}
