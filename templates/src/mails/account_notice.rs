//! News of one's own account, told by mail because somebody else may have caused it.

use super::{Mail, mail};
use crate::text::count;

/// A mail to the owner of an account.
pub struct AccountNoticeMail<'a> {
    pub display_name: &'a str,
    /// The whole link to the owner's own page.
    pub account_link: &'a str,
    pub news: AccountNews<'a>,
}

/// What happened.
pub enum AccountNews<'a> {
    CodesSetUp,
    AppChanged,
    RecoveryCodesMade,
    RecoveryCodeUsed {
        n_left: i64,
    },
    CodesRemoved,
    CodesReset,
    /// `Firefox on Linux`, and `198.51.100.0/24`.
    NewDevice {
        browser: &'a str,
        network: &'a str,
    },
}

/// Says what happened, and what to do if it was somebody else.
pub fn account_notice(it: &AccountNoticeMail<'_>) -> Mail {
    let AccountNoticeMail { display_name, account_link, news } = it;
    let (subject, happened) = news.said();
    mail(
        subject,
        format!(
            "Hello {display_name},\n\n{happened}\n\nYour account:\n\n{account_link}\n\nIf it was not you, choose a new \
             password at once and tell the people who run this site."
        ),
    )
}

impl AccountNews<'_> {
    fn said(&self) -> (&'static str, String) {
        match self {
            Self::CodesSetUp => (
                "One-time codes are set up",
                "One-time codes were set up for your account. Signing in takes one from now on.".to_owned(),
            ),
            Self::AppChanged => (
                "Your one-time codes come from another app",
                "Another app makes the one-time codes of your account from now on. Codes of the earlier one, and the \
                 earlier recovery codes, no longer work."
                    .to_owned(),
            ),
            Self::RecoveryCodesMade => (
                "You have new recovery codes",
                "New recovery codes were made for your account. The earlier ones no longer work.".to_owned(),
            ),
            Self::RecoveryCodeUsed { n_left } => (
                "A recovery code was used",
                format!(
                    "A recovery code was used in place of a one-time code. {} left.",
                    count(*n_left, "code is", "codes are")
                ),
            ),
            Self::CodesRemoved => (
                "One-time codes are no longer needed",
                "One-time codes were taken from your account. Signing in takes none from now on.".to_owned(),
            ),
            Self::CodesReset => (
                "Your one-time codes were reset",
                "The people who run this site took the one-time codes from your account, and signed it out everywhere. \
                 Sign in and set up new ones."
                    .to_owned(),
            ),
            Self::NewDevice { browser, network } => (
                "A new device signed in",
                format!(
                    "Somebody signed in to your account from a device that was not used before: {browser}, network \
                     {network}."
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_says_what_happened_and_what_to_do() {
        let mail = account_notice(&AccountNoticeMail {
            display_name: "Ana",
            account_link: "https://lectern.example/account",
            news: AccountNews::RecoveryCodeUsed { n_left: 1 },
        });

        assert_eq!(mail.subject, "A recovery code was used");
        assert!(mail.text.contains("1 code is left."), "{}", mail.text);
        assert!(mail.text.contains("If it was not you"), "{}", mail.text);
    }
}
