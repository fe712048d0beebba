//! Comment periods as administrators change them: previewed, with a reason that everybody reads, once.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::future::join_all;
use lectern::domain::local_time;
use lectern::domain::period::PeriodEventKind;
use lectern::models::area::Area;
use lectern::models::audit::Actor;
use lectern::models::definition::{ApplyError, ChangedSince, apply, load};
use lectern::models::period_event::PeriodEvent;
use lectern::schema::intake::{audit_log, events};

use crate::support::{AREA, FORM, LateComments, Page, TestApp, Visitor, fill_in, harbor};

const PERIOD: &str = "/admin/initiatives/harbor/areas/bridge/period";
const PUBLIC: &str = "/initiatives/harbor/bridge";

/// The plan for the harbor, whose bridge takes comments for thirty more days.
async fn set_up(app: &TestApp) {
    let mut definition = harbor();
    definition.areas[0].closes_at = in_a_month();
    app.apply(&definition).await;
}

/// To the minute, as closing times are typed.
fn in_a_month() -> DateTime<Utc> {
    (Utc::now() + TimeDelta::days(30)).duration_trunc(TimeDelta::minutes(1)).unwrap()
}

async fn area(app: &TestApp) -> Area {
    Area::find_by_path(&mut app.db().await, AREA).await.unwrap().1
}

async fn history(app: &TestApp) -> Vec<PeriodEvent> {
    let id = area(app).await.id;
    PeriodEvent::of(&mut app.db().await, id).await.unwrap()
}

/// As it is typed, so many days after the period closes now, to the minute.
async fn later(app: &TestApp, days: i64) -> (DateTime<Utc>, String) {
    let (initiative, area) = Area::find_by_path(&mut app.db().await, AREA).await.unwrap();
    let closes_at = area.closes_at.unwrap().max(Utc::now());
    let typed = local_time::typed(closes_at + TimeDelta::days(days), initiative.zone());
    (local_time::parse(&typed, initiative.zone()).unwrap(), typed)
}

async fn ask(by: &Visitor, change: &str, closes_at: &str, reason: &str) -> Page {
    let form = by.get(PERIOD).await.expect(200).form("change");
    let form = form.without("change").add("change", change);
    let form = form.without("closes_at").add("closes_at", closes_at);
    form.set("reason", reason).press("See what").await
}

async fn change(by: &Visitor, change: &str, closes_at: &str, reason: &str) -> Page {
    ask(by, change, closes_at, reason).await.expect(200).form("confirm").press("confirm").await
}

#[actix_web::test]
async fn an_extension_is_previewed_then_stands_with_its_reason_where_everybody_reads_it() {
    let app = TestApp::spawn().await;
    set_up(&app).await;
    let ada = app.administrator("Ada").await;
    let before = area(&app).await.closes_at.unwrap();
    let (until, typed) = later(&app, 14).await;

    let preview = ask(&ada, "extend", &typed, "Many asked for more time.").await.expect(200);
    assert!(preview.says("Close later") && preview.says("14 days later"), "{}", preview.words());
    assert!(preview.says("Many asked for more time."));
    assert_eq!(area(&app).await.closes_at, Some(before));
    let edited = preview.form("confirm").press("edit").await.expect(200).form("change");
    assert_eq!(edited.value("closes_at"), typed);
    assert_eq!(edited.value("reason"), "Many asked for more time.");

    let done = preview.form("confirm").press("confirm").await.expect(303);
    let page = ada.get(done.location()).await.expect(200);
    assert!(page.says("The comment period is extended."));
    assert_eq!(area(&app).await.closes_at, Some(until));
    let public = app.visitor().get(PUBLIC).await.expect(200);
    assert!(public.says("Extended to") && public.says("Many asked for more time."));

    let mut conn = app.db().await;
    let n: i64 = events::table
        .filter(events::kind.eq("period_changed"))
        .count()
        .get_result(&mut conn)
        .await
        .unwrap();
    // One for each of the two areas when they were set up.
    assert_eq!(n, 3);
    let audited: Vec<(String, Option<i64>)> = audit_log::table
        .filter(audit_log::act.eq("period_changed"))
        .select((audit_log::subject, audit_log::actor_id))
        .load(&mut conn)
        .await
        .unwrap();
    let actor = app.account("Ada").await.id.0;
    assert_eq!(audited, [(format!("area {}", area(&app).await.id.0), Some(actor))]);
}

#[actix_web::test]
async fn closing_takes_effect_at_once_drafts_stay_and_the_period_opens_again() {
    let app = TestApp::spawn().await;
    set_up(&app).await;
    let (ada, ana) = (app.administrator("Ada").await, app.registered("Ana").await);
    let form = fill_in(ana.get(FORM).await.form("submit"), "Stone lasts.");
    form.clone().press("save").await;

    change(&ada, "close_early", "", "The plan was withdrawn.").await.expect(303);
    form.press("submit").await.expect(409);
    let page = app.visitor().get(PUBLIC).await.expect(200);
    assert!(page.says("Comments closed") && page.says("The plan was withdrawn."));
    assert!(ana.get("/account").await.says("Stone lasts."));

    let (until, typed) = later(&app, 3).await;
    change(&ada, "reopen", &typed, "The plan is back.").await.expect(303);
    let kept = ana.get(FORM).await.expect(200).form("submit");
    assert_eq!(kept.value("body"), "Stone lasts.");
    kept.press("submit").await.expect(303);
    let kinds: Vec<_> = history(&app).await.iter().map(|it| it.kind).collect();
    assert_eq!(
        kinds,
        [PeriodEventKind::Opened, PeriodEventKind::ClosedEarly, PeriodEventKind::Reopened]
    );
    assert_eq!(history(&app).await[2].closes_at, until);
}

