//! What administrators look after, and who they are.

use lectern::domain::role::Role;
use lectern::models::grant::Grant;

use crate::support::TestApp;

#[actix_web::test]
async fn the_administration_opens_to_administrators_only_and_is_found_from_their_own_page() {
    let app = TestApp::spawn().await;
    let (ada, ben) = (app.administrator("Ada").await, app.registered("Ben").await);
    let mo = app.moderator("Mo").await;

    let own = ada.get("/account").await.expect(200);
    assert!(own.links().iter().any(|(path, _)| path == "/admin"));
    let page = ada.get("/admin").await.expect(200);
    assert!(page.says("Signed in as Ada"));
    for other in [&ben, &mo] {
        other.get("/admin").await.expect(403);
        let own = other.get("/account").await.expect(200);
        assert!(!own.links().iter().any(|(path, _)| path == "/admin"));
    }
    let asked = app.visitor().get("/admin").await.expect(303);
    assert!(asked.location().starts_with("/sign-in?next="));
}

// A13
#[actix_web::test]
async fn an_administrator_without_one_time_codes_sets_them_up_before_any_page_opens() {
    let app = TestApp::spawn().await;
    let ada = app.registered("Ada").await;
    let account = app.account("Ada").await;
    Grant::give(&mut app.db().await, account.id, Role::Administrator).await.unwrap();

    let asked = ada.get("/admin").await.expect(303);

    assert_eq!(asked.location(), "/account/one-time-code?next=%2Fadmin");
}
