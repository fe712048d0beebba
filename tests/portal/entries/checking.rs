//! The second pair of eyes: nobody checks what they typed, and an entry becomes a comment once.

use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use futures_util::future::join_all;
use lectern::domain::standing::{Outcome, Standing};
use lectern::record::decide::DecideError;
use lectern::schema::intake::{audit_log, comments};

use super::{enter, filled, id_of, page_of, received};
use crate::attachments::samples::pdf;
use crate::support::{TestApp, Visitor};

#[actix_web::test]
async fn nobody_checks_what_they_typed_not_even_a_word_of_it() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let [mo, kim, lou] = three(&app).await;
    let id = id_of(&enter(&mo, "We want stone.").await);
    let edit = kim.get(&format!("/entries/{}/edit", id.0)).await.form("body");
    edit.set("body", "We want stones.").press("Save").await.expect(303);
    page_of(&mo, id).await.form("hand_over").press("hand_over").await.expect(303);
    let confirm = page_of(&lou, id).await.form("confirm");

    for writer in [&mo, &kim] {
        assert!(!page_of(writer, id).await.html().contains("value=\"confirm\""));
        confirm.clone().sent_by(writer).press("confirm").await.expect(403);
    }
    assert_eq!(received(&app).await, "0");
    let by_hand = format!(
        "UPDATE intake.entries SET state = 'confirmed', checked_by = entered_by,
             comment_id = (SELECT id FROM intake.comments LIMIT 1) WHERE id = {}",
        id.0
    );
    app.comment("Another one.").insert().await;
    let refused = app.db().await.batch_execute(&by_hand).await.unwrap_err().to_string();
    assert!(refused.contains("entries_checked_by_somebody_else"), "{refused}");
    confirm.press("confirm").await.expect(303);
}

#[actix_web::test]
async fn whoever_adds_a_scan_does_not_check_it() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let [mo, kim, _] = three(&app).await;
    let id = id_of(&enter(&mo, "We want stone.").await);
    let path = format!("/entries/{}/files", id.0);

    kim.post_files(&path, &[("letter.pdf", &pdf(""))]).await.expect(303);
    app.hand_over(id).await;

    assert!(!page_of(&kim, id).await.html().contains("value=\"confirm\""));
}

#[actix_web::test]
async fn of_two_who_confirm_at_once_one_wins_and_there_is_one_comment() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let [_, kim, lou] = three(&app).await;
    for round in 1..=5 {
        let id = app.entry("A petition.").kept_at("File 1").insert().await;
        app.hand_over(id).await;
        let forms = [page_of(&kim, id).await, page_of(&lou, id).await].map(|it| it.form("confirm"));

        let said = join_all(forms.map(|it| it.press("confirm"))).await;

        let mut statuses: Vec<_> = said.iter().map(|it| it.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409]);
        assert_eq!(received(&app).await, round.to_string());
        let n: i64 = comments::table.count().get_result(&mut app.db().await).await.unwrap();
        assert_eq!(n, round);
    }
}

#[actix_web::test]
async fn what_is_sent_back_says_why_and_is_mended_before_it_is_checked_again() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let [mo, kim, _] = three(&app).await;
    let id = id_of(&enter(&mo, "We want stone.").await);
    app.hand_over(id).await;
    let check = page_of(&kim, id).await;

    let unsaid = check.form("note").press("send_back").await.expect(422);
    assert_eq!(unsaid.wrong_fields(), ["note"]);
    let why = check.form("note").set("note", "The second page is missing.");
    why.press("send_back").await.expect(303);
    let stale = check.form("confirm").press("confirm").await.expect(409);

    assert!(stale.says("Somebody changed this entry in the meantime"));
    assert!(mo.get("/entries").await.says("The second page is missing."));
    let page = page_of(&mo, id).await;
    assert!(page.says("Kim") && page.says("The second page is missing."));
    let edit = mo.get(&format!("/entries/{}/edit", id.0)).await.expect(200).form("body");
    edit.set("body", "We want stone. And light.").press("Save").await.expect(303);
    page_of(&mo, id).await.form("hand_over").press("hand_over").await.expect(303);
    let check = page_of(&kim, id).await;
    assert!(check.says("And light."));
    check.form("confirm").press("confirm").await.expect(303);
    assert_eq!(received(&app).await, "1");
}

