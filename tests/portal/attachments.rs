//! Files that go with comments: taken in, told apart, kept with the draft, shown once a moderator has published them.

mod adding;
mod bodies;
mod kinds;
mod names;
pub mod samples;
mod sending;
mod serving;
mod tidying;

use crate::support::{FORM, Page, Visitor};

/// Where files are added to the draft of the stories.
pub const FILES: &str = "/initiatives/harbor/bridge/comment/files";

/// Adds one file to the draft of a browser.
pub async fn add(visitor: &Visitor, name: &str, bytes: &[u8]) -> Page {
    visitor.post_files(FILES, &[(name, bytes)]).await
}

/// The names on the form.
pub async fn names(visitor: &Visitor) -> Vec<String> {
    visitor.get(FORM).await.expect(200).all("ul.files li bdi")
}
