//! The page between a comment that is ready and its receipt: who sends it, for somebody who is not signed in.

use maud::{Markup, html};

use crate::form::{self, Autocomplete, Button, ButtonLook, ErrorSummary, Field, HiddenField, Need};
use crate::layout::{self, Frame, Section};
use crate::place::Place;
use crate::text;

/// Posts the whole comment again, with `display_name` and `email`.
pub struct YourAddressPage<'a> {
    pub place: Place<'a>,
    pub display_name: &'a str,
    pub email: &'a str,
    /// Every field of the comment as it was typed, but for `intent`.
    pub fields: Vec<HiddenField<'a>>,
    /// How long the comment waits to be confirmed, in words: `72 hours`.
    pub waits_for: &'a str,
    pub errors: ErrorSummary,
    /// A sentence at the top, such as a rate limit.
    pub notice: Option<&'a str>,
}

/// Asks for a name and an address, and says what follows.
pub fn your_address(page: &YourAddressPage<'_>) -> Markup {
    let form_path = format!("{}/comment", page.place.path());
    let frame = Frame {
        demonstration: page.place.demonstration(),
        trail: page.place.trail_below(),
        errors: Some(&page.errors),
        ..Frame::new("Your name and address", Section::Public)
    };
    let content = html! {
        (layout::notice(page.notice))
        h1 { "Your name and address" }
        p.notice role="status" { "Your draft is saved. Your comment on " (page.place.title()) " is not sent yet." }
        p {
            "You need no account to send it. We mail you a link, and your comment counts from the moment that you send "
            "it here, if you open the link within " (page.waits_for) "."
        }
        (form::post(&form_path, html! {
            @for field in &page.fields { (form::hidden(field)) }
            (form::text(&name(page), Autocomplete::Name))
            (form::email(&email(page)))
            (form::button(&Button {
                name: "intent", value: "submit", label: "Send your comment", look: ButtonLook::Primary,
            }))
        }))
        h2 { "Have an account?" }
        p {
            a href={ "/sign-in?next=" (text::query_value(&form_path)) } { "Sign in instead" }
            ". You come back to your draft afterward, and there is no link to wait for."
        }
        p { a href=(form_path) { "Go back to your draft" } }
    };
    layout::page(&frame, content)
}

fn name<'a>(page: &'a YourAddressPage<'_>) -> Field<'a> {
    Field {
        name: "display_name",
        label: "Display name",
        hint: Some("The public sees it only if you chose to be shown with your name."),
        error: page.errors.of("display_name"),
        value: page.display_name,
        need: Need::Required,
        ..Field::default()
    }
}

fn email<'a>(page: &'a YourAddressPage<'_>) -> Field<'a> {
    Field {
        name: "email",
        label: "Email address",
        hint: Some(
            "For the link, your receipt and news of your comment. The public never sees it.",
        ),
        error: page.errors.of("email"),
        value: page.email,
        need: Need::Required,
        ..Field::default()
    }
}
