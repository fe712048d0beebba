//! `lectern doctor`: names what is wrong and what mends it, and changes nothing.

use diesel_async::SimpleAsyncConnection;
use serde_json::Value;

use crate::mail::smtp::MailServer;
use crate::processes::program::{self, Program};
use crate::support::TestApp;

#[actix_web::test]
async fn a_sound_portal_is_found_sound_while_it_runs_and_after_it_stopped() {
    let folder = program::data_folder();
    let portal = Program::start(&["serve", "--port", "0"], folder.path()).await;
    let number = portal.port().to_owned();
    let port = [("LECTERN_SERVER__PORT", number.as_str())];
    let mut links = Vec::new();
    for email in ["ada@agency.example", "ben@agency.example"] {
        let create = ["account", "create", "--email", email, "--role", "administrator"];
        let (code, out) = program::run_to_end(&create, folder.path(), &[]);
        assert_eq!(code, 0, "{out}");
        let link = out.split_whitespace().find_map(|it| it.split_once("/verify-email"));
        links.push(format!("/verify-email{}", link.unwrap().1));
    }
    let (code, out) = program::run_to_end(&["doctor"], folder.path(), &port);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("none for everything yet; invited and not here: 2"), "{out}");
    for link in links {
        let form = portal.visitor().get(&link).await.expect(200).form("password");
        form.press("Confirm and sign in").await.expect(303);
    }

    let (code, out) = program::run_to_end(&["doctor"], folder.path(), &port);

    assert_eq!(code, 0, "{out}");
    for line in [
        "ok       encoding: UTF8",
        "ok       durability: what was acknowledged is on disk",
        "ok       roles: owner, application and public are there",
        "ok       migrations: all are applied",
        "ok       grants: each role may do what it should and nothing else",
        "ok       administrators: 2 for everything",
        "0 wrong. Nothing was changed.",
    ] {
        assert!(out.contains(line), "{line} in {out}");
    }
    assert!(out.contains("and is ready"), "{out}");
    let healthy = program::run_health(&port);
    assert_eq!(healthy, (0, "ready\n".to_owned()));

    portal.stop();
    let (code, out) = program::run_to_end(&["doctor"], folder.path(), &port);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("does not run") && out.contains("nothing answers"), "{out}");
    assert!(!folder.path().join("postgres/postmaster.pid").exists(), "it started nothing");
    assert_ne!(program::run_health(&port).0, 0);
}

// C7, H6
#[actix_web::test]
async fn each_thing_that_is_wrong_is_named_with_what_mends_it() {
    let app = TestApp::spawn().await;
    app.db()
        .await
        .batch_execute(
            "GRANT UPDATE ON intake.audit_log TO lectern_application;
             GRANT UPDATE (body) ON intake.comment_versions TO lectern_application;
             REVOKE UPDATE (standing) ON intake.comments FROM lectern_application;
             GRANT SELECT (email) ON intake.accounts TO lectern_public;
             GRANT USAGE ON SCHEMA intake TO lectern_public;
             INSERT INTO intake.events (kind, occurred_at)
                 VALUES ('definition_applied', now() - interval '1 hour');
             INSERT INTO public.__diesel_schema_migrations (version) VALUES ('29991231000001')",
        )
        .await
        .unwrap();

    let settings = [
        ("LECTERN_MAIL__SMTP_HOST", "127.0.0.1"),
        ("LECTERN_MAIL__SMTP_PORT", "1"),
        ("LECTERN_SERVER__PORT", "1"),
        ("LECTERN_SERVER__PUBLIC_URL", "https://comments.example.gov"),
    ];
    let (code, found) = findings(&app, &["doctor", "--json"], &settings);

    assert_eq!(code, 1);
    for (about, verdict, words, remedy) in [
        (
            "durability",
            "wrong",
            "fsync and full_page_writes and synchronous_commit off",
            "ALTER SYSTEM SET fsync = on;",
        ),
        (
            "grants",
            "wrong",
            "lectern_application has UPDATE on intake.audit_log",
            "lectern migrate",
        ),
        (
            "grants",
            "wrong",
            "lectern_application has UPDATE (body) on intake.comment_versions",
            "lectern migrate",
        ),
        (
            "grants",
            "wrong",
            "lectern_application lacks UPDATE (standing) on intake.comments",
            "lectern migrate",
        ),
        ("grants", "wrong", "lectern_public has USAGE on intake", "lectern migrate"),
        (
            "grants",
            "wrong",
            "lectern_public has SELECT (email) on intake.accounts",
            "lectern migrate",
        ),
        ("migrations", "warning", "29991231000001", "newer program"),
        ("administrators", "wrong", "there is none", "lectern account create"),
        ("background", "wrong", "1 events wait", "lectern serve"),
        ("mail server", "wrong", "127.0.0.1, port 1", "smtp_host"),
        ("trusted proxies", "warning", "all visitors count as one", "server.trusted_proxies"),
        ("portal", "warning", "nothing answers", "lectern serve"),
    ] {
        let found = one(&found, about);
        assert_eq!(found["verdict"], verdict, "{found}");
        assert!(found["words"].as_str().unwrap().contains(words), "{found}");
        assert!(found["remedy"].as_str().unwrap().contains(remedy), "{found}");
    }
}

