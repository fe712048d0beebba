//! The form in steps, where an area asks for that: what is not on this step is carried along, so that each step sends
//! everything and nothing depends on the order in which they are visited.

use maud::{Markup, html};

use super::CommentForm;
use crate::form::{self, HiddenField};

/// A step with fields. The last step is the page that checks the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Comment,
    Questions,
    AboutYou,
}

/// A step, and how many there are with that of checking.
#[derive(Debug, Clone, Copy)]
pub struct InSteps {
    pub step: Step,
    /// Counted from 1.
    pub number: usize,
    pub of: usize,
}

impl Step {
    /// What the step is about.
    pub fn title(self) -> &'static str {
        match self {
            Self::Comment => "Your comment",
            Self::Questions => "Questions on this area",
            Self::AboutYou => "About you",
        }
    }
}

impl InSteps {
    /// Where somebody is, in words: `Step 2 of 4: Questions on this area`.
    pub fn words(&self) -> String {
        format!("{}: {}", progress(self.number, self.of), self.step.title())
    }
}

/// Where somebody is: `Step 2 of 4`.
pub(super) fn progress(number: usize, of: usize) -> String {
    format!("Step {number} of {of}")
}

/// The same as a picture, under the words.
pub(super) fn way(number: usize, of: usize) -> Markup {
    html! { div.way aria-hidden="true" { @for n in 1..=of { i.on[n <= number] {} } } }
}

/// Whether the fields of this group stand on the page.
pub(super) fn shows(page: &CommentForm<'_>, group: Step) -> bool {
    page.in_steps.is_none_or(|it| it.step == group)
}

/// What was typed on the other steps.
pub(super) fn carried(page: &CommentForm<'_>) -> Markup {
    let mut fields: Vec<(String, &str)> = Vec::new();
    if !shows(page, Step::Comment) {
        fields.push(("stance".to_owned(), page.stance));
        fields.push(("body".to_owned(), page.body));
    }
    if !shows(page, Step::Questions) {
        for question in &page.questions {
            let name = format!("answers.{}", question.key);
            let (typed, other) = (&question.typed, format!("{name}.other"));
            fields.extend(typed.values.iter().map(|it| (name.clone(), *it)));
            fields.push((other, typed.other));
            fields
                .extend(typed.places.iter().map(|(option, it)| (format!("{name}.{option}"), *it)));
        }
    }
    if !shows(page, Step::AboutYou) {
        fields.push(("respondent_kind".to_owned(), page.respondent_kind));
        fields.push(("organization".to_owned(), page.organization));
        fields.push(("attribution".to_owned(), page.attribution));
    }
    html! {
        @for (name, value) in fields.iter().filter(|(_, it)| !it.is_empty()) {
            (form::hidden(&HiddenField { name, value }))
        }
    }
}
