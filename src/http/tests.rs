//! Stories about the edge.

use actix_web::dev::Service;
use actix_web::http::header::{ALLOW, CACHE_CONTROL, HOST, HeaderMap};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, init_service, read_body};
use actix_web::web::{self, Data};
use actix_web::{App, HttpResponse};

use super::*;
use crate::error::AppResult;
use crate::settings::{Settings, Sources};

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    page: String,
}

async fn ask(public_url: &str, request: TestRequest) -> Answer {
    let flags =
        vec![("server.public_url", public_url.to_owned()), ("server.body_seconds", "1".to_owned())];
    let edge = Edge::new(&Settings::load(&Sources { flags, ..Sources::default() }).unwrap());
    let app = App::new()
        .app_data(Data::new(edge))
        .wrap(from_fn(guard))
        .service(
            web::resource("/form")
                .route(web::get().to(|| async {
                    HttpResponse::Ok().insert_header((CACHE_CONTROL, "public")).body("page")
                }))
                .route(web::post().to(|_: forms::StrictForm| async { "sent" })),
        )
        .service(
            web::resource("/number/{n}")
                .route(web::get().to(|it: web::Path<u8>| async move { it.to_string() })),
        )
        .route("/panic", web::get().to(panics))
        .route("/fails", web::get().to(fails))
        .route(
            "/away",
            web::get()
                .to(|| async { Err::<String, _>(AppError::Unavailable(anyhow::anyhow!("x"))) }),
        )
        .default_service(web::to(not_found));
    let app = init_service(app).await;
    let mut request = request.to_request();
    let host = public_url.split_once("://").unwrap().1.parse().unwrap();
    request.headers_mut().insert(HOST, host);
    match app.call(request).await {
        Ok(response) => {
            let (status, headers) = (response.status(), response.headers().clone());
            let page = String::from_utf8(read_body(response).await.to_vec()).unwrap();
            Answer { status, headers, page }
        }
        // What the server does with an error that no middleware has turned into a response.
        Err(error) => {
            let response = error.error_response();
            let (status, headers) = (response.status(), response.headers().clone());
            let bytes = actix_web::body::to_bytes(response.into_body()).await.unwrap();
            Answer { status, headers, page: String::from_utf8(bytes.to_vec()).unwrap() }
        }
    }
}

async fn ask_https(request: TestRequest) -> Answer {
    ask("https://comments.example.gov", request).await
}

#[expect(clippy::panic, reason = "to see what becomes of it")]
async fn panics() -> String {
    panic!("secret words")
}

async fn fails() -> AppResult<String> {
    Err(anyhow::anyhow!("secret words").into())
}

fn form(body: &'static str) -> TestRequest {
    TestRequest::post()
        .uri("/form")
        .insert_header(("Content-Type", "application/x-www-form-urlencoded"))
        .set_payload(body)
}

#[actix_web::test]
async fn every_response_carries_the_security_headers_whatever_its_status() {
    let huge = TestRequest::post()
        .uri("/form")
        .insert_header(("Content-Type", "application/x-www-form-urlencoded"))
        .set_payload(vec![b'a'; 3 << 20]);
    let get = |path| TestRequest::get().uri(path);
    let requests = [
        (200, get("/form")),
        (200, form("a=1")),
        (404, get("/nowhere")),
        (404, get("/number/many")),
        (405, TestRequest::post().uri("/number/1")),
        (405, TestRequest::delete().uri("/form")),
        (403, form("a=1").insert_header(("Origin", "null"))),
        (413, huge),
        (415, TestRequest::post().uri("/form").set_payload("a=1")),
        (500, get("/panic")),
        (500, get("/fails")),
        (503, get("/away")),
    ];
    for (status, request) in requests {
        let answer = ask_https(request).await;
        let header =
            |name: &str| answer.headers.get(name).map_or("", |it| it.to_str().unwrap()).to_owned();

        assert_eq!(answer.status, status);
        assert!(
            header("content-security-policy").starts_with("default-src 'none'; script-src 'self';"),
            "{status}"
        );
        assert_eq!(header("x-content-type-options"), "nosniff", "{status}");
        assert_eq!(header("referrer-policy"), "same-origin", "{status}");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{status}");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin", "{status}");
        assert!(header("strict-transport-security").starts_with("max-age=63072000"), "{status}");
        assert!(!header("permissions-policy").is_empty(), "{status}");
        assert!(!header("cache-control").is_empty(), "{status}");
        assert_eq!(header("x-request-id").len(), 16, "{status}");
        if status >= 400 {
            assert!(answer.page.contains("<h1"), "{status}: {}", answer.page);
            assert!(answer.page.contains(&header("x-request-id")), "{status}");
            assert!(!answer.page.contains("secret words"), "{status}");
            assert_eq!(header("cache-control"), "no-store");
        }
    }
}

#[actix_web::test]
async fn what_a_handler_says_about_caching_stays_and_plain_http_promises_no_https() {
    let answer = ask("http://127.0.0.1:8080", TestRequest::get().uri("/form")).await;

    assert_eq!(answer.headers.get(CACHE_CONTROL).unwrap(), "public");
    assert!(!answer.headers.contains_key("strict-transport-security"));
}

#[actix_web::test]
async fn head_takes_the_route_of_get_and_a_refused_method_names_the_others() {
    let head = ask_https(TestRequest::default().method(Method::HEAD).uri("/form")).await;
    let trace = ask_https(TestRequest::default().method(Method::TRACE).uri("/form")).await;
    let post = ask_https(TestRequest::post().uri("/number/1")).await;

    assert_eq!(head.status, 200);
    assert_eq!(trace.status, 405);
    assert_eq!(trace.headers.get(ALLOW).unwrap(), "GET, HEAD, POST");
    assert_eq!(post.headers.get(ALLOW).unwrap(), "GET, HEAD");
}

#[actix_web::test]
async fn a_form_from_another_site_is_refused() {
    let foreign = form("a=1").insert_header(("Origin", "https://evil.example"));
    let ours = form("a=1").insert_header(("Origin", "https://comments.example.gov"));

    let refused = ask_https(foreign).await;
    assert_eq!(refused.status, 403);
    assert!(refused.page.contains("https://comments.example.gov"));
    assert_eq!(ask_https(ours).await.page, "sent");
    assert_eq!(ask_https(form("a=1")).await.page, "sent");
}
