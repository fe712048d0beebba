//! The whole life of a comment, over HTTP: registered, drafted, checked, sent, published, counted, downloaded.

use crate::support::{Page, TestApp, Visitor, email_of};

const PASSWORD: &str = "a lantern over the old harbor wall";
const AREA: &str = "/initiatives/genesis-mission/federal-coordination";
const BODY: &str = "One front door, please.\n\nWe applied at three agencies with three forms.";

#[actix_web::test]
async fn a_comment_walks_from_its_author_to_everybody() {
    let app = TestApp::spawn().await;
    app.genesis().await;
    let ana = register(&app, "Ana").await;

    let number = send_comment(&ana).await;

    let mails = app.mails_to(&email_of("Ana")).await;
    assert!(mails.last().unwrap().body.contains(&number), "the receipt is mailed");
    assert_unknown_in_public(&app, &number).await;
    publish(&app, &number).await;
    app.worker_round().await;
    assert_public(&app, &number).await;
    let mails = app.mails_to(&email_of("Ana")).await;
    assert!(mails.last().unwrap().body.contains(&format!("/comments/{number}")));
    let own = ana.get(&format!("/account/comments/{number}")).await.expect(200);
    assert!(own.says("Published"));
}

/// Through the form, the mail and the page that its link leads to.
async fn register(app: &TestApp, name: &str) -> Visitor {
    let visitor = app.visitor();
    let form = visitor.get("/register").await.expect(200).form("display_name");
    let sent = form.set("display_name", name).set("email", &email_of(name)).press("Register").await;
    assert!(sent.expect(200).says("Check your mail"));

    let link = app.last_link_to(&email_of(name)).await;
    let confirm = visitor.get(&link).await.expect(200);
    assert!(confirm.says(&email_of(name)));
    let signed_in = confirm.form("password").set("password", PASSWORD);
    let account = signed_in.press("Confirm and sign in").await.follow().await.expect(200);
    assert!(account.says("My account") && account.says(name));
    visitor
}

async fn send_comment(ana: &Visitor) -> String {
    let path = format!("{AREA}/comment");
    let form = ana.get(&path).await.expect(200).form("body");
    let filled = form
        .set("stance", "support_with_changes")
        .set("respondent_kind", "academic")
        .set("attribution", "named")
        .set("body", BODY)
        .set("answers.lead_arrangement", "shared")
        .set("answers.overlap_or_gap", "computing")
        .add("answers.overlap_or_gap", "data")
        .set("answers.single_front_door", "5");

    let saved = filled.press("save").await;
    let saved = if saved.status == 303 { saved.follow().await } else { saved };
    let saved = saved.expect(200);
    assert!(saved.says("Draft saved"), "{}", saved.words());
    let again = ana.get(&path).await.expect(200).form("body");
    assert_eq!(again.typed(), saved.form("body").typed(), "the draft is there in a new tab");
    assert!(ana.get("/account").await.expect(200).says("One front door, please."));

    let checked = again.press("check").await.expect(200);
    assert!(checked.says("Check your answers") && checked.says("Support, with changes"));
    let receipt = checked.form("submit").press("submit").await;
    let receipt = if receipt.status == 303 { receipt.follow().await } else { receipt };
    receipt.expect(200).id("tracking-number")
}

async fn assert_unknown_in_public(app: &TestApp, number: &str) {
    let reader = app.visitor();
    reader.get(&format!("/comments/{number}")).await.expect(404);
    assert!(!reader.get(&format!("{AREA}/comments")).await.expect(200).html().contains(number));
    let summary = reader.get(&format!("{AREA}/summary")).await.expect(200);
    assert_eq!(figure(&summary, "Received"), "1");
    assert_eq!(figure(&summary, "Pending"), "1");
    assert_eq!(figure(&summary, "Published"), "0");
}

async fn publish(app: &TestApp, number: &str) {
    let moderator = app.moderator("Mo").await;
    let queue = moderator.get("/moderation").await.expect(200);
    assert!(queue.says("One front door, please."));
    let page = moderator.get(&format!("/moderation/comments/{number}")).await.expect(200);
    let done = page.form("publish").press("publish").await.follow().await.expect(200);
    assert!(done.status == 200);
    let queue = moderator.get("/moderation").await.expect(200);
    assert!(!queue.says("One front door, please."));
}

async fn assert_public(app: &TestApp, number: &str) {
    let reader = app.visitor();
    let list = reader.get(&format!("{AREA}/comments")).await.expect(200);
    assert!(list.says("One front door, please.") && list.says("Ana"));
    let filtered = reader.get(&format!("{AREA}/comments?stance=oppose")).await.expect(200);
    assert!(!filtered.says("One front door, please."));
    let comment = reader.get(&format!("/comments/{number}")).await.expect(200);
    assert!(comment.says("We applied at three agencies") && comment.says("Access to computing"));

    let summary = reader.get(&format!("{AREA}/summary")).await.expect(200);
    assert_eq!(figure(&summary, "Received"), "1");
    assert_eq!(figure(&summary, "Pending"), "0");
    assert!(figure(&summary, "Published").starts_with('1'));
    let stance = summary.links().into_iter().find(|(_, words)| words == "1: Support, with changes");
    let counted = reader.get(&stance.expect("a figure of the stance").0).await.expect(200);
    assert!(counted.says("One front door, please."));

    let csv = reader.get(&format!("{AREA}/comments.csv")).await.expect(200);
    let mut rows = csv::Reader::from_reader(csv.bytes.as_slice());
    let headers = rows.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let column = |name: &str| &rows[0][headers.iter().position(|it| it == name).unwrap()];
    assert_eq!(rows.len(), 1);
    assert_eq!(column("tracking_number"), number);
    assert_eq!(column("body"), BODY);
    assert_eq!(column("answers.overlap_or_gap"), "computing|data");
}

/// A figure of "Where the comments stand", by its name.
fn figure(summary: &Page, name: &str) -> String {
    let (names, figures) = (summary.all("dl.stats dt"), summary.all("dl.stats dd"));
    let found = names.into_iter().zip(figures).find(|(it, _)| it == name);
    found.unwrap_or_else(|| panic!("no figure {name}: {}", summary.words())).1
}
