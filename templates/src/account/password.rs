//! Passwords: asking for a link, and setting a new one.

use maud::{Markup, html};

use super::submit;
use crate::form::{self, ErrorSummary, Field, HiddenField, Need, PasswordUse};
use crate::layout::{self, Frame, Section};

/// Posts `email` to `/forgot-password`.
pub struct ForgotPasswordPage<'a> {
    pub email: &'a str,
    pub errors: ErrorSummary,
}

/// Posts `token` and `password` to `/reset-password`.
pub struct ResetPasswordPage<'a> {
    pub token: &'a str,
    pub errors: ErrorSummary,
}

/// Asks for the address to send a link to.
pub fn forgot_password(page: &ForgotPasswordPage<'_>) -> Markup {
    let email = Field {
        name: "email",
        label: "Email address",
        error: page.errors.of("email"),
        value: page.email,
        need: Need::Required,
        ..Field::default()
    };
    let frame = Frame {
        errors: Some(&page.errors),
        ..Frame::new("Forgot your password?", Section::Account)
    };
    let content = html! {
        h1 { "Forgot your password?" }
        p { "We mail you a link to set a new one." }
        (form::post("/forgot-password", html! { (form::email(&email)) (submit("Mail me a link")) }))
        p { a href="/sign-in" { "Sign in with a link instead" } }
    };
    layout::page(&frame, content)
}

/// Asks for a new password.
pub fn reset_password(page: &ResetPasswordPage<'_>) -> Markup {
    let password = Field {
        name: "password",
        label: "New password",
        hint: Some("15 to 128 characters. Several words in a row work well."),
        error: page.errors.of("password"),
        need: Need::Required,
        ..Field::default()
    };
    let frame =
        Frame { errors: Some(&page.errors), ..Frame::new("Set a new password", Section::Account) };
    let content = html! {
        h1 { "Set a new password" }
        p { "This signs you out everywhere else." }
        (form::post("/reset-password", html! {
            (form::hidden(&HiddenField { name: "token", value: page.token }))
            (form::password(&password, PasswordUse::New))
            (submit("Set the password"))
        }))
    };
    layout::page(&frame, content)
}
