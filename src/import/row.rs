//! One row of a file, read into a comment.

use chrono::{Datelike, NaiveDate};
use csv::ByteRecord;

use super::header::Header;
use super::target::Target;
use crate::domain::attribution::Attribution;
use crate::domain::stance::Stance;
use crate::domain::submission::{BODY_MAX_CHARS, Submission};
use crate::domain::text::{single_line, with_plain_line_breaks};

const NAME_MAX_CHARS: usize = 200;

/// A comment ready to be stored.
#[derive(Debug, Clone)]
pub struct Row {
    pub source_id: String,
    /// None where the file does not say: the day of the import, then.
    pub received_on: Option<NaiveDate>,
    pub display_name: Option<String>,
    /// It named a kind of respondent that the initiative does not have; the comment is taken without one.
    pub names_unknown_category: bool,
    /// As a form would have sent it; its stance is not stored, because nobody was asked for one.
    pub submission: Submission,
}

impl Row {
    /// # Errors
    /// A sentence that says why the row cannot be taken.
    pub fn parse(header: &Header, record: &ByteRecord, target: &Target) -> Result<Self, String> {
        let cells = Cells::read(header, record)?;
        let source_id = parse_source_id(cells.get(header.source_id))?;
        let body = parse_body(cells.get(header.body))?;
        let received_on = parse_day(cells.optional(header.received_on), target.today)?;
        let names = [header.first_name, header.last_name].map(|it| cells.optional(it).trim());
        let names = names.join(" ");
        let display_name = optional_line(&names, "The name")?;
        let organization = cells.optional(header.organization);
        let organization = optional_line(organization, "The organization")?;
        let attribution = match (&display_name, &organization) {
            (Some(_), _) => Attribution::Named,
            (None, Some(_)) => Attribution::Organization,
            (None, None) => Attribution::Anonymous,
        };
        let category = cells.optional(header.category).trim();
        let kind = target.kind_code(category).map(str::to_owned);
        Ok(Self {
            source_id,
            received_on,
            display_name,
            names_unknown_category: kind.is_none() && !category.is_empty(),
            submission: Submission {
                stance: Stance::NotStated,
                respondent_kind: kind,
                organization,
                attribution,
                body,
                answers: Vec::new(),
                files: Vec::new(),
            },
        })
    }
}

/// The `source_id` and the text of a row.
///
/// # Errors
/// A sentence that says why the row cannot be taken.
pub fn parse_text(header: &Header, record: &ByteRecord) -> Result<(String, String), String> {
    let cells = Cells::read(header, record)?;
    Ok((parse_source_id(cells.get(header.source_id))?, parse_body(cells.get(header.body))?))
}

/// The cells of a row that has as many as it should, all of them UTF-8.
struct Cells<'a>(Vec<&'a str>);

impl<'a> Cells<'a> {
    fn read(header: &Header, record: &'a ByteRecord) -> Result<Self, String> {
        let (n_cells, n_columns) = (record.len(), header.n_columns);
        if n_cells != n_columns {
            return Err(format!("The row has {n_cells} fields, the first row has {n_columns}."));
        }
        let texts = record.iter().enumerate().map(|(i, cell)| {
            std::str::from_utf8(cell).map_err(|_| format!("{} is not UTF-8.", header.name(i)))
        });
        texts.collect::<Result<_, _>>().map(Self)
    }

    fn get(&self, column: usize) -> &'a str {
        self.0.get(column).copied().unwrap_or_default()
    }

    /// The cell of a column that the file may not have.
    fn optional(&self, column: Option<usize>) -> &'a str {
        column.map(|it| self.get(it)).unwrap_or_default()
    }
}

fn parse_source_id(raw: &str) -> Result<String, String> {
    let line = single_line(raw, "source_id", NAME_MAX_CHARS)?;
    if line.is_empty() {
        return Err("source_id is empty.".to_owned());
    }
    // Kept as it came: it is somebody else's name for the comment.
    Ok(raw.to_owned())
}

fn parse_body(raw: &str) -> Result<String, String> {
    let body = with_plain_line_breaks(raw);
    if body.contains('\0') {
        return Err("The text contains a NUL character.".to_owned());
    }
    if body.trim().is_empty() {
        return Err("The text is empty.".to_owned());
    }
    let n_chars = body.chars().count();
    if BODY_MAX_CHARS < n_chars {
        return Err(format!("The text has {n_chars} characters; 50,000 is the most."));
    }
    Ok(body)
}

fn parse_day(raw: &str, today: NaiveDate) -> Result<Option<NaiveDate>, String> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Ok(None);
    }
    let day = NaiveDate::parse_from_str(raw, "%Y-%m-%d").ok().filter(|it| 1 <= it.year());
    let day = day.ok_or_else(|| "received_on is not a day like 2026-02-28.".to_owned())?;
    if today < day {
        return Err("received_on lies in the future.".to_owned());
    }
    Ok(Some(day))
}

fn optional_line(raw: &str, what: &str) -> Result<Option<String>, String> {
    let line = single_line(raw, what, NAME_MAX_CHARS)?;
    Ok((!line.is_empty()).then_some(line))
}
