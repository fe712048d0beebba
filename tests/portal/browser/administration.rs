//! What administrators do about people and about the site, by keyboard and without scripts.

use diesel_async::SimpleAsyncConnection;

use super::driver::{Browser, Scripts};
use super::{PASSWORD, in_two_days};
use crate::support::{FORM, TestApp, email_of};

#[actix_web::test]
async fn administrators_look_after_people_by_keyboard_without_scripts() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let (ada, bea) = (app.administrator("Ada").await, app.administrator("Bea").await);
    let (ada, bea) = (ada.cookie("session").unwrap(), bea.cookie("session").unwrap());
    let browser = Browser::start(&app.url(""), Scripts::Off).await;

    browser.be(Some(&ada)).await;
    invite_kim(&browser).await;
    browser.be(None).await;
    browser.goto(&app.last_link_to(&email_of("Kim")).await).await;
    browser.expect("You are registering").await;
    browser.type_and_enter("[name=password]", PASSWORD).await;
    browser.expect("My drafts").await;

    browser.be(Some(&ada)).await;
    propose_kim(&browser).await;
    let kim = format!("/admin/accounts/{}", app.account("Kim").await.id.0);
    browser.enter(&format!("{kim}/end-sessions")).await;
    browser.expect("All sessions have ended.").await;
    browser.be(Some(&bea)).await;
    browser.goto("/admin/accounts").await;
    browser.expect("Waiting for a second administrator").await;
    browser.walk_through("Kim").await;
    browser.expect("Proposed by").await;
    browser.enter_at("button[value=approve]").await;
    browser.expect("The role is given.").await;
    for (link, done) in [
        ("Take away", "The role is taken away."),
        ("Suspend the account", "The account is suspended."),
        ("Lift the suspension", "The suspension is lifted."),
    ] {
        browser.walk_through(link).await;
        browser.expect("Go back without doing it").await;
        browser.type_into("[name=reason]", "They asked us to.").await;
        browser.enter_at("form:has([name=reason]) button").await;
        browser.expect(done).await;
    }
}

#[actix_web::test]
async fn administrators_look_after_the_site_by_keyboard_without_scripts() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    app.comment("Stone lasts.").insert().await;
    let ada = app.administrator("Ada").await;
    let browser = Browser::start(&app.url(""), Scripts::Off).await;
    browser.be(ada.cookie("session").as_deref()).await;
    browser.goto("/admin").await;
    browser.expect("Signed in as Ada").await;

    send_mail_again_and_cancel_it(&app, &browser).await;
    make_and_enter_an_event_code(&browser).await;
    hang_up_a_notice(&browser).await;
    take_no_forms_for_a_while(&browser).await;
}

async fn invite_kim(browser: &Browser) {
    browser.goto("/admin").await;
    browser.expect("Signed in as Ada").await;
    browser.walk_through("Accounts").await;
    browser.expect("Find an account").await;
    browser.walk_through("Invite somebody").await;
    browser.expect("They are mailed a link").await;
    browser.type_into("[name=email]", &email_of("Kim")).await;
    browser.type_into("[name=display_name]", "Kim").await;
    browser.pick("[name=role]", "Moderator").await;
    browser.pick("[name=scope]", "Harbor").await;
    browser.enter("/admin/accounts/invite").await;
    browser.expect("The invitation is on its way.").await;
    browser.expect("Moderator: Harbor plan").await;
}

async fn propose_kim(browser: &Browser) {
    browser.goto("/admin/accounts").await;
    browser.expect("Find an account").await;
    browser.type_and_enter("[name=email]", &email_of("Kim")).await;
    browser.expect("Moderator: Harbor plan").await;
    browser.walk_through("Give a role").await;
    browser.expect("They are told by mail and signed out").await;
    browser.pick("[name=role]", "Administrator").await;
    browser.pick("[name=scope]", "Everything").await;
    browser.enter_at("form:has([name=role]) button").await;
    browser.expect("The role is proposed.").await;
}

async fn send_mail_again_and_cancel_it(app: &TestApp, browser: &Browser) {
    let given_up = "UPDATE intake.outbox SET undeliverable_at = now()";
    app.db().await.batch_execute(given_up).await.unwrap();
    browser.walk_through("Mail").await;
    browser.expect("Nobody reads their texts here.").await;
    browser.walk_through("Undeliverable").await;
    browser.expect("Given up").await;
    browser.enter_at("form[action$='/retry'] button").await;
    browser.expect("The mail waits to be sent again.").await;
    browser.enter_at("form[action$='/cancel'] button").await;
    browser.expect("The mail is canceled.").await;
}

async fn make_and_enter_an_event_code(browser: &Browser) {
    browser.walk_through("Administration").await;
    browser.expect("Signed in as Ada").await;
    browser.walk_through("Event codes").await;
    browser.expect("A new event code").await;
    browser.type_into("[name=name]", "A hearing").await;
    browser.type_into("[name=valid_until]", &in_two_days()).await;
    browser.enter("/admin/event-codes").await;
    browser.expect("The code was made.").await;
    let code = browser.text("main li strong code").await;
    browser.walk_through("/event").await;
    browser.expect("Enter the code").await;
    browser.type_and_enter("[name=event_code]", &code).await;
    browser.expect("This browser now counts with your event.").await;
}

async fn hang_up_a_notice(browser: &Browser) {
    browser.goto("/admin/site").await;
    browser.expect("It stands at the top of every page").await;
    browser.type_into("[name=notice]", "On Sunday nobody answers.").await;
    browser.pick("[name=level]", "Warning").await;
    browser.enter("/admin/site").await;
    browser.expect("The notice is saved.").await;
    assert!(browser.text("#bulletin").await.contains("On Sunday nobody answers."));
}

async fn take_no_forms_for_a_while(browser: &Browser) {
    browser.type_into("[name=reason]", "The database moves.").await;
    browser.enter("/admin/site/read-only").await;
    browser.expect("Forms are not taken any more.").await;
    browser.goto(FORM).await;
    browser.expect("Only your comment itself is required.").await;
    browser.type_into("[name=body]", "Stone lasts.").await;
    browser.enter_at("button[value=save]").await;
    browser.expect("This site can only be read for now").await;
    assert!(browser.text("#bulletin").await.contains("The database moves."));
    browser.goto("/admin/site").await;
    browser.expect("The site can only be read now.").await;
    browser.enter_at("button[value=no]").await;
    browser.expect("Forms are taken again.").await;
}
