//! What scripts add to the comment form: counts, answers taken back, paste that keeps paragraphs and lists.

use serde_json::json;

use super::driver::{Browser, Scripts};
use super::{AREA, assert_looks_right};
use crate::support::TestApp;

/// HTML and text as a program hands them over, and what stands in the field then.
const PASTES: [(&str, &str, &str, &str); 5] = [
    (
        "Word",
        "<html><head><style>p {}</style></head><body><p class=MsoNormal>First\nparagraph<o:p></o:p></p>\
         <p style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp; \
         </span></span><![endif]>One</p><p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2.\
         </span>Two</p><p class=MsoNormal>Last<br>line</p></body></html>",
        "First paragraph\r\n·\tOne\r\n2.\tTwo\r\nLast\r\nline",
        "First paragraph\n\n- One\n2. Two\n\nLast\nline",
    ),
    (
        "Google Docs",
        "<b style='font-weight:normal'><p dir=ltr><span>First</span></p><ul><li dir=ltr><p><span>One</span></p></li>\
         <li><p>Two <i>words</i></p><ol start=3><li>Deep</li></ol></li></ul></b>",
        "First\nOne\nTwo words\nDeep",
        "First\n\n- One\n- Two words\n  3. Deep",
    ),
    (
        "LibreOffice",
        "<body><h2>Head</h2><p>One</p><p>Two<script>alert(1)</script></p></body>",
        "Head\nOne\nTwo",
        "Head\n\nOne\n\nTwo",
    ),
    ("a page whose text has its blank lines", "<p>One</p><p>Two</p>", "One\n\nTwo", ""),
    ("an editor", "<div>One</div><div>Two</div>", "One\nTwo", ""),
];

#[actix_web::test]
async fn paste_from_a_word_processor_keeps_paragraphs_and_lists_as_text() {
    let (_app, browser) = at_the_form().await;

    for (program, html, plain, wanted) in PASTES {
        browser.write("[name=body]", "").await;
        let paste = format!(
            "const field = document.querySelector('[name=body]'), data = new DataTransfer();
             data.setData('text/html', {}); data.setData('text/plain', {}); field.focus();
             field.dispatchEvent(new ClipboardEvent('paste', {{ clipboardData: data, bubbles: true, cancelable: true }}))",
            json!(html),
            json!(plain)
        );
        browser.run(&paste).await;
        // Where the text lost nothing, the browser pastes it itself, which an event of a script does not do.
        assert_eq!(browser.value("[name=body]").await, wanted, "{program}");
    }
}

#[actix_web::test]
async fn a_count_stands_beside_a_field_and_is_heard_only_when_it_matters() {
    let (_app, browser) = at_the_form().await;
    let limit = "[id='answers.place--limit']";
    assert_eq!(browser.text(limit).await, "Up to 100 characters");
    let heard = "return [...document.querySelectorAll('[role=status]')].map((it) => it.textContent).join('|')";
    let has_heard =
        async |words: &str| browser.run(heard).await.as_str().unwrap_or_default().contains(words);

    browser.write("[name='answers.place']", &"x".repeat(80)).await;
    assert_eq!(browser.text(limit).await, "80 of 100 characters");
    assert!(!has_heard("of 100").await);
    browser.type_on("[name='answers.place']", "éä").await;
    assert!(has_heard("81 of 100 characters").await, "told at four fifths");
    assert_eq!(browser.text(limit).await, "82 of 100 characters");
    browser.type_on("[name='answers.place']", &"x".repeat(21)).await;
    let over = "103 of 100 characters: 3 too many. Nothing is cut off, but it cannot be sent.";
    assert_eq!(browser.text(limit).await, over);
    assert!(has_heard("101 of 100 characters: 1 too many").await);
    assert_looks_right(&browser).await;
    assert_eq!(browser.value("[name='answers.place']").await.chars().count(), 103);
}

#[actix_web::test]
async fn a_choice_can_be_taken_back_and_writing_beside_other_chooses_it() {
    let (_app, browser) = at_the_form().await;
    let chosen =
        "return String(document.querySelector('[name=\"answers.material\"]:checked')?.value)";

    browser.write("[name='answers.material.other']", "Glass").await;
    assert_eq!(browser.run(chosen).await, "other");
    browser.click("fieldset:has([name='answers.material']) button.clear").await;
    assert_eq!(browser.run(chosen).await, "undefined");
    assert_eq!(browser.value("[name='answers.material.other']").await, "Glass");
}

#[actix_web::test]
async fn without_scripts_there_is_a_choice_that_is_no_answer() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let browser = Browser::start(&app.url(""), Scripts::Off).await;
    browser.goto(&format!("{AREA}/comment")).await;

    browser.click("[name='answers.material'][value=stone]").await;
    browser.write("[name=body]", "Stone lasts.").await;
    browser.press("check").await;
    browser.expect("Stone lasts.").await;
    assert!(browser.words().await.contains("What should it be made of?"));
    browser.press("save").await;
    browser.click("[id='answers.material--none']").await;
    browser.press("check").await;
    browser.expect("How we show you").await;
    assert!(!browser.words().await.contains("What should it be made of?"));
}

async fn at_the_form() -> (TestApp, Browser) {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let browser = Browser::start(&app.url(""), Scripts::On).await;
    browser.goto(&format!("{AREA}/comment")).await;
    (app, browser)
}
