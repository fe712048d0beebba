//! Who gets a file: its author and the moderators of its area always, everybody once it is published.

use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use lectern::schema::public_record::attachments;

use crate::support::{AREA, OTHER_AREA, TestApp};

// F4
#[actix_web::test]
async fn a_published_file_is_sent_to_be_saved_and_can_do_nothing() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let words = "Größe: ".repeat(2_000);
    let number = app.comment("Stone lasts.").file("Plan für \"alle\".txt", words.as_bytes());
    let number = number.file("a.pdf", b"%PDF-").published().insert().await;
    let reader = app.visitor();

    let page = reader.get(&format!("/comments/{number}")).await.expect(200);
    let href = format!("/comments/{number}/files/1");
    assert!(page.links().contains(&(href.clone(), "Plan für \"alle\".txt".to_owned())));
    let zipped = reader.request("GET", &href).header("accept-encoding", "gzip");
    let file = reader.send(zipped).await.expect(200);

    assert_eq!(file.bytes, words.as_bytes());
    for (name, value) in [
        ("content-type", "text/plain; charset=utf-8"),
        (
            "content-disposition",
            "attachment; filename=\"Plan f_r _alle_.txt\"; filename*=UTF-8''Plan%20f%C3%BCr%20%22alle%22.txt",
        ),
        ("content-security-policy", "sandbox; default-src 'none'; frame-ancestors 'none'"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "public, max-age=0, must-revalidate"),
        ("content-length", &words.len().to_string()),
    ] {
        assert_eq!(file.header(name), value, "{name}");
    }
    assert!(file.header("set-cookie").is_empty());
    let head = reader.send(reader.request("HEAD", &href)).await.expect(200);
    assert!(head.bytes.is_empty());
    for position in ["0", "3", "-1", "x", "1/", "99999999999999999999"] {
        reader.get(&format!("/comments/{number}/files/{position}")).await.expect(404);
    }
    let csv = reader.get(&format!("/initiatives/{AREA}/comments.csv")).await.expect(200);
    assert!(csv.html().contains(",Stone lasts.,2"), "{}", csv.html());
}

// C3: rule 3
#[actix_web::test]
async fn a_file_is_in_no_public_byte_before_publishing_and_after_withholding() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let words = b"Herons nest at pier four.";
    let number = app.comment("Stone lasts.").file("herons.txt", words).insert().await;
    let (reader, ben) = (app.visitor(), app.registered("Ben").await);
    let ana = app.registered("Ana").await;
    let mo = app.moderator("Mo").await;
    let seen_by_public = async || {
        let mut seen = Vec::new();
        for visitor in [&reader, &ben] {
            for path in [
                format!("/comments/{number}"),
                format!("/comments/{number}/files/1"),
                format!("/account/comments/{number}/files/1"),
                format!("/moderation/comments/{number}/files/1"),
                format!("/initiatives/{AREA}/comments"),
                format!("/initiatives/{AREA}/comments.csv"),
                format!("/initiatives/{AREA}/summary"),
            ] {
                let page = visitor.get(&path).await;
                let bytes = String::from_utf8_lossy(&page.bytes).into_owned();
                if bytes.contains("Herons") || bytes.contains("herons") {
                    seen.push(path);
                }
            }
        }
        let mut public = app.db_as("public").await;
        let rows: i64 = attachments::table.count().get_result(&mut public).await.unwrap();
        assert_eq!(rows > 0, !seen.is_empty());
        for table in ["files", "draft_files", "awaiting_files", "attachments"] {
            let look = format!("SELECT count(*) FROM intake.{table}");
            assert!(public.batch_execute(&look).await.is_err(), "the public role reads {table}");
        }
        seen
    };
    let theirs = async || {
        for (visitor, path) in [
            (&ana, format!("/account/comments/{number}/files/1")),
            (&mo, format!("/moderation/comments/{number}/files/1")),
        ] {
            let file = visitor.get(&path).await.expect(200);
            assert_eq!(file.bytes, words, "{path}");
            assert_eq!(file.header("cache-control"), "no-store");
        }
        let desk = mo.get(&format!("/moderation/comments/{number}")).await.expect(200);
        assert!(desk.says("herons.txt (Plain text, 1 KB)"));
    };

    theirs().await;
    assert_eq!(seen_by_public().await, Vec::<String>::new(), "while it is pending");
    app.publish(&number).await;
    assert_eq!(seen_by_public().await.len(), 4, "its page and its file, twice");
    theirs().await;
    app.withhold(&number, "off_topic").await;
    assert_eq!(seen_by_public().await, Vec::<String>::new(), "while it is withheld");
    theirs().await;
    app.undo(&number).await.unwrap();
    assert_eq!(seen_by_public().await.len(), 4);
    app.undo(&number).await.err();
    let form = ana.get(&format!("/account/comments/{number}/withdraw")).await.expect(200);
    form.form("Withdraw").press("Withdraw").await.expect(303);
    assert_eq!(seen_by_public().await, Vec::<String>::new(), "once it is withdrawn");
}

#[actix_web::test]
async fn moderators_of_another_area_and_others_do_not_get_a_file() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let number = app.comment("Stone lasts.").file("a.txt", b"Words.").insert().await;
    app.grant("Lou", lectern::domain::role::Role::Moderator, OTHER_AREA).await;
    let lou = app.registered("Lou").await;

    lou.get(&format!("/moderation/comments/{number}/files/1")).await.expect(404);
    lou.get(&format!("/account/comments/{number}/files/1")).await.expect(404);
    app.visitor().get(&format!("/account/comments/{number}/files/1")).await.expect(303);
}

#[actix_web::test]
async fn what_was_sent_with_a_comment_is_never_changed_by_the_program() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.comment("Stone lasts.").file("a.txt", b"Words.").insert().await;
    let mut application = app.db_as("application").await;

    for change in ["UPDATE intake.attachments SET name = 'x'", "DELETE FROM intake.attachments"] {
        assert!(application.batch_execute(change).await.is_err(), "{change}");
    }
    // Nor is the content of a file that something names removed.
    assert!(application.batch_execute("DELETE FROM intake.files").await.is_err());
}
