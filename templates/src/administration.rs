//! What administrators see: where each page of theirs is, and the accounts of staff.

mod account;
mod accounts;
mod act;
mod definition_form;
mod definition_list;
mod event_codes;
mod home;
mod initiative;
mod initiatives;
mod mail;
mod outcome;
mod period;
mod proposal;
mod publishing;
mod reason_codes;
mod roles;
mod site;

pub use account::{AccountPage, ActRow, GrantRow, Offered, account};
pub use accounts::{AccountsPage, InvitationRow, ProposalRow, StaffRow, accounts};
pub use act::{ActPage, act};
pub use definition_form::{
    Column, ColumnKind, Control, DefinitionForm, ItemRow, Newer, PartField, Rows, definition_form,
};
pub use definition_list::{AddForm, DefinitionList, ListItem, definition_list};
pub use event_codes::{EventCodeRow, EventCodesPage, EventState, TypedEvent, event_codes};
pub use home::{AreaRow, HomePage, MailFigures, RecentAct, Task, home};
pub use initiative::{AreaLink, InitiativeDesk, PartLink, initiative};
pub use initiatives::{BeginForm, InitiativeRow, InitiativesPage, initiatives};
pub use mail::{MailPage, MailRow, Then, mail};
pub use outcome::{OutcomePage, OutcomePreview, TypedOutcome, outcome, outcome_preview};
pub use period::{PeriodPage, PeriodPreview, Typed as TypedPeriod, period, period_preview};
pub use proposal::{ProposalPage, proposal};
pub use publishing::{DefinitionFile, PublishPage, definition_file, preview_banner, publish};
pub use reason_codes::{
    ReasonCodePage, ReasonCodeRow, ReasonCodesPage, TypedReason, reason_code, reason_codes,
};
pub use roles::{GivePage, InvitePage, RoleFields, give, invite};
pub use site::{SitePage, site};

use maud::{Markup, html};

use crate::form::{self, Button, ButtonLook};
use crate::layout::{Crumb, Frame, Section};

/// The frame of a page under a list: its title, and the way back.
fn frame<'a>(title: &'a str, trail: &[(&'a str, &str)]) -> Frame<'a> {
    let mut frame = Frame::new(title, Section::Administration);
    frame.trail.push(Crumb { title: "Administration", href: "/admin".to_owned() });
    frame.trail.extend(trail.iter().map(|(title, href)| Crumb { title, href: (*href).to_owned() }));
    frame
}

fn accounts_crumb() -> (&'static str, &'static str) {
    ("Accounts", "/admin/accounts")
}

fn submit(label: &str, look: ButtonLook) -> Markup {
    form::button(&Button { name: "", value: "", label, look })
}

/// What tells a suspended account apart.
fn suspended() -> Markup {
    html! { span.tag.tag-withheld { "Suspended" } }
}
