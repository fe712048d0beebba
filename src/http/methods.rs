//! Which methods the site knows: pages are read with GET or HEAD, and forms are sent with POST.

use actix_web::dev::ServiceRequest;
use actix_web::http::Method;

use crate::error::{AppError, AppResult};

pub const ALLOWED: &str = "GET, HEAD, POST";

/// Refuses what the site does not know, and lets a HEAD take the route of its GET: the server leaves the body out.
pub fn check(request: &mut ServiceRequest) -> AppResult<()> {
    match *request.method() {
        Method::GET | Method::POST => Ok(()),
        Method::HEAD => {
            request.head_mut().method = Method::GET;
            Ok(())
        }
        _ => Err(AppError::MethodNotAllowed { allowed: ALLOWED }),
    }
}

/// What a page allows that just refused `refused`. There are only two kinds of methods, so it must be the other one.
pub fn allowed_instead_of(refused: &Method) -> &'static str {
    if refused == Method::POST { "GET, HEAD" } else { "POST" }
}
