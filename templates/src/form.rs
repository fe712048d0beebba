//! The only form controls of the site.
//!
//! Each has a label, room for a hint and an error, and gives back what was typed. The id of a control is the name of
//! its field, so an error in the summary links to it. No control has `maxlength`: browsers cut a pasted text at it
//! without a word, and no answer may be lost. Forms are `novalidate`: all errors come back at once, from one place.

mod choices;
mod controls;
mod errors;
mod parts;

pub use choices::{ChoiceGroup, Item, ItemPlace, checkboxes, radios, ranking};
pub use controls::{
    Autocomplete, Button, ButtonLook, Field, HiddenField, PasswordUse, button, button_about,
    checkbox, email, file, hidden, password, select, text, textarea,
};
pub use errors::{ErrorSummary, FieldError, error_summary};
pub use parts::{Choice, Need};

use maud::{Markup, html};

/// A form that posts files to an address of the site.
pub fn post_files(action: &str, content: Markup) -> Markup {
    html! { form method="post" action=(action) enctype="multipart/form-data" novalidate { (content) } }
}

/// A form that posts to an address of the site.
pub fn post(action: &str, content: Markup) -> Markup {
    html! { form method="post" action=(action) accept-charset="utf-8" novalidate { (content) } }
}
