//! What every page tells first: a notice of the site, and that it can only be read for now.

use maud::{Markup, html};

pub struct Bulletin<'a> {
    /// How urgent it is, and its words: plain text.
    pub notice: Option<(Urgency, &'a str)>,
    /// Why nothing can be sent, where that is so; the reason may be empty.
    pub read_only: Option<&'a str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    Information,
    Warning,
}

/// The part of the frame that comes into [`crate::layout::PLACE_OF_BULLETIN`].
pub fn show(it: &Bulletin<'_>) -> Markup {
    html! {
        div id="bulletin" {
            @if let Some(reason) = it.read_only {
                p.urgent {
                    strong { "Read only" } " This site can only be read for now; nothing can be sent. " (reason)
                }
            }
            @if let Some((urgency, words)) = it.notice {
                p.urgent[urgency == Urgency::Warning] {
                    strong { @match urgency { Urgency::Information => "Notice", Urgency::Warning => "Important" } }
                    " " span.lines { (words) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::layout::{self, Frame, PLACE_OF_BULLETIN, Section};

    #[test]
    fn every_page_has_one_place_for_it() {
        let page = layout::page(&Frame::new("A page", Section::Public), maud::html! {});

        assert_eq!(page.into_string().matches(PLACE_OF_BULLETIN).count(), 1);
    }
}
