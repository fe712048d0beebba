//! Pages as they are sent: whether their HTML is right, and how much of it there is.

use crate::html_validate;
use crate::support::Page;
use crate::weight::{MOST_BYTES, markup};

/// What is wrong with pages as they were sent: a line for each fault.
pub fn what_is_wrong(pages: &[Page]) -> Vec<String> {
    let sources = pages.iter().map(|it| (it.path.as_str(), it.html()));
    let mut wrong = html_validate::faults(sources);
    let heavy = pages.iter().filter(|it| MOST_BYTES < markup(it));
    wrong.extend(heavy.map(|it| format!("{}: {} bytes of markup", it.path, markup(it))));
    wrong
}
