//! Every column of the dataset, and every column of the record that is not in it.
//!
//! Adding a column to `public_record.comments` breaks a test until it stands in one of the two lists.

/// One column of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    /// The column of `public_record.comments` that it shows.
    pub shows: &'static str,
    /// Its text, as SQL over `public_record.comments`; null is an empty cell.
    pub sql: &'static str,
    /// What the dictionary says about it.
    pub description: &'static str,
}

/// A column of the record that is kept out of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Private {
    pub name: &'static str,
    pub why: &'static str,
}

/// The columns of every file, in its order. Those of answers follow them: see `answer_column`.
pub const COLUMNS: [Column; 21] = [
    Column {
        name: "tracking_number",
        shows: "tracking_number",
        sql: "tracking_number",
        description: "The number that names the comment. Its page is at /comments/ and this number.",
    },
    Column {
        name: "initiative",
        shows: "area_id",
        sql: "current_setting('lectern.initiative')",
        description: "The short name of the initiative, as in its address.",
    },
    Column {
        name: "area",
        shows: "area_id",
        sql: "current_setting('lectern.area')",
        description: "The short name of the area, as in its address.",
    },
    Column {
        name: "received_on",
        shows: "received_on",
        sql: "to_char(received_on, 'YYYY-MM-DD')",
        description: "The day when the comment was received, in the time zone of the initiative.",
    },
    Column {
        name: "received_at",
        shows: "received_at",
        sql: r#"to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"#,
        description: "The time when it was received, in UTC (RFC 3339). Empty where only the day is public: \
                      for comments without a name, for imported ones and for those that staff entered.",
    },
    Column {
        name: "published_on",
        shows: "published_on",
        sql: "to_char(published_on, 'YYYY-MM-DD')",
        description: "The day when it was published, in the time zone of the initiative.",
    },
    Column {
        name: "late",
        shows: "late",
        sql: "late",
        description: "true if it came after the comment period had closed, else false.",
    },
    Column {
        name: "source",
        shows: "source",
        sql: "source",
        description: "How it came in: web (this site), import (another record), staff (entered by staff).",
    },
    Column {
        name: "source_id",
        shows: "source_id",
        sql: "source_id",
        description: "For imported comments, the name that it has in the record it came from.",
    },
    Column {
        name: "stance",
        shows: "stance",
        sql: "stance",
        description: "What it says to the direction that the area states: support, support_with_changes, \
                      neutral, oppose or not_stated. Empty for imported comments. A stance is not a vote.",
    },
    Column {
        name: "respondent_kind",
        shows: "respondent_kind",
        sql: "respondent_kind",
        description: "What kind of respondent wrote it, as they describe themselves. Empty if not given.",
    },
    Column {
        name: "organization",
        shows: "organization",
        sql: "organization",
        description: "The organization of the respondent, as they describe it. Nobody has checked it.",
    },
    Column {
        name: "attribution",
        shows: "attribution",
        sql: "attribution",
        description: "Under which name it is published: named, organization or anonymous. What was sent under a name \
                      becomes anonymous when its author closes their account.",
    },
    Column {
        name: "display_name",
        shows: "display_name",
        sql: "display_name",
        description: "The name that the respondent chose, if they comment under it. Nobody has checked it.",
    },
    Column {
        name: "question_set_version",
        shows: "question_set_version",
        sql: "question_set_version",
        description: "Which version of the questions of the area was answered.",
    },
    Column {
        name: "body",
        shows: "body",
        sql: "body",
        description: "The comment itself, as it was sent, with line breaks as one line feed.",
    },
    Column {
        name: "attachments",
        shows: "attachments",
        sql: "attachments",
        description: "How many files go with the comment. They can be downloaded from its page.",
    },
    Column {
        name: "version",
        shows: "version",
        sql: "version",
        description: "1, or how often its author has sent it: a comment can be replaced, and keeps its number and its day of receipt.",
    },
    Column {
        name: "replaced_on",
        shows: "replaced_on",
        sql: "to_char(replaced_on, 'YYYY-MM-DD')",
        description: "The day when this version was sent, in the time zone of the initiative. Empty for the first one.",
    },
    Column {
        name: "channel",
        shows: "channel",
        sql: "channel",
        description: "How it reached the agency where staff entered it: paper, post, email, telephone or hearing. \
                      Empty for all others.",
    },
    Column {
        name: "signatories",
        shows: "signatories",
        sql: "signatories",
        description: "How many people signed it, as staff counted them; 1 where nobody counted. It is one comment \
                      all the same and counts once: signatures are no more votes than stances are.",
    },
];

/// The column of the record that all answers come from.
pub const ANSWERS: &str = "answers";

/// What the dictionary says of the one column `answers` in the file of an initiative.
pub const ANSWERS_DESCRIPTION: &str =
    "In the file of an initiative: every answer to a published question, as one JSON object.";

/// What is kept out, and why.
pub const PRIVATE: [Private; 3] = [
    Private { name: "language", why: "not determined yet: it would say the same of every comment" },
    Private { name: "answered", why: "repeats the keys of the answers, for an index" },
    Private {
        name: "campaign_id",
        why: "not computed yet, and it would name members nobody can see",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    const DICTIONARY: &str = include_str!("../../docs/dataset.md");

    #[test]
    fn the_dictionary_explains_every_column() {
        for column in COLUMNS {
            let line = format!("| `{}` | {} |", column.name, column.description);
            assert!(DICTIONARY.contains(&line), "docs/dataset.md lacks this line:\n{line}");
        }
        assert!(DICTIONARY.contains(ANSWERS_DESCRIPTION));
    }

    #[test]
    fn the_dictionary_says_that_a_stance_is_not_a_vote() {
        assert!(DICTIONARY.contains("neither a ballot nor a sample"));
    }
}
