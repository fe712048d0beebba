//! Comments, built on the way that the form takes, without its pages.

use lectern::domain::fields::Fields;
use lectern::domain::receipt::Receipt;
use lectern::domain::submission::{FormDefinition, Submission};
use lectern::domain::tracking_number::TrackingNumber;
use lectern::mail::letters::Received;
use lectern::models::account::Account;
use lectern::models::area::Area;
use lectern::models::comment::{NewComment, Submitted, submit};
use lectern::models::initiative::Initiative;
use lectern::models::question::QuestionSet;
use lectern::models::respondent_kind::RespondentKind;

use super::{AREA, TestApp};

/// A comment to be: `app.comment("…").by("Ana").published().insert()`.
pub struct CommentBuilder<'a> {
    app: &'a TestApp,
    area: &'a str,
    author: &'a str,
    fields: Vec<(String, String)>,
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
        CommentBuilder { app: self, area: AREA, author: "Ana", fields, then: Then::Wait }
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

    pub fn published(self) -> Self {
        Self { then: Then::Publish, ..self }
    }

    pub fn withheld(self, reason_code: &'a str) -> Self {
        Self { then: Then::Withhold { reason_code }, ..self }
    }

    /// Submits it, and has it decided on if the story said so.
    pub async fn insert(self) -> TrackingNumber {
        let author = self.app.account(self.author).await;
        let number = submit_now(self.app, self.area, &author, Fields::new(self.fields)).await;
        match self.then {
            Then::Wait => {}
            Then::Publish => self.app.publish(&number).await,
            Then::Withhold { reason_code } => self.app.withhold(&number, reason_code).await,
        }
        number
    }
}

async fn submit_now(app: &TestApp, path: &str, author: &Account, typed: Fields) -> TrackingNumber {
    let mut conn = app.state.db().await.unwrap();
    let (initiative, area) = Area::find_by_path(&mut conn, path).await.unwrap();
    let set = QuestionSet::latest(&mut conn, area.id).await.unwrap();
    let kinds = RespondentKind::of(&mut conn, initiative.id).await.unwrap();
    let submission = parse(&typed, &set, &kinds, &area);
    let number = TrackingNumber::random();
    let nonce: [u8; 16] = rand::random();
    let receipt = receipt(&number, &initiative, &area, &set, &submission, &nonce).sha256();
    let new = NewComment {
        tracking_number: &number,
        area_id: area.id,
        time_zone: &initiative.time_zone,
        author,
        submission_key: number.as_str(),
        submission: &submission,
        question_set: &set,
        receipt_nonce: &nonce,
        receipt_sha256: &receipt,
        drafts: &[],
    };
    let received = Received {
        author,
        initiative: &initiative,
        area: &area,
        tracking_number: number.as_str(),
        digest: &hex::encode(&receipt),
    };
    let site = &app.state.site;
    let submitted = submit(&mut conn, &new, |at, late| received.receipt(site, at, late)).await;
    assert_eq!(submitted.unwrap(), Submitted::Received);
    number
}

#[track_caller]
fn parse(typed: &Fields, set: &QuestionSet, kinds: &[RespondentKind], area: &Area) -> Submission {
    let form = FormDefinition {
        questions: set.iter().cloned().collect(),
        respondent_kinds: kinds.iter().map(|it| it.code.clone()).collect(),
        required: area.required.clone(),
    };
    Submission::parse(typed, &form).unwrap_or_else(|it| panic!("not a valid comment: {it:?}"))
}

fn receipt<'a>(
    tracking_number: &'a TrackingNumber,
    initiative: &'a Initiative,
    area: &'a Area,
    set: &QuestionSet,
    submission: &'a Submission,
    nonce: &'a [u8],
) -> Receipt<'a> {
    Receipt {
        tracking_number,
        version: 1,
        initiative: &initiative.slug,
        area: &area.slug,
        question_set: set.version,
        submission,
        nonce,
    }
}
