//! The memory that hashes are computed in, used again and again.
//!
//! Argon2 wants 19 MiB for each. Asked for and given back every time, from threads that come and go, such pieces pile
//! up in the allocator: two visitors who kept signing in brought the program to over a gigabyte.

use std::sync::Mutex;

use argon2::Block;

/// As many pieces as were ever in use at once, which is as many as there are permits to hash.
#[derive(Default)]
pub struct Memory(Mutex<Vec<Vec<Block>>>);

impl Memory {
    /// Does the work in a piece of `n_blocks`.
    pub fn lend<T>(&self, n_blocks: usize, work: impl FnOnce(&mut [Block]) -> T) -> T {
        let mut piece = self.0.lock().ok().and_then(|mut it| it.pop()).unwrap_or_default();
        // A stored hash may have been made with other settings.
        piece.resize(n_blocks, Block::new());
        let done = work(&mut piece);
        if let Ok(mut pieces) = self.0.lock() {
            pieces.push(piece);
        }
        done
    }

    /// How many pieces lie ready.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.0.lock().map_or(0, |it| it.len())
    }
}
