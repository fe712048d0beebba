//! Radios, checkboxes and rankings: several controls under one legend.

use maud::{Markup, html};

use super::errors::{ErrorSummary, error_line};
use super::parts::{Choice, Need, describers, hint, options, publicity};
use crate::text;

/// What an option of a ranking says before it has a place.
const UNRANKED: &str = "No place";

/// Longer lists than this stand in columns where there is room.
const LONG_LIST: usize = 12;

/// A group of controls under one legend.
#[derive(Debug)]
pub struct ChoiceGroup<'a> {
    pub name: &'a str,
    pub legend: &'a str,
    pub hint: Option<&'a str>,
    /// Who will see what is chosen here.
    pub publicity: Option<&'a str>,
    pub error: Option<&'a str>,
    pub need: Need,
    /// What stands between the legend and the choices, such as the stated direction.
    pub lead: Markup,
    pub items: Vec<Item<'a>>,
    /// What was chosen so far, also what is not among the items.
    pub chosen: Vec<&'a str>,
}

/// One radio or checkbox with what stands around it.
#[derive(Debug)]
pub struct Item<'a> {
    pub value: &'a str,
    pub label: Markup,
    /// What stands under the choice: a hint, or the text field of `other`.
    pub beneath: Option<Markup>,
    pub place: ItemPlace,
}

/// Whether a choice is one of the row or stands apart from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemPlace {
    InRow,
    /// A point on a scale: the points stand beside one another where there is room.
    InScale,
    Apart,
}

impl ItemPlace {
    fn class(self) -> Option<&'static str> {
        match self {
            Self::InRow => None,
            Self::InScale => Some("choice-point"),
            Self::Apart => Some("choice-apart"),
        }
    }
}

impl<'a> Item<'a> {
    /// A choice with its label alone.
    pub fn plain(choice: Choice<'a>) -> Self {
        let label = html! { (choice.label) };
        Self { value: choice.value, label, beneath: None, place: ItemPlace::InRow }
    }

    fn left_over(value: &'a str) -> Self {
        let label = html! { (text::isolated(value)) " (not on the list)" };
        Self { value, label, beneath: None, place: ItemPlace::InRow }
    }
}

/// One of several.
pub fn radios(group: &ChoiceGroup<'_>) -> Markup {
    html! {
        fieldset.field.field-wrong[group.error.is_some()] role="radiogroup"
            aria-required=[(group.need == Need::Required).then_some("true")]
            aria-invalid=[group.error.map(|_| "true")]
            aria-describedby=[group.describers()] {
            (group.head())
            (group.choices("radio"))
            @if group.need == Need::Optional { (no_answer(group.name)) }
        }
    }
}

/// Any number of several.
pub fn checkboxes(group: &ChoiceGroup<'_>) -> Markup {
    html! {
        fieldset.field.field-wrong[group.error.is_some()] aria-describedby=[group.describers()] {
            (group.head())
            (group.choices("checkbox"))
        }
    }
}

/// A place for each of several: a select for each choice, named `{name}.{choice}`.
///
/// The items of the group are not used; `typed` holds a choice and the place typed for it.
pub fn ranking(
    group: &ChoiceGroup<'_>,
    choices: &[Choice<'_>],
    typed: &[(&str, &str)],
    errors: &ErrorSummary,
) -> Markup {
    let places: Vec<String> = (1..=choices.len()).map(|place| place.to_string()).collect();
    let places: Vec<Choice<'_>> = places.iter().map(|it| Choice { value: it, label: it }).collect();
    html! {
        fieldset.field.field-wrong[group.error.is_some()] id=(group.name) tabindex="-1"
            aria-describedby=[group.describers()] {
            (group.head())
            @for choice in choices {
                @let id = format!("{}.{}", group.name, choice.value);
                @let place = typed.iter().find(|(option, _)| *option == choice.value).map_or("", |(_, place)| place);
                @let error = errors.of(&id);
                div.rank {
                    (error_line(&id, error))
                    select id=(id) name=(id) aria-invalid=[error.map(|_| "true")]
                        aria-describedby=[describers(&id, &[("error", error.is_some())])] { (options(UNRANKED, &places, place)) }
                    label for=(id) { (choice.label) }
                }
            }
        }
    }
}

/// A radio button cannot be taken back. A script adds a button for it; without scripts there is one more choice.
fn no_answer(name: &str) -> Markup {
    let id = format!("{name}--none");
    html! {
        noscript {
            div.choice.choice-apart { input id=(id) type="radio" name=(name) value=""; label for=(id) { "No answer" } }
        }
    }
}

impl ChoiceGroup<'_> {
    fn describers(&self) -> Option<String> {
        let parts = [
            ("hint", self.hint.is_some()),
            ("publicity", self.publicity.is_some()),
            ("error", self.error.is_some()),
        ];
        describers(self.name, &parts)
    }

    fn head(&self) -> Markup {
        html! {
            legend { (self.legend) }
            (self.lead)
            (hint(self.name, self.hint))
            (publicity(self.name, self.publicity))
            (error_line(self.name, self.error))
        }
    }

    fn choices(&self, kind: &str) -> Markup {
        let unknown = self
            .chosen
            .iter()
            .filter(|it| !it.is_empty() && !self.items.iter().any(|item| item.value == **it));
        html! {
            div.choices.choices-many[self.items.len() > LONG_LIST] {
                @for (index, item) in self.items.iter().enumerate() {
                    (self.choice(kind, index, item))
                }
                // What was chosen on a form that has since changed is neither lost nor taken for something else.
                @for (index, value) in unknown.enumerate() {
                    (self.choice(kind, self.items.len() + index, &Item::left_over(value)))
                }
            }
        }
    }

    /// The first choice carries the name: the error summary links to it. The others are short, for there are many.
    fn id_of(&self, index: usize) -> String {
        match self.name.strip_prefix("answers.") {
            _ if index == 0 => self.name.to_owned(),
            Some(key) => format!("{key}:{index}"),
            None => format!("{}-{index}", self.name),
        }
    }

    fn choice(&self, kind: &str, index: usize, item: &Item<'_>) -> Markup {
        let id = self.id_of(index);
        let invalid = self.error.filter(|_| kind == "checkbox").map(|_| "true");
        html! {
            div class=[item.place.class()] {
                input id=(id) type=(kind) name=(self.name) value=(item.value)
                    checked[self.chosen.contains(&item.value)] aria-invalid=[invalid];
                label for=(id) { (item.label) }
                @if let Some(beneath) = &item.beneath { div.beneath { (beneath) } }
            }
        }
    }
}
