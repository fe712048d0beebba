//! Connections, roles and migrations.
//!
//! Three roles keep what must not happen from happening: the owner migrates, the application reads and
//! writes but cannot change a decision, the public role cannot read anything private.

pub mod connect;
pub mod copy_pool;
pub mod durable;
pub mod embedded;
pub mod migrate;
pub mod pool;
pub mod roles;
