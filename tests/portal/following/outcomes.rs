//! What came of the comments: published once, on the page of the area, and mailed once.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::future::join_all;
use lectern::schema::catalogue::area_outcomes;
use lectern::schema::intake::outbox;

use super::FOLLOW;
use crate::support::{Form, TestApp, Visitor};

const OUTCOME: &str = "/admin/initiatives/harbor/areas/bridge/outcome";

async fn fill(by: &Visitor) -> Form {
    let form = by.get(OUTCOME).await.expect(200).form("title");
    form.set("title", "Stone it is").set("body", "Most of you wrote of stone.\r\n\r\nSo do we.")
}

#[actix_web::test]
async fn a_note_is_previewed_published_once_and_mailed_once() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let (ada, ana) = (app.administrator("Ada").await, app.registered("Ana").await);
    ana.post(FOLLOW, &[("intent", "follow")]).await.expect(303);

    let form = fill(&ada).await.set("url", "https://agency.example/answer");
    let preview = form.press("See how").await.expect(200);
    assert!(preview.says("1 follower will be mailed") && preview.says("Stone it is"));
    let confirm = preview.form("confirm");
    let said = join_all((0..5).map(|_| confirm.clone().press("confirm"))).await;

    let n_published = said.iter().filter(|it| it.status == 303).count();
    assert_eq!(n_published, 1, "{:?}", said.iter().map(|it| it.status).collect::<Vec<_>>());
    assert!(said.iter().all(|it| [303, 409].contains(&it.status)));
    let page = app.visitor().get("/initiatives/harbor/bridge").await.expect(200);
    assert!(page.says("What came of the comments") && page.says("So do we."));
    app.worker_round().await;
    app.worker_round().await;
    let bodies: Vec<String> = outbox::table
        .filter(outbox::kind.eq("followed"))
        .select(outbox::body)
        .load(&mut app.db().await)
        .await
        .unwrap();
    assert_eq!(bodies.len(), 1);
    assert!(
        bodies[0].contains("> Stone it is")
            && bodies[0].contains("\n\nhttps://agency.example/answer\n\n")
    );
}

#[actix_web::test]
async fn a_note_needs_a_title_and_a_text_and_comes_from_whoever_administers_the_area() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator_for("Ada", "harbor/bridge").await;
    let fay = app.administrator_for("Fay", "harbor/ferry").await;

    for (field, typed) in [("title", ""), ("body", " "), ("url", "javascript:alert(1)")] {
        let page = fill(&ada).await.set(field, typed).press("See how").await.expect(422);
        assert_eq!(page.wrong_fields(), [field]);
    }
    fill(&ada).await.sent_by(&fay).press("See how").await.expect(404);
    let n: i64 = area_outcomes::table.count().get_result(&mut app.db().await).await.unwrap();
    assert_eq!(n, 0);
}
