//! The form of a question, and what the Paperwork Reduction Act may ask about it.

use lectern_templates::administration::{Column, ColumnKind};

use super::initiative::{code, label};
use super::{FieldWords, PartWords, RowWords, Way, line, optional_line};
use crate::auth::administration::definitions::Opened;
use crate::domain::definition::parts::Asker;
use crate::domain::question::{Question, QuestionKind};

pub fn of_question(opened: &Opened, asker: &Asker, key: &str) -> PartWords {
    let questions = asker.questions(&opened.definition).unwrap_or_default();
    let Some(question) = questions.iter().find(|it| it.key == key) else {
        return PartWords {
            title: String::new(),
            lead: String::new(),
            fields: Vec::new(),
            rows: None,
        };
    };
    let key_words = if opened.permanent.has_question(asker, key) {
        let hint = "It is a column of the dataset, and stays.";
        FieldWords { way: Way::Fixed, ..line("key", "Key", hint) }
    } else {
        line("key", "Key", "Names its column in the dataset. It stays once it is published.")
    };
    let mut fields = vec![
        line("prompt", "Question", "Up to 500 characters."),
        key_words,
        optional_line("help", "Help", "Stands below the question. You can leave this empty."),
        about(),
    ];
    fields.extend(of_kind(question.kind));
    PartWords {
        title: if question.prompt.is_empty() { key.to_owned() } else { question.prompt.clone() },
        lead: format!(
            "{}. Whatever changes here begins a new version of the questions once it is published; answers that were given \
             keep theirs. {}",
            question.kind.label(),
            paperwork_hint(question)
        ),
        fields,
        rows: options(question),
    }
}

/// What tells a question apart in a list.
pub fn note(question: &Question) -> String {
    let about = match (question.about_respondent, question.is_published()) {
        (true, _) => "about the respondent, statistics only",
        (false, true) => "published with the comment",
        (false, false) => "statistics only",
    };
    format!("{}, {about}", question.kind.label())
}

/// Which of the three a question is, as far as clearance is concerned: free, structured, about the respondent.
fn paperwork_hint(question: &Question) -> &'static str {
    if question.about_respondent {
        "Paperwork: it asks for facts about the respondent. Asking them of many people may need an OMB control number: ask \
         your counsel."
    } else if question.is_countable() {
        "Paperwork: it is structured. Asked of many people in the same form, it may need an OMB control number: ask your \
         counsel."
    } else {
        "Paperwork: it is answered in one's own words, which usually needs no OMB control number."
    }
}

fn about() -> FieldWords {
    let choice = |value: &str, label: &str| (value.to_owned(), label.to_owned());
    FieldWords {
        way: Way::Radios(vec![
            choice("subject", "The subject. Answers are published with the comment"),
            choice("statistics", "The subject. Answers are used for statistics only"),
            choice(
                "respondent",
                "The respondent. Answers are used for statistics only, and nobody has to give one",
            ),
        ]),
        ..line("about", "What it is about", "")
    }
}

fn of_kind(kind: QuestionKind) -> Vec<FieldWords> {
    match kind {
        QuestionKind::MultipleChoice => vec![optional_line(
            "choose_up_to",
            "How many may be chosen",
            "A number. Empty means as many as there are.",
        )],
        QuestionKind::ShortText | QuestionKind::LongText => {
            vec![line("max_chars", "How many characters an answer may have", "Up to 10,000.")]
        }
        QuestionKind::Scale => vec![
            line("lowest", "Words for 1", ""),
            line("middle", "Words for 3", ""),
            line("highest", "Words for 5", ""),
            optional_line(
                "not_sure",
                "Words for “not sure”",
                "Beside the scale. Empty: there is no such choice.",
            ),
        ],
        QuestionKind::SingleChoice | QuestionKind::Ranking => Vec::new(),
    }
}

fn options(question: &Question) -> Option<RowWords> {
    if !question.kind.has_options() {
        return None;
    }
    let mut columns = vec![label(), code()];
    let has_exclusive = question.options.iter().any(|it| it.exclusive);
    if question.kind == QuestionKind::MultipleChoice || has_exclusive {
        columns.push(Column {
            name: "exclusive",
            label: "Rules out all others, such as “None of these”",
            hint: None,
            kind: ColumnKind::Flag,
        });
    }
    Some(RowWords {
        title: "Options",
        one: "Option",
        lead: match question.kind {
            QuestionKind::Ranking => {
                "Two to ten, in alphabetical order of their labels: the order in which people see a list changes how they \
                 rank it."
            }
            _ => "At least two. The code other opens a short text beside the option.",
        },
        columns,
    })
}
