//! What was tried so that everybody can use the site, what was not, and whom to tell what does not work.

use maud::{Markup, html};

use super::{Operator, address};
use crate::layout::{self, Frame, Section};
use crate::text;

pub struct AccessibilityPage<'a> {
    pub operator: Operator<'a>,
    /// The operator's own words; may be empty.
    pub words: &'a str,
}

/// The page.
pub fn accessibility(page: &AccessibilityPage<'_>) -> Markup {
    let content = html! {
        h1 { "Accessibility" }
        p.lead { "This site aims at WCAG 2.2, level AA. It works without scripts, with a keyboard alone, and at 400% zoom." }
        (text::paragraphs(page.words))
        p { "Something does not work for you, or you need another way to comment? Write to "
            (address(page.operator.accessibility_contact)) ", and say which page and what you use." }
        h2 { "What was tried" }
        ul {
            li { "The rules that a program can check (axe-core), in light and dark, at 320 and 1,280 pixels." }
            li { "The keyboard on public, sign-in and moderation pages; a whole comment by keys alone." }
            li { "Narrow screens and zoom, high contrast, reduced motion, print, and scripts switched off." }
            li { "That each field is read with its hint and its error, as the browser hands it on." }
        }
        h2 { "What was not tried" }
        ul {
            li { "Screen readers, speech input, switches, and real phones." }
            li { "Firefox and Safari: the checks ran in Chromium." }
            li { "The site with people with disabilities. No check above stands in for them." }
        }
        h2 { "Known limits" }
        ul {
            li { "The interface is in English. A comment in another language is not marked with its language, so a screen reader may read it with an English voice." }
            li { "Documents that an agency links to are on its own pages, and may be less accessible." }
        }
    };
    layout::page(&Frame::new("Accessibility", Section::Public), content)
}
