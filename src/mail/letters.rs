//! What Lectern writes to people. Every link starts with the configured address, whatever a request said.

pub mod following;
pub mod own_account;
mod staff;

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use lectern_templates::mails::{
    self, CommentMail, ConfirmCommentMail, InvitationMail, LinkMail, Mail, NoAccountMail,
    PublishedMail, ReceiptMail, UndoneMail, WithheldMail,
};

pub use staff::{account_suspended, role_given, role_proposed, role_taken, suspension_lifted};

use crate::domain::role::Role;
use crate::domain::secret_token::SecretToken;
use crate::domain::standing::Standing;
use crate::models::account::Account;
use crate::models::area::Area;
use crate::models::comment::{Comment, IsLate};
use crate::models::decision::NewDecision;
use crate::models::initiative::Initiative;
use crate::models::mailed_link::LinkPurpose;
use crate::models::outbox::{MailKind, NewMail};
use crate::models::reason_code::{self, ReasonCode};
use crate::settings::PublicUrl;

/// A link that lets its reader in, and for how long it does.
#[derive(Debug)]
pub struct Invitation<'a> {
    pub token: &'a SecretToken,
    pub valid_for: &'a str,
}

/// The page that a link of this purpose leads to.
#[must_use]
pub fn link(site: &PublicUrl, purpose: LinkPurpose, token: &SecretToken) -> String {
    let page = match purpose {
        LinkPurpose::Register | LinkPurpose::Invite => "/verify-email",
        LinkPurpose::ConfirmComment => "/confirm-comment",
        LinkPurpose::SignIn => "/sign-in/link",
        LinkPurpose::ResetPassword => "/reset-password",
        LinkPurpose::ChangeEmail => "/account/address/confirm",
    };
    site.absolute(&format!("{page}?token={}", token.reveal()))
}

/// The mail that carries a link to somebody.
#[must_use]
pub fn with_link(
    site: &PublicUrl,
    kind: MailKind,
    recipient: &str,
    display_name: &str,
    invitation: &Invitation<'_>,
) -> NewMail {
    let purpose = match kind {
        MailKind::Register => LinkPurpose::Register,
        MailKind::ResetPassword | MailKind::PasswordLink => LinkPurpose::ResetPassword,
        _ => LinkPurpose::SignIn,
    };
    let link = link(site, purpose, invitation.token);
    let letter = LinkMail { display_name, link: &link, valid_for: invitation.valid_for };
    let mail = match kind {
        MailKind::Register => mails::confirm_registration(&letter),
        MailKind::AlreadyRegistered => mails::already_registered(&letter),
        MailKind::ResetPassword | MailKind::PasswordLink => mails::reset_password(&letter),
        _ => mails::sign_in_link(&letter),
    };
    addressed(kind, recipient, mail)
}

/// The mail to an address that asked to be let in and has no account to be let into.
#[must_use]
pub fn no_account(site: &PublicUrl, recipient: &str) -> NewMail {
    let mail = mails::no_account(&NoAccountMail { register_link: &site.absolute("/register") });
    addressed(MailKind::NoAccount, recipient, mail)
}

/// The mail that asks whether a comment is its reader's. It holds no word of the comment, and no name: anybody can send
/// one with somebody else's address.
#[must_use]
pub fn confirm_comment(
    site: &PublicUrl,
    recipient: &str,
    token: &SecretToken,
    area: &Area,
    initiative: &Initiative,
    holds_until: DateTime<Utc>,
) -> NewMail {
    let mail = mails::confirm_comment(&ConfirmCommentMail {
        link: &link(site, LinkPurpose::ConfirmComment, token),
        area_title: &area.title,
        initiative_title: &initiative.title,
        holds_until: &crate::moments::moment(holds_until, initiative.zone()).words,
    });
    addressed(MailKind::ConfirmComment, recipient, mail)
}

/// The mail that brings a member of staff their first link.
#[must_use]
pub fn staff_invitation(
    site: &PublicUrl,
    recipient: &str,
    role: Role,
    invitation: &Invitation<'_>,
) -> NewMail {
    let link = link(site, LinkPurpose::Invite, invitation.token);
    let mail = mails::staff_invitation(&InvitationMail {
        link: &link,
        valid_for: invitation.valid_for,
        role: role.as_str(),
    });
    addressed(MailKind::Invite, recipient, mail)
}

/// What a comment's author is told when it is received.
#[derive(Debug)]
pub struct Received<'a> {
    pub author: &'a Account,
    pub initiative: &'a Initiative,
    pub area: &'a Area,
    pub tracking_number: &'a str,
    pub version: i32,
    pub digest: &'a str,
}

impl Received<'_> {
    #[must_use]
    pub fn receipt(
        &self,
        site: &PublicUrl,
        received_at: DateTime<Utc>,
        IsLate(late): IsLate,
    ) -> NewMail {
        let status_link = status_link(site, self.tracking_number);
        let received_at = crate::moments::moment(received_at, self.initiative.zone()).words;
        let mail = mails::receipt(&ReceiptMail {
            comment: CommentMail {
                display_name: &self.author.display_name,
                tracking_number: self.tracking_number,
                initiative_title: &self.initiative.title,
                area_title: &self.area.title,
                status_link: &status_link,
            },
            received_at: &received_at,
            version: self.version,
            digest: self.digest,
            late,
        });
        addressed(MailKind::Receipt, &self.author.email, mail)
    }
}

/// Queues what the author is told about a decision.
pub async fn decided(
    conn: &mut AsyncPgConnection,
    site: &PublicUrl,
    author: &Account,
    initiative: &Initiative,
    area: &Area,
    comment: &Comment,
    decision: &NewDecision,
) -> QueryResult<()> {
    let number = comment.tracking_number.as_str();
    let status_link = status_link(site, number);
    let public_link = site.absolute(&format!("/comments/{number}"));
    let reasons = ReasonCode::all(conn).await?;
    let about = CommentMail {
        display_name: &author.display_name,
        tracking_number: number,
        initiative_title: &initiative.title,
        area_title: &area.title,
        status_link: &status_link,
    };
    let note = decision.note.as_deref();
    let (kind, mail) = match decision.to_standing {
        standing_now if decision.undoes.is_some() => {
            let mail = UndoneMail { comment: about, standing_now: standing_now.as_str(), note };
            (MailKind::Undone, mails::undone(&mail))
        }
        Standing::Withheld => {
            let code = decision.reason_code.as_deref().unwrap_or_default();
            let reason = reason_code::label_of(&reasons, code);
            let mail = WithheldMail { comment: about, reason, note };
            (MailKind::Withheld, mails::withheld(&mail))
        }
        _ => {
            let mail = PublishedMail { comment: about, public_link: &public_link };
            (MailKind::Published, mails::published(&mail))
        }
    };
    addressed(kind, &author.email, mail).queue(conn).await
}

fn status_link(site: &PublicUrl, tracking_number: &str) -> String {
    site.absolute(&format!("/account/comments/{tracking_number}"))
}

fn addressed(kind: MailKind, recipient: &str, mail: Mail) -> NewMail {
    NewMail { kind, recipient: recipient.to_owned(), subject: mail.subject, body: mail.text }
}
