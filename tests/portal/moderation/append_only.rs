//! What was decided, done and said is added to and never changed, not even by the program itself.

use diesel_async::SimpleAsyncConnection;

use crate::support::TestApp;

#[actix_web::test]
async fn the_program_cannot_change_or_remove_what_was_decided() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.comment("Stone lasts.").published().insert().await;
    let mut conn = app.db_as("application").await;
    // Postgres only warns whoever grants what is not theirs to grant; what counts is that nothing comes of it.
    conn.batch_execute("GRANT ALL ON intake.decisions TO lectern_application").await.unwrap();

    for statement in [
        "UPDATE intake.decisions SET note = 'changed'",
        "DELETE FROM intake.decisions",
        "TRUNCATE intake.decisions CASCADE",
        "UPDATE intake.audit_log SET act = 'changed'",
        "DELETE FROM intake.audit_log",
        "UPDATE intake.events SET kind = 'comment_received'",
        "DELETE FROM intake.events",
        "UPDATE intake.comment_versions SET body = 'changed'",
        "DELETE FROM intake.comment_versions",
        "UPDATE intake.answers SET value = '1'",
        "DELETE FROM intake.comments",
        "ALTER TABLE intake.decisions DISABLE TRIGGER ALL",
        "DROP TABLE intake.decisions CASCADE",
        "CREATE TABLE intake.mine (id INT)",
    ] {
        let refused = conn.batch_execute(statement).await.expect_err(statement).to_string();
        let denied = refused.contains("permission denied") || refused.contains("must be owner");
        assert!(denied, "{statement}: {refused}");
    }
}

#[actix_web::test]
async fn the_database_refuses_a_change_of_standing_that_is_no_arrow() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.comment("Stone lasts.").published().insert().await;
    let mut conn = app.db().await;

    for (from, to) in [("published", "pending"), ("withdrawn", "published"), ("pending", "pending")]
    {
        let statement = format!(
            "INSERT INTO intake.decisions
                 (comment_id, version, from_standing, to_standing, actor_kind, reason_code, policy_id)
             SELECT comment_id, version, '{from}', '{to}', 'system', 'other', policy_id
             FROM intake.decisions"
        );
        let refused = conn.batch_execute(&statement).await.expect_err(&statement).to_string();
        assert!(refused.contains("decisions_follow_the_arrows"), "{from} to {to}: {refused}");
    }
}
