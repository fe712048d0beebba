//! The outbox, as administrators look after it.

use maud::{Markup, html};

use crate::form::{self, Button, ButtonLook};
use crate::layout::{self, Crumb, Frame, Section};
use crate::text::{self, Moment, moment};

pub struct MailPage<'a> {
    pub waiting: i64,
    pub undeliverable: i64,
    pub oldest_waiting: Option<Moment>,
    /// `waiting` or `undeliverable`.
    pub state: &'a str,
    pub rows: Vec<MailRow<'a>>,
    pub next_href: Option<String>,
    pub notice: Option<&'a str>,
}

pub struct MailRow<'a> {
    pub id: i64,
    pub what: &'a str,
    /// Without most of its letters.
    pub masked_recipient: String,
    pub queued_at: Moment,
    pub attempts: i32,
    pub last_error: Option<&'a str>,
    pub then: Then,
}

/// What comes next for a mail.
pub enum Then {
    /// It is tried again.
    TriedAt(Moment),
    /// It was given up; its text is still there.
    GivenUp(Moment),
    /// It was given up, and the link in it lets nobody in any more.
    Gone(Moment),
}

/// Posts to `/admin/mail/{id}/retry` and `/admin/mail/{id}/cancel`.
pub fn mail(page: &MailPage<'_>) -> Markup {
    let frame = Frame {
        trail: vec![Crumb { title: "Administration", href: "/admin".to_owned() }],
        ..Frame::new("Mail", Section::Administration)
    };
    let tab = |state: &'static str, label: &str, n| {
        let current = (page.state == state).then_some("true");
        html! {
            li { a href={ "/admin/mail?state=" (state) } aria-current=[current] { (label) " (" (text::figure(n)) ")" } }
        }
    };
    let content = html! {
        (layout::notice(page.notice))
        h1 { "Mail" }
        p { "Mails wait here until the mail server has taken them. Nobody reads their texts here." }
        @if let Some(oldest) = &page.oldest_waiting { p.meta { "The oldest has waited since " (moment(oldest)) "." } }
        nav.tabs aria-label="Mails by state" {
            ul {
                (tab("waiting", "Waiting", page.waiting))
                (tab("undeliverable", "Undeliverable", page.undeliverable))
            }
        }
        @if page.rows.is_empty() { p { "There is none." } }
        @else { ul.rows { @for it in &page.rows { (row(it)) } } }
        (layout::pages(None, page.next_href.as_deref()))
    };
    layout::page(&frame, content)
}

fn row(it: &MailRow<'_>) -> Markup {
    let post = |act: &str, label| {
        form::post(
            &format!("/admin/mail/{}/{act}", it.id),
            html! { (form::button(&Button { name: "", value: "", label, look: ButtonLook::Secondary })) },
        )
    };
    let tries = text::count(it.attempts.into(), "try", "tries");
    html! {
        li.row {
            h2 { (it.what) " to " (text::isolated(&it.masked_recipient)) }
            p.meta { "Queued " (moment(&it.queued_at)) " · " (tries) }
            @if let Some(error) = it.last_error { p { "Last time, " (error) "." } }
            @match &it.then {
                Then::TriedAt(at) => { p.meta { "Next try not before " (moment(at)) } (post("cancel", "Cancel this mail")) },
                Then::GivenUp(at) => { p.meta { "Given up " (moment(at)) } (post("retry", "Send it again")) },
                Then::Gone(at) => p.meta {
                    "Given up " (moment(at)) ". It held a link that lets its reader in, and is not sent again: they can \
                     ask for a new one."
                },
            }
        }
    }
}
