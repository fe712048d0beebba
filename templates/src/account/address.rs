//! Another address for one's account.

use maud::{Markup, html};

use super::{own_trail, submit};
use crate::form::{self, ErrorSummary, Field, HiddenField, Need};
use crate::layout::{self, Frame, Section};
use crate::text;

/// Posts `email` to `/account/address`.
pub struct AddressPage<'a> {
    /// The address that stands.
    pub current: &'a str,
    /// What was typed.
    pub email: &'a str,
    pub errors: ErrorSummary,
}

/// Posts `token` to `/account/address/confirm`.
pub struct ConfirmAddressPage<'a> {
    pub token: &'a str,
    pub new_email: &'a str,
}

/// Asks for another address.
pub fn address(page: &AddressPage<'_>) -> Markup {
    let email = Field {
        name: "email",
        label: "New email address",
        error: page.errors.of("email"),
        value: page.email,
        need: Need::Required,
        ..Field::default()
    };
    let frame = Frame {
        trail: own_trail(),
        errors: Some(&page.errors),
        ..Frame::new("Change your address", Section::Account)
    };
    let content = html! {
        h1 { "Change your address" }
        p { "Your address is " strong { (text::isolated(page.current)) } "." }
        p {
            "We mail a link to the new one, and a notice to the one that you have now. "
            "Nothing changes before you follow the link. Then you are signed out everywhere else."
        }
        (form::post("/account/address", html! {
            (form::email(&email))
            (submit("Mail me a link"))
        }))
    };
    layout::page(&frame, content)
}

/// The page that the mailed link leads to: it asks by POST, so that a mail scanner changes nothing.
pub fn confirm_address(page: &ConfirmAddressPage<'_>) -> Markup {
    let content = html! {
        h1 { "Confirm your new address" }
        p { "From now on the address of your account is " strong { (text::isolated(page.new_email)) } "." }
        p { "If you did not ask for this, do not press the button: the account would be somebody else's." }
        (form::post("/account/address/confirm", html! {
            (form::hidden(&HiddenField { name: "token", value: page.token }))
            (submit("Confirm the address"))
        }))
    };
    layout::page(&Frame::new("Confirm your new address", Section::Account), content)
}
