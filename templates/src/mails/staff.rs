//! Mails to members of staff about their roles, and to anybody whose account was shut. None says who did it or why:
//! that stands in the audit log.

use super::{Mail, mail};

/// A mail about a role that somebody has, or had.
pub struct RoleMail<'a> {
    pub display_name: &'a str,
    /// `moderator`, `analyst` or `administrator`.
    pub role: &'a str,
    /// What it is for: `Everything`, or the title of an initiative or an area.
    pub scope: &'a str,
    /// The whole link to their own page.
    pub account_link: &'a str,
}

/// Tells somebody what they may do from now on.
pub fn role_given(it: &RoleMail<'_>) -> Mail {
    let RoleMail { display_name, role, scope, account_link } = it;
    mail(
        "You have a new role",
        format!(
            "Hello {display_name},\n\nYou are now {role} for: {scope}.\n\nYou were signed out. Sign in to begin; staff \
             are asked for a one-time code:\n\n{account_link}"
        ),
    )
}

/// Tells somebody what they may no longer do.
pub fn role_taken(it: &RoleMail<'_>) -> Mail {
    let RoleMail { display_name, role, scope, account_link } = it;
    mail(
        "A role of yours has ended",
        format!(
            "Hello {display_name},\n\nYou are no longer {role} for: {scope}. Your account and your comments stay as \
             they are. You were signed out. Your account:\n\n{account_link}"
        ),
    )
}

/// Tells an administrator that a colleague asks for their word.
pub fn role_proposed(display_name: &str, proposal_link: &str) -> Mail {
    mail(
        "An administrator is proposed",
        format!(
            "Hello {display_name},\n\nA colleague proposes to make somebody an administrator. It takes a second \
             administrator to agree, within 72 hours:\n\n{proposal_link}"
        ),
    )
}

/// Tells somebody that their account is shut.
pub fn account_suspended(display_name: &str) -> Mail {
    mail(
        "Your account is suspended",
        format!(
            "Hello {display_name},\n\nThe people who run this site have suspended your account: you cannot sign in for \
             now. Comments that you sent stay as they are. To ask why, write to them."
        ),
    )
}

/// Tells somebody that their account is open again.
pub fn suspension_lifted(display_name: &str, account_link: &str) -> Mail {
    mail(
        "Your account is open again",
        format!(
            "Hello {display_name},\n\nThe suspension of your account was lifted. You can sign in again:\n\n\
             {account_link}"
        ),
    )
}
