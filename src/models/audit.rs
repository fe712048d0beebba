//! The audit log: every act of staff, written in the transaction that does it, and only ever added to.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use crate::models::account::AccountId;
use crate::schema::intake::audit_log;

crate::text_enum! {
    /// What was done.
    pub enum Act {
        DefinitionApplied = "definition_applied" => "Applied a definition",
        EventCodeMade = "event_code_made" => "Made an event code",
        EventCodeEnded = "event_code_ended" => "Ended an event",
        GrantGiven = "grant_given" => "Gave a role",
        AccountClosed = "account_closed" => "Closed their own account",
    }
}

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A member of staff, on a page.
    Account(AccountId),
    /// Whoever may use the command line.
    Operator,
}

/// Writes an act down. `subject` is a kind and an id, such as `account 12`; `detail` has ids, roles and reasons, and
/// never an address, a secret or the text of a comment.
pub async fn record(
    conn: &mut AsyncPgConnection,
    actor: Actor,
    act: Act,
    subject: &str,
    detail: &Value,
) -> QueryResult<()> {
    let actor_id = match actor {
        Actor::Account(id) => Some(id),
        Actor::Operator => None,
    };
    diesel::insert_into(audit_log::table)
        .values((
            audit_log::actor_id.eq(actor_id),
            audit_log::act.eq(act),
            audit_log::subject.eq(subject),
            audit_log::detail.eq(detail),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// An account as the subject of an act.
#[must_use]
pub fn account(id: AccountId) -> String {
    format!("account {}", id.0)
}
