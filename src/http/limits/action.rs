//! What is limited.

use actix_web::http::Method;

/// A thing that somebody does, each with its own rows in the [table](super::TABLE).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LimitedAction {
    Read,
    Download,
    Register,
    SignIn,
    /// Confirming an address, or a comment that waits for one.
    FollowLink,
    MailedLink,
    /// To oneself, from within a session.
    ProvingLink,
    SaveDraft,
    Submit,
    /// Files for a draft, one or several at once.
    Upload,
    Decide,
    /// Taking home everything that is held about oneself.
    OwnData,
    EnterEventCode,
    TryPassword,
    TryCode,
    TryEventCode,
}

impl LimitedAction {
    /// Reading a form is not yet sending it.
    #[must_use]
    pub fn counts(self, method: &Method) -> bool {
        matches!(self, Self::Read | Self::Download) || method == Method::POST
    }

    /// In words, for the list of limits.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Read => "open a page",
            Self::Download => "download the dataset",
            Self::Register => "register",
            Self::SignIn => "sign in, also by a mailed link",
            Self::FollowLink => "confirm an address or a comment with a mailed link",
            Self::MailedLink => "ask for a link by mail",
            Self::ProvingLink => "ask for a link to confirm that it is you",
            Self::SaveDraft => "save, check or send a comment",
            Self::Submit => "send a comment",
            Self::Upload => "add files to a comment",
            Self::Decide => "decide on a comment",
            Self::OwnData => "download everything held about oneself",
            Self::EnterEventCode => "enter an event code",
            Self::TryPassword => "give a wrong password",
            Self::TryCode => "give a wrong one-time code",
            Self::TryEventCode => "enter a wrong event code",
        }
    }
}
