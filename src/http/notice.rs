//! The notice of the site, in the frame of every page.
//!
//! A view knows nothing of the moment, so the frame leaves a place, and here it is filled: once before the page is
//! compressed, and once more at the edge, for pages of errors that come about later.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE, ETAG, LAST_MODIFIED};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use actix_web::{Error, HttpRequest, HttpResponse};
use lectern_templates::layout::PLACE_OF_BULLETIN;

use crate::bulletin::Board;

/// The middleware: inside of compression.
pub async fn post(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse, Error> {
    let html = of(request.request());
    Ok(fill_service(next.call(request).await?.map_into_boxed_body(), html.as_deref()))
}

/// What pages are to tell now.
pub fn of(request: &HttpRequest) -> Option<String> {
    request.app_data::<Data<Board>>()?.html()
}

pub fn fill_service(response: ServiceResponse, html: Option<&str>) -> ServiceResponse {
    let (request, response) = response.into_parts();
    ServiceResponse::new(request, fill(response, html))
}

/// Puts the notice into a page that has a place for it. Everything else stays as it is.
pub fn fill(mut response: HttpResponse, html: Option<&str>) -> HttpResponse {
    let Some(html) = html.filter(|_| is_page(&response)) else { return response };
    // What names the page as it was without the notice names another page.
    response.headers_mut().remove(ETAG);
    response.headers_mut().remove(LAST_MODIFIED);
    response.map_body(|_, body| match body.boxed().try_into_bytes() {
        Ok(page) => BoxBody::new(filled(page, html)),
        Err(streamed) => streamed,
    })
}

fn is_page(response: &HttpResponse) -> bool {
    let kind = response.headers().get(CONTENT_TYPE);
    kind.is_some_and(|it| it.as_bytes().starts_with(b"text/html"))
        && !response.headers().contains_key(CONTENT_ENCODING)
}

fn filled(page: Bytes, html: &str) -> Bytes {
    let text = std::str::from_utf8(&page).ok();
    match text.and_then(|it| it.split_once(PLACE_OF_BULLETIN)) {
        Some((before, after)) => Bytes::from([before, html, after].concat()),
        None => page,
    }
}
