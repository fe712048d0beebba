//! How things are done here, in plain words.

use maud::{Markup, html};

use super::{Operator, Periods, address};
use crate::layout::{self, Frame, NOT_A_VOTE, Section};

pub struct HelpPage<'a> {
    pub operator: Operator<'a>,
    pub periods: &'a Periods,
}

/// The page.
pub fn help(page: &HelpPage<'_>) -> Markup {
    let content = html! {
        h1 { "Help" }
        (commenting(page.periods))
        (signing_in(page.periods))
        (afterward())
        h2 { "Reaching somebody" }
        p { "Questions about an initiative go to its agency; questions about this site go to " (address(page.operator.contact))
            ". All addresses are on the page " a href="/contact" { "Contact" } "." }
    };
    layout::page(&Frame::new("Help", Section::Public), content)
}

fn commenting(periods: &Periods) -> Markup {
    html! {
        h2 { "How do I comment?" }
        ol {
            li { "Open an initiative, choose an area, and press \"Comment\"." }
            li { "Write your comment. Only the comment itself is required, unless the form says otherwise. Questions are optional, and each says who sees the answer." }
            li { "Press \"Save\" whenever you like: the draft waits for you for " (periods.drafts) "." }
            li { "Check your answers and press \"Submit\"." }
        }
        p { "You can begin without an account. When you submit, the site makes sure that your email address is yours." }
        p { (NOT_A_VOTE) " One good reason weighs more than the same sentence many times." }
        h2 { "Will my name be public?" }
        p { "You choose: under your display name, in the name of an organization, or without a name. Your email address is never public." }
    }
}

fn signing_in(periods: &Periods) -> Markup {
    html! {
        h2 { "How do I register and sign in?" }
        p { a href="/register" { "Register" } " with your email address and follow the link that is mailed to you. It works for "
            (periods.registration) ". No mail? Look among unwanted mail, and check the address for slips; then register again." }
        p { "A password is optional. Without one you ask for a link by mail each time, which works once and for " (periods.sign_in_link) "." }
        h2 { "What makes a good password?" }
        p { "At least 15 characters: four or five words that do not belong together. Spaces and any letters are fine. There is no rule about digits or symbols, and you are never asked to change it without a reason. A forgotten one is "
            a href="/forgot-password" { "set anew by mail" } "." }
        h2 { "What is a one-time code?" }
        p { "Staff sign in with a second step: six digits that an app on their phone shows. If the phone is lost, one of the recovery codes works in their place, each once." }
    }
}

fn afterward() -> Markup {
    html! {
        h2 { "What do I get when I have submitted?" }
        p { "A receipt with a tracking number, the time, and a fingerprint of what you sent. Keep it: anybody who has the file can prove that it was not changed. The receipt is on your account page and is mailed to you." }
        h2 { "What happens next?" }
        p { "A moderator reads the comment and publishes or withholds it; you get a mail. Published comments are in the list, in the summary and in the files that anybody can download." }
        h2 { "My comment was withheld. Why?" }
        p { "The reason is on your page of the comment, with a note if the moderator left one. Withheld means that the public does not see it; the agency still reads it, and it still counts as received. The rules are on the page of the initiative. To object, write to the agency." }
    }
}
