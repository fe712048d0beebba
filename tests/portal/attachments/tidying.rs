//! What nobody names any more goes, and nothing that somebody still names or names again.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl, SimpleAsyncConnection};
use lectern::attachments::tidy;
use lectern::domain::attachment::FileDigest;
use lectern::models::file;
use lectern::schema::intake::files;
use sha2::{Digest, Sha256};
use tokio::sync::Notify;

use super::adding::objects;
use super::{FILES, add, names};
use crate::support::{FORM, TestApp};

#[actix_web::test]
async fn a_content_goes_a_day_after_nobody_names_it_any_more() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let visitor = app.visitor();
    app.comment("Stone lasts.").file("sent.txt", b"Sent.").insert().await;
    for (name, words) in [("kept.txt", "Kept."), ("gone.txt", "Gone."), ("late.txt", "Late.")] {
        add(&visitor, name, words.as_bytes()).await.expect(303);
    }
    for name in ["gone.txt", "late.txt"] {
        let page = visitor.get(FILES).await.expect(200);
        page.form(&format!("Take away: {name}")).press("Take away").await.expect(303);
    }
    assert_eq!(tidy(&app.state).await.unwrap(), 0, "somebody may send it again at once");
    grow_old(&app, &[b"Sent.", b"Kept.", b"Gone."]).await;

    assert_eq!(tidy(&app.state).await.unwrap(), 1);

    assert_eq!(objects(&app).len(), 3);
    assert!(!app.state.files.has(&digest(b"Gone.")).await.unwrap());
    for words in [&b"Sent."[..], b"Kept.", b"Late."] {
        assert!(app.state.files.has(&digest(words)).await.unwrap());
    }
    let rows: i64 = files::table.count().get_result(&mut app.db().await).await.unwrap();
    assert_eq!(rows, 3, "a row and its object go together");
}

#[actix_web::test]
async fn what_a_killed_program_left_half_written_is_swept_away() {
    let app = TestApp::spawn().await;
    let shelf = app.settings.attachments.folder.join("ab");
    std::fs::create_dir(&shelf).unwrap();
    for name in ["abc#1", "abc#2", "abc"] {
        std::fs::write(shelf.join(name), "half").unwrap();
    }
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(2 * 86_400);
    for name in ["abc#1", "abc"] {
        let file = std::fs::File::options().write(true).open(shelf.join(name)).unwrap();
        file.set_modified(long_ago).unwrap();
    }

    assert_eq!(tidy(&app.state).await.unwrap(), 1);

    assert_eq!(objects(&app).len(), 2);
    assert!(!shelf.join("abc#1").exists());
}

#[actix_web::test]
async fn a_content_that_is_sent_again_while_it_is_removed_is_not_lost() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let visitor = app.visitor();
    add(&visitor, "a.txt", b"The same words.").await.expect(303);
    let page = visitor.get(FILES).await.expect(200);
    page.form("Take away").press("Take away").await.expect(303);
    grow_old(&app, &[b"The same words."]).await;
    let sha256 = digest(b"The same words.");
    let mut conn = app.db().await;
    let is_released = Notify::new();

    // Removing, held between the row and the end of its transaction; sending comes in between.
    let removing = conn.transaction(async |conn| {
        assert!(file::release(conn, &sha256).await?);
        is_released.notify_one();
        wait_until_somebody_waits(&app).await;
        app.state.files.remove(&sha256).await.unwrap();
        QueryResult::Ok(())
    });
    let sending = async {
        is_released.notified().await;
        add(&visitor, "b.txt", b"The same words.").await
    };
    let (removed, sent) = tokio::join!(removing, sending);

    removed.unwrap();
    sent.expect(303);
    assert_eq!(names(&visitor).await, ["b.txt"]);
    assert!(app.state.files.has(&sha256).await.unwrap(), "it was put anew");
    assert_eq!(tidy(&app.state).await.unwrap(), 0);
}

#[actix_web::test]
async fn a_content_that_somebody_has_claimed_is_not_removed() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let visitor = app.visitor();
    add(&visitor, "a.txt", b"Words.").await.expect(303);
    let page = visitor.get(FILES).await.expect(200);
    page.form("Take away").press("Take away").await.expect(303);
    grow_old(&app, &[b"Words."]).await;
    let (one, other) = (&mut app.db().await, &mut app.db().await);
    let sha256 = digest(b"Words.");

    // Claimed, and not yet committed, when somebody wants to remove it.
    let claimed = tokio::sync::Notify::new();
    let claiming = one.transaction(async |conn| {
        file::claim(conn, &sha256, lectern::domain::media_type::MediaType::Text, 6).await?;
        claimed.notify_one();
        wait_until_somebody_waits(&app).await;
        QueryResult::Ok(())
    });
    let removing = async {
        claimed.notified().await;
        file::release(other, &sha256).await
    };
    let (kept, removed) = tokio::join!(claiming, removing);

    kept.unwrap();
    assert!(!removed.unwrap());
    assert_eq!(visitor.get(FORM).await.status, 200);
}

/// As if the claims on these contents were two days old.
async fn grow_old(app: &TestApp, contents: &[&[u8]]) {
    let digests: Vec<Vec<u8>> = contents.iter().map(|it| digest(it).as_bytes().to_vec()).collect();
    let two_days_ago =
        diesel::dsl::sql::<diesel::sql_types::Timestamptz>("now() - interval '2 days'");
    diesel::update(files::table.filter(files::sha256.eq_any(digests)))
        .set(files::claimed_at.eq(two_days_ago))
        .execute(&mut app.db().await)
        .await
        .unwrap();
}

async fn wait_until_somebody_waits(app: &TestApp) {
    let mut conn = app.db().await;
    let waits = "DO $$ BEGIN
        FOR i IN 1..1000 LOOP
            PERFORM pg_stat_clear_snapshot();
            EXIT WHEN EXISTS (
                SELECT FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'
            );
            PERFORM pg_sleep(0.02);
        END LOOP;
    END $$";
    conn.batch_execute(waits).await.unwrap();
}

fn digest(bytes: &[u8]) -> FileDigest {
    FileDigest::new(Sha256::digest(bytes).into())
}
