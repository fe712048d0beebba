//! A definition in the parts that pages change, each as the fields of its form.
//!
//! A part is written into the definition as it was typed; what is wrong with it is said by the parser of files, since
//! there is one set of rules, and [`Part::field_of`] finds the field that a key of a file stands for.

mod area;
mod initiative;
pub mod lists;
mod permanent;
mod question;
mod rows;

use super::{InitiativeDefinition, read};
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::{Fields, Occurs};
use crate::domain::question::Question;

pub use permanent::Permanent;
pub use rows::{RowPlace, rearranged, rows};

/// The value of a box that is checked.
pub const CHECKED: &str = "yes";

/// What one form changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Texts,
    Agency,
    Notices,
    Paperwork,
    RespondentKinds,
    /// The area with this slug.
    Area(String),
    /// The documents of the area with this slug.
    Documents(String),
    /// The question with this key.
    Question(Asker, String),
}

/// Who asks a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asker {
    /// Every area, after its own questions.
    Everywhere,
    /// The area with this slug.
    Area(String),
}

impl Asker {
    fn is(&self, area: &str) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Area(slug) => slug == area,
        }
    }

    /// What a file calls its questions.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Everywhere => "questions".to_owned(),
            Self::Area(slug) => format!("areas.{slug}.questions"),
        }
    }

    /// The slug of the area, where one asks alone.
    #[must_use]
    pub fn area(&self) -> Option<&str> {
        match self {
            Self::Everywhere => None,
            Self::Area(slug) => Some(slug),
        }
    }

    /// The questions that it asks: an area's own ones.
    #[must_use]
    pub fn questions<'a>(&self, definition: &'a InitiativeDefinition) -> Option<&'a [Question]> {
        match self {
            Self::Everywhere => Some(&definition.asked_everywhere),
            Self::Area(slug) => definition.area(slug).map(|it| definition.own_questions(it)),
        }
    }

    /// Puts other questions in their place.
    pub fn set_questions(&self, definition: &mut InitiativeDefinition, questions: Vec<Question>) {
        let n_everywhere = definition.asked_everywhere.len();
        if *self == Self::Everywhere {
            for area in &mut definition.areas {
                area.questions.truncate(area.questions.len().saturating_sub(n_everywhere));
                area.questions.extend_from_slice(&questions);
            }
            definition.asked_everywhere = questions;
        } else if let Self::Area(slug) = self
            && let Some(area) = definition.areas.iter_mut().find(|it| it.slug == *slug)
        {
            area.questions = questions;
            area.questions.extend_from_slice(&definition.asked_everywhere);
        }
    }
}

impl Part {
    /// The slug of the area that it belongs to, where it belongs to one.
    #[must_use]
    pub fn area(&self) -> Option<&str> {
        match self {
            Self::Area(slug) | Self::Documents(slug) => Some(slug),
            Self::Question(asker, _) => asker.area(),
            _ => None,
        }
    }

