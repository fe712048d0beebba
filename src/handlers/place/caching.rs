//! How long browsers and proxies may keep what is the same for everybody.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ContentType};
use maud::Markup;

/// How long an answer stays good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Asked for again at each visit: a comment that was withheld must not live on in a cache.
    UntilAskedAgain,
    /// Lists and figures, which many people read at once and which may be a little behind.
    AMinute,
    /// The address changes with the content.
    Forever,
}

impl Keep {
    /// The value of `Cache-Control`.
    #[must_use]
    pub fn directives(self) -> &'static str {
        match self {
            Self::UntilAskedAgain => "public, max-age=0, must-revalidate",
            Self::AMinute => "public, max-age=60",
            Self::Forever => "public, max-age=31536000, immutable",
        }
    }
}

/// A public page.
#[must_use]
pub fn page(markup: Markup, keep: Keep) -> HttpResponse {
    page_with(StatusCode::OK, markup, keep)
}

/// A public page with a status of its own.
#[must_use]
pub fn page_with(status: StatusCode, markup: Markup, keep: Keep) -> HttpResponse {
    HttpResponse::build(status)
        .content_type(ContentType::html())
        .insert_header((CACHE_CONTROL, keep.directives()))
        .body(markup.into_string())
}
