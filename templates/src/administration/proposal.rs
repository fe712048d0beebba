//! A proposal that waits for a second administrator.

use maud::{Markup, html};

use super::{accounts_crumb, frame};
use crate::form::{self, Button, ButtonLook};
use crate::layout;
use crate::text::{self, Moment, moment};

pub struct ProposalPage<'a> {
    pub id: i64,
    pub display_name: &'a str,
    pub email: &'a str,
    /// With what it is for: `Administrator: Everything`.
    pub role: String,
    pub proposed_by: &'a str,
    pub proposed_at: Moment,
    pub until: Moment,
    /// Whether this administrator can agree; whoever proposed it can only take it back.
    pub can_agree: bool,
}

pub fn proposal(page: &ProposalPage<'_>) -> Markup {
    let button = |value, label, look| form::button(&Button { name: "intent", value, label, look });
    let content = html! {
        h1 { "A proposed administrator" }
        dl.facts {
            div { dt { "Person" } dd { (text::isolated(page.display_name)) " (" (text::isolated(page.email)) ")" } }
            div { dt { "Role" } dd { (page.role) } }
            div { dt { "Proposed by" } dd { (text::isolated(page.proposed_by)) ", " (moment(&page.proposed_at)) } }
            div { dt { "Waits until" } dd { (moment(&page.until)) } }
        }
        @if page.can_agree {
            p { "If you agree, they have the role at once, and are told by mail." }
        } @else {
            p { "Another administrator has to agree. You can take the proposal back." }
        }
        (form::post(&format!("/admin/proposals/{}", page.id), html! {
            div.buttons {
                @if page.can_agree { (button("approve", "Agree", ButtonLook::Primary)) }
                (button("end", if page.can_agree { "Turn down" } else { "Take back" }, ButtonLook::Secondary))
            }
        }))
    };
    layout::page(&frame("A proposed administrator", &[accounts_crumb()]), content)
}
