//! Signing in: by password, or by a mailed link.

use maud::{Markup, html};

use super::{next_field, submit, with_next};
use crate::form::{self, Button, ButtonLook, ErrorSummary, Field, HiddenField, Need, PasswordUse};
use crate::layout::{self, Frame, Section};
use crate::text;

/// Posts `email`, `password` and `next` to `/sign-in`; the second form posts `email` and `next` to `/sign-in/link`.
///
/// Errors of the second form are about the field `link-email`.
pub struct SignInPage<'a> {
    pub email: &'a str,
    pub next: &'a str,
    pub errors: ErrorSummary,
    /// Why the visitor was sent here, such as a session that ran out.
    pub notice: Option<&'a str>,
}

/// Posts `token` and `next` to `/sign-in/link/confirm`.
pub struct SignInLinkPage<'a> {
    pub token: &'a str,
    /// Whose account the link opens: it may have come from somebody else.
    pub email: &'a str,
    pub next: &'a str,
}

/// The two forms to sign in.
pub fn sign_in(page: &SignInPage<'_>) -> Markup {
    let frame = Frame { errors: Some(&page.errors), ..Frame::new("Sign in", Section::Account) };
    let content = html! {
        (layout::notice(page.notice))
        h1 { "Sign in" }
        h2 { "With your password" }
        (form::post("/sign-in", by_password(page)))
        p { a href="/forgot-password" { "Forgot your password?" } }
        h2 { "With a link by mail" }
        p { "You need no password for this." }
        (form::post("/sign-in/link", by_link(page)))
        p { "No account yet? " a href=(with_next("/register", page.next)) { "Register" } }
    };
    layout::page(&frame, content)
}

/// The page that a mailed link leads to: it asks by POST, so that a mail scanner signs nobody in.
pub fn sign_in_link(page: &SignInLinkPage<'_>) -> Markup {
    let content = html! {
        h1 { "Sign in with your link" }
        p { "This link signs you in as " strong { (text::isolated(page.email)) } "." }
        p { "If that is not your address, do not press the button: you would write under another name." }
        (form::post("/sign-in/link/confirm", html! {
            (form::hidden(&HiddenField { name: "token", value: page.token }))
            (next_field(page.next))
            (submit("Sign in"))
        }))
    };
    layout::page(&Frame::new("Sign in with your link", Section::Account), content)
}

fn by_password(page: &SignInPage<'_>) -> Markup {
    let email = Field { error: page.errors.of("email"), ..email(page.email) };
    let password = Field {
        name: "password",
        label: "Password",
        error: page.errors.of("password"),
        need: Need::Required,
        ..Field::default()
    };
    html! {
        (form::email(&email))
        (form::password(&password, PasswordUse::Current))
        (next_field(page.next))
        (submit("Sign in"))
    }
}

fn by_link(page: &SignInPage<'_>) -> Markup {
    let email =
        Field { id: Some("link-email"), error: page.errors.of("link-email"), ..email(page.email) };
    html! {
        (form::email(&email))
        (next_field(page.next))
        (form::button(&Button { name: "", value: "", label: "Mail me a link", look: ButtonLook::Secondary }))
    }
}

fn email(value: &str) -> Field<'_> {
    Field { name: "email", label: "Email address", value, need: Need::Required, ..Field::default() }
}
