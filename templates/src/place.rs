//! Where on the site a page is: its initiative, and its area where it has one.

use maud::{Markup, html};

use crate::layout::Crumb;

/// An initiative as other pages name it.
#[derive(Debug, Clone, Copy)]
pub struct InitiativeRef<'a> {
    pub slug: &'a str,
    pub title: &'a str,
    /// A demonstration says so on each of its pages.
    pub demonstration: bool,
}

/// An area as other pages name it.
#[derive(Debug, Clone, Copy)]
pub struct AreaRef<'a> {
    pub slug: &'a str,
    pub title: &'a str,
}

/// The initiative that a page is about, and the area where it is about one.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    pub initiative: InitiativeRef<'a>,
    pub area: Option<AreaRef<'a>>,
}

impl<'a> Place<'a> {
    /// The path of the area, or of the initiative: `/initiatives/genesis-mission/research-funding`.
    pub fn path(&self) -> String {
        match self.area {
            Some(area) => format!("{}/{}", self.initiative_path(), area.slug),
            None => self.initiative_path(),
        }
    }

    /// The path of the initiative.
    pub fn initiative_path(&self) -> String {
        format!("/initiatives/{}", self.initiative.slug)
    }

    /// The title of the area, or of the initiative.
    pub fn title(&self) -> &'a str {
        self.area.map_or(self.initiative.title, |area| area.title)
    }

    /// The title for the banner, where the initiative is a demonstration.
    pub fn demonstration(&self) -> Option<&'a str> {
        self.initiative.demonstration.then_some(self.initiative.title)
    }

    /// The way from the home page to this page's parent, for pages that lie below the place.
    pub fn trail_below(&self) -> Vec<Crumb<'a>> {
        let mut trail = self.trail_to();
        match self.area {
            Some(area) => trail.push(Crumb { title: area.title, href: self.path() }),
            None => {
                trail.push(Crumb { title: self.initiative.title, href: self.initiative_path() })
            }
        }
        trail
    }

    /// The way from the home page to the place itself, the place left out.
    pub fn trail_to(&self) -> Vec<Crumb<'a>> {
        let mut trail = vec![Crumb { title: "Initiatives", href: "/".to_owned() }];
        if self.area.is_some() {
            trail.push(Crumb { title: self.initiative.title, href: self.initiative_path() });
        }
        trail
    }
}

/// Which of a place's pages is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Here {
    About,
    Comments,
    Summary,
}

/// The pages of one place, side by side.
pub fn tabs(place: &Place<'_>, here: Here) -> Markup {
    let path = place.path();
    let current = |it| (here == it).then_some("page");
    html! {
        nav.tabs aria-label=(place.title()) {
            ul {
                li { a href=(path) aria-current=[current(Here::About)] { "About" } }
                li { a href={ (path) "/comments" } aria-current=[current(Here::Comments)] { "Comments" } }
                li { a href={ (path) "/summary" } aria-current=[current(Here::Summary)] { "Summary" } }
                li { a href={ (path) "/comments.csv" } { "Data (CSV)" } }
            }
        }
    }
}
