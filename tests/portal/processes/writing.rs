//! Killed while people save and submit: what was acknowledged is there, and nothing is there twice (rule 1).

use std::cell::Cell;
use std::rc::Rc;

use actix_web::rt::spawn;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::future::join_all;
use lectern::schema::intake::comments;
use tokio::sync::Notify;

use super::program::{self, Program};
use super::two::KEY;
use crate::support::{FORM, Form, TestApp, Visitor};

const N_ROUNDS: usize = 4;
/// How many answers come before the program is killed, with others on their way.
const N_ANSWERS: usize = 25;

#[actix_web::test]
async fn killed_while_people_save_and_submit_it_keeps_what_it_acknowledged_and_nothing_twice() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let folder = program::data_folder();
    let mut portal = beside(&app, folder.path()).await;
    let mut n_sent = 0;

    for round in 0..N_ROUNDS {
        let answers = Rc::new(Answers::default());
        let people = ["Ana", "Ben", "Cleo"].map(|it| format!("{it} {round}"));
        let (mut senders, mut savers) = (Vec::new(), Vec::new());
        for name in &people {
            let sender = app.registered(name).await.moved_to(portal.origin());
            senders.push(spawn(send(sender, name.clone(), Rc::clone(&answers))));
            let saver = app.registered(&format!("{name} saves")).await.moved_to(portal.origin());
            savers.push(spawn(save(saver, Rc::clone(&answers))));
        }
        answers.wait_for(N_ANSWERS).await;
        portal.kill();
        let sent = join_all(senders).await;
        let saved = join_all(savers).await;
        portal = beside(&app, folder.path()).await;

        for attempt in sent.into_iter().flat_map(Result::unwrap) {
            n_sent += 1;
            let form = attempt.form.moved_to(portal.origin());
            let first = form.clone().press("submit").await.expect(303);
            let receipt = plain(first.location());
            if let Some(acknowledged) = attempt.receipt {
                assert_eq!(receipt, acknowledged, "the receipt of before");
            }
            assert_eq!(plain(form.press("submit").await.expect(303).location()), receipt);
        }
        for (name, diary) in people.iter().zip(saved) {
            let diary = diary.unwrap();
            let saver = app.registered(&format!("{name} saves")).await.moved_to(portal.origin());
            let body = saver.get(FORM).await.expect(200).form("body").value("body").to_owned();
            let kept = body.parse().unwrap_or(0);
            assert!((diary.acknowledged..=diary.tried).contains(&kept), "{kept}: {diary:?}");
        }
        let n: i64 = comments::table.count().get_result(&mut app.db().await).await.unwrap();
        assert_eq!(n, n_sent, "round {round}");
    }
    assert!(n_sent > 0);
}

/// How many answers came so far.
#[derive(Default)]
struct Answers {
    n: Cell<usize>,
    another: Notify,
}

impl Answers {
    fn one_more(&self) {
        self.n.set(self.n.get() + 1);
        self.another.notify_one();
    }

    async fn wait_for(&self, n: usize) {
        while self.n.get() < n {
            self.another.notified().await;
        }
    }
}

/// A comment that was sent, and its receipt if one came.
struct Attempt {
    form: Form,
    receipt: Option<String>,
}

/// Writes one comment after the other until the program is gone.
async fn send(visitor: Visitor, name: String, answers: Rc<Answers>) -> Vec<Attempt> {
    let mut attempts = Vec::new();
    for n in 0.. {
        let Some(page) = visitor.try_get(FORM).await else { break };
        let form = page.form("body").set("body", &format!("Comment {n} of {name}."));
        let sent = form.clone().try_press("submit").await;
        let receipt = sent.as_ref().map(|it| plain(it.location()));
        attempts.push(Attempt { form, receipt });
        if sent.is_none() {
            break;
        }
        answers.one_more();
    }
    attempts
}

/// The highest number that was saved, and the highest that was tried.
#[derive(Debug, Default)]
struct Diary {
    acknowledged: i64,
    tried: i64,
}

/// Saves ever higher numbers as the text of a draft until the program is gone.
async fn save(visitor: Visitor, answers: Rc<Answers>) -> Diary {
    let mut diary = Diary::default();
    let Some(page) = visitor.try_get(FORM).await else { return diary };
    let mut form = page.form("body");
    loop {
        diary.tried += 1;
        form = form.set("body", &diary.tried.to_string());
        let Some(saved) = form.clone().try_save_by_script().await else { return diary };
        let said: serde_json::Value = serde_json::from_slice(&saved.expect(200).bytes).unwrap();
        form = form.set("revision", &said["revision"].to_string());
        form = form.set("submission_key", said["submission_key"].as_str().unwrap());
        diary.acknowledged = diary.tried;
        answers.one_more();
    }
}

async fn beside(app: &TestApp, folder: &std::path::Path) -> Program {
    at_port("0", app, folder).await
}

/// A program on the database of a story.
pub async fn at_port(port: &str, app: &TestApp, folder: &std::path::Path) -> Program {
    let plenty = || "100000".to_owned();
    let settings = [
        super::many_pages(),
        ("LECTERN_SECURITY__SECRET_KEY", KEY.to_owned()),
        // The database of the tests forgets at a power cut, and is refused otherwise.
        ("LECTERN_DATABASE__DURABILITY", "any".to_owned()),
        ("LECTERN_LIMITS__SAVE_DRAFT__BURST", plenty()),
        ("LECTERN_LIMITS__SUBMIT__BURST", plenty()),
        ("LECTERN_LIMITS__ACCOUNT__SAVE_DRAFT__BURST", plenty()),
        ("LECTERN_LIMITS__ACCOUNT__SUBMIT__BURST", plenty()),
    ];
    Program::serve_at(port, &app.database_url(), folder, &settings).await
}

fn plain(location: &str) -> String {
    location.split('?').next().unwrap().to_owned()
}
