//! The lists of a definition whose items have a page of their own: areas and questions.

use chrono::DateTime;

use super::{Asker, Permanent};
use crate::domain::definition::names::suggested;
use crate::domain::definition::{AreaDefinition, InitiativeDefinition};
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::Fields;
use crate::domain::question::{Question, QuestionKind, ScaleLabels, Visibility};
use crate::domain::text;

/// How long an answer may be where nobody said yet.
const SHORT_CHARS: usize = 200;
const LONG_CHARS: usize = 2_000;

/// A list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum List {
    Areas,
    Questions(Asker),
}

/// A change of a list, as a button of its page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    Up(String),
    Down(String),
    Remove(String),
    Add,
}

impl Edit {
    /// `add`, or `up.{name}`, `down.{name}`, `remove.{name}`.
    #[must_use]
    pub fn parse(button: &str) -> Option<Self> {
        match button.split_once('.') {
            None if button == "add" => Some(Self::Add),
            Some(("up", name)) => Some(Self::Up(name.to_owned())),
            Some(("down", name)) => Some(Self::Down(name.to_owned())),
            Some(("remove", name)) => Some(Self::Remove(name.to_owned())),
            _ => None,
        }
    }
}

impl List {
    /// What a file calls it.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Areas => "areas".to_owned(),
            Self::Questions(asker) => asker.name(),
        }
    }

    /// The slug of the area that it belongs to, where it belongs to one.
    #[must_use]
    pub fn area(&self) -> Option<&str> {
        match self {
            Self::Areas => None,
            Self::Questions(asker) => asker.area(),
        }
    }

    /// The fields of its page, besides those of every form.
    #[must_use]
    pub fn names(&self) -> &'static [&'static str] {
        match self {
            Self::Areas => &["title", "name"],
            Self::Questions(_) => &["title", "name", "kind"],
        }
    }

    /// Changes the list, and says which item was added.
    ///
    /// # Errors
    /// What is wrong with the item to be added, or why one cannot be removed.
    pub fn edit(
        &self,
        definition: &mut InitiativeDefinition,
        edit: &Edit,
        typed: &Fields,
        permanent: &Permanent,
    ) -> Result<Option<String>, FieldErrors> {
        match (self, edit) {
            (_, Edit::Add) => return self.add(definition, typed, permanent).map(Some),
            (Self::Areas, Edit::Remove(slug)) if permanent.areas.contains(slug) => {
                let mut errors = FieldErrors::default();
                errors.add(
                    "",
                    "A published area cannot be removed, since its comments and its addresses stay. Close its comment \
                     period instead.",
                );
                return Err(errors);
            }
            (Self::Areas, _) => rearrange(&mut definition.areas, edit, |it| &it.slug),
            (Self::Questions(asker), _) => {
                let mut questions = asker.questions(definition).unwrap_or_default().to_vec();
                rearrange(&mut questions, edit, |it| &it.key);
                asker.set_questions(definition, questions);
                if let Edit::Remove(key) = edit {
                    require_no_longer(definition, asker, key);
                }
            }
        }
        Ok(None)
    }

    fn add(
        &self,
        definition: &mut InitiativeDefinition,
        typed: &Fields,
        permanent: &Permanent,
    ) -> Result<String, FieldErrors> {
        let mut errors = FieldErrors::default();
        let title = errors.keep("title", title(typed.one("title")));
        let kind = QuestionKind::parse(typed.one("kind"));
        if matches!(self, Self::Questions(_)) && kind.is_none() {
            errors.add("kind", "Choose how it is answered.");
        }
        let is_taken = |it: &str| self.is_taken(definition, permanent, it);
        let name = self.chosen_name(typed, is_taken);
        if is_taken(&name) {
            errors.add("name", format!("“{name}” is taken, or was once. Choose another one."));
        } else if let Some(message) = self.is_wrong(&name) {
            errors.add("name", message);
        }
        let (Some(title), true) = (title, errors.is_empty()) else { return Err(errors) };
        match (self, kind) {
            (Self::Questions(asker), Some(kind)) => {
                let mut questions = asker.questions(definition).unwrap_or_default().to_vec();
                questions.push(new_question(kind, &name, title));
                asker.set_questions(definition, questions);
            }
            _ => {
                let everywhere = definition.asked_everywhere.clone();
                definition.areas.push(new_area(&name, title, everywhere));
            }
        }
        Ok(name)
    }

    fn chosen_name(&self, typed: &Fields, is_taken: impl Fn(&str) -> bool) -> String {
        let between = if *self == Self::Areas { '-' } else { '_' };
        match typed.one("name").trim() {
            "" => suggested(typed.one("title"), between, is_taken),
            name => name.to_owned(),
        }
    }

    /// What was published once under a name is not taken for something else.
    fn is_taken(
        &self,
        definition: &InitiativeDefinition,
        permanent: &Permanent,
        name: &str,
    ) -> bool {
        match self {
            Self::Areas => definition.area(name).is_some() || permanent.areas.contains(name),
            Self::Questions(asker) => {
                let concerned = definition.areas.iter().filter(|it| asker.is(&it.slug));
                permanent.has_question(asker, name)
                    || definition.asked_everywhere.iter().any(|it| it.key == name)
                    || concerned.flat_map(|it| &it.questions).any(|it| it.key == name)
            }
        }
    }

    /// Only what a name must look like; whatever else is wrong the parser says.
    fn is_wrong(&self, name: &str) -> Option<String> {
        let mut definition = InitiativeDefinition::empty("name");
        let (key, list) = match self {
            Self::Areas => (format!("areas.{name}.slug"), "areas[0].slug"),
            Self::Questions(_) => (format!("questions.{name}.key"), "questions[0].key"),
        };
        if *self == Self::Areas {
            definition.areas.push(new_area(name, String::new(), Vec::new()));
        } else {
            let question = new_question(QuestionKind::ShortText, name, String::new());
            definition.asked_everywhere.push(question);
        }
        let (_, errors) = super::read(&definition.to_toml());
        errors.into_iter().find(|it| it.key == key || it.key == list).map(|it| it.message)
    }
}

