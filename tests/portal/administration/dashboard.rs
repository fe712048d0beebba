//! The first page of administrators: what is open, what waits, what was done, within their grants.

use crate::support::{FORM, TestApp, email_of, fill_in};

const PERIOD: &str = "/admin/initiatives/harbor/areas/bridge/period";

#[actix_web::test]
async fn the_first_page_says_what_is_open_what_waits_and_what_was_done() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.comment("Stone lasts.").insert().await;
    app.comment("Steel rusts.").insert().await;
    let form = fill_in(app.visitor().get(FORM).await.form("body"), "Glass, or nothing.");
    let asked = form.press("submit").await.form("email");
    asked.set("email", &email_of("Walt")).set("display_name", "Walt").press("submit").await;
    let ada = app.administrator("Ada").await;
    let change = [("change", "close_early"), ("closes_at", ""), ("reason", "The plan is off.")];
    let seen = ada.get(PERIOD).await.expect(200).form("change").value("seen").to_owned();
    let mut fields = change.to_vec();
    fields.extend([("seen", &*seen), ("intent", "confirm")]);
    ada.post(PERIOD, &fields).await.expect(303);
    let read_only = [("reason", "The database moves."), ("read_only", "yes")];
    ada.post("/admin/site/read-only", &read_only).await.expect(303);

    let page = ada.get("/admin").await.expect(200);

    assert!(page.says("2 comments waiting for a decision, the oldest for"), "{}", page.words());
    assert!(page.says("1 more wait until their authors confirm an address."));
    assert!(page.says("Comments closed") && page.says("Comments are open until"));
    assert!(page.says("Changed a comment period: harbor/bridge") && page.says("The plan is off."));
    assert!(page.says("The site can only be read. The database moves."));
    assert!(page.says("to be sent"));
    assert!(page.links().iter().any(|(path, _)| path == PERIOD));
}

#[actix_web::test]
async fn whoever_administers_a_part_sees_nothing_of_the_rest() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.comment("Stone lasts.").insert().await;
    let ada = app.administrator("Ada").await;
    let fay = app.administrator_for("Fay", "harbor/ferry").await;
    let bea = app.administrator_for("Bea", "harbor/bridge").await;
    let seen = ada.get(PERIOD).await.expect(200).form("change").value("seen").to_owned();
    let fields = [
        ("change", "close_early"),
        ("closes_at", ""),
        ("reason", "The plan is off."),
        ("seen", &*seen),
        ("intent", "confirm"),
    ];
    ada.post(PERIOD, &fields).await.expect(303);

    let page = fay.get("/admin").await.expect(200);

    assert!(page.says("The ferry"), "{}", page.words());
    for foreign in ["The bridge", "The plan is off.", "to be sent", "Changed a comment period"] {
        assert!(!page.says(foreign), "{foreign}");
    }
    let page = bea.get("/admin").await.expect(200);
    assert!(page.says("The plan is off.") && page.says("1 comment waiting"), "{}", page.words());
}
