//! The page before a comment is sent: what will be public, what may be too personal, what others said.

use super::form;
use crate::support::{FORM, TestApp, fill_in, harbor};

#[actix_web::test]
async fn personal_data_is_pointed_out_and_can_be_kept() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    let filled =
        fill_in(form(&ana).await, "Call me: (555) 234-5678. My card is 4111 1111 1111 1111.")
            .set("answers.story", "I live at 1600 Main Street.")
            .set("answers.material.other", "ask ana@example.org");

    let page = filled.press("check").await.expect(200);

    let listed = page.all("section.warning li");
    assert_eq!(
        listed,
        [
            "(555) 234-5678 looks like a telephone number, under “Your comment”",
            "4111 1111 1111 1111 looks like the number of a payment card, under “Your comment”",
            "ana@example.org looks like an email address, under “What should it be made of?”",
            "1600 Main Street looks like a street address, under “How do you cross the harbor today?”",
        ]
    );
    page.form("submit").press("submit").await.expect(303);
}

#[actix_web::test]
async fn nothing_is_pointed_out_where_nothing_is_personal() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;

    let page = fill_in(form(&ana).await, "Stone lasts.").press("check").await.expect(200);

    assert!(!page.says("This will be public"));
}

#[actix_web::test]
async fn beside_each_answer_stands_who_will_see_it() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;

    let checked = fill_in(form(&ana).await, "Stone lasts.").press("check").await.expect(200);
    // The files have a word of their own on the form, also before there are any.
    for (page, n_fields) in [(ana.get(FORM).await.expect(200), 13), (checked, 12)] {
        let words = page.all(".publicity");
        let never = words.iter().filter(|it| *it == "Never public. Used for statistics only.");
        assert_eq!((words.len(), never.count()), (n_fields, 1), "{words:?}");
    }
}

#[actix_web::test]
async fn a_few_comments_of_every_stance_are_offered_to_read_and_closed_at_first() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    let none = fill_in(form(&ana).await, "Stone lasts.").press("check").await.expect(200);
    assert!(!none.says("Read what others said"));
    for n in 1..=3 {
        for stance in ["support", "oppose"] {
            app.comment(&format!("{stance} {n}"))
                .by("Ben")
                .stance(stance)
                .published()
                .insert()
                .await;
        }
    }
    app.comment("waits").by("Ben").stance("neutral").insert().await;

    let two_each = fill_in(form(&ana).await, "Stone lasts.").press("check").await.expect(200);

    assert!(two_each.says("Read what others said (4)"), "{}", two_each.words());
    let rows = two_each.all("details .row").join(" ");
    assert_eq!(rows.matches("support ").count(), 2, "{rows}");
    assert_eq!(rows.matches("oppose ").count(), 2, "{rows}");
    assert!(!rows.contains("waits"), "what is not published stands nowhere");
    assert!(two_each.all("details[open]").is_empty());
    for stance in ["support_with_changes", "neutral", "not_stated"] {
        app.comment(stance).by("Ben").stance(stance).published().insert().await;
    }
    let one_each = fill_in(form(&ana).await, "Stone lasts.").press("check").await.expect(200);
    assert!(one_each.says("Read what others said (5)"), "{}", one_each.words());
}

#[actix_web::test]
async fn form_and_check_say_what_to_know_before_sending() {
    let app = TestApp::spawn().await;
    let mut definition = harbor();
    definition.omb_control_number = Some("1234-5678".to_owned());
    app.apply(&definition).await;
    let ana = app.registered("Ana").await;

    for page in [
        ana.get(FORM).await.expect(200),
        fill_in(form(&ana).await, "Stone lasts.").press("check").await.expect(200),
    ] {
        for words in [
            "We keep what you send",
            "1234-5678",
            "business secrets",
            "Build a bridge across the harbor.",
            "Comments are open until",
        ] {
            assert!(page.says(words), "{}: {words}", page.path);
        }
        let closes = page.all("main time");
        assert!(closes[0].ends_with("EST"), "with its zone: {closes:?}");
        assert!(page.html().contains("not a vote"), "{}", page.path);
    }
}
