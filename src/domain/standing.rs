//! Where a comment stands, and which changes there are.

crate::text_enum! {
    /// Where a comment stands. Withheld means not shown; it is still read and counted.
    pub enum Standing {
        Pending = "pending" => "Waiting for a moderator",
        Published = "published" => "Published",
        Withheld = "withheld" => "Withheld",
        Withdrawn = "withdrawn" => "Withdrawn",
    }
}

crate::text_enum! {
    /// Who took a decision.
    pub enum ActorKind {
        Moderator = "moderator" => "A moderator",
        Author = "author" => "The author",
        System = "system" => "The portal",
        Import = "import" => "An import",
    }
}

crate::text_enum! {
    /// How a comment came in.
    pub enum Source {
        Web = "web" => "This site",
        Import = "import" => "Imported",
        Staff = "staff" => "Entered by staff",
    }
}

/// What a moderator can decide; the words that the decision form posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Publish,
    Withhold,
}

impl Outcome {
    /// The outcome of its posted word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "publish" => Some(Self::Publish),
            "withhold" => Some(Self::Withhold),
            _ => None,
        }
    }

    /// The standing that the outcome leads to.
    #[must_use]
    pub fn standing(self) -> Standing {
        match self {
            Self::Publish => Standing::Published,
            Self::Withhold => Standing::Withheld,
        }
    }

    /// The standings from which it may be decided. Undo is a decision of its own, not an outcome.
    #[must_use]
    pub fn from_standings(self, newest: Newest) -> &'static [Standing] {
        match (self, newest) {
            (Self::Publish, Newest::AsDecided) => &[Standing::Pending, Standing::Withheld],
            (Self::Withhold, Newest::AsDecided) => &[Standing::Pending, Standing::Published],
            (_, Newest::Undecided) => &[Standing::Published, Standing::Withheld],
        }
    }
}

/// What a comment says now, compared with what was decided on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newest {
    /// The same; or nothing is decided yet, and the comment is pending.
    AsDecided,
    /// Its author replaced it since: it stands as it was decided, until somebody decides on what it says now.
    Undecided,
}
