//! Who gets what, everywhere: the route table, gone through by everybody, for what is theirs, somebody else's, and
//! what is not there. (C1, C2)
//!
//! What a policy means is stated once in `policies`, and what an open address answers is stated once in `doors`. An
//! address that is in neither fails.

pub mod doors;
pub mod people;
mod policies;

use std::collections::BTreeSet;

use lectern::routes::{Address, Policy, addresses};

use crate::support::{Page, TestApp, Visitor};
use doors::{DOORS, Door};
use people::{Objects, Person, Theirs};
use policies::{Gate, gate};

#[actix_web::test]
async fn every_page_opens_to_whom_its_policy_says() {
    let app = TestApp::spawn().await;
    let objects = Objects::arrange(&app).await;
    let mut wrong = Vec::new();
    for person in Person::ALL {
        // Looking changes nothing, so one browser sees the whole site.
        let visitor = person.browser(&app).await;
        for (address, door) in doors("GET") {
            wrong.extend(look(&app, &objects, &visitor, person, &address, &door).await);
        }
    }
    assert!(wrong.is_empty(), "{} answers differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[actix_web::test]
async fn every_form_is_taken_from_whom_its_policy_says() {
    send_forms(|it| !is_of_administrators(it)).await;
}

#[actix_web::test]
async fn every_form_of_administrators_is_taken_from_them_alone() {
    send_forms(|it| is_of_administrators(it) && !it.path.contains("{initiative}")).await;
}

#[actix_web::test]
async fn every_form_of_initiatives_is_taken_from_their_administrators_alone() {
    send_forms(|it| is_of_administrators(it) && it.path.contains("{initiative}")).await;
}

fn is_of_administrators(address: &Address) -> bool {
    matches!(address.policy, Policy::Administrator | Policy::ProvedAdministrator)
}

async fn send_forms(which: impl Fn(&Address) -> bool) {
    let app = TestApp::spawn().await;
    let objects = Objects::arrange(&app).await;
    let mut wrong = Vec::new();
    for (address, door) in doors("POST").into_iter().filter(|(it, _)| which(it)) {
        for person in Person::ALL {
            // Some forms sign out or change what is theirs: each is sent by a browser of its own.
            let visitor = person.browser(&app).await;
            wrong.extend(look(&app, &objects, &visitor, person, &address, &door).await);
        }
    }
    assert!(wrong.is_empty(), "{} answers differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[actix_web::test]
async fn what_belongs_to_somebody_else_looks_like_what_is_not_there() {
    let app = TestApp::spawn().await;
    let objects = Objects::arrange(&app).await;
    for address in addresses() {
        for person in Person::ALL {
            let theirs = objects.of(&address, person);
            if !theirs.contains(&Theirs::Foreign) || gate(address.policy, person) != Gate::Opens {
                continue;
            }
            for door in doors_of(&address) {
                let mut pages = Vec::new();
                for theirs in [Theirs::Foreign, Theirs::Absent] {
                    let visitor = person.browser(&app).await;
                    let path = objects.path(&app, &address.path, theirs).await;
                    let page = ask(&visitor, &door, &path).await;
                    let neutral =
                        page.html_without_request_id().replace(&objects.name(theirs), "…");
                    pages.push((page.status, neutral));
                }
                let [foreign, absent] = pages.try_into().unwrap();
                assert_eq!(foreign, absent, "{} {} for {person:?}", door.method, address.path);
            }
        }
    }
}

#[test]
fn no_door_is_without_an_address_and_no_address_without_a_door() {
    let stated: BTreeSet<_> = DOORS.iter().map(|it| (it.method, it.path)).collect();
    let addresses = addresses();
    let real: BTreeSet<_> = addresses
        .iter()
        .flat_map(|it| it.methods.iter().map(|method| (method.as_str(), it.path.as_str())))
        .collect();
    let missing: Vec<_> = real.difference(&stated).collect();
    let gone: Vec<_> = stated.difference(&real).collect();

    assert!(missing.is_empty(), "say in matrix/doors.rs what these answer: {missing:#?}");
    assert!(gone.is_empty(), "nothing answers these any more: {gone:#?}");
    assert_eq!(stated.len(), DOORS.len(), "a door is stated twice");
}

#[actix_web::test]
async fn nothing_answers_in_another_way_than_its_own() {
    let app = TestApp::spawn().await;
    let objects = Objects::arrange(&app).await;
    let visitor = app.visitor();
    for address in addresses() {
        let path = objects.path(&app, &address.path, Theirs::Own).await;
        for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
            let page = visitor.send(visitor.request(method, &path)).await;
            assert_eq!(page.status, 405, "{method} {path}");
        }
        let is_open = matches!(address.policy, Policy::Public | Policy::Anybody | Policy::Mailbox);
        if is_open && !address.methods.contains(&"POST".parse().unwrap()) {
            visitor.post(&path, &[]).await.expect(405);
        }
        if is_open && !address.methods.contains(&"GET".parse().unwrap()) {
            visitor.get(&path).await.expect(405);
        }
    }
}

/// Every address that is asked in this way, and what the tables say about it.
fn doors(method: &str) -> Vec<(Address, Door)> {
    let found = addresses().into_iter().filter_map(|it| {
        let door = Door::find(method, &it.path)?;
        Some((it, door))
    });
    found.collect()
}

/// What is wrong with the answers at one door.
async fn look(
    app: &TestApp,
    objects: &Objects,
    visitor: &Visitor,
    person: Person,
    address: &Address,
    door: &Door,
) -> Vec<String> {
    let mut wrong = Vec::new();
    for theirs in objects.of(address, person) {
        let path = objects.path(app, &address.path, theirs).await;
        let answer = ask(visitor, door, &path).await;
        if let Some(difference) = difference(&answer, expected(address, door, person, theirs)) {
            wrong.push(format!("{} {path} for {person:?}: {difference}", door.method));
        }
    }
    wrong
}

/// What the tables say about an address.
fn doors_of(address: &Address) -> Vec<Door> {
    let methods = address.methods.iter().map(|it| it.as_str());
    methods.filter_map(|it| Door::find(it, &address.path)).collect()
}

/// A form arrives empty: what a closed door answers may not depend on what is in it.
async fn ask(visitor: &Visitor, door: &Door, path: &str) -> Page {
    match door.method {
        "GET" => visitor.get(path).await,
        _ => visitor.post(path, &[]).await,
    }
}

fn expected(address: &Address, door: &Door, person: Person, theirs: Theirs) -> Gate {
    match gate(address.policy, person) {
        Gate::Opens if theirs == Theirs::Own => Gate::Answers(door.own),
        Gate::Opens => Gate::Answers(door.absent),
        closed => closed,
    }
}

/// What is wrong with an answer, in words.
fn difference(page: &Page, expected: Gate) -> Option<String> {
    let found = page.status;
    match expected {
        Gate::Opens => None,
        Gate::Answers(status) => (found != status).then(|| format!("{found}, not {status}")),
        Gate::Forbidden => (found != 403).then(|| format!("{found}, not 403")),
        Gate::First(step) => {
            let leads = match found {
                303 => page.location().starts_with(&format!("{}?next=", step.path())),
                401 => page.html().contains(&format!("href=\"{}\"", step.path())),
                _ => false,
            };
            (!leads).then(|| format!("{found}, which does not lead to {}", step.path()))
        }
    }
}
