//! Proposals that wait for a second administrator.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use chrono_tz::UTC;
use diesel_async::AsyncPgConnection;
use lectern_templates::administration::{self, ProposalPage};

use super::refused;
use crate::app::AppState;
use crate::auth::administration::proposals;
use crate::auth::extractors::Proved;
use crate::auth::scopes::{NamedScope, Scopes};
use crate::auth::staff::Administrator;
use crate::error::{AppError, AppResult};
use crate::handlers::reply;
use crate::http::forms::StrictForm;
use crate::models::account::Account;
use crate::models::grant_proposal::{GrantProposal, GrantProposalId};
use crate::moments::moment;

/// A proposal within reach.
pub async fn show_proposal(
    administrator: Administrator,
    Proved(_): Proved,
    id: Path<String>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let (proposal, scope) = find(&mut conn, &administrator, &id).await?;
    let account = Account::find(&mut conn, proposal.account_id).await?;
    let proposer = Account::find(&mut conn, proposal.proposed_by).await?;
    let own = administrator.account.id;
    Ok(reply::page(administration::proposal(&ProposalPage {
        id: proposal.id.0,
        display_name: &account.display_name,
        email: &account.email,
        role: format!("{}: {}", proposal.role.label(), scope.label),
        proposed_by: &proposer.display_name,
        proposed_at: moment(proposal.proposed_at, UTC),
        until: moment(proposal.expires_at, UTC),
        can_agree: proposer.id != own,
    })))
}

/// Agrees to a proposal, or ends it.
pub async fn decide_proposal(
    administrator: Administrator,
    Proved(_): Proved,
    id: Path<String>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let (proposal, scope) = find(&mut conn, &administrator, &id).await?;
    let errors = form.check_names(&["intent"]);
    let by = administrator.account.id;
    match form.fields.one("intent") {
        "approve" if errors.is_empty() => {
            let account = Account::find(&mut conn, proposal.account_id).await?;
            let proposed = (&proposal, &scope);
            proposals::approve(&mut conn, &state.site, by, &account, proposed)
                .await
                .map_err(refused)?;
            Ok(reply::see_other(&format!("/admin/accounts/{}?done=given", account.id.0)))
        }
        "end" if errors.is_empty() => {
            proposals::turn_down(&mut conn, by, (&proposal, &scope)).await.map_err(refused)?;
            Ok(reply::see_other("/admin/accounts"))
        }
        _ => Err(AppError::BadRequest("Agree to the proposal, or turn it down.".into())),
    }
}

/// A proposal that reaches no further than the administrator, and is not about themselves.
async fn find(
    conn: &mut AsyncPgConnection,
    administrator: &Administrator,
    id: &str,
) -> AppResult<(GrantProposal, NamedScope)> {
    let id = GrantProposalId(id.parse().map_err(|_| AppError::NotFound)?);
    let proposal = GrantProposal::find(conn, id).await?;
    if !administrator.reaches(proposal.scope()) || proposal.account_id == administrator.account.id {
        return Err(AppError::NotFound);
    }
    let scope = Scopes::load(conn).await?.name(proposal.scope());
    Ok((proposal, scope))
}
