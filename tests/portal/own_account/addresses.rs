//! Another address: proved first, confirmed at the new one, told to the old one, and no way to learn who is here.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::future::join_all;
use lectern::models::outbox::MailKind;
use lectern::schema::intake::{accounts, mailed_links, sessions};

use crate::support::{Page, TestApp, Visitor, email_of};

const NEW: &str = "ana@new.example";

#[actix_web::test]
async fn an_address_changes_once_the_link_at_the_new_one_is_followed() {
    let app = TestApp::spawn().await;
    let (ana, elsewhere) = (app.registered("Ana").await, app.registered("Ana").await);
    ask(&ana, NEW).await.expect(200);
    let link = app.last_link_to(NEW).await;

    // A10, A12
    for _ in 0..3 {
        assert!(app.visitor().get(&link).await.expect(200).says(NEW));
    }
    assert_eq!(address_of_ana(&app).await, email_of("Ana"));
    let before = ana.cookie("session");
    let confirm = ana.get(&link).await.form("Confirm the address");
    let done = confirm.clone().press("Confirm the address").await.follow().await.expect(200);

    assert!(done.says("Your address is changed.") && done.says(NEW));
    assert_eq!(address_of_ana(&app).await, NEW);
    assert_ne!(ana.cookie("session"), before, "S2");
    elsewhere.get("/account").await.expect(303);
    confirm.press("Confirm the address").await.expect(410);
    ana.get(&link).await.expect(410);
    use MailKind::{AddressChanged, ChangeEmail};
    assert_eq!(app.mail_kinds_to("Ana").await, [AddressChanged, AddressChanged]);
    assert_eq!(kinds(&app, NEW).await, [ChangeEmail, AddressChanged]);
}

#[actix_web::test]
async fn followed_in_another_browser_the_link_changes_the_address_and_signs_nobody_in() {
    let app = TestApp::spawn().await;
    let (ana, ben) = (app.registered("Ana").await, app.registered("Ben").await);
    ask(&ana, NEW).await.expect(200);
    let link = app.last_link_to(NEW).await;

    let done = ben.get(&link).await.form("Confirm the address").press("Confirm the address").await;

    assert_eq!(done.expect(303).location(), "/sign-in");
    assert!(ben.get("/account").await.expect(200).says(&email_of("Ben")), "Ben stays Ben");
    ana.get("/account").await.expect(303);
    assert_eq!(address_of_ana(&app).await, NEW);
}

#[actix_web::test]
async fn a_second_change_ends_the_link_of_the_first_also_when_both_are_asked_for_at_once() {
    let app = TestApp::spawn().await;
    let ana = app.registered("Ana").await;
    ask(&ana, "first@new.example").await.expect(200);
    let first = app.last_link_to("first@new.example").await;

    // A9, A12
    ask(&ana, "second@new.example").await.expect(200);
    app.visitor().get(&first).await.expect(410);
    let form = ana.get("/account/address").await.form("email");
    let asked = (0..4).map(|n| {
        form.clone().set("email", &format!("race{n}@new.example")).press("Mail me a link")
    });
    join_all(asked).await;

    let n_open: i64 = mailed_links::table
        .filter(mailed_links::used_at.is_null())
        .count()
        .get_result(&mut app.db().await)
        .await
        .unwrap();
    assert_eq!(n_open, 1);
}

#[actix_web::test]
async fn an_address_that_has_an_account_looks_the_same_and_is_told_itself() {
    let app = TestApp::spawn().await;
    app.account("Ben").await;
    let ana = app.registered("Ana").await;

    let known = ask(&ana, &email_of("Ben")).await.expect(200);
    let unknown = ask(&ana, "zoe@example.org").await.expect(200);

    // A8
    let masked = |it: &Page, email: &str| it.html_without_request_id().replace(email, "(address)");
    assert_eq!(masked(&known, &email_of("Ben")), masked(&unknown, "zoe@example.org"));
    assert_eq!(app.mail_kinds_to("Ben").await, [MailKind::AddressTaken]);
    assert_eq!(app.mail_kinds_to("Zoe").await, [MailKind::ChangeEmail]);
    for address in [email_of("Ben"), "zoe@example.org".to_owned()] {
        let mails = app.mails_to(&address).await;
        assert!(!mails[0].body.contains("Ana"), "a stranger is told no name: {}", mails[0].body);
        assert!(!mails[0].body.contains("token=") || address != email_of("Ben"));
    }
    assert_eq!(app.mail_kinds_to("Ana").await, [MailKind::AddressChanged; 2]);
}

