//! Whom to write to, about what.

use maud::{Markup, html};

use super::{InitiativeContact, Operator, address, initiatives};
use crate::layout::{self, Frame, Section};

pub struct ContactPage<'a> {
    pub operator: Operator<'a>,
    pub initiatives: Vec<InitiativeContact<'a>>,
}

/// The page.
pub fn contact(page: &ContactPage<'_>) -> Markup {
    let it = &page.operator;
    let content = html! {
        h1 { "Contact" }
        h2 { "About what an agency asks" }
        p { "The agency that opened an initiative answers questions about it, about its documents and about a decision on your comment." }
        (initiatives(&page.initiatives))
        h2 { "About this site" }
        dl.facts {
            div { dt { "Run by" } dd { (it.name_or("the operator has not said yet")) } }
            div { dt { "Questions" } dd { (address(it.contact)) } }
            @if !it.postal_address.is_empty() { div { dt { "By post" } dd.lines { (it.postal_address) } } }
            div { dt { "Accessibility" } dd { (address(it.accessibility_contact)) } }
            div { dt { "Personal data" } dd { (address(it.privacy_contact)) } }
        }
        @if !it.security_contact.is_empty() {
            p { "To report a weakness of this site, see " a href="/.well-known/security.txt" { "security.txt" } "." }
        }
        p { "Write to these addresses with questions. A comment counts only if it is sent on its area's form." }
    };
    layout::page(&Frame::new("Contact", Section::Public), content)
}
