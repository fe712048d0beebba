//! What an administrator does holds on every instance from the next request on. (C6)

use lectern::domain::role::Role;

use super::{act, give, path_of};
use crate::support::{TestApp, Visitor};

#[actix_web::test]
async fn another_instance_knows_of_a_suspension_and_of_a_role_at_the_next_request() {
    let app = TestApp::spawn().await;
    let second = app.second();
    let ada = app.administrator("Ada").await;
    let grant = app.grant("Mo", Role::Moderator, "everything").await.0;
    app.grant("Mo", Role::Analyst, "everything").await;
    app.account("Ben").await;
    let there = |name: &'static str| {
        let visitor = Visitor::at(&second.url("/"));
        let app = &app;
        async move {
            app.sign_in(&visitor, name).await;
            visitor
        }
    };
    let (mo, ben) = (there("Mo").await, there("Ben").await);
    mo.get("/moderation").await.expect(200);
    ben.get("/account").await.expect(200);

    let (of_mo, of_ben) = (path_of(&app, "Mo").await, path_of(&app, "Ben").await);
    act(&ada, &format!("{of_mo}/revoke/{grant}"), "Take the role away").await.expect(303);
    act(&ada, &format!("{of_ben}/suspend"), "Suspend").await.expect(303);

    mo.get("/moderation").await.expect(303);
    ben.get("/account").await.expect(303);
    let mo = there("Mo").await;
    mo.get("/moderation").await.expect(403);
    give(&ada, &of_mo, "moderator", "everything").await.expect(303);
    mo.get("/moderation").await.expect(303);
    there("Mo").await.get("/moderation").await.expect(200);
}
