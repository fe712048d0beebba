//! Where a panic happened. Its message is never read: it may quote the text that it tripped over.

use std::cell::Cell;
use std::panic;

use super::request_id::RequestId;

thread_local! {
    static LAST: Cell<Option<String>> = const { Cell::new(None) };
}

/// Replaces the hook that prints messages. In a request the place waits for [`take_place`], so that the failure is
/// logged once and with its request; anywhere else it is logged at once.
pub fn watch() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        if RequestId::current().is_none() {
            tracing::error!(place, "Panicked");
        }
        LAST.set(Some(place));
    }));
}

/// The place of the panic that this thread has just caught.
#[must_use]
pub fn take_place() -> String {
    LAST.take().unwrap_or_else(|| "an unknown place".to_owned())
}
