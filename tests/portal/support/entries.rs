//! Comments on paper, entered and checked without pages.

use chrono::Utc;
use lectern::domain::entry::{Days, Entered};
use lectern::domain::fields::Fields;
use lectern::domain::submission::FormDefinition;
use lectern::domain::tracking_number::TrackingNumber;
use lectern::models::area::Area;
use lectern::models::comment::Comment;
use lectern::models::entry::{Entry, EntryId};
use lectern::models::entry_file;
use lectern::models::initiative::Initiative;
use lectern::models::question::QuestionSet;
use lectern::models::respondent_kind::RespondentKind;
use lectern::record::entries::{self, Place};

use super::comments::store;
use super::{AREA, TestApp};

/// An entry to be: `app.entry("…").by("Mo").scan("a.pdf", b"…").insert()`.
pub struct EntryBuilder<'a> {
    app: &'a TestApp,
    by: &'a str,
    fields: Vec<(String, String)>,
    scans: Vec<(&'a str, &'a [u8])>,
}

impl TestApp {
    /// A comment that came by post today, entered by Mo, on the area of the stories.
    pub fn entry(&self, body: &str) -> EntryBuilder<'_> {
        let zone = chrono_tz::America::New_York;
        let today = Utc::now().with_timezone(&zone).date_naive().to_string();
        let builder = EntryBuilder { app: self, by: "Mo", fields: Vec::new(), scans: Vec::new() };
        builder.field("body", body).day(&today).channel("post").signatories("1")
    }

    /// Hands it over to be checked.
    pub async fn hand_over(&self, id: EntryId) {
        let mut conn = self.state.db().await.unwrap();
        let entry = Entry::find(&mut conn, id).await.unwrap();
        let (initiative, area, question_set, _) = asked(&mut conn, &entry).await;
        let place = Place { initiative: &initiative, area: &area, question_set: &question_set };
        let writer = entry.writers[0];
        entries::hand_over(&mut conn, &place, &entry, writer).await.unwrap();
    }

    /// Confirms it in somebody's name, and gives the number of the comment.
    pub async fn confirm(&self, id: EntryId, by: &str) -> TrackingNumber {
        let checker = self.account(by).await.id;
        let mut conn = self.state.db().await.unwrap();
        let entry = Entry::find(&mut conn, id).await.unwrap();
        let (initiative, area, question_set, form) = asked(&mut conn, &entry).await;
        let place = Place { initiative: &initiative, area: &area, question_set: &question_set };
        let submission = lectern::domain::entry::submission(&entry.fields, &form).unwrap();
        let entered = Entered { arrival: entry.arrival(), submission };
        entries::confirm(&mut conn, &place, &entry, (checker, &entered)).await.unwrap()
    }

    /// The number of the comment that an entry became.
    pub async fn number_of(&self, id: EntryId) -> TrackingNumber {
        let mut conn = self.db().await;
        let entry = Entry::find(&mut conn, id).await.unwrap();
        let comment = Comment::find_by_id(&mut conn, entry.comment_id.unwrap()).await.unwrap();
        comment.tracking_number
    }
}

impl<'a> EntryBuilder<'a> {
    pub fn by(self, by: &'a str) -> Self {
        Self { by, ..self }
    }

    pub fn channel(self, channel: &str) -> Self {
        self.field("channel", channel)
    }

    pub fn signatories(self, n: &str) -> Self {
        self.field("n_signatories", n)
    }

    /// The day on which it came, such as `2026-12-01`.
    pub fn day(self, day: &str) -> Self {
        self.field("received_on", day)
    }

    /// As it is signed, and shown.
    pub fn name(self, name: &str) -> Self {
        self.field("display_name", name).field("attribution", "named")
    }

    pub fn kept_at(self, place: &str) -> Self {
        self.field("kept_at", place)
    }

    /// Any field of the form by its name.
    pub fn field(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(it, _)| it != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// An answer: `answer("size", "small")`.
    pub fn answer(self, key: &str, value: &str) -> Self {
        self.field(&format!("answers.{key}"), value)
    }

    /// A scan, as it would be after it was looked at: by its ending it is what it says.
    pub fn scan(mut self, name: &'a str, bytes: &'a [u8]) -> Self {
        self.scans.push((name, bytes));
        self
    }

    /// Enters it. Nobody has handed it over yet.
    pub async fn insert(self) -> EntryId {
        let by = self.app.account(self.by).await.id;
        let mut conn = self.app.state.db().await.unwrap();
        let (initiative, area) = Area::find_by_path(&mut conn, AREA).await.unwrap();
        let question_set = QuestionSet::latest(&mut conn, area.id).await.unwrap();
        let form = definition(&mut conn, &initiative, &question_set).await;
        let fields = Fields::new(self.fields);
        let days = Days::of(&area.period().unwrap(), initiative.zone(), Utc::now());
        let entered = Entered::parse(&fields, &form, Some(&days));
        let entered = entered.unwrap_or_else(|it| panic!("not a valid entry: {it:?}"));
        let key = hex::encode(rand::random::<[u8; 16]>());
        let place = Place { initiative: &initiative, area: &area, question_set: &question_set };
        let typed = (&fields, &entered.arrival);
        let id = entries::enter(&mut conn, &place, by, &key, typed).await.unwrap().unwrap();
        for (name, bytes) in self.scans {
            let file = store(self.app, name, bytes).await;
            entry_file::add(&mut conn, id, by, &file, 20).await.unwrap();
        }
        id
    }
}

async fn asked(
    conn: &mut diesel_async::AsyncPgConnection,
    entry: &Entry,
) -> (Initiative, Area, QuestionSet, FormDefinition) {
    let area = Area::find(conn, entry.area_id).await.unwrap();
    let initiative = Initiative::find(conn, area.initiative_id).await.unwrap();
    let set = QuestionSet::find(conn, entry.question_set_id).await.unwrap();
    let form = definition(conn, &initiative, &set).await;
    (initiative, area, set, form)
}

async fn definition(
    conn: &mut diesel_async::AsyncPgConnection,
    initiative: &Initiative,
    set: &QuestionSet,
) -> FormDefinition {
    let kinds = RespondentKind::of(conn, initiative.id).await.unwrap();
    FormDefinition {
        questions: set.iter().cloned().collect(),
        respondent_kinds: kinds.into_iter().map(|it| it.code).collect(),
        required: Vec::new(),
    }
}
