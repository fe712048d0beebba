//! The area's questions, all six kinds, as fields.

use maud::{Markup, html};

use crate::form::{
    self, Autocomplete, Choice, ChoiceGroup, ErrorSummary, Field, Item, ItemPlace, Need,
};
use crate::said::Publicity;

/// One question of the area with what was typed so far.
///
/// Its fields are named `answers.{key}`; the text beside `other` is `answers.{key}.other`; a ranking has one field
/// `answers.{key}.{option}` for each option. Errors are looked up under the same names.
pub struct Question<'a> {
    pub key: &'a str,
    pub prompt: &'a str,
    pub hint: Option<&'a str>,
    /// A warning above the field, such as what not to describe.
    pub warning: Option<&'a str>,
    pub publicity: Publicity,
    pub need: Need,
    pub kind: QuestionKind<'a>,
    pub typed: Typed<'a>,
}

/// The kind of a question and what it offers.
pub enum QuestionKind<'a> {
    SingleChoice {
        options: Vec<AnswerOption<'a>>,
    },
    MultipleChoice {
        options: Vec<AnswerOption<'a>>,
        choose_up_to: Option<u32>,
    },
    /// Five points, named `1` to `5`, with words at both ends and in the middle. `not_sure` stands apart.
    Scale {
        low: &'a str,
        middle: &'a str,
        high: &'a str,
        not_sure: Option<AnswerOption<'a>>,
    },
    Ranking {
        options: Vec<AnswerOption<'a>>,
    },
    ShortText {
        max_characters: u32,
    },
    LongText {
        max_characters: u32,
    },
}

/// One option of a question. An option whose value is `other` opens a text field.
pub type AnswerOption<'a> = Choice<'a>;

/// What was typed so far, as it came.
#[derive(Debug, Clone, Default)]
pub struct Typed<'a> {
    /// The values of `answers.{key}`: one text, one choice, or several.
    pub values: Vec<&'a str>,
    /// The value of `answers.{key}.other`.
    pub other: &'a str,
    /// For a ranking: option and the place typed for it.
    pub places: Vec<(&'a str, &'a str)>,
}

/// How long the text beside `other` may be.
const OTHER_MAX_CHARACTERS: u32 = 200;

const HOW_TO_RANK: &str =
    "Rank as many as you like: 1 is the most important. The list is in alphabetical order.";

/// Beside a hint of the area's own, which says the rest.
const WHICH_IS_FIRST: &str = "1 is the most important.";

impl Question<'_> {
    /// The fields of the question.
    pub(crate) fn fields(&self, errors: &ErrorSummary) -> Markup {
        let name = format!("answers.{}", self.key);
        let error = errors.of(&name);
        html! {
            @if let Some(warning) = self.warning { p.warning { strong { "Please note: " } (warning) } }
            @match &self.kind {
                QuestionKind::SingleChoice { options } => {
                    @let hint = self.hint(None);
                    (form::radios(&self.group(&name, error, hint.as_deref(), self.items(options, errors))))
                }
                QuestionKind::MultipleChoice { options, choose_up_to } => {
                    @let hint = self.hint(Some(&how_many(*choose_up_to)));
                    (form::checkboxes(&self.group(&name, error, hint.as_deref(), self.items(options, errors))))
                }
                QuestionKind::Scale { low, middle, high, not_sure } => {
                    @let hint = self.hint(None);
                    @let points = scale(low, middle, high, *not_sure);
                    (form::radios(&self.group(&name, error, hint.as_deref(), points)))
                }
                QuestionKind::Ranking { options } => {
                    @let how = if self.hint.is_some() { WHICH_IS_FIRST } else { HOW_TO_RANK };
                    @let hint = self.hint(Some(how));
                    @let group = self.group(&name, error, hint.as_deref(), Vec::new());
                    (form::ranking(&group, &by_label(options), &self.typed.places, errors))
                }
                QuestionKind::ShortText { max_characters } => { (self.text(&name, error, *max_characters, None)) }
                QuestionKind::LongText { max_characters } => { (self.text(&name, error, *max_characters, Some(6))) }
            }
        }
    }

    fn group<'b>(
        &'b self,
        name: &'b str,
        error: Option<&'b str>,
        hint: Option<&'b str>,
        items: Vec<Item<'b>>,
    ) -> ChoiceGroup<'b> {
        ChoiceGroup {
            name,
            legend: self.prompt,
            hint,
            publicity: Some(self.publicity.words()),
            error,
            need: self.need,
            lead: html! {},
            items,
            chosen: self.typed.values.clone(),
        }
    }

    fn items<'b>(
        &'b self,
        options: &'b [AnswerOption<'b>],
        errors: &ErrorSummary,
    ) -> Vec<Item<'b>> {
        let item = |option: &AnswerOption<'b>| match option.value {
            "other" => Item { beneath: Some(self.other_text(errors)), ..Item::plain(*option) },
            "not_sure" => Item { place: ItemPlace::Apart, ..Item::plain(*option) },
            _ => Item::plain(*option),
        };
        options.iter().map(item).collect()
    }

    fn other_text(&self, errors: &ErrorSummary) -> Markup {
        let name = format!("answers.{}.other", self.key);
        let field = Field {
            name: &name,
            label: "In your own words",
            limit: Some(OTHER_MAX_CHARACTERS),
            error: errors.of(&name),
            value: self.typed.other,
            ..Field::default()
        };
        form::text(&field, Autocomplete::Off)
    }

    fn text(
        &self,
        name: &str,
        error: Option<&str>,
        max_characters: u32,
        rows: Option<u32>,
    ) -> Markup {
        let hint = self.hint(None);
        let field = Field {
            name,
            label: self.prompt,
            hint: hint.as_deref(),
            publicity: Some(self.publicity.words()),
            error,
            value: self.typed.values.first().copied().unwrap_or_default(),
            need: self.need,
            limit: Some(max_characters),
            ..Field::default()
        };
        match rows {
            Some(rows) => form::textarea(&field, rows),
            None => form::text(&field, Autocomplete::Off),
        }
    }

    /// Everything on how to answer, in one line that is read with the field.
    fn hint(&self, how: Option<&str>) -> Option<String> {
        let required = (self.need == Need::Required).then_some("Required.");
        let parts: Vec<&str> = [required, self.hint, how].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

fn how_many(choose_up_to: Option<u32>) -> String {
    choose_up_to
        .map_or_else(|| "Choose all that apply.".to_owned(), |n| format!("Choose up to {n}."))
}

/// The same order for everybody, which favors no option: the page says that it is alphabetical.
fn by_label<'a>(options: &[AnswerOption<'a>]) -> Vec<AnswerOption<'a>> {
    let mut sorted = options.to_vec();
    sorted.sort_by_key(|option| option.label.to_lowercase());
    sorted
}

/// Five points in a row, told apart by words, and `not sure` outside them.
fn scale<'a>(
    low: &str,
    middle: &str,
    high: &str,
    not_sure: Option<AnswerOption<'a>>,
) -> Vec<Item<'a>> {
    let point = |value, words: Markup| Item {
        value,
        label: html! { span.point { (value) } " " (words) },
        beneath: None,
        place: ItemPlace::InScale,
    };
    let between =
        |from: &str, to: &str| html! { span.hidden-visually { "between " (from) " and " (to) } };
    let mut items = vec![
        point("1", html! { (low) }),
        point("2", between(low, middle)),
        point("3", html! { (middle) }),
        point("4", between(middle, high)),
        point("5", html! { (high) }),
    ];
    items.extend(not_sure.map(|it| Item { place: ItemPlace::Apart, ..Item::plain(it) }));
    items
}
