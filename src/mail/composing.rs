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
    /// Stops all mail that strangers cause, or all that its reader follows; only on such mails.
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
                let mail = mails::gathered(&letters, about(several));
                (mail.subject, mail.text)
            }
        };
        let by = |cause| mails.iter().find(|it| it.kind.cause() == cause);
        let (stop_link, footer) = match (by(Cause::Stranger), by(Cause::Follow)) {
            (Some(mail), _) => {
                let link = never_mail::link(state, &mail.recipient)?;
                let footer = mails::stop_footer(&state.site.absolute("/"), &link);
                (Some(link), Some(footer))
            }
            (None, Some(mail)) => {
                let link = never_mail::follow_link(state, &mail.recipient)?;
                let footer = mails::follow_footer(&link);
                (Some(link), Some(footer))
            }
            (None, None) => (None, None),
        };
        Ok(Self { subject, text, footer, stop_link })
    }

    #[must_use]
    pub fn letter(&self) -> Letter<'_> {
        Letter { subject: &self.subject, text: &self.text, footer: self.footer.as_deref() }
    }
}

/// What mails that were gathered are about.
fn about(mails: &[QueuedMail]) -> &'static str {
    let n_followed = mails.iter().filter(|it| it.kind.cause() == Cause::Follow).count();
    match n_followed {
        0 => "your comments",
        n if n == mails.len() => "what you follow",
        _ => "your comments and what you follow",
    }
}
