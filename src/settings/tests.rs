//! Stories about settings.

use std::os::unix::fs::PermissionsExt;

use super::*;

fn load(environment: &[(&str, &str)]) -> Result<Settings, InvalidSettings> {
    let environment =
        environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Settings::load(&Sources { environment, ..Sources::default() })
}

fn load_file(text: &str) -> Result<Settings, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lectern.toml");
    std::fs::write(&path, text).unwrap();
    let file = path.display().to_string();
    let error = |it: InvalidSettings| it.to_string().replace(&file, "lectern.toml");
    Settings::load(&Sources { file: Some(path), ..Sources::default() }).map_err(error)
}

#[test]
fn the_defaults_alone_are_enough() {
    let settings = load(&[]).unwrap();

    assert_eq!(settings.server.public_url().origin(), "http://127.0.0.1:8080");
    assert!(settings.server.public_url().is_loopback());
    assert!(!settings.mail.has_server());
    assert!(settings.database.url.is_empty());
}

#[test]
fn the_environment_wins_over_the_file_and_a_flag_over_both() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lectern.toml");
    std::fs::write(&file, "[server]\nport = 1\nworkers = 2\nbody_seconds = 3\n").unwrap();
    let variable = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let settings = Settings::load(&Sources {
        file: Some(file),
        environment: vec![
            variable("LECTERN_SERVER__PORT", "9"),
            variable("LECTERN_SERVER__WORKERS", "8"),
        ],
        flags: vec![("server.port", "7".to_owned())],
    })
    .unwrap();

    let server = settings.server;
    assert_eq!((server.port, server.workers, server.body_seconds), (7, 8, 3));
}

#[test]
fn lists_are_written_with_commas_in_the_environment() {
    let settings = load(&[("LECTERN_SERVER__TRUSTED_PROXIES", "10.0.0.0/8, ::1")]).unwrap();

    let proxies: Vec<_> = settings.server.trusted_proxies.iter().map(ToString::to_string).collect();
    assert_eq!(proxies, ["10.0.0.0/8", "::1/128"]);
}

