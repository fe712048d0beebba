//! Letters about roles and suspensions.

use lectern_templates::mails::{self, RoleMail};

use super::addressed;
use crate::domain::role::Role;
use crate::models::account::Account;
use crate::models::grant_proposal::GrantProposalId;
use crate::models::outbox::{MailKind, NewMail};
use crate::settings::PublicUrl;

/// Tells somebody of a role that they have from now on; `scope` is what it is for, in words.
#[must_use]
pub fn role_given(site: &PublicUrl, account: &Account, role: Role, scope: &str) -> NewMail {
    about_role(site, account, role, scope, mails::role_given)
}

/// Tells somebody of a role that has ended.
#[must_use]
pub fn role_taken(site: &PublicUrl, account: &Account, role: Role, scope: &str) -> NewMail {
    about_role(site, account, role, scope, mails::role_taken)
}

/// Asks another administrator to agree to a proposal.
#[must_use]
pub fn role_proposed(site: &PublicUrl, other: &Account, id: GrantProposalId) -> NewMail {
    let link = site.absolute(&format!("/admin/proposals/{}", id.0));
    notice(other, mails::role_proposed(&other.display_name, &link))
}

#[must_use]
pub fn account_suspended(account: &Account) -> NewMail {
    notice(account, mails::account_suspended(&account.display_name))
}

#[must_use]
pub fn suspension_lifted(site: &PublicUrl, account: &Account) -> NewMail {
    let link = site.absolute("/sign-in");
    notice(account, mails::suspension_lifted(&account.display_name, &link))
}

fn about_role(
    site: &PublicUrl,
    account: &Account,
    role: Role,
    scope: &str,
    write: impl Fn(&RoleMail<'_>) -> mails::Mail,
) -> NewMail {
    let mail = write(&RoleMail {
        display_name: &account.display_name,
        role: role.as_str(),
        scope,
        account_link: &site.absolute("/account"),
    });
    notice(account, mail)
}

fn notice(account: &Account, mail: mails::Mail) -> NewMail {
    addressed(MailKind::AccountNotice, &account.email, mail)
}
