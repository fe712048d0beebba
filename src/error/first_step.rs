//! What somebody has to do before a page opens to them.

/// The page that comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstStep {
    SignIn,
    /// Signed in by password or link, and one-time codes are set up: the code is missing.
    GiveCode,
    /// A member of staff without one-time codes.
    SetUpCodes,
    /// Signed in, but too long ago for what is delicate.
    Prove,
}

impl FirstStep {
    /// Where the step is done; the page takes `next`.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::SignIn => "/sign-in",
            Self::GiveCode => "/sign-in/code",
            Self::SetUpCodes => "/account/one-time-code",
            Self::Prove => "/account/prove",
        }
    }

    /// The same with the way on from there, a path of ours.
    #[must_use]
    pub fn address(self, next: &str) -> String {
        let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
        format!("{}?next={next}", self.path())
    }

    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::SignIn => "Please sign in first.",
            Self::GiveCode => "Please enter your one-time code first.",
            Self::SetUpCodes => "Please set up one-time codes first.",
            Self::Prove => "Please confirm that it is you first.",
        }
    }

    /// The title of the page that gives a form back.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::SignIn => "You have been signed out",
            Self::GiveCode => "A one-time code is needed",
            Self::SetUpCodes => "One-time codes are needed",
            Self::Prove => "Confirm that it is you",
        }
    }

    /// What the link to the step says where a form waits on the page.
    #[must_use]
    pub const fn link(self) -> &'static str {
        match self {
            Self::SignIn => "Sign in (in a new tab), then come back to this page",
            Self::GiveCode => "Enter the code (in a new tab), then come back to this page",
            Self::SetUpCodes => "Set them up (in a new tab), then come back to this page",
            Self::Prove => "Confirm (in a new tab), then come back to this page",
        }
    }
}
