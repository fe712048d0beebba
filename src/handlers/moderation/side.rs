//! What one version of a comment says, and how it differs from another one.

use std::time::Duration;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use lectern_templates::moderation::Piece;
use lectern_templates::said::{Said, Who};
use similar::{ChangeTag, TextDiff};

use crate::domain::answer::Answer;
use crate::domain::attachment::Attachment;
use crate::handlers::said::{self, Answered};
use crate::models::comment::Comment;
use crate::models::comment_version::CommentVersion;
use crate::models::question::QuestionSet;
use crate::models::respondent_kind::{self, RespondentKind};
use crate::models::{answer, attachment};

/// Two long texts that have little in common are compared no longer than this; what is shown then is right, and coarse.
const PATIENCE: Duration = Duration::from_millis(200);

/// A version with its answers and files.
pub struct Side {
    pub version: CommentVersion,
    pub files: Vec<Attachment>,
    set: QuestionSet,
    answers: Vec<Answer>,
}

impl Side {
    pub async fn load(
        conn: &mut AsyncPgConnection,
        comment: &Comment,
        version: i32,
    ) -> QueryResult<Self> {
        let version = CommentVersion::find(conn, comment.id, version).await?;
        let set = QuestionSet::find(conn, version.question_set_id).await?;
        Ok(Self {
            answers: answer::of(conn, version.id, &set).await?,
            files: attachment::of(conn, version.id).await?,
            version,
            set,
        })
    }

    pub fn answered(&self) -> Vec<Answered<'_>> {
        Answered::given(&self.answers, &self.set)
    }

    /// Everything but the body, in words.
    pub fn said<'a>(
        &'a self,
        answered: &'a [Answered<'_>],
        kinds: &'a [RespondentKind],
    ) -> Vec<Said<'a>> {
        let version = &self.version;
        let kind = version.respondent_kind.as_deref();
        let kind = kind.map(|code| respondent_kind::label_of(kinds, code));
        let mut said =
            said::about(version.stance, kind, version.organization.as_deref(), version.attribution);
        said.extend(answered.iter().map(Answered::said));
        said
    }

    pub fn who(&self) -> Who<'_> {
        let version = &self.version;
        let organization = version.organization.as_deref();
        said::who(version.attribution, version.display_name.as_deref(), organization)
    }
}

/// What differs besides the body, by the prompts under which it was typed.
pub fn changed<'a>(
    (before, now): (&Side, &Side),
    said_before: &[Said<'a>],
    said: &[Said<'a>],
) -> Vec<&'a str> {
    let differs = |it: &&Said<'a>, others: &[Said<'a>]| {
        !others.iter().any(|other| other.prompt == it.prompt && other.answer == it.answer)
    };
    let mut prompts: Vec<&str> =
        said.iter().filter(|it| differs(it, said_before)).map(|it| it.prompt).collect();
    let gone = said_before.iter().filter(|it| differs(it, said)).map(|it| it.prompt);
    for prompt in gone {
        if !prompts.contains(&prompt) {
            prompts.push(prompt);
        }
    }
    if before.version.attribution != now.version.attribution {
        prompts.push("How the author is shown");
    }
    if before.files != now.files {
        prompts.push("Files");
    }
    prompts
}

/// Both texts in one, word by word.
pub fn changed_words(before: &str, now: &str) -> Vec<Piece> {
    let compared = TextDiff::configure().timeout(PATIENCE).diff_words(before, now);
    let mut pieces: Vec<Piece> = Vec::new();
    for change in compared.iter_all_changes() {
        let piece = match change.tag() {
            ChangeTag::Equal => Piece::Same(change.value().to_owned()),
            ChangeTag::Delete => Piece::Gone(change.value().to_owned()),
            ChangeTag::Insert => Piece::New(change.value().to_owned()),
        };
        match (pieces.last_mut(), piece) {
            (Some(Piece::Same(text)), Piece::Same(more))
            | (Some(Piece::Gone(text)), Piece::Gone(more))
            | (Some(Piece::New(text)), Piece::New(more)) => text.push_str(&more),
            (_, piece) => pieces.push(piece),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_were_changed_stand_beside_those_that_stayed() {
        let pieces = changed_words("Stone lasts\nfor ever.", "Stone lasts\nlonger than steel.");

        let without = |left_out: fn(&Piece) -> bool| -> String {
            pieces.iter().filter(|it| !left_out(it)).map(Piece::text).collect()
        };
        assert_eq!(without(|it| matches!(it, Piece::New(_))), "Stone lasts\nfor ever.");
        assert_eq!(without(|it| matches!(it, Piece::Gone(_))), "Stone lasts\nlonger than steel.");
        assert_eq!(pieces.first(), Some(&Piece::Same("Stone lasts\n".to_owned())));
    }
}