#[test]
fn a_bad_variable_stops_the_start_with_one_line_that_names_it() {
    let refused = |name: &str, value: &str| load(&[(name, value)]).unwrap_err().to_string();
    let lines = [
        refused("LECTERN_SERVER__PROT", "9000"),
        refused("LECTERN_SERVER_PORT", "9000"),
        refused("LECTERN_SERVER__PORT", "yes"),
        refused("LECTERN_SERVER__PORT", "70000"),
        refused("LECTERN_SERVER__BIND", "everywhere"),
        refused("LECTERN_SERVER__BIND", "0.0.0.0"),
        refused("LECTERN_SERVER__PUBLIC_URL", "http://comments.example.gov"),
        refused("LECTERN_SERVER__TRUSTED_PROXIES", "10.0.0.0/8,proxy"),
        refused("LECTERN_SERVER__FORWARDED_HEADER", "x-real-ip"),
        refused("LECTERN_LIMITS__SIGN_IN__BURST", "0"),
        refused("LECTERN_MAIL__SMTP_TLS", "maybe"),
        refused("LECTERN_MAIL__FROM", "nobody"),
        refused("LECTERN_LOG__FILTER", "info,=="),
        refused("LECTERN_DRAFTS__DAYS", "0"),
        refused("LECTERN_DATABASE__ROLE_PREFIX", "x; DROP"),
    ];

    assert!(lines.iter().all(|it| !it.contains('\n')));
    insta::assert_snapshot!(lines.join("\n"), @r#"
    LECTERN_SERVER__PROT in the environment: there is no setting `server.prot`
    LECTERN_SERVER_PORT in the environment: this is no setting; did you mean LECTERN_SERVER__PORT?
    LECTERN_SERVER__PORT in the environment: expected a whole number
    LECTERN_SERVER__PORT in the environment: expected an unsigned 16 bit integer, found 64-bit unsigned integer `70000`
    LECTERN_SERVER__BIND in the environment: invalid IP address syntax
    `server.public_url`: it must be set where others can reach `server.bind`
    LECTERN_SERVER__PUBLIC_URL in the environment: plain http is accepted only for an address of this machine; use https
    LECTERN_SERVER__TRUSTED_PROXIES in the environment: `proxy` is not an address or a range such as 10.0.0.0/8
    LECTERN_SERVER__FORWARDED_HEADER in the environment: expected "x-forwarded-for" or "forwarded"
    LECTERN_LIMITS__SIGN_IN__BURST in the environment: invalid value: integer `0`, expected a nonzero u32
    LECTERN_MAIL__SMTP_TLS in the environment: expected "starttls", "required" or "none"
    LECTERN_MAIL__FROM in the environment: it must be like `Lectern <no-reply@example.gov>`
    LECTERN_LOG__FILTER in the environment: invalid filter directive
    LECTERN_DRAFTS__DAYS in the environment: it must be at least 1
    LECTERN_DATABASE__ROLE_PREFIX in the environment: use up to 40 lower-case letters, digits and underscores
    "#);
}

#[test]
fn variables_of_others_are_left_alone() {
    assert!(
        load(&[
            ("LECTERN_DATA_DIR", "/x"),
            ("LECTERN_SERVER_PORT", "tcp://10.0.0.1:80"),
            ("PORT", "1")
        ])
        .is_ok()
    );
}

#[test]
fn a_bad_file_stops_the_start_with_one_line_that_names_key_and_file() {
    let lines = [
        "[server]\nprot = 1",
        "server = 1",
        "[server]\nport = \"8080\"",
        "[server]\nport = 80.6",
        "[limits.read]\nenabled = false",
        "[mail]\nsmtp_host = x\n",
        "[mail]\nsmtp_password = \"hunter2hunter2\"",
    ]
    .map(|it| load_file(it).unwrap_err());

    assert!(lines.iter().all(|it| !it.contains('\n') && !it.contains("hunter2")));
    insta::assert_snapshot!(lines.join("\n"), @"
    `server.prot` in lectern.toml: there is no setting `server.prot`
    `server` in lectern.toml: there is no setting `server`
    `server.port` in lectern.toml: expected a whole number
    `server.port` in lectern.toml: expected a whole number
    `limits.read.enabled` in lectern.toml: there is no setting `limits.read.enabled`
    lectern.toml: line 2: string values must be quoted, expected literal string
    `mail.smtp_password` in lectern.toml: a secret belongs into the environment or into the file that `mail.smtp_password_file` names
    ");
}

#[test]
fn a_secret_is_read_from_the_file_that_its_twin_names_and_never_printed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("password");
    std::fs::write(&path, "correct horse\n").unwrap();
    // A group may read it: container managers hand secrets over that way.
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    let path = path.display().to_string();

    let settings = load(&[("LECTERN_MAIL__SMTP_PASSWORD_FILE", &path)]).unwrap();
    let twice = load(&[
        ("LECTERN_MAIL__SMTP_PASSWORD_FILE", &path),
        ("LECTERN_MAIL__SMTP_PASSWORD", "hunter2"),
    ]);

    assert_eq!(settings.mail.smtp_password.reveal(), "correct horse");
    assert!(!format!("{settings:?}").contains("correct"));
    assert!(twice.unwrap_err().to_string().contains("set one of the two"));
}

#[test]
fn the_usual_name_of_the_database_address_is_honored_and_ours_wins_over_it() {
    let usual = ("DATABASE_URL", "postgres://a");
    let ours = ("LECTERN_DATABASE__URL", "postgres://b");

    assert_eq!(load(&[usual]).unwrap().database.url.reveal(), "postgres://a");
    assert_eq!(load(&[ours, usual]).unwrap().database.url.reveal(), "postgres://b");
}

#[test]
fn the_file_for_production_is_valid() {
    let settings = load_file(include_str!("../../config/production.toml")).unwrap();

    assert!(settings.server.public_url().cookies_are_secure());
}
