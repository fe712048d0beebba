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
