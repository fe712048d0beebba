//! Reasons for withholding: added, reworded, moved and retired on a page, and never removed.

use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use futures_util::future::join_all;
use lectern::domain::role::Role;
use lectern::schema::intake::audit_log;

use crate::support::{Page, TestApp, Visitor};

const LIST: &str = "/admin/reason-codes";

#[actix_web::test]
async fn a_reason_that_is_added_stands_before_other_and_moderators_choose_from_it() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").insert().await;
    let (ada, mo) = (app.administrator("Ada").await, app.moderator("Mo").await);

    let form = ada.get(LIST).await.expect(200).form("code");
    form.set("code", "names_a_minor").set("label", "Names a child").press("Add").await.expect(303);

    let listed = ada.get(LIST).await.expect(200).all("main li.row code");
    assert_eq!(listed.last().unwrap(), "other");
    assert_eq!(listed[listed.len() - 2], "names_a_minor");
    withhold(&mo, &number.to_string(), "names_a_minor").await.expect(303);
    let public = app.visitor().get(&format!("/comments/{number}")).await.expect(200);
    assert!(public.says("Names a child"), "{}", public.words());
}

#[actix_web::test]
async fn a_retired_reason_is_offered_no_more_and_stays_on_what_was_decided() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let before = app.comment("Stone lasts.").withheld("obscenity").insert().await;
    let after = app.comment("Steel rusts.").insert().await.to_string();
    let (ada, mo) = (app.administrator("Ada").await, app.moderator("Mo").await);
    let stale = mo.get(&format!("/moderation/comments/{after}")).await.form("reason_code");

    let form = page_of(&ada, "obscenity").await.form("state");
    form.set("state", "retired").press("Save").await.expect(303);

    let desk = mo.get(&format!("/moderation/comments/{after}")).await.expect(200);
    assert!(!desk.html().contains("value=\"obscenity\""));
    let refused = stale.set("reason_code", "obscenity").press("withhold").await.expect(422);
    assert_eq!(refused.wrong_fields(), ["reason_code"]);
    let public = app.visitor().get(&format!("/comments/{before}")).await.expect(200);
    assert!(public.says("Obscenity"), "{}", public.words());
    let history = mo.get(&format!("/moderation/comments/{before}")).await.expect(200);
    assert!(history.says("Reason: Obscenity"), "{}", history.words());
    let summary = app.visitor().get("/initiatives/harbor/bridge/summary").await.expect(200);
    assert!(summary.says("Obscenity"), "{}", summary.words());

    let form = page_of(&ada, "obscenity").await.form("state");
    form.set("state", "offered").press("Save").await.expect(303);
    withhold(&mo, &after, "obscenity").await.expect(303);
}

#[actix_web::test]
async fn new_words_and_another_place_are_seen_everywhere_and_each_change_is_written_down() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").withheld("off_topic").insert().await;
    let ada = app.administrator("Ada").await;

    let form = page_of(&ada, "off_topic").await.form("label");
    let form = form.set("label", "Not about this area").set("place", "3");
    form.press("Save").await.expect(303);

    let listed = ada.get(LIST).await.expect(200).all("main li.row code");
    assert_eq!(listed[..3], ["personal_information", "threat_or_harassment", "off_topic"]);
    let public = app.visitor().get(&format!("/comments/{number}")).await.expect(200);
    assert!(public.says("Not about this area"));
    let acts: Vec<(String, serde_json::Value)> = audit_log::table
        .filter(audit_log::subject.eq("reason off_topic"))
        .select((audit_log::act, audit_log::detail))
        .load(&mut app.db().await)
        .await
        .unwrap();
    assert_eq!(acts.len(), 1);
    assert_eq!(acts[0].0, "reason_code_changed");
    assert_eq!(acts[0].1["label"], "Not about this area");
}

#[actix_web::test]
async fn what_is_wrong_with_a_reason_is_said_beside_its_field() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    let form = ada.get(LIST).await.expect(200).form("code");
    let long = "w".repeat(81);
    for (code, label, wrong) in [
        ("obscenity", "Obscenity again", vec!["code"]),
        ("Off Topic", "Off topic", vec!["code"]),
        ("not_given", "Not given", vec!["code"]),
        ("9lives", "", vec!["label", "code"]),
        ("too_long", &long, vec!["label"]),
    ] {
        let page = form.clone().set("code", code).set("label", label).press("Add").await;
        let page = page.expect(422);
        assert_eq!(page.wrong_fields(), wrong, "{code}");
        assert_eq!(page.form("code").value("code"), code);
    }
    let form = page_of(&ada, "obscenity").await.form("label");
    let page = form.set("place", "99").without("state").press("Save").await.expect(422);
    assert_eq!(page.wrong_fields(), ["place", "state"]);
    ada.get("/admin/reason-codes/nowhere").await.expect(404);
}

#[actix_web::test]
async fn the_reason_for_everything_else_always_stays() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    let form = page_of(&ada, "other").await.form("label");
    assert!(form.values("state").is_empty());

    let page = form.add("state", "retired").press("Save").await.expect(422);

    assert_eq!(page.wrong_fields(), ["state"]);
    let mut conn = app.db_as("application").await;
    for (statement, why) in [
        ("UPDATE catalogue.reason_codes SET retired = true WHERE code = 'other'", "other_stays"),
        ("DELETE FROM catalogue.reason_codes WHERE code = 'obscenity'", "permission denied"),
        ("UPDATE catalogue.reason_codes SET code = 'rude' WHERE code = 'obscenity'", "permission"),
    ] {
        let refused = conn.batch_execute(statement).await.expect_err(statement).to_string();
        assert!(refused.contains(why), "{statement}: {refused}");
    }
}

#[actix_web::test]
async fn of_two_changes_at_once_one_counts_and_the_other_is_told() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    let form = page_of(&ada, "obscenity").await.form("label");

    let labels = ["Indecency", "Foul language", "Obscene words", "Swearing", "Filth"];
    let tries = labels.map(|it| form.clone().set("label", it).press("Save"));
    let pages = join_all(tries).await;

    assert_eq!(pages.iter().filter(|it| it.status == 303).count(), 1);
    for (page, label) in pages.iter().zip(labels).filter(|(it, _)| it.status != 303) {
        assert_eq!(page.status, 409);
        assert!(page.says("Somebody changed the list in the meantime"));
        assert_eq!(page.form("label").value("label"), label);
    }
}

#[actix_web::test]
async fn only_whoever_administers_everything_changes_reasons() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    let fay = app.administrator_for("Fay", "harbor").await;
    app.grant("Ada", Role::Moderator, "everything").await;

    for path in [LIST, "/admin/reason-codes/obscenity"] {
        fay.get(path).await.expect(403);
    }
    let form = page_of(&ada, "obscenity").await.form("label").set("label", "Mine");
    form.sent_by(&fay).press("Save").await.expect(403);
    let form = ada.get(LIST).await.form("code").set("code", "mine").set("label", "Mine");
    form.sent_by(&fay).press("Add").await.expect(403);
    assert!(!ada.get(LIST).await.says("Mine"));
}

async fn page_of(administrator: &Visitor, code: &str) -> Page {
    administrator.get(&format!("{LIST}/{code}")).await.expect(200)
}

async fn withhold(moderator: &Visitor, number: &str, reason: &str) -> Page {
    let desk = moderator.get(&format!("/moderation/comments/{number}")).await.expect(200);
    desk.form("reason_code").set("reason_code", reason).press("withhold").await
}
