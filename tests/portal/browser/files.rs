//! Files added in a browser: each by itself with a script, all at once without.

use super::driver::{Browser, Scripts};
use super::looks::{TWO_LOOKS, what_looks_wrong};
use crate::support::TestApp;

const FORM: &str = "/initiatives/harbor/bridge/comment";

#[actix_web::test]
async fn with_scripts_each_file_is_sent_as_it_is_chosen_and_what_is_wrong_is_told() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let folder = tempfile::tempdir().unwrap();
    let (good, bad) = (folder.path().join("notes.txt"), folder.path().join("cat.png"));
    std::fs::write(&good, "Stone lasts.").unwrap();
    std::fs::write(&bad, "no cat").unwrap();
    let browser = Browser::start(&app.url(""), Scripts::On).await;
    browser.goto(FORM).await;
    browser.write("[name=body]", "With files.").await;
    browser.press("attach").await;
    browser.expect("There is no file yet.").await;

    browser.choose("[name=files]", &[&*good, &*bad]).await;

    browser.expect("notes.txt (Plain text, 1 KB)").await;
    browser.expect("This is not a PNG image").await;
    browser.expect("1 file is added. cat.png: This is not a PNG image").await;
    assert!(browser.address().await.ends_with("/files"), "the page stays");
    assert_eq!(what_looks_wrong(&browser, TWO_LOOKS).await, Vec::<String>::new());
    browser.follow("Go back to your comment").await;
    browser.expect("Save and change files").await;
    assert_eq!(browser.value("[name=body]").await, "With files.");
}

#[actix_web::test]
async fn without_scripts_all_files_are_sent_with_the_button() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let folder = tempfile::tempdir().unwrap();
    let files = ["a.txt", "b.txt"].map(|it| folder.path().join(it));
    for file in &files {
        std::fs::write(file, file.to_str().unwrap()).unwrap();
    }
    let browser = Browser::start(&app.url(""), Scripts::Off).await;
    browser.goto(&format!("{FORM}/files")).await;
    browser.choose("[name=files]", &[&*files[0], &*files[1]]).await;
    browser.submit("[name=files]").await;
    browser.expect("Your files are added.").await;
    browser.expect("b.txt (Plain text, 1 KB)").await;
}
