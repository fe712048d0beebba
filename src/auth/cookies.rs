//! The two cookies of the site. Neither says anything by itself: each is a random token.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

use crate::domain::secret_token::SecretToken;
use crate::settings::PublicUrl;

/// Which cookie is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CookieKind {
    /// Proves who is signed in; gone when the browser closes.
    Session,
    /// Finds the drafts of a browser; it signs nobody in.
    Draft,
}

impl CookieKind {
    /// Over https the `__Host-` prefix makes browsers refuse a cookie that another host or path set.
    fn name(self, site: &PublicUrl) -> &'static str {
        match (self, site.cookies_are_secure()) {
            (Self::Session, true) => "__Host-session",
            (Self::Session, false) => "session",
            (Self::Draft, true) => "__Host-draft",
            (Self::Draft, false) => "draft",
        }
    }

    /// The token that the browser sent.
    #[must_use]
    pub fn read(self, request: &HttpRequest, site: &PublicUrl) -> Option<SecretToken> {
        let cookie = request.cookie(self.name(site))?;
        SecretToken::parse(cookie.value())
    }

    /// A cookie that carries the token; without an age it ends with the browser's session.
    #[must_use]
    pub fn carry(
        self,
        token: &SecretToken,
        site: &PublicUrl,
        max_age: Option<Duration>,
    ) -> Cookie<'static> {
        let mut cookie = self.blank(token.reveal().to_owned(), site);
        cookie.set_max_age(max_age);
        cookie
    }

    /// A cookie that makes the browser forget.
    #[must_use]
    pub fn forget(self, site: &PublicUrl) -> Cookie<'static> {
        let mut cookie = self.blank(String::new(), site);
        cookie.set_max_age(Duration::ZERO);
        cookie
    }

    fn blank(self, value: String, site: &PublicUrl) -> Cookie<'static> {
        Cookie::build(self.name(site), value)
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(site.cookies_are_secure())
            .finish()
    }
}
