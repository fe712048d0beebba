//! The site about itself: help, contact, privacy, accessibility.

mod accessibility;
mod contact;
mod help;
mod privacy;

pub use accessibility::{AccessibilityPage, accessibility};
pub use contact::{ContactPage, contact};
pub use help::{HelpPage, help};
pub use privacy::{PrivacyPage, privacy};

use maud::{Markup, html};

/// Who runs the site. Each part may be empty, and then the pages say so.
#[derive(Debug, Clone, Copy)]
pub struct Operator<'a> {
    pub name: &'a str,
    pub contact: &'a str,
    pub postal_address: &'a str,
    pub privacy_contact: &'a str,
    pub accessibility_contact: &'a str,
    pub security_contact: &'a str,
}

/// Whom to ask about one initiative.
#[derive(Debug, Clone, Copy)]
pub struct InitiativeContact<'a> {
    pub slug: &'a str,
    pub title: &'a str,
    pub agency: &'a str,
    pub contact: &'a str,
}

/// How long things last, in words: `60 minutes`.
#[derive(Debug, Clone)]
pub struct Periods {
    pub idle: String,
    pub absolute: String,
    pub staff_idle: String,
    pub staff_absolute: String,
    pub registration: String,
    /// How long a comment waits for its address, and a request for an account is kept at most.
    pub waiting: String,
    pub sign_in_link: String,
    pub drafts: String,
    pub mails: String,
}

impl<'a> Operator<'a> {
    /// The name, or words in its place.
    fn name_or<'b>(&self, words: &'b str) -> &'b str
    where
        'a: 'b,
    {
        if self.name.is_empty() { words } else { self.name }
    }
}

/// An address to write to, or that there is none.
fn address(email: &str) -> Markup {
    html! {
        @if email.is_empty() { "the operator has not said yet" }
        @else { a href={ "mailto:" (email) } { (email) } }
    }
}

/// Each initiative, with whom to ask about it.
fn initiatives(list: &[InitiativeContact<'_>]) -> Markup {
    html! {
        @if list.is_empty() { p { "There is no initiative yet." } }
        @else {
            ul {
                @for it in list {
                    li { a href={ "/initiatives/" (it.slug) } { (it.title) } ": " (it.agency) ", " (address(it.contact)) }
                }
            }
        }
    }
}
