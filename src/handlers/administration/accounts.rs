//! Staff as a list, and the way to an account by its address.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use chrono_tz::UTC;
use diesel_async::AsyncPgConnection;
use lectern_templates::administration::{self, AccountsPage, InvitationRow, ProposalRow, StaffRow};
use maud::Markup;
use serde::Deserialize;

use crate::app::AppState;
use crate::auth::administration::{Refusal, accepting};
use crate::auth::scopes::Scopes;
use crate::auth::staff::Administrator;
use crate::domain::email::EmailAddress;
use crate::domain::field_errors::FieldErrors;
use crate::domain::role::Role;
use crate::error::{AppError, AppResult};
use crate::handlers::reply;
use crate::http::forms::StrictForm;
use crate::models::account::{Account, AccountId, AccountOverview};
use crate::models::grant::{self, Grant, Scope};
use crate::models::grant_proposal::GrantProposal;
use crate::models::invitation::{Invitation, InvitationId};
use crate::moments::moment;

use super::refused;
use super::subject::Subject;

/// How many of the staff a page shows.
const N_SHOWN: i64 = 50;

#[derive(Debug, Default, Deserialize)]
pub struct StaffQuery {
    /// Only those after this account, in the order of names.
    after: Option<i64>,
    /// What was done just now.
    #[serde(default)]
    done: String,
}

/// Everybody with a role within reach, by name, and what waits.
pub async fn list_accounts(
    administrator: Administrator,
    query: Query<StaffQuery>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let page = list(&mut conn, &administrator, &query, "", &FieldErrors::default()).await?;
    Ok(reply::page(page))
}

/// The account of an address. The address comes in a form, so that it stands in no log and no history.
pub async fn find_account(
    administrator: Administrator,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut errors = form.check_names(&["email"]);
    let typed = form.fields.one("email");
    let email = errors.keep("email", EmailAddress::parse(typed));
    let mut conn = state.db().await?;
    if let (Some(email), true) = (email, errors.is_empty()) {
        match find(&mut conn, &administrator, &email).await? {
            Some(subject) => return Ok(reply::see_other(&subject.path())),
            None => errors.add("email", "No account with this address is within your reach."),
        }
    }
    let query = StaffQuery::default();
    let page = list(&mut conn, &administrator, &query, typed, &errors).await?;
    Ok(reply::page_with(reply::refused(&form), page))
}

async fn find(
    conn: &mut AsyncPgConnection,
    administrator: &Administrator,
    email: &EmailAddress,
) -> AppResult<Option<Subject>> {
    let Some(account) = Account::find_by_email(conn, email).await? else { return Ok(None) };
    match Subject::find(conn, administrator, &account.id.0.to_string()).await {
        Err(AppError::NotFound) => Ok(None),
        found => found.map(Some),
    }
}

/// Takes an invitation back. One that was taken up meanwhile is a role of an account by now.
pub async fn end_invitation(
    administrator: Administrator,
    id: Path<String>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    if !form.check_names(&[]).is_empty() {
        return Err(AppError::BadRequest("This form has a field that it should not.".to_owned()));
    }
    let id = InvitationId(id.parse().map_err(|_| AppError::NotFound)?);
    let mut conn = state.db().await?;
    let invitation = Invitation::find(&mut conn, id).await?;
    if !administrator.reaches(invitation.scope()) {
        return Err(AppError::NotFound);
    }
    let scope = Scopes::load(&mut conn).await?.name(invitation.scope());
    let by = administrator.account.id;
    match accepting::take_back(&mut conn, by, (&invitation, &scope)).await {
        Ok(()) => Ok(reply::see_other("/admin/accounts?done=ended")),
        Err(Refusal::Gone) => Ok(reply::see_other("/admin/accounts?done=nothing")),
        Err(refusal) => Err(refused(refusal)),
    }
}

async fn list(
    conn: &mut AsyncPgConnection,
    administrator: &Administrator,
    query: &StaffQuery,
    typed: &str,
    errors: &FieldErrors,
) -> AppResult<Markup> {
    let scopes = Scopes::load(conn).await?;
    let reach: Vec<Scope> = administrator.grants.iter().map(Grant::scope).collect();
    let mut ids = grant::staff(conn, &reach, query.after.map(AccountId), N_SHOWN).await?;
    let is_full = i64::try_from(ids.len()).is_ok_and(|it| it == N_SHOWN);
    let next_href = ids.last().filter(|_| is_full).map(|it| format!("{LIST}?after={}", it.0));
    let mut grants = Grant::of_each(conn, &ids).await?;
    grants.retain(|it| administrator.reaches(it.scope()));
    let mut proposals = GrantProposal::all(conn).await?;
    proposals.retain(|it| administrator.reaches(it.scope()));
    let mut invitations = Invitation::all(conn).await?;
    invitations.retain(|it| administrator.reaches(it.scope()));
    ids.extend(proposals.iter().map(|it| it.account_id));
    let people = AccountOverview::of(conn, &ids).await?;
    let in_words =
        |role: Role, scope: Scope| format!("{}: {}", role.label(), scopes.name(scope).label);

    let staff = people.iter().filter_map(|it| {
        let theirs = grants.iter().filter(|grant| grant.account_id == it.id);
        let roles: Vec<_> = theirs.map(|it| in_words(it.role, it.scope())).collect();
        (!roles.is_empty()).then(|| StaffRow {
            id: it.id.0,
            display_name: &it.display_name,
            email: &it.email,
            roles,
            has_codes: it.has_codes,
            last_seen: it.last_seen_at.map(|at| moment(at, UTC)),
            suspended: it.suspended_at.is_some(),
        })
    });
    let proposals = proposals.iter().filter_map(|proposal| {
        let person = people.iter().find(|it| it.id == proposal.account_id)?;
        Some(ProposalRow {
            id: proposal.id.0,
            display_name: &person.display_name,
            role: in_words(proposal.role, proposal.scope()),
            until: moment(proposal.expires_at, UTC),
        })
    });
    let invitations = invitations.iter().map(|it| InvitationRow {
        id: it.id.0,
        display_name: &it.display_name,
        email: &it.email,
        role: in_words(it.role, it.scope()),
        until: moment(it.expires_at, UTC),
    });
    Ok(administration::accounts(&AccountsPage {
        staff: staff.collect(),
        proposals: proposals.collect(),
        invitations: invitations.collect(),
        email: typed,
        ends_sessions: administrator.is_for_everything(),
        first_href: query.after.map(|_| LIST),
        next_href: next_href.as_deref(),
        notice: said(&query.done),
        errors: reply::summary(errors),
    }))
}

const LIST: &str = "/admin/accounts";

fn said(done: &str) -> Option<&'static str> {
    match done {
        "invited" => {
            Some("The invitation is on its way. The role counts once its link was followed.")
        }
        "ended" => Some("The invitation is taken back."),
        "nothing" => Some("Nothing was changed: the invitation was taken up or ended meanwhile."),
        _ => None,
    }
}
