//! Any run of sending, replacing, deciding, undoing and withdrawing, against a model of it that fits on a page.
//!
//! After each step the comment stands as the model says, the public reads what the model says, the queue has what waits, and
//! the figures add up.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use lectern::domain::standing::{Outcome, Standing};
use lectern::domain::tracking_number::TrackingNumber;
use lectern::models::account::Account;
use lectern::models::area::AreaId;
use lectern::models::comment::{Comment, QueuePosition, QueuedComment, Replaced};
use lectern::models::public_comment::PublicComment;
use lectern::record::decide;
use lectern::schema::intake::comments;
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

use crate::support::TestApp;

const N_RUNS: u32 = 12;
const N_STEPS: usize = 12;
/// Few, so that steps meet one another.
const N_COMMENTS: usize = 3;

#[derive(Debug, Clone, Copy)]
enum Step {
    Send,
    Replace(usize),
    Publish(usize),
    Withhold(usize),
    Undo(usize),
    Withdraw(usize),
}

/// What a comment is to be.
#[derive(Debug, Clone)]
struct Model {
    number: TrackingNumber,
    newest: i32,
    now: State,
    /// What the latest decision changed, if it can be undone.
    before: Option<State>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    standing: Standing,
    /// The version that was decided on; 0 while there is none.
    decided: i32,
}

impl Model {
    fn waits(&self) -> bool {
        match self.now.standing {
            Standing::Pending => true,
            Standing::Published | Standing::Withheld => self.now.decided < self.newest,
            Standing::Withdrawn => false,
        }
    }

    /// Whether it can be decided so, and what it is then.
    fn decide(&mut self, standing: Standing) -> bool {
        let changes = self.now.standing != standing || self.now.decided < self.newest;
        if self.now.standing == Standing::Withdrawn || !changes {
            return false;
        }
        self.before = Some(self.now);
        self.now = State { standing, decided: self.newest };
        true
    }

    fn undo(&mut self) -> bool {
        let Some(before) = self.before.take() else { return false };
        self.now = before;
        true
    }
}

#[actix_web::test]
async fn any_run_of_replacing_and_deciding_ends_where_a_simple_model_says() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let mut runner = TestRunner::new(Config::with_cases(N_RUNS));
    let steps = proptest::collection::vec(step(), N_STEPS);
    for _ in 0..N_RUNS {
        let run = steps.new_tree(&mut runner).unwrap().current();
        let mut models: Vec<Model> = Vec::new();
        for (n, step) in run.iter().enumerate() {
            take(&app, &mut models, *step).await;
            assert_all(&app, &models, &run[..=n]).await;
        }
        for model in models.iter().filter(|it| it.now.standing != Standing::Withdrawn) {
            withdraw(&app, &model.number).await;
        }
    }
}

fn step() -> impl Strategy<Value = Step> {
    let which = || (any::<usize>()).prop_map(|it| it % N_COMMENTS);
    prop_oneof![
        2 => proptest::strategy::Just(Step::Send),
        4 => which().prop_map(Step::Replace),
        3 => which().prop_map(Step::Publish),
        3 => which().prop_map(Step::Withhold),
        3 => which().prop_map(Step::Undo),
        1 => which().prop_map(Step::Withdraw),
    ]
}

async fn take(app: &TestApp, models: &mut Vec<Model>, step: Step) {
    let which = match step {
        Step::Send => {
            if models.len() < N_COMMENTS {
                let number = app.comment("Version 1.").insert().await;
                let now = State { standing: Standing::Pending, decided: 0 };
                models.push(Model { number, newest: 1, now, before: None });
            }
            return;
        }
        Step::Replace(n)
        | Step::Publish(n)
        | Step::Withhold(n)
        | Step::Undo(n)
        | Step::Withdraw(n) => n,
    };
    let Some(model) = models.get_mut(which) else { return };
    let number = model.number.clone();
    match step {
        Step::Send => {}
        Step::Replace(_) => {
            let next = model.newest + 1;
            let replaced = app.replace(&number, &format!("Version {next}.")).await;
            if model.now.standing == Standing::Withdrawn {
                assert_eq!(replaced, Replaced::TooLate);
            } else {
                assert_eq!(replaced, Replaced::Kept(next));
                model.newest = next;
            }
        }
        Step::Publish(_) => {
            let decided = app.decide(&number, Outcome::Publish, None).await;
            assert_eq!(decided.is_ok(), model.decide(Standing::Published), "{decided:?}");
        }
        Step::Withhold(_) => {
            let decided = app.decide(&number, Outcome::Withhold, Some("off_topic")).await;
            assert_eq!(decided.is_ok(), model.decide(Standing::Withheld), "{decided:?}");
        }
        Step::Undo(_) => {
            let undone = app.undo(&number).await;
            assert_eq!(undone.is_ok(), model.undo(), "{undone:?}");
        }
        Step::Withdraw(_) => {
            if model.now.standing != Standing::Withdrawn {
                withdraw(app, &number).await;
                model.now.standing = Standing::Withdrawn;
                model.before = None;
            }
        }
    }
}

async fn withdraw(app: &TestApp, number: &TrackingNumber) {
    let mut conn = app.state.db().await.unwrap();
    let comment = Comment::find(&mut conn, number).await.unwrap();
    let author = Account::find(&mut conn, comment.author_id.unwrap()).await.unwrap();
    decide::withdraw(&mut conn, &comment, &author).await.unwrap();
}

async fn assert_all(app: &TestApp, models: &[Model], run: &[Step]) {
    let mut conn = app.db().await;
    for model in models {
        let comment = Comment::find(&mut conn, &model.number).await.unwrap();
        assert_eq!(
            (comment.standing, comment.current_version),
            (model.now.standing, model.newest),
            "{run:?}"
        );
        let public = PublicComment::find(&mut conn, &model.number).await.unwrap();
        let body = (model.now.standing == Standing::Published)
            .then(|| format!("Version {}.", model.now.decided));
        assert_eq!(public.map(|it| it.body), body, "{run:?}");
    }
    let waiting: Vec<_> =
        models.iter().filter(|it| it.waits()).map(|it| it.number.clone()).collect();
    let area_ids: Vec<AreaId> =
        comments::table.select(comments::area_id).distinct().load(&mut conn).await.unwrap();
    let queue = QueuedComment::page(&mut conn, &area_ids, QueuePosition::START, 100).await.unwrap();
    let queued: Vec<_> = queue.into_iter().map(|it| it.tracking_number).collect();
    assert_eq!(queued, waiting, "{run:?}");
    assert_eq!(differences(&mut conn).await, 0, "the figures do not add up: {run:?}");
}

/// How many figures of standings, and of comments by stance, are not what the rows say.
async fn differences(conn: &mut AsyncPgConnection) -> i64 {
    let found: Count = diesel::sql_query(
        "SELECT count(*) AS n
         FROM (SELECT bucket, n FROM public_record.figures WHERE subject = 'standing') AS shown
         FULL JOIN (SELECT standing, count(*) AS n FROM intake.comments GROUP BY standing) AS stored
             ON stored.standing = shown.bucket
         WHERE shown.n IS DISTINCT FROM stored.n",
    )
    .get_result(conn)
    .await
    .unwrap();
    let shown: Count = diesel::sql_query(
        "SELECT abs((SELECT coalesce(sum(n), 0)::bigint FROM public_record.figures WHERE subject = 'stance')
             - (SELECT count(*) FROM public_record.comments)) AS n",
    )
    .get_result(conn)
    .await
    .unwrap();
    found.n + shown.n
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}
