//! The mails that Lectern sends. Each is a subject and a text; both parts of a mail are made from that text.
//!
//! A blank line ends a paragraph. A paragraph that is a whole address of the web is the link to follow; one whose lines
//! begin with `- ` is a list, and with `> ` what a person wrote; a line with dashes under it is a heading.
//! Links come in whole, made from `public_url`. No mail holds the text of a comment: mail travels in the open.

mod account_notice;
mod accounts;
mod comments;
pub mod following;
mod letter;
pub mod own_account;
mod staff;

pub use account_notice::{AccountNews, AccountNoticeMail, account_notice};
pub use accounts::{
    InvitationMail, LinkMail, NoAccountMail, already_registered, confirm_registration, no_account,
    reset_password, sign_in_link, staff_invitation,
};
pub use comments::{
    CommentMail, ConfirmCommentMail, PublishedMail, ReceiptMail, UndoneMail, WithheldMail,
    confirm_comment, published, receipt, undone, withheld,
};
pub use letter::{Letter, Parts, content, follow_footer, gathered, parts, stop_footer};
pub use staff::{
    RoleMail, account_suspended, role_given, role_proposed, role_taken, suspension_lifted,
};

/// A mail, but for its addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub subject: String,
    pub text: String,
}

/// A subject is one line whatever a title or a name holds: a line break there could add a header.
fn mail(subject: impl Into<String>, text: impl Into<String>) -> Mail {
    Mail { subject: subject.into().replace(['\r', '\n'], " "), text: text.into() }
}

/// What a person wrote: set apart, and never a link of ours.
fn quote(text: &str) -> String {
    text.lines().map(|it| format!("> {it}")).collect::<Vec<_>>().join("\n")
}
