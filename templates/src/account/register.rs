//! Registering: the form, the page that sends one to one's mail, and the page that the mail leads to.

use maud::{Markup, html};

use super::{next_field, submit, with_next};
use crate::form::{self, Autocomplete, ErrorSummary, Field, HiddenField, Need, PasswordUse};
use crate::layout::{self, Frame, Section};
use crate::text;

/// Posts `display_name`, `email` and `next` to `/register`.
pub struct RegisterPage<'a> {
    pub display_name: &'a str,
    pub email: &'a str,
    /// The path to go on to, or empty.
    pub next: &'a str,
    pub errors: ErrorSummary,
}

/// The same page for a known and an unknown address.
pub struct CheckYourMailPage<'a> {
    /// The address as it was typed.
    pub email: &'a str,
    pub sent: MailedLink,
    /// Whether this portal shows its mails at `/mailbox`.
    pub has_mailbox: bool,
    pub caps: Caps,
}

/// How many mails that anybody can cause an address gets.
#[derive(Debug, Clone, Copy)]
pub struct Caps {
    pub per_hour: u32,
    pub per_day: u32,
}

/// What the mail is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailedLink {
    Register,
    SignIn,
    ResetPassword,
    ChangeEmail,
    /// To follow an area.
    Follow,
}

/// Posts `token`, `password` (may be empty) and `next` to `/verify-email`.
pub struct ConfirmPage<'a> {
    pub token: &'a str,
    pub email: &'a str,
    pub display_name: &'a str,
    pub next: &'a str,
    pub errors: ErrorSummary,
}

/// The form to register.
pub fn register(page: &RegisterPage<'_>) -> Markup {
    let name = Field {
        name: "display_name",
        label: "Display name",
        hint: Some(
            "The public sees it beside your comments, unless you choose otherwise on the form.",
        ),
        error: page.errors.of("display_name"),
        value: page.display_name,
        need: Need::Required,
        ..Field::default()
    };
    let email = Field {
        name: "email",
        label: "Email address",
        hint: Some("We send you a link to confirm it. The public never sees it."),
        error: page.errors.of("email"),
        value: page.email,
        need: Need::Required,
        ..Field::default()
    };
    let frame = Frame { errors: Some(&page.errors), ..Frame::new("Register", Section::Account) };
    let content = html! {
        h1 { "Register" }
        p {
            "With an account you see all your comments and drafts in one place, from any browser. You need none to send a "
            "comment: its form asks for your address at the end."
        }
        (form::post("/register", html! {
            (form::text(&name, Autocomplete::Name))
            (form::email(&email))
            (next_field(page.next))
            (submit("Register"))
        }))
        p { "Have an account? " a href=(with_next("/sign-in", page.next)) { "Sign in" } }
    };
    layout::page(&frame, content)
}

/// Sends the visitor to their mail.
pub fn check_your_mail(page: &CheckYourMailPage<'_>) -> Markup {
    let content = html! {
        h1 { "Check your mail" }
        p { (page.sent.said_of(page.email)) }
        @if page.has_mailbox {
            p.notice { "This is a demonstration: mails wait in " a href="/mailbox" { "the mailbox" } " and are not sent." }
        }
        h2 { "No mail?" }
        ul {
            li { "Wait a few minutes, and look in your spam folder." }
            li { "Check that the address above is right." }
            li {
                "So that nobody can flood a mailbox, an address gets at most " (text::count(page.caps.per_hour.into(), "such mail", "such mails"))
                " in an hour and " (text::figure(page.caps.per_day.into())) " in a day, and none if its owner wants none. \
                 Links that came before still work."
            }
        }
        p { a href=(page.sent.start_over()) { "Try again" } }
    };
    layout::page(&Frame::new("Check your mail", Section::Account), content)
}

/// Asks to confirm the address, and offers to set a password.
pub fn confirm(page: &ConfirmPage<'_>) -> Markup {
    let password = Field {
        name: "password",
        label: "Password (you can leave this empty)",
        hint: Some(
            "15 to 128 characters. Several words in a row work well. \
             Without a password, you sign in by a link that we mail you.",
        ),
        error: page.errors.of("password"),
        ..Field::default()
    };
    let frame = Frame {
        errors: Some(&page.errors),
        ..Frame::new("Confirm your address", Section::Account)
    };
    let content = html! {
        h1 { "Confirm your address" }
        p {
            "You are registering " strong { (text::isolated(page.email)) }
            " as " strong { (text::isolated(page.display_name)) } "."
        }
        (form::post("/verify-email", html! {
            (form::hidden(&HiddenField { name: "token", value: page.token }))
            (next_field(page.next))
            (form::password(&password, PasswordUse::New))
            (submit("Confirm and sign in"))
        }))
    };
    layout::page(&frame, content)
}

impl MailedLink {
    /// What was done, and what to do: the same words whether the address is known or not.
    fn said_of(self, email: &str) -> Markup {
        let address = html! { strong { (text::isolated(email)) } };
        html! {
            @match self {
                Self::Register => { "We sent a mail to " (address) ". Open the link in it to go on." }
                Self::SignIn => { "We sent a mail to " (address) ". If it has an account, the link in it signs you in." }
                Self::Follow => { "We sent a mail to " (address) ". Open the link in it to follow the area." }
                Self::ChangeEmail => { "We sent a mail to " (address) ". Open the link in it to confirm the address." }
                Self::ResetPassword => { "We sent a mail to " (address) ". If it has an account, the link in it sets a new password." }
            }
        }
    }

    fn start_over(self) -> &'static str {
        match self {
            Self::Register => "/register",
            Self::SignIn => "/sign-in",
            Self::ResetPassword => "/forgot-password",
            Self::ChangeEmail => "/account/address",
            Self::Follow => "/",
        }
    }
}
