//! A question as the fields of its form. Its kind was chosen when it was added, and stays.

use super::rows;
use super::{Asker, CHECKED, Part, Permanent, flag, optional, pair};
use crate::domain::definition::InitiativeDefinition;
use crate::domain::definition::names::suggested;
use crate::domain::field_errors::FieldErrors;
use crate::domain::fields::Fields;
use crate::domain::question::{Question, QuestionOption, ScaleLabels, Visibility};

pub const NAMES: [&str; 10] = [
    "key",
    "prompt",
    "help",
    "about",
    "choose_up_to",
    "max_chars",
    "lowest",
    "middle",
    "highest",
    "not_sure",
];

/// What a question is about, and with that who sees its answers: three choices, since one of the four would be wrong.
const SUBJECT: &str = "subject";
const STATISTICS: &str = "statistics";
const RESPONDENT: &str = "respondent";

pub fn pairs(question: &Question) -> Vec<(String, String)> {
    let number = |it: Option<usize>| it.map(|it| it.to_string()).unwrap_or_default();
    let about = match (question.about_respondent, question.visibility) {
        (true, _) => RESPONDENT,
        (false, Visibility::Statistics) => STATISTICS,
        (false, Visibility::Published) => SUBJECT,
    };
    let mut pairs = vec![
        pair("key", &question.key),
        pair("prompt", &question.prompt),
        pair("help", question.help.clone().unwrap_or_default()),
        pair("about", about),
        pair("choose_up_to", number(question.choose_up_to)),
        pair("max_chars", number(question.max_chars)),
    ];
    if let Some(scale) = &question.scale {
        pairs.extend([
            pair("lowest", &scale.lowest),
            pair("middle", &scale.middle),
            pair("highest", &scale.highest),
            pair("not_sure", scale.not_sure.clone().unwrap_or_default()),
        ]);
    }
    for (number, option) in question.options.iter().enumerate() {
        let name = |column| rows::RowPlace(number).name(column);
        pairs.push(pair(&name("code"), &option.code));
        pairs.push(pair(&name("label"), &option.label));
        pairs.extend(flag(&name("exclusive"), option.exclusive));
    }
    pairs
}

pub fn set(
    definition: &mut InitiativeDefinition,
    (asker, key): (&Asker, &str),
    typed: &Fields,
    permanent: &Permanent,
    errors: &mut FieldErrors,
) -> Part {
    let here = Part::Question(asker.clone(), key.to_owned());
    let mut questions = asker.questions(definition).unwrap_or_default().to_vec();
    let Some(question) = questions.iter_mut().find(|it| it.key == key) else { return here };
    let new_key = match typed.one("key") {
        "" => key.to_owned(),
        typed => typed.to_owned(),
    };
    if new_key != key && permanent.has_question(asker, key) {
        errors.add(
            "key",
            "This question is published: its key is a column of the dataset and stays.",
        );
        return here;
    }
    question.key.clone_from(&new_key);
    write(question, typed, errors);
    asker.set_questions(definition, questions);
    rename_required(definition, asker, key, &new_key);
    Part::Question(asker.clone(), new_key)
}

fn write(question: &mut Question, typed: &Fields, errors: &mut FieldErrors) {
    let one = |name: &str| typed.one(name).to_owned();
    question.prompt = one("prompt");
    question.help = optional(typed.one("help"));
    question.about_respondent = typed.one("about") == RESPONDENT;
    question.visibility = match typed.one("about") {
        SUBJECT => Visibility::Published,
        STATISTICS | RESPONDENT => Visibility::Statistics,
        _ => {
            errors.add("about", "Choose what the question is about.");
            Visibility::Statistics
        }
    };
    question.choose_up_to = number("choose_up_to", typed, errors);
    question.max_chars = number("max_chars", typed, errors);
    if question.scale.is_some() {
        question.scale = Some(ScaleLabels {
            lowest: one("lowest"),
            middle: one("middle"),
            highest: one("highest"),
            not_sure: optional(typed.one("not_sure")),
        });
    }
    if question.kind.has_options() {
        question.options = options(typed);
    }
}

fn options(typed: &Fields) -> Vec<QuestionOption> {
    let rows = rows::rows(typed);
    let typed_codes: Vec<&str> = rows.iter().map(|it| it.value(typed, "code")).collect();
    let mut options: Vec<QuestionOption> = Vec::new();
    for row in rows {
        let label = row.value(typed, "label").to_owned();
        let is_taken =
            |it: &str| typed_codes.contains(&it) || options.iter().any(|option| option.code == it);
        let code = match row.value(typed, "code") {
            "" => suggested(&label, '_', is_taken),
            code => code.to_owned(),
        };
        let exclusive = row.value(typed, "exclusive") == CHECKED;
        options.push(QuestionOption { code, label, exclusive });
    }
    options
}

fn number(name: &str, typed: &Fields, errors: &mut FieldErrors) -> Option<usize> {
    match typed.one(name).trim() {
        "" => None,
        typed => errors.keep(name, typed.parse().map_err(|_| "Write a whole number.".to_owned())),
    }
}

/// Where an area requires the answer, it goes on to.
fn rename_required(definition: &mut InitiativeDefinition, asker: &Asker, key: &str, new_key: &str) {
    for area in definition.areas.iter_mut().filter(|it| asker.is(&it.slug)) {
        for name in area.required.iter_mut().filter(|it| *it == key) {
            new_key.clone_into(name);
        }
    }
}

pub fn field_of(rest: &str, typed: &Fields) -> Option<String> {
    match rest {
        "visibility" | "about_respondent" => Some("about".to_owned()),
        _ if NAMES.contains(&rest) => Some(rest.to_owned()),
        _ => rows::field_of(rest.strip_prefix("options")?, "code", typed).map(|it| {
            // A file says what is wrong with all options where it names none; a form has the first label for that.
            if rest == "options" { rows::RowPlace(0).name("label") } else { it }
        }),
    }
}
