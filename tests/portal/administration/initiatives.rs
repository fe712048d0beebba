//! Initiatives that administrators make and change on pages, without a developer.

mod files;
mod gate;
mod previews;
mod together;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::domain::definition::{InitiativeDefinition, changes, parse};
use lectern::models::area::Area;
use lectern::models::definition::load;
use lectern::models::question::QuestionSet;
use lectern::schema::intake::audit_log;

use crate::support::{AREA, FORM, Page, TestApp, Visitor, fill_in, harbor};

const HARBOR: &str = "/admin/initiatives/harbor";
const BRIDGE: &str = "/admin/initiatives/harbor/areas/bridge";

/// Types into the form at a path and saves it.
async fn save(by: &Visitor, path: &str, fields: &[(&str, &str)]) -> Page {
    let mut form = by.get(path).await.expect(200).form("save");
    for (name, value) in fields {
        form = form.without(name).add(name, value);
    }
    form.press("save").await
}

/// Adds an area or a question to the list at a path, and opens its page.
async fn add(by: &Visitor, path: &str, fields: &[(&str, &str)]) -> Page {
    let mut form = by.get(path).await.expect(200).form("add");
    for (name, value) in fields {
        form = form.without(name).add(name, value);
    }
    form.press("add").await.expect(303).follow().await.expect(200)
}

async fn publish(by: &Visitor, slug: &str) -> Page {
    let page = by.get(&format!("/admin/initiatives/{slug}/publish")).await.expect(200);
    page.form("Publish").press("Publish").await
}

/// What is written in the audit log, oldest first, with who did it.
async fn acts(app: &TestApp) -> Vec<(String, Option<i64>)> {
    let acts = audit_log::table.order(audit_log::id);
    let acts = acts.select((audit_log::act, audit_log::actor_id));
    acts.load(&mut app.db().await).await.unwrap()
}

async fn published(app: &TestApp, slug: &str) -> InitiativeDefinition {
    load(&mut app.db().await, slug).await.unwrap().unwrap()
}

#[actix_web::test]
async fn an_initiative_is_made_from_nothing_and_published() {
    let app = TestApp::spawn().await;
    let ada = app.administrator("Ada").await;
    let list = ada.get("/admin/initiatives").await.expect(200);
    let begin = list.form("slug").set("slug", "parks").set("title", "Parks");
    let desk = begin.press("Begin").await.expect(303).follow().await.expect(200);
    assert!(desk.says("Not published yet") && desk.says("privacy_notice: Write something here."));

    let parts = "/admin/initiatives/parks/parts";
    let texts = [("summary", "The city asks."), ("description", "All parks.\n\nEach of them.")];
    save(&ada, &format!("{parts}/texts"), &texts).await.expect(303);
    let agency = [("agency", "Parks office"), ("contact", "parks@example.gov")];
    save(&ada, &format!("{parts}/agency"), &agency).await.expect(303);
    let notices = [("privacy_notice", "We keep little."), ("moderation_policy", "We read all.")];
    save(&ada, &format!("{parts}/notices"), &notices).await.expect(303);
    let basis = [("paperwork_basis", "A city is no\r\nfederal agency.")];
    save(&ada, &format!("{parts}/paperwork"), &basis).await.expect(303);
    let kinds = [("items.0.label", "A resident"), ("items.1.label", "Someone else")];
    save(&ada, &format!("{parts}/respondent-kinds"), &kinds).await.expect(303);
    let area = add(&ada, "/admin/initiatives/parks/areas", &[("title", "Bänches & seats")]).await;
    assert_eq!(area.path, "/admin/initiatives/parks/areas/banches-seats?done=added");
    let texts = [
        ("summary", "Where to sit."),
        ("background", "There are few."),
        ("stated_direction", "Put up more benches."),
        ("opens_at", "2026-01-01 09:00"),
        ("closes_at", "2099-12-31 18:00"),
        ("take_late_comments", "yes"),
    ];
    save(&ada, "/admin/initiatives/parks/areas/banches-seats", &texts).await.expect(303);
    let questions = "/admin/initiatives/parks/areas/banches-seats/questions";
    let asked = [("title", "Of what?"), ("kind", "multiple_choice")];
    let question = add(&ada, questions, &asked).await;
    assert!(question.says("may need an OMB control number"), "{}", question.words());
    let options = [
        ("items.0.label", "Wood"),
        ("items.1.label", "Wood!"),
        ("items.2.label", "None of these"),
        ("items.2.exclusive", "yes"),
        ("choose_up_to", "2"),
    ];
    save(&ada, &format!("{questions}/of_what"), &options).await.expect(303);
    app.visitor().get("/initiatives/parks").await.expect(404);
    publish(&ada, "parks").await.expect(303);

    let stands = published(&app, "parks").await;
    assert_eq!(stands.paperwork_basis.as_deref(), Some("A city is no federal agency."));
    let codes: Vec<_> = stands.respondent_kinds.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(codes, ["a_resident", "someone_else"]);
    let options = &stands.areas[0].questions[0].options;
    let codes: Vec<_> = options.iter().map(|it| (it.code.as_str(), it.exclusive)).collect();
    assert_eq!(codes, [("wood", false), ("wood_2", false), ("none_of_these", true)]);
    let form = app.visitor().get("/initiatives/parks/banches-seats/comment").await.expect(200);
    assert!(form.says("Put up more benches.") && form.says("Of what?"));
    let done = acts(&app).await;
    let by_ada = ("definition_applied".to_owned(), Some(app.account("Ada").await.id.0));
    assert_eq!(done.last(), Some(&by_ada), "{done:?}");
    let desk = ada.get("/admin/initiatives/parks").await.expect(200);
    assert!(desk.says("nothing is being changed"));
}

