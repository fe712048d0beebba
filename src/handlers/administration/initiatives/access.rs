//! The initiative that a page is about, for whoever may change that part of it, and the way back from there.

use diesel_async::AsyncPgConnection;
use lectern_templates::layout::Crumb;
use serde::Deserialize;

use crate::auth::administration::definitions::Opened;
use crate::auth::staff::Administrator;
use crate::domain::definition::parts::Asker;
use crate::error::{AppError, AppResult};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoneQuery {
    /// What was done just now.
    #[serde(default)]
    pub done: String,
}

impl DoneQuery {
    /// In words.
    pub fn words(&self) -> Option<&'static str> {
        match self.done.as_str() {
            "saved" => Some("Saved in the working copy. It is not public yet."),
            "added" => Some("Added to the working copy. Fill in the rest below."),
            "begun" => Some("The initiative is begun. Nobody sees it before it is published."),
            "published" => Some("Published. Everybody sees it now."),
            "discarded" => Some("The working copy is thrown away."),
            "caught-up" => {
                Some("What was published is taken in. Look at what publishing changes now.")
            }
            _ => None,
        }
    }
}

/// # Errors
/// Not found, also where the grants do not reach the area, or the initiative where no area is named.
pub async fn open(
    conn: &mut AsyncPgConnection,
    administrator: &Administrator,
    slug: &str,
    area: Option<&str>,
) -> AppResult<Opened> {
    let opened = Opened::load(conn, slug).await?.ok_or(AppError::NotFound)?;
    let is_there = area.is_none_or(|it| opened.definition.area(it).is_some());
    if is_there && administrator.reaches(opened.scope(area)) {
        return Ok(opened);
    }
    Err(AppError::NotFound)
}

/// The same for whoever may change any part of it.
///
/// # Errors
/// Not found, also where the grants reach no part of it.
pub async fn open_any(
    conn: &mut AsyncPgConnection,
    administrator: &Administrator,
    slug: &str,
) -> AppResult<Opened> {
    let opened = Opened::load(conn, slug).await?.ok_or(AppError::NotFound)?;
    let mut areas = opened.areas.iter();
    let is_reached = administrator.reaches(opened.scope(None))
        || areas.any(|it| administrator.reaches(opened.scope(Some(&it.slug))));
    if is_reached { Ok(opened) } else { Err(AppError::NotFound) }
}

/// The address of the initiative among the pages of administrators.
pub fn base(slug: &str) -> String {
    format!("/admin/initiatives/{slug}")
}

/// The address of an area there.
pub fn area_base(slug: &str, area: &str) -> String {
    format!("{}/areas/{area}", base(slug))
}

/// Where the questions of an area, or of all, are listed.
pub fn questions_base(slug: &str, asker: &Asker) -> String {
    match asker {
        Asker::Everywhere => format!("{}/questions", base(slug)),
        Asker::Area(area) => format!("{}/questions", area_base(slug, area)),
    }
}

/// The way down to the initiative, and to one of its areas.
pub fn trail<'a>(opened: &'a Opened, area: Option<&'a str>) -> Vec<Crumb<'a>> {
    let it = &opened.definition;
    let title = if it.title.is_empty() { &it.slug } else { &it.title };
    let mut trail = vec![
        Crumb { title: "Initiatives", href: "/admin/initiatives".to_owned() },
        Crumb { title, href: base(&it.slug) },
    ];
    if let Some(area) = area.and_then(|slug| it.area(slug)) {
        let title = if area.title.is_empty() { &area.slug } else { &area.title };
        trail.push(Crumb { title, href: area_base(&it.slug, &area.slug) });
    }
    trail
}
