//! The area that a page of administrators is about.

use diesel_async::AsyncPgConnection;

use crate::auth::staff::Administrator;
use crate::error::{AppError, AppResult};
use crate::handlers::place::Scope as Place;
use crate::models::area::Area;
use crate::models::grant::Scope;

/// The area at an address, and the address of one of its pages.
///
/// # Errors
/// Not found, also where it lies outside the grants: they see no trace of it.
pub async fn find(
    conn: &mut AsyncPgConnection,
    administrator: &Administrator,
    (initiative, area): &(String, String),
    page: &str,
) -> AppResult<(Place, Area, String)> {
    let place = Place::load(conn, initiative, Some(area)).await?;
    let area = place.area.clone().ok_or(AppError::NotFound)?;
    if !administrator.reaches(Scope::Area(place.initiative.id, area.id)) {
        return Err(AppError::NotFound);
    }
    let path = format!("/admin/initiatives/{}/areas/{}/{page}", place.initiative.slug, area.slug);
    Ok((place, area, path))
}
