//! Mail: letters are queued in the transaction that caused them, and delivered by the worker.

pub mod announcing;
pub mod composing;
pub mod delivery;
pub mod letters;
pub mod never_mail;
pub mod notices;
