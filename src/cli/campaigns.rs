//! `lectern campaigns`: how comments are grouped, tried on comments whose grouping is known.

mod labels;

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::campaigns::common::Sample;
use crate::campaigns::evaluation::Agreement;
use crate::campaigns::grouping::{Grouping, TextId, WORDS_MIN};
use crate::campaigns::words::Words;
use crate::import::Records;
use labels::Labels;

#[derive(Debug, Clone, Args)]
pub struct EvaluateOptions {
    /// Labels: a CSV file with the columns `source_id` and `cluster`, empty for a comment that is in none
    #[arg(value_name = "LABELS.csv")]
    labels: PathBuf,
    /// Comments: a CSV file as for `lectern import`
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// Print one JSON object, with `precision`, `recall`, `purity` and the counts behind them
    #[arg(long)]
    json: bool,
}

/// `lectern campaigns evaluate`
///
/// # Errors
/// In words for an operator, with file and line.
pub fn evaluate(options: &EvaluateOptions) -> anyhow::Result<()> {
    let labels = Labels::read(&options.labels)?;
    let found = Evaluation::of(&labels, &options.file)?;
    let mut out = std::io::stdout();
    if options.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&found)?)?;
    } else {
        write!(out, "{}", found.in_words())?;
    }
    Ok(())
}

/// What came of it.
#[derive(Debug, Serialize)]
struct Evaluation {
    #[serde(flatten)]
    agreement: Agreement,
    n_comments: usize,
    n_labeled: usize,
    n_labels_without_comment: usize,
    n_rejected: usize,
    n_repeated: usize,
    n_short: usize,
    n_campaigns: usize,
}

impl Evaluation {
    fn of(labels: &Labels, file: &Path) -> anyhow::Result<Self> {
        let mut sample = Sample::default();
        read(file, |row| {
            if let Row::Comment(_, text) = row {
                let words = Words::of(&text);
                if WORDS_MIN <= words.n_words() {
                    sample.add(&words);
                }
            }
        })?;
        let mut grouping = Grouping::under(sample.learn());
        let mut labeled: HashMap<usize, Option<TextId>> = HashMap::new();
        let mut seen: HashMap<String, ()> = HashMap::new();
        let mut counts = Self::nothing();
        let mut n_of_text: Vec<usize> = Vec::new();
        read(file, |row| {
            let (source_id, text) = match row {
                Row::Comment(source_id, text) => (source_id, Some(text)),
                Row::Rejected(source_id, reason) => {
                    eprintln!("{reason}");
                    counts.n_rejected += 1;
                    (source_id, None)
                }
            };
            let label = labels.place(&source_id);
            if text.is_some() && seen.insert(source_id, ()).is_some() {
                counts.n_repeated += 1;
                return;
            }
            let group = text.and_then(|text| {
                counts.n_comments += 1;
                let group = grouping.add(&Words::of(&text));
                counts.n_short += usize::from(group.is_none());
                group
            });
            if let Some(group) = group {
                n_of_text.resize(grouping.n_texts(), 0);
                n_of_text.iter_mut().skip(group).take(1).for_each(|it| *it += 1);
            }
            if let Some(label) = label {
                labeled.insert(label, group);
            }
        })?;
        let exemplars = grouping.exemplars();
        let campaign = |text: TextId| exemplars.get(text).copied();
        let comments: Vec<_> = labeled
            .iter()
            .map(|(label, group)| (group.and_then(campaign), labels.cluster(*label)))
            .collect();
        let mut sizes: HashMap<TextId, usize> = HashMap::new();
        for (exemplar, n) in exemplars.iter().zip(&n_of_text) {
            *sizes.entry(*exemplar).or_default() += n;
        }
        Ok(Self {
            agreement: Agreement::of(&comments),
            n_labeled: comments.len(),
            n_labels_without_comment: labels.len() - comments.len(),
            n_campaigns: sizes.values().filter(|it| 1 < **it).count(),
            ..counts
        })
    }

    fn nothing() -> Self {
        Self {
            agreement: Agreement::of(&[]),
            n_comments: 0,
            n_labeled: 0,
            n_labels_without_comment: 0,
            n_rejected: 0,
            n_repeated: 0,
            n_short: 0,
            n_campaigns: 0,
        }
    }

    fn in_words(&self) -> String {
        let it = &self.agreement;
        format!(
            "comments: {}, of which {} are too short to form a campaign; campaigns found: {}\n\
            rows that could not be read: {}; rows whose source_id came before: {}\n\
            labels with a comment: {}; labels without one: {}, left out\n\
            precision {:.4}: {} of the {} pairs of labeled comments in one campaign are of one cluster\n\
            recall {:.4}: {} of the {} pairs of one cluster are in one campaign\n\
            cluster purity {:.4}: the share of the {} labeled comments in campaigns that are of the most frequent \
            cluster of theirs\n",
            self.n_comments,
            self.n_short,
            self.n_campaigns,
            self.n_rejected,
            self.n_repeated,
            self.n_labeled,
            self.n_labels_without_comment,
            it.precision,
            it.n_pairs_right,
            it.n_pairs_together,
            it.recall,
            it.n_pairs_right,
            it.n_pairs_labeled,
            it.purity,
            it.n_in_campaigns,
        )
    }
}

/// A row of the file of comments.
enum Row {
    Comment(String, String),
    /// Its `source_id`, as far as it has one, and why it cannot be taken, with file and line.
    Rejected(String, String),
}

fn read(file: &Path, mut each: impl FnMut(Row)) -> anyhow::Result<()> {
    let mut records = Records::open(file)?;
    while let Some((line, row)) = records.next_text()? {
        each(match row {
            Ok((source_id, text)) => Row::Comment(source_id, text),
            Err(it) => {
                Row::Rejected(it.source_id, format!("{}:{line}: {}", file.display(), it.reason))
            }
        });
    }
    Ok(())
}
