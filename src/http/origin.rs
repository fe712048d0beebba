//! Forms of other sites are refused.
//!
//! A browser says where a form came from, in `Origin` and `Sec-Fetch-Site`. Both must say that it was our own page. A
//! script sends neither and passes: it carries no visitor's cookie, since cookies are `SameSite=Lax`. What a page of ours
//! is follows from `public_url` alone; a `Host` header is never asked, because anybody can write one.

use actix_web::dev::ServiceRequest;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName};

use super::edge::Edge;
use crate::error::{AppError, AppResult};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

pub fn check(request: &ServiceRequest, edge: &Edge) -> AppResult<()> {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let site = edge.public_url.origin();
    if reads || comes_from(request.headers(), &site) {
        return Ok(());
    }
    Err(AppError::ForeignForm { site })
}

/// Whether every header that says where the form came from says that it came from `site`.
fn comes_from(headers: &HeaderMap, site: &str) -> bool {
    headers.get_all(header::ORIGIN).all(|it| it.as_bytes() == site.as_bytes())
        && headers.get_all(SEC_FETCH_SITE).all(|it| it.as_bytes() == b"same-origin")
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn every_row_of_the_table_of_origins_is_as_decided() {
        let ours = Some("https://comments.example.gov");
        let rows = [
            (None, None, true),
            (ours, None, true),
            (ours, Some("same-origin"), true),
            (None, Some("same-origin"), true),
            (ours, Some("same-site"), false),
            (ours, Some("cross-site"), false),
            (ours, Some("none"), false),
            (None, Some("cross-site"), false),
            (Some("null"), None, false),
            (Some("null"), Some("same-origin"), false),
            (Some(""), None, false),
            (Some("https://evil.example"), None, false),
            (Some("https://evil.example"), Some("same-origin"), false),
            (Some("http://comments.example.gov"), None, false),
            (Some("https://comments.example.gov:444"), None, false),
            (Some("https://comments.example.gov.evil.example"), None, false),
            (Some("https://comments.example.gov/"), None, false),
        ];
        for (origin, fetch_site, accepted) in rows {
            let mut request = TestRequest::post().insert_header(("Host", "evil.example"));
            if let Some(origin) = origin {
                request = request.insert_header((header::ORIGIN, origin));
            }
            if let Some(fetch_site) = fetch_site {
                request = request.insert_header((SEC_FETCH_SITE, fetch_site));
            }
            let request = request.to_http_request();

            let found = comes_from(request.headers(), "https://comments.example.gov");
            assert_eq!(found, accepted, "Origin {origin:?}, Sec-Fetch-Site {fetch_site:?}");
        }
    }

    #[test]
    fn a_second_origin_that_is_foreign_is_not_overlooked() {
        let request = TestRequest::post()
            .append_header((header::ORIGIN, "https://a.example"))
            .append_header((header::ORIGIN, "https://evil.example"))
            .to_http_request();

        assert!(!comes_from(request.headers(), "https://a.example"));
    }
}
