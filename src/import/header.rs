//! The first row of a file: which column holds what.

use csv::ByteRecord;

/// Where each column that we know stands, whatever the order.
#[derive(Debug, Clone)]
pub struct Header {
    pub n_columns: usize,
    pub source_id: usize,
    pub body: usize,
    pub received_on: Option<usize>,
    pub first_name: Option<usize>,
    pub last_name: Option<usize>,
    pub organization: Option<usize>,
    pub category: Option<usize>,
    names: Vec<String>,
    known: Vec<usize>,
}

impl Header {
    /// Reads the names, in any case and with spaces around them.
    ///
    /// # Errors
    /// A sentence that says what to change.
    pub fn parse(record: &ByteRecord) -> Result<Self, String> {
        let names: Vec<String> = record
            .iter()
            .map(|it| std::str::from_utf8(it).map(|it| it.trim().to_lowercase()))
            .collect::<Result<_, _>>()
            .map_err(|_| "The first row is not UTF-8. Save the file as CSV in UTF-8.".to_owned())?;
        let mut known = Vec::new();
        let mut find = |name: &str| {
            let mut places = names.iter().enumerate().filter(|(_, it)| *it == name);
            let first = places.next().map(|(i, _)| i);
            known.extend(first);
            match places.next() {
                Some(_) => Err(format!("The first row has two columns named {name}.")),
                None => Ok(first),
            }
        };
        let body = match (find("body")?, find("text")?) {
            (Some(it), None) | (None, Some(it)) => it,
            (None, None) => return Err(missing("body (or text)")),
            (Some(_), Some(_)) => {
                return Err("The first row has both body and text: keep one of them.".to_owned());
            }
        };
        let source_id = find("source_id")?.ok_or_else(|| missing("source_id"))?;
        let [received_on, first_name, last_name] =
            [find("received_on")?, find("first_name")?, find("last_name")?];
        let [organization, category] = [find("organization")?, find("category")?];
        Ok(Self {
            n_columns: names.len(),
            source_id,
            body,
            received_on,
            first_name,
            last_name,
            organization,
            category,
            names,
            known,
        })
    }

    /// Columns that nothing is taken from.
    pub fn ignored(&self) -> impl Iterator<Item = &str> {
        let names = self.names.iter().enumerate();
        names.filter(|(i, _)| !self.known.contains(i)).map(|(_, it)| it.as_str())
    }

    /// What a column is called.
    #[must_use]
    pub fn name(&self, column: usize) -> &str {
        self.names.get(column).map_or("", String::as_str)
    }
}

fn missing(column: &str) -> String {
    format!("The first row has no column named {column}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(names: &[&str]) -> Result<Header, String> {
        Header::parse(&ByteRecord::from(names.to_vec()))
    }

    #[test]
    fn columns_are_found_by_name_in_any_order() {
        let header = parse(&["docket", " Text ", "SOURCE_ID", "state"]).unwrap();

        assert_eq!((header.source_id, header.body), (2, 1));
        assert_eq!(header.ignored().collect::<Vec<_>>(), ["docket", "state"]);
    }

    #[test]
    fn a_header_that_leaves_a_doubt_is_refused() {
        for names in [&["source_id"][..], &["body"], &["source_id", "body", "text"]] {
            assert!(parse(names).is_err(), "{names:?}");
        }
        let twice = parse(&["source_id", "body", "category", "category"]).unwrap_err();
        assert_eq!(twice, "The first row has two columns named category.");
    }
}
