//! Mails about accounts: links that let their reader in.

use super::{Mail, mail};

/// A mail whose link lets its reader in.
pub struct LinkMail<'a> {
    pub display_name: &'a str,
    /// The whole link, made from `public_url`.
    pub link: &'a str,
    /// How long the link works, in words: `24 hours`.
    pub valid_for: &'a str,
}

/// What somebody without an account is told who asked to be let in.
pub struct NoAccountMail<'a> {
    pub register_link: &'a str,
}

/// An invitation to an account with a role.
pub struct InvitationMail<'a> {
    pub link: &'a str,
    pub valid_for: &'a str,
    /// `moderator`, `analyst` or `administrator`.
    pub role: &'a str,
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

/// Answers somebody who asked for a link to an account that is not there.
pub fn no_account(it: &NoAccountMail<'_>) -> Mail {
    mail(
        "No account with this address",
        format!(
            "Hello,\n\nSomeone, we hope you, asked Lectern for a link to sign in with this address or to set a new \
             password. There is no account that this address opens. You may have used another one, or you can \
             register here:\n\n{}\n\nIf it was not you, ignore this mail: nothing happens.",
            it.register_link
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
        "You are invited to Lectern",
        format!(
            "Hello,\n\nYou are invited to Lectern with the role {role}. Open this link to begin:\n\n\
             {link}\n\nThe link works once, for {valid_for}. If you did not expect it, ignore this mail."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

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
            no_account(&NoAccountMail { register_link: it.link }),
        ] {
            assert!(
                mail.text.contains("\n\nhttps://lectern.example/x?token=t\n\n"),
                "{}",
                mail.text
            );
        }
    }
}
