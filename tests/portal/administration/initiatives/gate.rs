//! An area opens only when its gate is complete.

use chrono::{TimeDelta, Utc};
use lectern::models::audit::Actor;
use lectern::models::definition::{ApplyError, ChangedSince, apply};

use super::*;

#[actix_web::test]
async fn an_area_without_a_basis_for_its_questions_is_not_opened_by_a_page_or_a_file() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    let paperwork = format!("{HARBOR}/parts/paperwork");
    save(&ada, &paperwork, &[("paperwork_basis", "")]).await.expect(303);

    let desk = ada.get(HARBOR).await.expect(200);
    assert!(desk.says("Missing OMB control number, or why none is needed"), "{}", desk.words());
    let refused = ada.get(&format!("{HARBOR}/publish")).await.expect(200);
    assert!(refused.says("These areas would take comments: The bridge, The ferry."));
    let seen = ada.get(HARBOR).await.form("discard").value("seen").to_owned();
    let forced = ada.post(&format!("{HARBOR}/publish"), &[("seen", &seen)]).await.expect(422);
    assert!(forced.says("Nothing was published."));
    let mut file = harbor();
    file.paperwork_basis = None;
    let mut conn = app.db().await;
    let (how, by) = (ChangedSince::Overwrite, Actor::Operator);
    let refused = apply(&mut conn, &file, how, by, Utc::now()).await.unwrap_err();
    assert!(matches!(refused, ApplyError::GateIncomplete { .. }), "{refused}");
    assert!(refused.to_string().contains("bridge, ferry would take comments"), "{refused}");
    assert_eq!(published(&app, "harbor").await.digest(), harbor().digest());

    save(&ada, &paperwork, &[("omb_control_number", "1234-5678")]).await.expect(303);
    publish(&ada, "harbor").await.expect(303);
    assert!(app.visitor().get("/initiatives/harbor").await.says("1234-5678"));
}

#[actix_web::test]
async fn a_period_that_is_over_needs_no_gate_until_it_is_to_open_again() {
    let app = TestApp::spawn().await;
    let mut file = harbor();
    file.paperwork_basis = None;
    for area in &mut file.areas {
        area.closes_at = Utc::now() - TimeDelta::hours(1);
    }
    app.apply(&file).await;
    let ada = app.administrator("Ada").await;

    for change in ["reopen", "take_late"] {
        let form = ada.get(&format!("{BRIDGE}/period")).await.expect(200).form("reason");
        let form =
            form.without("change").add("change", change).set("closes_at", "2030-01-01 10:00");
        let preview = form.set("reason", "Many asked.").press("See what").await.expect(200);
        let refused = preview.form("confirm").press("confirm").await.expect(422);
        assert!(refused.says("the initiative needs: OMB control number"), "{}", refused.words());
    }
    let form = app.visitor().get(FORM).await.expect(200);
    assert!(form.says("does not take comments now"));
}

#[actix_web::test]
async fn an_area_that_stood_open_before_there_was_a_gate_is_left_in_peace() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let clear = "UPDATE catalogue.initiatives SET paperwork_basis = NULL";
    diesel_async::SimpleAsyncConnection::batch_execute(&mut app.db().await, clear).await.unwrap();
    let ada = app.administrator("Ada").await;

    save(&ada, &format!("{HARBOR}/parts/texts"), &[("title", "Port")]).await.expect(303);
    publish(&ada, "harbor").await.expect(303);
    save(&ada, BRIDGE, &[("closes_at", "2099-01-01 10:00")]).await.expect(303);
    let refused = ada.get(&format!("{HARBOR}/publish")).await.expect(200);

    assert!(refused.says("These areas would take comments: The bridge."), "{}", refused.words());
}
