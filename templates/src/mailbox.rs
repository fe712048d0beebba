//! The demonstration's mailbox: every mail that the portal would have sent.

use maud::{Markup, html};

use crate::layout::{self, Crumb, Frame, Section};
use crate::mails::{self, Letter};
use crate::text::{self, Moment, moment};

pub struct MailboxPage<'a> {
    /// Newest first.
    pub mails: Vec<MailRow<'a>>,
}

pub struct MailRow<'a> {
    pub id: i64,
    pub to: &'a str,
    pub subject: &'a str,
    pub at: Moment,
}

pub struct MailPage<'a> {
    pub from: &'a str,
    pub to: &'a str,
    pub at: Moment,
    pub letter: Letter<'a>,
}

/// All mails.
pub fn list(page: &MailboxPage<'_>) -> Markup {
    let content = html! {
        h1 { "Mailbox" }
        p { "This portal runs for a demonstration and sends no mail. What it would have sent is here, newest first." }
        @if page.mails.is_empty() { p { "No mail yet." } }
        @else {
            ul.rows {
                @for mail in &page.mails {
                    li.row {
                        h2 { a href={ "/mailbox/" (mail.id) } { (mail.subject) } }
                        p.meta { "To " (text::isolated(mail.to)) " · " (moment(&mail.at)) }
                    }
                }
            }
        }
    };
    layout::page(&Frame::new("Mailbox", Section::Public), content)
}

/// One mail.
pub fn show(page: &MailPage<'_>) -> Markup {
    let letter = &page.letter;
    let title = format!("Mail: {}", letter.subject);
    let frame = Frame {
        trail: vec![Crumb { title: "Mailbox", href: "/mailbox".to_owned() }],
        ..Frame::new(&title, Section::Public)
    };
    let content = html! {
        h1 { (letter.subject) }
        dl.facts {
            div { dt { "From" } dd { (text::isolated(page.from)) } }
            div { dt { "To" } dd { (text::isolated(page.to)) } }
            div { dt { "Sent" } dd { (moment(&page.at)) } }
        }
        h2 { "As plain text" }
        div.mail { (with_links(&mails::parts(letter).text)) }
        h2 { "As HTML" }
        section.boxed aria-label="The mail as HTML" tabindex="0" { (mails::content(letter)) }
    };
    layout::page(&frame, content)
}

/// Plain text in which each word that starts with `http://` or `https://` can be followed.
fn with_links(text: &str) -> Markup {
    html! {
        @for word in text.split_inclusive(char::is_whitespace) {
            @let bare = word.trim_end();
            @if bare.starts_with("https://") || bare.starts_with("http://") {
                a href=(bare) { (bare) } (word.strip_prefix(bare).unwrap_or_default())
            } @else { (word) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_in_a_mail_can_be_followed_and_the_text_stays_as_it_is() {
        let html = with_links(
            "Hello,\n\nhttp://127.0.0.1:8080/verify-email?token=a&b\n\njavascript:alert(1)\n",
        )
        .into_string();

        let link = "http://127.0.0.1:8080/verify-email?token=a&amp;b";
        assert_eq!(
            html,
            format!("Hello,\n\n<a href=\"{link}\">{link}</a>\n\njavascript:alert(1)\n")
        );
    }
}
