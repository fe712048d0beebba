//! Whose a draft is.

use diesel::prelude::*;

use crate::models::account::AccountId;
use crate::models::comment::CommentId;
use crate::schema::intake::drafts;

/// Whose draft it is: a browser's, by the digest of its draft cookie, until an account claims it. What is to replace a
/// comment is the comment's, and so its author's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftOwner {
    Account(AccountId),
    Cookie(Vec<u8>),
    Comment(CommentId),
}

/// The drafts of an owner.
#[diesel::dsl::auto_type]
pub fn owned_by<'a>(owner: &'a DraftOwner) -> _ {
    let account_id: Option<AccountId> = owner.account_id();
    let cookie_sha256: Option<Vec<u8>> = owner.cookie_sha256();
    let replaces: Option<CommentId> = owner.replaces();
    drafts::account_id
        .eq(account_id)
        .or(drafts::cookie_sha256.eq(cookie_sha256))
        .or(drafts::replaces.eq(replaces))
}

impl DraftOwner {
    /// The account, where it is one.
    #[must_use]
    pub fn account_id(&self) -> Option<AccountId> {
        match self {
            Self::Account(id) => Some(*id),
            Self::Cookie(_) | Self::Comment(_) => None,
        }
    }

    /// The digest of the cookie, where it is a browser.
    #[must_use]
    pub fn cookie_sha256(&self) -> Option<Vec<u8>> {
        match self {
            Self::Account(_) | Self::Comment(_) => None,
            Self::Cookie(digest) => Some(digest.clone()),
        }
    }

    /// The comment, where it is one that is to be replaced.
    #[must_use]
    pub fn replaces(&self) -> Option<CommentId> {
        match self {
            Self::Account(_) | Self::Cookie(_) => None,
            Self::Comment(id) => Some(*id),
        }
    }
}
