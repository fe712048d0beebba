//! How much a database is worth.

/// What a crash of the machine may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Nothing: each commit is on disk before it is acknowledged.
    Durable,
    /// Everything: for tests, which make their data anew.
    Disposable,
}