#[actix_web::test]
async fn a_change_is_public_once_it_is_published_and_answers_keep_their_version() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    let ana = app.registered("Ana").await;
    let form = fill_in(ana.get(FORM).await.form("body"), "Stone lasts.");
    form.press("submit").await.expect(303);
    let question = format!("{BRIDGE}/questions/material");

    save(&ada, &question, &[("prompt", "Built of what?"), ("items.0.label", "Granite")])
        .await
        .expect(303);
    assert!(app.visitor().get(FORM).await.says("What should it be made of?"));
    let preview = ada.get(&format!("{HARBOR}/publish")).await.expect(200);
    assert!(preview.says("areas.bridge.questions.material.prompt"), "{}", preview.words());
    publish(&ada, "harbor").await.expect(303);

    let (_, area) = Area::find_by_path(&mut app.db().await, AREA).await.unwrap();
    let sets = [1, 2].map(|version| (area.id, version));
    let mut prompts = Vec::new();
    for (id, version) in sets {
        let set = QuestionSet::find_version(&mut app.db().await, id, version).await.unwrap();
        prompts.push(set.questions[0].1.prompt.clone());
    }
    assert_eq!(prompts, ["What should it be made of?", "Built of what?"]);
    assert!(app.visitor().get(FORM).await.says("Granite"));
}

#[actix_web::test]
async fn names_that_were_published_never_change_and_labels_do() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    let question = format!("{BRIDGE}/questions/material");
    let page = ada.get(&question).await.expect(200);
    assert!(page.says("It is a column of the dataset, and stays."));
    assert_eq!(page.all("input[type=hidden][name='items.0.code']").len(), 1);
    assert!(page.all("input:not([type=hidden])[name='items.0.code']").is_empty());

    let renamed = save(&ada, &question, &[("key", "stuff")]).await.expect(422);
    assert!(renamed.says("This question is published"));
    let moved = save(&ada, BRIDGE, &[("slug", "tunnel")]).await.expect(422);
    assert!(moved.says("This area is published"));
    let list = ada.get(&format!("{HARBOR}/areas")).await.expect(200).form("up.ferry");
    let seen = list.value("seen").to_owned();
    let fields = [("seen", seen.as_str()), ("intent", "remove.ferry")];
    let kept = ada.post(&format!("{HARBOR}/areas"), &fields).await.expect(422);
    assert!(kept.says("A published area cannot be removed"));
    let path = format!("{BRIDGE}/questions");
    let form = ada.get(&path).await.form("remove.material");
    form.press("remove.material").await.expect(303);
    let form = ada.get(&path).await.form("add").set("title", "Again").set("name", "material");
    let taken = form.add("kind", "ranking").press("add").await.expect(422);
    assert!(taken.says("is taken, or was once"));
}

