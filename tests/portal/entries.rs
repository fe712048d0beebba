//! Comments that come by paper, by post, by telephone or at a hearing: typed by one, checked by another, and counted like
//! any other from then on.

mod checking;
mod guards;
mod public;

use lectern::domain::role::Role;
use lectern::models::entry::EntryId;

use crate::attachments::samples::pdf;
use crate::support::{Form, Page, TestApp, Visitor, fill_in};

const NEW: &str = "/entries/new/harbor/bridge";

/// The form for a new entry, filled in as a letter says it.
async fn filled(by: &Visitor, body: &str) -> Form {
    let form = by.get(NEW).await.expect(200).form("channel");
    fill_in(form, body)
        .set("channel", "post")
        .set("received_on", "2026-11-20")
        .set("n_signatories", "312")
        .set("kept_at", "File 12-7, room 3")
        .set("display_name", "Nell Waters")
}

/// Saves the entry, and gives its page.
async fn enter(by: &Visitor, body: &str) -> Page {
    filled(by, body).await.press("Save").await.follow().await.expect(200)
}

fn id_of(page: &Page) -> EntryId {
    let path = page.path.split('?').next().unwrap();
    EntryId(path.rsplit('/').next().unwrap().parse().unwrap())
}

async fn page_of(person: &Visitor, id: EntryId) -> Page {
    person.get(&format!("/entries/{}", id.0)).await.expect(200)
}

/// How many comments were received, as the summary says.
async fn received(app: &TestApp) -> String {
    let summary = app.visitor().get("/initiatives/harbor/bridge/summary").await.expect(200);
    let (names, figures) = (summary.all("dl.stats dt"), summary.all("dl.stats dd"));
    let found = names.into_iter().zip(figures).find(|(it, _)| it == "Received");
    found.map_or_else(|| "0".to_owned(), |(_, n)| n)
}

#[actix_web::test]
async fn a_letter_is_typed_by_one_checked_by_another_and_published_by_a_third() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let (mo, ada, kim) =
        (app.moderator("Mo").await, app.administrator("Ada").await, app.moderator("Kim").await);

    let entered = enter(&mo, "We want stone.").await;
    let id = id_of(&entered);
    let path = format!("/entries/{}/files", id.0);
    let page = mo.post_files(&path, &[("letter.pdf", &pdf("signed"))]).await;
    let page = page.follow().await.expect(200);
    assert!(page.says("letter.pdf"), "{}", page.words());
    page.form("hand_over").press("hand_over").await.expect(303);
    assert_eq!(received(&app).await, "0");
    assert!(!mo.get("/moderation").await.expect(200).says("We want stone."));
    assert!(ada.get("/admin").await.expect(200).says("1 comment on paper waits to be checked."));
    let list = ada.get("/entries").await.expect(200);
    assert!(list.says(&format!("Entry {}: Nell Waters", id.0)), "{}", list.words());

    let check = page_of(&ada, id).await;
    assert!(check.says("We want stone.") && check.says("File 12-7, room 3"));
    assert!(check.says("By post, 312 signatories") && check.says("November 20, 2026"));
    let done = check.form("confirm").press("confirm").await.follow().await.expect(200);
    assert!(done.says("The comment is received."), "{}", done.words());
    assert_eq!(received(&app).await, "1");
    let number = app.number_of(id).await;
    let letter = ada.get(&format!("/entries/{}/letter", id.0)).await.expect(200);
    assert_eq!(letter.id("tracking-number"), number.as_str());
    assert!(letter.says("For Nell Waters") && letter.says(&format!("/comments/{number}")));

    let desk = kim.get(&format!("/moderation/comments/{number}")).await.expect(200);
    for words in ["By post, 312 signatories", "Mo", "Ada", "File 12-7, room 3", "letter.pdf"] {
        assert!(desk.says(words), "{words}: {}", desk.words());
    }
    let scan = kim.get(&format!("/entries/{}/files/1", id.0)).await.expect(200);
    assert_eq!(scan.header("content-type"), "application/pdf");
    desk.form("publish").press("publish").await.expect(303);
    let public = app.visitor().get(&format!("/comments/{number}")).await.expect(200);
    assert!(public.says("Nell Waters") && public.says("By post, 312 signatories"));
}

