//! Who downloads, or sends files, right now: one visitor leaves room for all others.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::http::address_key::AddressKey;

/// Downloads, or files on their way in, counted by address in the memory of this program.
#[derive(Debug, Clone)]
pub struct Transfers {
    running: Running,
    most: usize,
}

/// A place among them, taken until it is dropped.
#[derive(Debug)]
pub struct TransferPlace {
    running: Running,
    network: AddressKey,
}

/// Whoever has none has no entry.
type Running = Arc<Mutex<HashMap<AddressKey, usize>>>;

impl Transfers {
    /// `most` is for one address.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self { running: Running::default(), most }
    }

    /// A place, unless this address has as many as one may have.
    #[must_use]
    pub fn enter(&self, address: IpAddr) -> Option<TransferPlace> {
        let network = AddressKey::of(address);
        let mut running = lock(&self.running);
        let n = running.entry(network).or_default();
        if self.most <= *n {
            return None;
        }
        *n += 1;
        Some(TransferPlace { running: Arc::clone(&self.running), network })
    }
}

impl Drop for TransferPlace {
    fn drop(&mut self) {
        let mut running = lock(&self.running);
        if let Some(n) = running.get_mut(&self.network) {
            *n -= 1;
            if *n == 0 {
                running.remove(&self.network);
            }
        }
    }
}

/// A count is whole after each of its changes, so a panic elsewhere spoils nothing.
fn lock(running: &Running) -> MutexGuard<'_, HashMap<AddressKey, usize>> {
    running.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_subscriber_has_so_many_places_and_gets_each_back() {
        let downloads = Transfers::new(2);
        let enter = |it: &str| downloads.enter(it.parse().unwrap());

        let first = enter("2001:db8:0:1::1");
        let second = enter("2001:db8:0:1::2");
        assert!(first.is_some() && second.is_some());
        assert!(enter("2001:db8:0:1::3").is_none());
        assert!(enter("2001:db8:0:2::1").is_some() && enter("192.0.2.1").is_some());

        drop(first);
        assert!(enter("2001:db8:0:1::3").is_some());
        drop(second);
        assert!(lock(&downloads.running).is_empty());
    }
}
