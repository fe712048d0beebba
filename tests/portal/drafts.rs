//! Nothing that somebody typed is ever lost (rule 2).

mod autosave;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::schema::intake::{drafts, sessions};

use crate::support::{FORM, Form, Page, TestApp, Visitor, email_of, fill_in};

const PASSWORD: &str = "a lantern over the harbor wall";

#[actix_web::test]
async fn anyone_drafts_and_only_their_browser_sees_it() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let visitor = app.visitor();
    let filled = fill_in(form(&visitor).await, "Stone lasts.");

    let saved = save(filled.clone()).await;

    assert!(saved.says("Draft saved"));
    assert_eq!(saved.form("body").typed(), filled.typed());
    assert_eq!(form(&visitor).await.typed(), filled.typed());
    assert_eq!(form(&app.visitor()).await.typed(), []);
    let cookie = visitor.cookie("draft").unwrap();
    let stored: Option<Vec<u8>> =
        drafts::table.select(drafts::cookie_sha256).first(&mut app.db().await).await.unwrap();
    assert_ne!(hex::encode(stored.unwrap()), cookie, "only a digest is kept");
    visitor.get("/account").await.expect(303);
}

#[actix_web::test]
async fn looking_at_the_form_stores_nothing() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let visitor = app.visitor();

    form(&visitor).await;

    assert_eq!(n_drafts(&app).await, 0);
    assert!(visitor.cookie("draft").is_none());
}

#[actix_web::test]
async fn of_two_tabs_the_stale_one_is_shown_both_texts() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    for visitor in [app.visitor(), app.registered("Ana").await] {
        save(form(&visitor).await.set("body", "The first words.")).await;
        let (one, other) = (form(&visitor).await, form(&visitor).await);

        save(one.set("body", "Words of one tab.")).await;
        for intent in ["save", "check", "submit"] {
            let stale = other.clone().set("body", "Words of the other tab.").press(intent).await;

            assert_eq!(stale.status, 409, "{intent}");
            assert!(stale.says("Words of one tab."), "{intent}");
            assert_eq!(stale.form("body").value("body"), "Words of the other tab.", "{intent}");
            assert_eq!(form(&visitor).await.value("body"), "Words of one tab.", "{intent}");
        }
        let stale = other.set("body", "Words of the other tab.").press("save").await;
        save(stale.form("body")).await;
        assert_eq!(form(&visitor).await.value("body"), "Words of the other tab.");
    }
}

#[actix_web::test]
async fn the_same_save_sent_twice_is_no_conflict() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let visitor = app.visitor();
    save(form(&visitor).await.set("body", "Once.")).await;
    let again = form(&visitor).await.set("body", "Twice.");

    save(again.clone()).await;
    save(again).await;

    assert_eq!(form(&visitor).await.value("body"), "Twice.");
    assert_eq!(n_drafts(&app).await, 1);
}

#[actix_web::test]
async fn a_draft_is_kept_whatever_is_wrong_with_it() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let visitor = app.visitor();
    let long = "y".repeat(50_001);
    let wrong = fill_in(form(&visitor).await, &long).add("answers.users", "none");

    let saved = save(wrong.clone()).await;
    let checked = saved.form("body").press("check").await.expect(422);

    assert_eq!(checked.form("body").typed(), wrong.typed());
    assert_eq!(checked.wrong_fields(), ["body", "answers.users"]);
    assert_eq!(form(&visitor).await.typed(), wrong.typed());
}

#[actix_web::test]
async fn a_session_that_ran_out_keeps_what_was_about_to_be_sent() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.set_password("Ana", PASSWORD).await;
    let ana = app.visitor();
    sign_in(&ana, "/account").await;
    let filled = fill_in(form(&ana).await, "Stone lasts.");
    diesel::delete(sessions::table).execute(&mut app.db().await).await.unwrap();

    let asked = filled.clone().press("submit").await.expect(200);

    assert!(asked.says("Sign in instead"), "{}", asked.words());
    let (sign_in, _) =
        asked.links().into_iter().find(|(it, _)| it.starts_with("/sign-in")).unwrap();
    let credentials = ana.get(&sign_in).await.form("password").set("email", &email_of("Ana"));
    let back = credentials.set("password", PASSWORD).press("Sign in").await.follow().await;
    assert_eq!(back.expect(200).form("body").typed(), filled.typed());
    assert_eq!(n_drafts(&app).await, 1);
}

