//! Composing: what a mail says as it goes out, made from the rows that it carries.

use lectern_templates::mails::{self, Letter};

use super::never_mail;
use crate::app::AppState;
use crate::models::outbox::{Cause, QueuedMail};

/// A mail as its reader gets it.
#[derive(Debug)]
pub struct Composed {
    pub subject: String,
    text: String,
    footer: Option<String>,
    /// Stops all mail that strangers cause; only on such mails.
    pub stop_link: Option<String>,
}

impl Composed {
    /// `mails` go to one person: one mail, or several that were gathered.
    ///
    /// # Errors
    /// If the link that stops mail cannot be sealed.
    pub fn of(state: &AppState, mails: &[QueuedMail]) -> anyhow::Result<Self> {
        let (subject, text) = match mails {
            [one] => (one.subject.clone(), one.body.clone()),
            several => {
                let letters: Vec<_> =
                    several.iter().map(|it| (it.subject.as_str(), it.body.as_str())).collect();
                let mail = mails::gathered(&letters);
                (mail.subject, mail.text)
            }
        };
        let by_stranger = mails.iter().find(|it| it.kind.cause() == Cause::Stranger);
        let stop_link = match by_stranger {
            Some(mail) => Some(never_mail::link(state, &mail.recipient)?),
            None => None,
        };
        let footer =
            stop_link.as_deref().map(|it| mails::stop_footer(&state.site.absolute("/"), it));
        Ok(Self { subject, text, footer, stop_link })
    }

    #[must_use]
    pub fn letter(&self) -> Letter<'_> {
        Letter { subject: &self.subject, text: &self.text, footer: self.footer.as_deref() }
    }
}
