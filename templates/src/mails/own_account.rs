//! Mails that tell the owner of an account what changed about it, so that a thief cannot change it in silence.

use super::{Mail, mail};

/// What happened to a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordChange {
    Set,
    Changed,
    Removed,
    /// Set anew by a mailed link.
    Reset,
}

/// Tells what happened to the password, and what to do if it was somebody else.
pub fn password(change: PasswordChange, display_name: &str, reset_link: &str) -> Mail {
    let (subject, what) = match change {
        PasswordChange::Set => (
            "Your account has a password now",
            "A password was set for your account with Lectern. You are signed out everywhere but where it was set.",
        ),
        PasswordChange::Changed => (
            "Your password was changed",
            "The password of your account with Lectern was changed. You are signed out everywhere but where it was \
             changed.",
        ),
        PasswordChange::Removed => (
            "Your password was removed",
            "The password of your account with Lectern was removed. From now on you sign in by a link that we mail \
             you.",
        ),
        PasswordChange::Reset => (
            "Your password was set anew",
            "A new password was set for your account with Lectern, by a link that we mailed to this address. You are \
             signed out everywhere.",
        ),
    };
    mail(
        subject,
        format!(
            "Hello {display_name},\n\n{what}\n\nIf it was not you, set a new password at once, which shuts everybody \
             else out:\n\n{reset_link}"
        ),
    )
}

/// Asks to confirm that an address belongs to an account. It says no name: the address may be a stranger's.
pub fn confirm_address(link: &str, valid_for: &str) -> Mail {
    mail(
        "Confirm your new address",
        format!(
            "Hello,\n\nSomeone, we hope you, wants to use this address for their account with Lectern. Open this link \
             to confirm it:\n\n{link}\n\nThe link works once, for {valid_for}. If it was not you, ignore this mail: \
             nothing happens."
        ),
    )
}

/// In place of that question, where the address has an account of its own.
pub fn address_taken(sign_in_link: &str) -> Mail {
    mail(
        "This address has an account already",
        format!(
            "Hello,\n\nSomeone, we hope you, wants to use this address for another account with Lectern. That cannot \
             be: this address has an account already, and nothing was changed. Sign in to it here:\n\n{sign_in_link}\
             \n\nIf it was not you, ignore this mail."
        ),
    )
}

/// Tells the address that stands that another one was asked for.
pub fn address_asked(display_name: &str, sessions_link: &str) -> Mail {
    mail(
        "Somebody wants to change the address of your account",
        format!(
            "Hello {display_name},\n\nSomeone who is signed in to your account with Lectern wants it to have another \
             address. It changes once they follow a link that we mailed there.\n\nIf it was not you, end the sessions \
             that you do not know, and set a new password, which also ends that link:\n\n{sessions_link}"
        ),
    )
}

/// Tells the old and the new address that the change is made.
pub fn address_changed(display_name: &str, site_link: &str) -> Mail {
    mail(
        "The address of your account was changed",
        format!(
            "Hello {display_name},\n\nThe address of your account with Lectern was changed, after the new one was \
             confirmed. Mails go there from now on.\n\nIf it was not you, write to the agency at once. Its contact \
             stands on the page of each initiative:\n\n{site_link}"
        ),
    )
}

/// Confirms that an account is closed.
pub fn closed(display_name: &str, site_link: &str) -> Mail {
    mail(
        "Your account is closed",
        format!(
            "Hello {display_name},\n\nYour account with Lectern is closed, as you asked. Your drafts are gone. The \
             comments that you sent and did not withdraw stay, without your name. Comments that you sent for an \
             organization stay the organization's.\n\nThis is the last mail to this address. If it was not you who \
             closed it, write to the agency. Its contact stands on the page of each initiative:\n\n{site_link}"
        ),
    )
}
