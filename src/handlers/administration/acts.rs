//! Acts with consequences: taking a role away, suspending, ending sessions, starting codes and passwords anew.

mod words;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use lectern_templates::administration::{self, ActPage};
use maud::Markup;

use super::refused;
use super::subject::Subject;
use crate::app::AppState;
use crate::auth::administration::{access, grants, suspension};
use crate::auth::extractors::Proved;
use crate::auth::scopes::Scopes;
use crate::auth::staff::Administrator;
use crate::domain::field_errors::FieldErrors;
use crate::domain::reason::Reason;
use crate::error::{AppError, AppResult};
use crate::handlers::reply;
use crate::http::forms::StrictForm;
use crate::models::audit::Actor;
use words::Act;

pub async fn show_suspension_form(
    administrator: Administrator,
    id: Path<String>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    show(Act::Suspend, &administrator, &id, &state).await
}

/// Shuts the account out.
pub async fn suspend_account(
    administrator: Administrator,
    id: Path<String>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    perform(Act::Suspend, &administrator, &id, &form, &state).await
}

pub async fn show_lifting_form(
    administrator: Administrator,
    id: Path<String>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    show(Act::Lift, &administrator, &id, &state).await
}

/// Lets the owner of the account in again.
pub async fn lift_suspension(
    administrator: Administrator,
    id: Path<String>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    perform(Act::Lift, &administrator, &id, &form, &state).await
}

pub async fn show_codes_form(
    administrator: Administrator,
    Proved(_): Proved,
    id: Path<String>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    show(Act::ResetCodes, &administrator, &id, &state).await
}

/// Removes the one-time codes of the account.
pub async fn reset_codes(
    administrator: Administrator,
    Proved(_): Proved,
    id: Path<String>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    perform(Act::ResetCodes, &administrator, &id, &form, &state).await
}

pub async fn show_revocation_form(
    administrator: Administrator,
    Proved(_): Proved,
    path: Path<(String, String)>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let subject = Subject::find(&mut conn, &administrator, &path.0).await?;
    subject.require_other(&administrator)?;
    let grant = subject.grant(&path.1)?;
    let scope = Scopes::load(&mut conn).await?.name(grant.scope());
    let (words, errors) = (words::revocation(grant.role, &scope.label), FieldErrors::default());
    let action = format!("{}/revoke/{}", subject.path(), grant.id.0);
    Ok(reply::page(words.page(&subject, &action, "", &errors)))
}

/// Takes a role away.
pub async fn revoke_role(
    administrator: Administrator,
    Proved(_): Proved,
    path: Path<(String, String)>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let subject = Subject::find(&mut conn, &administrator, &path.0).await?;
    subject.require_other(&administrator)?;
    let grant = subject.grant(&path.1)?;
    let scope = Scopes::load(&mut conn).await?.name(grant.scope());
    let reason = match parse_reason(&form) {
        Ok(reason) => reason,
        Err(errors) => {
            let action = format!("{}/revoke/{}", subject.path(), grant.id.0);
            let words = words::revocation(grant.role, &scope.label);
            let page = words.page(&subject, &action, form.fields.one("reason"), &errors);
            return Ok(reply::page_with(reply::refused(&form), page));
        }
    };
    let actor = Actor::Account(administrator.account.id);
    let (site, taken) = (&state.site, (grant, &scope));
    grants::revoke(&mut conn, site, actor, &subject.account, taken, &reason)
        .await
        .map_err(refused)?;
    // Whoever looks after a part of the site may not see the account any more.
    let is_there = administrator.is_for_everything() || 1 < subject.grants.len();
    let next = if is_there { subject.done("revoked") } else { "/admin/accounts".to_owned() };
    Ok(reply::see_other(&next))
}

/// Signs the owner of the account out everywhere.
pub async fn end_sessions(
    administrator: Administrator,
    id: Path<String>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let subject = Subject::find_whole(&mut conn, &administrator, &id).await?;
    empty(&form)?;
    let actor = Actor::Account(administrator.account.id);
    access::end_sessions(&mut conn, actor, &subject.account).await.map_err(refused)?;
    Ok(reply::see_other(&subject.done("sessions")))
}

