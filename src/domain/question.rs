//! Questions: structured prompts beside the free text of a comment.

use serde::Serialize;

crate::text_enum! {
    /// How a question is answered.
    pub enum QuestionKind {
        SingleChoice = "single_choice" => "Choose one",
        MultipleChoice = "multiple_choice" => "Choose any",
        Scale = "scale" => "Scale from 1 to 5",
        Ranking = "ranking" => "Put in order",
        ShortText = "short_text" => "Short text",
        LongText = "long_text" => "Long text",
    }
}

crate::text_enum! {
    /// Whether answers appear with the comment, or in suppressed tables only.
    pub enum Visibility {
        Published = "published" => "Published with your comment",
        Statistics = "statistics" => "Used for statistics only",
    }
}

/// The code of the option beside which a short text is asked for.
pub const OTHER: &str = "other";
/// The stored value of "not sure" on a scale, which lies outside it.
pub const NOT_SURE: &str = "not_sure";
/// How long the text beside "other" may be, in characters.
pub const OTHER_MAX_CHARS: usize = 200;

/// One question of a set, with what its kind needs. Which fields a kind has is checked where a definition
/// is read, and by constraints where it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    pub key: String,
    pub kind: QuestionKind,
    pub prompt: String,
    pub help: Option<String>,
    pub visibility: Visibility,
    pub about_respondent: bool,
    pub choose_up_to: Option<usize>,
    pub max_chars: Option<usize>,
    /// Labels of 1, 3 and 5.
    pub scale: Option<ScaleLabels>,
    pub options: Vec<QuestionOption>,
}

/// The words at both ends and the middle of a scale, and beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScaleLabels {
    pub lowest: String,
    pub middle: String,
    pub highest: String,
    pub not_sure: Option<String>,
}

/// Something to choose or to rank. Its code is permanent; an exclusive one goes with no other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuestionOption {
    pub code: String,
    pub label: String,
    pub exclusive: bool,
}

impl QuestionKind {
    /// Whether an answer is picked from options that the question lists.
    #[must_use]
    pub fn has_options(self) -> bool {
        matches!(self, Self::SingleChoice | Self::MultipleChoice | Self::Ranking)
    }
}

impl Question {
    /// The option with this code.
    #[must_use]
    pub fn option(&self, code: &str) -> Option<&QuestionOption> {
        self.options.iter().find(|it| it.code == code)
    }

    /// What people read for a code: an option's label, a point of the scale, or the code itself.
    #[must_use]
    pub fn label_of<'a>(&'a self, code: &'a str) -> &'a str {
        if let Some(option) = self.option(code) {
            return &option.label;
        }
        match (&self.scale, code) {
            (Some(scale), "1") => &scale.lowest,
            (Some(scale), "3") => &scale.middle,
            (Some(scale), "5") => &scale.highest,
            (Some(ScaleLabels { not_sure: Some(label), .. }), NOT_SURE) => label,
            _ => code,
        }
    }

    /// Takes in the options of another version, behind its own: codes are permanent, and old answers have them.
    pub fn take_in(&mut self, other: &Self) {
        let known = |code: &str| self.options.iter().any(|it| it.code == code);
        let new: Vec<_> = other.options.iter().filter(|it| !known(&it.code)).cloned().collect();
        self.options.extend(new);
    }

    /// Whether "other" is offered, and with it a short text.
    #[must_use]
    pub fn takes_other(&self) -> bool {
        self.option(OTHER).is_some()
    }

    /// Whether its answers can be counted: everything but free text.
    #[must_use]
    pub fn is_countable(&self) -> bool {
        !matches!(self.kind, QuestionKind::ShortText | QuestionKind::LongText)
    }

    #[must_use]
    pub fn is_published(&self) -> bool {
        self.visibility == Visibility::Published
    }
}
