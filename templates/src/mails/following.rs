//! Mails to those who follow an area. They are the same for everybody, and name nobody.

use super::{Mail, mail, quote};

/// What happened in an area.
pub struct NewsMail<'a> {
    pub area_title: &'a str,
    pub initiative_title: &'a str,
    pub area_link: &'a str,
    pub news: News<'a>,
}

/// Times come in words, with their zone.
pub enum News<'a> {
    Extended { until: &'a str, reason: &'a str },
    ClosedEarly { at: &'a str, reason: &'a str },
    Reopened { until: &'a str, reason: &'a str },
    ClosingSoon { at: &'a str },
    Closed { at: &'a str },
    Outcome { title: &'a str, body: &'a str, url: Option<&'a str> },
}

/// Asks whether the address wants to follow.
pub fn confirm(link: &str, area_title: &str, initiative_title: &str, valid_for: &str) -> Mail {
    mail(
        format!("Follow {area_title}?"),
        format!(
            "Hello,\n\nSomeone, we hope you, asked us to mail you when something changes about {area_title} \
             ({initiative_title}): its comment period, and what comes of the comments. Open this link to say yes:\n\n\
             {link}\n\nThe link works once, for {valid_for}. If it was not you, ignore this mail: nothing happens."
        ),
    )
}

/// Tells a follower.
pub fn news(it: &NewsMail<'_>) -> Mail {
    let NewsMail { area_title: area, initiative_title, area_link, news } = it;
    let because = |reason: &str| format!("Reason:\n\n{}", quote(reason));
    let (subject, said) = match news {
        News::Extended { until, reason } => (
            format!("More time to comment: {area}"),
            format!(
                "Comments on {area} are open for longer, until {until}.\n\n{}",
                because(reason)
            ),
        ),
        News::ClosedEarly { at, reason } => (
            format!("Comments close early: {area}"),
            format!("Comments on {area} close earlier than was said: {at}.\n\n{}", because(reason)),
        ),
        News::Reopened { until, reason } => (
            format!("Comments are open again: {area}"),
            format!("Comments on {area} are open again, until {until}.\n\n{}", because(reason)),
        ),
        News::ClosingSoon { at } => {
            (format!("Comments close soon: {area}"), format!("Comments on {area} close {at}."))
        }
        News::Closed { at } => {
            (format!("Comments closed: {area}"), format!("Comments on {area} closed {at}."))
        }
        News::Outcome { title, body, url } => {
            let more = url.map(|it| format!("\n\nMore about it:\n\n{it}")).unwrap_or_default();
            let said = quote(&format!("{title}\n\n{body}"));
            (
                format!("What came of the comments: {area}"),
                format!("The agency says what came of the comments on {area}:\n\n{said}{more}"),
            )
        }
    };
    mail(
        subject,
        format!(
            "Hello,\n\n{said}\n\nSee the area:\n\n{area_link}\n\nIt is part of {initiative_title}."
        ),
    )
}
