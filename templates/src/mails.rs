//! The mails that Lectern sends: a subject and plain text.
//!
//! Links come in whole, made from `public_url`. No mail holds the text of a comment: mail travels in the open.

/// A mail, but for its addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub subject: String,
    pub text: String,
}

/// A mail whose link lets its reader in.
pub struct LinkMail<'a> {
    pub display_name: &'a str,
    /// The whole link, made from `public_url`.
    pub link: &'a str,
    /// How long the link works, in words: `24 hours`.
    pub valid_for: &'a str,
}

/// An invitation to an account with a role.
pub struct InvitationMail<'a> {
    pub link: &'a str,
    pub valid_for: &'a str,
    /// `moderator`, `analyst` or `administrator`.
    pub role: &'a str,
}

/// A mail about one comment.
pub struct CommentMail<'a> {
    pub display_name: &'a str,
    pub tracking_number: &'a str,
    pub initiative_title: &'a str,
    pub area_title: &'a str,
    /// The whole link to the author's own page of the comment.
    pub status_link: &'a str,
}

/// What a receipt adds.
pub struct ReceiptMail<'a> {
    pub comment: CommentMail<'a>,
    pub received_at: &'a str,
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

/// Asks to confirm an address. It says no name: anybody can type one for somebody else's address, and with it words
/// and links of their own.
pub fn confirm_registration(it: &LinkMail<'_>) -> Mail {
    let LinkMail { link, valid_for, .. } = it;
    mail(
        "Confirm your address",
        format!(
            "Hello,\n\nSomeone, we hope you, registered this address with Lectern. Open this link to \
             confirm it:\n\n{link}\n\nThe link works for {valid_for}. If it was not you, ignore this mail: nothing \
             happens."
        ),
    )
}

/// Answers a registration of an address that already has an account.
pub fn already_registered(it: &LinkMail<'_>) -> Mail {
    let LinkMail { display_name, link, valid_for } = it;
    mail(
        "You already have an account",
        format!(
            "Hello {display_name},\n\nSomeone, we hope you, registered this address with Lectern, but it already has \
             an account. Open this link to sign in:\n\n{link}\n\nThe link works once, for {valid_for}. If it was not \
             you, ignore this mail: nothing happens."
        ),
    )
}

/// Lets the reader in.
pub fn sign_in_link(it: &LinkMail<'_>) -> Mail {
    let LinkMail { display_name, link, valid_for } = it;
    mail(
        "Your link to sign in",
        format!(
            "Hello {display_name},\n\nOpen this link to sign in to Lectern:\n\n{link}\n\nThe link works once, for \
             {valid_for}. If you did not ask for it, ignore this mail."
        ),
    )
}

/// Lets the reader set a new password.
pub fn reset_password(it: &LinkMail<'_>) -> Mail {
    let LinkMail { display_name, link, valid_for } = it;
    mail(
        "Set a new password",
        format!(
            "Hello {display_name},\n\nOpen this link to set a new password for Lectern:\n\n{link}\n\nThe link works \
             once, for {valid_for}. If you did not ask for it, ignore this mail: your password stays as it is."
        ),
    )
}

/// Invites a member of staff.
pub fn staff_invitation(it: &InvitationMail<'_>) -> Mail {
    let InvitationMail { link, valid_for, role } = it;
    mail(
        "Your account with Lectern",
        format!(
            "Hello,\n\nAn account with the role {role} was made for this address. Open this link to set it up:\n\n\
             {link}\n\nThe link works once, for {valid_for}."
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
    mail(
        format!("We have your comment: {tracking_number}"),
        format!(
            "Hello {display_name},\n\nWe have your comment on {area_title} ({initiative_title}).\n\n\
             Tracking number: {tracking_number}\nReceived: {}\nSHA-256 of what we stored: {}\n{late}\n\
             A moderator reads it next and decides whether the public can see it. We mail you then. Follow it \
             here:\n\n{status_link}",
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

/// A subject is one line whatever a title or a name holds: a line break there could add a header.
fn mail(subject: impl Into<String>, text: String) -> Mail {
    let subject = subject.into().replace(['\r', '\n'], " ");
    Mail { subject, text: format!("{text}\n\n-- \nLectern. A stance is not a vote.\n") }
}

fn note(note: Option<&str>) -> String {
    note.map_or_else(String::new, |note| format!("\nNote from the moderator:\n\n{note}\n"))
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
                .contains("Reason: Off topic\n\nNote from the moderator:\n\nPlease try again.\n"),
            "{}",
            mail.text
        );
    }

    #[test]
    fn a_link_stands_on_a_line_of_its_own() {
        let it = LinkMail {
            display_name: "Ana",
            link: "https://lectern.example/x?token=t",
            valid_for: "24 hours",
        };

        for mail in [
            confirm_registration(&it),
            already_registered(&it),
            sign_in_link(&it),
            reset_password(&it),
        ] {
            assert!(
                mail.text.contains("\n\nhttps://lectern.example/x?token=t\n\n"),
                "{}",
                mail.text
            );
        }
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
