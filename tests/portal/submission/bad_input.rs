//! Bad input: each gets a page that names the field, with everything typed still on it and nothing stored.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::schema::intake::outbox;

use super::{form, n_comments};
use crate::support::{FORM, Form, TestApp, fill_in};

/// What somebody, or some program, does to the form, and the field that the page must name.
type Row = (&'static str, fn(Form) -> Form, &'static str);

const ROWS: [Row; 17] = [
    ("an empty body", |it| it.set("body", ""), "body"),
    ("a body of blanks", |it| it.set("body", " \r\n "), "body"),
    ("no body at all", |it| it.without("body"), "body"),
    ("a body that is too long", |it| it.set("body", &"y".repeat(50_001)), "body"),
    ("an unknown stance", |it| it.set("stance", "maybe"), "stance"),
    ("an unknown kind", |it| it.set("respondent_kind", "king"), "respondent_kind"),
    ("an unknown attribution", |it| it.set("attribution", "loud"), "attribution"),
    (
        "an organization without a name",
        |it| it.set("attribution", "organization").set("organization", ""),
        "organization",
    ),
    ("a choice not on offer", |it| it.set("answers.material", "glass"), "answers.material"),
    ("a point off the scale", |it| it.set("answers.urgency", "9"), "answers.urgency"),
    ("two ranks alike", |it| it.set("answers.order.speed", "1"), "answers.order"),
    ("a rank that is none", |it| it.set("answers.order.speed", "first"), "answers.order"),
    ("too many choices", |it| it.add("answers.users", "trains"), "answers.users"),
    (
        "none together with another",
        |it| it.set("answers.users", "none").add("answers.users", "walkers"),
        "answers.users",
    ),
    ("a text that is too long", |it| it.set("answers.place", &"x".repeat(101)), "answers.place"),
    (
        "an other that is too long",
        |it| it.set("answers.material.other", &"x".repeat(201)),
        "answers.material.other",
    ),
    ("a broken line of text", |it| it.set("organization", "a\r\nb"), "organization"),
];

#[actix_web::test]
async fn every_bad_answer_is_named_and_everything_typed_is_still_there() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;

    for (what, spoil, field) in ROWS {
        for intent in ["check", "submit"] {
            let spoilt = spoil(fill_in(form(&ana).await, "Stone lasts."));
            let page = spoilt.clone().press(intent).await;

            assert_eq!(page.status, 422, "{what}: {}", page.words());
            assert_eq!(page.wrong_fields(), [field], "{what}");
            let typed = |it: &Form| {
                // An answer that is one line comes back as one.
                it.typed()
                    .into_iter()
                    .filter(|(name, _)| name != "organization")
                    .collect::<Vec<_>>()
            };
            assert_eq!(typed(&page.form("body")), typed(&spoilt), "{what}");
            let beside = page.all(&format!("[id='{field}--error']"));
            assert_eq!(beside.len(), 1, "{what}: the error stands beside its field");
        }
    }
    assert_nothing_stored(&app).await;
}

#[actix_web::test]
async fn what_no_form_of_ours_sends_is_named_too() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    let rows: [(&str, &[u8], &str); 7] = [
        ("a field twice", b"&stance=oppose", "stance"),
        ("an unknown field", b"&colour=red", "colour"),
        ("an answer to no question", b"&answers.color=red", "answers.color"),
        ("a rank of no option", b"&answers.order.taste=3", "answers.order.taste"),
        ("bytes that are not UTF-8", b"&answers.place2=%FF%FE", "answers.place2"),
        ("a NUL in a name", b"&a%00b=1", "a\u{0}b"),
        ("two intents", b"&intent=save", "intent"),
    ];

    for (what, more, field) in rows {
        let filled = fill_in(form(&ana).await, "Stone lasts.");
        let page = filled.clone().press_raw("submit", more).await;

        assert!((400..=422).contains(&page.status), "{what}: {}", page.status);
        let named = page.wrong_fields();
        let plain = |it: &str| it.replace(['\0', '\u{fffd}'], "");
        assert!(named.iter().any(|it| plain(it) == plain(field)), "{what}: {named:?}");
        assert_eq!(page.form("body").typed(), filled.typed(), "{what}");
    }
    assert_nothing_stored(&app).await;
}

#[actix_web::test]
async fn a_damaged_text_comes_back_as_far_as_it_can_be_read() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;

    for (damage, status) in [(&b"&body=before%FFafter"[..], 400), (b"&body=before%00after", 422)] {
        let filled = fill_in(form(&ana).await, "").without("body");
        let page = filled.clone().press_raw("submit", damage).await.expect(status);

        assert_eq!(page.wrong_fields(), ["body"]);
        let form = page.form("body");
        assert!(form.value("body").starts_with("before"), "{:?}", form.value("body"));
        assert!(form.value("body").ends_with("after"), "{:?}", form.value("body"));
        assert_eq!(form.without("body").typed(), filled.typed());
    }
    assert_nothing_stored(&app).await;
}

#[actix_web::test]
async fn a_form_of_two_mebibytes_passes_and_one_byte_more_does_not() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    const LIMIT: usize = 2 * 1024 * 1024;
    let start = b"intent=save&submission_key=0123456789abcdef&body=".to_vec();
    let of_size = |n: usize| [start.clone(), vec![b'y'; n - start.len()]].concat();

    let refused = ana.post_bytes(FORM, of_size(LIMIT + 1)).await.expect(413);
    assert!(refused.says("2 MiB") && refused.says("Nothing was sent"));
    assert_nothing_stored(&app).await;

    ana.post_bytes(FORM, of_size(LIMIT)).await.expect(303);
    assert_eq!(form(&ana).await.value("body").len(), LIMIT - start.len());
}

async fn assert_nothing_stored(app: &TestApp) {
    assert_eq!(n_comments(app).await, 0);
    let n_mails: i64 = outbox::table.count().get_result(&mut app.db().await).await.unwrap();
    assert_eq!(n_mails, 0);
}
