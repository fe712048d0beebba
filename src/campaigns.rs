//! Campaigns: comments that are near-copies of one another. Pure: no database, no clock, no chance.
//!
//! The way of a comment: its [`words`] are read, and a [`fingerprint`] is taken of them. [`grouping`] looks up which
//! texts have keys of that fingerprint in common, asks [`shared`] how much of the words each of them has in common with
//! it, and links what is alike. What many texts share that share nothing else ([`common`] learns it) does not count.
//! [`additions`] tells what a member says beyond the exemplar. See docs/campaigns.md.

pub mod additions;
pub mod common;
pub mod evaluation;
pub mod fingerprint;
pub mod grouping;
pub mod passages;
pub mod shared;
pub mod shingles;
pub mod text;
pub mod words;

#[cfg(test)]
mod tests;