#[actix_web::test]
async fn missing_roles_come_with_the_sql_that_makes_them() {
    let app = TestApp::spawn().await;

    let settings = [("LECTERN_DATABASE__ROLE_PREFIX", "harbor")];
    let (code, found) = findings(&app, &["doctor", "--json"], &settings);

    assert_eq!(code, 1);
    let roles = one(&found, "roles");
    assert!(roles["words"].as_str().unwrap().contains("harbor_public does not exist"));
    let sql = roles["remedy"].as_str().unwrap();
    assert!(
        sql.contains("CREATE ROLE harbor_owner NOLOGIN") && sql.contains("GRANT harbor_owner TO")
    );

    let (code, sql) = program::run_on(&app.database_url(), &["doctor", "--sql"], &settings);
    assert_eq!(code, 0);
    assert!(sql.contains("CREATE DATABASE harbor ENCODING 'UTF8'"), "{sql}");
    assert!(sql.contains("ALTER ROLE harbor_public LOGIN PASSWORD 'PASSWORD_3'"), "{sql}");
}

#[actix_web::test]
async fn a_test_mail_goes_out_only_when_it_is_asked_for_and_the_server_is_quoted() {
    let app = TestApp::spawn().await;
    let server = MailServer::start().await;
    let port = server.port.to_string();
    let settings = [
        ("LECTERN_MAIL__SMTP_HOST", "127.0.0.1"),
        ("LECTERN_MAIL__SMTP_PORT", port.as_str()),
        ("LECTERN_MAIL__SMTP_TLS", "none"),
    ];

    let (_, found) = findings(&app, &["doctor", "--json"], &settings);
    assert_eq!(one(&found, "mail server")["verdict"], "ok");
    assert_eq!(server.mails().len(), 0);

    let ask = ["doctor", "--json", "--test-mail", "ops@agency.example"];
    let (_, found) = findings(&app, &ask, &settings);
    assert!(one(&found, "test mail")["words"].as_str().unwrap().contains("250"));
    let mails = server.mails();
    assert!(mails.len() == 1 && mails[0].contains("X-RcptTo: ops@agency.example"), "{mails:?}");
}

// L3
#[actix_web::test]
async fn neither_doctor_nor_a_failed_start_repeats_a_password() {
    let url = "postgres://lectern:hunter2@127.0.0.1:1/lectern";
    let (code, out) = program::run_on(url, &["doctor"], &[]);
    assert_eq!(code, 1);
    assert!(out.contains("WRONG    database: ") && out.contains("pg_isready"), "{out}");
    assert!(!out.contains("hunter2"), "{out}");

    let key = ("LECTERN_SECURITY__SECRET_KEY", KEY);
    let (code, out) = program::run_on(url, &["serve", "--port", "0"], &[key]);
    assert_eq!(code, 1);
    assert_eq!(out.lines().count(), 1, "{out}");
    assert!(out.contains("`lectern doctor` says what is wrong"), "{out}");
    assert!(!out.contains("hunter2") && !out.contains(KEY), "{out}");
}

// H6
#[actix_web::test]
async fn a_start_with_what_would_lose_or_tell_everything_is_refused_in_one_line_that_names_it() {
    use std::os::unix::fs::PermissionsExt;
    let app = TestApp::spawn().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    std::fs::write(&file, KEY).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let file = file.to_str().unwrap();
    let zeros = "0".repeat(64);

    for (name, value, named) in [
        ("LECTERN_SECURITY__SECRET_KEY", KEY, "fsync and full_page_writes and synchronous_commit"),
        ("LECTERN_SECURITY__SECRET_KEY", "changeme", "64 hexadecimal digits"),
        ("LECTERN_SECURITY__SECRET_KEY", &KEY[..62], "64 hexadecimal digits"),
        ("LECTERN_SECURITY__SECRET_KEY", &zeros, "it is not random"),
        ("LECTERN_SECURITY__SECRET_KEY_FILE", file, "chmod o="),
        ("LECTERN_SECURITY__SECRET_KEI", KEY, "security.secret_kei"),
        ("LECTERN_DATABASE__DURABILITY", "some", "LECTERN_DATABASE__DURABILITY"),
    ] {
        let (code, out) =
            program::run_on(&app.database_url(), &["serve", "--port", "0"], &[(name, value)]);
        assert_eq!(code, 1, "{name}: {out}");
        assert_eq!(out.lines().count(), 1, "{name}: {out}");
        assert!(out.contains(named) && !out.contains(KEY), "{name}: {out}");
    }
}

/// Of the tests alone.
const KEY: &str = "3f1c7a90b2d64e58a7c9135fe20b8d4671ac9e03d5f8274b6e10c3a97d52f8b4";

fn findings(app: &TestApp, arguments: &[&str], settings: &[(&str, &str)]) -> (i32, Vec<Value>) {
    let (code, out) = program::run_on(&app.database_url(), arguments, settings);
    let json = out.rsplit_once('}').map_or("", |it| it.0);
    let report: Value =
        serde_json::from_str(&format!("{json}}}")).unwrap_or_else(|_| panic!("{out}"));
    (code, report["findings"].as_array().unwrap().clone())
}

fn one<'a>(findings: &'a [Value], about: &str) -> &'a Value {
    findings
        .iter()
        .find(|it| it["about"] == about)
        .unwrap_or_else(|| panic!("{about}: {findings:#?}"))
}
