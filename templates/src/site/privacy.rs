//! What the site stores about people, for how long, and who sees it: what the program does, and no promise beyond it.

use maud::{Markup, html};

use super::{InitiativeContact, Operator, Periods, address, initiatives};
use crate::layout::{self, Frame, Section};
use crate::text;

pub struct PrivacyPage<'a> {
    pub operator: Operator<'a>,
    /// The operator's own words; may be empty.
    pub words: &'a str,
    pub initiatives: Vec<InitiativeContact<'a>>,
    pub periods: &'a Periods,
}

/// The page.
pub fn privacy(page: &PrivacyPage<'_>) -> Markup {
    let it = &page.operator;
    let content = html! {
        h1 { "Privacy" }
        p.lead { "You can read everything public here without an account and without a cookie. This page says what is stored once you write." }
        (text::paragraphs(page.words))
        p { "Responsible for this site: " (it.name_or("the operator has not said yet")) ". Questions about personal data: " (address(it.privacy_contact)) "." }
        h2 { "Cookies" }
        (cookies(page.periods))
        h2 { "What is stored" }
        (stored(page.periods))
        h2 { "Who sees it" }
        (who_sees())
        h2 { "What is not done" }
        ul {
            li { "No advertising, no tracking across sites, no scripts, and nothing is fetched from other sites." }
            li { "The log of the program has no address of a person, no text of a comment and no address of a page that tells what you read." }
            li { "Network addresses are used to hold limits against floods. They are not stored with your comment." }
        }
        h2 { "What each initiative says" }
        p { "An agency tells why it asks and under which rules, in the privacy notice on the page of its initiative." }
        (initiatives(&page.initiatives))
    };
    layout::page(&Frame::new("Privacy", Section::Public), content)
}

fn cookies(periods: &Periods) -> Markup {
    html! {
        p { "There are three. Each means nothing elsewhere:" }
        ul {
            li { strong { "session" } ": set when you sign in. It ends when you sign out, after " (periods.idle)
                " without a page, or after " (periods.absolute) " in any case (" (periods.staff_idle) " and "
                (periods.staff_absolute) " for staff)." }
            li { strong { "draft" } ": set when you save a comment before you sign in, so that this browser finds it again. It lasts " (periods.drafts) "." }
            li { strong { "event" } ": set when you enter the code of an event, such as in a library. It says which event, nothing about you, and lasts as long as the event." }
        }
    }
}

fn stored(periods: &Periods) -> Markup {
    html! {
        ul {
            li { strong { "Your account" } ": email address, display name, and, if you chose one, a password in a form that cannot be read back." }
            li { strong { "Where you are signed in" } ": the kind of browser and a shortened network address, so that you recognize it, for as long as you are signed in." }
            li { strong { "Your comments" } ": what you sent, the answers, the time, and each decision about it. What was submitted becomes part of a public proceeding, and is kept." }
            li { strong { "What you follow" } ": the areas, with your account or with the address that you confirmed, until you stop it. An address that was not confirmed is removed when its link has run out." }
            li { strong { "Drafts" } ": until you send or delete them, or " (periods.drafts) " after you last saved." }
            li { strong { "Registrations that nobody confirmed" } ": the link works for " (periods.registration) ". Name and address are removed after " (periods.waiting) " at most." }
            li { strong { "Comments sent without an account" } ": with the name and address that you gave, until you confirm the address or " (periods.waiting) " have passed." }
            li { strong { "Mails" } ": the text is removed when the mail was sent. That one was sent is kept for " (periods.mails) "." }
        }
    }
}

fn who_sees() -> Markup {
    html! {
        ul {
            li { strong { "Everybody" } ": your comment and the answers marked public, once it is published, under the name that you chose: your display name, your organization, or nobody's. A published comment can be copied by anybody and cannot be called back from there." }
            li { strong { "Moderators of the area" } ": your comment with all its answers, and the name that you chose." }
            li { strong { "Nobody in public" } ": your email address, drafts, comments that are not published, answers marked \"statistics\", and notes of moderators." }
        }
    }
}
