//! Comments, built on the way that the form takes, without its pages.

use std::io::Write;

use lectern::domain::attachment::{Attachment, FileDigest};
use lectern::domain::fields::Fields;
use lectern::domain::file_name::FileName;
use lectern::domain::submission::{FormDefinition, Submission};
use lectern::domain::tracking_number::TrackingNumber;
use lectern::models::account::Account;
use lectern::models::area::Area;
use lectern::models::comment::{Comment, Replaced, Submitted};
use lectern::models::comment_version::CommentVersion;
use lectern::models::file;
use lectern::models::initiative::Initiative;
use lectern::models::question::QuestionSet;
use lectern::models::respondent_kind::RespondentKind;
use lectern::record::receive::{Received, receive};
use lectern::record::replace::{Replacing, replace};
use sha2::{Digest, Sha256};

use super::{AREA, TestApp};

/// A comment to be: `app.comment("…").by("Ana").published().insert()`.
pub struct CommentBuilder<'a> {
    app: &'a TestApp,
    area: &'a str,
    author: &'a str,
    fields: Vec<(String, String)>,
    files: Vec<(&'a str, &'a [u8])>,
    then: Then<'a>,
}

enum Then<'a> {
    Wait,
    Publish,
    Withhold { reason_code: &'a str },
}

impl TestApp {
    /// A comment of Ana on the area of the stories, which has to be there: see [`TestApp::initiative`].
    pub fn comment(&self, body: &str) -> CommentBuilder<'_> {
        let fields = vec![("body".to_owned(), body.to_owned())];
        CommentBuilder {
            app: self,
            area: AREA,
            author: "Ana",
            fields,
            files: Vec::new(),
            then: Then::Wait,
        }
    }
}

impl TestApp {
    /// Puts other words in the place of what a comment says, and nothing else, by its author.
    pub async fn replace(&self, number: &TrackingNumber, body: &str) -> Replaced {
        let mut conn = self.state.db().await.unwrap();
        let comment = Comment::find(&mut conn, number).await.unwrap();
        let author = Account::find(&mut conn, comment.author_id.unwrap()).await.unwrap();
        let area = Area::find(&mut conn, comment.area_id).await.unwrap();
        let initiative = Initiative::find(&mut conn, area.initiative_id).await.unwrap();
        let version = CommentVersion::find(&mut conn, comment.id, comment.current_version);
        let version = version.await.unwrap();
        let set = QuestionSet::find(&mut conn, version.question_set_id).await.unwrap();
        let said = version.submission(&mut conn, &set).await.unwrap();
        let replacing = Replacing {
            initiative: &initiative,
            area: &area,
            question_set: &set,
            author: &author,
            comment: &comment,
            seen_version: comment.current_version,
            submission_key: &hex::encode(rand::random::<[u8; 16]>()),
            submission: &Submission { body: body.to_owned(), files: Vec::new(), ..said },
            mend_days: 14,
        };
        replace(&mut conn, &self.state.site, &replacing).await.unwrap()
    }
}

impl<'a> CommentBuilder<'a> {
    pub fn by(self, author: &'a str) -> Self {
        Self { author, ..self }
    }

    /// On another area: `initiative/area`.
    pub fn on(self, area: &'a str) -> Self {
        Self { area, ..self }
    }

    pub fn stance(self, stance: &str) -> Self {
        self.field("stance", stance)
    }

    /// `named`, `organization` or `anonymous`; nobody's name is shown who did not ask for it.
    pub fn attribution(self, attribution: &str) -> Self {
        self.field("attribution", attribution)
    }

    pub fn kind(self, respondent_kind: &str) -> Self {
        self.field("respondent_kind", respondent_kind)
    }

    pub fn organization(self, organization: &str) -> Self {
        self.field("organization", organization)
    }

    /// Any field of the form by its name, once more for each value.
    pub fn field(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// An answer: `answer("size", "small")`, or `answer("order.cost", "1")` for a ranking.
    pub fn answer(self, key: &str, value: &str) -> Self {
        self.field(&format!("answers.{key}"), value)
    }

    /// A file, as it would be after it was looked at: by its ending it is what it says.
    pub fn file(mut self, name: &'a str, bytes: &'a [u8]) -> Self {
        self.files.push((name, bytes));
        self
    }

    pub fn published(self) -> Self {
        Self { then: Then::Publish, ..self }
    }

    pub fn withheld(self, reason_code: &'a str) -> Self {
        Self { then: Then::Withhold { reason_code }, ..self }
    }

    /// Submits it, and has it decided on if the story said so.
    pub async fn insert(self) -> TrackingNumber {
        let author = self.app.account(self.author).await;
        let mut files = Vec::new();
        for (name, bytes) in self.files {
            files.push(store(self.app, name, bytes).await);
        }
        let fields = Fields::new(self.fields);
        let number = submit_now(self.app, self.area, &author, fields, files).await;
        match self.then {
            Then::Wait => {}
            Then::Publish => self.app.publish(&number).await,
            Then::Withhold { reason_code } => self.app.withhold(&number, reason_code).await,
        }
        number
    }
}

/// In the store, under a row of its own.
pub(super) async fn store(app: &TestApp, name: &str, bytes: &[u8]) -> Attachment {
    let (name, media_type) = FileName::parse(name).unwrap();
    let sha256 = FileDigest::new(Sha256::digest(bytes).into());
    let size = i64::try_from(bytes.len()).unwrap();
    file::claim(&mut app.db().await, &sha256, media_type, size).await.unwrap();
    let mut temporary = app.state.files.temporary().unwrap();
    temporary.write_all(bytes).unwrap();
    app.state.files.put(&sha256, temporary).await.unwrap();
    Attachment { name, sha256, bytes: size, media_type }
}

async fn submit_now(
    app: &TestApp,
    path: &str,
    author: &Account,
    typed: Fields,
    files: Vec<Attachment>,
) -> TrackingNumber {
    let mut conn = app.state.db().await.unwrap();
    let (initiative, area) = Area::find_by_path(&mut conn, path).await.unwrap();
    let set = QuestionSet::latest(&mut conn, area.id).await.unwrap();
    let kinds = RespondentKind::of(&mut conn, initiative.id).await.unwrap();
    let form = FormDefinition {
        questions: set.iter().cloned().collect(),
        respondent_kinds: kinds.into_iter().map(|it| it.code).collect(),
        required: area.required.clone(),
    };
    let submission = Submission::parse(&typed, &form);
    let submission = submission.unwrap_or_else(|it| panic!("not a valid comment: {it:?}"));
    let submission = Submission { files, ..submission };
    let key: [u8; 16] = rand::random();
    let received = Received {
        initiative: &initiative,
        area: &area,
        question_set: &set,
        author,
        submission_key: &hex::encode(key),
        submission: &submission,
        drafts: &[],
    };
    let (number, submitted) = receive(&mut conn, &app.state.site, &received).await.unwrap();
    assert_eq!(submitted, Submitted::Received);
    number
}
