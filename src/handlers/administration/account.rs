//! One account: who it is, its roles, what was done about it, and what can be.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use chrono_tz::UTC;
use lectern_templates::administration::{self, AccountPage, ActRow, GrantRow, Offered};
use serde::Deserialize;

use super::subject::Subject;
use crate::app::AppState;
use crate::auth::scopes::Scopes;
use crate::auth::staff::Administrator;
use crate::error::{AppError, AppResult};
use crate::handlers::reply;
use crate::models::account::AccountOverview;
use crate::models::audit::{self, AuditRow};
use crate::moments::moment;

/// So many acts are shown; the log has them all.
const N_ACTS: i64 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoneQuery {
    /// What was done just now.
    #[serde(default)]
    done: String,
}

/// An account within reach.
pub async fn show_account(
    administrator: Administrator,
    id: Path<String>,
    query: Query<DoneQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let subject = Subject::find(&mut conn, &administrator, &id).await?;
    let scopes = Scopes::load(&mut conn).await?;
    let overviews = AccountOverview::of(&mut conn, &[subject.account.id]).await?;
    let overview = overviews.first().ok_or(AppError::NotFound)?;
    let acts = if administrator.is_for_everything() {
        let about = audit::account(subject.account.id);
        AuditRow::latest(&mut conn, &about, N_ACTS).await?
    } else {
        Vec::new()
    };
    Ok(reply::page(administration::account(&AccountPage {
        id: overview.id.0,
        display_name: &overview.display_name,
        email: &overview.email,
        suspended_at: overview.suspended_at.map(|it| moment(it, UTC)),
        has_codes: overview.has_codes,
        n_sessions: overview.n_sessions,
        last_seen: overview.last_seen_at.map(|it| moment(it, UTC)),
        grants: subject
            .grants
            .iter()
            .map(|it| GrantRow {
                id: it.id.0,
                role: it.role.label(),
                scope: scopes.name(it.scope()).label,
                since: moment(it.granted_at, UTC),
            })
            .collect(),
        offered: offered(&administrator, &subject),
        acts: acts.iter().map(act_row).collect(),
        notice: notice(&query.done),
    })))
}

fn offered(administrator: &Administrator, subject: &Subject) -> Offered {
    if subject.is_own(administrator) {
        Offered::Nothing
    } else if administrator.is_for_everything() {
        Offered::All
    } else {
        Offered::Roles
    }
}

fn act_row(row: &AuditRow) -> ActRow<'_> {
    ActRow {
        at: moment(row.occurred_at, UTC),
        actor: row.actor.as_deref(),
        act: row.label(),
        role: row.detail("role"),
        scope: row.detail("scope"),
        reason: row.detail("reason"),
    }
}

fn notice(done: &str) -> Option<&'static str> {
    Some(match done {
        "given" => "The role is given. They are told by mail.",
        "invited" => "The invitation is on its way.",
        "proposed" => {
            "The role is proposed. Another administrator has to agree within 72 hours; those for everything are told \
             by mail."
        }
        "revoked" => "The role is taken away. They are told by mail.",
        "suspended" => "The account is suspended.",
        "lifted" => "The suspension is lifted.",
        "sessions" => "All sessions have ended.",
        "password" => "A link to choose a password is on its way to them.",
        "codes" => "The one-time codes are removed. They are told by mail.",
        _ => return None,
    })
}
