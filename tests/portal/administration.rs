//! What administrators look after, and who they are.

mod access;
mod accounts;
mod dashboard;
mod grants;
mod initiatives;
mod instances;
mod invitations;
mod proposals;
mod reach;
mod reason_codes;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::domain::role::Role;
use lectern::models::grant::Grant;
use lectern::schema::intake::audit_log;
use serde_json::Value;

use crate::support::{Page, TestApp, Visitor};

#[actix_web::test]
async fn the_administration_opens_to_administrators_only_and_is_found_from_their_own_page() {
    let app = TestApp::spawn().await;
    let (ada, ben) = (app.administrator("Ada").await, app.registered("Ben").await);
    let mo = app.moderator("Mo").await;

    let own = ada.get("/account").await.expect(200);
    assert!(own.links().iter().any(|(path, _)| path == "/admin"));
    let page = ada.get("/admin").await.expect(200);
    assert!(page.says("Signed in as Ada"));
    for other in [&ben, &mo] {
        other.get("/admin").await.expect(403);
        let own = other.get("/account").await.expect(200);
        assert!(!own.links().iter().any(|(path, _)| path == "/admin"));
    }
    let asked = app.visitor().get("/admin").await.expect(303);
    assert!(asked.location().starts_with("/sign-in?next="));
}

// A13
#[actix_web::test]
async fn an_administrator_without_one_time_codes_sets_them_up_before_any_page_opens() {
    let app = TestApp::spawn().await;
    let ada = app.registered("Ada").await;
    let account = app.account("Ada").await;
    Grant::give(&mut app.db().await, account.id, Role::Administrator).await.unwrap();

    let asked = ada.get("/admin").await.expect(303);

    assert_eq!(asked.location(), "/account/one-time-code?next=%2Fadmin");
}

/// The address of somebody's page for administrators.
async fn path_of(app: &TestApp, name: &str) -> String {
    format!("/admin/accounts/{}", app.account(name).await.id.0)
}

/// Gives a role by the form.
async fn give(by: &Visitor, path: &str, role: &str, scope: &str) -> Page {
    let form = by.get(&format!("{path}/give")).await.expect(200).form("role");
    form.set("role", role).set("scope", scope).press("Give the role").await
}

/// Does what asks for a reason.
async fn act(by: &Visitor, path: &str, button: &str) -> Page {
    let form = by.get(path).await.expect(200).form("reason");
    form.set("reason", "They asked us to.").press(button).await
}

/// What is written in the audit log about somebody, oldest first: who, what, and the detail.
async fn audited(app: &TestApp, name: &str) -> Vec<(Option<i64>, String, Value)> {
    let subject = format!("account {}", app.account(name).await.id.0);
    audit_log::table
        .filter(audit_log::subject.eq(subject))
        .order(audit_log::id)
        .select((audit_log::actor_id, audit_log::act, audit_log::detail))
        .load(&mut app.db().await)
        .await
        .unwrap()
}
