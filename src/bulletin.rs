//! What every page tells first: a notice of the site, and whether the site can only be read for now.
//!
//! The database holds it. Each program keeps a copy in memory, which the background renews each second: no request asks
//! the database for it, and while the database is away, the last that was known holds.

use lectern_templates::bulletin::{self, Urgency};
use tokio::sync::watch;

use crate::domain::notice::NoticeLevel;

/// What holds now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bulletin {
    pub notice: Option<Notice>,
    /// Why nothing can be sent, where that is so; the reason may be empty.
    pub read_only: Option<String>,
}

/// Words of the administrators to everybody: plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub words: String,
    pub level: NoticeLevel,
}

/// Where the bulletin hangs for all requests of this program. Clones share it.
#[derive(Debug, Clone)]
pub struct Board(watch::Sender<Posted>);

#[derive(Debug, Clone, Default)]
struct Posted {
    bulletin: Bulletin,
    html: Option<String>,
}

impl Board {
    /// A board on which nothing hangs yet.
    #[must_use]
    pub fn blank() -> Self {
        Self(watch::Sender::default())
    }

    /// Hangs up what holds from now on.
    pub fn post(&self, bulletin: Bulletin) {
        self.0.send_if_modified(|posted| {
            let differs = posted.bulletin != bulletin;
            if differs {
                *posted = Posted { html: html(&bulletin), bulletin };
            }
            differs
        });
    }

    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.0.borrow().bulletin.read_only.is_some()
    }

    /// What the frame of every page shows, or `None` where there is nothing to tell.
    #[must_use]
    pub fn html(&self) -> Option<String> {
        self.0.borrow().html.clone()
    }
}

fn html(it: &Bulletin) -> Option<String> {
    let notice = it.notice.as_ref().map(|it| {
        let urgency = match it.level {
            NoticeLevel::Information => Urgency::Information,
            NoticeLevel::Warning => Urgency::Warning,
        };
        (urgency, it.words.as_str())
    });
    let shown = bulletin::Bulletin { notice, read_only: it.read_only.as_deref() };
    (notice.is_some() || it.read_only.is_some()).then(|| bulletin::show(&shown).into_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hung_up_is_seen_by_all_who_share_the_board_until_it_is_taken_down() {
        let board = Board::blank();
        let elsewhere = board.clone();
        let words = "Closed on <Monday>.".to_owned();
        let notice = Some(Notice { words, level: NoticeLevel::Warning });

        board.post(Bulletin { notice, read_only: None });
        assert!(elsewhere.html().unwrap().contains("Closed on &lt;Monday&gt;."));
        assert!(!elsewhere.is_read_only());

        board.post(Bulletin { notice: None, read_only: Some(String::new()) });
        assert!(elsewhere.is_read_only());

        board.post(Bulletin::default());
        assert_eq!(elsewhere.html(), None);
    }
}
