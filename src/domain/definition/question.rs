//! Reading the questions of a file: which keys each kind has, and what they may say.

use std::collections::BTreeSet;

use super::names::{code, note_repeated};
use super::table::Table;
use crate::domain::question::{Question, QuestionKind, QuestionOption, ScaleLabels, Visibility};

/// Fields of the form beside the answers. No question has such a key, since `required` names both alike.
const FORM_FIELDS: [&str; 8] = [
    "stance",
    "respondent_kind",
    "organization",
    "attribution",
    "body",
    "submission_key",
    "revision",
    "intent",
];

const MAX_OPTIONS: usize = 100;
const MAX_RANKED_OPTIONS: usize = 10;
const MAX_MAX_CHARS: usize = 10_000;

/// The questions that a table lists, whose keys must differ from those asked in every area as well.
pub fn questions(parent: &mut Table<'_>, asked_everywhere: &[Question]) -> Vec<Question> {
    let mut keys = asked_everywhere.iter().map(|it| it.key.clone()).collect();
    let tables = parent.tables("questions", "key").into_iter();
    tables.filter_map(|table| question(table, &mut keys)).collect()
}

fn question(mut table: Table<'_>, keys: &mut BTreeSet<String>) -> Option<Question> {
    let key = code(&mut table, "key");
    if FORM_FIELDS.contains(&key.as_str()) {
        table.wrong("key", "The form has a field of this name already. Choose another key.");
    }
    note_repeated(&table, "key", &key, keys, "question of this area or of every area");
    let prompt = table.line("prompt", 500);
    let help = table.optional_line("help", 1_000);
    let about_respondent = table.flag("about_respondent");
    let visibility = visibility(&mut table);
    if about_respondent && visibility == Visibility::Published {
        table.wrong(
            "visibility",
            "A question about the respondent is never published. Write visibility = \"statistics\".",
        );
    }
    let kind = kind(&mut table)?;
    let options = if kind.has_options() { options(&mut table, kind) } else { Vec::new() };
    let choose_up_to = match kind {
        QuestionKind::MultipleChoice => table.number("choose_up_to", 1..=options.len().max(1)),
        _ => None,
    };
    let max_chars = match kind {
        QuestionKind::ShortText | QuestionKind::LongText => max_chars(&mut table),
        _ => None,
    };
    let scale = (kind == QuestionKind::Scale).then(|| scale(&mut table));
    table.finish(&format!("A question of the kind {}", kind.as_str()));
    Some(Question {
        key,
        kind,
        prompt,
        help,
        visibility,
        about_respondent,
        choose_up_to,
        max_chars,
        scale,
        options,
    })
}

fn kind(table: &mut Table<'_>) -> Option<QuestionKind> {
    let written = table.line("kind", 60);
    let kind = QuestionKind::parse(&written);
    if kind.is_none() && !written.is_empty() {
        let known: Vec<_> = QuestionKind::ALL.iter().map(|it| it.as_str()).collect();
        table.wrong("kind", format!("Write one of: {}.", known.join(", ")));
    }
    kind
}

fn visibility(table: &mut Table<'_>) -> Visibility {
    let Some(written) = table.optional_line("visibility", 60) else { return Visibility::Published };
    Visibility::parse(&written).unwrap_or_else(|| {
        table.wrong("visibility", "Write \"published\" or \"statistics\".");
        // The careful one, so that nothing further is noted about it.
        Visibility::Statistics
    })
}

fn options(table: &mut Table<'_>, kind: QuestionKind) -> Vec<QuestionOption> {
    let mut codes = BTreeSet::new();
    let tables = table.tables("options", "code").into_iter();
    let options: Vec<_> = tables.map(|it| option(it, kind, &mut codes)).collect();
    let most = if kind == QuestionKind::Ranking { MAX_RANKED_OPTIONS } else { MAX_OPTIONS };
    if !(2..=most).contains(&options.len()) {
        table.wrong("options", format!("Give 2 to {most} options, not {}.", options.len()));
    }
    options
}

fn option(
    mut table: Table<'_>,
    kind: QuestionKind,
    codes: &mut BTreeSet<String>,
) -> QuestionOption {
    let code = code(&mut table, "code");
    note_repeated(&table, "code", &code, codes, "option of this question");
    let label = table.line("label", 200);
    // A ranking puts options in order: none of them can rule out the others.
    let exclusive = kind != QuestionKind::Ranking && table.flag("exclusive");
    table.finish(&format!("An option of the kind {}", kind.as_str()));
    QuestionOption { code, label, exclusive }
}

fn scale(table: &mut Table<'_>) -> ScaleLabels {
    ScaleLabels {
        lowest: table.line("lowest", 100),
        middle: table.line("middle", 100),
        highest: table.line("highest", 100),
        not_sure: table.optional_line("not_sure", 100),
    }
}

fn max_chars(table: &mut Table<'_>) -> Option<usize> {
    if !table.has("max_chars") {
        table
            .wrong("max_chars", "This key is missing: say how many characters an answer may have.");
    }
    table.number("max_chars", 1..=MAX_MAX_CHARS)
}
