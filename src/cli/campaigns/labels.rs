//! Labels: which comments people say belong together.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, bail};
use csv::{ReaderBuilder, StringRecord};

/// The clusters of comments, by their `source_id`.
#[derive(Debug, Default)]
pub struct Labels {
    places: HashMap<String, usize>,
    /// None where the label says that the comment is in no cluster.
    clusters: Vec<Option<String>>,
}

impl Labels {
    /// # Errors
    /// In words for an operator, with file and line: no such column, a row of the wrong length, no `source_id`, or
    /// two clusters for one comment.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let name = path.display();
        let mut reader =
            ReaderBuilder::new().flexible(true).from_path(path).context(name.to_string())?;
        let header = reader.headers().with_context(|| format!("{name}:1"))?.clone();
        let column = |wanted: &str| {
            let mut names =
                header.iter().map(|it| it.trim_start_matches('\u{FEFF}').trim().to_lowercase());
            let place = names.position(|it| it == wanted);
            place.with_context(|| format!("{name}:1: The first row lacks the column {wanted}."))
        };
        let (source_id, cluster) = (column("source_id")?, column("cluster")?);
        let mut labels = Self::default();
        let mut record = StringRecord::new();
        loop {
            let line = reader.position().line();
            if !reader.read_record(&mut record).with_context(|| format!("{name}:{line}"))? {
                return Ok(labels);
            }
            // Empty lines before the row were skipped, and are no part of it.
            let breaks = record.as_slice().matches('\n').count() as u64;
            let line = line.max(reader.position().line().saturating_sub(1 + breaks));
            if record.len() != header.len() {
                let (n, n_columns) = (record.len(), header.len());
                bail!("{name}:{line}: The row has {n} fields, the first row has {n_columns}.");
            }
            let cells = record.get(source_id).zip(record.get(cluster));
            let Some((source_id, cluster)) = cells.filter(|it| !it.0.trim().is_empty()) else {
                bail!("{name}:{line}: source_id is empty.");
            };
            if !labels.add(source_id, cluster.trim()) {
                bail!("{name}:{line}: {source_id} has another cluster further up.");
            }
        }
    }

    /// The number of the label of a comment.
    #[must_use]
    pub fn place(&self, source_id: &str) -> Option<usize> {
        self.places.get(source_id).copied()
    }

    #[must_use]
    pub fn cluster(&self, place: usize) -> Option<&str> {
        self.clusters.get(place)?.as_deref()
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.clusters.len()
    }

    /// False if the comment has another label already. The same one again changes nothing.
    fn add(&mut self, source_id: &str, cluster: &str) -> bool {
        let cluster = (!cluster.is_empty()).then(|| cluster.to_owned());
        if let Some(place) = self.place(source_id) {
            return self.clusters.get(place).is_some_and(|it| *it == cluster);
        }
        self.places.insert(source_id.to_owned(), self.clusters.len());
        self.clusters.push(cluster);
        true
    }
}
