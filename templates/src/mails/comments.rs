//! Mails about one's own comments.

use super::{Mail, mail, quote};

/// A mail about one comment.
pub struct CommentMail<'a> {
    pub display_name: &'a str,
    pub tracking_number: &'a str,
    pub initiative_title: &'a str,
    pub area_title: &'a str,
    /// The whole link to the author's own page of the comment.
    pub status_link: &'a str,
}

/// Asks whether a comment is its reader's.
pub struct ConfirmCommentMail<'a> {
    pub link: &'a str,
    pub area_title: &'a str,
    pub initiative_title: &'a str,
    /// With its time zone.
    pub holds_until: &'a str,
}

/// What a receipt adds.
pub struct ReceiptMail<'a> {
    pub comment: CommentMail<'a>,
    pub received_at: &'a str,
    /// Later ones took the place of the one before.
    pub version: i32,
    pub digest: &'a str,
    pub late: bool,
}

/// What a mail about a published comment adds.
pub struct PublishedMail<'a> {
    pub comment: CommentMail<'a>,
    pub public_link: &'a str,
}

/// What a mail about a withheld comment adds.
pub struct WithheldMail<'a> {
    pub comment: CommentMail<'a>,
    pub reason: &'a str,
    pub note: Option<&'a str>,
}

/// What a mail about an undone decision adds.
pub struct UndoneMail<'a> {
    pub comment: CommentMail<'a>,
    /// Where the comment stands now: `pending`, `published`.
    pub standing_now: &'a str,
    pub note: Option<&'a str>,
}

/// Asks to confirm an address and the comment that was sent with it. It holds no name and no word of the comment:
/// anybody can send one with somebody else's address.
pub fn confirm_comment(it: &ConfirmCommentMail<'_>) -> Mail {
    let ConfirmCommentMail { link, area_title, initiative_title, holds_until } = it;
    mail(
        "Confirm your comment",
        format!(
            "Hello,\n\nSomeone, we hope you, sent a comment on {area_title} ({initiative_title}) with this address. \
             It does not count yet. Open this link to look at it and to confirm it:\n\n{link}\n\nThe link works \
             once, until {holds_until}. The comment then counts from the time it was sent. If it was not you, ignore \
             this mail: the comment is removed."
        ),
    )
}

/// Confirms that a comment was received.
pub fn receipt(it: &ReceiptMail<'_>) -> Mail {
    let CommentMail { display_name, tracking_number, area_title, initiative_title, status_link } =
        &it.comment;
    let late = if it.late {
        "\nIt came after the comment period closed and is marked as late.\n"
    } else {
        ""
    };
    let (subject, what, next) = match it.version {
        1 => (
            "We have your comment".to_owned(),
            "your comment".to_owned(),
            "A moderator reads it next and decides whether the public can see it.",
        ),
        version => (
            format!("Your comment is replaced by version {version}"),
            format!("version {version} of your comment"),
            "It keeps its number and its time. A moderator reads the new version next; until then the comment stands \
             where it stood.",
        ),
    };
    mail(
        format!("{subject}: {tracking_number}"),
        format!(
            "Hello {display_name},\n\nWe have {what} on {area_title} ({initiative_title}).\n\n\
             Tracking number: {tracking_number}\nReceived: {}\nSHA-256 of what we stored: {}\n{late}\n\
             {next} We mail you then. Follow it here:\n\n{status_link}",
            it.received_at, it.digest
        ),
    )
}

/// Tells the author that the public can see the comment.
pub fn published(it: &PublishedMail<'_>) -> Mail {
    let CommentMail { display_name, tracking_number, area_title, initiative_title, status_link } =
        &it.comment;
    mail(
        format!("Your comment is published: {tracking_number}"),
        format!(
            "Hello {display_name},\n\nYour comment {tracking_number} on {area_title} ({initiative_title}) is \
             published. Anyone can read it:\n\n{}\n\nWhat happened to it so far:\n\n{status_link}",
            it.public_link
        ),
    )
}

/// Tells the author that the public cannot see the comment, and why.
pub fn withheld(it: &WithheldMail<'_>) -> Mail {
    let CommentMail { display_name, tracking_number, area_title, initiative_title, status_link } =
        &it.comment;
    mail(
        format!("Your comment is withheld: {tracking_number}"),
        format!(
            "Hello {display_name},\n\nThe public cannot see your comment {tracking_number} on {area_title} \
             ({initiative_title}). The agency still reads it and counts it like any other.\n\nReason: {}\n{}\n\
             Your comment and what happened to it:\n\n{status_link}",
            it.reason,
            note(it.note)
        ),
    )
}

/// Tells the author that a decision was undone.
pub fn undone(it: &UndoneMail<'_>) -> Mail {
    let CommentMail { display_name, tracking_number, area_title, initiative_title, status_link } =
        &it.comment;
    mail(
        format!("A decision on your comment was undone: {tracking_number}"),
        format!(
            "Hello {display_name},\n\nThe last decision on your comment {tracking_number} on {area_title} \
             ({initiative_title}) was undone. It is {} now.\n{}\nYour comment and what happened to it:\n\n\
             {status_link}",
            it.standing_now,
            note(it.note)
        ),
    )
}

fn note(note: Option<&str>) -> String {
    note.map_or_else(String::new, |it| format!("\nNote from the moderator:\n\n{}\n", quote(it)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment() -> CommentMail<'static> {
        CommentMail {
            display_name: "Ana",
            tracking_number: "LX7-4QK9-T2MB",
            initiative_title: "Genesis Mission",
            area_title: "Research funding",
            status_link: "https://lectern.example/account/comments/LX7-4QK9-T2MB",
        }
    }

    #[test]
    fn a_withheld_comment_comes_with_its_reason_and_note() {
        let mail = withheld(&WithheldMail {
            comment: comment(),
            reason: "Off topic",
            note: Some("Please try again."),
        });

        assert_eq!(mail.subject, "Your comment is withheld: LX7-4QK9-T2MB");
        assert!(
            mail.text
                .contains("Reason: Off topic\n\nNote from the moderator:\n\n> Please try again.\n"),
            "{}",
            mail.text
        );
    }

    #[test]
    fn a_subject_is_one_line() {
        let it = CommentMail { tracking_number: "a\r\nBcc: everybody@example.org", ..comment() };

        let mail = published(&PublishedMail {
            comment: it,
            public_link: "https://lectern.example/comments/a",
        });

        assert_eq!(mail.subject.lines().count(), 1);
    }
}
