//! Where one is signed in.

use maud::{Markup, html};

use super::own_trail;
use crate::form::{self, Button, ButtonLook, HiddenField};
use crate::layout::{self, Frame, Section};
use crate::text::{self, Moment, moment};

/// Posts `session` to `/account/sessions/end`; the last form posts to `/account/sessions/end-others`.
pub struct SessionsPage<'a> {
    /// The latest seen first.
    pub sessions: Vec<SessionRow<'a>>,
    pub notice: Option<&'a str>,
}

pub struct SessionRow<'a> {
    pub id: String,
    /// Such as `Firefox on Linux`; empty where nothing is known.
    pub browser: &'a str,
    /// An address without its last part; empty where nothing is known.
    pub network: &'a str,
    pub since: Moment,
    pub last_seen: Moment,
    pub is_this_one: bool,
}

/// The list, with a button to end each but this one.
pub fn sessions(page: &SessionsPage<'_>) -> Markup {
    let frame =
        Frame { trail: own_trail(), ..Frame::new("Where you are signed in", Section::Account) };
    let content = html! {
        (layout::notice(page.notice))
        h1 { "Where you are signed in" }
        p { "If you do not know one of these, end it, and then " a href="/account/password" { "set a new password" } "." }
        ul.rows { @for session in &page.sessions { (row(session)) } }
        @if page.sessions.len() > 1 {
            h2 { "Everywhere else" }
            (form::post("/account/sessions/end-others", html! {
                (form::button(&Button { name: "", value: "", label: "Sign out everywhere else", look: ButtonLook::Primary }))
            }))
        }
    };
    layout::page(&frame, content)
}

fn row(it: &SessionRow<'_>) -> Markup {
    let browser = if it.browser.is_empty() { "Unknown browser" } else { it.browser };
    html! {
        li.row {
            h2 { (text::isolated(browser)) @if it.is_this_one { " (this one)" } }
            p.meta {
                @if !it.network.is_empty() { "From " (text::isolated(it.network)) ", signed in " } @else { "Signed in " }
                 (moment(&it.since)) " · last seen " (moment(&it.last_seen))
            }
            @if !it.is_this_one {
                (form::post("/account/sessions/end", html! {
                    (form::hidden(&HiddenField { name: "session", value: &it.id }))
                    (form::button(&Button {
                        name: "", value: "", label: "Sign out there", look: ButtonLook::Secondary,
                    }))
                }))
            }
        }
    }
}
