//! The list, the search, and what forms of administrators refuse.

use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use lectern::domain::role::Role;
use lectern::routes::addresses;
use lectern::schema::intake::accounts;

use super::{give, path_of};
use crate::support::{AREA, TestApp, email_of};

const HOSTILE: &str = "<script>alert(1)</script><img src=x onerror=alert(2)>";

#[actix_web::test]
async fn an_account_is_found_by_its_whole_address_and_the_address_gets_into_no_path() {
    let app = TestApp::spawn().await;
    let ada = app.administrator("Ada").await;
    app.account("Ben").await;

    let form = ada.get("/admin/accounts").await.expect(200).form("email");
    let found = form.clone().set("email", &email_of("Ben").to_uppercase()).press("Find").await;
    assert_eq!(found.expect(303).location(), path_of(&app, "Ben").await);
    for (typed, wrong) in [("ben@example", "ben@example"), ("zoe@example.org", "zoe@example.org")] {
        let page = form.clone().set("email", typed).press("Find").await.expect(422);
        assert_eq!(page.wrong_fields(), ["email"]);
        assert_eq!(page.form("email").value("email"), wrong);
    }
    let page = ada.get(&format!("/admin/accounts?email={}", email_of("Ben"))).await;
    assert!(!page.says("Ben"));
}

#[actix_web::test]
async fn the_list_says_who_has_codes_and_who_is_suspended() {
    let app = TestApp::spawn().await;
    let ada = app.administrator("Ada").await;
    app.grant("Mo", Role::Moderator, "everything").await;
    let path = path_of(&app, "Mo").await;
    super::act(&ada, &format!("{path}/suspend"), "Suspend").await.expect(303);

    let list = ada.get("/admin/accounts").await.expect(200);

    let rows = list.all("ul.rows > li");
    assert_eq!(rows.len(), 2);
    assert!(rows[0].starts_with("Ada") && rows[0].contains("codes: set up"), "{rows:?}");
    assert!(
        rows[1].starts_with("Mo Suspended") && rows[1].contains("codes: not set up"),
        "{rows:?}"
    );
    assert!(rows[1].contains("Moderator: Everything"), "{rows:?}");
}

#[actix_web::test]
async fn a_long_list_of_staff_comes_in_pages_by_name() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ada = app.administrator("Ada").await;
    app.db()
        .await
        .batch_execute(
            "WITH people AS (
                 INSERT INTO intake.accounts (email, canonical_email, display_name)
                 SELECT n || '@example.org', n || '@example.org', 'Mo ' || lpad(n::text, 3, '0')
                 FROM generate_series(1, 60) AS n RETURNING id
             )
             INSERT INTO intake.grants (account_id, role) SELECT id, 'moderator' FROM people",
        )
        .await
        .unwrap();
    let kim = app.administrator_for("Kim", AREA).await;

    let mut names = Vec::new();
    let mut next = Some("/admin/accounts".to_owned());
    let mut n_pages = 0;
    while let Some(path) = next {
        let page = ada.get(&path).await.expect(200);
        let rows = page.all("ul.rows > li h3 a");
        assert!(rows.len() <= 50, "{}", rows.len());
        names.extend(rows);
        n_pages += 1;
        next = page.links().into_iter().find(|(_, it)| it == "Next page").map(|(path, _)| path);
    }

    assert_eq!((n_pages, names.len()), (2, 62));
    assert!(names.is_sorted(), "{names:?}");
    assert_eq!(kim.get("/admin/accounts").await.expect(200).all("ul.rows > li").len(), 1);
    assert!(kim.get("/admin/accounts?after=1").await.expect(200).says("First page"));
}

