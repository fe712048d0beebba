//! The standing of a comment, in words that a commenter understands.

use maud::{Markup, html};

/// Where a comment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Pending,
    Published,
    Withheld,
    Withdrawn,
}

impl Standing {
    /// The standing as one word for labels and tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Published => "Published",
            Self::Withheld => "Withheld",
            Self::Withdrawn => "Withdrawn",
        }
    }

    /// What the standing means, as a sentence to the author.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Pending => {
                "We have your comment. A moderator has not decided on it yet, so the public cannot see it."
            }
            Self::Published => "Anyone can read your comment.",
            Self::Withheld => {
                "The public cannot see your comment. The agency still reads it and counts it."
            }
            Self::Withdrawn => "You took this comment back. The public cannot see it.",
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Pending => "tag tag-pending",
            Self::Published => "tag tag-published",
            Self::Withheld => "tag tag-withheld",
            Self::Withdrawn => "tag tag-withdrawn",
        }
    }
}

/// The standing as a small label.
pub fn tag(standing: Standing) -> Markup {
    html! { span class=(standing.class()) { (standing.word()) } }
}

/// The label of a comment that came after the period closed.
pub fn late() -> Markup {
    html! { span.tag.tag-late { "Late" } }
}
