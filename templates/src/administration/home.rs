//! The way to each page of administrators.

use maud::{Markup, html};

use crate::layout::{self, Frame, Section};
use crate::text;

pub struct HomePage<'a> {
    pub administrator: &'a str,
    pub tasks: Vec<Task<'a>>,
}

/// One page, with a sentence on what it is for.
#[derive(Debug, Clone, Copy)]
pub struct Task<'a> {
    pub path: &'a str,
    pub title: &'a str,
    pub sentence: &'a str,
}

/// The list of pages.
pub fn home(page: &HomePage<'_>) -> Markup {
    let content = html! {
        h1 { "Administration" }
        p.meta { "Signed in as " (text::isolated(page.administrator)) }
        @if page.tasks.is_empty() { p { "There is nothing to look after yet." } }
        @else { ul.rows { @for task in &page.tasks { (row(task)) } } }
    };
    layout::page(&Frame::new("Administration", Section::Administration), content)
}

fn row(task: &Task<'_>) -> Markup {
    html! {
        li.row {
            h2 { a href=(task.path) { (task.title) } }
            p { (task.sentence) }
        }
    }
}
