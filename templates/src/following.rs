//! Following an area: the button, the address, and the way to stop.

use maud::{Markup, html};

use crate::form::{self, Button, ButtonLook, ErrorSummary, Field, HiddenField, Need};
use crate::layout::{self, Frame, Section};
use crate::place::Place;
use crate::text;

pub struct FollowPage<'a> {
    pub place: Place<'a>,
    pub who: Who<'a>,
    /// What was done just now.
    pub done: Option<&'a str>,
    pub errors: ErrorSummary,
}

/// Who asks.
pub enum Who<'a> {
    /// Signed in, and not following.
    Account { email: &'a str },
    /// Signed in, and following.
    Follower { email: &'a str },
    /// Anybody: they give an address. `email` is what was typed.
    Stranger { email: &'a str },
}

/// The page that a mailed link opens.
pub struct ConfirmPage<'a> {
    pub place: Place<'a>,
    pub email: &'a str,
    pub token: &'a str,
}

/// Posts `token` and `area` (one of them, or `all`) to `/follow/stop`.
pub struct StopPage<'a> {
    pub email: &'a str,
    pub token: &'a str,
    pub followed: Vec<Followed<'a>>,
}

/// An area that is followed.
pub struct Followed<'a> {
    pub id: i64,
    pub place: Place<'a>,
}

const WHAT: &str = "We mail you when its comment period is extended, closes early, opens again, closes soon or has \
                    closed, and when the agency says what came of the comments.";

/// Posts `intent` (`follow` or `unfollow`), or `email`.
pub fn follow(page: &FollowPage<'_>) -> Markup {
    let title = format!("Follow {}", page.place.title());
    let frame = Frame {
        demonstration: page.place.demonstration(),
        trail: page.place.trail_below(),
        errors: Some(&page.errors),
        ..Frame::new(&title, Section::Account)
    };
    let action = format!("{}/follow", page.place.path());
    let content = html! {
        (layout::notice(page.done))
        h1 { (title) }
        p { (WHAT) }
        @match &page.who {
            Who::Account { email } => {
                p { "Mails go to " strong { (text::isolated(email)) } "." }
                (form::post(&action, button("intent", "follow", "Follow this area", ButtonLook::Primary)))
            }
            Who::Follower { email } => {
                p { "You follow this area. Mails go to " strong { (text::isolated(email)) } "." }
                (form::post(&action, button("intent", "unfollow", "Stop following", ButtonLook::Secondary)))
            }
            Who::Stranger { email } => {
                p { "You need no account. Or " a href={ "/sign-in?next=" (action) } { "sign in" } " and follow with one button." }
                (form::post(&action, address(email, &page.errors)))
            }
        }
        p { a href=(page.place.path()) { "Back to the area" } }
    };
    layout::page(&frame, content)
}

/// Asks, and changes nothing by itself: mail programs open links of their own accord.
pub fn confirm(page: &ConfirmPage<'_>) -> Markup {
    let title = format!("Follow {}", page.place.title());
    let content = html! {
        h1 { (title) }
        p { (WHAT) }
        p { "Mails go to " strong { (text::isolated(page.email)) } ", and each has a link that stops them." }
        (form::post("/follow/confirm", html! {
            (form::hidden(&HiddenField { name: "token", value: page.token }))
            (button("", "", "Yes, follow this area", ButtonLook::Primary))
        }))
    };
    layout::page(&Frame::new(&title, Section::Account), content)
}

/// What an address follows, with a button for each.
pub fn stop(page: &StopPage<'_>) -> Markup {
    let content = html! {
        h1 { "What you follow" }
        @if page.followed.is_empty() {
            p role="status" { strong { (text::isolated(page.email)) } " follows nothing. We send no such mail to it." }
        } @else {
            p { strong { (text::isolated(page.email)) } " is mailed about these areas." }
            ul.rows {
                @for it in &page.followed {
                    li.row {
                        h2 { a href=(it.place.path()) { (it.place.title()) } }
                        p.meta { (it.place.initiative.title) }
                        (stop_form(page.token, &it.id.to_string(), "Stop following this area", ButtonLook::Secondary))
                    }
                }
            }
            (stop_form(page.token, "all", "Stop all of these mails", ButtonLook::Primary))
        }
    };
    layout::page(&Frame::new("What you follow", Section::Account), content)
}

/// The button on a receipt: nobody follows by default.
pub fn offer(place: &Place<'_>) -> Markup {
    html! {
        h2 { "Hear what comes of it" }
        p { (WHAT) }
        (form::post(
            &format!("{}/follow", place.path()),
            button("intent", "follow", "Follow this area", ButtonLook::Secondary),
        ))
    }
}

fn address(typed: &str, errors: &ErrorSummary) -> Markup {
    html! {
        (form::email(&Field {
            name: "email",
            label: "Email address",
            hint: Some("We mail you a link first, so that nobody else can sign you up."),
            publicity: Some("Never public."),
            error: errors.of("email"),
            value: typed,
            need: Need::Required,
            ..Field::default()
        }))
        (button("", "", "Send me the link", ButtonLook::Primary))
    }
}

fn stop_form(token: &str, area: &str, label: &str, look: ButtonLook) -> Markup {
    form::post(
        "/follow/stop",
        html! {
            (form::hidden(&HiddenField { name: "token", value: token }))
            (button("area", area, label, look))
        },
    )
}

fn button(name: &str, value: &str, label: &str, look: ButtonLook) -> Markup {
    form::button(&Button { name, value, label, look })
}
