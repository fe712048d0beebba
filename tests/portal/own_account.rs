//! What people change about their own account: theirs alone, and told to them.

mod addresses;
mod closing;
mod data;
mod password_rules;
mod passwords;
mod sessions;
mod withdrawing;

use crate::support::{TestApp, email_of};

#[actix_web::test]
async fn another_name_stands_with_new_comments_and_not_with_older_ones() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let older = app.comment("Stone lasts.").attribution("named").published().insert().await;
    let ana = app.registered("Ana").await;

    let form = ana.get("/account/name").await.expect(200).form("display_name");
    assert_eq!(form.value("display_name"), "Ana");
    let wrong = form.clone().set("display_name", " ").press("Change the name").await.expect(422);
    assert_eq!(wrong.wrong_fields(), ["display_name"]);
    let long = "x".repeat(81);
    let wrong = form.clone().set("display_name", &long).press("Change the name").await.expect(422);
    assert_eq!(wrong.form("display_name").value("display_name"), long, "what was typed is kept");
    let done =
        form.set("display_name", "Ana Whitcomb").press("Change the name").await.follow().await;

    assert!(done.says("Your name is changed.") && done.says("Signed in as Ana Whitcomb"));
    let newer = app.comment("Wood burns.").attribution("named").published().insert().await;
    for (number, name) in [(older, "Ana"), (newer, "Ana Whitcomb")] {
        let page = app.visitor().get(&format!("/comments/{number}")).await.expect(200);
        assert!(page.says(name), "{}", page.words());
        assert_eq!(page.says("Whitcomb"), name != "Ana");
    }
}

#[actix_web::test]
async fn no_form_of_the_account_takes_a_field_that_it_does_not_have() {
    let app = TestApp::spawn().await;
    app.account("Ben").await;
    let ben = app.account("Ben").await.id.0.to_string();
    let ana = app.registered("Ana").await;

    // C4: nobody writes into what a form does not offer, and nobody names another account.
    for (path, field) in [
        ("/account/name", "display_name"),
        ("/account/password", "password"),
        ("/account/sessions/end-others", "all"),
    ] {
        for (name, value) in [("account_id", ben.as_str()), ("role", "administrator")] {
            let value = [(field, "a lantern over the harbor wall"), (name, value)];
            let page = ana.post(path, &value).await;
            assert!(matches!(page.status, 400 | 422), "{path} {name}: {}", page.status);
        }
    }
    assert_eq!(app.account("Ana").await.display_name, "Ana");
    assert!(app.mails_to(&email_of("Ana")).await.is_empty());
}
