//! Mail that could not be delivered: its reader is told, and an administrator sends it again.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use lectern::models::outbox::{MailKind, NewMail};
use lectern::schema::intake::{audit_log, outbox};

use super::smtp::MailServer;
use super::{app_that_mails, register};
use crate::support::{TestApp, email_of};

#[actix_web::test]
async fn what_was_given_up_is_told_to_its_reader_and_sent_again_by_an_administrator() {
    let server = MailServer::with_fault("refuses").await;
    let app = app_that_mails(server.port, |_| {}).await;
    app.initiative().await;
    let (ana, ada) = (app.registered("Ana").await, app.administrator("Ada").await);
    assert!(!ana.get("/account").await.says("could not deliver"));
    app.comment("The bridge").insert().await;
    app.worker_round().await;

    let own = ana.get("/account").await.expect(200);
    assert!(own.says("We could not deliver mail to your address since"));
    assert!(own.links().iter().any(|(path, _)| path == "/account/address"));
    let page = ada.get("/admin/mail?state=undeliverable").await.expect(200);
    for words in
        ["Undeliverable (1)", "a•••@example.org", "the server refused the mail (550)", "1 try"]
    {
        assert!(page.says(words), "{words} in {}", page.words());
    }
    assert!(!page.html().contains(&email_of("Ana")), "whose it is does not matter here");
    let retried =
        page.form("Send it again").press("Send it again").await.expect(303).follow().await;
    assert!(retried.says("waits to be sent again") && retried.says("Waiting (1)"));

    let twice = page.form("Send it again").press("Send it again").await.expect(303).follow().await;
    assert!(twice.says("Nothing was changed"));
    let canceled = retried.form("Cancel").press("Cancel").await.expect(303).follow().await;
    assert!(canceled.says("The mail is canceled") && canceled.says("an administrator canceled it"));
    app.worker_round().await;
    assert_eq!(server.mails().len(), 0);
    assert!(!ana.get("/account").await.says("could not deliver"), "nobody tried to deliver that");
    let acts: Vec<(String, bool)> = audit_log::table
        .filter(audit_log::subject.like("mail %"))
        .order(audit_log::id)
        .select((audit_log::act, audit_log::actor_id.is_not_null()))
        .load(&mut app.db().await)
        .await
        .unwrap();
    assert_eq!(acts, [("mail_retried".to_owned(), true), ("mail_canceled".to_owned(), true)]);
}

#[actix_web::test]
async fn a_mail_with_a_link_that_lets_in_is_never_sent_again() {
    let server = MailServer::with_fault("refuses").await;
    let app = app_that_mails(server.port, |_| {}).await;
    let ada = app.administrator("Ada").await;
    register(&app, "Ana").await;
    app.worker_round().await;
    let id: i64 = outbox::table.select(outbox::id).first(&mut app.db().await).await.unwrap();

    let page = ada.get("/admin/mail?state=undeliverable").await.expect(200);

    assert!(page.says("is not sent again") && !page.says("Send it again"));
    ada.post(&format!("/admin/mail/{id}/retry"), &[]).await.expect(303);
    let still: bool = outbox::table
        .select(outbox::undeliverable_at.is_not_null())
        .first(&mut app.db().await)
        .await
        .unwrap();
    assert!(still);
}

#[actix_web::test]
async fn long_lists_of_mail_come_page_by_page() {
    let app = TestApp::spawn().await;
    let ada = app.administrator("Ada").await;
    let conn = &mut app.db().await;
    for n in 0..60 {
        let mail = NewMail {
            kind: MailKind::Receipt,
            recipient: format!("person{n}@example.org"),
            subject: "A subject".to_owned(),
            body: "the text".to_owned(),
        };
        mail.queue(conn).await.unwrap();
    }

    let first = ada.get("/admin/mail").await.expect(200);
    let (next, _) = first.links().into_iter().find(|(_, words)| words == "Next page").unwrap();
    let second = ada.get(&next).await.expect(200);

    assert_eq!((first.all("li.row").len(), second.all("li.row").len()), (50, 10));
    for bad in ["?state=lost", "?before=x", "?what=1"] {
        assert!([400, 404].contains(&ada.get(&format!("/admin/mail{bad}")).await.status), "{bad}");
    }
}
