//! What the public sees of a comment on paper, and what it never sees.

use lectern::domain::tracking_number::TrackingNumber;

use crate::attachments::samples::pdf;
use crate::support::TestApp;

const AREA: &str = "/initiatives/harbor/bridge";

#[actix_web::test]
async fn a_petition_is_one_comment_on_pages_in_figures_and_in_the_file() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.comment("Stone lasts.").stance("oppose").published().insert().await;
    let entry = app.entry("A petition.").channel("paper").signatories("312").name("Nell Waters");
    let number = published(&app, entry.field("stance", "oppose").kept_at("File 1")).await;
    app.worker_round().await;
    let reader = app.visitor();

    let page = reader.get(&format!("/comments/{number}")).await.expect(200);
    assert!(page.says("On paper, 312 signatories, entered by staff"), "{}", page.words());
    let list = reader.get(&format!("{AREA}/comments")).await.expect(200);
    assert!(list.says("On paper, 312 signatories") && list.says("2 comments"));
    let staff = reader.get(&format!("{AREA}/comments?source=staff")).await.expect(200);
    assert!(staff.says("1 comment") && staff.says("A petition.") && !staff.says("Stone lasts."));
    reader.get(&format!("{AREA}/comments?source=carrier_pigeon")).await.expect(400);
    let summary = reader.get(&format!("{AREA}/summary")).await.expect(200);
    assert!(summary.links().iter().any(|(_, words)| words == "2: Oppose"), "{:?}", summary.links());
    let csv = reader.get(&format!("{AREA}/comments.csv")).await.expect(200);
    let rows = rows(&csv.bytes);
    let of = |source: &str| rows.iter().find(|it| it["source"] == source).unwrap();
    let (web, staff) = (of("web"), of("staff"));
    assert_eq!((&*web["channel"], &*web["signatories"]), ("", "1"));
    assert_eq!((&*staff["channel"], &*staff["signatories"]), ("paper", "312"));
    assert_eq!(staff["display_name"], "Nell Waters");
    assert_eq!(staff["received_at"], "", "only the day is known");
}

#[actix_web::test]
async fn who_signs_a_letter_and_wants_no_name_shown_is_anonymous() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let entry = app.entry("I live by the quay.").field("display_name", "Secretive Samuel");
    let entry = entry.field("organization", "Bureau of Whispers").kept_at("File 1");
    let number = published(&app, entry).await;

    for path in [format!("/comments/{number}"), format!("{AREA}/comments")] {
        let page = app.visitor().get(&path).await.expect(200);
        assert!(page.says("Anonymous") && page.says("By post"), "{}", page.words());
        for private in ["Samuel", "Whispers", "File 1", "Kim"] {
            assert!(!page.html().contains(private), "{path} tells {private}");
        }
    }
}

#[actix_web::test]
async fn a_scan_is_for_staff_and_for_nobody_else() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let scan = pdf("signed: Nell Waters");
    let id = app.entry("A petition.").scan("letter.pdf", &scan).insert().await;
    app.hand_over(id).await;
    let number = app.confirm(id, "Kim").await;
    let kim = app.moderator("Kim").await;
    let desk = kim.get(&format!("/moderation/comments/{number}")).await.form("publish");
    desk.press("publish").await.expect(303);
    let path = format!("/entries/{}/files/1", id.0);

    let shown = kim.get(&path).await.expect(200);
    assert_eq!(shown.bytes, scan);
    assert!(shown.header("content-security-policy").contains("sandbox"));
    app.visitor().get(&path).await.expect(303);
    app.registered("Ben").await.get(&path).await.expect(403);
    app.visitor().get(&format!("/comments/{number}/files/1")).await.expect(404);
    let public = app.visitor().get(&format!("/comments/{number}")).await.expect(200);
    assert!(!public.html().contains("letter.pdf"));
}

async fn published(app: &TestApp, entry: crate::support::EntryBuilder<'_>) -> TrackingNumber {
    let id = entry.insert().await;
    app.hand_over(id).await;
    let number = app.confirm(id, "Kim").await;
    let kim = app.moderator("Kim").await;
    let desk = kim.get(&format!("/moderation/comments/{number}")).await.expect(200);
    desk.form("publish").press("publish").await.expect(303);
    number
}

fn rows(csv: &[u8]) -> Vec<std::collections::HashMap<String, String>> {
    csv::Reader::from_reader(csv).deserialize().map(Result::unwrap).collect()
}
