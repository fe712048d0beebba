//! A definition out as a file, and in elsewhere.

use super::*;

#[actix_web::test]
async fn a_definition_that_is_downloaded_here_stands_elsewhere_as_it_stands_here() {
    let (here, elsewhere) = (TestApp::spawn().await, TestApp::spawn().await);
    here.genesis().await;
    let (ada, lou) = (here.administrator("Ada").await, elsewhere.administrator("Lou").await);
    let path = "/admin/initiatives/genesis-mission";
    let file = ada.get(&format!("{path}/definition.toml?state=published")).await.expect(200);
    assert!(file.header("content-disposition").contains("genesis-mission.toml"));
    let definition = published(&here, "genesis-mission").await;
    assert_eq!(parse(file.html()).unwrap().came_from, Some(definition.digest()));

    let begin = lou.get("/admin/initiatives").await.form("slug");
    begin.set("slug", "genesis-mission").set("title", "G").press("Begin").await.expect(303);
    let paste = lou.get(&format!("{path}/file")).await.expect(200).form("definition");
    paste.set("definition", file.html()).press("Put it in place").await.expect(303);
    publish(&lou, "genesis-mission").await.expect(303);

    let there = published(&elsewhere, "genesis-mission").await;
    assert_eq!(there.digest(), definition.digest());
}

#[actix_web::test]
async fn a_file_with_mistakes_is_told_where_and_changes_nothing() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    let path = format!("{HARBOR}/file");
    let right = harbor().to_toml();
    let paste = async |text: &str| {
        let form = ada.get(&path).await.expect(200).form("definition");
        form.set("definition", text).press("Put it in place").await.expect(422)
    };

    let page = paste(&right.replace("title = \"The ferry\"", "titel = 1")).await;
    assert!(page.says("areas.ferry.titel: An area has no such key."), "{}", page.words());
    assert!(page.form("definition").value("definition").contains("titel = 1"));
    assert!(paste("slug = \"").await.says("Line 1: This is not valid TOML"));
    let other = paste(&right.replace("slug = \"harbor\"", "slug = \"port\"")).await;
    assert!(other.says("its slug must be “harbor”"));
    assert!(ada.get(HARBOR).await.says("nothing is being changed"));
}

#[actix_web::test]
async fn a_file_without_a_published_area_is_not_published() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    let mut file = harbor();
    file.areas.pop();
    let form = ada.get(&format!("{HARBOR}/file")).await.form("definition");
    form.set("definition", &file.to_toml()).press("Put it in place").await.expect(303);

    let page = ada.get(&format!("{HARBOR}/publish")).await.expect(200);

    assert!(page.says("Missing: ferry."), "{}", page.words());
    let seen = ada.get(HARBOR).await.form("discard").value("seen").to_owned();
    ada.post(&format!("{HARBOR}/publish"), &[("seen", &seen)]).await.expect(422);
    assert_eq!(published(&app, "harbor").await.areas.len(), 2);
}

#[actix_web::test]
async fn an_initiative_begins_as_a_copy_of_another_one() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    let begin = |slug: &str| {
        let slug = slug.to_owned();
        async {
            let form = ada.get("/admin/initiatives").await.form("slug");
            let form = form.set("slug", &{ slug }).set("title", "The port");
            form.set("copy_of", "harbor").press("Begin").await
        }
    };

    assert!(begin("harbor").await.expect(422).says("There is an initiative with this slug"));
    assert!(begin("The Port").await.expect(422).says("Use lower-case words"));
    begin("port").await.expect(303);
    publish(&ada, "port").await.expect(303);

    let mut copy = published(&app, "port").await;
    assert_eq!((copy.slug.as_str(), copy.title.as_str()), ("port", "The port"));
    (copy.slug, copy.title) = ("harbor".to_owned(), "Harbor plan".to_owned());
    assert_eq!(copy.digest(), harbor().digest());
}
