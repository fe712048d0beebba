//! The record: comments received, decisions on them, and what follows in public.

pub mod awaiting;
pub mod decide;
pub mod entries;
mod publish;
pub mod receive;
pub mod replace;
pub mod tallies;
