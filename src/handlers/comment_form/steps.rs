//! The form in steps, where an area asks for that: which step shows what, and where each field is found.

use lectern_templates::comment_form::{InSteps, Step};
use lectern_templates::form::ErrorSummary;

use super::asked::Asked;
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::Fields;

/// The steps of an area's form that have fields; none where it is one page.
pub struct Steps {
    path: String,
    steps: Vec<Step>,
}

impl Steps {
    pub fn of(asked: &Asked) -> Self {
        let has_questions = asked.set.iter().next().is_some();
        let mut steps = Vec::new();
        if asked.area.in_steps {
            steps.push(Step::Comment);
            steps.extend(has_questions.then_some(Step::Questions));
            steps.push(Step::AboutYou);
        }
        Self { path: asked.form_path(), steps }
    }

    /// The step with this number as it was typed; the first one where there is no such step.
    pub fn at(&self, typed: &str) -> Option<InSteps> {
        let number =
            typed.parse().ok().filter(|it| (1..=self.steps.len()).contains(it)).unwrap_or(1);
        self.numbered(number)
    }

    /// The step that has the first of these errors; the one as typed where there is none.
    pub fn to_mend(&self, errors: &FieldErrors, typed: &Fields) -> Option<InSteps> {
        let first = errors.iter().find_map(|(field, _)| self.number_of(field));
        first.map_or_else(|| self.at(typed.one("step")), |it| self.numbered(it))
    }

    /// Where the form is shown at a step counted from 1, or the one next to it that there is.
    pub fn href(&self, number: usize) -> String {
        let number = number.clamp(1, self.steps.len().max(1));
        if self.steps.is_empty() {
            self.path.clone()
        } else {
            format!("{}?step={number}", self.path)
        }
    }

    /// Each step with its address.
    pub fn links(&self) -> Vec<(Step, String)> {
        (1..).zip(&self.steps).map(|(number, step)| (*step, self.href(number))).collect()
    }

    /// Errors of fields on other steps lead there.
    pub fn lead(&self, summary: ErrorSummary, shown: Option<InSteps>) -> ErrorSummary {
        let Some(shown) = shown else { return summary };
        let mut led = ErrorSummary::none();
        for error in summary.errors {
            match self.number_of(&error.field_id).filter(|it| *it != shown.number) {
                Some(number) => {
                    let page = format!("{}&mend=1", self.href(number));
                    led.push_elsewhere(page, &error.field_id, &error.message);
                }
                None => led.errors.push(error),
            }
        }
        led
    }

    fn numbered(&self, number: usize) -> Option<InSteps> {
        let step = *self.steps.get(number.checked_sub(1)?)?;
        Some(InSteps { step, number, of: self.steps.len() + 1 })
    }

    fn number_of(&self, field: &str) -> Option<usize> {
        let wanted = match field {
            "stance" | "body" => Step::Comment,
            "files" | "respondent_kind" | "organization" | "attribution" => Step::AboutYou,
            _ if field.starts_with("answers.") => Step::Questions,
            _ => return None,
        };
        self.steps.iter().position(|it| *it == wanted).map(|it| it + 1)
    }
}
