//! What each act says before it is done.

use lectern_templates::administration::{self, ActPage};
use maud::Markup;

use crate::domain::field_errors::FieldErrors;
use crate::domain::role::Role;
use crate::handlers::administration::subject::Subject;
use crate::handlers::reply;

/// Acts on a whole account that ask for a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Suspend,
    Lift,
    ResetCodes,
}

/// The words of the page that asks before it is done.
pub struct Words {
    title: String,
    consequences: &'static [&'static str],
    button: &'static str,
}

impl Act {
    /// The last part of its address.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Suspend => "suspend",
            Self::Lift => "lift",
            Self::ResetCodes => "reset-codes",
        }
    }

    /// What the page of the account is told afterward.
    pub const fn done(self) -> &'static str {
        match self {
            Self::Suspend => "suspended",
            Self::Lift => "lifted",
            Self::ResetCodes => "codes",
        }
    }

    pub fn words(self) -> Words {
        let (title, consequences, button): (_, &[&str], _) = match self {
            Self::Suspend => (
                "Suspend the account",
                &[
                    "They are signed out at once, and cannot sign in: by no password and by no link.",
                    "Their roles rest until the suspension is lifted.",
                    "Comments that they sent stay as they are.",
                    "They are told by mail that the account is suspended, and not why.",
                ],
                "Suspend",
            ),
            Self::Lift => (
                "Lift the suspension",
                &["They can sign in again, and their roles count again.", "They are told by mail."],
                "Lift the suspension",
            ),
            Self::ResetCodes => (
                "Remove the one-time codes",
                &[
                    "The codes of their app and their recovery codes stop working, and all their sessions end.",
                    "Until they set up new ones, their password or a mailed link is enough to sign in. Staff set \
                     them up before any page of staff opens.",
                    "They are told by mail. Make sure that it is really they who ask: by a call, not by a mail.",
                ],
                "Remove the codes",
            ),
        };
        Words { title: title.to_owned(), consequences, button }
    }
}

/// Taking a role away.
pub fn revocation(role: Role, scope: &str) -> Words {
    Words {
        title: format!("Take away: {}, {scope}", role.label()),
        consequences: &[
            "It counts from the next page that they ask for; they are signed out everywhere.",
            "What they decided stays as it is.",
            "They are told by mail that the role has ended, and not why.",
        ],
        button: "Take the role away",
    }
}

impl Words {
    pub fn page(
        &self,
        subject: &Subject,
        action: &str,
        typed: &str,
        errors: &FieldErrors,
    ) -> Markup {
        administration::act(&ActPage {
            title: &self.title,
            whom: Some(subject.whom()),
            consequences: self.consequences.to_vec(),
            action,
            button: self.button,
            back: &subject.path(),
            reason: typed,
            errors: reply::summary(errors),
        })
    }
}
