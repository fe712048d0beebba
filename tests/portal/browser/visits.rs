//! Every page that has an address, seen by whom it is for: as it opens, and as it comes back when its form was sent
//! empty. The list is the route table, so a new page is visited, or fails for want of a way in.

mod sources;
mod stage;

use lectern::routes::{Address, Policy, addresses};

use super::driver::{Browser, Scripts};
use super::looks::{ALL_LOOKS, TWO_LOOKS, what_looks_wrong};
use crate::matrix::doors::Door;
use crate::matrix::people::Person;
use crate::support::{Page, Visitor};
use stage::Stage;

/// Pages by their policies, in several stories: on a busy machine none may take longer than a story may.
const STORIES: [&[Policy]; 7] = [
    &[Policy::Public],
    &[Policy::Anybody, Policy::Mailbox, Policy::Entering],
    &[Policy::Account, Policy::ProvedAccount],
    &[Policy::Moderator],
    &[Policy::Administrator],
    &[Policy::ProvedAdministrator],
    &[Policy::Clerk],
];

#[test]
fn every_page_is_in_a_story() {
    let told = STORIES.concat();
    let forgotten: Vec<_> =
        addresses().into_iter().filter(|it| !told.contains(&it.policy)).map(|it| it.path).collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");
}

#[actix_web::test]
async fn every_public_page_looks_right() {
    visit(STORIES[0]).await;
}

#[actix_web::test]
async fn every_page_that_leads_in_looks_right() {
    visit(STORIES[1]).await;
}

#[actix_web::test]
async fn every_page_of_an_account_looks_right() {
    visit(STORIES[2]).await;
}

#[actix_web::test]
async fn every_page_of_moderators_looks_right() {
    visit(STORIES[3]).await;
}

#[actix_web::test]
async fn every_page_of_administrators_looks_right() {
    visit(STORIES[4]).await;
}

#[actix_web::test]
async fn every_page_that_wants_a_fresh_proof_from_administrators_looks_right() {
    visit(STORIES[5]).await;
}

#[actix_web::test]
async fn every_page_about_comments_on_paper_looks_right() {
    visit(STORIES[6]).await;
}

/// Goes through the pages with these policies.
async fn visit(policies: &[Policy]) {
    let stage = Stage::set().await;
    let browser = Browser::start(&stage.app.url(""), Scripts::On).await;
    let mut seen = Seen::default();
    for policy in policies {
        let visitor = whom_for(*policy).browser(&stage.app).await;
        browser.be(visitor.cookie("session").as_deref()).await;
        for address in addresses().iter().filter(|it| it.policy == *policy) {
            seen.see(&stage, &browser, &visitor, address).await;
        }
        for path in stage.more_with(*policy) {
            seen.pages.push(visitor.get(path).await);
            browser.goto(path).await;
            seen.wrong.extend(what_looks_wrong(&browser, TWO_LOOKS).await);
        }
    }
    let wrong = [seen.wrong, sources::what_is_wrong(&seen.pages)].concat();
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

/// What was found on the way.
#[derive(Default)]
struct Seen {
    /// Each page as it was sent.
    pages: Vec<Page>,
    wrong: Vec<String>,
}

impl Seen {
    /// Looks at the page at an address, and at the one that says what is missing in its form.
    async fn see(&mut self, stage: &Stage, browser: &Browser, visitor: &Visitor, at: &Address) {
        let path = stage.path(&at.path).await;
        if Door::find("GET", &at.path).is_some() {
            let page = visitor.get(&path).await;
            if page.status != 200 {
                let fault = format!("{path} answers {}: stage.rs needs a way in", page.status);
                return self.wrong.push(fault);
            }
            if !page.header("content-type").starts_with("text/html") {
                return;
            }
            self.pages.push(page);
            browser.goto(&path).await;
            self.wrong.extend(what_looks_wrong(browser, ALL_LOOKS).await);
        }
        if Door::find("POST", &at.path).is_some_and(|it| it.own == 422) {
            let page = visitor.post(&path, &[]).await;
            let lists_errors = !page.errors().is_empty();
            self.pages.push(page);
            browser.send_empty_form(&path).await;
            if lists_errors && browser.focus().await != "error-summary" {
                self.wrong.push(format!("{path}: the list of errors does not take focus"));
            }
            self.wrong.extend(what_looks_wrong(browser, TWO_LOOKS).await);
        }
    }
}

fn whom_for(policy: Policy) -> Person {
    match policy {
        Policy::Public | Policy::Anybody | Policy::Mailbox => Person::Stranger,
        Policy::Entering => Person::WithoutTheCode,
        Policy::Account | Policy::ProvedAccount => Person::Author,
        Policy::Moderator | Policy::Clerk => Person::Moderator,
        Policy::Administrator | Policy::ProvedAdministrator => Person::Administrator,
    }
}
