//! The two parts of a mail, from its one text.
//!
//! The HTML has no style, no image and nothing to fetch: each mail program shows it in its own letters and colors, in
//! the dark as well, and nobody learns that it was opened.

use maud::{DOCTYPE, Markup, html};

use super::{Mail, mail};

/// Under every mail.
const SIGNATURE: &str = "Lectern. A stance is not a vote.";

/// A mail as it goes out.
pub struct Letter<'a> {
    pub subject: &'a str,
    /// As a function of this module's parent wrote it.
    pub text: &'a str,
    /// What stands small under it all, in the same notation.
    pub footer: Option<&'a str>,
}

/// What a mail program chooses from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    pub text: String,
    pub html: String,
}

/// Several mails to one reader as one: each under its subject, none of them shortened. `about` says what they are
/// about, such as `your comments`.
pub fn gathered(letters: &[(&str, &str)], about: &str) -> Mail {
    let each = letters.iter().map(|(subject, text)| {
        let ruled = "-".repeat(subject.chars().count().max(3));
        format!("{subject}\n{ruled}\n\n{}", text.trim_end())
    });
    mail(
        format!("{} messages about {about}", letters.len()),
        each.collect::<Vec<_>>().join("\n\n\n"),
    )
}

/// What stands under a mail that anybody can cause.
pub fn stop_footer(site_link: &str, stop_link: &str) -> String {
    format!(
        "This mail was sent because somebody, we hope you, typed your address on {site_link} If you never want such \
         mail again, from whoever types your address, open this link:\n\n{stop_link}"
    )
}

/// What stands under a mail about an area that its reader follows.
pub fn follow_footer(stop_link: &str) -> String {
    format!(
        "You get this mail because you follow an area. To see what you follow, and to stop it, open this link:\n\n\
         {stop_link}"
    )
}

enum Block<'a> {
    Heading(&'a str),
    Link(&'a str),
    List(Vec<&'a str>),
    Quote(Vec<&'a str>),
    Lines(Vec<&'a str>),
}

/// Both parts; they say the same.
pub fn parts(letter: &Letter<'_>) -> Parts {
    let footer = letter.footer.map(|it| format!("\n{it}\n")).unwrap_or_default();
    let text = format!("{}\n\n-- \n{SIGNATURE}\n{footer}", letter.text.trim_end());
    let html = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (letter.subject) }
            }
            body { (content(letter)) }
        }
    };
    Parts { text, html: html.into_string() }
}

/// What stands in the body of the HTML part.
pub fn content(letter: &Letter<'_>) -> Markup {
    html! {
        (written(letter.text))
        hr;
        p { small { (SIGNATURE) } }
        @if let Some(footer) = letter.footer { (written(footer)) }
    }
}

fn written(text: &str) -> Markup {
    html! {
        @for block in text.split("\n\n").filter_map(Block::read) {
            @match block {
                Block::Heading(words) => h2 { (words) },
                Block::Link(href) => p { strong { a href=(href) { (href) } } },
                Block::List(items) => ul { @for item in items { li { (item) } } },
                Block::Quote(lines) => blockquote { p { bdi { (broken(&lines)) } } },
                Block::Lines(lines) => p { (broken(&lines)) },
            }
        }
    }
}

fn broken(lines: &[&str]) -> Markup {
    html! { @for (index, line) in lines.iter().enumerate() { @if 0 < index { br; } (line) } }
}

impl<'a> Block<'a> {
    fn read(paragraph: &'a str) -> Option<Self> {
        let lines: Vec<&str> = paragraph.trim_matches('\n').lines().collect();
        let all = |mark| lines.iter().map(|it| it.strip_prefix(mark)).collect::<Option<Vec<_>>>();
        match lines.as_slice() {
            [] => None,
            [words, dashes] if is_ruled(dashes) => Some(Self::Heading(words)),
            [link] if is_link(link) => Some(Self::Link(link)),
            _ => Some(match (all("- "), all("> ")) {
                (Some(items), _) => Self::List(items),
                (_, Some(said)) => Self::Quote(said),
                (None, None) => Self::Lines(lines),
            }),
        }
    }
}

fn is_ruled(line: &str) -> bool {
    3 <= line.len() && line.bytes().all(|it| it == b'-')
}

fn is_link(line: &str) -> bool {
    let starts = line.starts_with("https://") || line.starts_with("http://");
    starts && !line.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html_of(text: &str) -> String {
        content(&Letter { subject: "A subject", text, footer: None }).into_string()
    }

    #[test]
    fn both_parts_say_the_same() {
        let text = "Hello Ana,\n\nOpen this link:\n\nhttps://l.example/x?a=1&b=2\n\nReason: one\nDay: two\n\n- a\n- b";

        let parts = parts(&Letter { subject: "A <subject>", text, footer: Some("Bye.") });

        assert_eq!(parts.text, format!("{text}\n\n-- \n{SIGNATURE}\n\nBye.\n"));
        assert!(parts.html.starts_with("<!DOCTYPE html><html lang=\"en\">"));
        for piece in [
            "<title>A &lt;subject&gt;</title>",
            "<p>Hello Ana,</p><p>Open this link:</p>",
            "<a href=\"https://l.example/x?a=1&amp;b=2\">https://l.example/x?a=1&amp;b=2</a>",
            "<p>Reason: one<br>Day: two</p><ul><li>a</li><li>b</li></ul>",
            "<p>Bye.</p>",
        ] {
            assert!(parts.html.contains(piece), "{piece} in {}", parts.html);
        }
    }

    #[test]
    fn what_a_person_wrote_is_neither_markup_nor_a_link() {
        let said = super::super::quote("https://evil.example/\n\n<b>bold</b>\n---");

        let html = html_of(&format!("Note:\n\n{said}"));

        assert!(!html.contains("<a ") && !html.contains("<b>") && !html.contains("<h2"), "{html}");
        assert!(html.contains("<blockquote>"), "{html}");
    }

    #[test]
    fn gathered_mails_stand_one_after_the_other_whole() {
        let mail =
            gathered(&[("One", "Hello,\n\nfirst."), ("Two", "Hello,\n\nsecond.")], "your comments");

        assert_eq!(mail.subject, "2 messages about your comments");
        assert_eq!(mail.text, "One\n---\n\nHello,\n\nfirst.\n\n\nTwo\n---\n\nHello,\n\nsecond.");
        let html = html_of(&mail.text);
        assert!(html.contains("<h2>Two</h2><p>Hello,</p><p>second.</p>"), "{html}");
    }

    #[test]
    fn nothing_is_fetched_and_nothing_is_styled() {
        let html = parts(&Letter { subject: "s", text: "t", footer: None }).html;

        for banned in ["<img", "src=", "style", "<script", "<link", "@import", "url("] {
            assert!(!html.contains(banned), "{banned} in {html}");
        }
    }
}
