//! Staff as a list, and the way to an account by its address.

use actix_web::HttpResponse;
use actix_web::web::Data;
use chrono_tz::UTC;
use diesel_async::AsyncPgConnection;
use lectern_templates::administration::{self, AccountsPage, ProposalRow, StaffRow};
use maud::Markup;

use crate::app::AppState;
use crate::auth::scopes::Scopes;
use crate::auth::staff::Administrator;
use crate::domain::email::EmailAddress;
use crate::domain::field_errors::FieldErrors;
use crate::domain::role::Role;
use crate::error::{AppError, AppResult};
use crate::handlers::reply;
use crate::http::forms::StrictForm;
use crate::models::account::{Account, AccountId, AccountOverview};
use crate::models::grant::{Grant, Scope};
use crate::models::grant_proposal::GrantProposal;
use crate::moments::moment;

use super::subject::Subject;

/// Everybody with a role within reach.
pub async fn list_accounts(
    administrator: Administrator,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    Ok(reply::page(list(&mut conn, &administrator, "", &FieldErrors::default()).await?))
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
    let page = list(&mut conn, &administrator, typed, &errors).await?;
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

async fn list(
    conn: &mut AsyncPgConnection,
    administrator: &Administrator,
    typed: &str,
    errors: &FieldErrors,
) -> AppResult<Markup> {
    let scopes = Scopes::load(conn).await?;
    let mut grants = Grant::all(conn).await?;
    grants.retain(|it| administrator.reaches(it.scope()));
    let mut proposals = GrantProposal::all(conn).await?;
    proposals.retain(|it| administrator.reaches(it.scope()));
    let mut ids: Vec<AccountId> = grants.iter().map(|it| it.account_id).collect();
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
    Ok(administration::accounts(&AccountsPage {
        staff: staff.collect(),
        proposals: proposals.collect(),
        email: typed,
        ends_sessions: administrator.is_for_everything(),
        errors: reply::summary(errors),
    }))
}
