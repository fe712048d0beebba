//! Setting, changing and removing one's password.

use maud::{Markup, html};

use super::{own_trail, submit};
use crate::form::{self, Button, ButtonLook, ErrorSummary, Field, Need, PasswordUse};
use crate::layout::{self, Frame, Section};

/// Posts `password` to `/account/password`; a second form posts to `/account/password/remove`.
pub struct OwnPasswordPage {
    pub has_password: bool,
    pub errors: ErrorSummary,
}

/// Asks for a password, and offers to go without.
pub fn own_password(page: &OwnPasswordPage) -> Markup {
    let title = if page.has_password { "Change your password" } else { "Set a password" };
    let password = Field {
        name: "password",
        label: "New password",
        hint: Some("15 to 128 characters. Several unrelated words work well. Spaces count."),
        error: page.errors.of("password"),
        need: Need::Required,
        ..Field::default()
    };
    let frame = Frame {
        trail: own_trail(),
        errors: Some(&page.errors),
        ..Frame::new(title, Section::Account)
    };
    let content = html! {
        h1 { (title) }
        p { "You stay signed in here, and are signed out everywhere else. We tell you by mail." }
        (form::post("/account/password", html! {
            (form::password(&password, PasswordUse::New))
            (submit(title))
        }))
        @if page.has_password {
            h2 { "Go without a password" }
            p { "Then you sign in by a link that we mail you, and by that alone. You are signed out everywhere else." }
            (form::post("/account/password/remove", html! {
                (form::button(&Button { name: "", value: "", label: "Remove the password", look: ButtonLook::Secondary }))
            }))
        }
    };
    layout::page(&frame, content)
}
