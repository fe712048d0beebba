//! One-time codes: the second step of signing in, and confirming that it is you.

use maud::{Markup, html};

use super::{next_field, submit};
use crate::form::{self, Autocomplete, Button, ButtonLook, ErrorSummary, Field, Need, PasswordUse};
use crate::layout::{self, Frame, Section};

/// Posts `code` and `next` to `/sign-in/code`.
pub struct GiveCodePage<'a> {
    pub next: &'a str,
    pub errors: ErrorSummary,
}

/// Posts `code` or `password`, and `next`, to `/account/prove`; without either, `next` to `/account/prove/link`.
pub struct ProvePage<'a> {
    pub by: ProveBy,
    pub next: &'a str,
    pub errors: ErrorSummary,
}

/// What somebody has to prove who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProveBy {
    Code,
    Password,
    /// No password is set: a link goes to their address.
    MailedLink,
}

/// Asks for the code, once the password or the link was right.
pub fn give_code(page: &GiveCodePage<'_>) -> Markup {
    let title = "Enter your one-time code";
    let frame = Frame { errors: Some(&page.errors), ..Frame::new(title, Section::Account) };
    let content = html! {
        h1 { (title) }
        (form::post("/sign-in/code", html! {
            (code_field(&page.errors))
            (next_field(page.next))
            (submit("Go on"))
        }))
        p { "Neither the app nor a recovery code at hand? The people who run this site can reset your codes." }
        (form::post("/sign-out", html! {
            (form::button(&Button { name: "", value: "", label: "Cancel and sign out", look: ButtonLook::Secondary }))
        }))
    };
    layout::page(&frame, content)
}

/// Asks for a proof before something delicate.
pub fn prove(page: &ProvePage<'_>) -> Markup {
    let title = "Confirm that it is you";
    let frame = Frame { errors: Some(&page.errors), ..Frame::new(title, Section::Account) };
    let content = html! {
        h1 { (title) }
        p { "What you are about to do could hurt you if somebody else did it. A confirmation holds for five minutes." }
        @match page.by {
            ProveBy::Code => (form::post("/account/prove", html! {
                (code_field(&page.errors)) (next_field(page.next)) (submit("Confirm"))
            })),
            ProveBy::Password => (form::post("/account/prove", html! {
                (password_field(&page.errors)) (next_field(page.next)) (submit("Confirm"))
            })),
            ProveBy::MailedLink => {
                p { "You have set no password, so we mail you a link. It signs you in anew and leads on from there." }
                (form::post("/account/prove/link", html! { (next_field(page.next)) (submit("Mail me a link")) }))
            }
        }
    };
    layout::page(&frame, content)
}

/// One field for both kinds of code, so it asks for no keyboard of digits.
pub(super) fn code_field(errors: &ErrorSummary) -> Markup {
    let code = Field {
        name: "code",
        label: "One-time code",
        hint: Some("Six digits from your app, or one of your recovery codes."),
        error: errors.of("code"),
        need: Need::Required,
        ..Field::default()
    };
    form::text(&code, Autocomplete::OneTimeCode)
}

fn password_field(errors: &ErrorSummary) -> Markup {
    let password = Field {
        name: "password",
        label: "Password",
        error: errors.of("password"),
        need: Need::Required,
        ..Field::default()
    };
    form::password(&password, PasswordUse::Current)
}