#[actix_web::test]
async fn everything_wrong_is_said_beside_its_field_and_nothing_typed_is_lost() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    let fields = [
        ("title", " "),
        ("opens_at", "tomorrow"),
        ("closes_at", "2019-01-01 10:00"),
        ("stated_direction", "Build\u{202e} it."),
        ("summary", "What I typed."),
    ];

    let page = save(&ada, BRIDGE, &fields).await.expect(422);

    let wrong: Vec<_> = page.errors().into_iter().map(|(field, _)| field).collect();
    for field in ["title", "opens_at", "closes_at", "stated_direction"] {
        assert!(wrong.iter().any(|it| it == field), "{field}: {wrong:?}");
    }
    let form = page.form("save");
    assert_eq!(form.value("summary"), "What I typed.");
    assert_eq!(form.value("opens_at"), "tomorrow");
    let options = [("items.1.label", ""), ("items.3.code", "Steel"), ("items.4.code", "stone")];
    let page = save(&ada, &format!("{BRIDGE}/questions/material"), &options).await.expect(422);
    let wrong: Vec<_> = page.errors().into_iter().map(|(field, _)| field).collect();
    for field in ["items.1.label", "items.3.code", "items.3.label", "items.4.code"] {
        assert!(wrong.iter().any(|it| it == field), "{field}: {wrong:?}");
    }
    assert!(ada.get(HARBOR).await.says("nothing is being changed"), "nothing was kept");
}

#[actix_web::test]
async fn rows_and_questions_are_moved_and_removed_by_buttons() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    let question = format!("{BRIDGE}/questions/material");

    let moved = ada.get(&question).await.form("save").set("help", "Typed.").press("up.1").await;
    let moved = moved.expect(200).form("save");
    assert_eq!((moved.value("items.0.code"), moved.value("help")), ("steel", "Typed."));
    let removed = moved.press("remove.2").await.expect(200).form("save");
    removed.press("save").await.expect(303);
    let path = format!("{BRIDGE}/questions");
    ada.get(&path).await.form("down.material").press("down.material").await.expect(303);
    publish(&ada, "harbor").await.expect(303);

    let stands = published(&app, "harbor").await;
    let questions = &stands.areas[0].questions;
    assert_eq!((questions[0].key.as_str(), questions[1].key.as_str()), ("users", "material"));
    let codes: Vec<_> = questions[1].options.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(codes, ["steel", "stone"]);
    assert_eq!(questions[1].help.as_deref(), Some("Typed."));
    assert_eq!(stands.asked_everywhere[0].key, "distance", "each area still asks it");
}

#[actix_web::test]
async fn a_question_of_every_area_is_changed_in_all_of_them_at_once() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    let path = format!("{HARBOR}/questions/distance");

    save(&ada, &path, &[("prompt", "How far do you live from it?")]).await.expect(303);
    publish(&ada, "harbor").await.expect(303);

    for area in published(&app, "harbor").await.areas {
        let last = area.questions.last().map(|it| it.prompt.as_str());
        assert_eq!(last, Some("How far do you live from it?"), "{}", area.slug);
    }
}

#[actix_web::test]
async fn an_administrator_of_an_area_changes_that_area_and_publishes_nothing() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let kim = app.administrator_for("Kim", AREA).await;
    let desk = kim.get(HARBOR).await.expect(200);
    assert!(desk.says("The bridge") && !desk.says("The ferry") && !desk.says("Paperwork"));
    let list = kim.get("/admin/initiatives").await.expect(200);
    assert!(list.says("Harbor plan") && !list.says("Begin a new initiative"));

    save(&kim, BRIDGE, &[("title", "A bridge")]).await.expect(303);

    let elsewhere = "/admin/initiatives/harbor/areas/ferry";
    for path in [
        &format!("{HARBOR}/parts/texts"),
        &format!("{HARBOR}/publish"),
        &format!("{HARBOR}/areas"),
        &format!("{HARBOR}/file"),
        &format!("{HARBOR}/definition.toml"),
        &format!("{HARBOR}/questions"),
        elsewhere,
        &format!("{elsewhere}/questions"),
    ] {
        kim.get(path).await.expect(404);
    }
    let seen = [("seen", "x"), ("title", "The ferry"), ("intent", "save")];
    kim.post(elsewhere, &seen).await.expect(404);
    kim.post(&format!("{HARBOR}/publish"), &[("seen", "x")]).await.expect(404);
    let begin = [("slug", "mine"), ("title", "Mine"), ("copy_of", "")];
    kim.post("/admin/initiatives", &begin).await.expect(403);
    let discard = [("seen", "x"), ("intent", "discard")];
    kim.post(&format!("{HARBOR}/working-copy"), &discard).await.expect(404);
    let harborer = app.administrator_for("Lee", "harbor").await;
    publish(&harborer, "harbor").await.expect(303);
    assert_eq!(published(&app, "harbor").await.areas[0].title, "A bridge");
}
