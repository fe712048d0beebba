//! What an error says: exactly what to change, and by how much.

use super::form;
use crate::support::{Form, TestApp, fill_in, harbor};

/// What somebody does to a form that was right, the field, and the sentence beside it.
type Row = (fn(Form) -> Form, &'static str, &'static str);

const ROWS: [Row; 12] = [
    (
        |it| it.set("body", &"é".repeat(50_204)),
        "body",
        "Shorten this by 204 characters: it has 50204, and 50000 fit.",
    ),
    (
        |it| it.set("answers.place", &"x".repeat(101)),
        "answers.place",
        "Shorten this by one character: it has 101, and 100 fit.",
    ),
    (
        |it| it.set("organization", &"x".repeat(203)),
        "organization",
        "The organization must be 200 characters or fewer: shorten it by 3.",
    ),
    (
        |it| it.add("answers.users", "trains"),
        "answers.users",
        "Choose up to 2. You chose 3: take away 1.",
    ),
    (
        |it| it.add("answers.users", "none"),
        "answers.users",
        "“None of them” does not go with “Walkers” and “Cyclists”. Take away one or the other.",
    ),
    (
        |it| it.set("answers.order.beauty", "1"),
        "answers.order",
        "Place 1 is given to “Beauty” and “Cost”. Give each place once; still free: 2, 3.",
    ),
    (
        |it| {
            let it = it.set("answers.order.beauty", "3");
            it.set("answers.order.speed", "3").set("answers.order.cost", "3")
        },
        "answers.order",
        "Place 3 is given to “Beauty”, “Cost” and “Speed”. Give each place once; still free: 1, 2.",
    ),
    (
        |it| it.set("answers.order.speed", "4"),
        "answers.order",
        "Give “Speed” a place from 1 to 3, or none.",
    ),
    (
        |it| it.set("answers.material.other", " "),
        "answers.material.other",
        "You chose “Something else (say what)”: say what, or choose another answer.",
    ),
    (
        |it| it.set("answers.material", "stone"),
        "answers.material.other",
        "Choose “Something else (say what)” too, or take this text away.",
    ),
    (
        |it| it.without("answers.material"),
        "answers.material.other",
        "Choose “Something else (say what)” too, or take this text away.",
    ),
    (
        |it| it.set("answers.urgency", "6"),
        "answers.urgency",
        "Choose one of the five points of the scale.",
    ),
];

#[actix_web::test]
async fn each_error_says_exactly_what_to_change() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;

    for (spoil, field, sentence) in ROWS {
        let spoilt = spoil(fill_in(form(&ana).await, "Stone lasts."));
        let page = spoilt.press("check").await.expect(422);

        assert_eq!(page.errors(), [(field.to_owned(), sentence.to_owned())]);
        assert_eq!(page.id(&format!("{field}--error")), format!("Error: {sentence}"));
    }
}

#[actix_web::test]
async fn a_ranking_with_a_gap_is_an_order_and_the_check_says_which() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    let gap = fill_in(form(&ana).await, "Stone lasts.").set("answers.order.beauty", "3");

    let page = gap.press("check").await.expect(200);

    assert!(page.says("In “What matters most?” you left a place empty."), "{}", page.words());
    assert!(page.words().find("Cost").unwrap() < page.words().find("Beauty").unwrap());
    let whole = fill_in(form(&ana).await, "Stone lasts.").press("check").await.expect(200);
    assert!(!whole.says("left a place empty"));
}

#[actix_web::test]
async fn what_an_area_asks_everybody_is_said_beside_its_field() {
    let app = TestApp::spawn().await;
    let mut definition = harbor();
    definition.areas[0].required = vec!["stance".to_owned(), "material".to_owned()];
    app.apply(&definition).await;
    let ana = app.registered("Ana").await;

    let page = form(&ana).await.set("body", "Stone lasts.").press("check").await.expect(422);

    assert_eq!(page.wrong_fields(), ["stance", "answers.material"]);
}