#[actix_web::test]
async fn signing_in_claims_the_draft_of_the_browser() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.set_password("Ana", PASSWORD).await;
    let ana = app.visitor();
    let filled = fill_in(form(&ana).await, "Stone lasts.");
    save(filled.clone()).await;

    sign_in(&ana, FORM).await;

    assert_eq!(form(&ana).await.typed(), filled.typed());
    assert!(ana.get("/account").await.expect(200).says("Stone lasts."));
    let elsewhere = app.registered("Ana").await;
    assert_eq!(form(&elsewhere).await.typed(), filled.typed(), "it is the account's now");
    assert_eq!(form(&app.visitor()).await.typed(), []);
}

#[actix_web::test]
async fn a_draft_of_the_browser_never_covers_one_of_the_account() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.set_password("Ana", PASSWORD).await;
    save(form(&app.registered("Ana").await).await.set("body", "Written at home.")).await;
    let phone = app.visitor();
    save(form(&phone).await.set("body", "Written on the way.")).await;

    sign_in(&phone, FORM).await;

    let page = phone.get(FORM).await.expect(200);
    assert!(page.says("Written at home.") && page.says("Written on the way."));
}

#[actix_web::test]
async fn a_form_made_before_the_browser_s_draft_makes_no_end_of_it() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.set_password("Ana", PASSWORD).await;
    let ana = app.visitor();
    sign_in(&ana, FORM).await;
    save(form(&ana).await.set("body", "The account's text.")).await;
    let (early, late) = (form(&ana).await, form(&ana).await);
    // The session ends, and one tab saves under the browser's cookie.
    diesel::delete(sessions::table).execute(&mut app.db().await).await.unwrap();
    let signed_out = form(&ana).await;
    save(signed_out.set("body", "Typed while signed out.")).await;
    sign_in(&ana, FORM).await;

    early.set("body", "The account's text, longer.").press("save").await;

    assert!(ana.get(FORM).await.expect(200).says("Typed while signed out."));
    late.set("body", "Another text.").press("submit").await.expect(409);
    assert!(ana.get(FORM).await.expect(200).says("Typed while signed out."));
}

#[actix_web::test]
async fn other_content_under_a_used_key_becomes_the_draft_of_another_comment() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    let sent = form(&ana).await.set("body", "Sent once.");
    sent.clone().press("submit").await.expect(303);

    let refused = sent.set("body", "Sent with other words.").press("submit").await.expect(409);
    assert_eq!(form(&ana).await.value("body"), "Sent with other words.", "the draft is safe");
    refused.form("body").press("submit").await.expect(303);

    assert_eq!(app.mail_kinds_to("Ana").await.len(), 2, "two receipts");
}

#[actix_web::test]
async fn signing_out_leaves_the_draft_where_it_was() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.set_password("Ana", PASSWORD).await;
    let ana = app.visitor();
    sign_in(&ana, FORM).await;
    save(form(&ana).await.set("body", "Stone lasts.")).await;

    let out = ana.get("/account").await.form("Sign out");
    out.press("Sign out").await.expect(303);
    assert_eq!(form(&ana).await.value("body"), "", "nobody else at this browser sees it");
    sign_in(&ana, FORM).await;

    assert_eq!(form(&ana).await.value("body"), "Stone lasts.");
}

#[actix_web::test]
async fn what_was_typed_comes_back_to_the_letter() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let visitor = app.visitor();
    for body in [
        "\r\n\r\nLeading lines",
        "  spaces  ",
        "<b>&amp;</b> \"quotes\" </textarea><script>",
        "עברית 🗳 \u{202e}tfel\u{202c} a\u{300}",
        "=1+1\r\nline",
    ] {
        save(form(&visitor).await.set("body", body)).await;
        assert_eq!(form(&visitor).await.value("body"), body);
    }
}

async fn form(visitor: &Visitor) -> Form {
    visitor.get(FORM).await.expect(200).form("body")
}

async fn save(form: Form) -> Page {
    form.press("save").await.follow().await.expect(200)
}

async fn sign_in(visitor: &Visitor, next: &str) {
    let page = visitor.get(&format!("/sign-in?next={next}")).await.expect(200);
    let credentials = page.form("password").set("email", &email_of("Ana"));
    credentials.set("password", PASSWORD).press("Sign in").await.expect(303);
}

async fn n_drafts(app: &TestApp) -> i64 {
    drafts::table.count().get_result(&mut app.db().await).await.unwrap()
}
