//! Lists whose items are short: each is a row of fields named `items.{number}.{column}`.

use std::collections::BTreeSet;

use super::pair;
use crate::domain::fields::Fields;

/// The columns of one item.
pub type Row = Vec<(&'static str, String)>;

/// A row of a form that has something in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowPlace(pub usize);

impl RowPlace {
    /// What was typed in a column, without the space around it.
    #[must_use]
    pub fn value<'a>(self, typed: &'a Fields, column: &str) -> &'a str {
        typed.one(&self.name(column)).trim()
    }

    /// The field of a column.
    #[must_use]
    pub fn name(self, column: &str) -> String {
        format!("items.{}.{column}", self.0)
    }
}

/// The rows of a form in their order. Empty ones are left out: they stand there to be filled in.
#[must_use]
pub fn rows(typed: &Fields) -> Vec<RowPlace> {
    let filled = typed.iter().filter(|(_, value)| !value.trim().is_empty());
    let numbers: BTreeSet<usize> =
        filled.filter_map(|(name, _)| place_of(name)).map(|(number, _)| number).collect();
    numbers.into_iter().map(RowPlace).collect()
}

/// The fields of a list.
pub fn pairs(rows: &[Row]) -> Vec<(String, String)> {
    let numbered = rows.iter().enumerate();
    let fields = numbered.flat_map(|(number, row)| {
        row.iter().map(move |(column, value)| (RowPlace(number).name(column), value))
    });
    fields.map(|(name, value)| pair(&name, value)).collect()
}

/// Whether a field stands in one of these columns of a row.
pub fn is_column(name: &str, columns: &[&str]) -> bool {
    place_of(name).is_some_and(|(_, column)| columns.contains(&column))
}

/// The same fields with a row moved or taken out, as a button says: `up.3`, `down.0`, `remove.2`. Nothing where it
/// says something else.
#[must_use]
pub fn rearranged(typed: &Fields, button: &str) -> Option<Fields> {
    let (act, number) = button.split_once('.')?;
    let number: usize = number.parse().ok()?;
    let mut order: Vec<usize> = rows(typed).iter().map(|it| it.0).collect();
    let place = order.iter().position(|it| *it == number)?;
    match act {
        "up" if place > 0 => order.swap(place - 1, place),
        "down" if place + 1 < order.len() => order.swap(place, place + 1),
        "up" | "down" => {}
        "remove" => drop(order.remove(place)),
        _ => return None,
    }
    let others = typed.iter().filter(|(name, _)| place_of(name).is_none());
    let mut pairs: Vec<_> = others.map(|(name, value)| pair(name, value)).collect();
    for (new, old) in order.into_iter().enumerate() {
        let of_row = |name: &str| place_of(name).is_some_and(|(number, _)| number == old);
        for (name, value) in typed.iter().filter(|(name, _)| of_row(name)) {
            let column = place_of(name).map(|(_, column)| column).unwrap_or_default();
            pairs.push(pair(&RowPlace(new).name(column), value));
        }
    }
    Some(Fields::new(pairs))
}

/// The field that the rest of a key stands for: `.trees.label` or `[2].label` is a column of a row, and nothing at
/// all is the list as a whole. A file names its items by the column `named`.
pub fn field_of(rest: &str, named: &str, typed: &Fields) -> Option<String> {
    if rest.is_empty() {
        return Some(RowPlace(0).name(named));
    }
    let rows = rows(typed);
    let (row, column) = if let Some(rest) = rest.strip_prefix('[') {
        let (number, column) = rest.split_once("].")?;
        (rows.get(number.parse::<usize>().ok()?).copied(), column)
    } else {
        let (name, column) = rest.strip_prefix('.')?.rsplit_once('.')?;
        let named = |it: &&RowPlace| it.value(typed, named) == name;
        // Of two with one name it is the later one that repeats it.
        (rows.iter().rev().find(named).copied(), column)
    };
    Some(row.unwrap_or(RowPlace(0)).name(column))
}

fn place_of(name: &str) -> Option<(usize, &str)> {
    let (number, column) = name.strip_prefix("items.")?.split_once('.')?;
    // No list is longer, and a number has one spelling.
    let parsed: usize = number.parse().ok()?;
    (parsed < 1_000 && parsed.to_string() == number).then_some((parsed, column))
}
