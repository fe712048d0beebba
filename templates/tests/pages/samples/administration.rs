//! The pages of administrators.

use lectern_templates::administration::{self, HomePage, Task};
use maud::Markup;

use super::Words;

pub fn pages(words: &Words<'_>) -> Vec<(&'static str, Markup)> {
    vec![("administration", home(words))]
}

fn home(words: &Words<'_>) -> Markup {
    let task = |path, title| Task { path, title, sentence: "Who may do what." };
    administration::home(&HomePage {
        administrator: words.name,
        tasks: vec![task("/admin/accounts", "Accounts"), task("/admin/mail", "Mail")],
    })
}