#[actix_web::test]
async fn what_changed_since_it_was_looked_at_is_not_confirmed() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let [mo, kim, _] = three(&app).await;
    let id = id_of(&enter(&mo, "We want stone.").await);
    app.hand_over(id).await;
    let confirm = page_of(&kim, id).await.form("confirm");
    page_of(&mo, id).await.form("take_back").press("take_back").await.expect(303);
    let edit = mo.get(&format!("/entries/{}/edit", id.0)).await.expect(200).form("body");
    edit.set("body", "We want glass.").press("Save").await.expect(303);
    app.hand_over(id).await;

    let told = confirm.press("confirm").await.expect(409);

    assert!(told.says("We want glass."), "it is shown as it stands now: {}", told.words());
    assert_eq!(received(&app).await, "0");
    let take_back = page_of(&mo, id).await.form("take_back");
    take_back.sent_by(&kim).press("take_back").await.expect(403);
}

#[actix_web::test]
async fn nothing_is_handed_over_that_nobody_could_check() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let mo = app.moderator("Mo").await;
    let form = filled(&mo, "We want stone.").await.set("kept_at", "");
    let page = form.press("Save").await.follow().await.expect(200);

    let refused = page.form("hand_over").press("hand_over").await.expect(422);
    assert_eq!(refused.wrong_fields(), ["files"]);

    let path = format!("{}/files", page.path.split('?').next().unwrap());
    let no_scan = mo.post_files(&path, &[("letter.txt", b"We want stone.")]).await.expect(422);
    assert!(no_scan.says("letter.txt: A scan is a PDF, a PNG or a JPEG."), "{}", no_scan.words());
    mo.post_files(&path, &[("letter.pdf", &pdf(""))]).await.expect(303);
    let page = page_of(&mo, id_of(&page)).await;
    page.form("hand_over").press("hand_over").await.expect(303);
    let late = mo.post_files(&path, &[("more.pdf", &pdf("more"))]).await.expect(422);
    assert!(late.says("The entry was handed over meanwhile"), "{}", late.words());
    page.form("file").press("Take away").await.expect(409);
}

#[actix_web::test]
async fn what_is_discarded_never_becomes_a_comment() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let [mo, kim, _] = three(&app).await;
    let id = id_of(&enter(&mo, "We want stone.").await);
    app.hand_over(id).await;
    let check = page_of(&kim, id).await;

    let why = check.form("note").set("note", "It was entered yesterday.");
    why.press("discard").await.expect(303);

    check.form("confirm").press("confirm").await.expect(409);
    assert!(!kim.get("/entries").await.says(&format!("Entry {}", id.0)));
    mo.get(&format!("/entries/{}/edit", id.0)).await.expect(409);
    assert_eq!(received(&app).await, "0");
}

#[actix_web::test]
async fn nobody_decides_on_what_they_typed_and_whoever_checked_it_may() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let [mo, kim, _] = three(&app).await;
    let id = app.entry("A petition.").kept_at("File 1").insert().await;
    app.hand_over(id).await;
    let number = app.confirm(id, "Kim").await;
    let path = format!("/moderation/comments/{number}");

    let own = mo.get(&path).await.expect(200);
    assert!(own.says("You entered this comment. Somebody else decides on it."));
    let publish = kim.get(&path).await.expect(200).form("publish");
    publish.clone().sent_by(&mo).press("publish").await.expect(403);
    // The moderator of the stories is Mo.
    let refused = app.decide(&number, Outcome::Publish, None).await;
    assert!(matches!(refused, Err(DecideError::OwnComment)), "{refused:?}");
    publish.press("publish").await.expect(303);

    let standing: Standing =
        comments::table.select(comments::standing).first(&mut app.db().await).await.unwrap();
    assert_eq!(standing, Standing::Published);
}

#[actix_web::test]
async fn each_step_is_in_the_audit_log_without_a_word_of_what_was_typed() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let [mo, kim, _] = three(&app).await;
    let id = id_of(&enter(&mo, "We want stone.").await);
    app.hand_over(id).await;
    let why = page_of(&kim, id).await.form("note").set("note", "The second page is missing.");
    why.press("send_back").await.expect(303);
    app.hand_over(id).await;
    page_of(&kim, id).await.form("confirm").press("confirm").await.expect(303);

    let acts: Vec<(String, serde_json::Value)> = audit_log::table
        .filter(audit_log::subject.eq(format!("entry {}", id.0)))
        .order(audit_log::id)
        .select((audit_log::act, audit_log::detail))
        .load(&mut app.db().await)
        .await
        .unwrap();
    let words: Vec<_> = acts.iter().map(|(act, _)| act.as_str()).collect();
    let handed = "entry_handed_over";
    assert_eq!(words, ["comment_entered", handed, "entry_sent_back", handed, "entry_confirmed"]);
    assert!(acts.iter().all(|(_, it)| *it == serde_json::json!({ "scope": "harbor/bridge" })));
}

async fn three(app: &TestApp) -> [Visitor; 3] {
    [app.moderator("Mo").await, app.moderator("Kim").await, app.moderator("Lou").await]
}
