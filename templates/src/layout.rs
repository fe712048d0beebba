//! The frame that every page shares.

use maud::{DOCTYPE, Markup, html};

use crate::assets;
use crate::form::{ErrorSummary, error_summary};

/// The sentence that stands wherever stances are asked or counted.
pub const NOT_A_VOTE: &str =
    "A stance is not a vote: figures here are neither a ballot nor a sample.";

/// Where the frame of every page leaves room for [`crate::bulletin`], which no page knows. Nothing that is typed can
/// look like it: it would be escaped.
pub const PLACE_OF_BULLETIN: &str = "<div id=\"bulletin\"></div>";

/// What a page tells its frame.
#[derive(Debug, Clone)]
pub struct Frame<'a> {
    pub title: &'a str,
    pub description: Option<&'a str>,
    /// The title of the initiative where it is a demonstration: shown as a banner.
    pub demonstration: Option<&'a str>,
    pub section: Section,
    /// The way back to the home page, this page left out.
    pub trail: Vec<Crumb<'a>>,
    /// What is wrong with the form on this page: listed at the top, and told by the title.
    pub errors: Option<&'a ErrorSummary>,
    /// Static files that make the page more comfortable; without them it works all the same.
    pub scripts: &'a [&'a str],
}

/// Which part of the site a page belongs to. Public pages are the same bytes for everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    Public,
    Account,
    Moderation,
    /// Comments that came on paper.
    Entries,
    Administration,
}

/// One step of the way back to the home page.
#[derive(Debug, Clone)]
pub struct Crumb<'a> {
    pub title: &'a str,
    pub href: String,
}

impl<'a> Frame<'a> {
    /// A frame with a title and nothing else.
    pub fn new(title: &'a str, section: Section) -> Self {
        Self {
            title,
            description: None,
            demonstration: None,
            section,
            trail: Vec::new(),
            errors: None,
            scripts: &[],
        }
    }
}

/// A whole page. The content brings its own `h1`.
pub fn page(frame: &Frame<'_>, content: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            (head(frame))
            body {
                a.skip href="#main" { "Skip to the main content" }
                (header(frame))
                (breadcrumbs(&frame.trail))
                main id="main" tabindex="-1" {
                    @if let Some(errors) = frame.errors { (error_summary(errors)) }
                    (content)
                }
                (footer())
            }
        }
    }
}

/// A sentence at the top of a page about what just happened.
pub fn notice(words: Option<&str>) -> Markup {
    html! { @if let Some(words) = words { p.notice role="status" { (words) } } }
}

/// Tables wider than the screen scroll inside a region that the keyboard reaches.
pub fn scrolling(label: &str, table: Markup) -> Markup {
    html! { section.scrolling aria-label=(label) tabindex="0" { (table) } }
}

/// Links to the next page of a list and back to its first.
pub fn pages(first_href: Option<&str>, next_href: Option<&str>) -> Markup {
    html! {
        @if first_href.is_some() || next_href.is_some() {
            nav.pages aria-label="Pages" {
                @if let Some(href) = first_href { a href=(href) { "First page" } }
                @if let Some(href) = next_href { a href=(href) rel="next" { "Next page" } }
            }
        }
    }
}

fn head(frame: &Frame<'_>) -> Markup {
    let wrong = frame.errors.is_some_and(|it| !it.is_empty());
    html! {
        head {
            meta charset="utf-8";
            title { @if wrong { "Error: " } (frame.title) " - Lectern" }
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            @if let Some(description) = frame.description { meta name="description" content=(description); }
            link rel="stylesheet" href=(assets::url("lectern.css"));
            link rel="icon" type="image/svg+xml" href=(assets::url("icon.svg"));
            @for script in frame.scripts { script src=(assets::url(script)) defer {} }
        }
    }
}

fn header(frame: &Frame<'_>) -> Markup {
    let current = |section| (frame.section == section).then_some("true");
    html! {
        header.site {
            div.inside {
                a.brand href="/" { img src=(assets::url("icon.svg")) alt="" width="30" height="30"; "Lectern" }
                nav aria-label="Site" {
                    ul {
                        li { a href="/" aria-current=[current(Section::Public)] { "Initiatives" } }
                        @if frame.section == Section::Moderation {
                            li { a href="/moderation" aria-current="true" { "Moderation" } }
                        }
                        @if frame.section == Section::Entries {
                            li { a href="/entries" aria-current="true" { "Comments on paper" } }
                        }
                        @if frame.section == Section::Administration {
                            li { a href="/admin" aria-current="true" { "Administration" } }
                        }
                        li { a href="/account" aria-current=[current(Section::Account)] { "My account" } }
                    }
                }
            }
            div id="bulletin" {}
            @if let Some(title) = frame.demonstration {
                div.demonstration {
                    p { strong { "Demonstration" } " The " (title) " pages here are a sample. No agency reads what is sent." }
                }
            }
        }
    }
}

fn breadcrumbs(trail: &[Crumb<'_>]) -> Markup {
    html! {
        @if !trail.is_empty() {
            nav.breadcrumbs aria-label="Breadcrumbs" {
                ol { @for crumb in trail { li { a href=(crumb.href) { (crumb.title) } } } }
            }
        }
    }
}

fn footer() -> Markup {
    html! {
        footer.site {
            div.inside {
                p { strong { "Lectern" } " is where an agency asks for comments and shows what it was told." }
                p { (NOT_A_VOTE) }
                ul {
                    li { a href="/" { "Initiatives" } }
                    li { a href="/account" { "My account" } }
                    li { a href="/sign-in" { "Sign in" } }
                    li { a href="/register" { "Register" } }
                }
                ul {
                    li { a href="/help" { "Help" } }
                    li { a href="/contact" { "Contact" } }
                    li { a href="/privacy" { "Privacy" } }
                    li { a href="/accessibility" { "Accessibility" } }
                }
            }
        }
    }
}
