//! What the owner of an account is told when something about it changes.

use lectern_templates::mails::own_account as mails;
pub use lectern_templates::mails::own_account::PasswordChange;

use super::addressed;
use crate::models::account::Account;
use crate::models::outbox::{MailKind, NewMail};
use crate::settings::PublicUrl;

/// A password was set, changed, removed or forgotten.
#[must_use]
pub fn password(site: &PublicUrl, owner: &Account, change: PasswordChange) -> NewMail {
    let mail = mails::password(change, &owner.display_name, &site.absolute("/forgot-password"));
    addressed(MailKind::PasswordChanged, &owner.email, mail)
}
