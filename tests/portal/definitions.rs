//! Initiatives that are set up and changed by their files.

mod applying;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use lectern::domain::definition::{InitiativeDefinition, parse};
use lectern::domain::period::PeriodEventKind;
use lectern::models::area::Area;
use lectern::models::audit::Actor;
use lectern::models::definition::{ApplyError, ChangedSince, Plan, apply, load};
use lectern::models::moderation_policy::ModerationPolicy;
use lectern::models::period_event::PeriodEvent;
use lectern::models::question::QuestionSet;
use lectern::models::respondent_kind::RespondentKind;
use lectern::schema::catalogue::{
    area_documents, initiatives, period_events, question_options, question_sets, questions,
};
use lectern::schema::intake::{audit_log, events};

use crate::support::TestApp;

const SLUG: &str = "genesis-mission";
const AREA: &str = "federal-coordination";
const FILE: &str = include_str!("../../config/initiatives/genesis-mission.toml");

#[actix_web::test]
async fn what_is_stored_is_what_the_file_says() {
    let app = TestApp::spawn().await;
    let mut conn = app.db().await;

    let applied = apply_text(&mut conn, FILE).await.unwrap();

    let stored = load(&mut conn, SLUG).await.unwrap().unwrap();
    let digest: String =
        initiatives::table.select(initiatives::definition_digest).first(&mut conn).await.unwrap();
    assert_eq!(stored.digest(), parse(FILE).unwrap().digest());
    assert_eq!((&digest, &applied.digest), (&stored.digest(), &digest));
    assert_eq!(applied.changes.len(), 8, "{:#?}", applied.changes);
    assert_eq!(applied.changes[0], "genesis-mission: new initiative \"Genesis Mission\"");
}

#[actix_web::test]
async fn a_file_applied_twice_changes_nothing_and_leaves_no_trace() {
    let app = TestApp::spawn().await;
    let mut conn = app.db().await;
    apply_text(&mut conn, FILE).await.unwrap();
    let before = n_rows(&mut conn).await;

    let again = apply_text(&mut conn, FILE).await.unwrap();

    assert_eq!(again.changes, [""; 0]);
    assert_eq!(n_rows(&mut conn).await, before);
}

#[actix_web::test]
async fn two_files_at_once_are_applied_one_after_the_other() {
    let app = TestApp::spawn().await;
    let (mut one, mut other) = (app.db().await, app.db().await);

    let (one, other) = tokio::join!(apply_text(&mut one, FILE), apply_text(&mut other, FILE));

    let mut n_changes = [one.unwrap().changes.len(), other.unwrap().changes.len()];
    n_changes.sort_unstable();
    assert_eq!(n_changes, [0, 8]);
}

#[actix_web::test]
async fn a_reworded_question_is_a_new_version_and_the_old_one_stays() {
    let app = TestApp::spawn().await;
    let mut conn = app.db().await;
    let mut definition = applied(&mut conn).await;
    let asked = definition.areas[0].questions[0].prompt.clone();
    definition.areas[0].questions[0].prompt = "Who should lead?".to_owned();

    apply_definition(&mut conn, &definition).await.unwrap();

    let area = area(&mut conn).await;
    for (version, prompt) in [(1, asked.as_str()), (2, "Who should lead?")] {
        let set = QuestionSet::find_version(&mut conn, area.id, version).await.unwrap();
        assert_eq!(set.questions[0].1.prompt, prompt);
    }
    let versions: i64 = question_sets::table.count().get_result(&mut conn).await.unwrap();
    assert_eq!(versions, 8, "the other six areas ask what they asked");
}

#[actix_web::test]
async fn another_stated_direction_is_a_new_version_and_another_title_is_not() {
    let app = TestApp::spawn().await;
    let mut conn = app.db().await;
    let mut definition = applied(&mut conn).await;

    definition.areas[0].title = "Coordination".to_owned();
    apply_definition(&mut conn, &definition).await.unwrap();
    let area = area(&mut conn).await;
    assert_eq!(QuestionSet::latest(&mut conn, area.id).await.unwrap().version, 1);

    definition.areas[0].stated_direction = "Leave it as it is.".to_owned();
    let plan = apply_definition(&mut conn, &definition).await.unwrap();
    assert_eq!(QuestionSet::latest(&mut conn, area.id).await.unwrap().version, 2);
    assert!(plan.changes[0].starts_with("areas.federal-coordination.stated_direction: "));
}

#[actix_web::test]
async fn a_later_closing_time_is_told_as_an_extension_with_its_reason() {
    let app = TestApp::spawn().await;
    let mut conn = app.db().await;
    let mut definition = applied(&mut conn).await;
    definition.areas[0].closes_at += chrono::TimeDelta::days(14);
    definition.areas[0].period_reason = Some("Many asked for more time.".to_owned());

    apply_definition(&mut conn, &definition).await.unwrap();

    let id = area(&mut conn).await.id;
    let story = PeriodEvent::of(&mut conn, id).await.unwrap();
    let story: Vec<_> = story.iter().map(|it| (it.kind, it.reason.as_str())).collect();
    let opened = (PeriodEventKind::Opened, "Set by the agency");
    assert_eq!(story, [opened, (PeriodEventKind::Extended, "Many asked for more time.")]);
    let stored = load(&mut conn, SLUG).await.unwrap().unwrap();
    assert_eq!(stored.digest(), definition.digest());
}

