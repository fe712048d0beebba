//! Where somebody signs in from: kept in words, and told to staff where it is new.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::schema::intake::sessions;

use super::{PASSWORD, with_mo};
use crate::support::{Page, TestApp, Visitor, email_of};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const SAFARI: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15";

#[actix_web::test]
async fn staff_are_told_of_a_device_that_they_never_used_but_not_of_their_first() {
    let app = with_mo().await;

    for (agent, n_told) in [(FIREFOX, 0), (FIREFOX, 0), (SAFARI, 1), (FIREFOX, 1), (SAFARI, 1)] {
        let code = app.code_of("Mo").await;
        sign_in(&app.visitor(), agent, "Mo", &code).await.expect(303);
        assert_eq!(app.mails_to(&email_of("Mo")).await.len(), n_told, "{agent}");
    }

    let told = app.mails_to(&email_of("Mo")).await;
    assert_eq!(told[0].subject, "A new device signed in");
    assert!(told[0].body.contains("Safari on macOS, network 127.0.0.0/24"), "{}", told[0].body);
    let (browser, network): (String, String) = sessions::table
        .order(sessions::id.desc())
        .select((sessions::browser, sessions::network))
        .first(&mut app.db().await)
        .await
        .unwrap();
    assert_eq!((browser.as_str(), network.as_str()), ("Safari on macOS", "127.0.0.0/24"));
}

#[actix_web::test]
async fn who_stops_half_way_leaves_no_device_behind() {
    let app = with_mo().await;
    let code = app.code_of("Mo").await;
    sign_in(&app.visitor(), FIREFOX, "Mo", &code).await.expect(303);

    // The password is known to somebody, the code is not.
    sign_in(&app.visitor(), SAFARI, "Mo", "").await.expect(303);
    assert_eq!(app.mails_to(&email_of("Mo")).await.len(), 0);

    let code = app.code_of("Mo").await;
    sign_in(&app.visitor(), SAFARI, "Mo", &code).await.expect(303);
    assert_eq!(app.mails_to(&email_of("Mo")).await.len(), 1);
}

#[actix_web::test]
async fn commenters_are_not_told_of_devices() {
    let app = TestApp::spawn().await;
    app.set_password("Ana", PASSWORD).await;

    for agent in [FIREFOX, SAFARI] {
        sign_in(&app.visitor(), agent, "Ana", "").await.expect(303);
    }

    assert_eq!(app.mails_to(&email_of("Ana")).await.len(), 0);
}

async fn sign_in(visitor: &Visitor, agent: &str, name: &str, code: &str) -> Page {
    let email = email_of(name);
    let fields = [("email", email.as_str()), ("password", PASSWORD), ("code", code)];
    let request = visitor.request("POST", "/sign-in").header("User-Agent", agent).form(&fields);
    visitor.send(request).await
}
