//! The desk of administrators: a page for each thing that they look after.

pub mod event_codes;

use actix_web::HttpResponse;
use lectern_templates::administration::{self, HomePage, Task};

use super::reply;
use crate::auth::staff::Administrator;

/// Pages that open to every administrator, and show what lies within the grants.
const OF_ANY_REACH: &[Task<'static>] = &[];

/// Pages about the site as a whole: their handlers ask `Administrator::require_everything`.
const OF_THE_WHOLE_SITE: &[Task<'static>] = &[Task {
    path: "/admin/event-codes",
    title: "Event codes",
    sentence: "For a library, a campus or a hearing, where many people share one network.",
}];

/// The way to each page that this administrator may open.
pub async fn show_administration(administrator: Administrator) -> HttpResponse {
    let mut tasks = OF_ANY_REACH.to_vec();
    if administrator.is_for_everything() {
        tasks.extend_from_slice(OF_THE_WHOLE_SITE);
    }
    let administrator = &administrator.account.display_name;
    reply::page(administration::home(&HomePage { administrator, tasks }))
}
