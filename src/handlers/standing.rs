//! Standings and their changes, for views.

use lectern_templates::receipts::Change;
use lectern_templates::standing::Standing as StandingView;

use crate::domain::standing::Standing;
use crate::models::decision::Decision;

/// What a decision changed.
pub fn change(it: &Decision) -> Change {
    match it.to_standing {
        to if it.undoes.is_some() => Change::Undone { back_to: standing(to) },
        Standing::Published => Change::Published,
        Standing::Withheld => Change::Withheld,
        Standing::Withdrawn => Change::Withdrawn,
        Standing::Pending => Change::Undone { back_to: StandingView::Pending },
    }
}

/// A standing, for views.
pub fn standing(it: Standing) -> StandingView {
    match it {
        Standing::Pending => StandingView::Pending,
        Standing::Published => StandingView::Published,
        Standing::Withheld => StandingView::Withheld,
        Standing::Withdrawn => StandingView::Withdrawn,
    }
}
