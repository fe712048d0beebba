//! The audit log: every act of staff, written in the transaction that does it, and only ever added to.

use chrono::{DateTime, Utc};
use diesel::dsl::{IntervalDsl, exists, now};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};

use crate::domain::role::Role;
use crate::logging::security::{self, SecurityEvent};
use crate::models::account::AccountId;
use crate::models::area::AreaId;
use crate::schema::intake::{accounts, audit_log};

crate::text_enum! {
    /// What was done.
    pub enum Act {
        MailRetried = "mail_retried" => "Sent a mail again",
        MailCanceled = "mail_canceled" => "Canceled a mail",
        CommentEntered = "comment_entered" => "Entered a comment",
        EntryMended = "entry_mended" => "Mended an entered comment",
        EntryHandedOver = "entry_handed_over" => "Handed an entered comment over to be checked",
        EntryTakenBack = "entry_taken_back" => "Took an entered comment back to mend it",
        EntrySentBack = "entry_sent_back" => "Sent an entered comment back",
        EntryDiscarded = "entry_discarded" => "Discarded an entered comment",
        EntryConfirmed = "entry_confirmed" => "Confirmed an entered comment",
        DefinitionApplied = "definition_applied" => "Applied a definition",
        EventCodeMade = "event_code_made" => "Made an event code",
        EventCodeEnded = "event_code_ended" => "Ended an event",
        GrantGiven = "grant_given" => "Gave a role",
        AccountClosed = "account_closed" => "Closed their own account",
        GrantProposed = "grant_proposed" => "Proposed a role",
        GrantApproved = "grant_approved" => "Approved a role",
        ProposalEnded = "proposal_ended" => "Turned a proposal down",
        GrantRevoked = "grant_revoked" => "Took a role away",
        AccountInvited = "account_invited" => "Sent an invitation",
        InvitationAccepted = "invitation_accepted" => "Accepted an invitation",
        InvitationEnded = "invitation_ended" => "Took an invitation back",
        AccountSuspended = "account_suspended" => "Suspended the account",
        SuspensionLifted = "suspension_lifted" => "Lifted the suspension",
        SessionsEnded = "sessions_ended" => "Ended the sessions",
        AllSessionsEnded = "all_sessions_ended" => "Ended everybody's sessions",
        PasswordLinkSent = "password_link_sent" => "Sent a link to choose a password",
        CodesReset = "codes_reset" => "Removed the one-time codes",
        NoticeChanged = "notice_changed" => "Changed the notice of the site",
        OutcomePublished = "outcome_published" => "Published an outcome",
        PeriodChanged = "period_changed" => "Changed a comment period",
        ReasonCodeAdded = "reason_code_added" => "Added a reason code",
        ReasonCodeChanged = "reason_code_changed" => "Changed a reason code",
        WorkingCopyChanged = "working_copy_changed" => "Changed a working copy",
        WorkingCopyDropped = "working_copy_dropped" => "Threw a working copy away",
        ReadOnlySwitched = "read_only_switched" => "Let the site be read only, or take forms again",
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

/// Whether staff took the role of an administrator for everything from somebody within so many hours. What an operator
/// takes does not count: they can give it to anybody as well.
pub async fn were_administrators_removed(
    conn: &mut AsyncPgConnection,
    hours: i32,
) -> QueryResult<bool> {
    let within = audit_log::occurred_at.gt(now.into_sql::<Timestamptz>() - hours.hours());
    let removed = json!({ "role": Role::Administrator, "scope": "everything" });
    let acts = audit_log::table
        .filter(audit_log::act.eq(Act::GrantRevoked))
        .filter(audit_log::actor_id.is_not_null())
        .filter(audit_log::detail.contains(removed))
        .filter(within);
    diesel::select(exists(acts)).get_result(conn).await
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
    security::note(SecurityEvent::StaffActed, actor_id.map(|it| it.0), act.as_str());
    Ok(())
}

/// An account as the subject of an act.
#[must_use]
pub fn account(id: AccountId) -> String {
    format!("account {}", id.0)
}

/// An area as the subject of an act.
#[must_use]
pub fn area(id: AreaId) -> String {
    format!("area {}", id.0)
}

/// An act as it was written down.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = audit_log)]
#[diesel(base_query = audit_log::table.left_join(accounts::table.on(audit_log::actor_id.eq(accounts::id.nullable()))))]
pub struct AuditRow {
    /// None when an operator acted.
    #[diesel(select_expression = accounts::display_name.nullable())]
    pub actor: Option<String>,
    /// One of [`Act`], or a word of another version of the program.
    pub act: String,
    pub detail: Value,
    pub occurred_at: DateTime<Utc>,
}

impl AuditRow {
    /// The latest acts about a subject, newest first.
    pub async fn latest(
        conn: &mut AsyncPgConnection,
        subject: &str,
        n: i64,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(audit_log::subject.eq(subject))
            .order(audit_log::id.desc())
            .limit(n)
            .load(conn)
            .await
    }

    /// The latest acts about anything, newest first.
    pub async fn recent(conn: &mut AsyncPgConnection, n: i64) -> QueryResult<Vec<Self>> {
        Self::query().order(audit_log::id.desc()).limit(n).load(conn).await
    }

    /// What was done, in words.
    #[must_use]
    pub fn label(&self) -> &str {
        match Act::parse(&self.act) {
            Some(act) => act.label(),
            None => &self.act,
        }
    }

    /// A word of the detail, such as `role` or `reason`.
    #[must_use]
    pub fn detail(&self, key: &str) -> Option<&str> {
        self.detail.get(key).and_then(Value::as_str)
    }
}
