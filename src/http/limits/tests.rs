//! Stories about limits.

use actix_web::http::header::RETRY_AFTER;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::web::{self, Data};
use actix_web::{App, HttpResponse};
use std::net::SocketAddr;

use super::*;
use crate::http::address_key::AddressKey;
use crate::http::edge::Edge;
use crate::settings::{Settings, Sources};

fn edge() -> Data<Edge> {
    let mut flags = vec![("server.trusted_proxies", "10.0.0.0/8".to_owned())];
    for key in ["limits.sign_in.per_minute", "limits.sign_in.burst", "limits.read.burst"] {
        flags.push((key, "2".to_owned()));
    }
    Data::new(Edge::new(&Settings::load(&Sources { flags, ..Sources::default() }).unwrap()))
}

/// Sends `requests` one after the other, and gives the status and the page of each.
async fn answers(requests: Vec<TestRequest>) -> Vec<(u16, String, String)> {
    let ok = || async { HttpResponse::Ok().body("done") };
    let app = App::new()
        .app_data(edge())
        .service(
            web::resource("/sign-in")
                .wrap(limit(&[LimitedAction::SignIn]))
                .route(web::get().to(ok))
                .route(web::post().to(ok)),
        )
        .service(web::resource("/").wrap(limit(&[LimitedAction::Read])).route(web::get().to(ok)));
    let app = init_service(app).await;
    let mut answers = Vec::new();
    for request in requests {
        let response = call_service(&app, request.to_request()).await;
        let status = response.status().as_u16();
        let wait = response.headers().get(RETRY_AFTER).map(|it| it.to_str().unwrap().to_owned());
        let page = String::from_utf8(read_body(response).await.to_vec()).unwrap();
        answers.push((status, wait.unwrap_or_default(), page));
    }
    answers
}

fn sign_in_from(address: &str) -> TestRequest {
    TestRequest::post()
        .uri("/sign-in?next=%2Faccount")
        .peer_addr(SocketAddr::new(address.parse().unwrap(), 1))
        .set_form([
            ("email", "ana@example.org"),
            ("password", "hunter2"),
            ("note", "a \"<b>\" of words"),
        ])
}

fn statuses(answers: &[(u16, String, String)]) -> Vec<u16> {
    answers.iter().map(|(status, ..)| *status).collect()
}

#[actix_web::test]
async fn a_form_that_met_its_limit_comes_back_with_what_was_typed_and_no_password() {
    let from = || sign_in_from("192.0.2.1");
    let answers = answers(vec![from(), from(), from()]).await;

    assert_eq!(statuses(&answers), [200, 200, 429]);
    let (_, wait, page) = answers.last().unwrap();
    assert!((1..=31).contains(&wait.parse::<u64>().unwrap()));
    assert!(page.contains("action=\"/sign-in?next=%2Faccount\""));
    assert!(page.contains("ana@example.org") && page.contains("a &quot;&lt;b&gt;&quot; of words"));
    assert!(!page.contains("hunter2") && page.contains("Passwords and codes are not kept"));
}

#[actix_web::test]
async fn each_address_has_its_own_count_and_one_subscriber_has_one() {
    let forwarded = |it| sign_in_from("10.0.0.1").insert_header(("X-Forwarded-For", it));
    let answers = answers(vec![
        sign_in_from("2001:db8::1"),
        sign_in_from("2001:db8::2"),
        sign_in_from("2001:db8::3"),
        sign_in_from("192.0.2.1"),
        forwarded("192.0.2.1"),
        forwarded("198.51.100.1, 192.0.2.1"),
        // Not a proxy of ours, so its header moves it to no other count.
        sign_in_from("192.0.2.1").insert_header(("X-Forwarded-For", "203.0.113.5")),
    ])
    .await;

    assert_eq!(statuses(&answers), [200, 200, 429, 200, 200, 429, 429]);
}

#[actix_web::test]
async fn reading_a_form_does_not_count_as_sending_it_but_pages_have_a_count_too() {
    let get = |path| TestRequest::get().uri(path).peer_addr("192.0.2.1:1".parse().unwrap());
    let answers = answers(vec![
        get("/sign-in"),
        get("/sign-in"),
        get("/sign-in"),
        get("/"),
        get("/"),
        get("/"),
    ])
    .await;

    assert_eq!(statuses(&answers), [200, 200, 200, 200, 200, 429]);
}

#[test]
fn a_flood_from_more_addresses_than_are_kept_stays_in_bounded_memory() {
    let edge = edge();
    for i in 0..120_000_u32 {
        let address = AddressKey::of(std::net::Ipv4Addr::from_bits(i).into());
        drop(edge.limiter.admit(LimitedAction::SignIn, address));
    }

    assert!(edge.limiter.len(LimitedAction::SignIn) <= 100_000 + 16_384);
}