#[actix_web::test]
async fn everything_wrong_with_an_entry_is_said_at_once_and_nothing_typed_is_lost() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let mo = app.moderator("Mo").await;
    let form = filled(&mo, "We want stone.").await;
    let wrong = form
        .clone()
        .without("channel")
        .set("received_on", "2199-01-01")
        .set("n_signatories", "0")
        .set("body", " ")
        .set("display_name", "");

    let page = wrong.clone().press("Save").await.expect(422);

    let expected = ["channel", "received_on", "n_signatories", "body"];
    assert_eq!(page.wrong_fields(), expected);
    assert_eq!(page.form("channel").typed(), wrong.typed());
    let nameless = form.clone().set("display_name", "").press("Save").await.expect(422);
    assert_eq!(nameless.wrong_fields(), ["display_name"]);
    let before = form.set("received_on", "2019-12-30").press("Save").await.expect(422);
    assert!(before.errors()[0].1.contains("opened on"), "{:?}", before.errors());
}

#[actix_web::test]
async fn what_an_area_asks_everybody_for_a_letter_need_not_answer() {
    let app = TestApp::spawn().await;
    let mut definition = crate::support::harbor();
    definition.areas[0].required = vec!["material".to_owned(), "stance".to_owned()];
    app.apply(&definition).await;
    let mo = app.moderator("Mo").await;

    let form = mo.get(NEW).await.expect(200).form("channel").set("channel", "telephone");
    let form = form.set("received_on", "2026-11-20").set("body", "I called.");

    form.set("kept_at", "Tape 4").press("Save").await.expect(303);
}

#[actix_web::test]
async fn the_same_form_sent_twice_is_one_entry_and_other_words_under_it_are_not_lost() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let mo = app.moderator("Mo").await;
    let form = filled(&mo, "We want stone.").await;

    let first = form.clone().press("Save").await.expect(303);
    let again = form.clone().press("Save").await.expect(303);
    assert_eq!(first.location(), again.location());
    let other = form.set("body", "We want steel.").press("Save").await.expect(409);

    assert_eq!(other.form("channel").value("body"), "We want steel.");
    let kept = other.form("channel").press("Save").await.expect(303);
    assert_ne!(kept.location(), first.location());
}

#[actix_web::test]
async fn two_who_mend_an_entry_at_once_do_not_overwrite_each_other() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let (mo, kim) = (app.moderator("Mo").await, app.moderator("Kim").await);
    let id = id_of(&enter(&mo, "We want stone.").await);
    let path = format!("/entries/{}/edit", id.0);
    let form = mo.get(&path).await.expect(200).form("body");
    assert_eq!(form.value("body"), "We want stone.");
    let stale = kim.get(&path).await.expect(200).form("body").set("body", "We want glass.");

    form.set("body", "We want stones.").press("Save").await.expect(303);
    let told = stale.press("Save").await.expect(409);

    assert!(told.says("Somebody changed this entry"), "{}", told.words());
    assert!(page_of(&mo, id).await.says("We want stones."));
    assert_eq!(told.form("body").value("body"), "We want glass.");
    told.form("body").press("Save").await.expect(303);
    assert!(page_of(&mo, id).await.says("We want glass."));
}

#[actix_web::test]
async fn comments_on_paper_open_to_moderators_and_administrators_and_within_their_areas() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.grant("Fay", Role::Administrator, "harbor/ferry").await;
    let (mo, fay) = (app.moderator("Mo").await, app.registered("Fay").await);
    let id = id_of(&enter(&mo, "We want stone.").await);

    let list = fay.get("/entries").await.expect(200);
    assert!(list.says("The ferry") && !list.says("The bridge") && !list.says("Nell Waters"));
    fay.get("/entries/new/harbor/ferry").await.expect(200);
    for path in [format!("/entries/{}", id.0), format!("/entries/{}/edit", id.0), NEW.to_owned()] {
        fay.get(&path).await.expect(404);
    }
    filled(&mo, "Glass.").await.sent_by(&fay).press("Save").await.expect(404);
    app.registered("Ben").await.get("/entries").await.expect(403);
    for person in [&mo, &fay] {
        let own = person.get("/account").await.expect(200);
        assert!(own.links().iter().any(|(path, _)| path == "/entries"));
    }
}
