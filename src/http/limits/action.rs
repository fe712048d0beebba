//! The table of limits.

use actix_web::http::Method;

use crate::settings::{Limits, Rate};

/// What is limited, each by its own count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LimitedAction {
    Read,
    Download,
    Register,
    SignIn,
    MailedLink,
    SaveDraft,
    Submit,
    Decide,
}

impl LimitedAction {
    pub const ALL: [Self; 8] = [
        Self::Read,
        Self::Download,
        Self::Register,
        Self::SignIn,
        Self::MailedLink,
        Self::SaveDraft,
        Self::Submit,
        Self::Decide,
    ];

    /// The table: the setting that holds the rate, and the sentence for the person who met the limit.
    pub fn row(self, limits: &Limits) -> (Rate, &'static str) {
        match self {
            Self::Read => (limits.read, "Too many pages were asked for from your address."),
            Self::Download => {
                (limits.download, "Too many downloads were started from your address.")
            }
            Self::Register => (limits.register, "Too many registrations came from your address."),
            Self::SignIn => (limits.sign_in, "Too many tries to sign in came from your address."),
            Self::MailedLink => {
                (limits.mailed_link, "Too many mails were asked for from your address.")
            }
            Self::SaveDraft => {
                (limits.save_draft, "Drafts were saved too often from your address.")
            }
            Self::Submit => (limits.submit, "Too many comments were sent from your address."),
            Self::Decide => (limits.decide, "Too many decisions were sent from your address."),
        }
    }

    /// Reading a form is not yet sending it.
    pub fn counts(self, method: &Method) -> bool {
        matches!(self, Self::Read | Self::Download) || method == Method::POST
    }
}
