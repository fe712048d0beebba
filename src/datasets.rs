//! The dataset: the public record as a file that anybody can compute with.
//!
//! One producer serves the download and `lectern export`, so both give the same bytes. It reads one snapshot,
//! holds a few rows at a time whatever the size, and writes only what [`columns`] lists.

mod answer_column;
mod chunks;
pub mod columns;
mod download;
pub mod formula;
mod selection;
mod whole_file;
mod write;

pub(crate) use chunks::Chunks;
pub use download::{Download, DownloadLimits};
pub use selection::{SelectError, Selection};
pub use whole_file::WholeFile;
pub use write::{DatasetError, Sink, ToWriter, write_csv};
