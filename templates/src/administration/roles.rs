//! The forms that give a role: to an account, or to an address.

use maud::{Markup, html};

use super::{accounts_crumb, frame, submit};
use crate::form::{self, Autocomplete, ButtonLook, Choice, ErrorSummary, Field, Need};
use crate::layout;
use crate::text;

/// A role and what it is for, as chosen so far and as offered.
pub struct RoleFields<'a> {
    pub role: &'a str,
    pub roles: Vec<Choice<'a>>,
    pub scope: &'a str,
    pub scopes: Vec<Choice<'a>>,
    /// Whether it takes a second administrator to make another one.
    pub takes_two: bool,
}

pub struct GivePage<'a> {
    pub id: i64,
    pub display_name: &'a str,
    pub email: &'a str,
    pub fields: RoleFields<'a>,
    pub errors: ErrorSummary,
}

pub struct InvitePage<'a> {
    pub email: &'a str,
    pub display_name: &'a str,
    pub fields: RoleFields<'a>,
    /// How long the link works, in words: `72 hours`.
    pub valid_for: &'a str,
    pub errors: ErrorSummary,
}

/// Gives a role to an account.
pub fn give(page: &GivePage<'_>) -> Markup {
    let own = format!("/admin/accounts/{}", page.id);
    let content = html! {
        h1 { "Give a role" }
        p { strong { (text::isolated(page.display_name)) } " (" (text::isolated(page.email)) ")" }
        p { "They are told by mail and signed out: they begin with the new role by signing in." }
        (form::post(&format!("{own}/give"), html! {
            (role_fields(&page.fields, &page.errors))
            (submit("Give the role", ButtonLook::Primary))
        }))
        p { a href=(own) { "Go back without doing it" } }
    };
    let mut frame = frame("Give a role", &[accounts_crumb()]);
    frame.errors = Some(&page.errors);
    layout::page(&frame, content)
}

/// Gives a role to whoever reads the mail of an address.
pub fn invite(page: &InvitePage<'_>) -> Markup {
    let content = html! {
        h1 { "Invite somebody" }
        p {
            "They are mailed a link, which works once, for " (page.valid_for) ". It lets them choose a password; nobody \
             else ever knows it. They have the role once they followed it in time. If the address has an account \
             already, that account gets the role at once and keeps its name."
        }
        (form::post("/admin/accounts/invite", html! {
            (form::email(&Field {
                name: "email",
                label: "Address",
                error: page.errors.of("email"),
                value: page.email,
                need: Need::Required,
                ..Field::default()
            }))
            (form::text(&Field {
                name: "display_name",
                label: "Name",
                hint: Some("As colleagues see it. They can change it."),
                error: page.errors.of("display_name"),
                value: page.display_name,
                need: Need::Required,
                ..Field::default()
            }, Autocomplete::Off))
            (role_fields(&page.fields, &page.errors))
            (submit("Send the invitation", ButtonLook::Primary))
        }))
    };
    let mut frame = frame("Invite somebody", &[accounts_crumb()]);
    frame.errors = Some(&page.errors);
    layout::page(&frame, content)
}

fn role_fields(fields: &RoleFields<'_>, errors: &ErrorSummary) -> Markup {
    let takes_two = "A second administrator has to agree before somebody becomes an administrator.";
    html! {
        (form::select(&Field {
            name: "role",
            label: "Role",
            hint: fields.takes_two.then_some(takes_two),
            error: errors.of("role"),
            value: fields.role,
            need: Need::Required,
            ..Field::default()
        }, "Choose a role", &fields.roles))
        (form::select(&Field {
            name: "scope",
            label: "What for",
            hint: Some("The role reaches this far and no further."),
            error: errors.of("scope"),
            value: fields.scope,
            need: Need::Required,
            ..Field::default()
        }, "Choose what for", &fields.scopes))
    }
}
