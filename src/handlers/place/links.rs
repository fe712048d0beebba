//! Links to lists of published comments, each with the filter that it stands for.

use url::form_urlencoded::Serializer;

use crate::domain::public_filter::PublicFilter;

/// The list of exactly the comments that match; `path` is that of the initiative or area.
#[must_use]
pub fn comments(path: &str, filter: &PublicFilter) -> String {
    with_query(&format!("{path}/comments"), &filter.pairs())
}

/// The same comments as CSV.
#[must_use]
pub fn csv(path: &str, filter: &PublicFilter) -> String {
    with_query(&format!("{path}/comments.csv"), &filter.pairs())
}

/// An address with these pairs as its query.
#[must_use]
pub fn with_query(path: &str, pairs: &[(String, String)]) -> String {
    if pairs.is_empty() {
        return path.to_owned();
    }
    format!("{path}?{}", Serializer::new(String::new()).extend_pairs(pairs).finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_without_a_filter_has_no_query() {
        assert_eq!(comments("/initiatives/x", &PublicFilter::default()), "/initiatives/x/comments");
    }

    #[test]
    fn a_value_cannot_add_a_parameter() {
        let filter = PublicFilter {
            stance: Some("oppose".to_owned()),
            respondent_kind: Some("a&b=c d".to_owned()),
            ..PublicFilter::default()
        };

        let link = csv("/initiatives/x/y", &filter);

        assert_eq!(link, "/initiatives/x/y/comments.csv?stance=oppose&respondent_kind=a%26b%3Dc+d");
    }
}