#[actix_web::test]
async fn late_comments_are_taken_from_when_an_administrator_says_so() {
    let app = TestApp::spawn().await;
    set_up(&app).await;
    app.close_area(LateComments::Refused).await;
    let (ada, ana) = (app.administrator("Ada").await, app.registered("Ana").await);

    change(&ada, "take_late", "", "The mail was late.").await.expect(303);
    let form = fill_in(ana.get(FORM).await.expect(200).form("submit"), "Stone lasts.");
    form.press("submit").await.expect(303);
    change(&ada, "refuse_late", "", "Enough.").await.expect(303);
    assert!(!area(&app).await.take_late_comments);
    let page = app.visitor().get(PUBLIC).await.expect(200);
    assert!(page.says("Late comments taken from") && page.says("Late comments taken until"));
    // It can be done once.
    ask(&ada, "refuse_late", "", "Enough.").await.expect(422);
}

#[actix_web::test]
async fn of_two_administrators_at_once_one_wins_and_the_other_is_told_and_keeps_their_words() {
    let app = TestApp::spawn().await;
    set_up(&app).await;
    let mut asking = Vec::new();
    for (n, name) in ["Ada", "Bea", "Cal", "Dan"].into_iter().enumerate() {
        let by = app.administrator(name).await;
        let (_, typed) = later(&app, 10 + i64::try_from(n).unwrap()).await;
        asking.push(ask(&by, "extend", &typed, &format!("{name} says so.")).await.expect(200));
    }

    let said = join_all(asking.iter().map(|it| it.form("confirm").press("confirm"))).await;

    let mut statuses: Vec<_> = said.iter().map(|it| it.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409, 409, 409]);
    let events = history(&app).await;
    assert_eq!(events.len(), 2);
    let loser = said.iter().find(|it| it.status == 409).unwrap();
    assert!(loser.says("Somebody changed this comment period") && loser.says(&events[1].reason));
    assert!(loser.form("reason").value("reason").ends_with("says so."));
}

#[actix_web::test]
async fn what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost() {
    let app = TestApp::spawn().await;
    set_up(&app).await;
    let ada = app.administrator("Ada").await;
    let year = Utc::now().format("%Y").to_string().parse::<i32>().unwrap() + 2;
    let mut gap = (8..=14).map(|day| format!("{year}-03-{day:02} 02:30"));
    let zone = chrono_tz::America::New_York;
    let gap = gap.find(|it| local_time::parse(it, zone).is_err()).unwrap();
    let mut twice = (1..=7).map(|day| format!("{year}-11-{day:02} 01:30"));
    let twice = twice.find(|it| local_time::parse(it, zone).is_err()).unwrap();
    let cases = [
        ("", "2030-01-01 10:00", "Why not.", "change"),
        ("reopen", "2030-01-01 10:00", "Why not.", "change"),
        ("extend", "", "Why not.", "closes_at"),
        ("extend", "2020-01-01 10:00", "Why not.", "closes_at"),
        ("extend", "9020-01-01 10:00", "Why not.", "closes_at"),
        ("extend", "tomorrow", "Why not.", "closes_at"),
        ("extend", &gap, "Why not.", "closes_at"),
        ("extend", &twice, "Why not.", "closes_at"),
        ("close_early", "", " ", "reason"),
        ("close_early", "", &"x".repeat(501), "reason"),
    ];
    for (change, closes_at, reason, wrong) in cases {
        let page = ask(&ada, change, closes_at, reason).await.expect(422);
        assert_eq!(page.wrong_fields(), [wrong], "{change} {closes_at}");
        let form = page.form("change");
        assert_eq!((form.value("closes_at"), form.value("reason")), (closes_at, reason));
    }
    // A time that comes twice says which one it is.
    let page = ask(&ada, "extend", &format!("{twice} EST"), "Why not.").await.expect(200);
    assert!(page.says("1:30 AM EST"), "{}", page.words());
    assert_eq!(history(&app).await.len(), 1);
}

#[actix_web::test]
async fn only_whoever_administers_the_area_changes_its_period() {
    let app = TestApp::spawn().await;
    set_up(&app).await;
    let bridge = app.administrator_for("Bea", "harbor/bridge").await;
    let ferry = app.administrator_for("Fay", "harbor/ferry").await;
    let harbor = app.administrator_for("Hal", "harbor").await;
    let mo = app.moderator("Mo").await;

    bridge.get(PERIOD).await.expect(200);
    harbor.get(PERIOD).await.expect(200);
    ferry.get(PERIOD).await.expect(404);
    mo.get(PERIOD).await.expect(403);
    let form = ask(&bridge, "close_early", "", "Why not.").await.expect(200).form("confirm");
    form.clone().sent_by(&ferry).press("confirm").await.expect(404);
    assert_eq!(history(&app).await.len(), 1);
    form.press("confirm").await.expect(303);
}

#[actix_web::test]
async fn a_file_made_before_the_period_changed_is_told_so() {
    let app = TestApp::spawn().await;
    set_up(&app).await;
    let ada = app.administrator("Ada").await;
    let mut file = load(&mut app.db().await, "harbor").await.unwrap().unwrap();
    file.came_from = Some(file.digest());
    change(&ada, "close_early", "", "The plan was withdrawn.").await.expect(303);

    let applied =
        apply(&mut app.db().await, &file, ChangedSince::Refuse, Actor::Operator, Utc::now()).await;

    let Err(ApplyError::ChangedSince { differences }) = applied else { panic!("{applied:?}") };
    assert!(differences.iter().any(|it| it.contains("closes_at")), "{differences:?}");
}
