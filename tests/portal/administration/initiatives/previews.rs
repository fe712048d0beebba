//! What administrators see before they publish is what commenters see afterward.

use lectern::schema::intake::drafts;

use super::*;

/// What stands on the page, but for what is made anew each time.
fn shown(page: &Page) -> String {
    let main = page.html().split_once("<main").unwrap().1.split_once("</main>").unwrap().0;
    let key = page.all("input[name=submission_key]");
    assert!(key.len() < 2);
    let mut shown = main.to_owned();
    for name in ["submission_key", "question_set"] {
        if let Some((before, after)) =
            shown.clone().split_once(&format!("name=\"{name}\" value=\""))
        {
            let rest = after.split_once('"').unwrap().1;
            shown = format!("{before}name=\"{name}\" {rest}");
        }
    }
    shown
}

#[actix_web::test]
async fn the_preview_of_an_area_is_the_page_that_commenters_get() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    save(&ada, BRIDGE, &[("background", "One\n\nTwo"), ("stated_direction", "Build two.")])
        .await
        .expect(303);
    save(&ada, &format!("{BRIDGE}/questions/users"), &[("prompt", "Who may cross?")])
        .await
        .expect(303);
    let document = [("items.0.title", "The plan"), ("items.0.url", "https://example.org/plan")];
    save(&ada, &format!("{BRIDGE}/documents"), &document).await.expect(303);

    let area = ada.get(&format!("{BRIDGE}/preview")).await.expect(200);
    let form = ada.get(&format!("{BRIDGE}/preview/comment")).await.expect(200);
    for page in [&area, &form] {
        assert!(page.html().contains("Nothing can be sent from here."));
    }
    publish(&ada, "harbor").await.expect(303);

    let visitor = app.visitor();
    assert_eq!(shown(&area), shown(&visitor.get("/initiatives/harbor/bridge").await.expect(200)));
    assert_eq!(shown(&form), shown(&visitor.get(FORM).await.expect(200)));
    assert!(form.says("Who may cross?") && area.says("The plan"));
}

#[actix_web::test]
async fn nothing_is_sent_or_kept_from_a_preview() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;

    let form = ada.get(&format!("{BRIDGE}/preview/comment")).await.expect(200);

    let policy = form.header("content-security-policy");
    assert!(policy.contains("form-action 'none'") && !policy.contains("script-src"), "{policy}");
    assert_eq!(form.header("set-cookie"), "");
    let kept: i64 = drafts::table.count().get_result(&mut app.db().await).await.unwrap();
    assert_eq!(kept, 0);
}
