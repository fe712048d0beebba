//! The notice of the site, and the read-only switch.

use lectern::domain::notice::NoticeLevel;
use lectern::models::bulletin::{NewNotice, StoredBulletin};

use crate::support::{FORM, TestApp, fill_in};

/// Hangs up a notice as another program would: this one learns of it from the background.
async fn put(app: &TestApp, words: &str, until: Option<chrono::TimeDelta>) {
    let until = until.map(|it| chrono::Utc::now() + it);
    let notice = NewNotice { words: words.to_owned(), level: NoticeLevel::Warning, until };
    StoredBulletin::put_notice(&mut app.db().await, &notice).await.unwrap();
    app.worker_round().await;
}

#[actix_web::test]
async fn a_notice_stands_on_every_page_also_of_errors_until_it_is_over() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let reader = app.visitor();
    let before = reader.get("/").await.expect(200).html().to_owned();

    put(&app, "On <Sunday> nobody answers.", Some(chrono::TimeDelta::hours(1))).await;
    for (path, status) in [("/", 200), ("/nowhere", 404), ("/account", 303), (FORM, 200)] {
        let page = reader.get(path).await.expect(status);
        if status != 303 {
            assert!(page.id("bulletin").contains("On <Sunday> nobody answers."), "{path}");
        }
    }
    let trace = reader.send(reader.request("TRACE", "/")).await.expect(405);
    assert!(trace.id("bulletin").contains("On <Sunday>"));
    let everybody = [reader.clone(), app.registered("Ana").await, app.moderator("Mo").await];
    for person in everybody {
        let page = person.get("/").await.expect(200);
        assert_eq!(page.html(), reader.get("/").await.html());
    }
    // A page that is compressed says the same.
    let zipped = reader.request("GET", "/").header("Accept-Encoding", "gzip");
    let zipped = reader.send(zipped).await.expect(200);
    assert_eq!(zipped.header("content-encoding"), "gzip");
    let mut plain = String::new();
    let mut reading = flate2::read::GzDecoder::new(zipped.bytes.as_slice());
    std::io::Read::read_to_string(&mut reading, &mut plain).unwrap();
    assert!(plain.contains("On &lt;Sunday&gt; nobody answers."));

    put(&app, "Too late.", Some(chrono::TimeDelta::hours(-1))).await;
    assert_eq!(reader.get("/").await.html(), before);
}

#[actix_web::test]
async fn while_the_site_can_only_be_read_a_form_comes_back_whole_and_is_taken_later() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    let form = fill_in(ana.get(FORM).await.form("submit"), "Stone lasts.");
    StoredBulletin::make_read_only(&mut app.db().await, "The database moves.").await.unwrap();
    app.worker_round().await;

    let held = form.clone().press("submit").await.expect(503);

    assert_eq!(held.header("retry-after"), "300");
    assert!(held.id("bulletin").contains("The database moves."));
    assert!(held.says("This site can only be read for now"));
    let kept = held.form("Try again");
    let plain = |it: Vec<(String, String)>| -> Vec<_> {
        it.into_iter().map(|(name, value)| (name, value.replace("\r\n", "\n"))).collect()
    };
    assert_eq!(plain(kept.typed()), plain(form.typed()));
    ana.get("/account").await.expect(200);
    ana.get("/initiatives/harbor/bridge").await.expect(200);

    StoredBulletin::end_read_only(&mut app.db().await).await.unwrap();
    app.worker_round().await;
    kept.press("Try again").await.expect(303);
}

#[actix_web::test]
async fn while_the_site_can_only_be_read_people_still_sign_in_and_out_and_mail_goes_on() {
    let app = TestApp::spawn().await;
    app.set_password("Ana", "a long walk by the harbor").await;
    StoredBulletin::make_read_only(&mut app.db().await, "").await.unwrap();
    app.worker_round().await;
    let ana = app.visitor();

    let form = ana.get("/sign-in").await.form("password");
    let form = form.set("email", "ana@example.org");
    form.set("password", "a long walk by the harbor").press("Sign in").await.expect(303);
    ana.get("/account").await.expect(200).form("Sign out").press("Sign out").await.expect(303);
    let link = ana.get("/sign-in").await.form("Mail me a link").set("email", "ana@example.org");
    link.press("Mail me a link").await.expect(200);
    assert_eq!(app.mails_to("ana@example.org").await.len(), 1);

    let form = ana.get("/register").await.form("email");
    let form = form.set("email", "new@example.org").set("display_name", "New");
    let held = form.press("Register").await.expect(503);
    assert!(held.form("Try again").typed().iter().any(|(_, it)| it == "new@example.org"));
}

#[actix_web::test]
async fn while_the_database_is_away_the_last_notice_that_was_known_holds() {
    let app = TestApp::spawn().await;
    put(&app, "We are here.", None).await;
    let settings = lectern::settings::Settings {
        database: lectern::settings::Database {
            application_url: lectern::settings::Secret::new(
                "postgres://x@127.0.0.1:9/x?connect_timeout=1".to_owned(),
            ),
            wait_seconds: 1,
            ..app.settings.database.clone()
        },
        ..lectern::settings::Settings::clone(&app.settings)
    };
    let mut away = lectern::app::AppState::new(&settings.into(), &app.database_url()).unwrap();
    away.board = app.state.board.clone();

    lectern::worker::round(&away).await.unwrap_err();

    assert!(app.visitor().get("/nowhere").await.id("bulletin").contains("We are here."));
}