    /// What a file calls it.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Texts => "texts".to_owned(),
            Self::Agency => "agency".to_owned(),
            Self::Notices => "notices".to_owned(),
            Self::Paperwork => "paperwork".to_owned(),
            Self::RespondentKinds => "respondent_kinds".to_owned(),
            Self::Area(slug) => format!("areas.{slug}"),
            Self::Documents(slug) => format!("areas.{slug}.documents"),
            Self::Question(asker, key) => format!("{}.{key}", asker.name()),
        }
    }

    /// The form as the definition fills it in; nothing where the definition has no such part.
    #[must_use]
    pub fn fields(&self, definition: &InitiativeDefinition) -> Option<Fields> {
        let pairs = match self {
            Self::Area(slug) => area::pairs(definition, definition.area(slug)?),
            Self::Documents(slug) => rows::pairs(&area::documents(definition.area(slug)?)),
            Self::Question(asker, key) => question::pairs(self.question(definition, asker, key)?),
            Self::RespondentKinds => rows::pairs(&initiative::respondent_kinds(definition)),
            _ => initiative::pairs(self, definition),
        };
        Some(Fields::new(pairs))
    }

    /// How often the form has a field of this name, besides those of every form.
    #[must_use]
    pub fn occurs(&self, name: &str) -> Occurs {
        let columns: &[&str] = match self {
            Self::RespondentKinds => &["code", "label"],
            Self::Documents(_) => &["title", "url"],
            Self::Question(..) => &["code", "label", "exclusive"],
            _ => &[],
        };
        let names: &[&str] = match self {
            Self::Area(_) if name == "required" => return Occurs::Repeatedly,
            Self::Area(_) => &area::NAMES,
            Self::Question(..) => &question::NAMES,
            Self::RespondentKinds | Self::Documents(_) => &[],
            _ => initiative::names(self),
        };
        if names.contains(&name) || rows::is_column(name, columns) {
            Occurs::Once
        } else {
            Occurs::Never
        }
    }

    /// Writes what was typed into the definition, and gives it back as it was read again, with the part that it is now:
    /// a slug or a key that nobody relies on yet can change.
    ///
    /// # Errors
    /// Everything that is wrong with this part. What is wrong or empty elsewhere is not looked at.
    pub fn set(
        &self,
        definition: &InitiativeDefinition,
        typed: &Fields,
        permanent: &Permanent,
    ) -> Result<(InitiativeDefinition, Self), FieldErrors> {
        let mut written = definition.clone();
        let mut errors = FieldErrors::default();
        let part = match self {
            Self::Area(slug) => area::set(&mut written, slug, typed, permanent, &mut errors),
            Self::Documents(slug) => {
                area::set_documents(&mut written, slug, typed);
                self.clone()
            }
            Self::Question(asker, key) => {
                question::set(&mut written, (asker, key), typed, permanent, &mut errors)
            }
            _ => {
                initiative::set(self, &mut written, typed);
                self.clone()
            }
        };
        let (definition, wrong) = read(&written.to_toml());
        for error in wrong {
            if let Some(field) = part.field_of(&error.key, &written, typed) {
                errors.add(field, error.message);
            }
        }
        if errors.is_empty() { Ok((definition, part)) } else { Err(errors) }
    }

    /// The field of this form that a key of a file stands for.
    #[must_use]
    pub fn field_of(
        &self,
        key: &str,
        definition: &InitiativeDefinition,
        typed: &Fields,
    ) -> Option<String> {
        let rest = self.keys(definition).iter().find_map(|it| key.strip_prefix(it.as_str()))?;
        match self {
            Self::Area(_) => area::field_of(rest),
            Self::Documents(_) => rows::field_of(rest, "url", typed),
            Self::Question(..) => question::field_of(rest, typed),
            Self::RespondentKinds => rows::field_of(rest, "code", typed),
            _ => initiative::names(self).contains(&rest).then(|| rest.to_owned()),
        }
    }

    /// How a file leads to this part: by its name, or by its place where the name is none.
    fn keys(&self, definition: &InitiativeDefinition) -> Vec<String> {
        match self {
            Self::Area(slug) => {
                area_keys(definition, slug).iter().map(|it| format!("{it}.")).collect()
            }
            Self::Documents(slug) => {
                area_keys(definition, slug).iter().map(|it| format!("{it}.documents")).collect()
            }
            Self::Question(asker, key) => {
                let questions = asker.questions(definition).unwrap_or_default();
                let place = questions.iter().position(|it| it.key == *key).unwrap_or_default();
                let lists = match asker {
                    Asker::Everywhere => vec![String::new()],
                    Asker::Area(slug) => {
                        area_keys(definition, slug).iter().map(|it| format!("{it}.")).collect()
                    }
                };
                let of_list = |it: &String| {
                    [format!("{it}questions.{key}."), format!("{it}questions[{place}].")]
                };
                lists.iter().flat_map(of_list).collect()
            }
            Self::RespondentKinds => vec!["respondent_kinds".to_owned()],
            _ => vec![String::new()],
        }
    }

    fn question<'a>(
        &self,
        definition: &'a InitiativeDefinition,
        asker: &Asker,
        key: &str,
    ) -> Option<&'a Question> {
        asker.questions(definition)?.iter().find(|it| it.key == key)
    }
}

fn area_keys(definition: &InitiativeDefinition, slug: &str) -> [String; 2] {
    let place = definition.areas.iter().position(|it| it.slug == slug).unwrap_or_default();
    [format!("areas.{slug}"), format!("areas[{place}]")]
}

/// A pair of a form.
fn pair(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}

/// A box that is checked sends its value, and one that is not sends nothing.
fn flag(name: &str, checked: bool) -> Option<(String, String)> {
    checked.then(|| pair(name, CHECKED))
}

/// A text whose field has several lines, on the one line that it is.
fn one_line(typed: &str) -> String {
    typed.lines().map(str::trim).filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Nothing where nothing was typed.
fn optional(typed: &str) -> Option<String> {
    (!typed.trim().is_empty()).then(|| typed.to_owned())
}
