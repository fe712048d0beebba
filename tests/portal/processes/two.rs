//! Two programs on one database, as behind a load balancer.

use std::time::{Duration, Instant};

use lectern::settings::Secret;

use super::program::{self, Program};
use crate::support::TestApp;

pub const KEY: &str = "a41f7c90b2d64e58c7a9135fe20b8d4671ac9e03d5f8274b6e10c3a97d52f8b3";

/// A program beside the app of the story, on its database and with its key.
async fn beside(app: &TestApp, folder: &std::path::Path) -> Program {
    let settings = [
        super::many_pages(),
        ("LECTERN_SECURITY__SECRET_KEY", KEY.to_owned()),
        // The database of the tests forgets at a power cut, and is refused otherwise.
        ("LECTERN_DATABASE__DURABILITY", "any".to_owned()),
        ("LECTERN_LIMITS__EVERYBODY__REGISTER__PER_HOUR", "1".to_owned()),
        ("LECTERN_LIMITS__EVERYBODY__REGISTER__BURST", "2".to_owned()),
    ];
    Program::serve_on(&app.database_url(), folder, &settings).await
}

// A16
#[actix_web::test]
async fn a_notice_that_is_hung_up_at_one_program_stands_at_the_other_and_what_one_counts_holds_at_both()
 {
    // A program that is really started accepts no key that somebody typed.
    let app = TestApp::with_settings(|it| it.security.secret_key = Secret::new(KEY.to_owned()));
    let app = app.await;
    let folder = program::data_folder();
    let (one, other) = (beside(&app, folder.path()).await, beside(&app, folder.path()).await);
    let ada = app.administrator("Ada").await.moved_to(one.origin());

    let form = ada.get("/admin/site").await.expect(200).form("notice");
    form.set("notice", "Back on Monday.").press("Save the notice").await.expect(303);
    assert!(one.visitor().get("/").await.id("bulletin").contains("Back on Monday."));
    let started = Instant::now();
    while !other.visitor().get("/").await.id("bulletin").contains("Back on Monday.") {
        assert!(started.elapsed() < Duration::from_secs(20), "the other never hears of it");
    }

    let register = async |at: &Program, name: &str| {
        let email = format!("{name}@example.org");
        let fields = [("email", email.as_str()), ("display_name", name)];
        at.visitor().post("/register", &fields).await
    };
    register(&one, "ana").await.expect(200);
    register(&other, "ben").await.expect(200);
    for program in [&one, &other] {
        let refused = register(program, "cleo").await.expect(429);
        assert!(refused.says("Very many people register right now."));
    }
}
