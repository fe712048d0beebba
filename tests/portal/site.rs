//! The site about itself, and what administrators may do with it as a whole.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::domain::role::Role;
use lectern::models::grant::Grant;
use lectern::schema::intake::{audit_log, sessions};

use crate::support::{FORM, TestApp, fill_in};

#[actix_web::test]
async fn an_administrator_hangs_up_a_notice_and_takes_it_down_and_each_time_it_is_written_down() {
    let app = TestApp::spawn().await;
    let (ada, reader) = (app.administrator("Ada").await, app.visitor());

    let form = ada.get("/admin/site").await.expect(200).form("notice");
    let form = form.set("notice", "Back on Monday.\r\nSorry.").set("level", "warning");
    form.clone().set("until", "soon").press("Save the notice").await.expect(422);
    form.press("Save the notice").await.expect(303).follow().await.expect(200);
    let home = reader.get("/").await;
    assert_eq!(home.id("bulletin"), "Important Back on Monday. Sorry.");

    let form = ada.get("/admin/site").await.form("notice");
    assert_eq!(form.value("notice"), "Back on Monday.\r\nSorry.");
    form.set("notice", "").press("Save the notice").await.expect(303);
    assert_eq!(reader.get("/").await.id("bulletin"), "");
    assert_eq!(acts(&app).await, ["notice_changed", "notice_changed"]);
}

#[actix_web::test]
async fn a_wrong_notice_comes_back_with_all_that_was_typed() {
    let app = TestApp::spawn().await;
    let ada = app.administrator("Ada").await;
    let long = "word ".repeat(101) + "!";

    let form = ada.get("/admin/site").await.form("notice");
    let form = form.set("notice", &long).set("level", "loud").set("until", "2026-13-45 10:00");
    let page = form.press("Save the notice").await.expect(422);

    assert_eq!(page.wrong_fields(), ["notice", "until", "level"]);
    let again = page.form("notice");
    assert_eq!((again.value("notice"), again.value("until")), (long.as_str(), "2026-13-45 10:00"));
    // C4
    let form = ada.get("/admin/site").await.form("notice").add("read_only", "yes");
    form.press("Save the notice").await.expect(422);
    assert!(acts(&app).await.is_empty());
}

#[actix_web::test]
async fn the_switch_is_turned_by_who_proved_to_be_an_administrator_of_everything_and_turned_back() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let (ada, ben) = (app.administrator("Ada").await, app.registered("Ben").await);
    let comment = fill_in(ben.get(FORM).await.form("submit"), "Stone lasts.");

    let form = ada.get("/admin/site").await.form("reason");
    let form = form.set("reason", "We move the database.");
    // Without a proof of the last minutes the form comes back.
    let past = sessions::proved_at.eq(chrono::Utc::now() - chrono::TimeDelta::hours(1));
    diesel::update(sessions::table).set(past).execute(&mut app.db().await).await.unwrap();
    form.clone().press("read-only").await.expect(401);
    let lately = sessions::proved_at.eq(chrono::Utc::now());
    diesel::update(sessions::table).set(lately).execute(&mut app.db().await).await.unwrap();
    form.press("read-only").await.expect(303);

    let held = comment.press("submit").await.expect(503);
    assert!(held.id("bulletin").contains("We move the database."));
    // The administration goes on, or nobody could end this.
    let page = ada.get("/admin/site").await.expect(200);
    page.form("Take forms again").press("Take forms again").await.expect(303);
    held.form("Try again").press("Try again").await.expect(303);
    assert_eq!(acts(&app).await, ["read_only_switched", "read_only_switched"]);
}

#[actix_web::test]
async fn whoever_looks_after_a_part_does_not_touch_the_whole_site() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    let account = app.account("Ada").await;
    let part = diesel::update(lectern::schema::intake::grants::table)
        .set(lectern::schema::intake::grants::initiative_id.eq(1_i64));
    part.execute(&mut app.db().await).await.unwrap();
    let grants = Grant::of(&mut app.db().await, account.id).await.unwrap();
    assert!(grants.iter().all(|it| it.role == Role::Administrator));

    ada.get("/admin/site").await.expect(403);
    ada.post("/admin/site", &[("notice", "Mine."), ("level", ""), ("until", "")]).await.expect(403);
    ada.post("/admin/site/read-only", &[("read_only", "yes"), ("reason", "")]).await.expect(403);
    app.moderator("Mo").await.get("/admin/site").await.expect(403);
    assert!(acts(&app).await.is_empty());
}

#[actix_web::test]
async fn every_page_leads_to_help_contact_privacy_and_accessibility() {
    let app = TestApp::with_settings(|settings| {
        settings.site.operator = "Harbor Agency".to_owned();
        settings.site.contact = "ask@harbor.example".to_owned();
        settings.site.privacy_contact = "data@harbor.example".to_owned();
        settings.site.privacy_words = "The law of the harbor holds.".to_owned();
        settings.drafts.days = 17;
    })
    .await;
    app.initiative().await;
    let reader = app.visitor();

    let home = reader.get("/").await.expect(200);
    for (path, words) in [
        ("/help", "How do I comment?"),
        ("/contact", "ask@harbor.example"),
        ("/privacy", "The law of the harbor holds."),
        ("/accessibility", "What was not tried"),
    ] {
        assert!(home.html().contains(&format!("href=\"{path}\"")), "{path}");
        let page = reader.get(path).await.expect(200);
        assert!(page.says(words), "{path}: {}", page.words());
        assert!(page.header("cache-control").starts_with("public"), "{path}");
    }
    let privacy = reader.get("/privacy").await;
    assert!(privacy.says("17 days") && privacy.says("data@harbor.example"));
    assert!(privacy.links().iter().any(|(path, _)| path == "/initiatives/harbor"));
    assert!(reader.get("/accessibility").await.says("ask@harbor.example"));
}

#[actix_web::test]
async fn machines_are_told_where_to_report_a_weakness_and_where_there_is_nothing_to_read() {
    let silent = TestApp::spawn().await;
    silent.visitor().get("/.well-known/security.txt").await.expect(404);
    let app = TestApp::with_settings(|settings| {
        settings.site.security_contact = "mailto:security@harbor.example".to_owned();
    })
    .await;
    let machine = app.visitor();

    let file = machine.get("/.well-known/security.txt").await.expect(200);

    assert_eq!(file.header("content-type"), "text/plain; charset=utf-8");
    let lines: Vec<_> = file.html().lines().map(|it| it.split_once(": ").unwrap()).collect();
    let names: Vec<_> = lines.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["Contact", "Expires", "Canonical", "Preferred-Languages"]);
    assert_eq!(lines[0].1, "mailto:security@harbor.example");
    let expires: chrono::DateTime<chrono::Utc> = lines[1].1.parse().unwrap();
    let days = (expires - chrono::Utc::now()).num_days();
    assert!((350..366).contains(&days), "{days}");
    assert_eq!(lines[2].1, app.url("/.well-known/security.txt"));
    let robots = machine.get("/robots.txt").await.expect(200);
    assert!(robots.html().contains("\nDisallow: /account\n"));
}

async fn acts(app: &TestApp) -> Vec<String> {
    let ours = audit_log::act.eq_any(["notice_changed", "read_only_switched"]);
    let acts = audit_log::table.filter(ours).order(audit_log::id);
    acts.select(audit_log::act).load(&mut app.db().await).await.unwrap()
}
