//! TOML as a flat list of keys.

use std::collections::BTreeMap;

use config::{ConfigError, File, FileFormat, Map, Source, Value, ValueKind};

/// Values by key, with dots: `server.port`.
pub type Keys = BTreeMap<String, ValueKind>;

/// Every key of a text in TOML, with dots.
pub fn keys_of(text: &str) -> Result<Keys, ConfigError> {
    let mut keys = Keys::new();
    flatten("", File::from_str(text, FileFormat::Toml).collect()?, &mut keys);
    Ok(keys)
}

/// The message and the line, without the line's text: it may hold a secret that lacks its quotes.
pub fn syntax_error(text: &str) -> String {
    let Err(error) = text.parse::<toml::Table>() else { return "it is not valid TOML".to_owned() };
    let line = error
        .span()
        .and_then(|it| text.get(..it.start))
        .map_or(1, |it| it.matches('\n').count() + 1);
    format!("line {line}: {}", error.message())
}

/// What an operator should have written.
pub fn kind_in_words(kind: &ValueKind) -> &'static str {
    match kind {
        ValueKind::I64(_) => "a whole number",
        ValueKind::Array(_) => "a list",
        _ => "a text in quotes",
    }
}

fn flatten(above: &str, table: Map<String, Value>, keys: &mut Keys) {
    for (name, value) in table {
        let key = if above.is_empty() { name } else { format!("{above}.{name}") };
        match value.kind {
            ValueKind::Table(table) => flatten(&key, table, keys),
            kind => drop(keys.insert(key, kind)),
        }
    }
}
