//! How much a page weighs: its HTML as it is sent, before it is compressed, without the words that people read.

use scraper::Html;

use crate::support::{Page, TestApp};

/// What `docs/accessibility.md` promises.
pub const MOST_BYTES: usize = 30_000;

#[actix_web::test]
async fn no_page_of_the_shipped_initiative_has_more_than_thirty_kilobytes_besides_its_texts() {
    let app = TestApp::spawn().await;
    app.genesis().await;
    let reader = app.visitor();
    let initiative = "/initiatives/genesis-mission";
    let links = reader.get(initiative).await.expect(200).links();
    let is_area = |it: &String| it.starts_with(initiative) && it.matches('/').count() == 3;
    let mut areas: Vec<_> = links.into_iter().map(|(href, _)| href).filter(is_area).collect();
    areas.retain(|it| !it.ends_with("/summary") && !it.contains("/comments"));
    assert_eq!(areas.len(), 7, "{areas:?}");

    let mut heavy = Vec::new();
    for place in areas.iter().map(String::as_str).chain([initiative]) {
        for page in ["", "/comment", "/comments", "/summary"] {
            let page = reader.get(&format!("{place}{page}")).await;
            if MOST_BYTES < markup(&page) {
                heavy.push(format!("{}: {} bytes", page.path, markup(&page)));
            }
        }
    }
    assert!(heavy.is_empty(), "{}", heavy.join("\n"));
}

#[actix_web::test]
async fn a_full_list_of_comments_has_no_more_either() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    for _ in 0..60 {
        app.comment("Stone lasts.").stance("support").published().insert().await;
    }

    let list = app.visitor().get("/initiatives/harbor/comments").await.expect(200);

    assert!(list.says("Next page"), "the list is full");
    assert!(markup(&list) < MOST_BYTES, "{} bytes", markup(&list));
}

/// Every byte that is no word between two tags.
pub fn markup(page: &Page) -> usize {
    let document = Html::parse_document(page.html());
    let words = document.tree.values().filter_map(|it| it.as_text());
    page.bytes.len().saturating_sub(words.map(|it| it.len()).sum())
}
