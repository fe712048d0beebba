//! The form in steps, where an area asks for that: nothing is lost on the way, and errors lead to their step.

use super::{form, n_comments};
use crate::support::{FORM, TestApp, Visitor, fill_in, harbor};

#[actix_web::test]
async fn each_step_keeps_everything_and_the_last_one_sends_it() {
    let (app, ana) = in_steps().await;
    let first = ana.get(FORM).await.expect(200);
    assert!(first.says("Step 1 of 4: Your comment"));
    assert!(first.all("title")[0].starts_with("Step 1 of 4"));
    let step = first.form("body").set("stance", "support").set("body", "Stone\r\nlasts.");

    let second = step.press("next").await.follow().await.expect(200);
    assert!(second.says("Step 2 of 4: Questions on this area"));
    let step = second.form("answers.place");
    let step = step.set("answers.users", "walkers").add("answers.users", "cyclists");
    let step = step.set("answers.order.cost", "1").set("answers.story", "I row.");
    let third = step.press("next").await.follow().await.expect(200);
    assert!(third.says("Step 3 of 4: About you"));
    let step = third.form("organization").set("organization", "Friends of the Mill");

    // Going back, and forth again, loses nothing.
    let second = step.press("back").await.follow().await.expect(200);
    assert_eq!(second.form("answers.place").values("answers.users"), ["walkers", "cyclists"]);
    let third = second.form("answers.place").press("next").await.follow().await.expect(200);
    let checked = third.form("organization").press("check").await.expect(200);
    assert!(checked.says("Step 4 of 4"));
    for words in ["Stone lasts.", "Walkers", "Cost", "I row.", "Friends of the Mill"] {
        assert!(checked.says(words), "{words}");
    }
    let changes: Vec<String> = checked.links().into_iter().map(|(href, _)| href).collect();
    assert!(changes.contains(&format!("{FORM}?step=2")), "{changes:?}");
    checked.form("submit").press("submit").await.expect(303);
    assert_eq!(n_comments(&app).await, 1);
}

#[actix_web::test]
async fn errors_at_the_end_lead_to_their_step() {
    let (_app, ana) = in_steps().await;
    let step = ana.get(FORM).await.form("body").set("body", "Stone lasts.");
    let step = step.press("next").await.follow().await.form("answers.place");
    let step = step.set("answers.order.cost", "1").set("answers.order.speed", "1");
    let step = step.press("next").await.follow().await.form("organization");
    let step = step.set("organization", &"x".repeat(201));

    let wrong = step.press("check").await.expect(422);

    assert!(wrong.says("Step 2 of 4"), "the first step that needs mending: {}", wrong.words());
    let elsewhere = format!("{FORM}?step=3&mend=1#organization");
    assert_eq!(wrong.wrong_fields(), ["answers.order", elsewhere.as_str()]);
    let other = ana.get(elsewhere.split('#').next().unwrap()).await.expect(200);
    assert!(other.says("Step 3 of 4") && other.id("organization--error").contains("shorten it"));
    assert_eq!(other.form("organization").value("organization").len(), 201);
    let mended = wrong.form("answers.place").set("answers.order.speed", "2");
    let still = mended.press("check").await.expect(422);
    assert_eq!(still.wrong_fields(), ["organization"]);
    let mended = still.form("organization").set("organization", "Friends");
    mended.press("check").await.expect(200);
}

#[actix_web::test]
async fn saving_stays_at_its_step_and_unknown_steps_are_the_first() {
    let (_app, ana) = in_steps().await;
    let second = ana.get(&format!("{FORM}?step=2")).await.expect(200);

    let saved =
        second.form("answers.place").set("answers.place", "By the mill").press("save").await;

    assert_eq!(saved.location(), format!("{FORM}?saved=1&step=2"));
    assert!(saved.follow().await.says("Step 2 of 4"));
    for typed in ["0", "4", "-1", "x", "99999999999999999999", ""] {
        let page = ana.get(&format!("{FORM}?step={typed}")).await.expect(200);
        assert!(page.says("Step 1 of 4"), "{typed}");
        assert_eq!(page.form("body").value("answers.place"), "By the mill", "{typed}");
    }
    let third = ana.get(&format!("{FORM}?step=3")).await.form("organization");
    let stays = third.press_raw("next", b"").await.expect(303);
    assert_eq!(stays.location(), format!("{FORM}?step=3"), "there is no step with fields after it");
}

#[actix_web::test]
async fn a_newer_draft_is_shown_at_any_step_and_nothing_is_overwritten() {
    let (_app, ana) = in_steps().await;
    let step = ana.get(FORM).await.form("body");
    step.clone().set("body", "Words of one tab.").press("save").await.expect(303);

    let stale = step.set("body", "Words of the other.").press("next").await.expect(409);

    assert!(stale.says("Words of one tab."));
    assert_eq!(stale.form("body").value("body"), "Words of the other.");
}

#[actix_web::test]
async fn an_area_without_steps_has_one_page_and_its_digest_is_as_before() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;

    let page = ana.get(&format!("{FORM}?step=2")).await.expect(200);

    assert!(!page.says("Step "), "{}", page.words());
    let filled = fill_in(form(&ana).await, "Stone lasts.");
    let turned = filled.clone().press_raw("next", b"").await.expect(303);
    assert_eq!(turned.location(), FORM);
    assert_eq!(form(&ana).await.typed(), filled.typed());
    assert!(!serde_json::to_string(&harbor()).unwrap().contains("steps"));
}

async fn in_steps() -> (TestApp, Visitor) {
    let app = TestApp::spawn().await;
    let mut definition = harbor();
    definition.areas[0].in_steps = true;
    app.apply(&definition).await;
    let ana = app.registered("Ana").await;
    (app, ana)
}