#[actix_web::test]
async fn two_accounts_that_want_one_address_get_it_once() {
    let app = TestApp::spawn().await;
    let (ana, ben) = (app.registered("Ana").await, app.registered("Ben").await);
    ask(&ana, NEW).await.expect(200);
    let for_ana = app.last_link_to(NEW).await;
    ask(&ben, NEW).await.expect(200);
    let for_ben = app.last_link_to(NEW).await;
    let of_ana = ana.get(&for_ana).await.form("Confirm the address");
    let of_ben = ben.get(&for_ben).await.form("Confirm the address");

    let (one, other) =
        tokio::join!(of_ana.press("Confirm the address"), of_ben.press("Confirm the address"));

    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 410]);
    let n: i64 = accounts::table
        .filter(accounts::canonical_email.eq(NEW))
        .count()
        .get_result(&mut app.db().await)
        .await
        .unwrap();
    assert_eq!(n, 1);
}

#[actix_web::test]
async fn of_fifty_who_follow_one_link_at_once_one_succeeds() {
    let app = TestApp::spawn().await;
    let ana = app.registered("Ana").await;
    ask(&ana, NEW).await.expect(200);
    let link = app.last_link_to(NEW).await;
    let form = app.visitor().get(&link).await.expect(200).form("Confirm the address");

    // A9
    let pages = join_all((0..50).map(|_| form.clone().press("Confirm the address"))).await;

    let n = |status| pages.iter().filter(|it| it.status == status).count();
    assert_eq!((n(303), n(410)), (1, 49));
}

#[actix_web::test]
async fn a_new_password_ends_the_link_that_a_thief_asked_for() {
    let app = TestApp::spawn().await;
    let thief = app.registered("Ana").await;
    ask(&thief, "thief@new.example").await.expect(200);
    let link = app.last_link_to("thief@new.example").await;

    let ana = app.registered("Ana").await;
    let form = ana.get("/account/password").await.form("password");
    let form = form.set("password", "a lantern over the harbor wall");
    form.press("Set a password").await.expect(303);

    app.visitor().get(&link).await.expect(410);
    assert_eq!(address_of_ana(&app).await, email_of("Ana"));
}

#[actix_web::test]
async fn what_is_no_address_or_is_ones_own_comes_back_as_typed() {
    let app = TestApp::spawn().await;
    let ana = app.registered("Ana").await;

    for wrong in ["", "ana", "a@x.org\r\nBcc: b@x.org", &email_of("Ana"), "ANA@example.org"] {
        let page = ask(&ana, wrong).await.expect(422);
        assert_eq!(page.wrong_fields(), ["email"], "{wrong}");
        if !wrong.contains('\n') {
            assert_eq!(page.form("email").value("email"), wrong);
        }
    }
    diesel::update(sessions::table)
        .set(sessions::proved_at.eq(chrono::DateTime::UNIX_EPOCH))
        .execute(&mut app.db().await)
        .await
        .unwrap();
    // A12
    let first = ana.get("/account/address").await.expect(303);
    assert_eq!(first.location(), "/account/prove?next=%2Faccount%2Faddress");
}

async fn ask(visitor: &Visitor, email: &str) -> Page {
    let form = visitor.get("/account/address").await.expect(200).form("email");
    form.set("email", email).press("Mail me a link").await
}

async fn address_of_ana(app: &TestApp) -> String {
    accounts::table
        .filter(accounts::display_name.eq("Ana"))
        .select(accounts::email)
        .first(&mut app.db().await)
        .await
        .unwrap()
}

async fn kinds(app: &TestApp, address: &str) -> Vec<MailKind> {
    use lectern::schema::intake::outbox;
    outbox::table
        .filter(outbox::recipient.eq(address))
        .order(outbox::id)
        .select(outbox::kind)
        .load(&mut app.db().await)
        .await
        .unwrap()
}