// Decidim: markup in the name of a person, run on the pages of staff.
#[actix_web::test]
async fn markup_in_a_name_is_text_on_every_page_of_staff() {
    let app = TestApp::spawn().await;
    let (ada, bea) = (app.administrator("Ada").await, app.administrator("Bea").await);
    let mo = app.account("Mo").await;
    let grant = app.grant("Mo", Role::Moderator, "everything").await.0;
    diesel::update(accounts::table.find(mo.id))
        .set(accounts::display_name.eq(HOSTILE))
        .execute(&mut app.db().await)
        .await
        .unwrap();
    let path = format!("/admin/accounts/{}", mo.id.0);
    give(&ada, &path, "administrator", "everything").await.expect(303);
    let proposal = app.last_link_to(&email_of("Bea")).await;

    let of_mo = ["", "/give", "/suspend", "/lift", "/reset-codes", &format!("/revoke/{grant}")]
        .map(|it| format!("{path}{it}"));
    for path in of_mo.iter().map(String::as_str).chain(["/admin/accounts", &proposal]) {
        let page = bea.get(path).await.expect(200);
        assert!(page.html().contains("&lt;script&gt;alert(1)"), "{path}");
        assert!(!page.html().contains("<script") && !page.html().contains("<img src=x"), "{path}");
    }
}

// C4; Decidim: mass assignment.
#[actix_web::test]
async fn no_form_takes_a_field_that_it_does_not_have_or_one_twice() {
    let app = TestApp::spawn().await;
    let ada = app.administrator("Ada").await;
    let ben = app.registered("Ben").await;
    let grant = app.grant("Mo", Role::Moderator, "everything").await.0;
    let path = path_of(&app, "Mo").await;
    let own = app.account("Ben").await.id.0.to_string();
    let extra = [
        ("account_id", own.as_str()),
        ("suspended", "false"),
        ("suspended_at", ""),
        ("granted_by", "1"),
        ("actor_id", "1"),
        ("password", "a lantern over the harbor wall"),
        ("proposed_by", "1"),
    ];

    let reason: &[(&str, &str)] = &[("reason", "Because.")];
    let role: &[(&str, &str)] = &[("role", "analyst"), ("scope", "everything")];
    let forms = [
        (format!("{path}/give"), role),
        (format!("{path}/suspend"), reason),
        (format!("{path}/lift"), reason),
        (format!("{path}/reset-codes"), reason),
        (format!("{path}/revoke/{grant}"), reason),
        (format!("{path}/end-sessions"), &[]),
        (format!("{path}/password-link"), &[]),
        ("/admin/sessions".to_owned(), reason),
    ];
    for (form, fields) in &forms {
        for field in extra {
            let page = ada.post(form, &[*fields, &[field]].concat()).await;
            assert!([400, 422].contains(&page.status), "{form} {field:?}: {}", page.status);
        }
        if let [first, ..] = fields {
            let page = ada.post(form, &[*fields, &[*first]].concat()).await;
            assert!([400, 422].contains(&page.status), "{form} twice: {}", page.status);
        }
    }
    assert!(super::audited(&app, "Mo").await.is_empty());
    // Nor do forms of everybody make anybody more than they are.
    for field in [("role", "administrator"), ("account_id", "1"), ("suspended", "true")] {
        let stranger = app.visitor();
        let typed = [("display_name", "Zoe"), ("email", "zoe@example.org"), field];
        stranger.post("/register", &typed).await.expect(422);
        let typed = [("email", "zoe@example.org"), ("password", "x"), field];
        stranger.post("/sign-in", &typed).await.expect(422);
    }
    ben.get("/admin").await.expect(403);
}

// A15
#[actix_web::test]
async fn a_new_portal_has_no_account_and_no_page_chooses_a_password_for_somebody() {
    let app = TestApp::spawn().await;
    let n: i64 = accounts::table.count().get_result(&mut app.db().await).await.unwrap();
    assert_eq!(n, 0);
    let ada = app.administrator("Ada").await;
    app.account("Ben").await;
    let path = path_of(&app, "Ben").await;

    for address in addresses().iter().filter(|it| it.path.starts_with("/admin")) {
        let page =
            ada.get(&address.path.replace("{person}", path.rsplit('/').next().unwrap())).await;
        assert!(page.all("input[type=password]").is_empty(), "{}", address.path);
    }
    ada.post(&format!("{path}/password"), &[("password", "x")]).await.expect(404);
    let again = ada.post(&path, &[("password", "a lantern over the harbor wall")]).await;
    assert_eq!(again.status, 405);
}
