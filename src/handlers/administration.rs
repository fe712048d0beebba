//! The desk of administrators: a page for each thing that they look after.

pub mod account;
pub mod accounts;
pub mod acts;
mod area;
mod dashboard;
pub mod event_codes;
pub mod initiatives;
pub mod mail;
pub mod outcome;
pub mod period;
pub mod proposals;
pub mod reason_codes;
pub mod roles;
pub mod site;
mod subject;

use actix_web::HttpResponse;
use actix_web::web::Data;
use lectern_templates::administration::Task;

use super::reply;
use crate::app::AppState;
use crate::auth::administration::Refusal;
use crate::auth::staff::Administrator;
use crate::error::{AppError, AppResult};
use dashboard::Dashboard;

/// Pages that open to every administrator, and show what lies within the grants.
const OF_ANY_REACH: &[Task<'static>] = &[
    Task {
        path: "/admin/initiatives",
        title: "Initiatives",
        sentence: "Their texts, areas, documents and questions: changed in a working copy, looked at, published.",
    },
    Task {
        path: "/admin/accounts",
        title: "Accounts",
        sentence: "Who has which role; invitations, suspensions, sessions.",
    },
];

/// Pages about the site as a whole: their handlers ask `Administrator::require_everything`.
const OF_THE_WHOLE_SITE: &[Task<'static>] = &[
    Task {
        path: "/admin/event-codes",
        title: "Event codes",
        sentence: "For a library, a campus or a hearing, where many people share one network.",
    },
    Task {
        path: "/admin/mail",
        title: "Mail",
        sentence: "What waits to be sent, what could not be delivered, and why.",
    },
    Task {
        path: "/admin/reason-codes",
        title: "Reason codes",
        sentence: "For what a comment can be withheld: what moderators choose from.",
    },
    Task {
        path: "/admin/site",
        title: "Site",
        sentence: "A notice on every page, and the switch that makes the site read-only.",
    },
];

/// What is open, what waits and what was done within the grants, and the way to each page that this administrator may
/// open.
pub async fn show_administration(
    administrator: Administrator,
    state: Data<AppState>,
) -> AppResult<HttpResponse> {
    let dashboard = Dashboard::load(&mut *state.db().await?, &administrator).await?;
    let mut tasks = OF_ANY_REACH.to_vec();
    if administrator.is_for_everything() {
        tasks.extend_from_slice(OF_THE_WHOLE_SITE);
    }
    Ok(reply::page(dashboard.page(&administrator.account.display_name, tasks)))
}

/// What an administrator is told when nothing was done.
fn refused(refusal: Refusal) -> AppError {
    match refusal {
        Refusal::Own => AppError::Forbidden,
        Refusal::BeyondReach => AppError::NotFound,
        Refusal::AlreadySo | Refusal::Gone => AppError::Conflict(
            "This has changed in the meantime, so nothing was done. Look at the account again.".into(),
        ),
        Refusal::LastAdministrator => AppError::Conflict(
            "This is the last administrator for everything: without them nobody could look after the site. \
             Make somebody else an administrator first."
                .into(),
        ),
        Refusal::Diesel(error) => error.into(),
    }
}
