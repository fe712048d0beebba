//! How well campaigns agree with labels that people gave.

use std::collections::HashMap;
use std::hash::Hash;

use serde::Serialize;

/// Counts over labeled comments, and what follows from them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// Of the pairs that stand in one campaign, the share that has one label. 1 where no pair stands in one.
    pub precision: f64,
    /// Of the pairs that have one label, the share that stands in one campaign. 1 where no pair has one.
    pub recall: f64,
    /// Of the comments in campaigns, the share whose label is the most frequent of its campaign. 1 where there is none.
    pub purity: f64,
    pub n_pairs_together: u64,
    pub n_pairs_labeled: u64,
    pub n_pairs_right: u64,
    pub n_in_campaigns: u64,
}

impl Agreement {
    /// Of comments with the campaign and the label of each; one without is a group of its own.
    #[must_use]
    pub fn of(comments: &[(Option<usize>, Option<&str>)]) -> Self {
        let by_campaign = counts(comments.iter().filter_map(|it| it.0));
        let by_label = counts(comments.iter().filter_map(|it| it.1));
        let by_both = counts(comments.iter().filter_map(|it| it.0.zip(it.1)));
        let (together, labeled, right) = (pairs(&by_campaign), pairs(&by_label), pairs(&by_both));
        let in_campaigns = by_campaign.values().filter(|it| 1 < **it).sum();
        let majorities: u64 = majorities(&by_campaign, &by_both).sum();
        Self {
            precision: share(right, together),
            recall: share(right, labeled),
            purity: share(majorities, in_campaigns),
            n_pairs_together: together,
            n_pairs_labeled: labeled,
            n_pairs_right: right,
            n_in_campaigns: in_campaigns,
        }
    }
}

/// Of each campaign of two or more, how many have its most frequent label. Without a label, everybody is alone.
fn majorities<'a>(
    by_campaign: &'a HashMap<usize, u64>,
    by_both: &HashMap<(usize, &str), u64>,
) -> impl Iterator<Item = u64> + use<'a> {
    let mut most: HashMap<usize, u64> = HashMap::new();
    for ((campaign, _), n) in by_both {
        let it = most.entry(*campaign).or_default();
        *it = (*it).max(*n);
    }
    let several = by_campaign.iter().filter(|(_, n)| 1 < **n);
    several.map(move |(campaign, _)| most.get(campaign).copied().unwrap_or(1))
}

fn counts<K: Eq + Hash>(keys: impl Iterator<Item = K>) -> HashMap<K, u64> {
    keys.fold(HashMap::new(), |mut counts, key| {
        *counts.entry(key).or_default() += 1;
        counts
    })
}

fn pairs<K>(counts: &HashMap<K, u64>) -> u64 {
    counts.values().map(|n| n * (n - 1) / 2).sum()
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}
