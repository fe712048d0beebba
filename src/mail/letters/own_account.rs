//! What the owner of an account is told when something about it changes.

use lectern_templates::mails::own_account as mails;
pub use lectern_templates::mails::own_account::PasswordChange;

use super::{Invitation, addressed, link};
use crate::domain::email::EmailAddress;
use crate::models::account::Account;
use crate::models::mailed_link::LinkPurpose;
use crate::models::outbox::{MailKind, NewMail};
use crate::settings::PublicUrl;

/// A password was set, changed, removed or forgotten.
#[must_use]
pub fn password(site: &PublicUrl, owner: &Account, change: PasswordChange) -> NewMail {
    let mail = mails::password(change, &owner.display_name, &site.absolute("/forgot-password"));
    addressed(MailKind::PasswordChanged, &owner.email, mail)
}

/// The link that gives an account this address. It says nobody's name: the address may be a stranger's.
#[must_use]
pub fn confirm_address(
    site: &PublicUrl,
    new: &EmailAddress,
    invitation: &Invitation<'_>,
) -> NewMail {
    let link = link(site, LinkPurpose::ChangeEmail, invitation.token);
    let mail = mails::confirm_address(&link, invitation.valid_for);
    addressed(MailKind::ChangeEmail, new.as_str(), mail)
}

/// In place of that link, where the address has an account already.
#[must_use]
pub fn address_taken(site: &PublicUrl, new: &EmailAddress) -> NewMail {
    let mail = mails::address_taken(&site.absolute("/sign-in"));
    addressed(MailKind::AddressTaken, new.as_str(), mail)
}

/// What the address that stands is told when another one is asked for.
#[must_use]
pub fn address_asked(site: &PublicUrl, owner: &Account) -> NewMail {
    let mail = mails::address_asked(&owner.display_name, &site.absolute("/account/sessions"));
    addressed(MailKind::AddressChanged, &owner.email, mail)
}

/// What both addresses are told when the new one holds.
#[must_use]
pub fn address_changed(site: &PublicUrl, owner: &Account, recipient: &str) -> NewMail {
    let mail = mails::address_changed(&owner.display_name, &site.absolute("/"));
    addressed(MailKind::AddressChanged, recipient, mail)
}

/// The last mail to somebody who closed their account.
#[must_use]
pub fn closed(site: &PublicUrl, owner: &Account) -> NewMail {
    let mail = mails::closed(&owner.display_name, &site.absolute("/"));
    addressed(MailKind::AccountClosed, &owner.email, mail)
}
