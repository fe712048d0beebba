//! What was decided, done and said is added to and never changed, not even by the program itself.

use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};

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

// C7
#[actix_web::test]
async fn no_role_of_the_program_has_a_right_that_it_does_not_need() {
    let app = TestApp::spawn().await;
    let held: Vec<Held> = diesel::sql_query(HELD)
        .bind::<Text, _>(&app.settings.database.role_prefix)
        .load(&mut app.db().await)
        .await
        .unwrap();
    let held: Vec<_> = held.iter().map(|it| it.line.as_str()).collect();

    assert!(held.contains(&"application SELECT intake.audit_log"));
    assert!(held.contains(&"application INSERT intake.audit_log"));
    for table in ["decisions", "audit_log", "events", "comments", "comment_versions", "answers"] {
        for right in ["UPDATE", "DELETE"] {
            let line = format!("application {right} intake.{table}");
            assert!(!held.contains(&line.as_str()), "{line}");
        }
    }
    for line in &held {
        let (role, rest) = line.split_once(' ').unwrap();
        assert!(!rest.starts_with("TRUNCATE") && !rest.starts_with("CREATE"), "{line}");
        let is_public = role == "public";
        assert!(!is_public || rest.starts_with("SELECT") && !rest.contains(" intake."), "{line}");
    }
}

/// Each right of each role of the program, on tables and schemas.
const HELD: &str = "
SELECT r.role || ' ' || p.name || ' ' || c.relnamespace::regnamespace || '.' || c.relname AS line
FROM pg_class c, (VALUES ('application'), ('public')) AS r (role),
    (VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE')) AS p (name)
WHERE c.relnamespace::regnamespace::text IN ('catalogue', 'intake', 'public_record') AND c.relkind IN ('r', 'v')
    AND has_table_privilege($1 || '_' || r.role, c.oid, p.name)
UNION ALL
SELECT r.role || ' CREATE ' || n.nspname FROM pg_namespace n, (VALUES ('application'), ('public')) AS r (role)
WHERE n.nspname IN ('catalogue', 'intake', 'public_record') AND has_schema_privilege($1 || '_' || r.role, n.oid, 'CREATE')";

#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = Text)]
    line: String,
}
