//! Comments on paper: the pages of those who enter and check them. Each handler asks for the role in its signature.

use super::address::Policy::Clerk;
use super::address::{Address, at};
use crate::handlers::entries::{self, editing, scans};
use crate::http::limits::LimitedAction::{Decide, Read, Upload};

pub fn addresses() -> Vec<Address> {
    vec![
        at("/entries", Clerk, &[Read]).get(entries::list_entries),
        at("/entries/new/{initiative}/{area}", Clerk, &[Read, Decide])
            .get(editing::show_new_entry)
            .post(editing::create_entry),
        at("/entries/{entry}", Clerk, &[Read, Decide])
            .get(entries::show_entry)
            .post(entries::take_step),
        at("/entries/{entry}/edit", Clerk, &[Read, Decide])
            .get(editing::show_edit)
            .post(editing::change_entry),
        at("/entries/{entry}/letter", Clerk, &[Read]).get(entries::show_letter),
        at("/entries/{entry}/files", Clerk, &[Read, Upload]).post(scans::send_scans),
        at("/entries/{entry}/files/remove", Clerk, &[Read, Decide]).post(scans::remove_scan),
        at("/entries/{entry}/files/{position}", Clerk, &[Read]).get(scans::download_scan),
    ]
}
