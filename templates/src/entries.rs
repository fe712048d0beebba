//! What staff see who enter comments that came by paper, by telephone or at a hearing, and who check what others entered.

mod entry;
mod form;
mod letter;
mod list;

pub use entry::{Arrived, Checked, EntryPage, Offered, Scan, entry};
pub use form::{EntryForm, Typed, entry_form};
pub use letter::{LetterPage, letter};
pub use list::{AreaRow, EntriesPage, EntryRow, LetterRow, entries};

use maud::{Markup, html};

use crate::layout::Crumb;
use crate::text;

/// How a comment came that did not come through the site, such as `By post, 312 signatories`.
#[derive(Debug, Clone, Copy)]
pub struct OnPaper<'a> {
    pub channel: &'a str,
    pub signatories: i64,
}

/// The same in words; one signature is nothing to speak of.
pub fn on_paper(it: OnPaper<'_>) -> Markup {
    html! {
        (it.channel)
        @if it.signatories > 1 { ", " (text::count(it.signatories, "signatory", "signatories")) }
    }
}

fn crumb() -> Crumb<'static> {
    Crumb { title: "Comments on paper", href: "/entries".to_owned() }
}
