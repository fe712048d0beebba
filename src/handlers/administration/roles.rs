//! Giving a role: to an account, or to whoever reads the mail of an address.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use diesel_async::AsyncPgConnection;
use lectern_templates::administration::{self, GivePage, InvitePage, RoleFields};
use lectern_templates::form::Choice;
use maud::Markup;

use super::refused;
use super::subject::Subject;
use crate::app::AppState;
use crate::auth::accounts::in_words;
use crate::auth::administration::Refusal;
use crate::auth::administration::grants::{self, Given, administrators_take_two};
use crate::auth::administration::invitations::{self, Invited, Outcome};
use crate::auth::extractors::Proved;
use crate::auth::scopes::{NamedScope, Scopes};
use crate::auth::staff::Administrator;
use crate::domain::display_name::DisplayName;
use crate::domain::email::EmailAddress;
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::Fields;
use crate::domain::role::Role;
use crate::error::AppResult;
use crate::handlers::reply;
use crate::http::forms::StrictForm;
use crate::models::audit::Actor;

/// What can be chosen: the scopes within reach, and whether it takes two to make an administrator.
struct Choices {
    scopes: Vec<NamedScope>,
    takes_two: bool,
}

/// The form that gives a role to an account.
pub async fn show_role_form(
    administrator: Administrator,
    Proved(_): Proved,
    id: Path<String>,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let subject = Subject::find(&mut conn, &administrator, &id).await?;
    subject.require_other(&administrator)?;
    let choices = Choices::load(&mut conn, &administrator).await?;
    Ok(reply::page(choices.give_page(&subject, &Fields::default(), &FieldErrors::default())))
}

/// Gives a role to an account, or proposes it.
pub async fn give_role(
    administrator: Administrator,
    Proved(_): Proved,
    id: Path<String>,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let subject = Subject::find(&mut conn, &administrator, &id).await?;
    subject.require_other(&administrator)?;
    let choices = Choices::load(&mut conn, &administrator).await?;
    let mut errors = form.check_names(&["role", "scope"]);
    let chosen = choices.parse(&form.fields, &mut errors);
    if let (Some((role, scope)), true) = (chosen, errors.is_empty()) {
        let (site, actor) = (&state.site, Actor::Account(administrator.account.id));
        match grants::give(&mut conn, site, actor, &subject.account, role, scope).await {
            Ok(Given::AtOnce) => return Ok(reply::see_other(&subject.done("given"))),
            Ok(Given::Proposed) => return Ok(reply::see_other(&subject.done("proposed"))),
            Err(Refusal::AlreadySo) => errors.add("role", ALREADY),
            Err(refusal) => return Err(refused(refusal)),
        }
    }
    let page = choices.give_page(&subject, &form.fields, &errors);
    Ok(reply::page_with(reply::refused(&form), page))
}

/// The form that invites somebody.
pub async fn show_invitation_form(
    administrator: Administrator,
    Proved(_): Proved,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let choices = Choices::load(&mut *state.db().await?, &administrator).await?;
    Ok(reply::page(choices.invite_page(&state, &Fields::default(), &FieldErrors::default())))
}

/// Mails an invitation.
pub async fn send_invitation(
    administrator: Administrator,
    Proved(_): Proved,
    form: StrictForm,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let mut conn = state.db().await?;
    let choices = Choices::load(&mut conn, &administrator).await?;
    let mut errors = form.check_names(&["email", "display_name", "role", "scope"]);
    let email = errors.keep("email", EmailAddress::parse(form.fields.one("email")));
    let name = errors.keep("display_name", DisplayName::parse(form.fields.one("display_name")));
    let chosen = choices.parse(&form.fields, &mut errors);
    if let (Some(email), Some(name), Some((role, scope)), true) =
        (email, name, chosen, errors.is_empty())
    {
        let actor = Actor::Account(administrator.account.id);
        let invited = Invited { email: &email, name: &name, role, scope };
        match invitations::invite(&mut conn, &state.settings, actor, &invited).await {
            Ok(sent) => return Ok(reply::see_other(&after(&administrator, &sent))),
            Err(Refusal::AlreadySo) => errors.add("role", ALREADY),
            Err(Refusal::Own) => errors.add("email", "This is your own address."),
            Err(Refusal::Gone) => errors.add("email", "The account of this address is suspended."),
            Err(refusal) => return Err(refused(refusal)),
        }
    }
    let page = choices.invite_page(&state, &form.fields, &errors);
    Ok(reply::page_with(reply::refused(&form), page))
}

const ALREADY: &str = "They have this role already, or it waits for a second administrator.";

/// The page of the account, where this administrator can see it now.
fn after(administrator: &Administrator, sent: &invitations::Sent) -> String {
    match sent.outcome {
        Outcome::Waits => "/admin/accounts?done=invited".to_owned(),
        Outcome::Given(id, Given::AtOnce) => format!("/admin/accounts/{}?done=invited", id.0),
        Outcome::Given(id, Given::Proposed) if administrator.is_for_everything() => {
            format!("/admin/accounts/{}?done=proposed", id.0)
        }
        Outcome::Given(_, Given::Proposed) => "/admin/accounts".to_owned(),
    }
}

impl Choices {
    async fn load(conn: &mut AsyncPgConnection, administrator: &Administrator) -> AppResult<Self> {
        let mut scopes = Scopes::load(conn).await?.all();
        scopes.retain(|it| administrator.reaches(it.scope));
        let takes_two = administrators_take_two(conn).await?;
        Ok(Self { scopes, takes_two })
    }

    fn parse(&self, fields: &Fields, errors: &mut FieldErrors) -> Option<(Role, &NamedScope)> {
        let role = Role::parse(fields.one("role")).ok_or_else(|| "Choose a role.".to_owned());
        let path = fields.one("scope");
        let scope = self.scopes.iter().find(|it| it.path == path);
        let scope = scope.ok_or_else(|| "Choose what the role is for.".to_owned());
        errors.keep("role", role).zip(errors.keep("scope", scope))
    }

    fn fields<'a>(&'a self, typed: &'a Fields) -> RoleFields<'a> {
        RoleFields {
            role: typed.one("role"),
            roles: Role::ALL
                .iter()
                .map(|it| Choice { value: it.as_str(), label: it.label() })
                .collect(),
            scope: typed.one("scope"),
            scopes: self
                .scopes
                .iter()
                .map(|it| Choice { value: &it.path, label: &it.label })
                .collect(),
            takes_two: self.takes_two,
        }
    }

    fn give_page(&self, subject: &Subject, typed: &Fields, errors: &FieldErrors) -> Markup {
        let (display_name, email) = subject.whom();
        administration::give(&GivePage {
            id: subject.account.id.0,
            display_name,
            email,
            fields: self.fields(typed),
            errors: reply::summary(errors),
        })
    }

    fn invite_page(&self, state: &AppState, typed: &Fields, errors: &FieldErrors) -> Markup {
        administration::invite(&InvitePage {
            email: typed.one("email"),
            display_name: typed.one("display_name"),
            fields: self.fields(typed),
            valid_for: &in_words(state.settings.links.invite_hours, "hour"),
            errors: reply::summary(errors),
        })
    }
}