#[actix_web::test]
async fn a_respondent_kind_that_is_gone_is_retired_and_can_come_back() {
    let app = TestApp::spawn().await;
    let mut conn = app.db().await;
    let whole = applied(&mut conn).await;
    let mut without = whole.clone();
    let gone = without.respondent_kinds.remove(0).code;

    apply_definition(&mut conn, &without).await.unwrap();
    assert_eq!(retired(&mut conn).await, [gone]);
    let stored = load(&mut conn, SLUG).await.unwrap().unwrap();
    assert_eq!(stored.digest(), without.digest());

    apply_definition(&mut conn, &whole).await.unwrap();
    assert_eq!(retired(&mut conn).await, [""; 0]);
}

#[actix_web::test]
async fn an_area_that_is_gone_from_the_file_is_refused_and_nothing_changes() {
    let app = TestApp::spawn().await;
    let mut conn = app.db().await;
    let mut definition = applied(&mut conn).await;
    let before = definition.digest();
    let gone = definition.areas.remove(0).slug;
    definition.title = "Another title".to_owned();

    let refused = apply_definition(&mut conn, &definition).await.unwrap_err();

    assert!(matches!(refused, ApplyError::AreasMissing(slugs) if slugs == [gone]));
    assert_eq!(load(&mut conn, SLUG).await.unwrap().unwrap().digest(), before);
}

#[actix_web::test]
async fn another_moderation_policy_is_a_new_version() {
    let app = TestApp::spawn().await;
    let mut conn = app.db().await;
    let mut definition = applied(&mut conn).await;
    definition.moderation_policy.push_str("\n\nWe read on Sundays too.");

    apply_definition(&mut conn, &definition).await.unwrap();

    let initiative_id = area(&mut conn).await.initiative_id;
    let latest = ModerationPolicy::latest(&mut conn, initiative_id).await.unwrap();
    assert_eq!((latest.version, &latest.policy), (2, &definition.moderation_policy));
}

#[actix_web::test]
async fn documents_options_and_order_follow_the_file() {
    let app = TestApp::spawn().await;
    let mut conn = app.db().await;
    let mut definition = applied(&mut conn).await;
    definition.areas.reverse();
    definition.respondent_kinds.reverse();
    for area in &mut definition.areas {
        area.documents.reverse();
        area.documents.truncate(1);
        area.questions.reverse();
        area.required = vec!["stance".to_owned()];
    }
    definition.areas[0].documents.clear();
    definition.docket_number = None;

    apply_definition(&mut conn, &definition).await.unwrap();

    let stored = load(&mut conn, SLUG).await.unwrap().unwrap();
    assert_eq!(stored.digest(), definition.digest());
}

/// The shipped initiative, after it was applied.
async fn applied(conn: &mut AsyncPgConnection) -> InitiativeDefinition {
    let definition = parse(FILE).unwrap();
    apply_definition(conn, &definition).await.unwrap();
    definition
}

async fn apply_text(conn: &mut AsyncPgConnection, file: &str) -> Result<Plan, ApplyError> {
    apply_definition(conn, &parse(file).unwrap()).await
}

async fn apply_definition(
    conn: &mut AsyncPgConnection,
    definition: &InitiativeDefinition,
) -> Result<Plan, ApplyError> {
    apply(conn, definition, ChangedSince::Refuse, Actor::Operator, now()).await
}

async fn area(conn: &mut AsyncPgConnection) -> Area {
    Area::find_by_slugs(conn, SLUG, AREA).await.unwrap().1
}

async fn retired(conn: &mut AsyncPgConnection) -> Vec<String> {
    let initiative_id = area(conn).await.initiative_id;
    let kinds = RespondentKind::of(conn, initiative_id).await.unwrap();
    kinds.into_iter().filter(|it| it.retired).map(|it| it.code).collect()
}

async fn n_rows(conn: &mut AsyncPgConnection) -> Vec<i64> {
    let mut counts = Vec::new();
    counts.push(question_sets::table.count().get_result(conn).await.unwrap());
    counts.push(questions::table.count().get_result(conn).await.unwrap());
    counts.push(question_options::table.count().get_result(conn).await.unwrap());
    counts.push(period_events::table.count().get_result(conn).await.unwrap());
    counts.push(area_documents::table.count().get_result(conn).await.unwrap());
    counts.push(events::table.count().get_result(conn).await.unwrap());
    counts.push(audit_log::table.count().get_result(conn).await.unwrap());
    counts
}

fn now() -> DateTime<Utc> {
    "2026-12-01T12:00:00Z".parse().unwrap()
}
