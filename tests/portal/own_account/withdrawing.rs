//! Taking one's comment back: its author alone, after being told that it is final.

use crate::support::TestApp;

#[actix_web::test]
async fn an_author_withdraws_a_published_comment_after_being_asked() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").published().insert().await;
    let ana = app.registered("Ana").await;
    let own = format!("/account/comments/{number}");

    let page = ana.get(&own).await.expect(200);
    assert!(page.links().contains(&(format!("{own}/withdraw"), "Withdraw this comment".into())));
    let asked = ana.get(&format!("{own}/withdraw")).await.expect(200);
    assert!(asked.says("This is final."));
    app.visitor().get(&format!("/comments/{number}")).await.expect(200);
    let done = asked.form("Withdraw").press("Withdraw the comment").await.follow().await;

    assert!(done.expect(200).says("Withdrawn by the author"));
    app.visitor().get(&format!("/comments/{number}")).await.expect(410);
    let again = asked.form("Withdraw").press("Withdraw the comment").await;
    assert_eq!(again.expect(303).location(), own);
    assert_eq!(ana.get(&format!("{own}/withdraw")).await.expect(303).location(), own);
}

#[actix_web::test]
async fn nobody_withdraws_the_comment_of_somebody_else() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").published().insert().await;
    let ben = app.registered("Ben").await;

    // C2
    let path = format!("/account/comments/{number}/withdraw");
    let absent = "/account/comments/LX7-4QK9-T2MB/withdraw";
    let (foreign, none) = (ben.get(&path).await.expect(404), ben.get(absent).await.expect(404));
    assert_eq!(foreign.html_without_request_id(), none.html_without_request_id());
    ben.post(&path, &[]).await.expect(404);
    ben.post(absent, &[]).await.expect(404);

    app.visitor().get(&format!("/comments/{number}")).await.expect(200);
}
