//! Roles of staff, as types that only a grant makes.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use anyhow::Context;

use super::extractors::{first, require_session};
use crate::app::AppState;
use crate::domain::role::Role;
use crate::error::{AppError, AppResult, FirstStep};
use crate::models::account::Account;
use crate::models::area::AreaId;
use crate::models::grant::{Grant, Scope};

/// Somebody who may decide on comments, and on which areas.
#[derive(Debug)]
pub struct Moderator {
    pub account: Account,
    areas: Vec<AreaId>,
}

/// Somebody who looks after accounts, grants and settings, and for what.
#[derive(Debug)]
pub struct Administrator {
    pub account: Account,
    /// The grants that make them one.
    pub grants: Vec<Grant>,
}

/// Somebody who may enter comments that came by paper, by telephone or at a hearing, and check what others entered: a
/// moderator or an administrator, for the areas of either role.
#[derive(Debug)]
pub struct Clerk {
    pub account: Account,
    areas: Vec<AreaId>,
}

impl Clerk {
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

impl Administrator {
    /// Whether a grant is for everything: only such a person looks after the whole site.
    #[must_use]
    pub fn is_for_everything(&self) -> bool {
        self.grants.iter().any(Grant::is_for_everything)
    }

    /// Whether one of the grants contains a scope.
    #[must_use]
    pub fn reaches(&self, scope: Scope) -> bool {
        self.grants.iter().any(|it| it.scope().contains(scope))
    }

    /// For pages about the whole site: mail, limits, notices.
    ///
    /// # Errors
    /// Forbidden, where every grant is for a part of it.
    pub fn require_everything(&self) -> AppResult<()> {
        if self.is_for_everything() { Ok(()) } else { Err(AppError::Forbidden) }
    }
}

impl FromRequest for Moderator {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = AppResult<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let (account, grants) = require_role(&request, &[Role::Moderator]).await?;
            let mut conn = state(&request)?.db().await?;
            let areas = Grant::areas(&mut conn, &grants, Role::Moderator).await?;
            Ok(Self { account, areas })
        })
    }
}

impl FromRequest for Clerk {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = AppResult<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let roles = [Role::Moderator, Role::Administrator];
            let (account, grants) = require_role(&request, &roles).await?;
            let mut conn = state(&request)?.db().await?;
            let mut areas = Vec::new();
            for role in roles {
                areas.extend(Grant::areas(&mut conn, &grants, role).await?);
            }
            areas.sort_unstable();
            areas.dedup();
            Ok(Self { account, areas })
        })
    }
}

impl FromRequest for Administrator {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = AppResult<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let (account, grants) = require_role(&request, &[Role::Administrator]).await?;
            Ok(Self { account, grants })
        })
    }
}

/// Whoever has one of the roles and gave a one-time code in this session, with the grants of those roles. Without one set
/// up, the page to do so is the only one of staff that opens.
async fn require_role(request: &HttpRequest, roles: &[Role]) -> AppResult<(Account, Vec<Grant>)> {
    let session = require_session(request).await?;
    let mut grants = Grant::of(&mut *state(request)?.db().await?, session.account.id).await?;
    grants.retain(|it| roles.contains(&it.role));
    if grants.is_empty() {
        return Err(AppError::Forbidden);
    }
    if !session.has_code {
        return Err(first(FirstStep::SetUpCodes, request));
    }
    Ok((session.account, grants))
}

fn state(request: &HttpRequest) -> AppResult<&Data<AppState>> {
    Ok(request.app_data::<Data<AppState>>().context("AppState is not registered")?)
}