/// Mails a link with which the owner of the account chooses a password.
pub async fn send_password_link(
    administrator: Administrator,
    id: Path<String>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let subject = Subject::find_whole(&mut conn, &administrator, &id).await?;
    empty(&form)?;
    let actor = Actor::Account(administrator.account.id);
    access::send_password_link(&mut conn, &state.settings, actor, &subject.account)
        .await
        .map_err(refused)?;
    Ok(reply::see_other(&subject.done("password")))
}

pub async fn show_everybody_form(
    administrator: Administrator,
    Proved(_): Proved,
) -> AppResult<HttpResponse> {
    administrator.require_everything()?;
    Ok(reply::page(everybody_page("", &FieldErrors::default())))
}

/// Signs everybody out, the administrator included.
pub async fn end_every_session(
    administrator: Administrator,
    Proved(_): Proved,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    administrator.require_everything()?;
    let reason = match parse_reason(&form) {
        Ok(reason) => reason,
        Err(errors) => {
            let page = everybody_page(form.fields.one("reason"), &errors);
            return Ok(reply::page_with(reply::refused(&form), page));
        }
    };
    let actor = Actor::Account(administrator.account.id);
    access::end_every_session(&mut *state.db().await?, actor, &reason).await.map_err(refused)?;
    Ok(reply::see_other("/sign-in?next=/admin"))
}

async fn show(
    act: Act,
    administrator: &Administrator,
    id: &str,
    state: &AppState,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let subject = Subject::find_whole(&mut conn, administrator, id).await?;
    let action = format!("{}/{}", subject.path(), act.path());
    Ok(reply::page(act.words().page(&subject, &action, "", &FieldErrors::default())))
}

async fn perform(
    act: Act,
    administrator: &Administrator,
    id: &str,
    form: &StrictForm,
    state: &AppState,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let subject = Subject::find_whole(&mut conn, administrator, id).await?;
    let reason = match parse_reason(form) {
        Ok(reason) => reason,
        Err(errors) => {
            let action = format!("{}/{}", subject.path(), act.path());
            let page = act.words().page(&subject, &action, form.fields.one("reason"), &errors);
            return Ok(reply::page_with(reply::refused(form), page));
        }
    };
    let (actor, whom, site) =
        (Actor::Account(administrator.account.id), &subject.account, &state.site);
    match act {
        Act::Suspend => suspension::suspend(&mut conn, actor, whom, &reason).await,
        Act::Lift => suspension::lift(&mut conn, site, actor, whom, &reason).await,
        Act::ResetCodes => access::reset_codes(&mut conn, site, actor, whom, &reason).await,
    }
    .map_err(refused)?;
    Ok(reply::see_other(&subject.done(act.done())))
}

fn everybody_page(typed: &str, errors: &FieldErrors) -> Markup {
    administration::act(&ActPage {
        title: "Sign everybody out",
        whom: None,
        consequences: vec![
            "Every session of everybody ends at once, yours included.",
            "Drafts are kept, and everybody can sign in again.",
        ],
        action: "/admin/sessions",
        button: "End every session",
        back: "/admin/accounts",
        reason: typed,
        errors: reply::summary(errors),
    })
}

fn parse_reason(form: &StrictForm) -> Result<Reason, FieldErrors> {
    let mut errors = form.check_names(&["reason"]);
    let reason = errors.keep("reason", Reason::parse(form.fields.one("reason")));
    reason.filter(|_| errors.is_empty()).ok_or(errors)
}

/// A button without a field.
fn empty(form: &StrictForm) -> AppResult<()> {
    if form.check_names(&[]).is_empty() && form.malformed.is_empty() {
        Ok(())
    } else {
        Err(AppError::BadRequest("This form has no fields, and something was sent in one.".into()))
    }
}
