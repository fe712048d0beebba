//! Files and the draft that they lie with.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::schema::intake::{draft_files, files};

use super::samples::{good, pdf, png};
use super::{FILES, add, names};
use crate::support::{FORM, TestApp, fill_in};

#[actix_web::test]
async fn files_of_every_kind_are_added_without_scripts_and_nothing_typed_is_lost() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let visitor = app.visitor();
    let filled = fill_in(visitor.get(FORM).await.form("body"), "Stone lasts.");

    let page = filled.clone().press("attach").await.follow().await.expect(200);
    assert!(page.path.starts_with(FILES) && page.says("There is no file yet."));
    let good = good();
    let sent: Vec<(&str, &[u8])> = good.iter().map(|(name, it)| (*name, &**it)).collect();
    let page = visitor.post_files(FILES, &sent).await.follow().await.expect(200);

    let shown: Vec<_> = good.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(page.all("ul.files li > bdi"), shown);
    assert!(page.says("notes.txt (Plain text, 1 KB)"), "{}", page.words());
    let form = visitor.get(FORM).await.expect(200);
    assert_eq!(form.form("body").typed(), filled.typed());
    assert_eq!(names(&visitor).await, shown);
    assert_eq!(names(&app.visitor()).await, Vec::<String>::new(), "nobody else sees them");
}

#[actix_web::test]
async fn what_is_wrong_with_one_file_is_said_by_its_name_and_keeps_no_other_out() {
    let app = TestApp::with_settings(|it| it.attachments.most_bytes = 20_000).await;
    app.initiative().await;
    let visitor = app.visitor();
    let long = "y".repeat(20_001);
    let exact = "y".repeat(20_000);
    let good = pdf("");
    let sent: Vec<(&str, &[u8])> = vec![
        ("good.pdf", &good),
        ("cat.gif", b"GIF89a"),
        ("long.txt", long.as_bytes()),
        ("exact.txt", exact.as_bytes()),
        ("empty.txt", b""),
        ("wrong.png", b"<svg/>"),
        ("../../last.txt", b"Last."),
    ];

    let page = visitor.post_files(FILES, &sent).await.expect(422);

    assert_eq!(page.all("ul.files li > bdi"), ["good.pdf", "exact.txt", "last.txt"]);
    let errors = page.errors();
    assert!(errors.iter().all(|(field, _)| field == "files"), "{errors:?}");
    let told: Vec<&str> = errors.iter().map(|(_, it)| it.split(':').next().unwrap()).collect();
    assert_eq!(told, ["cat.gif", "long.txt", "empty.txt", "wrong.png"]);
    assert!(page.says("long.txt: It is larger than 20 KB."), "{}", page.words());
    assert_eq!(page.all("[id='files--error']").len(), 1);
}

#[actix_web::test]
async fn a_form_without_a_file_or_with_another_field_is_told_so() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let visitor = app.visitor();

    let nothing = visitor.post_files(FILES, &[("", b"")]).await.expect(422);
    assert!(nothing.says("Choose at least one file."));
    visitor.post_files(FILES, &[]).await;
    let form = reqwest::multipart::Form::new().text("body", "words");
    let other = visitor.send(visitor.request("POST", FILES).multipart(form)).await.expect(422);
    assert!(other.says("no other field"));
    visitor.post(FILES, &[("files", "words")]).await.expect(415);
    assert_eq!(n_rows(&app).await, (0, 0), "no draft was begun for any of it");
}

#[actix_web::test]
async fn as_many_files_as_are_allowed_go_with_a_draft_and_no_more() {
    let app = TestApp::with_settings(|it| it.attachments.most_files = 3).await;
    app.initiative().await;
    let visitor = app.visitor();
    for i in 0..3 {
        add(&visitor, &format!("{i}.txt"), format!("{i}").as_bytes()).await.expect(303);
    }

    let refused = add(&visitor, "one-more.txt", b"more").await.expect(422);

    assert!(refused.says("There are 3 files already, which is the most."));
    assert!(refused.says("Take one away to add another."));
    let taken = refused.form("Take away").press("Take away").await.follow().await.expect(200);
    assert_eq!(taken.all("ul.files li > bdi"), ["1.txt", "2.txt"]);
    add(&visitor, "one-more.txt", b"more").await.expect(303);
    assert_eq!(names(&visitor).await, ["1.txt", "2.txt", "one-more.txt"]);
}

#[actix_web::test]
async fn the_same_file_sent_twice_is_there_once_and_of_two_people_it_is_one_object() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let (ana, ben) = (app.registered("Ana").await, app.visitor());

    for (visitor, name) in [(&ana, "a.txt"), (&ana, "again.txt"), (&ben, "b.txt")] {
        add(visitor, name, b"The same words.").await.expect(303);
    }

    assert_eq!(
        (names(&ana).await, names(&ben).await),
        (vec!["a.txt".into()], vec!["b.txt".into()])
    );
    assert_eq!(n_rows(&app).await, (1, 2));
    assert_eq!(objects(&app).len(), 1);
}

#[actix_web::test]
async fn a_file_is_taken_away_by_whose_it_is_alone() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let (ana, eve) = (app.visitor(), app.visitor());
    add(&ana, "a.txt", b"Ana's.").await.expect(303);
    add(&eve, "e.txt", b"Eve's.").await.expect(303);
    let id: i64 =
        draft_files::table.select(draft_files::id).first(&mut app.db().await).await.unwrap();

    let remove = format!("{FILES}/remove");
    eve.post(&remove, &[("file", &id.to_string())]).await.expect(303);
    eve.post(&remove, &[("file", "x")]).await.expect(422);
    eve.post(&remove, &[]).await.expect(422);

    assert_eq!(names(&ana).await, ["a.txt"]);
    assert_eq!(names(&eve).await, ["e.txt"]);
}

#[actix_web::test]
async fn a_script_is_answered_in_its_own_language() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let visitor = app.visitor();
    for (name, bytes, status, added) in
        [("a.png", png(2, 2, &[]), 200, 1), ("b.png", b"no".to_vec(), 422, 0)]
    {
        let part = reqwest::multipart::Part::bytes(bytes).file_name(name);
        let form = reqwest::multipart::Form::new().part("files", part);
        let request = visitor.request("POST", FILES).header("accept", "application/json");
        let said = visitor.send(request.multipart(form)).await.expect(status);
        let said: serde_json::Value = serde_json::from_slice(&said.bytes).unwrap();
        assert_eq!(said["added"], added, "{said}");
        assert_eq!(said["errors"].as_array().unwrap().len(), 1 - added);
    }
}

/// Contents, and names of contents.
pub async fn n_rows(app: &TestApp) -> (i64, i64) {
    let mut conn = app.db().await;
    let contents = files::table.count().get_result(&mut conn).await.unwrap();
    (contents, draft_files::table.count().get_result(&mut conn).await.unwrap())
}

/// Everything in the store.
pub fn objects(app: &TestApp) -> Vec<String> {
    let mut found = Vec::new();
    let shelves = std::fs::read_dir(&app.settings.attachments.folder).unwrap();
    for shelf in shelves.map(|it| it.unwrap().path()) {
        if shelf.is_file() {
            found.push(shelf.display().to_string());
            continue;
        }
        let files = std::fs::read_dir(shelf).unwrap();
        found.extend(files.map(|it| it.unwrap().path().display().to_string()));
    }
    found
}
