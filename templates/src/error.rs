//! Pages for what went wrong: words, never causes.

use maud::{Markup, html};

use crate::form::{self, Button, ButtonLook, HiddenField};
use crate::layout::{self, Frame, Section};
use crate::text;

/// Fields of fewer characters are keys and choices that say little on their own.
const SHOWN_FROM: usize = 60;

pub struct ErrorPage<'a> {
    pub status: u16,
    pub title: &'a str,
    pub message: &'a str,
    /// What an operator needs to find the failure in the logs.
    pub request_id: &'a str,
    /// Seconds to wait, where waiting helps.
    pub retry_after: Option<u64>,
    /// A page that helps, in another tab: its address, and what the link to it says.
    pub first: Option<(&'a str, &'a str)>,
}

/// A form that was not taken: everything typed comes back, and one button sends it again.
pub struct LimitedFormPage<'a> {
    pub error: ErrorPage<'a>,
    /// The path that the form was posted to.
    pub action: &'a str,
    /// Every field as it was typed; passwords left out by the caller.
    pub fields: Vec<HiddenField<'a>>,
}

/// An error page of the site.
pub fn page(page: &ErrorPage<'_>) -> Markup {
    layout::page(
        &Frame::new(page.title, Section::Public),
        html! {
            (what_happened(page))
            p { a href="/" { "Go to the start page" } }
            (reference(page))
        },
    )
}

/// An error page that gives a form back.
pub fn limited_form(page: &LimitedFormPage<'_>) -> Markup {
    let fields = html! { @for field in &page.fields { (form::hidden(field)) } };
    layout::page(
        &Frame::new(page.error.title, Section::Public),
        html! {
            (what_happened(&page.error))
            p { "Keep this page open: what you typed waits in it." }
            (form::post(page.action, html! {
                (fields)
                (form::button(&Button { name: "", value: "", label: "Try again", look: ButtonLook::Primary }))
            }))
            (typed(&page.fields))
            (reference(&page.error))
        },
    )
}

fn what_happened(page: &ErrorPage<'_>) -> Markup {
    html! {
        h1 { (page.title) }
        p.lead { (page.message) }
        @if let Some(seconds) = page.retry_after { p { "Please wait " (wait(seconds)) "." } }
        @if let Some((href, label)) = page.first {
            p { a href=(href) target="_blank" rel="noopener" { (label) } }
        }
    }
}

/// Short answers are carried along unseen; longer texts are shown, so that they can be copied as a last resort.
fn typed(fields: &[HiddenField<'_>]) -> Markup {
    let texts: Vec<_> = fields.iter().filter(|it| it.value.chars().count() > SHOWN_FROM).collect();
    html! {
        @if !texts.is_empty() {
            h2 { "What you typed" }
            @for (index, field) in texts.into_iter().enumerate() {
                section.boxed tabindex="0" aria-label={ "What you typed, text " (index + 1) } { (text::said(field.value)) }
            }
        }
    }
}

fn reference(page: &ErrorPage<'_>) -> Markup {
    html! { p.quiet { "Error " (page.status) ". If you ask for help, give this number: " code { (page.request_id) } } }
}

fn wait(seconds: u64) -> String {
    let rounded = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    if seconds < 90 {
        text::count(rounded(seconds), "second", "seconds")
    } else {
        text::count(rounded(seconds.div_ceil(60)), "minute", "minutes")
    }
}