fn rearrange<T>(items: &mut Vec<T>, edit: &Edit, name_of: impl Fn(&T) -> &String) {
    let place = |name: &str| items.iter().position(|it| name_of(it) == name);
    match edit {
        Edit::Up(name) => {
            if let Some(place) = place(name).filter(|it| *it > 0) {
                items.swap(place - 1, place);
            }
        }
        Edit::Down(name) => {
            if let Some(place) = place(name).filter(|it| it + 1 < items.len()) {
                items.swap(place, place + 1);
            }
        }
        Edit::Remove(name) => items.retain(|it| name_of(it) != name),
        Edit::Add => {}
    }
}

fn require_no_longer(definition: &mut InitiativeDefinition, asker: &Asker, key: &str) {
    for area in definition.areas.iter_mut().filter(|it| asker.is(&it.slug)) {
        area.required.retain(|it| it != key);
    }
}

fn title(typed: &str) -> Result<String, String> {
    let title = text::single_line(typed, "This text", 200)?;
    if title.is_empty() { Err("Write something here.".to_owned()) } else { Ok(title) }
}

fn new_area(slug: &str, title: String, asked_everywhere: Vec<Question>) -> AreaDefinition {
    AreaDefinition {
        slug: slug.to_owned(),
        title,
        summary: String::new(),
        background: String::new(),
        stated_direction: String::new(),
        opens_at: DateTime::default(),
        closes_at: DateTime::default(),
        take_late_comments: false,
        in_steps: false,
        period_reason: None,
        required: Vec::new(),
        documents: Vec::new(),
        questions: asked_everywhere,
    }
}

fn new_question(kind: QuestionKind, key: &str, prompt: String) -> Question {
    let empty = String::new;
    Question {
        key: key.to_owned(),
        kind,
        prompt,
        help: None,
        visibility: Visibility::Published,
        about_respondent: false,
        choose_up_to: None,
        max_chars: match kind {
            QuestionKind::ShortText => Some(SHORT_CHARS),
            QuestionKind::LongText => Some(LONG_CHARS),
            _ => None,
        },
        scale: (kind == QuestionKind::Scale).then(|| ScaleLabels {
            lowest: empty(),
            middle: empty(),
            highest: empty(),
            not_sure: None,
        }),
        options: Vec::new(),
    }
}
