//! Stories about forms.

use std::time::Duration;

use actix_web::error::PayloadError;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::test::TestRequest;
use actix_web::web::{Bytes, Data};
use futures_util::stream;

use super::*;
use crate::settings::{Settings, Sources};

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

async fn send(request: TestRequest) -> AppResult<StrictForm> {
    let edge = Edge::new(&Settings::load(&Sources::default()).unwrap());
    let (request, mut payload) = request.app_data(Data::new(edge)).to_http_parts();
    StrictForm::from_request(&request, &mut payload).await
}

async fn send_body(body: impl Into<Bytes>) -> AppResult<StrictForm> {
    send(TestRequest::post().insert_header(FORM).set_payload(body)).await
}

fn pairs(form: &StrictForm) -> Vec<(&str, &str)> {
    form.fields.iter().collect()
}

#[actix_web::test]
async fn a_form_comes_as_it_was_typed() {
    let form =
        send_body("body=two+words%0D%0A%E2%82%AC%2b&kinds=a&kinds=b&empty=&bare&=x").await.unwrap();

    assert_eq!(
        pairs(&form),
        [
            ("body", "two words\r\n€+"),
            ("kinds", "a"),
            ("kinds", "b"),
            ("empty", ""),
            ("bare", ""),
            ("", "x")
        ]
    );
    assert!(form.malformed.is_empty());
}

#[actix_web::test]
async fn bad_utf8_is_told_and_nothing_that_was_typed_is_lost() {
    for body in [
        &b"body=caf%E9+au+lait&email=ana%40example.org"[..],
        b"body=caf\xe9+au+lait&email=ana%40example.org",
    ] {
        let form = send_body(Bytes::copy_from_slice(body)).await.unwrap();
        let errors = form.check_names(&["body", "email"]);

        assert_eq!(pairs(&form), [("body", "caf\u{fffd} au lait"), ("email", "ana@example.org")]);
        assert_eq!(errors.iter().count(), 1);
        assert!(errors.about("body").is_some());
    }
}

#[actix_web::test]
async fn half_an_escape_a_lone_surrogate_and_an_overlong_form_are_told() {
    for value in ["100%", "%4", "%zz", "%+1", "%ED%A0%80", "%C0%AF", "%FF"] {
        let form = send_body(format!("body={value}")).await.unwrap();

        assert_eq!(form.malformed, ["body"], "{value}");
        assert!(!form.fields.one("body").is_empty(), "{value}");
    }
}

#[actix_web::test]
async fn unknown_and_repeated_fields_and_nul_are_told_beside_the_encoding() {
    let form = send_body("a=%FF&b=1&b=2&c=%00&role=administrator").await.unwrap();
    let errors = form.check_names(&["a", "b", "c"]);

    let fields: Vec<_> = errors.iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["a", "b", "c", "role"]);
}

#[actix_web::test]
async fn two_mebibytes_pass_and_one_byte_more_does_not() {
    let largest = vec![b'a'; 2 * 1024 * 1024];
    let larger = vec![b'a'; 2 * 1024 * 1024 + 1];

    assert!(send_body(largest).await.is_ok());
    assert!(matches!(send_body(larger).await, Err(AppError::TooLarge)));
}

#[actix_web::test]
async fn five_hundred_fields_pass_and_one_more_does_not() {
    assert!(send_body("a=1&".repeat(500)).await.is_ok());
    assert!(matches!(send_body("a=1&".repeat(501)).await, Err(AppError::BadRequest(_))));
}

#[actix_web::test]
async fn only_plain_forms_in_utf8_are_taken() {
    let typed =
        |it: &'static str| TestRequest::post().insert_header((CONTENT_TYPE, it)).set_payload("a=1");
    let refused = [
        TestRequest::post().set_payload("a=1"),
        typed("text/plain"),
        typed("multipart/form-data; boundary=x"),
        typed("application/json"),
        typed("application/x-www-form-urlencoded; charset=latin1"),
        typed(FORM.1).insert_header((CONTENT_ENCODING, "gzip")),
    ];
    for request in refused {
        assert!(matches!(send(request).await, Err(AppError::UnsupportedMediaType)));
    }

    assert!(send(typed("application/x-www-form-urlencoded; charset=UTF-8")).await.is_ok());
}

#[actix_web::test]
async fn a_body_that_comes_too_slowly_is_given_up() {
    let endless = stream::unfold((), |()| async {
        tokio::time::sleep(Duration::from_millis(10)).await;
        Some((Ok::<_, PayloadError>(Bytes::from_static(b"a")), ()))
    });
    let endless: Pin<Box<dyn stream::Stream<Item = Result<Bytes, PayloadError>>>> =
        Box::pin(endless);
    let payload = Payload::Stream { payload: endless };

    let read = body::read(payload, Duration::from_millis(100)).await;

    assert!(matches!(read, Err(AppError::RequestTimeout)));
}
