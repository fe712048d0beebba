//! News of one's own account that nobody should miss: somebody else may have caused it.

use lectern_templates::mails::{self, AccountNews, AccountNoticeMail};

use crate::domain::device::Device;
use crate::models::account::Account;
use crate::models::outbox::{MailKind, NewMail};
use crate::settings::PublicUrl;

/// What happened.
#[derive(Debug, Clone, Copy)]
pub enum News<'a> {
    CodesSetUp,
    AppChanged,
    RecoveryCodesMade,
    RecoveryCodeUsed {
        n_left: i64,
    },
    CodesRemoved,
    /// By staff, not by the owner.
    CodesReset,
    NewDevice(&'a Device),
}

/// What happened, and to whom it is told.
#[derive(Debug, Clone, Copy)]
pub struct Notice<'a> {
    pub site: &'a PublicUrl,
    pub account: &'a Account,
    pub news: News<'a>,
}

impl Notice<'_> {
    #[must_use]
    pub fn mail(&self) -> NewMail {
        let news = match self.news {
            News::CodesSetUp => AccountNews::CodesSetUp,
            News::AppChanged => AccountNews::AppChanged,
            News::RecoveryCodesMade => AccountNews::RecoveryCodesMade,
            News::RecoveryCodeUsed { n_left } => AccountNews::RecoveryCodeUsed { n_left },
            News::CodesRemoved => AccountNews::CodesRemoved,
            News::CodesReset => AccountNews::CodesReset,
            News::NewDevice(Device { browser, network }) => {
                AccountNews::NewDevice { browser, network }
            }
        };
        let mail = mails::account_notice(&AccountNoticeMail {
            display_name: &self.account.display_name,
            account_link: &self.site.absolute("/account"),
            news,
        });
        NewMail {
            kind: MailKind::AccountNotice,
            recipient: self.account.email.clone(),
            subject: mail.subject,
            body: mail.text,
        }
    }
}
