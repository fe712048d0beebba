//! Several administrators, pages and files at once: nobody overwrites anybody unknowingly.

use super::*;

#[actix_web::test]
async fn of_two_on_one_part_the_second_is_shown_both_and_may_save_again() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let (ada, lou) = (app.administrator("Ada").await, app.administrator("Lou").await);
    let texts = format!("{HARBOR}/parts/texts");
    let late = lou.get(&texts).await.expect(200).form("save").set("summary", "As Lou says.");
    save(&ada, &texts, &[("summary", "As Ada says.")]).await.expect(303);

    let both = late.press("save").await.expect(409);

    assert!(both.says("As Ada says.") && both.says("Ada saved something else"), "{}", both.words());
    let form = both.form("save");
    assert_eq!(form.value("summary"), "As Lou says.");
    assert!(ada.get(&texts).await.html().contains("As Ada says."), "nothing was overwritten");
    form.press("save").await.expect(303);
    assert!(ada.get(&texts).await.html().contains("As Lou says."));
}

#[actix_web::test]
async fn two_on_different_parts_do_not_wait_for_each_other() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let (ada, lou) = (app.administrator("Ada").await, app.administrator("Lou").await);
    let (texts, ferry) = (format!("{HARBOR}/parts/texts"), format!("{HARBOR}/areas/ferry"));
    let one = ada.get(&texts).await.form("save").set("summary", "As Ada says.");
    let other = lou.get(&ferry).await.form("save").set("summary", "As Lou says.");

    let (one, other) = tokio::join!(one.press("save"), other.press("save"));

    assert_eq!((one.status, other.status), (303, 303));
    publish(&ada, "harbor").await.expect(303);
    let stands = published(&app, "harbor").await;
    assert_eq!((&*stands.summary, &*stands.areas[1].summary), ("As Ada says.", "As Lou says."));
}

#[actix_web::test]
async fn of_two_who_save_one_part_at_the_same_moment_one_wins() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let (ada, lou) = (app.administrator("Ada").await, app.administrator("Lou").await);
    let texts = format!("{HARBOR}/parts/texts");
    let one = ada.get(&texts).await.form("save").set("summary", "As Ada says.");
    let other = lou.get(&texts).await.form("save").set("summary", "As Lou says.");

    let (one, other) = tokio::join!(one.press("save"), other.press("save"));

    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
}

#[actix_web::test]
async fn what_was_not_looked_at_is_not_published() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let (ada, lou) = (app.administrator("Ada").await, app.administrator("Lou").await);
    let texts = format!("{HARBOR}/parts/texts");
    save(&ada, &texts, &[("title", "Harbor")]).await.expect(303);
    let look = ada.get(&format!("{HARBOR}/publish")).await.expect(200).form("Publish");
    let twice = look.clone();
    save(&lou, &texts, &[("title", "The port")]).await.expect(303);

    let again = look.press("Publish").await.expect(409);

    assert!(again.says("The port") && again.says("nothing was published"), "{}", again.words());
    assert_eq!(published(&app, "harbor").await.title, "Harbor plan");
    again.form("Publish").press("Publish").await.expect(303);
    twice.press("Publish").await.expect(409);
    assert_eq!(published(&app, "harbor").await.title, "The port");
}

#[actix_web::test]
async fn a_file_that_was_applied_meanwhile_is_shown_and_taken_in_before_anything_is_published() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    save(&ada, &format!("{HARBOR}/parts/texts"), &[("title", "Port")]).await.expect(303);
    save(&ada, BRIDGE, &[("summary", "As Ada says.")]).await.expect(303);
    let look = ada.get(&format!("{HARBOR}/publish")).await.expect(200).form("Publish");
    let mut file = harbor();
    file.agency = "Port office".to_owned();
    file.areas[0].summary = "As the file says.".to_owned();
    file.areas[1].title = "The boat".to_owned();
    app.apply(&file).await;

    look.press("Publish").await.expect(409);
    let desk = ada.get(HARBOR).await.expect(200);
    assert!(desk.says("agency: \"Harbor office\" → \"Port office\""), "{}", desk.words());
    let refused = ada.get(&format!("{HARBOR}/publish")).await.expect(200);
    assert!(refused.says("Something else was published"));
    desk.form("catch_up").press("catch_up").await.expect(303);
    publish(&ada, "harbor").await.expect(303);

    let stands = published(&app, "harbor").await;
    file.title = "Port".to_owned();
    file.areas[0].summary = "As Ada says.".to_owned();
    assert_eq!(changes(Some(&file), &stands), [""; 0]);
}

#[actix_web::test]
async fn a_working_copy_that_is_thrown_away_leaves_what_is_published() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    save(&ada, &format!("{HARBOR}/parts/texts"), &[("title", "Port")]).await.expect(303);

    let desk = ada.get(HARBOR).await.form("discard").press("discard").await.expect(303);

    assert!(desk.follow().await.says("Harbor plan"));
    assert_eq!(published(&app, "harbor").await.digest(), harbor().digest());
    let done: Vec<_> = acts(&app).await.into_iter().map(|it| it.0).collect();
    assert_eq!(done[done.len() - 2..], ["working_copy_changed", "working_copy_dropped"]);
}
