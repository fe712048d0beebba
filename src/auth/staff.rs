//! Roles of staff, as types that only a grant makes.

use std::future::Future;
use std::pin::Pin;

use actix_web::body::BoxBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use anyhow::Context;

use super::extractors::require_account;
use crate::app::AppState;
use crate::domain::role::Role;
use crate::error::{AppError, AppResult};
use crate::http::form_again::{self, Reason};
use crate::models::account::Account;
use crate::models::area::AreaId;
use crate::models::grant::Grant;

/// Somebody who may decide on comments, and on which areas.
#[derive(Debug)]
pub struct Moderator {
    pub account: Account,
    areas: Vec<AreaId>,
}

impl Moderator {
    /// The areas that the grants open.
    #[must_use]
    pub fn areas(&self) -> &[AreaId] {
        &self.areas
    }

    /// What lies outside the grants is not there, as far as this person can tell.
    ///
    /// # Errors
    /// Not found.
    pub fn require_area(&self, area_id: AreaId) -> AppResult<()> {
        if self.areas.contains(&area_id) { Ok(()) } else { Err(AppError::NotFound) }
    }
}

/// The middleware for forms of staff: a session that ran out meanwhile loses nothing that was typed.
pub async fn keep_typed(
    mut request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if request.method() != Method::POST {
        return next.call(request).await;
    }
    match require_account(request.request()).await {
        Err(error @ AppError::Unauthenticated { .. }) => {
            let response = form_again::response(&mut request, error, SIGN_IN_FIRST).await;
            Ok(request.into_response(response))
        }
        _ => next.call(request).await,
    }
}

const SIGN_IN_FIRST: Reason<'static> = Reason {
    title: "You have been signed out",
    first: Some(("/sign-in", "Sign in (in a new tab), then come back to this page")),
};

impl FromRequest for Moderator {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = AppResult<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let account = require_account(&request).await?;
            let state =
                request.app_data::<Data<AppState>>().context("AppState is not registered")?;
            let mut conn = state.db().await?;
            let grants = Grant::of(&mut conn, account.id).await?;
            if !grants.iter().any(|it| it.role == Role::Moderator) {
                return Err(AppError::Forbidden);
            }
            let areas = Grant::areas(&mut conn, &grants, Role::Moderator).await?;
            Ok(Self { account, areas })
        })
    }
}
