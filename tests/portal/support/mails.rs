//! Mails, read from the outbox as their recipients would read them.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::models::outbox::{MailKind, QueuedMail};
use lectern::schema::intake::outbox;

use super::{TestApp, email_of};

impl TestApp {
    /// The mails to an address, oldest first.
    pub async fn mails_to(&self, address: &str) -> Vec<QueuedMail> {
        QueuedMail::query()
            .filter(outbox::recipient.eq(address))
            .order(outbox::id)
            .load(&mut self.db().await)
            .await
            .unwrap()
    }

    /// What the mails to somebody are about, oldest first.
    pub async fn mail_kinds_to(&self, name: &str) -> Vec<MailKind> {
        outbox::table
            .filter(outbox::recipient.eq(email_of(name)))
            .order(outbox::id)
            .select(outbox::kind)
            .load(&mut self.db().await)
            .await
            .unwrap()
    }

    /// The path behind the link in the last mail to an address; the link must begin with our address.
    pub async fn last_link_to(&self, address: &str) -> String {
        let mails = self.mails_to(address).await;
        let mail = mails.last().unwrap_or_else(|| panic!("no mail to {address}"));
        let site = self.state.site.absolute("/");
        let link = mail.body.split_whitespace().find(|it| it.starts_with("http"));
        let link = link.unwrap_or_else(|| panic!("no link in: {}", mail.body));
        let path = link.strip_prefix(&site).unwrap_or_else(|| panic!("{link} leads elsewhere"));
        format!("/{path}")
    }
}
